"""``countrydesk simulate``: gravity models on the user's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countrydesk.cli.tables import print_rows

if TYPE_CHECKING:
    import polars as pl

    from countrydesk.policy.gravity import Baseline, Options, Scenario
    from countrydesk.policy.gravity.arrays import Array
    from countrydesk.policy.gravity.passthrough import Outcome, World

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Compute what a change of trade policy does, from files of trade.",
)

TradeOption = Annotated[
    Path,
    typer.Option(
        "--trade",
        metavar="FILE",
        help="Trade before duty: long (exporter, importer, value) or square; csv, parquet, dta.",
    ),
]
LabelsOption = Annotated[
    Path | None,
    typer.Option("--labels", metavar="FILE", help="Codes of a square table without codes."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Write the table by country there as CSV."),
]
PairsOption = Annotated[
    Path | None, typer.Option("--pairs", metavar="FILE", help="Write the table by pair there.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
TopOption = Annotated[
    int, typer.Option("--top", metavar="N", help="Print the N largest effects; 0 prints all.")
]


@app.command("gravity")
def gravity(
    trade: TradeOption,
    change: Annotated[
        list[str] | None,
        typer.Option("--change", "-c", metavar="WORDS", help="A change; may be given repeatedly."),
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="FILE", help="YAML with such changes.")
    ] = None,
    labels: LabelsOption = None,
    year: Annotated[
        int | None, typer.Option("--year", help="The year, where a long table has several.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output-values", metavar="FILE", help="Output by country; gives domestic sales."
        ),
    ] = None,
    tariffs: Annotated[
        Path | None,
        typer.Option("--tariffs", metavar="FILE", help="Tariffs of the baseline, fractions."),
    ] = None,
    new_tariffs: Annotated[
        Path | None,
        typer.Option("--new-tariffs", metavar="FILE", help="All tariffs of the scenario."),
    ] = None,
    imposer: Annotated[
        str | None,
        typer.Option("--imposer", metavar="CODE", help="Who charges tariffs listed by exporter."),
    ] = None,
    elasticity: Annotated[
        float, typer.Option("--elasticity", help="Trade elasticity (sigma - 1).")
    ] = 5.0,
    supply: Annotated[float, typer.Option("--supply", help="Supply elasticity psi.")] = 0.0,
    equilibrium: Annotated[
        str, typer.Option("--equilibrium", metavar="KIND", help="full or conditional.")
    ] = "full",
    closure: Annotated[
        str,
        typer.Option(
            "--closure",
            metavar="KIND",
            help="Deficits: multiplicative (ratio to income) or fixed (value).",
        ),
    ] = "multiplicative",
    numeraire: Annotated[
        str, typer.Option("--numeraire", metavar="WHAT", help="world, output:CODE or prices:CODE.")
    ] = "world",
    count: Annotated[
        int, typer.Option("--draws", metavar="N", help="Draws for 80 % intervals; 0 for none.")
    ] = 0,
    elasticity_se: Annotated[
        float, typer.Option("--elasticity-se", help="Standard error of the trade elasticity.")
    ] = 1.0,
    effect_se: Annotated[
        float,
        typer.Option("--effect-se", help="Standard error of agreements' coefficient, as a share."),
    ] = 0.0,
    columns: Annotated[
        str,
        typer.Option("--columns", metavar="SET", help="plain, or ge_gravity2 for its columns."),
    ] = "plain",
    out: OutOption = None,
    pairs: PairsOption = None,
    top: TopOption = 12,
    json: JsonOption = False,
) -> None:
    """Solve a change of tariffs or agreements in a one-sector gravity model.

    [bold]-c 'tariff PER USA 0.1'[/bold] sets a tariff ([bold]+0.1[/bold] adds, [bold]x0.5[/bold]
    scales, [bold]>=0.1[/bold] is a floor; [bold]*[/bold] is every country);
    [bold]-c 'agreement CAN JPN 0.47'[/bold] brings one in, a negative coefficient takes it out;
    [bold]-c 'preference PER USA 0.05'[/bold]; [bold]-c 'retaliate CHN USA match'[/bold] (or
    increase, or a rate); [bold]-c 'productivity CHN 1.1'[/bold] (also workforce, spending). The
    market-clearing residual, the closure and the elasticities are printed with the effects.
    """
    from countrydesk.errors import InputError
    from countrydesk.policy.gravity import Elasticities, Options, TariffTable, solve
    from countrydesk.policy.gravity.files import (
        baseline_of,
        read_tariffs,
        read_trade,
        read_values,
    )
    from countrydesk.policy.gravity.recipe import parse_scenario, read_scenario
    from countrydesk.policy.gravity.universal import universal_table

    if columns not in ("plain", "ge_gravity2"):
        raise InputError(f"columns are 'plain' or 'ge_gravity2', not '{columns}'")
    codes, flows = read_trade(trade, labels, year)
    base = baseline_of(
        codes,
        flows,
        Elasticities(elasticity, supply),
        read_values(output, codes, "output") if output else None,
        read_tariffs(tariffs, codes, imposer) if tariffs else None,
        source=trade.name,
    )
    wanted = read_scenario(scenario) if scenario else parse_scenario("scenario", [])
    if new_tariffs:
        wanted = wanted.then(TariffTable(read_tariffs(new_tariffs, codes, imposer)))
    wanted = wanted.then(*parse_scenario("", change or []).changes)
    if not wanted.changes:
        raise InputError("nothing changes; give --change, --scenario or --new-tariffs")
    options = Options(equilibrium, closure, numeraire)  # type: ignore[arg-type]  # it checks them
    effects = solve(base, wanted, options)
    table = universal_table(effects) if columns == "ge_gravity2" else effects.by_country()
    if count:
        table = _with_intervals(table, base, wanted, options, count, elasticity_se, effect_se)
    _write(out, table)
    _write(pairs, effects.by_pair())
    _show(table, effects.report(), top, json)


def _with_intervals(
    table: pl.DataFrame,
    base: Baseline,
    wanted: Scenario,
    options: Options,
    count: int,
    trade_se: float,
    effect_se: float,
) -> pl.DataFrame:
    import polars as pl

    from countrydesk.policy.gravity import draws, sample

    taken = sample(base.elasticities, trade_se=trade_se, effect_se=effect_se, count=count)
    ends = draws(base, wanted, taken, options).table(0.8)
    ends = ends.filter(pl.col("measure") == "real_income_pct")
    return table.join(
        ends.select(
            "country",
            pl.col("low").alias("real_income_low_80"),
            pl.col("high").alias("real_income_high_80"),
        ),
        on="country",
    )


@app.command("tariff-war")
def tariff_war(
    case: Annotated[
        str, typer.Argument(metavar="[CASE]", help="A case; 'list' prints them.")
    ] = "list",
    trade: Annotated[
        Path | None,
        typer.Option("--trade", metavar="FILE", help="Goods trade: long or square table."),
    ] = None,
    gdp: Annotated[
        Path | None, typer.Option("--gdp", metavar="FILE", help="GDP by country.")
    ] = None,
    tariffs: Annotated[
        Path | None,
        typer.Option("--tariffs", metavar="FILE", help="The imposer's tariffs, fractions."),
    ] = None,
    all_tariffs: Annotated[
        Path | None,
        typer.Option(
            "--all-tariffs", metavar="FILE", help="Every tariff of a free case, long or square."
        ),
    ] = None,
    labels: LabelsOption = None,
    gdp_unit: Annotated[
        float,
        typer.Option("--gdp-unit", help="What GDP is divided by to be in the unit of trade."),
    ] = 1.0,
    imposer: Annotated[
        str, typer.Option("--imposer", metavar="CODE", help="Who charges the tariffs.")
    ] = "USA",
    floor: Annotated[
        float, typer.Option("--floor", help="The least that any exporter pays.")
    ] = 0.1,
    elasticity: Annotated[
        float | None, typer.Option("--elasticity", help="Trade elasticity.")
    ] = None,
    labour: Annotated[
        float | None, typer.Option("--labour", help="Elasticity of labour supply.")
    ] = None,
    scale: Annotated[
        float | None, typer.Option("--scale", help="Elasticity of productivity to employment.")
    ] = None,
    rebate: Annotated[
        str | None, typer.Option("--rebate", metavar="KIND", help="income-tax or lump-sum.")
    ] = None,
    firm: Annotated[
        float | None, typer.Option("--firm-pass-through", help="Pass-through to firms' prices.")
    ] = None,
    numeraire: Annotated[
        str | None, typer.Option("--numeraire", metavar="WHAT", help="prices or wages.")
    ] = None,
    answering: Annotated[
        str, typer.Option("--answering", metavar="CODES", help="Who answers; all by default.")
    ] = "",
    rival: Annotated[
        str, typer.Option("--rival", metavar="CODE", help="The rival of the regional cases.")
    ] = "CHN",
    by_sector: Annotated[
        Path | None,
        typer.Option("--by-sector", metavar="FILE", help="Trade by sector, for 'sectors...'."),
    ] = None,
    sectors: Annotated[
        str,
        typer.Option("--sectors", metavar="NAMES", help="Joined by commas; services are the last."),
    ] = "agriculture,manufacturing,mining,services",
    out: OutOption = None,
    top: TopOption = 12,
    json: JsonOption = False,
) -> None:
    """Solve a published case of the 2025 tariffs, or any tariffs, with elastic labour.

    [bold]countrydesk simulate tariff-war list[/bold] names the cases. Elasticities, rebate and
    other choices replace those of the case. [bold]free[/bold] takes [bold]--all-tariffs[/bold].
    """
    from countrydesk.errors import InputError
    from countrydesk.policy.gravity.passthrough import CASES
    from countrydesk.policy.gravity.passthrough.sectors import SECTOR_CASES

    if case == "list":
        rows = [
            {"case": one.name, "published in": one.published, "what": one.meaning} for one in CASES
        ]
        rows += [
            {"case": name, "published in": "table 4; table 11", "what": "by sector: --by-sector"}
            for name in SECTOR_CASES
        ]
        rows.append({"case": "free", "published in": "", "what": "--all-tariffs"})
        print_rows(rows, json=json)
        return
    if trade is None or gdp is None:
        raise InputError("a case needs --trade and --gdp")
    choices: dict[str, float | str | None] = {
        "trade": elasticity,
        "labour": labour,
        "scale": scale,
        "rebate": rebate,
        "firm": firm,
        "numeraire": numeraire,
    }
    outcome = _war(
        case, trade, gdp, tariffs, all_tariffs, labels, gdp_unit, imposer, floor, rival,
        tuple(code for code in answering.split(",") if code),
        {name: value for name, value in choices.items() if value is not None},
        by_sector, tuple(sectors.split(",")),
    )  # fmt: skip
    table = outcome.by_country()
    _write(out, table)
    report = {
        "case": case,
        "imposer": imposer,
        "residual": outcome.residual,
        "steps": outcome.steps,
        "countries": outcome.world.size,
        "world_trade_pct": outcome.world_trade,
        "world_employment_pct": outcome.world_employment,
        **{f"{imposer}_{name}": value for name, value in outcome.at(imposer).items()},
        **{f"others_{name}": value for name, value in outcome.mean().items()},
    }
    _show(table, report, top, json)


def _war(
    case: str,
    trade: Path,
    gdp: Path,
    tariffs: Path | None,
    all_tariffs: Path | None,
    labels: Path | None,
    gdp_unit: float,
    imposer: str,
    floor: float,
    rival: str,
    answering: tuple[str, ...],
    choices: dict[str, float | str],
    by_sector: Path | None,
    sectors: tuple[str, ...],
) -> Outcome:
    import numpy as np

    from countrydesk.errors import InputError
    from countrydesk.policy.gravity.files import read_tariffs, read_trade, read_values
    from countrydesk.policy.gravity.passthrough import Inputs, World, run_case, solve_world

    codes, flows = read_trade(trade, labels)
    if not gdp_unit > 0:
        raise InputError(f"the unit of GDP must be above 0, not {gdp_unit}")
    world = World.calibrated(codes, flows, read_values(gdp, codes, "GDP") / gdp_unit, imposer)
    rates = np.zeros(world.size)
    if tariffs:
        rates = read_tariffs(tariffs, codes, imposer)[:, world.imposer]
    given = Inputs(world, rates, floor=floor, rival=rival, answering=answering, choices=choices)
    if case == "free":
        if all_tariffs is None:
            raise InputError("the case 'free' needs --all-tariffs")
        return solve_world(world, given.parameters(), read_tariffs(all_tariffs, codes, imposer))
    if case.startswith("sectors"):
        return _war_by_sector(case, world, rates, floor, by_sector, sectors)
    if tariffs is None and not case.startswith("optimal"):
        raise InputError(f"the case '{case}' needs --tariffs")
    return run_case(case, given)


def _war_by_sector(
    case: str,
    world: World,
    rates: Array,
    floor: float,
    by_sector: Path | None,
    sectors: tuple[str, ...],
) -> Outcome:
    from countrydesk.errors import InputError
    from countrydesk.policy.gravity.files import read_sectors
    from countrydesk.policy.gravity.passthrough.sectors import (
        SECTOR_CASES,
        VALUE_ADDED,
        run_sectors,
    )

    if case not in SECTOR_CASES:
        raise InputError(f"there is no case '{case}'; there are {', '.join(SECTOR_CASES)}")
    if by_sector is None:
        raise InputError(f"the case '{case}' needs --by-sector")
    inputs, reciprocal = SECTOR_CASES[case]
    if inputs and len(sectors) != len(VALUE_ADDED):
        raise InputError(f"shares of value added are known for {len(VALUE_ADDED)} sectors only")
    flows = read_sectors(by_sector, world.countries, sectors)
    return run_sectors(
        world, flows, rates, reciprocal, VALUE_ADDED if inputs else None, sectors, floor
    )


@app.command("estimate")
def estimate(
    data: Annotated[Path, typer.Argument(metavar="FILE", help="One row an observation.")],
    outcome: Annotated[str, typer.Option("--outcome", help="The column of trade.")] = "trade",
    regressors: Annotated[
        str, typer.Option("--regressors", metavar="NAMES", help="Columns, joined by commas.")
    ] = "ln_DIST,CNTG,INTL_BRDR",
    effects: Annotated[
        str,
        typer.Option("--effects", metavar="NAMES", help="Columns whose levels get fixed effects."),
    ] = "exporter,importer",
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="NAME", help="Cluster standard errors by it.")
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="own or pyfixest.")
    ] = "own",
    json: JsonOption = False,
) -> None:
    """Fit a gravity regression by PPML with fixed effects.

    Prints each coefficient with its robust (or clustered) standard error, and the number of
    observations.
    """
    from countrydesk.errors import InputError
    from countrydesk.policy.gravity import estimate as own
    from countrydesk.policy.gravity import fixest
    from countrydesk.policy.gravity.files import read_table

    engines = {"own": own.estimate, "pyfixest": fixest.estimate_with_pyfixest}
    if engine not in engines:
        raise InputError(f"the engine is own or pyfixest, not '{engine}'")
    found = engines[engine](
        read_table(data), outcome, regressors.split(","), effects.split(","), cluster
    )
    print_rows(
        [
            {"regressor": name, "coefficient": value, "standard_error": found.errors[name]}
            for name, value in found.coefficients.items()
        ],
        json=json,
    )
    typer.echo(f"{found.observations} observations; deviance {found.deviance:.6g}", err=json)


@app.command("exercise")
def exercise(
    data: Annotated[
        Path, typer.Argument(metavar="FILE", help="One row a pair: exporter, importer, variables.")
    ],
    coefficients: Annotated[
        str,
        typer.Option(
            "--coefficients",
            metavar="NAME=VALUE,...",
            help="Of trade costs; 'NAME' alone is estimated by PPML on the file.",
        ),
    ],
    becomes: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="NAME=VALUE[@A,B]",
            help="What a variable becomes between different countries, or among those named.",
        ),
    ],
    reference: Annotated[
        str, typer.Option("--reference", metavar="CODE", help="Whose price index stays at one.")
    ],
    sigma: Annotated[float, typer.Option("--sigma", help="Elasticity of substitution.")] = 7.0,
    solution: Annotated[
        str,
        typer.Option(
            "--solution", metavar="KIND", help="exact, guide (its own loop) or conditional."
        ),
    ] = "exact",
    rename: Annotated[
        list[str] | None,
        typer.Option("--rename", metavar="OLD=NEW", help="A code of the file that stands for NEW."),
    ] = None,
    outcome: Annotated[str, typer.Option("--outcome", help="The column of trade.")] = "trade",
    out: OutOption = None,
    top: TopOption = 12,
    json: JsonOption = False,
) -> None:
    """Run a counterfactual on fitted trade costs, in the Advanced Guide's or gegravity's columns.

    [bold]--set INTL_BRDR=0[/bold] removes borders; [bold]--set RTA=0@CAN,MEX,USA[/bold] ends an
    agreement. Output and expenditure are columns Y and E where the file has them, else the sums.
    """
    from countrydesk.policy.gravity.files import read_table
    from countrydesk.policy.gravity.variables import run_exercise

    table, report = run_exercise(
        read_table(data), coefficients, becomes, reference, sigma, solution, rename or [], outcome
    )
    _write(out, table)
    _show(table, report, top, json)


@app.command("panel")
def panel(
    data: Annotated[
        Path, typer.Argument(metavar="FILE", help="One row a pair and year, pairs in 'pair_id'.")
    ],
    year: Annotated[int, typer.Option("--year", help="The year whose trade is changed.")],
    becomes: Annotated[
        list[str],
        typer.Option("--set", metavar="NAME=VALUE[@A,B]", help="What an agreement becomes."),
    ],
    reference: Annotated[
        str, typer.Option("--reference", metavar="CODE", help="Whose price index stays at one.")
    ],
    years: Annotated[
        str,
        typer.Option("--years", metavar="YEARS", help="Of the panel, joined by commas; or all."),
    ] = "",
    agreements: Annotated[
        str, typer.Option("--agreements", metavar="NAMES", help="Variables that change over time.")
    ] = "RTA",
    variables: Annotated[
        str,
        typer.Option(
            "--variables", metavar="NAMES", help="For pairs that never trade; ln_X is made from X."
        ),
    ] = "ln_DIST,CNTG,LANG,CLNY",
    sigma: Annotated[float, typer.Option("--sigma", help="Elasticity of substitution.")] = 7.0,
    solution: Annotated[
        str, typer.Option("--solution", metavar="KIND", help="exact, guide or conditional.")
    ] = "exact",
    outcome: Annotated[str, typer.Option("--outcome", help="The column of trade.")] = "trade",
    out: OutOption = None,
    top: TopOption = 12,
    json: JsonOption = False,
) -> None:
    """End or begin agreements on trade costs from a panel, by the Advanced Guide's two stages.

    Pair effects and the agreements' coefficient come from the panel; costs of pairs that never
    trade from distance and the like. [bold]--set RTA=0@CAN,MEX,USA[/bold] ends an agreement.
    """
    from countrydesk.policy.gravity.files import read_table
    from countrydesk.policy.gravity.variables import run_panel

    table, report = run_panel(
        read_table(data),
        year,
        [int(word) for word in years.split(",") if word.strip().isdigit()],
        agreements.split(","),
        variables.split(","),
        becomes,
        reference,
        sigma,
        solution,
        outcome,
    )
    _write(out, table)
    _show(table, report, top, json)


def _write(path: Path | None, table: pl.DataFrame) -> None:
    if path is None:
        return
    from countrydesk.cli.output import write_files

    write_files({path: table.write_csv().encode()})


def _show(table: pl.DataFrame, report: dict[str, Any], top: int, json: bool) -> None:
    if json:
        import orjson

        payload = {"report": report, "countries": table.to_dicts()}
        typer.echo(orjson.dumps(payload, option=orjson.OPT_INDENT_2).decode())
        return
    by = table.columns[1]
    shown = table.sort(table[by].abs(), descending=True).head(top or table.height)
    print_rows(shown.to_dicts())
    for name, value in report.items():
        typer.echo(f"{name}: {value:.4g}" if isinstance(value, float) else f"{name}: {value}")
