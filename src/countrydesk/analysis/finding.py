"""Findings: what was computed, from which observations, by which method and version.

A method is a pure function of a view and plain arguments. Because a finding records both, anyone
can compute it again; the verifier does, for every finding that a paper prints.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Concatenate, ParamSpec

from countrydesk.evidence import View
from countrydesk.model import Observation, Period, short_hash

Scalar = float | int | str
P = ParamSpec("P")


class FindingKind(StrEnum):
    """What sort of statement a finding supports."""

    LEVEL = "level"
    RANK = "rank"
    CHANGE = "change"
    SHARE = "share"
    GAP = "gap"
    STREAK = "streak"
    BREAK = "break"
    RECORD = "record"
    TOTAL = "total"
    CONCENTRATION = "concentration"
    CONFLICT = "conflict"
    FACT = "fact"
    SPELL = "spell"
    ABSENCE = "absence"
    FORECAST = "forecast"
    EFFECT = "effect"


@dataclass(frozen=True)
class Finding:
    """One computed statement about a place.

    ``value`` is in ``unit`` and describes ``period``. ``values`` holds the further figures of the
    same computation by name (the base of a change, the size of a group). ``inputs`` are the
    observations it rests on; ``method`` is ``name/version`` and ``args`` what it was called with.
    """

    kind: FindingKind
    indicator: str
    place: str
    counterpart: str
    value: Scalar | None
    unit: str
    period: Period
    inputs: tuple[Observation, ...]
    values: Mapping[str, Scalar] = field(default_factory=dict)
    method: str = ""
    args: tuple[tuple[str, Scalar], ...] = ()

    @functools.cached_property
    def id(self) -> str:
        """The hash of method, arguments and result; 12 hex digits."""
        plain = "|".join(f"{key}={self.values[key]}" for key in sorted(self.values))
        call = "|".join(f"{key}={value}" for key, value in self.args)
        content = (self.method, call, self.place, self.value, self.period.text, plain)
        return short_hash((*content, *(item.id for item in self.inputs)), digits=12)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def number(self) -> float:
        """The value of a numeric finding.

        Raises:
            TypeError: the value is text or absent.
        """
        if not isinstance(self.value, float | int):
            raise TypeError(f"{self.method} of {self.indicator} is not a number: {self.value!r}")
        return float(self.value)

    def get_value(self, name: str) -> Scalar:
        """Return the further figure ``name``.

        Raises:
            KeyError: the method gives no such figure.
        """
        return self.values[name]


Compute = Callable[..., "Finding | None"]


Rule = Callable[Concatenate[View, P], "Finding | None"]


@dataclass(frozen=True)
class Method:
    """A registered method: its name with version, its function, and the source of the method."""

    name: str
    compute: Compute
    doc: str


_METHODS: dict[str, Method] = {}


def method(version: int) -> Callable[[Rule[P]], Rule[P]]:
    """Register a function of a view and keyword scalars as a method of this version.

    The function returns a finding without ``method`` and ``args``; both are added here. Results
    are kept for the life of the view. None means that the evidence does not allow the finding.
    """

    def register(function: Rule[P]) -> Rule[P]:
        name = f"{function.__name__}/{version}"

        def run(view: View, /, *args: P.args, **kwargs: P.kwargs) -> Finding | None:
            if args:
                raise TypeError(f"{name} takes keyword arguments only")
            call = tuple(sorted((key, _plain(value)) for key, value in kwargs.items()))
            if (name, call) not in view.memory:
                view.memory[name, call] = _named(function(view, *args, **kwargs), name, call)
            found = view.memory[name, call]
            return found if isinstance(found, Finding) else None

        functools.update_wrapper(run, function)
        _METHODS[name] = Method(name, run, (function.__doc__ or "").strip())
        return run

    return register


def _plain(value: object) -> Scalar:
    if isinstance(value, float | int | str):
        return value
    raise TypeError(f"a method takes plain values, not {value!r}")


def _named(
    found: Finding | None, name: str, call: tuple[tuple[str, Scalar], ...]
) -> Finding | None:
    if found is None:
        return None
    plain = {key: getattr(found, key) for key in _COPIED}
    return Finding(**plain, method=name, args=call)


_COPIED = ("kind", "indicator", "place", "counterpart", "value", "unit", "period", "inputs",
    "values")  # fmt: skip


def methods() -> tuple[Method, ...]:
    """Return every registered method, sorted by name."""
    return tuple(_METHODS[name] for name in sorted(_METHODS))


def recompute(view: View, finding: Finding) -> Finding | None:
    """Return the finding computed again from a view; None when the evidence no longer allows it.

    Raises:
        KeyError: the method or its version is not registered.
    """
    return _METHODS[finding.method].compute(view, **dict(finding.args))
