"""Commands on sources: ``sources list``, ``refresh``, ``check``, ``add``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from countrydesk.cli.options import JsonOption

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="List the sources of evidence, refresh them from their producers, check and add raw "
    "files. Only [bold]refresh[/bold] uses the network.",
)
NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Sources as listed by 'countrydesk sources list'."),
]
RawOption = Annotated[
    Path | None,
    typer.Option(
        "--raw", metavar="DIR", help="Only this folder of raw files, without what is stored."
    ),
]


@app.command("list")
def list_(json: JsonOption = False) -> None:
    """List every source: its licence rule, how it is refreshed, and what is at hand of it.

    'held' says where raw files are: in the [bold]store[/bold] (refreshed or added), in the folder
    COUNTRYDESK_RAW, or nowhere. 'stale' says since when refreshing has failed, and why.
    """
    from countrydesk.cli.sourcework import listed
    from countrydesk.cli.tables import print_rows

    print_rows(listed(), json=json)


@app.command("refresh")
def refresh(names: NamesArgument = None, json: JsonOption = False) -> None:
    """Fetch sources from their producers; without a name, every source that has an address.

    What arrives is read strictly and accepted as a whole or not at all: a changed column, an
    unknown code or a web page in place of data leaves the snapshot before in use, marks the source
    stale and ends with exit code 1. Earlier snapshots are kept.

    [bold]countrydesk sources refresh passport_index[/bold] prints how many observations were
    added, revised and withdrawn; [bold]countrydesk release build[/bold] then compiles them.
    """
    from countrydesk.cli.sourcework import print_largest, refreshed
    from countrydesk.cli.tables import print_rows

    rows = refreshed(names or [])
    print_rows(
        [{k: v for k, v in row.items() if k != "largest" or json} for row in rows], json=json
    )
    if not json:
        print_largest(rows)
    if any(row["result"] == "stale" for row in rows):
        raise typer.Exit(1)


@app.command("check")
def check(
    names: NamesArgument = None,
    raw: RawOption = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="One line for each source with its rows, and a total.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Read the raw files at hand strictly and account for every row, without the network.

    For each file the rows read are the rows used and the rows ignored, by the rule that ignored
    them. A source that cannot be read is named with file, column and row; exit code 1.
    [bold]countrydesk sources check --rows[/bold] adds the files of each source up.
    """
    from countrydesk.cli.sourcework import by_source, checked
    from countrydesk.cli.tables import print_rows

    found, failed = checked(names or [], raw)
    files = [{k: v for k, v in row.items() if k != "by_rule" or json} for row in found]
    print_rows(by_source(found) if rows else files, json=json)
    for name, reason in failed.items():
        typer.echo(f"{name}: {reason}", err=True)
    if failed:
        raise typer.Exit(1)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The source the file belongs to.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your own downloaded copy.")],
    path: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="PATH", help="Which raw file it is, where the source has several."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Take your own copy of a source's raw file into the store.

    For sources whose terms or pages allow no automatic download. The file is read strictly first;
    what cannot be read is not taken.

    [bold]countrydesk sources add ti_cpi CPI2025_Results.csv[/bold] keeps the year's scores.
    """
    from countrydesk.cli.sourcework import added, print_largest
    from countrydesk.cli.tables import print_rows

    row = added(name, file, path)
    print_rows([{k: v for k, v in row.items() if k != "largest" or json}], json=json)
    if not json:
        print_largest([row])
