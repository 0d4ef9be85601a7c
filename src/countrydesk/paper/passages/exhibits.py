"""Exhibits that several passages draw, chosen and described from the data."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis.finding import Scalar
from countrydesk.analysis.peers import peer_group
from countrydesk.analysis.trend import yearly
from countrydesk.model import Observation
from countrydesk.paper.page import Page
from countrydesk.places import registry

LEAST_POINTS = 5
FIRST_YEAR = 1990
Datum = dict[str, Scalar | None]


def series_chart(page: Page, indicator: str, since: int = FIRST_YEAR) -> bool:
    """Draw the partner's series with the median of its region; False where it is too short."""
    desk = page.desk
    own = [o for o in yearly(desk.view, desk.partner.id, indicator) if o.period.year >= since]
    if len(own) < LEAST_POINTS:
        return False
    name = desk.grammar.place(desk.partner, "plain")
    data: list[Datum] = [{"x": item.period.year, "y": item.number, "series": name} for item in own]
    grows = desk.view.catalogue[indicator].kind.value in {"stock", "flow"}
    if not grows:
        data += _median_rows(page, indicator, [item.period.year for item in own])
    noun = desk.lexicon.noun(indicator)
    title = desk.chart_text("trend", noun=noun, first=own[0].period.text, last=own[-1].period.text)
    alt = desk.chart_text(
        "trend_alt", noun=noun, first=own[0].period.text, last=own[-1].period.text,
        start=desk.amount(own[0]), end=desk.amount(own[-1]),
        term_of=desk.realiser.term(indicator, "of"),
    )  # fmt: skip
    unit = desk.unit_name(indicator)
    page.exhibit(
        f"chart_{indicator}", "trend", title, alt, data, own, y_title=unit,
        highlight=name,
    )  # fmt: skip
    return True


def _median_rows(page: Page, indicator: str, years: Sequence[int]) -> list[Datum]:
    desk = page.desk
    group = desk.region
    grammar = desk.grammar
    name = desk.chart_text(
        "median", group=grammar.group(group.label), within=grammar.within(group.label)
    )
    rows: list[Datum] = []
    for year in years:
        values = desk.view.panel.at(indicator, year).values
        inside = sorted(values[s] for s in group.members if s in values)
        if len(inside) >= LEAST_POINTS:
            rows.append({"x": year, "y": _median(inside), "series": name})
    return rows


def _median(values: Sequence[float]) -> float:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def strip_chart(page: Page, indicator: str, group: str = "region") -> bool:
    """Draw the partner among its peers on one axis; False where too few have a value."""
    desk = page.desk
    own = desk.view.find_latest(desk.partner.id, indicator)
    if own is None:
        return False
    peers = peer_group(desk.view, desk.partner.id, group)
    values = desk.view.panel.at(indicator, own.period.year).values
    inside = [member for member in peers.members if member in values]
    if len(inside) < LEAST_POINTS or desk.partner.id not in inside:
        return False
    data: list[Datum] = [
        {
            "label": desk.grammar.place(registry().get(member), "plain"),
            "value": values[member],
            "role": "partner" if member == desk.partner.id else "peer",
        }
        for member in sorted(inside, key=lambda m: values[m])
    ]
    label, within = desk.grammar.group(peers.label), desk.grammar.within(peers.label)
    noun = desk.lexicon.noun(indicator)
    title = desk.chart_text("strip", noun=noun, group=label, within=within, last=own.period.text)
    alt = desk.chart_text(
        "strip_alt", noun=noun, group=label, within=within, last=own.period.text,
        end=desk.amount(own),
        low=str(data[0]["label"]), high=str(data[-1]["label"]),
        term=desk.realiser.term(indicator, "the"),
    )  # fmt: skip
    used = [o for m in inside if (o := desk.view.find_at(m, indicator, own.period.text))]
    page.exhibit(
        f"strip_{indicator}", "strip", title, alt, data, used, x_title=desk.unit_name(indicator)
    )
    return True


def shares_chart(page: Page, indicators: Sequence[str], since: int = FIRST_YEAR) -> bool:
    """Draw several shares of the partner over time, stacked; False where one is too short."""
    desk = page.desk
    found: list[Observation] = []
    data: list[Datum] = []
    for indicator in indicators:
        series = [
            o for o in yearly(desk.view, desk.partner.id, indicator) if o.period.year >= since
        ]
        if len(series) < LEAST_POINTS:
            return False
        noun = desk.lexicon.noun(indicator)
        data += [{"x": o.period.year, "y": o.number, "series": noun} for o in series]
        found += series
    years = sorted({item.period.text for item in found})
    title = desk.chart_text("shares", first=years[0], last=years[-1])
    alt = desk.chart_text("shares_alt", first=years[0], last=years[-1])
    page.exhibit(
        f"shares_{indicators[0]}", "stack", title, alt, data, found,
        y_title=desk.unit_name(indicators[0]),
    )  # fmt: skip
    return True


def locator_map(page: Page) -> None:
    """Draw where the partner lies, with its land neighbours named."""
    desk = page.desk
    neighbours = desk.neighbours()
    data: list[Datum] = [{"place": desk.partner.id, "role": "partner"}]
    data += [{"place": item.counterpart, "role": "neighbour"} for item in neighbours]
    if desk.principal.id not in {row["place"] for row in data}:
        data.append({"place": desk.principal.id, "role": "principal"})
    place = desk.grammar.place(desk.partner, "the")
    names = [desk.grammar.place(registry().get(n.counterpart), "the") for n in neighbours]
    listed = desk.grammar.join(names)
    key = "locator_island_alt" if not names else f"locator{'_one' if len(names) == 1 else ''}_alt"
    page.exhibit(
        "locator", "locator", desk.chart_text("locator", place=place),
        desk.chart_text(key, place=place, region=desk.grammar.group(desk.partner.subregion),
            neighbours=listed),
        data, neighbours, place=desk.partner.id,
    )  # fmt: skip
