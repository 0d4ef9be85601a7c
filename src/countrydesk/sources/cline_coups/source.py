"""Cline Center: coups, attempts and conspiracies since 1945, each on its day."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

ACTORS = {
    "military": "military",
    "dissident": "dissidents",
    "rebel": "rebels",
    "palace": "members of the government",
    "foreign": "foreign power",
    "auto": "the executive itself",
    "resign": "forced resignation",
    "popular": "popular revolt",
    "counter": "counter-coup",
    "other": "other",
}
FATES = {
    "noharm": "not harmed",
    "injured": "injured",
    "killed": "killed",
    "harrest": "house arrest",
    "jailed": "jailed",
    "tried": "tried",
    "fled": "fled",
    "exile": "exiled",
}
COLUMNS = (
    "coup_id", "cowcode", "country", "year", "month", "day", "event_type", "unrealized",
    "realized", "conspiracy", "attempt", *ACTORS, *FATES,
)  # fmt: skip
TEXTS = {"coup": "coup", "attempted": "attempted coup", "conspiracy": "coup conspiracy"}
FLAGS = ("0", "1")


def parse(intake: Intake) -> pl.DataFrame:
    """Return one fact an event; who acted and what became of the leader are attributes."""
    (path,) = intake.paths()
    table = intake.numbers(intake.csv(path, COLUMNS), "year", "month", "day")
    unknown = table.filter(~pl.col("event_type").is_in(list(TEXTS)))
    intake.fail_on(unknown, "event_type", "has no meaning we know")
    for flag in (*ACTORS, *FATES):
        intake.fail_on(table.filter(~pl.col(flag).is_in(FLAGS)), flag, "is neither 0 nor 1")
    table = intake.use(intake.places(table, "cowcode", "cow", year="year"))
    table = table.with_columns(_named(ACTORS).alias("actors"), _named(FATES).alias("leader"))
    return table.select(
        "place", "_file",
        pl.lit("coup_event").alias("indicator"),
        pl.date(pl.col("year").cast(int), pl.col("month").cast(int), pl.col("day").cast(int))
        .dt.to_string("%Y-%m-%d")
        .alias("period"),
        pl.col("event_type").replace_strict(TEXTS).alias("text"),
        pl.lit("event_type").alias("series"),
        attributes_column(
            table, {"coup_id": "coup_id", "actors": "actors", "leader": "leader"}
        ),
    )  # fmt: skip


def _named(flags: dict[str, str]) -> pl.Expr:
    words = [pl.when(pl.col(flag) == "1").then(pl.lit(word)) for flag, word in flags.items()]
    return pl.concat_list(words).list.drop_nulls().list.join(", ")
