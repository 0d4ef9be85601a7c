"""The place registry: reads the packaged tables, answers by id, name, code and membership."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NoReturn

from countrydesk.errors import InputError, UnknownPlaceError
from countrydesk.places.codes import CodeBook, CodeRow, code_system
from countrydesk.places.membership import in_force, role_on
from countrydesk.places.names import NameIndex
from countrydesk.places.place import Bloc, CodeSystem, Membership, Place, PlaceKind, PlaceMatch
from countrydesk.places.tables import FOLDER, read_table, year_of

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "es", "fr")


class PlaceRegistry:
    """All places with their names, codes and memberships. Use :func:`registry` for the cached one.

    Tables other than places and names are read when first asked for.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._names = read_table("names", folder)
        self._places = {place.id: place for place in self._read_places()}

    # -- places --------------------------------------------------------------------------------

    def get(self, place_id: str) -> Place:
        """Return the place with the id ``place_id``.

        Raises:
            UnknownPlaceError: there is none; the message names the three nearest.

        """
        return self._places.get(place_id) or self._unknown(place_id)

    def places(self, kind: str | None = None) -> tuple[Place, ...]:
        """Return all places, or those of one kind, sorted by id.

        Raises:
            InputError: ``kind`` is no kind of place.

        """
        if kind is not None and kind not in tuple(PlaceKind):
            raise InputError(f"no kind of place '{kind}'; there are {', '.join(PlaceKind)}")
        return tuple(
            self._places[place]
            for place in sorted(self._places)
            if kind is None or self._places[place].kind == kind
        )

    def papers(self) -> tuple[Place, ...]:
        """Return the 197 places that have a paper, sorted by id."""
        return self.places(PlaceKind.COUNTRY)

    # -- names ---------------------------------------------------------------------------------

    def find(self, text: str) -> Place | None:
        """Return the one place that ``text`` names, else None; nothing is guessed.

        ``text`` is an id, a two-letter code that ISO 3166 and GEC read alike, ``system:code``, or
        a short, formal or other name in English, Spanish or French.
        """
        readings = self._readings(text)
        return self._places[readings[0]] if len(readings) == 1 else None

    def match(self, text: str, limit: int = 3) -> tuple[PlaceMatch, ...]:
        """Return the places whose names are nearest to ``text``, best first, ties by id."""
        return tuple(
            PlaceMatch(self._places[place], score, name)
            for place, score, name in self.index.nearest(text, limit)
        )

    def resolve(self, text: str) -> Place:
        """Return the place that ``text`` names, as :meth:`find` does.

        Raises:
            UnknownPlaceError: no place bears that name; the message names the three nearest.
            InputError: several do, or ISO 3166 and GEC read the two letters differently.

        """
        readings = self._readings(text)
        if len(readings) > 1:
            self._several(text.strip(), readings)
        return self._places[readings[0]] if readings else self._unknown(text.strip())

    @cached_property
    def index(self) -> NameIndex:
        """The index of all names."""
        return NameIndex((row[0], row[2]) for row in self._names)

    def _readings(self, text: str) -> tuple[str, ...]:
        text = text.strip()
        system, colon, code = text.partition(":")
        if colon and system.strip().lower() in tuple(CodeSystem):
            found = self.from_code(system, code)
            return (found,) if found else ()
        if text.upper() in self._places:
            return (text.upper(),)
        named = self.index.places(text)
        if len(text) == 2 and text.isalpha():
            coded = (self.from_code(CodeSystem.ISO2, text), self.from_code(CodeSystem.GEC, text))
            return tuple(sorted({*named, *filter(None, coded)}))
        return named

    def _several(self, text: str, readings: tuple[str, ...]) -> NoReturn:
        iso2, gec = (self.from_code(system, text) for system in (CodeSystem.ISO2, CodeSystem.GEC))
        if len(text) == 2 and iso2 and gec and iso2 != gec:
            raise InputError(
                f"'{text}' is {self._places[iso2]} in ISO 3166 and {self._places[gec]} in GEC; "
                f"write iso2:{text.upper()}, gec:{text.upper()} or the three letters"
            )
        choices = " or ".join(str(self._places[place]) for place in readings)
        raise InputError(
            f"'{_one_line(text)}' may be {choices}; write the whole name or the three letters"
        )

    def _unknown(self, text: str) -> NoReturn:
        system, _, code = _one_line(text).partition(":")
        if system.strip().lower() in tuple(CodeSystem):
            raise UnknownPlaceError(f"no place has the {system.strip().lower()} code '{code}'")
        nearest = ", ".join(str(match.place) for match in self.match(text) if match.score)
        question = f"did you mean {nearest}?" if nearest else "give a name or three letters"
        raise UnknownPlaceError(f"no place '{_one_line(text)}'; {question}")

    # -- codes ---------------------------------------------------------------------------------

    def from_code(self, system: str, code: str, year: int | None = None) -> str | None:
        """Return the id of the place that ``code`` means in ``system`` in ``year``, else None.

        Without a year it is the place that holds the code today; of a code no longer in use, the
        only place that ever held it, else None.

        Raises:
            InputError: no such system.

        """
        return self.codes.place(system, code, year)

    def code_of(self, place_id: str, system: str, year: int | None = None) -> str | None:
        """Return the code of a place in ``system`` in ``year`` (without one: the latest), or None.

        Raises:
            InputError: no such system.

        """
        return self.codes.code(place_id, system, year)

    def no_place(self, system: str) -> dict[str, str]:
        """Return the codes of ``system`` that mean no place, each with the reason.

        ``system`` may also be ``name``: headings of sources that name no place.

        Raises:
            InputError: no such system.

        """
        wanted = system if system == "name" else code_system(system)
        rows = read_table("no_place", self._folder)
        return {code: reason for kind, code, reason in rows if kind == wanted}

    @cached_property
    def codes(self) -> CodeBook:
        """All code rows."""
        return CodeBook(
            CodeRow(CodeSystem(system), code, place, year_of(first), year_of(last))
            for system, code, place, first, last in read_table("codes", self._folder)
        )

    # -- memberships ---------------------------------------------------------------------------

    def blocs(self) -> tuple[Bloc, ...]:
        """Return all blocs, sorted by id."""
        return tuple(self._blocs[bloc] for bloc in sorted(self._blocs))

    def memberships(self, place_id: str, on: date | None = None) -> tuple[Membership, ...]:
        """Return the memberships of a place: all on record, or those in force on the day ``on``.

        Raises:
            UnknownPlaceError: no such place.

        """
        spells = self._by_place.get(self.get(place_id).id, ())
        return tuple(one for one in spells if on is None or in_force(one, on, self._bloc(one.bloc)))

    def members(
        self, bloc_id: str, on: date | None = None, role: str = "member"
    ) -> tuple[Place, ...]:
        """Return the places that hold ``role`` in a bloc on the day ``on``, sorted by id.

        Without a day they are those whose membership has no end on record. Who is now a former
        member counts as a member of the days when it was one.

        Raises:
            InputError: no such bloc.

        """
        bloc = self._bloc(bloc_id)
        held = {
            spell.place
            for spell in self._by_bloc.get(bloc.id, ())
            if role_on(spell, on) == role and (in_force(spell, on, bloc) if on else not spell.until)
        }
        return tuple(self._places[place] for place in sorted(held))

    def _bloc(self, bloc_id: str) -> Bloc:
        for bloc in self._blocs.values():
            if bloc_id in (bloc.id, bloc.place):
                return bloc
        raise InputError(f"no bloc '{bloc_id}'; there are {', '.join(sorted(self._blocs))}")

    @cached_property
    def _blocs(self) -> dict[str, Bloc]:
        return {
            id_: Bloc(id_, name, full_name, kind, int(founded), place)
            for id_, name, full_name, kind, founded, place in read_table("blocs", self._folder)
        }

    @cached_property
    def _spells(self) -> list[Membership]:
        return [Membership(*row) for row in read_table("memberships", self._folder)]

    @cached_property
    def _by_place(self) -> dict[str, list[Membership]]:
        return _grouped(self._spells, "place")

    @cached_property
    def _by_bloc(self) -> dict[str, list[Membership]]:
        return _grouped(self._spells, "bloc")

    # -- reading -------------------------------------------------------------------------------

    def _read_places(self) -> list[Place]:
        named: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for place, language, name, kind in self._names:
            if kind != "alias":
                named[place, kind][language] = name
        rows = read_table("places", self._folder)
        return [_place(row, named[row[0], "short"], named[row[0], "official"]) for row in rows]


def _one_line(text: str) -> str:
    return " ".join(text.split())[:80]


def _place(row: list[str], short: dict[str, str], official: dict[str, str]) -> Place:
    (id_, kind, article, adjective, region, subregion, part_of, first, last, successors, member,
     landlocked, small_island, least_developed, note) = row  # fmt: skip
    return Place(
        id=id_,
        kind=PlaceKind(kind),
        name=short["en"],
        article=article == "yes",
        names=MappingProxyType({language: short[language] for language in LANGUAGES}),
        official=MappingProxyType(
            {language: official.get(language, short[language]) for language in LANGUAGES}
        ),
        adjective=adjective,
        region=region,
        subregion=subregion,
        part_of=part_of,
        from_year=year_of(first),
        to_year=year_of(last),
        successors=tuple(successors.split()),
        un_member_since=date.fromisoformat(member) if member else None,
        landlocked=landlocked == "yes",
        small_island_state=small_island == "yes",
        least_developed=least_developed == "yes",
        note=note,
    )


def _grouped(spells: list[Membership], by: str) -> dict[str, list[Membership]]:
    groups: defaultdict[str, list[Membership]] = defaultdict(list)
    for spell in spells:
        groups[getattr(spell, by)].append(spell)
    return dict(groups)


@cache
def registry() -> PlaceRegistry:
    """Return the registry of the packaged tables; one object per process."""
    return PlaceRegistry()
