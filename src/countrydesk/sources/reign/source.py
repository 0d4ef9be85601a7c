"""REIGN: who led each state in effect, from when to when, and the elections that decided it."""

from __future__ import annotations

from datetime import date

import polars as pl

from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

LEADERS = (
    "stateabb", "ccode", "leadid", "leader", "sdate", "smonth", "syear", "emonth", "eyear",
    "birthyear", "gender", "militarycareer", "l_month", "l_year", "", "_duplicated_0", "codedby",
    "notes",
)  # fmt: skip
ELECTIONS = (
    "ccode", "electionnumber", "country", "elec_year", "elec_month", "elec_day", "sequence",
    "event", "elecnum", "type", "direct", "regular", "victory", "change", "runoff",
)  # fmt: skip
# A misprint for Malawi (553) in the election list.
MISPRINTS = {"533": "MWI"}
CAREERS = {"1": "military", "0.5": "partly military", "0": "civilian", "-99": ""}
GENDERS = {"1": "man", "0": "woman", "-99": ""}
VOTES = {"Vote, As Scheduled": "as scheduled", "Vote, Early": "early"}
OTHER_EVENTS = (
    "Announced", "Announcement", "Announcement Assumed", "Deadline Met", "Deadline, Met",
    "Deadline Not Met", "Deadline, Not Met", "Delay", "Delay Announced", "Upcoming, Scheduled",
    "Upcoming, Deadline", "Voided", "Voided by Regime Change", "Regime Failure", "Anulled",
)  # fmt: skip
TYPES = {"L": "legislative election", "X": "executive election", "R": "referendum"}
CODES = {
    "direct": {"Y": "direct", "N": "indirect", "A": ""},
    "victory": {"Y": "incumbent side won", "N": "incumbent side lost", "": ""},
    "change": {"Y": "yes", "N": "no", "": ""},
    "runoff": {"1": "first", "2": "second", "4": "fourth", "N": "", "Y": "", "": ""},
}
MISSPELT = {"Saca Gonzšlez": "Saca González"}
READ_TO = date(2021, 3, 1)


def parse(intake: Intake) -> pl.DataFrame:
    """Return leader spells and election days."""
    leaders, elections = sorted(intake.paths(), reverse=True)
    return pl.concat([_leaders(intake, leaders), _elections(intake, elections)], how="diagonal")


def _leaders(intake: Intake, path: str) -> pl.DataFrame:
    table = intake.csv(path, LEADERS, encoding="latin-1")
    names = [_mended(name) for name in table.get_column("leader")]
    table = table.with_columns(pl.Series("leader", names, dtype=pl.String))
    table = intake.numbers(table, "sdate", "smonth", "syear", "emonth", "eyear")
    table = _decode(intake, table, "militarycareer", CAREERS)
    table = _decode(intake, table, "gender", GENDERS)
    # A spell that outlived its state goes to the state that had most of it: Yeltsin to Russia.
    middle = (pl.col("syear") + pl.coalesce("eyear", pl.lit(READ_TO.year))) / 2
    table = table.with_columns(middle.alias("_middle"))
    table = intake.use(intake.places(table, "ccode", "cow", year="_middle"))
    parts = {"leader_id": "leadid", "career": "militarycareer", "gender": "gender"}
    return _spells(table.with_columns(attributes_column(table, parts))).select(
        "place", "period", "released_on", "attributes", "_file",
        pl.lit("leader").alias("indicator"),
        pl.col("leader").alias("text"),
        pl.lit("leader").alias("series"),
    )  # fmt: skip


def _spells(table: pl.DataFrame) -> pl.DataFrame:
    """Return a row for the beginning of each spell, and one for its end or that it still ran."""
    whole = {name: pl.col(name).cast(pl.Int32) for name in ("syear", "smonth", "sdate")}
    began = pl.date(whole["syear"], whole["smonth"], whole["sdate"])
    ended = pl.date(pl.col("eyear").cast(pl.Int32), pl.col("emonth").cast(pl.Int32), 1)
    is_open = pl.col("eyear").is_null()
    start = began.dt.to_string("%Y-%m-%d") + "/"
    last_day = pl.max_horizontal(ended.dt.month_end(), began)
    end = pl.when(is_open).then(pl.lit("")).otherwise(last_day.dt.to_string("%Y-%m"))
    first = table.with_columns(start.alias("period"), began.alias("released_on"))
    last = table.with_columns(
        (start + end).alias("period"),
        pl.when(is_open).then(pl.lit(READ_TO)).otherwise(last_day).alias("released_on"),
    )
    return pl.concat([first, last])


def _mended(name: str) -> str:
    """Return a name of the file, which is UTF-8 but for one byte in its notes, as written."""
    text = name.encode("latin-1").decode("utf-8").strip()
    return MISSPELT.get(text, text)


def _elections(intake: Intake, path: str) -> pl.DataFrame:
    table = intake.csv(path, ELECTIONS, encoding="latin-1")
    event = pl.col("event").str.strip_chars().str.replace("As scheduled", "As Scheduled")
    table = table.with_columns(event, pl.col("elec_day").str.strip_chars())
    other = pl.col("event").is_in(OTHER_EVENTS)
    table = intake.ignore(table, other, "no vote was held: an announcement, deadline or delay")
    table = _decode(intake, table, "event", VOTES)
    table = _decode(intake, table, "type", TYPES)
    for column, meanings in CODES.items():
        table = _decode(intake, table, column, meanings)
    table = intake.numbers(table, "elec_year")
    table = intake.places(table, "ccode", "cow", year="elec_year", extra=MISPRINTS)
    table = intake.use(table)
    month = pl.format(
        "{}-{}", pl.col("elec_year").cast(pl.Int32), pl.col("elec_month").str.zfill(2)
    )
    day = month + "-" + pl.col("elec_day").str.zfill(2)
    return table.select(
        "place", "_file",
        pl.lit("election_event").alias("indicator"),
        pl.when(pl.col("elec_day") == "").then(month).otherwise(day).alias("period"),
        pl.col("type").alias("text"),
        pl.lit("event").alias("series"),
        pl.lit(READ_TO).alias("released_on"),
        attributes_column(table, {
            "timing": "event", "vote": "direct", "result": "victory", "leader_changed": "change",
            "round": "runoff",
        }),
    )  # fmt: skip


def _decode(
    intake: Intake, table: pl.DataFrame, column: str, meanings: dict[str, str]
) -> pl.DataFrame:
    unknown = table.filter(~pl.col(column).is_in(list(meanings)))
    intake.fail_on(unknown, column, "has no meaning we know")
    return table.with_columns(pl.col(column).replace_strict(meanings))
