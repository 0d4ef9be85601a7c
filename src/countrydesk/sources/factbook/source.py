"""CIA World Factbook, last edition: figures and coded facts of each country file, no sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from types import MappingProxyType

import polars as pl

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.places import registry
from countrydesk.sources.factbook import dates, envoys, facts, holders, lists, quantities
from countrydesk.sources.factbook.cells import (
    BESIDE,
    IGNORE,
    Cell,
    Reader,
    Reading,
    UnreadError,
    correct,
    find_field,
    split_year,
    texts,
)
from countrydesk.sources.factbook.derived import next_elections, whole_of_halves
from countrydesk.sources.frame import attributes_json
from countrydesk.sources.intake import Intake

READERS: MappingProxyType[str, Reader] = MappingProxyType(
    {
        "agreements": lists.read_agreements,
        "borders": lists.read_borders,
        "capital": facts.read_capital,
        "cities": lists.read_cities,
        "currency": facts.read_currency,
        "envoy": envoys.read_envoy,
        "designations": facts.read_designations,
        "forces": facts.read_forces,
        "form": facts.read_form,
        "held": dates.read_held,
        "highest": quantities.read_highest,
        "holder": holders.read_holder,
        "independence": dates.read_independence,
        "items": lists.read_items,
        "location": facts.read_location,
        "members": lists.read_members,
        "next": dates.read_next,
        "number": quantities.read_number,
        "official": lists.read_official,
        "parties": lists.read_parties,
        "partners": lists.read_partners,
        "point": facts.read_point,
        "seats": lists.read_seats,
        "shares": lists.read_shares,
        "tier": facts.read_tier,
        "troops": quantities.read_troops,
    }
)
COLUMNS = ("field", "text")
NOT_COUNTRIES = {"EE": "a union of states", "XX": "the world", "AY": "Antarctica"}


def parse(intake: Intake) -> pl.DataFrame:
    """Return one row per figure or coded fact; every text of every file is accounted for."""
    frame = pl.concat([_table(intake, path) for path in intake.paths()])
    frame = intake.places(frame, "code", "gec", ignore=registry().no_place("gec") | NOT_COUNTRIES)
    rows = [(cell, place, *_read(cell)) for cell, place in _cells(frame)]
    fates = pl.Series("_fate", [fate for _, _, fate, _ in rows], dtype=pl.String)
    frame = frame.with_columns(fates)
    for rule in fates.unique().sort():
        if rule:
            frame = intake.ignore(frame, pl.col("_fate") == rule, rule)
    intake.use(frame)
    found = _observations((cell, place, one) for cell, place, _, said in rows for one in said)
    return whole_of_halves(pl.concat([found, next_elections(found)]))


def _table(intake: Intake, path: str) -> pl.DataFrame:
    found = list(texts(path, intake.open(path).read_bytes()))
    frame = pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    code = PurePosixPath(path).stem.upper()
    return intake.table(path, frame, COLUMNS, first_row=1).with_columns(pl.lit(code).alias("code"))


def _cells(frame: pl.DataFrame) -> Iterator[tuple[Cell, str]]:
    beside: dict[tuple[str, str], dict[str, str]] = {}
    columns = ("_file", "_row", "field", "text", "place")
    rows = list(frame.select(columns).iter_rows())
    for file, _, path, text, _ in rows:
        group, _, name = path.rpartition(" > ")
        beside.setdefault((file, group), {})[name] = text
    for file, row, path, text, place in rows:
        named, year = split_year(path)
        neighbours = beside[file, path.rpartition(" > ")[0]]
        yield Cell(file, row, path, text, find_field(named), year, neighbours), place


def _read(cell: Cell) -> tuple[str, list[Reading]]:
    """Return the rule by which a text is left out ("" when it is used), and what it says."""
    if cell.field.reader in {IGNORE, BESIDE}:
        return ("" if cell.field.reader == BESIDE else cell.field.option), []
    text, reason = correct(cell.file, cell.path, cell.text)
    if reason and not text:
        return "read by a person: no figure or coded fact in it", []
    if quantities.is_absent(text):
        return "no figure", []
    cell = Cell(cell.file, cell.row, cell.path, text, cell.field, cell.year, cell.beside)
    try:
        readings = list(READERS[cell.field.reader](cell))
    except UnreadError as error:
        if "lenient" in cell.field.option:
            return "no plain list", []
        raise ValueNotUnderstoodError(
            f"factbook: {cell.file}: {cell.path}: '{text[:80]}' {error}"
        ) from error
    return ("" if readings else "nothing listed"), readings


def _observations(rows: Iterator[tuple[Cell, str, Reading]]) -> pl.DataFrame:
    table = [
        {
            "place": place,
            "counterpart": one.counterpart,
            "indicator": one.indicator or cell.field.indicator,
            "period": one.period,
            "value": None if one.value is None else float(f"{one.value:.12g}"),
            "text": one.text,
            "unit": cell.field.unit if one.value is not None else "",
            "low": one.low,
            "high": one.high,
            "status": one.status,
            "series": cell.path,
            "attributes": attributes_json(one.attributes),
            "_file": cell.file,
        }
        for cell, place, one in rows
    ]
    return pl.DataFrame(table, schema_overrides=dict.fromkeys(("value", "low", "high"), pl.Float64))
