"""Backtests by expanding window: at each origin a model sees only what was known by then.

A case is what one forecast of one place is scored on. The evidence handed to a forecaster has
passed through ``known_by``; a forecaster that could reach past it would show in :func:`leaks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
E = TypeVar("E")


class Evidence(Protocol):
    """What forecasts are made from; it can be cut at an origin."""

    def known_by(self: E, origin: int) -> E:
        """Return the same evidence without anything that became known after ``origin``."""
        ...

    def scrambled_after(self: E, origin: int, seed: int) -> E:
        """Return the evidence with all that became known after ``origin`` shuffled."""
        ...


V = TypeVar("V", bound=Evidence)


@dataclass(frozen=True)
class Window:
    """The forecasts of one origin: ``answers`` (cases x draws, or cases) and their ``blocks``.

    ``blocks`` holds the place of each case.
    """

    origin: int
    answers: Floats
    blocks: npt.NDArray[np.generic]


@dataclass(frozen=True)
class Backtest(Generic[V]):
    """A forecaster run at each origin on the evidence that was known by it.

    ``forecast(known, origin)`` returns the answers and the place of each case. Where it combines
    models by weights, it fits them on origins before its own, from the same ``known``.
    """

    evidence: V
    forecast: Callable[[V, int], tuple[Floats, Sequence[object]]]

    def run(self, origins: Iterable[int]) -> tuple[Window, ...]:
        """Return the forecasts of each origin, in order."""
        return tuple(self._at(self.evidence, origin) for origin in sorted(origins))

    def leaks(self, origin: int, seeds: Sequence[int] = (1, 2, 3)) -> bool:
        """Whether a forecast of ``origin`` changes with what became known after it.

        The forecaster is given the whole evidence, uncut, as a careless caller would, then the
        evidence with its future shuffled, and then deleted: all must give the same answers.
        """
        first = self.forecast(self.evidence, origin)[0]
        altered = [self.evidence.scrambled_after(origin, seed) for seed in seeds]
        altered.append(self.evidence.known_by(origin))
        return any(not _same(first, self.forecast(each, origin)[0]) for each in altered)

    def _at(self, evidence: V, origin: int) -> Window:
        answers, blocks = self.forecast(evidence.known_by(origin), origin)
        return Window(origin, answers, np.asarray(blocks))


def _same(a: Floats, b: Floats) -> bool:
    return a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=True))
