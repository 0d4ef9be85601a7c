"""The annex as plain tables: observations, methods and sources; shared by all renderers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countrydesk.model.units import UNITS
from countrydesk.paper.writing.speech import figures, said
from countrydesk.render.notes import day, period_words, place_name

if TYPE_CHECKING:
    from countrydesk.model import Observation
    from countrydesk.paper.nodes import Paper

HASH_DIGITS = 12
_ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class SeriesGroup:
    """The observations that share place of origin: one series of one source in one release."""

    indicator: str
    label: str
    unit: str
    source: str
    series: str
    released: str
    retrieved: str
    raw: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class MethodUse:
    """A method with its version, what it does, and how many findings of the paper it gave."""

    name: str
    doc: str
    findings: int


def observation_groups(paper: Paper) -> tuple[SeriesGroup, ...]:
    """Return every observation of the paper, grouped by series, sorted by indicator and place."""
    groups: dict[tuple[str, ...], list[Observation]] = {}
    for item in sorted(paper.observations.values(), key=_order):
        groups.setdefault(_common(item), []).append(item)
    return tuple(_group(paper, items) for items in groups.values())


def method_uses(paper: Paper) -> tuple[MethodUse, ...]:
    """Return the methods behind the paper's findings, sorted by name."""
    counts = Counter(finding.method for finding in paper.findings.values())
    docs = paper.methods
    return tuple(MethodUse(name, docs.get(name, ""), counts[name]) for name in sorted(counts))


def value_words(item: Observation) -> str:
    """Return the value of an observation as it stands in a table: ``34,217,848``, or its text."""
    if item.value is None:
        return item.text or ""
    return number_words(item.value)


def interval_words(item: Observation) -> str:
    """Return the source's own interval as ``low to high``, empty where it gives none."""
    if item.low is None and item.high is None:
        return ""
    low = "" if item.low is None else number_words(item.low)
    high = "" if item.high is None else number_words(item.high)
    return f"{low} {said('to')} {high}"


def number_words(value: float) -> str:
    """Return a number in full with thousands separators, at most ten significant digits."""
    if value == int(value) and abs(value) < 1e16:
        return figures(f"{int(value):,}").replace("-", "\u2212")
    text = f"{value:,.10g}"
    if "e" in text:
        text = f"{value:,.6f}".rstrip("0").rstrip(".") or "0"
    return figures(text).replace("-", "\u2212")


def place_words(item: Observation) -> str:
    """Return the place of an observation by name, with its counterpart in a dyad."""
    name = place_name(item.place)
    return f"{name} {said('to')} {place_name(item.counterpart)}" if item.counterpart else name


def period_cell(item: Observation) -> str:
    """Return the period of an observation in words."""
    return period_words(item.period)


def is_annex(section_id: str) -> bool:
    """Whether the tables of this module belong at the end of a section."""
    return section_id == _ANNEX


def _order(item: Observation) -> tuple[str, ...]:
    return (*_common(item), item.place, item.counterpart, item.period.text, item.id)


def _common(item: Observation) -> tuple[str, ...]:
    return (item.indicator, item.source, item.series, item.unit, item.released_on.isoformat(),
        item.retrieved_on.isoformat(), item.raw_sha256)  # fmt: skip


def _group(paper: Paper, items: list[Observation]) -> SeriesGroup:
    first = items[0]
    return SeriesGroup(
        indicator=first.indicator,
        label=paper.labels.get(first.indicator, first.indicator),
        unit=said(UNITS[first.unit].name) if first.unit in UNITS else first.unit,
        source=first.source,
        series=first.series,
        released=day(first.released_on),
        retrieved=day(first.retrieved_on),
        raw=first.raw_sha256[:HASH_DIGITS],
        observations=tuple(items),
    )
