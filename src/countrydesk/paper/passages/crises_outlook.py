"""Outlook: what the IMF projects and how far off it has been; violence month by month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from countrydesk.analysis import confidence, levels, track_record, violence
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.trend import yearly
from countrydesk.model import Observation
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage

FORECAST, JUDGEMENT = SentenceKind.FORECAST, SentenceKind.JUDGEMENT
FORECASTER: Final = "imf_weo"
GROWTH: Final = "gdp_growth"
RECORDED: Final = (GROWTH, "inflation")
# Template of each further projection, and the least move in points that is called one.
MOVES: Final = {"inflation": ("inflation", 1.0), "public_debt": ("debt", 2.0)}
HORIZONS: Final = (1, 2)
ONE_WAY: Final = 0.6
CHARTED_SINCE: Final = 2000
DECADE: Final = 10
APART: Final = 1.1


@passage
def outlook_economy(page: Page) -> None:
    """Growth, prices and debt as the IMF projects them, and the record of that forecaster."""
    growth = _outlook(page, GROWTH)
    with page.paragraph("projections"):
        _say_projections(page, growth)
    with page.paragraph("record"):
        _say_record(page)
    page.table(
        "records",
        page.desk.chart_text("crises_outlook.records_table"),
        page.desk.columns("crises_outlook.records_columns"),
        (_row(page, record) for record in _records(page)),
        (False, True, True, True, True, True, True),
    )
    if growth is not None:
        _chart(page, growth)


def _outlook(page: Page, indicator: str) -> Finding | None:
    """Return the projection for the year of the paper."""
    desk = page.desk
    return track_record.outlook(
        desk.view, place=desk.partner.id, indicator=indicator, year=desk.today.year
    )


def _say_projections(page: Page, growth: Finding | None) -> None:
    desk = page.desk
    if growth is None:
        earlier = track_record.outlook(
            desk.view, place=desk.partner.id, indicator=GROWTH, year=desk.today.year - 1
        )
        if not page.say("crises_outlook.old_projection", kind=FORECAST, o=earlier):
            page.say("crises_outlook.no_projection", a=_no_projection(page))
    else:
        after = growth if "next" in growth.values else None
        before = growth if "base" in growth.values else None
        name = "growth" if growth.number >= 0 and before else "shrink"
        page.say(f"crises_outlook.{name}", key="growth", kind=FORECAST, o=growth, n=after, b=before)
    for indicator, (name, least) in MOVES.items():
        moved = track_record.outlook_change(
            desk.view, place=desk.partner.id, indicator=indicator, year=desk.today.year
        )
        if moved is not None:
            steady = "_steady" if abs(moved.number) < least else ""
            page.say(
                f"crises_outlook.{name}{steady}",
                key=name,
                kind=FORECAST,
                o=_outlook(page, indicator),
                d=moved,
            )


def _no_projection(page: Page) -> Finding | None:
    desk = page.desk
    return track_record.no_projection(
        desk.view, place=desk.partner.id, indicator=GROWTH, year=desk.today.year
    )


# -- the record of the forecaster ----------------------------------------------------------------


def _record(page: Page, indicator: str, horizon: int) -> Finding | None:
    desk = page.desk
    return track_record.track_record(
        desk.view, place=desk.partner.id, indicator=indicator, source=FORECASTER, horizon=horizon
    )


def _records(page: Page) -> Iterator[Finding]:
    for indicator in RECORDED:
        for horizon in HORIZONS:
            found = _record(page, indicator, horizon)
            if found is not None:
                yield found


def _say_record(page: Page) -> None:
    near, far = (_record(page, GROWTH, horizon) for horizon in HORIZONS)
    if near is None:
        return
    page.say("crises_outlook.record", a=near, b=far)
    if "region" in near.values:
        ratio = near.number / float(near.get_value("region"))
        name = "_easier" if ratio < 1 / APART else "" if ratio > APART else "_same"
        page.say(f"crises_outlook.record_region{name}", key="record_region", r=near)
    if abs(float(near.get_value("bias"))) >= ONE_WAY * near.number:
        page.say("crises_outlook.bias", a=near)
    _say_band(page)
    if "plain" in near.values:
        beaten = float(near.get_value("plain")) < near.number
        name = "beaten" if beaten else "beats"
        _judge(page, f"crises_outlook.{name}", "against_rule", near)


def _judge(page: Page, template: str, key: str, found: Finding) -> None:
    level = Confidence(confidence.confidence([found], page.desk.today))
    page.say(template, key=key, kind=JUDGEMENT, confidence=level, a=found, e=found)


def _say_band(page: Page) -> None:
    growth = _outlook(page, GROWTH)
    if growth is None:
        return
    horizon = growth.period.year - int(str(growth.values["vintage"])[:4])
    if horizon in HORIZONS:
        band = _band(page, growth.period.year, horizon)
        if band is not None:
            _judge(page, "crises_outlook.band", "band", band)


def _band(page: Page, year: int, horizon: int) -> Finding | None:
    desk = page.desk
    return track_record.error_band(
        desk.view, place=desk.partner.id, indicator=GROWTH, source=FORECASTER, year=year,
        horizon=horizon,
    )  # fmt: skip


def _row(page: Page, record: Finding) -> tuple[Cell, ...]:
    desk = page.desk
    region: Cell = (record, "region", "plain-1") if "region" in record.values else "–"
    return (
        desk.grammar.capital(desk.lexicon.noun(record.indicator)),
        (record, "horizon", "exact"),
        (record, "value", "plain-1"),
        (record, "bias", "plain-1"),
        (record, "worst", "plain-1"),
        (record, "n", "exact"),
        region,
    )


def _chart(page: Page, growth: Finding) -> None:
    """Draw growth as measured and as projected, with the usual error where it is known."""
    desk = page.desk
    place = desk.partner.id
    past = [o for o in yearly(desk.view, place, GROWTH) if o.period.year >= CHARTED_SINCE]
    ahead = [
        o for o in desk.view.series(place, GROWTH) if past and o.period.year > past[-1].period.year
    ]
    if len(past) < DECADE or not ahead:
        return
    made = int(str(growth.values["vintage"])[:4])
    name = desk.chart_text("crises_outlook.chart_projected")
    data: list[Datum] = [
        {"x": o.period.year, "y": o.number, "series": desk.partner.name} for o in past
    ]
    data.append({"x": past[-1].period.year, "y": past[-1].number, "series": name})
    data += [_ahead(page, item, made, name) for item in ahead]
    words = {
        "first": past[0].period.text,
        "measured": past[-1].period.text,
        "last": ahead[-1].period.text,
        "near": str(made + HORIZONS[0]),
        "far": str(made + HORIZONS[-1]),
        "end": desk.amount(past[-1]),
        "ahead": desk.grammar.number(growth.number, growth.unit, 1),
    }
    page.exhibit(
        "growth_projected",
        "trend",
        desk.chart_text("crises_outlook.chart", **words),
        desk.chart_text("crises_outlook.chart_alt", **words),
        data,
        [*past, *ahead],
        y_title=desk.unit_name(GROWTH),
        highlight=desk.partner.name,
    )


def _ahead(page: Page, item: Observation, made: int, name: str) -> Datum:
    row: Datum = {"x": item.period.year, "y": item.number, "series": name}
    horizon = item.period.year - made
    band = _band(page, item.period.year, horizon) if horizon in HORIZONS else None
    if band is not None:
        row |= {"lo": float(band.get_value("low")), "hi": float(band.get_value("high"))}
    return row


# -- violence ------------------------------------------------------------------------------------


@passage
def outlook_violence(page: Page) -> None:
    """The last twelve months on record against the twelve before, a base rate, and no more."""
    desk = page.desk
    months = violence.twelve_months(desk.view, place=desk.partner.id)
    years = violence.toll(desk.view, place=desk.partner.id, indicator=violence.ALL, years=DECADE)
    with page.paragraph("violence_ahead"):
        if months is None:
            name = "months_merged" if years is not None else "months_absent"
            missing = levels.absence(desk.view, place=desk.partner.id, indicator=violence.MONTHLY)
            page.say(f"crises_outlook.{name}", key="months", a=missing)
        else:
            _say_months(page, months)
        if years is not None:
            _say_base_rate(page, years)


def _say_months(page: Page, months: Finding) -> None:
    if not months.number and not months.values["base"]:
        page.say("crises_outlook.months_zero", key="months", v=months)
        return
    rose = float(months.get_value("moved")) >= 0
    worst = months if "worst" in months.values and months.number > 1 else None
    page.say(f"crises_outlook.months_{'up' if rose else 'down'}", key="months", v=months, w=worst)


def _say_base_rate(page: Page, years: Finding) -> None:
    reached = float(years.get_value("reached"))
    if reached == float(years.get_value("years")):
        name = "always"
    elif reached:
        name = "often"
    else:
        name = "once" if "last_reached" in years.values else "never"
    page.say(
        f"crises_outlook.base_{name}",
        key="base_rate",
        kind=JUDGEMENT,
        confidence=Confidence(confidence.confidence([years], page.desk.today)),
        t=years,
    )
