"""Duties of the United States on goods of a place: what stands, on all goods and on listed ones."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import duties, duty_rates, levels, trade_agreements
from countrydesk.analysis.duty_register import DUTY, IN_FORCE, UNION, customs_place
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.peers import peer_group
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages import duty_tables as tables
from countrydesk.paper.passages.bindings import filled, given
from countrydesk.paper.passages.duty_tables import USA, law, us_sides
from countrydesk.paper.writing.realise import Phrase
from countrydesk.places import Place, registry

NAMING_ACTS = ("Section301-forced-labour", "IEEPA-reciprocal")
# Places outside normal trade relations: general note 3(b) of the Harmonized Tariff Schedule.
SECOND_COLUMN = frozenset({"BLR", "CUB", "PRK", "RUS"})
SECTORS = {"metals": "72 73 74 76", "vehicles": "87", "wood": "44 94", "drugs": "30"}
LEAST_EXPOSURE = 2.0
LEAST_FIELD = 10
MOST_NAMED = 4
REGISTER = "us_additional_duties"
MOST_EXEMPTIONS = 8


def us_duties(page: Page, origin: Place) -> None:
    """Say what stands on goods of ``origin`` in the United States, on all goods and on listed."""
    levier, customs = registry().get(USA), customs_place(page.desk.view, origin.id)
    standing = tables.in_force(page, levier, customs)
    with page.paragraph("duties"):
        _union_note(page, levier, origin)
        for at, duty in enumerate(standing):
            _say_standing(page, origin, duty, first=at == 0)
        if not standing:
            _say_none(page, origin, customs)
        if origin.id in SECOND_COLUMN:
            page.say("tariffs.second_column", kind=SentenceKind.NOTE, **us_sides(origin))
        _say_read_on(page, customs)
        if page.desk.view.as_of and page.desk.today < page.desk.view.origins[REGISTER].released_on:
            page.say("tariffs.undated", kind=SentenceKind.NOTE)
    found = duties.listed_findings(page.desk.view, USA, customs)
    with page.paragraph("listed"):
        _say_listed(page, origin, customs, found)
    tables.listed_table(page, levier, origin, found)


def _union_note(page: Page, levier: Place, origin: Place) -> None:
    page.say(
        "tariffs.union", m=duties.union_membership(page.desk.view, place=origin.id),
        eu=registry().get(UNION), place=origin, principal=levier,
    )  # fmt: skip


def _say_standing(page: Page, origin: Place, duty: Finding, *, first: bool) -> None:
    sides = us_sides(origin)
    manner = str(duty.values["manner"]) if first else "further"
    shown = duty if isinstance(duty.value, float) else None
    page.say(
        f"tariffs.{manner}", key=f"duty_{duty.values['act']}", d=shown,
        h=given(duty, "heading"), **sides,
    )  # fmt: skip
    page.say(
        "tariffs.basis", key=f"basis_{duty.values['act']}", law=law(page, duty),
        b=given(duty, "legal_basis"), an=given(duty, "announced_on"),
        x=given(duty, "exceptions"), **sides,
    )  # fmt: skip
    if first:
        page.say("tariffs.reach", g=duty if duty.values["goods"] != "—" else None, **sides)
        _say_peers(page, origin, duty)
        _say_exemptions(page, origin, duty)


def _say_peers(page: Page, origin: Place, duty: Finding) -> None:
    view, act = page.desk.view, str(duty.values["act"])
    named = duties.named_partners(
        view, place=USA, counterpart=duty.counterpart, act=act, home=origin.id
    )
    if named is None or "same" not in named.values or named.number < LEAST_FIELD:
        return
    top = named.values["higher"] == 0 and named.values["lower"] != 0
    page.say("tariffs.peers_top" if top else "tariffs.peers_low", n=named, **us_sides(origin))
    other = [d for _, d in _region_rates(page, origin, act) if d.value != duty.value]
    if 0 < len(other) <= MOST_NAMED:
        names = _region_list(page, origin, act, differs=duty)
        page.say("tariffs.region_differs", n=named, names=names, **us_sides(origin))
    elif not other and float(named.get_value("near")) > 1:
        page.say("tariffs.region_none", n=named, **us_sides(origin))


def _region_rates(page: Page, origin: Place, act: str) -> list[tuple[Place, Finding]]:
    """Return the other states of the region that an act names, with their duty."""
    view = page.desk.view
    rates = duties.standing_rates(view, USA, act)
    near = [p for p in _neighbours(page, origin) if p.id != origin.id and p.id in rates]
    return [
        (member, duty)
        for member in near
        for duty in duties.wide_findings(view, USA, member.id, IN_FORCE)
        if duty.values["act"] == act and isinstance(duty.value, float)
    ]


def _neighbours(page: Page, origin: Place) -> list[Place]:
    members = peer_group(page.desk.view, origin.id).members
    return [registry().get(member) for member in members]


def _region_list(
    page: Page, origin: Place, act: str, differs: Finding | None = None
) -> Phrase | None:
    found = [
        filled(page, "tariffs.region_rate", c=member, d=duty)
        for member, duty in _region_rates(page, origin, act)
        if differs is None or duty.value != differs.value
    ]
    return page.listed(found) if 0 < len(found) <= MOST_NAMED else None


def _say_exemptions(page: Page, origin: Place, duty: Finding) -> None:
    view, act = page.desk.view, str(duty.values["act"])
    found = [
        e
        for at in range(MOST_EXEMPTIONS)
        if (e := duties.exemption(view, place=USA, counterpart=duty.counterpart, act=act, at=at))
    ]
    floors = [e for e in found if str(e.values.get("scope", "")).startswith("no added duty")]
    own = [e for e in found if e not in floors and "scope" in e.values]
    for floor in floors[:1]:
        page.say("tariffs.union_floor", e=floor, **us_sides(origin))
    if len(own) == 1:
        page.say("tariffs.exempt_one", e=own[0], **us_sides(origin))
    elif own:
        page.say("tariffs.exempt_many", e=own[0], list=page.listed(own), **us_sides(origin))
    elif not floors and not _say_relief(page, origin, duty):
        page.say("tariffs.no_shield", a=_free_trade(page, origin), **us_sides(origin))


def _say_relief(page: Page, origin: Place, duty: Finding) -> bool:
    """Say that goods of a place were freed by name from a duty that stands."""
    relief = duties.own_relief(
        page.desk.view, place=USA, counterpart=duty.counterpart, act=str(duty.values["act"])
    )
    if relief is None or relief.values["state"] != IN_FORCE:
        return False
    return page.say(
        "tariffs.own_relief", x=relief, b=given(relief, "legal_basis"), u=None,
        **us_sides(origin),
    )  # fmt: skip


def _free_trade(page: Page, origin: Place) -> Finding | None:
    """Return the free trade agreement in force between a place and the United States."""
    found = trade_agreements.trade_agreement(page.desk.view, place=origin.id, position=0)
    if found is None or found.values["state"] != trade_agreements.IN_FORCE:
        return None
    return found if found.values.get("kind") == trade_agreements.FREE_TRADE else None


def _say_none(page: Page, origin: Place, customs: str) -> None:
    view, sides = page.desk.view, us_sides(origin)
    over = [d for d in duties.wide_findings(view, USA, customs, "ended") if "until" in d.values]
    if over:
        last = max(over, key=lambda d: str(d.values["until"]))
        page.say("tariffs.none_standing", d=last, **sides)
    elif summary := duties.listed_summary(view, place=USA, counterpart=customs):
        page.say("tariffs.none_ever", r=summary, **sides)
    else:
        none = levels.absence(view, place=USA, indicator=DUTY, counterpart=customs)
        page.say("tariffs.none_recorded", a=none, **sides)
    for act in NAMING_ACTS:
        named = duties.named_partners(view, place=USA, counterpart=customs, act=act, home=origin.id)
        if named:
            page.say("tariffs.not_named", n=named, law=law(page, named), **sides)
            _say_region(page, origin, named, act)
            break


def _say_region(page: Page, origin: Place, named: Finding, act: str) -> None:
    near, sides = float(named.get_value("near")), us_sides(origin)
    names = _region_list(page, origin, act)
    if not near:
        page.say("tariffs.region_named_none", n=named, **sides)
    elif names and near <= MOST_NAMED:
        page.say("tariffs.region_named", n=named, names=names, **sides)
    else:
        page.say("tariffs.region_named_many", n=named, **sides)


def _say_read_on(page: Page, customs: str) -> None:
    summary = duties.listed_summary(page.desk.view, place=USA, counterpart=customs)
    if summary and summary.values["read_on"] != page.desk.today.isoformat():
        page.say("tariffs.read_on", r=summary)


def _say_listed(page: Page, origin: Place, customs: str, found: Sequence[Finding]) -> None:
    view, sides = page.desk.view, us_sides(origin)
    summary = duties.listed_summary(view, place=USA, counterpart=customs)
    simple = [
        d
        for d in found
        if d.values["state"] == IN_FORCE and isinstance(d.value, float) and "ground" in d.values
    ]
    if summary is None or not simple:
        return
    top = max(simple, key=lambda d: d.number)
    low = min(simple, key=lambda d: d.number)
    own = summary if summary.values["own"] else None
    page.say(
        "tariffs.listed", s=summary, d=top, low=low, o=own, source=registry().get(customs), **sides
    )
    _say_exposure(page, origin)


def _say_exposure(page: Page, origin: Place) -> None:
    view = page.desk.view
    whole = duty_rates.exposure(
        view, place=USA, counterpart=origin.id, chapters=" ".join(SECTORS.values())
    )
    if whole is None:
        return
    if whole.number < LEAST_EXPOSURE:
        name = "exposed_little" if whole.number > 0 else "exposed_none"
        page.say(f"tariffs.{name}", all=whole, **us_sides(origin))
        return
    shares = {
        name: duty_rates.exposure(view, place=USA, counterpart=origin.id, chapters=chapters)
        for name, chapters in SECTORS.items()
    }
    name = max(shares, key=lambda key: found.number if (found := shares[key]) else 0.0)
    page.say(
        "tariffs.exposed", all=whole, one=shares[name],
        sector=filled(page, f"tariffs.sector_{name}"), **us_sides(origin),
    )  # fmt: skip
