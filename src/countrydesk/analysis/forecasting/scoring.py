"""Scoring what was registered: outcomes from a later release, scores, skill with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from countrydesk.analysis.forecasting import scores
from countrydesk.analysis.forecasting.families import get_family
from countrydesk.analysis.forecasting.question import LEVELS, Baseline, Forecast, Target
from countrydesk.analysis.forecasting.register import Entry
from countrydesk.analysis.forecasting.resampling import PairedDifference, paired_bootstrap
from countrydesk.evidence import View


@dataclass(frozen=True)
class Resolved:
    """A registered forecast and what happened: 1 or 0 for an event, the value for a quantity."""

    entry: Entry
    outcome: float


@dataclass(frozen=True)
class FamilyScore:
    """The scores of one family's resolved forecasts, against one baseline.

    ``measure`` is brier or crps; ``paired`` has the mean of both, and the skill with its 95 %
    interval, resampled by country. ``log_score`` is the mean of an event's log score, None for a
    quantity; ``inside`` the share of quantities in their 80 % interval, None for an event.
    ``hindsight`` marks exercises, which count for no record.
    """

    family: str
    measure: str
    baseline: str
    hindsight: bool
    cases: int
    paired: PairedDifference
    log_score: float | None
    inside: float | None


def resolve(entries: Iterable[Entry], view: View) -> Iterator[Resolved]:
    """Yield the forecasts that the evidence of a view decides."""
    for entry in entries:
        family = get_family(entry.forecast.question.family)
        outcome = family.resolve(entry.forecast.question, view)
        if outcome is not None:
            yield Resolved(entry, outcome)


def score(resolved: Sequence[Resolved]) -> tuple[FamilyScore, ...]:
    """Return the scores by family, target and baseline; what was registered before exercises."""
    groups: dict[tuple[bool, str, Target, str], list[Resolved]] = {}
    for item in resolved:
        forecast = item.entry.forecast
        key = (item.entry.hindsight, forecast.question.family, forecast.question.target,
               forecast.baseline.name)  # fmt: skip
        groups.setdefault(key, []).append(item)
    return tuple(_family_score(key, groups[key]) for key in sorted(groups))


def _family_score(key: tuple[bool, str, Target, str], items: Sequence[Resolved]) -> FamilyScore:
    hindsight, family, target, baseline = key
    event = target is Target.EVENT
    mine = [_score(item.outcome, item.entry.forecast) for item in items]
    plain = [_score(item.outcome, item.entry.forecast.baseline) for item in items]
    places = [item.entry.forecast.question.place for item in items]
    logs = [_log_score(item) for item in items] if event else []
    return FamilyScore(
        family=family,
        measure="brier" if event else "crps",
        baseline=baseline,
        hindsight=hindsight,
        cases=len(items),
        paired=paired_bootstrap(mine, plain, places),
        log_score=float(np.mean(logs)) if event else None,
        inside=None if event else float(np.mean([_inside(item) for item in items])),
    )


def _score(outcome: float, answer: Baseline | Forecast) -> float:
    if answer.probability is not None:
        return float(scores.brier(answer.probability, outcome))
    levels, values = zip(*answer.quantiles, strict=True)
    return float(scores.crps_quantiles(levels, values, outcome))


def _log_score(item: Resolved) -> float:
    chance = item.entry.forecast.probability
    assert chance is not None  # noqa: S101 - an event has a probability
    return float(scores.log_score(chance, item.outcome))


def _inside(item: Resolved) -> bool:
    answer = dict(item.entry.forecast.quantiles)
    return answer[LEVELS[1]] <= item.outcome <= answer[LEVELS[-2]]


def calibration_of(resolved: Iterable[Resolved]) -> tuple[scores.CalibrationBin, ...]:
    """Return how often what was given each probability happened, over all events."""
    pairs = [
        (item.entry.forecast.probability, item.outcome)
        for item in resolved
        if item.entry.forecast.probability is not None
    ]
    if not pairs:
        return ()
    chances, outcomes = zip(*pairs, strict=True)
    return scores.calibration(chances, outcomes)


def reached_quantiles(resolved: Iterable[Resolved]) -> tuple[scores.CalibrationBin, ...]:
    """Return for each level of the quantiles the share of outcomes no higher than its quantile."""
    items = [item for item in resolved if item.entry.forecast.quantiles]
    if not items:
        return ()
    below = np.array(
        [[item.outcome <= value for _, value in item.entry.forecast.quantiles] for item in items]
    )
    return tuple(
        scores.CalibrationBin(len(items), level, float(share))
        for level, share in zip(LEVELS, below.mean(axis=0), strict=True)
    )
