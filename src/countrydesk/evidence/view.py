"""The evidence as it stood on a day: what analysis and papers read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from countrydesk.evidence.catalogue import Catalogue
from countrydesk.evidence.index import MEASURED, Index, Shelf, in_order
from countrydesk.evidence.panel import Panel
from countrydesk.evidence.release import Release
from countrydesk.evidence.resolve import STANDING, standing
from countrydesk.model import Observation, Origin, Status

_YEARLY = re.compile(r"(?:FY)?(\d{4})(?:-Q\d)?\Z")


class View:
    """A release read as of a day. Rows of one place are turned into observations when asked for.

    ``as_of`` None means everything in the release. ``memory`` keeps what was computed for the
    places at hand, ``shared`` what was computed over all places.
    """

    def __init__(self, release: Release, as_of: date | None = None) -> None:
        self.release = release
        self.as_of = as_of
        self.memory: dict[object, object] = {}
        self.shared: dict[object, object] = {}
        self._shelves: dict[str, Shelf] = {}
        self._shadows: dict[str, Shelf] = {}
        self._facing: dict[str, dict[str, tuple[Observation, ...]]] = {}

    @property
    def cutoff(self) -> date:
        """The last day whose releases this view may use."""
        cutoff = self.release.manifest.cutoff
        return min(self.as_of, cutoff) if self.as_of else cutoff

    @property
    def catalogue(self) -> Catalogue:
        """The indicators of the release."""
        return self.release.catalogue

    @property
    def origins(self) -> Mapping[str, Origin]:
        """The origin of each source of the release."""
        return self.release.origins

    # -- one place -----------------------------------------------------------------------------

    def series(self, place: str, indicator: str, counterpart: str = "") -> tuple[Observation, ...]:
        """Return all standing observations of a series, oldest period first; () if there are none.

        Projections are included; their status says so.
        """
        return self._shelf(place).series((counterpart, indicator))

    def measured(
        self, place: str, indicator: str, counterpart: str = ""
    ) -> tuple[Observation, ...]:
        """Return the standing observations that are actual or estimated, oldest first."""
        return self._shelf(place).measured((counterpart, indicator))

    def find_latest(self, place: str, indicator: str, counterpart: str = "") -> Observation | None:
        """Return the newest measured observation of a series, None if there is none."""
        found = self.measured(place, indicator, counterpart)
        return found[-1] if found else None

    def find_at(
        self, place: str, indicator: str, period: str, counterpart: str = ""
    ) -> Observation | None:
        """Return the standing observation for ``period`` exactly, None if there is none."""
        return next(
            (o for o in self.series(place, indicator, counterpart) if o.period.text == period), None
        )

    def dyads(self, place: str, indicator: str) -> Mapping[str, tuple[Observation, ...]]:
        """Return the series of ``place`` toward each counterpart, by counterpart."""
        return self._shelf(place).dyads(indicator)

    def newest_dyads(self, place: str, indicator: str) -> Mapping[str, Observation]:
        """Return the newest standing observation of ``place`` toward each counterpart."""
        return self._shelf(place).newest_dyads(indicator)

    def facing(self, counterpart: str, indicator: str) -> Sequence[Observation]:
        """Return standing observations of all places toward ``counterpart``, sorted by place."""
        known = self._facing.setdefault(counterpart, {})
        if indicator not in known:
            at = self._index.holding(indicator, counterpart=counterpart)
            known[indicator] = tuple(self._index.read(at))
        return known[indicator]

    def indicators_of(self, place: str) -> tuple[str, ...]:
        """Return the ids of all indicators with a standing observation for ``place``, sorted."""
        return tuple(sorted({indicator for _, indicator in self._shelf(place).runs}))

    def others(
        self, place: str, indicator: str, period: str, counterpart: str = ""
    ) -> tuple[Observation, ...]:
        """Return what other sources and earlier releases gave for the same period, newest first."""
        if place not in self._shadows:
            self._shadows[place] = Shelf(self._index, place, standing=False)
        found = self._shadows[place].series((counterpart, indicator))
        same = [item for item in found if item.period.text == period]
        return tuple(sorted(same, key=lambda o: (o.released_on, o.source), reverse=True))

    def facing_any(self, indicator: str) -> frozenset[str]:
        """Return the places that have ``indicator`` toward anybody."""
        key = ("facing_any", indicator)
        if key not in self.shared:
            self.shared[key] = self._index.places_of(indicator)
        return self.shared[key]  # type: ignore[return-value]

    def dyad_histories(self, place: str, indicator: str) -> dict[str, dict[int, float]]:
        """Return the standing numbers of ``place`` toward each counterpart, by year.

        The same figures as :meth:`dyads`, without the observations: for work over all partners. Of
        quarters the last stands for the year.
        """
        key = ("dyad_histories", place, indicator)
        if key not in self.shared:
            at = self._index.holding(indicator, place=place)
            self.shared[key] = _histories(self._index.rows(at, ("counterpart", "period", "value")))
        return self.shared[key]  # type: ignore[return-value]

    def find_observation(self, place: str, observation_id: str) -> Observation | None:
        """Return the observation of ``place`` with this id, None if there is none."""
        found = (item for item in self._index.read(self._index.of(place)))
        return next((item for item in found if item.id == observation_id), None)

    def holds(self, item: Observation) -> bool:
        """Whether ``item``, as it is, belongs to this view, standing or superseded."""
        known = self.series(item.place, item.indicator, item.counterpart)
        if any(other is item for other in known) or item in known:
            return True
        return item in self.others(item.place, item.indicator, item.period.text, item.counterpart)

    def forget(self, place: str) -> None:
        """Drop what is kept of one place: for work that goes from place to place."""
        self._shelves.pop(place, None)
        self._shadows.pop(place, None)
        self._facing.pop(place, None)
        self.memory.clear()

    # -- all places ----------------------------------------------------------------------------

    @cached_property
    def panel(self) -> Panel:
        """The measured monadic numbers of all places, for ranks and peers."""
        whole = self._frame is self.release.frame
        return self.release.panel if whole else Panel(self._frame, self._index)

    def counts(self, place: str) -> Mapping[str, int]:
        """Return how many standing observations each source has about ``place``, by source.

        What other places report toward ``place`` is counted too.
        """
        about = (pl.col("place") == place) | (pl.col("counterpart") == place)
        found = self._standing_rows.lazy().filter(about).group_by("source").len().collect()
        return dict(sorted((str(source), int(n)) for source, n in found.iter_rows()))

    def everywhere(self, indicator: str) -> Mapping[str, tuple[Observation, ...]]:
        """Return the standing observations of all places for an indicator, by place, oldest first.

        Meant for coded facts; numbers of all places are in :attr:`panel`.
        """
        key = ("everywhere", indicator)
        if key not in self.shared:
            grouped: dict[str, list[Observation]] = {}
            for item in self._index.read(self._index.holding(indicator)):
                grouped.setdefault(item.place, []).append(item)
            self.shared[key] = {place: in_order(items) for place, items in grouped.items()}
        return self.shared[key]  # type: ignore[return-value]

    def current(
        self, indicator: str, counterpart: str = "", texts: Collection[str] = ()
    ) -> Mapping[str, tuple[Observation, ...]]:
        """Return the coded facts of all places that hold at the end of the evidence, by place.

        Those are open spells and, of facts with a date, the ones of the place's newest date;
        ``counterpart`` and ``texts`` narrow them. Much cheaper than :meth:`everywhere` where only
        some texts are wanted.
        """
        at = self._index.holding(indicator)
        rows = self._index.rows(at, ("place", "counterpart", "period", "text"))
        rows = rows.with_columns(at=pl.Series(at))
        if counterpart:
            rows = rows.filter(pl.col("counterpart") == counterpart)
        period = pl.col("period").cast(pl.String)
        span = period.str.contains("/", literal=True)
        newest = pl.when(~span).then(period).max().over("place")
        holds = pl.when(span).then(period.str.ends_with("/")).otherwise(period == newest)
        found = rows.filter(holds & pl.col("text").is_in(list(texts)) if texts else holds)
        grouped: dict[str, list[Observation]] = {}
        for item in self._index.read(found.get_column("at").to_numpy()):
            grouped.setdefault(item.place, []).append(item)
        return {place: in_order(items) for place, items in grouped.items()}

    def table(
        self,
        *indicators: str,
        place: str = "",
        counterpart: str = "",
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """Return the standing measured rows of some indicators, of one place or of all.

        ``counterpart`` and ``where`` narrows them, on these columns before they are made text.
        Columns: place, counterpart, indicator, period (text), value, text. Meant for counts over
        many series, which would be slow as observations; keep what is made of it in ``shared``.
        """
        names = ("place", "counterpart", "indicator", "period", "text")
        at = self._index.holding(*indicators, place=place, counterpart=counterpart)
        rows = self._index.rows(at, (*names, "value", "status"))
        measured = pl.col("status").is_in([item.value for item in MEASURED])
        kept = rows.lazy().filter(measured if where is None else measured & where)
        return kept.select(*(pl.col(name).cast(pl.String) for name in names), "value").collect()

    def releases(self, indicator: str, source: str, places: Iterable[str]) -> pl.DataFrame:
        """Return every number of ``indicator`` that a source ever released, standing or not.

        Of those of ``places``, in their order.

        Columns: place, period (text), value, status (text), released_on. Dyads are left out. Meant
        for the record of a forecaster; keep what is made of it in ``shared``.
        """
        names = ("place", "period", "status")
        found = [self._index.holding(indicator, place=name, standing=False) for name in places]
        at = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
        columns = (*names, "source", "counterpart", "value", "released_on")
        rows = self._index.rows(at, columns).filter(
            (pl.col("source") == source)
            & (pl.col("counterpart") == "")
            & pl.col("value").is_not_null()
        )
        texts = [pl.col(name).cast(pl.String) for name in names]
        return rows.select(*texts, "value", "released_on")

    def standing_rows(self, *indicators: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Return the standing rows of some indicators that are no projections, as they are kept.

        Columns: place, counterpart, indicator, period, source, value; ``where`` narrows them.
        """
        names = ("place", "counterpart", "indicator", "period", "source", "value", "status")
        rows = self._index.rows(self._index.holding(*indicators), names)
        known = pl.col("status").is_in([item.value for item in (*MEASURED, Status.ANNOUNCED)])
        return rows.filter(known if where is None else known & where).drop("status")

    def candidates(
        self, *indicators: str, place: str = "", counterpart: str | None = None
    ) -> pl.DataFrame:
        """Return every row of some indicators, standing or not, of one place or of all.

        ``counterpart`` narrows those of one place; "" stands for what is no dyad. Columns: ``at``
        for :meth:`observations`, place, counterpart, indicator, period, value, text, status,
        source, released_on.
        """
        names = ("place", "counterpart", "indicator", "period", "value", "text", "status",
            "source", "released_on")  # fmt: skip
        if counterpart is None:
            at = self._index.holding(*indicators, place=place, standing=False)
        else:
            at = self._index.between(place, counterpart, indicators)
        return self._index.rows(at, names).with_columns(at=pl.Series(at, dtype=pl.Int64))

    def numbers_everywhere(self, indicator: str, counterpart: str = "") -> pl.DataFrame:
        """Return the standing numbers of all places for an indicator, toward ``counterpart``.

        "" stands for what is no dyad. Columns: ``at`` for :meth:`observations`, place, period
        (text), value, status (text), source (text).
        """
        at = self._index.holding(indicator)
        names = ("place", "counterpart", "period", "value", "status", "source")
        rows = self._index.rows(at, names).with_columns(at=pl.Series(at, dtype=pl.Int64))
        rows = rows.filter((pl.col("counterpart") == counterpart) & pl.col("value").is_not_null())
        texts = [pl.col(name).cast(pl.String) for name in ("place", "period", "status", "source")]
        return rows.select("at", *texts, "value")

    def observations(self, at: Sequence[int]) -> list[Observation]:
        """Return rows by their number, in that order."""
        rows = np.unique(np.array(list(at), dtype=np.int64))
        found = dict(zip(rows.tolist(), self._index.read(rows), strict=True))
        return [found[row] for row in at]

    # -- inside --------------------------------------------------------------------------------

    @cached_property
    def _frame(self) -> pl.DataFrame:
        frame = self.release.frame
        if self.as_of is None or self.as_of >= self.release.manifest.cutoff:
            return frame
        mask = standing(frame, self.catalogue, self.release.manifest.restating, self.as_of)
        return frame.with_columns(mask.alias(STANDING)).filter(pl.col("released_on") <= self.as_of)

    @cached_property
    def _index(self) -> Index:
        return self.release.index if self._frame is self.release.frame else Index(self._frame)

    @cached_property
    def _standing_rows(self) -> pl.DataFrame:
        return self._frame.filter(pl.col(STANDING))

    def _shelf(self, place: str) -> Shelf:
        if place not in self._shelves:
            self._shelves[place] = Shelf(self._index, place)
        return self._shelves[place]


def _histories(rows: pl.DataFrame) -> dict[str, dict[int, float]]:
    counterparts, periods, values = (
        rows.get_column(name).to_list() for name in ("counterpart", "period", "value")
    )
    matches = ((text, _YEARLY.match(text)) for text in set(periods))
    years = {text: int(match[1]) for text, match in matches if match}
    table: dict[str, dict[int, float]] = {}
    for counterpart, text, value in zip(counterparts, periods, values, strict=True):
        if counterpart and value is not None and text in years:
            table.setdefault(counterpart, {})[years[text]] = value
    return table
