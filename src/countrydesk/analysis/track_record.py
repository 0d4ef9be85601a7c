"""Findings about a forecaster: what it projects, and how far off it has been.

Every release of the source stays in the evidence, so that a projection can be set against the value
of the newest release. Errors are projection less outcome, in the indicator's unit.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import PeerGroup, peer_group
from countrydesk.evidence import View
from countrydesk.evidence.index import MEASURED
from countrydesk.model import Observation, Period, Status

LEAST_ERRORS = 2
LEAST_STATES = 5
MEMORY = 10


@dataclass(frozen=True)
class Vintages:
    """All releases of an indicator by one source: ``table[place][release][year]``.

    ``measured`` are the years that the newest release holds as actual or estimated, by place.
    """

    table: Mapping[str, Mapping[str, Mapping[int, tuple[float, bool]]]]
    memory: dict[tuple[str, int], list[tuple[float, float | None]]] = field(default_factory=dict)

    @cached_property
    def newest(self) -> str:
        """The day of the newest release."""
        return max((day for days in self.table.values() for day in days), default="")

    def outcomes(self, place: str) -> dict[int, float]:
        """Return the measured values of the newest release."""
        latest = self.table.get(place, {}).get(self.newest, {})
        return {year: value for year, (value, ahead) in latest.items() if not ahead}

    def errors(self, place: str, horizon: int) -> list[tuple[float, float | None]]:
        """Return, for each projection ``horizon`` years ahead, its error and that of a plain rule.

        The plain rule is the mean of the ``MEMORY`` years before the release, as that release
        gives them; None where it lacks one of them.
        """
        if (place, horizon) not in self.memory:
            self.memory[place, horizon] = self._errors(place, horizon)
        return self.memory[place, horizon]

    def _errors(self, place: str, horizon: int) -> list[tuple[float, float | None]]:
        happened = self.outcomes(place)
        found: list[tuple[float, float | None]] = []
        for day, years in sorted(self.table.get(place, {}).items()):
            made = int(day[:4])
            value, ahead = years.get(made + horizon, (0.0, False))
            if day == self.newest or not ahead or made + horizon not in happened:
                continue
            past = [years[year][0] for year in range(made - MEMORY, made) if year in years]
            outcome = happened[made + horizon]
            rule = statistics.fmean(past) - outcome if len(past) == MEMORY else None
            found.append((value - outcome, rule))
        return found


def vintages(view: View, indicator: str, source: str, places: PeerGroup) -> Vintages:
    """Return all releases of ``indicator`` by ``source``, of the members of a group."""
    key = ("vintages", indicator, source, places.members)
    if key not in view.shared:
        rows = view.releases(indicator, source, places.members)
        view.shared[key] = Vintages(_by_release(rows))
    return view.shared[key]  # type: ignore[return-value]


def _by_release(rows: pl.DataFrame) -> dict[str, dict[str, dict[int, tuple[float, bool]]]]:
    table: dict[str, dict[str, dict[int, tuple[float, bool]]]] = {}
    kept = rows.filter(pl.col("period").str.len_chars() == 4).with_columns(
        pl.col("released_on").cast(pl.String),
        pl.col("period").cast(pl.Int32),
        (pl.col("status") == Status.PROJECTION.value).alias("ahead"),
    )
    columns = ("place", "released_on", "period", "value", "ahead")
    for place, day, year, value, ahead in kept.select(columns).iter_rows():
        table.setdefault(place, {}).setdefault(day, {})[year] = (value, ahead)
    return table


@method(1)
def outlook(view: View, *, place: str, indicator: str, year: int) -> Finding | None:
    """The source's projection for ``year`` beside the last measured value.

    ``base`` is the last measured value and ``base_period`` its year; ``next`` the projection for
    the year after in ``next_period``; ``vintage`` the month of the release.
    """
    item = view.find_at(place, indicator, f"{year:04d}")
    if item is None or item.status is not Status.PROJECTION:
        return None
    values: dict[str, Scalar] = {"vintage": f"{item.released_on:%Y-%m}"}
    inputs = [item]
    last = view.find_latest(place, indicator)
    if last is not None and last.source == item.source:
        values |= {"base": last.number, "base_period": last.period.text}
        inputs.insert(0, last)
    after = view.find_at(place, indicator, f"{year + 1:04d}")
    if after is not None and after.status is Status.PROJECTION:
        values |= {"next": after.number, "next_period": after.period.text}
        inputs.append(after)
    return Finding(
        FindingKind.FORECAST, indicator, place, "", item.number, item.unit, item.period,
        tuple(inputs), values,
    )  # fmt: skip


@method(1)
def outlook_change(view: View, *, place: str, indicator: str, year: int) -> Finding | None:
    """The source's projection for ``year`` less the last measured value."""
    ahead = outlook(view, place=place, indicator=indicator, year=year)
    if ahead is None or "base" not in ahead.values:
        return None
    base = float(ahead.get_value("base"))
    return Finding(
        FindingKind.CHANGE, indicator, place, "", ahead.number - base, ahead.unit, ahead.period,
        ahead.inputs[:2], {"base": base, "base_period": ahead.get_value("base_period")},
    )  # fmt: skip


@method(1)
def no_projection(view: View, *, place: str, indicator: str, year: int) -> Finding | None:
    """That no source projects an indicator of a place for ``year``; None where one does."""
    if outlook(view, place=place, indicator=indicator, year=year):
        return None
    return Finding(
        FindingKind.ABSENCE, indicator, place, "", None, "", Period.parse(view.cutoff.isoformat()),
        (),
    )  # fmt: skip


@method(1)
def track_record(
    view: View, *, place: str, indicator: str, source: str, horizon: int, group: str = "region"
) -> Finding | None:
    """The mean absolute error of a source's projections ``horizon`` years ahead for a place.

    A projection for year t counts when it comes from a release of year t less ``horizon`` and the
    newest release has measured t. ``bias`` is the mean error (positive: too high), ``worst`` the
    largest error by size, ``n`` the projections, ``first`` to ``last_period`` the years they were
    made for. ``plain`` is the error of a plain rule, the mean of the ten years before the release.
    ``region`` is the mean absolute error of the median state of the group, out of ``states``.
    Rests on the own rows of the place; those of the group are in the release.
    """
    peers = peer_group(view, place, group)
    record = vintages(view, indicator, source, peers)
    errors = record.errors(place, horizon)
    if len(errors) < LEAST_ERRORS:
        return None
    pairs = _rows(view, record, place, indicator, horizon)
    years = sorted({item.period.year for item in pairs})
    values: dict[str, Scalar] = {
        "bias": statistics.fmean(error for error, _ in errors),
        "worst": max((error for error, _ in errors), key=abs),
        "n": len(errors),
        "horizon": horizon,
        "first": str(years[0]),
        "last_period": str(years[-1]),
        "from_vintage": min(o.released_on for o in pairs).strftime("%Y-%m"),
    }
    rules = [abs(rule) for _, rule in errors if rule is not None]
    if len(rules) == len(errors):
        values["plain"] = statistics.fmean(rules)
    found = [record.errors(member, horizon) for member in peers.members]
    means = [statistics.fmean(abs(e) for e, _ in item) for item in found if item]
    if len(means) >= LEAST_STATES:
        values |= {"region": statistics.median(means), "states": len(means), "group": peers.label}
    error = statistics.fmean(abs(e) for e, _ in errors)
    return Finding(
        FindingKind.RECORD, indicator, place, "", error, "percentage_points",
        Period.parse(f"{years[0]}/{years[-1]}"), pairs, values,
    )  # fmt: skip


def _rows(
    view: View, record: Vintages, place: str, indicator: str, horizon: int
) -> tuple[Observation, ...]:
    """Return the place's projections at a horizon, each followed by its outcome."""
    rows: list[Observation] = []
    happened = record.outcomes(place)
    made_for = {int(day[:4]) + horizon for day in record.table.get(place, {})}
    for year in sorted(made_for & happened.keys()):
        outcome = view.find_at(place, indicator, f"{year:04d}")
        made = [
            item
            for item in view.others(place, indicator, f"{year:04d}")
            if item.status is Status.PROJECTION and item.released_on.year == year - horizon
        ]
        if made and outcome is not None and outcome.status in MEASURED:
            rows += [*made, outcome]
    return tuple(rows)


@method(1)
def error_band(
    view: View, *, place: str, indicator: str, source: str, year: int, horizon: int
) -> Finding | None:
    """The source's projection for ``year`` less and plus its mean absolute error so far.

    Value: the projection; ``low`` and ``high`` are the ends. It shows what an error of the usual
    size would mean and is no confidence interval.
    """
    ahead = outlook(view, place=place, indicator=indicator, year=year)
    record = track_record(
        view, place=place, indicator=indicator, source=source, horizon=horizon, group="region"
    )
    if ahead is None or record is None:
        return None
    values: dict[str, Scalar] = {
        "low": ahead.number - record.number,
        "high": ahead.number + record.number,
        "error": record.number,
        "horizon": horizon,
        "n": record.get_value("n"),
    }
    return Finding(
        FindingKind.FORECAST, indicator, place, "", ahead.number, ahead.unit, ahead.period,
        tuple(dict.fromkeys(_flat((ahead, record)))), values,
    )  # fmt: skip


def _flat(found: Iterable[Finding]) -> Iterable[Observation]:
    for item in found:
        yield from item.inputs
