from __future__ import annotations

from datetime import date

import pytest
from tests.paper.sections import prose, section_paper, tables

from countrydesk.evidence import View
from countrydesk.paper.cases import cases
from countrydesk.paper.desk import Desk
from countrydesk.paper.instruments import GOALS
from countrydesk.paper.nodes import Card, Paper, SentenceKind
from countrydesk.paper.passages.proposal import ranking
from countrydesk.places import registry

GOAL_PASSAGES = tuple(f"goal_{goal}" for goal in GOALS)
ALL = ("assets_of_partner", "needs_of_partner", "proposal_card", *GOAL_PASSAGES)
PAIRS = (
    "PER:USA", "KEN:USA", "POL:USA", "TUV:USA", "CHN:USA", "TWN:USA", "XKX:USA", "VAT:USA",
    "PSE:USA", "PRK:USA", "SSD:USA", "VEN:USA", "CAN:USA", "MEX:USA", "DEU:USA", "NRU:USA",
    "PER:CHN", "KEN:BRA", "TUV:CHN", "SSD:DEU", "BRA:DEU", "USA:CHN", "MCO:BRA", "GMB:CHN",
)  # fmt: skip


def desk_of(view, pair: str) -> Desk:
    partner, principal = pair.split(":")
    return Desk(view, registry().get(partner), registry().get(principal))


@pytest.fixture(scope="module", params=PAIRS)
def paper(request, view) -> Paper:
    return section_paper(view, *request.param.split(":"), ALL)


@pytest.fixture(scope="module")
def peru(view) -> Paper:
    return section_paper(view, "PER", "USA", ALL)


def card(paper: Paper) -> dict[str, str]:
    (found,) = (b for s in paper.walk() for b in s.blocks if isinstance(b, Card))
    return {name: " ".join(s.text for s in said) for name, said in found.fields}


def test_every_field_of_the_card_is_filled(paper):
    assert list(card(paper)) == [
        "Instrument", "Legal authority", "Owner", "Cost", "Start", "Metric, baseline and target",
        "Effect on both sides", "If nothing is done", "Rivals", "What would change the choice",
        "Failure test",
    ]  # fmt: skip


def test_options_stand_on_evidence(paper):
    options = [s for s in paper.sentences if s.kind is SentenceKind.OPTION]
    assert all(option.evidence for option in options)
    assert len(options) >= len(GOALS)


def test_every_goal_names_an_option(view):
    for pair in PAIRS:
        for passage in GOAL_PASSAGES:
            found = section_paper(view, *pair.split(":"), (passage,))
            kinds = {sentence.kind for sentence in found.sentences}
            assert {SentenceKind.FACT, SentenceKind.OPTION} <= kinds, (pair, passage)


def test_a_forecast_gives_its_probability(paper):
    for sentence in paper.sentences:
        assert (sentence.kind is SentenceKind.FORECAST) == (sentence.likelihood is not None)


def test_the_proposal_for_peru_is_the_duty_in_spite_of_the_agreement(peru):
    found = card(peru)
    assert "19 U.S.C. 2417" in found["Legal authority"]
    assert "United States Trade Representative" in found["Owner"]
    assert "9903.05.63" in found["Failure test"]
    assert "$240.1 million" in found["Cost"]
    assert tables(peru)["weighed"][0][1:4] == ["94 percent", "12.5 percent", "10.0 percent"]


def test_what_peru_offers_and_lacks(peru):
    text = prose(peru)
    assert "Andean Community" in text
    assert "1.662 million" in text
    assert "a candidate for the OECD since 2022" in text or "OECD" in text


@pytest.mark.parametrize("pair", ["KEN:BRA", "TUV:CHN"])
def test_a_principal_without_law_in_the_release_is_told_so(view, pair):
    text = prose(section_paper(view, *pair.split(":"), ALL))
    principal = registry().get(pair[-3:]).name
    assert f"law of {principal}" in text or f"basis in {principal}" in text
    assert "U.S.C." not in text


def test_a_member_of_the_union_acts_through_the_union(view):
    text = prose(section_paper(view, "SSD", "DEU", ALL))
    assert "Regulation (EU)" in text


def test_no_investment_is_offered_to_a_state_under_many_sanctions(view):
    ids = {case.option.id for case in cases(desk_of(view, "CHN:USA"), "economic")}
    assert not ids & {"investment_finance", "export_credit", "trade_framework_us"}


def test_no_two_options_of_the_ranking_rest_on_the_same_finding(view):
    found = ranking(desk_of(view, "PER:USA"))
    leads = [case.lead.id for case in found if case.lead]
    assert len(leads) == len(set(leads)) >= 5


def test_as_of_an_earlier_day_only_what_was_law_is_proposed(view):
    then = View(view.release, date(2019, 6, 30))
    text = prose(section_paper(then, "PER", "USA", ALL))
    assert "9903.05.63" not in text
    assert "18 U.S.C. 1352" not in text
