"""Deaths of a whole calendar year ahead: the sums of what followed like situations.

A year's deaths are summed along each past future, so that months that go together stay together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.analogues import Analogues, fit_analogues
from countrydesk.analysis.forecasting.combine import weighted_quantiles
from countrydesk.analysis.forecasting.fatalities import MERGED, YEAR, Fatalities
from countrydesk.analysis.forecasting.question import TrackRecord
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import brier, crps_samples

Floats = npt.NDArray[np.float64]
QUIET: Final = 24
SIZE: Final = 400
PAST_YEARS: Final = 5
ORIGINS: Final = 8
TREES: Final = 60
MEMORY: Final = 120
# Years ahead of the last known one; further the analogues have no record to speak of.
FURTHEST: Final = 3


@dataclass(frozen=True)
class YearAhead:
    """What is said about one calendar year: arrays over ``places``.

    ``draws`` are deaths of the year (places x draws); ``plain`` the deaths of the last
    ``PAST_YEARS`` twelve months (places x years), the baseline's draws; ``quiet`` whether a place
    had no deaths in the last ``QUIET`` months.
    """

    year: int
    places: tuple[str, ...]
    draws: Floats
    plain: Floats
    quiet: npt.NDArray[np.bool_]

    def chance(self, threshold: float) -> Floats:
        """Return the probability that the year reaches ``threshold`` deaths."""
        return _reached(self.draws, threshold, 1 / SIZE)

    def plain_chance(self, threshold: float) -> Floats:
        """Return the baseline's: the share of the last years that did, half a case to each side."""
        return _reached(self.plain, threshold, 1)


def _reached(draws: Floats, threshold: float, added: float) -> Floats:
    hits = (draws >= threshold).sum(axis=1)
    return np.asarray((hits + added / 2) / (draws.shape[1] + added))


def month_range(last: int, year: int) -> tuple[int, ...]:
    """Return how many months after month ``last`` each month of ``year`` lies."""
    return tuple(year * YEAR + month - last for month in range(YEAR))


def year_ahead(known: Fatalities, year: int) -> YearAhead:
    """Return the forecast of calendar year ``year`` from all months of ``known``.

    Places whose months the source merges are forecast but teach nothing.

    Raises:
        ValueError: the year is not wholly ahead, or the series too short.
    """
    analogues = year_analogues(known, year)
    recent = known.deaths[:, -PAST_YEARS * YEAR :]
    return YearAhead(
        year, known.places, year_draws(analogues, known.deaths),
        recent.reshape(len(recent), -1, YEAR).sum(axis=2),
        (known.deaths[:, -QUIET:] == 0).all(axis=1),
    )  # fmt: skip


def year_analogues(known: Fatalities, year: int) -> Analogues:
    """Return the analogues of a calendar year, from the months of ``known``.

    Raises:
        ValueError: the year is not wholly ahead, or the series too short.
    """
    horizons = month_range(known.last, year)
    if min(horizons) < 1:
        raise ValueError(f"{year} has begun in the evidence")
    return fit_analogues(known.without(MERGED), horizons, TREES, MEMORY)


def year_draws(analogues: Analogues, deaths: Floats, size: int = SIZE) -> Floats:
    """Return draws (places x ``size``) of the sum over all horizons, whole deaths."""
    unlike, rows = np.unique(deaths[:, -analogues.memory :], axis=0, return_inverse=True)
    drawn = [
        weighted_quantiles(future.sum(axis=1)[None], weights[None], size)[0]
        for future, weights in analogues.paths(unlike)
    ]
    return np.asarray(np.rint(np.stack(drawn))[rows])


@dataclass(frozen=True)
class Resolved:
    """A forecast of a past year beside the deaths that came (over its places)."""

    ahead: YearAhead
    deaths: Floats


def year_backtest(known: Fatalities, lead: int) -> tuple[Resolved, ...]:
    """Return forecasts of the last ``ORIGINS`` years that are resolved, ``lead`` years ahead.

    Each is made from the months up to the December ``lead`` years before its year. Empty where the
    series does not end in a December.
    """
    if (known.last + 1) % YEAR:
        return ()
    newest = known.last // YEAR
    found = []
    for year in range(newest - ORIGINS + 1, newest + 1):
        past = known.known_by((year - lead) * YEAR + YEAR - 1)
        months = known.months(year * YEAR + np.arange(YEAR))
        found.append(Resolved(year_ahead(past, year), months.sum(axis=1)))
    return tuple(found)


def deaths_record(past: Iterable[Resolved]) -> TrackRecord | None:
    """Return the CRPS of the draws against the baseline's; None without resolved cases."""
    return _record(
        "crps",
        [(r, crps_samples(r.ahead.draws, r.deaths), crps_samples(r.ahead.plain, r.deaths),
          np.ones(len(r.deaths), dtype=bool)) for r in past],
    )  # fmt: skip


def chance_record(
    past: Iterable[Resolved], threshold: float, *, quiet: bool = False
) -> TrackRecord | None:
    """Return the Brier score of the chance of ``threshold`` deaths, all places or quiet ones."""
    scored = []
    for r in past:
        came = r.deaths >= threshold
        kept = r.ahead.quiet if quiet else np.ones(len(came), dtype=bool)
        mine, plain = r.ahead.chance(threshold), r.ahead.plain_chance(threshold)
        scored.append((r, brier(mine, came), brier(plain, came), kept))
    return _record("brier", scored)


Scored = tuple[Resolved, Floats, Floats, npt.NDArray[np.bool_]]
BASELINE: Final = "own last five years"


def _record(measure: str, scored: list[Scored]) -> TrackRecord | None:
    cases = sum(int(kept.sum()) for *_, kept in scored)
    if not cases:
        return None
    mine = np.concatenate([a[kept] for _, a, _, kept in scored])
    plain = np.concatenate([b[kept] for _, _, b, kept in scored])
    blocks = np.concatenate([np.asarray(r.ahead.places)[kept] for r, _, _, kept in scored])
    found = paired_bootstrap(mine, plain, blocks)
    years = [r.ahead.year for r, *_ in scored]
    return TrackRecord(
        measure, found.score, BASELINE, found.plain, cases, str(min(years)), str(max(years)),
        found.skill_low, found.skill_high,
    )  # fmt: skip
