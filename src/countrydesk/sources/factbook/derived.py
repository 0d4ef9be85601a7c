"""What follows from several texts: Palestine from its halves, the election that matters."""

from __future__ import annotations

import polars as pl

HALVES = ("XGZ", "XWB")
WHOLE = "PSE"
SUMMED = (
    "area_total", "area_land", "area_water", "coastline", "population", "airports", "ports",
    "refugees_factbook", "idps_factbook",
)  # fmt: skip
BORDERS = ("border_length", "border_countries")
NOTE = "from the entries for the Gaza Strip and the West Bank"


def whole_of_halves(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with a note column, and with rows for Palestine from its two halves.

    Most economic figures are given once for both and stand in both files; those are taken over.
    Areas and counts in ``SUMMED`` are added up where both files give them for the same period.
    """
    both = frame.filter(pl.col("place").is_in(HALVES))
    said = ["counterpart", "indicator", "period", "value", "text", "attributes"]
    counted = pl.col("indicator").is_in(SUMMED)
    in_both = pl.col("place").n_unique().over(said) == len(HALVES)
    border = pl.col("indicator").is_in(BORDERS)
    shared = both.filter(~counted, ~border, in_both, pl.col("place") == HALVES[1])
    pairs = both.filter(
        counted, pl.col("place").n_unique().over("indicator", "period") == len(HALVES)
    )
    summed = pairs.with_columns(pl.col("value").sum().over("indicator", "period")).filter(
        pl.col("place") == HALVES[1]
    )
    whole = pl.concat([shared, summed, _borders(both)]).with_columns(
        pl.lit(WHOLE).alias("place"), pl.lit(NOTE).alias("note")
    )
    return pl.concat([frame.with_columns(pl.lit("").alias("note")), whole])


def _borders(both: pl.DataFrame) -> pl.DataFrame:
    """Return the neighbours of the whole: those of either half, shared stretches added up."""
    border = both.filter(pl.col("indicator").is_in(BORDERS))
    return border.with_columns(
        pl.col("value").sum().over("indicator", "counterpart", "text").replace(0.0, None)
    ).unique(["indicator", "counterpart", "text"], keep="last", maintain_order=True)


def next_elections(frame: pl.DataFrame) -> pl.DataFrame:
    """Return one ``next_election`` row per place: the election that decides who governs.

    That is the legislature's where the form of government is parliamentary or the head of the
    executive is not elected by a date, else the executive's. Of a legislature with two chambers it
    is that of the lower one.
    """
    forms = frame.filter(pl.col("indicator") == "government_type").select(
        "place", pl.col("text").alias("_form")
    )
    lower = ~pl.col("attributes").str.contains('"chamber":"upper"', literal=True)
    due = frame.filter(
        (pl.col("indicator") == "next_election_executive")
        | ((pl.col("indicator") == "next_election_legislature") & lower)
    ).join(forms, on="place", how="left", maintain_order="left")
    executive = pl.col("indicator") == "next_election_executive"
    parliamentary = pl.col("_form").str.contains("parliamentary").fill_null(value=False)
    return (
        due.with_columns((executive == parliamentary).cast(pl.Int8).alias("_rank"))
        .sort("place", "_rank", "period", maintain_order=True)
        .unique("place", keep="first", maintain_order=True)
        .with_columns(pl.lit("next_election").alias("indicator"))
        .drop("_form", "_rank")
    )
