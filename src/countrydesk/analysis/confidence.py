"""Confidence in a statement, computed from its evidence; never from how likely the statement is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from countrydesk.analysis.finding import Finding
from countrydesk.model import Observation, Status

FRESH_YEARS = 2.5
OLD_YEARS = 4.5
_DAYS = 365.25
LEVELS = ("low", "moderate", "high")


def confidence(found: Sequence[Finding], cutoff: date) -> str:
    """Return ``low``, ``moderate`` or ``high`` for the findings a statement rests on.

    The rule starts at moderate. Two or more independent sources add a step. A newest figure older
    than ``OLD_YEARS``, an estimate or projection, or a fact known only from memory takes one away;
    a newest figure within ``FRESH_YEARS`` from a source with its own interval adds one.
    """
    inputs = [item for finding in found for item in finding.inputs]
    if not inputs:
        return LEVELS[0]
    step = 1
    step += len({item.source for item in inputs}) > 1
    newest = min(_age(item, cutoff) for item in inputs)
    step -= newest > OLD_YEARS
    step += newest <= FRESH_YEARS and any(item.low is not None for item in inputs)
    step -= any(item.status in {Status.PROJECTION, Status.ANNOUNCED} for item in inputs)
    step -= any(item.attributes.get("confidence") == "known" for item in inputs)
    return LEVELS[max(0, min(step, 2))]


def _age(item: Observation, cutoff: date) -> float:
    end = item.period.end or cutoff
    return max(0.0, (cutoff - end).days / _DAYS)
