"""The duty stack against what customs collects, what the law says, and what others computed."""

from __future__ import annotations

import json
import statistics
from datetime import date

import numpy as np
import pytest

from countrydesk import cli
from countrydesk.analysis.duty_register import ACTION, duty_rows
from countrydesk.errors import InputError, LayoutError
from countrydesk.policy.tariffs import Change, average_duty, duty_sequence, duty_stack
from countrydesk.policy.tariffs.lines import check_code, find_lines, is_on, lists, partners
from countrydesk.policy.tariffs.regime import load_regime

JULY = date(2026, 8, 1)


@pytest.fixture
def run(view, capsys, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_RELEASE", "bundled")

    def call(*words):
        code = cli.run(list(words))
        done = capsys.readouterr()
        return code, done.out, done.err

    return call


def test_blueberries_of_peru_pay_the_forced_labour_duty_in_spite_of_the_agreement(view):
    stack = duty_stack(view, "PER", "0810.40.00", JULY)
    assert stack.ordinary == 0
    assert stack.agreement is not None
    assert stack.agreement.period.opening.text == "2009-02-01"
    (layer,) = stack.layers
    assert (layer.heading, layer.rate, layer.state, layer.added) == (
        "9903.05.63", 12.5, "charged", 12.5,
    )  # fmt: skip
    assert layer.since == date(2026, 7, 24)
    assert layer.source is not None
    assert layer.source.source == "us_additional_duties"
    assert stack.total == 12.5


# What a line paid beside its ordinary duty, the eve of each change and the day: executive orders
# 14195, 14228, 14257, 14259, 14266, 14298, 14323, 14326, 14329 and 14358, proclamations 10895 to
# 10976, and the order that ended the emergency duties on 20 February 2026.
BY_LAW = (
    ("CHN", "95030000", "2025-02-03 0", "2025-02-04 10", "2025-03-03 10", "2025-03-04 20",
        "2025-04-04 20", "2025-04-05 30", "2025-04-08 30", "2025-04-09 104", "2025-04-10 145",
        "2025-05-13 145", "2025-05-14 30", "2025-11-09 30", "2025-11-10 20", "2026-02-19 20",
        "2026-02-24 10"),
    ("CHN", "85171300", "2025-04-04 20", "2025-04-05 20", "2025-04-12 20", "2025-11-10 10"),
    ("CHE", "91011140", "2025-04-09 31", "2025-04-10 10", "2025-08-06 10", "2025-08-07 39",
        "2025-11-13 39"),
    ("BRA", "09011100", "2025-08-05 10", "2025-08-06 50", "2025-11-12 50", "2025-11-13 40",
        "2025-11-20 0"),
    ("BRA", "20091100", "2025-08-06 10"),
    ("BRA", "40111010", "2025-05-02 10", "2025-05-03 25", "2025-08-06 25"),
    ("IND", "63023190", "2025-08-06 10", "2025-08-07 25", "2025-08-26 25", "2025-08-27 50",
        "2026-02-06 50", "2026-02-07 25"),
    ("EUU", "84137020", "2025-04-08 10", "2025-04-09 20", "2025-04-10 10", "2025-08-07 15"),
    ("JPN", "87032301", "2025-04-02 0", "2025-04-03 25", "2025-09-15 25", "2025-09-16 12.5"),
    ("KOR", "84137020", "2025-08-06 10", "2025-08-07 15"),
    ("GBR", "87032301", "2025-04-03 25", "2025-06-29 25", "2025-06-30 7.5"),
    ("VNM", "64041190", "2025-04-09 46", "2025-04-10 10", "2025-08-07 20", "2026-02-24 10"),
    ("TWN", "84137020", "2025-04-09 32", "2025-08-07 20"),
    ("CAN", "72104900", "2025-03-11 0", "2025-03-12 25", "2025-06-03 25", "2025-06-04 50"),
    ("CAN", "44071100", "2025-10-13 0", "2025-10-14 10"),
    ("CHL", "74031100", "2025-04-05 0", "2025-08-01 0"),
    ("CHL", "74081160", "2025-07-31 0", "2025-08-01 50"),
    ("VNM", "9403409060", "2025-10-13 20", "2025-10-14 25"),
    ("LKA", "95030000", "2025-04-09 44", "2025-04-10 10", "2025-08-07 20"),
    ("NAM", "95030000", "2025-04-09 21", "2025-08-07 15"),
    ("CIV", "95030000", "2025-04-09 21", "2025-08-07 15", "2026-02-24 10"),
    ("MMR", "95030000", "2025-08-06 10", "2025-08-07 40", "2026-02-19 40"),
    ("RUS", "95030000", "2025-04-05 0", "2025-08-07 0"),
    ("CUB", "95030000", "2025-08-07 0"),
)  # fmt: skip


@pytest.mark.parametrize(("place", "code", "steps"), [(p, c, rest) for p, c, *rest in BY_LAW])
def test_what_the_law_adds_the_day_before_and_the_day_of(view, place, code, steps):
    for step in steps:
        day, wanted = step.split()
        stack = duty_stack(view, place, code, date.fromisoformat(day))
        base = stack.ordinary if stack.ordinary is not None else stack.general or 0.0
        assert stack.total - base == pytest.approx(float(wanted), abs=0.02), day


def test_a_code_stands_for_the_lines_under_it(view):
    """Kitchen cabinets are one of the ten-digit lines of wooden kitchen furniture."""
    stack = duty_stack(view, "VNM", "94034090", date(2025, 10, 14))
    cabinets = duty_stack(view, "VNM", "9403409060", date(2025, 10, 14))
    (wood,) = [one for one in stack.layers if one.act == "Section232-wood"]
    share = cabinets.value / stack.value
    assert 0 < share < 1
    assert wood.share == pytest.approx(100 * share)
    assert stack.total - (stack.ordinary or 0) == pytest.approx(25 * share + 20 * (1 - share))


def test_the_same_line_paid_ten_points_in_2025_and_none_between(view):
    assert duty_stack(view, "PER", "08104000", date(2025, 5, 1)).total == 10
    assert duty_stack(view, "PER", "08104000", date(2026, 2, 22)).total == 0
    assert duty_stack(view, "PER", "08104000", date(2026, 7, 22)).total == 10


def test_a_metal_is_charged_under_its_own_act_and_covers_the_general_one(view):
    stack = duty_stack(view, "CHL", "7408116000", JULY)
    states = {layer.act: layer.state for layer in stack.layers}
    assert states == {"Section232-metals": "charged", "Section301-forced-labour": "covered"}
    assert stack.total == pytest.approx(50 + stack.ordinary)


def test_a_rate_that_takes_in_the_ordinary_duty_adds_only_the_rest(view):
    stack = duty_stack(view, "DEU", "8703230140", date(2026, 9, 1))
    (layer,) = [one for one in stack.layers if one.act == "Section232-autos"]
    assert layer.whole
    assert layer.added == pytest.approx(15 - stack.ordinary)
    assert stack.total == pytest.approx(15)


def test_goods_under_the_north_american_agreement_are_spared(view):
    stack = duty_stack(view, "MEX", "070200", JULY)
    assert "charged" not in {layer.state for layer in stack.layers}
    assert stack.total == pytest.approx(stack.ordinary or 0.0)


def test_what_an_end_or_a_doubling_changes(view):
    now = average_duty(view, "PER", JULY)
    ended = average_duty(view, "PER", JULY, Change((("9903.05.63", 0.0),)))
    double = average_duty(view, "PER", JULY, Change((("Section301-forced-labour", 2.0),)))
    part = now.added["Section301-forced-labour"]
    assert ended.total == pytest.approx(now.total - part)
    assert double.total == pytest.approx(now.total + part)


def test_the_sequence_begins_with_the_ordinary_duty_and_has_no_repeated_day(view):
    steps = duty_sequence(view, "PER", date(2025, 1, 1), JULY)
    assert steps[0].increase == 0
    assert [one.on for one in steps] == sorted({one.on for one in steps})
    assert any(one.on == date(2026, 7, 24) for one in steps)


def test_averages_agree_with_an_independent_tracker(view):
    """Trade War Redux computed the same with other code; days of the law against its own days."""
    apart = []
    for place in set(partners()) - {"CAN", "MEX", "SVK"}:
        for item in view.series("USA", "effective_duty", place):
            day = date.fromisoformat(item.period.text)
            if day >= date(2026, 2, 24):
                apart.append(abs(average_duty(view, place, day).increase - item.number))
    assert len(apart) > 200
    assert statistics.median(apart) < 0.45
    assert statistics.quantiles(apart, n=10)[-1] < 3.5


def test_every_rule_rests_on_an_entry_of_the_register(view):
    places = ["", "CAN"]
    entries = {(d.act, d.start) for p in places for d in duty_rows(view, "USA", ACTION, p)}
    for row in load_regime().listed:
        assert (row.action.act, row.action.since) in entries, row.id


def test_every_list_that_a_rule_names_is_there():
    regime = load_regime()
    named = {s.list for rule in regime.wide.values() for s in rule.spares}
    named |= {name for row in regime.listed for name in (*row.rates, *row.spares)}
    named |= set(regime.collected_before)
    assert named <= set(lists())


def test_lines_add_up_to_the_imports_of_the_release(view):
    for place in ("PER", "CHN", "EUU"):
        lines = find_lines(place)
        stated = view.find_latest("USA", "imports_for_consumption", place)
        assert lines is not None
        assert stated is not None
        assert np.isclose(lines.value.sum(), stated.number, rtol=2e-3)


@pytest.mark.parametrize("text", ["081", "ab12", "08104000000", "08.1"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(InputError, match="no code of the tariff schedule"):
        check_code(text)


def test_an_unknown_list_is_named():
    with pytest.raises(InputError, match="no list of goods 'toys'"):
        is_on("toys", "95030000")


def test_a_partner_without_lines_is_named(view):
    with pytest.raises(InputError, match="no import lines for TUV"):
        average_duty(view, "TUV")


def test_rules_that_are_malformed_are_refused(tmp_path):
    path = tmp_path / "regime.yml"
    path.write_text("wide: {}\n")
    with pytest.raises(LayoutError, match=r"regime\.yml"):
        load_regime(path)


def test_the_command_prints_average_line_sequence_and_change(run):
    _, out, _ = run("duty", "PER", "--on", "2026-08-01")
    assert "Section301-forced-labour" in out
    assert "effective rate" in out
    assert "9903.05.63" in run("duty", "PER", "0810.40.00")[1]
    assert "2026-07-24" in run("duty", "PER", "--since", "2026-01-01")[1]
    assert "08104000" in run("duty", "PER", "blueberries")[1]
    now, ended = json.loads(run("duty", "PER", "--ends", "9903.05.63", "--json")[1])
    assert ended["effective"] < now["effective"] - 5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["duty", "PER", "--times", "Section122"], "give an act or heading and a factor"),
        (["duty", "PER", "--times", "Section122=-1"], "give an act or heading and a factor"),
        (["duty", "PER", "7408110000"], "has no line 7408110000"),
        (["duty", "PER", "--ends", "Section122"], "no duty under Section122 stands"),
        (["duty", "PER", "zzzzz"], "no line of the schedule"),
        (["duty", "Atlantis"], "Atlantis"),
    ],
)
def test_bad_input_is_one_line(run, words, message):
    code, _, err = run(*words)
    assert code != 0
    assert message in err
    assert len(err.strip().splitlines()) == 1
