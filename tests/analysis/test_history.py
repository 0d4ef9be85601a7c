from __future__ import annotations

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import history


def fact(indicator, period, text, counterpart="", **marks):
    return {
        "place": "PER", "indicator": indicator, "period": period, "text": text,
        "counterpart": counterpart, "attributes": marks,
    }  # fmt: skip


ROWS = (
    fact("independence", "1821-07-28", "28 July 1821", **{"from": "Spain"}),
    fact(
        "diplomatic_relations", "1827-05-02/", "embassy", "USA", established_on="1827-05-02",
        recognised_on="1826-05-02",
    ),
    fact(
        "us_trade_agreement", "2009-02-01/", "Trade Promotion Agreement", "USA",
        kind="free trade agreement", signed_on="2006-04-12",
    ),
    fact("us_trade_agreement", "2026-01-05", "Framework", "USA", kind="framework"),
    fact("coup_event", "1992-04-05", "coup"),
    fact("coup_event", "2000-10-29", "attempt"),
    fact("organisation_membership", "1945-10-31/", "United Nations", role="member"),
)  # fmt: skip


def kinds(view, counterpart="USA"):
    return [made.kind for made in history.milestones(view, "PER", counterpart)]


def test_milestones_are_told_in_order_of_time():
    found = kinds(toy_view(ROWS))
    assert found == [
        "independence", "recognition", "relations", "organisation", "coup", "trade_in_force",
        "trade_signed",
    ]  # fmt: skip


def test_facts_of_the_dyad_count_for_one_principal_only():
    assert kinds(toy_view(ROWS), "CHN") == ["independence", "organisation", "coup"]


def test_a_milestone_has_its_weight_and_who_says_so():
    view = toy_view(ROWS)
    first = history.milestone(view, place="PER", counterpart="USA", position=1)
    assert (first.values["kind"], first.values["weight"], first.values["n"]) == (
        "independence",
        9.0,
        7,
    )
    assert first.values["citation"] == "Title of toy"
    assert first.values["from_place"] == "ESP"
    assert history.milestone(view, place="PER", counterpart="USA", position=8) is None


def test_no_more_of_a_kind_than_its_weight_allows():
    rows = [fact("coup_event", f"19{year}-01-01", "coup") for year in (30, 48, 62, 68, 75)]
    assert kinds(toy_view(rows)) == ["coup", "coup"]
    late = [made.period.text for made in history.milestones(toy_view(rows), "PER", "USA")]
    assert late == ["1968-01-01", "1975-01-01"]


def test_relations_are_unbroken_where_the_state_goes_back_to_the_first_day():
    found = history.relations(toy_view(ROWS), place="PER", counterpart="USA")
    assert (found.value, found.values["unbroken"]) == ("embassy", 1)
    assert found.values["years"] == pytest.approx(199.5, abs=0.05)
    assert history.relations(toy_view(ROWS), place="PER", counterpart="CHN") is None


def test_agreements_are_counted_by_state_and_wait():
    view = toy_view(ROWS)
    count = history.agreement_count(view, place="PER", counterpart="USA")
    assert (count.value, count.values["standing"], count.values["signed"]) == (2, 1, 1)
    assert count.values["trade"] == 1
    second = history.agreement(view, place="PER", counterpart="USA", position=2)
    assert (second.value, second.values["signed_on"], second.values["stands"]) == (
        "Framework",
        "2026-01-05",
        0,
    )
    wait = history.agreement_wait(view, place="PER", counterpart="USA")
    assert wait.number == pytest.approx(1026 / 365.2425)
    late = history.milestones_recent(view, place="PER", counterpart="USA", years=5)
    assert (late.value, late.values["since"]) == (1, "2022")
