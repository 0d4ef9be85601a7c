"""The tools over the protocol itself: a client that starts the server as a program would."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from countrydesk.errors import InputError, TradeTableError
from countrydesk.mcp.server import TOOLS, create_server
from countrydesk.mcp.tools import Tools


@pytest.fixture(scope="module")
def tools(view):
    return Tools(view)


def call(tools, name, **arguments):
    from mcp import Client

    async def ask():
        async with Client(create_server(tools)) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(ask())


def test_the_seven_tools_are_listed_with_their_words(tools):
    from mcp import Client

    async def ask():
        async with Client(create_server(tools)) as client:
            return await client.list_tools()

    found = asyncio.run(ask()).tools
    assert tuple(sorted(tool.name for tool in found)) == tuple(sorted(TOOLS))
    assert all(tool.description and tool.input_schema["properties"] for tool in found)


def test_a_program_can_start_it_and_ask():
    from mcp import ClientSession, StdioServerParameters, stdio_client

    async def ask():
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "countrydesk", "mcp"], env=dict(os.environ)
        )
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await session.call_tool(
                "get_series", {"place": "Peru", "indicator": "population"}
            )

    found = asyncio.run(asyncio.wait_for(ask(), 60)).structured_content
    last = [one for one in found["observations"] if one["period"] == "2024"]
    assert last
    assert all(one["source"] and one["licence"] and one["released_on"] for one in last)


def test_an_indicator_is_found_by_words(tools):
    found = call(tools, "find_indicator", words="homicide rate").structured_content
    assert any("homicide" in one["id"] for one in found["indicators"])
    assert call(tools, "find_indicator", words="zzqx").structured_content["indicators"] == []


def test_a_section_has_sentences_that_explain_themselves(tools):
    outline = call(tools, "get_paper_section", place="PER").structured_content
    assert any(one["id"] == "profile" for one in outline["sections"])
    section = call(tools, "get_paper_section", place="PER", section="profile").structured_content
    first = next(one for one in section["sentences"] if one["sources"])
    behind = call(tools, "explain_sentence", sentence=first["id"]).structured_content
    assert behind["text"] == first["text"]
    assert all(len(one["raw_sha256"]) == 64 for one in behind["observations"])


def test_as_of_a_day_only_what_was_released_then_is_given(tools):
    now = tools.get_series("PER", "gdp_usd")
    then = tools.get_series("PER", "gdp_usd", as_of="2022-01-31")
    assert then["observations"]
    assert all(one["released_on"] <= "2022-01-31" for one in then["observations"])
    assert len(then["observations"]) < len(now["observations"])


def test_a_text_is_judged(tools):
    text = "Peru had 90 million people in 2024."
    found = call(tools, "audit_text", text=text, place="PER").structured_content
    assert "contradicted" in str(found)


def test_a_move_is_simulated_with_its_interval(tools):
    try:
        found = tools.simulate("PER", "end")
    except TradeTableError as error:
        pytest.skip(f"the bundled release has no matrix of trade: {error}")
    sales = found["effects"]["sales"]
    assert 0 < sales["low"] < sales["value"] < sales["high"]
    assert found["market_clearing_residual"] < 1e-10


def test_forecasts_are_listed_with_their_rule(tools):
    found = call(tools, "list_forecasts", place="PER").structured_content
    for one in found["forecasts"]:
        assert one["resolution"]
        assert one["baseline"]
        assert (one["probability"] is None) == bool(one["quantiles"])


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("get_series", {"place": "Atlantis", "indicator": "population"}, "Atlantis"),
        ("get_series", {"place": "PER", "indicator": "luck"}, "luck"),
        ("get_paper_section", {"place": "PER", "section": "nowhere"}, "no section"),
        ("get_paper_section", {"place": "USA"}, ""),
        ("explain_sentence", {"sentence": "x"}, "look like"),
        ("simulate", {"place": "PER", "move": "invade"}, "no move"),
        ("find_indicator", {"words": "gdp", "limit": 0}, "give 1 to 50"),
    ],
)
def test_bad_calls_are_answered_in_one_line(tools, name, arguments, message):
    found = call(tools, name, **arguments)
    assert found.is_error
    text = found.content[0].text
    assert message in text
    assert "Traceback" not in text


def test_a_text_that_is_too_long_is_refused(tools):
    with pytest.raises(InputError, match="at most"):
        tools.audit_text("a" * 200_001)
