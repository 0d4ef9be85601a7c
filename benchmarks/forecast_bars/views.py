"""The files of the VIEWS prediction challenge 2023/24: deaths in state-based violence by month.

The challenge's own series begins in January 2018; the months of the two years before follow from
its sums over 24 months, to the death. It is of another vintage, types and dating than the UCDP
series of the releases: that one serves as library of past cases only.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from countrydesk.analysis.forecasting.fatalities import Fatalities, month_number
from forecast_bars.raw import RAW

Floats = npt.NDArray[np.float64]
WINDOWS = range(2018, 2024)
HORIZONS = tuple(range(3, 15))
# Mean CRPS of the twelve draws, as published with the challenge's files.
BARS = {2018: 14.483, 2019: 9.146, 2020: 21.339, 2021: 76.849, 2022: 123.995, 2023: 50.357}
_EPOCH = month_number("1980-01") - 1


def origin_of(window: int) -> int:
    """Return the last month known to a forecast of a window: October of the year before."""
    return month_number(f"{window - 1}-10")


def deaths() -> Fatalities:
    """Return deaths by country and month from February 2016 to April 2024."""
    table = pl.read_parquet(RAW / "views/cm_features_and_targets_2018_2024.parquet")
    now, sums = (_wide(table, name) for name in ("ged_sb", "ged_sb_tsum_24"))
    before = now[:, 1:24] - (sums[:, 1:24] - sums[:, :23])
    first = int(table["month_id"].min()) + _EPOCH  # type: ignore[arg-type]
    return Fatalities(_places(table), first - 23, np.concatenate([before, now], axis=1))


def _wide(table: pl.DataFrame, column: str) -> Floats:
    wide = table.pivot("month_id", index="country_id", values=column, aggregate_function="first")
    return wide.sort("country_id").drop("country_id").to_numpy().astype(np.float64)


def _places(table: pl.DataFrame) -> tuple[str, ...]:
    return tuple(str(n) for n in table["country_id"].unique().sort().to_list())


def actuals(window: int) -> Floats:
    """Return the deaths that the challenge scores in a window (places x months)."""
    table = pl.read_parquet(RAW / f"views/cm_actuals_{window}.parquet")
    return _wide(table, "outcome")


def published_draws(window: int) -> Floats:
    """Return the twelve draws of the challenge's conflictology (places x draws)."""
    table = pl.read_csv(RAW / f"views/conflictology_{window}.csv")
    first = table.filter(pl.col("month_id") == table["month_id"].min())
    wide = first.pivot("draw", index="country_id", values="outcome").sort("country_id")
    return wide.drop("country_id").to_numpy().astype(np.float64)


def names() -> Mapping[str, str]:
    """Return the country of each of the challenge's ids."""
    table = pl.read_csv(RAW / "views/country_key.csv")
    return {str(a): str(b) for a, b in table.select("id", "isoname").iter_rows()}
