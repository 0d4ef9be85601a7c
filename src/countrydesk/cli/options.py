"""Options that several commands share, and what is opened from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from countrydesk.evidence import View

PlaceArgument = Annotated[
    str,
    typer.Argument(
        metavar="PLACE", help="A country: PER, Peru, Pérou, 'Republic of Peru', iso2:PE, gec:PE."
    ),
]
PrincipalOption = Annotated[
    str,
    typer.Option("--principal", "-p", metavar="PLACE", help="From whose viewpoint."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Use only what was released by this day (2024-06-30)."
    ),
]
ReleaseOption = Annotated[
    str | None,
    typer.Option(
        "--release",
        metavar="ID",
        envvar="COUNTRYDESK_RELEASE",
        help="A release by id or folder, or 'bundled'; by default the newest there is.",
    ),
]
OutputOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="DIR", help="Folder to write to; made when missing."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def open_view(release: str | None, as_of: str | None) -> View:
    """Return the view that the options ask for."""
    from countrydesk.evidence import View, load_release
    from countrydesk.model.period import parse_date

    day = parse_date(as_of) if as_of else None
    return View(load_release(release), day)
