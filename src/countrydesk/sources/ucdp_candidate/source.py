"""UCDP candidate events: deaths by country and month, with the low and high figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from countrydesk import settings
from countrydesk.errors import LayoutError
from countrydesk.model import Status
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records
from countrydesk.sources.ucdp_candidate.releases import ENVELOPE, save_releases

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
KINDS = ("1", "2", "3")
BOUNDS = ("best", "high", "low")
KEPT = ("id", "type_of_violence", "country_id", "date_start", *BOUNDS)
MONTH = r"^\d{4}-\d{2}$"


def fetch(client: Client, folder: Path, day: date | None = None, token: str | None = None) -> None:
    """Write the releases of the twelve months before ``day`` (today) below ``folder``.

    Raises:
        FetchError: a release that must be out could not be read.
        LayoutError: a page of the API is laid out in another way.
    """
    asked = settings.ucdp_token() if token is None else token
    home = folder / Path(__file__).parent.name
    save_releases(client, home, day or datetime.now(UTC).date(), asked)


def parse(intake: Intake) -> pl.DataFrame:
    """Return the deaths of each month with at least one, filed where and when the event began."""
    table = pl.concat([_read(intake, path) for path in intake.paths()])
    kind = pl.col("type_of_violence")
    intake.fail_on(table.filter(~kind.is_in(KINDS)), "type_of_violence", "has no meaning we know")
    table = _newest(intake, table)
    table = table.with_columns(
        pl.col("date_start").str.head(7).alias("period"),
        pl.col("date_start").str.head(4).cast(pl.Int32, strict=False).alias("year"),
    )
    odd = ~pl.col("period").str.contains(MONTH) | pl.col("year").is_null()
    intake.fail_on(table.filter(odd), "date_start", "is no day")
    table = intake.numbers(table, *BOUNDS, missing=())
    table = intake.ignore(table, pl.max_horizontal(BOUNDS) == 0, "no deaths")
    table = intake.use(intake.places(table, "country_id", "gw", year="year"))
    sums = table.group_by("place", "period").agg(
        pl.col(*BOUNDS).sum(), pl.col("_file").sort_by("release").last()
    )
    return _observations(intake, sums.sort("place", "period"))


def _observations(intake: Intake, sums: pl.DataFrame) -> pl.DataFrame:
    ((column, series),) = intake.spec.series.items()
    sound = pl.col("best").is_between(pl.col("low"), pl.col("high"))
    return sums.select(
        "place",
        pl.lit(series.indicator).alias("indicator"),
        "period",
        pl.col(column).alias("value"),
        pl.when(sound).then(pl.col("low")).alias("low"),
        pl.when(sound).then(pl.col("high")).alias("high"),
        pl.lit(series.unit).alias("unit"),
        pl.lit(Status.ESTIMATE.value).alias("status"),
        pl.lit(column).alias("series"),
        "_file",
    )


def _read(intake: Intake, path: str) -> pl.DataFrame:
    name = Path(path).stem.split("-")[0]
    year, _, month = (int(part) for part in name.split("."))
    rows = intake.csv(path, COLUMNS) if path.endswith(".csv") else _page(intake, path)
    return rows.select(*KEPT, "_file", "_row").with_columns(
        pl.lit(year * 12 + month, pl.Int32).alias("release")
    )


def _page(intake: Intake, path: str) -> pl.DataFrame:
    def rows(page: Any) -> object:  # noqa: ANN401 - any JSON document
        if not isinstance(page, dict) or set(page) != set(ENVELOPE):
            raise LayoutError(f"{path}: is no page of events; its layout has changed")
        return page["Result"]

    return json_records(intake, path, COLUMNS, rows)


def _newest(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return each event once: as the newest release that has it says."""
    newest = pl.col("release").max().over("id")
    return intake.ignore(table, pl.col("release") < newest, "revised in a later release")
