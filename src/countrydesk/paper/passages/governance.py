"""Governance: rights, the rule of law, and corruption as it is measured.

Every measure is printed with its own interval and year. The Political Terror Scale and the
Corruption Perceptions Index come with a release of the reader's own; where a release has neither,
the paper says so and why.
"""

from __future__ import annotations

from countrydesk.analysis import confidence, governance, levels, regimes, tenure, trend, violence
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import given
from countrydesk.paper.passages.continuity import is_unlicensed
from countrydesk.paper.passages.crises_political import holder
from countrydesk.paper.passages.exhibits import Datum, strip_chart
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Term

DECADE = 10
WEAK, STRONG = 33.0, 67.0
LEAST_SHIFT = 0.1
APART = 12.0
RATERS_APART = 10.0
LEAST_MEASURES = 4
VOICE, LAW, CLEAN = "voice_accountability_wgi", "rule_of_law_wgi", "corruption_control_wgi"
EFFECTIVE = "government_effectiveness_wgi"
TERROR, PERCEIVED = "political_terror", "corruption_perceptions"
OTHER_READINGS = ("political_terror_amnesty", "political_terror_hrw")
BY_STATE, JOURNALISTS = "violence_deaths_by_government", "journalists_killed"
JUDGEMENT = SentenceKind.JUDGEMENT


# -- rights --------------------------------------------------------------------------------------


@passage
def human_rights(page: Page) -> None:
    """Voice and accountability, political terror by its readers, killings by the state."""
    with page.paragraph("rights"):
        voice = _percentile(page, VOICE)
        if voice:
            page.say(
                f"governance.rights_{_band(voice)}", key="rights", kind=JUDGEMENT, p=voice,
                i=given(voice, "own_low"), confidence=_sure(page, voice),
            )  # fmt: skip
            _say_shift(page, VOICE, "voice")
        else:
            page.say("governance.rights_none", a=_absent(page, VOICE))
        _say_terror(page)
        _say_killed(page, voice)
        _say_journalists(page)


def _percentile(page: Page, indicator: str) -> Finding | None:
    return regimes.percentile(page.desk.view, place=page.desk.partner.id, indicator=indicator)


def _absent(page: Page, indicator: str) -> Finding | None:
    return levels.absence(page.desk.view, place=page.desk.partner.id, indicator=indicator)


def _sure(page: Page, *found: Finding) -> Confidence:
    return Confidence(confidence.confidence(found, page.desk.today))


def _band(percentile: Finding) -> str:
    """Return in which third of all states a place stands: low, middle or high."""
    if percentile.number < WEAK:
        return "low"
    return "high" if percentile.number > STRONG else "middle"


def _say_shift(page: Page, indicator: str, name: str) -> None:
    """Say whether ten years of change are more than the intervals leave open."""
    view, place = page.desk.view, page.desk.partner.id
    shift = governance.interval_shift(view, place=place, indicator=indicator, years=DECADE)
    if shift is None or (not shift.values["clear"] and abs(shift.number) < LEAST_SHIFT):
        return
    how = "clear" if shift.values["clear"] else "unclear"
    page.say(
        f"governance.{name}_{how}", key=f"{name}_shift", kind=JUDGEMENT, s=shift,
        confidence=_sure(page, shift),
    )  # fmt: skip


def _in_release(page: Page, indicator: str) -> bool:
    """Whether any state has a value of an indicator in the release that is read."""
    return bool(page.desk.view.panel.years(indicator))


def _say_terror(page: Page) -> None:
    level = page.desk.level(TERROR)
    if level is None:
        name = "terror_uncovered" if _in_release(page, TERROR) else "terror_none"
        name = "unlicensed" if is_unlicensed(page) else name
        page.say(f"governance.{name}", key="terror", a=_absent(page, TERROR))
        return
    past = page.desk.change(TERROR)
    moved = "same" if past and not past.number else "moved" if past else "alone"
    page.say(
        f"governance.terror_{moved}", key="terror", v=level, x=past, g=page.desk.gap(TERROR),
        means=page.phrase("governance.terror_means", v=level),
    )  # fmt: skip
    others = [page.desk.level(name, period=level.period.text) for name in OTHER_READINGS]
    known = [item for item in others if item]
    if len(known) == len(others) and known[0].number == known[1].number:
        same = known[0].number == level.number
        name = "terror_agree" if same else "terror_both"
        page.say(f"governance.{name}", key="readings", o=known[0], q=known[1], v=level)
    elif known:
        listed = [page.phrase("governance.reading_" + item.indicator, o=item) for item in known]
        name = "terror_apart" if len(known) > 1 else "terror_one_other"
        page.say(
            f"governance.{name}", key="readings", names=page.listed(listed), v=level, o=known[0]
        )


def _say_killed(page: Page, voice: Finding | None) -> None:
    view, place = page.desk.view, page.desk.partner.id
    toll = violence.toll(view, place=place, indicator=BY_STATE, years=DECADE)
    if toll is None:
        return
    if toll.number:
        more = toll if float(toll.get_value("sum")) > toll.number else None
        page.say("governance.killed_now", key="killed", t=toll, m=more)
    elif toll.get_value("sum"):
        page.say("governance.killed_since", key="killed", t=toll)
    elif "last_fatal" in toll.values:
        page.say("governance.killed_old", key="killed", t=toll)
    elif voice and _band(voice) == "low":
        page.say("governance.killed_never", key="killed", t=toll)


def _say_journalists(page: Page) -> None:
    last = page.desk.view.panel.years(JOURNALISTS)[-1:]
    if last:
        killed = trend.total(
            page.desk.view, place=page.desk.partner.id, indicator=JOURNALISTS,
            first=last[0] - DECADE + 1, last=last[0],
        )  # fmt: skip
        page.say("governance.journalists", j=killed if killed and killed.number else None)


# -- rule of law ---------------------------------------------------------------------------------


@passage
def rule_of_law(page: Page) -> None:
    """Where the state works best and worst, the rule of law, what has moved beyond its margin."""
    view, place = page.desk.view, page.desk.partner.id
    with page.paragraph("law"):
        if page.desk.level(LAW) is None:
            page.say("governance.law_none", a=_absent(page, LAW))
            return
        _say_profile(page)
        page.state(LAW)
        _say_moved(page)
        page.state(EFFECTIVE)
        chief = holder(page, tenure.chief_role(view, place))
        last = page.desk.level(LAW)
        if chief and last and chief.period.start.year > last.period.year:
            page.say("governance.predates", h=chief, l=last)
    _interval_chart(page)


def _say_profile(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    best, worst = (governance.governance_profile(view, place=place, position=p) for p in (1, -1))
    if best is None or worst is None:
        return
    apart = float(best.get_value("spread")) >= APART
    low = best.number < WEAK or worst.number > STRONG
    name = "profile_apart" if apart else "profile_even_end" if low else "profile_even"
    page.say(
        f"governance.{name}", key="profile", kind=JUDGEMENT, h=best, l=worst,
        best=Term(best.indicator), worst=Term(worst.indicator),
        confidence=_sure(page, best, worst),
    )  # fmt: skip


def _say_moved(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    moved = governance.largest_shift(
        view, place=place, indicators=" ".join(governance.MEASURES), years=DECADE
    )
    if moved is None:
        return
    clear = int(moved.get_value("n_clear"))
    name = "moved_none" if not clear else "moved_one" if clear == 1 else "moved_several"
    page.say(
        f"governance.{name}", key="moved", kind=JUDGEMENT, s=moved, t=Term(moved.indicator),
        confidence=_sure(page, moved),
    )  # fmt: skip


def _interval_chart(page: Page) -> None:
    desk = page.desk
    every = [desk.level(name) for name in governance.MEASURES]
    shown = [item for item in every if item and "low" in item.values]
    if len(shown) < LEAST_MEASURES:
        return
    data: list[Datum] = [
        {
            "label": desk.grammar.capital(desk.lexicon.noun(item.indicator)),
            "value": item.number,
            "low": float(item.get_value("low")),
            "high": float(item.get_value("high")),
        }
        for item in sorted(shown, key=lambda item: -item.number)
    ]
    year = max(item.period.text for item in shown)
    values = "; ".join(f"{row['label']}: {float(row['value'] or 0):.2f}" for row in data)
    page.exhibit(
        "measures", "interval", desk.chart_text("governance.chart", year=year),
        desk.chart_text("governance.chart_alt", year=year, values=values), data,
        [o for item in shown for o in item.inputs],
        x_title=desk.chart_text("governance.chart_axis"),
    )  # fmt: skip


# -- corruption ----------------------------------------------------------------------------------


@passage
def corruption_measures(page: Page) -> None:
    """Control of corruption with its margin, the perceptions index, and whether they agree."""
    with page.paragraph("corruption"):
        own = _percentile(page, CLEAN)
        if own:
            page.say(
                f"governance.clean_{_band(own)}", key="clean", kind=JUDGEMENT, p=own,
                i=given(own, "own_low"), confidence=_sure(page, own),
            )  # fmt: skip
            page.say("governance.clean_room", p=own, r=page.desk.rank(CLEAN))
            _say_shift(page, CLEAN, "clean")
        else:
            page.say("governance.clean_none", a=_absent(page, CLEAN))
        _say_perceived(page, own)
    if not strip_chart(page, CLEAN):
        strip_chart(page, PERCEIVED)


def _say_perceived(page: Page, own: Finding | None) -> None:
    if not page.state(PERCEIVED):
        if is_unlicensed(page):
            return
        name = "perceived_uncovered" if _in_release(page, PERCEIVED) else "perceived_none"
        page.say(f"governance.{name}", key="perceived", a=_absent(page, PERCEIVED))
        return
    other = _percentile(page, PERCEIVED)
    if own and other:
        near = abs(own.number - other.number) < RATERS_APART
        page.say(
            "governance.raters_near" if near else "governance.raters_apart", key="raters",
            kind=JUDGEMENT, p=own, c=other, confidence=_sure(page, own, other),
        )  # fmt: skip
