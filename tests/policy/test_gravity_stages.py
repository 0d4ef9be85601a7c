"""Costs of all pairs from a panel whose truth is known."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from countrydesk import cli
from countrydesk.errors import EstimationError, TradeTableError
from countrydesk.policy.gravity.exercise import Exercise, costs, full_equilibrium, matrix
from countrydesk.policy.gravity.guide import guide_exact, guide_table
from countrydesk.policy.gravity.stages import two_stages

NAMES = tuple("ABCDEF")
EFFECT, DISTANCE = 0.6, -0.8


def panel(silent=("A", "B")):
    """A panel of three years without noise, in which one pair never trades."""
    draw = np.random.default_rng(5)
    size = len(NAMES)
    far = draw.uniform(1, 3, (size, size))
    far = (far + far.T) / 2
    rows = []
    for year in (2000, 2004, 2008):
        sell, buy = draw.uniform(1, 4, size), draw.uniform(1, 4, size)
        for i, first in enumerate(NAMES):
            for j, second in enumerate(NAMES):
                home = i == j
                signed = int(not home and year > 2000 and {first, second} <= {"C", "D", "E"})
                cost = 1.0 if home else np.exp(DISTANCE * far[i, j] - 1)
                trade = sell[i] * buy[j] * cost * np.exp(EFFECT * signed)
                if {first, second} == set(silent):
                    trade = 0.0
                number = 10 * min(i, j) + max(i, j)
                rows.append((first, second, year, number, trade, signed, 0 if home else far[i, j]))
    names = ["exporter", "importer", "year", "pair_id", "trade", "RTA", "ln_DIST"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_the_true_costs_are_found_also_of_a_pair_that_never_trades():
    frame = panel()
    found = two_stages(frame, 2004, gravity=["ln_DIST"])
    assert found.panel.coefficients["RTA"] == pytest.approx(EFFECT, abs=1e-8)
    assert found.pairs.coefficients["ln_DIST"] == pytest.approx(DISTANCE, abs=1e-6)
    far = frame.filter(pl.col("year") == 2004).sort("exporter", "importer")["ln_DIST"].to_numpy()
    true = np.where(far == 0, 1.0, np.exp(DISTANCE * far - 1))
    assert np.allclose(found.costs["cost"], true, rtol=1e-6)


def test_an_agreement_is_taken_away():
    """The second exercise of the guide, on a panel whose costs are known."""
    frame = panel(silent=())
    year = frame.filter(pl.col("year") == 2004).sort("exporter", "importer")
    stages = two_stages(frame, 2004, gravity=["ln_DIST"])
    names, cost = matrix(stages.costs, "cost")
    _, signed = matrix(year, "RTA")
    _, trade = matrix(year, "trade")
    effect = stages.panel.coefficients["RTA"]
    task = Exercise(
        names, cost * np.exp(effect * signed), cost, trade.sum(axis=1), trade.sum(axis=0), "F"
    )
    exact, effects = guide_exact(task)
    assert effects.residual <= 1e-10
    lost = exact.filter(pl.col("country").is_in(["C", "D", "E"]))
    assert (lost["change_rGDP_FULL"] < 0).all()
    assert guide_table(task)["change_Xi_CDL"].to_list() == pytest.approx(
        exact["change_Xi_CDL"].to_list()
    )
    assert np.allclose(full_equilibrium(task).real_output, exact["change_rGDP_FULL"], atol=1e-9)


def test_the_same_by_words(capsys, tmp_path):
    frame = panel(silent=()).with_columns(pl.col("ln_DIST").exp().alias("DIST")).drop("ln_DIST")
    path = tmp_path / "panel.parquet"
    frame.write_parquet(path)
    words = ["simulate", "panel", str(path), "--year", "2004", "--set", "RTA=0@C,D,E"]
    more = ["--reference", "F", "--variables", "ln_DIST", "--json"]
    for solution in ("exact", "guide", "conditional"):
        assert cli.run([*words, *more, "--solution", solution]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["report"]["RTA"] == pytest.approx(EFFECT, abs=1e-6)
    assert answer["report"]["observations"] == 108
    assert cli.run([*words, *more, "--years", "2000,2008"]) == 2
    assert "no year 2004" in capsys.readouterr().err


def test_tables_that_are_not_balanced():
    frame = panel().filter(pl.col("year") == 2004)
    with pytest.raises(TradeTableError, match="1 pairs are missing, the first is A to B"):
        matrix(frame.filter((pl.col("exporter") != "A") | (pl.col("importer") != "B")), "trade")
    with pytest.raises(TradeTableError, match="A stand on one side"):
        matrix(frame.filter(pl.col("exporter") != "A"), "trade")
    with pytest.raises(TradeTableError, match="more than once"):
        matrix(pl.concat([frame, frame[:1]]), "trade")
    with pytest.raises(TradeTableError, match="no column 'tea'"):
        costs(frame, {"tea": 1.0})
    with pytest.raises(EstimationError, match="no year 1990"):
        two_stages(panel(), 1990, gravity=["ln_DIST"])


def test_exercises_that_cannot_be():
    good, totals = np.ones((3, 3)), np.ones(3)
    with pytest.raises(TradeTableError, match="reference country 'X'"):
        Exercise(("A", "B", "C"), good, good, totals, totals, "X")
    with pytest.raises(TradeTableError, match="costs after must be above zero"):
        Exercise(("A", "B", "C"), good, good - 1, totals, totals, "A")
    with pytest.raises(TradeTableError, match="output and expenditure"):
        Exercise(("A", "B", "C"), good, good, totals * 0, totals, "A")
