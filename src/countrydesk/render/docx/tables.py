"""Tables with a row of headings that repeats on each page; figures stand to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from countrydesk.render.docx.markup import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Sequence

# Above this many columns a table is set smaller.
MANY: Final = 7
# The longest word that a column makes room for, in letters; then measures in twentieths of a point:
# both edges of a cell, and a letter of either size of text.
_MOST, _EDGES = 34, 130
_LETTERS: Final = {"Cell": 98, "CellSmall": 80}


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    width: int,
    *,
    small: bool = False,
) -> str:
    """Return a table ``width`` twentieths of a point wide.

    Each column holds its longest word, up to a limit; the rest of the width is shared by the
    length of a usual cell.
    """
    flags = [*numeric, *([False] * len(columns))][: len(columns)]
    style = "CellSmall" if small or len(columns) > MANY else "Cell"
    widths = _widths(columns, rows, width, _LETTERS[style])
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = _row(columns, flags, widths, style, "<w:tblHeader/>")
    body = [_row(row, flags, widths, style) for row in rows]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{sum(widths)}" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>" + "\n".join([head, *body]) + "</w:tbl>"
    )


def _row(
    cells: Sequence[str],
    numeric: Sequence[bool],
    widths: Sequence[int],
    style: str,
    extra: str = "",
) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        + paragraph(run(cell), style, '<w:jc w:val="right"/>' if flag else "")
        + "</w:tc>"
        for cell, flag, width in zip(cells, numeric, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{made}</w:tr>"


def _widths(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, letter: int
) -> list[int]:
    """Return the widths of columns; ``letter`` is that of a letter of the cells."""
    least, means = [], []
    for at, name in enumerate(columns):
        cells = [row[at] for row in rows]
        word = max((len(part) for cell in (name, *cells) for part in cell.split()), default=0)
        least.append(min(word, _MOST) * letter + _EDGES)
        means.append(1 + sum(map(len, cells)) / max(1, len(cells)))
    left = width - sum(least)
    if left < 0:
        return [int(width * one / sum(least)) for one in least]
    return [one + int(left * mean / sum(means)) for one, mean in zip(least, means, strict=True)]
