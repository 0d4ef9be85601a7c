"""The command line: one module for each group of commands; heavy imports wait until needed."""

from __future__ import annotations

import errno
import os
import sys

import typer

from countrydesk import __version__
from countrydesk.cli import (
    audit,
    evidence,
    forecasts,
    lab,
    papers,
    quality,
    releases,
    rereading,
    serving,
    simulating,
    sources,
    team,
)
from countrydesk.errors import CountrydeskError

app = typer.Typer(
    name="countrydesk",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Country strategy papers in which every sentence is bound to dated evidence.\n\n"
    "Start with [bold]countrydesk paper PER[/bold]; then [bold]countrydesk explain[/bold] any "
    "sentence of it. Everything works offline on the bundled release; only [bold]sources refresh"
    "[/bold] uses the network.",
)
papers.register(app)
evidence.register(app)
quality.register(app)
audit.register(app)
rereading.register(app)
lab.register(app)
serving.register(app)
app.add_typer(releases.app, name="release")
app.add_typer(sources.app, name="sources")
app.add_typer(team.app, name="team")
app.add_typer(forecasts.app, name="forecast")
app.add_typer(simulating.app, name="simulate")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"countrydesk {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    pass


def main() -> None:
    """Run the command line; every expected error is one line on standard error."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line with ``arguments`` and return its exit code."""
    try:
        status = app(args=arguments, standalone_mode=False)
    except CountrydeskError as error:
        return _fail(str(error), error.exit_code)
    except typer.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _fail("stopped", 130)
    except typer.TyperException as error:
        return _fail(str(getattr(error, "format_message", error.__str__)()), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _fail("the disk is full; nothing was written", 1)
    return status if isinstance(status, int) else 0


def _fail(message: str, code: int) -> int:
    print(f"countrydesk: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201
    return code
