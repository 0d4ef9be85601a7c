"""A sentence with what was found in it, and what the text before it left to point back to."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from countrydesk.audit.bench import Bench
from countrydesk.audit.dates import When, find_dates, points_back
from countrydesk.audit.gazetteer import find_groups, find_places
from countrydesk.audit.quantities import WORDS, Quantity, find_quantities
from countrydesk.audit.terms import Term, find_terms
from countrydesk.audit.words import Found, Word, split_words

_SPLIT = re.compile(
    r",(?!\d)\s|;\s|:\s|\s[–—]\s|\s(?:while|whereas|but|although|though|which|and)\s", re.IGNORECASE
)


_YEARS = r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|\d{1,2})"
_SHIFT = re.compile(
    rf"(?:,?\s|^)(?:in )?(?:(?P<next>the (?:following|next) year|(?P<later>{_YEARS}) years? later"
    r"|(?P<after>" + _YEARS + r") years? after(?:wards)?\b)|(?:than |from )?(?:in )?"
    rf"(?:(?P<earlier>{_YEARS}) years? (?:earlier|before)\b"
    r"|the year before|the (?:previous|preceding|prior) year))\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r";\s|\s(?:while|whereas|compared (?:with|to)|against)\s|:\s(?!\$|\d|US)", re.IGNORECASE
)
_BASE = re.compile(
    r"\b(?:than|began|begins|starting|back to|number of|level of|that of) (?:in |the )?$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\[\^?\w{1,3}\]|(?<![kcm])[¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=[.,;])\(\d{1,2}\)")
_FIRST_PERSON = re.compile(
    r"\b(?P<who>[Ww]e|[Oo]ur)\s(?=(?:\w+\s){0,2}?(?:bought|buy|sold|sell|took|take|exported|export"
    r"|imported|import|shipped|imports|exports|deficit|surplus|trade|goods|troops|aid)\b)"
)
_ASIDE = re.compile(
    r"(?:\b(?:after|behind|ahead of|than|besides|like|unlike|alongside|followed by|next to)"
    r"(?: that (?:with|of)| those (?:with|of)| only)?(?: the)? |\band )$"
)


def _years(size: str) -> int:
    """Return how many years a word or figure says: "a" is one."""
    return int(size) if size.isdigit() else int(WORDS.get(size.lower(), 1.0))


@dataclass
class Memory:
    """What a later sentence may point back to."""

    when: When | None = None
    term: Term | None = None
    topic: str = ""
    owner: str = ""
    subject: str = ""
    person: str = ""
    confirmed: bool = False


@dataclass
class Parsed:
    """One sentence, taken apart; places are ids."""

    text: str
    bench: Bench
    memory: Memory
    heading: str = ""
    said: list[tuple[int, int]] = field(default_factory=list)
    told: list[tuple[int, Term]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Blank the marks of footnotes; every letter keeps its place."""
        self.text = _MARKS.sub(lambda mark: " " * len(mark[0]), self.text)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, with plain quotes and spaces."""
        return self.text.lower()

    @cached_property
    def words(self) -> list[Word]:
        """The words."""
        return split_words(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the words."""
        return frozenset(word.key for word in self.words)

    @cached_property
    def places(self) -> list[Found[str]]:
        """The countries named; "we" and "our" beside trade and troops are the principal."""
        found = find_places(self.words)
        for match in _FIRST_PERSON.finditer(self.text):
            first = next((n for n, w in enumerate(self.words) if w.start == match.start()), 0)
            home = self.bench.principal.id
            found.append(Found(home, first, first, match.start("who"), match.end("who")))
        return sorted(found, key=lambda f: f.start)

    @cached_property
    def asides(self) -> frozenset[str]:
        """The countries that are named only to be compared with: "after China and Mexico"."""
        aside: set[str] = set()
        for found in self.places:
            before = self.text[max(0, found.start - 40) : found.start]
            linked = _ASIDE.search(before)
            if linked and (linked[0] != "and " or aside):
                aside.add(found.meaning)
        return frozenset(aside)

    @cached_property
    def place_ids(self) -> frozenset[str]:
        """The ids of the countries named."""
        return frozenset(found.meaning for found in self.places)

    @cached_property
    def groups(self) -> list[Found[str]]:
        """The groups of states named."""
        return find_groups(self.words)

    @cached_property
    def dates(self) -> list[When]:
        """The dates."""
        return find_dates(self.text)

    @cached_property
    def numbers(self) -> list[Quantity]:
        """The numbers that are no dates and no parts of names."""
        return find_quantities(self.text, [(when.start, when.end) for when in self.dates])

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """The clauses, from letter to letter."""
        marks = [m for m in _SPLIT.finditer(self.text) if self._parts(m)]
        cuts = [0, *(match.end() for match in marks), len(self.text)]
        return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]

    def _parts(self, mark: re.Match[str]) -> bool:
        """Whether a mark parts two clauses; "and" does so only between two figures or dates."""
        if mark[0].strip().lower() != "and":
            return True
        if re.search(
            r"\b(?:between|both) \S+$", self.text[max(0, mark.start() - 24) : mark.start()]
        ):
            return False
        figures = [*(q.start for q in self.numbers), *(d.start for d in self.dates)]
        return any(f < mark.start() for f in figures) and any(f >= mark.end() for f in figures)

    @cached_property
    def terms(self) -> list[Found[Term]]:
        """The terms that the sentence allows."""
        named = self.bench.principal.id in self.place_ids
        return [f for f in find_terms(self.words) if named or not f.meaning.principal]

    def has(self, *keys: str) -> bool:
        """Whether one of the words is in the sentence; give keys (singular, lower case)."""
        return not self.keys.isdisjoint(keys)

    def clause_at(self, at: int) -> tuple[int, int]:
        """Return the clause that holds a letter."""
        return next(((a, b) for a, b in self.clauses if a <= at < b), (0, len(self.text)))

    def clause_keys(self, at: int) -> frozenset[str]:
        """Return the keys of the words of the clause that holds a letter."""
        a, b = self.clause_at(at)
        return frozenset(word.key for word in self.words if a <= word.start < b)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no claim has been made of this stretch."""
        return not any(a < end and start < b for a, b in self.said)

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as used."""
        self.said.append((start, end))

    def date_for(self, start: int, end: int) -> When | None:
        """Return the date that a number or fact at ``start`` to ``end`` is said for, or None.

        The next date with no number between, else the last before, else the only one of the
        sentence; a year in brackets belongs to the number before it alone. "That year" is the
        last date of the text before.
        """
        if paired := self._paired(start):
            return paired
        if shifted := self._shifted(end):
            return shifted
        a, b = self.part_of(start)
        near = [d for d in self.dates if a <= d.start < b] or self.dates
        near = [
            d for d in near if not _BASE.search(self.text[max(0, d.start - 12) : d.start])
        ] or near
        rivals = [(q.start, q.end) for q in self.numbers if (q.start, q.end) != (start, end)]
        after = [d for d in near if d.start >= end and not self._heads(d)]
        before = [d for d in near if d.end <= start and self._reaches(d)]
        clear = [d for d in after if not any(end <= a < d.start for a, _ in rivals)]
        if clear and (not clear[0].bracketed or clear[0].start - end <= 40):
            return self._later(clear[0])
        clear = [d for d in before if not any(d.end <= a < start for a, _ in rivals)]
        if clear:
            return clear[-1]
        loose = [d for d in self.dates if not d.bracketed]
        if len({d.text for d in loose}) == 1:
            return loose[0]
        back = points_back(self.text)
        return self.memory.when if back and not loose else None

    def part_of(self, at: int) -> tuple[int, int]:
        """Return the part of a sentence, from one strong mark to the next, that holds a letter."""
        marks = [m.end() for m in _APART.finditer(self.text)]
        cuts = [0, *marks, len(self.text)]
        return next(((a, b) for a, b in itertools.pairwise(cuts) if a <= at < b), (0, cuts[-1]))

    def _heads(self, when: When) -> bool:
        """Whether a date in brackets goes with what follows it: "(2024: 56.0 percent)"."""
        opened = self.text[: when.start].endswith("(")
        return opened and self.text[when.end : when.end + 1] == ":"

    def _reaches(self, when: When) -> bool:
        """Whether a date may belong to a number after it: one in brackets only before a colon."""
        return not when.bracketed or self.text[when.end :].split(")")[-1][:1] == ":" or (
            self.text[when.end : when.end + 2] in {"):", ") "} and ":" in self.text[when.end :][:4]
        )  # fmt: skip

    def _shifted(self, end: int) -> When | None:
        """Return the year after or before the last one said: "3.3 percent the following year"."""
        said = _SHIFT.match(self.text, end)
        if not said:
            earlier = list(_SHIFT.finditer(self.text, 0, end))
            newest = max((d.end for d in self.dates), default=0)
            if not earlier or newest > earlier[-1].start():
                return None
            said = earlier[-1]
        before = [d for d in self.dates if d.end <= end]
        base = before[-1] if before else self.memory.when
        if base is None:
            return None
        size = said["later"] or said["after"] or said["earlier"] or "one"
        step = _years(size) * (1 if said["next"] else -1)
        return replace(base, text=str(base.year + step), kind="year", start=end, end=said.end())

    def says_each(self, number: Quantity) -> bool:
        """Whether a figure of a stretch of years stands beside its own year: 0.06 in 2019."""
        return bool(
            re.match(r"(?:\s(?:\w+\s)?in|\s\(|,) ?\d{4}", self.text[number.end : number.end + 18])
        ) or (self._paired(number.start) is not None)

    def is_shifted(self, end: int) -> bool:
        """Whether a figure is dated by its neighbour: "the following year"."""
        return _SHIFT.match(self.text, end) is not None

    def in_span(self, when: When) -> bool:
        """Whether a date is one end of a stretch of years: between 2010 and 2020."""
        dates = self.dates
        if when not in dates:
            return False
        at = dates.index(when)
        pairs = [*zip(dates[at : at + 1], dates[at + 1 : at + 2], strict=False)]
        pairs += zip(dates[max(at - 1, 0) : at], dates[at : at + 1], strict=False)
        return any(a.lead in {"between", "from"} and b.start - a.end < 10 for a, b in pairs)

    def _paired(self, start: int) -> When | None:
        """Return the date of one of two figures: between 2023 and 2024, from 224 to 112."""
        if len(self.dates) != 2 or self.dates[0].lead not in {"between", "from"}:
            return None
        numbers = [q for q in self.numbers if q.start > self.dates[1].end]
        text = self.text[self.dates[1].end :]
        if len(numbers) == 2 and re.match(r",? from \S+(?: \w+)? to ", text):
            return self.dates[[q.start for q in numbers].index(start)] if start in {
                q.start for q in numbers} else None  # fmt: skip
        return None

    def _later(self, when: When) -> When:
        """Return the end of a span rather than its beginning: from 2019 to 2024 is 2024."""
        if when.lead in {"between", "from"}:
            following = [d for d in self.dates if d.start > when.end]
            if following and following[0].start - when.end < 12:
                return following[0]
        return when

    def _acts_first(self, at: int) -> bool:
        """Whether the principal opens the sentence and no other state stands before the fact."""
        first = self.places[:1]
        opens = bool(first) and first[0].meaning == self.bench.principal.id and first[0].start < 5
        plain = opens and self.text[first[0].end : first[0].end + 1] == " "
        adjective = opens and self.text[: first[0].end].endswith(("an", "American"))
        others = [f for f in self.places if f.meaning != self.bench.principal.id and f.start < at]
        return plain and not adjective and not others

    def _owns_first(self) -> bool:
        """Whether a sentence begins with something of the principal's: "America's economy"."""
        first = self.places[0]
        opens = first.meaning == self.bench.principal.id and first.start < 5
        return opens and self.text[first.end : first.end + 1] in {"'", "’"}

    def _next_door(self, at: int) -> bool:
        """Whether a fact may be about neighbours: they are named before it, or in its clause."""
        keys = {"neighbour", "neighbor", "neighbouring", "door"}
        if re.search(r"\b(?:that|which) borders?\b", self.text[:at]):
            return True
        if not keys & self.keys:
            return False
        return bool(keys & self.clause_keys(at)) or any(
            w.key in keys and w.start < at for w in self.words
        )

    def subject(self, at: int) -> str:
        """Return the place that a fact at a letter is about, "" where that is not clear.

        The only other country named, the country nearest before in the clause, else the partner.
        """
        if self._next_door(at):
            return ""
        partner, principal = self.bench.partner.id, self.bench.principal.id
        others = [f for f in self.places if f.meaning != principal]
        if self._acts_first(at) or (others and others[0].start < at and self._owns_first()):
            return ""
        if partner in {f.meaning for f in others}:
            if len({f.meaning for f in others}) == 1:
                return partner
            a, _ = self.clause_at(at)
            near = [f for f in others if a <= f.start <= at]
            if near:
                return near[0].meaning
            a, _ = self.part_of(at)
            near = [f for f in others if a <= f.start <= at]
            return near[-1].meaning if near else partner
        if len({f.meaning for f in others}) == 1:
            a, b = self.clause_at(at)
            said = others[0].start < at or a <= others[0].start < b
            return others[0].meaning if said else partner
        if others:
            return ""
        if self.places and self.places[0].start < at and not self.has("it", "country", "there"):
            return ""
        return partner
