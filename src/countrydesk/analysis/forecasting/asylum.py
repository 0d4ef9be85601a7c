"""Forecasts of how many people of a state ask for asylum abroad in a year.

In logs the last year's number is pooled with the mean of the last three; the errors that this made
one and two years ahead in the past, in states of like numbers, give the quantiles. Weight and
errors come from years before the origin only. The plain rule is the state's own last ten years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.question import (
    LEVELS,
    Baseline,
    Driver,
    Forecast,
    Question,
    Target,
    TrackRecord,
    quantile_table,
)
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import crps_quantiles
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.places import registry

Floats = npt.NDArray[np.float64]
MODEL, VERSION = "asylum_walk", 1
INDICATOR, SOURCE = "asylum_applications_from", "unhcr"
BASELINE: Final = "own last ten years"
HORIZONS: Final = (1, 2)
DECADE, RECENT = 10, 3
CLASSES: Final = 4
LEAST_YEARS: Final = 6
GRID: Final = np.linspace(0, 1, 11)
TESTED_SINCE: Final = 2012


@dataclass(frozen=True)
class Applications:
    """Logs of one plus the number of applications by place and year; no year in between lacks."""

    places: tuple[str, ...]
    first: int
    logs: Floats

    @property
    def last(self) -> int:
        """The last year."""
        return self.first + int(self.logs.shape[1]) - 1

    def known_by(self, origin: int) -> Applications:
        """Return the years up to ``origin``."""
        return replace(self, logs=self.logs[:, : max(origin - self.first + 1, 0)])

    def scrambled_after(self, origin: int, seed: int) -> Applications:
        """Return the same with the numbers of later years shuffled."""
        logs, at = self.logs.copy(), origin - self.first + 1
        logs[:, at:] = np.random.default_rng(seed).permuted(logs[:, at:])
        return replace(self, logs=logs)


def applications(view: View) -> Applications | None:
    """Return what a view holds; None where it holds nothing. A year without a row had nobody."""
    panel, places = view.panel, states()
    years = panel.years(INDICATOR)
    if not years:
        return None
    logs = np.zeros((len(places), years[-1] - years[0] + 1))
    for year in years:
        values = panel.at(INDICATOR, year).values
        logs[:, year - years[0]] = [np.log1p(values.get(place, 0.0)) for place in places]
    return Applications(places, years[0], logs)


def quantiles(known: Applications, horizon: int) -> tuple[Floats, Floats]:
    """Return the quantiles (places x levels) ``horizon`` years past the last year, and the centre.

    In applications.

    Raises:
        ValueError: there are too few years to learn from.
    """
    logs = known.logs
    ends = range(RECENT, logs.shape[1] - horizon)
    if len(ends) < LEAST_YEARS:
        raise ValueError("too few years of asylum applications to learn errors from")
    weight = _weight(logs, horizon, ends)
    errors = np.concatenate([logs[:, t + horizon - 1] - _centre(logs[:, :t], weight) for t in ends])
    levels = np.concatenate([_centre(logs[:, :t], weight) for t in ends])
    centre = _centre(logs, weight)
    edges = np.quantile(levels, np.linspace(0, 1, CLASSES + 1)[1:-1])
    sizes, own = np.searchsorted(edges, levels), np.searchsorted(edges, centre)
    shapes = np.array([np.quantile(errors[sizes == size], LEVELS) for size in range(CLASSES)])
    found = np.maximum(np.expm1(centre[:, None] + shapes[own]), 0)
    return found, np.expm1(centre)


def _weight(logs: Floats, horizon: int, ends: Sequence[int]) -> float:
    missed = [
        sum(float(np.abs(logs[:, t + horizon - 1] - _centre(logs[:, :t], w)).sum()) for t in ends)
        for w in GRID
    ]
    return float(GRID[int(np.argmin(missed))])


def _centre(logs: Floats, weight: float) -> Floats:
    recent = logs[:, -RECENT:].mean(axis=1)
    return np.asarray(weight * logs[:, -1] + (1 - weight) * recent)


def own_decade(known: Applications) -> Floats:
    """Return the quantiles (places x levels) of applications in a state's own last ten years."""
    return np.asarray(np.quantile(np.expm1(known.logs[:, -DECADE:]), LEVELS, axis=1).T)


def windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return by horizon and target year the CRPS in logs of the model and of the plain rule."""
    evidence = applications(view)
    found = [] if evidence is None else [
        (h, year, *_scores(evidence, year, h)) for h in HORIZONS
        for year in range(TESTED_SINCE, evidence.last + 1)
    ]  # fmt: skip
    return tuple(
        {
            "year": year,
            "years ahead": horizon,
            "cases": len(mine),
            "crps of logs": round(float(mine.mean()), 4),
            "own decade": round(float(plain.mean()), 4),
            "saved": f"{1 - mine.mean() / plain.mean():.1%}",
        }
        for horizon, year, mine, plain in found
    )


def _scores(evidence: Applications, year: int, horizon: int) -> tuple[Floats, Floats]:
    known = evidence.known_by(year - horizon)
    outcome = evidence.logs[:, year - evidence.first]
    levels = np.asarray(LEVELS)
    made = np.log1p(quantiles(known, horizon)[0])
    return (crps_quantiles(levels, made, outcome),
            crps_quantiles(levels, np.log1p(own_decade(known)), outcome))  # fmt: skip


def record(evidence: Applications, horizon: int) -> TrackRecord:
    """Return the record of all target years since ``TESTED_SINCE``."""
    years = range(TESTED_SINCE, evidence.last + 1)
    pairs = [_scores(evidence, year, horizon) for year in years]
    mine, plain = (np.concatenate([pair[at] for pair in pairs]) for at in (0, 1))
    paired = paired_bootstrap(mine, plain, list(evidence.places) * len(years))
    return TrackRecord("crps", paired.score, BASELINE, paired.plain, paired.cases, str(years[0]),
                       str(years[-1]), paired.skill_low, paired.skill_high)  # fmt: skip


def asylum_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the forecasts of all states, one and two years past the last year of the view."""
    return tuple(_forecasts(view, origin))


def _forecasts(view: View, origin: date) -> Iterator[Forecast]:
    evidence = applications(view)
    if evidence is None or evidence.last + HORIZONS[-1] < origin.year:
        return
    plain = own_decade(evidence)
    for horizon in HORIZONS:
        if evidence.last + horizon < origin.year:
            continue
        made, centre = quantiles(evidence, horizon)
        scored = record(evidence, horizon)
        for at, place in enumerate(evidence.places):
            seen = [o for o in view.measured(place, INDICATOR) if o.source == SOURCE][-DECADE:]
            if seen:
                yield Forecast(
                    question=_question(origin, place, evidence.last + horizon, horizon),
                    model=MODEL,
                    version=VERSION,
                    baseline=Baseline(BASELINE, quantiles=_table(plain[at])),
                    quantiles=_table(made[at]),
                    evidence=tuple(o.id for o in seen),
                    drivers=_drivers(evidence, at, centre),
                    record=scored,
                )


def _table(values: Floats) -> tuple[tuple[float, float], ...]:
    return quantile_table(LEVELS, np.round(values))


def _drivers(evidence: Applications, at: int, centre: Floats) -> tuple[Driver, ...]:
    last = float(np.expm1(evidence.logs[at, -1]))
    moved = float(np.log1p(centre[at]) - evidence.logs[at].mean())
    return (Driver("applications of the last years", round(last), round(moved, 3),
                   "log units over the state's mean since the first year"),)  # fmt: skip


def _question(origin: date, place: str, year: int, horizon: int) -> Question:
    return Question(
        family="asylum",
        text=f"How many people from {registry().get(place).in_text} will ask for asylum abroad in "
        f"{year}?",
        rule=f"Applications of {year} by country of origin, by the UNHCR Refugee Data Finder, in "
        f"the newest release after {year}.",
        source=SOURCE,
        indicator=INDICATOR,
        place=place,
        period=str(year),
        origin=origin,
        deadline=date(year + 1, 12, 31),
        reference_class=f"states of origin since {TESTED_SINCE}, {horizon} "
        f"{'year' if horizon == 1 else 'years'} past the last count",
        target=Target.QUANTITY,
        unit="applications",
    )
