from dataclasses import dataclass

import numpy as np

from countrydesk.analysis.forecasting.backtest import Backtest


@dataclass(frozen=True)
class Series:
    """Values of two places over time; the column is the time it became known."""

    values: np.ndarray

    def known_by(self, origin):
        return Series(self.values[:, : origin + 1])

    def scrambled_after(self, origin, seed):
        values = self.values.copy()
        tail = values[:, origin + 1 :]
        values[:, origin + 1 :] = np.random.default_rng(seed).permuted(tail) + seed
        return Series(values)


SERIES = Series(np.arange(20.0).reshape(2, 10) ** 1.3)


def last_value(known, origin):
    return known.values[:, origin], ("A", "B")


def peeking(known, origin):
    return known.values[:, min(origin + 1, known.values.shape[1] - 1)], ("A", "B")


def scaled_by_all(known, origin):
    return known.values[:, origin] / known.values.max(), ("A", "B")


def test_each_origin_sees_only_what_was_known():
    seen = []

    def forecast(known, origin):
        seen.append(known.values.shape[1])
        return last_value(known, origin)

    windows = Backtest(SERIES, forecast).run([7, 3])
    assert seen == [4, 8]
    assert [w.origin for w in windows] == [3, 7]
    assert windows[0].answers.tolist() == SERIES.values[:, 3].tolist()


def test_an_honest_forecaster_does_not_leak():
    assert not Backtest(SERIES, last_value).leaks(4)


def test_a_peeking_feature_is_caught():
    assert Backtest(SERIES, peeking).leaks(4)
    assert Backtest(SERIES, scaled_by_all).leaks(4)
