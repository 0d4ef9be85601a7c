"""How a question is decided: by figures that were released after the forecast was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from countrydesk.analysis.forecasting.question import Question, Target
from countrydesk.evidence import View
from countrydesk.evidence.index import MEASURED
from countrydesk.model import Observation, Period

Resolver = Callable[[Question, View], float | None]


def by_figure(question: Question, view: View) -> float | None:
    """Return what happened by the figure of the question's own source, series and period.

    The value for a quantity; for an event 1 where it reached the threshold and 0 where not. None
    as long as the view has no such figure released after the question's origin.
    """
    found = find_deciding(question, view)
    if found is None:
        return None
    if question.target is Target.QUANTITY:
        return found.number
    if question.threshold is None:
        raise ValueError(f"{question.id}: no threshold decides it; its family needs its own rule")
    return float(found.number >= question.threshold)


def find_deciding(question: Question, view: View) -> Observation | None:
    """Return the observation that decides a question, the newest release first; None without one.

    A figure for a period that had not ended when it was released decides nothing.
    """
    standing = view.find_at(question.place, question.indicator, question.period)
    rows = (
        *([standing] if standing else []),
        *view.others(question.place, question.indicator, question.period),
    )
    return newest(question, rows)


def newest(question: Question, rows: Iterable[Observation]) -> Observation | None:
    """Return the newest of ``rows`` that may decide a question, None where none may."""
    ended = Period.parse(question.period).end
    fit = (
        row
        for row in rows
        if row.source == question.source
        and row.status in MEASURED
        and row.released_on > question.origin
        and (ended is None or row.released_on > ended)
    )
    return max(fit, key=lambda row: row.released_on, default=None)
