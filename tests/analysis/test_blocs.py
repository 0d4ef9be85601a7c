from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import blocs, investment
from countrydesk.analysis.finding import FindingKind

ANDEAN = "Andean Community"


def member(place, organisation, period, role="member", **more):
    return {
        "place": place, "indicator": "organisation_membership", "period": period,
        "text": organisation, "attributes": {"abbreviation": "X", "role": role, **more},
    }  # fmt: skip


def agreement(place, kind, period, name="An agreement", indicator="us_trade_agreement", **more):
    return {
        "place": place, "counterpart": "USA", "indicator": indicator, "period": period,
        "text": name, "attributes": {"kind": kind, **more},
    }  # fmt: skip


def goods(other, sold, bought):
    return [
        *series("USA", "goods_exports", {2024: sold}, counterpart=other),
        *series("USA", "goods_imports", {2024: bought}, counterpart=other),
    ]


def test_a_bloc_has_members_and_a_weight():
    rows = [
        member("PER", ANDEAN, "1969-05-26/", since="1969-05-26"),
        member("COL", ANDEAN, "1969-05-26/"),
        member("VEN", ANDEAN, "1973/2006", until="2006"),
        *(row for name, value in {"PER": 2, "COL": 3, "USA": 95}.items()
            for row in series(name, "gdp_usd", {2024: value})),
    ]  # fmt: skip
    found = blocs.bloc(toy_view(rows), place="PER", position=0, counterpart="USA")
    assert (found.values["members"], found.values["inside"]) == (2, 0)
    assert found.values["weight"] == pytest.approx(5)
    assert blocs.bloc(toy_view(rows), place="VEN", position=0) is None
    assert blocs.bloc_none(toy_view(rows), place="VEN").kind is FindingKind.ABSENCE


def test_a_signature_is_no_membership():
    rows = [member("IND", "Regional Comprehensive Economic Partnership", "2020/", "signatory")]
    assert blocs.bloc(toy_view(rows), place="IND", position=0) is None


def test_free_trade_counts_agreements_in_force_only():
    rows = [
        *goods("PER", 20, 10), *goods("JPN", 30, 40),
        agreement("PER", "free trade agreement", "2009-02-01/"),
        agreement("JPN", "free trade agreement", "2025-01-01"),
    ]  # fmt: skip
    view = toy_view(rows)
    reach = blocs.free_trade_reach(view)
    assert (reach.number, reach.values["n"]) == (30, 1)
    assert blocs.trade_rank(view, counterpart="PER").number == 2
    assert blocs.trade_rank(view, counterpart="PER", without=1) is None
    assert blocs.trade_rank(view, counterpart="JPN", without=1).number == 1
    assert blocs.largest_without(view, position=1).values["partner"] == "JPN"
    assert blocs.largest_without(view, position=2) is None


def test_a_treaty_that_was_only_signed_is_not_in_force():
    name = "us_investment_agreement"
    rows = [
        agreement("RUS", "BIT", "1992-06-17", indicator=name, signed_on="1992-06-17"),
        agreement("POL", "BIT", "1994-08-06/", indicator=name),
        agreement("BOL", "BIT", "2001-06-06/2012-06-10", indicator=name),
    ]
    view = toy_view(rows)
    state = {
        place: investment.investment_agreement(view, place=place, position=0).values["state"]
        for place in ("RUS", "POL", "BOL")
    }
    assert state == {"RUS": "signed", "POL": "in force", "BOL": "ended"}
    assert investment.investment_none(view, place="POL") is None
    assert investment.investment_none(view, place="PER").values["n"] == 3
