"""What the explorer was asked for: indicators, places, years, a form; all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from countrydesk.errors import InputError
from countrydesk.places import Place, registry
from countrydesk.web.site import Site, site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countrydesk.evidence import Indicator

MOST_PLACES: Final = 40
MOST_INDICATORS: Final = 6
FIRST_YEAR: Final = 1990


class Form(StrEnum):
    """How a selection is shown."""

    LINE = "line"
    RANK = "rank"
    SCATTER = "scatter"
    MAP = "map"
    TABLE = "table"


@dataclass(frozen=True)
class Selection:
    """Indicators, places and years, and how to show them; ``toward`` is None for no dyad."""

    indicators: tuple[Indicator, ...]
    places: tuple[Place, ...]
    first: int
    last: int
    form: Form
    toward: Place | None = None
    years: tuple[int, int] = field(default=(FIRST_YEAR, FIRST_YEAR))

    @property
    def query(self) -> str:
        """The part of an address after the path that brings this selection back."""
        said = [("i", ",".join(one.id for one in self.indicators)),
            ("p", ",".join(one.id for one in self.places))]  # fmt: skip
        said += [("from", str(self.first))] if self.first != self.years[0] else []
        said += [("until", str(self.last))] if self.last != self.years[1] else []
        said += [("to", self.toward.id)] if self.toward else []
        said.append(("form", self.form.value))
        return urlencode(said, safe=",")

    def address(self, path: str = "/explore", **changed: object) -> str:
        """Return the address of this selection, or of one with something ``changed``."""
        made = replace(self, **changed) if changed else self  # type: ignore[arg-type]
        return f"{path}?{made.query}"


def selection(
    site: Annotated[Site, Depends(site_of)],
    i: Annotated[list[str] | None, Query(max_length=MOST_INDICATORS)] = None,
    p: Annotated[list[str] | None, Query(max_length=MOST_PLACES)] = None,
    to: Annotated[str, Query(max_length=80)] = "",
    first: Annotated[int, Query(alias="from", ge=1800, le=2100)] = FIRST_YEAR,
    until: Annotated[int | None, Query(ge=1800, le=2100)] = None,
    form: Form = Form.LINE,
) -> Selection:
    """Return the selection of a request; lists may be given by commas or again and again.

    Raises:
        UnknownIndicatorError: no such indicator.
        UnknownPlaceError: no such place.
        InputError: too many of them.
    """
    catalogue, known = site.catalogue, registry()
    names = _parted(i) or ["gdp_growth"]
    places = _parted(p)
    if len(names) > MOST_INDICATORS or len(places) > MOST_PLACES:
        raise InputError(f"at most {MOST_INDICATORS} indicators and {MOST_PLACES} places at once")
    if not places and form is Form.LINE:
        places = ["PER", "CHL", "COL"]
    newest = site.release.manifest.cutoff.year
    last = newest if until is None else until
    return Selection(
        tuple(catalogue.get_indicator(name) for name in names),
        tuple(dict.fromkeys(known.resolve(name) for name in places)),
        min(first, last),
        max(first, last),
        form,
        known.resolve(to) if to.strip() else None,
        (FIRST_YEAR, newest),
    )


def _parted(given: Iterable[str] | None) -> list[str]:
    """Return the names in a list whose entries may hold several, each once."""
    names = (name.strip() for text in given or () for name in text.replace(";", ",").split(","))
    return list(dict.fromkeys(name[:80] for name in names if name))


AnySelection = Annotated[Selection, Depends(selection)]
