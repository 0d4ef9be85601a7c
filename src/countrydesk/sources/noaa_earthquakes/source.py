"""NOAA significant earthquakes since 1990: deaths and greatest magnitude by country and day."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

COLUMNS = (
    "id", "year", "locationName", "latitude", "longitude", "eqMagnitude", "damageAmountOrder",
    "eqMagUnk", "publish", "country", "regionCode", "intensity", "deathsAmountOrder",
    "tsunamiEventId", "deathsAmountOrderTotal", "eqDepth", "deaths", "housesDestroyedAmountOrder",
    "eqMagMs", "deathsTotal", "damageAmountOrderTotal", "housesDestroyedAmountOrderTotal", "month",
    "day", "volcanoEventId", "eqMagMl", "housesDamagedAmountOrder", "injuries",
    "injuriesAmountOrder", "injuriesTotal", "injuriesAmountOrderTotal", "hour",
    "housesDamagedAmountOrderTotal", "minute", "eqMagMw", "housesDestroyed", "housesDamaged",
    "housesDestroyedTotal", "housesDamagedTotal", "area", "second", "eqMagMfa",
    "damageMillionsDollars", "missing", "missingAmountOrder", "missingTotal",
    "missingAmountOrderTotal", "damageMillionsDollarsTotal", "eqMagMb",
)  # fmt: skip
FIRST_YEAR = 1990
AT_SEA = dict.fromkeys(("ATLANTIC OCEAN", "BERING SEA", "INDIAN OCEAN"), "at sea, no country")
# Every event the file files under "CONGO" lies in the Democratic Republic.
SPELLINGS = {
    "CONGO": "COD",
    "AZORES (PORTUGAL)": "PRT",
    "KERMADEC ISLANDS (NEW ZEALAND)": "NZL",
    "WALLIS AND FUTUNA (FRENCH TERRITORY)": "WLF",
    "ANATAHAN REGION": "MNP",
}
TERRITORY = "USA TERRITORY"
COMPASS = frozenset({"N", "S", "E", "W", "NE", "NW", "SE", "SW", "SSE", "SSW", "NNE", "NNW"})
SMALL = frozenset({"AND", "OF"})
ABROAD = "deaths of the whole event, in all countries it struck"
WITH_TSUNAMI = "with deaths from the tsunami, wherever it struck"
DAY = ("place", "period", "_file")


def parse(intake: Intake) -> pl.DataFrame:
    """Return deaths (summed) and magnitude (greatest) of each day with an event."""
    (path,) = intake.paths()
    table = intake.csv(path, COLUMNS)
    intake.fail_on(table.filter(pl.col("publish") != "True"), "publish", "is not published")
    table = intake.numbers(table, "year", "month", "day", "deathsTotal", "eqMagnitude")
    table = intake.ignore(table, pl.col("year") < FIRST_YEAR, f"before {FIRST_YEAR}")
    part = pl.col("locationName").str.extract(r"^([^:;,]+)").str.strip_chars()
    territory = pl.when(pl.col("country") == TERRITORY).then(part).otherwise("country")
    table = table.with_columns(territory.alias("country"))
    table = intake.places(table, "country", "name", ignore=AT_SEA, extra=SPELLINGS)
    events = _described(intake.use(table))
    return pl.concat([_deaths(events), _magnitudes(events)], how="diagonal")


def _described(table: pl.DataFrame) -> pl.DataFrame:
    parts = [pl.col(name).cast(pl.Int32) for name in ("year", "month", "day")]
    places = [_label(name) for name in table.get_column("locationName")]
    abroad = pl.col("locationName").str.contains(";")
    tsunami = pl.col("tsunamiEventId") != ""
    notes = pl.concat_list(
        pl.when(abroad).then(pl.lit(ABROAD)), pl.when(tsunami).then(pl.lit(WITH_TSUNAMI))
    )
    return table.with_columns(
        pl.date(*parts).dt.to_string("%Y-%m-%d").alias("period"),
        pl.Series("location", places, dtype=pl.String),
        pl.col("eqMagnitude").cast(pl.String).fill_null("").alias("magnitude"),
        notes.list.drop_nulls().list.join("; ").alias("note"),
    )


def _deaths(events: pl.DataFrame) -> pl.DataFrame:
    days = (
        events.filter(pl.col("deathsTotal").is_not_null())
        .sort("deathsTotal", "_row", descending=[True, False])
        .group_by(*DAY, maintain_order=True)
        .agg(pl.col("deathsTotal").sum(), pl.len(), pl.col("location", "magnitude", "note").first())
        .with_columns(
            pl.when(pl.col("len") > 1).then(pl.col("len").cast(pl.String)).alias("events")
        )
    )
    named = {"location": "location", "magnitude": "magnitude", "events": "events"}
    return days.select(
        *DAY, "note",
        pl.lit("earthquake_deaths").alias("indicator"),
        pl.col("deathsTotal").alias("value"),
        pl.lit("deaths").alias("unit"),
        pl.lit("deathsTotal").alias("series"),
        attributes_column(days, named),
    )  # fmt: skip


def _magnitudes(events: pl.DataFrame) -> pl.DataFrame:
    days = (
        events.filter(pl.col("eqMagnitude").is_not_null())
        .sort("eqMagnitude", "_row", descending=[True, False])
        .group_by(*DAY, maintain_order=True)
        .agg(pl.col("eqMagnitude", "location").first())
    )
    return days.select(
        *DAY,
        pl.lit("earthquake_magnitude").alias("indicator"),
        pl.col("eqMagnitude").alias("value"),
        pl.lit("magnitude").alias("unit"),
        pl.lit("eqMagnitude").alias("series"),
        attributes_column(days, {"location": "location"}),
    )  # fmt: skip


def _label(name: str) -> str:
    """Return a location in ordinary case, without the country when more follows."""
    country, colon, rest = " ".join(name.split()).partition(":")
    label = " ".join(_cased(word) for word in (rest if colon else country).split())
    return label.strip(" ,;:")


def _cased(word: str) -> str:
    if word in SMALL:
        return word.lower()
    return word if word.strip(",;:()") in COMPASS else word.title()
