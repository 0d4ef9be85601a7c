"""What the World Bank API has in common for all its databases: pages, countries, observations.

Every answer is a list of two: what it is (page, pages, total, the database and the day of its last
update), and the records. An error comes with status 200 as a list of one, which holds a message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from countrydesk.errors import LayoutError, WrongContentError
from countrydesk.model import Status
from countrydesk.places import registry
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

BASE = "https://api.worldbank.org/v2/country"
COUNTRIES = "countries"
FIRST = 1990
EVERY: Mapping[str, str | int] = {"format": "json", "per_page": 10_000}
COUNTRY = (
    "id", "iso2Code", "name", "region", "adminregion", "incomeLevel", "lendingType", "capitalCity",
    "longitude", "latitude",
)  # fmt: skip
RECORD = (
    "indicator", "country", "countryiso3code", "date", "value", "unit", "obs_status", "decimal",
)  # fmt: skip
META = ("total", "sourceid", "lastupdated")
STATUSES = {"": "", "E": Status.ESTIMATE.value, "F": Status.PROJECTION.value}
AGGREGATE = "aggregate of countries"
YEAR = r"^\d{4}$"


def save_series(client: Client, folder: Path, codes: Sequence[str], database: int) -> None:
    """Write the list of countries and every page of each of ``codes`` below ``folder``.

    Raises:
        FetchError: a page could not be read, or the service answers with a message.
        LayoutError: a page is not laid out as described above.
    """
    from countrydesk.sources.fetching.pages import Paging, save_pages

    paging = Paging(count=pages_of, rows=lambda page: _parts(page)[1])
    save_pages(client, BASE, dict(EVERY), paging, folder / f"{COUNTRIES}-{{page}}.json")
    asked = parameters(database, datetime.now(UTC).date())
    for code in codes:
        save_pages(client, address(code), asked, paging, folder / f"{code}-{{page}}.json")


def address(code: str) -> str:
    """Return where the series ``code`` is, for all countries."""
    return f"{BASE}/all/indicator/{code}"


def parameters(database: int, day: date) -> dict[str, str | int]:
    """Return what is asked of a series, up to the year of ``day``."""
    return {**EVERY, "source": database, "date": f"{FIRST}:{day.year}"}


def pages_of(page: object) -> int:
    """Return the number of pages that ``page`` speaks of.

    Raises:
        WrongContentError: it holds a message in place of data, or says that there are none.
    """
    message = message_in(page)
    if message:
        raise WrongContentError(f"{BASE}: the service says '{message}'; what we have is kept")
    count = int(_parts(page)[0]["pages"])
    if not count:
        raise WrongContentError(f"{BASE}: the answer is empty; what we have is kept")
    return count


def message_in(page: object) -> str:
    """Return what the service says in place of data, "" where it gives data."""
    match page:
        case [{"message": [{"value": text}, *_]}, *_] | {"message": [{"value": text}, *_]}:
            return str(text)
    return ""


def read_series(intake: Intake, database: int, modelled: Sequence[str] = ()) -> pl.DataFrame:
    """Return the values of every series of the source, dated by the last update of the database.

    Series in ``modelled`` are estimates. Aggregates are those of the list of countries.

    Raises:
        LayoutError: a page with other keys, of another database, or fewer records than it says.
        ValueNotUnderstoodError: a code, status, year or number without a meaning.
    """
    paths = intake.paths()
    lists = [path for path in paths if Path(path).name.startswith(f"{COUNTRIES}-")]
    aggregates = {code: AGGREGATE for path in lists for code in _aggregates(intake, path)}
    pages = [_page(intake, path, database) for path in paths if path not in lists]
    if not lists or not pages:
        raise LayoutError(f"source {intake.spec.name}: no list of countries, or no series")
    table = pl.concat(pages)
    _check_totals(table)
    table = intake.ignore(table, pl.col("value") == "", "no value")
    ignored = {**registry().no_place("worldbank"), "WLD": AGGREGATE, **aggregates}
    table = intake.places(table, "code", "worldbank", ignore=ignored)
    known = (("indicator", list(intake.spec.series)), ("obs_status", list(STATUSES)))
    for column, meant in known:
        intake.fail_on(table.filter(~pl.col(column).is_in(meant)), column, "has no meaning here")
    intake.fail_on(table.filter(~pl.col("date").str.contains(YEAR)), "date", "is no year")
    return _observations(intake, intake.use(intake.numbers(table, "value")), modelled)


def _observations(intake: Intake, table: pl.DataFrame, modelled: Sequence[str]) -> pl.DataFrame:
    series, code = intake.spec.series, pl.col("indicator")
    said = pl.col("obs_status").replace_strict(STATUSES, return_dtype=pl.String)
    usual = pl.when(code.is_in(list(modelled))).then(pl.lit(Status.ESTIMATE.value))
    return table.select(
        "place",
        code.replace_strict({k: s.indicator for k, s in series.items()}).alias("indicator"),
        pl.col("date").alias("period"),
        (pl.col("value") * code.replace_strict({k: s.factor for k, s in series.items()}))
        .round_sig_figs(12)
        .alias("value"),
        code.replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        pl.when(said != "")
        .then(said)
        .otherwise(usual.otherwise(pl.lit(Status.ACTUAL.value)))
        .alias("status"),
        code.alias("series"),
        pl.col("lastupdated").str.to_date("%Y-%m-%d").alias("released_on"),
        "_file",
    )


def _aggregates(intake: Intake, path: str) -> list[str]:
    """Return the codes of aggregates in the list of countries."""
    table = json_records(
        intake, path, COUNTRY, lambda page: _flat(page, COUNTRY[3:7], "value", path)
    )
    intake.ignore(table, pl.col("id") != "", "the list of countries, read for its aggregates")
    return table.filter(pl.col("region") == "Aggregates").get_column("id").to_list()


def _page(intake: Intake, path: str, database: int) -> pl.DataFrame:
    table = json_records(intake, path, (*RECORD, *META), lambda page: _with_meta(page, path))
    other = table.filter(pl.col("sourceid") != str(database))
    intake.fail_on(other, "sourceid", f"is not the database {database}")
    own = pl.col("countryiso3code")
    return table.with_columns(pl.when(own == "").then("country").otherwise(own).alias("code"))


def _with_meta(page: object, where: str) -> object:
    meta, _ = _parts(page, where)
    extra = {name: meta[name] for name in META}
    return [{**record, **extra} for record in _flat(page, ("indicator", "country"), "id", where)]


def _flat(page: object, names: Sequence[str], key: str, where: str) -> list[dict[str, Any]]:
    """Return the records with one ``key`` of each of the nested ``names`` in its place."""
    _, records = _parts(page, where)
    return [{**record, **{name: record[name][key] for name in names}} for record in records]


def _parts(page: object, where: str = BASE) -> tuple[Mapping[str, Any], list[Any]]:
    if message := message_in(page):
        raise LayoutError(f"{where}: the service says '{message}' in place of data")
    match page:
        case [dict() as meta, list() | None as records] if {"page", "pages", "total"} <= {*meta}:
            return meta, records or []
    raise LayoutError(f"{where}: is no list of two, meta and records; its layout has changed")


def _check_totals(table: pl.DataFrame) -> None:
    """Raise where the pages of a series do not hold as many records as they say there are."""
    counts = table.group_by("indicator").agg(pl.len().alias("n"), pl.col("total").unique())
    for indicator, found, said in counts.sort("indicator").iter_rows():
        if said != [str(found)]:
            raise LayoutError(f"{indicator}: {found} records, but its pages speak of {said}")
