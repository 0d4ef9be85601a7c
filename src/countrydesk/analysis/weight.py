"""Findings about weight in the world: shares over time, income against the mean, shared goods."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.lists import entries
from countrydesk.analysis.peers import states
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation

LEAST_STATES = 120
OUTPUT, PEOPLE = "gdp_usd", "population"


def factor(ratio: float) -> float:
    """Return a ratio as it is said: two figures below two, one decimal up to ten, then none."""
    return round(ratio, 2 if ratio < 2 else 1 if ratio < 10 else 0)


def _world(view: View, indicator: str, year: int) -> tuple[float, int]:
    """Return the sum over all states in a year, and how many states are in it."""
    key = ("world_sum", indicator, year)
    if key not in view.shared:
        section = view.panel.at(indicator, year).values
        values = [section[name] for name in states() if name in section]
        view.shared[key] = (sum(values), len(values))
    return view.shared[key]  # type: ignore[return-value]


def _share(view: View, item: Observation) -> float | None:
    total, n = _world(view, item.indicator, item.period.year)
    return 100 * item.number / total if n >= LEAST_STATES and total > 0 else None


@method(1)
def share_change(view: View, *, place: str, indicator: str, years: int) -> Finding | None:
    """The share of the world now and ``years`` before, in percent; the value is the change.

    ``last`` and ``base`` are the shares, ``ratio`` the first over the second. The sum is over the
    states with a value in that year, ``n`` of them now.
    """
    history = yearly(view, place, indicator)
    early = [o for o in history[:-1] if o.period.year == history[-1].period.year - years]
    if not early:
        return None
    now, then = _share(view, history[-1]), _share(view, early[0])
    if now is None or not then:
        return None
    values: dict[str, Scalar] = {
        "last": now, "base": then, "base_period": early[0].period.text, "ratio": now / then,
        "n": _world(view, indicator, history[-1].period.year)[1],
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, indicator, place, "", now - then, "percentage_points",
        history[-1].period, (early[0], history[-1]), values,
    )  # fmt: skip


@method(1)
def relative_income(view: View, *, place: str) -> Finding | None:
    """Output per person at market rates over that of the world: its share of output by of people.

    Both shares are over the states with a figure, in the newest year with both; ``output`` and
    ``people`` are the shares in percent.
    """
    money = {item.period.text: item for item in yearly(view, place, OUTPUT)}
    heads = {item.period.text: item for item in yearly(view, place, PEOPLE)}
    for year in sorted(money.keys() & heads.keys(), reverse=True):
        output, people = _share(view, money[year]), _share(view, heads[year])
        if output and people:
            values: dict[str, Scalar] = {
                "output": output, "people": people, "factor": factor(output / people),
            }  # fmt: skip
            return Finding(
                FindingKind.GAP, OUTPUT, place, "", output / people, "times", money[year].period,
                (money[year], heads[year]), values,
            )  # fmt: skip
    return None


@method(1)
def goods_in_common(
    view: View, *, place: str, counterpart: str, sold: str, bought: str, position: int
) -> Finding | None:
    """The ``position``-th item of ``sold`` that ``counterpart`` has on its own list ``bought``.

    The order is that of the place's own list; ``n`` counts the items in common.
    """
    theirs = {item.text: item for item in entries(view, counterpart, bought)}
    both = [item for item in entries(view, place, sold) if item.text in theirs]
    if position > len(both):
        return None
    item = both[position - 1]
    values: dict[str, Scalar] = {"n": len(both), "of": len(theirs)}
    return Finding(
        FindingKind.FACT, sold, place, counterpart, item.text, "", item.period,
        (item, theirs[item.text]), values,
    )  # fmt: skip


@method(1)
def relative_size(view: View, *, place: str, counterpart: str, indicator: str) -> Finding | None:
    """The larger of two sides' values over the smaller, in the newest common year.

    ``larger`` is 1 where the place is the larger; ``own`` and ``theirs`` are in the unit of the
    indicator.
    """
    mine = {item.period.text: item for item in yearly(view, place, indicator)}
    theirs = {item.period.text: item for item in yearly(view, counterpart, indicator)}
    shared = sorted(mine.keys() & theirs.keys())
    if not shared:
        return None
    own, other = mine[shared[-1]], theirs[shared[-1]]
    small, large = sorted((own.number, other.number))
    if small <= 0:
        return None
    values: dict[str, Scalar] = {
        "larger": int(own.number > other.number), "own": own.number, "theirs": other.number,
        "factor": factor(large / small),
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, indicator, place, counterpart, large / small, "times", own.period,
        (own, other), values,
    )  # fmt: skip


@method(1)
def two_series(view: View, *, place: str, first: str, second: str) -> Finding | None:
    """One series over another of the same place in their newest common year.

    ``first_value`` and ``second_value`` are in the unit of the first; ``factor`` is the ratio as
    it is said, ``share`` the ratio in percent.
    """
    one = {item.period.text: item for item in yearly(view, place, first)}
    two = {item.period.text: item for item in yearly(view, place, second)}
    shared = sorted(one.keys() & two.keys())
    if not shared or two[shared[-1]].number <= 0 or one[shared[-1]].number <= 0:
        return None
    top, base = one[shared[-1]], two[shared[-1]]
    values: dict[str, Scalar] = {
        "first_value": top.number, "second_value": base.number,
        "factor": factor(top.number / base.number), "share": 100 * top.number / base.number,
    }  # fmt: skip
    return Finding(
        FindingKind.SHARE, first, place, "", top.number / base.number, "times", top.period,
        (top, base), values,
    )  # fmt: skip
