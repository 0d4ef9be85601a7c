"""From a selection to its observations, charts and files."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from countrydesk.charts.export import Drawing, draw
from countrydesk.charts.theme import ChartTheme
from countrydesk.model import PeriodKind
from countrydesk.model.units import UNITS
from countrydesk.paper.nodes import Exhibit
from countrydesk.web.cross_section import Cell, cross_section, in_words
from countrydesk.web.downloads import COLUMNS, observation_row
from countrydesk.web.selection import Form, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from countrydesk.analysis.finding import Scalar
    from countrydesk.evidence import Indicator, View
    from countrydesk.model import Observation

    Rows = tuple[Mapping[str, Scalar | None], ...]

MOST_LINES: Final = 8
MOST_BARS: Final = 30
WIDTH: Final = 760
# On a phone the letters of a wide chart would be too small.
NARROW: Final = 400


def observations(view: View, chosen: Selection) -> list[Observation]:
    """Return the standing observations of a selection, by indicator, place and period.

    Without places those of all places for the newest years of each indicator.
    """
    toward = chosen.toward.id if chosen.toward else ""
    found: list[Observation] = []
    for entry in chosen.indicators:
        other = toward if entry.dyadic else ""
        for place in chosen.places:
            found += view.series(place.id, entry.id, other)
        if not chosen.places:
            rows = view.numbers_everywhere(entry.id, other)
            years = rows.with_columns(
                pl.col("period").str.extract(r"(\d{4})").cast(pl.Int32, strict=False).alias("year")
            )
            kept = years.filter(pl.col("year").is_between(chosen.first, chosen.last))
            found += view.observations(kept.get_column("at").to_list())
    return [item for item in found if chosen.first <= item.period.year <= chosen.last]


def drawings(view: View, chosen: Selection) -> list[tuple[Indicator, Exhibit, Drawing]]:
    """Return the charts of a selection: one for each indicator, of a scatter one in all."""
    theme = ChartTheme(width=WIDTH)
    return [(entry, one, draw(one, theme)) for entry, one in exhibits(view, chosen)]


def narrow(exhibit: Exhibit) -> Drawing:
    """Return a chart as it is drawn for a phone; its ids differ from those of the wide one."""
    return draw(replace(exhibit, id=f"{exhibit.id}-narrow"), ChartTheme(width=NARROW))


def exhibits(view: View, chosen: Selection) -> list[tuple[Indicator, Exhibit]]:
    """Return what the charts of a selection show; those without data are left out."""
    return [(entry, one) for entry, one in _exhibits(view, chosen) if one.data]


def _exhibits(view: View, chosen: Selection) -> list[tuple[Indicator, Exhibit]]:
    match chosen.form:
        case Form.SCATTER:
            return [_scatter(view, chosen)] if len(chosen.indicators) > 1 else []
        case Form.LINE:
            return [(entry, _lines(view, chosen, entry)) for entry in chosen.indicators]
        case Form.RANK:
            return [(entry, _bars(view, chosen, entry)) for entry in chosen.indicators]
        case Form.MAP:
            return [(entry, _map(view, chosen, entry)) for entry in chosen.indicators]
    return []


def _unit(entry: Indicator) -> str:
    unit = UNITS[entry.unit].name
    return unit[:1].upper() + unit[1:]


def _lines(view: View, chosen: Selection, entry: Indicator) -> Exhibit:
    toward = chosen.toward.id if chosen.toward and entry.dyadic else ""
    data: Rows = tuple(
        {"x": _x(item), "y": item.value, "series": place.name}
        for place in chosen.places[:MOST_LINES]
        for item in view.series(place.id, entry.id, toward)
        if item.value is not None and chosen.first <= item.period.year <= chosen.last
    )
    options = {"y_title": _unit(entry)}
    if chosen.places:
        options["highlight"] = chosen.places[0].name
    return Exhibit(f"line-{entry.id}", "trend", entry.name, "", data, options, (), ())


def _x(item: Observation) -> float:
    if item.period.kind in {PeriodKind.YEAR, PeriodKind.FISCAL, PeriodKind.SPAN}:
        return float(item.period.year)
    return item.period.start.year + (item.period.start.month - 1) / 12


def section(view: View, chosen: Selection, entry: Indicator) -> list[Cell]:
    """Return the newest values of an indicator in the years of a selection, of all places."""
    toward = chosen.toward.id if chosen.toward and entry.dyadic else ""
    year = chosen.last if chosen.last != chosen.years[1] else None
    return [
        cell for cell in cross_section(view, entry.id, year=year, toward=toward) if not cell.old
    ]


def _bars(view: View, chosen: Selection, entry: Indicator) -> Exhibit:
    cells = section(view, chosen, entry)
    names = {place.id for place in chosen.places}
    kept = [cell for cell in cells if not names or cell.place in names]
    order = sorted(kept, key=lambda cell: (-cell.value, cell.name))[:MOST_BARS]
    data: Rows = tuple(
        {"label": f"{cell.name}, {cell.period}", "value": cell.value} for cell in order
    )
    options = {"x_title": _unit(entry)}
    return Exhibit(f"rank-{entry.id}", "bars", entry.name, "", data, options, (), ())


def _scatter(view: View, chosen: Selection) -> tuple[Indicator, Exhibit]:
    across, up = chosen.indicators[:2]
    one = {cell.place: cell for cell in section(view, chosen, across)}
    two = {cell.place: cell for cell in section(view, chosen, up)}
    named = {place.id for place in chosen.places}
    data: Rows = tuple(
        {"x": one[place].value, "y": two[place].value, "label": one[place].name,
         "named": int(place in named)}
        for place in sorted(one.keys() & two.keys())
    )  # fmt: skip
    options = {"x_title": f"{across.label}, {_unit(across).lower()}".strip(", "),
        "y_title": f"{up.label}, {_unit(up).lower()}".strip(", ")}  # fmt: skip
    title = f"{up.label} against {across.label}"
    return up, Exhibit("scatter", "scatter", title, "", data, options, (), ())


def _map(view: View, chosen: Selection, entry: Indicator) -> Exhibit:
    data: Rows = tuple(
        {"place": cell.place, "value": cell.value, "href": f"/paper/{cell.place}",
         "label": f"{cell.name}: {cell.words} ({cell.period})"}
        for cell in section(view, chosen, entry)
    )  # fmt: skip
    options = {"title": _unit(entry)}
    return Exhibit(f"map-{entry.id}", "choropleth", entry.name, "", data, options, (), ())


def table(view: View, chosen: Selection) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of a table: one row a period, one column a series."""
    toward = chosen.toward.id if chosen.toward else ""
    columns = [(entry, place) for entry in chosen.indicators for place in chosen.places]
    found = [
        {
            item.period.text: item
            for item in view.series(place.id, entry.id, toward if entry.dyadic else "")
            if chosen.first <= item.period.year <= chosen.last
        }
        for entry, place in columns
    ]
    periods = {text: item.period.start for held in found for text, item in held.items()}
    order = sorted(periods, key=lambda text: (periods[text], text), reverse=True)
    several = len(chosen.indicators) > 1
    named = [(entry, held) for (entry, _), held in zip(columns, found, strict=True)]
    head = [f"{place.name}, {entry.label}" if several else place.name for entry, place in columns]
    rows = [
        [text, *(_shown(entry, held.get(text)) for entry, held in named)]
        for text in order
    ]  # fmt: skip
    return ["Period", *head], rows


def _shown(entry: Indicator, item: Observation | None) -> str:
    if item is None:
        return ""
    if item.value is None:
        return item.text or ""
    mark = "" if item.status.value == "actual" else f" ({item.status.value})"
    return in_words(entry, item.value) + mark


def to_parquet(items: Iterable[Observation], origins: object) -> bytes:
    """Return observations as a Parquet file with the columns of the CSV."""
    rows = [observation_row(item, origins) for item in items]  # type: ignore[arg-type]
    schema = dict.fromkeys(COLUMNS, pl.String) | dict.fromkeys(("value", "low", "high"), pl.Float64)
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=schema).write_parquet(buffer)
    return buffer.getvalue()


def sources_of(view: View, items: Sequence[Observation]) -> list[str]:
    """Return the sources of observations in words, each once, with release day and licence."""
    names = sorted({item.source for item in items})
    return [
        f"{view.origins[name].producer}, {view.origins[name].title}, released "
        f"{view.origins[name].released_on.isoformat()}, {view.origins[name].licence.name}"
        for name in names
    ]
