"""Wikidata: who holds office, which states have relations, and who sits in which organisation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import polars as pl

from countrydesk.errors import LayoutError, WrongContentError
from countrydesk.sources.facts import spells
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake
from countrydesk.sources.wikidata.results import (
    DATES,
    UNKNOWN,
    dated,
    read_solutions,
    solutions,
)

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

SERVICE = "https://query.wikidata.org/sparql"
VARIABLES = {
    "offices": ("iso3", "role", "person", "personLabel", *DATES),
    "relations": ("iso3", "other", *DATES),
    "memberships": ("iso3", "body", "bodyLabel", *DATES),
}
ROLES = {"head of state": "head_of_state", "head of government": "head_of_government"}
FIRST = {"offices": "1945", "relations": "1500", "memberships": "1800"}
UNNAMED = r"^Q\d+$"
COLLABORATIVE = "collaborative"
CITED = {
    "office": "role", "as_of": "_as_of", "citation": "_citation", "citation_url": "_url",
    "confidence": "_confidence",
}  # fmt: skip


def fetch(client: Client, folder: Path) -> None:
    """Write the result of each query in ``queries`` to ``folder``.

    Raises:
        FetchError: the service did not answer, or with something that is no whole result.
    """
    for name, variables in VARIABLES.items():
        query = Path(__file__).with_name("queries").joinpath(f"{name}.rq").read_text("utf-8")
        payload = client.get(SERVICE, {"query": query, "format": "json"})
        try:
            read_solutions(orjson.loads(payload), name, variables)
        except (orjson.JSONDecodeError, LayoutError) as error:
            raise WrongContentError(f"{SERVICE}: {error}; what we have is kept") from error
        target = folder / "wikidata" / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(payload)


def parse(intake: Intake) -> pl.DataFrame:
    """Return terms of office, relations and memberships as spells.

    A spell that has ended counts as public when it began and when it ended; a term that stands is
    known as of the reading. Relations and memberships without a beginning stand for its year.
    """
    offices, relations, memberships = (_read(intake, name) for name in VARIABLES)
    return pl.concat(
        [_offices(intake, offices), _relations(intake, relations), _seats(intake, memberships)]
    )


def _read(intake: Intake, name: str) -> pl.DataFrame:
    """Return the solutions of a query with ``place``, and dates as far as they are known."""
    table = solutions(intake, f"wikidata/{name}.json", VARIABLES[name])
    table = dated(intake, table, FIRST[name], intake.spec.retrieved_on.isoformat())
    return intake.places(table, "iso3", "iso3")


def _offices(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    unknown = pl.col("person").str.contains(UNKNOWN, literal=True)
    table = intake.ignore(table, unknown, "a holder who is not known")
    unnamed = pl.col("personLabel").str.contains(UNNAMED) | (pl.col("personLabel") == "")
    table = intake.ignore(table, unnamed, "a holder without an English name")
    table = intake.ignore(table, pl.col("start") == "", "a term without a beginning")
    intake.fail_on(table.filter(~pl.col("role").is_in(list(ROLES))), "role", "is no office")
    rows = _spells(intake, intake.use(table))
    day = intake.spec.retrieved_on
    stands = (pl.col("end") == "") & ~pl.col("closed")
    rows = rows.with_columns(
        pl.lit("Wikidata").alias("_citation"), pl.lit(COLLABORATIVE).alias("_confidence"),
        pl.col("person").str.replace("http:", "https:", literal=True).alias("_url"),
        pl.when(stands).then(pl.lit(day)).otherwise("released_on").alias("released_on"),
        pl.when(stands).then(pl.lit(day.isoformat())).otherwise(pl.lit("")).alias("_as_of"),
    )  # fmt: skip
    indicator = pl.col("role").replace_strict(ROLES, return_dtype=pl.String)
    return _facts(rows, indicator, "personLabel", "", "role", attributes_column(rows, CITED))


def _relations(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    itself = pl.col("iso3") == pl.col("other")
    table = intake.ignore(table, itself, "relations of a country with itself")
    table = intake.places(table, "other", "iso3", into="counterpart")
    rows = _spells(intake, intake.use(table)).with_columns(
        pl.lit("diplomatic relations").alias("_fact"), pl.lit("P530").alias("_series")
    )
    return _facts(rows, pl.lit("diplomatic_relations_listed"), "_fact", "counterpart", "_series")


def _seats(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    unnamed = pl.col("bodyLabel").str.contains(UNNAMED) | (pl.col("bodyLabel") == "")
    table = intake.ignore(table, unnamed, "an organisation without an English name")
    rows = _spells(intake, intake.use(table))
    item = pl.col("body").str.extract(r"(Q\d+)$")
    rows = rows.with_columns(item.alias("_series"))
    return _facts(rows, pl.lit("organisation_membership_wikidata"), "bodyLabel", "", "_series")


def _spells(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with period and release; where nothing is dated, those of the reading."""
    day, read = intake.spec.retrieved_on, str(intake.spec.released_on.year)
    begun = spells(table.filter(pl.col("start") != ""), "start", "end", day)
    undated = table.filter(pl.col("start") == "").with_columns(
        pl.lit(read).alias("period"),
        pl.lit(intake.spec.released_on).alias("released_on"),
        pl.lit(value=False).alias("closed"),
    )
    return pl.concat([begun, undated])


def _facts(
    rows: pl.DataFrame,
    indicator: pl.Expr,
    text: str,
    counterpart: str,
    series: str,
    attributes: pl.Series | None = None,
) -> pl.DataFrame:
    other = pl.col(counterpart) if counterpart else pl.lit("")
    return rows.select(
        "place", other.alias("counterpart"), indicator.alias("indicator"), "period",
        pl.col(text).alias("text"), pl.col(series).alias("series"), "released_on",
        pl.lit("").alias("attributes") if attributes is None else attributes, "_file",
    ).unique(maintain_order=True)  # fmt: skip
