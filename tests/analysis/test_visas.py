from __future__ import annotations

from datetime import date

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import advice, visa_classes, visa_rules
from countrydesk.analysis.remittances import remittance_amount, remittances_beside

REGION = ("ARG", "BOL", "BRA", "CHL")


def rule(place, counterpart, text, **more):
    return {
        "place": place, "counterpart": counterpart, "indicator": "visa_requirement",
        "period": "2026-03", "text": text, "attributes": more,
    }  # fmt: skip


@pytest.fixture
def rules():
    rows = [
        rule("PER", "USA", "visa required"),
        rule("USA", "PER", "visa free", days="180"),
        rule("CHL", "USA", "electronic travel authorisation"),
        rule("PER", "BRA", "visa free"),
    ]
    rows += [rule(place, "USA", "visa required") for place in ("ARG", "BOL", "BRA")]
    return toy_view(rows)


def test_a_rule_carries_its_days(rules):
    found = visa_rules.visa_rule(rules, place="USA", counterpart="PER")
    assert (found.value, found.values["days"], found.period.text) == ("visa free", 180.0, "2026-03")
    assert "days" not in visa_rules.visa_rule(rules, place="PER", counterpart="USA").values
    assert visa_rules.visa_rule(rules, place="PER", counterpart="KEN") is None


def test_terms_say_for_whom_it_is_easier(rules):
    assert visa_rules.visa_terms(rules, place="PER", counterpart="USA").value == "inward"
    assert visa_rules.visa_terms(rules, place="USA", counterpart="PER").value == "outward"


def test_reach_and_openness_are_counts_over_all_passports(rules):
    reach = visa_rules.passport_reach(rules, place="PER", item_toward="USA")
    assert (reach.value, reach.values["n"], reach.values["rank"]) == (1, 2, 1)
    border = visa_rules.border_openness(rules, place="USA", item_from="PER")
    assert (border.value, border.values["n"]) == (1, 5)


def test_the_region_is_compared_by_strictness(rules):
    found = visa_rules.region_rules(rules, place="PER", counterpart="USA")
    assert (found.value, found.values["same"], found.values["harder"]) == (1, 3, 0)


@pytest.mark.parametrize(
    ("period", "given", "state"),
    [
        ("2019-11-11/", {"visa_free_from": "2019-11-11"}, "member"),
        ("1996-07-08/2002-02-21", {"visa_free_from": "1996-07-08"}, "removed"),
        ("2025-01-09/2025-05-02", {}, "rescinded"),
    ],
)
def test_the_waiver_is_read_from_its_dates(period, given, state):
    row = {
        "place": "POL", "counterpart": "USA", "indicator": "visa_waiver", "period": period,
        "text": "Visa Waiver Program", "attributes": given, "released_on": date(2019, 11, 11),
    }  # fmt: skip
    assert visa_rules.waiver(toy_view([row]), place="POL").value == state


def test_no_entry_is_no_waiver():
    assert visa_rules.waiver(toy_view([rule("PER", "USA", "visa free")]), place="PER") is None


def test_advice_is_compared_with_the_region():
    rows = [
        {
            "place": "USA", "counterpart": code, "indicator": "travel_advisory",
            "period": "2025-05-16", "text": "advice", "attributes": {"level": str(level)},
        }
        for code, level in {"PER": 2, "ARG": 1, "BOL": 2, "COL": 3, "VEN": 4}.items()
    ]  # fmt: skip
    found = advice.advice_field(toy_view(rows), place="USA", counterpart="PER")
    assert found.value == 2
    counts = [found.values[key] for key in ("higher", "same", "lower", "n")]
    assert counts == [2, 1, 1, 4]


def visas(indicator, own, world):
    rows = series("USA", indicator, {"FY2024": own}, counterpart="PER")
    return rows + series("USA", indicator, {"FY2024": world}, counterpart="WLD")


def test_the_class_out_of_proportion_is_found():
    view = toy_view([
        *visas("visas_nonimmigrant", 1000, 10000), *visas("visas_visitor", 800, 8500),
        *visas("visas_exchange", 100, 200), *visas("visas_student", 100, 1300),
    ])  # fmt: skip
    found = visa_classes.class_apart(
        view, place="USA", counterpart="PER", whole="visas_nonimmigrant"
    )
    assert found.indicator == "visas_exchange"
    assert (found.number, found.values["world"]) == (pytest.approx(10.0), pytest.approx(2.0))
    assert found.values["ratio"] == pytest.approx(5.0)
    share = visa_classes.class_share(
        view, place="USA", counterpart="PER", indicator="visas_visitor", whole="visas_nonimmigrant"
    )
    assert share.number == pytest.approx(80.0)


def test_remittances_in_money_and_beside_investment():
    rows = [
        *series("PER", "remittances_share", {2023: 2.0}),
        *series("PER", "gdp_usd", {2023: 250e9}),
        *series("PER", "fdi_inflows_share", {2023: 1.0}),
    ]
    view = toy_view(rows)
    assert remittance_amount(view, place="PER").number == pytest.approx(5e9)
    beside = remittances_beside(view, place="PER", indicator="fdi_inflows_share")
    assert beside.number == pytest.approx(2.0)
    assert remittances_beside(view, place="PER", indicator="exports_share_gdp") is None
