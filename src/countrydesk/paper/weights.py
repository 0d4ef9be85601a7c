"""The published weights of key judgements, which a desk may change."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from countrydesk.errors import InputError


class Weights(BaseModel):
    """The published weights; see ``weights.yml`` for the formula."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    judgements: int
    half_life: float
    common: float
    rate: float
    weights: dict[str, float]


def load_weights(path: Path | None = None) -> Weights:
    """Return the published weights, or those of ``path``.

    Raises:
        InputError: the file is not such a table.
    """
    return _published() if path is None else _read(path)


@cache
def _published() -> Weights:
    return _read(files("countrydesk.paper") / "weights.yml")


def _read(source: Traversable) -> Weights:
    try:
        return Weights.model_validate(yaml.load(source.read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise InputError(f"{source}: {' '.join(str(error).split())}") from error
