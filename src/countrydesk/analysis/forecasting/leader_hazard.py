"""The hazard of a leader: a regularised logistic regression by year, and its backtest.

Discrete-time hazard (Allison 1982): a case is a leader-year, time enters as years in office. Each
state and sub-region has its own effect, shrunk to zero by the same penalty (ridge; Hoerl and
Kennard 1970) that shrinks the coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.backtest import Backtest, Window
from countrydesk.analysis.forecasting.leader_cases import LAST, LeaderYears
from countrydesk.analysis.forecasting.question import TrackRecord
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import brier

Floats = npt.NDArray[np.float64]
# A state's own effect is held back more than a coefficient.
EFFECT_SCALE = 0.7
STRENGTH = 1.0
DIGITS = 6
ORIGINS = range(2003, LAST + 1)
BASELINE = "climatology of leader-years"


@dataclass(frozen=True)
class Hazard:
    """A fitted hazard: chance = logistic(intercept + standardised inputs + effects).

    ``rate`` is the share of past leader-years in which it happened: the baseline.
    """

    target: str
    intercept: float
    means: tuple[float, ...]
    scales: tuple[float, ...]
    coefficients: tuple[float, ...]
    states: Mapping[str, float]
    regions: Mapping[str, float]
    rate: float
    cases: int
    first: int
    last: int

    def contributions(self, inputs: Sequence[float]) -> tuple[float, ...]:
        """Return what each input adds in log-odds, against a case of average inputs."""
        columns = zip(inputs, self.means, self.scales, self.coefficients, strict=True)
        return tuple(weight * (x - mean) / scale for x, mean, scale, weight in columns)

    def effects(self, place: str, region: str) -> tuple[float, float]:
        """Return the effect of a state and of its sub-region, in log-odds; 0 for a new one."""
        return self.states.get(place, 0.0), self.regions.get(region, 0.0)

    def chance(self, inputs: Sequence[float], place: str, region: str) -> float:
        """Return the probability for one case."""
        score = self.intercept + sum(self.contributions(inputs)) + sum(self.effects(place, region))
        return float(1 / (1 + np.exp(-score)))


class HazardCases(Protocol):
    """What a hazard is fitted on: rows of place, region, year and inputs, and what happened."""

    @property
    def places(self) -> npt.NDArray[np.str_]:
        """The state of each row."""
        ...

    @property
    def regions(self) -> npt.NDArray[np.str_]:
        """The sub-region of each row."""
        ...

    @property
    def years(self) -> npt.NDArray[np.int64]:
        """The year of each row."""
        ...

    @property
    def inputs(self) -> Floats:
        """Rows x features."""
        ...

    def outcome(self, target: str) -> Floats:
        """Return 0 or 1 for each row, NaN where it is not known."""
        ...


def fit(known: HazardCases, target: str) -> Hazard:
    """Return the hazard of ``target`` fitted on the rows whose outcome is known."""
    from sklearn.linear_model import LogisticRegression

    happened = known.outcome(target)
    use = ~np.isnan(happened)
    inputs, happened = known.inputs[use], happened[use]
    means, scales = inputs.mean(axis=0), inputs.std(axis=0)
    scales = np.where(scales > 0, scales, 1.0)
    states, in_state = _dummies(known.places[use])
    regions, in_region = _dummies(known.regions[use])
    design = np.hstack([(inputs - means) / scales, EFFECT_SCALE * in_state,
                        EFFECT_SCALE * in_region])  # fmt: skip
    model = LogisticRegression(C=STRENGTH, solver="newton-cholesky", max_iter=200).fit(
        design, happened
    )
    weights = model.coef_[0]
    own = EFFECT_SCALE * weights[inputs.shape[1] :]
    years = known.years[use]
    return Hazard(
        target, _short(model.intercept_[0]), _shorts(means), _shorts(scales),
        _shorts(weights[: inputs.shape[1]]),
        dict(zip(states, _shorts(own[: len(states)]), strict=True)),
        dict(zip(regions, _shorts(own[len(states) :]), strict=True)),
        _short(happened.mean()), int(use.sum()), int(years.min()), int(years.max()),
    )  # fmt: skip


def _dummies(names: npt.NDArray[np.str_]) -> tuple[list[str], Floats]:
    unique = np.unique(names)
    return [str(name) for name in unique], (names[:, None] == unique).astype(np.float64)


def _short(value: float) -> float:
    return float(f"{float(value):.{DIGITS}g}")


def _shorts(values: Floats) -> tuple[float, ...]:
    return tuple(_short(value) for value in values)


def backtest(evidence: LeaderYears, target: str) -> Backtest[LeaderYears]:
    """Return the backtest: at each year a hazard fitted on the years before, and the base rate.

    Answers are cases x 2: the chance and the rate of the past.
    """

    def forecast(known: LeaderYears, origin: int) -> tuple[Floats, Sequence[object]]:
        known = known.known_by(origin)
        model, now = fit(known, target), known.of_year(origin)
        cases = zip(now.inputs, now.places, now.regions, strict=True)
        chances = [model.chance(x, str(place), str(region)) for x, place, region in cases]
        rates = np.full(len(chances), model.rate)
        return np.column_stack([chances, rates]), now.places.tolist()

    return Backtest(evidence, forecast)


@dataclass(frozen=True)
class Tested:
    """The backtest of a target: its windows with what happened, and the record of all."""

    windows: tuple[tuple[Window, Floats], ...]
    record: TrackRecord


def run_backtest(
    evidence: LeaderYears, target: str, origins: Sequence[int] = ORIGINS, baseline: str = BASELINE
) -> Tested:
    """Return the backtest of a target over ``origins``; ``baseline`` names the past rate."""
    runs = backtest(evidence, target).run(origins)
    pairs = tuple((run, evidence.of_year(run.origin).outcome(target)) for run in runs)
    chances = np.concatenate([run.answers for run, _ in pairs])
    happened = np.concatenate([each for _, each in pairs])
    blocks = np.concatenate([run.blocks for run, _ in pairs])
    paired = paired_bootstrap(
        brier(chances[:, 0], happened), brier(chances[:, 1], happened), blocks
    )
    record = TrackRecord(
        "brier", _short(paired.score), baseline, _short(paired.plain), paired.cases,
        str(origins[0]), str(origins[-1]), _short(paired.skill_low), _short(paired.skill_high),
    )  # fmt: skip
    return Tested(pairs, record)


def encode_hazard(hazard: Hazard, features: Sequence[str]) -> dict[str, Any]:
    """Return a hazard as plain values, with the names of its inputs."""
    return asdict(hazard) | {"features": list(features)}


def decode_hazard(row: Mapping[str, Any], features: Sequence[str]) -> Hazard:
    """Return the hazard of :func:`encode_hazard`.

    Raises:
        ValueError: it was fitted on other inputs than those of this version.
    """
    if tuple(row["features"]) != tuple(features):
        raise ValueError(f"the hazard of {row['target']} was fitted on other inputs")
    plain = {key: row[key] for key in Hazard.__dataclass_fields__}
    lists = {key: tuple(row[key]) for key in ("means", "scales", "coefficients")}
    return Hazard(**plain | lists)
