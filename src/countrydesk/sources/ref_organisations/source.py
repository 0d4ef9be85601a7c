"""Memberships, and the other ways in which a country stands to an organisation."""

from __future__ import annotations

import polars as pl

from countrydesk.places import registry
from countrydesk.sources.facts import (
    CITATION,
    beside,
    check_known,
    check_table,
    dated,
    remark,
    spells,
)
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "iso3", "country", "organisation", "role", "since", "until", "notes", "source_title",
    "source_url", "confidence",
)  # fmt: skip
ATTRIBUTES = {
    "abbreviation": "organisation",
    "role": "role",
    "since": "since",
    "until": "_until",
    "joined_on": "joined_on",
    "date_confidence": "date_confidence",
    **CITATION,
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return spells; a membership without a date stands for the year of the reading.

    Only members, parties, signatories and participants are under ``organisation_membership``; what
    falls short of it or is suspended is under ``organisation_other_role``.
    """
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "iso3", "iso3")
    check_table(intake, table, "since", "until")
    roles = beside(__file__, "roles.csv")
    check_known(intake, table, "role", roles.get_column("listed").to_list())
    names = {bloc.id: bloc.full_name for bloc in registry().blocs()}
    check_known(intake, table, "organisation", names)
    table = _redated(intake.use(table)).join(
        roles, left_on="role", right_on="listed", how="left", maintain_order="left"
    )
    return _periods(intake, table).pipe(_observations, names)


def _redated(table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with the dates of ``dates.csv``, and without dates that are in doubt."""
    better = beside(__file__, "dates.csv").drop("why")
    keys = ["place", "organisation", "role"]
    joined = table.join(better, on=keys, how="left", maintain_order="left", suffix="_better")
    doubtful = pl.col("notes").str.contains("start doubtful")
    known = pl.col("notes").str.contains("date known") | (pl.col("confidence") == "known")
    since = pl.coalesce("since_better", "since")
    return joined.with_columns(
        pl.coalesce("as_role", "role").alias("role"),
        pl.when(doubtful).then(pl.lit("")).otherwise(since).alias("since"),
        pl.coalesce("until_better", "until").alias("until"),
        pl.col("joined_on").fill_null(""),
        pl.when(known).then(pl.lit("known")).otherwise(pl.lit("read")).alias("date_confidence"),
    )


def _periods(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    latest = intake.spec.retrieved_on
    begun = pl.col("since") != ""
    reading = str(intake.spec.released_on.year)
    undated = dated(
        table.filter(~begun).with_columns(pl.lit(reading).alias("_year")), "_year", latest
    ).with_columns(
        pl.lit(intake.spec.released_on).alias("released_on"),
        pl.lit("").alias("date_confidence"),
        pl.lit(value=False).alias("closed"),
    )
    return pl.concat(
        [spells(table.filter(begun), "since", "until", latest), undated.drop("_year")]
    ).with_columns(
        pl.when("closed").then("role").otherwise("while_open").alias("role"),
        pl.when("closed").then("until").otherwise(pl.lit("")).alias("_until"),
    )


def _observations(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    return rows.select(
        "place",
        "indicator",
        "period",
        pl.col("organisation").replace_strict(names).alias("text"),
        pl.col("organisation").alias("series"),
        "released_on",
        remark().alias("note"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )
