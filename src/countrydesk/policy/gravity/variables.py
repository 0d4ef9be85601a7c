"""An exercise from words: which variables make trade costs, and what they become."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from countrydesk.errors import ScenarioError
from countrydesk.policy.gravity.conditional import conditional_tables
from countrydesk.policy.gravity.estimate import estimate
from countrydesk.policy.gravity.exercise import Exercise, costs, matrix
from countrydesk.policy.gravity.guide import guide_exact, guide_table
from countrydesk.policy.gravity.stages import two_stages

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
    _known(solution)
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
    return _solved(task, solution, values)


def run_panel(
    frame: pl.DataFrame,
    year: int,
    years: Sequence[int],
    agreements: Sequence[str],
    gravity: Sequence[str],
    becomes: Sequence[str],
    reference: str,
    sigma: float,
    solution: str,
    outcome: str = "trade",
) -> tuple[pl.DataFrame, Report]:
    """Return the table of an exercise whose costs come from a panel by two stages.

    Args:
        frame: one row a pair and year, with a number of the pair in ``pair_id``.
        year: whose trade is changed.
        years: of the panel; all when empty.
        agreements: variables of the first stage, which ``becomes`` may change.
        gravity: variables of the second; ``ln_X`` is made from ``X`` where it is missing.
        becomes: ``NAME=VALUE`` or ``NAME=VALUE@A,B,C``.
        reference: country whose inward resistance is one.
        sigma: elasticity of substitution.
        solution: "exact", "guide" or "conditional".
        outcome: column of trade.
    """
    _known(solution)
    for name in gravity:
        if name not in frame.columns and name.removeprefix("ln_") in frame.columns:
            frame = frame.with_columns(pl.col(name.removeprefix("ln_")).log().alias(name))
    if years:
        frame = frame.filter(pl.col("year").cast(pl.Int64).is_in(list(years)))
    stages = two_stages(frame, year, agreements, gravity, outcome)
    values = {name: stages.panel.coefficients[name] for name in agreements}
    now = frame.filter(pl.col("year").cast(pl.Int64) == year)
    changed = now
    for word in becomes:
        changed = _changed(changed, word)
    names, bare = matrix(stages.costs, "cost")
    _, trade = matrix(now, outcome)
    before, after = (bare * costs(each, values)[1] for each in (now, changed))
    task = Exercise(names, before, after, trade.sum(axis=1), trade.sum(axis=0), reference, sigma)
    table, report = _solved(task, solution, values)
    second = {f"second_stage_{name}": stages.pairs.coefficients[name] for name in gravity}
    return table, {**report, **second, "observations": stages.panel.observations}


def _known(solution: str) -> None:
    if solution not in ("exact", "guide", "conditional"):
        raise ScenarioError(f"the solution is exact, guide or conditional, not '{solution}'")


def _solved(task: Exercise, solution: str, values: dict[str, float]) -> tuple[pl.DataFrame, Report]:
    report: Report = {
        "solution": solution,
        "sigma": task.sigma,
        "reference": task.reference,
        **values,
    }
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
