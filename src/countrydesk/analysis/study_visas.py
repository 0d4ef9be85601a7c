"""Findings about visas that bring people together for a time: study and exchange.

Visas: United States Department of State, by nationality and class; students are F-1 and M-1,
exchange visitors J-1, both without their families.
"""

from __future__ import annotations

from countrydesk.analysis.counterparts import newest_dyads
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation

STUDY, EXCHANGE = "visas_student", "visas_exchange"
WORLD = "WLD"
PEOPLE = "population"
LEAST_FIELD = 20


def _pair(view: View, place: str, counterpart: str) -> tuple[Observation, Observation] | None:
    study = view.find_latest(place, STUDY, counterpart)
    exchange = view.find_at(place, EXCHANGE, study.period.text, counterpart) if study else None
    if study is None or exchange is None or study.value is None or exchange.value is None:
        return None
    return study, exchange


@method(1)
def study_visas(view: View, *, place: str, counterpart: str) -> Finding | None:
    """Student and exchange visas of ``place`` to nationals of ``counterpart`` in the newest period.

    The value is their sum. ``study`` and ``exchange`` are the two, ``exchange_share`` and
    ``study_share`` in percent of the sum, ``world_exchange`` and ``world_study`` the same over all
    nationalities, ``share`` the percent of the sum over all; ``rank`` of ``of`` nationalities.
    """
    pair = _pair(view, place, counterpart)
    if pair is None:
        return None
    study, exchange = pair
    total = study.number + exchange.number
    values: dict[str, Scalar] = {"study": study.number, "exchange": exchange.number}
    inputs = list(pair)
    if total > 0:
        values["exchange_share"] = 100 * exchange.number / total
        values["study_share"] = 100 * study.number / total
    if every := _pair(view, place, WORLD):
        whole = every[0].number + every[1].number
        values |= {
            "share": 100 * total / whole, "world_exchange": 100 * every[1].number / whole,
            "world_study": 100 * every[0].number / whole,
        }  # fmt: skip
        inputs += every
    field = _totals(view, place)
    values["rank"] = 1 + sum(1 for other in field.values() if other > total)
    values["of"] = len(field)
    return Finding(
        FindingKind.TOTAL, STUDY, place, counterpart, total, study.unit, study.period,
        tuple(inputs), values,
    )  # fmt: skip


def _totals(view: View, place: str) -> dict[str, float]:
    """Return the sum of both classes for each state with both in the newest period."""
    exchange = newest_dyads(view, place, EXCHANGE)
    return {
        name: item.number + exchange[name].number
        for name, item in newest_dyads(view, place, STUDY).items()
        if name in exchange
    }


@method(1)
def study_visas_per_head(view: View, *, place: str, counterpart: str) -> Finding | None:
    """Student and exchange visas per 100,000 people of the nationality, and their rank.

    People: the newest yearly population of each state. ``median`` is that of all nationalities with
    both figures, ``rank`` of ``of`` counts from the highest, ``from_bottom`` from the lowest.
    """
    pair = _pair(view, place, counterpart)
    people = view.find_latest(counterpart, PEOPLE)
    rates = _rates(view, place)
    if pair is None or people is None or counterpart not in rates or len(rates) < LEAST_FIELD:
        return None
    ordered, own = sorted(rates.values()), rates[counterpart]
    values: dict[str, Scalar] = {
        "rank": 1 + sum(1 for value in ordered if value > own),
        "from_bottom": 1 + sum(1 for value in ordered if value < own),
        "of": len(ordered),
        "median": ordered[len(ordered) // 2],
        "people": people.number,
    }
    return Finding(
        FindingKind.SHARE, STUDY, place, counterpart, own, "per_100k", pair[0].period,
        (*pair, people), values,
    )  # fmt: skip


def _rates(view: View, place: str) -> dict[str, float]:
    key = ("study_visa_rates", place)
    if key not in view.shared:
        years = view.panel.years(PEOPLE)
        people: dict[str, float] = {}
        for year in years[-3:]:
            people |= view.panel.at(PEOPLE, year).values
        view.shared[key] = {
            name: 1e5 * total / people[name]
            for name, total in _totals(view, place).items()
            if people.get(name, 0) > 0
        }
    return view.shared[key]  # type: ignore[return-value]
