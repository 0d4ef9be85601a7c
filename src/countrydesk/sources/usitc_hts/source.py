"""USITC tariff schedule: the share of tariff lines without a duty, for all and under agreements.

Ordinary duties stand on lines of eight digits, or of ten where such a line has no parts:
``general`` for partners with normal relations, ``special`` as text such as
``Free (AU,CL,PE) 2.1% (JP)``. Chapters 98 and 99 are not read.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from countrydesk.errors import LayoutError
from countrydesk.sources.facts import beside
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records

COLUMNS = (
    "htsno", "indent", "description", "superior", "units", "general", "special", "other",
    "footnotes", "quotaQuantity", "additionalDuties", "addiitionalDuties",
)  # fmt: skip
RELEASE = ("name", "title", "description")
LISTS = ("units", "footnotes")
LINE = r"^\d{4}\.\d{2}\.\d{2}(\.\d{2})?$"
NUMBER = r"^(\d{4}(\.\d{2}(\.\d{2}(\.?\d{2})?)?)?)?$"
EDITION = r"^(\d{4})HTS"
FREE = "Free"
FREE_UNDER = r"Free\s*\(([^)]*)\)"
PRINCIPAL = "USA"


def parse(intake: Intake) -> pl.DataFrame:
    """Return the shares of duty-free lines, for the year of the edition."""
    release, schedule = (entry.path for entry in intake.spec.files)
    table = json_records(intake, schedule, COLUMNS, _rows)
    odd = ~pl.col("htsno").str.contains(NUMBER)
    intake.fail_on(table.filter(odd), "htsno", "is no number of the schedule")
    heading = ~pl.col("htsno").str.contains(LINE) | (pl.col("general") == "")
    lines = intake.use(intake.ignore(table, heading, "a heading, or a line that inherits its duty"))
    if lines.is_empty():
        raise LayoutError(f"{schedule}: no line with a duty")
    free = pl.col("general").str.strip_chars() == FREE
    shares = [("", lines.select(free.mean()).item())]
    codes = pl.col("special").str.extract_all(FREE_UNDER).list.join(",")
    listed = codes.str.replace_all(r"[^A-Z*+,]+", ",").str.split(",")
    for code, places, _ in beside(__file__, "partners.csv").iter_rows():
        share = lines.select((free | listed.list.contains(code)).mean()).item()
        shares += [(place, share) for place in places.split()]
    return _observations(intake, shares, _year(intake, release), schedule)


def _observations(
    intake: Intake, shares: list[tuple[str, float]], year: str, path: str
) -> pl.DataFrame:
    rows = pl.DataFrame(shares, schema=["counterpart", "value"], orient="row")
    key = pl.when(pl.col("counterpart") == "").then(pl.lit("general")).otherwise(pl.lit("special"))
    series = intake.spec.series
    return rows.select(
        pl.lit(PRINCIPAL).alias("place"),
        "counterpart",
        key.replace_strict({k: s.indicator for k, s in series.items()}).alias("indicator"),
        pl.lit(year).alias("period"),
        (pl.col("value") * key.replace_strict({k: s.factor for k, s in series.items()}))
        .round_sig_figs(12)
        .alias("value"),
        key.replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        key.alias("series"),
        pl.lit(path).alias("_file"),
    )


def _year(intake: Intake, path: str) -> str:
    """Return the year of the edition, as in ``2026HTSRev17``."""
    table = json_records(intake, path, RELEASE, lambda document: [document])
    table = intake.use(table.with_columns(pl.col("name").str.extract(EDITION, 1).alias("year")))
    intake.fail_on(table.filter(pl.col("year").is_null()), "name", "is no edition of the schedule")
    return str(table.get_column("year").item())


def _rows(document: Any) -> list[dict[str, object]]:  # noqa: ANN401 - any JSON document
    """Return the rows with their lists as one text."""
    if not isinstance(document, list):
        raise LayoutError("the schedule is no list; its layout has changed")
    return [{**row, **{name: str(row[name]) for name in LISTS}} for row in document]
