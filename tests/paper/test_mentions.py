"""What a paper must not pass over."""

from __future__ import annotations

import dataclasses

import pytest

from countrydesk.errors import OmissionError
from countrydesk.paper.build import build_paper
from countrydesk.paper.desk import Desk
from countrydesk.paper.mentions import RULES, check_mentions, omissions, required
from countrydesk.paper.nodes import Paper
from countrydesk.places import registry


@pytest.fixture(scope="module")
def peru(view):
    partner, principal = registry().get("PER"), registry().get("USA")
    return build_paper(view, partner, principal), Desk(view, partner, principal)


def without(paper: Paper, *sections: str) -> Paper:
    def strip(part):
        kept = () if part.id in sections else part.blocks
        return dataclasses.replace(part, blocks=kept, children=tuple(map(strip, part.children)))

    return dataclasses.replace(paper, sections=tuple(map(strip, paper.sections)))


def test_peru_is_asked_for_everything_and_passes_nothing_over(peru):
    paper, desk = peru
    found = required(desk)
    assert {mention.rule for mention in found} == {
        "first partner", "leader", "largest event", "largest policy shock", "largest revision",
    }  # fmt: skip
    leaders = {mention.what for mention in found if mention.rule == "leader"}
    assert {"Keiko Fujimori", "José María Balcázar", "José Jerí", "Dina Boluarte",
        "Pedro Castillo", "Francisco Sagasti", "Manuel Merino", "Martín Vizcarra",
        "Pedro Pablo Kuczynski"} <= leaders  # fmt: skip
    assert omissions(paper, desk) == ()


def test_a_paper_without_its_leaders_does_not_leave(peru):
    paper, desk = peru
    silent = without(paper, *(part.id for part in paper.walk() if part.id != "profile"))
    rules = {mention.rule for mention in omissions(silent, desk)}
    assert {"leader", "first partner", "largest policy shock"} <= rules
    with pytest.raises(OmissionError, match="PER: the paper does not mention: first partner"):
        check_mentions(silent, desk)


def test_every_rule_can_ask_for_something(peru):
    _, desk = peru
    assert all(list(rule(desk)) for rule in RULES)
