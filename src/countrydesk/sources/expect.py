"""The assertions of a source: what its parsed data must look like before they enter a release."""

from __future__ import annotations

import math
from collections.abc import Iterator

import polars as pl

from countrydesk.errors import AssertionFailedError
from countrydesk.sources.spec import Bounds, KnownValue, SourceSpec

VINTAGE, ANY = "vintage", "any"
_RELATIVE = 1e-9


def check_assertions(frame: pl.DataFrame, spec: SourceSpec) -> tuple[str, ...]:
    """Return warnings (a maximum passed) after checking every assertion of ``spec``.

    Raises:
        AssertionFailedError: a minimum, range, fill rate or known value is not met.
    """
    failures = [*_counts(frame, spec), *_ranges(frame, spec), *_fill(frame, spec)]
    failures += [text for known in spec.assertions.values if (text := _known(frame, known, spec))]
    if failures:
        raise AssertionFailedError(f"source {spec.name}: {'; '.join(failures)}")
    return tuple(_warnings(frame, spec))


def _measures(frame: pl.DataFrame, spec: SourceSpec) -> Iterator[tuple[str, int, Bounds]]:
    year = frame.filter(pl.col("status") != "projection").select(
        pl.col("period").str.extract(r"(\d{4})[^/]*/?$").cast(pl.Int32).max()
    )
    asserted = spec.assertions
    yield "rows", frame.height, asserted.rows
    yield "places", frame.get_column("place").n_unique(), asserted.places
    yield "last year", int(year.item() or 0), asserted.last_year


def _counts(frame: pl.DataFrame, spec: SourceSpec) -> Iterator[str]:
    for what, found, bounds in _measures(frame, spec):
        if bounds.min is not None and found < bounds.min:
            yield f"{what}: {found}, at least {bounds.min} expected"


def _warnings(frame: pl.DataFrame, spec: SourceSpec) -> Iterator[str]:
    for what, found, bounds in _measures(frame, spec):
        if bounds.max is not None and found > bounds.max:
            yield f"source {spec.name}: {what}: {found}, at most {bounds.max} expected"


def _ranges(frame: pl.DataFrame, spec: SourceSpec) -> Iterator[str]:
    for indicator, (low, high) in spec.assertions.ranges.items():
        values = frame.filter(pl.col("indicator") == indicator).get_column("value")
        lowest, highest = values.min(), values.max()
        if low is not None and isinstance(lowest, float) and lowest < low:
            yield f"{indicator}: {lowest} is below {low}"
        if high is not None and isinstance(highest, float) and highest > high:
            yield f"{indicator}: {highest} is above {high}"


def _fill(frame: pl.DataFrame, spec: SourceSpec) -> Iterator[str]:
    places = frame.get_column("place").n_unique()
    for indicator, least in spec.assertions.fill.items():
        covered = frame.filter(pl.col("indicator") == indicator).get_column("place").n_unique()
        if covered < least * places:
            yield f"{indicator}: covers {covered} of {places} places, {least:.0%} expected"


def _known(frame: pl.DataFrame, known: KnownValue, spec: SourceSpec) -> str | None:
    period = spec.vintage if known.period == VINTAGE else known.period
    match = (
        (pl.col("place") == known.place)
        & (pl.col("counterpart") == known.counterpart)
        & (pl.col("indicator") == known.indicator)
        & (pl.lit(period == ANY) | (pl.col("period") == period))
    )
    if known.released_on:
        match &= pl.col("released_on") == known.released_on
    rows = frame.filter(match)
    what = f"{known.indicator} {known.place} {known.counterpart} {period}"
    wanted = known.text if known.value is None else known.value
    found = rows.get_column("text" if known.value is None else "value").to_list()
    if any(_same(value, wanted, known.within) for value in found):
        return None
    return f"{what}: {found or 'absent'}, expected {wanted}"


def _same(found: object, wanted: object, within: float) -> bool:
    if isinstance(found, float) and isinstance(wanted, float):
        return math.isclose(found, wanted, rel_tol=max(within, _RELATIVE), abs_tol=_RELATIVE)
    return found == wanted
