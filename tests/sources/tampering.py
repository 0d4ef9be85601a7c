"""Copies of specimens with one thing changed, to prove that a source notices."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyreadr

from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import get_source


def specimens(name: str) -> Parsed:
    """Return the specimens of a source, parsed."""
    source = get_source(name)
    return parse_source(source, source.specimens, assertions=False)


def copy_of(name: str, tmp_path: Path) -> Path:
    """Return a copy of the specimens of a source that may be changed."""
    return Path(shutil.copytree(get_source(name).specimens, tmp_path / "raw"))


def parse_copy(name: str, folder: Path) -> Parsed:
    return parse_source(get_source(name), folder, assertions=False)


def change_csv(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    """Let ``change`` alter the cells of a delimited file in place."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("latin-1"), newline="")))
    change(rows)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode("latin-1"))


def set_cell(path: Path, column: str, value: str, row: int = 1) -> None:
    """Set one cell of a delimited file; rows count from 1 below the header."""

    def change(rows: list[list[str]]) -> None:
        rows[row][rows[0].index(column)] = value

    change_csv(path, change)


def rename(path: Path, column: str, new: str) -> None:
    """Rename a column of a delimited file."""

    def change(rows: list[list[str]]) -> None:
        rows[0][rows[0].index(column)] = new

    change_csv(path, change)


def change_r(path: Path, change: Callable[[Any], Any]) -> None:
    """Let ``change`` return another version of the data frame in an R file."""
    ((name, frame),) = pyreadr.read_r(str(path)).items()
    pyreadr.write_rdata(str(path), change(frame), df_name=name, compress="gzip")


def values(parsed: Parsed, place: str, indicator: str, counterpart: str = "") -> dict[str, float]:
    """Return the numbers of a series by period."""
    rows = series(parsed, place, indicator, counterpart)
    return dict(rows.select("period", "value").iter_rows())


def series(parsed: Parsed, place: str, indicator: str, counterpart: str = "") -> pl.DataFrame:
    """Return the rows of a series, oldest period first."""
    return parsed.frame.filter(
        (pl.col("place") == place)
        & (pl.col("indicator") == indicator)
        & (pl.col("counterpart") == counterpart)
    ).sort("period", "released_on")


def change_xlsx(path: Path, change: Callable[[Any], None]) -> None:
    """Let ``change`` alter a workbook in place."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def find_cell(sheet: Any, text: object, after: str = "") -> Any:
    """Return the first cell that holds ``text``, of a row whose first cells hold ``after``."""
    for row in sheet.iter_rows():
        if after and after not in [cell.value for cell in row[:3]]:
            continue
        for cell in row:
            if cell.value == text:
                return cell
    raise AssertionError(f"no cell holds {text!r}")
