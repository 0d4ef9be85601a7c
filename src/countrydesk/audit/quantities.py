"""Numbers in running text: digits and words, scales, units, and how exactly they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: float(n) for n, word in enumerate(_SMALL)}
WORDS |= {word: 10.0 * n for n, word in enumerate(_TENS, 2)}
SCALES = {
    "hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "k": 1e3,
    "million": 1e6, "mn": 1e6, "m": 1e6, "mio": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_PARTS = {
    "half": 0.5, "third": 1 / 3, "thirds": 2 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2,
    "fifths": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1, "tenths": 0.1,
}  # fmt: skip
UNITS = {
    "percent": r"%|per ?cent\b|pct\b",
    "points_pct": r"percentage points?\b|pp\b",
    "intl": r"(?:current )?international dollars\b",
    "money": r"(?:current |constant |american )?(?:(?:us|u\.s\.) )?dollars?\b|usd\b",
    "km": r"(?:kilometres|kilometers|km)\b(?! ?2|²)",
    "sq_km": r"(?:square (?:kilometres|kilometers)|sq\.? ?km|km2|km²)",
    "tonnes": r"(?:metric )?(?:tonnes|tons)\b",
    "cubic_metres": r"cubic (?:metres|meters)\b|m³",
    "kwh": r"(?:kwh\b|kilowatt[- ]hours)",
    "barrels": r"barrels\b",
    "score": r"points?\b",
    "years": r"years\b(?! (?:later|earlier|before|after|ago)\b)",
    "time": r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|decades?|centur(?:y|ies)"
    r"|years? (?:later|earlier|before|after|ago))\b",
    "times": r"times\b|-?fold\b",
    "euro": r"euros?\b|eur\b",
}
_WORD = "|".join([*_SMALL, *_TENS])
_SCALE = r"hundred|dozen|thousand|million|billion|trillion|bn|mn|mio|tn|[mkb](?!\w|\.\w)"
# Spaces are escaped because the pattern is a verbose one.
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in UNITS.items()).replace(" ", r"\ ")
_FUZZ = (
    r"a little over|just over|slightly over|well over|more than|over|above|exceed(?:s|ed|ing)?"
    r"|passed|topped|surpass(?:es|ed|ing)|at least|upwards of"
    r"|just under|slightly under|less than|fewer than|under|below|nearly|almost|not quite|at most"
    r"|close to|about|around|roughly|some|approximately|approx\.?|an estimated|estimated|ca\.?"
    r"|circa|~|≈"
)
_HEAD = re.compile(rf"(?:\b|(?<=[~≈])|^)({_FUZZ})\s*(?:at |to |by |a |an )?$", re.IGNORECASE)
NUMBER = re.compile(
    rf"""(?<![\w.,/^\[-])
    (?:(?P<currency>us\$|u\.s\.\$|usd\ ?|\$|€|£)\s?)?
    (?:(?P<sign>[-−–]|minus\ |negative\ )(?=\d))?
    (?:
      (?P<digits>\d{{1,3}}(?:[,\u202f\u00a0]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
        (?:\ ?(?:-|–|to)\ ?(?P<upto>\d+(?:\.\d+)?)(?=\ ?(?:%|per|{_SCALE})))?
     |(?P<words>\b(?:{_WORD})(?:[-\ ](?:and\ )?(?:{_WORD}|hundred|thousand))*)\b
     |(?P<article>\ba(?=\ (?:hundred|thousand|million|billion|trillion|dozen)\b))
     |(?P<half>\bhalf\ an?(?=\ (?:thousand|million|billion|trillion|dozen)\b))
    )
    (?P<plus>\ and\ a\ (?:half|quarter)|½|¼|¾)?
    (?P<ordinal>st|nd|rd|th)?
    (?:[ \-]?(?P<scale>{_SCALE}))?(?![\d])
    (?:[ \-]?(?:{_UNIT}))?""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(
    rf"""(?<!first\ )(?<!second\ )(?<!third\ )(?<!fourth\ )\b(?:
      (?P<many>{_WORD}|\d+)\s(?:\w+\s){{0,2}}?(?:in|out\ of)\s(?P<of>{_WORD}|\d+)\b(?!\ \d)
     |(?:(?P<n>a|an|one|two|three|four|nine)[ -]|(?=half|two|three))
      (?P<part>half|third|quarter|fifth|sixth|eighth
        |tenth|thirds|quarters|fifths|tenths)\b
        (?=\ (?:of|the|more|less|between|in\ |since|from)|[,.;])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NONE = re.compile(
    r"\b(?P<no>(?:no|not a single|zero)(?=\s(?:\w+\s){0,2}?(?:deaths?|wom[ae]n|people|troops"
    r"|refugees|killed|fatalit\w+|one\b))|nobody|no[ -]one|none(?=\s(?:was|were|died)))\b",
    re.IGNORECASE,
)
OVER = frozenset(["over", "above", "passed", "topped"])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, in base units: ``step`` is the unit of its last printed digit.

    ``hedge`` is "", "about", "over" or "under"; ``upper`` the other end of a printed range.
    """

    value: float
    unit: str
    step: float
    hedge: str
    start: int
    end: int
    text: str
    scaled: bool = False
    upper: float | None = None

    def fits(self, true: float) -> bool:
        """Whether ``true``, rounded as this number is, gives this number."""
        if self.upper is not None:
            return self.value - self.step <= true <= self.upper + self.step
        off = true - self.value
        exact = 0.5 * self.step * (1 + 1e-9)
        if abs(off) <= max(exact, abs(true) * 1e-9):
            return True
        if not self.hedge:
            return False
        loose = self._slack()
        if self.hedge == "over":
            return 0 <= off <= 2 * loose
        if self.hedge == "under":
            return -2 * loose <= off <= 0
        return self.hedge == "about" and abs(off) <= loose

    def _slack(self) -> float:
        """Return half a unit of the second significant digit, or of a lone one 4 percent."""
        size = abs(self.value)
        if not size:
            return 0.0
        unit = 10.0 ** (len(str(int(size))) - 2) if size >= 1 else self.step
        lone = size % (10 * unit) < 1e-9
        return max(0.04 * size if lone else 0.5 * unit, 0.5 * self.step)

    def times(self, factor: float) -> Quantity:
        """Return the same number in another unit."""
        upper = None if self.upper is None else self.upper * factor
        return Quantity(
            self.value * factor, self.unit, self.step * abs(factor), self.hedge, self.start,
            self.end, self.text, self.scaled, upper,
        )  # fmt: skip


def _hedge(before: str) -> tuple[str, int]:
    match = _HEAD.search(before)
    if not match:
        return "", 0
    word = match[1].lower()
    width = len(before) - match.start()
    if word in OVER or word.startswith(("a little", "just over", "slightly over", "well over",
            "more", "exceed", "surpass", "at least", "upwards")):  # fmt: skip
        return "over", width
    if word.startswith(("just under", "slightly under", "less", "fewer", "under", "below",
            "nearly", "almost", "not quite", "at most")):  # fmt: skip
        return "under", width
    return "about", width


def _worded(text: str) -> float:
    total, part = 0.0, 0.0
    for word in re.split(r"[-\s]+", text.lower()):
        if word in WORDS:
            part += WORDS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            total, part = total + (part or 1) * 1000, 0.0
    return total + part


def _step(digits: str, value: float) -> float:
    """Return the unit of the last digit that means something; trailing zeros beyond two do not."""
    plain = re.sub(r"[^\d.]", "", digits)
    if "." in plain:
        return 10.0 ** -len(plain.partition(".")[2])
    zeros = len(plain) - len(plain.rstrip("0"))
    return 1.0 if not value else 10.0 ** min(zeros, max(len(plain) - 2, 0))


def is_year(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number is the name of a year."""
    digits = match["digits"] or ""
    bare = not (match["currency"] or match["scale"] or match["ordinal"]) and not _unit(match)
    if not bare or len(digits) != 4 or not digits.isdigit() or not 1700 <= int(digits) <= 2100:
        return False
    after = text[match.end() : match.end() + 14].lower()
    return not re.match(r" (?:people|refugees|men|troops|visas|deaths|ships)", after)


def _unit(match: re.Match[str]) -> str:
    if match["currency"]:
        return "euro" if match["currency"] in "€£" else "money"
    return next((name for name in UNITS if match[name]), "")


_LABEL = re.compile(
    r"(?:out of|\d(?:st|nd|rd|th) of|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|eleventh|twelfth) of"
    r"|(?:highest|lowest|largest|smallest) of"
    r"|rank|ranked|ranks|sections?|level|article|chapter"
    r"|resolution|law|number"
    r"|no\.|f-|covid-"
    r"|per|/)\s?$",
    re.IGNORECASE,
)


_FIELD = re.compile(r"\s(?:countries|states|economies|nations|places|territories)\b")


def _outside(text: str, busy: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the numbers outside ``busy``; one that runs into it is looked for again after it."""
    at = 0
    while match := NUMBER.search(text, at):
        ends = [b for a, b in busy if a < match.end() and match.start() < b]
        at = max(ends) if ends else max(match.end(), match.start() + 1)
        if not ends:
            yield match


def find_quantities(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Return the numbers of ``text`` outside ``taken`` (the places of dates), in their order."""
    found = [*_parts(text, taken)]
    busy = [*taken, *((q.start, q.end) for q in found)]
    for match in _outside(text, busy):
        if _FIELD.match(text, match.end()) and text[: match.start()].endswith("of "):
            continue
        bare = not (match["currency"] or match["scale"] or _unit(match))
        labelled = bare and _LABEL.search(text[max(0, match.start() - 12) : match.start()])
        if not is_year(text, match) and not match["ordinal"] and not labelled:
            found.append(_number(text, match))
    return sorted(found, key=lambda q: q.start)


_PLUS = {"half": 0.5, "quarter": 0.25, "½": 0.5, "¼": 0.25, "¾": 0.75}


def _spelled(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    return 1.0 if match["article"] else _worded(match["words"])


def _number(text: str, match: re.Match[str]) -> Quantity:
    letter = (match["scale"] or "").lower()
    loose = len(letter) == 1 and len(re.sub(r"\D", "", (match["digits"] or "").split(".")[0])) > 3
    scale = 1.0 if loose else SCALES.get(letter, 1.0)
    digits = match["digits"]
    if digits:
        value = float(re.sub(r"[^\d.]", "", digits))
        step = _step(digits, value)
    else:
        value, step = _spelled(match), 1.0
        step = _step(str(int(value)), value) if value > 20 else step
    if match["plus"]:
        value, step = value + _PLUS[match["plus"].split()[-1]], 0.5
    sign = -1.0 if match["sign"] else 1.0
    hedge, width = _hedge(text[: match.start()])
    if (match["article"] or match["half"]) and not hedge:
        hedge = "about"
    upper = float(match["upto"]) * scale if match["upto"] else None
    start = match.start() - width
    return Quantity(
        sign * value * scale, _unit(match), step * scale, hedge, start, match.end(),
        text[start : match.end()].strip(), bool(match["scale"]), upper,
    )  # fmt: skip


def _parts(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    found = []
    for match in _PART.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        value = _part_value(match)
        if value is not None:
            hedge, width = _hedge(text[: match.start()])
            start = match.start() - width
            found.append(Quantity(
                100 * value, "percent", 5.0, hedge or "about", start, match.end(),
                text[start : match.end()],
            ))  # fmt: skip
    found += [
        Quantity(0.0, "", 1.0, "", match.start(), match.end(), match["no"])
        for match in _NONE.finditer(text)
    ]
    return found


def _part_value(match: re.Match[str]) -> float | None:
    if match["many"]:
        many, of = (float(w) if w.isdigit() else _worded(w) for w in (match["many"], match["of"]))
        return many / of if 2 <= of <= 20 and many < of else None
    n = (match["n"] or "a").lower()
    name = match["part"].lower()
    one = _PARTS[name.removesuffix("s")] if name != "half" else 0.5
    return one * (1.0 if n in {"a", "an", "one"} else WORDS[n])
