"""The choice among options as a method: the same table and weights give the same first place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model import Period
from countrydesk.policy.appraisal import Criterion, Ranking, rank

PUBLISHED = Path(__file__).with_name("criteria.yml")
INDICATOR = "instrument"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    weight: float
    more: bool = True


_Rows = TypeAdapter(list[_Row])


def load_criteria(path: Path | None = None) -> tuple[Criterion, ...]:
    """Return the criteria with their weights, the published ones or those of ``path``.

    Raises:
        InputError: the file is no such table, or names criteria that are not the published ones.
    """
    if path is None:
        return _published()
    found = _read(path)
    known = {one.id for one in _published()}
    if odd := sorted({one.id for one in found} ^ known):
        raise InputError(f"{path}: the criteria are {', '.join(sorted(known))}; see {odd[0]}")
    return found


@cache
def _published() -> tuple[Criterion, ...]:
    return _read(PUBLISHED)


def _read(path: Path) -> tuple[Criterion, ...]:
    try:
        rows = _Rows.validate_python(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}") from error
    return tuple(Criterion(row.id, row.weight, row.more) for row in rows)


def encode(options: Mapping[str, Mapping[str, float | None]], criteria: Sequence[Criterion]) -> str:
    """Return table and weights as one canonical text, values to six digits."""
    table = {
        name: {key: None if v is None else float(f"{v:.6g}") for key, v in sorted(row.items())}
        for name, row in sorted(options.items())
    }
    weights = [[one.id, one.weight, one.more] for one in criteria]
    return json.dumps([weights, table], separators=(",", ":"), sort_keys=True)


def decode(table: str) -> Ranking:
    """Return the ranking of a table that :func:`encode` wrote."""
    weights, options = json.loads(table)
    return rank(options, [Criterion(*row) for row in weights])


@method(1)
def option_standing(view: View, *, table: str, option: str) -> Finding | None:
    """Where an option stands: net flow, rank, and the share of weights under which it is first.

    ``table`` holds the options, criteria and weights. The value is the share in percent (rank
    acceptability of the first place: Lahdelma and Salminen 2001), ``flow`` the net flow of
    PROMETHEE II (Brans and Vincke 1985) from -1 to 1, ``rank`` its place by the weights given and
    ``n`` the number of options. ``flip`` is the criterion whose weight changes the first place
    soonest, from ``flip_now`` to ``flip_at`` percent, in favour of ``flip_winner``.
    """
    ranking = _ranking(view, table)
    if option not in ranking.flow:
        return None
    values: dict[str, Scalar] = {
        "flow": ranking.flow[option],
        "rank": ranking.options.index(option) + 1,
        "n": len(ranking.options),
    }
    flip = next((one for one in ranking.flips if one.weight is not None), None)
    if flip and flip.weight is not None:
        values |= {
            "flip": flip.criterion,
            "flip_now": 100 * flip.now,
            "flip_at": 100 * flip.weight,
            "flip_winner": flip.winner,
        }
    return Finding(
        FindingKind.RANK, INDICATOR, "", "", ranking.share[option], "percent",
        Period.parse(view.cutoff.isoformat()), (), values,
    )  # fmt: skip


def _ranking(view: View, table: str) -> Ranking:
    key = ("option_ranking", table)
    if key not in view.memory:
        view.memory[key] = decode(table)
    return view.memory[key]  # type: ignore[return-value]
