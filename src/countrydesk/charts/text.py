"""Text in charts: numbers as labels, widths, line breaks, and labels moved apart.

Widths are those of the chart font (Helvetica's metrics), so that a layout can be settled here and
does not depend on the fonts of the machine that exports it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from countrydesk.charts.theme import FONT_SIZE
from countrydesk.paper.writing.speech import figures, said

LINE_HEIGHT: Final = 13
MINUS: Final = "\u2212"
ELLIPSIS: Final = "…"

# Advance widths in thousandths of the font size, from the space (32) to the tilde (126).
_WIDTHS: Final = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_FIRST: Final = 32
_MARKS: Final = {
    "‘": 222, "’": 222, "“": 333, "”": 333, "–": 556, "—": 1000, "…": 1000, "−": 584, "→": 1000,
    "«": 556, "»": 556, "·": 278, "•": 350, "ß": 611, "ø": 611, "Ø": 778, "æ": 889, "Æ": 1000,
    "ı": 278, "ł": 222, "đ": 556,
}  # fmt: skip
_OTHER: Final = 600
_WIDE: Final = 1000
_BOLD: Final = 1.08
_SCALES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def text_width(text: str, size: float = FONT_SIZE, *, bold: bool = False) -> float:
    """Return the width of one line in pixels."""
    thousandths = sum(_advance(mark) for mark in text)
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def wrap(text: str, width: float, lines: int = 2) -> str:
    """Return text broken at spaces into at most ``lines`` lines, the last cut with an ellipsis."""
    made: list[str] = []
    for word in text.split():
        longer = f"{made[-1]} {word}" if made else word
        if made and text_width(longer) <= width:
            made[-1] = longer
        else:
            made.append(word)
    if len(made) > lines:
        made = [*made[: lines - 1], " ".join(made[lines - 1 :])]
    return "\n".join(_cut(line, width) for line in made)


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return centres near ``wanted`` whose labels do not overlap, within ``low`` to ``high``.

    Labels keep their order; where they cannot all fit they run past ``high``.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    placed = dict.fromkeys(order, 0.0)
    edge = low
    for at in order:
        placed[at] = max(wanted[at], edge + heights[at] / 2)
        edge = placed[at] + heights[at] / 2
    edge = max(high, low + sum(heights))
    for at in reversed(order):
        placed[at] = min(placed[at], edge - heights[at] / 2)
        edge = placed[at] - heights[at] / 2
    return [placed[at] for at in range(len(wanted))]


def number(value: float) -> str:
    """Return a number as a label: three digits that matter, thousands separated."""
    for scale, word in _SCALES:
        if abs(value) >= scale * 0.9995:
            return f"{_digits(value / scale)} {said(word)}"
    return _digits(value)


def tick_labels(values: Sequence[float]) -> tuple[list[str], str]:
    """Return labels for the ticks of an axis and the scale they are in (``million`` or empty)."""
    largest = max((abs(value) for value in values), default=0.0)
    scale, word = next((pair for pair in _SCALES if largest >= pair[0]), (1.0, ""))
    shown = [value / scale for value in values]
    decimals = next(n for n in range(7) if all(_exact(value, n) for value in shown) or n == 6)
    return [figures(f"{value + 0.0:,.{decimals}f}").replace("-", MINUS) for value in shown], word


def with_scale(title: str, word: str) -> str:
    """Return the title of an axis with the scale of its labels."""
    if not word:
        return title
    return f"{title}, {said(word)}" if title else said(word)


def _exact(value: float, decimals: int) -> bool:
    return abs(value - round(value, decimals)) <= 1e-9 * max(1.0, abs(value))


def _digits(value: float) -> str:
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else figures(text).replace("-", MINUS)


def _advance(mark: str) -> int:
    if mark in _MARKS:
        return _MARKS[mark]
    base = unicodedata.normalize("NFKD", mark)[0]
    at = ord(base) - _FIRST
    if 0 <= at < len(_WIDTHS):
        return _WIDTHS[at]
    return _WIDE if unicodedata.east_asian_width(mark) in "WF" else _OTHER


def _cut(line: str, width: float) -> str:
    if text_width(line) <= width:
        return line
    while line and text_width(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
