"""How the duties of the United States on all goods of a place followed each other."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import duties, duty_rates
from countrydesk.analysis.duty_register import SCHEDULED, customs_place
from countrydesk.analysis.finding import Finding
from countrydesk.paper.page import Page
from countrydesk.paper.passages import duty_tables as tables
from countrydesk.paper.passages.bindings import filled, given
from countrydesk.paper.passages.duty_tables import USA, law, rate, us_sides
from countrydesk.paper.passages.us_duties import SECOND_COLUMN
from countrydesk.paper.writing.realise import Phrase
from countrydesk.places import Place

EMERGENCY = "IEEPA"
FARM = " ".join(f"{chapter:02d}" for chapter in range(1, 25))
LEAST_FARM = 10.0
SHORT_PATH = 4
BRIEF = 10
MOST_RELIEFS = 8


def us_sequence(page: Page, origin: Place) -> None:
    """Say how the duties of the United States on all goods of ``origin`` followed each other."""
    view, sides = page.desk.view, us_sides(origin)
    customs = customs_place(view, origin.id)
    found = duties.wide_findings(view, USA, customs)
    past = [d for d in found if d.values["state"] != SCHEDULED and "since" in d.values]
    steps = duties.duty_steps(view, place=USA, counterpart=customs, since=2025)
    with page.paragraph("sequence"):
        if 1 < len(past) <= SHORT_PATH:
            name = "path_general" if origin.id in SECOND_COLUMN else "path"
            page.say(f"tariffs.{name}", list=_path(page, past), s=steps, **sides)
        elif past[1:]:
            page.say("tariffs.path_long", s=steps, **sides)
            _say_own_rates(page, origin, past)
        _say_reliefs(page, origin, past)
        _say_emergency(page, origin, past)
        _say_ahead(page, origin, customs)
    tables.wide_table(page, sides["principal"], origin, found)
    if not view.measured(USA, duty_rates.EFFECTIVE, customs):
        tables.spans_chart(page, sides["principal"], origin, past)


def _path(page: Page, past: Sequence[Finding]) -> Phrase | None:
    return page.listed([_spell(page, duty) for duty in past]) if past else None


def _spell(page: Page, duty: Finding) -> Phrase:
    name = "spell_closed" if "until" in duty.values else "spell_open"
    basis, section = given(duty, "legal_basis"), given(duty, "section")
    return filled(page, f"tariffs.{name}{'' if basis else '_bare'}", d=duty, b=basis, n=section)


def _say_own_rates(page: Page, origin: Place, past: Sequence[Finding]) -> None:
    sides = us_sides(origin)
    page.say(
        "tariffs.path_start", d=past[0], b=given(past[0], "legal_basis"), law=law(page, past[0]),
        **sides,
    )  # fmt: skip
    own = [d for d in past if not d.values["general"] and "until" in d.values]
    if not own:
        return
    longest = max(own, key=lambda d: float(d.get_value("days")))
    page.say("tariffs.path_own", d=longest, b=given(longest, "legal_basis"), **sides)
    brief = [d for d in own if float(d.get_value("days")) <= BRIEF]
    if brief:
        page.say("tariffs.path_brief", d=max(brief, key=lambda d: d.number), **sides)


def _say_reliefs(page: Page, origin: Place, past: Sequence[Finding]) -> None:
    """Say what freed goods of a place by name from a duty that has ended."""
    own = {str(d.values["act"]): d for d in past if not d.values["general"] and "until" in d.values}
    for act, duty in own.items():
        relief = duties.own_relief(page.desk.view, place=USA, counterpart=duty.counterpart, act=act)
        page.say(
            "tariffs.own_relief", key=f"relief_{act}", x=relief, b=given(relief, "legal_basis"),
            u=given(relief, "until"), **us_sides(origin),
        )  # fmt: skip


def _say_emergency(page: Page, origin: Place, past: Sequence[Finding]) -> None:
    view, sides = page.desk.view, us_sides(origin)
    if not any(str(duty.values["act"]).startswith(EMERGENCY) for duty in past):
        return
    end = duties.register_event(view, place=USA, counterpart="", text="every IEEPA duty ended")
    page.say("tariffs.emergency_end", e=given(end, "legal_basis"), **sides)
    farm = duty_rates.exposure(view, place=USA, counterpart=origin.id, chapters=FARM)
    if end and farm and farm.number >= LEAST_FARM:
        found = (duties.wide_relief(view, place=USA, position=n) for n in range(MOST_RELIEFS))
        acts = {duty.values["act"] for duty in past}
        reliefs = [
            relief
            for relief in found
            if relief and "farm" in str(relief.values["goods"]) and relief.values["act"] in acts
        ]
        page.say("tariffs.reliefs", x=reliefs[-1] if reliefs else None, farm=farm, **sides)


def _say_ahead(page: Page, origin: Place, customs: str) -> None:
    view, sides = page.desk.view, us_sides(origin)
    summary = duties.listed_summary(view, place=USA, counterpart=customs)
    coming = [
        *duties.wide_findings(view, USA, customs, SCHEDULED),
        *duties.listed_findings(view, USA, customs, SCHEDULED),
    ]
    coming.sort(key=lambda d: str(d.values["since"]))
    more = summary if summary and float(summary.get_value("ahead")) > 1 else None
    for duty in coming[:1]:
        name = "ahead" if "ground" in duty.values else "ahead_own"
        page.say(f"tariffs.{name}", d=duty, r=rate(page, duty), s=more, **sides)
    for duty in duties.listed_findings(view, USA, customs, "due")[:1]:
        page.say("tariffs.due", d=duty, r=rate(page, duty), **sides)
