"""Whether something happens in a span of years: cases of places and years, models of chances.

Learners of different make are pooled: a penalised logistic regression, extremely randomised trees
(Geurts, Ernst, Wehenkel 2006), which count twice, and boosted trees. Late cases count more than
early ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

Floats = npt.NDArray[np.float64]
HALF_LIFE: Final = 10.0
SEED: Final = 1
FLOOR: Final = 0.002
LEAST_EVENTS: Final = 10
PENALTY: Final = 0.01
TREES: Final = 80


@dataclass(frozen=True, eq=False)
class Cases:
    """One row for each place and year: what was known before a span, and what happened in it.

    ``opening`` is the first year of the span of ``span`` years, ``inputs`` (rows x ``names``) were
    known before it began; ``happened`` is 1, 0 or NaN where the span has not ended. ``risk`` is
    whether it can happen at all.
    """

    names: tuple[str, ...]
    places: npt.NDArray[np.str_]
    opening: npt.NDArray[np.int64]
    inputs: Floats
    happened: Floats
    risk: npt.NDArray[np.bool_]
    span: int
    # Years between the last year that the inputs describe and the first of the span.
    gap: int = 1

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cases) and self._digest == other._digest

    @cached_property
    def _digest(self) -> str:
        parts = (self.opening, self.inputs, self.happened, self.risk)
        plain = f"{self.names}|{self.span}|{self.gap}|{'|'.join(self.places.tolist())}".encode()
        return hashlib.sha256(plain + b"".join(p.tobytes() for p in parts)).hexdigest()

    def known_by(self, origin: int) -> Cases:
        """Return the cases as they stood before the span that opens in ``origin``.

        Rows that open later are left out; what happened is known only of spans that had ended by
        the last year that the inputs of ``origin`` describe.
        """
        kept = self.opening <= origin
        ended = self.opening + self.span - 1 <= origin - self.gap
        return self._with(np.where(ended, self.happened, np.nan), kept)

    def scrambled_after(self, origin: int, seed: int) -> Cases:
        """Return the cases with all that was not known before ``origin`` shuffled."""
        rng = np.random.default_rng(seed)
        late = self.opening + self.span - 1 > origin - self.gap
        happened, inputs = self.happened.copy(), self.inputs.copy()
        happened[late] = rng.integers(0, 2, int(late.sum()))
        after = self.opening > origin
        inputs[after] = rng.permutation(inputs[after]) + seed
        return Cases(
            self.names, self.places, self.opening, inputs, happened, self.risk, self.span, self.gap
        )

    def _with(self, happened: Floats, kept: npt.NDArray[np.bool_]) -> Cases:
        return Cases(
            self.names, self.places[kept], self.opening[kept], self.inputs[kept], happened[kept],
            self.risk[kept], self.span, self.gap,
        )  # fmt: skip

    def at(self, origin: int) -> npt.NDArray[np.bool_]:
        """Return which rows open in ``origin``."""
        return np.asarray(self.opening == origin)


Predict = Callable[[Floats], Floats]
Learner = Callable[[Floats, Floats, Floats], Predict]


def logistic(inputs: Floats, happened: Floats, weights: Floats) -> Predict:
    """Return a ridge-penalised logistic regression on standardised inputs."""
    scaler = StandardScaler().fit(inputs)
    model = LogisticRegression(C=PENALTY, max_iter=1000)
    model.fit(scaler.transform(inputs), happened, sample_weight=weights)
    return lambda rows: _positive(model, scaler.transform(rows))


def random_trees(inputs: Floats, happened: Floats, weights: Floats) -> Predict:
    """Return extremely randomised trees."""
    model = ExtraTreesClassifier(
        TREES, min_samples_leaf=4, max_features=0.3, n_jobs=2, random_state=SEED
    ).fit(inputs, happened, sample_weight=weights)
    return lambda rows: _positive(model, rows)


def boosted_trees(inputs: Floats, happened: Floats, weights: Floats) -> Predict:
    """Return boosted trees of few leaves."""
    model = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=60, max_leaf_nodes=6, l2_regularization=5.0,
        min_samples_leaf=25, max_features=0.3, early_stopping=False, random_state=SEED,
    ).fit(inputs, happened, sample_weight=weights)  # fmt: skip
    return lambda rows: _positive(model, rows)


LEARNERS: Final[tuple[Learner, ...]] = (logistic, random_trees, boosted_trees)
SHARES: Final[Mapping[Learner, float]] = MappingProxyType({random_trees: 2.0})


def _positive(model: Any, rows: Floats) -> Floats:  # noqa: ANN401 - any classifier
    return np.asarray(model.predict_proba(rows)[:, 1], dtype=np.float64)


def log_odds(chance: npt.ArrayLike) -> Floats:
    """Return the log-odds of probabilities, none nearer to 0 or 1 than ``FLOOR``."""
    inside = np.clip(np.asarray(chance, dtype=np.float64), FLOOR, 1 - FLOOR)
    return np.asarray(np.log(inside / (1 - inside)))


def probability(odds: Floats) -> Floats:
    """Return the probability of log-odds."""
    return np.asarray(1 / (1 + np.exp(-odds)))


def climatology(known: Cases, origin: int) -> Floats:
    """Return for each row that opens in ``origin`` the share of all known cases at risk."""
    cases = ~np.isnan(known.happened) & known.risk
    share = (known.happened[cases].sum() + 1) / (cases.sum() + 2)
    return np.where(known.risk[known.at(origin)], share, FLOOR)


def chances(known: Cases, origin: int, learners: tuple[Learner, ...]) -> Floats:
    """Return the probability for each row that opens in ``origin``, in their order.

    The mean of the learners' chances, by ``SHARES``. Rows not at risk get ``FLOOR``.
    """
    rows = known.at(origin) & known.risk
    answer = np.full(int(known.at(origin).sum()), FLOOR)
    if rows.any():
        models = _trained(known.known_by(origin), origin, learners)
        answer[known.risk[known.at(origin)]] = _mean(models, known.inputs[rows])
    return answer


@lru_cache(maxsize=64)
def _trained(
    known: Cases, origin: int, learners: tuple[Learner, ...]
) -> tuple[tuple[float, Predict], ...]:
    cases = ~np.isnan(known.happened) & known.risk
    if known.happened[cases].sum() < LEAST_EVENTS:
        raise ValueError(f"fewer than {LEAST_EVENTS} cases happened before {origin}")
    weights = 0.5 ** ((origin - known.opening[cases]) / HALF_LIFE)
    weights *= len(weights) / weights.sum()
    inputs, happened = known.inputs[cases], known.happened[cases]
    return tuple((SHARES.get(each, 1.0), each(inputs, happened, weights)) for each in learners)


def _mean(models: tuple[tuple[float, Predict], ...], inputs: Floats) -> Floats:
    said = np.stack([model(inputs) for _, model in models])
    return np.asarray(np.average(said, axis=0, weights=[share for share, _ in models]))


def drivers(known: Cases, origin: int, learners: tuple[Learner, ...]) -> Floats:
    """Return by how much each input moves the log-odds (rows of ``origin`` at risk x ``names``).

    One input at a time is set to its median over the rows; not additive, and not causes.
    """
    rows = known.at(origin) & known.risk
    models = _trained(known.known_by(origin), origin, learners)
    inputs = known.inputs[rows]
    usual = np.median(inputs, axis=0)
    altered = np.repeat(inputs[None], len(usual) + 1, axis=0)
    for at, plain in enumerate(usual.tolist()):
        altered[at + 1, :, at] = plain
    odds = log_odds(_mean(models, altered.reshape(-1, len(usual)))).reshape(len(altered), -1)
    return np.asarray((odds[0] - odds[1:]).T)
