"""Writes the reference pages from the code, so that they cannot fall behind it.

``./desk docs`` runs it and builds the site; a test fails when a page here differs from what it
writes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import orjson
import typer.main

import countrydesk.analysis
import countrydesk.policy
from countrydesk import errors, settings
from countrydesk.analysis.finding import methods
from countrydesk.cli import app
from countrydesk.evidence import Catalogue
from countrydesk.paper.outline import load_outline
from countrydesk.render import renderers
from countrydesk.sources.registry import get_source, source_names
from countrydesk.sources.spec import FetchKind, SourceSpec
from countrydesk.web.app import create_app

HERE = Path(__file__).parent / "reference"
NOTICE = Path(__file__).parents[1] / "NOTICE"
BUNDLED_ORIGINS = Path(countrydesk.__file__).parent / "bundle" / "origins.json"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Return help text without markup, on one line a paragraph."""
    for mark in ("[bold]", "[/bold]"):
        text = text.replace(mark, "`")
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n"))


def commands() -> str:
    """Return the page on every command with its arguments and options."""
    parts = ["# Commands", "Every command has `--help`. Errors are one line on standard error."]
    root = typer.main.get_command(app)
    parts += [
        text for name, command in _walk("countrydesk", root) for text in _command(name, command)
    ]
    return "\n\n".join(parts) + "\n"


def _walk(name: str, command: object) -> Iterable[tuple[str, object]]:
    children = getattr(command, "commands", None)
    if not children:
        yield name, command
        return
    for key in sorted(children):
        yield from _walk(f"{name} {key}", children[key])


def _command(name: str, command: object) -> Iterable[str]:
    yield f"## {name}"
    yield plain(command.help or "")
    rows = [
        (
            f"`{' '.join(part.opts)}`"
            if part.param_type_name == "option"
            else f"`{part.metavar or part.name}`",
            plain(getattr(part, "help", "") or ""),
            f"`{part.default}`"
            if part.default not in (None, False, ()) and not part.required
            else "",
        )
        for part in command.params
        if part.name != "help"
    ]
    if rows:
        yield table(("argument or option", "meaning", "default"), rows)


def settings_page() -> str:
    """Return the page on the environment variables."""
    meanings = {
        settings.HOME: "Folder for releases that you build, the store of raw files and desk state. "
        "Default: `$XDG_DATA_HOME/countrydesk`, else `~/.local/share/countrydesk`.",
        settings.RAW: "Folder of raw source files, for `release build`, `sources check` and the tests "
        "that read real files.",
        settings.RELEASE: "The release to use: an id, a folder, or `bundled`. Default: the newest "
        "evidence on this machine.",
        settings.MIRROR: "Addresses to ask in place of the official services, for organisations "
        "that mirror them: a comma-separated list of `host=https://mirror/folder`. The host `*` "
        "stands for every other host, whose name is then the first part of the path. Only "
        "`sources refresh` reads it.",
        settings.COMTRADE_KEY: "Your subscription key to UN Comtrade. With it `sources refresh "
        "un_comtrade` reads the trade of every reporter with every partner; without it, from the "
        "public preview, totals and the trade with the United States and China. Sent as a header "
        "to that service only, or to the mirror that is set for it; never stored.",
        settings.UCDP_TOKEN: "Your token for the UCDP API. With it `sources refresh "
        "ucdp_candidate` reads the API, without it the monthly files that UCDP offers for "
        "download. Sent as a header to that service only, or to the mirror that is set for it; "
        "never stored.",
        settings.DATABASE: "The database of a team: the path of a SQLite file or a PostgreSQL URL. "
        "Without it `serve` is read-only.",
    }
    rows = [(f"`{name}`", meanings[name]) for name in settings.ALL]
    note = "All settings are environment variables."
    return f"# Settings\n\n{note}\n\n{table(('name', 'meaning'), rows)}\n"


def indicators() -> str:
    """Return the page on every indicator of the catalogue, by topic."""
    catalogue = Catalogue.from_yaml()
    parts = [
        "# Indicators",
        f"{len(catalogue)} indicators, by topic. `countrydesk indicators WORD` finds one.",
    ]
    for topic in sorted({entry.topic for entry in catalogue.values()}):
        rows = [
            (
                f"`{key}`",
                entry.name,
                entry.definition,
                entry.unit or "fact",
                ", ".join(entry.prefer),
            )
            for key, entry in catalogue.items()
            if entry.topic == topic
        ]
        parts += [
            f"## {topic.capitalize()}",
            table(("id", "name", "definition", "unit", "sources in order"), rows),
        ]
    return "\n\n".join(parts) + "\n"


def sources() -> str:
    """Return the page on every source: origin, licence, files, limits."""
    note = (
        "Licence rules `yes`, `attribution` and `share-alike` may enter the bundled release; the "
        "others are read from your own copy."
    )
    parts = ["# Sources", note]
    for name in source_names():
        spec = get_source(name).spec
        facts = [
            ("producer", spec.producer), ("title", spec.title), ("page", spec.url),
            ("licence", f"[{spec.licence.name}]({spec.licence.url})"),
            ("may be passed on", spec.licence.redistribute.value),
            ("vintage", f"{spec.vintage}, released {spec.released_on}"),
            ("cadence", spec.cadence),
            ("files", ", ".join(f"`{entry.path}`" for entry in spec.files)),
            ("refreshed", _refreshed(spec)),
            *([("in a release", "where its raw files are at hand")] if spec.optional else []),
            ("cite as", spec.citation),
        ]  # fmt: skip
        parts += [f"## {name}", table(("", ""), facts)]
        if spec.limits:
            parts.append(" ".join(spec.limits.split()))
    return "\n\n".join(parts) + "\n"


def _refreshed(spec: SourceSpec) -> str:
    if spec.fetch.kind is FetchKind.NONE:
        return f"not by the program: {' '.join(spec.fetch.reason.split())}"
    if spec.fetch.kind is FetchKind.PAGES:
        return "page by page from the producer's service"
    addresses = list((spec.fetch.bases or spec.addresses).values())
    return "from " + ", ".join(f"<{address}>" for address in addresses)


def methods_page() -> str:
    """Return the page on every registered method with its version."""
    for package in (countrydesk.analysis, countrydesk.policy):
        for module in iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    parts = [
        "# Methods",
        "A finding names its method as `name/version`; a changed result is a new version.",
    ]
    for item in methods():
        parts += [f"## {item.name}", inspect.cleandoc(item.doc)]
    return "\n\n".join(parts) + "\n"


def outline() -> str:
    """Return the page on the outline and what each section expects."""
    rows = [
        (
            section.heading["en"],
            "yes" if section.dyadic else "",
            " ".join(f"`{e}`" for e in section.expects),
        )
        for section in load_outline().walk()
    ]
    note = (
        "`x` is asked of the partner, `x>` of the partner toward the principal, `>x` of the "
        "principal toward the partner. The coverage meter of a section counts these."
    )
    head = ("section", "changes with the principal", "expects")
    return f"# The outline\n\n{note}\n\n{table(head, rows)}\n"


def formats() -> str:
    """Return the page on output formats."""
    rows = [
        (f"`{name}`", item.suffix, item.media_type, item.doc) for name, item in renderers().items()
    ]
    return f"# Formats\n\n{table(('name', 'suffix', 'media type', 'what it is'), rows)}\n"


def errors_page() -> str:
    """Return the page on the tree of errors and exit codes."""
    return f"# Errors\n\n```text\n{inspect.cleandoc(errors.__doc__ or '')}\n```\n"


def notice() -> str:
    """Return NOTICE: who made the evidence that ships with the package, and on what terms."""
    parts = [
        "Countrydesk\nCopyright 2026 the Countrydesk authors",
        (
            "The program is licensed under the Apache License 2.0 (LICENSE). The bundled release of "
            "evidence\nholds figures and short coded facts compiled from the sources below, each under "
            "its own terms."
        ),
    ]
    shipped = orjson.loads(BUNDLED_ORIGINS.read_bytes())
    for name in source_names():
        spec = get_source(name).spec
        if spec.licence.redistribute.bundlable and (name in shipped or not spec.optional):
            parts.append(
                "\n".join(
                    (name, f"  {spec.title}. {spec.producer}.", f"  {spec.url}",
                        f"  {spec.licence.name}", f"  {spec.licence.url}")
                )
            )  # fmt: skip
    return "\n\n".join(parts) + "\n"


def api() -> str:
    """Return the page on the API, from its OpenAPI document."""
    document = create_app().openapi()
    parts = [
        "# API",
        f"{document['info']['description']} `countrydesk serve` serves it; its OpenAPI "
        f"{document['openapi']} document is at `/api/v1/openapi.json`. Lists have `items`, `total` "
        "and `next`, the cursor of what follows. `format=csv` gives the same as CSV.",
    ]
    for path, routes in document["paths"].items():
        for method, route in routes.items():
            parts += [f"## {method.upper()} {path}", plain(route["description"])]
            rows = [
                (f"`{one['name']}`", one["in"], one.get("description", ""))
                for one in route.get("parameters", ())
            ]
            parts += [table(("parameter", "in", "meaning"), rows)] if rows else []
    return "\n\n".join(parts) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "api": api,
    "commands": commands,
    "errors": errors_page,
    "formats": formats,
    "indicators": indicators,
    "methods": methods_page,
    "outline": outline,
    "settings": settings_page,
    "sources": sources,
}


def main() -> None:
    """Write every page, and NOTICE."""
    NOTICE.write_text(notice(), encoding="utf-8")
    for name, write in PAGES.items():
        (HERE / f"{name}.md").write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
