"""How closely the latent score of democracy meets the published one, and how long that takes.

Run it with ``./desk bench democracy`` where the raw files are at hand (COUNTRYDESK_RAW, else
``../shared/data``). The graded-response model is estimated anew from the 31 raters of the extended
Unified Democracy Scores, then compared with the scores and standard errors that were published
(Marquez's QuickUDS, there by the R package mirt, stopped when no parameter moved by 0.0001). The
second table gives the discriminations whose ratios the releases take over. Exits with 1 where the
parity is worse than stated here.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyreadr

from countrydesk.evidence.scales import read_recipes
from countrydesk.measurement import ordinal
from countrydesk.measurement.estimation import Estimate, Ratings, estimate

RAW = Path(os.environ.get("COUNTRYDESK_RAW", Path(__file__).parents[2] / "shared" / "data"))
Floats = npt.NDArray[np.float64]
MEASURES = (
    "pmm_arat", "blm", "bmr_democracy_femalesuffrage", "bnr_extended", "pmm_bollen", "csvmdi",
    "doorenspleet", "eiu", "wgi_democracy", "fh_total_reversed", "fh_electoral",
    "gwf_democracy_extended", "pmm_hadenius", "kailitz_tri", "lexical_index", "mainwaring",
    "magaloni_democracy_extended", "pmm_munck", "pacl", "PEPS1v", "pitf", "polity2",
    "reign_democracy", "polyarchy_original_contestation", "prc", "svolik_democracy",
    "ulfelder_democracy_extended", "utip_dichotomous_strict", "v2x_polyarchy",
    "vanhanen_democratization", "wth_democ1",
)  # fmt: skip
# A copy of Polity but for turnout; it would lend Polity a weight of two.
NEAR_COPY = "PEPS1v"
BOUNDS = {
    "pmm_arat": (50, 60, 70, 80, 90, 100),
    "pmm_hadenius": (1, 2, 3, 4, 7, 8, 9),
    "pmm_bollen": tuple(range(10, 100, 10)),
    "vanhanen_democratization": tuple(range(5, 40, 5)),
    "pmm_munck": (0.5, 0.75, 0.99),
}
TWENTY = frozenset({"v2x_polyarchy", "wgi_democracy", "csvmdi", "eiu"})
OURS = {
    "v2x_polyarchy": "electoral_democracy", "lexical_index": "lexical_democracy",
    "wgi_democracy": "voice_accountability_wgi", "fh_total_reversed": "freedom_score",
    "polity2": "polity_score",
}  # fmt: skip
LEAST_CORRELATION = 0.9999
MOST_APART = 0.05
MOST_APART_ERROR = 0.02


@dataclass(frozen=True)
class Parity:
    """How two columns of figures agree."""

    name: str
    correlation: float
    widest: float
    mean: float

    @classmethod
    def of(cls, name: str, ours: Floats, published: Floats) -> Parity:
        """Return the parity of ``ours`` with ``published``."""
        apart = np.abs(ours - published)
        correlation = float(np.corrcoef(ours, published)[0, 1])
        return cls(name, correlation, float(apart.max()), float(apart.mean()))


def categories(name: str, values: Floats) -> ordinal.Codes:
    """Return the ordered categories of a rater, cut as the published model cut them."""
    if name in BOUNDS:
        values = ordinal.above(values, BOUNDS[name])
    elif name in TWENTY:
        values = ordinal.equal_slices(values, 20)
    elif name == "PEPS1v":
        # Halves go to the even number, as in R; the missing stay as they are.
        values = np.where(np.isnan(values), np.nan, np.round(np.nan_to_num(values)))
    return ordinal.distinct(values)


def read_raters(raw: Path, names: tuple[str, ...] = MEASURES) -> tuple[Ratings, Floats, Floats]:
    """Return the ratings of every country-year that any rater rates, with what was published.

    The second and third are ``z1`` and ``se_z1`` in the order of the cases, NaN where the key is
    not unique in either file.
    """
    folder = raw / "democracy"
    table = pyreadr.read_r(str(folder / "quickuds_raters.rda"))["democracy"]
    target = pyreadr.read_r(str(folder / "quickuds_extended_uds.rda"))["extended_uds"]
    table = table[table[list(names)].notna().any(axis=1)].reset_index(drop=True)
    key = ["extended_country_name", "year"]
    target = target.drop_duplicates(key, keep=False)
    joined = table[key].merge(target[[*key, "z1", "se_z1"]], on=key, how="left")
    joined.loc[table.duplicated(key, keep=False), ["z1", "se_z1"]] = np.nan
    ratings = Ratings.of({name: categories(name, table[name].to_numpy(float)) for name in names})
    return ratings, joined["z1"].to_numpy(float), joined["se_z1"].to_numpy(float)


def parities(found: Estimate, z1: Floats, se_z1: Floats) -> tuple[Parity, Parity]:
    """Return how scores and standard errors agree with what was published."""
    known = ~np.isnan(z1)
    return (
        Parity.of("z1", found.scores.mean[known], z1[known]),
        Parity.of("se_z1", found.scores.error[known], se_z1[known]),
    )


def discriminations(found: Estimate) -> Mapping[str, float]:
    """Return the discriminations of the raters that releases know, by indicator."""
    return {ours: found.raters[name].discrimination for name, ours in OURS.items()}


def main() -> None:
    ratings, z1, se_z1 = read_raters(RAW)
    start = time.perf_counter()
    found = estimate(ratings)
    spent = time.perf_counter() - start
    scores, errors = parities(found, z1, se_z1)
    print(
        f"{len(ratings.of_case):,} country-years ({len(ratings.patterns):,} distinct), "
        f"{len(ratings.names)} raters; {found.cycles} cycles, last change {found.change:.1e}, "
        f"log likelihood {found.log_likelihood:,.1f}, {spent:.1f} s\n"
    )
    print("| figure | correlation | largest difference | mean difference |\n|---|---:|---:|---:|")
    for item in (scores, errors):
        print(f"| {item.name} | {item.correlation:.7f} | {item.widest:.4f} | {item.mean:.4f} |")
    alone, _, _ = read_raters(RAW, tuple(name for name in MEASURES if name != NEAR_COPY))
    used = read_recipes()["democracy"].raters
    again = discriminations(estimate(alone))
    print(f"\n| rater | discrimination without {NEAR_COPY} | in releases |\n|---|---:|---:|")
    for name, value in again.items():
        print(f"| {name} | {value:.2f} | {used[name].discrimination:.2f} |")
    drift = max(abs(value - used[name].discrimination) for name, value in again.items())
    good = (
        min(scores.correlation, errors.correlation) >= LEAST_CORRELATION
        and scores.widest <= MOST_APART
        and errors.widest <= MOST_APART_ERROR
        and drift <= MOST_APART
    )
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
