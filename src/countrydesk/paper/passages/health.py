"""Health: how long and how safely people live, what burdens them, and who pays for care."""

from __future__ import annotations

from countrydesk.analysis import health, sides, trend
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import given
from countrydesk.paper.passages.exhibits import series_chart, strip_chart
from countrydesk.paper.passages.ranks import position
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase

JUDGEMENT = SentenceKind.JUDGEMENT
CORE = ("health_spending_share", "doctors", "vaccination_dtp3")
LIFE, CHILDREN, MOTHERS = "life_expectancy", "child_mortality", "maternal_mortality"
DECADE, SINCE = 10, 2000
STILL = 0.3
HALVED = 2.0
NARROW_SEX, WIDE_SEX = 4.0, 7.0
MOST_BURDENS = 2
HIV_HEAVY, HIV_FLOOR = 20, 100
FALL, NEAR_LIFE = 1.0, 1.0
PEAK_SINCE = 2010
APART_RANKS = 25
FALLEN = 5.0
LOW_COVER, HIGH_COVER = 90.0, 95.0
HEAVY_PURSE, LIGHT_PURSE = 40.0, 15.0
SHORT_CARE, SHORT_TOILETS = 95.0, 90.0
TIMES = 1.5
DANGEROUS = 30


# -- outcomes --------------------------------------------------------------------------------------


@passage
def health_outcomes(page: Page) -> None:
    """Years of life, deaths of children and mothers, and the burdens that stand out."""
    with page.paragraph("lives"):
        _say_life(page)
        _say_sexes(page)
        _say_children(page)
        _say_mothers(page)
    with page.paragraph("burdens"):
        _say_burdens(page)
        _say_hiv(page)
        page.absent(LIFE, CHILDREN, MOTHERS)
    series_chart(page, CHILDREN)


def _say_life(page: Page) -> None:
    """Say life expectancy against the income group, with what ten years have added."""
    desk = page.desk
    level = desk.level(LIFE)
    if level is None:
        return
    if desk.is_stale(level):
        page.say("health.life_old", key="life", v=level)
        return
    gap = desk.gap(LIFE, "income")
    change = trend.change(desk.view, place=desk.partner.id, indicator=LIFE, years=DECADE)
    moved = change if change and change.period == level.period else None
    name = "life_fallen" if moved and moved.number <= -FALL else _beside(gap)
    page.say(f"health.{name}", key="life", v=level, g=gap, c=_moved(moved))


def _beside(gap: Finding | None) -> str:
    """Return which sentence fits a distance to the median state."""
    if gap is None:
        return "life"
    if abs(gap.number) < NEAR_LIFE:
        return "life_even"
    return "life_over" if gap.number > 0 else "life_under"


def _moved(change: Finding | None) -> Finding | None:
    return change if change and abs(change.number) >= STILL else None


def _say_infants(page: Page) -> None:
    """Say deaths in the first year where those before school age are not known."""
    level = page.desk.level("infant_mortality")
    page.say("health.infants", v=level, r=position(page, page.desk.rank("infant_mortality")))


def _say_sexes(page: Page) -> None:
    """Say how much longer women live where the gap is wide or narrow."""
    desk = page.desk
    both = sides.pair_gap(
        desk.view, place=desk.partner.id, first="life_expectancy_female",
        second="life_expectancy_male",
    )  # fmt: skip
    if both is None:
        return
    if both.number >= WIDE_SEX:
        page.say("health.sexes_wide", x=both)
    elif both.number <= NARROW_SEX:
        page.say("health.sexes_narrow", x=both)


def _say_children(page: Page) -> None:
    desk = page.desk
    level = desk.level(CHILDREN)
    if level is None:
        _say_infants(page)
        return
    if desk.is_stale(level):
        page.say("health.children_old", key="children", v=level)
        return
    since = health.fall(desk.view, place=desk.partner.id, indicator=CHILDREN, since=SINCE)
    fallen = since is not None and since.number < 0
    large = fallen and since is not None and float(since.get_value("factor")) >= HALVED
    name = "children_halved" if large else "children_fallen" if fallen else "children"
    if since is None:
        name = "children_alone"
    page.say(f"health.{name}", key="children", v=level, f=since, g=desk.gap(CHILDREN))


def _say_mothers(page: Page) -> None:
    desk = page.desk
    level = desk.level(MOTHERS)
    if level is None:
        return
    gap = desk.gap(MOTHERS)
    ratio = float(gap.values.get("ratio", 1)) if gap else 1.0
    name = (
        "mothers_over" if ratio >= TIMES else "mothers_under" if ratio <= 1 / TIMES else "mothers"
    )
    page.say(
        f"health.{name}", key="mothers", v=level, g=gap,
        r=position(page, desk.rank(MOTHERS, "world")),
    )  # fmt: skip


def _say_burdens(page: Page) -> None:
    desk = page.desk
    found = [
        item
        for at in range(1, MOST_BURDENS + 1)
        if (item := health.burden(desk.view, place=desk.partner.id, position=at))
    ]
    if not found:
        return
    name = "burdens" if len(found) == MOST_BURDENS else "burden"
    page.say(
        f"health.{name}", key="burdens", b=found[0], t=_word(page, found[0]), d=found[-1],
        u=_word(page, found[-1]),
    )  # fmt: skip


def _word(page: Page, finding: Finding) -> Phrase:
    return Phrase((page.desk.lexicon.template(f"health.burden_{finding.indicator}"),), ())


def _say_hiv(page: Page) -> None:
    desk = page.desk
    rate = health.per_people(desk.view, place=desk.partner.id, indicator="new_hiv_infections")
    if rate is None or rate.number < HIV_HEAVY or float(rate.get_value("count")) <= HIV_FLOOR:
        return
    cover = desk.level("art_coverage")
    known = cover is not None and cover.period == rate.period and cover.number > 0
    page.say("health.hiv", h=rate, a=cover if known else None)


# -- the system ------------------------------------------------------------------------------------


@passage
def health_system(page: Page) -> None:
    """Money and who pays, doctors and births, vaccination, and years of life for the money."""
    with page.paragraph("money"):
        _say_money(page)
        _say_purse(page)
        _say_worth(page)
    with page.paragraph("care"):
        _say_doctors(page)
        _say_vaccines(page)
        _say_lacks(page)
        page.absent(*CORE)
        if len(page.desk.absences(CORE)) == len(CORE):
            page.say("health.uncovered", kind=SentenceKind.NOTE)
    series_chart(page, "vaccination_dtp3")
    strip_chart(page, "doctors", "income")


def _say_money(page: Page) -> None:
    desk = page.desk
    share, head = desk.level("health_spending_share"), desk.level("health_spending_per_person")
    if share is None or desk.is_stale(share):
        page.say("health.money_old", key="money", v=share)
        return
    same = head if head and head.period == share.period else None
    change = trend.change(
        desk.view, place=desk.partner.id, indicator="health_spending_share", years=DECADE
    )
    moved = change if change and abs(change.number) >= STILL else None
    gap = desk.gap("health_spending_share", "income")
    page.say("health.money", v=share, h=same, g=gap, c=moved)


def _say_purse(page: Page) -> None:
    """Say who pays, where patients pay much or little."""
    desk = page.desk
    purse = desk.level("out_of_pocket_share")
    if purse is None or desk.is_stale(purse):
        return
    state = desk.level("government_share_of_health_spending")
    public = state if state and state.period == purse.period else None
    name = "purse"
    if purse.number >= HEAVY_PURSE:
        name = "purse_heavy"
    elif purse.number <= LIGHT_PURSE:
        name = "purse_light"
    page.say(f"health.{name}", key="purse", p=purse, s=public, g=desk.gap("out_of_pocket_share"))


def _say_worth(page: Page) -> None:
    """Set years of life against money where the two ranks part."""
    desk = page.desk
    worth = health.life_for_money(desk.view, place=desk.partner.id)
    change = trend.change(desk.view, place=desk.partner.id, indicator=LIFE, years=DECADE)
    if change and change.number <= -FALL:
        return
    if worth and abs(worth.number) >= APART_RANKS:
        name = "worth_over" if worth.number > 0 else "worth_under"
        page.say(f"health.{name}", key="worth", kind=JUDGEMENT, w=worth)


def _say_doctors(page: Page) -> None:
    desk = page.desk
    level = desk.level("doctors")
    if level is None:
        return
    if desk.is_stale(level):
        page.say("health.doctors_old", key="doctors", v=level)
        return
    gap = given(desk.gap("doctors", "income"), "ratio")
    ratio = float(gap.get_value("ratio")) if gap else 1.0
    name = "doctors_many" if ratio >= TIMES else "doctors_few" if ratio <= 1 / TIMES else "doctors"
    grown = health.fall(desk.view, place=desk.partner.id, indicator="doctors", since=SINCE)
    far = grown if grown and float(grown.get_value("factor")) >= TIMES else None
    page.say(f"health.{name}", key="doctors", v=level, g=gap, f=far)


def _say_vaccines(page: Page) -> None:
    """Say whether the full course reaches nearly all, and how far below its best it stands."""
    desk = page.desk
    level = desk.level("vaccination_dtp3")
    if level is None:
        return
    peak = health.below_peak(
        desk.view, place=desk.partner.id, indicator="vaccination_dtp3", since=PEAK_SINCE
    )
    name = "vaccines"
    if peak and peak.number >= FALLEN:
        name = "vaccines_fallen"
    elif level.number >= HIGH_COVER:
        name = "vaccines_high"
    low = desk.level("vaccination_measles_second")
    second = low if low and low.number < LOW_COVER and low.number < level.number else None
    page.say(
        f"health.{name}", key="vaccines", v=level, p=peak, m=second,
        r=position(page, desk.rank("vaccination_dtp3")),
    )  # fmt: skip


def _say_lacks(page: Page) -> None:
    """Say births without trained staff and homes without sanitation, where they are many."""
    desk = page.desk
    births, toilets = desk.level("skilled_birth_attendance"), desk.level("basic_sanitation")
    short = births if births and births.number < SHORT_CARE and not desk.is_stale(births) else None
    lacking = toilets if toilets and toilets.number < SHORT_TOILETS else None
    if short and lacking:
        page.say("health.lacks_both", key="lacks", b=short, t=lacking)
    elif short or lacking:
        page.say(
            f"health.lacks_{'births' if short else 'toilets'}", key="lacks", x=short or lacking
        )
