"""Historical context: dated milestones of the partner and of the dyad, and their agreements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countrydesk.analysis import history, levels
from countrydesk.analysis.finding import Finding
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage

RECENT_YEARS = 10
LONG_WAIT = 1
LEAST_RECENT = 2
LEAST_DRAWN = 4
MOST_ROWS = 12
HOLDER = "USA"
BIRTHS = frozenset({"independence", "founding"})

_NAMED_FROM = "independence_from"


# -- milestones ----------------------------------------------------------------------------------


@passage
def milestones(page: Page) -> None:
    """How the state began, how relations stand, and a dated list of what weighed most."""
    chosen = list(_chosen(page))
    with page.paragraph("beginnings"):
        _say_birth(page, chosen)
        _say_relations(page)
        _say_recent(page, len(chosen))
    page.table(
        "milestones",
        page.desk.chart_text("history.milestones_table"),
        page.desk.columns("history.milestones_columns"),
        [_row(page, item) for item in chosen],
    )
    _timeline(page, chosen)


def _chosen(page: Page) -> Iterator[Finding]:
    desk = page.desk
    for position in range(1, history.MOST + 1):
        found = history.milestone(
            desk.view, place=desk.partner.id, counterpart=desk.principal.id, position=position
        )
        if found is None:
            return
        yield found


def _say_birth(page: Page, chosen: Sequence[Finding]) -> None:
    birth = next((item for item in chosen if item.get_value("kind") in BIRTHS), None)
    if birth is None:
        missing = levels.absence(
            page.desk.view, place=page.desk.partner.id, indicator="independence"
        )
        page.say("history.no_birth", a=missing)
    elif "from_place" in birth.values:
        page.say("history.born_from", b=birth)
    else:
        page.say("history.born" if birth.value else "history.born_plain", b=birth)


def _say_relations(page: Page) -> None:
    desk = page.desk
    found = history.relations(desk.view, place=desk.partner.id, counterpart=desk.principal.id)
    if found is None:
        missing = levels.absence(
            desk.view, place=desk.partner.id, indicator=history.RELATIONS,
            counterpart=desk.principal.id,
        )  # fmt: skip
        page.say("history.relations_unknown", a=missing)
        return
    first = found if "established_on" in found.values else None
    if found.value == "diplomatic relations":
        unbroken = bool(found.values.get("unbroken"))
        page.say(
            "history.relations_unbroken" if unbroken else "history.relations_resumed",
            key="relations", r=found, f=first, s=found if "since" in found.values else None,
        )  # fmt: skip
    else:
        page.say("history.relations_other", key="relations", r=found, f=first)
    if found.values.get("recognised_on") and (
        found.get_value("recognised_on") != found.values.get("established_on")
    ):
        page.say("history.recognised", r=found)


def _say_recent(page: Page, total: int) -> None:
    desk = page.desk
    late = history.milestones_recent(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, years=RECENT_YEARS
    )
    if late is not None and LEAST_RECENT <= late.number < total:
        page.say("history.recent", m=late)


def _row(page: Page, item: Finding) -> tuple[Cell, ...]:
    known = item if item.values.get("confidence") else None
    words = page.phrase(f"history.kind_{_kind(item)}", key=item.id, m=item)
    source = page.phrase("history.cell_source", key=item.id, m=item, c=known)
    return (item, "period", ""), words or "", source or ""


def _kind(item: Finding) -> str:
    kind = str(item.get_value("kind"))
    if kind == "independence" and "from_place" in item.values:
        return _NAMED_FROM
    if kind == "founding" and not item.value:
        return "founding_plain"
    if kind == "relations" and item.values.get("recognised"):
        return "relations_recognised"
    if kind in {"alliance", "trade_in_force", "investment"} and "signed_on" in item.values:
        return f"{kind}_signed"
    if kind.endswith("_ended") and "status" in item.values:
        return f"{kind}_status"
    return kind


def _timeline(page: Page, chosen: Sequence[Finding]) -> None:
    if len(chosen) < LEAST_DRAWN:
        return
    desk = page.desk
    data = [_datum(page, item) for item in chosen]
    words = {"first": chosen[0].period.opening.text[:4], "last": chosen[-1].period.text[:4]}
    page.exhibit(
        "timeline_milestones",
        "timeline",
        desk.chart_text("history.chart_milestones", **words),
        desk.chart_text("history.chart_milestones_alt", **words),
        data,
        [row for item in chosen for row in item.inputs],
    )


def _datum(page: Page, item: Finding) -> Datum:
    words = page.phrase(f"history.kind_{_kind(item)}", key=item.id, m=item)
    side = "dyad" if item.counterpart else "own"
    day = item.period.start.isoformat()
    return {
        "label": page.desk.grammar.capital(words.text if words else ""),
        "group": page.desk.chart_text(f"history.group_{side}"),
        "start": day,
        "end": day,
    }


# -- agreements ----------------------------------------------------------------------------------


@passage
def agreements_history(page: Page) -> None:
    """How many agreements bind the two, from when; how long the slowest took; each with dates."""
    desk = page.desk
    both = {"place": desk.partner.id, "counterpart": desk.principal.id}
    count = history.agreement_count(desk.view, **both)
    rows = list(_agreements(page))
    with page.paragraph("treaties"):
        if count is None:
            name = "no_agreements" if desk.principal.id == HOLDER else "agreements_unread"
            page.say(f"history.{name}", a=levels.absence(
                desk.view, place=desk.partner.id, indicator="us_trade_agreement",
                counterpart=desk.principal.id,
            ))  # fmt: skip
            return
        over = rows[0] if "until" in rows[0].values else None
        page.say(
            f"history.{_counted(count)}", key="agreements", c=count, a=rows[0], z=rows[-1], u=over
        )
        wait = history.agreement_wait(desk.view, **both)
        if wait is not None and wait.number >= LONG_WAIT:
            page.say("history.wait", w=wait)
        if any("signed_on" not in row.values for row in rows):
            page.say("history.unsigned", c=count)
    page.table(
        "agreements",
        desk.chart_text("history.agreements_table"),
        desk.columns("history.agreements_columns"),
        [_agreement_row(row) for row in rows],
    )


def _counted(count: Finding) -> str:
    if count.number == 1:
        return "agreement"
    return "agreements_all" if count.get_value("standing") == count.number else "agreements"


def _agreements(page: Page) -> Iterator[Finding]:
    desk = page.desk
    for position in range(1, MOST_ROWS + 1):
        found = history.agreement(
            desk.view, place=desk.partner.id, counterpart=desk.principal.id, position=position
        )
        if found is None:
            return
        yield found


def _agreement_row(row: Finding) -> tuple[Cell, ...]:
    return (
        (row, "value", ""),
        _cell(row, "topic"),
        _dated(row, "signed_on"),
        _dated(row, "in_force_on"),
        _dated(row, "until"),
        _cell(row, "law"),
    )


def _cell(row: Finding, name: str) -> Cell:
    return (row, name, "") if row.values.get(name) else "–"


def _dated(row: Finding, name: str) -> Cell:
    return (row, name, "period") if row.values.get(name) else "–"
