"""Commands on forecasts: ``forecast list``, ``register``, ``score``, ``backtest``, ``explain``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from countrydesk.cli.options import AsOfOption, JsonOption, ReleaseOption

app = typer.Typer(
    no_args_is_help=True,
    help="Forecasts registered before the outcome and scored after it.",
    add_completion=False,
)

PlacesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[PLACE]...", help="Countries; without one, all.")
]
FamilyOption = Annotated[
    list[str] | None,
    typer.Option("--family", "-f", metavar="ID", help="Only this family; repeat for several."),
]


class FittedModel(StrEnum):
    """Models that are shipped as what was fitted on sources that may not be passed on."""

    LEADERS = "leaders"
    DISASTERS = "disasters"


@app.command("list")
def list_(
    places: PlacesArgument = None,
    family: FamilyOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also those that are past their deadline, or replaced.")
    ] = False,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """List registered forecasts that are open; without a place, how many of each family.

    Both registers are checked first: the one inside the package and your own, in COUNTRYDESK_HOME.
    """
    from countrydesk.cli.forecasting import print_forecasts
    from countrydesk.cli.options import open_view

    view = open_view(release, as_of)
    print_forecasts(view, tuple(places or ()), tuple(family or ()), every=every, json=json)


@app.command("register")
def register(
    places: PlacesArgument = None,
    family: FamilyOption = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Pass over questions that have been answered.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day of registration; by default today."),
    ] = None,
    bundle: Annotated[
        bool,
        typer.Option("--bundle", help="Add to the register inside the package, not to your own."),
    ] = False,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
) -> None:
    """Make the forecasts of all families for a release and add them to the register.

    All of them or, on any error, none. With --as-of the forecasts are made from what was known on
    that day and marked as exercises in hindsight: they can be scored, but count for no track record
    and are not printed in papers.
    """
    from countrydesk.cli.forecasting import register_forecasts
    from countrydesk.cli.options import open_view

    view = open_view("bundled" if bundle and release is None else release, as_of)
    register_forecasts(
        view, tuple(places or ()), tuple(family or ()), on, missing=missing, bundle=bundle
    )


@app.command("score")
def score(
    places: PlacesArgument = None,
    family: FamilyOption = None,
    chart: Annotated[
        Path | None,
        typer.Option("--chart", metavar="FILE", help="Write the calibration plot as SVG."),
    ] = None,
    cases: Annotated[bool, typer.Option("--cases", help="Also print each case.")] = False,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Score the registered forecasts that a release decides.

    Brier score, CRPS and log score; skill against the baseline with a 95 percent interval of the
    paired difference, resampled by country; how often what was given each probability happened.
    """
    from countrydesk.cli.forecasting import print_scores
    from countrydesk.cli.options import open_view

    view = open_view(release, None)
    print_scores(view, tuple(places or ()), tuple(family or ()), chart, cases=cases, json=json)


@app.command("backtest")
def backtest(
    families: Annotated[
        list[str] | None, typer.Argument(metavar="[FAMILY]...", help="Families; default: all.")
    ] = None,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Run each family on past origins, each with what was known then, and print its record."""
    from countrydesk.cli.forecasting import print_backtests
    from countrydesk.cli.options import open_view

    print_backtests(open_view(release, as_of), tuple(families or ()), json=json)


@app.command("explain")
def explain(
    forecast: Annotated[
        str,
        typer.Argument(metavar="ID", help="As listed; a beginning that is unique is enough."),
    ],
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Print one registered forecast: question, rule, answer, record, drivers and evidence."""
    from countrydesk.cli.forecasting import print_explanation
    from countrydesk.cli.options import open_view

    print_explanation(open_view(release, None), forecast, json=json)


@app.command("verify")
def verify(
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="DIGEST", help="A digest that a paper or a list printed."),
    ] = None,
) -> None:
    """Check the chain of both registers; with --head also that a digest is part of one."""
    from countrydesk.cli.forecasting import verify_registers

    verify_registers(head)


@app.command("fit")
def fit(
    model: Annotated[
        FittedModel, typer.Argument(help="What to fit: the hazards of leaders, or disasters.")
    ] = FittedModel.LEADERS,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="By default the file in the package."),
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Fit a model on sources of your own again and write its coefficients with their sources.

    Leaders need a release with leaders (reign) and coups (cline_coups), disasters one with EM-DAT
    by hazard (emdat_hazards), from your own copies.
    """
    from countrydesk.analysis.forecasting import disasters, leaders
    from countrydesk.cli.options import open_view
    from countrydesk.cli.output import write_files

    fitting, shipped = {
        FittedModel.LEADERS: (leaders.fit_leaders, leaders.FITTED),
        FittedModel.DISASTERS: (disasters.fit_disasters, disasters.FITTED),
    }[model]
    target = output or shipped
    write_files({target: fitting(open_view(release, None))})
    typer.echo(str(target))
