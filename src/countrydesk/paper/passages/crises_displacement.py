"""Displacement in both directions: who is sheltered, who is displaced inside, who has left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from countrydesk.analysis import displacement, levels
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.trend import yearly
from countrydesk.paper.page import Page
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase
from countrydesk.places import registry

SPAN = 5
MOST_PARTNERS = 5
NAMED_AFTER = 2
NEARLY_ALL = 60
FEW = 100
LEAST_SHARE = 0.005
WORTH_A_TABLE, WORTH_A_CHART = 1000, 20000
MULTIPLE = 2.0
SMALL_SHARE = 0.1
MATERIAL = 0.05
STATELESS_WORTH = 5000
NOT_COVERED: Final = frozenset({"TWN"})
GAP_HOST, PENDING = "USA", "asylum_seekers"
FIRST_CHARTED = 2000


@passage
def displaced_in(page: Page) -> None:
    """Displaced people from abroad by category and origin; those displaced inside."""
    found = _displaced(page, "in")
    with page.paragraph("sheltered"):
        if _say_uncovered(page):
            return
        if found is None:
            page.say("crises_displacement.in_none", a=_absent(page, "refugees_hosted"))
        elif not found.number:
            page.say("crises_displacement.in_zero", d=found)
        else:
            _say_sheltered(page, found)
        page.beside("refugees_hosted")
    with page.paragraph("inside"):
        _say_inside(page)
    if found is not None:
        _table(page, found, "in")
        _chart(page, found)


@passage
def displaced_out(page: Page) -> None:
    """Displaced people from the partner abroad, by category and host, and how sure the count is."""
    if _place(page) in NOT_COVERED or _place(page) in displacement.FILED_UNDER:
        return
    found = _displaced(page, "out")
    with page.paragraph("abroad"):
        if found is None:
            page.say("crises_displacement.out_none", a=_absent(page, "refugees_from"))
        elif not found.number:
            page.say("crises_displacement.out_zero", d=found)
        elif found.number < FEW:
            page.say("crises_displacement.out_few", d=found)
        else:
            _say_abroad(page, found)
    if found is not None:
        _table(page, found, "out")


def _place(page: Page) -> str:
    return page.desk.partner.id


def _displaced(page: Page, side: str, until: int = 9999) -> Finding | None:
    view = page.desk.view
    return displacement.displaced(view, place=_place(page), side=side, years=SPAN, until=until)


def _absent(page: Page, indicator: str) -> Finding | None:
    return levels.absence(page.desk.view, place=_place(page), indicator=indicator)


def _say_uncovered(page: Page) -> bool:
    """Say that the source counts the partner within another state or not at all."""
    missing = _absent(page, "refugees_from")
    if _place(page) in NOT_COVERED:
        return page.say("crises_displacement.not_covered", a=missing)
    other = displacement.FILED_UNDER.get(_place(page))
    if other is None:
        return False
    return page.say("crises_displacement.filed", other=registry().get(other), a=missing)


def _parts(page: Page, found: Finding) -> Phrase:
    """Return the categories that have anybody, each with its number."""
    named = [
        page.phrase(f"crises_displacement.n_{name}", d=found)
        for name in displacement.CATEGORIES
        if float(found.values.get(name, 0))
    ]
    return page.listed([item for item in named if item])


def _kinds(found: Finding) -> int:
    return sum(1 for name in displacement.CATEGORIES if float(found.values.get(name, 0)))


# -- sheltered here ------------------------------------------------------------------------------


def _say_sheltered(page: Page, found: Finding) -> None:
    name = "in_total" if _kinds(found) > 1 else "in_one"
    page.say(f"crises_displacement.{name}", key="in_total", d=found, parts=_parts(page, found))
    _say_growth(page, found)
    rank = displacement.displaced_rank(page.desk.view, place=_place(page), side="in")
    if rank is not None and rank.number == 1:
        share = rank if float(rank.values.get("share", 0)) < 100 else None
        page.say("crises_displacement.in_rank_top", key="in_rank", r=rank, s=share)
    elif rank is not None and rank.number == 2:
        page.say("crises_displacement.in_rank", r=rank)
    _say_origins(page)


def _say_growth(page: Page, found: Finding) -> None:
    if "of_people" not in found.values:
        return
    based = "relative" in found.values and float(found.get_value("base")) >= FEW
    if float(found.get_value("of_people")) < SMALL_SHARE or not based:
        seen = found if float(found.get_value("of_people")) >= LEAST_SHARE else None
        page.say("crises_displacement.in_small", x=seen, y=found if based else None)
    elif float(found.get_value("ratio")) >= MULTIPLE:
        page.say("crises_displacement.in_multiplied", key="in_growth", x=found)
    else:
        page.say("crises_displacement.in_grown", key="in_growth", x=found)


def _top(page: Page, side: str) -> Iterator[Finding]:
    for position in range(1, MOST_PARTNERS + 1):
        found = displacement.top_partner(
            page.desk.view, place=_place(page), side=side, position=position
        )
        if found is None:
            return
        yield found


def _say_origins(page: Page) -> None:
    top = list(_top(page, "in"))
    if not top:
        return
    first = top[0]
    place = page.desk.place(first)
    if float(first.get_value("share")) >= NEARLY_ALL and _kinds(first) > 1:
        parts = _parts(page, first)
        page.say("crises_displacement.in_origin_most", o=first, c=place, parts=parts)
    else:
        page.say("crises_displacement.in_origin", o=first, c=place, names=_next(page, top))


def _next(page: Page, top: list[Finding]) -> Phrase | None:
    places = [page.desk.place(item) for item in top[1 : 1 + NAMED_AFTER]]
    return page.listed([place for place in places if place]) if len(top) > 1 else None


def _say_inside(page: Page) -> None:
    desk = page.desk
    inside = desk.level("idps")
    if inside is None:
        page.say("crises_displacement.inside_none", a=_absent(page, "idps"))
    elif desk.is_stale(inside):
        page.say("crises_displacement.inside_old", i=inside)
    else:
        change = desk.change("idps", SPAN)
        moved = change if change and "relative" in change.values else None
        many = moved if moved and float(moved.get_value("ratio")) >= MULTIPLE else None
        page.say("crises_displacement.inside", i=inside, x=None if many else moved, z=many)
    page.say("crises_displacement.unrwa", u=desk.level("unrwa_refugees_hosted"))
    stateless = desk.level("stateless")
    if stateless and stateless.number >= STATELESS_WORTH and not desk.is_stale(stateless):
        page.say("crises_displacement.stateless", s=stateless)


# -- gone from here ------------------------------------------------------------------------------


def _say_abroad(page: Page, found: Finding) -> None:
    name = "out_total" if _kinds(found) > 1 else "out_one"
    page.say(f"crises_displacement.{name}", key="out_total", d=found, parts=_parts(page, found))
    gap = _gap(page)
    if gap is not None:
        page.say("crises_displacement.out_gap", g=gap)
        before = _displaced(page, "out", until=found.period.year - 1)
        if before is not None and "relative" in before.values:
            grown = "_multiplied" if float(before.get_value("ratio")) >= MULTIPLE else ""
            page.say(f"crises_displacement.out_before{grown}", key="out_before", x=before)
    elif "relative" in found.values and float(found.get_value("base")) >= FEW:
        many = float(found.get_value("ratio")) >= MULTIPLE
        name = "out_multiplied" if many else "out_grown"
        page.say(f"crises_displacement.{name}", key="out_growth", x=found)
    _say_hosts(page, found)
    _say_principal(page)
    _say_applications(page)


def _gap(page: Page) -> Finding | None:
    """Return the gap in the origins that the United States published, where it matters here."""
    view, place = page.desk.view, _place(page)
    gap = displacement.origin_gap(view, place=place, host=GAP_HOST, indicator=PENDING)
    if gap is None or "base" not in gap.values:
        return None
    before = _displaced(page, "out", until=gap.period.year - 1)
    least = MATERIAL * before.number if before else 0.0
    return gap if float(gap.get_value("base")) > max(least, FEW) else None


def _say_hosts(page: Page, found: Finding) -> None:
    top = list(_top(page, "out"))
    if not top or top[0].period != found.period:
        return
    most = float(top[0].get_value("share")) > 50
    page.say(
        f"crises_displacement.out_host{'' if most else '_other'}",
        key="out_host",
        o=top[0],
        c=page.desk.place(top[0]),
        names=_next(page, top),
    )


def _say_principal(page: Page) -> None:
    desk = page.desk
    found = displacement.partner(
        desk.view, place=_place(page), side="out", counterpart=desk.principal.id
    )
    told = found is not None and float(found.get_value("position")) == 1
    if found is not None and not told and found.number >= FEW:
        page.say("crises_displacement.out_principal", p=found, parts=_parts(page, found))


def _say_applications(page: Page) -> None:
    """Say new claims of the newest year; beside the year before only where the two compare."""
    desk = page.desk
    made, change = (
        desk.level("asylum_applications_from"),
        desk.change("asylum_applications_from", 1),
    )
    if made is None or desk.is_stale(made) or made.number < FEW:
        return
    gap = displacement.origin_gap(
        desk.view, place=_place(page), host=GAP_HOST, indicator="asylum_applications"
    )
    page.say("crises_displacement.out_applications", a=made, x=None if gap else change)


# -- tables and charts ---------------------------------------------------------------------------


def _table(page: Page, found: Finding, side: str) -> None:
    desk = page.desk
    top = list(_top(page, side))
    if found.number < WORTH_A_TABLE or len(top) < 2 or top[0].period != found.period:
        return
    page.table(
        f"displaced_{side}",
        desk.chart_text(f"crises_displacement.table_{side}", year=found.period.text),
        desk.columns(f"crises_displacement.table_{side}_columns"),
        (
            (
                (item, "partner", "place-plain"),
                *((item, name, "exact") for name in displacement.CATEGORIES),
                (item, "value", "exact"),
            )
            for item in top
        ),
        (False, True, True, True, True),
    )


def _chart(page: Page, found: Finding) -> None:
    desk = page.desk
    if found.number < WORTH_A_CHART:
        return
    rows = [
        item
        for name in displacement.CATEGORIES
        for item in yearly(desk.view, _place(page), f"{name}_hosted")
        if item.period.year >= FIRST_CHARTED
    ]
    years = sorted({item.period.year for item in rows})
    names = {name: desk.lexicon.noun(name) for name in displacement.CATEGORIES}
    table = {(item.period.year, item.indicator): item.number for item in rows}
    data: list[Datum] = [
        {"x": year, "y": table.get((year, f"{name}_hosted"), 0.0), "series": names[name]}
        for name in displacement.CATEGORIES
        for year in years
    ]
    words = {
        "first": str(years[0]),
        "last": str(years[-1]),
        "end": desk.grammar.number(found.number, "persons", 0),
    }
    page.exhibit(
        "displaced_in",
        "stack",
        desk.chart_text("crises_displacement.chart_in", **words),
        desk.chart_text("crises_displacement.chart_in_alt", **words),
        data,
        rows,
        y_title=desk.unit_name("refugees_hosted"),
    )
