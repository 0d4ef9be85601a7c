"""The gravity models against what is published, and their speed beside gegravity.

Run it with ``./desk bench gravity`` where the raw files are at hand (COUNTRYDESK_RAW, else
``../shared/data``). It prints Markdown tables: parity with the Advanced Guide, gegravity,
ge_gravity2 and the 194-country effects of the tariffs of April 2025; residuals of every closure;
and times. Times of gegravity are taken in the same run where it can be imported, or by another
Python that has it: ``./desk bench gravity --peer-python PATH``. It fails where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from countrydesk.policy.gravity import (
    Baseline,
    Elasticities,
    Options,
    Scenario,
    draws,
    sample,
    solve,
)
from countrydesk.policy.gravity.conditional import conditional_tables
from countrydesk.policy.gravity.estimate import estimate
from countrydesk.policy.gravity.exercise import Exercise, costs, full_equilibrium, matrix
from countrydesk.policy.gravity.fixest import estimate_with_pyfixest
from countrydesk.policy.gravity.guide import guide_exact, guide_table
from countrydesk.policy.gravity.passthrough import CASES, Inputs, World, run_case
from countrydesk.policy.gravity.passthrough.outcome import COLUMNS
from countrydesk.policy.gravity.universal import universal_table

RAW = Path(os.environ.get("COUNTRYDESK_RAW", Path(__file__).parents[2] / "shared" / "data"))
GUIDE = {"ln_DIST": -0.7912879, "CNTG": 0.6736456, "INTL_BRDR": -2.47445}
CANADA_JAPAN = {
    "lndist": -0.3898623,
    "contiguity": 0.891577,
    "common_language": 0.0326249,
    "pta": 0.4711383,
    "international": -3.412584,
    "constant": 16.32434,
}
PRINTED = {  # table 1 of the authors: imposer, then the mean of all others
    "announced": ((1.13, -18.1, -52.7, -43.6, 0.32, 12.8), (-0.58, 11.6, -3.2, -3.3, -0.14, -4.7)),
    "lump-sum": ((-0.01, -18.4, -52.5, -43.3, -0.41, 13.1), (-0.57, 11.7, -3.3, -3.4, -0.14, -4.8)),
    "optimal": ((1.79, -19.1, -55.3, -45.6, 0.51, 12.6), (-0.61, 17.1, -4.2, -3.7, -0.16, -4.6)),
}
PEER = r"""
import json, sys, time, warnings
warnings.simplefilter("ignore")
import gegravity as ge, pandas as pd
frame, values, pair = pd.read_csv(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:5]
table = pd.DataFrame([(k, v, 0.1) for k, v in values.items()], columns=["var", "beta", "stderr"])
start = time.perf_counter()
base = ge.BaselineData(frame, imp_var_name="importer", exp_var_name="exporter",
    year_var_name="year", trade_var_name="trade", expend_var_name="E", output_var_name="Y")
model = ge.OneSectorGE(baseline=base, year="2006", reference_importer=sys.argv[5], sigma=5,
    cost_coeff_values=ge.CostCoeffs(estimates=table, identifier_col="var", coeff_col="beta",
    stderr_col="stderr"), cost_variables=list(values), quiet=True)
model.build_baseline(omr_rescale=1)
new = model.baseline_data.copy()
both = new.importer.isin(pair) & new.exporter.isin(pair)
new.loc[both & (new.importer != new.exporter), "pta"] = 1
model.define_experiment(new)
model.simulate()
print(time.perf_counter() - start)
"""
failures: list[str] = []


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    head = list(head)
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{cell}" for cell in row) + " |")
    print()


def bar(name: str, met: bool) -> str:
    if not met:
        failures.append(name)
    return "yes" if met else "NO"


def stata(path: Path, columns: Iterable[str] | None = None) -> pl.DataFrame:
    frame = pd.read_stata(path, columns=list(columns) if columns else None)
    return pl.DataFrame({name: frame[name].tolist() for name in frame})


def gap(found: pl.Series, wanted: pl.Series) -> float:
    return float(np.abs(found.to_numpy() - wanted.to_numpy()).max())


def guide() -> None:
    folder = RAW / "gravity/agtpa"
    names = ("exporter", "importer", "trade", *GUIDE)
    frame = stata(folder / "1_TradeWithoutBorder.dta", names)
    frame = frame.with_columns(pl.col("exporter", "importer").replace({"ZZZ": "DEU"}))
    own = estimate(frame, "trade", list(GUIDE))
    other = estimate_with_pyfixest(frame, "trade", list(GUIDE))
    print("## The Advanced Guide, trade without borders: PPML\n")
    rows = [
        (name, wanted, f"{own.coefficients[name]:.7f}", f"{other.coefficients[name]:.7f}",
            bar(f"PPML {name}", abs(own.coefficients[name] - wanted) < 6e-7))
        for name, wanted in GUIDE.items()
    ]  # fmt: skip
    rows.append(("observations", 4761, own.observations, other.observations,
        bar("PPML n", own.observations == 4761)))  # fmt: skip
    table(("", "the guide's log", "own", "pyfixest", "met"), rows)
    exercise = border_exercise(frame, own.coefficients)
    oracle, tight, (exact, effects) = (
        guide_table(exercise), guide_table(exercise, stop=1e-10), guide_exact(exercise)
    )  # fmt: skip
    print("## The Advanced Guide: general equilibrium, 69 countries, largest gaps\n")
    rows = []
    for side in ("PROD", "CONS"):
        wanted = stata(folder / f"1_TradeWithoutBorder_FULL_{side}.dta").sort("country")
        for column in wanted.columns[1:]:
            relative = not column.startswith("change_")
            scale = np.abs(wanted[column].to_numpy()) if relative else 1.0
            off = float((np.abs((oracle[column] - wanted[column]).to_numpy()) / scale).max())
            moved = float((np.abs((exact[column] - wanted[column]).to_numpy()) / scale).max())
            rows.append((column, "relative" if relative else "pp", f"{off:.1e}", f"{moved:.1e}",
                bar(f"guide {column}", off < 1e-4)))  # fmt: skip
    table(("column", "unit", "its own loop, stop 0.01", "markets cleared", "met by the loop"), rows)
    moved = gap(oracle["change_price_FULL"], tight["change_price_FULL"])
    makers = stata(folder / "1_TradeWithoutBorder_FULL_PROD.dta").sort("country")
    price = gap(oracle["change_price_FULL"], makers["change_price_FULL"])
    print(
        f"Price column by the loop: {price:.2e} pp from the published one "
        f"({bar('guide price', price <= 4.3e-6)}). Stopping at 1e-10 instead of 0.01 moves prices "
        f"by up to {moved:.3f} pp. Exact solution: residual {effects.residual:.1e} "
        f"({bar('guide residual', effects.residual <= 1e-10)}), {effects.steps} steps.\n"
    )


def border_exercise(frame: pl.DataFrame, coefficients: dict[str, float]) -> Exercise:
    names, trade = matrix(frame, "trade")
    _, before = costs(frame, coefficients)
    _, after = costs(frame, {**coefficients, "INTL_BRDR": 0.0})
    return Exercise(names, before, after, trade.sum(axis=1), trade.sum(axis=0), "DEU")


def agreement(frame: pl.DataFrame, pair: tuple[str, str], reference: str) -> Exercise:
    both = pl.col("exporter").is_in(pair) & pl.col("importer").is_in(pair)
    abroad = pl.col("exporter") != pl.col("importer")
    signed = frame.with_columns(pl.when(both & abroad).then(1).otherwise("pta").alias("pta"))
    names, before = costs(frame, CANADA_JAPAN)
    _, after = costs(signed, CANADA_JAPAN)
    output, spent = matrix(frame, "Y")[1][:, 0], matrix(frame, "E")[1][0]
    return Exercise(names, before, after, output, spent, reference, sigma=5.0)


def sample_frame() -> pl.DataFrame:
    frame = pl.read_csv(RAW / "gravity/gegravity_sample_data_set.dlm")
    return frame.with_columns(pl.lit(1).alias("constant"))


def gegravity() -> None:
    exercise = agreement(sample_frame(), ("CAN", "JPN"), "DEU")
    by_country, by_pair = conditional_tables(exercise)
    wanted = pl.read_csv(RAW / "gravity/gegravity_CANJPN_country.csv").sort("country")
    trade = pl.read_csv(RAW / "gravity/gegravity_CANJPN_bilateral.csv").sort("exporter", "importer")
    print("## gegravity's example, Canada and Japan sign an agreement: largest gaps\n")
    rows = [(column, f"{(off := gap(by_country[column], wanted[column])):.1e}",
        bar(f"gegravity {column}", off <= 1e-6)) for column in wanted.columns[1:]]  # fmt: skip
    for column in trade.columns[2:4]:
        off = float(np.abs((by_pair[column] / trade[column]).to_numpy() - 1).max())
        rows.append((column + " (relative)", f"{off:.1e}", bar(f"gegravity {column}", off <= 1e-6)))
    table(("column", "largest gap", "within 1e-6"), rows)
    full = full_equilibrium(exercise)
    ours, theirs = full.at("CAN")["real_output_pct"], wanted.filter(country="CAN")
    print(f"With markets cleared Canada's real GDP changes by {ours:.3f} %, against "
        f"{theirs['GDP change (percent)'][0]:.3f} % where output is held; residual "
        f"{full.residual:.1e} ({bar('gegravity full', full.residual <= 1e-10)}).\n")  # fmt: skip


def nafta() -> None:
    frame = stata(RAW / "gravity/ge_gravity2_example_data.dta")
    names, flows = matrix(frame.filter(pl.col("year") == 1990), "flow", "iso_o", "iso_d")
    print("## ge_gravity2's example, NAFTA in 1990, theta 5.03, psi 1.24\n")
    rows = []
    for closure in ("multiplicative", "fixed"):
        shock = Scenario().agreement("CAN", "MEX", "USA", effect=0.5)
        base = Baseline(names, flows, Elasticities(5.03, 1.24))
        found = solve(base, shock, Options(closure=closure))
        shown = universal_table(found).filter(pl.col("country").is_in(["CAN", "MEX", "USA"]))
        rows += [
            (closure, line["country"], *(f"{line[name]:.3f}" for name in shown.columns[1:7]),
                f"{found.residual:.1e}")
            for line in shown.iter_rows(named=True)
        ]  # fmt: skip
        bar(f"ge_gravity2 {closure}", found.residual <= 1e-10)
    head = ("closure", "country", *universal_table(found).columns[1:7], "residual")
    table(head, rows)
    print("The suite runs the command's documented iteration beside it and agrees to 1e-9.\n")


def war_inputs() -> Inputs:
    folder = RAW / "trade_war_2025"

    def read(name: str) -> pl.DataFrame:
        return pl.read_csv(folder / name, infer_schema_length=None)

    trade = read("trade_cepii.csv").fill_null(0).cast(pl.Float64).to_numpy()
    names = tuple(read("country_labels.csv")["iso3"])
    gdp, rates = read("gdp.csv").to_series().to_numpy() / 1000, read("tariffs.csv").to_series()
    return Inputs(World.calibrated(names, trade, gdp, imposer="USA"), rates.to_numpy())


def tariff_war() -> None:
    given = war_inputs()
    published = pl.read_csv(RAW / "trade_war_2025/output/output_map.csv", infer_schema_length=None)
    found = run_case("announced", given)
    gaps = np.abs(found.table - published.drop("Country").to_numpy()).max(axis=0)
    print("## The tariffs of April 2025, 194 countries: largest gap to output_map.csv\n")
    table(("column", "largest gap", "within 1e-5"), [
        (name, f"{off:.1e}", bar(f"2025 {name}", off <= 1e-5))
        for name, off in zip(COLUMNS, gaps, strict=True)
    ])  # fmt: skip
    print("## All cases: the United States, the mean of the others, the residual\n")
    rows = []
    for case in CASES:
        start = time.perf_counter()
        result = run_case(case.name, given)
        took = time.perf_counter() - start
        one, rest = result.at("USA"), result.mean()
        rows.append((case.name, case.published,
            " / ".join(f"{one[name]:.2f}" for name in COLUMNS[:6]),
            " / ".join(f"{rest[name]:.2f}" for name in COLUMNS[:6]),
            as_printed(case.name, one, rest), f"{result.residual:.0e}",
            f"{took:.1f} s"))  # fmt: skip
        bar(f"2025 {case.name}", result.residual <= 1e-10)
    columns = " / ".join(COLUMNS[:6])
    table(("case", "published in", f"USA: {columns}", "others", "as printed in table 1",
        "residual", "time"), rows)  # fmt: skip


def as_printed(case: str, one: dict[str, float], rest: dict[str, float]) -> str:
    if case not in PRINTED:
        return ""
    good = True
    for printed, row in zip(PRINTED[case], (one, rest), strict=True):
        for name, value in zip(COLUMNS, printed, strict=False):
            digits = 2 if name in ("welfare", "employment") else 1
            good &= abs(row[name] - value) <= 0.5001 * 10**-digits
    return bar(f"2025 {case} as printed", good)


def baseline(given: Inputs, trade: float, supply: float) -> Baseline:
    """The 2023 goods matrix with domestic sales, as a baseline of the one-sector model."""
    flows = given.world.flows[0].copy()
    own = flows.diagonal() > 0
    keep = np.nonzero(own)[0][:190]
    if given.world.imposer not in keep:
        keep = np.append(keep[:-1], given.world.imposer)
    names = tuple(given.world.countries[at] for at in keep)
    return Baseline(names, flows[np.ix_(keep, keep)], Elasticities(trade, supply))


def residuals() -> None:
    given = war_inputs()
    print("## Residuals: 190 countries, 20 % on all goods of China and an answer\n")
    rows = []
    for supply in (0.0, 1.0):
        base = baseline(given, 4.0, supply)
        shock = Scenario().tariff("CHN", "USA", 0.2).retaliation("CHN", against="USA")
        for closure in ("multiplicative", "fixed"):
            for numeraire in ("world", "output:USA", "prices:USA"):
                found = solve(base, shock, Options(closure=closure, numeraire=numeraire))
                income = found.at("USA")["real_income_pct"]
                rows.append((supply, closure, numeraire, f"{income:.4f}",
                    f"{found.residual:.1e}", found.steps,
                    bar(f"{supply} {closure} {numeraire}", found.residual <= 1e-10)))  # fmt: skip
    table(
        ("psi", "deficits", "numeraire", "USA real income, %", "residual", "steps", "<= 1e-10"),
        rows,
    )


def invented(size: int) -> pl.DataFrame:
    """A square table of countries on a plane, with the columns of gegravity's sample."""
    draw = np.random.default_rng(0)
    names = [f"C{at:03d}" for at in range(size)]
    place, mass = draw.uniform(0, 100, (size, 2)), np.exp(draw.normal(size=size) * 1.2 + 10)
    far = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=-1))
    abroad = ~np.eye(size, dtype=bool)
    return pl.DataFrame({
        "exporter": np.repeat(names, size), "importer": np.tile(names, size), "year": 2006,
        "trade": 1.0, "Y": np.repeat(mass, size), "E": np.tile(mass, size),
        "pta": ((draw.random((size, size)) < 0.1) & abroad).astype(int).ravel(),
        "contiguity": ((far < 8) & abroad).astype(int).ravel(),
        "common_language": (draw.random((size, size)) < 0.15).astype(int).ravel(),
        "lndist": (np.log(far + 1) + 6).ravel(), "international": abroad.astype(int).ravel(),
        "constant": 1,
    })  # fmt: skip


def fastest(run: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def peer_time(
    python: str, frame: pl.DataFrame, pair: tuple[str, str], reference: str
) -> float | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        frame.write_csv(path)
        words = [python, "-c", PEER, str(path), json.dumps(CANADA_JAPAN), *pair, reference]
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=clean)
    return float(done.stdout.split()[-1]) if done.returncode == 0 else None


def speed(python: str) -> None:
    print("## Speed beside gegravity: from trade costs to the full solution, the same exercise\n")
    rows = []
    for size, bound in ((30, 500), (120, 4000)):
        frame, pair, reference = (
            (sample_frame(), ("CAN", "JPN"), "DEU") if size == 30
            else (invented(size), ("C000", "C001"), "C002")
        )  # fmt: skip
        exercise = agreement(frame, pair, reference)
        peer = peer_time(python, frame, pair, reference)
        solving = fastest(lambda task=exercise: full_equilibrium(task), 20)
        whole = fastest(
            lambda data=frame, two=pair, ref=reference: full_equilibrium(agreement(data, two, ref)),
            5,
        )
        ratio = "gegravity is absent" if peer is None else f"{peer / solving:,.0f}"
        met = "" if peer is None else bar(f"speed at {size}", peer / solving >= bound)
        shown = "absent" if peer is None else f"{peer:.2f} s"
        rows.append((size, shown, f"{1000 * solving:.2f} ms", f"{1000 * whole:.1f} ms", ratio,
            f"{bound:,}", met))  # fmt: skip
    table(("countries", "gegravity", "solver", "with reading of the table", "times faster (solver)",
        "bar", "met"), rows)  # fmt: skip
    base = baseline(war_inputs(), 4.0, 0.5)
    shock = Scenario().tariff("CHN", "USA", 0.2).agreement("PER", "USA", effect=0.3)
    taken = sample(base.elasticities, trade_se=1.0, supply_se=0.1, effect_se=0.3, count=1000)
    start, busy = time.perf_counter(), time.process_time()
    found = draws(base, shock, taken)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    low, high = found.interval("real_income_pct", "PER")
    print(
        f"{base.size} countries x 1,000 draws: {took:.1f} s on {os.cpu_count()} cores "
        f"({busy:.1f} s of processor time), bar 15 s ({bar('draws', took < 15)}); "
        f"largest residual {found.residual:.1e}; Peru's real income "
        f"{found.central.at('PER')['real_income_pct']:+.3f} % "
        f"(80 %: {low:+.3f} to {high:+.3f}).\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", default=sys.executable, help="a Python with gegravity")
    arguments = parser.parse_args()
    if not RAW.is_dir():
        print(f"no raw files at {RAW}; set COUNTRYDESK_RAW", file=sys.stderr)
        return 1
    guide()
    gegravity()
    nafta()
    tariff_war()
    residuals()
    speed(arguments.peer_python)
    print("All bars are met." if not failures else f"Missed: {', '.join(failures)}.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
