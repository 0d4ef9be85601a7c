"""Continuity: how often leaders and types of regime change, stability, attempts on power."""

from __future__ import annotations

from countrydesk.analysis import continuity as lasting
from countrydesk.analysis import levels, offices, tenure
from countrydesk.analysis.finding import Finding
from countrydesk.model import PeriodKind
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.registry import passage

STABLE = "political_stability_wgi"
JUDGEMENT = SentenceKind.JUDGEMENT
GRADED = ("political_terror", "corruption_perceptions")
LEADERS_SINCE, REGIMES_SINCE, COUPS_SINCE, TERMS_SINCE = 2000, 1990, 1990, 2016
FAST, SLOW, SHORT_MONTHS, FEW = 1.5, 0.6, 24, 2


@passage
def continuity(page: Page) -> None:
    """How often leaders and types of regime change, political stability, attempts at power."""
    with page.paragraph("continuity"):
        led = _say_leaders(page)
        _say_regimes(page, first=not led)
        page.state(STABLE)
        _say_coups(page)
        _say_gaps(page)


def _say_leaders(page: Page) -> bool:
    view, place = page.desk.view, page.desk.partner.id
    led = lasting.leaders_in_effect(view, place=place, since=LEADERS_SINCE)
    role = tenure.chief_role(view, place)
    term = lasting.mean_term(view, place=place, role=role, since=TERMS_SINCE)
    if term and term.number < SHORT_MONTHS:
        return page.say("governance.terms_short", key="leaders", kind=JUDGEMENT, m=term, l=led)
    if led is None or "median" not in led.values:
        return False
    pace = led.number / max(1.0, float(led.get_value("median")))
    slow = led.number <= FEW or pace <= SLOW
    name = "fast" if pace >= FAST else "slow" if slow else "usual"
    return page.say(f"governance.leaders_{name}", key="leaders", kind=JUDGEMENT, l=led)


def _say_regimes(page: Page, *, first: bool) -> None:
    view, place = page.desk.view, page.desk.partner.id
    turned = lasting.regime_changes(view, place=place, since=REGIMES_SINCE)
    if turned is None:
        if first:
            _say_holder(page)
        return
    name = "same" if not turned.number else "once" if turned.number == 1 else "turned"
    page.say(
        f"governance.regime_{name}", key="regimes", c=turned,
        now=page.phrase("governance.type", c=turned),
        was=page.phrase("governance.type_before", c=turned) if turned.number else None,
    )  # fmt: skip


def _say_holder(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    chief = offices.office_holder(view, place=place, role=tenure.chief_role(view, place))
    exact = chief is not None and chief.period.opening.kind is PeriodKind.DAY
    page.say("governance.only_holder", h=chief if exact else None, a=_absent(page, STABLE))


def _say_coups(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    found = lasting.coups_since(view, place=place, since=COUPS_SINCE)
    if found is None:
        last = lasting.coup_last(view, place=place)
        none = lasting.coups_none(view, place=place, since=COUPS_SINCE)
        page.say("governance.coup_last" if last else "governance.coups_none", c=last, n=none)
        return
    kinds = [n for n in ("coups", "attempts", "plots") if found.get_value(n)]
    listed = [page.phrase(f"governance.kind_{name}", c=found) for name in kinds]
    page.say("governance.coups", key="coups", c=found, kinds=page.listed(listed))


def is_unlicensed(page: Page) -> bool:
    """Whether the release has none of the graded measures and no list of leaders or coups."""
    graded = any(page.desk.view.panel.years(name) for name in GRADED)
    return not graded and not any(_listed(page, name) for name in (lasting.LEADER, lasting.COUP))


def _say_gaps(page: Page) -> None:
    if is_unlicensed(page):
        return
    missing = [n for n in (lasting.LEADER, lasting.COUP) if not _listed(page, n)]
    if missing:
        name = "history_none" if len(missing) > 1 else f"{missing[0]}_none"
        page.say(f"governance.{name}", key="history", a=_absent(page, missing[0]))


def _listed(page: Page, indicator: str) -> bool:
    return bool(page.desk.view.everywhere(indicator))


def _absent(page: Page, indicator: str) -> Finding | None:
    return levels.absence(page.desk.view, place=page.desk.partner.id, indicator=indicator)
