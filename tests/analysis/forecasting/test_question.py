from dataclasses import replace
from datetime import date

import pytest

from countrydesk.analysis.forecasting.families import FAMILIES, find_family
from countrydesk.analysis.forecasting.question import (
    Baseline,
    Forecast,
    Question,
    Target,
    TrackRecord,
    quantile_table,
)

QUESTION = Question(
    "violence_25", "Will it?", "Yes where at least 25.", "ucdp", "violence_deaths", "PER", "2026",
    date(2026, 1, 1), date(2027, 7, 1), "all states", Target.EVENT, 25,
)  # fmt: skip


def test_the_id_changes_with_anything_that_fixes_the_question():
    assert QUESTION.id == replace(QUESTION).id
    changed = (
        replace(QUESTION, rule="Yes where at least 26."),
        replace(QUESTION, threshold=26),
        replace(QUESTION, origin=date(2026, 2, 1)),
        replace(QUESTION, reference_class="states of the region"),
    )
    assert len({QUESTION.id, *(each.id for each in changed)}) == 5


def test_a_deadline_lies_after_the_origin():
    with pytest.raises(ValueError, match="deadline"):
        replace(QUESTION, deadline=date(2025, 1, 1))


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"probability": 1.2},
        {"probability": 0.2, "quantiles": ((0.5, 1.0),)},
        {"quantiles": ((0.5, 1.0),)},
    ],
)
def test_an_event_takes_one_probability(answer):
    with pytest.raises(ValueError, match="violence_25"):
        Forecast(QUESTION, "plain", 1, Baseline("climatology", 0.1), **answer)


@pytest.mark.parametrize(
    "table", [((0.5, 2.0), (0.9, 1.0)), ((0.9, 1.0), (0.5, 2.0)), ((0.5, float("nan")),),
              ((1.0, 3.0),)]
)  # fmt: skip
def test_quantiles_must_be_a_distribution(table):
    quantity = replace(QUESTION, target=Target.QUANTITY, threshold=None)
    with pytest.raises(ValueError, match="violence_25"):
        Forecast(quantity, "plain", 1, Baseline("zero", None, ((0.5, 0.0),)), quantiles=table)


def test_a_quantile_is_looked_up_by_level():
    quantity = replace(QUESTION, target=Target.QUANTITY, threshold=None)
    table = quantile_table([0.1, 0.9], [1, 5])
    made = Forecast(quantity, "plain", 1, Baseline("zero", None, ((0.5, 0.0),)), quantiles=table)
    assert made.quantile(0.9) == 5
    with pytest.raises(KeyError):
        made.quantile(0.5)


def test_skill_of_a_record():
    record = TrackRecord("brier", 0.03, "climatology", 0.04, 900, "2010", "2020")
    assert record.skill == pytest.approx(0.25)


def test_families_are_found_by_id():
    assert find_family("nothing of the kind") is None
    for family in FAMILIES:
        assert find_family(family.id) is family
