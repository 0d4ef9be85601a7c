"""Forecasts of organised violence: deaths of a year, and whether it reaches a threshold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.analogues import NAMES, drivers, features
from countrydesk.analysis.forecasting.fatalities import (
    YEAR,
    Fatalities,
    month_text,
    read_fatalities,
)
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
from countrydesk.analysis.forecasting.scores import brier, crps_samples
from countrydesk.analysis.forecasting.violence_years import (
    BASELINE,
    FURTHEST,
    MEMORY,
    Resolved,
    YearAhead,
    chance_record,
    deaths_record,
    year_ahead,
    year_analogues,
    year_backtest,
)
from countrydesk.analysis.violence import ALL, MONTHLY
from countrydesk.evidence import View
from countrydesk.places import registry

MODEL, VERSION = "analogues", 1
SOURCE: Final = "ucdp_country_year"
SHOWN: Final = 5
# Scores move in the last bits with the machine; what is kept is rounded.
DECIMALS: Final = 4
SCALE: Final = "log of monthly deaths, against a quiet country"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """A family of questions: the deaths of a year, or whether they reach a threshold."""

    family: str
    threshold: float | None
    quiet: bool = False


DEATHS = Kind("violence_deaths", None)
CONFLICT = Kind("violence_25", 25)
WAR = Kind("violence_1000", 1000)
ONSET = Kind("violence_onset", 1, quiet=True)


def deaths_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the forecasts of each state's deaths in organised violence in a calendar year."""
    return tuple(_forecasts(view, origin, DEATHS))


def conflict_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return each state's chance of at least 25 deaths in a calendar year."""
    return tuple(_forecasts(view, origin, CONFLICT))


def war_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return each state's chance of at least 1,000 deaths in a calendar year."""
    return tuple(_forecasts(view, origin, WAR))


def onset_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the chance of any death in a year for states that were quiet for 24 months."""
    return tuple(_forecasts(view, origin, ONSET))


def deaths_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of deaths, a row for each year and lead; see :func:`windows`."""
    return windows(view, DEATHS)


def conflict_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of 25 deaths, a row for each year and lead."""
    return windows(view, CONFLICT)


def war_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of 1,000 deaths, a row for each year and lead."""
    return windows(view, WAR)


def onset_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of a death after 24 quiet months, a row for each year and lead."""
    return windows(view, ONSET)


def windows(view: View, kind: Kind) -> tuple[dict[str, float | int | str], ...]:
    """Return by year and lead the score of the model and of the baseline, over all its places.

    ``score`` is the mean CRPS in deaths, or the mean Brier score of a chance; ``events`` how many
    places reached the threshold.
    """
    known = read_fatalities(view)
    if known is None:
        return ()
    leads = range(1, FURTHEST + 1)
    return tuple(_window(r, lead, kind) for lead in leads for r in _past(known, lead))


def _window(past: Resolved, lead: int, kind: Kind) -> dict[str, float | int | str]:
    ahead, least = past.ahead, kind.threshold
    kept = ahead.quiet if kind.quiet else np.ones(len(ahead.places), dtype=bool)
    if least is None:
        mine, plain = (crps_samples(x, past.deaths) for x in (ahead.draws, ahead.plain))
    else:
        came = past.deaths >= least
        mine, plain = (brier(x, came) for x in (ahead.chance(least), ahead.plain_chance(least)))
    row: dict[str, float | int | str] = {
        "year": ahead.year,
        "years ahead": lead,
        "cases": int(kept.sum()),
        "score": round(float(mine[kept].mean()), DECIMALS),
        "baseline": round(float(plain[kept].mean()), DECIMALS),
    }
    return row if least is None else row | {"events": int((past.deaths[kept] >= least).sum())}


def _forecasts(view: View, origin: date, kind: Kind) -> Iterator[Forecast]:
    known = read_fatalities(view)
    if known is None:
        return
    newest = known.last // YEAR
    for year in range(max(origin.year, newest + 1), newest + FURTHEST + 1):
        ahead = _ahead(known, year)
        record = _record(known, year - newest, kind)
        moved = _moved(known, year)
        for at, place in enumerate(known.places):
            if ahead.quiet[at] or not kind.quiet:
                yield _forecast(view, origin, known, kind, ahead, at, place, record, moved[at])


@lru_cache(maxsize=4)
def _ahead(known: Fatalities, year: int) -> YearAhead:
    return year_ahead(known, year)


@lru_cache(maxsize=4)
def _past(known: Fatalities, lead: int) -> tuple[Resolved, ...]:
    return year_backtest(known, lead)


@lru_cache(maxsize=16)
def _record(known: Fatalities, lead: int, kind: Kind) -> TrackRecord | None:
    past = _past(known, lead)
    if kind.threshold is None:
        return deaths_record(past)
    return chance_record(past, kind.threshold, quiet=kind.quiet)


@lru_cache(maxsize=4)
def _moved(known: Fatalities, year: int) -> Floats:
    return drivers(year_analogues(known, year), known.deaths)


def _forecast(
    view: View, origin: date, known: Fatalities, kind: Kind, ahead: YearAhead, at: int,
    place: str, record: TrackRecord | None, moved: Floats,
) -> Forecast:  # fmt: skip
    question = _question(origin, known, kind, ahead.year, place)
    evidence = _evidence(view, known, place)
    told = _drivers(known, at, moved)
    if kind.threshold is None:
        quantiles, plain = (np.quantile(x[at], LEVELS) for x in (ahead.draws, ahead.plain))
        return Forecast(
            question, MODEL, VERSION,
            Baseline(BASELINE, quantiles=quantile_table(LEVELS, np.rint(plain))),
            quantiles=quantile_table(LEVELS, np.rint(quantiles)),
            evidence=evidence, drivers=told, record=record,
        )  # fmt: skip
    chance, rule = (
        round(float(x[at]), DECIMALS)
        for x in (ahead.chance(kind.threshold), ahead.plain_chance(kind.threshold))
    )
    return Forecast(
        question, MODEL, VERSION, Baseline(BASELINE, probability=rule),
        probability=chance, evidence=evidence, drivers=told, record=record,
    )  # fmt: skip


def _question(origin: date, known: Fatalities, kind: Kind, year: int, place: str) -> Question:
    where = registry().get(place).in_text
    lead = year - known.last // YEAR
    cases = "states without a death for 24 months" if kind.quiet else "states"
    return Question(
        family=kind.family,
        text=_text(kind, where, year),
        rule=_rule(kind, year),
        source=SOURCE,
        indicator=ALL,
        place=place,
        period=str(year),
        origin=origin,
        deadline=date(max(year + 1, origin.year + 1), 12, 31),
        reference_class=f"{cases} since {known.first // YEAR}, {lead} "
        f"{'year' if lead == 1 else 'years'} after the last month known",
        target=Target.QUANTITY if kind.threshold is None else Target.EVENT,
        threshold=kind.threshold,
        unit="deaths" if kind.threshold is None else "",
    )


def _text(kind: Kind, where: str, year: int) -> str:
    if kind.threshold is None:
        return f"How many people will organised violence kill in {where} in {year}?"
    if kind.quiet:
        return f"Will organised violence kill anyone in {where} in {year}, after two quiet years?"
    return (
        f"Will organised violence kill at least {kind.threshold:,.0f} people in {where} in {year}?"
    )


def _rule(kind: Kind, year: int) -> str:
    value = f"the best estimate of deaths of all types of organised violence in {year}"
    where = "in the newest yearly UCDP file held when the question is scored"
    if kind.threshold is None:
        return f"{value[0].upper()}{value[1:]}, {where}."
    return f"Yes where {value}, {where}, is at least {kind.threshold:,.0f}."


def _evidence(view: View, known: Fatalities, place: str) -> tuple[str, ...]:
    """Return the ids of the last 24 months with deaths and of the newest yearly figure."""
    since = month_text(known.last - 2 * YEAR + 1)
    months = [o.id for o in view.measured(place, MONTHLY) if o.period.text >= since]
    anchor = view.find_latest(place, ALL)
    return (*months, *((anchor.id,) if anchor else ()))


def _drivers(known: Fatalities, at: int, moved: Floats) -> tuple[Driver, ...]:
    values = features(known.deaths[at : at + 1], MEMORY)[0]
    order = sorted(range(len(NAMES)), key=lambda n: (-abs(round(float(moved[n]), DECIMALS)), n))
    return tuple(
        Driver(NAMES[n], round(float(values[n]), DECIMALS), round(float(moved[n]), DECIMALS), SCALE)
        for n in order[:SHOWN]
        if round(float(moved[n]), DECIMALS)
    )
