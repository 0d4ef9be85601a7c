"""ERT: the regime of each year as a fact, and episodes of regime change as spells."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake


def _of_side(side: str, after: tuple[str, str]) -> tuple[str, ...]:
    """Return the columns about episodes of one side; ``after`` are the two whose names differ."""
    first = ("ep", "ep_id", "ep_start_year", "ep_end_year", "pre_ep_year", "ep_termination")
    last = ("ep_outcome", "ep_outcome_agg", "ep_censored")
    return tuple(f"{side}_{name}" for name in (*first, "ep_prch", *after, *last))


COLUMNS = (
    "", "country_id", "country_text_id", "country_name", "year", "v2x_regime", "v2x_polyarchy",
    "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh", "reg_start_year", "reg_end_year", "reg_id",
    "reg_type", "reg_trans", "dem_founding_elec", "aut_founding_elec", "row_regch_event",
    "row_regch_censored",
    *_of_side("dem", ("ep_ptr", "ep_subdep")), *_of_side("aut", ("ep_pbr", "ep_subreg")),
)  # fmt: skip
REGIMES = {
    "0": "closed autocracy",
    "1": "electoral autocracy",
    "2": "electoral democracy",
    "3": "liberal democracy",
}
TEXTS = {"dem": "democratisation", "aut": "autocratisation"}
# By whether the year before the episode was one in which the regime could change sides.
KINDS = {
    "dem": {"1": "liberalising autocracy", "0": "democratic deepening"},
    "aut": {"1": "democratic regression", "0": "autocratic regression"},
}
OUTCOMES = {
    "dem": {
        "1": "democratic transition",
        "2": "preempted transition",
        "3": "stabilised electoral autocracy",
        "4": "reverted liberalisation",
        "5": "deepened democracy",
        "6": "open",
    },
    "aut": {
        "1": "democratic breakdown",
        "2": "preempted breakdown",
        "3": "diminished democracy",
        "4": "averted regression",
        "5": "regressed autocracy",
        "6": "open",
    },
}
ENDS = {
    "dem": {"0": "", "1": "stasis", "2": "drop in a year", "3": "drop over years", "4": "reversal"},
    "aut": {"0": "", "1": "stasis", "2": "rise in a year", "3": "rise over years", "4": "reversal"},
}
_NONE = {"NA": ""}


def parse(intake: Intake) -> pl.DataFrame:
    """Return a regime for each country-year and a spell for each episode.

    A spell is open where the file gives it no end and its last year is the last year coded.
    """
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    table = table.with_columns(pl.col("year").cast(pl.Int32, strict=False).alias("_year"))
    intake.fail_on(table.filter(pl.col("_year").is_null()), "year", "is no year")
    table = intake.use(intake.places(table, "country_id", "vdem", year="_year"))
    episodes = [_episodes(intake, table, side) for side in TEXTS]
    return pl.concat([_regimes(intake, table), *episodes], how="diagonal")


def _regimes(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    coded = _decode(intake, table, "v2x_regime", REGIMES | _NONE, "text")
    coded = coded.filter(pl.col("text") != "")
    return coded.select(
        "place", "text", "_file",
        pl.lit("regime_type").alias("indicator"),
        pl.col("year").alias("period"),
        pl.lit("v2x_regime").alias("series"),
        attributes_column(coded, {"value": "v2x_regime"}),
    )  # fmt: skip


def _episodes(intake: Intake, table: pl.DataFrame, side: str) -> pl.DataFrame:
    last = str(table.get_column("_year").max())
    rows = _decode(intake, table, f"{side}_ep", {"0": "", "1": TEXTS[side]}, "text")
    rows = rows.filter(pl.col("text") != "").unique(f"{side}_ep_id", keep="first")
    rows = _decode(intake, rows, f"{side}_ep_prch", KINDS[side], "kind")
    rows = _decode(intake, rows, f"{side}_ep_outcome", OUTCOMES[side], "outcome")
    rows = _decode(intake, rows, f"{side}_ep_termination", ENDS[side], "ended_by")
    start, end = pl.col(f"{side}_ep_start_year"), pl.col(f"{side}_ep_end_year")
    is_open = (pl.col("ended_by") == "") & (end == last)
    return rows.select(
        "place", "text", "_file",
        pl.lit("ert_episode").alias("indicator"),
        pl.when(is_open).then(start + "/").otherwise(start + "/" + end).alias("period"),
        pl.lit(f"{side}_ep").alias("series"),
        attributes_column(rows, {name: name for name in ("kind", "outcome", "ended_by")}),
    )  # fmt: skip


def _decode(
    intake: Intake, table: pl.DataFrame, column: str, meanings: dict[str, str], into: str
) -> pl.DataFrame:
    unknown = table.filter(~pl.col(column).is_in(list(meanings)))
    intake.fail_on(unknown, column, "has no meaning we know")
    return table.with_columns(pl.col(column).replace_strict(meanings).alias(into))
