"""Tables, charts and small phrases about duties that the tariff report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from countrydesk.analysis import duties, duty_rates
from countrydesk.analysis.duty_register import IN_FORCE
from countrydesk.analysis.finding import Finding, Scalar
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.bindings import caption, filled, given
from countrydesk.paper.writing.realise import Phrase
from countrydesk.places import Place, registry

USA = "USA"
LINES = 12
LEAST_SPANS = 3
FIRST_MONTH = (2025, 1)
MONTHS = 12
Sides = dict[str, Any]


def us_sides(origin: Place) -> Sides:
    """Return the bindings of a sentence in which the United States charges goods of ``origin``."""
    return {"place": origin, "principal": registry().get(USA)}


def law(page: Page, duty: Finding, form: str = "law") -> Phrase:
    """Return the act behind a duty as words: ``law`` in running text, ``act`` in a table."""
    name = "_".join([form, *(n for n in ("section", "ground") if n in duty.values)])
    plain = f"{form}_plain" if name == form else name
    return filled(page, f"tariffs.{plain}", d=duty)


def rate(page: Page, duty: Finding) -> Phrase:
    """Return the rate as words: a number, the range as the source prints it, or that none is."""
    if isinstance(duty.value, float):
        shown = filled(page, "tariffs.rate_number", d=duty)
    elif duty.values.get("rate"):
        shown = filled(page, "tariffs.rate_text", d=duty)
    else:
        shown = filled(page, "tariffs.rate_none")
    whole = duty.values["manner"] == "whole"
    return filled(page, "tariffs.rate_whole", r=shown) if whole else shown


def basis(page: Page, duty: Finding) -> Phrase:
    """Return legal basis and heading, whichever the source has."""
    text, heading = given(duty, "legal_basis"), given(duty, "headings")
    name = "both" if text and heading else "text" if text else "heading"
    found = page.phrase(f"tariffs.basis_{name}", b=text, h=heading)
    return found or filled(page, "tariffs.open_day")


def days(page: Page, duty: Finding) -> tuple[Cell, Cell]:
    """Return first and last day as cells."""
    first: Cell = (duty, "since", "date")
    if "since" not in duty.values:
        first = filled(page, "tariffs.unknown_day")
    if "until" in duty.values:
        return first, (duty, "until", "date")
    name = "planned_day" if "planned" in duty.values else "open_day"
    return first, filled(page, f"tariffs.{name}", d=duty)


def wide_table(page: Page, levier: Place, origin: Place, found: Sequence[Finding]) -> None:
    """Add the table of duties on all goods, oldest first."""
    rows = [
        (rate(page, d), law(page, d, "act"), *days(page, d), basis(page, d), (d, "state", ""))
        for d in found
    ]
    page.table(
        "wide", caption(page, "table_wide", levier, origin),
        page.desk.columns("tariffs.columns_wide"), rows,
    )  # fmt: skip


def listed_table(page: Page, levier: Place, origin: Place, found: Sequence[Finding]) -> None:
    """Add the table of duties on listed goods: in force, ahead, ended."""
    rows = [
        (_goods(page, d), rate(page, d), *days(page, d), basis(page, d), (d, "state", ""))
        for d in found
    ]
    page.table(
        "listed", caption(page, "table_listed", levier, origin),
        page.desk.columns("tariffs.columns_listed"), rows,
    )  # fmt: skip


def _goods(page: Page, duty: Finding) -> Phrase:
    name = next((n for n in ("ground", "section") if n in duty.values), "plain")
    return filled(page, f"tariffs.goods_{'act' if name == 'ground' else name}", d=duty)


def lines_table(page: Page, levier: Place, origin: Place, customs: str) -> None:
    """Add the table of the largest imports with the ordinary duty on them."""
    found = [
        line
        for n in range(1, LINES + 1)
        if (
            line := duty_rates.import_line(
                page.desk.view, place=levier.id, counterpart=customs, position=n
            )
        )
    ]
    if not found:
        return
    rows = [
        (
            (d, "heading", ""), (d, "goods", ""), (d, "value", "millions"),
            (d, "share", "percent"), (d, "duty", "percent-2"),
        )
        for d in found
    ]  # fmt: skip
    page.table(
        "lines", caption(page, "table_lines", levier, origin, period=found[0].period.text),
        page.desk.columns("tariffs.columns_lines"), rows,
        numeric=(False, False, True, True, True),
    )  # fmt: skip


def spans_chart(page: Page, levier: Place, origin: Place, found: Sequence[Finding]) -> None:
    """Draw the duties on all goods as spans of time, where there are enough of them."""
    dated = [duty for duty in found if "since" in duty.values]
    if len(dated) < LEAST_SPANS:
        return
    rows: list[dict[str, Scalar | None]] = [
        {
            "label": page.desk.lexicon.template("tariffs.chart_label").format(
                rate=duty.values["rate"], basis=duty.values.get("legal_basis", duty.values["law"])
            ),
            "start": duty.values["since"],
            "end": duty.values.get("until", ""),
            "group": "",
        }
        for duty in dated
    ]
    first = page.desk.realiser.figure(dated[0], "since", "date")
    title = caption(page, "chart_spans", levier, origin)
    alt = caption(page, "chart_spans_alt", levier, origin, n=str(len(dated)), first=first)
    items = dict.fromkeys(item for duty in dated for item in duty.inputs)
    page.exhibit("spans", "timeline", title, alt, rows, items, until=page.desk.today.isoformat())


def average_chart(page: Page, levier: Place, origin: Place, customs: str) -> None:
    """Draw the average of the added duties at the end of each month."""
    desk = page.desk
    series = [
        item
        for item in desk.view.measured(levier.id, duty_rates.EFFECTIVE, customs)
        if item.value is not None
    ]
    if not series or max(item.number for item in series) <= 0:
        return
    rows: list[dict[str, Scalar | None]] = []
    year, month = FIRST_MONTH
    last = series[-1].period.start
    while (year, month) <= (last.year, last.month):
        end = date(year + month // MONTHS, month % MONTHS + 1, 1)
        known = [item for item in series if item.period.start < end]
        value = known[-1].number if known else 0.0
        rows.append({"x": year + (month - 1) / MONTHS, "y": value, "series": origin.name})
        year, month = end.year, end.month
    start, end_value = desk.amount(series[0]), desk.amount(series[-1])
    peak = max(float(row["y"] or 0) for row in rows)
    top = desk.grammar.number(peak, series[0].unit, 1)
    words = {"start": start, "end": end_value, "top": top,
        "first": desk.grammar.period(series[0].period),
        "last": desk.grammar.period(series[-1].period)}  # fmt: skip
    page.exhibit(
        "average", "trend", caption(page, "chart_effective", levier, origin),
        caption(page, "chart_effective_alt", levier, origin, **words), rows, series,
        y_title=desk.unit_name(duty_rates.EFFECTIVE), highlight=origin.name,
    )  # fmt: skip


def in_force(page: Page, levier: Place, customs: str) -> list[Finding]:
    """Return the duties on all goods that stand, the newest first."""
    found = duties.wide_findings(page.desk.view, levier.id, customs, IN_FORCE)
    return sorted(found, key=lambda d: str(d.values["since"]), reverse=True)
