"""Importance: weight in the world, what the partner sells, what binds it, where it lies."""

from __future__ import annotations

from countrydesk.analysis import levels, lists, minerals, weight
from countrydesk.analysis import location as situated
from countrydesk.analysis.environment import listed_share
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.trade import supplier
from countrydesk.paper.desk import Desk
from countrydesk.paper.page import Page
from countrydesk.paper.passages.dyad import HOLDER, place_of, with_value
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Term

FUELS = (
    "petroleum_reserves", "gas_reserves", "coal_reserves", "petroleum_production",
    "gas_production", "coal_production",
)  # fmt: skip
NOTABLE_SHARE, LEADING = 1.0, 10
SHARE_YEARS, SHARE_MOVED = 20, 1.2
NEAR_MEAN, LEAST_MOVE = 0.05, 0.02
LARGE_STATES = 40
NEAR = 3
RARE_EXPORT = 8
SLIGHT_SUPPLY = 2.0


# -- weight in the world -------------------------------------------------------------------------


@passage
def world_shares(page: Page) -> None:
    """Shares of world output, people, surface and fuels; the principal's size beside it."""
    desk = page.desk
    with page.paragraph("weight"):
        _income(page)
        _share_moved(page)
        _relative_size(page)
        _surface(page)
        _fuels(page)
        page.absent("gdp_usd", "population", "area_total")
        page.say(
            "importance.mines",
            a=minerals.critical_mineral(desk.view, place=desk.partner.id, position=1),
        )


def _income(page: Page) -> None:
    desk = page.desk
    share = weight.relative_income(desk.view, place=desk.partner.id)
    even = share is not None and abs(share.number - 1) < NEAR_MEAN
    page.say(
        "importance.weight_even" if even else "importance.weight",
        w=share, r=desk.rank("gdp_usd", "world"),
    )  # fmt: skip


def _share_moved(page: Page) -> None:
    desk = page.desk
    moved = weight.share_change(
        desk.view, place=desk.partner.id, indicator="gdp_usd", years=SHARE_YEARS
    )
    if moved is None:
        return
    ratio = float(moved.values["ratio"])
    if abs(moved.number) < LEAST_MOVE:
        return
    if ratio >= SHARE_MOVED:
        page.say("importance.grown", c=moved)
    elif ratio <= 1 / SHARE_MOVED:
        page.say("importance.shrunk", c=moved)


def _relative_size(page: Page) -> None:
    desk = page.desk
    size = weight.relative_size(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, indicator="gdp_usd"
    )
    if size is None:
        return
    name = "larger_partner" if size.values["larger"] else "larger_principal"
    page.say(f"importance.{name if size.number >= SHARE_MOVED else 'even'}", s=size)


def _surface(page: Page) -> None:
    rank = page.desk.rank("surface_area", "world")
    if rank is None:
        return
    # Ranks only: the area itself stands in the profile, by another source.
    if rank.number <= LARGE_STATES:
        page.say("importance.land", r=rank)
    elif float(rank.values["from_bottom"]) <= LARGE_STATES / 2:
        first = rank.values["from_bottom"] == 1
        page.say(f"importance.{'small_land_first' if first else 'small_land'}", r=rank)


def _fuels(page: Page) -> None:
    desk = page.desk
    found = [
        share
        for name in FUELS
        if (share := listed_share(desk.view, place=desk.partner.id, indicator=name))
        and (share.number >= NOTABLE_SHARE or float(share.values["rank"]) <= LEADING)
    ]
    found.sort(key=lambda share: -share.number)
    for at, share in enumerate(found[:2]):
        first = "fuel_first" if share.values["rank"] == 1 else "fuel"
        page.say(
            f"importance.{'fuel_also' if at else first}", key=f"fuel{at}", f=share,
            t=Term(share.indicator),
        )  # fmt: skip


# -- what the partner sells ----------------------------------------------------------------------


@passage
def export_commodities(page: Page) -> None:
    """The first exports, which of them are rare, and where the principal leans on the partner."""
    desk = page.desk
    with page.paragraph("exports"):
        _exports(page)
        if desk.principal.id == HOLDER:
            _supplies(page)


def _entries(desk: Desk, indicator: str, most: int = 5) -> list[Finding]:
    found = (
        lists.entry(desk.view, place=desk.partner.id, indicator=indicator, position=at)
        for at in range(1, most + 1)
    )
    return [item for item in found if item]


def _exports(page: Page) -> None:
    desk = page.desk
    items = _entries(desk, "export_commodities")
    if not items:
        page.say(
            "importance.no_exports",
            a=levels.absence(desk.view, place=desk.partner.id, indicator="export_commodities"),
        )
        return
    name = "exports" if len(items) > 1 else "export_one"
    page.say(f"importance.{name}", e=items[0], items=page.listed(items))
    rare = lists.rare_entry(
        desk.view, place=desk.partner.id, indicator="export_commodities", position=1
    )
    if rare and float(rare.values["holders"]) <= RARE_EXPORT:
        page.say(f"importance.{'rare' if rare.values['others'] else 'rare_none'}", x=rare)
    _common_goods(page)


def _common_goods(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(1, 6)
        if (
            item := weight.goods_in_common(
                desk.view, place=desk.partner.id, counterpart=desk.principal.id,
                sold="export_commodities", bought="import_commodities", position=at,
            )
        )
    ]  # fmt: skip
    if found:
        page.say("importance.match", o=found[0], items=page.listed(found))
    elif _entries(desk, "export_commodities", 1):
        theirs = lists.entry(
            desk.view, place=desk.principal.id, indicator="import_commodities", position=1
        )
        alone = len(_entries(desk, "export_commodities")) == 1
        page.say(f"importance.{'no_match_one' if alone else 'no_match'}", i=theirs)


def _supplies(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(1, 5)
        if (item := supplier(desk.view, place=HOLDER, counterpart=desk.partner.id, position=at))
    ]
    if not found:
        page.say("importance.supplier_none", v=levels.level(
            desk.view, place=HOLDER, indicator="imports_for_consumption",
            counterpart=desk.partner.id,
        ))  # fmt: skip
        return
    first = found[0]
    given: dict[str, Binding] = {
        "s": first, "t": Term(first.indicator), "first": place_of(first, "top"),
    }  # fmt: skip
    if first.number < SLIGHT_SUPPLY:
        page.say_with("importance.supplier_slight", given)
        return
    leads = first.values["rank"] == 1
    page.say_with(f"importance.{'supplier_first' if leads else 'supplier'}", given)
    items = [
        page.phrase("importance.supplier_item", t=Term(item.indicator), s=item, key=item.indicator)
        for item in found[1:]
        if item.number >= SLIGHT_SUPPLY
    ]
    if kept := [item for item in items if item]:
        page.say("importance.suppliers_next", items=page.listed(kept))


# -- location ------------------------------------------------------------------------------------


@passage
def location(page: Page) -> None:
    """Where the partner lies, among which neighbours, with what way to the sea."""
    with page.paragraph("location"):
        _lies(page)
        _borders(page)
        _neighbour(page)
        _sea(page)


def _lies(page: Page) -> None:
    desk = page.desk
    where = situated.situation(desk.view, place=desk.partner.id)
    far = situated.distance(desk.view, place=desk.partner.id, counterpart=desk.principal.id)
    if not page.say("importance.lies", l=where, w=with_value(where, "waters"), d=far):
        page.say("importance.no_lies", d=far)


def _borders(page: Page) -> None:
    desk = page.desk
    page.say("importance.border_principal", b=desk.level("border_length", desk.principal.id))
    for rival in desk.rivals:
        page.say(
            "importance.border_rival", key=f"border_{rival.id}", rival=rival,
            b=desk.level("border_length", rival.id),
        )  # fmt: skip


def _neighbour(page: Page) -> None:
    desk = page.desk
    found = situated.among_neighbours(desk.view, place=desk.partner.id, indicator="gdp_usd")
    if found is None:
        return
    name = "neighbour_smaller" if found.values["first"] else "neighbour_larger"
    if found.values["n"] == 1:
        name = "neighbour_one"
    page.say(f"importance.{name}", x=found, c=place_of(found))


def _sea(page: Page) -> None:
    desk = page.desk
    coast = desk.level("coastline")
    if coast is None:
        page.absent("coastline")
    elif coast.number > 0:
        rank = desk.rank("ports")
        near = rank is not None and min(rank.number, float(rank.get_value("from_bottom"))) <= NEAR
        page.say("importance.ports", k=coast, p=desk.level("ports"), r=rank if near else None)
    elif borders := desk.borders():
        page.say("importance.transit", k=coast, items=page.listed(borders))
