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


def table() -> Any:  # noqa: ANN401 - a pandas frame, as pyreadr gives it
    """Return the file's rows, sorted by country and year."""
    (frame,) = pyreadr.read_r(str(RAW / "part/vdem-augmented.rds")).values()
    return frame.sort_values(["gwcode", "year"]).reset_index(drop=True)


def read_cases(frame: Any, *, span: int = 2) -> Cases:  # noqa: ANN401
    """Return the cases with the inputs of the model.

    ``span`` is how many years a row's outcome takes to be known; with 1 the outcome of the row
    before the test year, which looks into the test year, counts as known.
    """
    named = _inputs(frame)
    return _cases(frame, tuple(named), np.stack(list(named.values()), axis=1), span)


def read_plain_cases(frame: Any, *, span: int = 2) -> Cases:  # noqa: ANN401
    """Return the cases with the columns of the file alone."""
    names = [n for n in frame.columns if n.startswith("lagged_") and frame[n].dtype == np.float64]
    return _cases(frame, tuple(names), frame[names].to_numpy(dtype=np.float64), span)


def _cases(frame: Any, names: tuple[str, ...], inputs: Floats, span: int) -> Cases:  # noqa: ANN401
    kept = (frame["year"] >= FIRST).to_numpy()
    regime = frame["lagged_v2x_regime"].to_numpy(dtype=np.float64)
    return Cases(
        names, frame["gwcode"].astype(int).astype(str).to_numpy(dtype=str)[kept],
        frame["year"].to_numpy(dtype=np.int64)[kept], inputs[kept],
        frame["any_neg_change_2yr"].to_numpy(dtype=np.float64)[kept], (regime >= 0)[kept], span,
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
