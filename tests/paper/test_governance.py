from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view
from tests.paper.sections import prose, section_paper

from countrydesk.analysis.peers import states
from countrydesk.paper.nodes import Exhibit, SentenceKind

PASSAGES = ("human_rights", "rule_of_law", "corruption_measures", "continuity", "social_justice")


def paper(view, partner, principal="USA", passages=PASSAGES):
    return section_paper(view, partner, principal, passages)


def test_peru(view):
    text = prose(paper(view, "PER"))
    for fact in ("-0.55", "-0.81", "2022", "24 percent", "41.5 percent", "January 2026",
        "30.3 percent", "10 people", "13 months"):  # fmt: skip
        assert fact in text, fact


def test_what_no_licence_lets_pass_is_named_once(view):
    if view.panel.years("political_terror"):
        pytest.skip("this release has the Political Terror Scale")
    text = prose(paper(view, "KEN"))
    assert text.count("Political Terror Scale") == 1
    assert "Transparency International" in text or "Corruption Perceptions Index" in text


def test_the_holy_see_is_rated_by_nobody_and_says_so(view):
    text = prose(paper(view, "VAT"))
    assert "voice and accountability" in text or "Rights in the Holy See" in text
    assert "Leo XIV" in text


def test_judgements_carry_a_confidence(view):
    found = [s for s in paper(view, "POL").sentences if s.kind is SentenceKind.JUDGEMENT]
    assert sum(1 for s in found if s.confidence) >= 4


def test_marks_are_not_laid_to_a_later_government(view):
    assert "Tusk" in prose(paper(view, "POL", passages=("rule_of_law",)))


def test_six_intervals_are_drawn(view):
    found = paper(view, "TWN", passages=("rule_of_law",))
    (chart,) = [b for s in found.walk() for b in s.blocks if isinstance(b, Exhibit)]
    assert chart.form == "interval"
    assert len(chart.data) == 6


@pytest.mark.parametrize(
    "partner",
    ["VAT", "TWN", "XKX", "PSE", "PRK", "SSD", "NRU", "CHN", "TUV", "UKR", "VEN", "DEU"],
)
def test_odd_cases_are_bound_and_present(view, partner):
    for name in PASSAGES:
        assert list(paper(view, partner, "BRA", (name,)).sentences), name


# -- a release of the reader's own -----------------------------------------------------------------


def own_release(*more):
    """Return a release with the measures that may not be passed on, over all states."""
    rows = []
    for at, state in enumerate(states()):
        rows += series(state, "corruption_control_wgi", {2022: at / 100}, low=at / 100 - 0.2,
            high=at / 100 + 0.2)  # fmt: skip
        rows += series(state, "corruption_perceptions", {2025: at / 2}, low=0, high=100)
    rows += series("PER", "political_terror", {2013: 2, 2023: 3})
    rows += series("PER", "political_terror_amnesty", {2023: 3})
    rows += series("PER", "political_terror_hrw", {2023: 4})
    return toy_view([*rows, *more])


def test_terror_is_read_by_three_readers():
    text = prose(paper(own_release(), "PER", passages=("human_rights",)))
    assert "political imprisonment, killings or detention" in text
    assert "level 3 by Amnesty International and level 4 by Human Rights Watch" in text
    assert "licence" not in text


def test_two_raters_of_corruption_are_set_side_by_side():
    text = prose(paper(own_release(), "PER", passages=("corruption_measures",)))
    assert "World Bank" in text
    assert "2025" in text
    assert "2022" in text
    assert "licence" not in text


def test_a_coup_on_the_list_is_told():
    coup = {
        "place": "PER", "indicator": "coup_event", "period": "1992-04-05", "text": "coup",
        "attributes": {"actors": "military"},
    }  # fmt: skip
    text = prose(paper(own_release(coup), "PER", passages=("continuity",)))
    assert "one successful coup" in text
    assert "5 April 1992" in text
