"""Social ties: migrants both ways, people sheltered by the other side, students and exchange."""

from __future__ import annotations

from typing import Any

from countrydesk.analysis import (
    displacement,
    levels,
    migration,
    months,
    study_visas,
    visa_rules,
)
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import given
from countrydesk.paper.passages.duty_tables import USA
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term
from countrydesk.places import Place, registry

Sides = dict[str, Any]
NOTE = SentenceKind.NOTE
SINCE = 2010
EVEN, MULTIPLE, SMALL = 1.1, 2.0, 10.0
LEAST_SHARE = 1.0
ROUNDED, OLD_YEARS = 5, 5
FAR_RANK = 20
STILL = 0.15
LEAST_CHART = 5
LEAST_MONTHS, STEADY = 30, 3.0
TOP_SENDERS = 25
FEW = 10
APART_MIX = 15.0
FREE_OF_VISA = frozenset({"CAN", "FSM", "MHL", "PLW"})
UNCOUNTED = frozenset({"TWN"})


# -- migrants --------------------------------------------------------------------------------------


@passage
def migration_flows(page: Page) -> None:
    """Who came and who left, what has changed, and who sought protection on the other side."""
    with page.paragraph("stocks"):
        _say_balance(page)
        _say_growth(page)
        _say_weight(page)
        _say_net(page)
        page.absent("immigrants", "emigrants", "net_migration_rate")
    with page.paragraph("protection"):
        _say_protection(page)
    _stock_chart(page)


def _say_balance(page: Page) -> None:
    found = migration.migrant_balance(page.desk.view, place=page.desk.partner.id)
    if found is None:
        return
    even = float(found.get_value("factor")) < EVEN
    name = "even" if even else "in_more" if found.number > 0 else "out_more"
    turned = None if even else given(found, "turned")
    page.say(f"social.{name}", key="balance", b=found, t=turned)


def _say_growth(page: Page) -> None:
    found = migration.migrant_growth(page.desk.view, place=page.desk.partner.id, since=SINCE)
    if found is None:
        return
    ratio, relative = float(found.get_value("ratio")), float(found.get_value("relative"))
    name = "growth_still"
    if ratio >= MULTIPLE:
        name = "growth_multiple"
    elif abs(relative) >= SMALL:
        name = "growth" if relative > 0 else "growth_fall"
    page.say(f"social.{name}", key="growth", g=found, t=Term(found.indicator))


def _say_weight(page: Page) -> None:
    """Say the share of immigrants or of emigrants where few states have one as high, or as low."""
    desk = page.desk
    for name in ("immigrant_share", "emigrant_share"):
        rank, level = desk.rank(name, "world"), desk.level(name)
        if rank is None or level is None or desk.is_stale(level):
            continue
        if rank.number <= FAR_RANK:
            place = "first" if rank.number == 1 else "high"
            page.say(f"social.{name}_{place}", key=name, r=rank, v=level)
        elif float(rank.get_value("from_bottom")) <= FAR_RANK and name == "immigrant_share":
            page.say("social.immigrant_share_low", key=name, r=rank, v=level)


def _say_net(page: Page) -> None:
    desk = page.desk
    rate = desk.level("net_migration_rate")
    if rate is None:
        return
    name = "net_still" if abs(rate.number) < STILL else "net_in" if rate.number > 0 else "net_out"
    rank = desk.rank("net_migration_rate", "world")
    first, far = _ends(rank, "value" if rate.number > 0 else "from_bottom")
    page.say(f"social.{name}", key="net", n=rate, r=far, q=first)


def _ends(rank: Finding | None, side: str) -> tuple[Finding | None, Finding | None]:
    """Return a rank as the first of its side, and as one of the next; both None elsewhere."""
    if rank is None:
        return None, None
    at = rank.number if side == "value" else float(rank.get_value(side))
    return (rank if at == 1 else None), (rank if 1 < at <= FAR_RANK else None)


def _say_protection(page: Page) -> None:
    """Say how many of each side the other shelters, as UNHCR counts them."""
    desk = page.desk
    one, two = desk.partner, desk.principal
    if {one.id, two.id} & (UNCOUNTED | set(displacement.FILED_UNDER)):
        return
    out = displacement.partner(desk.view, place=one.id, side="out", counterpart=two.id)
    back = displacement.partner(desk.view, place=one.id, side="in", counterpart=two.id)
    out, back = _some(page, out), _some(page, back)
    _say_sides(page, out, back)
    if out:
        gap = displacement.origin_gap(
            desk.view, place=one.id, host=two.id, indicator="asylum_seekers"
        )
        page.say("social.protection_gap", g=gap)


def _say_sides(page: Page, out: Finding | None, back: Finding | None) -> None:
    desk = page.desk
    if out and back:
        page.say("social.protection_both", o=out, i=back)
    elif out:
        page.say(f"social.{_host_name(out)}", key="protection", p=out)
    elif back:
        page.say("social.protection_in", key="protection", p=back)
    else:
        none = levels.absence(
            desk.view,
            place=desk.principal.id,
            indicator=displacement.CATEGORIES[0],
            counterpart=desk.partner.id,
        )
        page.say("social.protection_none", a=none)
        zero = levels.level(
            desk.view, place=desk.principal.id, indicator=displacement.CATEGORIES[0],
            counterpart=desk.partner.id, period="",
        )  # fmt: skip
        page.say("social.protection_zero", z=zero if zero and not zero.value else None)


def _host_name(found: Finding) -> str:
    """Return which sentence fits the part of all displaced people that one host has."""
    if found.number <= ROUNDED:
        return "protection_few"
    if found.values["position"] == 1:
        return "protection_first"
    large = float(found.get_value("share")) >= LEAST_SHARE
    return "protection_out" if large else "protection_small"


def _some(page: Page, found: Finding | None) -> Finding | None:
    """Return a count of displaced people that is not nought and not long past."""
    if found is None or found.number <= 0:
        return None
    return found if page.desk.today.year - found.period.year <= OLD_YEARS else None


def _stock_chart(page: Page) -> None:
    desk = page.desk
    table = migration.stocks(desk.view, desk.partner.id)
    if len(table) < LEAST_CHART:
        return
    names = [desk.chart_text(f"social.chart_{name}") for name in ("immigrants", "emigrants")]
    used = [item for pair in table.values() for item in pair]
    data: list[Datum] = [
        {"x": year, "y": item.number, "series": name}
        for year, pair in table.items()
        for item, name in zip(pair, names, strict=True)
    ]
    inside, abroad = table[max(table)]
    words = {"first": str(min(table)), "last": str(max(table)),
        "inside": desk.amount(inside), "abroad": desk.amount(abroad)}  # fmt: skip
    page.exhibit(
        "migrants", "trend", desk.chart_text("social.chart_stocks", **words),
        desk.chart_text("social.chart_stocks_alt", **words), data, used,
        y_title=desk.unit_name("immigrants"), highlight=names[0],
    )  # fmt: skip


# -- students and exchange -------------------------------------------------------------------------


@passage
def students_and_visas(page: Page) -> None:
    """Who came to study or on exchange; where that is not counted, how open the door is."""
    desk = page.desk
    with page.paragraph("students"):
        if desk.principal.id == USA:
            _say_students(page, desk.partner)
            return
        if desk.partner.id == USA:
            _say_students(page, desk.principal)
            return
        page.say("social.no_students", kind=NOTE)
        _say_door(page)


def _say_students(page: Page, origin: Place) -> None:
    view = page.desk.view
    both: Sides = {"place": origin, "principal": registry().get(USA)}
    found = study_visas.study_visas(view, place=USA, counterpart=origin.id)
    if found is None:
        none = levels.absence(view, place=USA, indicator=study_visas.STUDY, counterpart=origin.id)
        page.say("social.students_none", a=none, **both)
        return
    if not found.value:
        page.say("social.students_zero", s=found, **both)
    elif found.number < FEW:
        page.say("social.students_few", s=found, **both)
    else:
        rank = float(found.get_value("rank"))
        top = found if 1 < rank <= TOP_SENDERS else None
        page.say("social.students", s=found, k=top, q=found if rank == 1 else None, **both)
    if origin.id in FREE_OF_VISA:
        page.say("social.students_exempt", kind=NOTE, **both)
        return
    if found.number >= FEW:
        _say_student_weight(page, origin, found)
        _say_student_months(page, origin)
    page.say("social.students_limit", kind=NOTE, **both)


def _say_student_weight(page: Page, origin: Place, found: Finding) -> None:
    both: Sides = {"place": origin, "principal": registry().get(USA)}
    mix = float(found.get_value("exchange_share")) - float(found.values.get("world_exchange", 0))
    if "world_exchange" in found.values and abs(mix) >= APART_MIX:
        page.say(f"social.mix_{'exchange' if mix > 0 else 'study'}", key="mix", s=found, **both)
    rate = study_visas.study_visas_per_head(page.desk.view, place=USA, counterpart=origin.id)
    if rate is None:
        return
    ratio = rate.number / float(rate.get_value("median"))
    name = "high" if ratio >= MULTIPLE else "low" if ratio <= 1 / MULTIPLE else "middle"
    page.say(f"social.per_head_{name}", key="per_head", p=rate, **both)


def _say_student_months(page: Page, origin: Place) -> None:
    both: Sides = {"place": origin, "principal": registry().get(USA)}
    study, exchange = (
        months.months_compared(
            page.desk.view, place=USA, indicator=f"{name}_month", counterpart=origin.id
        )
        for name in (study_visas.STUDY, study_visas.EXCHANGE)
    )
    study, exchange = _enough(study), _enough(exchange)
    if study and exchange and study.period != exchange.period:
        exchange = None
    if study and exchange:
        page.say("social.months_both", key="months", m=study, x=exchange, **both)
    elif study or exchange:
        name = "study" if study else "exchange"
        page.say(f"social.months_{name}", key="months", m=study or exchange, **both)


def _enough(found: Finding | None) -> Finding | None:
    if found is None or float(found.get_value("base")) < LEAST_MONTHS:
        return None
    return found if abs(float(found.get_value("relative"))) >= STEADY else None


def _say_door(page: Page) -> None:
    """Say how open each side's border is to the other's passport, and the principal's in all."""
    desk = page.desk
    terms = visa_rules.visa_terms(desk.view, place=desk.partner.id, counterpart=desk.principal.id)
    even = terms is not None and terms.value == "even"
    page.say(f"social.door_{'even' if even else 'uneven'}", key="door", d=terms)
    width = visa_rules.border_openness(
        desk.view, place=desk.principal.id, item_from=desk.partner.id
    )
    if width:
        inside = str(width.values["rule"]) in visa_rules.OPEN
        page.say(f"social.door_{'among' if inside else 'not_among'}", key="width", w=width)
