"""The rules of the conflict register: what gives the same quantity, and which value is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from countrydesk.errors import SourceError
from countrydesk.evidence.catalogue import Catalogue

FILE = Path(__file__).with_name("conflict_rules.yml")
OTHER = "other"


Why = Literal["definition", "method", "vintage"]


class Between(BaseModel):
    """What sets two particular sources apart; the fields are explained in the file itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    days_apart: int = 0
    why: Why
    reason: str
    beside: str = ""


class ConflictRule(BaseModel):
    """One quantity that is given more than once; the fields are explained in the file itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    indicators: tuple[str, ...] = ()
    mirrored: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()
    tolerance: float = 0.0
    least: float = 0.0
    least_of_unit: dict[str, float] = {}
    any_period: bool = False
    why: Why
    reason: str
    beside: str = ""
    between: tuple[Between, ...] = ()
    rule: str


@cache
def load_rules() -> Mapping[str, ConflictRule]:
    """Return the rules by id.

    Raises:
        SourceError: the file is malformed.
    """
    try:
        table = yaml.load(FILE.read_bytes(), Loader=yaml.CSafeLoader)
        rules = TypeAdapter(dict[str, ConflictRule]).validate_python(table)
    except (yaml.YAMLError, ValidationError) as error:
        raise SourceError(f"{FILE.name}: {' '.join(str(error).split())}") from error
    return {key: rule.model_copy(update={"id": key}) for key, rule in rules.items()}


def number_rules(catalogue: Catalogue) -> tuple[ConflictRule, ...]:
    """Return the rules on numbers, those that ``other`` stands for written out."""
    rules = load_rules()
    named = [rule for rule in rules.values() if rule.indicators]
    taken = {indicator for rule in named for indicator in rule.indicators}
    rest = [
        rules[OTHER].model_copy(
            update={
                "id": key,
                "indicators": (key,),
                "tolerance": entry.tolerance,
                "least": rules[OTHER].least_of_unit.get(entry.unit, 0.0),
            }
        )
        for key, entry in catalogue.items()
        if len(entry.prefer) > 1 and entry.unit and key not in taken
    ]
    return (*named, *rest)
