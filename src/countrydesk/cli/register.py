"""The work behind ``conflicts``: the register of what sources give differently, printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import typer

from countrydesk.cli.tables import print_rows
from countrydesk.evidence import View
from countrydesk.evidence.conflict_reasons import Reason, Sides, reason_of
from countrydesk.evidence.conflict_rules import ConflictRule, number_rules
from countrydesk.evidence.disagreements import (
    Pair,
    episode_conflicts,
    holder_conflicts,
    number_pairs,
)  # fmt: skip

Row = dict[str, Any]


def print_conflicts(view: View, place: str, indicator: str, limit: int, *, json: bool) -> None:
    """Print the conflicts on a place, or on all with their counts by quantity."""
    rows = conflict_rows(view, place, indicator)
    shown = rows[: limit or len(rows)]
    if json:
        print_rows(shown, json=True)
        return
    if not place:
        print_rows(_counts(rows))
        typer.echo("")
    print_rows([_brief(row) for row in shown])
    if len(shown) < len(rows):
        typer.echo(f"\nthe first {len(shown):,} of {len(rows):,} conflicts; --limit")


def conflict_rows(view: View, place: str = "", indicator: str = "") -> list[Row]:
    """Return every conflict as a row; names and counts first, then the newest and widest."""
    rules = {rule.id: rule for rule in number_rules(view.catalogue)}
    numbers = number_pairs(view, place=place)
    if indicator:
        either = (pl.col("indicator") == indicator) | (pl.col("other_indicator") == indicator)
        numbers = numbers.filter(either)
    order = ["period", "weight"] if place else ["weight", "period"]
    numbers = numbers.sort(*order, "rule", "place", descending=[True, True, False, False])
    coded = holder_conflicts(view, place=place) + episode_conflicts(view, place=place)
    return [
        *(_coded(pair) for pair in coded if indicator in {"", pair.shown.indicator}),
        *(_number(view, rules[row["rule"]], row) for row in numbers.iter_rows(named=True)),
    ]


def _number(view: View, rule: ConflictRule, row: Mapping[str, Any]) -> Row:
    sides = Sides(
        row["place"], row["counterpart"], row["period"], (row["source"], row["other_source"]),
        (row["value"], row["other_value"]), (row["released_on"], row["other_released_on"]),
    )  # fmt: skip
    return {
        "quantity": rule.id,
        "place": row["place"],
        "counterpart": row["counterpart"],
        "period": row["period"],
        "indicator": row["indicator"],
        "source": row["source"],
        "value": row["value"],
        "other_indicator": row["other_indicator"],
        "other_source": row["other_source"],
        "other_value": row["other_value"],
        "percent": round(100 * row["difference"], 2),
        "tolerance": round(100 * rule.tolerance, 2),
        **_why(rule, reason_of(view, rule, sides)),
    }


def _coded(pair: Pair) -> Row:
    shown, other = pair.shown, pair.other
    return {
        "quantity": pair.rule.id,
        "place": shown.place,
        "counterpart": shown.counterpart,
        "period": shown.period.text,
        "indicator": shown.indicator,
        "source": shown.source,
        "value": shown.fact,
        "other_indicator": other.indicator,
        "other_source": other.source,
        "other_value": other.fact,
        "percent": None,
        "tolerance": None,
        **_why(pair.rule, pair.reason),
    }


def _why(rule: ConflictRule, reason: Reason) -> Row:
    return {"why": reason.why, "reason": reason.text, "rule": rule.rule}


def _brief(row: Row) -> Row:
    dyad = f" > {row['counterpart']}" if row["counterpart"] else ""
    return {
        "indicator": row["indicator"],
        "place": row["place"] + dyad,
        "period": row["period"],
        "value": _value(row["value"]),
        "source": row["source"],
        "other": _value(row["other_value"]),
        "by": row["other_source"],
        "apart": "" if row["percent"] is None else f"{row['percent']:.1f} %",
        "why": row["why"],
        "reason": row["reason"],
        "rule": row["rule"],
    }


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 1e6 else f"{value:,.6g}"


def _counts(rows: Sequence[Row]) -> list[Row]:
    counted: dict[str, list[Row]] = {}
    for row in rows:
        counted.setdefault(row["quantity"], []).append(row)
    table = [
        {
            "quantity": quantity,
            "conflicts": len(items),
            "places": len({row["counterpart"] or row["place"] for row in items}),
        }
        for quantity, items in counted.items()
    ]
    return sorted(table, key=lambda row: (-row["conflicts"], row["quantity"]))
