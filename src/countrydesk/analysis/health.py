"""Findings about health: the burdens that stand out, and years of life against money spent."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.analysis.trend import yearly
from countrydesk.analysis.weight import factor
from countrydesk.evidence import View
from countrydesk.model import Observation

LIFE, SPENDING = "life_expectancy", "health_spending_per_person"
# Burdens in which less is better, each a rate that compares between states.
BURDENS = (
    "suicide_rate", "tobacco_use", "alcohol_per_person", "obesity", "child_underweight",
    "stillbirth_rate", "homicide_rate",
)  # fmt: skip
WORST = 25.0
LEAST_STATES = 60
LEAST_YEARS = 5


def _rank(view: View, item: Observation) -> tuple[int, int] | None:
    """Return the position from the highest value and the size of the field in the item's year."""
    section = view.panel.at(item.indicator, item.period.year).values
    values = [section[name] for name in states() if name in section]
    if len(values) < LEAST_STATES:
        return None
    return 1 + sum(1 for value in values if value > item.number), len(values)


@method(1)
def burden(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th heaviest burden on health, of those in which a state is among the worst.

    Compared over all states in the year of the state's own newest value; a burden counts where at
    most ``WORST`` percent of them have more. ``rank`` counts from the highest of ``of`` states.
    """
    found = []
    for name in BURDENS:
        item = view.find_latest(place, name)
        ranked = _rank(view, item) if item is not None and item.value else None
        if item is None or ranked is None or _is_old(view, item):
            continue
        if 100 * ranked[0] / ranked[1] <= WORST:
            found.append((ranked[0] / ranked[1], name, item, ranked))
    if position > len(found):
        return None
    _, name, item, (place_in, of) = sorted(found, key=lambda row: row[:2])[position - 1]
    values: dict[str, Scalar] = {"rank": place_in, "of": of, "n": len(found)}
    return Finding(
        FindingKind.RANK, name, place, "", item.number, item.unit, item.period, (item,), values
    )


def _is_old(view: View, item: Observation) -> bool:
    return view.cutoff.year - item.period.year > view.catalogue[item.indicator].stale_after


@method(1)
def life_for_money(view: View, *, place: str) -> Finding | None:
    """How many positions higher a state ranks in life expectancy than in spending per person.

    Both ranks are over the states with both figures in the newest year of spending; positive means
    longer lives than the order of spending. ``life_rank`` and ``money_rank`` of ``of`` states,
    ``life`` in years, ``money`` in the unit of spending.
    """
    money = view.find_latest(place, SPENDING)
    if money is None:
        return None
    year = money.period.year
    life = next((o for o in yearly(view, place, LIFE) if o.period.year == year), None)
    lives = view.panel.at(LIFE, year).values
    spent = view.panel.at(SPENDING, year).values
    both = [name for name in states() if name in lives and name in spent]
    if life is None or place not in both or len(both) < LEAST_STATES:
        return None
    by_life = 1 + sum(1 for name in both if lives[name] > life.number)
    by_money = 1 + sum(1 for name in both if spent[name] > money.number)
    values: dict[str, Scalar] = {
        "life_rank": by_life, "money_rank": by_money, "of": len(both), "life": life.number,
        "money": money.number, "size": abs(by_money - by_life),
    }  # fmt: skip
    return Finding(
        FindingKind.GAP, SPENDING, place, "", by_money - by_life, "rank", money.period,
        (life, money), values,
    )  # fmt: skip


@method(1)
def fall(view: View, *, place: str, indicator: str, since: int) -> Finding | None:
    """The change of a yearly rate since the year ``since``, or the first year after it.

    The value is the change; ``base``, ``base_period``, ``relative`` in percent, and ``factor``, how
    many times larger the base was where the rate fell, or the last where it rose.
    """
    history = [o for o in yearly(view, place, indicator) if o.period.year >= since]
    if len(history) < 2 or history[0].number <= 0 or history[-1].number <= 0:
        return None
    base, last = history[0], history[-1]
    ratio = max(base.number, last.number) / min(base.number, last.number)
    values: dict[str, Scalar] = {
        "base": base.number, "base_period": base.period.text, "last": last.number,
        "relative": 100 * (last.number / base.number - 1), "factor": factor(ratio),
        "years": last.period.year - base.period.year,
    }  # fmt: skip
    return Finding(
        FindingKind.CHANGE, indicator, place, "", last.number - base.number, last.unit,
        last.period, (base, last), values,
    )  # fmt: skip


@method(1)
def below_peak(view: View, *, place: str, indicator: str, since: int) -> Finding | None:
    """How far a coverage lies below its highest value since the year ``since``, in points.

    ``peak`` and ``peak_on`` are the highest value and its newest year; the value is never negative.
    """
    history = [o for o in yearly(view, place, indicator) if o.period.year >= since]
    if len(history) < LEAST_YEARS:
        return None
    last = history[-1]
    top = max(history, key=lambda item: (item.number, item.period.year))
    values: dict[str, Scalar] = {
        "peak": top.number,
        "peak_on": top.period.text,
        "last": last.number,
    }
    inputs = tuple(dict.fromkeys((top, last)))
    return Finding(
        FindingKind.GAP, indicator, place, "", top.number - last.number, "percentage_points",
        last.period, inputs, values,
    )  # fmt: skip


@method(1)
def per_people(view: View, *, place: str, indicator: str) -> Finding | None:
    """A count of a year per 100,000 people of the same year, with the ``count`` itself."""
    people = {item.period.text: item for item in yearly(view, place, "population")}
    counts = [item for item in yearly(view, place, indicator) if item.period.text in people]
    if not counts or people[counts[-1].period.text].number <= 0:
        return None
    item = counts[-1]
    base = people[item.period.text]
    values: dict[str, Scalar] = {"count": item.number, "people": base.number}
    return Finding(
        FindingKind.SHARE, indicator, place, "", 1e5 * item.number / base.number, "per_100k",
        item.period, (item, base), values,
    )  # fmt: skip
