"""Climate and disaster: losses as far as a free record counts them, and what is exposed."""

from __future__ import annotations

from typing import Final

from countrydesk.analysis import hazards, levels
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.registry import passage

NEAR, FAR = 10, 20
WORSE: Final = 5
STRONG: Final = 6.0
LOW_LAND: Final = 50
MANY_FARMERS, FEW_FARMERS = 30, 5
INDEX, FARMERS, OUTPUT = "nd_gain", "agriculture_employment", "agriculture_share"
ELEVATION, COAST = "mean_elevation", "coastline"


@passage
def disaster_losses(page: Page) -> None:
    """Deaths in earthquakes over ten and twenty years; what no free release counts."""
    view, place = page.desk.view, page.desk.partner.id
    far = hazards.quake_deaths(view, place=place, years=FAR)
    worst = hazards.worst_quake(view, place=place)
    with page.paragraph("losses"):
        if far is not None and worst is not None:
            _say_quakes(page, far, worst)
        elif worst is not None:
            span = hazards.no_quake(view, place=place, years=FAR)
            page.say("crises_climate.quakes_old", l=worst, n=span)
        else:
            missing = levels.absence(view, place=place, indicator=hazards.DEATHS)
            page.say("crises_climate.quakes_none", a=missing)
        if worst is not None and worst.number > WORSE * _level(far, worst):
            page.say("crises_climate.quakes_worst", l=worst)
        strongest = hazards.strongest_quake(view, place=place, years=FAR)
        if far is not None and strongest and strongest.number >= STRONG:
            page.say("crises_climate.strongest", m=strongest)
        page.say("crises_climate.others", kind=SentenceKind.NOTE)


def _level(far: Finding | None, worst: Finding) -> float:
    """Return what the deadliest earthquake is measured against: these years, or the last one."""
    return far.number if far is not None else float(worst.get_value("last"))


def _say_quakes(page: Page, far: Finding, worst: Finding) -> None:
    near = hazards.quake_deaths(page.desk.view, place=page.desk.partner.id, years=NEAR)
    several = far if float(far.get_value("n")) > 1 else None
    fewer = near if near is not None and near.number < far.number else None
    page.say(
        "crises_climate.quakes",
        t=far,
        u=worst,
        d=fewer,
        w=several if fewer else None,
        x=None if fewer else several,
    )
    if far.values["whole"] and float(far.get_value("worst")) > far.number / 2:
        page.say("crises_climate.quakes_whole", t=far)


@passage
def climate_vulnerability(page: Page) -> None:
    """A score where one may be shown; low land and farm work as what is exposed."""
    desk = page.desk
    with page.paragraph("exposure"):
        if not page.state(INDEX):
            missing = levels.absence(desk.view, place=desk.partner.id, indicator=INDEX)
            page.say("crises_climate.no_index", a=missing)
        land, coast = desk.level(ELEVATION), desk.level(COAST)
        if land is not None and land.number <= LOW_LAND:
            page.say("crises_climate.low", e=land, c=coast if coast and coast.number else None)
        _say_farms(page)


def _say_farms(page: Page) -> None:
    desk = page.desk
    farmers = desk.level(FARMERS)
    if farmers is None:
        missing = levels.absence(desk.view, place=desk.partner.id, indicator=FARMERS)
        page.say("crises_climate.farms_missing", a=missing)
        page.say("crises_climate.farms_gdp", s=desk.level(OUTPUT))
        return
    rank = desk.rank(FARMERS)
    near_top = rank if rank is not None and rank.number <= WORSE else None
    gap = None if near_top else desk.gap(FARMERS)
    if farmers.number >= MANY_FARMERS:
        top = near_top if near_top is not None and near_top.number == 1 else None
        page.say(
            "crises_climate.farms_many",
            key="farms",
            f=farmers,
            r=None if top else near_top,
            q=top,
            g=gap,
        )
    else:
        name = "farms_few" if farmers.number < FEW_FARMERS else "farms_some"
        page.say(f"crises_climate.{name}", key="farms", f=farmers, g=desk.gap(FARMERS))
