"""Judging shares and places of trade partners: who buys what part of a country's exports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from countrydesk.audit.dates import When
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.verdict import Judged, Verdict, amount
from countrydesk.model import Observation

_SHARE = re.compile(
    r"\b(?:of|for)\s+(?:(?:[A-Z][\w’']+\s){1,3}|its\s|the country['’]s\s|all\s|total\s"
    r"|(?:[a-z]+\s)?){0,2}(?P<way>exports|imports)\b|\b(?P<market>export (?:market|destination))"
    r"|\bof what (?:it|they|the country|[A-Z][a-z]+) "
    r"(?P<way2>imports|imported|buys|bought|exports|exported|sells"
    r"|sold)\b|\b(?P<seller>suppliers?|source of imports)\b|\b(?P<sold>exports) go(?:es)? to\b"
    r"|\b(?P<came>imports) (?:come|came) from\b"
)
_ORDER = re.compile(
    r"\b(?:(?P<nth>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[- ])?"
    r"(?:largest|biggest|main|most important|leading|top)\s(?:\w+\s){0,2}?"
    r"(?P<role>buyer|market|customer|destination|supplier|source|seller|trading partner"
    r"|trade partner)s?\b|\b(?P<led>led)\sthe\s(?P<role2>supplier|buyer)s"
)
ORDINALS = {w: n for n, w in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
     "eleventh", "twelfth"], 1
)}  # fmt: skip


def partner_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each share or place of a trade partner."""
    if not parsed.has(
        "export", "import", "supplier", "buyer", "market", "customer", "source", "destination"
    ):
        return
    if parsed.has("gdp", "chapter", "heading", "line", "product") or not parsed.places:
        return
    order = _ORDER.search(parsed.text)
    said = list(_SHARE.finditer(parsed.text))
    if said:
        for number in parsed.numbers:
            if number.unit == "percent" and parsed.is_free(number.start, number.end):
                words = _nearest(parsed, said, number)
                judged = _share(parsed, number, words) if words else None
                if judged is not None:
                    parsed.take(number.start, number.end)
                    yield judged
    if order is not None and parsed.is_free(*order.span()):
        judged = _place(parsed, order)
        if judged is not None:
            parsed.take(*order.span())
            yield judged


def _nearest(parsed: Parsed, said: list[re.Match[str]], number: Quantity) -> re.Match[str] | None:
    """Return which words of trade a share goes with: those of its part, else those before.

    Words of a later part say nothing of it.
    """
    a, b = parsed.part_of(number.start)
    inside = [m for m in said if a <= m.start() < b]
    before = [m for m in said if m.start() < number.start]
    if inside:
        return min(inside, key=lambda m: abs(m.start() - number.end))
    if before:
        return before[-1]
    return said[0] if ";" not in parsed.text[number.end : said[0].start()] else None


def _way(match: re.Match[str], text: str) -> str:
    word = next((g for g in match.groupdict().values() if g), "")
    if word in {"buys", "bought"}:
        return "import_partner_share"
    if "import" in word or word.startswith(("supplier", "source")):
        return "import_partner_share"
    supplied = "market" not in word and "export" not in word and "supplier" in text
    return "import_partner_share" if supplied else "export_partner_share"


_LINKED = re.compile(
    r"\b(?:went|goes?|going|came|comes?|destined|bound|sent|shipped|sold)"
    r"\s(?:to|from|for)\s(?:the )?$"
)
_ONWARD = re.compile(r"[\w.]* ?(?:percent|per cent|%) (?:to|from|in) (?:the )?$")


def _ends(parsed: Parsed, at: int) -> tuple[str, str]:
    """Return whose trade it is and which partner is meant; "" where that is not clear."""
    home = parsed.bench.partner.id
    owners = [f for f in parsed.places if parsed.text[f.end : f.end + 2] in {"'s", "’s"}]
    named = [f for f in parsed.places if f not in owners]
    whose = home
    if owners and home not in {f.meaning for f in owners}:
        whose = owners[-1].meaning
    rest = [f for f in named if f.meaning != whose]
    onward = [f for f in rest if _ONWARD.match(parsed.text[at : f.start].removeprefix("a "))]
    if onward:
        return whose, onward[0].meaning
    a, b = parsed.part_of(at)
    near = [f for f in rest if a <= f.start < b]
    linked = [f for f in near if f.start > at and _LINKED.search(parsed.text[at : f.start])]
    before = [f for f in near if f.start < at] or linked[:1] or [f for f in rest if f.start < at]
    partner = before[-1] if before else (rest[0] if len({f.meaning for f in rest}) == 1 else None)
    return whose, partner.meaning if partner else ""


def _dyads(parsed: Parsed, whose: str, name: str) -> Mapping[str, tuple[Observation, ...]]:
    return parsed.bench.view.dyads(whose, name) if parsed.bench.knows(name) else {}


def _year(
    table: Mapping[str, tuple[Observation, ...]], when: When | None
) -> dict[str, Observation]:
    newest = max((o.period.year for items in table.values() for o in items), default=0)
    year = when.year if when else newest
    return {other: o for other, items in table.items() for o in items if o.period.year == year}


def _share(parsed: Parsed, number: Quantity, match: re.Match[str]) -> Judged | None:
    whose, partner = _ends(parsed, number.start)
    if not partner:
        return None
    name = _way(match, parsed.text)
    when = parsed.date_for(number.start, number.end)
    listed = _year(_dyads(parsed, whose, name), when)
    blank = Judged(
        number.start, number.end, "numeric", Verdict.UNSUPPORTED, name, whose, partner,
        when.text if when else "", sure=0.9, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    if not listed:
        return blank
    true = listed.get(partner)
    first = max(listed.values(), key=lambda o: o.number)
    if true is None and _far_partner(parsed, number, partner):
        return replace(blank, note="which share is meant is not sure")
    if true is None:
        least = min(o.number for o in listed.values())
        if number.value <= least:
            return blank
        note = f"not among the first {len(listed)}, of which the last has {least:g} percent"
        return replace(
            blank, verdict=Verdict.CONTRADICTED, note=note, true_period=first.period.text,
            true=f"first: {parsed.bench.name(first.counterpart)}, {first.number:g} percent",
            evidence=tuple(listed.values()),
        )  # fmt: skip
    base = replace(
        blank, true=amount(true.number, "percent"), true_period=true.period.text, evidence=(true,),
        right=f"{true.number:g}",
    )  # fmt: skip
    if number.fits(true.number):
        good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
        note = "agrees" if when else "right, but no date is given"
        return replace(base, verdict=good, note=note, right="")
    if _crowded(parsed, number, match) or _far_partner(parsed, number, partner):
        return replace(blank, note="which share is meant is not sure")
    return replace(base, verdict=Verdict.CONTRADICTED, note="the share is another")


def _far_partner(parsed: Parsed, number: Quantity, partner: str) -> bool:
    """Whether another share or another state stands between a share and its partner."""
    if parsed.has("there") or "other direction" in parsed.text:
        return True
    home = parsed.bench.partner.id
    shares = [q for q in parsed.numbers if q.unit == "percent" and q is not number]
    named = [f for f in parsed.places if f.meaning == partner]
    for found in named:
        a, b = min(found.end, number.end), max(found.start, number.start)
        between = [q for q in shares if a <= q.start < b]
        rivals = [
            f for f in parsed.places
            if f.meaning not in {partner, home} and f.end <= number.start
            and not any(f.end <= q.start < number.start for q in shares)
            and parsed.text[f.end : f.end + 2] not in {"'s", "’s"}
        ]  # fmt: skip
        if not between and not (rivals and found.end <= number.start):
            return False
    return True


def _crowded(parsed: Parsed, number: Quantity, match: re.Match[str]) -> bool:
    """Whether both ways of trade, or products, or many shares are spoken of."""
    if re.match(r"\s(?:of|in) (?:all |the )?(?:states|countries|cases)", parsed.text[number.end :]):
        return True
    both = parsed.has("export", "market", "buyer") and parsed.has("import", "supplier")
    shares = [q for q in parsed.numbers if q.unit == "percent"]
    apart = min(abs(number.end - match.start()), abs(number.start - match.end())) > 60
    return both or len(shares) > 3 or (apart and len(shares) < 2)


def _place(parsed: Parsed, order: re.Match[str]) -> Judged | None:
    role = order["role"] or order["role2"]
    if "partner" in role:
        return None
    selling = role in {"supplier", "source", "seller"}
    name = "import_partner_share" if selling else "export_partner_share"
    if _to_principal(parsed, order):
        return None
    whose, partner = _ends(parsed, order.start())
    if not partner:
        return None
    when = parsed.date_for(*order.span())
    listed = _year(_dyads(parsed, whose, name), when)
    rank = ORDINALS[order["nth"]] if order["nth"] else 1
    blank = Judged(
        *order.span(), "comparative", Verdict.UNSUPPORTED, name, whose, partner,
        when.text if when else "", sure=0.9, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    if len(listed) < max(rank, 3):
        return blank
    true = listed.get(partner)
    size = true.number if true else -1.0
    above = sum(1 for o in listed.values() if o.number > size)
    level = sum(1 for o in listed.values() if o.number == size)
    held = true is not None and above < rank <= above + level
    ranked = sorted(listed.values(), key=lambda o: -o.number)
    names = ", ".join(f"{parsed.bench.name(o.counterpart)} {o.number:g} %" for o in ranked)
    good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
    return replace(
        blank, verdict=good if held else Verdict.CONTRADICTED, true=names,
        note="agrees" if held else "the order is another", true_period=ranked[0].period.text,
        evidence=tuple(ranked),
    )  # fmt: skip


def _to_principal(parsed: Parsed, order: re.Match[str]) -> bool:
    """Whether it is a place among the principal's partners, which the trade ranks judge."""
    after = [f for f in parsed.places if f.start >= order.end()]
    named = any(f.meaning == parsed.bench.principal.id for f in after)
    return named and bool(re.search(r"\bto\b", parsed.text[order.end() :]))
