"""Security crises: organised violence by type, active conflicts, crime as far as on record."""

from __future__ import annotations

from collections.abc import Iterator

from countrydesk.analysis import compare, conflicts, levels, violence
from countrydesk.analysis.events import event
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.trend import yearly
from countrydesk.paper.page import Page
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase, Term
from countrydesk.places import registry

DECADE = 10
FEW = 10
CHARTED = 100
MOST_CONFLICTS = 3
TOP = 3
DESIGNATION, TRAFFICKING, HOMICIDE = "drug_designation", "trafficking_tier", "homicide_rate"


@passage
def organised_violence(page: Page) -> None:
    """The toll of the newest year, by type, over ten years and at its worst; active conflicts."""
    whole = _toll(page, violence.ALL)
    with page.paragraph("violence"):
        if whole is None:
            _say_unlisted(page)
            return
        _say_toll(page, whole)
        _say_decade(page, whole)
        _say_conflicts(page)
    if float(whole.get_value("sum")) >= FEW:
        _table(page, whole)
    _chart(page, whole)


def _toll(page: Page, indicator: str) -> Finding | None:
    desk = page.desk
    return violence.toll(desk.view, place=desk.partner.id, indicator=indicator, years=DECADE)


def _say_unlisted(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    page.say(
        "crises_security.unlisted", a=levels.absence(view, place=place, indicator=violence.ALL)
    )
    other = violence.FILED_UNDER.get(place)
    if other:
        page.say(
            "crises_security.filed",
            other=registry().get(other),
            v=levels.level(view, place=other, indicator=violence.ALL),
        )


def _say_toll(page: Page, whole: Finding) -> None:
    if whole.number > 0:
        wide = whole if whole.values.get("wide") else None
        rose = whole.number >= float(whole.values.get("base", 0))
        page.say(f"crises_security.toll_{'up' if rose else 'down'}", key="toll", t=whole, w=wide)
        if whole.number >= FEW:
            _say_types(page)
            _say_rank(page)
    elif "last_fatal" in whole.values:
        page.say("crises_security.toll_none", key="toll", t=whole)
    else:
        page.say("crises_security.toll_never", key="toll", t=whole)


def _say_types(page: Page) -> None:
    a, b, c = (page.desk.level(name) for name in violence.TYPES)
    fatal = [item for item in (a, b, c) if item is not None and item.number > 0]
    if len(fatal) == 1:
        page.say("crises_security.types_one", t=fatal[0], term=Term(fatal[0].indicator))
    else:
        page.say("crises_security.types", a=a, b=b, c=c)


def _say_rank(page: Page) -> None:
    rank = compare.rank(
        page.desk.view, place=page.desk.partner.id, indicator=violence.ALL, group="region"
    )
    if rank and rank.number == 1:
        page.say("crises_security.rank_top", r=rank)
    elif rank and rank.number == 2:
        page.say("crises_security.rank", key="rank_second", r=rank)
    elif rank and rank.number <= TOP:
        page.say("crises_security.rank_third", r=rank)


def _say_decade(page: Page, whole: Finding) -> None:
    main = violence.main_type(page.desk.view, place=page.desk.partner.id, years=DECADE)
    if main is not None and float(main.get_value("all")) >= FEW:
        name = "decade_one" if main.values["sum"] == main.values["all"] else "decade"
        page.say(f"crises_security.{name}", key="decade", m=main, t=whole)
    elif float(whole.get_value("peak")) >= violence.THRESHOLD:
        page.say("crises_security.peak", t=whole, s=whole if whole.values["sum"] else None)


def _say_conflicts(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    now = [item for item in _active(page) if item]
    if now:
        names = page.listed([_conflict(page, item) for item in now])
        many = "active" if float(now[0].get_value("n")) > 1 else "active_one"
        page.say(f"crises_security.{many}", key="active", c=now[0], names=names)
    else:
        page.say("crises_security.conflict_past", c=conflicts.conflict_last(view, place=place))


def _active(page: Page) -> Iterator[Finding | None]:
    view, place = page.desk.view, page.desk.partner.id
    for position in range(1, MOST_CONFLICTS + 1):
        yield conflicts.conflict_now(view, place=place, position=position)


def _conflict(page: Page, found: Finding) -> Phrase:
    war = found if found.values["intensity"] == "war" else None
    made = page.phrase("crises_security.conflict_cell", c=found, w=war)
    assert made is not None  # noqa: S101 - everything it needs is bound
    return made


def _table(page: Page, whole: Finding) -> None:
    desk = page.desk
    rows = [_toll(page, name) for name in (*violence.TYPES, violence.ALL)]
    heads = desk.chart_text(
        "crises_security.table_columns", year=whole.period.text, first=str(whole.values["first"])
    )
    page.table(
        "violence_types",
        desk.chart_text("crises_security.table"),
        [part.strip() for part in heads.split("|")],
        (
            (
                desk.grammar.capital(desk.lexicon.noun(row.indicator)),
                (row, "value", "exact"),
                (row, "sum", "exact"),
                (row, "peak_period", "period") if row.values["peak"] else "–",
                (row, "peak", "exact"),
            )
            for row in rows
            if row is not None
        ),
        (False, True, True, True, True),
    )


def _chart(page: Page, whole: Finding) -> None:
    """Draw the yearly deaths by type where there are enough of them to see."""
    desk = page.desk
    if float(whole.get_value("total")) < CHARTED:
        return
    found = [item for name in violence.TYPES for item in yearly(desk.view, desk.partner.id, name)]
    data: list[Datum] = [
        {"x": o.period.year, "y": o.number, "series": desk.lexicon.noun(o.indicator)} for o in found
    ]
    words = {
        "first": str(whole.values["since"]),
        "last": whole.period.text,
        "peak": desk.grammar.exact(float(whole.get_value("peak"))),
        "peak_year": str(whole.values["peak_period"]),
        "end": desk.grammar.exact(whole.number),
    }
    page.exhibit(
        "violence_by_type",
        "stack",
        desk.chart_text("crises_security.chart", **words),
        desk.chart_text("crises_security.chart_alt", **words),
        data,
        found,
        y_title=desk.unit_name(violence.ALL),
    )


# -- crime ---------------------------------------------------------------------------------------


@passage
def homicide_and_crime(page: Page) -> None:
    """Homicide where a figure may be shown; drugs and trafficking in persons as designated."""
    view, place = page.desk.view, page.desk.partner.id
    with page.paragraph("crime"):
        if not page.state(HOMICIDE):
            page.say(
                "crises_security.homicide_none",
                a=levels.absence(view, place=place, indicator=HOMICIDE),
            )
        kinds = _designations(page)
        if kinds:
            page.say("crises_security.designation", d=kinds[0], kinds=page.listed(kinds))
        low = page.desk.fact(TRAFFICKING)
        name = "trafficking" if kinds else "trafficking_alone"
        page.say(f"crises_security.{name}", key="trafficking", t=low, tier=_tier(page, low))
        if not kinds and low is None:
            page.say(
                "crises_security.crime_none",
                a=levels.absence(view, place=place, indicator=DESIGNATION),
            )


def _designations(page: Page) -> list[Finding]:
    view, place = page.desk.view, page.desk.partner.id
    found = [event(view, place=place, indicator=DESIGNATION, position=at) for at in (1, 2)]
    return [item for item in found if item is not None]


def _tier(page: Page, low: Finding | None) -> Phrase | None:
    return page.phrase("crises_security.tier", t=low)
