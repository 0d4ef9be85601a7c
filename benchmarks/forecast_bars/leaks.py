"""Whether any forecast changes when all that came after its origin is shuffled or deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting import fatality_models as models
from countrydesk.analysis.forecasting import transitions
from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.fatalities import Records
from countrydesk.analysis.forecasting.regimes import cases, read_regimes
from countrydesk.analysis.forecasting.transitions import Cases
from countrydesk.evidence import View, load_release
from forecast_bars import views
from forecast_bars.violence import library

Floats = npt.NDArray[np.float64]
ORIGIN = 2021
Forecast = Callable[[Records, int], tuple[Floats, Sequence[object]]]


def own(known: Records, origin: int) -> tuple[Floats, Sequence[object]]:
    """Return the pool's draws from what was known at the origin."""
    return models.pooled(known.known_by(origin), views.HORIZONS, 50), ()


def peeking(known: Records, origin: int) -> tuple[Floats, Sequence[object]]:
    """Return the same with one feature that reads past the origin: the highest month of all."""
    cut = known.known_by(origin)
    high = known.target.deaths.max(axis=1)[:, None, None]
    return models.fading_memory(cut.target, views.HORIZONS, 50) + 0.001 * high, ()


def tables() -> int:
    """Print whether each forecaster leaks; return how many answers are not as they must be."""
    records, origin = Records(views.deaths(), library()), views.origin_of(ORIGIN)
    print("\n## Leaks: everything after the origin shuffled, then deleted\n")
    print("| forecaster | a forecast changed | must be |\n|---|---|---|")
    wrong = 0
    for name, forecast, expected in (
        ("pool", own, False),
        ("fading memory with a feature that peeks", peeking, True),
    ):
        found = Backtest(records, forecast).leaks(origin, seeds=(1, 2))
        wrong += found is not expected
        print(f"| {name} | {found} | {expected} |")
    return wrong + _breakdown()


def _breakdown() -> int:
    regimes = read_regimes(View(load_release("bundled")))
    if regimes is None:
        raise SystemExit("the bundled release holds no types of regime")
    known, wrong = cases(regimes, -1), 0
    for name, forecast, expected in (
        ("breakdown", _chances, False),
        ("breakdown trained on spans that had not ended", _hasty, True),
    ):
        found = Backtest(known, forecast).leaks(ORIGIN, seeds=(1,))
        wrong += found is not expected
        print(f"| {name} | {found} | {expected} |")
    return wrong


def _chances(known: Cases, origin: int) -> tuple[Floats, Sequence[object]]:
    return transitions.chances(known, origin, (transitions.logistic,)), ()


def _hasty(known: Cases, origin: int) -> tuple[Floats, Sequence[object]]:
    """Return the same, taking outcomes as known the day their span begins."""
    return _chances(replace(known, span=0), origin)
