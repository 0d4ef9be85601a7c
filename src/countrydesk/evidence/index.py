"""Finding rows of a release by place, indicator and counterpart without going through all of them.

Rows are sorted by place, counterpart, indicator and period. The index holds the codes of these
columns as arrays; a row becomes an :class:`Observation` only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import orjson
import polars as pl

from countrydesk.evidence.resolve import STANDING
from countrydesk.model import Observation, Period, Status
from countrydesk.sources.frame import SCHEMA

Rows = npt.NDArray[np.int64]
Key = tuple[str, str]
_COLUMNS = tuple(SCHEMA)
WIDEST = 8
_LOW = (1 << 32) - 1
MEASURED = frozenset({Status.ACTUAL, Status.ESTIMATE})
_STATUSES = {item.value: item for item in Status}


_NONE: Rows = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Grouped:
    """Row numbers by the value of a column, ascending; ``runs`` are offset and length of each."""

    rows: Rows
    runs: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, codes: npt.NDArray[np.uint32], names: Mapping[int, str]) -> Grouped:
        """Return the rows of each of ``names``, which are given by code."""
        table = np.zeros(max(names, default=0) + 1, dtype=np.min_scalar_type(len(names)))
        table[list(names)] = np.arange(len(names))
        # Short numbers, since those are sorted by radix.
        dense = table[codes]
        counts = np.bincount(dense, minlength=len(names))
        starts = np.cumsum(counts) - counts
        spans = zip(starts.tolist(), counts.tolist(), strict=True)
        return cls(dense.argsort(kind="stable"), dict(zip(names.values(), spans, strict=True)))


class Index:
    """Where the rows of a frame are. Row numbers are positions in the frame, ascending."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame.select(*_COLUMNS, STANDING)

    def load(self) -> None:
        """Make the tables of the index now."""
        _ = self.standing, self.places, self._names, self._by_indicator

    @cached_property
    def standing(self) -> npt.NDArray[np.bool_]:
        """Whether each row stands."""
        return self._frame.get_column(STANDING).to_numpy()

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Offset and length of the rows of each place."""
        codes = self._codes("place")
        starts = _starts(codes)
        names = self._frame.get_column("place").gather(starts).cast(pl.String).to_list()
        lengths = np.diff(np.append(starts, len(codes)))
        return dict(zip(names, zip(starts.tolist(), lengths.tolist(), strict=True), strict=True))

    def of(self, place: str) -> Rows:
        """Return all rows of a place, standing or not."""
        at, length = self.places.get(place, (0, 0))
        return np.arange(at, at + length)

    def holding(
        self, *indicators: str, place: str = "", counterpart: str = "", standing: bool = True
    ) -> Rows:
        """Return the rows of some indicators, only those that stand.

        Those of one place or of all, and of one counterpart or of any.
        """
        found = [self._rows_of(name, place, counterpart) for name in dict.fromkeys(indicators)]
        rows = found[0] if len(found) == 1 else np.sort(np.concatenate([_NONE, *found]))
        return rows[self.standing[rows]] if standing else rows

    def _rows_of(self, indicator: str, place: str, counterpart: str) -> Rows:
        at, length = self._by_indicator.runs.get(indicator, (0, 0))
        rows = self._by_indicator.rows[at : at + length]
        if place:
            at, length = self.places.get(place, (0, 0))
            first, end = np.searchsorted(rows, [at, at + length])
            rows = rows[first:end]
        if counterpart:
            code = self.code("counterpart", counterpart)
            rows = _NONE if code is None else rows[self._codes("counterpart")[rows] == code]
        return rows

    @cached_property
    def _by_indicator(self) -> Grouped:
        return Grouped.of(self._codes("indicator"), self._names["indicator"])

    def between(self, place: str, counterpart: str, indicators: Iterable[str]) -> Rows:
        """Return the rows of a place toward one counterpart for some indicators, standing or not.

        Rows of a place are sorted by counterpart, so that only those in between are looked at.
        """
        at, length = self.places.get(place, (0, 0))
        code = self.code("counterpart", counterpart)
        if code is None:
            return np.empty(0, dtype=np.int64)
        found = np.flatnonzero(self._codes("counterpart")[at : at + length] == code) + at
        known = [self.code("indicator", name) for name in indicators]
        codes = np.array([code for code in known if code is not None], dtype=np.uint32)
        return found[np.isin(self._codes("indicator")[found], codes)]

    def places_of(self, indicator: str) -> frozenset[str]:
        """Return the places with a standing row of an indicator."""
        found = self._frame.get_column("place").gather(self.holding(indicator))
        return frozenset(found.cast(pl.String).unique().to_list())

    def rows(self, rows: Rows, columns: Sequence[str] = ()) -> pl.DataFrame:
        """Return rows as a frame, with some columns or all."""
        if not columns:
            return self._frame[rows]
        # Put together by hand, which spares the planning of a query.
        return pl.DataFrame([self._frame.get_column(name) for name in columns])[rows]

    def read(self, rows: Rows) -> Iterator[Observation]:
        """Yield rows as observations."""
        if not len(rows):
            return
        first, width = int(rows[0]), int(rows[-1] - rows[0]) + 1
        if width > WIDEST * len(rows):
            yield from read_rows(self._frame[rows])
            return
        # A slice with what lies between is read faster than single rows are picked.
        wanted = set((rows - first).tolist())
        for at, row in enumerate(self._frame.slice(first, width).iter_rows()):
            if at in wanted:
                yield _observation(row)

    def order(self, rows: Rows) -> Rows:
        """Return a number for the period of each row: a later period has a higher one."""
        column = self._frame.get_column("period")[rows]
        codes = column.to_physical().to_numpy()
        _, first, each = np.unique(codes, return_index=True, return_inverse=True)
        texts = column[first].cast(pl.String).to_list()
        keys = [(Period.parse(text).start, text) for text in texts]
        rank = np.empty(len(keys), dtype=np.int64)
        rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        return rank[each]

    def runs(self, rows: Rows) -> dict[Key, tuple[int, int]]:
        """Return offset and length in ``rows`` of each counterpart and indicator."""
        if not len(rows):
            return {}
        pairs = self._codes("counterpart")[rows].astype(np.int64) << 32
        pairs |= self._codes("indicator")[rows]
        starts = _starts(pairs)
        one, two = self._names["counterpart"], self._names["indicator"]
        names = [(one[pair >> 32], two[pair & _LOW]) for pair in pairs[starts].tolist()]
        lengths = np.diff(np.append(starts, len(rows))).tolist()
        return dict(zip(names, zip(starts.tolist(), lengths, strict=True), strict=True))

    def _codes(self, column: str) -> npt.NDArray[np.uint32]:
        return self._physical[column]

    @cached_property
    def _physical(self) -> Mapping[str, npt.NDArray[np.uint32]]:
        names = ("place", "counterpart", "indicator")
        return {name: self._frame.get_column(name).to_physical().to_numpy() for name in names}

    def code(self, column: str, text: str) -> int | None:
        """Return the code of a counterpart or an indicator, None where no row has it."""
        return self._numbers[column].get(text)

    @cached_property
    def _names(self) -> Mapping[str, Mapping[int, str]]:
        tables = self._numbers.items()
        return {name: {code: text for text, code in table.items()} for name, table in tables}

    @cached_property
    def _numbers(self) -> Mapping[str, Mapping[str, int]]:
        table: dict[str, dict[str, int]] = {}
        for name in ("counterpart", "indicator"):
            distinct = self._frame.get_column(name).unique()
            codes = distinct.to_physical().to_list()
            table[name] = dict(zip(distinct.cast(pl.String).to_list(), codes, strict=True))
        return table


class Shelf:
    """The rows of one place by series; a series becomes observations when it is asked for."""

    def __init__(self, index: Index, place: str, *, standing: bool = True) -> None:
        self._index = index
        rows = index.of(place)
        self._rows: Rows = rows[index.standing[rows] == standing]
        self._made: dict[Key, tuple[Observation, ...]] = {}
        self._measured: dict[Key, tuple[Observation, ...]] = {}

    @cached_property
    def runs(self) -> Mapping[Key, tuple[int, int]]:
        """Offset and length of each series, by counterpart and indicator."""
        return self._index.runs(self._rows)

    @cached_property
    def _counterparts(self) -> Mapping[str, list[str]]:
        table: dict[str, list[str]] = {}
        for counterpart, indicator in self.runs:
            if counterpart:
                table.setdefault(indicator, []).append(counterpart)
        return table

    def series(self, key: Key) -> tuple[Observation, ...]:
        """Return the observations of a series, oldest first."""
        if key not in self._made:
            self._made[key] = in_order(self._index.read(self._span(key)))
        return self._made[key]

    def measured(self, key: Key) -> tuple[Observation, ...]:
        """Return those of a series that are actual or estimated, oldest first."""
        if key not in self._measured:
            self._measured[key] = tuple(o for o in self.series(key) if o.status in MEASURED)
        return self._measured[key]

    def dyads(self, indicator: str) -> Mapping[str, tuple[Observation, ...]]:
        """Return the series of an indicator toward each counterpart."""
        names = self._counterparts.get(indicator, [])
        missing = [name for name in names if (name, indicator) not in self._made]
        if missing:
            spans = [self._span((name, indicator)) for name in missing]
            found: dict[str, list[Observation]] = {}
            for item in self._index.read(np.concatenate(spans)):
                found.setdefault(item.counterpart, []).append(item)
            self._made |= {(name, indicator): in_order(items) for name, items in found.items()}
        return {name: self._made[name, indicator] for name in names}

    def newest_dyads(self, indicator: str) -> Mapping[str, Observation]:
        """Return the last observation of the series of an indicator toward each counterpart."""
        names = self._counterparts.get(indicator, [])
        if not names:
            return {}
        spans = [self._span((name, indicator)) for name in names]
        rows = np.concatenate(spans)
        starts = np.cumsum([0, *map(len, spans[:-1])])
        items = self._index.read(rows[_highest(self._index.order(rows), starts)])
        return dict(zip(names, items, strict=True))

    def _span(self, key: Key) -> Rows:
        at, length = self.runs.get(key, (0, 0))
        return self._rows[at : at + length]


def _highest(values: Rows, starts: Rows) -> Rows:
    """Return where in each run the highest value is, the first of several."""
    back = np.arange(len(values))[::-1]
    best = np.maximum.reduceat(values * len(values) + back, starts)
    return len(values) - 1 - best % len(values)


def in_order(items: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return observations by the beginning of their period."""
    return tuple(sorted(items, key=lambda o: (o.period.start, o.period.text)))


def read_rows(rows: pl.DataFrame) -> Iterator[Observation]:
    """Yield rows of an index as observations."""
    for row in rows.iter_rows():
        yield _observation(row)


def _starts(codes: npt.NDArray[np.generic]) -> Rows:
    """Return where a new value begins in a row of codes."""
    if not len(codes):
        return np.empty(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1))


def _observation(row: tuple[object, ...]) -> Observation:
    """Return a row, its columns in the order of the observation frame, as an observation.

    The fields are set as a whole: a frozen class sets each of them at several times the cost.
    """
    item = object.__new__(Observation)
    fields = item.__dict__
    fields.update(zip(_COLUMNS, row, strict=False))
    fields["period"] = Period.parse(fields["period"])
    fields["status"] = _STATUSES[fields["status"]]
    fields["note"] = fields["note"] or ""
    text = fields["attributes"]
    fields["attributes"] = orjson.loads(text) if text else {}
    return item
