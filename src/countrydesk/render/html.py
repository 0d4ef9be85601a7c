"""The paper as one self-contained page: text in the middle, its sources in the margin beside it.

The page asks for nothing from anywhere: style, script, charts and the data behind them are inside.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from countrydesk.charts.export import draw_all
from countrydesk.charts.theme import ChartTheme
from countrydesk.paper.nodes import Exhibit
from countrydesk.paper.writing.speech import said
from countrydesk.render.html_view import PageView
from countrydesk.render.words import facts, legend

if TYPE_CHECKING:
    from jinja2 import Environment

    from countrydesk.charts.theme import Palette
    from countrydesk.paper.nodes import Paper
    from countrydesk.render import Theme

_PACKAGE = "countrydesk.render"
_SCRIPT_WORDS = ("Light page", "Dark page")


def render(paper: Paper, theme: Theme) -> bytes:
    """Return the page in UTF-8.

    Raises:
        RenderError: an exhibit has a form that is not known, or data that do not fit it.
    """
    template = _environment().get_template("page.html")
    script = _script()
    page = template.render(
        policy=_policy(script),
        style=Markup(f"\n{_tokens(theme)}{_asset('page.css')}"),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        **page_values(paper, theme),
    )
    return (page.rstrip() + "\n").encode()


def page_values(
    paper: Paper, theme: Theme, *, annex_at: str = "", evidence_at: str = ""
) -> dict[str, object]:
    """Return what the templates of a paper need.

    ``annex_at`` is the address of the annex where it is a page of its own; ``evidence_at`` is what
    stands before the id of a sentence in the address of its evidence. Both are empty for a page
    that holds everything.

    Raises:
        RenderError: an exhibit has a form that is not known, or data that do not fit it.
    """
    view = PageView.of(paper, draw_all(_exhibits(paper), ChartTheme(theme.light)))
    return {
        "paper": paper,
        "said": said,
        "facts": facts(paper),
        "legend": legend(paper),
        "sections": view.sections,
        "meters": view.meters,
        "groups": view.groups,
        "methods": view.methods,
        "origins": view.origins,
        "annex_at": annex_at,
        "evidence_at": evidence_at,
    }


def style_tokens(theme: Theme | None = None) -> str:
    """Return the colours and the printed page of a theme as a style sheet."""
    from countrydesk.render import Theme

    return _tokens(theme or Theme())


def _exhibits(paper: Paper) -> list[Exhibit]:
    blocks = (block for section in paper.walk() for block in section.blocks)
    return [block for block in blocks if isinstance(block, Exhibit)]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(_PACKAGE, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


@cache
def _asset(name: str) -> str:
    return (files(_PACKAGE) / "static" / name).read_text(encoding="utf-8")


def _script() -> str:
    """Return the script with the words it prints in the language of the page."""
    script = _asset("page.js")
    for words in _SCRIPT_WORDS:
        script = script.replace(f'"{words}"', f'"{said(words)}"')
    return script


def _policy(script: str) -> str:
    """Return a policy that lets the page load nothing and run only its own script."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _tokens(theme: Theme) -> str:
    """Return the colours as variables for light and dark, and the charts mapped to them."""
    light, dark = _variables(theme.light), _variables(theme.dark)
    size = "letter" if theme.page == "us-letter" else "A4"
    return (
        f":root{{{light}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-theme=light]){{{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark};color-scheme:dark}}"
        ":root[data-theme=light]{color-scheme:light}}\n"
        f"@page{{size:{size};margin:18mm 16mm}}\n"
        f"{_chart_colours(theme.light)}\n"
    )


def _variables(palette: Palette) -> str:
    return ";".join(f"--{role}:{colour}" for role, colour in palette.roles().items())


def _chart_colours(palette: Palette) -> str:
    """Return rules that turn the fixed colours of the drawings into variables."""
    return "".join(
        f'.chart [{name}="{colour}"]{{{name}:var(--{role})}}'
        for role, colour in palette.roles().items()
        for name in ("fill", "stroke")
    )
