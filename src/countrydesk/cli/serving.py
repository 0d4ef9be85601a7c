"""The commands that serve the desk: ``serve`` to a browser, ``mcp`` to programs."""

from __future__ import annotations

from typing import Annotated

import typer

from countrydesk.cli.options import PrincipalOption, ReleaseOption

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("serve")(serve)
    app.command("mcp")(mcp)


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; by default this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port.")] = 8000,
    principal: PrincipalOption = "USA",
    release: ReleaseOption = None,
    rate: Annotated[
        float,
        typer.Option("--rate", min=0, help="Requests a second of one client; 0 for any number."),
    ] = 1000.0,
) -> None:
    """Serve the desk to a browser: pages, explorer, audit and API.

    [bold]countrydesk serve[/bold] listens on http://127.0.0.1:8000 and asks nothing of any other
    machine. Stop it with Ctrl-C.
    """
    import uvicorn

    from countrydesk.places import registry
    from countrydesk.settings import database, home
    from countrydesk.web.app import create_app
    from countrydesk.web.config import WebSettings

    local = host in {"127.0.0.1", "localhost", "::1"}
    settings = WebSettings(
        release=release,
        principal=registry().resolve(principal).id,
        hosts=_LOOPBACK if local else (),
        home=home(),
        rate=rate,
        database=database(),
    )
    typer.echo(f"Countrydesk on http://{host}:{port}", err=True)
    uvicorn.run(
        create_app(settings), host=host, port=port, log_level="warning", access_log=False,
        server_header=False, timeout_keep_alive=20, limit_concurrency=500,
        h11_max_incomplete_event_size=32_768,
    )  # fmt: skip


def mcp(release: ReleaseOption = None) -> None:
    """Serve seven read-only tools over standard input and output (Model Context Protocol).

    find_indicator, get_series, get_paper_section, explain_sentence, audit_text, simulate and
    list_forecasts, for programs that speak the protocol. Nothing is asked of the network.
    """
    from countrydesk.cli.options import open_view
    from countrydesk.mcp.server import create_server
    from countrydesk.mcp.tools import Tools

    create_server(Tools(open_view(release, None))).run("stdio")
