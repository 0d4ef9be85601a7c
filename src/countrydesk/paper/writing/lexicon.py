"""The words of one language: nouns and sentence frames for indicators, and sentence templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from countrydesk.errors import LintError


@dataclass(frozen=True)
class Entry:
    """How an indicator is spoken of: its noun, and whole clauses that state its value.

    A frame may use ``{place}`` and ``{v}`` (the level); it has no full stop, so that comparison
    and change can follow. ``signed`` are the words before a positive and a negative amount ("a
    surplus of", "a deficit of"), printed instead of a minus sign.
    """

    noun: str
    frames: tuple[str, ...] = ()
    signed: tuple[str, str] | None = None


class Lexicon:
    """Entries by indicator and templates by id."""

    def __init__(self, entries: Mapping[str, Entry], templates: Mapping[str, str]) -> None:
        self.entries = entries
        self.templates = templates

    def noun(self, indicator: str) -> str:
        """Return the noun for an indicator.

        Raises:
            LintError: the language has no word for it.
        """
        if indicator not in self.entries:
            indicator = indicator.removesuffix("_month")
        if indicator not in self.entries:
            raise LintError(f"no word for the indicator '{indicator}' in the lexicon")
        return self.entries[indicator].noun

    def is_signed(self, indicator: str) -> bool:
        """Whether the sign of an indicator is said in words."""
        entry = self.entries.get(indicator)
        return entry is not None and entry.signed is not None

    def template(self, name: str) -> str:
        """Return the template ``name``.

        Raises:
            LintError: there is none.
        """
        if name not in self.templates:
            raise LintError(f"no template '{name}' in the lexicon")
        return self.templates[name]


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language from the files in its folder.

    ``terms*.yml`` hold entries, the other files templates, each under its own name.

    Raises:
        LintError: the language has no folder, or a name is given twice.
    """
    folder = files("countrydesk.paper.writing") / language
    if not folder.is_dir():
        raise LintError(f"no lexicon for the language '{language}'")
    entries: dict[str, Entry] = {}
    templates: dict[str, str] = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if not path.name.endswith(".yml"):
            continue
        content: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        if path.name.startswith("terms"):
            _add(entries, {k: _entry(v) for k, v in content.items()}, path.name)
        else:
            stem = path.name.removesuffix(".yml")
            _add(templates, {f"{stem}.{k}": v for k, v in content.items()}, path.name)
    return Lexicon(entries, templates)


def _entry(value: str | dict[str, Any]) -> Entry:
    if isinstance(value, str):
        return Entry(value)
    signed = value.get("signed")
    return Entry(value["noun"], tuple(value.get("frames", ())), tuple(signed) if signed else None)


def _add(table: dict[str, Any], more: Mapping[str, Any], name: str) -> None:
    if twice := table.keys() & more.keys():
        raise LintError(f"{name}: given twice: {', '.join(sorted(twice))}")
    table.update(more)
