"""Gapminder: what is read and what is not, estimates and projections, and its misleading names."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.paper.writing.lexicon import load_lexicon
from countrydesk.paper.writing.template import bindings, parse
from countrydesk.sources.gapminder.source import ENTITY, RULES, path_of
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("gapminder")
SPEC = SOURCE.spec


WITHOUT_BCG = (
    "AND ATG AUS BEL BHR BHS BRB CAN CHE CYP DEU DNK ESP GBR GRD ISL ITA LBN LUX NOR NZL PLW SMR "
    "SUR TTO USA"
)


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False)


@pytest.fixture
def copy(tmp_path) -> Path:
    return Path(shutil.copytree(SOURCE.specimens, tmp_path / "raw"))


def one(parsed: Parsed, place: str, indicator: str, period: str) -> dict[str, object]:
    rows = parsed.frame.filter(
        (pl.col("place") == place)
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )
    assert rows.height == 1, (place, indicator, period, rows.height)
    return rows.row(0, named=True)


def append(raw: Path, series: str, line: str) -> None:
    with (raw / path_of(series)).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")


# -- what is read ------------------------------------------------------------------------------


def raw_series(raw: Path) -> Iterator[str]:
    for folder in ENTITY:
        for path in sorted((raw / "gapminder" / folder).iterdir()):
            named = re.fullmatch(r"ddf--datapoints--(.+)--by--.+\.csv", path.name)
            yield f"{folder}/{named[1] if named else path.name.removesuffix('.csv')}"


@pytest.mark.raw
def test_every_file_is_read_or_left_out_with_a_reason(raw):
    found = set(raw_series(raw))
    read, left_out = set(SPEC.series), set(SPEC.ignored_series)
    assert not read & left_out
    assert found == read | left_out
    assert all(len(reason) > 10 for reason in SPEC.ignored_series.values())


def test_at_least_150_indicators_each_from_one_series():
    indicators = [series.indicator for series in SPEC.series.values()]
    assert len(indicators) >= 150
    assert len(set(indicators)) == len(indicators)


@pytest.mark.parametrize(
    "mark",
    ["_idea", "_eiu", "_fh", "_wid", "ihme", "murder", "traffic", "affected_annual", "sipri",
     "military_expenditure", "oil_", "coal_", "natural_gas", "fasttrack/lex", "corruption"],
)  # fmt: skip
def test_upstreams_that_do_not_allow_it_are_not_read(mark):
    assert not [series for series in SPEC.series if mark in series]
    assert [series for series in SPEC.ignored_series if mark in series]


def test_every_series_names_its_upstream_and_the_row_repeats_it(parsed):
    assert all(series.note for series in SPEC.series.values())
    assert not parsed.frame.filter(pl.col("note") == "").height


def test_every_series_has_one_rule():
    rules = pl.read_csv(RULES, infer_schema=False)["series"].to_list()
    assert sorted(rules) == sorted(SPEC.series)


# -- estimates and projections -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "status"), [("2023", "estimate"), ("2024", "estimate"), ("2025", "projection")]
)
def test_the_population_of_2024_is_an_estimate_and_what_follows_a_projection(parsed, year, status):
    assert one(parsed, "PER", "population", year)["status"] == status


def test_nothing_lies_beyond_2050(parsed):
    assert int(parsed.frame["period"].max()) <= 2050
    late = {key for key, tally in parsed.tallies.items() if tally.ignored.total()}
    assert path_of("fasttrack/pop") in late


def test_labour_rates_of_2026_and_tobacco_after_2022_are_projections(parsed):
    assert one(parsed, "PER", "employment_rate", "2026")["status"] == "projection"
    assert one(parsed, "PER", "employment_rate", "2025")["status"] == "estimate"
    assert one(parsed, "PER", "tobacco_use", "2025")["status"] == "projection"
    assert one(parsed, "PER", "tobacco_use", "2022")["status"] == "estimate"


@pytest.mark.raw
def test_the_world_bank_prints_the_same_population_of_2024_for_most_places(raw):
    """Why the first year of the projection is called an estimate here."""
    folder = raw / "gapminder" / "systema_globalis"
    parts = [
        pl.read_csv(folder / f"ddf--datapoints--{name}--by--geo--time.csv")
        .filter(pl.col("time") == 2024)
        .select("geo", pl.col(name).alias(name))
        for name in ("urban_population", "rural_population")
    ]
    bank = parts[0].join(parts[1], on="geo")
    un = pl.read_csv(raw / path_of("fasttrack/pop")).filter(pl.col("time") == 2024)
    both = un.join(bank, left_on="country", right_on="geo")
    total = pl.col("urban_population") + pl.col("rural_population")
    same = both.filter((pl.col("pop") / total - 1).abs() < 1e-4)
    assert both.height == 195
    assert same.height == 131


# -- dates of release --------------------------------------------------------------------------


@pytest.mark.raw
def test_fast_track_carries_the_day_of_its_last_update(raw):
    with (raw / "gapminder/fasttrack/ddf--concepts.csv").open(encoding="utf-8-sig") as handle:
        updated = {row["concept"]: row["updated"] for row in csv.DictReader(handle)}
    slips = {"emigrant_pc": date(2026, 4, 27)}
    for entry in SPEC.files:
        if "/fasttrack/" not in entry.path:
            assert entry.released_on is None
            continue
        name = entry.path.split("--")[2]
        assert entry.released_on == slips.get(name, day(updated[name])), name


def day(text: str) -> date:
    words = " ".join(text.replace(",", " ").split())
    form = "%Y %B %d" if words[0].isdigit() else "%B %d %Y"
    return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day without a clock


# -- traps -------------------------------------------------------------------------------------


def test_zeros_that_stand_for_nothing_reported_are_left_out(parsed):
    brazil = parsed.frame.filter(
        (pl.col("place") == "BRA") & (pl.col("indicator") == "agriculture_share")
    )
    assert brazil["value"].min() > 0
    assert "1960" not in brazil["period"]


def test_shares_above_the_whole_are_left_out(parsed):
    bolivia = parsed.frame.filter(
        (pl.col("place") == "BOL") & (pl.col("indicator") == "water_share_agriculture")
    )
    assert bolivia.height
    assert not {"2020", "2021"} & set(bolivia["period"])


def places_with(parsed: Parsed, indicator: str) -> set[str]:
    return set(parsed.frame.filter(pl.col("indicator") == indicator)["place"])


def test_displaced_vaccines_are_left_out(parsed):
    """Rotavirus (77 %) stands under polio for the United States, measles under Hib for China."""
    assert {"PER", "CHN", "UKR"} <= places_with(parsed, "vaccination_dtp3")
    assert not {"USA", "DEU"} & places_with(parsed, "vaccination_dtp3")
    assert not {"USA", "DEU", "CHN"} & places_with(parsed, "vaccination_measles")
    assert not {"USA", "DEU", "CHN", "UKR"} & places_with(parsed, "vaccination_polio")
    for vaccine in ("bcg", "dtp3", "measles", "polio", "rotavirus", "lowest_of_six"):
        assert {"PER", "KEN"} <= places_with(parsed, f"vaccination_{vaccine}")


@pytest.mark.raw
def test_places_without_bcg_lose_their_dtp(raw):
    full = parse_source(SOURCE, raw)
    rows = pl.read_csv(raw / path_of("fasttrack/dtp3_vacc"))
    lost = {code.upper() for code in rows["country"]} - places_with(full, "vaccination_dtp3")
    assert lost == set(WITHOUT_BCG.split())


def test_units_are_base_units(parsed):
    hydro = one(parsed, "PER", "hydro_electricity", "2010")
    assert hydro["value"] == pytest.approx(20.04e9, rel=0.001)
    assert one(parsed, "PER", "water_withdrawal", "2022")["value"] == 25.919e9
    assert one(parsed, "PER", "co2_total", "2021")["value"] == 55974783.417
    assert one(parsed, "PER", "co2_consumption", "2022")["value"] == 68287000
    assert one(parsed, "PER", "planted_forest_area", "2020")["value"] == 10884.7


def test_codes_that_are_not_iso(parsed):
    places = set(parsed.frame["place"])
    assert {"XKX", "VAT", "IMN"} <= places
    rules = {rule for tally in parsed.tallies.values() for rule in tally.ignored}
    assert "Channel Islands: Guernsey and Jersey together" in rules


def test_income_groups_are_facts(parsed):
    group = one(parsed, "PER", "income_group", "2024")
    assert (group["text"], group["value"], group["unit"]) == ("Upper middle income", None, "")


def test_names_that_mislead_are_put_right():
    indicators = {key.split("/")[1]: series.indicator for key, series in SPEC.series.items()}
    assert indicators["exports_unit_value_index_2015_100"] == "export_value_index"
    assert indicators["smoking_adults_percent_of_population_over_age_15"] == "tobacco_use"
    assert indicators["inflation_annual_percent"] == "gdp_deflator_inflation"
    for broken in ("tax_revenue_percent_of_gdp", "aid_received_percent_of_gni",
                   "newly_hiv_infected_percent_age_15_49"):  # fmt: skip
        assert broken not in indicators
        assert f"systema_globalis/{broken}" in SPEC.ignored_series


# -- strictness --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("atlantis,2020,1", "atlantis"),
        ("per,two thousand,1", "is not a year"),
        ("per,2018,about 30 million", "is not a number"),
    ],
)
def test_what_is_not_understood_stops_the_source(copy, line, match):
    append(copy, "fasttrack/pop", line)
    with pytest.raises(ValueNotUnderstoodError, match=match):
        parse_source(SOURCE, copy, assertions=False)


def test_a_renamed_column_stops_the_source(copy):
    path = copy / path_of("fasttrack/pop")
    path.write_text(path.read_text().replace("country,time,pop", "country,year,pop"))
    with pytest.raises(LayoutError, match="time"):
        parse_source(SOURCE, copy, assertions=False)


def test_a_series_of_no_collection_is_refused():
    with pytest.raises(LayoutError, match="no collection"):
        path_of("slowtrack/pop")


# -- words -------------------------------------------------------------------------------------


def test_every_indicator_has_a_word():
    lexicon = load_lexicon("en")
    for series in SPEC.series.values():
        assert lexicon.noun(series.indicator)


def test_frames_are_dated_and_take_only_what_the_writer_gives():
    given = {"place", "v", "iv", "t", "principal"}
    entries = load_lexicon("en").entries
    wanted = {series.indicator for series in SPEC.series.values()} & set(entries)
    for indicator in sorted(wanted):
        for frame in entries[indicator].frames:
            assert "{v.period}" in frame, frame
            assert {"place", "v"} <= bindings(parse(frame)) <= given, frame


def test_the_outline_gets_two_or_more_frames():
    entries = load_lexicon("en").entries
    for indicator in (
        "population", "urban_share", "median_age", "life_expectancy", "child_mortality",
        "maternal_mortality", "hdi", "gini", "poverty_830", "agriculture_share", "industry_share",
        "services_share", "exports_share_gdp", "fdi_inflows_share", "armed_forces_personnel",
        "health_spending_share", "doctors", "vaccination_dtp3", "women_in_parliament", "immigrants",
        "emigrants", "co2_per_person", "co2_total", "forest_share", "electricity_per_person",
        "hydro_electricity", "water_withdrawal", "gni_per_capita_atlas", "internet_users",
        "external_debt", "aid_received", "applied_tariff", "military_spending_share",
    ):  # fmt: skip
        assert len(entries[indicator].frames) >= 2, indicator
        assert indicator in Catalogue.from_yaml()
