"""Democratic breakdown on the rows of PART, against the published ensemble."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesClassifier

from countrydesk.analysis.forecasting import transitions
from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import auc, average_precision, brier, calibration
from countrydesk.analysis.forecasting.transitions import Cases, Learner, Predict
from forecast_bars import part

Floats = npt.NDArray[np.float64]
YEARS = range(2011, 2021)
BAR = (0.8405, 0.395, 0.0455)
GOAL = (0.85, 0.42, 0.0445)
ROWS, EVENTS = 1690, 98


def plain_trees(inputs: Floats, happened: Floats, _: Floats) -> Predict:
    """Return an untuned forest, all rows alike: what the choice of rows alone gives."""
    model = ExtraTreesClassifier(
        60, min_samples_leaf=2, max_features=0.15, n_jobs=2, random_state=1
    ).fit(inputs, happened)
    return lambda rows: np.asarray(model.predict_proba(rows)[:, 1])


def crossing(inputs: Floats, happened: Floats, _: Floats) -> Predict:
    """Return the chance that a criterion is missed, the last input; it learns from no outcome."""
    del inputs, happened
    return lambda rows: rows[:, -1]


OWN = (*transitions.LEARNERS, crossing)


def run(cases: Cases, learners: tuple[Learner, ...]) -> Floats:
    """Return the chance of each row of the test years, each year from what was known before it."""
    backtest = Backtest(cases, lambda known, year: (transitions.chances(known, year, learners), ()))
    return np.concatenate([window.answers for window in backtest.run(YEARS)])


def tables() -> int:
    """Print both ways of drawing the training rows; return how many stated bars are missed."""
    frame = part.table()
    cases = part.read_cases(frame)
    tested = np.isin(cases.opening, YEARS)
    order = np.argsort(cases.opening[tested], kind="stable")
    happened, places = cases.happened[tested][order], cases.places[tested][order]
    print("## Democratic breakdown: adverse regime transition within two years, PART\n")
    print(f"{len(happened)} rows of 2011 to 2020, {happened.sum():.0f} events "
          f"(published: {ROWS}, {EVENTS})\n")  # fmt: skip
    if (len(happened), happened.sum()) != (ROWS, EVENTS):
        raise SystemExit("not the rows of the published comparison")
    print("| training rows | model | AUC | average precision | Brier | Brier less climatology |")
    print("|---|---|---|---|---|---|")
    print(f"| as published | published ensemble | {BAR[0]} | {BAR[1]} | {BAR[2]} | |")
    return _all_models(frame, happened, places)


def _all_models(frame: object, happened: Floats, places: npt.NDArray[np.str_]) -> int:
    best: dict[int, tuple[float, float, float]] = {}
    whole = part.read_cases(frame), part.read_plain_cases(frame)
    for span, title in ((1, "of years before the test year"), (2, "whose two years had ended")):
        cases, plain = (replace(each, span=span) for each in whole)
        rule = Backtest(cases, lambda k, y: (transitions.climatology(k, y), ())).run(YEARS)
        base = brier(np.concatenate([w.answers for w in rule]), happened)
        _row(title, "untuned forest, file's columns", run(plain, (plain_trees,)), happened, base,
             places)  # fmt: skip
        for learner in OWN:
            _row(title, learner.__name__, run(cases, (learner,)), happened, base, places)
        own = run(cases, OWN)
        best[span] = _row(title, "ensemble", own, happened, base, places)
    print("\nThe published numbers are met only where training takes the rows of the year before "
          "the test year:\ntheir outcome covers the test year itself. The second block is what "
          "could have been known.\n")  # fmt: skip
    print("Calibration of the last ensemble: " + "; ".join(
        f"{b.cases} rows forecast {b.forecast:.3f} happened {b.happened:.3f}"
        for b in calibration(own, happened)
    ))  # fmt: skip
    met = ["reached" if _met(best[span]) else "NOT reached" for span in (1, 2)]
    print(f"\nGoal {GOAL}: {met[0]} on the published choice of rows, "
          f"{met[1]} on what could have been known.")  # fmt: skip
    return int(not _met(best[1]))


def _met(found: tuple[float, float, float]) -> bool:
    return found[0] > GOAL[0] and found[1] > GOAL[1] and found[2] < GOAL[2]


def _row(
    title: str, name: str, said: Floats, happened: Floats, base: Floats,
    places: npt.NDArray[np.str_],
) -> tuple[float, float, float]:  # fmt: skip
    errors = brier(said, happened)
    gap = paired_bootstrap(errors, base, places)
    found = auc(said, happened), average_precision(said, happened), float(errors.mean())
    print(f"| {title} | {name} | {found[0]:.4f} | {found[1]:.4f} | {found[2]:.5f} "
          f"| {gap.low:+.4f} to {gap.high:+.4f} |", flush=True)  # fmt: skip
    return found
