"""Sentence templates: text, slots, alternatives and optional parts.

The language of templates::

    {b}                 the value of binding b, printed by its unit
    {b.field}           another figure of b
    {b.field:format}    printed in a given format
    {b.field?one|many}  a word by number
    {b.field>up|down|same}   a word by sign
    {b.field=x:word|y:word}  a word by value
    [this|that]         alternatives; one is chosen by a stable hash, never by chance
    <, more {b.x}>      left out when a binding inside it is absent

Alternatives and optional parts nest. A backslash takes the next character as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from countrydesk.errors import LintError

_PLAIN = re.compile(r"[^\\\[\]<>{}|]+")
_SLOT = re.compile(r"(?P<binding>[a-z_]\w*)(?:\.(?P<field>\w+))?(?P<rest>[:?>=].*)?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ref:
    """A slot: which figure of which binding, printed how."""

    binding: str
    field: str
    format: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of which one is printed."""

    options: tuple[Nodes, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """A part that is left out when a binding inside it is absent."""

    inner: Nodes


Node = str | Ref | Choice | Maybe
Nodes = tuple[Node, ...]

_CLOSERS = {"[": "]", "<": ">"}


@lru_cache(maxsize=8192)
def parse(source: str) -> Nodes:
    """Return the parts of a template.

    Raises:
        LintError: a bracket is not closed or a slot is malformed.
    """
    nodes, at, stop = _sequence(source, 0, "")
    if at != len(source):
        raise LintError(f"template: stray '{stop}' at {at} in: {source}")
    return nodes


def _sequence(source: str, at: int, ends: str) -> tuple[Nodes, int, str]:
    """Parse until one of ``ends``; return the nodes, the place after the end, and the end."""
    nodes: list[Node] = []
    text: list[str] = []

    def flush() -> None:
        if text:
            nodes.append("".join(text))
            text.clear()

    while at < len(source):
        mark = source[at]
        if mark in ends:
            flush()
            return tuple(nodes), at + 1, mark
        if mark == "\\" and at + 1 < len(source):
            text.append(source[at + 1])
            at += 2
        elif mark == "{":
            flush()
            ref, at = _ref(source, at)
            nodes.append(ref)
        elif mark in _CLOSERS:
            flush()
            node, at = _group(source, at)
            nodes.append(node)
        elif mark in "]}":
            return tuple(nodes), at, mark
        else:
            run = _PLAIN.match(source, at)
            text.append(run.group() if run else mark)
            at = run.end() if run else at + 1
    flush()
    if ends:
        raise LintError(f"template: '{ends}' is missing in: {source}")
    return tuple(nodes), at, ""


def _group(source: str, at: int) -> tuple[Node, int]:
    if source[at] == "<":
        inner, at, _ = _sequence(source, at + 1, ">")
        return Maybe(inner), at
    options = []
    end = "|"
    at += 1
    while end == "|":
        option, at, end = _sequence(source, at, "|]")
        options.append(option)
    return Choice(tuple(options)), at


def _ref(source: str, at: int) -> tuple[Ref, int]:
    close = source.find("}", at)
    match = _SLOT.match(source[at + 1 : close]) if close > 0 else None
    if match is None:
        raise LintError(f"template: malformed slot at {at} in: {source}")
    rest = match["rest"] or ""
    style = rest.removeprefix(":")
    return Ref(match["binding"], match["field"] or "value", style), close + 1


def walk(nodes: Nodes) -> Iterator[str | Ref]:
    """Yield every text and slot of a template, in all alternatives."""
    for node in nodes:
        if isinstance(node, Choice):
            for option in node.options:
                yield from walk(option)
        elif isinstance(node, Maybe):
            yield from walk(node.inner)
        else:
            yield node


@lru_cache(maxsize=65536)
def bindings(nodes: Nodes, *, required: bool = False) -> frozenset[str]:
    """Return the names a template needs; with ``required`` only those outside optional parts."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Ref):
            found.add(node.binding)
        elif isinstance(node, Choice):
            for option in node.options:
                found |= bindings(option, required=required)
        elif isinstance(node, Maybe) and not required:
            found |= bindings(node.inner)
    return frozenset(found)
