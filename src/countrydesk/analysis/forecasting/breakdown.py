"""Forecasts of democratic breakdown and improvement: whether a state's type of regime moves.

The types are those of the Regimes of the World measure; the target and the span of two years are
those of V-Dem's adverse regime transitions (Morgan, Beger, Glynn 2019, PART).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting import transitions
from countrydesk.analysis.forecasting.question import (
    Baseline,
    Driver,
    Forecast,
    Question,
    Target,
    TrackRecord,
)
from countrydesk.analysis.forecasting.regimes import (
    FIRST,
    INDICES,
    ORDER,
    REGIME,
    SPAN,
    cases,
    read_regimes,
)
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.resolution import newest
from countrydesk.analysis.forecasting.scores import auc, average_precision, brier
from countrydesk.analysis.forecasting.transitions import Cases
from countrydesk.evidence import View
from countrydesk.places import registry

Floats = npt.NDArray[np.float64]
MODEL, VERSION = "regime_ensemble", 1
SOURCE: Final = "ert"
BASELINE: Final = "share of all past cases"
ORIGINS: Final = 8
SHOWN: Final = 5
DECIMALS: Final = 4
SCALE: Final = "log-odds, against the median state"


@dataclass(frozen=True)
class Kind:
    """A family of questions: whether the type of regime falls (-1) or rises (1)."""

    family: str
    direction: int


BREAKDOWN = Kind("regime_fall", -1)
IMPROVEMENT = Kind("regime_rise", 1)


def breakdown_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return each state's chance of a fall to a less democratic type of regime."""
    return tuple(_forecasts(view, origin, BREAKDOWN))


def improvement_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return each state's chance of a rise to a more democratic type of regime."""
    return tuple(_forecasts(view, origin, IMPROVEMENT))


def _forecasts(view: View, origin: date, kind: Kind) -> Iterator[Forecast]:
    regimes = read_regimes(view)
    if regimes is None:
        return
    opening = max(origin.year, regimes.last + 1)
    known = cases(regimes, kind.direction, opening - regimes.last)
    rows = known.at(opening) & known.risk
    if not rows.any():
        return
    learners = transitions.LEARNERS
    mine = transitions.chances(known, opening, learners)[known.risk[known.at(opening)]]
    plain = float(transitions.climatology(known.known_by(opening), opening).max())
    moved = transitions.drivers(known, opening, learners)
    record = _record(known, opening)
    for at, place in enumerate(known.places[rows].tolist()):
        yield Forecast(
            _question(origin, kind, place, opening, known.gap), MODEL, VERSION,
            Baseline(BASELINE, probability=round(plain, DECIMALS)),
            probability=round(float(mine[at]), DECIMALS),
            evidence=_evidence(view, place, regimes.last),
            drivers=_drivers(known, known.inputs[rows][at], moved[at]),
            record=record,
        )  # fmt: skip


def _question(origin: date, kind: Kind, place: str, opening: int, gap: int) -> Question:
    where, last = registry().get(place).in_text, opening + SPAN - 1
    way = "less" if kind.direction < 0 else "more"
    return Question(
        family=kind.family,
        text=f"Will {where} be of a {way} democratic type of regime in {opening} or {last} than "
        "in the year before?",
        rule=f"Yes where the type of regime (Regimes of the World) is {way} democratic in "
        f"{opening} than in {opening - 1}, or in {last} than in {opening}, in the newest file held "
        f"when the question is scored, of those that reach {last}.",
        source=SOURCE,
        indicator=REGIME,
        place=place,
        period=f"{opening}/{last}",
        origin=origin,
        deadline=date(last + 1, 12, 31),
        reference_class=f"all states that can so move, since {FIRST}, "
        f"{gap} {'year' if gap == 1 else 'years'} after the last year coded",
        target=Target.EVENT,
    )


def _evidence(view: View, place: str, last: int) -> tuple[str, ...]:
    """Return the ids of the type of regime and the indices of the last year."""
    found = (view.find_at(place, name, f"{last:04d}") for name in (REGIME, *INDICES))
    return tuple(item.id for item in found if item is not None)


def _drivers(known: Cases, values: Floats, moved: Floats) -> tuple[Driver, ...]:
    rounded = [round(float(x), DECIMALS) for x in moved]
    order = sorted(range(len(rounded)), key=lambda n: (-abs(rounded[n]), n))
    return tuple(
        Driver(known.names[n], round(float(values[n]), DECIMALS), rounded[n], SCALE)
        for n in order[:SHOWN]
        if rounded[n]
    )


# -- the record ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resolved:
    """The chances of one past origin beside what happened, over the rows that are known."""

    opening: int
    places: npt.NDArray[np.str_]
    chance: Floats
    plain: Floats
    happened: Floats


def backtest(known: Cases, before: int, origins: int = ORIGINS) -> tuple[Resolved, ...]:
    """Return the last ``origins`` spans that had ended before the span that opens in ``before``.

    Each is forecast from what was known before it opened; rows that could not move are left out.
    """
    last = before - known.gap - known.span + 1
    found = []
    for opening in range(last - origins + 1, last + 1):
        past, rows = known.known_by(opening), known.at(opening)
        kept = ~np.isnan(known.happened[rows]) & known.risk[rows]
        plain = transitions.climatology(past, opening)[kept]
        mine, places = (
            transitions.chances(past, opening, transitions.LEARNERS)[kept],
            known.places[rows][kept],
        )
        found.append(Resolved(opening, places, mine, plain, known.happened[rows][kept]))
    return tuple(found)


@lru_cache(maxsize=8)
def _past(known: Cases, before: int) -> tuple[Resolved, ...]:
    return backtest(known, before)


def _record(known: Cases, before: int) -> TrackRecord | None:
    past = _past(known, before)
    if not sum(len(r.happened) for r in past):
        return None
    mine, plain = (
        np.concatenate([brier(x, r.happened) for x, r in pairs])
        for pairs in ([(r.chance, r) for r in past], [(r.plain, r) for r in past])
    )
    found = paired_bootstrap(mine, plain, np.concatenate([r.places for r in past]))
    return TrackRecord(
        "brier", found.score, BASELINE, found.plain, found.cases, str(past[0].opening),
        str(past[-1].opening + SPAN - 1), found.skill_low, found.skill_high,
    )  # fmt: skip


def breakdown_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of a fall, a row for each opening year; see :func:`windows`."""
    return windows(view, BREAKDOWN)


def improvement_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of a rise, a row for each opening year."""
    return windows(view, IMPROVEMENT)


def windows(view: View, kind: Kind) -> tuple[dict[str, float | int | str], ...]:
    """Return by opening year, one and two years after the last year coded, how well moves are told.

    ``score`` and ``baseline`` are mean Brier scores over the states that could so move.
    """
    regimes = read_regimes(view)
    if regimes is None:
        return ()
    tables = ((gap, cases(regimes, kind.direction, gap)) for gap in (1, 2))
    return tuple(_window(r, gap) for gap, known in tables for r in _past(known, regimes.last + gap))


def _window(past: Resolved, gap: int) -> dict[str, float | int | str]:
    return {
        "opening": past.opening,
        "years ahead": gap,
        "cases": len(past.happened),
        "events": int(past.happened.sum()),
        "score": round(float(brier(past.chance, past.happened).mean()), DECIMALS),
        "baseline": round(float(brier(past.plain, past.happened).mean()), DECIMALS),
        "AUC": round(auc(past.chance, past.happened), 3),
        "AP": round(average_precision(past.chance, past.happened), 3),
    }


# -- resolution ----------------------------------------------------------------------------------


def by_regime(question: Question, view: View) -> float | None:
    """Return 1 where the type of regime moved as asked in a year of the span, 0 where not.

    None until a release after the origin holds every year from the one before the span to its last.
    """
    first, last = (int(text) for text in question.period.split("/"))
    levels = [_level(question, view, year, last) for year in range(first - 1, last + 1)]
    known = [level for level in levels if level is not None]
    if len(known) < len(levels):
        return None
    steps = np.diff(known)
    direction = BREAKDOWN.direction if question.family == BREAKDOWN.family else 1
    return float((steps * direction > 0).any())


def _level(question: Question, view: View, year: int, last: int) -> int | None:
    standing = view.find_at(question.place, question.indicator, f"{year:04d}")
    item = standing if year < last else newest(question, [standing] if standing else [])
    text = item.text if item is not None else None
    return ORDER.index(text) if text in ORDER else None
