"""What a paper says of the forces of a state that keeps none."""

from __future__ import annotations

from tests.analysis.toy import series, toy_view

from countrydesk.paper.desk import Desk
from countrydesk.paper.page import Page
from countrydesk.paper.registry import get_passage
from countrydesk.places import registry


def said(rows):
    page = Page(Desk(toy_view(rows), registry().get("TUV"), registry().get("USA")), "defence")
    get_passage("military_resources")(page)
    return " ".join(sentence.text for block in page.blocks for sentence in block.sentences)


def test_a_state_without_forces_lacks_no_figure_on_them():
    none = {"place": "TUV", "indicator": "armed_forces_status", "period": "2026-01",
        "text": "no regular military forces"}  # fmt: skip
    text = said([none])
    assert "no regular military forces" in text
    assert "soldiers" not in text


def test_of_any_other_state_the_missing_figure_is_said():
    assert "active" in said(series("TUV", "population", {2024: 9_800}))
