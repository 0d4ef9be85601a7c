"""Every code and name of a place in the real source files is known or declared to be none."""

import csv
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pyreadr
import pytest

from countrydesk.places import CodeSystem, PlaceRegistry, rawlists
from countrydesk.places.compile import compile_tables
from countrydesk.places.names import name_key
from countrydesk.places.tables import FOLDER, TABLES

pytestmark = pytest.mark.raw

Code = tuple[str, int | None]
Named = tuple[str, str | None]

# -- codes ----------------------------------------------------------------------------------------


def rows(path: Path, encoding: str = "utf-8-sig", skip: int = 0) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as handle:
        for _ in range(skip):
            next(handle)
        return list(csv.DictReader(handle))


def year(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def column(raw: Path, name: str, code: str, when: str, encoding: str = "utf-8-sig") -> set[Code]:
    return {(row[code], year(row[when])) for row in rows(raw / name, encoding)}


def r_frame(path: Path, name: str) -> pd.DataFrame:
    return pyreadr.read_r(str(path))[name]


def pairs(frame: pd.DataFrame, *codes: str) -> set[Code]:
    return {
        (str(code), int(when))
        for one in codes
        for code, when in frame[[one, "year"]].dropna().drop_duplicates().itertuples(index=False)
    }


def ideal_points(raw: Path) -> pd.DataFrame:
    return pd.read_stata(raw / "un_votes/IdealpointsJuly2025.dta")


def cow_codes(raw: Path) -> set[Code]:
    science = raw / "peacesciencer"
    return (
        pairs(ideal_points(raw), "ccode")
        | column(raw, "reign/leaderlist_3_21.csv", "ccode", "syear", "latin-1")
        | column(raw, "reign/electionlist_3_21.csv", "ccode", "elec_year", "latin-1")
        | column(raw, "coups/cline_coup_data_2_1_2.csv", "cowcode", "year", "latin-1")
        | column(raw, "us_troops/troopdata-country-year-quarter.csv", "ccode", "year")
        | pairs(r_frame(science / "atop_alliance.rda", "atop_alliance"), "ccode1", "ccode2")
        | pairs(r_frame(science / "cow_igo_ndy.rda", "cow_igo_ndy"), "ccode1", "ccode2")
        | pairs(r_frame(science / "cow_nmc.rda", "cow_nmc"), "ccode")
        | pairs(r_frame(raw / "democracy/vdem_simple.rda", "vdem_simple"), "vdem_cowcode")
    )


def gw_codes(raw: Path) -> set[Code]:
    found = column(raw, "ucdp/organizedviolencecy_v25_1.csv", "country_id_cy", "year_cy")
    for row in rows(raw / "ucdp/ucdp_prio_conflicts_v25_1.csv"):
        for name in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc"):
            found |= {(code.strip(), year(row["year"])) for code in row[name].split(",") if code}
    # the key keeps codes of states that are gone, so it says nothing about a year
    return found | {(row["gwcode"], None) for row in rows(raw / "views/country_key.csv")}


def unhcr_codes(raw: Path) -> set[Code]:
    found: set[Code] = {(code, None) for code in rawlists.unhcr_codes(raw)}
    for path in (raw / "unhcr").glob("*.rda"):
        for frame in pyreadr.read_r(str(path)).values():
            if "coo" in frame.columns:
                found |= pairs(frame, "coo", "coa")
    return found


def vdem_codes(raw: Path, name: str) -> set[Code]:
    frame = r_frame(raw / "democracy/vdem_simple.rda", "vdem_simple")
    return pairs(frame, name) | column(raw, "democracy/ert.csv", name, "year")


def iso3_codes(raw: Path) -> set[Code]:
    passports = rows(raw / "visas/passport-index-tidy-iso3.csv")
    listed = {row[name] for row in passports for name in ("Passport", "Destination")}
    for name in ("us_tariffs/additional_duties.csv", "us_tariffs/eu_duty_by_country.csv"):
        listed |= {row["iso3"] for row in rows(raw / name)}
    listed |= {row["iso3"] for row in rows(raw / "trade_war_2025/country_labels.csv")}
    listed |= {row["iso3"] for row in rows(raw / "reference/leaders_2026.csv")}
    listed |= {row["ISO3"] for row in rows(raw / "ndgain/gain.csv")}
    country_month = rows(raw / "ucdp/ucdp_country_month_1989_2024.csv")
    return {(code, None) for code in listed | {row["country_iso3"] for row in country_month}}


def plain(codes: Iterable[str]) -> set[Code]:
    return {(code, None) for code in codes}


def world_bank_codes(raw: Path) -> set[Code]:
    found = set(rawlists.world_bank_codes(raw))
    for path in (raw / "wdi").glob("*.xls"):
        frame = pl.read_excel(path, sheet_name="Data", has_header=False, infer_schema_length=0)
        found |= {row[1] for row in frame.iter_rows() if re.fullmatch("[A-Z]{3}", row[1] or "")}
    return plain(found | {row["ISO3"] for row in rows(raw / "cpi/CPI2025_Results.csv", skip=3)})


def collected(raw: Path, system: CodeSystem) -> set[Code]:
    readers = {
        CodeSystem.COW: cow_codes,
        CodeSystem.GW: gw_codes,
        CodeSystem.GEC: lambda raw: plain(code for code, _ in rawlists.factbook(raw)),
        CodeSystem.ISO3: iso3_codes,
        CodeSystem.ISO2: lambda raw: (
            {("PE", None)}
            | plain(row["iso2"] for row in rows(raw / "us_tariffs/eu_duty_by_country.csv"))
        ),
        CodeSystem.M49: lambda raw: plain(row["M49"] for row in rawlists.country_codes(raw)),
        CodeSystem.VDEM: lambda raw: vdem_codes(raw, "country_id"),
        CodeSystem.VDEM_TEXT: lambda raw: vdem_codes(raw, "country_text_id"),
        CodeSystem.SCHEDULE_C: lambda raw: plain(rawlists.census_names(raw)),
        CodeSystem.UNHCR: unhcr_codes,
        CodeSystem.WEO: lambda raw: plain(rawlists.weo_codes(raw)),
        CodeSystem.WORLDBANK: world_bank_codes,
        CodeSystem.WGI: lambda raw: plain(rawlists.wgi_codes(raw)),
        CodeSystem.USAID: lambda raw: plain(rawlists.usaid_codes(raw)),
        CodeSystem.VIEWS: lambda raw: plain(code for code, *_ in rawlists.views_codes(raw)),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return readers[system](raw)


@pytest.mark.parametrize("system", list(CodeSystem))
def test_every_code_is_a_place_or_declared_none(
    places: PlaceRegistry, raw: Path, system: CodeSystem
) -> None:
    found = collected(raw, system)
    none = places.no_place(system)
    unknown = {
        (code, when)
        for code, when in found
        if places.from_code(system, code, when) is None and code.removesuffix(".0") not in none
    }
    assert found
    assert sorted(unknown, key=str) == []


def test_census_year_rows_resolve_in_their_year(places: PlaceRegistry, raw: Path) -> None:
    frame = pl.read_excel(raw / "census/country.xlsx").select("CTY_CODE", "year", "IYR", "EYR")
    none = places.no_place("schedule_c")
    for code, when, *_ in frame.iter_rows():
        assert code in none or places.from_code("schedule_c", code, int(when)), (code, when)


# -- names ----------------------------------------------------------------------------------------


def visa_names(raw: Path) -> Iterator[Named]:
    for path in sorted((raw / "us_visas").glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line) if line.strip() else {}
            name = record.get("Nationality", record.get("or Place of Birth"))
            if name and not name.startswith(('*"Non-nationality', "GRAND TOTAL")):
                yield name, None
    frame = pl.read_excel(raw / "us_visas/fy2024_niv_detail.xlsx", has_header=False)
    for row in frame.iter_rows():
        if not re.match("Fiscal Year|Totals for|Grand Total|Unknown", row[0]):
            yield row[0], None


def advisory_names(raw: Path) -> Iterator[Named]:
    for path in sorted((raw / "advisories").glob("*.csv")):
        yield from ((row["destination"], None) for row in rows(path))


def freedom_house_names(raw: Path) -> Iterator[Named]:
    path = raw / "freedom_house/All_data_FIW_2013-2025.xlsx"
    frame = pl.read_excel(path, sheet_name="FIW13-25", has_header=False, infer_schema_length=0)
    yield from ((row[0], None) for row in frame.iter_rows() if row[2] in ("c", "t"))


def sipri_names(raw: Path) -> Iterator[Named]:
    regions = re.compile("North Africa|sub-Saharan|Americas|Central|.*Asia|.*Europe|Middle East")
    path = raw / "sipri/SIPRI-Milex-data-1949-2024.xlsx"
    frame = pl.read_excel(path, sheet_name="Share of GDP", has_header=False, infer_schema_length=0)
    listed = [row[0] for row in frame.iter_rows()]
    for name in listed[listed.index("Country") + 1 :]:
        if name and not (regions.match(name) and name != "Central African Republic"):
            yield name, None


def crime_names(raw: Path) -> Iterator[Named]:
    for sheet in ("2023_dataset", "2021_dataset"):
        frame = pl.read_excel(raw / "ocindex/global_oc_index.xlsx", sheet_name=sheet)
        yield from ((name, None) for name in frame["Country"])


def action_names(raw: Path) -> Iterator[Named]:
    for row in rows(raw / "us_tariffs/actions.csv"):
        scope = row["scope_countries"]
        if not re.match(r"all\b|about|named|top|Annex|\d", scope):
            listed = scope.split(";")
            yield from ((name, None) for part in listed for name in _scope(part))


def _scope(part: str) -> list[str]:
    codes = re.findall(r"\b[A-Z]{2,3}\b", part)
    return codes if len(codes) > 1 or "all-in" in part else [part]


def factbook_names(raw: Path) -> Iterator[Named]:
    for _, entry in rawlists.factbook(raw):
        for name in ("Imports - partners", "Exports - partners"):
            text = re.sub("note:.*", "", rawlists.factbook_text(entry, "Economy", name))
            yield from ((one.strip(), None) for one in re.findall(r"([^%\d]+?)\s\d+%", text)
                        if not re.search("less than", one))  # fmt: skip
        borders = rawlists.factbook_text(entry, "Geography", "Land boundaries", "border countries")
        for one in re.findall(
            r"([A-Z][^\d;()]*?)\s+[\d.,]+\s+km", re.sub(r"\([^)]*\)", "", borders)
        ):
            if "US Naval Base" not in one:
                yield one, None


def census_names(raw: Path) -> Iterator[Named]:
    yield from ((name, None) for name in rawlists.census_names(raw).values())
    for name in ("country-by-time.csv", "tariff-summary-latest-data.csv"):
        yield from ((row["country_name"], None) for row in rows(raw / "us_tariffs" / name))


def tariff_names(raw: Path) -> Iterator[Named]:
    for row in rows(raw / "us_tariffs/additional_duties.csv"):
        yield row["country"], row["iso3"]
    for row in rows(raw / "us_tariffs/data/CensusCountryMapping_FRBAtl_short.csv"):
        yield row["country"], row["ISO3"]


def bank_names(raw: Path) -> Iterator[Named]:
    for name in rawlists.WORLD_BANK:
        for row in rows(raw / name):
            if re.fullmatch("[A-Z]{3}", row["Country Code"] or ""):
                yield row["Country Name"], f"worldbank:{row['Country Code']}"
    for row in rows(raw / "cpi/CPI2025_Results.csv", skip=3):
        yield row["Country / Territory"], f"worldbank:{row['ISO3']}"
    frame = pl.read_excel(raw / "wgi/wgidataset.xlsx", sheet_name="Data", infer_schema_length=0)
    for name, code in frame.select("Country/Territory", "Code").iter_rows():
        yield name, f"wgi:{code}"


def refugee_names(raw: Path) -> Iterator[Named]:
    frame = r_frame(raw / "unhcr/population.rda", "population")
    for end in ("coo", "coa"):
        for name, code in frame[[f"{end}_name", end]].drop_duplicates().itertuples(index=False):
            yield name, f"unhcr:{code}"


def vote_names(raw: Path) -> Iterator[Named]:
    frame = r_frame(raw / "un_votes/un_votes.rda", "un_votes")[["country"]].drop_duplicates()
    yield from ((name, None) for (name,) in frame.itertuples(index=False))


def aid_names(raw: Path) -> Iterator[Named]:
    none = {"AFR", "ANS", "ASN"}
    for row in rows(raw / "us_aid/us_foreign_aid_country.csv"):
        code, name = row["Country Code"], row["Country Name"]
        if code == "NULL":
            yield name, None
        elif code not in none and "Region" not in name:
            yield name, f"usaid:{code}"


def conflict_names(raw: Path) -> Iterator[Named]:
    for row in rows(raw / "ucdp/organizedviolencecy_v25_1.csv"):
        if row["country_id_cy"] not in ("345", "365"):  # one name for two states
            yield row["country_cy"], f"gw:{row['country_id_cy']}"
    for row in rows(raw / "views/country_key.csv"):
        yield row["name"], f"views:{row['id']}"
    for row in rows(raw / "reign/electionlist_3_21.csv", "latin-1"):
        if row["ccode"] not in ("345", "533"):
            yield row["country"], f"cow:{row['ccode']}"
    for row in rows(raw / "us_troops/troopdata-country-year-quarter.csv"):
        if row["ccode"] not in ("345", "365"):
            yield row["countryname"], f"cow:{row['ccode']}"


def terror_names(raw: Path) -> Iterator[Named]:
    for row in rows(raw / "pts/PTS-2024.csv", "latin-1"):
        code = row["WordBank_Code_A"]
        yield row["Country"], f"worldbank:{code}" if code not in ("NA", "YUG") else None


def reference_names(raw: Path) -> Iterator[Named]:
    for name in ("organisations.csv", "leaders_2026.csv", "diplomatic_relations.csv"):
        yield from ((row["country"], row["iso3"]) for row in rows(raw / "reference" / name)
                    if "country" in row and "iso3" in row)  # fmt: skip


SOURCES_OF_NAMES = [
    visa_names, advisory_names, freedom_house_names, sipri_names, crime_names, action_names,
    factbook_names, census_names, tariff_names, bank_names, refugee_names, vote_names, aid_names,
    conflict_names, terror_names, reference_names,
]  # fmt: skip


@pytest.mark.parametrize("source", SOURCES_OF_NAMES, ids=lambda source: source.__name__)
def test_every_name_is_found_or_declared_none(places: PlaceRegistry, raw: Path, source) -> None:
    none = {name_key(name) for name in places.no_place("name")}
    none |= {name_key(name) for name in places.no_place("usaid")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = set(source(raw))
    assert found
    lost, wrong = set(), set()
    for name, code in found:
        place, meant = places.find(name), places.find(code) if code else None
        if place is None:
            key = name_key(name)
            excused = key in none or key in places.index.ambiguous or (code and meant is None)
            lost |= set() if excused else {name}
        elif meant is not None and meant.id != place.id:
            wrong.add((name, code, place.id))
    assert sorted(lost) == []
    assert sorted(wrong) == []


# -- compilation ----------------------------------------------------------------------------------


def test_tables_are_those_that_the_raw_lists_give(raw: Path, tmp_path: Path) -> None:
    compile_tables(raw, tmp_path / "once")
    compile_tables(raw, tmp_path / "twice")
    for name in TABLES:
        packaged = (FOLDER / f"{name}.csv").read_bytes()
        assert (tmp_path / "once" / f"{name}.csv").read_bytes() == packaged, name
        assert (tmp_path / "twice" / f"{name}.csv").read_bytes() == packaged, name
