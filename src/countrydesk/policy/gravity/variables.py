"""An exercise from words: which variables make trade costs, and what they become."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity.conditional import conditional_tables
from countrydesk.policy.gravity.estimate import estimate
from countrydesk.policy.gravity.exercise import Exercise, costs, matrix
from countrydesk.policy.gravity.guide import guide_exact, guide_table

Report = dict[str, str | float | int]


def run_exercise(
    frame: pl.DataFrame,
    coefficients: str,
    becomes: Sequence[str],
    reference: str,
    sigma: float,
    solution: str,
    rename: Sequence[str] = (),
    outcome: str = "trade",
) -> tuple[pl.DataFrame, Report]:
    """Return the table of an exercise and what it rests on.

    Args:
        frame: one row a pair.
        coefficients: ``NAME=VALUE`` joined by commas; a name alone is estimated.
        becomes: ``NAME=VALUE`` or ``NAME=VALUE@A,B,C``.
        reference: country whose inward resistance is one.
        sigma: elasticity of substitution.
        solution: "exact", "guide" or "conditional".
        rename: ``OLD=NEW`` codes.
        outcome: column of trade.

    Raises:
        ScenarioError: words of another form.
    """
    if solution not in ("exact", "guide", "conditional"):
        raise ScenarioError(f"the solution is exact, guide or conditional, not '{solution}'")
    codes = dict(_split(word) for word in rename)
    frame = frame.with_columns(pl.col("exporter", "importer").cast(pl.String).replace(codes))
    values = _values(frame, coefficients, outcome)
    changed = frame
    for word in becomes:
        changed = _changed(changed, word)
    names, before = costs(frame, values)
    _, after = costs(changed, values)
    _, trade = matrix(frame, outcome)
    made = matrix(frame, "Y")[1][:, 0] if "Y" in frame.columns else trade.sum(axis=1)
    spent = matrix(frame, "E")[1][0] if "E" in frame.columns else trade.sum(axis=0)
    task = Exercise(names, before, after, made, spent, reference, sigma)
    report: Report = {"solution": solution, "sigma": sigma, "reference": reference, **values}
    if solution == "conditional":
        return conditional_tables(task)[0], report
    if solution == "guide":
        return _ordered(guide_table(task)), report
    table, effects = guide_exact(task)
    return _ordered(table), {**report, "market_clearing_residual": effects.residual}


def _ordered(table: pl.DataFrame) -> pl.DataFrame:
    first = ["country", "change_rGDP_FULL", "change_price_FULL", "change_Xi_FULL", "change_Xi_CDL"]
    return table.select(*first, pl.exclude(first))


def _values(frame: pl.DataFrame, coefficients: str, outcome: str) -> dict[str, float]:
    words = [word.strip() for word in coefficients.split(",") if word.strip()]
    given = {word: None for word in words if "=" not in word}
    if given and len(given) < len(words):
        raise ScenarioError("give a value to every coefficient or to none")
    if given:
        return estimate(frame, outcome, list(given)).coefficients
    return {name: _number(value, name) for name, value in map(_split, words)}


def _changed(frame: pl.DataFrame, word: str) -> pl.DataFrame:
    name, value = _split(word)
    value, _, members = value.partition("@")
    if name not in frame.columns:
        raise ScenarioError(f"the data have no column '{name}' to set")
    among = pl.col("exporter") != pl.col("importer")
    if members:
        codes = members.split(",")
        unknown = sorted(set(codes) - set(frame["exporter"].to_list()))
        if unknown:
            raise ScenarioError(f"the data have no country {', '.join(unknown)}")
        among &= pl.col("exporter").is_in(codes) & pl.col("importer").is_in(codes)
    new = pl.when(among).then(_number(value, name)).otherwise(pl.col(name).cast(pl.Float64))
    return frame.with_columns(new.alias(name))


def _split(word: str) -> tuple[str, str]:
    name, mark, value = word.partition("=")
    if not mark:
        raise ScenarioError(f"'{word}' is not of the form NAME=VALUE")
    return name.strip(), value.strip()


def _number(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ScenarioError(f"'{text}' of '{name}' is not a number") from None
