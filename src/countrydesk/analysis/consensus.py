"""One score of democracy from several raters, with the standard error that they leave.

The score is the posterior mean of a graded-response model, whose scale travels with the release
(``evidence/scales.py``): Pemstein, Meserve and Melton, "Democratic Compromise: A Latent Variable
Analysis of Ten Measures of Regime Type", Political Analysis 18(4), 2010; estimated as in Marquez,
"A Quick Method for Extending the Unified Democracy Scores", 2016. The unit is the standard
deviation of democracy among the country-years that the scale was estimated on, nought their mean.

The model takes raters to err independently. Voice and accountability draws on many sources, other
raters among them, so that the standard errors are somewhat too small.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.evidence.scales import Scale
from countrydesk.model import Observation, Period

SCALE = "democracy"
INDICATOR = "electoral_democracy"
WIDTH = 1.96
LEAST_STATES = 50
LEAST_BACK = 3
Scores = Mapping[str, tuple[float, float]]


@method(1)
def democracy_consensus(view: View, *, place: str, year: int = 0) -> Finding | None:
    """The consensus of the raters on democracy, in the newest year that enough of them rate.

    Value: the latent level in standard deviations among states, with ``error`` its standard error
    and ``low`` and ``high`` the 95 percent interval. ``n`` raters rate the place in that year and
    ``raters`` names them (joined by ``|``); ``rank`` is its place among ``of`` states scored for
    that year, from the most democratic, ``best`` and ``worst`` those of the ends of the interval.
    ``since`` is the first year of the scale. None where fewer raters than the scale asks rate it.
    """
    scale = view.release.scales.get(SCALE)
    inputs = _newest(view, scale, place, year) if scale else ()
    if scale is None or not inputs:
        return None
    at = inputs[0].period.year
    field = _scores(view, scale, at)
    mean, error = field[place] if place in field else _score(scale, inputs)
    others = [other for state, (other, _) in field.items() if state != place]
    low, high = mean - WIDTH * error, mean + WIDTH * error
    values: dict[str, Scalar] = {
        "error": error, "low": low, "high": high, "n": len(inputs), "distance": abs(mean),
        "raters": "|".join(item.indicator for item in inputs), "since": str(scale.first_year),
        "year": at,
    }  # fmt: skip
    if len(others) >= LEAST_STATES:
        values |= {
            "of": len(others) + 1,
            "rank": 1 + sum(other > mean for other in others),
            "best": 1 + sum(other > high for other in others),
            "worst": 1 + sum(other > low for other in others),
        }
    return Finding(
        FindingKind.LEVEL, INDICATOR, place, "", mean, "index", Period.year_of(at), inputs, values
    )


@method(1)
def consensus_shift(view: View, *, place: str, years: int = 10) -> Finding | None:
    """How far the consensus moved over about ``years`` years, by the raters of both years.

    Value: the later score less the earlier, in standard deviations among states; ``error`` is its
    standard error (those of both years taken as independent), ``clear`` 1 where the change exceeds
    ``WIDTH`` errors. Raters that rate only one of the two years are left out of both.
    """
    scale = view.release.scales.get(SCALE)
    later = _newest(view, scale, place, 0) if scale else ()
    if scale is None or not later:
        return None
    for base in (later[0].period.year - years + off for off in (0, -1, 1)):
        known = {item.indicator: item for item in _ratings(view, scale, place, base)}
        after = tuple(item for item in later if item.indicator in known)
        if len(after) < scale.least_raters:
            continue
        before = tuple(known[item.indicator] for item in after)
        return _shift(scale, place, before, after)
    return None


def _shift(
    scale: Scale, place: str, before: Sequence[Observation], after: Sequence[Observation]
) -> Finding:
    first, first_error = _score(scale, before)
    last, last_error = _score(scale, after)
    error = math.hypot(first_error, last_error)
    values: dict[str, Scalar] = {
        "error": error, "base": first, "base_period": before[0].period.text, "last": last,
        "size": abs(last - first), "clear": int(abs(last - first) > WIDTH * error),
        "n": len(after),
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, INDICATOR, place, "", last - first, "index", after[0].period,
        (*before, *after), values,
    )  # fmt: skip


@method(1)
def rater_level(view: View, *, place: str, indicator: str, year: int) -> Finding | None:
    """Where one rater alone puts a place on the consensus scale, with ``error``, ``low``, ``high``.

    A rater with few steps says little by itself: its interval is wide.
    """
    scale = view.release.scales.get(SCALE)
    item = view.find_at(place, indicator, f"{year:04d}")
    if scale is None or item is None or item.value is None or indicator not in scale.raters:
        return None
    mean, error = _score(scale, (item,))
    values: dict[str, Scalar] = {
        "error": error, "low": mean - WIDTH * error, "high": mean + WIDTH * error,
    }  # fmt: skip
    return Finding(
        FindingKind.LEVEL, indicator, place, "", mean, "index", item.period, (item,), values
    )


def _ratings(view: View, scale: Scale, place: str, year: int) -> tuple[Observation, ...]:
    found = (view.find_at(place, name, f"{year:04d}") for name in scale.raters)
    return tuple(item for item in found if item is not None and item.value is not None)


def _newest(view: View, scale: Scale, place: str, year: int) -> tuple[Observation, ...]:
    """Return the ratings of ``year``, or of the newest year with enough of them; () if too few."""
    years = [year] if year else _years(view, scale, place)
    for at in years:
        found = _ratings(view, scale, place, at)
        if len(found) >= scale.least_raters:
            return found
    return ()


def _years(view: View, scale: Scale, place: str) -> list[int]:
    last = [
        item.period.year
        for name in scale.raters
        if (item := view.find_latest(place, name)) is not None
    ]
    return list(range(max(last), max(last) - LEAST_BACK, -1)) if last else []


def _score(scale: Scale, items: Sequence[Observation]) -> tuple[float, float]:
    found = scale.score({item.indicator: np.array([item.number]) for item in items})
    return float(found.mean[0]), float(found.error[0])


def _scores(view: View, scale: Scale, year: int) -> Scores:
    """Return score and error of every state that enough raters rate in ``year``."""
    key = ("democracy_scores", year)
    if key not in view.shared:
        sections = {name: view.panel.at(name, year).values for name in scale.raters}
        rated = [
            state
            for state in states()
            if sum(state in section for section in sections.values()) >= scale.least_raters
        ]
        values = {
            name: np.array([section.get(state, math.nan) for state in rated])
            for name, section in sections.items()
        }
        found = scale.score(values) if rated else None
        pairs = zip(found.mean.tolist(), found.error.tolist(), strict=True) if found else ()
        view.shared[key] = dict(zip(rated, pairs, strict=True))
    return view.shared[key]  # type: ignore[return-value]
