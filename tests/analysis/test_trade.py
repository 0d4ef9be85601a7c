from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import structure, trade
from countrydesk.analysis.finding import recompute

USA = {"place": "USA", "sold": "goods_exports", "bought": "goods_imports"}


def flows(other, sold, bought):
    return [
        *series("USA", "goods_exports", sold, counterpart=other),
        *series("USA", "goods_imports", bought, counterpart=other),
    ]


def shares(place, indicator, values, year=2023):
    return [
        row
        for other, value in values.items()
        for row in series(place, indicator, {year: value}, counterpart=other)
    ]


def test_a_run_counts_the_years_of_one_sign():
    rows = flows("PER", {2020: 1, 2021: 5, 2022: 9, 2023: 4}, {2020: 3, 2021: 2, 2022: 2, 2023: 1})
    found = trade.balance_run(toy_view(rows), counterpart="PER", **USA)
    assert (found.value, found.values["since"], found.values["side"]) == (3, "2021", "surplus")
    assert (found.values["largest"], found.values["largest_in"]) == (7, "2022")
    assert (found.values["turned"], found.values["until"], found.values["ever"]) == (2, "2020", 0)


def test_a_run_from_the_first_year_is_for_ever():
    rows = flows("CHN", {2022: 1, 2023: 1}, {2022: 5, 2023: 9})
    found = trade.balance_run(toy_view(rows), counterpart="CHN", **USA)
    assert (found.values["ever"], found.values["side"]) == (1, "deficit")
    assert "turned" not in found.values


def test_a_balance_of_zero_has_no_run():
    rows = flows("PER", {2023: 2}, {2023: 2})
    assert trade.balance_run(toy_view(rows), counterpart="PER", **USA) is None


def test_a_balance_is_ranked_among_those_of_its_own_sign():
    rows = [
        *flows("PER", {2024: 10}, {2024: 7}), *flows("NLD", {2024: 90}, {2024: 10}),
        *flows("CHN", {2024: 10}, {2024: 400}), *flows("WLD", {2024: 999}, {2024: 1}),
    ]  # fmt: skip
    found = trade.balance_rank(toy_view(rows), counterpart="PER", **USA)
    assert (found.value, found.values["n"], found.values["top"]) == (2, 2, "NLD")


def test_who_is_not_listed_cannot_have_more_than_the_last_one_listed():
    rows = shares("PER", "export_partner_share", {"CHN": 34, "USA": 14, "CHE": 4})
    view = toy_view(rows)
    asked = {"place": "PER", "indicator": "export_partner_share"}
    found = trade.share_ceiling(view, counterpart="DEU", **asked)
    assert (found.value, found.values["partner"], found.values["n"]) == (4, "CHE", 3)
    assert trade.share_ceiling(view, counterpart="USA", **asked) is None
    assert trade.share_ceiling(view, counterpart="DEU", place="VAT", indicator="export_partner_share") is None  # fmt: skip # noqa: E501


def test_the_first_share_is_ranked_over_states_and_ties_are_kept():
    rows = [
        *shares("KEN", "export_partner_share", {"USA": 10, "UGA": 10, "PAK": 6}),
        *shares("PER", "export_partner_share", {"CHN": 34}),
        *shares("MEX", "export_partner_share", {"USA": 76}),
    ]
    found = trade.first_share_rank(toy_view(rows), place="KEN", indicator="export_partner_share")
    assert (found.value, found.values["from_bottom"], found.values["median"]) == (3, 1, 34)
    assert (found.values["partner"], found.values["also"], found.values["level_with"]) == (
        "UGA", "USA", 1,
    )  # fmt: skip


def test_dependence_sets_both_shares_of_own_trade_against_each_other():
    rows = [
        *shares("PER", "export_partner_share", {"USA": 14}),
        *series("USA", "goods_imports", {2024: 1}, counterpart="PER"),
        *series("USA", "goods_imports", {2024: 200}, counterpart="WLD"),
    ]
    found = trade.dependence(
        toy_view(rows), place="PER", counterpart="USA", listed="export_partner_share",
        reported="goods_imports",
    )  # fmt: skip
    assert found.number == pytest.approx(28)
    assert (found.values["mine"], found.values["theirs"]) == (14, 0.5)


def test_a_supplier_is_ranked_in_the_chapter_where_its_share_is_largest():
    chapter = "us_imports_hs2_80"
    rows = [
        *series("USA", chapter, {2024: 60e6}, counterpart="PER"),
        *series("USA", chapter, {2024: 20e6}, counterpart="BOL"),
        *series("USA", chapter, {2024: 20e6}, counterpart="EUU"),
        *series("USA", "us_imports_hs2_08", {2024: 10e6}, counterpart="PER"),
        *series("USA", "us_imports_hs2_08", {2024: 90e6}, counterpart="MEX"),
        *series("USA", "us_imports_hs2_67", {2024: 2e6}, counterpart="PER"),
    ]
    view = toy_view(rows)
    first = trade.supplier(view, place="USA", counterpart="PER", position=1)
    assert (first.indicator, first.number, first.values["rank"]) == (chapter, pytest.approx(75), 1)
    second = trade.supplier(view, place="USA", counterpart="PER", position=2)
    assert (second.indicator, second.values["top"]) == ("us_imports_hs2_08", "MEX")
    assert trade.supplier(view, place="USA", counterpart="PER", position=3) is None
    assert recompute(view, first) == first


@given(
    st.dictionaries(st.sampled_from(["PER", "CHN", "DEU", "MEX"]), st.floats(1, 1e9), min_size=2)
)
def test_the_quick_table_ranks_as_the_observations_do(values):
    rows = [
        row
        for other, value in values.items()
        for row in series("USA", "goods_imports", {2024: value}, counterpart=other)
    ]
    view = toy_view(rows)
    ordered = sorted(values, key=lambda other: (-values[other], other))
    for at, other in enumerate(ordered, start=1):
        top = structure.top_dyad(view, place="USA", indicator="goods_imports", position=at)
        assert top.counterpart == other
        rank = structure.dyad_rank(view, place="USA", indicator="goods_imports", counterpart=other)
        assert rank.number == 1 + sum(1 for value in values.values() if value > values[other])


def test_peru_by_customs(view):
    run = trade.balance_run(view, counterpart="PER", **USA)
    assert (round(float(run.values["last"]) / 1e6), run.values["side"]) == (1861, "surplus")
    tin = trade.supplier(view, place="USA", counterpart="PER", position=1)
    assert (tin.indicator, tin.values["rank"]) == ("us_imports_hs2_80", 1)
