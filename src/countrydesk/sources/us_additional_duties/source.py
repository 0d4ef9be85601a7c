"""Additional duties by country: headings of chapter 99 with a rate, and their exemptions."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import check_known, parts_without
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake
from countrydesk.sources.us_additional_duties.basis import with_basis
from countrydesk.sources.us_additional_duties.stages import stages_of
from countrydesk.sources.us_tariff_actions.scope import COLUMNS as ACTION_COLUMNS
from countrydesk.sources.us_tariff_actions.scope import authorities, expanded

COLUMNS = (
    "iso3", "country", "heading", "added_percent", "flat_rate_percent", "authority", "status",
    "effective_from", "ended_on", "note",
)  # fmt: skip
STATUSES = ("in_force", "ended")
HEADING = r"^99\d{2}\.\d{2}\.\d{2}$"
DAY = r"^(\d{4}-\d{2}-\d{2})?$"
ABOUT_THE_COPY = r"source|actions\.csv|other HTS copies|in-transit text|rate read from text"
ATTRIBUTES = {
    "rate_added": "added_percent",
    "rate_flat": "flat_rate_percent",
    "authority": "authority",
    "authority_name": "authority_name",
    "legal_basis": "legal_basis",
    "status": "state",
    "effective_from": "effective_from",
    "effective_from_inferred": "inferred",
    "ended_on": "ended",
    "scheduled_end": "scheduled_end",
    "exceptions": "exceptions",
    "scope": "scope",
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return duties that bind, and the headings beside them that exempt goods from them.

    A duty without a date takes that of the one action on that country with the same authority and
    rate. One whose beginning stays unknown stands on the day of the vintage, or of its end.
    """
    duties_path, actions_path = intake.spec.files[0].path, intake.spec.files[1].path
    table = intake.places(intake.csv(duties_path, COLUMNS), "iso3", "iso3", extra={"EUU": "EUU"})
    actions = expanded(intake, intake.use(intake.csv(actions_path, ACTION_COLUMNS)))
    _check(intake, table)
    section_338 = (pl.col("authority") == "other") & pl.col("note").str.starts_with("Section 338")
    table = table.with_columns(
        pl.when(section_338).then(pl.lit("Section338")).otherwise("authority").alias("authority")
    )
    table = with_basis(table, actions)
    lost = (pl.col("status") == "ended") & (pl.col("ended_on") == "")
    table = intake.use(intake.ignore(table, lost, "ended on a day that is not on record"))
    stages = stages_of(_words(table), intake.spec.released_on)
    return stages.select(
        pl.lit("USA").alias("place"),
        pl.col("place").alias("counterpart"),
        pl.when("_binds")
        .then(pl.lit("additional_duty"))
        .otherwise(pl.lit("duty_exemption"))
        .alias("indicator"),
        "period",
        pl.col("heading").alias("text"),
        pl.col("stage").alias("status"),
        pl.col("authority").alias("series"),
        "released_on",
        attributes_column(stages, ATTRIBUTES),
        "_file",
    )


def _check(intake: Intake, table: pl.DataFrame) -> None:
    check_known(intake, table, "authority", authorities())
    check_known(intake, table, "status", STATUSES)
    odd = table.filter(~pl.col("heading").str.contains(HEADING))
    intake.fail_on(odd, "heading", "is no heading")
    for name in ("effective_from", "ended_on"):
        intake.fail_on(table.filter(~pl.col(name).str.contains(DAY)), name, "is no date")
    intake.numbers(table, "added_percent", "flat_rate_percent")
    both = (pl.col("added_percent") != "") & (pl.col("flat_rate_percent") != "")
    intake.fail_on(table.filter(both), "added_percent", "stands beside a flat rate")


def _words(table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with the note split into exceptions and scope, without talk of copies."""
    bare = pl.col("note").str.replace_all(r" \(source end [^)]*\)", "")
    parts = parts_without(bare, ABOUT_THE_COPY)
    exception = pl.element().str.starts_with("exception")
    listed = parts.list.eval(pl.element().filter(exception)).list.join("; ")
    added, flat = pl.col("added_percent"), pl.col("flat_rate_percent")
    return table.with_columns(
        listed.str.replace(r"^exceptions? (in )?", "").alias("exceptions"),
        parts.list.eval(pl.element().filter(~exception)).list.join("; ").alias("scope"),
        pl.col("authority").replace_strict(authorities()).alias("authority_name"),
        ((added != "") | (flat != "")).alias("_binds"),
    )
