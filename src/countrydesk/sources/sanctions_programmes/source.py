"""Sanctions programmes: which issuer names which country as a territory of its targets."""

from __future__ import annotations

from typing import Any

import polars as pl
import yaml

from countrydesk.errors import LayoutError, RawFileError
from countrydesk.places import registry
from countrydesk.sources.facts import beside, check_known
from countrydesk.sources.frame import attributes_column
from countrydesk.sources.intake import Intake

REQUIRED = {"title", "key", "url", "summary", "issuer", "dataset"}
KEYS = REQUIRED | {"id", "aliases", "target_territories", "measures", "status"}
COLUMNS = ("key", "title", "url", "issuer", "status", "measures", "territory")
STATUSES = ("", "legacy", "ended")
MEASURES = {
    "Aid suspension", "Arms embargo", "Arms restrictions", "Asset freeze", "Debarment",
    "Export control", "Financial restrictions", "Import restrictions", "Investment ban",
    "Prohibition to satisfy claims", "Sectoral sanctions", "Services ban",
    "Transportation restrictions", "Travel ban",
}  # fmt: skip
NO_COUNTRY = {"zz": "worldwide, no country", "ip": "cyberspace, no country"}
ATTRIBUTES = {
    "key": "key",
    "issuer": "name",
    "measures": "measures",
    "area": "area",
    "status": "status",
    "url": "url",
}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one fact per programme and territory; a part of a country comes as an area of it.

    Programmes that have ended, that name no territory or only the issuer's own are left out.
    """
    table = pl.concat([_programme(intake, path) for path in intake.paths()])
    table = _corrected(table)
    check_known(intake, table, "status", STATUSES)
    over = (pl.col("status") == "ended") | pl.col("title").str.starts_with("Former ")
    table = intake.ignore(table, over, "programme that has ended")
    table = intake.ignore(table, pl.col("territory") == "", "names no territory")
    rows = _targets(intake, _issued(intake, table))
    rows = intake.use(intake.ignore(rows, pl.col("place") == pl.col("counterpart"), "domestic"))
    return rows.select(
        "place",
        "counterpart",
        pl.when(pl.col("area") == "")
        .then(pl.lit("sanctions_programme"))
        .otherwise(pl.lit("sanctions_area"))
        .alias("indicator"),
        pl.lit(intake.spec.vintage).alias("period"),
        pl.col("title").alias("text"),
        pl.col("key").alias("series"),
        attributes_column(rows, ATTRIBUTES),
        "_file",
    )


def _programme(intake: Intake, path: str) -> pl.DataFrame:
    """Return the rows of one file: one per territory, an empty one if it names none."""
    content = _read(intake, path)
    measures = content.get("measures") or []
    shared = {
        "key": content["key"],
        "title": " ".join(content["title"].split()),
        "url": content["url"],
        "issuer": content["issuer"],
        "status": content.get("status") or "",
        "measures": "; ".join(sorted(measures)),
    }
    rows = [shared | {"territory": code} for code in content.get("target_territories") or [""]]
    table = intake.table(path, pl.DataFrame(rows), COLUMNS, first_row=1)
    strange = table.filter(pl.lit(bool(set(measures) - MEASURES)))
    intake.fail_on(strange, "measures", "holds a measure we do not know")
    return table


def _read(intake: Intake, path: str) -> dict[str, Any]:
    """Return one programme file with the keys that we know and no others."""
    full = intake.open(path)
    try:
        content = yaml.load(full.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise RawFileError(f"{path}: {' '.join(str(error).split())[:200]}") from error
    found = set(content) if isinstance(content, dict) else set()
    if missing := sorted(REQUIRED - found):
        raise LayoutError(f"{path}: key '{missing[0]}' is missing; its layout has changed")
    if new := sorted(found - KEYS):
        raise LayoutError(f"{path}: key '{new[0]}' is new; say what it means or ignore it")
    return dict(content)


def _corrected(table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with the errors of the source put right that ``corrections.csv`` lists."""
    for row in beside(__file__, "corrections.csv").iter_rows(named=True):
        wrong = (pl.col("key") == row["key"]) & (pl.col(row["field"]) == row["listed"])
        table = table.with_columns(
            pl.when(wrong).then(pl.lit(row["better"])).otherwise(row["field"]).alias(row["field"])
        )
    return table


def _issued(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    issuers = beside(__file__, "issuers.csv")
    check_known(intake, table, "issuer", issuers.get_column("issuer").to_list())
    return table.join(issuers, on="issuer", how="left", maintain_order="left")


def _targets(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    known = beside(__file__, "territories.csv")
    extra = dict(known.select("code", "place").iter_rows())
    own = {
        code: place
        for code in set(table.get_column("territory")) - set(extra) - set(NO_COUNTRY)
        if (place := _country(code))
    }
    placed = intake.places(table, "territory", "iso2", ignore=NO_COUNTRY, extra=extra | own)
    areas = known.select(pl.col("code").alias("territory"), "area")
    joined = placed.join(areas, on="territory", how="left", maintain_order="left")
    return joined.with_columns(pl.col("area").fill_null(""))


def _country(code: str) -> str | None:
    """Return the place of a lower-case ISO 3166 code, and of the European Union."""
    return "EUU" if code == "eu" else registry().from_code("iso2", code.upper())
