"""What is forecast and how it will be decided; what was forecast, by which model, from what.

A question is fixed before its outcome; a forecast answers it with a probability (whether something
happens) or with quantiles (how much of it).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from countrydesk.model import short_hash

QuantileTable = tuple[tuple[float, float], ...]
LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


class Target(StrEnum):
    """What kind of answer a question has."""

    EVENT = "event"
    QUANTITY = "quantity"


@dataclass(frozen=True)
class Question:
    """A question that one dated figure of one source decides.

    ``family`` groups the questions that one model answers and one track record covers. ``rule``
    says in words when it is decided which way. ``source`` and ``indicator`` name the series that
    decides it, ``period`` the period of that series in text form. ``origin`` is the day up to
    which evidence counts; ``deadline`` the day by which the deciding release is due.
    ``reference_class`` says which like cases the baseline counts. ``threshold`` is the value that
    an event must reach, None where the rule is not a threshold. A quantity is in ``unit``.
    ``subject`` names whom in the place the question is about, such as the leader of the day.
    """

    family: str
    text: str
    rule: str
    source: str
    indicator: str
    place: str
    period: str
    origin: date
    deadline: date
    reference_class: str
    target: Target
    threshold: float | None = None
    unit: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        if self.deadline <= self.origin:
            raise ValueError(f"{self.family}: the deadline is not after the origin")

    @property
    def id(self) -> str:
        """The family, the place, the period, and the hash of all that fixes the question."""
        content = (
            self.family, self.text, self.rule, self.source, self.indicator, self.place, self.period,
            self.origin, self.deadline, self.reference_class, self.target.value, self.threshold,
            self.unit,
        )  # fmt: skip
        period = self.period.replace("/", "_")
        return f"{self.family}-{self.place}-{period}-{short_hash(content, digits=8)}"


@dataclass(frozen=True)
class Driver:
    """How much one input moved a forecast; not a cause.

    ``contribution`` is in log-odds for an event and in log units for a quantity; what it is
    measured from is the model's affair and is told in ``scale``.
    """

    name: str
    value: float
    contribution: float
    scale: str = "log-odds"


@dataclass(frozen=True)
class Baseline:
    """What a plain rule would have said to the same question."""

    name: str
    probability: float | None = None
    quantiles: QuantileTable = ()

    def __post_init__(self) -> None:
        _check_answer(self.name, self.probability, self.quantiles)


@dataclass(frozen=True)
class TrackRecord:
    """How well the model of a family did on cases that are resolved.

    ``score`` is the mean of ``measure`` (brier, crps, ...; lower is better) over ``cases`` resolved
    cases of ``first`` to ``last``; ``plain`` that of the baseline ``against`` on the same cases;
    ``skill`` is 1 - score / plain, ``low`` and ``high`` its 95 % interval, resampled by country.
    ``low`` and ``high`` are None where it was not resampled.
    """

    measure: str
    score: float
    against: str
    plain: float
    cases: int
    first: str
    last: str
    low: float | None = None
    high: float | None = None

    @property
    def skill(self) -> float:
        """The share of the baseline's score that the model saves; negative where it is worse."""
        return 1 - self.score / self.plain if self.plain else 0.0


@dataclass(frozen=True)
class Forecast:
    """The answer of one model to one question.

    Exactly one of ``probability`` (of an event) and ``quantiles`` (level and value, of a quantity)
    is given. ``evidence`` holds the ids of the observations of the place that it rests on.
    ``record`` is None for a kind of forecast that has no resolved cases.
    """

    question: Question
    model: str
    version: int
    baseline: Baseline
    probability: float | None = None
    quantiles: QuantileTable = ()
    evidence: tuple[str, ...] = ()
    drivers: tuple[Driver, ...] = ()
    record: TrackRecord | None = None

    def __post_init__(self) -> None:
        _check_answer(self.question.id, self.probability, self.quantiles)
        if (self.question.target is Target.EVENT) != (self.probability is not None):
            raise ValueError(f"{self.question.id}: a {self.question.target} needs its own answer")

    def quantile(self, level: float) -> float:
        """Return the quantile of ``level``.

        Raises:
            KeyError: the forecast does not give that level.
        """
        return dict(self.quantiles)[level]


def _check_answer(name: str, probability: float | None, quantiles: QuantileTable) -> None:
    if (probability is None) == (not quantiles):
        raise ValueError(f"{name}: give a probability or quantiles, one of them")
    if probability is not None and not 0 <= probability <= 1:
        raise ValueError(f"{name}: {probability} is no probability")
    if any(not 0 < level < 1 for level, _ in quantiles):
        raise ValueError(f"{name}: a level of a quantile lies between 0 and 1")
    if not all(math.isfinite(value) for _, value in quantiles):
        raise ValueError(f"{name}: a quantile is not finite")
    if not all(a[0] < b[0] and a[1] <= b[1] for a, b in itertools.pairwise(quantiles)):
        raise ValueError(f"{name}: quantiles must rise with their levels")


def quantile_table(levels: Iterable[float], values: Iterable[float]) -> QuantileTable:
    """Return a table of quantiles from levels and values side by side."""
    return tuple((float(a), float(b)) for a, b in zip(levels, values, strict=True))
