"""Forecasts of growth, inflation and public debt, one to five years past the newest vintage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np

from countrydesk.analysis.forecasting.macro_backtest import (
    BASELINE,
    Cases,
    macro_backtest,
    macro_record,
)
from countrydesk.analysis.forecasting.macro_fans import DECADE, HORIZONS, SERIES, Fan, fan
from countrydesk.analysis.forecasting.macro_vintages import SOURCE, vintages
from countrydesk.analysis.forecasting.question import (
    LEVELS,
    Baseline,
    Driver,
    Forecast,
    QuantileTable,
    Question,
    Target,
    TrackRecord,
    quantile_table,
)
from countrydesk.evidence import View
from countrydesk.places import registry

MODEL, VERSION = "weo_fan", 1
DECIMALS: Final = 2
UNITS: Final = {"growth": "percent", "inflation": "percent", "debt": "percent_of_gdp"}
NOUNS: Final = {
    "growth": "growth of real GDP",
    "inflation": "average inflation of consumer prices",
    "debt": "gross public debt as a share of GDP",
}


def growth_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the forecasts of growth of all states, in percent."""
    return tuple(_forecasts(view, origin, "growth"))


def inflation_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the forecasts of inflation of all states, in percent."""
    return tuple(_forecasts(view, origin, "inflation"))


def debt_forecasts(view: View, origin: date) -> tuple[Forecast, ...]:
    """Return the forecasts of public debt of all states, in percent of GDP."""
    return tuple(_forecasts(view, origin, "debt"))


def _forecasts(view: View, origin: date, name: str) -> Iterator[Forecast]:
    evidence = vintages(view, SERIES[name].indicator).known_by(origin.toordinal())
    if not evidence.days:
        return
    for horizon in HORIZONS:
        made = fan(evidence, SERIES[name], horizon)
        if made.year < origin.year:
            continue
        record = macro_record(macro_backtest(evidence, name, horizon), name)
        for at, place in enumerate(evidence.places):
            if np.isfinite(made.quantiles[at]).all() and np.isfinite(made.plain[at]).all():
                yield _forecast(view, origin, name, made, at, place, record)


def _forecast(
    view: View, origin: date, name: str, made: Fan, at: int, place: str,
    record: TrackRecord | None,
) -> Forecast:  # fmt: skip
    return Forecast(
        question=_question(origin, name, place, made),
        model=MODEL,
        version=VERSION,
        baseline=Baseline(BASELINE, quantiles=_table(made.plain[at])),
        quantiles=_table(made.quantiles[at]),
        evidence=_evidence(view, place, name, made.year),
        drivers=_drivers(name, made, at),
        record=record,
    )


def _table(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> QuantileTable:
    return quantile_table(LEVELS, np.round(values, DECIMALS))


def _question(origin: date, name: str, place: str, made: Fan) -> Question:
    indicator, year = SERIES[name].indicator, made.year
    where = registry().get(place).in_text
    return Question(
        family=name,
        text=f"What will {NOUNS[name]} of {where} be in {year}?",
        rule=f"The value for {year} in the newest World Economic Outlook released after {year}, "
        "actual or estimate.",
        source=SOURCE,
        indicator=indicator,
        place=place,
        period=str(year),
        origin=origin,
        deadline=date(year + 1, 12, 31),
        reference_class=f"states in vintages of the World Economic Outlook, {made.horizon} "
        f"{'year' if made.horizon == 1 else 'years'} ahead",
        target=Target.QUANTITY,
        unit=UNITS[name],
    )


def _evidence(view: View, place: str, name: str, year: int) -> tuple[str, ...]:
    """Return the ids of the projection and of the measured years that the anchor rests on."""
    series = SERIES[name]
    measured = [o for o in view.measured(place, series.indicator) if o.source == SOURCE]
    past = measured[-1:] if series.persistent else measured[-DECADE:]
    ahead = view.find_at(place, series.indicator, str(year))
    return tuple(o.id for o in (*past, *([ahead] if ahead else [])))


def _drivers(name: str, made: Fan, at: int) -> tuple[Driver, ...]:
    """Return what the projection and the anchor add to the median state's projection."""
    usual = float(np.nanmedian(made.projection))
    parts = (
        ("projection of the IMF", made.projection[at], made.weight),
        (ANCHORS[SERIES[name].persistent], made.anchor[at], 1 - made.weight),
    )
    return tuple(
        Driver(label, _rounded(value), _rounded(share * (value - usual)), "points over the median "
               "state's projection")
        for label, value, share in parts
        if share > 0
    )  # fmt: skip


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS)


ANCHORS: Final = {True: "last measured value", False: "own, regional and world decade"}


def growth_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of growth, a row for each vintage and horizon; see :func:`windows`."""
    return windows(view, "growth")


def inflation_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of inflation, a row for each vintage and horizon."""
    return windows(view, "inflation")


def debt_windows(view: View) -> tuple[dict[str, float | int | str], ...]:
    """Return the backtest of debt, a row for each vintage and horizon."""
    return windows(view, "debt")


def windows(view: View, name: str) -> tuple[dict[str, float | int | str], ...]:
    """Return by vintage and horizon the errors of the fan and of the IMF, and the coverage.

    ``error`` and ``imf`` are mean absolute errors of the median and of the projection, ``saved``
    the share of the latter saved; ``inside`` the share of outcomes in the 80 % interval; ``weight``
    that of the projection in the pool.
    """
    evidence = vintages(view, SERIES[name].indicator)
    cases = ((h, item) for h in HORIZONS for item in macro_backtest(evidence, name, h))
    return tuple(_window(horizon, item) for horizon, item in cases)


def _window(horizon: int, item: Cases) -> dict[str, float | int | str]:
    error = float(np.abs(item.middle - item.outcome).mean())
    imf = float(np.abs(item.projection - item.outcome).mean())
    return {
        "vintage": date.fromordinal(item.day).isoformat(),
        "years ahead": horizon,
        "cases": len(item.outcome),
        "error": round(error, 3),
        "imf": round(imf, 3),
        "saved": f"{1 - error / imf:.1%}",
        "inside": f"{item.inside.mean():.1%}",
        "weight": round(item.weight, 2),
    }
