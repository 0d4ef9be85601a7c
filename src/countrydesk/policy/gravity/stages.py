"""Trade costs of every pair from a panel: the two stages of Anderson and Yotov (2016).

First pair effects and the effect of agreements from a panel with exporter-year and importer-year
effects; then the pair effects on distance and the like, which fills the pairs that never trade.
Domestic trade of all countries shares one pair effect, the zero of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from countrydesk.errors import EstimationError
from countrydesk.policy.gravity.estimate import Estimate, estimate

AT_HOME = "domestic"


@dataclass(frozen=True, eq=False)
class Stages:
    """Both regressions and the costs of a year.

    Attributes:
        panel: the first regression; its coefficients are those of the agreements.
        pairs: the second.
        costs: exporter, importer and ``cost``: trade costs to the power 1 - sigma without the
            effect of agreements, one row a pair.
    """

    panel: Estimate
    pairs: Estimate
    costs: pl.DataFrame


def two_stages(
    frame: pl.DataFrame,
    year: int,
    agreements: Sequence[str] = ("RTA",),
    gravity: Sequence[str] = ("ln_DIST", "CNTG", "LANG", "CLNY"),
    outcome: str = "trade",
    pair: str = "pair_id",
) -> Stages:
    """Return the costs of all pairs in ``year`` from a panel of several years.

    Args:
        frame: exporter, importer, year, the pair's number, the outcome and all regressors.
        year: whose costs are wanted.
        agreements: regressors that change over time.
        gravity: regressors that do not.
        outcome: trade, domestic sales included.
        pair: column that numbers pairs, alike in both directions.

    Raises:
        EstimationError: a column is missing, or the year is not in the panel.
    """
    for name in ("exporter", "importer", "year", pair, outcome, *agreements, *gravity):
        if name not in frame.columns:
            raise EstimationError(f"the panel has no column '{name}'")
    whole = pl.col("year").cast(pl.Int64).cast(pl.String)
    label = pl.when(pl.col("exporter") == pl.col("importer")).then(pl.lit(AT_HOME))
    panel = frame.with_columns(
        (pl.col("exporter") + "@" + whole).alias("exporter_year"),
        (pl.col("importer") + "@" + whole).alias("importer_year"),
        label.otherwise(pl.col(pair).cast(pl.String)).alias("pair"),
    )
    first = estimate(panel, outcome, agreements, ("pair", "exporter_year", "importer_year"))
    now = panel.filter(pl.col("year").cast(pl.Int64) == year)
    if now.is_empty():
        raise EstimationError(f"the panel has no year {year}")
    levels = first.effects["pair"]
    home = levels[AT_HOME]
    shift = pl.DataFrame(
        {"pair": list(levels), "effect": [value - home for value in levels.values()]}
    )
    now = now.join(shift, on="pair", how="left").with_columns(pl.col("effect").exp().alias("cost"))
    abroad = now.filter((pl.col("exporter") != pl.col("importer")) & pl.col("cost").is_not_null())
    second = estimate(abroad, "cost", gravity)
    return Stages(first, second, _filled(now, second, gravity))


def _filled(now: pl.DataFrame, second: Estimate, gravity: Sequence[str]) -> pl.DataFrame:
    sell, buy = second.effects["exporter"], second.effects["importer"]
    index = sum(
        (pl.col(name).cast(pl.Float64) * second.coefficients[name] for name in gravity),
        start=pl.col("exporter").replace_strict(sell, default=None, return_dtype=pl.Float64)
        + pl.col("importer").replace_strict(buy, default=None, return_dtype=pl.Float64),
    )
    table = now.with_columns(
        pl.when(pl.col("exporter") == pl.col("importer"))
        .then(1.0)
        .otherwise(pl.coalesce("cost", index.exp()))
        .alias("cost")
    )
    if table["cost"].null_count():
        lost = table.filter(pl.col("cost").is_null()).row(0, named=True)
        raise EstimationError(
            f"no cost for {lost['exporter']} to {lost['importer']}: one of them never trades"
        )
    return table.select("exporter", "importer", "cost").sort("exporter", "importer")
