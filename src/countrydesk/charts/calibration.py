"""The calibration plot: what was given each probability, and how often it happened."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis.forecasting.scores import CalibrationBin
from countrydesk.charts.export import draw
from countrydesk.errors import InputError
from countrydesk.paper.nodes import Exhibit


def calibration_svg(steps: Sequence[CalibrationBin], levels: Sequence[CalibrationBin]) -> str:
    """Return the plot as SVG: a row for each step of probability, then for each quantile.

    A row shows the mean probability and the share that happened; for a quantile its level and the
    share of outcomes that were no higher.

    Raises:
        InputError: nothing is resolved, so that there is nothing to draw.
    """
    rows = [_row(f"{step.cases:,} forecasts around {step.forecast:.0%}", step) for step in steps]
    rows += [
        _row(f"{step.cases:,} outcomes, quantile {step.forecast:.0%}", step) for step in levels
    ]
    if not rows:
        raise InputError("no registered forecast is resolved: there is no calibration to draw")
    options = {
        "x_title": "percent",
        "before_title": "probability",
        "after_title": "share that happened",
    }
    return draw(
        Exhibit("calibration", "dumbbell", "Calibration", "", tuple(rows), options, (), ())
    ).svg


def _row(label: str, step: CalibrationBin) -> dict[str, str | float | int | None]:
    return {
        "label": label,
        "before": round(100 * step.forecast, 1),
        "after": round(100 * step.happened, 1),
    }
