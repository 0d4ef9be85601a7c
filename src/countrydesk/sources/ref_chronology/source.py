"""Dated events by family, and the heads of state of the countries that have a chronology."""

from __future__ import annotations

import polars as pl

from countrydesk.model import Status
from countrydesk.sources.facts import (
    CITATION,
    beside,
    check_known,
    check_table,
    last_day,
    remark,
)
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake
from countrydesk.sources.ref_chronology.presidents import presidents

COLUMNS = (
    "iso3", "date", "date_end", "category", "event", "actor", "party", "figure", "notes",
    "source_title", "source_url", "confidence",
)  # fmt: skip
PRESIDENT = "president"
DEATHS = "event_protest_deaths"
ATTRIBUTES = {
    "category": "category",
    "actor": "actor",
    "party": "party",
    "figure": "figure",
    "scope": "scope",
    "first": "first",
    "first_share": "first_share",
    "second": "second",
    "second_share": "second_share",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return events and spells of heads of state; doubtful rows are left out.

    A date whose day the compiler is not sure of is cut to its month. Emergencies and duties count
    as public from their first day, other events from their last, a count of deaths from the day it
    was published where that is known.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "iso3", "iso3")
    check_table(intake, table, "date", "date_end")
    check_known(intake, table, "category", [PRESIDENT, *_categories().get_column("category")])
    doubtful = pl.col("notes").str.contains(r"(?i)\bdoubtful\b")
    table = intake.use(intake.ignore(table, doubtful, "marked doubtful by the compiler"))
    unsure = pl.col("notes").str.contains("day known, unsure")
    table = table.with_columns(
        pl.when(unsure).then(pl.col("date").str.head(7)).otherwise("date").alias("date")
    )
    spell = pl.col("category") == PRESIDENT
    spells = presidents(intake, table.filter(spell))
    return pl.concat([spells, _events(intake, table.filter(~spell))])


def _categories() -> pl.DataFrame:
    return beside(__file__, "categories.csv")


def _events(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    published = beside(__file__, "published.csv")
    latest = intake.spec.retrieved_on
    rows = table.join(_categories(), on="category", how="left", maintain_order="left").join(
        published, on="event", how="left", maintain_order="left"
    )
    deaths = pl.col("indicator") == DEATHS
    uncounted = rows.filter(deaths & (pl.col("figure") == ""))
    intake.fail_on(uncounted, "figure", "is no count of deaths")
    rows = _results(rows).with_columns(
        pl.when(deaths).then("event").otherwise(pl.lit("")).alias("scope"),
        pl.when(deaths).then("figure").otherwise("event").alias("text"),
        pl.when(deaths).then(pl.lit("")).otherwise("figure").alias("figure"),
        pl.when((pl.col("date_end") == "") | (pl.col("public_from") == "start"))
        .then("date")
        .otherwise("date_end")
        .alias("_public"),
        pl.when(pl.col("date_end") == "")
        .then("date")
        .otherwise(pl.col("date") + "/" + pl.col("date_end"))
        .alias("period"),
    )
    return rows.select(
        "place",
        "counterpart",
        "indicator",
        "period",
        "text",
        _status().alias("status"),
        pl.col("category").alias("series"),
        pl.coalesce(pl.col("published_on").str.to_date(), last_day("_public", latest)).alias(
            "released_on"
        ),
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )


def _status() -> pl.Expr:
    """Return ``announced`` for what was set for a day but not seen to happen."""
    ahead = pl.col("event").str.contains(r"\b(scheduled|announced)$")
    announced, actual = pl.lit(Status.ANNOUNCED.value), pl.lit(Status.ACTUAL.value)
    return pl.when(ahead).then(announced).otherwise(actual)


def _results(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``rows`` with the two leading candidates of an election and their shares."""
    names = pl.col("actor").str.split("; ")
    shares = pl.col("figure").str.extract_all(r"\d+(?:\.\d+)?%")
    election = pl.col("indicator") == "event_election"
    result = election & (names.list.len() == 2) & (shares.list.len() == 2)

    def part(values: pl.Expr, at: int, name: str) -> pl.Expr:
        chosen = values.list.get(at, null_on_oob=True).str.strip_chars("%")
        return pl.when(result).then(chosen).otherwise(pl.lit("")).alias(name)

    return rows.with_columns(
        part(names, 0, "first"),
        part(shares, 0, "first_share"),
        part(names, 1, "second"),
        part(shares, 1, "second_share"),
    )
