"""What the partner can give and what it needs, from evidence on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countrydesk.analysis import (
    alignment,
    assets,
    commitments,
    levels,
    needs,
    neighbours,
    organisations,
    shelter,
    structure,
)
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Term

STOCKS = (
    "forest_area petroleum_reserves gas_reserves gas_exports petroleum_production coal_reserves "
    "merchant_ships renewable_water un_peacekeepers world_heritage_sites nuclear_reactors "
    "aid_given patents_in_force"
)
CHAPTERS = "us_imports_hs2_"
LEAST_PART = 5.0
LEAST_TIMES, LEAST_RANK = 2.0, 25
NEAR_VOTES = 0.25
LEAST_TROOPS = 100
MOST_MEMBERS = 25
MOST = 4
WELFARE = (
    "life_expectancy child_mortality poverty_830 electricity_access internet_users literacy "
    "basic_sanitation out_of_pocket_share primary_completion"
)
STATE = (
    "corruption_perceptions rule_of_law_wgi government_effectiveness_wgi political_stability_wgi "
    "political_terror electoral_democracy women_in_parliament"
)
ECONOMY = (
    "unemployment youth_unemployment inflation public_debt fiscal_balance regulatory_quality_wgi "
    "gini debt_service_share_exports"
)
BEHIND = 50.0
LEAST_PEERS = 10


@dataclass(frozen=True)
class Asset:
    """Something worth saying that the partner can bring, and how unusual it is (0 to 100)."""

    weight: float
    template: str
    given: dict[str, Binding]


@passage
def assets_of_partner(page: Page) -> None:
    """What the partner can bring: goods, stocks, votes, places, seats; the rarest first."""
    found = sorted(_assets(page), key=lambda asset: (-asset.weight, asset.template))
    found = found or list(_plain(page))
    with page.paragraph("assets"):
        for asset in found[:MOST]:
            page.say_with(f"partner.{asset.template}", asset.given)
        if found:
            kind = SentenceKind.JUDGEMENT
            page.say_with(f"partner.first_{found[0].template}", found[0].given, kind=kind)
        else:
            page.say("partner.no_asset", kind=SentenceKind.NOTE)


def _assets(page: Page) -> Iterator[Asset]:
    yield from _goods(page)
    yield from _stock(page)
    yield from _politics(page)
    yield from _place(page)


def _goods(page: Page) -> Iterator[Asset]:
    view, partner, principal = page.desk.view, page.desk.partner.id, page.desk.principal.id
    lead = assets.chapter_lead(
        view, place=principal, counterpart=partner, chapters=CHAPTERS, position=1, least=LEAST_PART
    )
    if lead:
        rank, n = int(lead.get_value("rank")), int(lead.get_value("n"))
        given: dict[str, Binding] = {"c": lead, "t": Term(lead.indicator)}
        yield Asset(100 * (1 - (rank - 1) / n), "goods_first" if rank == 1 else "goods", given)
    share = levels.level(
        view, place=principal, indicator="import_partner_share", counterpart=partner
    )
    if share:
        yield Asset(85 + share.number / 10, "share", {"c": share})
    whole = structure.dyad_rank(
        view, place=principal, indicator="goods_imports", counterpart=partner
    )
    if whole and whole.number <= 20:
        field = float(whole.get_value("n"))
        yield Asset(100 * (1 - whole.number / field), "supplier", {"c": whole})


def _stock(page: Page) -> Iterator[Asset]:
    for position in (1, 2):
        part = assets.world_part(
            page.desk.view, place=page.desk.partner.id, indicators=STOCKS, position=position
        )
        if part is None:
            return
        rank, n = int(part.get_value("rank")), int(part.get_value("n"))
        if float(part.get_value("times")) >= LEAST_TIMES and 0 < rank <= LEAST_RANK:
            template = "stock" if position == 1 else "next_stock"
            yield Asset(100 * (1 - rank / n), template, {"c": part, "t": Term(part.indicator)})


def _politics(page: Page) -> Iterator[Asset]:
    view, partner, principal = page.desk.view, page.desk.partner.id, page.desk.principal.id
    votes = alignment.ideal_distance(view, place=partner, counterpart=principal)
    if votes and page.desk.today.year - votes.period.year <= MOST:
        near = float(votes.get_value("rank")) / float(votes.get_value("n"))
        if near <= NEAR_VOTES:
            yield Asset(100 * (1 - near), "votes", {"c": votes})
    pledge = commitments.commitment(view, place=partner, position=1) if principal == "USA" else None
    if pledge:
        yield Asset(80, "pledge", {"c": pledge})
    seat = organisations.seat_apart(view, place=partner, counterpart=principal, position=1)
    if seat and int(seat.get_value("members")) <= MOST_MEMBERS:
        dated = seat if "since" in seat.values else None
        yield Asset(100 - int(seat.get_value("members")), "seat", {"c": seat, "s": dated})


def _place(page: Page) -> Iterator[Asset]:
    view, partner, principal = page.desk.view, page.desk.partner.id, page.desk.principal.id
    wars = neighbours.neighbours_at_war(view, place=partner)
    if wars:
        yield Asset(60 + 8 * wars.number, "wars", {"c": wars})
    hosts = shelter.sheltered(view, place=partner, least=75)
    if hosts:
        yield Asset(float(hosts.get_value("beyond")), "hosts", {"c": hosts})
    troops = levels.level(
        view, place=principal, indicator="troops_active_duty", counterpart=partner
    )
    if troops and troops.number >= LEAST_TROOPS:
        yield Asset(min(99.0, 75 + troops.number / 500), "troops", {"c": troops})


def _plain(page: Page) -> Iterator[Asset]:
    """Yield what any partner has to give: its market, else its vote."""
    view, partner, principal = page.desk.view, page.desk.partner.id, page.desk.principal.id
    market = structure.dyad_rank(
        view, place=principal, indicator="goods_exports", counterpart=partner
    )
    if market:
        yield Asset(0, "market", {"c": market})
    buyer = levels.level(
        view, place=principal, indicator="export_partner_share", counterpart=partner
    )
    if buyer:
        yield Asset(0, "buyer", {"c": buyer})
    votes = alignment.ideal_distance(view, place=partner, counterpart=principal)
    if votes and page.desk.today.year - votes.period.year <= MOST:
        yield Asset(0, "ballot", {"c": votes})


@passage
def needs_of_partner(page: Page) -> None:
    """Where the partner stands furthest behind its income group, and what it already takes."""
    found = sorted(
        (weak for group in (WELFARE, STATE, ECONOMY) if (weak := _weakest(page, group))),
        key=lambda weak: -float(weak.get_value("beyond")),
    )
    behind = [weak for weak in found if float(weak.get_value("beyond")) >= BEHIND]
    with page.paragraph("needs"):
        for position, weak in enumerate(behind):
            name = "need" if position == 0 else f"need_{position + 1}"
            page.say(f"partner.{name}", c=weak, t=Term(weak.indicator))
        if not behind and found:
            page.say("partner.no_need", c=found[0], t=Term(found[0].indicator))
        _taken(page)
        if behind and int(behind[0].get_value("n")) >= LEAST_PEERS:
            page.say(
                "partner.weigh_need", kind=SentenceKind.JUDGEMENT, c=behind[0],
                t=Term(behind[0].indicator),
            )  # fmt: skip
        if not found:
            page.absent("life_expectancy", "corruption_perceptions", "public_debt")


def _weakest(page: Page, indicators: str) -> Finding | None:
    return needs.weakest(
        page.desk.view, place=page.desk.partner.id, indicators=indicators, position=1
    )


def _taken(page: Page) -> None:
    """Say what the partner receives, where the evidence has it."""
    desk = page.desk
    aid = desk.level("aid_received")
    if aid and aid.number > 0 and desk.today.year - aid.period.year <= MOST:
        change = desk.change("aid_received")
        moved = change if change and "relative" in change.values else None
        page.say("partner.aid", c=aid, x=moved, p=_own_aid(page))
    else:
        page.say("partner.own_aid", c=_own_aid(page))


def _own_aid(page: Page) -> Finding | None:
    found = levels.level(
        page.desk.view, place=page.desk.principal.id, indicator="aid_obligations",
        counterpart=page.desk.partner.id,
    )  # fmt: skip
    return found if found and found.number >= 1e6 else None
