"""The 194-country table of the pass-through model, from the raw files."""

from __future__ import annotations

import polars as pl

from countrydesk.policy.gravity.passthrough import Inputs, World


def read(folder, name):
    return pl.read_csv(folder / "trade_war_2025" / name, infer_schema_length=None)


def inputs(folder):
    trade = read(folder, "trade_cepii.csv").fill_null(0).cast(pl.Float64).to_numpy()
    gdp = read(folder, "gdp.csv").to_series().to_numpy() / 1000
    names = tuple(read(folder, "country_labels.csv")["iso3"])
    rates = read(folder, "tariffs.csv").to_series().to_numpy()
    return Inputs(World.calibrated(names, trade, gdp, imposer="USA"), rates)
