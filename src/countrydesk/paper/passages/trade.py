"""Trade: goods both ways, the shares where there are no amounts, the partners of both sides."""

from __future__ import annotations

from countrydesk.analysis import (
    counterparts,
    duty_rates,
    levels,
    structure,
    trend,
)
from countrydesk.analysis import trade as dyads
from countrydesk.analysis.finding import Finding
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.dyad import (
    BOUGHT,
    SOLD,
    balance,
    dyad,
    no_flow,
    place_of,
    reports,
    with_value,
)
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Term
from countrydesk.places import registry

NOTE, FORECAST, JUDGEMENT = SentenceKind.NOTE, SentenceKind.FORECAST, SentenceKind.JUDGEMENT
MARKETS, SOURCES = "export_partner_share", "import_partner_share"
DECADE = 10
MULTIPLE = 2.5
LEAST_FLOW = 1e6
OFF_PEAK = 15.0
LINES_SAID, LINES_SHOWN, LISTED = 3, 10, 5
ENDS = 20
LOPSIDED, LEAST_SHARE = 2.0, 3.0
MILLION = 1e6


# -- trade both ways -----------------------------------------------------------------------------


@passage
def trade_both_ways(page: Page) -> None:
    """Goods each way, how they have moved, what they are; shares where there are no amounts."""
    desk = page.desk
    if not reports(desk):
        _shares(page)
        return
    net = balance(desk)
    with page.paragraph("flows"):
        page.say("trade.headline", b=net)
        page.beside(BOUGHT, desk.partner.id)
        _moved(page)
        _extreme(page)
        if net is None:
            page.say("trade.no_customs", a=no_flow(desk))
    with page.paragraph("lines"):
        _lines(page)
    _lines_table(page)
    _flows_chart(page)


def _moved(page: Page) -> None:
    desk = page.desk
    found = [
        trend.change(desk.view, indicator=name, years=DECADE, **dyad(desk))
        for name in (BOUGHT, SOLD)
    ]
    imports, exports = found
    if not imports or not exports or "ratio" not in imports.values:
        return
    if min(float(c.get_value("base")) for c in (imports, exports)) < LEAST_FLOW:
        return
    ratios = [float(c.values.get("ratio", 1)) for c in (imports, exports)]
    same = (ratios[0] > 1) == (ratios[1] > 1)
    name = "moved" if same else "moved_two"
    if min(ratios) >= 1 and max(ratios) >= MULTIPLE:
        name = "multiplied"
    page.say(f"trade.{name}", i=imports, e=exports)


def _extreme(page: Page) -> None:
    desk = page.desk
    highs = {
        name: found
        for name in (BOUGHT, SOLD)
        if (found := trend.record(desk.view, indicator=name, **dyad(desk)))
        and found.value == "high"
        and found.get_value("ever")
    }
    if len(highs) > 1:
        page.say("trade.record_both", x=highs[BOUGHT])
    elif highs:
        name, found = next(iter(highs.items()))
        page.say("trade.record_imports" if name == BOUGHT else "trade.record_exports", x=found)
    else:
        peak = counterparts.dyad_peak(
            desk.view, place=desk.principal.id, counterpart=desk.partner.id, indicator=BOUGHT
        )
        fallen = float(peak.values.get("fallen", 0)) if peak else 0.0
        page.say("trade.off_peak", k=peak if fallen >= OFF_PEAK else None)


def _line(desk: Desk, position: int) -> Finding | None:
    return duty_rates.import_line(desk.view, position=position, **dyad(desk))


def _lines(page: Page) -> None:
    desk = page.desk
    found = [line for at in range(1, LINES_SAID + 1) if (line := _line(desk, at))]
    if not found:
        _chapters(page)
        return
    items = [
        page.phrase("trade.line_item", o=line, key=f"line{at}") for at, line in enumerate(found)
    ]
    page.say(
        "trade.lines", items=page.listed([item for item in items if item]), o=found[0],
        l=duty_rates.lines_together(desk.view, largest=LINES_SHOWN, **dyad(desk)),
    )  # fmt: skip


def _chapters(page: Page) -> None:
    desk = page.desk
    names = " ".join(dyads.CHAPTERS)
    found = [
        item
        for at in range(1, LINES_SAID + 1)
        if (
            item := counterparts.class_top(
                desk.view, indicators=names, whole="imports_for_consumption", position=at,
                **dyad(desk),
            )
        )
    ]  # fmt: skip
    if not found:
        return
    items = [
        page.phrase("trade.chapter_item", t=Term(item.indicator), o=item, key=item.indicator)
        for item in found
    ]
    page.say("trade.chapters", o=found[0], items=page.listed([item for item in items if item]))


def _lines_table(page: Page) -> None:
    desk = page.desk
    found = [line for at in range(1, LINES_SHOWN + 1) if (line := _line(desk, at))]
    rows: list[tuple[Cell, ...]] = [
        ((o, "heading", ""), (o, "goods", ""), (o, "value", "millions"), (o, "share", "percent-1"))
        for o in found
    ]
    if rows:
        page.table(
            "import_lines",
            desk.chart_text("trade.lines_caption", year=found[0].period.text),
            desk.columns("trade.lines_columns"),
            rows,
            numeric=(False, False, True, True),
        )


def _flows_chart(page: Page) -> None:
    desk = page.desk
    series = {name: trend.yearly(desk.view, desk.principal.id, name, desk.partner.id)
        for name in (BOUGHT, SOLD)}  # fmt: skip
    bought, sold = series[BOUGHT], series[SOLD]
    if min(len(bought), len(sold)) < LISTED:
        return
    names = {
        BOUGHT: desk.chart_text("trade.series_bought", side=desk.partner.in_text),
        SOLD: desk.chart_text("trade.series_sold", side=desk.partner.in_text),
    }
    data: list[Datum] = [
        {"x": item.period.year, "y": item.number / MILLION, "series": names[name]}
        for name, found in series.items()
        for item in found
    ]
    first, last = bought[0].period.text, bought[-1].period.text
    millions = desk.grammar.millions
    page.exhibit(
        "chart_flows", "trend",
        desk.chart_text("trade.chart_flows", first=first, last=last),
        desk.chart_text(
            "trade.chart_flows_alt", first=first, last=last, bought=millions(bought[-1].number),
            sold=millions(sold[-1].number), bought_first=millions(bought[0].number),
            sold_first=millions(sold[0].number),
        ),
        data, (*bought, *sold), y_title=desk.chart_text("trade.chart_millions"),
        highlight=names[BOUGHT],
    )  # fmt: skip


# -- shares, where there are no amounts ----------------------------------------------------------


def _shares(page: Page) -> None:
    desk = page.desk
    with page.paragraph("shares"):
        _their_share(page)
        _our_share(page)
        page.say("trade.no_customs", a=no_flow(desk))


def _listed_rank(desk: Desk, indicator: str) -> Finding | None:
    return structure.dyad_rank(
        desk.view, place=desk.partner.id, indicator=indicator, counterpart=desk.principal.id
    )


def _ceiling(desk: Desk, indicator: str, place: str, counterpart: str) -> Finding | None:
    return dyads.share_ceiling(desk.view, place=place, indicator=indicator, counterpart=counterpart)


def _their_share(page: Page) -> None:
    """Say what part of the partner's trade is with the principal, or what it cannot exceed."""
    desk = page.desk
    partner, principal = desk.partner.id, desk.principal.id
    market, source = desk.level(MARKETS, principal), desk.level(SOURCES, principal)
    as_market, as_source = _listed_rank(desk, MARKETS), _listed_rank(desk, SOURCES)
    out, back = (_ceiling(desk, name, partner, principal) for name in (MARKETS, SOURCES))
    if market and source:
        page.say("trade.shares", e=market, m=source, re=as_market, rm=as_source)
    elif not market and not source:
        page.say("trade.ceiling_both", x=out, y=back)
    elif market:
        page.say("trade.share_market", e=market, r=as_market)
        page.say("trade.ceiling_source", x=back, last=place_of(back))
    else:
        page.say("trade.share_source", e=source, r=as_source)
        page.say("trade.ceiling_market", x=out, last=place_of(out))


def _our_share(page: Page) -> None:
    """Say what part of the principal's trade is with the partner, or what it cannot exceed."""
    desk = page.desk
    partner, principal = desk.partner.id, desk.principal.id
    market, source = (
        levels.level(desk.view, place=principal, indicator=name, counterpart=partner)
        for name in (MARKETS, SOURCES)
    )
    page.say("trade.other_way", e=market)
    page.say("trade.other_way_source", e=source)
    if not market and not source:
        page.say(
            "trade.other_way_none", x=_ceiling(desk, MARKETS, principal, partner),
            y=_ceiling(desk, SOURCES, principal, partner),
        )  # fmt: skip


# -- partners ------------------------------------------------------------------------------------


@passage
def trade_partners(page: Page) -> None:
    """The first partners of the partner, where the principal stands, and the other way round."""
    desk = page.desk
    with page.paragraph("partners"):
        _firsts(page)
        _together(page)
    if reports(desk):
        with page.paragraph("ranks"):
            _our_place(page)
            page.say("trade.supplier_rank", i=_world_rank(desk, BOUGHT), o=_world_rank(desk, SOLD))
            _dependence(page)
    _partners_chart(page)


def _first(desk: Desk, indicator: str) -> Finding | None:
    return dyads.first_share_rank(desk.view, place=desk.partner.id, indicator=indicator)


def _firsts(page: Page) -> None:
    desk = page.desk
    market, source = _first(desk, MARKETS), _first(desk, SOURCES)
    if not market or not source:
        page.say("trade.no_shares", a=levels.absence(
            desk.view, place=desk.partner.id, indicator=MARKETS))  # fmt: skip
        return
    _lead(page, market, source)
    if market.number == 1:
        page.say("trade.alone_top", m=market)
    elif market.number <= ENDS:
        page.say("trade.alone_high", m=market)
    elif float(market.get_value("from_bottom")) <= ENDS:
        page.say("trade.alone_low", m=market)
    if source.number <= ENDS:
        page.say("trade.source_high", s=source)


def _lead(page: Page, market: Finding, source: Finding) -> None:
    """Say who comes first on either side; first places that are shared are said to be."""
    given: dict[str, Binding] = {
        "m": market, "s": source, "market": place_of(market), "source": place_of(source),
    }  # fmt: skip
    tied = [bool(found.get_value("level_with")) for found in (market, source)]
    if not any(tied):
        same = market.counterpart == source.counterpart
        page.say_with(f"trade.{'first_same' if same else 'firsts'}", given)
        return
    for found, side, shared in zip((market, source), ("market", "source"), tied, strict=True):
        also = place_of(found, "also") if shared else None
        page.say_with(f"trade.{side}_{'tied' if shared else 'first'}", {**given, "also": also})


def _together(page: Page) -> None:
    desk = page.desk
    out, back = (
        structure.concentration(desk.view, place=desk.partner.id, indicator=name, largest=LISTED)
        for name in (MARKETS, SOURCES)
    )
    page.say("trade.together", k=out, j=back)


def _our_place(page: Page) -> None:
    desk = page.desk
    partner, principal = desk.partner.id, desk.principal.id
    market, source = desk.level(MARKETS, principal), desk.level(SOURCES, principal)
    firsts = {f.counterpart for name in (MARKETS, SOURCES) if (f := _first(desk, name))}
    if market and source:
        if firsts != {principal}:
            page.say(
                "trade.ours", e=market, m=source, re=_listed_rank(desk, MARKETS),
                rm=_listed_rank(desk, SOURCES),
            )  # fmt: skip
        return
    out, back = (_ceiling(desk, name, partner, principal) for name in (MARKETS, SOURCES))
    if not market and not source:
        page.say("trade.ceiling_both", x=out, y=back)
    elif market:
        page.say("trade.share_market", e=market, r=_listed_rank(desk, MARKETS))
        page.say("trade.ceiling_source", x=back, last=place_of(back))
    else:
        page.say("trade.share_source", e=source, r=_listed_rank(desk, SOURCES))
        page.say("trade.ceiling_market", x=out, last=place_of(out))


def _world_rank(desk: Desk, indicator: str) -> Finding | None:
    found = structure.dyad_rank(desk.view, indicator=indicator, **dyad(desk))
    return with_value(found, "share")


def _dependence(page: Page) -> None:
    desk = page.desk
    found = dyads.dependence(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, listed=MARKETS,
        reported=BOUGHT,
    )  # fmt: skip
    if found is None or float(found.get_value("mine")) < LEAST_SHARE:
        return
    if found.number >= LOPSIDED:
        page.say("trade.dependence", d=found)
    elif found.number >= 1 / LOPSIDED:
        page.say("trade.dependence_even", d=found)


def _partners_chart(page: Page) -> None:
    desk = page.desk
    groups = {MARKETS: "group_markets", SOURCES: "group_sources"}
    found = {
        name: sorted(
            structure.latest_dyads(desk.view, desk.partner.id, name).values(),
            key=lambda item: (-item.number, item.counterpart),
        )[:LISTED]
        for name in groups
    }
    markets, sources = found[MARKETS], found[SOURCES]
    if not markets or not sources:
        return
    data: list[Datum] = [
        {
            "label": registry().get(item.counterpart).name,
            "value": item.number,
            "group": desk.lexicon.template(f"trade.{groups[name]}"),
        }
        for name, items in found.items()
        for item in items
    ]
    alt = desk.chart_text(
        "trade.chart_partners_alt", market=_named(desk, markets[0].counterpart),
        first=desk.amount(markets[0]), source=_named(desk, sources[0].counterpart),
        second=desk.amount(sources[0]),
    )  # fmt: skip
    title = desk.chart_text("trade.chart_partners", year=markets[0].period.text)
    page.exhibit(
        "chart_partners", "bars", title, alt, data, (*markets, *sources),
        x_title=desk.unit_name(MARKETS), highlight=desk.lexicon.template("trade.group_markets"),
    )  # fmt: skip


def _named(desk: Desk, place: str) -> str:
    return desk.grammar.place(registry().get(place), "the")
