"""The seam to pyfixest: the same regressions by that library, for parity and for large panels."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import polars as pl

from countrydesk.errors import EstimationError
from countrydesk.policy.gravity.estimate import Estimate


def estimate_with_pyfixest(
    frame: pl.DataFrame,
    outcome: str,
    regressors: Sequence[str],
    effects: Sequence[str] = ("exporter", "importer"),
    cluster: str | None = None,
) -> Estimate:
    """Fit as :func:`countrydesk.policy.gravity.estimate.estimate`, by ``pyfixest.fepois``.

    Raises:
        EstimationError: the optional extra is not installed.
    """
    try:
        import pandas as pd
        import pyfixest
    except ImportError:
        raise EstimationError(
            "pyfixest is not installed; install countrydesk with its extra 'estimation'"
        ) from None
    formula = f"{outcome} ~ {' + '.join(regressors)} | {' + '.join(effects)}"
    columns = list(dict.fromkeys([outcome, *regressors, *effects, *([cluster] if cluster else [])]))
    with warnings.catch_warnings():  # it calls what newer versions of pandas will drop
        warnings.simplefilter("ignore", DeprecationWarning)
        fit = pyfixest.fepois(
            formula,
            data=pd.DataFrame({name: frame[name].to_list() for name in columns}),
            vcov={"CRV1": cluster} if cluster else "HC1",
            iwls_tol=1e-12,
        )
        fitted = np.asarray(fit.predict(type="response"), dtype=np.float64)
    observations = int(fit._N)  # noqa: SLF001
    return Estimate(
        coefficients={str(name): float(value) for name, value in fit.coef().items()},
        errors={str(name): float(value) for name, value in fit.se().items()},
        effects={},
        rows=np.arange(observations),
        fitted=fitted,
        observations=observations,
        deviance=float(fit.deviance),
        engine="pyfixest",
    )
