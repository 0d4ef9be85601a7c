"""What a change of duty between two sides would do to both: scenarios, and their effects.

The world is that of today: the trade of the last year with figures, solved under the duties of the
day. Every scenario is measured against it, so that doing nothing is the zero. Intervals come from
the trade elasticity alone, drawn in strata around 4 with a standard error of 0.8, which holds the
estimates of Simonovska and Waugh (2014: 2.8 to 4.5) and most of those that Head and Mayer (2014)
collect; they do not say how wrong the model itself may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
from scipy.stats import norm

from countrydesk.analysis.duty_register import is_member
from countrydesk.errors import InputError, ScenarioError
from countrydesk.evidence import View
from countrydesk.places import registry
from countrydesk.policy.gravity import Baseline, Draws, Options, Sample, Scenario, draws
from countrydesk.policy.tariffs import average_duty
from countrydesk.policy.tariffs.charging import OWNER
from countrydesk.policy.world import world_today
from countrydesk.policy.world.duties import on_all_goods, us_duty

UNION = "EUU"
STRATA = 21
TRADE_SE = 0.8
LEVEL = 0.8
OPTIONS = Options(closure="fixed")
KINDS = ("end", "double", "open", "raise", "rival", "standing")
Interval = tuple[float, float, float]


@dataclass(frozen=True)
class Move:
    """A scenario between two sides, and the world it starts from.

    ``kind`` is end (the duty of the principal on all goods of the partner ends), double (it
    doubles), open (all duties of the principal on goods of the partner end), raise (ten points on
    top of what stands), rival (partner and rival end all duties between them) or standing (what the
    principal has put on the partner's goods since the end of 2024).
    """

    kind: str
    principal: str
    partner: str
    rival: str
    before: float
    after: float
    baseline: Baseline
    scenario: Scenario


@dataclass(frozen=True)
class Outcome:
    """Effects of a move: value with the ends of its 80 % interval.

    ``income`` and ``own_income`` are real income of partner and principal in percent, ``sales`` and
    ``purchases`` what the partner sells to and buys from the principal in percent, ``revenue`` the
    change of the principal's customs revenue in dollars.
    """

    move: Move
    income: Interval
    own_income: Interval
    sales: Interval
    purchases: Interval
    revenue: Interval
    residual: float
    draws: int

    @property
    def measures(self) -> Mapping[str, Interval]:
        """The effects by name."""
        names = ("income", "own_income", "sales", "purchases", "revenue")
        return {name: getattr(self, name) for name in names}


def simulate(
    view: View, principal: str, partner: str, kind: str, *, rival: str = "", count: int = STRATA
) -> Outcome:
    """Return what a move does to both sides.

    Raises:
        ScenarioError: no such move between them, or one of them is not in the world.
        TradeTableError: the release holds no matrix of trade.
    """
    move = get_move(view, principal, partner, kind, rival=rival)
    ours, theirs = _side(move.baseline, view, principal), _side(move.baseline, view, partner)
    pairs = [(theirs[0], ours[0]), (ours[0], theirs[0])]
    found = draws(move.baseline, move.scenario, strata(count), OPTIONS, pairs)
    turn = kind == "standing"
    measure = partial(_measure, found, turn=turn)
    return Outcome(
        move, measure("real_income_pct", partner), measure("real_income_pct", ours[0]),
        _pair(found, 0, turn=turn), _pair(found, 1, turn=turn),
        measure("tariff_revenue_change", ours[0]), found.residual, count,
    )  # fmt: skip


def get_move(view: View, principal: str, partner: str, kind: str, *, rival: str = "") -> Move:
    """Return a scenario between two sides on the world of today.

    Raises:
        ScenarioError: the two are one customs territory, the kind is unknown, or nothing would
            change.
    """
    base, day = world_today(view), view.cutoff
    ours, theirs = _side(base, view, principal), _side(base, view, partner)
    if set(ours) & set(theirs):
        raise ScenarioError(f"{principal} and {partner} are one customs territory")
    now = float(base.rates[0, base.position(theirs[0]), base.position(ours[0])])
    if kind == "rival":
        return _rival(view, base, principal, partner, rival or rival_of(principal, partner))
    after = _rate(view, principal, partner, kind, now, day)
    if abs(after - now) < 1e-9:
        raise ScenarioError(
            f"{kind}: the duty of {principal} on goods of {partner} stays {now:.4f}"
        )
    scenario = Scenario(f"{kind} {principal} {partner}")
    for exporter in theirs:
        scenario = scenario.tariff(exporter, tuple(ours), after)
    return Move(kind, principal, partner, "", now, after, base, scenario)


def _rate(view: View, principal: str, partner: str, kind: str, now: float, day: date) -> float:
    """Return the duty after a move, as a fraction."""
    if kind == "open":
        return 0.0
    if kind == "raise":
        return now + 0.1
    if kind not in KINDS:
        raise ScenarioError(f"no move '{kind}'; there are {', '.join(KINDS)}")
    if principal != OWNER:
        raise ScenarioError(
            f"{kind}: the duty stack is known for {OWNER} alone; for {principal} there are open, "
            "raise and rival"
        )
    if kind == "standing":
        return us_duty(view, partner, date(2024, 12, 31))
    added = added_on_all_goods(view, partner, day)
    return max(0.0, now - added if kind == "end" else now + added)


def added_on_all_goods(view: View, partner: str, on: date) -> float:
    """Return what the duties on all goods add on average for a partner, as a fraction."""
    try:
        found = average_duty(view, partner, on)
    except InputError:
        return on_all_goods(view, partner, on) / 100
    return sum(v for act, v in found.added.items() if not act.startswith("Section232")) / 100


def _rival(view: View, base: Baseline, principal: str, partner: str, rival: str) -> Move:
    theirs, others = _side(base, view, partner), _side(base, view, rival)
    if set(theirs) & set(others) or rival == principal:
        raise ScenarioError(f"rival: {partner} has no other side in {rival}")
    now = float(base.rates[0, base.position(theirs[0]), base.position(others[0])])
    scenario = Scenario(f"rival {rival} {partner}")
    for exporter in theirs:
        scenario = scenario.tariff(exporter, tuple(others), 0.0)
    for exporter in others:
        scenario = scenario.tariff(exporter, tuple(theirs), 0.0)
    return Move("rival", principal, partner, rival, now, 0.0, base, scenario)


def rival_of(principal: str, partner: str) -> str:
    """Return the other of the largest traders: China, or the United States where China is one side.

    Where both are sides of the dyad it is the European Union.
    """
    named = {principal, partner}
    return next(place for place in ("CHN", "USA", UNION) if place not in named)


def _side(base: Baseline, view: View, place: str) -> tuple[str, ...]:
    """Return the economies whose duties move together with those of a place, itself first."""
    if place == UNION:
        members = [name for name in base.countries if is_member(view, name)]
        return tuple(sorted(members, key=lambda name: name != "DEU"))
    if place not in base.countries:
        name = registry().get(place).name
        raise ScenarioError(f"the matrix of trade has no figures for {name}")
    if not is_member(view, place):
        return (place,)
    rest = [name for name in base.countries if is_member(view, name) and name != place]
    return (place, *rest)


def strata(count: int = STRATA) -> Sample:
    """Return draws of the trade elasticity at the middles of ``count`` strata of equal weight."""
    spread = np.sqrt(np.log1p((TRADE_SE / 4.0) ** 2))
    middle = norm.ppf((np.arange(count) + 0.5) / count)
    trade = 4.0 * np.exp(spread * middle - spread**2 / 2)
    return Sample(trade=trade, supply=np.zeros(count), effect=np.ones(count))


def _measure(found: Draws, name: str, place: str, *, turn: bool) -> Interval:
    values = (found.central.at(place)[name], *found.interval(name, place, LEVEL))
    return _turned(values, percent=name.endswith("_pct")) if turn else values


def _pair(found: Draws, at: int, *, turn: bool) -> Interval:
    first, second = found.pairs[at]
    base = found.central.baseline
    row = base.position(first) * base.size + base.position(second)
    central = found.central.by_pair()["trade_pct"][row]
    if central is None:
        return (0.0, 0.0, 0.0)
    values = (float(central), *found.pair_interval(first, second, LEVEL))
    return _turned(values, percent=True) if turn else values


def _turned(values: Interval, *, percent: bool) -> Interval:
    """Return the effect of the way back: from the world after the move to that before it."""
    back = [100 / (1 + v / 100) - 100 if percent else -v for v in values]
    return back[0], min(back[1:]), max(back[1:])
