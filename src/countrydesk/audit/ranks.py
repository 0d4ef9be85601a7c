"""Judging ranks: who is largest, second, least, among whom, in which year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.bench import edition
from countrydesk.audit.gazetteer import group_members
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.partners import ORDINALS
from countrydesk.audit.terms import Term, load_terms
from countrydesk.audit.trade import balances, flow
from countrydesk.audit.verdict import Judged, Verdict, amount

_NTH = "|".join(ORDINALS)
RANK = re.compile(
    rf"\b(?P<nth>{_NTH}|\d{{1,3}}(?:st|nd|rd|th))[- ](?P<best>largest|biggest|highest|fastest|most"
    r"|heaviest|greatest|richest|smallest|lowest|least|slowest|poorest|worst|best)\b"
    r"|\bthe (?P<alone>largest|biggest|highest|fastest|heaviest|smallest|lowest|slowest|poorest"
    r"|richest|most populous)\b(?! (?:group|number|share|part|of (?:its|the) ))"
    r"|\brank(?:s|ed|ing)? (?:as )?(?:number )?(?P<rank>\d{1,3}(?:st|nd|rd|th)?)\b"
    r"|\b(?:in|at|into) (?P<place>\d{1,3}(?:st|nd|rd|th)|" + _NTH + r") (?:place|position|rank)\b"
    r"|\b(?:lists?|listed|placed|places|puts?|ranks?) (?:\w+ ){1,2}"
    r"(?P<listed>\d{1,3}(?:st|nd|rd|th))\b"
    r"|\bno (?P<none>[\w ]{2,30}?(?:member|country|state|ally)) "
    r"(?:spent|spends|has|had|devoted|devotes|grew|pays|paid)\b"
    r"(?:\s\w+){0,2}?\s(?:larger|higher|greater|bigger|more|faster)",
    re.IGNORECASE,
)  # fmt: skip
LOW = frozenset({"smallest", "lowest", "least", "slowest", "poorest"})
_FAST = frozenset({"fastest", "slowest"})
_THAN = re.compile(
    r"\b(?P<more>above|higher than|larger than|bigger than|more than|exceeds?|ahead of|richer than"
    r"|greater than)\s(?:the (?:level|figure) of |that of )?(?:the )?"
    r"|\b(?P<less>below|lower than|smaller than|less than|behind|poorer than)\s"
    r"(?:the (?:level|figure) of |that of )?(?:the )?"
)
OTHER_NOUNS = frozenset({
    "importer", "exporter", "producer", "supplier", "recipient", "source", "buyer", "market",
    "goods", "american", "partner", "party", "city",
})  # fmt: skip
_OF_STATES = re.compile(
    r" (?:\w+ )?(?:country|countries|state|states|nation|economy|member)\b"
    r"| (?:in|of) (?:the )?[A-Z]"
)
LEAST_FIELD = 4
INDEX_RANKS = ("cpi_score",)
SHARES = ("military_share",)


def rank_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each rank of a sentence."""
    yield from _compared(parsed)
    for match in RANK.finditer(parsed.text):
        if not parsed.is_free(*match.span()):
            continue
        judged = _trade_rank(parsed, match) or _rank(parsed, match)
        if judged is not None:
            parsed.take(*match.span())
            yield judged


def _compared(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on the value of one country being above or below that of another."""
    bench = parsed.bench
    for match in _THAN.finditer(parsed.text):
        named = [f for f in parsed.places if f.start == match.end()]
        found = [f.meaning for f in parsed.terms if f.start < match.start() and f.meaning.of]
        found = [t for t in found if not t.pair and bench.knows(t.of[0])]
        home = bench.partner.id
        others = {f.meaning for f in parsed.places if f.start < match.start()} - {home}
        if not named or not found or others or named[0].meaning == home:
            continue
        term = max(found, key=lambda t: (len(t.groups), len(t.alike)))
        one, two = bench.years(home, term.of[0]), bench.years(named[0].meaning, term.of[0])
        when = parsed.date_for(*match.span())
        years = [y for y in one.keys() & two.keys() if y <= bench.today.year - 1]
        year = when.year if when else max(years, default=0)
        if year not in years:
            continue
        mine, theirs = one[year][-1], two[year][-1]
        held = (mine.number > theirs.number) == bool(match["more"])
        good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
        yield Judged(
            match.start(), named[0].end, "comparative", good if held else Verdict.CONTRADICTED,
            mine.indicator, home, named[0].meaning, str(year),
            f"{amount(mine.number, mine.unit)} against {amount(theirs.number, theirs.unit)}",
            str(year), (mine, theirs), 0.8, "agrees" if held else "the other way round",
        )  # fmt: skip


def _wanted(match: re.Match[str]) -> int:
    text = match["nth"] or match["rank"] or match["place"] or match["listed"] or "first"
    text = text.lower()
    return ORDINALS.get(text) or int(re.sub(r"\D", "", text))


def _term(parsed: Parsed, match: re.Match[str]) -> Term | None:
    """Return what is ranked: the noun after it, what the clause before was about, or the memory."""
    terms = load_terms()
    word = (match["best"] or match["alone"] or "").lower()
    after = parsed.lower[match.end() : match.end() + 40]
    if word in _FAST:
        return terms["gdp_growth"]
    if "populous" in word or re.match(r" populous| population", after):
        return terms["population"]
    if word in {"poorest", "richest"} and parsed.has("tenth", "fifth", "quintile", "decile"):
        return None
    if word in {"poorest", "richest"} and not _OF_STATES.match(parsed.text[match.end() :]):
        return None
    if re.match(r" (?:\w+ ){0,2}?econom(?:y|ies)\b", after) or word in {"poorest", "richest"}:
        return terms["gdp"] if word not in {"poorest", "richest"} else terms["gdp_per_head"]
    if match["rank"] or match["place"] or match["listed"]:
        found = [f.meaning for f in parsed.terms if f.meaning.id in INDEX_RANKS]
        memory = parsed.memory.term
        carried = memory if memory and memory.id in INDEX_RANKS else None
        return found[0] if found else carried
    if match["none"]:
        share = parsed.has("gdp", "output", "share")
        shares = [
            f.meaning for f in parsed.terms if f.meaning.kind == ("percent" if share else "money")
        ]
        return shares[0] if shares else None
    noun = re.match(r" (?:\w+ )?(\w+)", after)
    if noun and noun[1] in OTHER_NOUNS:
        return None
    if word in {"largest", "biggest", "smallest", "highest", "lowest", "heaviest", "greatest"}:
        bare = re.match(
            r"(?: burden| share| budget| spender| level| value)?(?:,| in| of| on|\.|$| among|;)",
            after,
        )
        last = parsed.told[-1][1] if bare and parsed.told else None
        sized = last is not None and (last.kind in {"money", "count"} or last.id in SHARES)
        return last if sized else None
    return None


def _group(parsed: Parsed, match: re.Match[str]) -> str | None:
    after = [g for g in parsed.groups if g.start >= match.start()]
    if match["none"]:
        inside = [g for g in parsed.groups if g.start < match.end()]
        return inside[0].meaning if inside else None
    return after[0].meaning if after else None


def _rank(parsed: Parsed, match: re.Match[str]) -> Judged | None:
    term = _term(parsed, match)
    if term is None:
        return None
    bench = parsed.bench
    place = parsed.subject(match.start())
    when = parsed.date_for(*match.span())
    low = (match["best"] or match["alone"] or "").lower() in LOW
    wanted = _wanted(match)
    group = _group(parsed, match)
    index = term.id in INDEX_RANKS
    blank = Judged(
        *match.span(), "comparative", Verdict.UNSUPPORTED, (term.of or ("",))[0], place, "",
        when.text if when else "", sure=0.85, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    if not place or not term.of or not bench.knows(term.of[0]):
        return blank
    name = term.of[0]
    years = bench.view.panel.years(name)
    own = [y for y in years if place in bench.view.panel.at(name, y).values]
    year = edition(when, term.lag).year if when else max(own, default=0)
    if year not in own:
        return blank
    values = bench.view.panel.at(name, year).values
    members = group_members(group or "world")
    field = {p: v for p, v in values.items() if p in members or p == place}
    if index:
        field = dict(values)
    if place not in members and not index:
        return blank
    if len(field) < max(LEAST_FIELD, 0.6 * len(members)) and not index:
        return blank
    mine = field[place]
    better = sum(1 for v in field.values() if (v < mine if low else v > mine))
    level = sum(1 for v in field.values() if v == mine)
    held = better < wanted <= better + level or wanted == better + 1
    item = bench.years(place, name)[year][-1]
    if group is None and not index and not match["none"]:
        return (
            replace(blank, note="a rank without a field to be ranked in")
            if not held
            else _say(
                blank,
                Verdict.SUPPORTED if when else Verdict.IMPRECISE,
                better + 1,
                item,
                len(field),
            )
        )
    good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
    if not held and len({d.text for d in parsed.dates}) > 1:
        return replace(blank, note="which year is meant is not sure")
    return _say(blank, good if held else Verdict.CONTRADICTED, better + 1, item, len(field))


def _say(blank: Judged, verdict: Verdict, rank: int, item: object, n: int) -> Judged:
    from countrydesk.model import Observation

    assert isinstance(item, Observation)  # noqa: S101
    return replace(
        blank, verdict=verdict, true=f"rank {rank} of {n}", true_period=item.period.text,
        evidence=(item,), note="agrees" if verdict is not Verdict.CONTRADICTED else "another rank",
    )  # fmt: skip


def _trade_rank(parsed: Parsed, match: re.Match[str]) -> Judged | None:
    """Return the verdict on a place among the partners of the principal."""
    bench = parsed.bench
    after = parsed.lower[match.end() : match.end() + 60]
    deficit = re.match(r" (?:\w+ ){0,3}?(?:goods |trade )+(deficit|surplus)", after)
    supplier = re.match(r" (?:\w+ )?(?:supplier|source)[\w ]{0,25}(?: to | for | of )", after)
    buyer = re.match(
        r" (?:\w+ )?(?:buyer|market|customer|destination)[\w ]{0,20}(?: of | for )", after
    )
    principal = bench.principal.id in {
        f.meaning for f in parsed.places if f.start >= match.end() - 9
    }
    if not principal or not (deficit or supplier or buyer):
        return None
    sign = 1.0
    if deficit:
        sizes = _balances(parsed)
        sign = -1.0 if deficit[1] == "deficit" else 1.0
    else:
        name = "goods_imports" if supplier else "goods_exports"
        sizes = {o: dict(t.items()) for o, t in _flows(parsed, name).items()}
    others = parsed.place_ids - {bench.principal.id}
    other = bench.partner.id if bench.partner.id in others or not others else ""
    when = parsed.date_for(*match.span())
    if not other or other not in sizes:
        return None
    year = when.year if when else max(sizes[other])
    field = {o: sign * t[year] for o, t in sizes.items() if year in t}
    name = "goods_balance" if deficit else ("goods_imports" if supplier else "goods_exports")
    blank = Judged(
        *match.span(), "comparative", Verdict.UNSUPPORTED, name, bench.principal.id, other,
        when.text if when else "", sure=0.9, note="nothing in the evidence speaks to this",
    )  # fmt: skip
    if other not in field:
        return blank
    rank = 1 + sum(1 for value in field.values() if value > field[other])
    item = flow(bench, "goods_imports", other).get(year)
    if item is None:
        return blank
    parsed.memory.topic, parsed.memory.owner = "balance" if deficit else name, bench.principal.id
    good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
    held = rank == _wanted(match)
    return _say(blank, good if held else Verdict.CONTRADICTED, rank, item, len(field))


def _flows(parsed: Parsed, name: str) -> dict[str, dict[int, float]]:
    bench = parsed.bench
    key = ("flows", name)
    if key not in bench.memo:
        from countrydesk.places import registry

        states = {p.id for p in registry().places()} - {p.id for p in registry().places("bloc")}
        states -= {p.id for p in registry().places("aggregate")}
        table = bench.view.dyad_histories(bench.principal.id, name)
        bench.memo[key] = {o: t for o, t in table.items() if o in states}
    return bench.memo[key]  # type: ignore[return-value]


def _balances(parsed: Parsed) -> dict[str, dict[int, float]]:
    sold, bought = _flows(parsed, "goods_exports"), _flows(parsed, "goods_imports")
    return {
        o: {y: sold[o][y] - bought[o][y] for y in sold[o].keys() & bought[o].keys()}
        for o in sold.keys() & bought.keys()
    }


__all__ = ["RANK", "balances", "rank_claims"]
