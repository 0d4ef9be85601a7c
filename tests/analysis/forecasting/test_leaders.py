"""Leaders: the hazard, its shipped coefficients, who is asked about and how it is decided."""

from datetime import date

import numpy as np
import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis.forecasting import leaders
from countrydesk.analysis.forecasting.asylum import Applications, quantiles
from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.leader_cases import TARGETS, LeaderYears
from countrydesk.analysis.forecasting.leader_context import FEATURES, Context
from countrydesk.analysis.forecasting.leader_hazard import backtest, fit
from countrydesk.analysis.forecasting.question import Question, Target

ORIGIN = date(2025, 6, 1)


def cases(seed=0):
    rng = np.random.default_rng(seed)
    places = np.repeat(np.array(["A", "B", "C", "D"]), 20)
    inputs = rng.normal(size=(80, len(FEATURES)))
    chance = 1 / (1 + np.exp(-2 * inputs[:, 0]))
    outcomes = np.column_stack([rng.random(80) < chance] * 3).astype(float)
    years = np.tile(np.arange(2000, 2020), 4)
    return LeaderYears(places, np.repeat("R", 80), years, inputs, outcomes)


def test_a_hazard_finds_the_input_that_matters():
    hazard = fit(cases(), "coup")
    assert int(np.argmax(np.abs(hazard.coefficients))) == 0
    assert hazard.coefficients[0] > 0
    assert 0 < hazard.chance(tuple(np.zeros(len(FEATURES))), "A", "R") < 1
    assert hazard.effects("elsewhere", "nowhere") == (0, 0)


def test_nothing_of_the_year_or_later_moves_a_hazard():
    assert not backtest(cases(), "leader_exit").leaks(2012)


def test_the_shipped_coefficients_say_where_they_come_from():
    known = leaders.fitted()
    assert set(known) == set(TARGETS)
    for item in known.values():
        assert (item.hazard.first, item.hazard.last) == (1990, 2020)
        assert item.record.cases > 3000
        assert item.record.score < item.record.plain
        assert len(item.hazard.coefficients) == len(FEATURES)


def test_a_context_without_figures_takes_the_usual_ones():
    assert len(Context(3.0, None, None, None, 0.0, election=False).features()) == len(FEATURES)


def question(**more):
    given = {
        "family": "leader_exit", "text": "?", "rule": "!", "source": "ref_leaders",
        "indicator": "head_of_state", "place": "PER", "period": "2025-06-01/2026-06-01",
        "origin": ORIGIN, "deadline": date(2027, 6, 1), "reference_class": "r",
        "target": Target.EVENT, "subject": "Ana Uno",
    }  # fmt: skip
    return Question(**given | more)


def holder(name, period, day, source="ref_leaders"):
    return {"place": "PER", "indicator": "head_of_state", "period": period, "text": name,
            "source": source, "released_on": day}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([holder("Ana Uno", "2021-07-28/", date(2026, 9, 1))], 1.0 - 1),
        ([holder("Ana Uno", "2021-07-28/", date(2025, 9, 1))], None),
        ([holder("Ana Uno", "2021-07-28/", date(2021, 8, 1)),
          holder("Bea Dos", "2025-12-01/", date(2025, 12, 2))], 1.0),
        ([holder("Bea Dos", "2025-12-01/", date(2025, 12, 2))], None),
    ],
    ids=["stayed", "not known yet", "replaced", "not the same state of things"],
)  # fmt: skip
def test_an_exit_is_decided_by_the_office_holders(rows, outcome):
    assert leaders.exit_outcome(question(), toy_view(rows)) == outcome


def coup(day, text="coup", actors="military", place="PER"):
    return {"place": place, "indicator": "coup_event", "period": day, "text": text,
            "source": "cline_coups", "attributes": {"actors": actors}}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([coup("2025-09-01")], None),
        ([coup("2025-09-01"), coup("2027-01-01", place="MLI")], 1.0),
        ([coup("2025-09-01", actors="the executive itself"),
          coup("2027-01-01", place="MLI")], 0.0),
        ([coup("2025-09-01", "coup conspiracy"), coup("2027-01-01", place="MLI")], 0.0),
        ([coup("2025-05-01"), coup("2027-01-01", place="MLI")], 0.0),
    ],
    ids=["list ends before", "coup", "self-coup", "conspiracy", "before the origin"],
)  # fmt: skip
def test_a_coup_is_decided_once_the_list_covers_the_year(rows, outcome):
    asked = question(family="coup", indicator="coup_event", source="cline_coups")
    assert leaders.coup_outcome(asked, toy_view(rows)) == outcome


def test_asylum_quantiles_rise_and_learn_nothing_from_later_years():
    rng = np.random.default_rng(3)
    logs = 5 + np.cumsum(rng.normal(0, 0.3, (40, 26)), axis=1)
    known = Applications(tuple(str(i) for i in range(40)), 2000, logs)
    made, _ = quantiles(known, 1)
    assert (np.diff(made, axis=1) >= 0).all()

    def forecast(evidence, origin):
        return quantiles(evidence.known_by(origin), 1)[0], evidence.places

    assert not Backtest(known, forecast).leaks(2015)
    assert Backtest(known, lambda e, _: (quantiles(e, 1)[0], e.places)).leaks(2015)
