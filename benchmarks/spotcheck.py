"""Whether the figures of papers are those of the raw files, read again by other means.

Run it with ``./desk bench spotcheck`` where the raw files are at hand (COUNTRYDESK_RAW, else
``../shared/data``). It shares no code with the readers of the product: each file is read here with
the csv module, pandas or Polars, and places are found by the codes and names that stand in the raw
files. It takes 40 figures each from the papers on twelve countries, in a fixed order, and prints a
Markdown table; one figure that differs fails the run.
"""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pyreadr

RAW = Path(os.environ.get("COUNTRYDESK_RAW", Path(__file__).parents[2] / "shared" / "data"))
PLACES = ("PER", "KEN", "POL", "TUV", "CHN", "VAT", "TWN", "SSD", "PRK", "BRA", "JPN", "CIV")
FIGURES = 40
Row = dict[str, object]
# Names of the Census and of UCDP where they differ from the plain English name.
CENSUS = {"KOR": "Korea, South", "PRK": "Korea, North", "CIV": "Cote d'Ivoire",
    "VAT": "Vatican City", "SSD": "South Sudan"}  # fmt: skip
NAMES = {"PER": "Peru", "KEN": "Kenya", "POL": "Poland", "TUV": "Tuvalu", "CHN": "China",
    "TWN": "Taiwan", "BRA": "Brazil", "JPN": "Japan"} | CENSUS  # fmt: skip
UCDP = {"CIV": "Ivory Coast", "PRK": "North Korea"}


def gapminder(row: Row) -> float | None:
    folder, name = str(row["series"]).split("/")
    for geo in ("country", "geo"):
        path = RAW / "gapminder" / folder / f"ddf--datapoints--{name}--by--{geo}--time.csv"
        if path.is_file():
            return _datapoints(path).get((str(row["place"]).lower(), str(row["period"])))
    return None


@cache
def _datapoints(path: Path) -> dict[tuple[str, str], float]:
    with path.open(encoding="utf-8") as stream:
        rows = csv.reader(stream)
        next(rows)
        return {(place, year): float(value) for place, year, value in rows if value}


def imf_weo(row: Row) -> float | None:
    table = _weo()
    found = table.filter(
        (pl.col("concept") == row["series"])
        & (pl.col("ref_area") == row["place"])
        & (pl.col("year") == int(str(row["period"])))
        & (pl.col("vintage") == str(row["released_on"])[:7])
    )
    if found.is_empty():
        return None
    value, scale = found.select("value", "scale").row(0)
    power = {None: 1.0, 1e9: 1e9, 1e6: 1e6, 1.0: 1.0, 9.0: 1e9, 6.0: 1e6, 0.0: 1.0}[
        None if scale is None else float(scale)
    ]
    return float(value) * power


@cache
def _weo() -> pl.DataFrame:
    return pl.read_parquet(RAW / "weo/weo_vintages_2021-04_to_2025-10.parquet")


def vdem(row: Row) -> float | None:
    table = _frame("democracy/vdem_simple.rda", "vdem")
    return _cell(table, str(row["series"]), country_text_id=row["place"], year=_year(row))


def un_votes(row: Row) -> float | None:
    table = _frame("un_votes/IdealpointsJuly2025.dta", "stata")
    return _cell(table, str(row["series"]), iso3c=row["place"], year=_year(row))


def us_census_trade(row: Row) -> float | None:
    series = str(row["series"])
    if len(str(row["period"])) != 4 or series not in {"IYR", "EYR"}:
        return None
    value = _census().get((NAMES.get(str(row["counterpart"]), ""), str(row["period"]), series))
    return None if value is None else value * 1e6


@cache
def _census() -> dict[tuple[str, str, str], float]:
    book = openpyxl.load_workbook(RAW / "census/country.xlsx", read_only=True)
    rows = book.active.iter_rows(values_only=True)
    head = next(rows)
    at = {name: head.index(name) for name in ("year", "CTYNAME", "IYR", "EYR")}
    return {
        (str(row[at["CTYNAME"]]), str(row[at["year"]]), name): float(row[at[name]])
        for row in rows
        for name in ("IYR", "EYR")
        if row[at[name]] is not None
    }


def ucdp_country_year(row: Row) -> float | None:
    table = _frame("ucdp/organizedviolencecy_v25_1.csv", "csv")
    place = str(row["place"])
    name = UCDP.get(place, NAMES.get(place, ""))
    found = table[table["country_cy"].str.startswith(name) & (table["year_cy"] == _year(row))]
    series = str(row["series"])
    if not name or len(found) != 1 or series not in table:
        return None
    return float(found.iloc[0][series])


def unhcr(row: Row) -> float | None:
    series = str(row["series"])
    name, _, how = series.removeprefix("population.").partition(", ")
    table = _frame("unhcr/population.rda", "rda")
    if not series.startswith("population.") or name not in table:
        return None
    inside = table[table["year"] == _year(row)]
    if how == "sum over origins":
        return float(inside[inside["coa_iso"] == row["place"]][name].sum())
    if how.startswith("sum over"):
        return float(inside[inside["coo_iso"] == row["place"]][name].sum())
    both = inside[(inside["coa_iso"] == row["place"]) & (inside["coo_iso"] == row["counterpart"])]
    return float(both[name].sum()) if len(both) else None


def us_foreign_assistance(row: Row) -> float | None:
    kind, _, column = str(row["series"]).rpartition(" ")
    kind = kind.removesuffix(" constant").removesuffix(" current")
    column = "constant_amount" if "constant" in str(row["series"]) else "current_amount"
    table = _frame("us_aid/us_foreign_aid_country.csv", "csv")
    found = table[
        (table["Country Code"] == row["counterpart"])
        & (table["Transaction Type Name"] == kind)
        & (table["Fiscal Year"].astype(str) == str(row["period"]).removeprefix("FY"))
    ]
    return float(found[column].sum()) if len(found) else None


def _cell(table: pd.DataFrame, column: str, **where: object) -> float | None:
    found = table
    for name, value in where.items():
        found = found[found[name] == value]
    if len(found) != 1 or column not in table:
        return None
    return float(found.iloc[0][column])


@cache
def _frame(path: str, kind: str) -> pd.DataFrame:
    full = RAW / path
    if kind == "stata":
        return pd.read_stata(full)
    if kind == "csv":
        return pd.read_csv(full, low_memory=False)
    return next(iter(pyreadr.read_r(str(full)).values()))


def _year(row: Row) -> int:
    return int(str(row["period"])[:4])


READERS: dict[str, Callable[[Row], float | None]] = {
    "gapminder": gapminder, "imf_weo": imf_weo, "vdem": vdem, "un_votes": un_votes,
    "us_census_trade": us_census_trade, "ucdp_country_year": ucdp_country_year, "unhcr": unhcr,
    "us_foreign_assistance": us_foreign_assistance,
}  # fmt: skip


def _chosen(paper: dict[str, dict[str, Row]]) -> Iterator[tuple[Row, float]]:
    """Yield figures with what the raw file says, the sources in turn, each in order of id."""
    by_source: dict[str, list[Row]] = {}
    for key in sorted(paper["observations"]):
        row = paper["observations"][key]
        if row["value"] is not None and row["source"] in READERS:
            by_source.setdefault(str(row["source"]), []).append(row)
    while any(by_source.values()):
        for source in sorted(by_source):
            if by_source[source]:
                row = by_source[source].pop(0)
                raw = READERS[source](row)
                if raw is not None:
                    yield row, raw


def _papers() -> Iterator[tuple[str, dict[str, dict[str, Row]]]]:
    with tempfile.TemporaryDirectory() as folder:
        for place in PLACES:
            call = [sys.executable, "-m", "countrydesk", "paper", place, "-f", "json",
                "--release", "bundled", "-o", folder]  # fmt: skip
            subprocess.run(call, check=True, capture_output=True)
            yield place, json.loads((Path(folder) / f"{place}-USA.json").read_bytes())


def main() -> None:
    """Print the table; exit with 1 when a figure differs or too few could be checked."""
    if not RAW.is_dir():
        raise SystemExit(f"no raw files at {RAW}; set COUNTRYDESK_RAW")
    print("| country | figures | equal | sources |\n|---|---|---|---|")
    wrong, few = [], []
    for place, paper in _papers():
        checked = [pair for pair, _ in zip(_chosen(paper), range(FIGURES), strict=False)]
        bad = [
            (row, raw)
            for row, raw in checked
            if not math.isclose(float(str(row["value"])), raw, rel_tol=1e-6, abs_tol=5e-4)
        ]
        wrong += bad
        few += [place] if len(checked) < FIGURES and place != "VAT" else []
        counts = Counter(str(row["source"]) for row, _ in checked)
        told = ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))
        print(f"| {place} | {len(checked)} | {len(checked) - len(bad)} | {told} |")
    for row, raw in wrong:
        print(f"differs: {row['place']} {row['counterpart']} {row['indicator']} {row['period']} "
            f"({row['source']}): paper {row['value']}, raw {raw}", file=sys.stderr)  # fmt: skip
    if wrong or few:
        raise SystemExit(f"{len(wrong)} figures differ; too few checked for {few}")


if __name__ == "__main__":
    main()
