"""How much of what the outline asks for the evidence has, over all states at once.

An item is an entry of ``expects``. A state has a value of it where the newest observation is
measured or announced, of the indicator itself or of one that the outline takes ``instead``; a
projection is none. A state has *none* of it where a source that lists every case does not list it.
The sources cover an item where at least one state has a value.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from countrydesk.evidence import Catalogue, View
from countrydesk.paper.outline import Outline
from countrydesk.places import registry
from countrydesk.sources.registry import get_source, source_names
from countrydesk.sources.spec import FetchKind

ENOUGH = 0.8
# Whole lists of those that have one: that a state is not on them is an answer too.
LISTS: Mapping[str, str] = {
    "additional_duty": "the Harmonized Tariff Schedule names every country that a duty is on",
    "border_countries": "the Factbook lists every land border",
    "conflict_state_based": "UCDP/PRIO lists every conflict since 1946",
    "troops_active_duty": "the Defense Manpower Data Center lists every country with personnel",
    "us_alliance": "the register lists every ally of the United States",
    "us_trade_agreement": "the register lists every agreement of the United States",
}
NOBODY = "no source that is described"


@dataclass(frozen=True)
class Item:
    """One entry of ``expects`` with the newest year of each state that has a value.

    ``years`` holds 0 where the newest value has no year, such as a spell that is open; ``instead``
    are those of them whose value is that of another indicator. ``absent`` are states without a
    value where a whole list, or the catalogue, says that absence means none.
    """

    section: str
    entry: str
    indicator: str
    asked: frozenset[str]
    years: Mapping[str, int]
    absent: frozenset[str]
    instead: frozenset[str] = frozenset()

    @property
    def missing(self) -> frozenset[str]:
        """The states that should have a value and have none; not those with none to have."""
        return self.asked - set(self.years) - self.absent

    @property
    def median_year(self) -> int | None:
        """The median of the newest years."""
        known = [year for year in self.years.values() if year]
        return int(statistics.median_low(known)) if known else None


@dataclass(frozen=True)
class Share:
    """How many of the items that the sources cover a state has a value of.

    ``none`` counts those without a value because there is none to have; ``missing`` names the rest.
    """

    place: str
    covered: int
    found: int
    none: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share with a value, from 0 to 1."""
        return self.found / self.covered if self.covered else 0.0

    @property
    def answered(self) -> float:
        """The share with a value or with none to have, from 0 to 1."""
        return (self.found + self.none) / self.covered if self.covered else 0.0


@dataclass(frozen=True)
class Gap:
    """What one source would close: how many values, of which items, and what stands in the way."""

    source: str
    values: int
    states: int
    items: tuple[str, ...]
    why: str


def survey(view: View, outline: Outline, principal: str, source: str = "") -> tuple[Item, ...]:
    """Return every item of ``outline`` with who has it, of one source or of all.

    ``x`` is asked of every state, ``x>`` of every state toward the principal and ``>x`` of the
    principal toward every state, of the principal itself only the first.
    """
    places = frozenset(place.id for place in registry().papers())
    newest = _newest(view, outline, source)
    return tuple(
        _item(view, outline, section.heading["en"], entry, newest, places, principal)
        for section in outline.walk()
        for entry in dict.fromkeys(section.expects)
    )


def shares(items: Iterable[Item]) -> tuple[Share, ...]:
    """Return the share of each state, smallest first; an item that no state has is not covered.

    An item that several sections ask for counts once.
    """
    covered = {item.entry: item for item in items if item.years}
    places = sorted({place for item in covered.values() for place in item.asked})
    found = []
    for place in places:
        asked = [item for item in covered.values() if place in item.asked]
        missing = tuple(item.entry for item in asked if place in item.missing)
        none = sum(place in item.absent for item in asked)
        with_value = len(asked) - len(missing) - none
        found.append(Share(place, len(asked), with_value, none, missing))
    return tuple(sorted(found, key=lambda one: (one.share, one.place)))


def gaps(view: View, items: Iterable[Item]) -> tuple[Gap, ...]:
    """Return the sources that would close gaps, by the number of values, largest first.

    A gap goes to the first source of the indicator's order of preference, as this version of the
    program has it, that the release does not have; where it has them all to nobody.
    """
    catalogue = Catalogue.from_yaml()
    closed: dict[str, list[tuple[Item, str]]] = {}
    for item in {item.entry: item for item in items}.values():
        name = _closer(view, catalogue, item.indicator)
        closed.setdefault(name, []).extend((item, place) for place in sorted(item.missing))
    made = [
        Gap(
            name, len(pairs), len({place for _, place in pairs}),
            tuple(dict.fromkeys(item.entry for item, _ in pairs)), _why(name),
        )
        for name, pairs in closed.items()
        if pairs
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda gap: (gap.source == NOBODY, -gap.values, gap.source)))


def _newest(view: View, outline: Outline, source: str) -> Mapping[tuple[str, str, str], int]:
    """Return the newest year of each place, counterpart and indicator that is asked for."""
    asked = {entry.strip(">") for section in outline.walk() for entry in section.expects}
    asked |= {name for names in outline.instead.values() for name in names}
    where = pl.col("source") == source if source else None
    rows = view.standing_rows(*sorted(asked), where=where)
    year = pl.col("period").cast(pl.String).str.extract(r"(\d{4})[^/]*$").cast(pl.Int32)
    number = pl.col("value").is_not_null()
    last = rows.group_by("place", "counterpart", "indicator").agg(
        pl.when(number).then(year).max().fill_null(0).alias("year")
    )
    texts = last.select(pl.col(n).cast(pl.String) for n in ("place", "counterpart", "indicator"))
    years = last.get_column("year").to_list()
    return dict(zip(texts.iter_rows(), years, strict=True))


def _item(
    view: View,
    outline: Outline,
    section: str,
    entry: str,
    newest: Mapping[tuple[str, str, str], int],
    places: frozenset[str],
    principal: str,
) -> Item:
    name = entry.strip(">")
    asked = places - {principal} if entry != name else places
    years = _years(newest, entry, name, asked, principal)
    own = frozenset(years)
    for other in outline.instead.get(name, ()):
        years |= _years(newest, entry.replace(name, other), other, asked - set(years), principal)
    known = view.catalogue.get(name)
    lists = name in LISTS or bool(known and known.zero_when_absent)
    absent = asked - set(years) if lists and years else frozenset[str]()
    return Item(
        section, entry, name, asked, dict(sorted(years.items())), absent, frozenset(years) - own
    )


def _years(
    newest: Mapping[tuple[str, str, str], int],
    entry: str,
    name: str,
    asked: frozenset[str],
    principal: str,
) -> dict[str, int]:
    """Return the newest year of each of ``asked`` with a value of the indicator ``name``."""
    years: dict[str, int] = {}
    for (place, counterpart, indicator), year in newest.items():
        if indicator == name and (state := _state(entry, place, counterpart, principal)) in asked:
            years[state] = max(year, years.get(state, 0))
    return years


def _state(entry: str, place: str, counterpart: str, principal: str) -> str:
    """Return of which state a row speaks for an entry, "" where of none."""
    if entry.startswith(">"):
        return counterpart if place == principal else ""
    if entry.endswith(">"):
        return place if counterpart == principal else ""
    return place


def _closer(view: View, catalogue: Catalogue, indicator: str) -> str:
    known = catalogue.get(indicator)
    order: Sequence[str] = known.prefer if known else ()
    return next((name for name in order if name not in view.origins), NOBODY)


def _why(source: str) -> str:
    if source not in source_names():
        return "has no value there or anywhere"
    spec = get_source(source).spec
    parts = []
    if not spec.licence.redistribute.bundlable:
        parts.append(f"not bundled: licence '{spec.licence.redistribute.value}'")
    if spec.fetch.kind is FetchKind.NONE:
        parts.append(f"get your own copy, then sources add {source}")
    else:
        parts.append(f"sources refresh {source}")
    return "; ".join(parts)
