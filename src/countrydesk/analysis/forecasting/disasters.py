"""Forecasts that floods and earthquakes affect 100,000 people or more in a calendar year.

A state's own frequency is shrunk to that of its sub-region, people, income and earthquakes by the
penalised logistic regression of :mod:`leader_hazard`. EM-DAT's counts may not be passed on: what
was fitted, and the share of years of each state, stand in ``disasters.json`` with where they come
from. No count and no year of any state does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson

from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.disaster_cases import (
    FEATURES,
    FIRST,
    HAZARDS,
    LAG,
    TARGET,
    THRESHOLD,
    DisasterCases,
    Exposure,
    Floats,
    StateYears,
    cases,
    state_years,
)
from countrydesk.analysis.forecasting.leader_hazard import (
    Hazard,
    decode_hazard,
    encode_hazard,
    fit,
)
from countrydesk.analysis.forecasting.question import (
    Baseline,
    Driver,
    Forecast,
    Question,
    Target,
    TrackRecord,
)
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.resolution import newest
from countrydesk.analysis.forecasting.scores import auc, brier
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.places import registry

MODEL, VERSION = "disaster_rate", 1
FAMILY, SOURCE = TARGET, "emdat_hazards"
FITTED: Final = Path(__file__).with_name("disasters.json")
BASELINE: Final = "own share of years since 1990"
WORLD: Final = "share of all states and years since 1992"
TESTED_SINCE: Final = 2005
DIGITS: Final = 4
SHARE_DIGITS: Final = 3
REFERENCE: Final = "states and calendar years, 1992 to {last}"


@dataclass(frozen=True)
class Fitted:
    """What was fitted: the hazard, each state's shares of years, the record."""

    hazard: Hazard
    recent: Mapping[str, float]
    own: Mapping[str, float]
    record: TrackRecord


def fit_disasters(view: View) -> bytes:
    """Return the hazard, the shares and the record, fitted on a view, as JSON.

    Raises:
        InputError: the view lacks EM-DAT by hazard.
    """
    known = state_years(view)
    if known is None:
        raise InputError(
            "the release has no people affected by floods and earthquakes (emdat_hazards): build "
            "one with your own copy"
        )
    after = known.last + LAG
    tested = run_backtest(known)
    payload = {
        "model": f"{MODEL}/{VERSION}",
        "release": view.release.id,
        "sources": [
            view.origins[name].citation
            for name in (SOURCE, "noaa_earthquakes") if name in view.origins
        ],
        "hazard": encode_hazard(_hazard(known, known.last), FEATURES),
        "recent": _shares(known, known.recent(after)),
        "own": _shares(known, known.own(after)),
        "record": vars(tested.record(1, BASELINE)),
        "record_against_world": vars(tested.record(2, WORLD)),
    }  # fmt: skip
    return orjson.dumps(payload, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def _hazard(known: StateYears, last: int) -> Hazard:
    return fit(cases(known, range(FIRST, last + 1)), FAMILY)


def _shares(known: StateYears, values: Floats) -> dict[str, float]:
    rounded = (round(float(value), SHARE_DIGITS) for value in values)
    return dict(zip(known.places, rounded, strict=True))


@lru_cache(maxsize=1)
def fitted() -> Fitted:
    """Return what the package holds."""
    row: dict[str, Any] = orjson.loads(FITTED.read_bytes())
    hazard = decode_hazard(row["hazard"], FEATURES)
    return Fitted(hazard, row["recent"], row["own"], TrackRecord(**row["record"]))


# -- forecasts -----------------------------------------------------------------------------------


def disaster_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the probability of each state for the first calendar year that begins after a day.

    None for a day that the years of training reach past.
    """
    known = fitted()
    if origin.year <= known.hazard.last:
        return ()
    return tuple(_forecasts(view, known, origin))


def _forecasts(view: View, known: Fitted, origin: date) -> Iterator[Forecast]:
    exposure = Exposure.of(view)
    for place in sorted(known.hazard.states):
        inputs = exposure.find_inputs(place, origin.year + 1)
        if inputs is not None:
            yield _forecast(view, known, place, origin, (*inputs, known.recent[place]))


def _forecast(
    view: View, known: Fitted, place: str, origin: date, inputs: Sequence[float]
) -> Forecast:
    hazard, region = known.hazard, registry().get(place).subregion
    names = ("population", "gdp_per_capita_ppp", "earthquake_magnitude")
    found = (view.find_latest(place, name) for name in names)
    return Forecast(
        question=_question(place, origin, hazard.last),
        model=MODEL,
        version=VERSION,
        baseline=Baseline(BASELINE, probability=round(known.own[place], DIGITS)),
        probability=round(hazard.chance(inputs, place, region), DIGITS),
        evidence=tuple(item.id for item in found if item is not None),
        drivers=_drivers(hazard, inputs, place, region),
        record=known.record,
    )


def _drivers(
    hazard: Hazard, inputs: Sequence[float], place: str, region: str
) -> tuple[Driver, ...]:
    own, around = hazard.effects(place, region)
    parts = [
        *zip(FEATURES, inputs, hazard.contributions(inputs), strict=True),
        ("effect of the state", 1.0, own),
        ("effect of the sub-region", 1.0, around),
    ]
    parts.sort(key=lambda part: (-abs(part[2]), part[0]))
    return tuple(
        Driver(name, round(value, DIGITS), round(moved, DIGITS), "log-odds over the average case")
        for name, value, moved in parts
    )


def _question(place: str, origin: date, last: int) -> Question:
    year, where = origin.year + 1, registry().get(place).in_text
    return Question(
        family=FAMILY,
        text=f"Will floods and earthquakes affect {THRESHOLD:,} people or more in {where} in "
        f"{year}?",
        rule="Yes where the people affected by floods and those affected by earthquakes in the "
        f"year, two totals of EM-DAT, add up to {THRESHOLD:,} or more in the newest file held "
        "when the question is scored, of those released after the year.",
        source=SOURCE,
        indicator=HAZARDS[0],
        place=place,
        period=str(year),
        origin=origin,
        deadline=date(year + 1, 12, 31),
        reference_class=REFERENCE.format(last=last),
        target=Target.EVENT,
        threshold=float(THRESHOLD),
    )


def disaster_outcome(question: Question, view: View) -> float | None:
    """Return whether floods and earthquakes of the year together reached the threshold.

    None as long as the view lacks either total, in a file released after the year ended.
    """
    found = [_deciding(question, view, name) for name in HAZARDS]
    known = [item.number for item in found if item is not None]
    reached = sum(known) >= (question.threshold or THRESHOLD)
    return float(reached) if reached or len(known) == len(HAZARDS) else None


def _deciding(question: Question, view: View, indicator: str) -> Observation | None:
    at = (question.place, indicator, question.period)
    standing = view.find_at(*at)
    return newest(question, (*([standing] if standing else []), *view.others(*at)))


# -- the backtest by year ------------------------------------------------------------------------


@dataclass(frozen=True)
class Tested:
    """The backtest: by case the chance, the state's own share and the world's, what happened."""

    years: tuple[int, ...]
    answers: tuple[Floats, ...]
    happened: tuple[Floats, ...]
    blocks: tuple[npt.NDArray[np.generic], ...]

    def record(self, rival: int, against: str) -> TrackRecord:
        """Return the record against a column of the answers (1 own share, 2 world's)."""
        answers, happened = np.concatenate(self.answers), np.concatenate(self.happened)
        mine, plain = (brier(answers[:, at], happened) for at in (0, rival))
        paired = paired_bootstrap(mine, plain, np.concatenate(self.blocks))
        short = [
            float(f"{x:.6g}")
            for x in (paired.score, paired.plain, paired.skill_low, paired.skill_high)
        ]
        return TrackRecord("brier", short[0], against, short[1], paired.cases, str(self.years[0]),
                           str(self.years[-1]), short[2], short[3])  # fmt: skip


def backtest(evidence: StateYears) -> Backtest[StateYears]:
    """Return the backtest: answers are cases x 3, the chance, own share and the world's share."""

    def forecast(known: StateYears, year: int) -> tuple[Floats, Sequence[object]]:
        known = known.known_by(year)
        hazard, now = _hazard(known, year - LAG), cases(known, range(year, year + 1))
        return _answers(hazard, now), now.places.tolist()

    return Backtest(evidence, forecast)


def _answers(hazard: Hazard, now: DisasterCases) -> Floats:
    rows = zip(now.inputs, now.places, now.regions, strict=True)
    chances = [hazard.chance(x, str(place), str(region)) for x, place, region in rows]
    return np.column_stack([chances, now.plain, np.full(len(chances), hazard.rate)])


def run_backtest(evidence: StateYears, first: int = TESTED_SINCE) -> Tested:
    """Return the backtest of each year from ``first`` to the last one known."""
    years = tuple(range(first, evidence.last + 1))
    runs = backtest(evidence).run(years)
    happened = tuple(cases(evidence, range(year, year + 1)).happened for year in years)
    answers = tuple(run.answers for run in runs)
    return Tested(years, answers, happened, tuple(run.blocks for run in runs))


def disaster_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest by year; none where a view lacks EM-DAT by hazard."""
    known = state_years(view)
    if known is None:
        return ()
    tested = run_backtest(known)
    rows = zip(tested.years, tested.answers, tested.happened, strict=True)
    return tuple(_window(year, answers, happened) for year, answers, happened in rows)


def _window(year: int, answers: Floats, happened: Floats) -> dict[str, float | int | str]:
    mine, own, world = (float(brier(answers[:, at], happened).mean()) for at in range(3))
    return {
        "year": year,
        "cases": len(happened),
        "happened": int(happened.sum()),
        "expected": round(float(answers[:, 0].sum()), 1),
        "brier": round(mine, 5),
        "own share": round(own, 5),
        "world's share": round(world, 5),
        "skill": f"{1 - mine / own:.1%}",
        "auc": round(auc(answers[:, 0], happened), 3),
    }
