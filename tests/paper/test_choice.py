"""The choice of the concrete proposal: published weights, shares of weights, simulated effects."""

from __future__ import annotations

import json

import pytest

from countrydesk import cli
from countrydesk.errors import InputError
from countrydesk.paper.choice import criteria_of, decision_table, effect_of, move_of, standing
from countrydesk.paper.desk import Desk
from countrydesk.paper.instruments import load_options
from countrydesk.paper.passages.proposal import ranking
from countrydesk.places import registry
from countrydesk.policy.choice import PUBLISHED, decode, load_criteria

PAIRS = [("PER", "USA"), ("KEN", "CHN"), ("TUV", "USA"), ("POL", "DEU"), ("CHN", "USA")]


def desk_of(view, partner, principal):
    return Desk(view, registry().get(partner), registry().get(principal))


@pytest.mark.parametrize(("partner", "principal"), PAIRS)
def test_the_first_option_is_the_first_of_the_outranking(view, partner, principal):
    desk = desk_of(view, partner, principal)
    ranked = ranking(desk)
    table = decision_table(desk, ranked)
    assert [case.option.id for case in ranked] == list(decode(table).options)
    found = [standing(desk, table, case) for case in ranked]
    assert [one.get_value("rank") for one in found] == list(range(1, len(ranked) + 1))
    assert sum(one.number for one in found) == pytest.approx(100)


def test_what_is_not_known_is_left_empty(view):
    desk = desk_of(view, "PER", "USA")
    rows = [criteria_of(desk, case) for case in ranking(desk)]
    known = {one.id for one in load_criteria()}
    assert all(set(row) == known for row in rows)
    assert any(row["own_effect"] is None for row in rows)


def test_a_duty_without_an_end_stands_for_certain_and_its_end_is_simulated(view):
    desk = desk_of(view, "PER", "USA")
    (case,) = [one for one in ranking(desk) if one.option.id == "duty_modification"]
    assert criteria_of(desk, case)["additional"] == 100
    assert move_of(case) == "end"
    gain = effect_of(desk, case, "income")
    if gain is None:
        pytest.skip("the bundled release has no simulations")
    assert gain.get_value("low") <= gain.number <= gain.get_value("high")
    assert gain.number > 0
    assert gain.get_value("duty_after") < gain.get_value("duty_before")


def test_every_option_says_how_its_effect_is_known():
    effects = {option.effect for option in load_options()}
    assert any(effect.startswith("simulated: ") for effect in effects)
    assert any(effect.startswith("none: ") for effect in effects)


@pytest.fixture
def run(view, capsys, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_RELEASE", "bundled")

    def call(*words):
        code = cli.run(list(words))
        done = capsys.readouterr()
        return code, done.out, done.err

    return call


def test_the_command_ranks_and_says_what_would_flip_it(run, view):
    code, out, _ = run("options", "PER")
    assert code == 0
    assert "first under" in out
    assert "flips at" in out
    rows = json.loads(run("options", "PER", "--json")[1])
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))


def test_other_weights_can_be_given_and_bad_ones_are_refused(run, tmp_path):
    copy = tmp_path / "criteria.yml"
    text = PUBLISHED.read_text()
    copy.write_text(text.replace("weight: 0.25", "weight: 0.0").replace("0.10", "0.9", 1))
    assert run("options", "PER", "--weights", str(copy))[0] == 0
    copy.write_text(text.replace("id: need", "id: luck"))
    code, _, err = run("options", "PER", "--weights", str(copy))
    assert code != 0
    assert "the criteria are" in err
    copy.write_text("- 5")
    with pytest.raises(InputError, match=r"criteria\.yml"):
        load_criteria(copy)
    assert run("options", "PER", "--principal", "PER")[0] != 0
