"""V-Dem's PART: adverse regime transitions by country and year, 1970 to 2022, and their inputs.

Each row holds what was coded for the year before (``lagged_``) and whether the type of regime falls
in its year or the next. Beside the file's columns: changes over two to ten years, distances to the
criteria of the regime, and how restless the index was, all from rows of the country up to its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyreadr
from sklearn.linear_model import Ridge

from countrydesk.analysis.forecasting.transitions import Cases
from forecast_bars.raw import RAW

Floats = npt.NDArray[np.float64]
FIRST = 1980
TRACKED = (
    "v2x_polyarchy", "v2x_liberal", "v2xel_frefair", "v2x_freexp_altinf", "v2x_frassoc_thick",
    "v2x_jucon", "v2xlg_legcon", "v2xcs_ccsi", "v2x_clphy",
)  # fmt: skip
CONTEXT = (
    "v2x_execorr", "v2x_civlib", "v2x_ex_military", "v2x_horacc", "v2x_veracc", "v2x_diagacc",
    "v2elembaut", "v2csreprss", "v2mecenefm", "v2juhcind", "v2cltort", "v2clkill", "v2psoppaut",
    "v2xnp_client", "v2svstterr", "v2csantimv", "v2elirreg", "v2elintim", "v2elpeace",
    "v2elfrfair", "v2elmulpar", "v2elaccept", "v2lgoppart", "v2exrescon", "v2x_egal", "v2pepwrsoc",
    "v2pehealth", "v2cltrnslw", "v2clacjstm", "v2clacjstw",
)  # fmt: skip
PLAIN = (
    "num_of_neg_changes", "num_of_neg_changes_5yrs", "num_of_neg_changes_10yrs",
    "is_election_year", "low_border_case", "high_border_case",
)  # fmt: skip
LAGS = (1, 3, 5)
SPAN = 2
# What a regime must keep to stay what it is (Regimes of the World), and the thresholds of the
# indices; those of the questions put to experts are read off the regimes known by then.
CRITERIA = {
    3: ("v2x_liberal", "v2cltrnslw", "v2clacjstm", "v2clacjstw", "v2x_polyarchy", "v2elfrfair",
        "v2elmulpar"),
    2: ("v2x_polyarchy", "v2elfrfair", "v2elmulpar"),
    1: ("v2elmulpar", "v2x_polyarchy", "v2elfrfair"),
}  # fmt: skip
THRESHOLDS = {(3, "v2x_liberal"): 0.8, (3, "v2x_polyarchy"): 0.5, (2, "v2x_polyarchy"): 0.5}
LOWEST = 0.02
REACH = 25


def table() -> Any:  # noqa: ANN401 - a pandas frame, as pyreadr gives it
    """Return the file's rows, sorted by country and year."""
    (frame,) = pyreadr.read_r(str(RAW / "part/vdem-augmented.rds")).values()
    return frame.sort_values(["gwcode", "year"]).reset_index(drop=True)


def read_cases(frame: Any) -> Cases:  # noqa: ANN401
    """Return the cases with the inputs of the model, the chance of a crossing last."""
    named = {**_inputs(frame), "crossing": crossing(frame)}
    return _cases(frame, tuple(named), np.stack(list(named.values()), axis=1))


def read_plain_cases(frame: Any) -> Cases:  # noqa: ANN401
    """Return the cases with the columns of the file alone."""
    names = [n for n in frame.columns if n.startswith("lagged_") and frame[n].dtype == np.float64]
    return _cases(frame, tuple(names), frame[names].to_numpy(dtype=np.float64))


def _cases(frame: Any, names: tuple[str, ...], inputs: Floats) -> Cases:  # noqa: ANN401
    kept = (frame["year"] >= FIRST).to_numpy()
    regime = frame["lagged_v2x_regime"].to_numpy(dtype=np.float64)
    return Cases(
        names, frame["gwcode"].astype(int).astype(str).to_numpy(dtype=str)[kept],
        frame["year"].to_numpy(dtype=np.int64)[kept], inputs[kept],
        frame["any_neg_change_2yr"].to_numpy(dtype=np.float64)[kept], (regime >= 0)[kept], SPAN,
    )  # fmt: skip


def _inputs(frame: Any) -> Mapping[str, Floats]:  # noqa: ANN401
    groups, years = frame["gwcode"], frame["year"]
    regime = frame["lagged_v2x_regime"].to_numpy(dtype=np.float64)
    named: dict[str, Floats] = {}

    def lagged(name: str) -> Any:  # noqa: ANN401
        return frame[f"lagged_{name}"].astype(np.float64)

    def change(name: str, lag: int) -> Floats:
        values = lagged(name)
        before = values.groupby(groups).shift(lag)
        whole = years.groupby(groups).shift(lag) == years - lag
        return np.nan_to_num((values - before).where(whole).to_numpy())

    for name in TRACKED:
        named[name] = lagged(name).to_numpy()
        named |= {f"{name} {lag}": change(name, lag) for lag in LAGS}
        named[f"{name} fell"] = np.minimum(named[f"{name} 1"], 0)
    named |= {name: lagged(name).to_numpy() for name in (*CONTEXT, *PLAIN)}
    for name in ("currentRegimeDuration", "yrs_since_any_neg_change"):
        named[name] = np.log1p(lagged(name).to_numpy())
    named |= {f"regime {k}": (regime == k).astype(np.float64) for k in range(4)}
    ambiguous = lagged("v2x_regime_amb").to_numpy()
    named |= {f"ambiguous {k}": (ambiguous == k).astype(np.float64) for k in range(10)}
    named["margin"] = np.where(regime == 2, named["v2x_polyarchy"] - 0.5, 0.5)
    named["liberal margin"] = np.where(regime == 3, named["v2x_liberal"] - 0.8, 0.5)
    step = lagged("v2x_polyarchy").groupby(groups).diff()
    restless = step.groupby(groups).transform(lambda s: s.rolling(10, min_periods=3).std())
    named["restless"] = restless.fillna(0.03).to_numpy()
    rate = lagged("any_neg_change").groupby(years).mean().rolling(5, min_periods=1).mean()
    named["world"] = years.map(rate).to_numpy(dtype=np.float64)
    return named


def crossing(frame: Any) -> Floats:  # noqa: ANN401
    """Return the chance that a criterion of the row's regime is missed within two years.

    For each year the worst value of two years is regressed on level and past changes over the rows
    whose two years had been coded by then; the residuals give the chance that it falls below the
    threshold. Criteria are taken as independent. Nothing of a later year, and no outcome, is used.
    """
    years = frame["year"].to_numpy(dtype=np.int64)
    parts = {name: _paths(frame, name) for names in CRITERIA.values() for name in names}
    regime = frame["lagged_v2x_regime"].to_numpy(dtype=np.float64)
    found = np.zeros(len(frame))
    for year in range(max(FIRST, years.min() + 6), years.max() + 1):
        for kind, names in CRITERIA.items():
            now = (years == year) & (regime == kind)
            stays = np.ones(int(now.sum()))
            for name in names:
                stays *= 1 - _missed(parts[name], years, regime, now, kind, name, year)
            found[now] = 1 - stays
    return found


def _paths(frame: Any, name: str) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Return (rows x 4) change over 1, 3, 5 years and level; and the worst change of two years."""
    groups, years = frame["gwcode"], frame["year"]
    values = frame[f"lagged_{name}"].astype(np.float64)

    def shifted(lag: int) -> Any:  # noqa: ANN401
        whole = years.groupby(groups).shift(lag) == years - lag
        return values.groupby(groups).shift(lag).where(whole)

    past = [np.nan_to_num((values - shifted(lag)).to_numpy()) for lag in LAGS]
    worst = np.fmin(shifted(-1).to_numpy(), shifted(-2).to_numpy()) - values.to_numpy()
    return np.stack([*past, values.to_numpy()], axis=1), np.asarray(worst)


def _missed(
    paths: tuple[Floats, Floats], years: npt.NDArray[np.int64], regime: Floats,
    now: npt.NDArray[np.bool_], kind: int, name: str, year: int,
) -> Floats:  # fmt: skip
    inputs, worst = paths
    known = (years + 2 <= year) & (years >= year - REACH) & np.isfinite(worst)
    known &= regime >= max(kind - 1, 1)
    weights = 0.5 ** ((year - years[known]) / 10)
    model = Ridge(10).fit(inputs[known], worst[known], sample_weight=weights)
    residual = worst[known] - model.predict(inputs[known])
    threshold = THRESHOLDS.get((kind, name))
    if threshold is None:
        threshold = float(np.quantile(inputs[(years <= year) & (regime == kind), -1], LOWEST))
    order = np.argsort(residual)
    share = np.cumsum(weights[order]) / weights.sum()
    if not now.any():
        return np.empty(0)
    need = threshold - inputs[now, -1] - model.predict(inputs[now])
    return np.asarray(np.interp(need, residual[order], share, left=0.0, right=1.0))
