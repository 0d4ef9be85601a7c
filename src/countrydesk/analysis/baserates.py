"""Base rates: how often, in like cases, a series went on moving the way it had moved.

The plainest forecast there is, and the reference class that better ones must beat.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from countrydesk.analysis import metrics
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.evidence.matrix import Matrix
from countrydesk.model import Period

SPAN = 3
LEAST_CASES = 200
SCORED_YEARS = 10
COIN = 0.25


@method(1)
def persistence(view: View, *, place: str, metric: str) -> Finding | None:
    """The share of like cases in which a series moved on in its direction the year after.

    ``metric`` (see :mod:`countrydesk.analysis.metrics`) names the series. A case is a state and
    year in which it had risen (or fallen) over the three years before, as it has for ``place`` up
    to its newest value. Value is a probability with one case added to each side (Laplace); ``n``
    counts the cases, ``share`` is the probability in percent.
    """
    known = metrics.matrix(view, metric)
    history = known.history(place)
    sign = _direction(history, max(history)) if history else 0
    if sign == 0 or _at_floor(view, metric, history[max(history)], sign):
        return None
    hits, cases = _tally(view, metric)[sign]
    inputs = metrics.inputs(view, place, metric)
    if cases < LEAST_CASES or not inputs:
        return None
    probability = (hits + 1) / (cases + 2)
    values: dict[str, Scalar] = {
        "n": cases,
        "share": 100 * probability,
        "direction": sign,
        "next": str(max(history) + 1),
        "since": str(known.first),
    }
    last = inputs[-1]
    return Finding(
        FindingKind.FORECAST, last.indicator, place, "", probability, "probability",
        Period.year_of(max(history) + 1), inputs, values,
    )  # fmt: skip


def _at_floor(view: View, metric: str, last: float, sign: int) -> bool:
    """Whether a falling series has reached the least its indicator can be."""
    entry = view.catalogue.get(metrics.parse_metric(metric)[2][-1])
    return sign < 0 and entry is not None and last == entry.bounds[0]


def _direction(series: Mapping[int, float], year: int) -> int:
    if year not in series or year - SPAN not in series:
        return 0
    change = series[year] - series[year - SPAN]
    return (change > 0) - (change < 0)


def _tally(view: View, metric: str) -> dict[int, tuple[int, int]]:
    key = ("persistence", metric)
    if key not in view.shared:
        tally = {1: [0, 0], -1: [0, 0]}
        for (_, sign), (hits, cases) in _outcomes(view, metric).items():
            tally[sign][0] += hits
            tally[sign][1] += cases
        view.shared[key] = {sign: (hits, cases) for sign, (hits, cases) in tally.items()}
    return view.shared[key]  # type: ignore[return-value]


def _outcomes(view: View, metric: str) -> dict[tuple[int, int], tuple[int, int]]:
    key = ("outcomes", metric)
    if key not in view.shared:
        view.shared[key] = _by_year(metrics.matrix(view, metric))
    return view.shared[key]  # type: ignore[return-value]


def _by_year(known: Matrix) -> dict[tuple[int, int], tuple[int, int]]:
    """Return (went on, cases) by the year of the outcome and the direction before it."""
    values = known.values
    if values.shape[1] < SPAN + 2:
        return {}
    before = np.sign(values[:, SPAN:-1] - values[:, : -SPAN - 1])
    after = (values[:, SPAN + 1 :] - values[:, SPAN:-1]) * before
    tally: dict[tuple[int, int], tuple[int, int]] = {}
    for sign in (1, -1):
        case = (before == sign) & ~np.isnan(after)
        cases, hits = case.sum(axis=0).tolist(), (case & (after > 0)).sum(axis=0).tolist()
        for at, (n, went_on) in enumerate(zip(cases, hits, strict=True)):
            if n:
                tally[known.first + SPAN + 1 + at, sign] = (went_on, n)
    return tally


@method(1)
def persistence_score(view: View, *, place: str, metric: str) -> Finding | None:
    """The Brier score of ``persistence`` over the last ten years of outcomes, all states.

    Each year is forecast from the cases of earlier years alone. Value: the mean squared distance
    of the probability from what happened (0 is perfect); a coin has ``plain``, 0.25, and ``skill``
    is how much lower the score is than that, in percent. ``n`` counts the cases scored, ``first``
    to ``last_period`` their years. Source of the score: Brier (1950), Monthly Weather Review 78.
    """
    inputs = metrics.inputs(view, place, metric)
    score = _score(view, metric)
    if score is None or not inputs:
        return None
    brier, cases, years = score
    values: dict[str, Scalar] = {
        "n": cases,
        "plain": COIN,
        "span": SPAN,
        "skill": round(100 * (1 - brier / COIN)),
        "first": str(years[0]),
        "last_period": str(years[-1]),
    }
    return Finding(
        FindingKind.RECORD, inputs[-1].indicator, place, "", brier, "index",
        Period.parse(f"{years[0]}/{years[-1]}"), inputs, values,
    )  # fmt: skip


def _score(view: View, metric: str) -> tuple[float, int, list[int]] | None:
    key = ("persistence_score", metric)
    if key not in view.shared:
        view.shared[key] = _scored(_outcomes(view, metric))
    return view.shared[key]  # type: ignore[return-value]


def _scored(
    tally: Mapping[tuple[int, int], tuple[int, int]],
) -> tuple[float, int, list[int]] | None:
    """Return the score, how many cases it rests on and their years; None where too few."""
    years = sorted({year for year, _ in tally})
    total, scored, used = 0.0, 0, set[int]()
    for year in years[-SCORED_YEARS:]:
        for sign in (1, -1):
            hits, cases = tally.get((year, sign), (0, 0))
            before = [tally.get((past, sign), (0, 0)) for past in years if past < year]
            known = sum(n for _, n in before)
            if known < LEAST_CASES or not cases:
                continue
            chance = (sum(h for h, _ in before) + 1) / (known + 2)
            total += hits * (1 - chance) ** 2 + (cases - hits) * chance**2
            scored += cases
            used.add(year)
    return (total / scored, scored, sorted(used)) if scored else None
