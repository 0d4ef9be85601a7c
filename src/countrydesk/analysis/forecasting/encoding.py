"""Forecasts as JSON, and back: the layout of a line of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from countrydesk.analysis.forecasting.question import (
    Baseline,
    Driver,
    Forecast,
    QuantileTable,
    Question,
    Target,
    TrackRecord,
)

DIGITS = 6
_RECORDED = ("score", "plain", "low", "high")


def encode_forecast(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as plain values; figures keep ``DIGITS`` significant digits."""
    row: dict[str, Any] = {"id": forecast.question.id}
    row["question"] = _without_empty(asdict(forecast.question))
    row["model"] = f"{forecast.model}/{forecast.version}"
    row |= _answer(forecast.probability, forecast.quantiles)
    baseline = forecast.baseline
    row["baseline"] = {"name": baseline.name} | _answer(baseline.probability, baseline.quantiles)
    row["evidence"] = list(forecast.evidence)
    row["drivers"] = [
        {
            "name": item.name,
            "value": _short(item.value),
            "contribution": _short(item.contribution),
            "scale": item.scale,
        }
        for item in forecast.drivers
    ]
    row["record"] = _record(forecast.record)
    return row


def _without_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in (None, "")}


def _answer(probability: float | None, quantiles: QuantileTable) -> dict[str, Any]:
    if probability is not None:
        return {"probability": _short(probability)}
    return {"quantiles": [[level, _short(value)] for level, value in quantiles]}


def _record(record: TrackRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    row = asdict(record)
    return row | {key: _short(row[key]) for key in _RECORDED if row[key] is not None}


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def decode_forecast(row: Mapping[str, Any]) -> Forecast:
    """Return the forecast of a row of the register.

    Raises:
        KeyError, ValueError, TypeError: the row is no forecast.
    """
    model, _, version = row["model"].partition("/")
    baseline = row["baseline"]
    return Forecast(
        question=_question(row["question"]),
        model=model,
        version=int(version),
        baseline=Baseline(baseline["name"], baseline.get("probability"), _table(baseline)),
        probability=row.get("probability"),
        quantiles=_table(row),
        evidence=tuple(row["evidence"]),
        drivers=tuple(Driver(**item) for item in row["drivers"]),
        record=TrackRecord(**row["record"]) if row["record"] else None,
    )


def _question(row: Mapping[str, Any]) -> Question:
    plain = {item.name: row[item.name] for item in fields(Question) if item.name in row}
    days = {key: date.fromisoformat(plain[key]) for key in ("origin", "deadline")}
    return Question(**plain | days | {"target": Target(row["target"])})


def _table(row: Mapping[str, Any]) -> QuantileTable:
    return tuple((float(level), float(value)) for level, value in row.get("quantiles", ()))
