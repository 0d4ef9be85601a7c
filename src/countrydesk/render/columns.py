"""How wide the columns of a printed table are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

# Measures in letters: a line of the page for a table whose cells must not break, a line for one
# whose cells may, a gap between two columns, what there is to share however long the words are.
_SURE: Final = 100
LINE: Final = 122
_GAP: Final = 3
_LEAST: Final = 20
# Tables that run over pages are judged by their beginning.
_ROWS: Final = 60
# A row is as high as its highest cell. A high power of each cell's lines stands for that, and
# lets every column be judged apart.
_POWER: Final = 4


def column_widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the share of each column in the width that is left, 0 for as wide as its content.

    A table that fits is as wide as its content. For others the widths are those that make the
    rows least high, with no word broken: an exact search over all ways to share the letters of a
    line. A column that gets what its longest cell needs is set as wide as its content.
    """
    cells = [[name, *(row[at] for row in rows[:_ROWS])] for at, name in enumerate(columns)]
    words = [_longest(word for cell in column for word in cell.split()) for column in cells]
    bodies = [max(least, _longest(column[1:])) for least, column in zip(words, cells, strict=True)]
    gaps = _GAP * len(cells)
    if sum(bodies) + gaps <= _SURE:
        return [0] * len(cells)
    whole = [_longest(column) for column in cells]
    given = _share(cells, words, whole, max(LINE - gaps, sum(words) + _LEAST))
    return [0 if got >= most else got for got, most in zip(given, whole, strict=True)]


def _longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=1) or 1


def _share(
    cells: Sequence[Sequence[str]], least: Sequence[int], most: Sequence[int], room: int
) -> list[int]:
    """Return the letters of each column that make the sum of its powers of lines least.

    ``best[n]`` is the least cost of the columns so far in ``n`` letters, with their widths.
    """
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    spare = room - sum(least)
    for column, low, high in zip(cells, least, most, strict=True):
        costs = {width: _cost(column, width) for width in range(low, min(high, low + spare) + 1)}
        found: dict[int, tuple[int, tuple[int, ...]]] = {}
        for used, (before, widths) in best.items():
            for width, cost in costs.items():
                total = before + cost
                if used + width <= room and (
                    used + width not in found or total < found[used + width][0]
                ):
                    found[used + width] = (total, (*widths, width))
        best = found
    return list(min(best.values())[1])


def _cost(column: Sequence[str], width: int) -> int:
    lines: int = sum((-(-len(cell) // width)) ** _POWER for cell in column)
    return lines
