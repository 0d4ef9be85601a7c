"""Security and defence: threats, commitments, forces, the principal's troops and its money."""

from __future__ import annotations

from countrydesk.analysis import (
    commitments,
    compare,
    conflicts,
    counterparts,
    levels,
    lists,
    neighbours,
    sides,
    trend,
    violence,
)
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.organisations import ALLIANCES, seat
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import filled, given
from countrydesk.paper.passages.exhibits import Datum, strip_chart
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase
from countrydesk.places import Place, registry

NOTE, JUDGEMENT = SentenceKind.NOTE, SentenceKind.JUDGEMENT
FIVE_YEARS = 5
FEW_DEATHS = 10
NAMED, LOW, LEAST_SHARE = 3, 3, 1.0
MISSION, GARRISON, CHARTED = 150, 1000, 200
CLOSE_COUNTS = 1.25
FIRST_FISCAL = 2001
SINCE = 1990
MAIN = {
    "violence_deaths_nonstate": "verdict_crime",
    "violence_deaths_onesided": "verdict_civilians",
}
UNITED_STATES = commitments.HOLDER
TROOPS, AID_PAID, AID_COMMITTED = "troops_active_duty", "aid_disbursements", "aid_obligations"
AID_REAL, SPENDING = "aid_obligations_constant", "military_spending_share"


def _holder(desk: Desk) -> bool:
    """Whether the principal is the one whose commitments, troops and assistance are on record."""
    return desk.principal.id == UNITED_STATES


def _place(finding: Finding | None, name: str) -> Place | None:
    return registry().get(str(finding.values[name])) if finding else None


# -- threats -------------------------------------------------------------------------------------


@passage
def threats(page: Page) -> None:
    """What the armed threat is, how often it was war, what lies next door, and drugs."""
    with page.paragraph("threats"):
        named = _verdict(page)
        _frequency(page)
        _around(page, named=named)
        _drugs(page)


def _verdict(page: Page) -> bool:
    """Say what the armed threat is; return whether neighbours in conflict are named with it."""
    view, place = page.desk.view, page.desk.partner.id
    now = conflicts.conflict_now(view, place=place, position=1)
    main = violence.main_type(view, place=place, years=FIVE_YEARS)
    last = conflicts.conflict_last(view, place=place)
    name = MAIN.get(str(main.values["type"]), "") if main else ""
    if now:
        page.say(f"defence.{_verdict_name(now)}", kind=JUDGEMENT, f=now, t=given(now, "territory"))
    elif main and name and float(main.get_value("all")) >= FEW_DEATHS:
        page.say(f"defence.{name}", kind=JUDGEMENT, m=main, l=last)
    else:
        return _verdict_at_peace(page, last)
    return False


def _verdict_name(now: Finding) -> str:
    if now.values["type"] == "interstate":
        return "verdict_state"
    at_home = now.values["own"] == registry().get(now.place).in_text
    return "verdict_within" if at_home else "verdict_abroad"


def _verdict_at_peace(page: Page, last: Finding | None) -> bool:
    view, place = page.desk.view, page.desk.partner.id
    never = conflicts.conflict_never(view, place=place)
    over = conflicts.conflict_over(view, place=place)
    helped = conflicts.conflict_help(view, place=place, position=1)
    war = _neighbours_in_conflict(page)
    if helped and helped.values["type"] == "interstate" and helped.values["intensity"] == "war":
        page.say("defence.verdict_helping", kind=JUDGEMENT, h=helped)
        return False
    if war and war.values["wars"] and (last or never):
        return page.say(
            "defence.verdict_next_door", kind=JUDGEMENT, w=war, names=_names(page, war), l=last,
            q=never,
        )  # fmt: skip
    if last:
        foreign = last.values["type"] == "interstate"
        page.say(
            "defence.verdict_past_state" if foreign else "defence.verdict_past", kind=JUDGEMENT,
            f=last,
        )  # fmt: skip
    elif never:
        page.say("defence.verdict_quiet", kind=JUDGEMENT, f=never)
    elif over:
        page.say(
            "defence.verdict_unlisted", kind=JUDGEMENT, f=over, holder=page.desk.place(over),
            t=over if over.values["intensity"] == "war" else None,
        )  # fmt: skip
    return False


def _frequency(page: Page) -> None:
    years = conflicts.conflict_years(page.desk.view, place=page.desk.partner.id, since=SINCE)
    if years and years.number > 1:
        whole = years.number == float(years.get_value("span"))
        page.say("defence.frequency_all" if whole else "defence.frequency", y=years)


def _around(page: Page, *, named: bool) -> None:
    view, place = page.desk.view, page.desk.partner.id
    land = neighbours.neighbours(view, place)
    worst = neighbours.neighbour_top(
        view, place=place, indicator=violence.ALL, group="land" if land else "region"
    )
    if worst:
        own = worst if worst.values["own"] else None
        name = _around_name(worst, len(land))
        page.say(f"defence.{name}", t=worst, o=own, c=page.desk.place(worst))
    elif land:
        page.say("defence.around_calm", n=page.desk.level(violence.ALL))
    war = _neighbours_in_conflict(page)
    if war and len(land) > 1 and not named:
        name = "at_war" if war.number <= NAMED else "at_war_many"
        part = war if 0 < float(war.get_value("wars")) < war.number else None
        page.say(f"defence.{name}", w=war, x=part, names=_names(page, war))


def _around_name(worst: Finding, borders: int) -> str:
    if not borders:
        return "around_sea"
    if borders == 1:
        return "around_one"
    if worst.number < violence.THRESHOLD:
        return "around_low"
    alone = float(worst.get_value("total")) == worst.number
    return "around_land_only" if alone else "around_land"


def _neighbours_in_conflict(page: Page) -> Finding | None:
    return neighbours.neighbours_at_war(page.desk.view, place=page.desk.partner.id)


def _names(page: Page, war: Finding) -> Phrase:
    """Return the neighbours in conflict by name, those at the scale of war first."""
    return page.listed([registry().get(item.place) for item in war.inputs])


def _drugs(page: Page) -> None:
    """Say the listing under drug law where it is the principal's own."""
    desk = page.desk
    found = [
        item
        for at in (1, 2)
        if (item := lists.entry(
            desk.view, place=desk.partner.id, indicator="drug_designation", position=at
        ))
    ]  # fmt: skip
    if found and _holder(desk) and any("illicit" in str(item.value) for item in found):
        kinds = page.listed([filled(page, "defence.a_kind", k=item) for item in found])
        page.say("defence.drugs", kind=JUDGEMENT, d=found[0], kinds=kinds)


# -- alliances -----------------------------------------------------------------------------------


@passage
def alliances(page: Page) -> None:
    """What binds the principal to the partner's defence, since when, and what no longer does."""
    with page.paragraph("alliances"):
        if _holder(page.desk):
            _commitments(page)
        else:
            _other_alliances(page)


def _commitments(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    for position in (1, 2, 3):
        found = commitments.commitment(view, place=place, position=position)
        if found:
            name = _commitment_name(found, first=position == 1)
            page.say(
                f"defence.{name}", key=f"commitment_{position}", c=found,
                s=found if _detail(name) in found.values else None,
            )  # fmt: skip
    page.say("defence.signed", c=commitments.commitment_signed(view, place=place))
    ended = commitments.commitment_ended(view, place=place)
    disputed = ended is not None and ended.values["status"] == "contested"
    page.say("defence.ended_disputed" if disputed else "defence.ended", c=ended)
    page.say("defence.none", n=commitments.commitment_none(view, place=place))
    _neighbours_bound(page)


def _commitment_name(found: Finding, *, first: bool) -> str:
    kind = found.values["kind"]
    if kind == commitments.TREATY:
        if found.values["status"] != commitments.IN_FORCE:
            return "treaty_hollow"
        return "treaty" if first else "treaty_also"
    if kind == "major non-NATO ally":
        if str(found.value).startswith("Treated"):
            return "status_treated"
        return "status" if first else "status_also"
    return "paper"


def _detail(name: str) -> str:
    return "signed_on" if name == "treaty" else "legal_basis"


def _neighbours_bound(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    land = neighbours.neighbours(view, place)
    peers = page.desk.region.members
    around = [p for p in land if p != UNITED_STATES]
    if len(around) > 1:
        held = commitments.commitment_holders(view, places=" ".join(around))
        every = held is not None and held.number == float(held.get_value("n"))
        page.say(
            "defence.neighbours_all" if every else "defence.neighbours", h=held,
            power=registry().get(UNITED_STATES),
        )  # fmt: skip
    elif not land and len(peers) >= FIVE_YEARS:
        held = commitments.commitment_holders(view, places=" ".join(peers))
        rank = page.desk.rank("population")
        page.say("defence.region", h=held, g=rank, power=registry().get(UNITED_STATES))


def _other_alliances(page: Page) -> None:
    desk = page.desk
    shared = [
        mine
        for name in ALLIANCES
        if (mine := seat(desk.view, place=desk.partner.id, organisation=name))
        and seat(desk.view, place=desk.principal.id, organisation=name)
    ]
    for mine in shared:
        page.say("defence.shared_pact", o=mine, d=given(mine, "since"))
    if not shared:
        page.say("defence.no_source", kind=NOTE)
    if desk.partner.id == UNITED_STATES or shared:
        return
    found = commitments.commitment(desk.view, place=desk.partner.id, position=1)
    if found is None:
        none = commitments.commitment_none(desk.view, place=desk.partner.id)
        page.say("defence.rival_none", n=none)
    elif found.values["kind"] == "major non-NATO ally":
        page.say("defence.rival_status", c=found)
    else:
        page.say("defence.rival_tie", c=found)


# -- forces --------------------------------------------------------------------------------------


@passage
def military_resources(page: Page) -> None:
    """Spending as a share and in money, soldiers by two counts, peacekeepers; no arms sales."""
    with page.paragraph("forces"):
        page.state(SPENDING)
        _amount(page)
        _soldiers(page)
        _peacekeepers(page)
        if not page.say("defence.no_forces", s=page.desk.fact("armed_forces_status")):
            page.absent(SPENDING, "active_military_personnel")
        page.say("defence.arms_source", kind=NOTE)
    strip_chart(page, SPENDING)


def _amount(page: Page) -> None:
    desk = page.desk
    share = desk.level(SPENDING)
    sum_ = sides.amount_of_share(desk.view, place=desk.partner.id, share=SPENDING, whole="gdp_usd")
    if share and sum_:
        same = sum_.period == share.period
        page.say("defence.amount" if same else "defence.amount_before", a=sum_)


def _soldiers(page: Page) -> None:
    desk = page.desk
    active, wide = desk.level("active_military_personnel"), desk.level("armed_forces_personnel")
    if active and wide and wide.number > 0:
        ratio = max(active.number, wide.number) / min(active.number, wide.number)
        name = "counts_agree" if ratio <= CLOSE_COUNTS else "counts_apart"
        page.say(f"defence.{name}", f=active, w=wide)
        _soldiers_rank(page)
    elif active:
        page.state("active_military_personnel")
    elif wide and wide.number > 0:
        page.state("armed_forces_personnel")
    else:
        page.say("defence.no_army", w=wide)


def _soldiers_rank(page: Page) -> None:
    rank = page.desk.rank("armed_forces_personnel")
    if rank is None:
        return
    if rank.number == 1:
        page.say("defence.soldiers_top", r=rank)
    elif rank.number <= FIVE_YEARS:
        page.say("defence.soldiers_rank", r=rank)
    elif 1 < float(rank.get_value("from_bottom")) <= LOW:
        page.say("defence.soldiers_low", r=rank)


def _peacekeepers(page: Page) -> None:
    desk = page.desk
    sent = desk.level("un_peacekeepers")
    if sent is None:
        return
    name = "peacekeepers" if sent.number > 0 else "no_peacekeepers"
    rank = compare.rank(desk.view, place=desk.partner.id, indicator=sent.indicator, group="region")
    page.say(f"defence.{name}", v=sent, r=rank)


# -- troops --------------------------------------------------------------------------------------


@passage
def troops(page: Page) -> None:
    """How many of the principal's soldiers are there, against other hosts and earlier years."""
    desk = page.desk
    with page.paragraph("troops"):
        if not _holder(desk):
            page.say("defence.troops_no_source", kind=NOTE)
            page.say("defence.troops_rival", v=_toward(desk, TROOPS, UNITED_STATES))
        elif page.state_dyad(TROOPS, desk.principal, desk.partner):
            _host(page)
        else:
            page.say("defence.no_count", a=_no_dyad(desk, TROOPS))
    if _holder(desk):
        _troops_chart(page)


def _host(page: Page) -> None:
    desk = page.desk
    rank = counterparts.standing(
        desk.view, place=desk.principal.id, indicator=TROOPS, counterpart=desk.partner.id
    )
    level = _toward(desk, TROOPS, desk.principal.id)
    if rank and level:
        page.say(
            f"defence.{_host_name(rank, level.number)}", kind=JUDGEMENT, s=rank,
            top=_place(rank, "top"),
        )  # fmt: skip
    peak = counterparts.dyad_peak(
        desk.view, place=desk.principal.id, indicator=TROOPS, counterpart=desk.partner.id
    )
    if peak and float(peak.values["now"]) * 2 < peak.number:
        page.say("defence.troops_peak", p=peak)
    civilians = _toward(desk, "dod_civilians", desk.principal.id)
    reserve = _toward(desk, "troops_reserve", desk.principal.id)
    page.say("defence.staff", d=civilians, v=reserve)


def _host_name(rank: Finding, number: float) -> str:
    if rank.number == 1:
        return "host_first"
    if number < MISSION:
        return "embassy_size"
    return "garrison" if number >= GARRISON else "host_rank"


def _toward(desk: Desk, indicator: str, place: str) -> Finding | None:
    """Return what ``place`` reports toward the partner, None where that is nothing."""
    found = levels.level(desk.view, place=place, indicator=indicator, counterpart=desk.partner.id)
    return found if found and found.number else None


def _no_dyad(desk: Desk, indicator: str) -> Finding | None:
    return levels.absence(
        desk.view, place=desk.principal.id, indicator=indicator, counterpart=desk.partner.id
    )


def _troops_chart(page: Page) -> None:
    desk = page.desk
    series = trend.yearly(desk.view, desk.principal.id, TROOPS, desk.partner.id)
    if len(series) < FIVE_YEARS or max(item.number for item in series) < CHARTED:
        return
    words = {"first": series[0].period.text[:4], "last": series[-1].period.text[:4]}
    data: list[Datum] = [
        {"x": o.period.year, "y": o.number, "series": desk.partner.name} for o in series
    ]
    page.exhibit(
        "chart_troops", "trend", desk.chart_text("defence.chart_troops", **words),
        desk.chart_text("defence.chart_troops_alt", **words, start=desk.amount(series[0]),
            end=desk.amount(series[-1])),
        data, series, y_title=desk.unit_name(TROOPS), highlight=desk.partner.name,
    )  # fmt: skip


# -- money ---------------------------------------------------------------------------------------


@passage
def security_money(page: Page) -> None:
    """What the principal paid and committed by fiscal year; a part of a year is never compared."""
    with page.paragraph("money"):
        if _holder(page.desk):
            _assistance(page)
        else:
            _other_assistance(page)
    if _holder(page.desk):
        _aid_chart(page)


def _assistance(page: Page) -> None:
    desk = page.desk
    paid, bound = (_whole_year(desk, name) for name in (AID_PAID, AID_COMMITTED))
    if paid is None and bound is None:
        old = _toward(desk, AID_PAID, desk.principal.id)
        if not page.say("defence.money_old", d=old):
            none = _no_dyad(desk, AID_PAID) or _no_dyad(desk, AID_COMMITTED)
            page.say("defence.money_none", a=none)
        return
    same = bound if paid and bound and bound.period == paid.period else None
    if not page.say("defence.paid", d=paid, x=_last_change(desk, AID_PAID), o=same):
        page.say("defence.committed", o=bound)
    _money_past(page)
    part = _toward(desk, f"{AID_PAID}_partial", desk.principal.id)
    more = _toward(desk, f"{AID_COMMITTED}_partial", desk.principal.id)
    page.say("defence.money_partial", q=part, o=more if more and more.number > 0 else None)
    page.say("defence.money_scope", kind=NOTE)


def _whole_year(desk: Desk, indicator: str) -> Finding | None:
    found = _toward(desk, indicator, desk.principal.id)
    return found if found and found.number > 0 and not desk.is_stale(found) else None


def _last_change(desk: Desk, indicator: str) -> Finding | None:
    found = _money_change(desk, indicator, 1)
    usable = found and "relative" in found.values and float(found.values["ratio"]) < 10
    return found if usable else None


def _money_change(desk: Desk, indicator: str, years: int) -> Finding | None:
    found = trend.change(
        desk.view, place=desk.principal.id, indicator=indicator, years=years,
        counterpart=desk.partner.id,
    )  # fmt: skip
    return found if found and found.values["span"] == years else None


def _money_past(page: Page) -> None:
    desk = page.desk
    us, them = desk.principal.id, desk.partner.id
    decade = _money_change(desk, AID_REAL, 10)
    if decade and "relative" in decade.values:
        ratio = float(decade.values["ratio"])
        name = "money_multiplied" if ratio >= 2 else "money_decade"
        page.say(f"defence.{name}", x=decade if ratio > 0 else None)
    peak = counterparts.dyad_peak(
        desk.view, place=us, counterpart=them, indicator=AID_REAL, since=FIRST_FISCAL
    )
    if peak and float(peak.values["now"]) < peak.number / 2:
        page.say("defence.money_peak", p=peak)
    rank = counterparts.standing(
        desk.view, place=us, counterpart=them, indicator=AID_PAID, group="region"
    )
    if rank and float(rank.get_value("share") if "share" in rank.values else 0) >= LEAST_SHARE:
        page.say("defence.money_first" if rank.number == 1 else "defence.money_rank", s=rank)


def _other_assistance(page: Page) -> None:
    desk = page.desk
    page.say("defence.money_no_source", kind=NOTE)
    given = levels.level(desk.view, place=desk.principal.id, indicator="aid_given")
    page.say("defence.donor_total", g=given)
    page.say("defence.received", g=desk.level("aid_received"), x=_growth(desk))
    page.say("defence.rival_money", d=_toward(desk, AID_PAID, UNITED_STATES))


def _growth(desk: Desk) -> Finding | None:
    found = desk.change("aid_received")
    return found if found and "relative" in found.values else None


def _aid_chart(page: Page) -> None:
    desk = page.desk
    names = {AID_REAL: "chart_committed", "aid_disbursements_constant": "chart_paid"}
    found = {
        name: [o for o in trend.yearly(desk.view, desk.principal.id, name, desk.partner.id)
               if o.period.year >= FIRST_FISCAL]
        for name in names
    }  # fmt: skip
    own = found[AID_REAL]
    if len(own) < 2 * FIVE_YEARS or max(o.number for o in own) < 10**7:
        return
    data: list[Datum] = [
        {"x": o.period.year, "y": o.number, "series": desk.chart_text(f"defence.{names[name]}")}
        for name, series in found.items()
        for o in series
    ]
    words = {"first": str(own[0].period.year), "last": str(own[-1].period.year)}
    page.exhibit(
        "chart_aid", "trend", desk.chart_text("defence.chart_aid", **words),
        desk.chart_text("defence.chart_aid_alt", **words, start=desk.amount(own[0]),
            end=desk.amount(own[-1])),
        data, [o for series in found.values() for o in series], y_title=desk.unit_name(AID_REAL),
    )  # fmt: skip
