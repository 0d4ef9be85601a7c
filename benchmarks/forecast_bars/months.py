"""Country-month deaths of all types on the UCDP series of the release: 1-12 and 13-36 months."""

from __future__ import annotations

import numpy as np

from countrydesk.analysis.forecasting.backtest import Backtest
from countrydesk.analysis.forecasting.fatalities import YEAR, Records
from countrydesk.analysis.forecasting.resampling import paired_bootstrap
from countrydesk.analysis.forecasting.scores import crps_samples
from forecast_bars.violence import BAR, MODELS, OWN, library

SPANS = {"1-12": tuple(range(1, 13)), "13-36": tuple(range(13, 37))}
ORIGINS = tuple(year * YEAR + YEAR - 1 for year in range(2014, 2022))
SCORED = ("zero", "climatology", BAR, "fading memory", "analogues", OWN)


def tables() -> int:
    """Print the scores of each model by span; nothing here is a bar."""
    known = library()
    records = Records(known, known)
    print("## Organised violence: months ahead on the UCDP series\n")
    print(f"Origins: the ends of {ORIGINS[0] // YEAR} to {ORIGINS[-1] // YEAR}; all types "
          f"of violence; Niger and Nigeria left out; gap to {BAR}.\n")  # fmt: skip
    print("| months ahead | model | CRPS | 95 % interval | CRPS of logs | 95 % interval |")
    print("|---|---|---|---|---|---|")
    for title, horizons in SPANS.items():
        _span(records, title, horizons)
    return 0


def _span(records: Records, title: str, horizons: tuple[int, ...]) -> None:
    came = [records.target.months(origin + np.asarray(horizons)) for origin in ORIGINS]
    found = {}
    for name in SCORED:
        backtest = Backtest(records, lambda k, _, m=MODELS[name]: (m(k, horizons), ()))
        drawn = [window.answers for window in backtest.run(ORIGINS)]
        found[name] = [
            np.mean([crps_samples(change(d), change(y)).mean(axis=1)
                     for d, y in zip(drawn, came, strict=True)], axis=0)
            for change in (np.asarray, np.log1p)
        ]  # fmt: skip
    for name, scores in found.items():
        gaps = [paired_bootstrap(mine, bar, records.target.places)
                for mine, bar in zip(scores, found[BAR], strict=True)]  # fmt: skip
        cells = (f"{g.score:.4f} | {g.low:+.4f} to {g.high:+.4f}" for g in gaps)
        print(f"| {title} | {name} | {' | '.join(cells)} |", flush=True)
