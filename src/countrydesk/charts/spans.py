"""The form ``timeline``: spans and single days on one axis of time, grouped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from countrydesk.charts.axes import Frame, rows_of, year_axis, year_scale
from countrydesk.charts.rows import Rows
from countrydesk.charts.text import text_width, wrap
from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from countrydesk.charts.theme import ChartTheme, Spec
    from countrydesk.paper.nodes import Exhibit

_ROW: Final = 20
_GAP: Final = 8
_BAR: Final = 9
_LABELS: Final = 0.38
_DAYS: Final = 365.25
# Named here, since the names of the calendar module follow the locale.
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


@dataclass(frozen=True, slots=True)
class Span:
    """One row: ``end`` is None while it lasts, equal to ``start`` for a single day ``day``."""

    label: str
    group: str
    start: float
    end: float | None
    day: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.end == self.start


def timeline(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return one row for each span; a row that still lasts ends in an arrow at ``until``."""
    rows = Rows(exhibit)
    spans = _spans(rows)
    until = _year(_date(exhibit, rows.option("until"))) if rows.option("until") else None
    last = max([*(span.end or span.start for span in spans), *([until] if until else [])])
    x = year_scale([min(span.start for span in spans) - 0.2, last])
    places = _places(spans)
    labels = [wrap(span.label, theme.width * _LABELS, 1) for span in spans]
    groups = _group_names(spans, places)
    left = max(text_width(text) for text in (*labels, *(text for text, _ in groups))) + 12
    frame = Frame.inside(theme.width, max(places) + _ROW / 2, left=left, right=14, top=6,
        bottom=24)  # fmt: skip
    axis = {
        "data": rows_of([]),
        "mark": "point",
        "encoding": {"x": {"field": "v", "type": "quantitative", "scale": x.encode(),
            "axis": year_axis(x) | {"grid": True}}},
    }  # fmt: skip
    words = [
        _words(zip(labels, places, strict=True), theme.palette.ink),
        _words(groups, theme.palette.quiet, "bold"),
        *_days(spans, places, (x.low + x.high) / 2, theme.palette.quiet),
    ]
    return frame.spec(theme, [axis, *_marks(spans, places, last, theme), *words])


def _spans(rows: Rows) -> list[Span]:
    starts, ends = rows.texts("start"), rows.texts("end")
    groups = rows.texts("group") if rows.has("group") else [""] * len(starts)
    columns = zip(rows.texts("label"), groups, starts, ends, strict=True)
    spans = [_span(rows.exhibit, *column) for column in columns]
    order = list(dict.fromkeys(groups))
    return sorted(spans, key=lambda span: order.index(span.group))


def _span(exhibit: Exhibit, label: str, group: str, start: str, end: str) -> Span:
    first = _date(exhibit, start)
    last = _year(_date(exhibit, end)) if end else None
    words = f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    return Span(label, group, _year(first), last, words)


def _date(exhibit: Exhibit, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RenderError(f"{exhibit.id}: '{text}' is not a day such as 2026-07-28") from error


def _year(day: date) -> float:
    """Return a day as a fraction of a year, so that no clock or zone is asked."""
    return round(day.year + (day.timetuple().tm_yday - 1) / _DAYS, 4)


def _places(spans: Sequence[Span]) -> list[float]:
    """Return the height of each row, below the name of its group where there are several."""
    several = len({span.group for span in spans}) > 1
    places: list[float] = []
    at, group = _ROW / 2, ""
    for span in spans:
        if several and span.group != group:
            at += _ROW if places == [] else _ROW + _GAP
        group = span.group
        places.append(at)
        at += _ROW
    return places


def _group_names(spans: Sequence[Span], places: Sequence[float]) -> list[tuple[str, float]]:
    """Return the name of each group with its height, nothing where there is one group."""
    first: dict[str, float] = {}
    for span, place in zip(spans, places, strict=True):
        first.setdefault(span.group, place)
    return [(name, place - _ROW) for name, place in first.items()] if len(first) > 1 else []


def _marks(
    spans: Sequence[Span], places: Sequence[float], last: float, theme: ChartTheme
) -> list[Spec]:
    groups = list(dict.fromkeys(span.group for span in spans))
    rows = [
        {"s": span.start, "e": last if span.end is None else span.end, "y": place,
         "c": theme.colour(groups.index(span.group)), "o": span.end is None, "d": span.is_day}
        for span, place in zip(spans, places, strict=True)
    ]  # fmt: skip
    bar = {"type": "bar", "height": _BAR, "opacity": 0.85, "orient": "horizontal"}
    arrow = {"type": "point", "shape": "triangle-right", "filled": True, "size": 130, "opacity": 1}
    day = {"type": "point", "shape": "diamond", "filled": True, "size": 80, "opacity": 1}
    made = [
        _layer([row for row in rows if not row["d"]], bar, "s", "e"),
        _layer([row for row in rows if row["o"]], arrow, "e"),
        _layer([row for row in rows if row["d"]], day, "s"),
    ]
    return [layer for layer in made if layer["data"]["values"]]


def _days(spans: Sequence[Span], places: Sequence[float], middle: float, colour: str) -> list[Spec]:
    """Return the date beside each single day, on the side with more room."""
    made = []
    for span, place in zip(spans, places, strict=True):
        if span.is_day:
            side, shift = ("left", 9) if span.start < middle else ("right", -9)
            layer = _layer(
                [{"s": span.start, "y": place, "t": span.day}],
                {"type": "text", "align": side, "dx": shift},
                "s",
            )
            layer["encoding"] |= {"text": {"field": "t"}, "color": {"value": colour}}
            made.append(layer)
    return made


def _layer(rows: Sequence[Spec], mark: Spec, start: str, end: str = "") -> Spec:
    encoding: Spec = {
        "x": {"field": start, "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
        "color": {"field": "c", "type": "nominal", "scale": None},
    }
    if end:
        encoding["x2"] = {"field": end}
    return {"data": rows_of(rows), "mark": mark, "encoding": encoding}


def _words(words: Iterable[tuple[str, float]], colour: str, weight: str = "normal") -> Spec:
    rows = [{"t": text, "y": place} for text, place in words]
    return {
        "data": rows_of(rows),
        "mark": {"type": "text", "align": "right", "x": -10, "color": colour,
            "fontWeight": weight},
        "encoding": {"text": {"field": "t"},
            "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None}},
    }  # fmt: skip
