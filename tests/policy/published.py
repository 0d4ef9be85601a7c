"""The data of published exercises, from the raw files."""

from __future__ import annotations

import pandas as pd
import polars as pl

from countrydesk.policy.gravity.exercise import Exercise, costs, matrix

BORDER = ("ln_DIST", "CNTG", "INTL_BRDR")
CANADA_JAPAN = {  # coefficients of the package's own example
    "lndist": -0.3898623,
    "contiguity": 0.891577,
    "common_language": 0.0326249,
    "pta": 0.4711383,
    "international": -3.412584,
}


def stata(path, columns):
    frame = pd.read_stata(path, columns=list(columns))
    return pl.DataFrame({name: frame[name].tolist() for name in columns})


def without_borders(raw):
    """The guide's first exercise: 69 countries, 2006."""
    columns = ("exporter", "importer", "pair_id", "trade", *BORDER)
    frame = stata(raw / "gravity/agtpa/1_TradeWithoutBorder.dta", columns)
    return frame.with_columns(pl.col("exporter", "importer").replace({"ZZZ": "DEU"}))


def border_exercise(frame, coefficients):
    names, trade = matrix(frame, "trade")
    _, before = costs(frame, coefficients)
    _, after = costs(frame, {**coefficients, "INTL_BRDR": 0.0})
    return Exercise(names, before, after, trade.sum(axis=1), trade.sum(axis=0), "DEU")


def guide_columns(raw, side):
    name = f"1_TradeWithoutBorder_FULL_{side}.dta"
    frame = pd.read_stata(raw / "gravity/agtpa" / name)
    return pl.DataFrame({column: frame[column].tolist() for column in frame}).sort("country")


def canada_japan(raw):
    """The example of gegravity: Canada and Japan sign an agreement."""
    frame = pl.read_csv(raw / "gravity/gegravity_sample_data_set.dlm")
    both = pl.col("exporter").is_in(["CAN", "JPN"]) & pl.col("importer").is_in(["CAN", "JPN"])
    abroad = pl.col("exporter") != pl.col("importer")
    signed = frame.with_columns(pl.when(both & abroad).then(1).otherwise("pta").alias("pta"))
    names, before = costs(frame, CANADA_JAPAN)
    _, after = costs(signed, CANADA_JAPAN)
    output, spent = matrix(frame, "Y")[1][:, 0], matrix(frame, "E")[1][0]
    return Exercise(names, before, after, output, spent, "DEU", sigma=5.0)


def nafta_1990(raw):
    """Trade of 1990 from the example of ge_gravity2."""
    frame = stata(raw / "gravity/ge_gravity2_example_data.dta", ("iso_o", "iso_d", "year", "flow"))
    return matrix(frame.filter(pl.col("year") == 1990), "flow", "iso_o", "iso_d")
