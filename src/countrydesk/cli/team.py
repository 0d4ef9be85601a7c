"""The commands of a team's store: ``team add | token | revoke | let-go | users | log``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from countrydesk.cli.options import JsonOption
from countrydesk.cli.tables import print_rows

if TYPE_CHECKING:
    from countrydesk.team import TeamStore

app = typer.Typer(
    no_args_is_help=True,
    help="Who may write on a shared desk, and what was done (needs COUNTRYDESK_DB).",
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name of a user.")]
BY = "console"


def _store() -> TeamStore:
    from countrydesk.errors import InputError
    from countrydesk.settings import DATABASE, database
    from countrydesk.team import open_store

    given = database()
    if not given:
        raise InputError(
            f"{DATABASE} is not set; give the path of a SQLite file or postgresql://user@host/name"
        )
    return open_store(given)


@app.command("add")
def add(
    name: NameArgument,
    role: Annotated[
        str, typer.Option("--role", help="reader, analyst, clearer or admin.")
    ] = "analyst",
) -> None:
    """Add a user and print a token, which is shown this once."""
    from countrydesk.errors import InputError
    from countrydesk.team import Role

    if role not in list(Role):
        raise InputError(f"no role '{role}'; there are {', '.join(Role)}")
    store = _store()
    store.add_user(name, Role(role), BY)
    typer.echo(store.make_token(name, BY))


@app.command("token")
def token(
    name: NameArgument,
    days: Annotated[int, typer.Option("--days", help="How long it lasts.")] = 365,
) -> None:
    """Print a new token of a user, which is shown this once."""
    typer.echo(_store().make_token(name, BY, days))


@app.command("revoke")
def revoke(name: NameArgument) -> None:
    """Make every token of a user void."""
    typer.echo(f"{_store().revoke_tokens(name, BY)} tokens are void")


@app.command("let-go")
def let_go(name: NameArgument) -> None:
    """Let a user go; the name stays on what was said."""
    _store().let_go(name, BY)


@app.command("users")
def users(json: JsonOption = False) -> None:
    """List the users."""
    rows = [
        {"name": user.name, "role": user.role.value, "active": "yes" if user.active else "no"}
        for user in _store().all_users()
    ]
    print_rows(rows, json=json)


@app.command("log")
def log(
    after: Annotated[int, typer.Option("--after", min=0, help="Lines after this number.")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most.")] = 100,
    json: JsonOption = False,
) -> None:
    """Print what was done, the oldest first."""
    rows = [
        {"number": one.number, "at": one.at.isoformat(timespec="seconds"), "user": one.user,
            "deed": one.deed, "subject": one.subject, "detail": one.detail}
        for one in _store().entries(after, limit)
    ]  # fmt: skip
    print_rows(rows, json=json)
