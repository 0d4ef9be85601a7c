"""OFAC lists: how many persons and entities of a country are listed, and under which programmes.

Names are read past and never kept: an entry leaves its kind, its programmes and its countries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.facts import check_known
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.markup import xml_records

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from countrydesk.sources.intake import Intake

ROOT, HEAD, ENTRY = "sdnList", "publshInformation", "sdnEntry"
REQUIRED = {"uid", "sdnType", "programList"}
PARTS = REQUIRED | {
    "firstName", "lastName", "title", "remarks", "idList", "akaList", "addressList",
    "nationalityList", "citizenshipList", "dateOfBirthList", "placeOfBirthList", "vesselInfo",
}  # fmt: skip
COUNTRIES = (
    "addressList/address/country", "nationalityList/nationality/country",
    "citizenshipList/citizenship/country",
)  # fmt: skip
COLUMNS: dict[str, pl.DataType] = {
    "kind": pl.String(), "programmes": pl.List(pl.String), "countries": pl.List(pl.String),
    "day": pl.Date(), "list": pl.String(),
}  # fmt: skip
LISTS = {"ofac/sdn.xml": "SDN", "ofac/consolidated.xml": "consolidated"}
KINDS = ("Individual", "Entity", "Vessel", "Aircraft")
CRAFT = ("Vessel", "Aircraft")
NO_COUNTRY = frozenset({"undetermined", "Region: Crimea", "Region: Kafia Kingi", "United States"})
PLACES = {"Region: Gaza": "XGZ", "Region: Northern Mali": "MLI"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return counts of entries by country, list and kind, and each programme as a fact.

    An entry counts once for every country of an address, a nationality or a citizenship.
    """
    table = pl.concat([_list(intake, path) for path in intake.paths()])
    check_known(intake, table, "kind", KINDS)
    table = intake.ignore(table, pl.col("kind").is_in(CRAFT), "a ship or an aircraft")
    table = intake.ignore(table, pl.col("countries").list.len() == 0, "names no foreign country")
    entries = intake.use(table).explode("countries", empty_as_null=True)
    rows = intake.places(entries, "countries", "name", extra=PLACES).unique(
        ["_file", "_row", "place"], maintain_order=True
    )
    rows = rows.with_columns((pl.col("list") + ", " + pl.col("kind")).alias("series"))
    check_known(intake, rows, "series", intake.spec.series)
    return pl.concat([_counts(intake, rows), _programmes(rows)], how="diagonal")


def _list(intake: Intake, path: str) -> pl.DataFrame:
    """Return one row for each entry of a list, whose head must agree with their number."""
    records = xml_records(intake.open(path), path, ROOT)
    day, count = _head(path, next(records, None))
    rows = [(*_entry(path, record), day, LISTS[path]) for record in records]
    if len(rows) != count:
        raise LayoutError(f"{path}: {len(rows)} entries, but its head says {count}")
    frame = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return intake.table(path, frame, list(COLUMNS), first_row=1)


def _head(path: str, head: Element | None) -> tuple[object, int]:
    if head is None or head.tag != HEAD:
        raise LayoutError(f"{path}: does not begin with '{HEAD}'; its layout has changed")
    day, count = head.findtext("Publish_Date", ""), head.findtext("Record_Count", "")
    try:
        return datetime.strptime(day, "%m/%d/%Y").date(), int(count)  # noqa: DTZ007 - a day
    except ValueError as error:
        raise ValueNotUnderstoodError(
            f"{path}: published '{day}' with '{count}' entries is not understood"
        ) from error


def _entry(path: str, record: Element) -> tuple[str, list[str], list[str]]:
    if record.tag != ENTRY:
        raise LayoutError(f"{path}: '{record.tag}' is new; say what it means or ignore it")
    tags = {part.tag for part in record}
    where = f"{path} entry {record.findtext('uid', '')}"
    if missing := sorted(REQUIRED - tags):
        raise LayoutError(f"{where}: '{missing[0]}' is missing; its layout has changed")
    if new := sorted(tags - PARTS):
        raise LayoutError(f"{where}: '{new[0]}' is new; say what it means or ignore it")
    found = chain.from_iterable(_texts(record, part) for part in COUNTRIES)
    countries = sorted(set(found) - NO_COUNTRY)
    return record.findtext("sdnType", ""), [*_texts(record, "programList/program")], countries


def _texts(record: Element, part: str) -> Iterator[str]:
    yield from (item.text.strip() for item in record.iterfind(part) if item.text)


def _counts(intake: Intake, rows: pl.DataFrame) -> pl.DataFrame:
    names = {key: item.indicator for key, item in intake.spec.series.items()}
    sums = rows.with_columns(
        pl.col("series").replace_strict(names, return_dtype=pl.String).alias("indicator")
    ).group_by("place", "indicator", "day", "_file", maintain_order=True)
    return sums.agg(
        pl.len().cast(pl.Float64).alias("value"), pl.col("list").first().alias("series")
    ).select(
        "place",
        pl.lit("USA").alias("counterpart"),
        "indicator",
        pl.col("day").dt.to_string("%Y-%m-%d").alias("period"),
        "value",
        pl.lit("count").alias("unit"),
        "series",
        pl.col("day").alias("released_on"),
        "_file",
    )


def _programmes(rows: pl.DataFrame) -> pl.DataFrame:
    persons = (pl.col("kind") == "Individual").sum().cast(pl.String)
    entities = (pl.col("kind") == "Entity").sum().cast(pl.String)
    sums = (
        rows.explode("programmes", empty_as_null=True)
        .group_by("place", "programmes", "day", "list", "_file", maintain_order=True)
        .agg(persons.alias("persons"), entities.alias("entities"))
    )
    return sums.select(
        "place",
        pl.lit("USA").alias("counterpart"),
        pl.lit("ofac_programme").alias("indicator"),
        pl.col("day").dt.to_string("%Y-%m-%d").alias("period"),
        pl.col("programmes").alias("text"),
        pl.lit("").alias("unit"),
        pl.col("list").alias("series"),
        pl.col("day").alias("released_on"),
        attributes_column(sums, {"list": "list", "persons": "persons", "entities": "entities"}),
        "_file",
    )
