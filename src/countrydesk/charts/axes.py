"""Axes with ticks that are settled here: numbers, years, and the frame around a drawing."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.charts.text import text_width, tick_labels, with_scale
from countrydesk.charts.theme import FONT_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from countrydesk.charts.theme import ChartTheme, Spec

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_NEAR_ZERO: Final = 0.4


@dataclass(frozen=True, slots=True)
class Scale:
    """A numeric axis: its ticks (the first and last are its ends), their labels and the title."""

    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    title: str

    @property
    def low(self) -> float:
        """The lower end."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The upper end."""
        return self.ticks[-1]

    @property
    def label_width(self) -> float:
        """The width of the widest label in pixels."""
        return max(text_width(label) for label in self.labels)

    def place(self, value: float, length: float) -> float:
        """Return how far a value lies along an axis of ``length`` pixels."""
        return (value - self.low) / (self.high - self.low) * length

    def value(self, place: float, length: float) -> float:
        """Return the value at a place along an axis of ``length`` pixels."""
        return self.low + place / length * (self.high - self.low)

    def encode(self) -> Spec:
        """Return the Vega-Lite scale."""
        return {"domain": [self.low, self.high], "nice": False, "zero": False}

    def axis(self, **more: object) -> Spec:
        """Return the Vega-Lite axis, with gridlines."""
        last = len(self.ticks) - 1
        chosen = f"{json.dumps(self.labels)}[round(datum.index * {last})]"
        ticks: Spec = {"values": list(self.ticks), "tickCount": len(self.ticks)}
        return {**ticks, "labelExpr": chosen, "grid": True, **more}


def numeric_scale(
    values: Iterable[float | None], title: str = "", *, count: int = 5, zero: bool = False
) -> Scale:
    """Return a scale that covers the values with round ticks; with zero where that is near."""
    known = [value for value in values if value is not None]
    low, high = min(known), max(known)
    if zero or 0 < low < _NEAR_ZERO * high:
        low = min(low, 0.0)
    if zero or 0 > high > _NEAR_ZERO * low:
        high = max(high, 0.0)
    ticks = round_ticks(low, high, count)
    labels, word = tick_labels(ticks)
    return Scale(ticks, tuple(labels), with_scale(title, word))


def year_scale(years: Sequence[float], count: int = 6) -> Scale:
    """Return a scale for years: exactly as long as the data, ticks at round years inside."""
    low, high = min(years), max(years)
    if low == high:
        low, high = low - 1, high + 1
    step = max(1, int(_round_step((high - low) / count)))
    inside = [
        float(year)
        for year in range(math.ceil(low), math.floor(high) + 1)
        if year % step == 0
    ]  # fmt: skip
    ticks = (low, *inside, high)
    labels = ("", *(f"{year:.0f}" for year in inside), "")
    return Scale(ticks, labels, "")


def year_axis(scale: Scale) -> Spec:
    """Return the axis for a scale of years: labelled ticks on a line, no grid."""
    inner = Scale(scale.ticks[1:-1], scale.labels[1:-1], "")
    return inner.axis(grid=False, domain=True, ticks=True, tickSize=4)


def round_ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Return round numbers at equal steps from at or below ``low`` to at or above ``high``."""
    if low == high:
        low, high = (low - 1, high + 1) if low == 0 else sorted((low * 0.9, low * 1.1))
    step = _round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(float(f"{at * step:.12g}") for at in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the plotting area and the margins around it, in pixels."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def inside(
        cls, total: float, height: float, *, left: float, right: float, top: float, bottom: float
    ) -> Frame:
        """Return a frame whose whole width is ``total``."""
        return cls(round(total - left - right), round(height), *map(round, (left, right, top,
            bottom)))  # fmt: skip

    def spec(self, theme: ChartTheme, layers: Sequence[Spec]) -> Spec:
        """Return the whole specification; nothing in it is left to the exporter's layout."""
        return {
            "$schema": SCHEMA,
            "autosize": "none",
            "width": self.width,
            "height": self.height,
            "padding": {"left": self.left, "right": self.right, "top": self.top,
                "bottom": self.bottom},
            "background": "transparent",
            "config": theme.config(),
            "layer": list(layers),
        }  # fmt: skip


def heading(text: str, theme: ChartTheme, *, x: float = 0.0, y: float = -12.0) -> list[Spec]:
    """Return the title of an axis as a line of text above the plot; nothing for an empty one."""
    if not text:
        return []
    mark = {"type": "text", "align": "left", "color": theme.palette.quiet, "fontSize": FONT_SIZE}
    return [{"data": {"values": [{"t": text}]}, "mark": mark, "encoding": {
        "text": {"field": "t"}, "x": {"value": x}, "y": {"value": y}}}]  # fmt: skip


def rows_of(values: Sequence[Spec]) -> Spec:
    """Return inline data."""
    return {"values": list(values)}


def _round_step(wanted: float) -> float:
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in _STEPS if step * power >= wanted * (1 - 1e-9))
