"""The raw lists that the tables are compiled from. Needs polars and pyreadr; not for run time."""

from __future__ import annotations

import csv
import html
import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pyreadr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TAG = re.compile(r"<[^>]+>")

WORLD_BANK = ("worldbank/gdp.csv", "worldbank/worldDevelopmentIndicators1.csv")


def csv_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file with cells stripped of blanks."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [
            {key: value.strip() for key, value in row.items()} for row in csv.DictReader(handle)
        ]


def country_codes(raw: Path) -> list[dict[str, str]]:
    """Return the table of country codes (PDDL), one row per ISO 3166-1 country."""
    return csv_rows(raw / "codes/country-codes.csv")


def organisations(raw: Path) -> list[dict[str, str]]:
    """Return the memberships of places in organisations."""
    return csv_rows(raw / "reference/organisations.csv")


def cldr_names(language: str) -> Mapping[str, str]:
    """Return CLDR's names of territories by ISO 3166 alpha-2 code."""
    from babel import Locale

    names: Mapping[str, str] = Locale(language).territories
    return names


def factbook(raw: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the GEC code in upper case and the entry of each Factbook country, sorted by path."""
    for path in sorted((raw / "factbook").glob("*/*.json")):
        if path.parent.name != "meta":
            yield path.stem.upper(), json.loads(path.read_bytes())


def factbook_text(entry: Mapping[str, Any], *keys: str) -> str:
    """Return the plain text under ``keys`` of a Factbook entry, "" where there is none."""
    node: Any = entry
    for key in keys:
        node = node.get(key, {})
    return _TAG.sub("", html.unescape(node.get("text", ""))).strip()


def factbook_names(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return the long and the short conventional name and the adjective of a Factbook entry."""
    name = ("Government", "Country name")
    people = ("People and Society", "Nationality")
    return {
        "long": factbook_text(entry, *name, "conventional long form"),
        "short": factbook_text(entry, *name, "conventional short form"),
        "adjective": factbook_text(entry, *people, "adjective"),
    }


def census_names(raw: Path) -> dict[str, str]:
    """Return the latest name of each Schedule C code."""
    frame = pl.read_excel(raw / "census/country.xlsx").select("year", "CTY_CODE", "CTYNAME")
    return {code: name for _, code, name in frame.sort("year").iter_rows()}


def unhcr_codes(raw: Path) -> dict[str, str]:
    """Return the ISO 3166 code of each UNHCR code, "" where UNHCR gives none."""
    frame = pyreadr.read_r(str(raw / "unhcr/countries.rda"))["countries"].fillna("")
    return dict(zip(frame["unhcr_code"], frame["iso_code"], strict=True))


def weo_codes(raw: Path) -> list[str]:
    """Return the reference areas of the World Economic Outlook, sorted."""
    frame = pl.read_parquet(next((raw / "weo").glob("*.parquet")), columns=["ref_area"])
    return sorted(frame["ref_area"].unique())


def world_bank_codes(raw: Path) -> list[str]:
    """Return the country codes of the World Bank files, sorted."""
    codes = {row["Country Code"] for name in WORLD_BANK for row in csv_rows(raw / name)}
    return sorted(codes - {""})


def wgi_codes(raw: Path) -> list[str]:
    """Return the country codes of the Worldwide Governance Indicators, sorted."""
    frame = pl.read_excel(
        raw / "wgi/wgidataset.xlsx", sheet_name="Data", columns=["Code"], infer_schema_length=0
    )
    return sorted(frame["Code"].unique())


def usaid_codes(raw: Path) -> list[str]:
    """Return the country codes of ForeignAssistance.gov, sorted; former states have none."""
    rows = csv_rows(raw / "us_aid/us_foreign_aid_country.csv")
    return sorted({row["Country Code"] for row in rows} - {""})


def vdem_codes(raw: Path) -> dict[str, str]:
    """Return the text id of each V-Dem country id."""
    frame = pyreadr.read_r(str(raw / "democracy/vdem_simple.rda"))["vdem_simple"]
    pairs = frame[["country_id", "country_text_id"]].drop_duplicates()
    return {str(int(number)): text for number, text in pairs.itertuples(index=False)}


def views_codes(raw: Path) -> list[tuple[str, str, str, bool]]:
    """Return id, ISO 3166 code, Gleditsch-Ward number and whether it has figures from 2018 on."""
    paths = sorted((raw / "views").glob("cm_actuals_*.parquet"))
    used = set(pl.concat([pl.read_parquet(path) for path in paths])["country_id"].to_list())
    rows = csv_rows(raw / "views/country_key.csv")
    return [(row["id"], row["isoab"], row["gwcode"], int(row["id"]) in used) for row in rows]
