"""What the tables are compiled from: the raw lists and the hand-made overrides, read once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from countrydesk.places import rawlists
from countrydesk.places.codes import CodeBook, CodeRow
from countrydesk.places.place import CodeSystem
from countrydesk.places.tables import FOLDER, year_of

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES = FOLDER / "overrides"


class Inputs:
    """The raw folder and ``data/overrides``, each table read when first asked for."""

    def __init__(self, raw: Path) -> None:
        self.raw = raw
        self._overrides: dict[str, list[dict[str, str]]] = {}

    def override(self, name: str) -> list[dict[str, str]]:
        """Return the hand-made rows of ``name``."""
        if name not in self._overrides:
            self._overrides[name] = rawlists.csv_rows(OVERRIDES / f"{name}.csv")
        return self._overrides[name]

    @cached_property
    def countries(self) -> dict[str, dict[str, str]]:
        """The table of country codes by ISO 3166-1 alpha-3 code."""
        return {row["ISO3166-1-Alpha-3"]: row for row in rawlists.country_codes(self.raw)}

    @cached_property
    def extra_places(self) -> dict[str, dict[str, str]]:
        """The places that the table of country codes lacks, by id."""
        return {row["place"]: row for row in self.override("places")}

    @cached_property
    def ids(self) -> frozenset[str]:
        """All place ids."""
        return frozenset(self.countries) | frozenset(self.extra_places)

    @cached_property
    def attributes(self) -> dict[tuple[str, str], str]:
        """Hand-made attributes by place and field."""
        rows = self.override("attributes")
        return {(row["place"], row["field"]): row["value"] for row in rows}

    @cached_property
    def no_places(self) -> frozenset[tuple[str, str]]:
        """System and code of what is declared to be no place."""
        return frozenset((row["system"], row["code"]) for row in self.override("no_place"))

    @cached_property
    def codes_by_hand(self) -> list[CodeRow]:
        """The hand-made code rows."""
        return [
            CodeRow(
                CodeSystem(row["system"]), row["code"], row["place"],
                year_of(row["from_year"]), year_of(row["to_year"]),
            )
            for row in self.override("codes")
        ]  # fmt: skip

    @cached_property
    def gec(self) -> list[CodeRow]:
        """Rows of the GEC system: the FIPS 10-4 column where it is one code, and the overrides."""
        listed = [
            CodeRow(CodeSystem.GEC, row["FIPS"], place)
            for place, row in self.countries.items()
            if len(row["FIPS"]) == 2 and place != "BES"  # that cell repeats the Netherlands' NL
        ]
        return listed + [row for row in self.codes_by_hand if row.system == CodeSystem.GEC]

    @cached_property
    def factbook(self) -> dict[str, dict[str, str]]:
        """Long name, short name and adjective from the Factbook by place id."""
        book = CodeBook(self.gec)
        found = {}
        for code, entry in rawlists.factbook(self.raw):
            if place := book.place(CodeSystem.GEC, code):
                found[place] = rawlists.factbook_names(entry)
        return found

    @cached_property
    def un_members(self) -> dict[str, str]:
        """The day or year of admission of each member of the United Nations."""
        return {
            row["iso3"]: row["since"]
            for row in rawlists.organisations(self.raw)
            if row["organisation"] == "UN" and row["role"] == "member"
        }
