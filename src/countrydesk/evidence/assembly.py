"""Putting the parts of a release together: checked, in order, with what stands marked."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from countrydesk.errors import SourceError
from countrydesk.evidence.catalogue import Catalogue
from countrydesk.evidence.packing import coded, pack
from countrydesk.evidence.parts import Part
from countrydesk.evidence.release import CATEGORIES
from countrydesk.evidence.resolve import STANDING, standing
from countrydesk.sources.frame import KEY


def assemble(parts: Iterable[Part], catalogue: Catalogue) -> pl.DataFrame:
    """Return one sorted frame of all observations with the column ``standing``.

    Raises:
        SourceError: a source gives an indicator that the catalogue does not define, or in a unit
            other than the catalogue's.
    """
    known = list(parts)
    frame = in_order(pl.concat([coded(part.frame, CATEGORIES) for part in known], rechunk=True))
    _check_catalogue(frame, catalogue)
    restating = [part.name for part in known if part.restates]
    return frame.with_columns(standing(frame, catalogue, restating, None).alias(STANDING))


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` sorted by ``KEY``, several facts of one key by their text.

    A source gives one number for a key, so that the order is the same however the rows came.
    """
    is_fact = frame.get_column("text").is_not_null()
    facts = is_fact.arg_true().to_numpy()
    by_text = frame.get_column("text").gather(facts).arg_sort().to_numpy()
    at = np.concatenate((facts[by_text], (~is_fact).arg_true().to_numpy()))
    keys = pack(frame, KEY)[at]
    return frame[at[np.argsort(keys, kind="stable")]]


def _check_catalogue(frame: pl.DataFrame, catalogue: Catalogue) -> None:
    names = ("indicator", "unit", "source")
    distinct = frame.select(names).unique().select(pl.col(n).cast(pl.String) for n in names)
    for indicator, unit, source in distinct.sort(pl.all()).iter_rows():
        if indicator not in catalogue:
            raise SourceError(f"source {source}: indicator '{indicator}' is not in the catalogue")
        if catalogue[indicator].unit != unit:
            raise SourceError(
                f"source {source}: {indicator} comes in '{unit}', "
                f"the catalogue says '{catalogue[indicator].unit}'"
            )
