"""The seam to the protocol's library: tools registered, errors told in one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from countrydesk import __version__
from countrydesk.errors import CountrydeskError
from countrydesk.mcp.tools import Tools, in_turn

INSTRUCTIONS = (
    "Evidence on every country, each figure with period, source, release day and licence, and "
    "strategy papers whose every sentence is bound to it. Ask find_indicator for the id of a "
    "quantity, get_series for its values; get_paper_section without a section gives the outline; "
    "explain_sentence walks a sentence back to the raw file; audit_text judges a text by the "
    "evidence. Countries go by name or code. Print the period and the source beside every figure."
)
TOOLS = (
    "find_indicator", "get_series", "get_paper_section", "explain_sentence", "audit_text",
    "simulate", "list_forecasts",
)  # fmt: skip


def create_server(tools: Tools) -> MCPServer[Any]:
    """Return a server with the seven tools; it reads only."""
    server: MCPServer[Any] = MCPServer(
        "countrydesk", title="Countrydesk", instructions=INSTRUCTIONS, version=__version__,
        log_level="WARNING",
    )  # fmt: skip
    for name in TOOLS:
        function = _told(in_turn(tools, getattr(tools, name)))
        server.tool(name=name, description=function.__doc__, structured_output=True)(function)
    return server


def _told(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the signature is that of the tool
        try:
            return function(*args, **kwargs)
        except CountrydeskError as error:
            raise ToolError(" ".join(str(error).split())) from None

    return run
