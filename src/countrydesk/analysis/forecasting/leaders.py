"""Forecasts that a leader leaves office, leaves it irregularly, or meets a coup, within a year.

The hazards were fitted on sources that may not be passed on; their coefficients, which are our own
work, stand in ``leaders.json`` with where they come from, and are applied to the office holders,
democracy, income and violence of the release at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from countrydesk.analysis import offices, tenure
from countrydesk.analysis.forecasting.backtest import Window
from countrydesk.analysis.forecasting.leader_cases import NEAR, TARGETS, is_coup, leader_years
from countrydesk.analysis.forecasting.leader_context import (
    DAYS,
    FEATURES,
    Background,
    Context,
    Floats,
    a_year_after,
)
from countrydesk.analysis.forecasting.leader_hazard import (
    BASELINE,
    Hazard,
    decode_hazard,
    encode_hazard,
    fit,
    run_backtest,
)
from countrydesk.analysis.forecasting.question import (
    Baseline,
    Driver,
    Forecast,
    Question,
    Target,
    TrackRecord,
)
from countrydesk.analysis.forecasting.scores import auc, brier
from countrydesk.analysis.offices import Term
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Period
from countrydesk.places import registry

MODEL, VERSION = "leader_hazard", 1
FITTED: Final = Path(__file__).with_name("leaders.json")
DIGITS = 4
SHOWN_DRIVERS = 5
COUPS = "Cline Center Coup d'Etat Project"
_TEXTS: Final = {
    "leader_exit": "Will {name}, {office} of {where}, have left that office by {last}?",
    "irregular_exit": "Will {name}, {office} of {where}, be removed by force by {last}?",
    "coup": "Will there be a coup or an attempt in {where} by {last}?",
}
_RULES: Final = {
    "leader_exit": "By the table of office holders: the holder has left, for whatever reason; or "
    "the row is confirmed as of a later day.",
    "irregular_exit": f"The holder has left, and the {COUPS} has a coup that succeeded within "
    f"{NEAR} days of it; undecided until that list covers the day.",
    "coup": f"By the {COUPS}: a coup or an attempt, by others than the executive itself; undecided "
    "until that list covers the day.",
}
REFERENCE: Final = "states with a leader in effect on 1 January, 1990 to 2020"


@dataclass(frozen=True)
class Fitted:
    """What was fitted for one target: the hazard and its record."""

    hazard: Hazard
    record: TrackRecord


def fit_leaders(view: View) -> bytes:
    """Return the hazards and records of all targets, fitted on a view, as JSON.

    Raises:
        InputError: the view lacks REIGN or Cline's coups.
    """
    cases = leader_years(view)
    if cases is None:
        raise InputError(
            "the release has no leaders (reign) or no coups (cline_coups): build one with your own "
            "copies of both"
        )
    payload = {
        "model": f"{MODEL}/{VERSION}",
        "release": view.release.id,
        "sources": [
            view.origins[name].citation for name in ("reign", "cline_coups") if name in view.origins
        ],
        "targets": {
            target: {
                "hazard": encode_hazard(fit(cases, target), FEATURES),
                "record": vars(run_backtest(cases, target).record),
            }
            for target in TARGETS
        },
    }
    return orjson.dumps(payload, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


@lru_cache(maxsize=1)
def fitted() -> Mapping[str, Fitted]:
    """Return the hazards of the package by target."""
    rows: dict[str, Any] = orjson.loads(FITTED.read_bytes())["targets"]
    return {
        target: Fitted(decode_hazard(row["hazard"], FEATURES), TrackRecord(**row["record"]))
        for target, row in rows.items()
    }


def exit_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the probability that each leader leaves office within a year."""
    return tuple(_forecasts(view, origin, "leader_exit"))


def irregular_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the probability that each leader is removed by force within a year."""
    return tuple(_forecasts(view, origin, "irregular_exit"))


def coup_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the probability of a coup or an attempt in each state within a year."""
    return tuple(_forecasts(view, origin, "coup"))


def _forecasts(view: View, origin: date, target: str) -> Iterator[Forecast]:
    known = fitted()[target]
    if origin.year <= known.hazard.last:
        return
    background = _background(view)
    for place, (role, term) in sorted(tenure.chiefs(view).items()):
        if term.period.start > origin or place not in known.hazard.states:
            continue
        context = _context(view, background, place, role, term, origin)
        yield _forecast(view, known, place, role, term, origin, context)


def _background(view: View) -> Background:
    if "leader_background" not in view.shared:
        view.shared["leader_background"] = Background.of(view)
    return view.shared["leader_background"]  # type: ignore[return-value]


def _context(
    view: View, background: Background, place: str, role: str, term: Term, origin: date
) -> Context:
    held = (origin - term.period.start).days / DAYS
    # The beginning of a year is nearest to an origin late in the year before.
    year = (origin + timedelta(days=183)).year
    return background.context(place, year, held, election=_election(view, place, role, origin))


def _election(view: View, place: str, role: str, origin: date) -> bool:
    """Whether an election that can change the holder of ``role`` is scheduled within a year."""
    kind = "executive" if role == tenure.HEAD_OF_STATE else "legislature"
    days = [item.period for item in view.series(place, f"next_election_{kind}")]
    return any(origin < (day.end or day.start) <= a_year_after(origin) for day in days)


def _forecast(
    view: View, known: Fitted, place: str, role: str, term: Term, origin: date, context: Context
) -> Forecast:
    hazard, region = known.hazard, registry().get(place).subregion
    inputs = context.features()
    return Forecast(
        question=_question(hazard.target, place, role, term, origin),
        model=MODEL,
        version=VERSION,
        baseline=Baseline(BASELINE, probability=round(hazard.rate, DIGITS)),
        probability=round(hazard.chance(inputs, place, region), DIGITS),
        evidence=_evidence(view, place, term),
        drivers=_drivers(hazard, inputs, place, region),
        record=known.record,
    )


def _evidence(view: View, place: str, term: Term) -> tuple[str, ...]:
    names = ("electoral_democracy", "gdp_per_capita_ppp", "violence_deaths")
    found = [view.find_latest(place, name) for name in names]
    return tuple(item.id for item in (term.item, *found) if item is not None)


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
        for name, value, moved in parts[:SHOWN_DRIVERS]
    )


# -- the backtest by year ------------------------------------------------------------------------


def exit_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of exits by year; none where a view lacks REIGN or Cline's coups."""
    return _windows(view, "leader_exit")


def irregular_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of irregular exits by year."""
    return _windows(view, "irregular_exit")


def coup_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of coups and attempts by year."""
    return _windows(view, "coup")


def _windows(view: View, target: str) -> tuple[dict[str, float | int | str], ...]:
    cases = leader_years(view)
    if cases is None:
        return ()
    return tuple(_window(run, happened) for run, happened in run_backtest(cases, target).windows)


def _window(run: Window, happened: Floats) -> dict[str, float | int | str]:
    mine, plain = (float(brier(run.answers[:, at], happened).mean()) for at in (0, 1))
    return {
        "year": run.origin,
        "cases": len(happened),
        "happened": int(happened.sum()),
        "brier": round(mine, 5),
        "climatology": round(plain, 5),
        "skill": f"{1 - mine / plain:.1%}",
        "auc": round(auc(run.answers[:, 0], happened), 3),
    }


# -- questions and how they are decided ----------------------------------------------------------


def _question(target: str, place: str, role: str, term: Term, origin: date) -> Question:
    where, last = registry().get(place).in_text, a_year_after(origin)
    office = term.item.attributes.get("office") or role.replace("_", " ")
    exits = target == "leader_exit"
    text = _TEXTS[target].format(name=term.name, office=office, where=where, last=last)
    return Question(
        family=target,
        text=text,
        rule=_RULES[target],
        source="ref_leaders" if exits else "cline_coups",
        indicator=role if exits else "coup_event",
        place=place,
        period=f"{origin}/{last}",
        origin=origin,
        deadline=last + timedelta(days=365),
        reference_class=REFERENCE,
        target=Target.EVENT,
        subject=term.name,
    )


def exit_outcome(question: Question, view: View) -> float | None:
    """Return 1 where the holder left office in the period, 0 where not; None while unknown."""
    left = _left(question, view, question.indicator)
    return None if left is None else float(left != date.max)


def _left(question: Question, view: View, role: str) -> date | None:
    """Return the day on which the holder left within the period, the last of days if not."""
    last = Period.parse(question.period).end or question.deadline
    terms = offices.terms(view, question.place, role)
    mine = [t for t in terms if t.name == question.subject and t.period.start <= question.origin]
    if not mine:
        return None
    end = mine[-1].period.end
    after = [t.period.start for t in terms if t.name != question.subject
             and t.period.start > max(question.origin, mine[-1].period.start)]  # fmt: skip
    days = [day for day in (end, *after) if day is not None and question.origin < day <= last]
    if days:
        return min(days)
    return date.max if mine[-1].confirmed > last or (end or date.min) > last else None


def coup_outcome(question: Question, view: View) -> float | None:
    """Return whether the list of coups has one in the period; None until it covers the period."""
    if not _covered(question, view):
        return None
    period = Period.parse(question.period)
    found = view.everywhere("coup_event").get(question.place, ())
    return float(any(
        is_coup(item) and period.start < item.period.start <= (period.end or period.start)
        for item in found
    ))  # fmt: skip


def irregular_outcome(question: Question, view: View) -> float | None:
    """Return whether the holder left within ``NEAR`` days of a coup that succeeded."""
    left = next(
        (day for role in offices.ROLES if (day := _left(question, view, role)) is not None), None
    )
    if left is None or left == date.max:
        return None if left is None else 0.0
    if not _covered(question, view):
        return None
    coups = view.everywhere("coup_event").get(question.place, ())
    won = [item.period.start for item in coups if item.text == "coup" and is_coup(item)]
    return float(any(abs((day - left).days) <= NEAR for day in won))


def _covered(question: Question, view: View) -> bool:
    last = Period.parse(question.period).end or question.deadline
    days = (item.period.start for rows in view.everywhere("coup_event").values() for item in rows)
    return max(days, default=date.min) > last
