"""Commands that write papers: ``paper``, ``world``, ``explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countrydesk.cli.options import (
    AsOfOption,
    JsonOption,
    OutputOption,
    PassOnOption,
    PlaceArgument,
    PrincipalOption,
    ReleaseOption,
)  # fmt: skip

if TYPE_CHECKING:
    from countrydesk.evidence import View
    from countrydesk.places import Place

FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="LIST",
        help="Formats, comma-separated: html, pdf, md, json, docx.",
    ),
]


WeightsOption = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        metavar="FILE",
        help="Other weights for the key judgements (a changed copy of paper/weights.yml).",
    ),
]


OverridesOption = Annotated[
    bool,
    typer.Option(
        "--no-overrides", help="Leave out what analysts changed (see countrydesk reread)."
    ),
]


LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        "-l",
        metavar="CODE",
        help="Language of the paper: en, or es for a brief (front page and profile) in Spanish.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("paper")(paper)
    app.command("world")(world)
    app.command("explain")(explain)


def paper(
    place: PlaceArgument,
    principal: PrincipalOption = "USA",
    language: LanguageOption = "en",
    as_of: AsOfOption = None,
    formats: FormatOption = "html,pdf,md,json",
    output: OutputOption = Path("papers"),
    weights: WeightsOption = None,
    release: ReleaseOption = None,
    no_overrides: OverridesOption = False,
    to_pass_on: PassOnOption = False,
) -> None:
    """Write the strategy paper on a country.

    [bold]countrydesk paper PER[/bold] writes papers/PER-USA.html, .pdf, .md and .json.
    [bold]countrydesk paper Kenya --principal CHN --as-of 2024-06-30 -f html[/bold] writes the
    paper that Beijing's desk could have had that day. [bold]-f docx[/bold] writes a document
    that can be edited and read back with [bold]countrydesk reread[/bold].
    """
    from countrydesk.cli.options import open_view, warn_of_restricted
    from countrydesk.cli.output import write_files
    from countrydesk.cli.work import moved_judgements, paper_files
    from countrydesk.paper.weights import load_weights
    from countrydesk.places import registry

    partner, viewer = registry().resolve(place), registry().resolve(principal)
    names = _formats(formats)
    view = open_view(release, as_of, to_pass_on=to_pass_on)
    warn_of_restricted(view)
    if language != "en":
        _in_language(language, partner, viewer, view, names, output, weights)
        return
    table = load_weights(weights) if weights else None
    files = paper_files(view, partner, viewer, names, table, overrides=not no_overrides)
    write_files({output / name: payload for name, payload in files.items()})
    for name in files:
        typer.echo(str(output / name))
    for line in moved_judgements(view, partner, viewer, table) if table else ():
        typer.echo(line, err=True)


def world(
    principal: PrincipalOption = "USA",
    as_of: AsOfOption = None,
    formats: FormatOption = "html,json",
    output: OutputOption = Path("world"),
    release: ReleaseOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Papers written side by side.")
    ] = 2,
    no_overrides: OverridesOption = False,
    to_pass_on: PassOnOption = False,
) -> None:
    """Write the papers on all states: 193 UN members, Kosovo, Palestine, Taiwan, the Holy See.

    A paper that fails is named at the end, and the exit code is then 1; the others are written.
    """
    from countrydesk.cli.work import write_world

    failed = write_world(
        principal=principal, as_of=as_of, formats=_formats(formats), output=output,
        release=release, jobs=jobs, overrides=not no_overrides, to_pass_on=to_pass_on,
    )  # fmt: skip
    for name, reason in failed.items():
        typer.echo(f"{name}: {reason}", err=True)
    if failed:
        raise typer.Exit(1)


def explain(
    sentence: Annotated[
        str, typer.Argument(metavar="SENTENCE_ID", help="As printed in a paper's margin.")
    ],
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Walk one sentence back to the raw files it rests on.

    [bold]countrydesk explain PER.USA.profile.population[/bold] prints, for every figure, date and
    name in it, the finding, the observations, their series, release date, source, licence and the
    hash of the raw file.
    """
    from countrydesk.cli.options import open_view
    from countrydesk.cli.tracing import print_explanation
    from countrydesk.paper.explanation import explain_sentence

    found = explain_sentence(open_view(release, as_of), sentence)
    print_explanation(found, json=json)


def _in_language(
    language: str,
    partner: Place,
    viewer: Place,
    view: View,
    formats: tuple[str, ...],
    output: Path,
    weights: Path | None,
) -> None:
    """Write the paper in another language; say so where it is a brief."""
    from countrydesk.cli.languages import language_files
    from countrydesk.cli.output import write_files
    from countrydesk.paper.weights import load_weights

    table = load_weights(weights) if weights else None
    files, note = language_files(view, partner, viewer, formats, language, table)
    write_files({output / name: payload for name, payload in files.items()})
    for name in files:
        typer.echo(str(output / name))
    if note:
        typer.echo(note, err=True)


def _formats(text: str) -> tuple[str, ...]:
    from countrydesk.render import get_renderer

    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        get_renderer(name)
    return names
