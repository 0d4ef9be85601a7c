"""Climate and environment: emissions, electricity, forests and water, air and agreements."""

from __future__ import annotations

from collections.abc import Iterable

from countrydesk.analysis import compare, levels, lists, sides, weight
from countrydesk.analysis.environment import (
    FOSSIL,
    clean_power,
    growth_rank,
    mix,
    power_source,
    water_use,
)
from countrydesk.analysis.finding import Finding
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.exhibits import Datum, series_chart
from countrydesk.paper.passages.ranks import position
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Phrase

NOTE = SentenceKind.NOTE
DECADE, LONG = 10, 30
EXTREME = 25
TRADED_CARBON = 1.15
LEAST_INTENSITY = 8.0
SMALL_CHANGE, DISAGREE = 0.5, 0.15
LEAST_PLANTED, LEAST_SALT = 0.2, 0.05
LARGE_LAND = 1000
SHARES_SAID = 3
NEARLY_NONE = 2.0
CLEAN_TOP = 40
LOW_SUMMIT = 150
THIRSTY = 35
FULL_ACCESS = 99.0
PARIS = "Climate Change-Paris"
EXPECTED = (
    "co2_per_person", "co2_total", "electricity_per_person", "electricity_access", "forest_share",
    "water_withdrawal", "renewable_water_per_person", "particulate_matter",
)  # fmt: skip


@passage
def emissions(page: Page) -> None:
    """Carbon dioxide per person and in all, how it moved, by consumption, and a second count."""
    with page.paragraph("emissions"):
        _per_person(page)
        _total(page)
        _consumed(page)
        _intensity(page)
        _second_count(page)
    series_chart(page, "co2_per_person")


def _per_person(page: Page) -> None:
    desk = page.desk
    page.say(
        "environment.per_person", c=desk.level("co2_per_person"), g=desk.gap("co2_per_person"),
        r=position(page, desk.rank("co2_per_person")),
    )  # fmt: skip


def _total(page: Page) -> None:
    desk = page.desk
    total = desk.level("co2_total")
    share = compare.world_share(desk.view, place=desk.partner.id, indicator="co2_total")
    if share and share.number >= 0.01:
        page.say("environment.total", t=total, w=share)
    else:
        page.say("environment.total_plain", t=total)
    grown = growth_rank(desk.view, place=desk.partner.id, indicator="co2_total", years=DECADE)
    page.say(f"environment.{_growth_name(grown)}", g=grown)


def _growth_name(grown: Finding | None) -> str:
    """Return which sentence fits: an extreme is said with its rank, the rest with the change."""
    if grown is None or not grown.number:
        return "changed"
    way, rank = ("risen", "rank") if grown.number > 0 else ("fallen", "from_bottom")
    place = int(float(grown.get_value(rank)))
    if place > EXTREME:
        return "changed"
    return f"{way}_first" if place == 1 else f"{way}_top"


def _consumed(page: Page) -> None:
    desk = page.desk
    both = weight.two_series(
        desk.view, place=desk.partner.id, first="co2_consumption", second="co2_total"
    )
    if both is None:
        return
    if both.number >= TRADED_CARBON:
        page.say("environment.imported", x=both)
    elif both.number <= 1 / TRADED_CARBON:
        page.say("environment.exported", x=both)


def _intensity(page: Page) -> None:
    change = page.desk.change("co2_intensity")
    large = change is not None and abs(float(change.values.get("relative", 0))) >= LEAST_INTENSITY
    page.say("environment.intensity", i=change if large else None)


def _second_count(page: Page) -> None:
    """Say the second source's figure where it is far from the first, or alone."""
    desk = page.desk
    first, second = desk.level("co2_total"), desk.level("co2_energy_factbook")
    if second is None:
        return
    apart = first is None or abs(second.number / first.number - 1) >= DISAGREE
    page.say("environment.factbook", f=second if apart else None)


# -- electricity -----------------------------------------------------------------------------------


@passage
def energy_mix(page: Page) -> None:
    """What electricity is made from, how clean it is, and how much there is."""
    desk = page.desk
    sources = _sources(desk)
    with page.paragraph("electricity"):
        if sources:
            _mix(page, sources)
            _clean(page)
        else:
            page.say("environment.no_mix", a=levels.absence(
                desk.view, place=desk.partner.id, indicator=FOSSIL))  # fmt: skip
        reactors = desk.level("nuclear_reactors")
        page.say("environment.reactors", n=reactors if reactors and reactors.value else None)
        page.state("electricity_per_person")
        _border_power(page)
        access = desk.level("electricity_access")
        short = access is not None and access.number < FULL_ACCESS
        page.say(
            "environment.access", a=access if short else None,
            r=position(page, desk.rank("electricity_access")),
        )  # fmt: skip
    _mix_chart(page)


def _sources(desk: Desk) -> list[Finding]:
    found = (
        power_source(desk.view, place=desk.partner.id, position=at)
        for at in range(1, SHARES_SAID + 2)
    )
    return [item for item in found if item]


def _source_name(page: Page, finding: Finding) -> Phrase:
    return Phrase((page.desk.lexicon.template(f"environment.{finding.indicator}"),), ())


def _mix(page: Page, sources: list[Finding]) -> None:
    first, rest = sources[0], [e for e in sources[1:] if e.number >= 1]
    if float(first.get_value("n")) == 1:
        page.say("environment.only", e=first, source=_source_name(page, first))
        return
    items = [
        page.phrase("environment.item", e=e, source=_source_name(page, e), key=e.indicator)
        for e in rest[:SHARES_SAID]
    ]
    kept = [item for item in items if item]
    page.say(
        "environment.first", e=first, source=_source_name(page, first),
        items=page.listed(kept) if kept else None,
    )  # fmt: skip
    _notable_source(page, sources)


def _notable_source(page: Page, sources: Iterable[Finding]) -> None:
    """Say the first source's rank where it is high; fossil fuels are ranked by what is left."""
    first = next(iter(sources))
    if first.indicator == FOSSIL or float(first.get_value("rank")) > 10:
        return
    name = "rank_first" if first.get_value("rank") == 1 else "rank"
    page.say(f"environment.{name}", e=first, source=_source_name(page, first))


def _clean(page: Page) -> None:
    found = clean_power(page.desk.view, place=page.desk.partner.id)
    if found is None:
        return
    name = "clean_plain"
    if found.number < NEARLY_NONE:
        name = "clean_none"
    elif float(found.get_value("rank")) <= CLEAN_TOP:
        name = "clean"
    page.say(f"environment.{name}", c=found)


def _border_power(page: Page) -> None:
    desk = page.desk
    both = sides.pair_gap(
        desk.view, place=desk.partner.id, first="electricity_exports",
        second="electricity_imports",
    )  # fmt: skip
    if both and max(float(both.get_value("first_value")), float(both.get_value("second_value"))):
        page.say("environment.bought", x=both)


def _mix_chart(page: Page) -> None:
    desk = page.desk
    found = mix(desk.view, desk.partner.id)
    if len(found) < 2:
        return
    names = {item.indicator: desk.lexicon.template(f"environment.{item.indicator}")
        for item in found}  # fmt: skip
    data: list[Datum] = [
        {"label": desk.grammar.capital(names[item.indicator]), "value": item.number}
        for item in found
    ]
    year = found[0].period.text
    page.exhibit(
        "chart_mix", "bars",
        desk.chart_text("environment.chart_mix", year=year),
        desk.chart_text(
            "environment.chart_mix_alt", year=year, first=names[found[0].indicator],
            share=desk.amount(found[0]),
        ),
        data, found, x_title=desk.unit_name(FOSSIL),
    )  # fmt: skip


# -- forest and water ------------------------------------------------------------------------------


@passage
def forests_and_water(page: Page) -> None:
    """Forest and what became of it; water taken against water renewed."""
    with page.paragraph("forest"):
        _forest(page)
    with page.paragraph("water"):
        _water(page)


def _forest(page: Page) -> None:
    desk = page.desk
    share = desk.level("forest_share")
    if share is not None and _is_doubtful(desk, share):
        page.say("environment.forest_zero", f=share)
    else:
        page.say("environment.forest", f=share, r=position(page, desk.rank("forest_share")))
    for years in (LONG, DECADE):
        moved = growth_rank(desk.view, place=desk.partner.id, indicator="forest_area", years=years)
        if moved:
            _forest_moved(page, moved)
            break
    planted = weight.two_series(
        desk.view, place=desk.partner.id, first="planted_forest_area", second="forest_area"
    )
    notable = planted is not None and planted.number >= LEAST_PLANTED
    page.say("environment.planted", p=planted if notable else None)


def _is_doubtful(desk: Desk, share: Finding) -> bool:
    """Whether no forest at all is printed for a large land by one source alone."""
    land = desk.level("area_total")
    alone = desk.level("forest_area") is None
    return share.number == 0 and alone and land is not None and land.number > LARGE_LAND


def _forest_moved(page: Page, moved: Finding) -> None:
    if abs(moved.number) < SMALL_CHANGE:
        page.say("environment.forest_still", x=moved)
        return
    grown = moved.number > 0
    place = float(moved.get_value("rank" if grown else "from_bottom"))
    page.say(
        f"environment.{'forest_gained' if grown else 'forest_lost'}", x=moved,
        y=moved if place <= EXTREME else None,
    )  # fmt: skip


def _water(page: Page) -> None:
    desk = page.desk
    use = water_use(desk.view, place=desk.partner.id)
    high = use is not None and float(use.get_value("rank")) <= THIRSTY
    page.say(f"environment.{'water_high' if high else 'water'}", u=use)
    page.say("environment.farms", s=desk.level("water_share_agriculture"))
    page.say(
        "environment.per_head", w=desk.level("renewable_water_per_person"),
        r=position(page, desk.rank("renewable_water_per_person")),
    )  # fmt: skip
    salt = weight.two_series(
        desk.view, place=desk.partner.id, first="desalinated_water", second="water_withdrawal"
    )
    notable = salt is not None and LEAST_SALT <= salt.number <= 1
    page.say("environment.salt", d=salt if notable else None)


# -- risk ------------------------------------------------------------------------------------------


@passage
def environmental_risk(page: Page) -> None:
    """Air, low land, waste, agreements; what is not recorded of joint projects."""
    desk = page.desk
    with page.paragraph("risk"):
        _low_land(page)
        page.say(
            "environment.air", a=desk.level("particulate_matter"),
            r=position(page, desk.rank("particulate_matter")),
        )  # fmt: skip
        waste = desk.level("waste_recycled_share")
        page.say(
            "environment.waste", w=waste if waste and waste.number > 0 else None,
            r=position(page, desk.rank("waste_recycled_share")),
        )  # fmt: skip
        _treaties(page)
        page.absent(*EXPECTED)
        page.say("environment.no_projects", kind=NOTE)


def _low_land(page: Page) -> None:
    desk = page.desk
    summit = desk.level("highest_point")
    if summit and summit.number <= LOW_SUMMIT:
        page.say("environment.low_land", h=summit)


def _treaties(page: Page) -> None:
    desk = page.desk
    party = _with_status(desk, "party")
    signed = [s for s in _with_status(desk, "signed") if not str(s.value).startswith(PARIS)]
    if not party:
        page.say("environment.no_treaties", a=levels.absence(
            desk.view, place=desk.partner.id, indicator="environmental_agreement"))  # fmt: skip
        return
    items: Binding = page.listed(signed) if signed else None
    page.say("environment.treaties", p=party[0], items=items)


def _with_status(desk: Desk, status: str) -> list[Finding]:
    most = 1 if status == "party" else 6
    found = (
        lists.entry_with(
            desk.view,
            place=desk.partner.id,
            indicator="environmental_agreement",
            status=status,
            position=at,
        )
        for at in range(1, most + 1)
    )
    return [item for item in found if item]
