"""Compiles the packaged tables: ``python -m countrydesk.policy.tariffs.compile --raw DIR``.

``lines.parquet`` holds what the United States bought in 2024 by partner and ten-digit line, with
the duty that was calculated on it (Census Bureau, public domain); ``names.parquet`` the words of
the schedule by eight-digit line; ``lists.csv`` the codes of the lists that proclamations and
notices name, as far as public copies of them hold codes. Lists that no copy holds are typed by
hand in ``hand_lists.csv``, with source and confidence. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from pathlib import Path

import polars as pl

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError
from countrydesk.places import registry
from countrydesk.policy.tariffs.lines import DATA

LINES = "us_tariffs/data/2024-hs10-imports*.parquet"
NAMES = "us_tariffs/hts8_sectioned.csv"
LISTS = "us_tariffs/tariff-lists"
UNION = {"0003": "EUU"}
FILES = {
    "annex_ii_april_2025": "annex-II-exemptions.csv",
    "annex_ii_november_2025": "annex-II-exemptions-nov14.csv",
    "electronics_april_2025": "consumer_electronics_EO14257_apr11.csv",
    "steel_derivatives": "steel-tariffs.csv",
    "aluminium_derivatives": "alu-tariffs.csv",
    "copper": "copper-list.csv",
    "motor_vehicles": "auto-tariffs.csv",
    "metals_annex_i_a": "metals-annex-IA.csv",
    "metals_annex_i_b": "metals-annex-IB.csv",
    "metals_annex_iii": "metals-annex-III-temporary.csv",
    "section_122_goods": "section122-product-exemptions.csv",
    "section_122_aircraft": "section122-aircraft-exemptions.csv",
    "section_122_narrow": "section122-specific-exemptions.csv",
    "brazil_301_goods": "brazil-301-exemptions.csv",
    "brazil_aircraft": "brazil-airplane-exemptions.csv",
    "brazil_goods": "brazil-non-airplane-exemptions.csv",
    "canada_338_alcohol": "canada-338-alcohol.csv",
    "canada_338_dairy": "canada-338-dairy.csv",
    "canada_338_vehicles": "canada-338-autos.csv",
    "canada_338_aircraft": "canada-338-aircraft-exempt.csv",
}
# The proclamation's list of vehicles is in these headings; all else in the copy is a part.
VEHICLES = ("8703", "8704")
_CODE = re.compile(r"\d{4}|\d{6}|\d{8}|\d{10}")


def line_table(raw: Path) -> pl.DataFrame:
    """Return place, code (ten digits), value and duty in dollars, sorted.

    Raises:
        RawFileError: no file of lines is in ``raw``.
        ValueNotUnderstoodError: a partner or a code that nobody knows.
    """
    paths = sorted(raw.glob(LINES))
    if not paths:
        raise RawFileError(
            f"no file matches {raw / LINES}; give the folder of raw files with --raw"
        )
    columns = ["CTY_CODE", "HS10", "imports", "duty"]
    table = pl.concat([pl.read_parquet(path, columns=columns) for path in paths])
    places = {code: _place(code) for code in table.get_column("CTY_CODE").unique().to_list()}
    if bad := table.filter(~pl.col("HS10").str.contains(r"^\d{10}$")).height:
        raise ValueNotUnderstoodError(f"{LINES}: {bad} rows whose HS10 has not ten digits")
    return (
        table.select(
            pl.col("CTY_CODE").replace_strict(places).alias("place"),
            pl.col("HS10").alias("code"),
            pl.col("imports").round().cast(pl.Int64).alias("value"),
            pl.col("duty").round().cast(pl.Int64),
        )
        .group_by("place", "code")
        .sum()
        .sort("place", "code")
    )


def _place(code: str) -> str:
    found = UNION.get(code) or registry().from_code("schedule_c", code)
    if found is None:
        raise ValueNotUnderstoodError(f"{LINES}: CTY_CODE '{code}' is no code of Schedule C")
    return found


def name_table(raw: Path) -> pl.DataFrame:
    """Return code (eight digits) and name, sorted.

    Raises:
        RawFileError: the file cannot be read.
        LayoutError: its first columns are others.
    """
    try:
        text = (raw / NAMES).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RawFileError(f"{raw / NAMES} cannot be read: {error}") from error
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    if rows[0][:2] != ["hs_8digit", "hs_8name"]:
        raise LayoutError(f"{NAMES}: begins with {rows[0][:2]}, expected hs_8digit, hs_8name")
    pairs = {row[0].zfill(8): " ".join(row[1].split()) for row in rows[1:] if row[0]}
    return pl.DataFrame(sorted(pairs.items()), schema=["code", "name"], orient="row")


def list_rows(raw: Path) -> list[tuple[str, str]]:
    """Return pairs of list and code, sorted.

    Raises:
        RawFileError: a list is missing.
        ValueNotUnderstoodError: an entry is no code of the schedule.
    """
    pairs = {(name, code) for name, file in FILES.items() for code in _codes(raw, file)}
    return sorted({(_list_of(name, code), code) for name, code in pairs})


def _list_of(name: str, code: str) -> str:
    """Return the list that a code belongs to: parts are charged from a later day than vehicles."""
    part = name == "motor_vehicles" and not code.startswith(VEHICLES)
    return "motor_vehicle_parts" if part else name


def _codes(raw: Path, file: str) -> list[str]:
    path = raw / LISTS / file
    try:
        lines = path.read_text("utf-8-sig").splitlines()[1:]
    except (OSError, UnicodeDecodeError) as error:
        raise RawFileError(f"{path} cannot be read: {error}") from error
    codes = [line.split(",")[0].replace(".", "").strip() for line in lines if line.strip()]
    if bad := next((code for code in codes if not _CODE.fullmatch(code)), ""):
        raise ValueNotUnderstoodError(f"{file}: '{bad}' is no code of the schedule")
    return codes


def compile_tables(raw: Path, folder: Path = DATA) -> None:
    """Write the three tables into ``folder``, all of them or none.

    Raises:
        SourceError: as the functions that read the raw files.
    """
    lines, names, rows = line_table(raw), name_table(raw), list_rows(raw)
    folder.mkdir(parents=True, exist_ok=True)
    places = pl.Enum(lines.get_column("place").unique().sort())
    lines.with_columns(pl.col("place").cast(places).cast(pl.Categorical)).write_parquet(
        folder / "lines.parquet", compression="zstd", compression_level=19
    )
    names.write_parquet(folder / "names.parquet", compression="zstd", compression_level=19)
    text = "list,code\n" + "".join(f"{name},{code}\n" for name, code in rows)
    (folder / "lists.csv").write_text(text, "utf-8")


def main() -> int:
    """Run the compilation from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raw", type=Path, required=True, help="folder of raw source files")
    compile_tables(parser.parse_args().raw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
