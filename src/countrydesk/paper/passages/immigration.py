"""Immigration report: visas by class, asylum both ways, money sent home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countrydesk.analysis import (
    asylum,
    compare,
    counterparts,
    displacement,
    levels,
    months,
    trend,
    visa_classes,
)
from countrydesk.analysis import (
    remittances as money,
)
from countrydesk.analysis.finding import Finding, Scalar
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.bindings import caption, given, say_from, standing
from countrydesk.paper.passages.duty_tables import USA
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term
from countrydesk.places import Place, registry

TOTAL, SETTLED = "visas_nonimmigrant", "visas_immigrant"
APPLICATIONS = asylum.APPLICATIONS
MANY = 10
HALF = 50.0
WHOLE = 100.0
LEAST_SETTLED = 20
STEADY = 3.0
ABOUT = 0.1
LEAST_MONTHS = 30
LEAST_CONFLICT = 2.0
LEAST_SHARE = 1.0
ROUNDED = 5
LEAST_CHART = 100
LEAST_YEARS = 5
SMALL_FIELD = 20
NOT_COVERED = frozenset({"TWN"})
Sides = dict[str, Any]


# -- visas -----------------------------------------------------------------------------------------


@passage
def immigration_visas(page: Page) -> None:
    """Visas for a stay and to settle, by class and by month."""
    desk = page.desk
    if desk.principal.id == USA:
        us_visas(page, desk.partner)
        return
    with page.paragraph("visas_missing"):
        page.say("immigration.no_visas", kind=SentenceKind.NOTE)
    if desk.partner.id == USA:
        us_visas(page, desk.principal)


def us_visas(page: Page, origin: Place) -> None:
    """Say which visas the United States issued to nationals of ``origin``."""
    sides: Sides = {"place": origin, "principal": registry().get(USA)}
    with page.paragraph("temporary"):
        _say_temporary(page, origin, sides)
    with page.paragraph("lasting"):
        _say_lasting(page, origin, sides)
    _visa_table(page, origin)
    _month_chart(page, origin)


def _level(page: Page, indicator: str, origin: Place, period: str = "") -> Finding | None:
    return levels.level(
        page.desk.view, place=USA, indicator=indicator, counterpart=origin.id, period=period
    )


def _rank(page: Page, indicator: str, origin: Place) -> Finding | None:
    return counterparts.standing(
        page.desk.view, place=USA, indicator=indicator, counterpart=origin.id
    )


def _say_temporary(page: Page, origin: Place, sides: Sides) -> None:
    total = _level(page, TOTAL, origin)
    if total is None:
        none = levels.absence(page.desk.view, place=USA, indicator=TOTAL, counterpart=origin.id)
        page.say("immigration.temporary_none", a=none, **sides)
        return
    if not total.value:
        page.say("immigration.temporary_zero", v=total, **sides)
        return
    rank = _rank(page, TOTAL, origin)
    frame = page.phrase("immigration.temporary", v=total, **sides)
    page.say(
        f"immigration.temporary_{_place_in_field(rank)}", key="temporary", frame=frame, k=rank,
        **sides,
    )  # fmt: skip
    _say_classes(page, origin, sides)
    _say_months(page, f"{TOTAL}_month", origin, sides)
    other = visa_classes.monthly_sum(
        page.desk.view, place=USA, indicator=TOTAL, counterpart=origin.id
    )
    if other and abs(float(other.get_value("relative"))) >= LEAST_CONFLICT:
        page.say("immigration.conflict", x=other, **sides)
    if origin.id == "CHN":
        page.say("immigration.mainland", kind=SentenceKind.NOTE, **sides)


def _place_in_field(rank: Finding | None) -> str:
    if rank is None:
        return "alone"
    if rank.number == 1:
        return "first"
    if rank.number <= MANY:
        return "top"
    small = float(rank.get_value("n")) - rank.number < SMALL_FIELD
    return "small" if small else "middle"


def _say_classes(page: Page, origin: Place, sides: Sides) -> None:
    view = page.desk.view

    def nth(position: int) -> Finding | None:
        return counterparts.class_top(
            view, place=USA, counterpart=origin.id, whole=TOTAL, position=position,
            indicators=" ".join(visa_classes.TEMPORARY),
        )  # fmt: skip

    first, second = nth(1), nth(2)
    if first is None:
        return
    share = float(first.get_value("share"))
    name = "all_of" if share == WHOLE else "most" if share > HALF else "plural"
    say_from(
        page, f"immigration.{name}", first, key="classes", c=first, t=Term(first.indicator),
        d=second, u=Term(second.indicator) if second else None, **sides,
    )  # fmt: skip
    apart = visa_classes.class_apart(
        view, place=USA, counterpart=origin.id, whole=TOTAL, largest=first.indicator
    )
    page.say(
        "immigration.apart", a=given(apart, "world"), t=Term(apart.indicator) if apart else None,
        **sides,
    )  # fmt: skip


def _say_months(page: Page, indicator: str, origin: Place, sides: Sides) -> None:
    moved = months.months_compared(
        page.desk.view, place=USA, indicator=indicator, counterpart=origin.id
    )
    if moved is None or float(moved.get_value("base")) < LEAST_MONTHS:
        return
    name = "steady" if abs(float(moved.get_value("relative"))) < STEADY else "moved"
    last = _level(page, indicator, origin)
    page.say(f"immigration.months_{name}", key=f"months_{indicator}", m=moved, l=last, **sides)


def _say_lasting(page: Page, origin: Place, sides: Sides) -> None:
    view = page.desk.view
    settled = _level(page, SETTLED, origin)
    if settled is None:
        none = levels.absence(view, place=USA, indicator=SETTLED, counterpart=origin.id)
        page.say("immigration.lasting_none", key="none", a=none, **sides)
        return
    page.say("immigration.lasting", v=settled, k=_rank(page, SETTLED, origin), **sides)
    page.say("immigration.abroad_only", kind=SentenceKind.NOTE, **sides)
    if settled.number < LEAST_SETTLED:
        return
    first = counterparts.class_top(
        view, place=USA, counterpart=origin.id, whole=SETTLED,
        indicators=" ".join(visa_classes.LASTING),
    )  # fmt: skip
    if first is None:
        return
    apart = visa_classes.class_apart(
        view, place=USA, counterpart=origin.id, whole=SETTLED, largest=first.indicator
    )
    page.say(
        "immigration.lasting_class", c=first, t=Term(first.indicator), b=given(apart, "world"),
        s=Term(apart.indicator) if apart else None, **sides,
    )  # fmt: skip
    _say_months(page, f"{SETTLED}_month", origin, sides)


def _visa_table(page: Page, origin: Place) -> None:
    desk = page.desk
    total = _level(page, TOTAL, origin)
    newest = desk.view.find_latest(USA, f"{TOTAL}_month", visa_classes.WORLD)
    if total is None or newest is None:
        return
    month = newest.period.text
    rows: list[list[Cell]] = []
    for whole, classes, label in (
        (TOTAL, visa_classes.TEMPORARY, "all_temporary"),
        (SETTLED, visa_classes.LASTING, "all_lasting"),
    ):
        rows += _class_rows(page, origin, whole, classes, label, month)
    words = {
        "period": desk.grammar.period(total.period),
        "month": desk.grammar.period(newest.period),
    }
    heads = [name.format(**words) for name in desk.columns("immigration.columns_visas")]
    page.table(
        "visas", caption(page, "immigration.table_visas", registry().get(USA), origin, **words),
        heads, rows, numeric=(False, True, True, True, True),
    )  # fmt: skip


def _class_rows(
    page: Page, origin: Place, whole: str, classes: Sequence[str], label: str, month: str
) -> list[list[Cell]]:
    view = page.desk.view
    total = _level(page, whole, origin)
    if total is None:
        return []
    dash = page.desk.lexicon.template("immigration.dash")
    head: list[Cell] = [
        page.desk.lexicon.template(f"immigration.{label}"), (total, "value", "exact"), dash, dash,
        _month_cell(page, whole, origin, month),
    ]  # fmt: skip
    rows = [head]
    for name in classes:
        share = visa_classes.class_share(
            view, place=USA, counterpart=origin.id, indicator=name, whole=whole
        )
        if share is None or share.number < LEAST_SHARE:
            continue
        noun = page.phrase("immigration.class", t=Term(name))
        world: Cell = (share, "world", "percent-1") if "world" in share.values else dash
        rows.append(
            [
                noun or dash, (share, "count", "exact"), (share, "value", "percent-1"), world,
                _month_cell(page, name, origin, month),
            ]
        )  # fmt: skip
    return rows


def _month_cell(page: Page, name: str, origin: Place, month: str) -> Cell:
    found = _level(page, f"{name}_month", origin, month)
    return (found, "value", "exact") if found else page.desk.lexicon.template("immigration.dash")


def _month_chart(page: Page, origin: Place) -> None:
    desk = page.desk
    series = [
        o for o in desk.view.measured(USA, f"{TOTAL}_month", origin.id) if o.value is not None
    ]
    if len(series) < LEAST_YEARS or sum(o.number for o in series) < LEAST_CHART * LEAST_YEARS:
        return
    rows: list[dict[str, Scalar | None]] = [
        {
            "x": o.period.start.year + (o.period.start.month - 1) / 12,
            "y": o.number,
            "series": origin.name,
        }
        for o in series
    ]
    first, last = series[0], series[-1]
    words = {"start": desk.amount(first), "first": desk.grammar.period(first.period),
        "end": desk.amount(last), "last": desk.grammar.period(last.period)}  # fmt: skip
    levier = registry().get(USA)
    page.exhibit(
        "months", "trend", caption(page, "immigration.chart_months", levier, origin),
        caption(page, "immigration.chart_months_alt", levier, origin, **words), rows, series,
        y_title=desk.unit_name(TOTAL), highlight=origin.name,
    )  # fmt: skip


# -- asylum ----------------------------------------------------------------------------------------


@passage
def immigration_asylum(page: Page) -> None:
    """Asylum asked and given, refugees, and the same the other way."""
    desk = page.desk
    host, origin = desk.principal, desk.partner
    if origin.id in displacement.FILED_UNDER:
        under = registry().get(displacement.FILED_UNDER[origin.id])
        page.say("immigration.filed_elsewhere", kind=SentenceKind.NOTE, host=under)
        return
    if origin.id in NOT_COVERED:
        page.say("immigration.not_covered", kind=SentenceKind.NOTE)
        return
    with page.paragraph("asylum"):
        _say_applications(page, host, origin)
        page.say(
            "immigration.outcome",
            o=asylum.asylum_outcome(desk.view, place=host.id, counterpart=origin.id),
        )
    with page.paragraph("sheltered"):
        _say_stocks(page, host, origin)
    _asylum_chart(page, host, origin)


def _year(page: Page, indicator: str, host: Place, origin: Place) -> Finding | None:
    return asylum.asylum_year(
        page.desk.view, place=host.id, counterpart=origin.id, indicator=indicator
    )


def _say_applications(page: Page, host: Place, origin: Place) -> None:
    view = page.desk.view
    found = _year(page, APPLICATIONS, host, origin)
    gap = displacement.origin_gap(view, place=origin.id, host=host.id, indicator=APPLICATIONS)
    if found is None or found.number == 0:
        none = levels.absence(view, place=host.id, indicator=APPLICATIONS, counterpart=origin.id)
        page.say("immigration.asked_none", a=none)
    elif found.number <= ROUNDED:
        page.say("immigration.asked_few", v=found)
    else:
        _say_year(page, found)
    page.say("immigration.gap", g=given(gap, "last"))
    share = asylum.asylum_destination(view, place=host.id, counterpart=origin.id)
    if share and found and found.number > ROUNDED:
        first = share.values["rank"] == 1
        top = registry().get(str(share.values["top"]))
        name = "destination_first" if first else "destination"
        page.say(f"immigration.{name}", s=share, top=top)


def _say_year(page: Page, found: Finding) -> None:
    frame = page.phrase("immigration.asked", v=found)
    top = found if found.values["peak_on"] != found.period.text else None
    before = given(found, "relative")
    record = top is None and float(found.get_value("n")) >= LEAST_YEARS
    if record:
        page.say("immigration.asked_record", key="asked", frame=frame, v=found, b=before)
    else:
        same = top is not None and before and top.values["peak_on"] == before.values["base_period"]
        large = before is not None and float(before.get_value("base")) >= LEAST_MONTHS
        name = "asked_moved" if large else "asked_after" if before else "asked_alone"
        page.say(f"immigration.{name}", key="asked", frame=frame, v=found, p=None if same else top)
    if found.values["cases"]:
        page.say("immigration.cases", kind=SentenceKind.NOTE)


def _say_stocks(page: Page, host: Place, origin: Place) -> None:
    waiting = _year(page, "asylum_seekers", host, origin)
    if waiting and waiting.number > ROUNDED:
        page.say("immigration.pending", q=waiting, y=_moved(waiting))
    refugees = _year(page, "refugees", host, origin)
    if refugees and refugees.number > ROUNDED:
        page.say("immigration.sheltered", r=refugees, y=_moved(refugees))
    back = _year(page, "refugees", origin, host)
    if back and back.number > ROUNDED:
        page.say("immigration.reverse_refugees", r=back)
        return
    seeking = _year(page, "asylum_seekers", origin, host)
    if seeking and seeking.number > ROUNDED:
        page.say("immigration.reverse_seekers", q=seeking)


def _moved(found: Finding) -> Finding | None:
    """Return the finding where the year before is known and another."""
    before = given(found, "base", "relative")
    return before if before and before.values["relative"] else None


def _asylum_chart(page: Page, host: Place, origin: Place) -> None:
    desk = page.desk
    series = asylum.whole_years(desk.view, host.id, APPLICATIONS, origin.id)
    if len(series) < LEAST_YEARS or max(o.number for o in series) < LEAST_CHART:
        return
    rows: list[dict[str, Scalar | None]] = [
        {"x": o.period.year, "y": o.number, "series": origin.name} for o in series
    ]
    first, last = series[0], series[-1]
    words = {"start": desk.amount(first), "first": first.period.text,
        "end": desk.amount(last), "last": last.period.text}  # fmt: skip
    page.exhibit(
        "asylum", "trend", caption(page, "immigration.chart_asylum", host, origin, **words),
        caption(page, "immigration.chart_asylum_alt", host, origin, **words), rows, series,
        y_title=desk.unit_name(APPLICATIONS), highlight=origin.name,
    )  # fmt: skip


# -- money sent home -------------------------------------------------------------------------------


@passage
def remittances(page: Page) -> None:
    """What people abroad send home, and how many live abroad."""
    with page.paragraph("remittances"):
        _say_remittances(page)
    with page.paragraph("stock"):
        abroad = page.desk.level("emigrants")
        page.say("immigration.stock", e=abroad, s=page.desk.level("emigrant_share"))
        if abroad is None:
            page.say("immigration.stock_none", kind=SentenceKind.NOTE)


def _say_remittances(page: Page) -> None:
    desk = page.desk
    now = desk.level(money.REMITTANCES)
    if now is None:
        none = levels.absence(desk.view, place=desk.partner.id, indicator=money.REMITTANCES)
        say_from(page, "immigration.remittances_none", none, a=none)
        return
    if not now.value:
        page.say("immigration.remittances_zero", v=now)
        return
    if desk.is_stale(now):
        frame = page.phrase("immigration.remittances", v=now)
        page.say("immigration.remittances_old", key="remittances", frame=frame)
        return
    rank = desk.rank(money.REMITTANCES)
    gap = compare.gap(desk.view, place=desk.partner.id, indicator=money.REMITTANCES)
    name = standing(rank.value, rank.values["from_bottom"]) if rank and gap else "alone"
    page.say(
        f"immigration.remittances_{name}", key="remittances",
        frame=page.phrase("immigration.remittances", v=now), r=rank, g=gap,
        m=money.remittance_amount(desk.view, place=desk.partner.id),
    )  # fmt: skip
    beside = money.remittances_beside(
        desk.view, place=desk.partner.id, indicator="fdi_inflows_share"
    )
    if beside:
        near = abs(beside.number - 1) < ABOUT
        name = "same" if near else "more" if beside.number > 1 else "less"
        page.say(f"immigration.beside_{name}", b=beside)
    change = trend.change(desk.view, place=desk.partner.id, indicator=money.REMITTANCES, years=2)
    if change and abs(change.number) >= 0.5:
        page.say("immigration.moved", x=change)
    page.say("immigration.no_origin", kind=SentenceKind.NOTE)
