"""Types of regime and democracy indices by place and year, and the cases that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.transitions import Cases
from countrydesk.evidence import View

Floats = npt.NDArray[np.float64]
REGIME: Final = "regime_type"
ORDER: Final = (
    "closed autocracy", "electoral autocracy", "electoral democracy", "liberal democracy"
)  # fmt: skip
INDICES: Final = (
    "electoral_democracy", "liberal_democracy", "participatory_democracy",
    "deliberative_democracy", "egalitarian_democracy",
)  # fmt: skip
FIRST: Final = 1970
SPAN: Final = 2
LAGS: Final = (1, 3, 5, 10)
# The electoral index at which a state may count as an electoral democracy (Regimes of the World).
BAR: Final = 0.5


@dataclass(frozen=True, eq=False)
class Regimes:
    """Level of regime (places x years; 0 closed autocracy to 3) and indices, NaN where not coded.

    ``indices`` is indices x places x years.
    """

    places: tuple[str, ...]
    first: int
    levels: Floats
    indices: Floats

    @property
    def last(self) -> int:
        """The last year."""
        return self.first + int(self.levels.shape[1]) - 1


def read_regimes(view: View) -> Regimes | None:
    """Return the regimes and indices of all places since ``FIRST``; None without any."""
    coded = view.table(REGIME)
    rows = [
        (place, int(period), ORDER.index(text))
        for place, period, text in coded.select("place", "period", "text").iter_rows()
        if int(period) >= FIRST
    ]
    if not rows:
        return None
    places = tuple(sorted({place for place, _, _ in rows}))
    years = max(year for _, year, _ in rows) - FIRST + 1
    at = {place: row for row, place in enumerate(places)}
    levels = np.full((len(places), years), np.nan)
    for place, year, level in rows:
        levels[at[place], year - FIRST] = level
    indices = np.full((len(INDICES), len(places), years), np.nan)
    for k, name in enumerate(INDICES):
        for place, period, value in view.table(name).select("place", "period", "value").iter_rows():
            if place in at and 0 <= int(period) - FIRST < years:
                indices[k, at[place], int(period) - FIRST] = value
    return Regimes(places, FIRST, levels, indices)


def cases(regimes: Regimes, direction: int, gap: int = 1) -> Cases:
    """Return a case for each place and year: whether its type of regime falls, or rises.

    ``direction`` is -1 for a fall, 1 for a rise, in one year of a span of ``SPAN`` years that opens
    ``gap`` years after the last year described.
    """
    names, inputs = _inputs(regimes, direction)
    moved = _moved(regimes, direction, gap)
    place, year = np.nonzero(~np.isnan(regimes.levels) & ~np.isnan(inputs).any(axis=0))
    level = regimes.levels[place, year]
    return Cases(
        names, np.asarray(regimes.places)[place], regimes.first + year + gap,
        inputs[:, place, year].T, moved[place, year],
        level > 0 if direction < 0 else level < len(ORDER) - 1, SPAN, gap,
    )  # fmt: skip


def _moved(regimes: Regimes, direction: int, gap: int) -> Floats:
    """Return whether the level moves in the span after each year; NaN where it is not coded."""
    step = _lagged(regimes.levels, 1)
    moves = np.where(np.isnan(step), np.nan, (step * direction > 0).astype(np.float64))
    ahead = [_lead(moves, gap + k) for k in range(SPAN)]
    return np.asarray(np.maximum(ahead[0], ahead[1]))


def _lead(values: Floats, years: int) -> Floats:
    moved = np.full(values.shape, np.nan)
    moved[..., :-years] = values[..., years:]
    return moved


def _lagged(values: Floats, years: int) -> Floats:
    """Return the change over ``years`` years, NaN where the earlier value is missing."""
    change = np.full(values.shape, np.nan)
    change[..., years:] = values[..., years:] - values[..., :-years]
    return change


def _inputs(regimes: Regimes, direction: int) -> tuple[tuple[str, ...], Floats]:
    """Return names and values (inputs x places x years), each from that year and earlier alone."""
    electoral = regimes.indices[0]
    named: dict[str, Floats] = {
        name: np.nan_to_num(regimes.indices[k], nan=0.0) for k, name in enumerate(INDICES)
    }
    named["electoral_democracy"] = electoral
    for k, name in enumerate(INDICES):
        for lag in LAGS if k < 2 else LAGS[:1]:
            named[f"{name}, change over {lag} years"] = np.nan_to_num(
                _lagged(regimes.indices[k], lag)
            )
    for at, text in enumerate(ORDER):
        named[text] = (regimes.levels == at).astype(np.float64)
    democratic = regimes.levels == ORDER.index("electoral democracy")
    named["margin of an electoral democracy"] = np.where(democratic, electoral - BAR, BAR)
    autocratic = regimes.levels == ORDER.index("electoral autocracy")
    named["distance of an electoral autocracy"] = np.where(autocratic, BAR - electoral, BAR)
    named |= _past_moves(regimes)
    step = np.nan_to_num(_lagged(electoral, 1))
    named["unrest of the index over 10 years"] = np.sqrt(_window(step**2, 10) / 10)
    own = _lagged(regimes.levels, 1) * direction > 0
    rate = np.nansum(own, axis=0) / np.maximum((~np.isnan(regimes.levels)).sum(axis=0), 1)
    named["such moves in the world over 3 years"] = np.broadcast_to(
        _window(rate[None], 3), electoral.shape
    )
    named["mean change of the world over 3 years"] = np.broadcast_to(
        np.nanmean(np.nan_to_num(_lagged(electoral, 3)), axis=0)[None], electoral.shape
    )
    return tuple(named), np.stack(list(named.values()))


def _past_moves(regimes: Regimes) -> dict[str, Floats]:
    step = np.nan_to_num(_lagged(regimes.levels, 1))
    named = {}
    for years in (5, 10, 20):
        named[f"falls over {years} years"] = _window((step < 0).astype(np.float64), years)
        named[f"rises over {years} years"] = _window((step > 0).astype(np.float64), years)
    since = np.zeros(step.shape)
    for year in range(1, step.shape[1]):
        since[:, year] = np.where(step[:, year] != 0, 0, since[:, year - 1] + 1)
    named["log years of the regime"] = np.log1p(since)
    return named


def _window(values: Floats, years: int) -> Floats:
    """Return the sum over the last ``years`` years, of those there are."""
    total = np.cumsum(values, axis=1)
    total[:, years:] = total[:, years:] - total[:, :-years].copy()
    return total
