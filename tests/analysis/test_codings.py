from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import codings


def fact(place, indicator, text, period="2026-01", counterpart="", **attributes):
    return {
        "place": place, "indicator": indicator, "text": text, "period": period,
        "counterpart": counterpart, "attributes": attributes,
    }  # fmt: skip


def visa(place, counterpart, text, **attributes):
    return fact(place, "visa_requirement", text, "2026-03", counterpart, **attributes)


def test_a_fact_that_stands_is_found_with_those_who_share_it():
    view = toy_view(
        [fact("PER", "drug_designation", "producer"), fact("BOL", "drug_designation", "producer"),
            fact("COL", "drug_designation", "chemicals")]
    )  # fmt: skip
    found = codings.coded_as(view, place="PER", indicator="drug_designation", texts="producer|x")
    assert (found.value, found.values["same"]) == ("producer", 2)
    assert found.values["beyond"] > 98


def test_a_spell_that_has_ended_does_not_stand():
    rows = [fact("PER", "us_trade_agreement", "Old", "1990/2000", "USA")]
    given = {"place": "PER", "counterpart": "USA"}
    assert not codings.coded_as(toy_view(rows), indicator="us_trade_agreement", **given)
    assert codings.uncoded(toy_view(rows), indicators="us_trade_agreement", **given)
    rows.append(fact("PER", "us_trade_agreement", "New", "2009-02-01/", "USA"))
    found = codings.coded_as(toy_view(rows), indicator="us_trade_agreement", **given)
    assert (found.value, found.values["since"]) == ("New", "2009-02-01")
    assert not codings.uncoded(toy_view(rows), indicators="us_trade_agreement", **given)


def test_what_a_reporter_says_of_others():
    rows = [fact("EUU", "eu_trade_arrangement", "GSP", "2026", "KEN", lines="10")]
    found = codings.coded_as(
        toy_view(rows), place="KEN", indicator="eu_trade_arrangement", reporter="EUU"
    )
    assert found.values["lines"] == "10"


@pytest.mark.parametrize(
    ("back", "theirs", "holds"),
    [("allowed", "visa free", True), ("allowed", "visa required", False),
        ("any", "visa required", True), ("asked", "e-visa", True)],
)  # fmt: skip
def test_visas_one_way_and_both_ways(back, theirs, holds):
    view = toy_view([visa("PER", "USA", "visa required"), visa("USA", "PER", theirs, days="180")])
    found = codings.visa_asked(view, place="PER", counterpart="USA", back=back)
    assert (found is not None) is holds


def test_no_visa_no_case():
    view = toy_view([visa("PER", "USA", "visa free"), visa("USA", "PER", "visa free")])
    assert codings.visa_asked(view, place="PER", counterpart="USA") is None


def test_both_sides_in_one_alliance():
    rows = [
        fact(place, "organisation_membership", "North Atlantic Treaty Organization", "1999-03-12/",
            abbreviation="NATO", role="member", since="1999-03-12")
        for place in ("POL", "USA")
    ]  # fmt: skip
    name = "North Atlantic Treaty Organization"
    found = codings.seated_both(toy_view(rows), place="POL", counterpart="USA", organisation=name)
    assert (found.value, found.values["members"]) == (name, 2)
    assert not codings.seated_both(
        toy_view(rows[:1]), place="POL", counterpart="USA", organisation=name
    )
