"""The fans on past vintages, each with what was known on the day of its release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.macro_fans import SERIES, Fan, fan
from countrydesk.analysis.forecasting.macro_vintages import Vintages
from countrydesk.analysis.forecasting.question import LEVELS, TrackRecord
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import crps_quantiles

BASELINE = "own last twenty years"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Cases:
    """One vintage's fan against what the newest vintage has: arrays over the places that count.

    ``quantiles`` and ``plain`` are cases x levels, the others cases; ``day`` is the release.
    """

    day: int
    year: int
    places: npt.NDArray[np.str_]
    quantiles: Floats
    plain: Floats
    projection: Floats
    anchor: Floats
    outcome: Floats
    weight: float
    ratio: float

    @property
    def inside(self) -> Floats:
        """Whether each outcome lies in the 80 % interval (1 or 0)."""
        low, high = (self.quantiles[:, LEVELS.index(level)] for level in (0.1, 0.9))
        return np.asarray((low <= self.outcome) & (self.outcome <= high), dtype=np.float64)

    @property
    def middle(self) -> Floats:
        """The medians of the fans."""
        return np.asarray(self.quantiles[:, LEVELS.index(0.5)])


def macro_backtest(evidence: Vintages, name: str, horizon: int) -> tuple[Cases, ...]:
    """Return the cases of every vintage whose target has ended by the newest vintage.

    The outcome is the value of the newest vintage for a year before its own, whether it calls that
    actual or an estimate; the fan uses only vintages up to its own.
    """
    newest = len(evidence.days) - 1
    if newest < 0:
        return ()
    found = []
    for vintage in evidence.resolved(horizon, newest):
        made = fan_at(evidence, evidence.days[vintage], name, horizon)
        outcome = evidence.outcome(newest, made.year)
        found.append(_cases(evidence, evidence.days[vintage], made, outcome))
    return tuple(found)


def fan_at(evidence: Vintages, origin: int, name: str, horizon: int) -> Fan:
    """Return the fan of a day from the vintages released by it, whatever ``evidence`` holds."""
    return fan(evidence.known_by(origin), SERIES[name], horizon)


def leaks(evidence: Vintages, origin: int, name: str, horizon: int) -> bool:
    """Whether later vintages, shuffled or deleted, change the fan of ``origin``."""

    def forecast(known: Vintages, day: int) -> tuple[Floats, Sequence[object]]:
        return fan_at(known, day, name, horizon).quantiles, known.places

    return Backtest(evidence, forecast).leaks(origin)


def _cases(evidence: Vintages, day: int, made: Fan, outcome: Floats) -> Cases:
    whole = np.column_stack([made.quantiles, made.plain, made.projection, outcome])
    use = ~np.isnan(whole).any(axis=1)
    return Cases(
        day, made.year, np.asarray(evidence.places)[use], made.quantiles[use], made.plain[use],
        made.projection[use], made.anchor[use], outcome[use], made.weight, made.ratio,
    )  # fmt: skip


def macro_record(cases: Sequence[Cases], name: str) -> TrackRecord | None:
    """Return the CRPS of fans against the country's own last twenty years; None without cases.

    On the scale on which errors of the series are alike: log points for inflation.
    """
    if not cases:
        return None
    blocks = np.concatenate([c.places for c in cases])
    paired = paired_bootstrap(*crps_pairs(cases, name), blocks)
    years = sorted(c.year for c in cases)
    return TrackRecord(
        "crps", paired.score, BASELINE, paired.plain, paired.cases, str(years[0]), str(years[-1]),
        paired.skill_low, paired.skill_high,
    )  # fmt: skip


def crps_pairs(cases: Sequence[Cases], name: str) -> tuple[Floats, Floats]:
    """Return the CRPS of each case's fan and of the country's own last twenty years."""
    forward, levels = SERIES[name].forward, np.asarray(LEVELS)
    pairs = [
        [crps_quantiles(levels, forward(q), forward(c.outcome)) for q in (c.quantiles, c.plain)]
        for c in cases
    ]
    return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
