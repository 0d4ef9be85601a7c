"""UCDP organised violence: deaths by type of violence, for every state and year since 1989."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

_DYADS = ("exist", "dyad_count", "dyad_ids", "dyad_names")
_VICTIMS = ("deaths_parties", "deaths_civilians", "deaths_unknown")
_BOUNDS = ("best", "high", "low")
_INTRA = (
    *_DYADS, "main_govt_inv_incomp", *_VICTIMS, *(f"deaths_{bound}" for bound in _BOUNDS)
)  # fmt: skip
_TOTAL = (*_DYADS, *_VICTIMS, *(f"total_deaths_{bound}" for bound in _BOUNDS))
_KILLERS = ("main_govt", "any_govt", "nsgroup")
COLUMNS = (
    "country_id_cy", "country_cy", "year_cy", "region_cy", "main_govt_name_cy",
    *(f"sb_{name}_cy" for name in _TOTAL),
    *(f"sb_intrastate_{name}_cy" for name in _INTRA),
    *(f"sb_interstate_{name}_cy" for name in _INTRA),
    *(f"ns_{name}_cy" for name in _TOTAL),
    *(f"os_{name}_cy" for name in _DYADS),
    *(
        f"os_{killer}_{name}_cy"
        for killer in _KILLERS
        for name in ("inv", *(f"killings_{bound}" for bound in _BOUNDS))
    ),
    "os_killings_unknown_cy", *(f"os_total_deaths_{bound}_cy" for bound in _BOUNDS),
    *(
        f"cumulative_total_deaths_{name}_cy"
        for name in (
            "parties_in_orgvio", "civilians_in_orgvio", "unknown_in_orgvio",
            *(f"in_orgvio_{bound}" for bound in _BOUNDS),
        )
    ),
    "version",
)  # fmt: skip


def parse(intake: Intake) -> pl.DataFrame:
    """Return the best figure of each series with the low and high ones; zeros are the source's."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    table = intake.numbers(table, "year_cy")
    table = intake.use(intake.places(table, "country_id_cy", "gw", year="year_cy"))
    rows = [_series(intake, table, name) for name in intake.spec.series]
    return pl.concat(rows)


def _series(intake: Intake, table: pl.DataFrame, best: str) -> pl.DataFrame:
    """Return one series; an interval that does not hold its own best figure is left out."""
    series = intake.spec.series[best]
    low, high = (best.replace("_best_", f"_{bound}_") for bound in ("low", "high"))
    numbers = intake.numbers(table, best, low, high)
    sound = pl.col(best).is_between(pl.col(low), pl.col(high))
    return numbers.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        pl.col("year_cy").cast(pl.Int32).cast(pl.String).alias("period"),
        pl.col(best).alias("value"),
        pl.when(sound).then(pl.col(low)).alias("low"),
        pl.when(sound).then(pl.col(high)).alias("high"),
        pl.lit(series.unit).alias("unit"),
        pl.lit(best).alias("series"),
        "_file",
    )
