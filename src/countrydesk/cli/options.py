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
RestrictedOption = Annotated[
    bool,
    typer.Option(
        "--include-restricted",
        help="Also export rows whose licence does not let you pass them on.",
    ),
]
PassOnOption = Annotated[
    bool,
    typer.Option(
        "--to-pass-on",
        help="Leave out every source whose licence does not let you pass its figures on.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def open_view(release: str | None, as_of: str | None, *, to_pass_on: bool = False) -> View:
    """Return the view that the options ask for."""
    from countrydesk.evidence import View, load_release, passing
    from countrydesk.model.period import parse_date

    day = parse_date(as_of) if as_of else None
    found = load_release(release)
    return View(passing.to_pass_on(found) if to_pass_on else found, day)


def warn_of_restricted(view: View) -> None:
    """Say on standard error which sources of the release may not be passed on, if there are any."""
    from countrydesk.evidence.passing import restricted

    if names := restricted(view.release):
        typer.echo(
            f"for your own use: release {view.release.id} holds sources whose licence does not let "
            f"you pass their figures on ({', '.join(names)}); --to-pass-on writes without them",
            err=True,
        )
