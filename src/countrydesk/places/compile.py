"""Compiles the packaged tables: ``python -m countrydesk.places.compile --raw DIR``.

They are made from public lists (country codes, CLDR, the CIA World Factbook, the code lists of the
sources) and from the hand-made tables in ``data/overrides``, which win. The same input gives the
same bytes. What is neither known nor declared to be no place stops the compilation.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from countrydesk.errors import LayoutError, RawFileError, SourceError, ValueNotUnderstoodError
from countrydesk.places import rawlists
from countrydesk.places.inputs import Inputs
from countrydesk.places.listed_codes import code_rows, known_place
from countrydesk.places.listed_names import name_rows
from countrydesk.places.membership import is_partial_date
from countrydesk.places.tables import FOLDER, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAPERS_BESIDE_MEMBERS = frozenset({"PSE", "TWN", "VAT", "XKX"})

_FIRST_ALTERNATIVE = re.compile(r"\s+or\s+|[,;(]|\s+note")
_FLAGS = {
    "landlocked": "Land Locked Developing Countries (LLDC)",
    "small_island_state": "Small Island Developing States (SIDS)",
    "least_developed": "Least Developed Countries (LDC)",
}

Row = tuple[str, ...]


def place_rows(inputs: Inputs) -> list[Row]:
    """Return the rows of ``places.csv``.

    Raises:
        ValueNotUnderstoodError: the day on which a state joined the United Nations is unknown.

    """
    return [_place_row(inputs, place) for place in inputs.ids]


def _place_row(inputs: Inputs, place: str) -> Row:
    listed = inputs.extra_places.get(place) or _country(inputs, place)
    facts = {
        **listed,
        **{name: _flag(inputs, place, name) for name in ("article", *_FLAGS)},
        "id": place,
        "adjective": _adjective(inputs, place),
        "un_member_since": _un_member_since(inputs, place),
        "note": inputs.attributes.get((place, "note"), ""),
    }
    return tuple(facts.get(column, "") for column in TABLES["places"])


def _country(inputs: Inputs, place: str) -> dict[str, str]:
    row = inputs.countries[place]
    is_country = place in inputs.un_members or place in PAPERS_BESIDE_MEMBERS
    return {
        "kind": "country" if is_country else "territory",
        "region": row["Region Name"],
        "subregion": row["Intermediate Region Name"] or row["Sub-region Name"],
    }


def _flag(inputs: Inputs, place: str, name: str) -> str:
    row = inputs.countries.get(place, {})
    listed = "yes" if name in _FLAGS and row.get(_FLAGS[name]) == "x" else "no"
    return inputs.attributes.get((place, name), listed)


def _adjective(inputs: Inputs, place: str) -> str:
    by_hand = {row["place"]: row["adjective"] for row in inputs.override("adjectives")}
    text = inputs.factbook.get(place, {}).get("adjective", "")
    first = _FIRST_ALTERNATIVE.split(text)[0].strip()
    return by_hand.get(place, "" if first in ("none", "NA") else first)


def _un_member_since(inputs: Inputs, place: str) -> str:
    if place not in inputs.un_members:
        return ""
    day = inputs.attributes.get((place, "un_member_since"), inputs.un_members[place])
    if len(day) != len("2000-01-01"):
        raise ValueNotUnderstoodError(f"{place}: '{day}' is no day of admission; add an override")
    return day


def membership_rows(inputs: Inputs) -> list[Row]:
    """Return the rows of ``memberships.csv``: those of the raw list, none dropped.

    Raises:
        ValueNotUnderstoodError: a place, bloc or date that has no meaning here.

    """
    blocs = {row["id"] for row in inputs.override("blocs")}
    rows: list[Row] = []
    for row in rawlists.organisations(inputs.raw):
        bloc = row["organisation"]
        place = known_place(inputs, row["iso3"], bloc)
        if bloc not in blocs:
            raise ValueNotUnderstoodError(f"no bloc '{bloc}'; add it to blocs.csv")
        if not (is_partial_date(row["since"]) and is_partial_date(row["until"])):
            raise ValueNotUnderstoodError(f"{place} in {bloc}: a date that is none")
        origin = (row["confidence"], row["notes"], row["source_title"], row["source_url"])
        rows.append((place, bloc, row["role"], row["since"], row["until"], *origin))
    return rows


def all_tables(inputs: Inputs) -> dict[str, list[Row]]:
    """Return the rows of every table, sorted; errors as for the single tables."""
    names: Sequence[Row] = name_rows(inputs)
    codes = code_rows(inputs, ((row[0], row[2]) for row in names))
    found: dict[str, Iterable[Row]] = {
        "places": place_rows(inputs),
        "names": names,
        "codes": (
            (row.system, row.code, row.place, _cell(row.from_year), _cell(row.to_year))
            for row in codes
        ),
        "no_place": _columns(inputs, "no_place"),
        "blocs": _columns(inputs, "blocs"),
        "memberships": membership_rows(inputs),
    }
    return {name: sorted(rows) for name, rows in found.items()}


def _columns(inputs: Inputs, name: str) -> Iterable[Row]:
    return (tuple(row[column] for column in TABLES[name]) for row in inputs.override(name))


def _cell(year: int | None) -> str:
    return "" if year is None else str(year)


def _write(name: str, rows: Sequence[Row], folder: Path) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(TABLES[name])
        writer.writerows(rows)


def compile_tables(raw: Path, folder: Path = FOLDER) -> dict[str, int]:
    """Write all tables to ``folder`` and return how many rows each has.

    Raises:
        RawFileError: a raw list is missing.
        LayoutError: a raw list lacks a column.
        ValueNotUnderstoodError: a code, bloc or date in a raw list has no meaning here.

    """
    try:
        tables = all_tables(Inputs(raw))
    except OSError as error:
        raise RawFileError(f"{error.filename}: {error.strerror}; give the raw folder") from error
    except KeyError as error:
        raise LayoutError(f"{raw}: a list lacks the column or key {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        _write(name, rows, folder)
    return {name: len(rows) for name, rows in tables.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile the tables from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="countrydesk.places.compile", description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder of the tables")
    options = parser.parse_args(arguments)
    try:
        counts = compile_tables(options.raw, options.to)
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write("".join(f"{name}.csv: {count} rows\n" for name, count in counts.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
