"""One indicator over all places: newest values, changes, revisions, projections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import polars as pl

from countrydesk.evidence.diff import Side, compare
from countrydesk.evidence.index import MEASURED
from countrydesk.model import Period, Status
from countrydesk.model.units import UNITS
from countrydesk.paper.writing.english import English
from countrydesk.places import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from countrydesk.evidence import Indicator, View

LEAST_PLACES: Final = 20
CHANGE_YEARS: Final = 10
_MEASURED: Final = [status.value for status in MEASURED]
_ENGLISH: Final = English()
# Of these the change is a difference, of others a percentage.
_POINTS: Final = ("percent", "index", "rank")


class Measure(StrEnum):
    """What of an indicator is shown."""

    LEVEL = "level"
    CHANGE = "change"
    REVISION = "revision"
    PROJECTION = "projection"


@dataclass(frozen=True, slots=True)
class Cell:
    """The figure of one place: ``words`` as printed; ``old`` where it is past its age.

    ``before`` says what a change or revision counts from.
    """

    place: str
    name: str
    region: str
    value: float
    words: str
    period: str
    source: str
    old: bool = False
    before: str = ""


def mapped(view: View) -> Mapping[str, int]:
    """Return the numeric indicators of enough places to map, with the number of places."""
    key = ("web", "mapped")
    if key not in view.shared:
        frame = view.release.frame
        found = (
            frame.lazy()
            .filter((pl.col("counterpart") == "") & pl.col("value").is_not_null())
            .group_by("indicator")
            .agg(pl.col("place").n_unique().alias("places"))
            .filter(pl.col("places") >= LEAST_PLACES)
            .collect()
        )
        pairs = found.with_columns(pl.col("indicator").cast(pl.String)).iter_rows()
        view.shared[key] = {str(name): int(count) for name, count in sorted(pairs)}
    return view.shared[key]  # type: ignore[return-value]


def in_words(entry: Indicator, value: float) -> str:
    """Return a value with its unit as papers print it."""
    return _ENGLISH.number(value, entry.unit, entry.decimals)


def cross_section(
    view: View, indicator: str, measure: Measure = Measure.LEVEL, *, year: int | None = None,
    toward: str = "", since: Side | None = None,
) -> list[Cell]:  # fmt: skip
    """Return the cells of all places on record, by name.

    ``year`` None takes the newest value of each place; ``toward`` is the counterpart of a dyad;
    ``since`` is what a revision counts from.
    """
    entry = view.catalogue.get_indicator(indicator)
    if measure is Measure.REVISION:
        cells = _revisions(view, entry, since) if since else []
    else:
        cells = _values(view, entry, measure, year, toward)
    return sorted(cells, key=lambda cell: cell.name)


def _values(
    view: View, entry: Indicator, measure: Measure, year: int | None, toward: str
) -> list[Cell]:
    history = _histories(view, entry.id, toward, projected=measure is Measure.PROJECTION)
    if measure is Measure.PROJECTION:
        year = year or _usual_year(history, view.cutoff.year + 1)
    least = view.cutoff.year - entry.stale_after
    made = []
    for place, years in history.items():
        at = year if year is not None else max(years)
        if at not in years or place not in _names():
            continue
        value, period, source = years[at]
        cell = _cell(entry, place, value, period, source, old=year is None and at < least)
        if measure is Measure.CHANGE:
            changed = _changed(entry, cell, years, at)
            made += [changed] if changed else []
        else:
            made.append(cell)
    return made


def _histories(
    view: View, indicator: str, toward: str, *, projected: bool
) -> dict[str, dict[int, tuple[float, str, str]]]:
    """Return value, period and source by place and year; of periods in a year the last."""
    wanted = [Status.PROJECTION.value] if projected else _MEASURED
    rows = view.numbers_everywhere(indicator, toward).filter(pl.col("status").is_in(wanted))
    table: dict[str, dict[int, tuple[float, str, str]]] = {}
    order = {text: Period.parse(text) for text in set(rows.get_column("period").to_list())}
    columns = (rows.get_column(name).to_list() for name in ("place", "period", "value", "source"))
    found = sorted(zip(*columns, strict=True), key=lambda row: order[row[1]].start)
    for place, period, value, source in found:
        table.setdefault(place, {})[order[period].year] = (value, period, source)
    return table


def _usual_year(history: Mapping[str, Mapping[int, object]], wanted: int) -> int:
    years = sorted({year for found in history.values() for year in found})
    return wanted if wanted in years or not years else years[-1]


def _cell(
    entry: Indicator, place: str, value: float, period: str, source: str, *, old: bool
) -> Cell:
    name, region = _names()[place]
    return Cell(place, name, region, value, in_words(entry, value), period, source, old)


def _changed(
    entry: Indicator, cell: Cell, years: Mapping[int, tuple[float, str, str]], at: int
) -> Cell | None:
    """Return a cell with its change over ten years, None where either end is missing."""
    if at - CHANGE_YEARS not in years:
        return None
    before, period, _ = years[at - CHANGE_YEARS]
    points = UNITS[entry.unit].dimension in _POINTS
    if not points and before == 0:
        return None
    change = cell.value - before if points else 100 * (cell.value - before) / abs(before)
    said = f"{_signed(change)} {'points' if points else 'percent'}"
    return Cell(
        cell.place, cell.name, cell.region, change, said, cell.period, cell.source, cell.old,
        f"{in_words(entry, before)} in {period}",
    )  # fmt: skip


def _revisions(view: View, entry: Indicator, since: Side) -> list[Cell]:
    """Return by how much the newest revised figure of each place moved since an earlier release."""
    after = Side(view.release, view.as_of)
    found = compare(since, after, indicator=entry.id).revised
    made: dict[str, Cell] = {}
    for row in found.filter(pl.col("size").is_not_null()).iter_rows(named=True):
        place = str(row["place"])
        if row["counterpart"] or place not in _names():
            continue
        period, size = str(row["period"]), float(row["size"])
        if place in made and made[place].period >= period:
            continue
        name, region = _names()[place]
        made[place] = Cell(
            place, name, region, size, f"{_signed(size)} {row['measure']}", period,
            str(row["source"]), before=f"{float(row['before']):,.6g} before",
        )  # fmt: skip
    return list(made.values())


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + _ENGLISH.plain(value, 1)


def _names() -> dict[str, tuple[str, str]]:
    return {place.id: (place.name, place.region) for place in registry().papers()}
