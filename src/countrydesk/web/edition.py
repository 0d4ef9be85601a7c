"""Which paper a request means: partner, principal, day and language, and its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Path, Query

from countrydesk.paper.desk import load_rivals
from countrydesk.places import Place, registry
from countrydesk.web.site import Site, site_of

if TYPE_CHECKING:
    from datetime import date

PLACE: Final = "A country by its three letters or a name of it."
LANGUAGES: Final = {"en": "English", "es": "Español"}
PlacePath = Annotated[str, Path(max_length=80, description=PLACE, examples=["PER"])]
PrincipalQuery = Annotated[
    str | None, Query(max_length=80, description="From whose viewpoint; by default the desk's.")
]
DayQuery = Annotated[
    str | None,
    Query(max_length=10, description="Use only what was released by this day (2024-06-30)."),
]
LanguageQuery = Annotated[str, Query(max_length=2, description="Language: en, or es for a brief.")]


@dataclass(frozen=True)
class Edition:
    """One paper: ``day`` is None for all evidence; ``usual`` is the principal that goes unsaid."""

    partner: Place
    principal: Place
    day: date | None
    language: str
    usual: str

    @property
    def query(self) -> str:
        """The part of an address after the path, with its question mark; empty for the usual."""
        said = {
            "principal": "" if self.principal.id == self.usual else self.principal.id,
            "as_of": self.day.isoformat() if self.day else "",
            "lang": "" if self.language == "en" else self.language,
        }
        text = urlencode({key: value for key, value in said.items() if value})
        return f"?{text}" if text else ""

    def address(self, part: str = "") -> str:
        """Return the address of the paper, or of a ``part`` of it."""
        return f"/paper/{self.partner.id}{part}{self.query}"


def usual_principal(site: Site, partner: Place) -> str:
    """Return from whose viewpoint a paper is written where nobody says: the desk's principal.

    A paper on that principal itself is written from the viewpoint of its first rival.
    """
    if partner.id != site.settings.principal:
        return site.settings.principal
    rivals = load_rivals()
    return next(name for name in rivals.get(partner.id, rivals["default"]) if name != partner.id)


def edition_of(
    site: Site, place: str, principal: str | None, as_of: str | None, lang: str = "en"
) -> Edition:
    """Return the edition that the words of a request name.

    Raises:
        UnknownPlaceError: no such place.
        InputError: the day is none, or names several places.
    """
    partner = registry().resolve(place)
    usual = usual_principal(site, partner)
    viewer = registry().resolve(principal or usual)
    return Edition(partner, viewer, site.day(as_of), lang, usual)


def edition(
    site: Annotated[Site, Depends(site_of)],
    place: PlacePath,
    principal: PrincipalQuery = None,
    as_of: DayQuery = None,
    lang: LanguageQuery = "en",
) -> Edition:
    """Return the edition of a request."""
    return edition_of(site, place, principal, as_of, lang)


AnyEdition = Annotated[Edition, Depends(edition)]
