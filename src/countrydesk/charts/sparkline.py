"""A series as a line the size of a word, in the colour of the text around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from countrydesk.charts.svg import pixels

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 160
HEIGHT: Final = 36
_EDGE: Final = 4


def sparkline(
    points: Sequence[tuple[float, float]], marked: float | None = None, *, width: int = WIDTH
) -> str:
    """Return points (x, y; sorted by x) as a drawing; the one at ``marked`` has a dot.

    Without at least two points, or where all lie at one x, it is empty.
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if len(points) < 2 or xs[0] == xs[-1]:
        return ""
    low, high = min(ys), max(ys)
    height = HEIGHT - 2 * _EDGE
    scale = height / (high - low) if high > low else 0.0

    def at(x: float, y: float) -> tuple[float, float]:
        across = _EDGE + (x - xs[0]) / (xs[-1] - xs[0]) * (width - 2 * _EDGE)
        down = HEIGHT - _EDGE - (y - low) * scale if scale else HEIGHT / 2
        return across, down

    line = " ".join(f"{pixels(x)},{pixels(y)}" for x, y in (at(*point) for point in points))
    dots = [at(x, y) for x, y in points if x == marked][-1:]
    dot = "".join(f'<circle cx="{pixels(x)}" cy="{pixels(y)}" r="3"/>' for x, y in dots)
    return (
        f'<svg class="spark" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'aria-hidden="true"><polyline points="{line}"/>{dot}</svg>'
    )
