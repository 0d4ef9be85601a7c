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
    surplus of", "a deficit of"), printed instead of a minus sign. ``article`` is the one that the
    noun takes, in languages where that has to be known.
    """

    noun: str
    frames: tuple[str, ...] = ()
    signed: tuple[str, str] | None = None
    article: str = ""


class Lexicon:
    """Entries by indicator, templates by id, and coded values that the language says otherwise."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        templates: Mapping[str, str],
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.entries = entries
        self.templates = templates
        self.texts = texts or {}

    def __contains__(self, name: str) -> bool:
        return name in self.templates

    def text(self, value: str) -> str:
        """Return a coded value as the language says it; the value itself where it has no word."""
        return self.texts.get(value, value)

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

    def article(self, indicator: str) -> str:
        """Return the article of an indicator's noun, empty where none is given."""
        entry = self.entries.get(indicator) or self.entries.get(indicator.removesuffix("_month"))
        return entry.article if entry else ""

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

    ``terms*.yml`` hold entries, ``texts*.yml`` coded values, the other files templates, each under
    its own name.

    Raises:
        LintError: the language has no folder, or a name is given twice.
    """
    folder = files("countrydesk.paper.writing") / language
    if not folder.is_dir():
        raise LintError(f"no lexicon for the language '{language}'")
    entries: dict[str, Entry] = {}
    templates: dict[str, str] = {}
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if not path.name.endswith(".yml"):
            continue
        content: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        if path.name.startswith("terms"):
            _add(entries, {k: _entry(v) for k, v in content.items()}, path.name)
        elif path.name.startswith("texts"):
            _add(texts, content, path.name)
        else:
            stem = path.name.removesuffix(".yml")
            _add(templates, {f"{stem}.{k}": v for k, v in content.items()}, path.name)
    return Lexicon(entries, templates, texts)


def _entry(value: str | dict[str, Any]) -> Entry:
    if isinstance(value, str):
        return Entry(value)
    signed = value.get("signed")
    return Entry(
        value["noun"],
        tuple(value.get("frames", ())),
        tuple(signed) if signed else None,
        value.get("article", ""),
    )


def _add(table: dict[str, Any], more: Mapping[str, Any], name: str) -> None:
    if twice := table.keys() & more.keys():
        raise LintError(f"{name}: given twice: {', '.join(sorted(twice))}")
    table.update(more)
