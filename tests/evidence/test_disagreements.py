"""The conflict register: what differs beyond tolerance for the same place and period."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from tests.analysis.toy import CATALOGUE, series, toy_view

from countrydesk import cli
from countrydesk.evidence.conflict_rules import load_rules, number_rules
from countrydesk.evidence.disagreements import (
    episode_conflicts,
    holder_conflicts,
    newest_conflicts,
    number_conflicts,
    number_pairs,
)
from countrydesk.evidence.names import may_be_same
from countrydesk.places import registry
from countrydesk.sources.registry import source_names

PER = "PER"


def gdp(source, values, **more):
    return series(PER, "gdp_usd", values, source=source, **more)


def holder(text, period, source, **more):
    return {"place": PER, "indicator": "head_of_state", "period": period, "text": text,
            "source": source, **more}  # fmt: skip


def test_only_what_is_beyond_tolerance_and_for_the_same_period():
    rows = gdp("imf_weo", {2021: 100, 2022: 100, 2023: 100})
    rows += gdp("factbook", {2022: 102, 2023: 110, 2024: 500})
    (pair,) = number_conflicts(toy_view(rows), place=PER)
    assert (pair.shown.source, pair.other.source) == ("imf_weo", "factbook")
    assert (pair.shown.period.text, round(pair.difference, 4)) == ("2023", 0.0909)
    assert pair.rule.id == "gdp"


def test_two_indicators_that_stand_for_one_quantity():
    rows = series(PER, "refugees_hosted", {2024: 6742}, source="unhcr")
    rows += series(PER, "refugees_factbook", {2024: 546699}, source="factbook")
    (pair,) = number_conflicts(toy_view(rows), place=PER)
    assert (pair.shown.indicator, pair.other.indicator) == ("refugees_hosted", "refugees_factbook")
    assert (pair.reason.why, pair.reason.beside) == ("definition", "by a wider definition")


@pytest.mark.parametrize(("seekers", "explained"), [(539_957, True), (100_000, False)])
def test_a_sum_is_the_reason_only_where_it_adds_up(seekers, explained):
    rows = series(PER, "refugees_hosted", {2024: 6742}, source="unhcr")
    rows += series(PER, "asylum_seekers_hosted", {2024: seekers}, source="unhcr")
    rows += series(PER, "refugees_factbook", {2024: 546_699}, source="factbook")
    (pair,) = number_conflicts(toy_view(rows), place=PER)
    assert ("asylum seekers" in pair.reason.text) is explained


def test_homicide_by_the_police_and_by_certificates_of_death():
    rows = series(PER, "homicide_rate", {2021: 8.6}, source="unodc_homicide")
    rows += series(PER, "homicide_rate", {2021: 10.4}, source="who_gho")
    rows += series(PER, "homicide_rate", {2021: 7.4}, source="worldbank_third_party")
    found = number_conflicts(toy_view(rows), place=PER)
    sides = {(p.shown.source, p.other.source): p.reason.why for p in found}
    assert sides == {
        ("unodc_homicide", "who_gho"): "method",
        ("unodc_homicide", "worldbank_third_party"): "vintage",
        ("worldbank_third_party", "who_gho"): "method",
    }


def test_what_one_side_sold_is_what_the_other_bought():
    rows = series("USA", "goods_imports", {2023: 8.7e9}, source="us_census_trade",
        counterpart=PER)  # fmt: skip
    rows += series(PER, "goods_exports_reconciled", {2023: 9.3e9}, source="cepii_baci",
        counterpart="USA")  # fmt: skip
    rows += series("USA", "goods_exports_reconciled", {2023: 11e9}, source="cepii_baci",
        counterpart=PER)  # fmt: skip
    view = toy_view(rows)
    (row,) = number_pairs(view, place="USA").to_dicts()
    assert (row["place"], row["counterpart"], row["other_value"]) == ("USA", PER, 9.3e9)
    assert number_pairs(view, place=PER).is_empty()
    (pair,) = newest_conflicts(view, place="USA", counterpart=PER, since=2020)
    assert (pair.shown.place, pair.other.place, pair.reason.why) == ("USA", PER, "method")


@pytest.mark.parametrize(("later", "why"), [(date(2025, 1, 20), "method"),
    (date(2025, 6, 1), "vintage")])  # fmt: skip
def test_without_a_reason_of_their_own_the_days_of_release_decide(later, why):
    early = date(2025, 1, 1)
    rows = series(PER, "agriculture_share", {2024: 7}, source="worldbank_api", released_on=early)
    rows += series(PER, "agriculture_share", {2024: 9}, source="factbook", released_on=later)
    (pair,) = number_conflicts(toy_view(rows), place=PER)
    assert pair.reason.why == why


def test_a_small_absolute_difference_is_no_remark():
    rows = series(PER, "refugees_hosted", {2024: 10}, source="unhcr")
    rows += series(PER, "refugees_factbook", {2024: 400}, source="factbook")
    assert number_conflicts(toy_view(rows), place=PER) == []


def test_projections_may_differ_and_what_was_restated_is_no_second_voice():
    rows = gdp("imf_weo", {2023: 50}, released_on=date(2024, 1, 1))
    rows += gdp("imf_weo", {2023: 100}, released_on=date(2025, 1, 1))
    rows += gdp("imf_weo", {2027: 100}, released_on=date(2025, 1, 1), status="projection")
    rows += gdp("factbook", {2023: 100, 2027: 900})
    assert number_conflicts(toy_view(rows, restating=("imf_weo",)), place=PER) == []


def test_as_of_a_day_the_conflict_of_that_day():
    rows = gdp("imf_weo", {2023: 50}, released_on=date(2024, 1, 1))
    rows += gdp("imf_weo", {2023: 100}, released_on=date(2025, 6, 1))
    rows += gdp("factbook", {2023: 100}, released_on=date(2024, 1, 1))
    then = toy_view(rows, restating=("imf_weo",), as_of=date(2024, 6, 1))
    assert [pair.shown.value for pair in number_conflicts(then, place=PER)] == [50]


def test_area_is_compared_whatever_the_period():
    rows = series(PER, "area_total", {"2026-01": 100_000}, source="factbook")
    rows += series(PER, "surface_area", {2019: 50_000, 2022: 130_000}, source="gapminder")
    (pair,) = number_conflicts(toy_view(rows), place=PER)
    assert pair.other.value == 130_000


def test_two_holders_on_the_same_day():
    rows = [
        holder("Ana Pérez", "2020-01-01/", "ref_leaders"),
        holder("Bo Li", "2019-01-01/", "factbook"),
    ]
    (pair,) = holder_conflicts(toy_view(rows))
    assert {pair.shown.fact, pair.other.fact} == {"Ana Pérez", "Bo Li"}


def test_a_successor_is_no_conflict():
    rows = [
        holder("Bo Li", "2019-01-01/", "factbook", attributes={"as_of": "2026-01"}),
        holder("Ana Pérez", "2026-02-01/", "ref_leaders", released_on=date(2026, 3, 1)),
        holder("Bo Li", "2019-01-01/2026-02-01", "ref_leaders", released_on=date(2026, 3, 1)),
    ]
    assert holder_conflicts(toy_view(rows)) == []


def test_a_term_known_by_its_year_began_at_its_end_at_the_latest():
    rows = [
        holder("Bo Li", "2019-01-01/", "factbook", attributes={"as_of": "2026-01"}),
        holder("Ana Pérez", "2026/", "ref_leaders", released_on=date(2026, 9, 1)),
    ]
    assert holder_conflicts(toy_view(rows)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("José Jerí", "José Enrique Jerí Oré", True),
        ("Abdelfattah Elsisi", "Abdel Fattah el-Sisi", True),
        ("Adama Barrow", "Mohammed Jallow", False),
    ],
)
def test_spellings_of_a_name(one, other, same):
    assert may_be_same(one, other) is same


def test_the_rules_name_indicators_that_exist_and_give_reasons():
    for rule in load_rules().values():
        assert {*rule.indicators, *rule.holders, *rule.episodes} <= set(CATALOGUE)
        assert len({CATALOGUE[key].unit for key in rule.indicators}) <= 1, rule.id
        assert set(rule.mirrored) <= set(rule.indicators)
        for between in rule.between:
            assert set(between.adds) <= set(CATALOGUE)
            assert set(between.sources) <= set(source_names()), rule.id
            assert len(between.sources) in {0, 2}
            assert between.reason.endswith(".")
        assert rule.reason.endswith(".")
        assert rule.rule.endswith(".")
    covered = {key for rule in number_rules(CATALOGUE) for key in rule.indicators}
    several = {key for key, entry in CATALOGUE.items() if len(entry.prefer) > 1 and entry.unit}
    assert several <= covered


def test_the_quantities_of_the_issue_are_in_the_register(view):
    found = set(number_pairs(view).get_column("rule").unique())
    assert {"population", "gdp", "refugees_hosted", "us_imports"} <= found
    assert [pair.shown.place for pair in episode_conflicts(view)] == ["PER"] * 3
    assert "GMB" in {pair.shown.place for pair in holder_conflicts(view)}


def test_the_factbook_counts_asylum_seekers_as_refugees_everywhere(view):
    """Of the bundled release: without them no pair of the two would be explained."""
    found = number_pairs(view, rules=["refugees_hosted"])
    told = [
        pair.reason
        for place in found.get_column("place").unique()
        for pair in newest_conflicts(view, place=place, counterpart="", since=2020)
        if pair.rule.id == "refugees_hosted"
    ]
    summed = [reason for reason in told if "asylum seekers" in reason.text]
    assert len(told) > 50
    assert len(summed) >= 0.95 * len(told)


def test_the_quick_way_finds_what_the_whole_table_has(view):
    everything = number_pairs(view)
    year = pl.col("period").str.extract(r"(\d{4})[^/]*$").cast(pl.Int32)
    one = ("place", "counterpart", "rule", "source", "other_source", "indicator", "other_indicator")
    last = everything.filter(year >= 2020).sort("period")
    last = last.unique(one, keep="last", maintain_order=True)
    for place in ("PER", "KEN", "ERI", "VAT", "CHN"):
        for where, toward in ((place, ""), ("USA", place)):
            rows = last.filter(pl.col("place") == where, pl.col("counterpart") == toward)
            expected = {(row["rule"], row["at"], row["other_at"]) for row in rows.to_dicts()}
            given = newest_conflicts(view, place=where, counterpart=toward, since=2020)
            assert len(given) == len(expected)
            shown = {(pair.rule.id, pair.shown.number, pair.other.number) for pair in given}
            assert shown == {(r["rule"], r["value"], r["other_value"]) for r in rows.to_dicts()}


def test_the_command_prints_both_values_and_the_rule(view, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path))
    assert cli.run(["conflicts", "Peru", "-i", "refugees_hosted", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["value"], row["other_value"]) == (6742, 546699)
    assert row["rule"].endswith(".")
    assert cli.run(["conflicts", "-n", "1"]) == 0
    assert "the first 1 of" in capsys.readouterr().out
    assert cli.run(["conflicts", "PER", "-i", "nonsense"]) == 2


def test_the_place_of_every_conflict_is_known(view):
    for place in number_pairs(view).get_column("place").unique():
        registry().get(place)
