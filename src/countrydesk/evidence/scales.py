"""Latent scales: what a release knows of how its raters' categories lie on one common quantity.

A scale is estimated once, when a release is compiled, from the standing values of exactly those
raters that the release holds; so that a release that may be passed on rests on raters that may be.
It travels with the release as ``scales.json``. Scores of places are computed from it on demand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import numpy as np
import numpy.typing as npt
import orjson
import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from countrydesk.evidence.resolve import STANDING
from countrydesk.measurement import ordinal
from countrydesk.measurement.graded import Rater, Score, score
from countrydesk.model import Status

if TYPE_CHECKING:
    from countrydesk.measurement.estimation import Estimate

SCALES = "scales.json"
RECIPES = Path(__file__).with_name("scales.yml")
# Far below the standard errors, and coarse enough to be the same on every machine.
DECIMALS = 4
_MEASURED = [Status.ACTUAL.value, Status.ESTIMATE.value]
Floats = npt.NDArray[np.float64]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cut(_Strict):
    """How the values of a rater become ordered categories, and how sharply these tell levels."""

    low: float
    high: float
    discrimination: Annotated[float, Field(gt=0)]
    slices: Annotated[int, Field(ge=2)] | None = None
    whole: bool = False

    @model_validator(mode="after")
    def _has_one_rule(self) -> Self:
        if (self.slices is None) != self.whole:
            raise ValueError("a cut has either slices or whole")
        return self

    def bounds(self) -> tuple[float, ...]:
        """Return the values at which the next category begins."""
        if self.slices is not None:
            return ordinal.slices(self.low, self.high, self.slices)
        return tuple(np.arange(self.low + 0.5, self.high, 1.0).tolist())


class Recipe(_Strict):
    """Which raters make a scale, from which year on, and how many a case needs at least."""

    first_year: int
    least_raters: int
    least_cases: int
    raters: dict[str, Cut]


class ScaledRater(_Strict):
    """A rater on the scale: where its categories begin, and the latent levels that part them."""

    sources: tuple[str, ...]
    bounds: tuple[float, ...]
    discrimination: float
    cutpoints: tuple[float, ...]

    @cached_property
    def rater(self) -> Rater:
        """The rater as the model reads it."""
        return Rater(
            self.discrimination, tuple(-self.discrimination * cut for cut in self.cutpoints)
        )

    def codes(self, values: Floats) -> ordinal.Codes:
        """Return the category of each value; NaN is unrated."""
        return ordinal.numbered(ordinal.above(values, self.bounds))


class Scale(_Strict):
    """A latent scale: standard normal over its cases, higher where raters' categories are."""

    first_year: int
    least_raters: int
    cases: int
    places: int
    log_likelihood: float
    raters: dict[str, ScaledRater]

    def score(self, values: Mapping[str, Floats]) -> Score:
        """Return the scores of cases from the raters' values: one array a rater, NaN where none."""
        known = {name: self.raters[name] for name in values}
        return score(
            {name: item.rater for name, item in known.items()},
            {name: item.codes(values[name]).tolist() for name, item in known.items()},
        )


class Scales(_Strict):
    """The scales of a release by name."""

    scales: dict[str, Scale]

    @classmethod
    def from_json(cls, payload: bytes) -> Self:
        """Return the scales from their JSON form."""
        return cls.model_validate_json(payload)

    def to_json(self) -> bytes:
        """Return canonical JSON."""
        return orjson.dumps(
            self.model_dump(mode="json"), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
        )


def read_recipes() -> dict[str, Recipe]:
    """Return how each scale is made, by name."""
    plain = yaml.safe_load(RECIPES.read_text(encoding="utf-8"))
    return {name: Recipe.model_validate(entry) for name, entry in plain.items()}


def estimate_scales(frame: pl.DataFrame) -> Scales:
    """Return the scales that the observations of a release allow.

    ``frame`` is that of a release, with the column ``standing``. A scale is left out where fewer
    than two raters are present, or fewer cases than its recipe asks.
    """
    found = {name: _estimate(frame, recipe) for name, recipe in read_recipes().items()}
    return Scales(scales={name: scale for name, scale in found.items() if scale is not None})


def _estimate(frame: pl.DataFrame, recipe: Recipe) -> Scale | None:
    # Only builds estimate; the library behind it takes long to load.
    from countrydesk.measurement.estimation import Ratings, estimate

    rows = _rated(frame, recipe)
    names = [name for name in recipe.raters if name in rows["indicator"].unique()]
    if len(names) < recipe.least_raters:
        return None
    wide = rows.pivot("indicator", index=["place", "year"], values="value").sort("place", "year")
    wide = wide.filter(pl.sum_horizontal(pl.col(names).is_not_null()) >= recipe.least_raters)
    if wide.height < recipe.least_cases:
        return None
    values = {name: wide[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in names}
    bounds = {name: _occupied(values[name], recipe.raters[name].bounds()) for name in names}
    ratings = Ratings.of(
        {name: ordinal.numbered(ordinal.above(values[name], bounds[name])) for name in names}
    )
    sources = {
        name: tuple(sorted(rows.filter(pl.col("indicator") == name)["source"].unique()))
        for name in names
    }
    ratios = {name: recipe.raters[name].discrimination for name in names}
    found = estimate(ratings, ratios)
    return _scale(found, recipe, bounds, sources, wide)


def _rated(frame: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    """Return place, indicator, year, value and source of what raters gave, yearly and measured."""
    names = ("place", "indicator", "period", "source", "status", "counterpart")
    kept = frame.lazy().filter(
        pl.col(STANDING) & pl.col("indicator").is_in(list(recipe.raters)),
        pl.col("value").is_not_null(),
    ).with_columns(pl.col(name).cast(pl.String) for name in names)  # fmt: skip
    yearly = pl.col("period").str.contains(r"^\d{4}$")
    return (
        kept.filter(yearly, pl.col("status").is_in(_MEASURED), pl.col("counterpart") == "")
        .with_columns(year=pl.col("period").cast(pl.Int32))
        .filter(pl.col("year") >= recipe.first_year)
        .select("place", "indicator", "year", "value", "source")
        .collect()
    )


def _occupied(values: Floats, bounds: tuple[float, ...]) -> tuple[float, ...]:
    """Return those of ``bounds`` that part values: no category between two of them is empty."""
    known = values[~np.isnan(values)]
    reached = np.unique(np.searchsorted(np.asarray(bounds), known, side="right"))
    return tuple(bounds[at - 1] for at in reached[1:].tolist())


def _scale(
    found: Estimate,
    recipe: Recipe,
    bounds: Mapping[str, tuple[float, ...]],
    sources: Mapping[str, tuple[str, ...]],
    wide: pl.DataFrame,
) -> Scale:
    raters = {
        name: ScaledRater(
            sources=sources[name],
            bounds=tuple(round(item, DECIMALS) for item in bounds[name]),
            discrimination=round(rater.discrimination, DECIMALS),
            cutpoints=tuple(round(item, DECIMALS) for item in rater.cutpoints),
        )
        for name, rater in found.raters.items()
    }
    return Scale(
        first_year=recipe.first_year,
        least_raters=recipe.least_raters,
        cases=wide.height,
        places=wide["place"].n_unique(),
        log_likelihood=round(found.log_likelihood, 2),
        raters=raters,
    )
