"""The work behind ``paper --language``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countrydesk.evidence import View
from countrydesk.paper.build import build_paper
from countrydesk.paper.outline import FULL, load_outline
from countrydesk.paper.weights import Weights
from countrydesk.places import Place
from countrydesk.render import Theme, get_renderer


def language_files(
    view: View,
    partner: Place,
    principal: Place,
    formats: Sequence[str],
    language: str,
    weights: Weights | None = None,
) -> tuple[Mapping[str, bytes], str]:
    """Return the paper in another language in each format, and a note where it is a brief."""
    paper = build_paper(view, partner, principal, language=language, weights=weights)
    stem = f"{partner.id}-{principal.id}-{language}"
    files = {f"{stem}{entry.suffix}": entry(paper, Theme()) for entry in map(get_renderer, formats)}
    if paper.outline == FULL:
        return files, ""
    sections = ", ".join(section.heading["en"] for section in load_outline(paper.outline).sections)
    return files, (
        f"the strategy paper is not written in '{language}' yet: this is the outline "
        f"'{paper.outline}' ({sections.lower()})"
    )
