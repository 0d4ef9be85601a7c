"""The command that judges papers: ``lint``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countrydesk.cli.options import AsOfOption, JsonOption, PrincipalOption, ReleaseOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countrydesk.cli.work import Quality

SHOWN = 20
LEAST_DENSE = 85.0


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("lint")(lint)


def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Texts that others wrote; without one, our own."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when a rule is broken.")
    ] = False,
    principal: PrincipalOption = "USA",
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Papers judged side by side.")
    ] = 2,
    json: JsonOption = False,
) -> None:
    """Judge how papers are written: rules, density, and how alike they read.

    [bold]countrydesk lint --strict[/bold] builds the papers on all states and prints how many
    pass verifier and lint, the share of sentences with a figure and a source, and the sentences
    that most papers share once names and figures are masked; one in more than a fifth of the
    papers breaks the rule. [bold]countrydesk lint paper.txt[/bold] prints the density of a text.
    """
    if files:
        _print_texts(files, json=json)
        return
    from countrydesk.cli.work import judge_world

    found = judge_world(principal=principal, as_of=as_of, release=release, jobs=jobs)
    broken = _print_world(found, json=json)
    if strict and broken:
        raise typer.Exit(1)


def _print_texts(files: Sequence[Path], *, json: bool) -> None:
    from countrydesk.cli.tables import print_rows
    from countrydesk.errors import InputError
    from countrydesk.paper.variety import density_of_text

    rows = []
    for path in files:
        try:
            found = density_of_text(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: cannot be read as text ({error}); give a .txt") from error
        rows.append({
            "file": path.name, "sentences": found.sentences, "with a digit": found.figures,
            "with a source": found.sourced, "with both": found.both, "percent": found.share,
        })  # fmt: skip
    print_rows(rows, json=json)


def _print_world(found: Sequence[Quality], *, json: bool) -> bool:
    """Print the tables; return whether a rule is broken."""
    from countrydesk.cli.tables import print_rows
    from countrydesk.paper.variety import MOST_SHARED, NOTHING, shared

    failed = [item for item in found if item.failure]
    often, _ = shared(item.shapes for item in found if not item.failure)
    beyond = [text for text, share in often if share > MOST_SHARED]
    total = sum((item.density for item in found), NOTHING)
    print_rows([{
        "papers": len(found), "failed": len(failed), "sentences": total.sentences,
        "with figure and source, percent": round(total.share, 1),
        f"papers under {LEAST_DENSE:.0f} percent": sum(
            item.density.share < LEAST_DENSE for item in found
        ),
        "sentences in over a fifth of papers": len(beyond),
    }], json=json)  # fmt: skip
    typer.echo("")
    print_rows(
        [{"share of papers": round(share, 3), "sentence": text} for text, share in often[:SHOWN]],
        json=json,
    )
    for item in failed:
        typer.echo(f"{item.place}: {item.failure}", err=True)
    return bool(failed or beyond)
