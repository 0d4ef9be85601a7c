"""Organised violence against conflictology, on the windows of the VIEWS challenge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting import fatality_models as models
from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.fatalities import (
    MERGED,
    Fatalities,
    Records,
    read_fatalities,
)
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import (
    auc,
    brier,
    crps_samples,
    ignorance,
    interval_score_samples,
)
from countrydesk.evidence import View, load_release
from forecast_bars import views

Floats = npt.NDArray[np.float64]
BAR = "conflictology"
OWN = "pool"
GOAL = 5
# Conflictology is scored with its own twelve draws on CRPS, as the challenge's bar is.
MODELS = {
    "zero": lambda k, h: models.zero(k.target, h),
    "last value (Poisson)": lambda k, h: models.last_value(k.target, h),
    "climatology": lambda k, h: models.climatology(k.target, h),
    BAR: lambda k, h: models.conflictology(k.target, h),
    "fading memory": lambda k, h: models.fading_memory(k.target, h),
    "analogues": models.analogue,
    OWN: models.pooled,
}
MEASURES = {
    "CRPS": crps_samples,
    "CRPS of log(deaths + 1)": lambda d, y: crps_samples(np.log1p(d), np.log1p(y)),
    "Ignorance": ignorance,
    "Interval score, 90 %": interval_score_samples,
    "Brier of 25 deaths": lambda d, y: brier((d >= 25).mean(axis=-1), y >= 25),
    "Brier of 1,000 deaths": lambda d, y: brier((d >= 1000).mean(axis=-1), y >= 1000),
}
Draws = Mapping[str, Mapping[int, Floats]]


def library() -> Fatalities:
    """Return the past cases: the UCDP series of the bundled release, all types of violence."""
    found = read_fatalities(View(load_release("bundled")))
    if found is None:
        raise SystemExit("the bundled release holds no monthly deaths")
    return found.without(MERGED)


def run(records: Records) -> Draws:
    """Return the draws of each model for each window (places x horizons x draws)."""
    made: dict[str, dict[int, Floats]] = {}
    for name, model in MODELS.items():
        backtest = Backtest(records, lambda k, _, m=model: (m(k, views.HORIZONS), k.target.places))
        origins = {views.origin_of(window): window for window in views.WINDOWS}
        made[name] = {origins[w.origin]: w.answers for w in backtest.run(origins)}
    return made


def tables() -> int:
    """Print the tables of organised violence; return how many stated bars are missed."""
    target, past = views.deaths(), library()
    came = {window: views.actuals(window) for window in views.WINDOWS}
    for window, actual in came.items():
        known = target.months(views.origin_of(window) + np.asarray(views.HORIZONS))
        if not np.array_equal(known, actual):
            raise SystemExit(f"the actuals of {window} are not those of the features file")
    _reproduction(target, came)
    made = run(Records(target, past))
    missed = _windows(made, came, target.places)
    _measures(made, came, target.places)
    _onset(made, came, target)
    return missed


def _reproduction(target: Fatalities, came: Mapping[int, Floats]) -> None:
    print("## Organised violence: the VIEWS windows\n")
    print("Known to a window: months to October of the year before; forecast 3 to 14 months ahead.")
    print(f"Deaths in the actuals: {', '.join(f'{w} {a.sum():,.0f}' for w, a in came.items())}\n")
    print("| window | bar | published draws | own twelve months | same draws |")
    print("|---|---|---|---|---|")
    for window, actual in came.items():
        known = target.known_by(views.origin_of(window))
        own, theirs = known.deaths[:, -12:], views.published_draws(window)
        same = np.array_equal(np.sort(own, axis=1), np.sort(theirs, axis=1))
        scores = [_crps(np.repeat(d[:, None], 12, axis=1), actual) for d in (theirs, own)]
        print(f"| {window} | {views.BARS[window]} | {scores[0]:.3f} | {scores[1]:.3f} | {same} |")
        if not np.isclose(scores[1], views.BARS[window], atol=5e-4):
            raise SystemExit(f"the bar of {window} is not reproduced")


def _crps(draws: Floats, actual: Floats) -> float:
    return float(crps_samples(draws, actual).mean())


def _windows(made: Draws, came: Mapping[int, Floats], places: Sequence[str]) -> int:
    windows = list(came)
    print(f"\nMean CRPS (deaths a month)\n\n| model | {' | '.join(map(str, windows))} | pooled |")
    print("|---" * (len(windows) + 2) + "|")
    scores = {n: {w: crps_samples(d, came[w]) for w, d in by.items()} for n, by in made.items()}
    for name, by in scores.items():
        means = [by[w].mean() for w in windows]
        print(f"| {name} | {' | '.join(f'{m:.3f}' for m in means)} | {np.mean(means):.3f} |")
    print(f"\n{OWN} less {BAR}, whole countries resampled\n")
    print("| window | difference | 95 % interval | share of draws below 0 | saved |")
    print("|---|---|---|---|---|")
    wins = 0
    for window in [*windows, "pooled"]:
        chosen = windows if window == "pooled" else [window]
        mine, bar = (np.concatenate([scores[n][w] for w in chosen], axis=1) for n in (OWN, BAR))
        found = paired_bootstrap(mine.mean(axis=1), bar.mean(axis=1), places)
        wins += window != "pooled" and found.difference < 0
        print(f"| {window} | {found.difference:+.3f} | {found.low:+.3f} to {found.high:+.3f} "
              f"| {found.better:.1%} | {found.skill:.1%} |")  # fmt: skip
    reached = wins >= GOAL and found.difference < 0
    print(f"\nBelow {BAR} in {wins} of {len(windows)} windows (goal {GOAL}) and pooled: "
          f"{'reached' if reached else 'NOT reached'}")  # fmt: skip
    return int(not reached)


def _measures(made: Draws, came: Mapping[int, Floats], places: Sequence[str]) -> None:
    windows = list(came)
    for title, measure in MEASURES.items():
        if title == "CRPS":
            continue
        print(f"\n{title}\n\n| model | {' | '.join(map(str, windows))} | pooled | less {BAR} |")
        print("|---" * (len(windows) + 3) + "|")
        scores = {n: [measure(by[w], came[w]) for w in windows] for n, by in made.items()}
        bar = np.concatenate(scores[BAR], axis=1).mean(axis=1)
        for name, each in scores.items():
            own = np.concatenate(each, axis=1).mean(axis=1)
            gap = paired_bootstrap(own, bar, places)
            means = " | ".join(f"{e.mean():.4f}" for e in each)
            print(f"| {name} | {means} | {own.mean():.4f} | {gap.low:+.4f} to {gap.high:+.4f} |")


def _onset(made: Draws, came: Mapping[int, Floats], target: Fatalities) -> None:
    """Print how well any death in the window is told for countries quiet as long as is known."""
    print("\nOnset: any death in the window, countries without one in the last 20 to 24 months\n")
    print("| model | cases | onsets | AUC | Brier |")
    print("|---|---|---|---|---|")
    for name in ("climatology", BAR, "analogues", OWN):
        chances, happened = [], []
        for window, actual in came.items():
            recent = target.known_by(views.origin_of(window)).deaths[:, -24:]
            quiet = (recent == 0).all(axis=1)
            months = (made[name][window][quiet] > 0).mean(axis=2)
            chances.append(months.max(axis=1))
            happened.append((actual[quiet] > 0).any(axis=1))
        p, y = np.concatenate(chances), np.concatenate(happened)
        print(f"| {name} | {len(y)} | {y.sum()} | {auc(p, y):.3f} | {brier(p, y).mean():.4f} |")
