"""Findings about arrangements that bind the trade of their members, and about who has which."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.organisations import MEMBER, seats
from countrydesk.analysis.structure import newest_numbers
from countrydesk.analysis.trade_agreements import (
    AGREEMENT,
    FREE_TRADE,
    HOLDER,
    IN_FORCE,
    agreement_state,
)
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Observation, Period
from countrydesk.places import registry

# Customs unions, free-trade areas and agreements with tariff commitments of their own.
TRADE_BLOCS = (
    "European Union",
    "Comprehensive and Progressive Agreement for Trans-Pacific Partnership",
    "Regional Comprehensive Economic Partnership",
    "Southern Common Market",
    "Pacific Alliance",
    "Andean Community",
    "Association of Southeast Asian Nations",
    "Caribbean Community",
    "Gulf Cooperation Council",
    "Central American Integration System",
    "Economic Community of West African States",
    "Southern African Development Community",
)
OUTPUT = "gdp_usd"
LEFT = ("former", "withdrawn", "contested", "signatory")


def bloc_seats(view: View, place: str) -> list[Observation]:
    """Return the standing memberships of ``place`` in trade arrangements, oldest first."""
    found = [
        seat.item
        for seat in seats(view, place)
        if seat.name in TRADE_BLOCS and not seat.item.attributes["role"].startswith(LEFT)
    ]
    return sorted(found, key=lambda item: (item.period.start, item.text or ""))


def bloc_members(view: View, organisation: str) -> tuple[str, ...]:
    """Return the ids of the standing members of a trade arrangement."""
    key = ("bloc_members", organisation)
    if key not in view.shared:
        found = [
            place
            for place, items in view.everywhere(MEMBER).items()
            if any(_sits(item, organisation) for item in items)
        ]
        view.shared[key] = tuple(sorted(found))
    return view.shared[key]  # type: ignore[return-value]


def _sits(item: Observation, organisation: str) -> bool:
    ended = "until" in item.attributes
    return item.text == organisation and not ended and not item.attributes["role"].startswith(LEFT)


@method(1)
def bloc(view: View, *, place: str, position: int, counterpart: str = "") -> Finding | None:
    """The ``position``-th trade arrangement (0 is the oldest) of which ``place`` is a member.

    The value is its name. ``members`` counts them, ``weight`` is their share of world output at
    market rates in percent in ``weighed``; ``inside`` is 1 where ``counterpart`` is a member too.
    """
    found = bloc_seats(view, place)
    if position >= len(found):
        return None
    item = found[position]
    members = bloc_members(view, item.text or "")
    values: dict[str, Scalar] = {
        "abbreviation": item.attributes["abbreviation"],
        "members": len(members),
        "inside": int(counterpart in members),
        "n": len(found),
    }
    if item.attributes.get("since"):
        values["since"] = item.attributes["since"]
    own = yearly(view, place, OUTPUT)
    if own:
        section = view.panel.at(OUTPUT, own[-1].period.year).values
        papers = {p.id for p in registry().papers()}
        world = sum(value for name, value in section.items() if name in papers)
        weight = sum(section.get(name, 0.0) for name in members)
        values |= {"weight": 100 * weight / world, "weighed": own[-1].period.text}
    inputs = (item, own[-1]) if own else (item,)
    return Finding(
        FindingKind.SPELL, MEMBER, place, counterpart, item.text, "", item.period, inputs, values
    )


@method(1)
def bloc_none(view: View, *, place: str) -> Finding | None:
    """That ``place`` is in none of the trade arrangements followed; ``n`` counts these."""
    if bloc_seats(view, place):
        return None
    return _absent(view, place, {"n": len(TRADE_BLOCS)})


@method(1)
def not_a_member(view: View, *, place: str, organisation: str) -> Finding | None:
    """That ``place`` is no member of an organisation; ``members`` counts those who are."""
    members = bloc_members(view, organisation)
    if place in members or not members:
        return None
    return _absent(view, place, {"members": len(members), "name": organisation})


def _absent(view: View, place: str, values: dict[str, Scalar]) -> Finding:
    return Finding(
        FindingKind.ABSENCE, MEMBER, place, "", None, "", Period.parse(view.cutoff.isoformat()), (),
        values,
    )  # fmt: skip


@method(1)
def event_between(
    view: View, *, place: str, counterpart: str, indicator: str, position: int
) -> Finding | None:
    """The ``position``-th event (0 is the first) that a chronology has between two states."""
    found = view.measured(place, indicator, counterpart)
    if position >= len(found):
        return None
    item = found[position]
    return Finding(
        FindingKind.FACT, indicator, place, counterpart, item.text, "", item.period, (item,),
        {"n": len(found)},
    )  # fmt: skip


# -- who has a free-trade agreement with the United States ---------------------------------------


def free_traders(view: View) -> dict[str, Observation]:
    """Return the agreement of each state that has free trade with the United States in force."""
    key = ("free_traders", HOLDER)
    if key not in view.shared:
        view.shared[key] = {
            place: item
            for place, items in view.everywhere(AGREEMENT).items()
            for item in items
            if item.attributes.get("kind") == FREE_TRADE and agreement_state(item) == IN_FORCE
        }
    return view.shared[key]  # type: ignore[return-value]


def _two_way(view: View) -> dict[str, float]:
    sold, bought = (newest_numbers(view, HOLDER, f"goods_{way}") for way in ("exports", "imports"))
    return {name: sold[name] + bought[name] for name in sold.keys() & bought.keys()}


@method(1)
def free_trade_reach(view: View) -> Finding | None:
    """What part of its two-way goods trade the United States does under free-trade agreements.

    The value is in percent; ``n`` counts the partners with such an agreement in force.
    """
    trade, agreed = _two_way(view), free_traders(view)
    if not trade or not agreed:
        return None
    share = 100 * sum(trade.get(name, 0.0) for name in agreed) / sum(trade.values())
    newest = yearly(view, HOLDER, "goods_imports", min(agreed))[-1:]
    if not newest:
        return None
    inputs = (*newest, *(agreed[name] for name in sorted(agreed)))
    return Finding(
        FindingKind.SHARE, "goods_imports", HOLDER, "", share, "percent", newest[0].period, inputs,
        {"n": len(agreed)},
    )  # fmt: skip


@method(1)
def trade_rank(view: View, *, counterpart: str, without: int = 0) -> Finding | None:
    """The position of ``counterpart`` by two-way goods trade with the United States.

    With ``without`` 1 only partners without a free-trade agreement are counted; None where
    ``counterpart`` has one. ``top`` is the largest, ``share`` the part of all trade in percent.
    """
    trade, agreed = _two_way(view), free_traders(view)
    if counterpart not in trade or (without and counterpart in agreed):
        return None
    field = {name: size for name, size in trade.items() if not (without and name in agreed)}
    flows = [
        yearly(view, HOLDER, f"goods_{way}", counterpart)[-1] for way in ("exports", "imports")
    ]
    values: dict[str, Scalar] = {
        "n": len(field), "size": trade[counterpart],
        "share": 100 * trade[counterpart] / sum(trade.values()),
        "top": max(field, key=lambda name: (field[name], name)),
    }  # fmt: skip
    position = 1 + sum(1 for size in field.values() if size > trade[counterpart])
    return Finding(
        FindingKind.RANK, "goods_imports", HOLDER, counterpart, position, "rank", flows[0].period,
        tuple(flows), values,
    )  # fmt: skip


@method(1)
def largest_without(view: View, *, position: int) -> Finding | None:
    """The ``position``-th largest trade partner of the United States without free trade.

    The value is the two-way trade in dollars, ``partner`` who it is.
    """
    agreed = free_traders(view)
    field = sorted(
        ((size, name) for name, size in _two_way(view).items() if name not in agreed), reverse=True
    )
    if position > len(field):
        return None
    size, name = field[position - 1]
    flows = [yearly(view, HOLDER, f"goods_{way}", name)[-1] for way in ("exports", "imports")]
    return Finding(
        FindingKind.RANK, "goods_imports", HOLDER, name, size, "usd", flows[0].period, tuple(flows),
        {"partner": name},
    )  # fmt: skip
