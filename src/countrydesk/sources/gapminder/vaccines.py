"""Which vaccination figures stand under the right vaccine.

Gapminder keeps the vaccines in columns and lost the empty ones: where a place has never given a
vaccine, the figures of the next one stand in its file, and so on to the end. Germany gives no BCG:
its DTP coverage stands under BCG, that of hepatitis B under DTP, and rotavirus under polio.

The old vaccines tell. DTP, measles and polio were given almost everywhere by 1990, the newer ones
nowhere much before; a file that begins later for a place holds one of the newer vaccines, and every
file between the last that begins in time and this one may be displaced too.
"""

from __future__ import annotations

import polars as pl

from countrydesk.sources.intake import Intake

RULE = "displaced: the place does not give every vaccine, and the columns moved up"
FOLDER = "fasttrack/"
# The vaccine whose early start proves a run of files, and the run.
RUNS = {
    "dtp3_vacc": ("bcg_vacc", "dtp3_vacc"),
    "mcv1_vacc": ("hepb3_vacc", "hib3_vacc", "mcv1_vacc"),
    "pol3_vacc": ("mcv2_vacc", "pcv3_vacc", "pol3_vacc", "rotac_vacc", "six_vacc_rate"),
}
GIVEN_BY = 1990
GRACE = 4


def ignore_displaced(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` (geo, series, year) without vaccination figures that may be displaced."""
    marks = _displaced(table)
    marked = table.join(marks, on=["geo", "series"], how="left", maintain_order="left")
    return intake.ignore(marked, pl.col("displaced"), RULE).drop("displaced")


def _displaced(table: pl.DataFrame) -> pl.DataFrame:
    files = [FOLDER + name for run in RUNS.values() for name in run]
    first = (
        table.filter(pl.col("series").is_in(files))
        .group_by("geo", "series")
        .agg(pl.col("year").min().alias("first"))
    )
    begin = pl.col("first").min().over("geo")
    bound = pl.max_horizontal(begin + GRACE, pl.lit(GIVEN_BY))
    timely = first.with_columns((pl.col("first") <= bound).alias("timely"), begin.alias("begin"))
    proofs = timely.filter("timely").select("geo", "series")
    parts = [
        _without_proof(first, proofs, FOLDER + proof, [FOLDER + name for name in run])
        for proof, run in RUNS.items()
    ]
    late = timely.filter(pl.col("begin") > GIVEN_BY).select("geo").unique()
    unproven = _without_proof(first, proofs, FOLDER + "mcv1_vacc", files).join(late, on="geo")
    return (
        pl.concat([*parts, unproven]).unique().with_columns(pl.lit(value=True).alias("displaced"))
    )


def _without_proof(
    first: pl.DataFrame, proofs: pl.DataFrame, proof: str, run: list[str]
) -> pl.DataFrame:
    proven = proofs.filter(pl.col("series") == proof).select("geo")
    rows = first.filter(pl.col("series").is_in(run)).select("geo", "series")
    return rows.join(proven, on="geo", how="anti")
