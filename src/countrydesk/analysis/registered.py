"""Findings about registered forecasts: what stands in the register for a place, and how it did.

Nothing is fitted or forecast here: the register is read, as it stood by the view's last day.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from countrydesk.analysis import offices
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.forecasting.question import Forecast, QuantileTable, Target, TrackRecord
from countrydesk.analysis.forecasting.register import Entry
from countrydesk.analysis.forecasting.standing import registers_of, standing_forecasts
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

# Where evidence of a forecast may lie besides the series that decides it.
FURTHER = ("electoral_democracy", "gdp_per_capita_ppp", "violence_deaths", "violence_deaths_month",
    "population", "regime_type", *offices.ROLES)  # fmt: skip
# Ends of what each word of likelihood stands for (ICD 203), in percent.
RANGES = ((0, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 100))
LOWEST, HIGHEST = 0.025, 0.975


def matters(view: View, place: str) -> tuple[tuple[str, str, float], ...]:
    """Return (family, period, threshold) of each forecast that stands for a place.

    Sorted by family and period. 0 stands for no threshold.
    """
    asked = (entry.forecast.question for entry in standing_forecasts(view, place))
    return tuple((item.family, item.period, item.threshold or 0.0) for item in asked)


@method(2)
def registered_forecast(
    view: View, *, place: str, family: str, period: str, threshold: float
) -> Finding | None:
    """A registered forecast that stands for a place: its answer, baseline and track record.

    Value: the probability of an event; of a quantity the median. ``chance`` is the probability: of
    a quantity that it comes out above the last measured value ``last`` (of ``last_period``), read
    off its quantiles. ``percent`` is the same in percent. ``low`` to ``high`` is the interval of a
    quantity at ``level`` percent; of an event the range, in percent, that its word of likelihood
    stands for.
    ``plain`` is the baseline's answer, in percent for an event, and ``against`` its name.
    ``skill`` (percent of the baseline's score that is saved), ``skill_low``, ``skill_high``,
    ``cases``, ``first`` and ``last_case`` tell the track record, if there is one. ``question``,
    ``rule``, ``deadline``, ``model``, ``registered_on`` and ``digest`` are as registered. Rests on
    those observations of the forecast that the release has. None where it has none of them.
    """
    entry = _find(view, place, family, period, threshold)
    inputs = _evidence(view, entry) if entry else ()
    if entry is None or not inputs:
        return None
    forecast, asked = entry.forecast, entry.forecast.question
    values: dict[str, Scalar] = {
        "question": asked.text,
        "rule": asked.rule,
        "deadline": asked.deadline.isoformat(),
        "against": forecast.baseline.name,
        "model": f"{forecast.model}/{forecast.version}",
        "registered_on": entry.registered_on.isoformat(),
        "digest": entry.digest[:12],
    }
    if asked.subject:
        values["subject"] = asked.subject
    if asked.threshold is not None:
        values["threshold"] = asked.threshold
    values |= _event(forecast) if asked.target is Target.EVENT else _quantity(view, forecast)
    values |= _record(forecast.record)
    event = forecast.probability is not None
    value = forecast.probability if forecast.probability is not None else forecast.quantile(0.5)
    return Finding(
        FindingKind.FORECAST, asked.indicator, place, "", value,
        "probability" if event else asked.unit, Period.parse(asked.period), inputs, values,
    )  # fmt: skip


def _find(view: View, place: str, family: str, period: str, threshold: float) -> Entry | None:
    for entry in standing_forecasts(view, place):
        asked = entry.forecast.question
        if (asked.family, asked.period, asked.threshold or 0.0) == (family, period, threshold):
            return entry
    return None


def _evidence(view: View, entry: Entry) -> tuple[Observation, ...]:
    """Return the observations of a forecast that a view holds, in the order registered."""
    asked, found = entry.forecast.question, dict[str, Observation]()
    wanted = set(entry.forecast.evidence)
    for name in dict.fromkeys((asked.indicator, *FURTHER)):
        if wanted <= found.keys():
            break
        found |= {o.id: o for o in view.series(asked.place, name) if o.id in wanted}
    return tuple(found[key] for key in entry.forecast.evidence if key in found)


def _event(forecast: Forecast) -> dict[str, Scalar]:
    chance = forecast.probability or 0.0
    low, high = next(ends for ends in RANGES if 100 * chance <= ends[1] or ends is RANGES[-1])
    return {
        "chance": chance,
        "percent": 100 * chance,
        "low": float(low),
        "high": float(high),
        "plain": 100 * (forecast.baseline.probability or 0.0),
    }


def _quantity(view: View, forecast: Forecast) -> dict[str, Scalar]:
    asked = forecast.question
    values: dict[str, Scalar] = {
        "low": forecast.quantile(0.1),
        "high": forecast.quantile(0.9),
        "level": 80.0,
        "plain": dict(forecast.baseline.quantiles)[0.5],
    }
    known = [o for o in view.measured(asked.place, asked.indicator) if o.source == asked.source]
    if known:
        above = 1 - chance_below(forecast.quantiles, known[-1].number)
        values |= {
            "last": known[-1].number,
            "last_period": known[-1].period.text,
            "chance": above,
            "percent": 100 * above,
        }
    return values


def chance_below(quantiles: QuantileTable, value: float) -> float:
    """Return the probability of no more than ``value``: straight lines between the quantiles.

    Outside them it is half of what the outermost quantile leaves.
    """
    if value < quantiles[0][1]:
        return LOWEST
    if value >= quantiles[-1][1]:
        return HIGHEST
    # Of levels with the same quantile the highest counts.
    pairs = [pair for pair in itertools.pairwise(quantiles) if pair[0][1] <= value]
    (low, a), (high, b) = pairs[-1]
    return low + (high - low) * ((value - a) / (b - a) if b > a else 1.0)


def _record(record: TrackRecord | None) -> dict[str, Scalar]:
    if record is None:
        return {}
    values: dict[str, Scalar] = {
        "skill": round(100 * record.skill, 1),
        "cases": record.cases,
        "first": record.first,
        "last_case": record.last,
        "measure": record.measure,
    }
    if record.low is not None and record.high is not None:
        values |= {
            "skill_low": round(100 * record.low, 1),
            "skill_high": round(100 * record.high, 1),
        }
    return values


@method(1)
def register_head(view: View, *, place: str) -> Finding | None:
    """The last digest of the register that the forecasts of a place stand in, and how many do.

    Value: the number of forecasts that stand for the place; ``digest`` the digest of the last line
    of that register, ``size`` its lines. Who keeps a paper can prove by it what was registered.
    """
    found = [_find(view, place, *matter) for matter in matters(view, place)]
    entries = [entry for entry in found if entry is not None]
    inputs = tuple(dict.fromkeys(_all_evidence(view, entries)))
    if not entries or not inputs:
        return None
    holding = next(r for r in registers_of(view) if r.holds(entries[-1].digest))
    values: dict[str, Scalar] = {
        "digest": holding.head,
        "size": holding.size,
    }
    return Finding(
        FindingKind.TOTAL, entries[0].forecast.question.indicator, place, "", len(entries),
        "count", Period.parse(view.cutoff.isoformat()), inputs[:1], values,
    )  # fmt: skip


def _all_evidence(view: View, entries: Iterable[Entry]) -> Iterable[Observation]:
    for entry in entries:
        yield from _evidence(view, entry)
