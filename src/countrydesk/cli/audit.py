"""The command that judges what others wrote: ``audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countrydesk.cli.options import AsOfOption, JsonOption, PrincipalOption, ReleaseOption

if TYPE_CHECKING:
    from countrydesk.audit.audit import Audit
    from countrydesk.audit.score import Score
    from countrydesk.evidence import View
    from countrydesk.places import Place


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("audit")(audit)


def audit(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A paper: txt, md, html, docx, pdf or our JSON."),
    ] = None,
    partner: Annotated[
        str | None,
        typer.Option("--partner", metavar="PLACE", help="Its country; by default the most named."),
    ] = None,
    principal: PrincipalOption = "USA",
    as_of: AsOfOption = None,
    written: Annotated[
        str | None,
        typer.Option("--written", metavar="DATE", help="Judge also as of the day it was written."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the annotated text.")
    ] = None,
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="FILE", help="Write it with Word comments.")
    ] = None,
    sarif: Annotated[
        Path | None, typer.Option("--sarif", metavar="FILE", help="Write a line report for CI.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Draft sentences with the true figures.")] = (
        False
    ),
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when a claim is wrong.")
    ] = False,
    score: Annotated[
        Path | None,
        typer.Option("--score", metavar="DIR", help="Measure the audit on labelled papers."),
    ] = None,
    own: Annotated[
        bool, typer.Option("--self", help="Audit our own papers; exit with 1 on an error.")
    ] = False,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Judge every claim of a paper that somebody else wrote.

    Each claim is supported, imprecise, of a wrong period, outdated, contradicted, misleading or
    unsupported by the evidence; sentences that no test could fail are vague, advice is a norm.
    [bold]unsupported[/bold] is also the answer where the match of words and evidence is not sure.
    What the evidence says must be mentioned and is not is listed at the end.
    """
    from countrydesk.cli.options import open_view
    from countrydesk.errors import InputError
    from countrydesk.places import registry

    if (file is not None) + (score is not None) + own != 1:
        raise InputError(
            "give a paper to audit, a folder of labelled papers with --score, or --self"
        )
    view, viewer = open_view(release, as_of), registry().resolve(principal)
    if score is not None:
        _score(view, score, viewer, json=json)
        return
    if own:
        _own(view, partner, viewer, json=json)
        return
    if file is None:
        return
    then = open_view(release, written) if written else None
    found = _audit(view, file, viewer, partner, then)
    _write(found, html, docx, sarif)
    _print(found, fix=fix, json=json)
    if strict and _wrong(found):
        raise typer.Exit(1)


def _audit(
    view: View, file: Path, principal: Place, partner: str | None, then: View | None
) -> Audit:
    from countrydesk.audit.audit import audit_text
    from countrydesk.audit.reading import read_text
    from countrydesk.places import registry

    home = registry().resolve(partner) if partner else None
    return audit_text(
        view, read_text(file), name=file.name, partner=home, principal=principal, then=then
    )


def _own(view: View, partner: str | None, principal: Place, *, json: bool) -> None:
    """Audit our papers; print the counts and every sentence that speaks against the evidence."""
    from countrydesk.audit.own import audit_all, barred, tally
    from countrydesk.cli.tables import print_rows
    from countrydesk.places import registry

    partners = [registry().resolve(partner)] if partner else list(registry().papers())
    found = []
    for one in audit_all(view, partners, principal):
        found.append(one)
        for text, why in barred(one):
            typer.echo(f"{one.name}: {text}\n    {why}", err=True)
    print_rows([dict(tally(found))], json=json)
    if any(barred(one) for one in found):
        raise typer.Exit(1)


def _write(found: Audit, html: Path | None, docx: Path | None, sarif: Path | None) -> None:
    import orjson

    from countrydesk.audit.page import to_html
    from countrydesk.audit.report import to_sarif
    from countrydesk.audit.word import to_docx
    from countrydesk.cli.output import write_files

    files = {html: to_html(found)} if html else {}
    if docx:
        files[docx] = to_docx(found)
    if sarif:
        files[sarif] = orjson.dumps(to_sarif(found), option=orjson.OPT_INDENT_2) + b"\n"
    if files:
        write_files(files)


def _print(found: Audit, *, fix: bool, json: bool) -> None:
    import orjson

    from countrydesk.audit.report import corrections, summary, to_json

    drafts = corrections(found) if fix else []
    if json:
        payload = to_json(found) | ({"drafts": drafts} if fix else {})
        typer.echo(orjson.dumps(payload, option=orjson.OPT_INDENT_2).decode())
        return
    typer.echo(summary(found), nl=False)
    for draft in drafts:
        sources = ", ".join(draft["sources"])
        typer.echo(f"\nline {draft['line']}: {draft['was']}\n  draft: {draft['draft']} [{sources}]")


def _wrong(found: Audit) -> bool:
    from countrydesk.audit.verdict import ERRORS

    return any(judged.verdict in ERRORS for _, judged in found.claims)


def _score(view: View, folder: Path, principal: Place, *, json: bool) -> None:
    from countrydesk.audit.score import score_folder
    from countrydesk.cli.tables import print_rows

    found = score_folder(view, folder, principal)
    print_rows(_confusion(found), json=json)
    typer.echo("")
    print_rows(_rates(found), json=json)


def _confusion(found: Score) -> list[dict[str, object]]:
    from countrydesk.audit.verdict import Verdict

    table = found.table()
    return [
        {"label": label.value, **{v.value: table[label, v] or "" for v in Verdict}}
        for label in Verdict
    ]


def _rates(found: Score) -> list[dict[str, object]]:
    from countrydesk.audit.verdict import ERRORS, Verdict

    rows: list[dict[str, object]] = []
    for name, group, exact in (
        ("errors", ERRORS, False), ("errors, the same verdict", ERRORS, True),
        ("supported", frozenset({Verdict.SUPPORTED}), True),
        ("imprecise", frozenset({Verdict.IMPRECISE}), True),
    ):  # fmt: skip
        precision, recall = found.rates(group, exact=exact)
        rows.append(
            {"verdicts": name, "precision": round(precision, 3), "recall": round(recall, 3)}
        )
    return rows
