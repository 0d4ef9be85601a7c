"""Findings about migrants: how many a state took in and sent out, and which of the two prevails.

Stocks: United Nations, International Migrant Stock, counted every five years (as Gapminder prints
it); a migrant is who lives outside the country of birth.
"""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.trend import yearly
from countrydesk.analysis.weight import factor
from countrydesk.evidence import View
from countrydesk.model import Observation

IN, OUT = "immigrants", "emigrants"
_Pair = tuple[Observation, Observation]


def stocks(view: View, place: str) -> dict[int, _Pair]:
    """Return immigrants and emigrants of each year that has both, oldest first."""
    inside = {item.period.year: item for item in yearly(view, place, IN)}
    abroad = {item.period.year: item for item in yearly(view, place, OUT)}
    return {year: (inside[year], abroad[year]) for year in sorted(inside.keys() & abroad.keys())}


@method(1)
def migrant_balance(view: View, *, place: str) -> Finding | None:
    """Immigrants less emigrants in the newest year with both counts; positive is more immigrants.

    ``immigrants`` and ``emigrants`` are the two, ``larger`` and ``smaller`` the same by size and
    ``factor`` the ratio as it is said. Where it had been the other way round, ``turned`` is the
    first count of the present order and ``base_period`` the last of the earlier one.
    """
    table = stocks(view, place)
    if not table:
        return None
    year = max(table)
    inside, abroad = table[year]
    small, large = sorted((inside.number, abroad.number))
    if small <= 0:
        return None
    values: dict[str, Scalar] = {
        IN: inside.number, OUT: abroad.number, "larger": large, "smaller": small,
        "factor": factor(large / small),
    }  # fmt: skip
    inputs = [inside, abroad]
    turn = _turn(table)
    if turn is not None:
        first, before = turn
        values |= {"turned": str(first), "base_period": str(before)}
        inputs = [*table[before], *table[first], *inputs]
    return Finding(
        FindingKind.GAP, IN, place, "", inside.number - abroad.number, inside.unit, inside.period,
        tuple(dict.fromkeys(inputs)), values,
    )  # fmt: skip


def _turn(table: dict[int, _Pair]) -> tuple[int, int] | None:
    """Return the first year of the present order and the last of the other; None if there is none.

    A year in which both counts are equal belongs to neither.
    """
    more = {year: a.number > b.number for year, (a, b) in table.items() if a.number != b.number}
    years = sorted(more)
    for earlier, later in zip(reversed(years[:-1]), reversed(years[1:]), strict=True):
        if more[earlier] != more[years[-1]]:
            return later, earlier
    return None


@method(1)
def migrant_growth(view: View, *, place: str, since: int) -> Finding | None:
    """Which of the two stocks has changed most between the count of ``since`` and the newest.

    About that stock: the change, with ``base``, ``base_period``, ``relative`` in percent,
    ``ratio`` and the ratio as it is said (``factor``, of the larger over the smaller).
    """
    table = stocks(view, place)
    if since not in table or max(table) == since:
        return None
    pairs = list(zip(table[since], table[max(table)], strict=True))
    known = [(base, last) for base, last in pairs if base.number > 0 and last.number > 0]
    if not known:
        return None
    base, last = max(known, key=lambda pair: _apart(pair[0].number, pair[1].number))
    values: dict[str, Scalar] = {
        "base": base.number, "base_period": base.period.text, "last": last.number,
        "relative": 100 * (last.number / base.number - 1), "ratio": last.number / base.number,
        "factor": factor(_apart(base.number, last.number)),
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, last.indicator, place, "", last.number - base.number, last.unit,
        last.period, (base, last), values,
    )  # fmt: skip


def _apart(one: float, two: float) -> float:
    return max(one, two) / min(one, two)
