"""The conflict register: where sources differ beyond tolerance on the same place and period.

Both values are kept; the first of a pair is the one that the rule prefers. Numbers that no source
has measured yet, projections, are left out: forecasts may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from countrydesk.evidence.catalogue import Catalogue
from countrydesk.evidence.conflict_reasons import Reason, Sides, reason_of
from countrydesk.evidence.conflict_rules import ConflictRule, load_rules, number_rules
from countrydesk.evidence.index import MEASURED
from countrydesk.evidence.names import may_be_same
from countrydesk.evidence.resolve import newest
from countrydesk.evidence.view import View
from countrydesk.model import Observation, Period

_LAST = 999
_MEASURED = frozenset(status.value for status in MEASURED)
_KEYS = ("rule", "place", "counterpart", "period")
PAIRS = {
    "rule": pl.String, "place": pl.String, "counterpart": pl.String, "period": pl.String,
    "indicator": pl.String, "source": pl.String, "value": pl.Float64, "at": pl.Int64,
    "other_indicator": pl.String, "other_source": pl.String, "other_value": pl.Float64,
    "other_at": pl.Int64, "released_on": pl.Date, "other_released_on": pl.Date,
    "difference": pl.Float64, "weight": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two observations that do not agree, the preferred one first.

    ``reason`` says what sets them apart. ``difference`` is relative to the larger value, None for
    facts; ``weight`` is how many times the tolerance that is.
    """

    rule: ConflictRule
    shown: Observation
    other: Observation
    reason: Reason
    difference: float | None = None
    weight: float = 0.0


def number_pairs(
    view: View, *, place: str = "", counterpart: str | None = None, rules: Sequence[str] = ()
) -> pl.DataFrame:
    """Return every pair of numbers that differ beyond tolerance, with the columns ``PAIRS``.

    ``at`` and ``other_at`` are row numbers for ``View.observations``. Without ``place`` those of
    all places; ``counterpart`` narrows dyads; ``rules`` names the rules to apply, by default all.
    """
    applied = [rule for rule in number_rules(view.catalogue) if not rules or rule.id in rules]
    order = _order(applied, view.catalogue)
    mirrored = {name for rule in applied for name in rule.mirrored if name in view.catalogue}
    plain = [name for name in order.get_column("indicator") if name not in mirrored]
    texts = _given(view, view.candidates(*plain, place=place))
    if mirrored:
        turned = _given(view, view.candidates(*sorted(mirrored))).rename(
            {"place": "counterpart", "counterpart": "place"}
        )
        here = turned.filter(pl.col("place") == place) if place else turned
        texts = pl.concat([texts, here.select(texts.columns)])
    if counterpart is not None:
        texts = texts.filter(pl.col("counterpart") == counterpart)
    return _pairs(_ranked(texts.join(order, on="indicator"), view.catalogue))


def _given(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the measured numbers that their sources still give, the categories as text."""
    measured = pl.col("status").is_in(sorted(_MEASURED))
    rows = rows.filter(newest(rows, view.release.manifest.restating, None))
    rows = rows.filter(measured & pl.col("value").is_not_null())
    names = ("place", "counterpart", "indicator", "period", "source")
    return rows.select(
        *(pl.col(name).cast(pl.String) for name in names), "value", "at", "released_on"
    )


def number_conflicts(view: View, *, place: str, counterpart: str | None = None) -> list[Pair]:
    """Return the pairs of numbers on one place as observations, newest period first."""
    rules = {rule.id: rule for rule in number_rules(view.catalogue)}
    found = number_pairs(view, place=place, counterpart=counterpart)
    found = found.sort("period", "weight", "rule", descending=[True, True, False])
    return [_pair(view, rules, row) for row in found.iter_rows(named=True)]


def newest_conflicts(view: View, *, place: str, counterpart: str, since: int) -> list[Pair]:
    """Return of each rule and two sources the newest pair, from the year ``since``; widest first.

    Dyads are those toward ``counterpart``, "" for what is no dyad. The same as
    :func:`number_pairs` finds, in a few milliseconds.
    """
    terms = _terms(view)
    keys = [key for key in terms if view.catalogue[key].dyadic == bool(counterpart)]
    plain = [key for key in keys if not terms[key].mirrored]
    rows = view.candidates(*plain, place=place, counterpart=counterpart)
    mirrored = [key for key in keys if terms[key].mirrored]
    if mirrored and counterpart:
        turned = view.candidates(*mirrored, place=counterpart, counterpart=place)
        rows = pl.concat([rows, turned])
    last: dict[tuple[str, ...], tuple[str, float, float, _Value, _Value]] = {}
    for key, (one, two, difference) in _apart(_values(view, rows, since, terms), terms):
        weight = difference / max(terms[one.indicator].rule.tolerance, 1e-6)
        sides = (key[0], one.indicator, one.source, two.indicator, two.source)
        if sides not in last or last[sides][0] < one.period:
            last[sides] = (one.period, difference, weight, one, two)
    widest = sorted(last.items(), key=lambda entry: (-entry[1][2], entry[0]))
    found = []
    for _, (_, difference, weight, one, two) in widest:
        shown, other = view.observations([one.at, two.at])
        rule = terms[one.indicator].rule
        reason = reason_of(view, rule, sides_of(shown, other))
        found.append(Pair(rule, shown, other, reason, difference, weight))
    return found


def sides_of(shown: Observation, other: Observation) -> Sides:
    """Return two numbers as the sides that a reason is sought for."""
    return Sides(
        shown.place, shown.counterpart, shown.period.text, (shown.source, other.source),
        (shown.number, other.number), (shown.released_on, other.released_on),
    )  # fmt: skip


@dataclass(frozen=True)
class _Term:
    """The rule that an indicator falls under, and its place in it."""

    rule: ConflictRule
    first: int
    mirrored: bool


@dataclass(frozen=True)
class _Value:
    """One number that its source still gives."""

    order: int
    source: str
    indicator: str
    period: str
    value: float
    at: int


def _terms(view: View) -> dict[str, _Term]:
    if "conflict_terms" not in view.shared:
        view.shared["conflict_terms"] = {
            key: _Term(rule, at, key in rule.mirrored)
            for rule in number_rules(view.catalogue)
            for at, key in enumerate(rule.indicators)
            if key in view.catalogue
        }
    return view.shared["conflict_terms"]  # type: ignore[return-value]


def _values(
    view: View, rows: pl.DataFrame, since: int, terms: dict[str, _Term]
) -> dict[tuple[str, str], list[_Value]]:
    """Return the numbers from the year ``since`` that their sources still give, by quantity."""
    names = ("indicator", "period", "source", "status")
    years = pl.col("period").cast(pl.String).str.extract(r"(\d{4})[^/]*$").cast(pl.Int32)
    recent = rows.filter(years >= since, pl.col("value").is_not_null())
    texts = recent.select(*(pl.col(n).cast(pl.String) for n in names), "value", "at", "released_on")
    restating = view.release.manifest.restating
    whole = rows.filter(pl.col("source").is_in(list(restating)))
    last = whole.group_by("indicator", "source").agg(pl.col("released_on").max())
    spoken = {(indicator, source): day for indicator, source, day in last.iter_rows()}
    newest_of: dict[tuple[str, str, str], tuple[date, list[tuple[str, str, float, int]]]] = {}
    for indicator, period, source, status, value, at, released in texts.iter_rows():
        if released < spoken.get((indicator, source), released):
            continue
        key = (indicator, source, "" if source in restating else period)
        known = newest_of.get(key)
        if known is None or known[0] < released:
            known = newest_of[key] = (released, [])
        if known[0] == released:
            known[1].append((period, status, value, at))
    found: dict[tuple[str, str], list[_Value]] = {}
    for (indicator, source, _), (_, items) in newest_of.items():
        term, entry = terms[indicator], view.catalogue[indicator]
        order = term.first * 1000 + _position(entry.prefer, source)
        for period, status, value, at in items:
            if status in _MEASURED:
                key_of = (term.rule.id, "" if term.rule.any_period else period)
                made = _Value(order, source, indicator, period, value, at)
                found.setdefault(key_of, []).append(made)
    return found


def _apart(
    quantities: dict[tuple[str, str], list[_Value]], terms: dict[str, _Term]
) -> Iterator[tuple[tuple[str, str], tuple[_Value, _Value, float]]]:
    """Yield the pairs beyond tolerance with their relative difference, the preferred one first."""
    for key, values in quantities.items():
        rule = terms[values[0].indicator].rule
        ranked = sorted(_last_of_source(values), key=lambda item: (item.order, item.source))
        for at, one in enumerate(ranked):
            for two in ranked[at + 1 :]:
                step, scale = abs(one.value - two.value), max(abs(one.value), abs(two.value))
                if step > rule.least and step > rule.tolerance * scale:
                    yield key, (one, two, step / scale)


def _last_of_source(values: Sequence[_Value]) -> list[_Value]:
    last: dict[tuple[str, str], _Value] = {}
    for item in sorted(values, key=lambda item: item.period):
        last[item.indicator, item.source] = item
    return list(last.values())


def _pair(view: View, rules: dict[str, ConflictRule], row: dict[str, object]) -> Pair:
    shown, other = view.observations([int(str(row["at"])), int(str(row["other_at"]))])
    rule = rules[str(row["rule"])]
    difference, weight = float(str(row["difference"])), float(str(row["weight"]))
    return Pair(rule, shown, other, reason_of(view, rule, sides_of(shown, other)), difference,
        weight)  # fmt: skip


def _order(rules: Sequence[ConflictRule], catalogue: Catalogue) -> pl.DataFrame:
    """Return for each indicator of the rules its rule, its place in it, and the tolerance."""
    rows = [
        {"indicator": key, "rule": rule.id, "_first": at, "tolerance": rule.tolerance,
            "least": rule.least, "any_period": rule.any_period}
        for rule in rules
        for at, key in enumerate(rule.indicators)
        if key in catalogue
    ]  # fmt: skip
    return pl.DataFrame(rows, schema={
        "indicator": pl.String, "rule": pl.String, "_first": pl.Int32, "tolerance": pl.Float64,
        "least": pl.Float64, "any_period": pl.Boolean,
    })  # fmt: skip


def _ranked(rows: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Add ``_order``: which value of a quantity the rule prefers, the smallest first."""
    known = rows.select("indicator", "source").unique().sort("indicator", "source")
    places = [
        (key, source, _position(catalogue[key].prefer, source)) for key, source in known.iter_rows()
    ]
    schema = {"indicator": pl.String, "source": pl.String, "_second": pl.Int32}
    order = pl.DataFrame(places, schema=schema, orient="row")
    joined = rows.join(order, on=["indicator", "source"])
    return joined.with_columns((pl.col("_first") * 1000 + pl.col("_second")).alias("_order"))


def _position(prefer: Sequence[str], source: str) -> int:
    return prefer.index(source) if source in prefer else _LAST


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    lasting = rows.filter("any_period")
    given = ("rule", "place", "counterpart", "indicator", "source")
    lasting = lasting.sort("period").unique(given, keep="last", maintain_order=True)
    both = [
        _joined(rows.filter(~pl.col("any_period")), _KEYS),
        _joined(lasting, tuple(key for key in _KEYS if key != "period")),
    ]
    step = (pl.col("value") - pl.col("other_value")).abs()
    scale = pl.max_horizontal(pl.col("value").abs(), pl.col("other_value").abs())
    apart = step / scale
    found = pl.concat(both).with_columns(apart.alias("difference"))
    beyond = (pl.col("difference") > pl.col("tolerance")) & (step > pl.col("least"))
    weight = pl.col("difference") / pl.col("tolerance").clip(1e-6)
    return found.filter(beyond).with_columns(weight.alias("weight")).select(
        pl.col(name).cast(kind) for name, kind in PAIRS.items()
    )  # fmt: skip


def _joined(rows: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    several = rows.filter(pl.len().over(keys) > 1)
    other = several.select(
        *keys,
        pl.col("indicator").alias("other_indicator"),
        pl.col("source").alias("other_source"),
        pl.col("value").alias("other_value"),
        pl.col("at").alias("other_at"),
        pl.col("released_on").alias("other_released_on"),
        pl.col("_order").alias("_other_order"),
    )
    names = (*_KEYS, "indicator", "source", "value", "at", "released_on", "other_indicator",
        "other_source", "other_value", "other_at", "other_released_on", "tolerance",
        "least")  # fmt: skip
    earlier = (pl.col("_order") < pl.col("_other_order")) | (
        (pl.col("_order") == pl.col("_other_order")) & (pl.col("source") < pl.col("other_source"))
    )
    return several.join(other, on=keys).filter(earlier).select(names)


# -- office holders ----------------------------------------------------------------------------


def holder_conflicts(view: View, *, place: str = "") -> list[Pair]:
    """Return where two sources name different holders of an office for the same day.

    The day is the last on which both speak: that as of which the less recently confirmed one
    stands. A holder who followed later is no conflict.
    """
    return [
        pair
        for rule in load_rules().values()
        for role in rule.holders
        for items in _by_place(_current(view, role, place)).values()
        for pair in _holder_pairs(rule, items)
    ]


def _current(view: View, indicator: str, place: str) -> list[Observation]:
    """Return the coded facts that their sources still give: of one beginning and text the last."""
    rows = view.candidates(indicator, place=place)
    last: dict[tuple[str, ...], Observation] = {}
    for item in view.observations(rows.get_column("at").to_list()):
        key = (item.place, item.source, item.period.opening.text, item.text or "")
        if key not in last or last[key].released_on <= item.released_on:
            last[key] = item
    return list(last.values())


def _by_place(items: Sequence[Observation]) -> dict[str, list[Observation]]:
    table: dict[str, list[Observation]] = {}
    for item in items:
        if item.text is not None and item.attributes.get("printable") != "no":
            table.setdefault(item.place, []).append(item)
    return table


def _holder_pairs(rule: ConflictRule, items: Sequence[Observation]) -> Iterator[Pair]:
    sources = sorted({item.source for item in items})
    known = {name: [item for item in items if item.source == name] for name in sources}
    spoken = {name: max(_confirmed(item) for item in known[name]) for name in sources}
    ranked = sorted(sources, key=lambda name: (-spoken[name].toordinal(), name))
    for at, first in enumerate(ranked):
        for second in ranked[at + 1 :]:
            day = min(spoken[first], spoken[second])
            one, two = _holding(known[first], day), _holding(known[second], day)
            if one and two and not any(may_be_same(a.fact, b.fact) for a in one for b in two):
                yield Pair(rule, one[-1], two[-1], Reason(rule.why, rule.reason))


def _confirmed(item: Observation) -> date:
    """Return the first day on which the row is known to hold."""
    text = item.attributes.get("as_of", "")
    return Period.parse(text).start if text else item.released_on


def _holding(items: Sequence[Observation], day: date) -> list[Observation]:
    """Return the terms that hold on ``day``; one that ends that day has ended.

    Of one that began in a year or month, no day of which is known, the last counts.
    """
    inside = (
        item
        for item in items
        if (item.period.opening.end or item.period.start) <= day
        and (item.period.end is None or item.period.end > day)
    )
    return sorted(inside, key=lambda item: (item.period.start, item.fact))


# -- counts of an episode ----------------------------------------------------------------------


def episode_conflicts(view: View, *, place: str = "") -> list[Pair]:
    """Return coded counts of one episode, given for exactly the same days, that are not the same.

    The first in the order of their text is set beside each other one; none is preferred.
    """
    found: list[Pair] = []
    for rule in load_rules().values():
        for indicator in rule.episodes:
            for items in _by_place(_current(view, indicator, place)).values():
                found += _episode_pairs(rule, items)
    return found


def _episode_pairs(rule: ConflictRule, items: Sequence[Observation]) -> Iterator[Pair]:
    for period in sorted({item.period.text for item in items}):
        same = sorted((i for i in items if i.period.text == period), key=lambda i: i.fact)
        for other in same[1:]:
            yield Pair(rule, same[0], other, Reason(rule.why, rule.reason))
