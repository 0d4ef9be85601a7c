"""The command that brings edits back: ``reread``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countrydesk.cli.options import ReleaseOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from countrydesk.paper.nodes import Paper
    from countrydesk.paper.overrides import Entry, History
    from countrydesk.paper.rereading import Edited
    from countrydesk.places import Place

SHOWN = 72


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("reread")(reread)


def reread(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.docx", help="A paper in DOCX that was edited.")
    ],
    analyst: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who changed it; by default who last saved the file."),
    ] = None,
    when: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help="When; by default the day the file was last saved."
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, for sentences without a comment.")
    ] = "",
    place: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Refuse the file unless it is on this country."),
    ] = None,
    release: ReleaseOption = None,
    weights: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The weights with which the paper was written."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what was changed and store nothing.")
    ] = False,
) -> None:
    """Read an edited paper back and keep what an analyst changed.

    [bold]countrydesk reread PER-USA.docx --reason "Embassy reporting"[/bold] compares every
    sentence with what the same release gives and adds the changes to the history in the home
    folder. Later papers carry them, marked with who, when and why, and flag those whose evidence
    has moved since. A comment on a sentence is the reason for its change. Tracked changes count as
    made.
    """
    from countrydesk.cli.output import write_files
    from countrydesk.model.period import parse_date
    from countrydesk.paper.overrides import extended, history_bytes, history_path

    day = parse_date(when) if when else None
    result = _compared(_Order(file, analyst, day, reason, place, release, weights))
    history, found = result.history, result.found
    if found and not dry_run:
        path = history_path(history.partner, history.principal)
        write_files({path: history_bytes(extended(history, found))})
    for entry in found:
        typer.echo(f"{entry.deed.value}  {entry.sentence}  {_short(entry.text)}".rstrip())
    kept = "nothing is stored" if dry_run or not found else "kept for later papers"
    changes = "1 change" if len(found) == 1 else f"{len(found)} changes"
    for line in (*result.notices, f"{changes}; {kept}"):
        typer.echo(line, err=True)


@dataclass(frozen=True)
class _Order:
    file: Path
    analyst: str | None
    day: date | None
    reason: str
    place: str | None
    release: str | None
    weights: Path | None


@dataclass(frozen=True)
class _Result:
    history: History
    found: list[Entry]
    notices: list[str]


def _compared(order: _Order) -> _Result:
    from countrydesk.errors import InputError
    from countrydesk.paper.overrides import load_history
    from countrydesk.paper.overriding import overridden
    from countrydesk.paper.rereading import Signature, check_ids, check_same, differences
    from countrydesk.render import get_renderer
    from countrydesk.render.docx.reading import read_docx, with_text

    edited = read_docx(order.file)
    try:
        partner, principal = _sides(edited, order.place)
        history = load_history(partner.id, principal.id)
        _check_known(edited, history)
        built = _built(order, edited, partner, principal)
        before = history.until(edited.overrides)
        shown = overridden(built, before) if before.entries else built
        check_same(edited, shown)
        edited = with_text(edited, order.file, get_renderer("docx")(shown))
        check_ids(edited, shown)
        by = Signature(order.analyst or edited.author, order.day or edited.modified, order.reason)
        found = differences(edited, shown, built, history, by)
    except InputError as error:
        raise type(error)(f"{order.file}: {error}") from error
    return _Result(history, found, list(_notices(edited, history, found)))


def _check_known(edited: Edited, history: History) -> None:
    from countrydesk.errors import InputError

    if edited.overrides > len(history.entries):
        raise InputError("it holds changes by analysts that the home folder does not know")


def _sides(edited: Edited, place: str | None) -> tuple[Place, Place]:
    """Return partner and principal of the paper; they name a file, so they must be known."""
    from countrydesk.errors import InputError
    from countrydesk.places import registry

    known = registry()
    partner, principal = known.get(edited.partner), known.get(edited.principal)
    if place is not None and known.resolve(place).id != partner.id:
        raise InputError(f"the paper is on {partner.name}, not on {known.resolve(place).name}")
    return partner, principal


def _built(order: _Order, edited: Edited, partner: Place, principal: Place) -> Paper:
    from countrydesk.evidence import View, load_release
    from countrydesk.paper.build import build_paper
    from countrydesk.paper.weights import load_weights

    view = View(load_release(order.release or edited.release), edited.as_of)
    table = load_weights(order.weights) if order.weights else None
    return build_paper(view, partner, principal, weights=table)


def _notices(edited: Edited, history: History, found: Sequence[Entry]) -> Iterator[str]:
    """Yield what the analyst should know of what was not read, or was said otherwise since."""
    if edited.others:
        places = "1 other place differs" if edited.others == 1 else f"{edited.others} others differ"
        yield f"{places} (headings, tables, captions); only sentences are read back"
    since = {entry.sentence: entry for entry in history.entries[edited.overrides :]}
    for entry in found:
        if other := since.get(entry.sentence):
            yield f"{entry.sentence}: {other.analyst} changed it too, {other.date}; this one stands"
    if edited.as_of and any(entry.date > edited.as_of for entry in found):
        yield f"papers as of {edited.as_of} will not show what was written after that day"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
