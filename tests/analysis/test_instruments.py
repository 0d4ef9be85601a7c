from __future__ import annotations

from datetime import date

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis.instruments import holders, instrument


def tool(place, name, key, since="1990-01-01", **more):
    return {
        "place": place, "indicator": "instrument", "text": name, "period": f"{since}/",
        "released_on": date.fromisoformat(since),
        "attributes": {"key": key, "owner": "the office", **more},
    }  # fmt: skip


VIEW = toy_view([
    tool("USA", "a duty", "duty", authority="section 307"),
    tool("EUU", "a scheme", "scheme", authority="Regulation"),
    tool("WLD", "a talk", "talk"),
    tool("USA", "an old act", "old", lapses_on="2026-10-01"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("principal", "found"), [("USA", ("USA",)), ("DEU", ("EUU", "WLD")), ("BRA", ("WLD",))]
)
def test_whose_rows_stand_for_a_principal(principal, found):
    assert holders(VIEW, principal) == found


@pytest.mark.parametrize(
    ("principal", "key", "level"),
    [("USA", "duty", "own"), ("DEU", "scheme", "union"), ("DEU", "talk", "any"),
        ("BRA", "talk", "any")],
)  # fmt: skip
def test_whose_law_it_is_goes_with_the_instrument(principal, key, level):
    assert instrument(VIEW, principal=principal, key=key).values["level"] == level


def test_the_united_states_does_not_borrow_from_any_state():
    assert instrument(VIEW, principal="USA", key="talk") is None


def test_an_authority_that_has_lapsed_is_no_instrument():
    assert instrument(VIEW, principal="USA", key="old") is None
