"""What the forms over years share: axes, colours by series, and labels at the right end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from countrydesk.charts.axes import Frame, Scale, heading, rows_of, year_axis
from countrydesk.charts.text import LINE_HEIGHT, spread, text_width, with_scale, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countrydesk.charts.theme import ChartTheme, Spec
    from countrydesk.paper.nodes import Exhibit

HEIGHT: Final = 190
_LABEL_WIDTH: Final = 96
X: Final[dict[str, object]] = {"field": "x", "type": "quantitative"}


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label at the right of the plot: where it belongs and where it found room."""

    text: str
    series: str
    x: float
    y: float
    at: float


@dataclass(frozen=True, slots=True)
class Panel:
    """The two axes of a form over years, and its series in the order of their colours."""

    x: Scale
    y: Scale
    names: tuple[str, ...]

    def place_labels(self, wanted: Sequence[tuple[float, float, str, str]]) -> list[EndLabel]:
        """Return labels (x, y, text, series) moved apart so that none covers another."""
        texts = [wrap(text, _LABEL_WIDTH) for _, _, text, _ in wanted]
        heights = [LINE_HEIGHT * (text.count("\n") + 1) + 1.0 for text in texts]
        places = [HEIGHT - self.y.place(value, HEIGHT) for _, value, _, _ in wanted]
        found = spread(places, heights, -6, HEIGHT + 6)
        return [
            EndLabel(text, series, at, value, self.y.value(HEIGHT - place, HEIGHT))
            for text, place, (at, value, _, series) in zip(texts, found, wanted, strict=True)
        ]

    def spec(
        self,
        exhibit: Exhibit,
        theme: ChartTheme,
        layers: Sequence[Spec],
        ends: Sequence[EndLabel],
    ) -> Spec:
        """Return the whole specification: axes, layers, labels, and the title of the y axis."""
        title = with_scale(str(exhibit.options.get("y_title", "")), self.y.title)
        lines = [line for end in ends for line in end.text.split("\n")]
        left = self.y.label_width + 7
        frame = Frame.inside(
            theme.width, HEIGHT, left=left,
            right=max(map(text_width, lines)) + 14 if lines else 12,
            top=26 if title else 10, bottom=24,
        )  # fmt: skip
        words = [*self._labels(ends, theme), *heading(title, theme, x=-left, y=-15)]
        return frame.spec(theme, [self._axes(theme), *layers, *words])

    def colours(self, theme: ChartTheme) -> Spec:
        """Return the colour channel."""
        return self.by_name([theme.colour(at) for at in range(len(self.names))])

    def by_name(self, values: Sequence[object]) -> Spec:
        """Return a channel with one value for each series."""
        if len(self.names) == 1:
            return {"value": values[0]}
        scale = {"type": "ordinal", "domain": list(self.names), "range": list(values)}
        return {"field": "s", "type": "nominal", "legend": None, "scale": scale}

    def _axes(self, theme: ChartTheme) -> Spec:
        """Return the layer that owns the axes: a line at zero where the values cross it."""
        x, y = self.x, self.y
        zero = [{"x": x.low, "x2": x.high, "y": 0.0}] if y.low < 0 < y.high else []
        return {
            "data": rows_of(zero),
            "mark": {"type": "rule", "color": theme.palette.quiet, "strokeWidth": 1},
            "encoding": {
                "x": {**X, "scale": x.encode(), "axis": year_axis(x)},
                "x2": {"field": "x2"},
                "y": {"field": "y", "type": "quantitative", "scale": y.encode(),
                    "axis": y.axis()},
            },
        }  # fmt: skip

    def _labels(self, ends: Sequence[EndLabel], theme: ChartTheme) -> list[Spec]:
        if not ends:
            return []
        pixel = (self.y.high - self.y.low) / HEIGHT
        rows: list[Spec] = [
            {"x": end.x, "y": end.y, "at": end.at, "end": self.x.high, "t": end.text,
             "s": end.series, "up": end.at + end.text.count("\n") * LINE_HEIGHT / 2 * pixel}
            for end in ends
        ]  # fmt: skip
        moved = [
            row for row in rows
            if row["x"] < self.x.high or abs(row["y"] - row["at"]) > 4 * pixel
        ]  # fmt: skip
        joins = {
            "data": rows_of(moved),
            "mark": {"type": "rule", "color": theme.palette.quiet, "strokeWidth": 0.7,
                "xOffset": 3, "x2Offset": 8},
            "encoding": {"x": X, "x2": {"field": "end"}, "y2": {"field": "at"},
                "y": {"field": "y", "type": "quantitative"}},
        }  # fmt: skip
        words = {
            "data": rows_of(rows),
            "mark": {"type": "text", "align": "left", "dx": 10, "lineBreak": "\n",
                "lineHeight": LINE_HEIGHT},
            "encoding": {"x": {"field": "end", "type": "quantitative"},
                "y": {"field": "up", "type": "quantitative"}, "text": {"field": "t"},
                "color": self.colours(theme)},
        }  # fmt: skip
        return [joins, words] if moved else [words]
