"""Two papers side by side: of one country what changed, of two what each says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from countrydesk.charts.export import draw
from countrydesk.charts.theme import ChartTheme
from countrydesk.paper.nodes import Exhibit
from countrydesk.render.annex import is_annex
from countrydesk.render.words import kind_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from countrydesk.charts.export import Drawing
    from countrydesk.paper.nodes import Paper, Section, Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on one side; ``change`` is new, gone, changed or empty."""

    id: str
    kind: str
    kind_word: str
    text: str
    change: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on one side."""

    title: str
    alt: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Pair:
    """A section of both papers; ``moved`` counts the sentences that differ."""

    id: str
    heading: str
    level: int
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    left_charts: tuple[Chart, ...]
    right_charts: tuple[Chart, ...]
    moved: int


def pairs(left: Paper, right: Paper) -> list[Pair]:
    """Return the sections of two papers on the same outline, in its order, the annex apart.

    Sentences are matched by what they are about, so that changes show only between two editions
    of a paper on one country.
    """
    others = {part.id: part for part in right.walk()}
    same = left.partner == right.partner and left.principal == right.principal
    return [
        _pair(part, others[part.id], same=same)
        for part in left.walk()
        if part.id in others and not is_annex(part.id)
    ]


def _pair(one: Section, two: Section, *, same: bool) -> Pair:
    left, right = list(one.sentences), list(two.sentences)
    texts = {item.id: item.text for item in left}, {item.id: item.text for item in right}
    lefts = tuple(_line(item, texts[1] if same else None, "gone") for item in left)
    rights = tuple(_line(item, texts[0] if same else None, "new") for item in right)
    moved = sum(bool(line.change) for line in rights) + sum(line.change == "gone" for line in lefts)
    return Pair(one.id, one.heading, min(one.level + 1, 6), lefts, rights,
        tuple(_charts(one, "l")), tuple(_charts(two, "r")), moved)  # fmt: skip


def _line(item: Sentence, others: dict[str, str] | None, alone: str) -> Line:
    change = ""
    if others is not None:
        before = others.get(item.id)
        change = alone if before is None else "" if before == item.text else "changed"
    return Line(item.id, item.kind.value, kind_word(item), item.text, change)


def _charts(part: Section, side: str) -> Iterator[Chart]:
    for block in part.blocks:
        if isinstance(block, Exhibit):
            drawing: Drawing = draw(replace(block, id=f"{side}-{block.id}"), ChartTheme())
            yield Chart(block.title, block.alt or block.title, Markup(drawing.svg))  # noqa: S704 - drawn here, its text escaped
