"""Political Terror Scale: levels one to five from three yearly reports on human rights."""

from __future__ import annotations

from types import MappingProxyType

import polars as pl

from countrydesk.sources.intake import Intake

COLUMNS = (
    "Country", "Country_OLD", "Year", "COW_Code_A", "COW_Code_N", "WordBank_Code_A", "UN_Code_N",
    "Region", "PTS_A", "PTS_H", "PTS_S", "NA_Status_A", "NA_Status_H", "NA_Status_S",
)  # fmt: skip
LEVELS = ("1", "2", "3", "4", "5")
UNSCORED = "NA"
STATUSES = ("0", "66", "77", "88", "99")
NO_PLACES = MappingProxyType(
    {
        "European Union": "a union of states",
        "Crimea": "part of a place",
        "Israel in Occupied Territories": "part of a place",
        "Israel in pre-1967 borders": "part of a place",
        "Russia-Occupied Areas (Ukraine)": "part of a place",
    }
)
SPELLINGS = MappingProxyType({"Congo": "COG"})


def parse(intake: Intake) -> pl.DataFrame:
    """Return the levels, one indicator per report; years without any score are ignored.

    Raises:
        ValueNotUnderstoodError: a level or a status that the scale does not have.
    """
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS, encoding="latin-1")
    series = intake.spec.series
    for name in series:
        known = pl.col(name).is_in([*LEVELS, UNSCORED])
        intake.fail_on(table.filter(~known), name, "is no level")
        status = name.replace("PTS", "NA_Status")
        intake.fail_on(table.filter(~pl.col(status).is_in(STATUSES)), status, "is no status")
    scored = pl.any_horizontal(pl.col(name) != UNSCORED for name in series)
    table = intake.ignore(table, ~scored, "not scored that year")
    table = intake.places(table, "Country", "name", ignore=NO_PLACES, extra=SPELLINGS)
    intake.use(table)
    long = table.unpivot(
        on=list(series), index=["place", "Year", "_file"], variable_name="series",
        value_name="level",
    ).filter(pl.col("level") != UNSCORED)  # fmt: skip
    indicators = {name: entry.indicator for name, entry in series.items()}
    return long.select(
        "place",
        pl.col("series").replace_strict(indicators).alias("indicator"),
        pl.col("Year").alias("period"),
        pl.col("level").cast(pl.Float64).alias("value"),
        pl.lit("level").alias("unit"),
        "series",
        "_file",
    )
