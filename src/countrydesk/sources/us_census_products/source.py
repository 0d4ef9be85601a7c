"""United States imports of 2024 by partner: chapters, the largest lines, totals and duty paid."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import beside, check_known
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

CHAPTERS = (
    "HS2", "2024_imports", "2024_duty", "CTY_NAME", "CTY_CODE", "2025_tariff_increase",
    "2024_tariff",
)  # fmt: skip
LINES = (
    "CTY_NAME", "CON_VAL_YR", "CAL_DUT_YR", "I_COMMODITY", "I_COMMODITY_SDESC", "time",
    "COMM_LVL", "CTY_CODE", "imports", "duty", "share", "HS10", "HS8", "HS6",
)  # fmt: skip
YEAR = "2024"
LARGEST = 12
EUROPEAN_UNION = {"0003": "EUU"}
# Chapters 98 and 99 hold entries by purpose (goods returned, small parcels), not kinds of goods.
SPECIAL = ("98", "99")


def parse(intake: Intake) -> pl.DataFrame:
    """Return imports for consumption by chapter, their sum and duty, and the largest headings."""
    chapters, lines = intake.spec.files
    by_chapter = pl.concat(
        [intake.csv(path, CHAPTERS).drop("2025_tariff_increase") for path in intake.paths(chapters)]
    )
    tables = [intake.parquet(path, LINES) for path in intake.paths(lines)]
    names = ["CTY_CODE", "HS10", "CON_VAL_YR", "CAL_DUT_YR", "COMM_LVL", "_file", "_row"]
    by_line = pl.concat([table.select(names) for table in tables])
    measures = _measures(_partners(intake, by_chapter, "2024_imports", "2024_duty"), intake)
    facts = _largest(_partners(intake, by_line, "CON_VAL_YR", "CAL_DUT_YR"), intake)
    common = pl.lit("USA").alias("place"), pl.lit(YEAR).alias("period")
    rows = pl.concat([measures, facts], how="diagonal").with_columns(*common)
    return rows.with_columns(pl.col("unit", "attributes").fill_null(""))


def _partners(intake: Intake, table: pl.DataFrame, value: str, duty: str) -> pl.DataFrame:
    """Return ``table`` with ``counterpart`` and the numbers ``value`` and ``duty`` in dollars."""
    padded = table.with_columns(pl.col("CTY_CODE").str.zfill(4))
    placed = intake.places(
        padded, "CTY_CODE", "schedule_c", into="counterpart", extra=EUROPEAN_UNION
    )
    return intake.use(intake.numbers(placed, value, duty)).rename({value: "value", duty: "duty"})


def _measures(table: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    known = beside(__file__, "chapters.csv").get_column("chapter").to_list()
    check_known(intake, table, "HS2", known)
    by_chapter = table.select(
        "counterpart",
        ("us_imports_hs2_" + pl.col("HS2")).alias("indicator"),
        "value",
        pl.lit("usd").alias("unit"),
        ("HS" + pl.col("HS2")).alias("series"),
        "_file",
    )
    sums = (
        table.group_by("counterpart", "_file")
        .agg(pl.col("value", "duty").sum())
        .with_columns((pl.col("duty") / pl.col("value") * 100).round_sig_figs(12).alias("rate"))
    )
    totals = [
        sums.select(
            "counterpart",
            pl.lit(indicator).alias("indicator"),
            pl.col(column).alias("value"),
            pl.lit(unit).alias("unit"),
            pl.lit(series).alias("series"),
            "_file",
        )
        for indicator, column, unit, series in (
            ("imports_for_consumption", "value", "usd", "2024_imports"),
            ("calculated_duties", "duty", "usd", "2024_duty"),
            ("baseline_duty", "rate", "percent", "2024_duty / 2024_imports"),
        )
    ]
    return pl.concat([by_chapter, *totals])


def _largest(table: pl.DataFrame, intake: Intake) -> pl.DataFrame:
    """Return the largest headings of each partner as facts; shares are of all imports from it."""
    intake.fail_on(table.filter(pl.col("COMM_LVL") != "HS10"), "COMM_LVL", "is not the level HS10")
    total = pl.col("value").sum().over("counterpart")
    headings = (
        table.with_columns(total.alias("total"), pl.col("HS10").str.head(4).alias("heading"))
        .filter(~pl.col("HS10").str.head(2).is_in(list(SPECIAL)))
        .group_by("counterpart", "heading", "_file")
        .agg(pl.col("value", "duty").sum(), pl.col("total").first(), pl.col("_row").first())
        .sort("counterpart", pl.col("value").neg(), "heading")
        .with_columns(pl.int_range(1, pl.len() + 1).over("counterpart").alias("rank"))
        .filter(pl.col("rank") <= LARGEST)
    )
    names = dict(beside(__file__, "headings.csv").iter_rows())
    check_known(intake, headings, "heading", names)
    rows = headings.with_columns(
        pl.col("value").cast(pl.Int64).cast(pl.String).alias("value_usd"),
        _percent("value", "total").alias("share_percent"),
        pl.col("duty").cast(pl.Int64).cast(pl.String).alias("duty_usd"),
        _percent("duty", "value").alias("duty_percent"),
        pl.col("rank").cast(pl.String),
    )
    parts = ("heading", "rank", "value_usd", "share_percent", "duty_usd", "duty_percent")
    return rows.select(
        "counterpart",
        pl.lit("us_import_line").alias("indicator"),
        pl.col("heading").replace_strict(names).alias("text"),
        ("HS" + pl.col("heading")).alias("series"),
        attributes_column(rows, {name: name for name in parts}),
        "_file",
    )


def _percent(part: str, whole: str) -> pl.Expr:
    return (pl.col(part) / pl.col(whole) * 100).round(2).cast(pl.String)
