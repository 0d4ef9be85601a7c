"""Floods and earthquakes: years 2005 on, against the state's own past and the world's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.disaster_cases import StateYears, state_years
from countrydesk.analysis.forecasting.disasters import (
    BASELINE,
    WORLD,
    Tested,
    backtest,
    run_backtest,
)
from countrydesk.analysis.forecasting.scores import auc, brier, calibration
from countrydesk.evidence import View, load_release
from forecast_bars.raw import RAW

COLUMNS = ("disaster_rate", BASELINE, WORLD)


def tables() -> int:
    """Print scores, calibration and the test of leaks; return how many bars were missed."""
    known = _state_years()
    print("\n## Floods and earthquakes: 100,000 people affected or more in a year\n")
    if known is None:
        print("The raw files of EM-DAT by hazard are not at hand: nothing was measured.")
        return 0
    tested = run_backtest(known)
    _scores(tested)
    _calibration(tested)
    leaking = backtest(known).leaks(2015, seeds=(1,))
    print(f"\nA forecast of 2015 changed with what became known later: {leaking}")
    return int(leaking) + sum(tested.record(at, "").skill <= 0 for at in (1, 2))


def _state_years() -> StateYears | None:
    """Return the state-years of a release that adds EM-DAT to the bundled one."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = os.environ | {"COUNTRYDESK_HOME": home, "COUNTRYDESK_RAW": str(RAW)}
        command = [sys.executable, "-m", "countrydesk", "release", "build"]
        built = subprocess.run(
            [*command, "--source", "emdat_hazards"],
            env=surroundings, check=False, capture_output=True,
        )  # fmt: skip
        folders = sorted(Path(home, "releases").glob("2*"))
        if built.returncode or not folders:
            return None
        return state_years(View(load_release(str(folders[-1]))))


def _scores(tested: Tested) -> None:
    answers, happened = _joined(tested)
    print("| rule | Brier | AUC | skill of the model against it |\n|---|---|---|---|")
    for at, name in enumerate(COLUMNS):
        score = brier(answers[:, at], happened).mean()
        print(f"| {name} | {score:.4f} | {auc(answers[:, at], happened):.3f} "
              f"| {_skill(tested, at)} |")  # fmt: skip
    print(f"\n{len(happened):,} state-years, {int(happened.sum())} of them reached the line.")


def _skill(tested: Tested, rival: int) -> str:
    if not rival:
        return ""
    record = tested.record(rival, COLUMNS[rival])
    return f"{record.skill:.1%} ({record.low:.1%} to {record.high:.1%})"


def _calibration(tested: Tested) -> None:
    answers, happened = _joined(tested)
    print("\n| said | happened | cases |\n|---|---|---|")
    for step in calibration(answers[:, 0], happened):
        print(f"| {step.forecast:.1%} | {step.happened:.1%} | {step.cases} |")


def _joined(tested: Tested) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return np.concatenate(tested.answers), np.concatenate(tested.happened)
