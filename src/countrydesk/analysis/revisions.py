"""Findings about the sources themselves: how they have revised what they once printed."""

from __future__ import annotations

from collections.abc import Iterator

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.evidence.index import MEASURED
from countrydesk.model import Observation

WATCHED = ("gdp_usd", "gdp_growth", "inflation", "public_debt", "fiscal_balance",
    "current_account_gdp")  # fmt: skip
YEARS_BACK = 2
ABOUT_A_YEAR = 300  # days
LEAST_PERCENT = 1.0
LEAST_POINTS = 0.3


def revised(view: View, place: str, indicator: str) -> Iterator[tuple[Observation, Observation]]:
    """Yield (earlier, present) values of the newest measured years that a source restated.

    The earlier one is that of the release about a year before the present one, and no projection:
    a forecast that did not come true is not a revision.
    """
    for item in yearly(view, place, indicator)[-YEARS_BACK:]:
        others = [
            other
            for other in view.others(place, indicator, item.period.text)
            if other.source == item.source
            and other.value is not None
            and other.status in MEASURED
            and (item.released_on - other.released_on).days >= ABOUT_A_YEAR
        ]
        if others:
            yield others[0], item


def _size(earlier: Observation, present: Observation) -> float:
    """Return how large a revision is in units of what is worth a remark."""
    change = present.number - earlier.number
    if present.unit == "usd":
        return abs(100 * change / earlier.number) / LEAST_PERCENT if earlier.number else 0.0
    return abs(change) / LEAST_POINTS


@method(1)
def largest_revision(view: View, *, place: str) -> Finding | None:
    """The watched figure that its source revised most against its release of a year before.

    ``base`` is the earlier value, ``earlier_on`` and ``later_on`` the days of the two releases.
    None where no revision is worth a remark (one percent of an amount, 0.3 points of a rate).
    """
    return revision(view, place=place, position=1)


@method(1)
def revision(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th largest revision worth a remark (see ``largest_revision``), 1 is first.

    Further figures are those of ``largest_revision``.
    """
    pairs = [pair for name in WATCHED for pair in revised(view, place, name)]
    worth = [pair for pair in pairs if _size(*pair) >= 1]
    if position > len(worth):
        return None
    worth.sort(key=lambda pair: (_size(*pair), pair[1].indicator, pair[1].id), reverse=True)
    earlier, present = worth[position - 1]
    values: dict[str, Scalar] = {
        "base": earlier.number,
        "last": present.number,
        "earlier_on": earlier.released_on.isoformat(),
        "later_on": present.released_on.isoformat(),
        "relative": 100 * (present.number / earlier.number - 1) if earlier.number else 0.0,
    }
    return Finding(
        FindingKind.CHANGE, present.indicator, place, "", present.number - earlier.number,
        present.unit, present.period, (earlier, present), values,
    )  # fmt: skip
