"""Social justice: women in parliament, shares of income, poverty, how evenly power is spread."""

from __future__ import annotations

from countrydesk.analysis import confidence, governance, levels, needs, sides, trend
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.exhibits import strip_chart
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term

COMPARED = ("women_in_parliament", "gini", "poverty_300", "egalitarian_democracy",
    "intimate_partner_violence", "child_marriage")  # fmt: skip
SEATS, SEATS_PAST = "women_in_lower_house", "women_in_parliament"
RICHEST, POOREST = "income_share_highest_tenth", "income_share_lowest_tenth"
POWER, POOR = "egalitarian_democracy", "poverty_national"
JUDGEMENT = SentenceKind.JUDGEMENT
GENERATION, DECADE = 20, 10
LEAST_RISE, LEAST_GAP = 3.0, 3.0
HARM = {"intimate_partner_violence": 25.0, "child_marriage": 20.0}
OLD_YEARS, HALF, LEAST_SPREAD = 8, 50.0, 15.0


@passage
def social_justice(page: Page) -> None:
    """Best and worst beside states of like income; women, income, poverty, power."""
    with page.paragraph("justice"):
        _say_extremes(page)
        _say_women(page)
        _say_income(page)
        _say_power(page)
        _say_harm(page)
        page.absent(SEATS, RICHEST, POWER)
    strip_chart(page, SEATS)


def _weakest(page: Page, position: int) -> Finding | None:
    return needs.weakest(
        page.desk.view, place=page.desk.partner.id, indicators=" ".join(COMPARED),
        position=position, group="income",
    )  # fmt: skip


def _say_extremes(page: Page) -> None:
    """Say what is worst and what is best beside states of like income."""
    worst = _weakest(page, 1)
    best = _weakest(page, int(worst.get_value("asked"))) if worst else None
    if worst is None or best is None or worst.indicator == best.indicator:
        return
    low, high = (float(found.get_value("beyond")) for found in (best, worst))
    if low < HALF < high and high - low < LEAST_SPREAD:
        return
    name = "ahead" if high <= HALF else "behind" if low >= HALF else "extremes" if low else "top"
    page.say(
        f"social_justice.{name}", key="extremes", kind=JUDGEMENT, w=worst, b=best,
        worst=Term(worst.indicator), best=Term(best.indicator),
        confidence=Confidence(confidence.confidence([worst, best], page.desk.today)),
    )  # fmt: skip


def _say_women(page: Page) -> None:
    desk = page.desk
    past = trend.change(desk.view, place=desk.partner.id, indicator=SEATS_PAST, years=GENERATION)
    seats = desk.level(SEATS)
    if seats and not seats.number:
        page.say("social_justice.no_women", v=seats, g=desk.gap(SEATS))
    elif not page.say("social_justice.women", v=seats):
        page.state(SEATS_PAST)
    if past and abs(past.number) >= LEAST_RISE:
        page.say("social_justice.women_rise", x=past)


def _say_income(page: Page) -> None:
    desk = page.desk
    tenths = sides.pair_gap(desk.view, place=desk.partner.id, first=RICHEST, second=POOREST)
    if tenths:
        old = desk.today.year - tenths.period.year > OLD_YEARS
        name = "tenths_old" if old else "tenths"
        page.say(f"social_justice.{name}", key="tenths", t=tenths, g=desk.gap(RICHEST))
    page.state(POOR)


def _say_power(page: Page) -> None:
    desk = page.desk
    if not page.state(POWER):
        return
    shift = governance.interval_shift(
        desk.view, place=desk.partner.id, indicator=POWER, years=DECADE
    )
    if shift and shift.values["clear"]:
        page.say("social_justice.power_shift", kind=JUDGEMENT, s=shift)


def _say_harm(page: Page) -> None:
    """Say violence and marriage of girls where common, and a gap between men and women readers."""
    view, place = page.desk.view, page.desk.partner.id
    for name, least in HARM.items():
        found = levels.level(view, place=place, indicator=name)
        if found and found.number >= least:
            page.state(name)
    gap = sides.pair_gap(view, place=place, first="literacy_men", second="literacy_women")
    fresh = gap and page.desk.today.year - gap.period.year <= OLD_YEARS
    if gap and fresh and abs(gap.number) >= LEAST_GAP:
        page.say("social_justice.readers", r=gap)
