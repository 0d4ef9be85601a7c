"""The rows of ``codes.csv``: hand-made rows win over those read from the code lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countrydesk.errors import ValueNotUnderstoodError
from countrydesk.places import rawlists
from countrydesk.places.codes import CodeBook, CodeRow
from countrydesk.places.names import NameIndex
from countrydesk.places.place import CodeSystem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from countrydesk.places.inputs import Inputs

VIEWS_BEFORE_FIGURES = 2017


def code_rows(inputs: Inputs, names: Iterable[tuple[str, str]]) -> list[CodeRow]:
    """Return every code row. ``names`` are place id and name, to read the Census list by.

    Raises:
        ValueNotUnderstoodError: a code that is neither a place nor declared to be none.

    """
    by_hand = inputs.codes_by_hand
    fixed = {(row.system, row.code) for row in by_hand}
    rows = {*by_hand, *inputs.gec, *_iso(inputs)}
    for system, pairs in _lists(inputs, NameIndex(names)).items():
        for code, place in pairs.items():
            if (system, code) not in fixed and (system, code) not in inputs.no_places:
                rows.add(CodeRow(system, code, known_place(inputs, place, f"{system} {code}")))
    return list(rows | set(_views(inputs)))


def known_place(inputs: Inputs, place: str, what: str) -> str:
    """Return ``place``.

    Raises:
        ValueNotUnderstoodError: it is the id of no place; the message starts with ``what``.

    """
    if place not in inputs.ids:
        raise ValueNotUnderstoodError(f"{what}: '{place}' is no place; add an override")
    return place


def _iso(inputs: Inputs) -> Iterator[CodeRow]:
    for place, row in inputs.countries.items():
        yield CodeRow(CodeSystem.ISO2, row["ISO3166-1-Alpha-2"], place)
        yield CodeRow(CodeSystem.ISO3, place, place)
        yield CodeRow(CodeSystem.M49, row["M49"].zfill(3), place)


def _lists(inputs: Inputs, index: NameIndex) -> dict[CodeSystem, dict[str, str]]:
    census = {code: index.places(name) for code, name in rawlists.census_names(inputs.raw).items()}
    vdem = rawlists.vdem_codes(inputs.raw)
    bank = [*inputs.countries, *rawlists.world_bank_codes(inputs.raw)]
    return {
        CodeSystem.SCHEDULE_C: {code: " ".join(places) for code, places in census.items()},
        CodeSystem.UNHCR: rawlists.unhcr_codes(inputs.raw),
        CodeSystem.WEO: _same(rawlists.weo_codes(inputs.raw)),
        CodeSystem.WORLDBANK: _same(bank),
        CodeSystem.WGI: _same(rawlists.wgi_codes(inputs.raw)),
        CodeSystem.USAID: _same(rawlists.usaid_codes(inputs.raw)),
        CodeSystem.VDEM: vdem,
        CodeSystem.VDEM_TEXT: _same(vdem.values()),
    }


def _views(inputs: Inputs) -> Iterator[CodeRow]:
    book = CodeBook(inputs.codes_by_hand)
    for code, iso3, number, in_use in rawlists.views_codes(inputs.raw):
        place = iso3 if iso3 in inputs.ids else book.place(CodeSystem.GW, number) or ""
        last = None if in_use else VIEWS_BEFORE_FIGURES
        yield CodeRow(
            CodeSystem.VIEWS, code, known_place(inputs, place, f"views {code}"), None, last
        )


def _same(codes: Iterable[str]) -> dict[str, str]:
    return {code: code for code in codes}
