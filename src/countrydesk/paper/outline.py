"""The outline of a paper: fixed order and headings, kept as data in ``outlines/*.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from countrydesk.errors import LintError

FULL, BRIEF = "strategy", "brief"


class OutlineSection(BaseModel):
    """One section: its heading by language, its passages, and what it is expected to show.

    ``dyadic`` sections change with the principal. ``expects`` names indicators for the coverage
    meter: ``x`` for the partner, ``x>`` for the partner toward the principal, ``>x`` for the
    principal toward the partner.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    heading: dict[str, str]
    dyadic: bool = False
    passages: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    sections: tuple[OutlineSection, ...] = ()

    def walk(self) -> Iterator[OutlineSection]:
        """Yield this section and all below it."""
        yield self
        for section in self.sections:
            yield from section.walk()


class Outline(BaseModel):
    """A whole outline. ``title`` may use the slots of a template.

    A ``brief`` outline does not have to mention all that the evidence asks a paper to mention.
    ``instead`` maps an indicator of ``expects`` to others that answer the same question where it
    has no value.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: dict[str, str]
    brief: bool = False
    instead: dict[str, tuple[str, ...]] = {}
    sections: tuple[OutlineSection, ...]

    def walk(self) -> Iterator[OutlineSection]:
        """Yield every section in reading order."""
        for section in self.sections:
            yield from section.walk()

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which the title and every heading are given."""
        found = frozenset(self.title)
        for section in self.walk():
            found &= section.heading.keys()
        return found


@cache
def load_outline(name: str = FULL) -> Outline:
    """Return the outline ``name``.

    Raises:
        LintError: there is none, or it is malformed or uses an id twice.
    """
    path = files("countrydesk.paper") / "outlines" / f"{name}.yml"
    try:
        outline = Outline.model_validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LintError(f"outline '{name}': {' '.join(str(error).split())}") from error
    ids = [section.id for section in outline.walk()]
    if twice := {key for key in ids if ids.count(key) > 1}:
        raise LintError(f"outline '{name}': ids used twice: {', '.join(sorted(twice))}")
    return outline


def outline_for(language: str) -> str:
    """Return the name of the fullest outline that a language has every heading of."""
    return FULL if language in load_outline(FULL).languages else BRIEF
