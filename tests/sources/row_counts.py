"""How many rows a raw file has, counted without the readers of the sources."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The sheets that are read of each workbook, and the lines above and below their rows.
SHEETS: dict[str, tuple[tuple[str, ...], int]] = {
    "All_data_FIW_2013-2025.xlsx": (("FIW13-25",), 2),
    "SIPRI-Milex-data-1949-2024.xlsx": (
        ("Constant (2023) US$", "Current US$", "Share of GDP", "Per capita",
            "Share of Govt. spending"),
        28,
    ),
    "country.xlsx": (("country",), 1),
    "fy2024_niv_detail.xlsx": (("Sheet1",), 1),
    "wgidataset.xlsx": (("Data",), 1),
}  # fmt: skip
# Lines above the header of a delimited file.
TITLES = {"CPI2025_Results.csv": 3}


def count_rows(path: Path) -> int:
    """Return the rows of a file below its header: records, sheet rows, or texts of a document."""
    return _COUNTERS[path.suffix](path)


def _csv(path: Path) -> int:
    payload = path.read_bytes()
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = payload.decode("latin-1")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return sum(1 for record in records if record) - 1 - TITLES.get(path.name, 0)


def _workbook(path: Path) -> int:
    import openpyxl

    sheets, other = SHEETS[path.name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = sum(
            any(cell not in (None, "") for cell in row)
            for name in sheets
            for row in book[name].iter_rows(values_only=True)
        )
        book.close()
    return rows - other


def _old_workbook(path: Path) -> int:
    import xlrd

    book = xlrd.open_workbook(path, on_demand=True, logfile=io.StringIO())
    return int(book.sheet_by_name("Data").nrows) - 4


def _lines(path: Path) -> int:
    return sum(1 for line in path.read_bytes().splitlines() if line.strip())


def _parquet(path: Path) -> int:
    import polars as pl

    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _texts(path: Path) -> int:
    return sum(1 for _ in _leaves(json.loads(path.read_bytes())))


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for child in node.values():
            yield from _leaves(child)
    elif isinstance(node, list):
        for child in node:
            yield from _leaves(child)
    elif isinstance(node, str) and node.strip():
        yield node


def _r_data(path: Path) -> int:
    import pyreadr

    return sum(len(frame) for frame in pyreadr.read_r(str(path)).values())


def _stata(path: Path) -> int:
    import pandas as pd

    return len(pd.read_stata(path, convert_categoricals=False))


def _programme(path: Path) -> int:
    import yaml

    return len(yaml.safe_load(path.read_bytes()).get("target_territories") or [""])


_COUNTERS = {
    ".csv": _csv, ".jsonl": _lines, ".parquet": _parquet, ".json": _texts, ".rda": _r_data,
    ".dta": _stata, ".xlsx": _workbook, ".xls": _old_workbook, ".yml": _programme,
}  # fmt: skip
