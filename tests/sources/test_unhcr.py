from __future__ import annotations

import polars as pl
import pytest
from tests.sources.tampering import (
    change_r,
    copy_of,
    parse_copy,
    series,
    specimens,
    values,
)  # fmt: skip

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

POPULATION = "unhcr/population.rda"
APPLICATIONS = "unhcr/asylum_applications.rda"


def test_venezuelans_in_peru_are_mostly_outside_the_asylum_system():
    parsed = specimens("unhcr")
    assert values(parsed, "PER", "other_protection", "VEN")["2025"] == 1_098_014
    assert values(parsed, "PER", "asylum_seekers", "VEN")["2025"] == 538_328
    assert values(parsed, "PER", "refugees", "VEN")["2025"] == 4_963


def test_new_applications_are_counted_and_appeals_are_not():
    parsed = specimens("unhcr")
    # 25,863 in the immigration courts and 18,268 at the asylum office; 685 appeals are left out.
    assert values(parsed, "USA", "asylum_applications", "PER")["2023"] == 25_863 + 18_268
    assert parsed.tallies[APPLICATIONS].ignored["app_type: a repeat, review or appeal"] > 0


def test_decisions_of_first_instance_by_result():
    parsed = specimens("unhcr")
    assert values(parsed, "USA", "asylum_decisions", "PER")["2023"] == 2_785 + 862
    assert values(parsed, "USA", "asylum_recognised", "PER")["2023"] == 380 + 5
    assert values(parsed, "USA", "asylum_rejected", "PER")["2023"] == 1_144 + 65


def test_unknown_origins_are_in_the_sum_and_form_no_dyad():
    parsed = specimens("unhcr")
    frame = parsed.frame.filter((pl.col("place") == "PER") & (pl.col("period") == "2025"))
    dyads = frame.filter(pl.col("indicator") == "refugees")["value"].sum()
    hosted = values(parsed, "PER", "refugees_hosted")["2025"]
    assert hosted - dyads == 24
    assert "" not in set(frame.filter(pl.col("indicator") == "refugees")["counterpart"])


def test_a_total_without_published_origins_is_said_in_the_dyads():
    row = series(specimens("unhcr"), "USA", "asylum_applications", "PER").row(-1, named=True)
    assert row["period"] == "2025"
    assert "no published origin" in row["note"]


def test_cases_are_said_to_be_cases():
    rows = series(specimens("unhcr"), "USA", "asylum_applications", "PER")
    notes = dict(rows.select("period", "note").iter_rows())
    assert "counted in cases" in notes["2020"]
    assert notes["2023"] == ""


def test_dyads_begin_in_2000_and_sums_in_1951():
    frame = specimens("unhcr").frame
    dyads = frame.filter(pl.col("counterpart") != "")
    assert dyads["period"].min() == "2000"
    assert frame.filter(pl.col("indicator") == "refugees_hosted")["period"].min() < "2000"
    assert frame.filter(pl.col("indicator") == "asylum_seekers_hosted")["period"].min() == "2000"


def test_nobody_is_a_refugee_from_the_country_of_asylum():
    frame = specimens("unhcr").frame
    assert frame.filter(pl.col("place") == pl.col("counterpart")).is_empty()


def test_displaced_people_who_are_filed_nowhere_are_ignored_by_a_rule():
    assert specimens("unhcr").tallies["unhcr/idmc.rda"].ignored["not filed under a country"] > 0


def test_palestine_refugees_of_unrwa_are_a_series_of_their_own():
    parsed = specimens("unhcr")
    assert values(parsed, "JOR", "unrwa_refugees_hosted")["2025"] == 2_398_179
    assert "2025" in values(parsed, "PSE", "unrwa_refugees_hosted")


@pytest.mark.parametrize(
    ("path", "column"), [(POPULATION, "coo"), (POPULATION, "coa"), (APPLICATIONS, "app_type")]
)
def test_an_unknown_code_is_not_passed_over(path, column, tmp_path):
    folder = copy_of("unhcr", tmp_path)
    change_r(folder / path, lambda frame: frame.assign(**{column: "QQQ"}))
    with pytest.raises(ValueNotUnderstoodError, match="QQQ"):
        parse_copy("unhcr", folder)


def test_a_renamed_column_is_named(tmp_path):
    folder = copy_of("unhcr", tmp_path)
    change_r(folder / POPULATION, lambda frame: frame.rename(columns={"oip": "vda"}))
    with pytest.raises(LayoutError, match="oip"):
        parse_copy("unhcr", folder)


@pytest.mark.raw
def test_world_totals_are_those_of_global_trends_2025(raw):
    frame = parse_source(get_source("unhcr"), raw).frame.filter(pl.col("period") == "2025")
    totals = dict(frame.group_by("indicator").agg(pl.col("value").sum()).iter_rows())
    assert totals["refugees_hosted"] == 28_461_306
    assert totals["asylum_seekers_hosted"] == 8_998_097
    assert totals["other_protection_hosted"] == 7_177_473
