"""UCDP/PRIO armed conflicts: who fought whom over what, by place of conflict and year."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "conflict_id", "location", "side_a", "side_a_id", "side_a_2nd", "side_b", "side_b_id",
    "side_b_2nd", "incompatibility", "territory_name", "year", "intensity_level",
    "cumulative_intensity", "type_of_conflict", "start_date", "start_prec", "start_date2",
    "start_prec2", "ep_end", "ep_end_date", "ep_end_prec", "gwno_a", "gwno_a_2nd", "gwno_b",
    "gwno_b_2nd", "gwno_loc", "region", "version",
)  # fmt: skip
MEANINGS = {
    "incompatibility": {"1": "territory", "2": "government", "3": "government and territory"},
    "intensity_level": {"1": "minor", "2": "war"},
    "type_of_conflict": {
        "1": "extrasystemic",
        "2": "interstate",
        "3": "intrastate",
        "4": "internationalised intrastate",
    },
}
ATTRIBUTES = {
    "conflict_id": "conflict_id",
    "incompatibility": "incompatibility",
    "intensity": "intensity_level",
    "type": "type_of_conflict",
    "territory": "territory_name",
    "supporting_a": "side_a_2nd",
    "supporting_b": "side_b_2nd",
    "began": "start_date",
    "ended": "ep_end_date",
}
_TEXTS = ("side_a", "side_b", "side_a_2nd", "side_b_2nd", "territory_name")


def parse(intake: Intake) -> pl.DataFrame:
    """Return a fact for each conflict, year and state of its location."""
    (path,) = intake.paths()
    table = intake.numbers(intake.csv(path, COLUMNS), "year")
    for column, meanings in MEANINGS.items():
        unknown = table.filter(~pl.col(column).is_in(list(meanings)))
        intake.fail_on(unknown, column, "has no meaning we know")
        table = table.with_columns(pl.col(column).replace_strict(meanings))
    # The texts of the source carry stray blanks before commas and at their ends.
    tidy = [pl.col(name).str.replace_all(r"\s*,\s*", ", ").str.strip_chars() for name in _TEXTS]
    rows = intake.use(table.with_columns(tidy)).with_columns(pl.col("gwno_loc").str.split(", "))
    rows = intake.places(rows.explode("gwno_loc"), "gwno_loc", "gw", year="year")
    return rows.select(
        "place", "_file",
        pl.lit("conflict_state_based").alias("indicator"),
        pl.col("year").cast(pl.Int32).cast(pl.String).alias("period"),
        pl.format("{} v {}", "side_a", "side_b").alias("text"),
        pl.lit("UcdpPrioConflict").alias("series"),
        attributes_column(rows, ATTRIBUTES),
    )  # fmt: skip
