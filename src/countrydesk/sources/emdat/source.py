"""EM-DAT: events of natural hazards, summed by country and the year in which they began."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import check_known, years
from countrydesk.sources.intake import Intake

SHEET = "EM-DAT Data"
IMPACTS = ("Total Deaths", "Total Affected", "Total Damage ('000 US$)")
COLUMNS = (
    "DisNo.", "Historic", "Classification Key", "Disaster Group", "Disaster Subgroup",
    "Disaster Type", "Disaster Subtype", "External IDs", "Event Name", "ISO", "Country",
    "Subregion", "Region", "Location", "Origin", "Associated Types", "OFDA/BHA Response", "Appeal",
    "Declaration", "AID Contribution ('000 US$)", "Magnitude", "Magnitude Scale", "Latitude",
    "Longitude", "River Basin", "Start Year", "Start Month", "Start Day", "End Year", "End Month",
    "End Day", "Total Deaths", "No. Injured", "No. Affected", "No. Homeless", "Total Affected",
    "Reconstruction Costs ('000 US$)", "Reconstruction Costs, Adjusted ('000 US$)",
    "Insured Damage ('000 US$)", "Insured Damage, Adjusted ('000 US$)", "Total Damage ('000 US$)",
    "Total Damage, Adjusted ('000 US$)", "CPI", "Admin Units", "GADM Admin Units", "Entry Date",
    "Last Update",
)  # fmt: skip
GROUPS = ("Natural", "Technological")
EVENTS = "events"
EARLY = "a state before a union, whose hazards are not added up here"
# Codes of the source for parts of states and for states of the past.
CODES = {"AZO": "PRT", "SPI": "ESP"}
PAST = {"DFR": EARLY, "YMN": EARLY}


def parse(intake: Intake) -> pl.DataFrame:
    """Return events and what they cost by country and year; unknown impacts count as none.

    A year in which no event has a known impact has no value for it. The last year is an estimate,
    since it goes on.
    """
    (path,) = intake.paths()
    table = intake.excel(path, SHEET, COLUMNS)
    check_known(intake, table, "Disaster Group", GROUPS)
    natural = pl.col("Disaster Group") == "Natural"
    table = intake.ignore(table, ~natural, "not of a natural hazard")
    table = years(intake, intake.numbers(table, *IMPACTS), "Start Year")
    table = intake.use(intake.places(table, "ISO", "iso3", ignore=PAST, extra=CODES))
    sums = table.group_by("place", "Start Year", "_file", maintain_order=True).agg(
        pl.len().cast(pl.Float64).alias(EVENTS),
        *(
            pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)
            for name in IMPACTS
        ),
    )
    last = sums.get_column("Start Year").max()
    running = pl.when(pl.col("Start Year") == last).then(pl.lit("estimate"))
    sums = sums.with_columns(
        pl.col("Start Year").cast(pl.String).alias("period"),
        running.otherwise(pl.lit("actual")).alias("status"),
    )
    return pl.concat(
        sums.select(
            "place",
            pl.lit(series.indicator).alias("indicator"),
            "period",
            (pl.col(name) * series.factor).round_sig_figs(12).alias("value"),
            pl.lit(series.unit).alias("unit"),
            "status",
            pl.lit(name).alias("series"),
            "_file",
        )
        for name, series in intake.spec.series.items()
    )
