"""WHO Global Health Observatory: one OData document for each indicator, all countries and years."""

from __future__ import annotations

from typing import Any

import polars as pl

from countrydesk.errors import LayoutError
from countrydesk.model import Status
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records

COLUMNS = (
    "Id", "IndicatorCode", "SpatialDimType", "SpatialDim", "ParentLocationCode", "ParentLocation",
    "TimeDimType", "TimeDim", "Dim1Type", "Dim1", "Dim2Type", "Dim2", "Dim3Type", "Dim3",
    "DataSourceDimType", "DataSourceDim", "Value", "NumericValue", "Low", "High", "Comments",
    "Date", "TimeDimensionValue", "TimeDimensionBegin", "TimeDimensionEnd",
)  # fmt: skip
AREAS = ("REGION", "WORLDBANKINCOMEGROUP", "GLOBAL", "MGHEREG", "UNREGION", "UNSDGREGION")
# The whole population; a row without a dimension is of the whole as well.
WHOLE = ("", "SEX_BTSX", "BTSX", "AGEGROUP_YEARSALL", "YEARSALL", "AGEGROUP_YEARS18-PLUS")
NEXT_PAGE = "@odata.nextLink"


def parse(intake: Intake) -> pl.DataFrame:
    """Return the value of each indicator for the whole population, with the service's interval."""
    table = pl.concat([json_records(intake, path, COLUMNS, _rows) for path in intake.paths()])
    kind, code = pl.col("SpatialDimType"), pl.col("IndicatorCode")
    table = intake.ignore(table, kind.is_in(AREAS), "a region or group of countries")
    parts = [~pl.col(name).is_in(WHOLE) for name in ("Dim1", "Dim2", "Dim3")]
    table = intake.ignore(table, pl.any_horizontal(parts), "a part of the population")
    table = intake.ignore(table, pl.col("NumericValue") == "", "no value")
    intake.fail_on(table.filter(kind != "COUNTRY"), "SpatialDimType", "is no kind of area we know")
    years = (pl.col("TimeDimType") == "YEAR") & pl.col("TimeDim").str.contains(r"^\d{4}$")
    intake.fail_on(table.filter(~years), "TimeDim", "is no year")
    unknown = table.filter(~code.is_in(list(intake.spec.series)))
    intake.fail_on(unknown, "IndicatorCode", "is not described in source.yml")
    table = intake.places(table, "SpatialDim", "iso3")
    numbers = intake.numbers(table, "NumericValue", "Low", "High")
    return _observations(intake, intake.use(_only_one(intake, numbers)))


def _rows(document: Any) -> object:  # noqa: ANN401 - any JSON document
    if NEXT_PAGE in document:
        raise LayoutError(f"the answer goes on at {document[NEXT_PAGE]}; it is not whole")
    return document["value"]


def _only_one(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with one row for a place, year and indicator: the one entered last."""
    key = ("place", "TimeDim", "IndicatorCode")
    order = pl.struct("Date", "Id").rank("ordinal", descending=True).over(key)
    return intake.ignore(table, order > 1, "an older entry for the same year")


def _observations(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    series, code = intake.spec.series, pl.col("IndicatorCode")
    factor = code.replace_strict({k: s.factor for k, s in series.items()})
    value, low, high = (
        (pl.col(name) * factor).round_sig_figs(12) for name in ("NumericValue", "Low", "High")
    )
    sound = pl.col("NumericValue").is_between(pl.col("Low"), pl.col("High"))
    modelled = pl.col("Low").is_not_null()
    return table.select(
        "place",
        code.replace_strict({k: s.indicator for k, s in series.items()}).alias("indicator"),
        pl.col("TimeDim").alias("period"),
        value.alias("value"),
        pl.when(sound).then(low).alias("low"),
        pl.when(sound).then(high).alias("high"),
        code.replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        pl.when(modelled)
        .then(pl.lit(Status.ESTIMATE.value))
        .otherwise(pl.lit(Status.ACTUAL.value))
        .alias("status"),
        code.alias("series"),
        "_file",
    )
