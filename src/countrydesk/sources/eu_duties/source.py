"""Average duty, duty-free share and preferences that goods of each country meet in the EU."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import beside, check_known
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "iso3", "iso2", "cn_codes", "duty_free_codes", "duty_free_share", "avg_ad_valorem_duty",
    "arrangements", "codes_with_anti_dumping", "codes_with_additional_duty",
)  # fmt: skip
NUMBERS = ("cn_codes", "duty_free_codes", "duty_free_share", "avg_ad_valorem_duty",
    "codes_with_anti_dumping", "codes_with_additional_duty")  # fmt: skip
ARRANGEMENT = r"^(.*) \((\d+)\)$"


def parse(intake: Intake) -> pl.DataFrame:
    """Return four measures per country of origin and one fact per preference it enjoys."""
    (path,) = intake.paths()
    table = intake.places(intake.csv(path, COLUMNS), "iso3", "iso3", into="counterpart")
    table = intake.use(intake.numbers(table, *NUMBERS))
    share = pl.col("duty_free_codes") / pl.col("cn_codes")
    wrong = table.filter((share - pl.col("duty_free_share")).abs() > 1e-4)
    intake.fail_on(wrong, "duty_free_share", "is not the share of the codes beside it")
    both = pl.concat([_measures(intake, table), _preferences(intake, table)], how="diagonal")
    return both.with_columns(pl.col("unit", "attributes").fill_null(""))


def _measures(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    series = intake.spec.series
    long = table.unpivot(
        list(series), index=["counterpart", "_file"], variable_name="series", value_name="value"
    )
    factor = pl.col("series").replace_strict({k: s.factor for k, s in series.items()})
    return long.select(
        pl.lit("EUU").alias("place"),
        "counterpart",
        pl.col("series")
        .replace_strict({k: s.indicator for k, s in series.items()})
        .alias("indicator"),
        pl.lit(intake.spec.vintage).alias("period"),
        (pl.col("value") * factor).round_sig_figs(12).alias("value"),
        pl.col("series").replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        "series",
        "_file",
    )


def _preferences(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    names = beside(__file__, "arrangements.csv")
    each = table.with_columns(pl.col("arrangements").str.split("; ")).explode("arrangements")
    rows = each.filter(pl.col("arrangements") != "").with_columns(
        pl.col("arrangements").str.extract(ARRANGEMENT, 1).alias("listed"),
        pl.col("arrangements").str.extract(ARRANGEMENT, 2).alias("lines"),
    )
    rows = rows.with_columns(pl.coalesce("listed", "arrangements").alias("listed"))
    check_known(intake, rows, "listed", names.get_column("listed").to_list())
    rows = rows.join(names, on="listed", how="left", maintain_order="left")
    return rows.select(
        pl.lit("EUU").alias("place"),
        "counterpart",
        pl.lit("eu_trade_arrangement").alias("indicator"),
        pl.lit(intake.spec.vintage).alias("period"),
        "text",
        pl.lit("arrangements").alias("series"),
        attributes_column(rows, {"arrangement": "listed", "lines": "lines"}),
        "_file",
    )
