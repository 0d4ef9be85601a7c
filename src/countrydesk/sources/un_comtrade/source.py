"""UN Comtrade: each country's exports and imports of goods, in all and with partners."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from countrydesk import settings
from countrydesk.places import registry
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records
from countrydesk.sources.un_comtrade.queries import LISTS, records_of, save_answers

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

COLUMNS = (
    "typeCode", "freqCode", "refPeriodId", "refYear", "refMonth", "period", "reporterCode",
    "reporterISO", "reporterDesc", "flowCode", "flowDesc", "partnerCode", "partnerISO",
    "partnerDesc", "partner2Code", "partner2ISO", "partner2Desc", "classificationCode",
    "classificationSearchCode", "isOriginalClassification", "cmdCode", "cmdDesc", "aggrLevel",
    "isLeaf", "customsCode", "customsDesc", "mosCode", "motCode", "motDesc", "qtyUnitCode",
    "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty",
    "isAltQtyEstimated", "netWgt", "isNetWgtEstimated", "grossWgt", "isGrossWgtEstimated",
    "cifvalue", "fobvalue", "primaryValue", "legacyEstimationFlag", "isReported", "isAggregate",
)  # fmt: skip
KEYS = {
    "reporters": ("reporterCode", "reporterCodeIsoAlpha3"),
    "partners": ("PartnerCode", "PartnerCodeIsoAlpha3"),
}
WORLD = "0"
# "Other Asia, not elsewhere specified" is Taiwan, which the United Nations do not name.
SPELT = {"S19": "TWN"}
WHOLE = {
    "cmdCode": "TOTAL", "partner2Code": "0", "customsCode": "C00", "motCode": "0",
    "typeCode": "C", "freqCode": "A",
}  # fmt: skip


def fetch(client: Client, folder: Path, day: date | None = None, key: str | None = None) -> None:
    """Write the answers for the four whole years before ``day`` (today) below ``folder``.

    Raises:
        FetchError: an answer could not be read, is empty, cut off or an error.
        LayoutError: an answer has other keys.
    """
    used = settings.comtrade_key() if key is None else key
    home = folder / Path(__file__).parent.name
    save_answers(client, home, day or datetime.now(UTC).date(), used)


def parse(intake: Intake) -> pl.DataFrame:
    """Return totals of each reporter, and its trade with each partner, in dollars of the year."""
    paths = intake.paths()
    lists = {Path(path).stem: path for path in paths if Path(path).stem in LISTS}
    areas = {name: _areas(intake, lists[name], *KEYS[name]) for name in LISTS}
    answers = [path for path in paths if path not in lists.values()]
    table = pl.concat([_answer(intake, path) for path in answers])
    parts = [pl.col(name) != value for name, value in WHOLE.items()]
    table = intake.ignore(table, pl.any_horizontal(parts), "a part of the total")
    known = pl.col("flowCode").is_in(list(intake.spec.series))
    table = intake.ignore(table, ~known, "re-exports and other parts of a flow")
    table = intake.ignore(table, pl.col("primaryValue") == "", "no value")
    table = table.with_columns(
        _place("reporterCode", areas["reporters"]).alias("place"),
        pl.when(pl.col("partnerCode") == WORLD)
        .then(pl.lit(""))
        .otherwise(_place("partnerCode", areas["partners"]))
        .alias("counterpart"),
    )
    nowhere = pl.col("place").is_null() | pl.col("counterpart").is_null()
    table = intake.ignore(table, nowhere, "an area that is no country")
    table = intake.ignore(table, pl.col("place") == pl.col("counterpart"), "trade with itself")
    intake.fail_on(table.filter(~pl.col("period").str.contains(r"^\d{4}$")), "period", "is no year")
    return _observations(intake, intake.use(intake.numbers(table, "primaryValue")))


def _observations(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    whole = pl.col("counterpart") == ""
    flow = pl.col("flowCode") + pl.when(whole).then(pl.lit(" World")).otherwise(pl.lit(""))
    series = intake.spec.series
    return table.select(
        "place",
        "counterpart",
        flow.replace_strict({k: s.indicator for k, s in series.items()}).alias("indicator"),
        "period",
        pl.col("primaryValue").round_sig_figs(12).alias("value"),
        flow.replace_strict({k: s.unit for k, s in series.items()}).alias("unit"),
        flow.alias("series"),
        "_file",
    )


def _place(column: str, areas: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(areas, default=None, return_dtype=pl.String)


def _areas(intake: Intake, path: str, code: str, iso3: str) -> dict[str, str]:
    """Return the place of each area code of the service that is a country or territory."""

    def rows(document: Any) -> list[dict[str, str]]:  # noqa: ANN401 - any JSON document
        return [{"code": str(one[code]), "iso3": one[iso3] or ""} for one in document["results"]]

    table = json_records(intake, path, ("code", "iso3"), rows)
    intake.ignore(table, pl.col("code") != "", "the list of areas")
    places = registry()
    found = {
        number: SPELT.get(letters) or places.from_code("iso3", letters)
        for number, letters in table.select("code", "iso3").iter_rows()
    }
    return {number: place for number, place in found.items() if place}


def _answer(intake: Intake, path: str) -> pl.DataFrame:
    return json_records(intake, path, COLUMNS, lambda answer: records_of(answer, path))
