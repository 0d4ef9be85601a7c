"""IMF DataMapper: the newest World Economic Outlook, one file a series and one that lists them.

A series says neither its unit nor its vintage; both are read from the list and must be as expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from countrydesk.errors import LayoutError
from countrydesk.model import Status
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records

CATALOGUE = "indicators"
LISTED = ("code", "unit", "source", "dataset", "last-modified")
VALUES = ("code", "area", "year", "value")
DATASET = "WEO"
VINTAGE = r"^World Economic Outlook \((?:April|July|October|January) (\d{4})\)$"
UNITS = {
    "LP": "Millions of people",
    "NGDPD": "Billions of U.S. dollars",
    "PPPGDP": "Purchasing power parity; billions of international dollars",
    "NGDPDPC": "U.S. dollars per capita",
    "PPPPC": "Purchasing power parity; international dollars per capita",
    "NGDP_RPCH": "Annual percent change",
    "PCPIPCH": "Annual percent change",
    "LUR": "Percent",
    "GGXWDG_NGDP": "Percent of GDP",
    "GGXCNL_NGDP": "Percent of GDP",
    "BCA": "Billions of U.S. dollars",
    "BCA_NGDPD": "Percent of GDP",
}
# The service lists what is no country apart.
GROUPS = ("groups", "regions")
WORLD = {"WEOWORLD": "aggregate of countries"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return the newest value of each series, place and year.

    A year before that of the vintage is an estimate, as no last actual year is given.
    """
    paths = {Path(path).stem: path for path in intake.paths()}
    listed = _listed(intake, paths[CATALOGUE])
    groups = {code: "aggregate of countries" for name in GROUPS
              for code in _keys(intake, paths[name], name)}  # fmt: skip
    series = intake.spec.series
    values = pl.concat([_values(intake, paths[code], code) for code in series])
    values = intake.ignore(values, pl.col("value") == "", "no value")
    values = intake.places(values, "area", "weo", ignore={**groups, **WORLD})
    odd = values.filter(~pl.col("year").str.contains(r"^\d{4}$"))
    intake.fail_on(odd, "year", "is no year")
    table = intake.use(intake.numbers(values, "value")).join(listed, on="code", how="left")
    code = pl.col("code")
    return table.select(
        "place",
        code.replace_strict({k: s.indicator for k, s in series.items()}).alias("indicator"),
        pl.col("year").alias("period"),
        (pl.col("value") * code.replace_strict({k: s.factor for k, s in series.items()}))
        .round_sig_figs(12)
        .alias("value"),
        code.replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        pl.when(pl.col("year") < pl.col("vintage"))
        .then(pl.lit(Status.ESTIMATE.value))
        .otherwise(pl.lit(Status.PROJECTION.value))
        .alias("status"),
        code.alias("series"),
        "released_on",
        "_file",
    )


def _listed(intake: Intake, path: str) -> pl.DataFrame:
    """Return vintage and day of release of each series after checking its unit."""
    table = json_records(intake, path, LISTED, _catalogue)
    wanted = pl.col("code").is_in(list(intake.spec.series))
    table = intake.use(intake.ignore(table, ~wanted, "a series that is not read"))
    missing = sorted(set(intake.spec.series) - set(table.get_column("code")))
    if missing:
        raise LayoutError(f"{path}: no series {', '.join(missing)} any more")
    unit = pl.col("code").replace_strict(UNITS, return_dtype=pl.String)
    other = table.filter(pl.col("unit") != unit)
    intake.fail_on(other, "unit", "is not the unit that source.yml multiplies from")
    table = table.with_columns(pl.col("source").str.extract(VINTAGE, 1).alias("vintage"))
    unknown = pl.col("vintage").is_null() | (pl.col("dataset") != DATASET)
    intake.fail_on(table.filter(unknown), "source", "is no vintage of the World Economic Outlook")
    day = pl.col("last-modified").str.head(10).str.to_date(strict=False)
    return table.select("code", "vintage", day.alias("released_on"))


def _catalogue(document: Any) -> list[dict[str, object]]:  # noqa: ANN401 - any JSON document
    return [
        {"code": code, **{name: entry.get(name) for name in LISTED[1:]}}
        for code, entry in document[CATALOGUE].items()
        if isinstance(entry, Mapping)
    ]


def _keys(intake: Intake, path: str, name: str) -> list[str]:
    def rows(document: Any) -> list[dict[str, str]]:  # noqa: ANN401 - any JSON document
        return [{"code": code} for code in document[name]]

    table = json_records(intake, path, ("code",), rows)
    intake.ignore(table, pl.col("code").is_not_null(), "the list of aggregates")
    return table.get_column("code").to_list()


def _values(intake: Intake, path: str, code: str) -> pl.DataFrame:
    """Return the values of a series; the empty area that the service adds holds none."""

    def rows(document: Any) -> list[dict[str, object]]:  # noqa: ANN401 - any JSON document
        areas = {area: years for area, years in document["values"][code].items() if area}
        return [
            {"code": code, "area": area, "year": year, "value": value}
            for area, years in areas.items()
            for year, value in years.items()
        ]

    table = json_records(intake, path, VALUES, rows)
    if table.is_empty():
        raise LayoutError(f"{path}: holds no values of {code}")
    return table
