"""The commands of the policy lab on evidence: ``duty`` and ``options``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countrydesk.cli.options import (
    AsOfOption,
    JsonOption,
    PlaceArgument,
    PrincipalOption,
    ReleaseOption,
    open_view,
)
from countrydesk.cli.tables import print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countrydesk.policy.tariffs import Average, Change, Stack

Row = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("duty")(duty)
    app.command("options")(options)


def duty(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="Whose goods: PER, Peru, iso2:PE.")],
    line: Annotated[
        str,
        typer.Argument(
            metavar="[LINE]",
            help="A code of the schedule (0810.40.00, 4 to 10 digits) or words of its name; "
            "without one, the average over all lines.",
        ),
    ] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; by default the newest.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="The sequence of averages from this day on."),
    ] = None,
    ends: Annotated[
        list[str] | None,
        typer.Option("--ends", metavar="ACT", help="As if an act or heading had ended."),
    ] = None,
    times: Annotated[
        list[str] | None,
        typer.Option("--times", metavar="ACT=N", help="As if the rate of an act were N times."),
    ] = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Print what the United States charges on goods of a place, layer by layer.

    [bold]countrydesk duty PER[/bold] prints the trade-weighted average and what each act adds;
    [bold]countrydesk duty PER 0810.40.00 --on 2026-08-01[/bold] the stack of one line;
    [bold]--since 2025-01-01[/bold] the dated sequence; [bold]--ends 9903.05.63[/bold] what is left
    when a heading ends, [bold]--times Section301-forced-labour=2[/bold] when a rate doubles.
    """
    from countrydesk.model.period import parse_date
    from countrydesk.places import registry
    from countrydesk.policy.tariffs import average_duty, duty_sequence, duty_stack

    view = open_view(release, None)
    partner = registry().get(place).id
    day = parse_date(on) if on else None
    change = _change(ends or [], times or [])
    if line and not any(letter.isdigit() for letter in line):
        _print_lines(line, json=json)
    elif line:
        _print_stack(duty_stack(view, partner, line, day, change), json=json)
    elif since:
        averages = duty_sequence(view, partner, parse_date(since), day)
        print_rows([_dated(one) for one in averages], json=json)
    else:
        averages = (average_duty(view, partner, day),)
        if change.factors:
            averages += (average_duty(view, partner, day, change),)
        _print_averages(averages, json=json)


def _change(ends: Sequence[str], times: Sequence[str]) -> Change:
    from countrydesk.errors import InputError
    from countrydesk.policy.tariffs import Change

    factors = [(act, 0.0) for act in ends]
    for text in times:
        act, _, number = text.partition("=")
        try:
            factor = float(number)
        except ValueError:
            factor = -1.0
        if not 0 <= factor <= 1000:
            raise InputError(f"--times {text}: give an act or heading and a factor, such as ACT=2")
        factors.append((act, factor))
    return Change(tuple(factors))


def _print_lines(words: str, *, json: bool) -> None:
    from countrydesk.errors import InputError
    from countrydesk.policy.tariffs.lines import match_lines

    found = match_lines(words)
    if not found:
        raise InputError(f"no line of the schedule holds the words '{words}'; try fewer of them")
    print_rows([{"line": code, "name": name} for code, name in found], json=json)


def _print_stack(stack: Stack, *, json: bool) -> None:
    rows = [_layer(layer) for layer in stack.layers]
    if json:
        facts = {"place": stack.place, "line": stack.code, "name": stack.name,
            "on": stack.on.isoformat(), "ordinary": stack.ordinary, "general": stack.general,
            "imports_2024": stack.value, "total": round(stack.total, 4),
            "layers": rows}  # fmt: skip
        print_rows([facts], json=True)
        return
    typer.echo(f"{stack.place} {stack.code} on {stack.on.isoformat()}: {stack.name}")
    typer.echo(f"bought in 2024: ${stack.value:,.0f}")
    typer.echo(f"ordinary duty collected in 2024: {_percent(stack.ordinary)}")
    typer.echo(f"collected from partners without an agreement: {_percent(stack.general)}")
    if stack.agreement:
        since = stack.agreement.period.opening.text
        typer.echo(f"agreement in force: {stack.agreement.text}, since {since}")
    print_rows(rows)
    typer.echo(f"effective rate: {stack.total:.2f} %")


def _percent(value: float | None) -> str:
    return "nothing was bought" if value is None else f"{value:.2f} %"


def _layer(layer: Any) -> Row:  # noqa: ANN401 - imported only where it is needed
    return {
        "act": layer.act,
        "heading": layer.heading,
        "rate": f"{layer.rate:g} %{' in all' if layer.whole else ''}",
        "state": layer.state,
        "adds": round(layer.added, 4),
        "on": f"{layer.share:.0f} %",
        "since": layer.since.isoformat(),
        "source": layer.source.source if layer.source else "",
    }


def _print_averages(averages: Sequence[Average], *, json: bool) -> None:
    if json:
        print_rows([_dated(one) for one in averages], json=True)
        return
    from countrydesk.policy.tariffs.regime import load_regime

    for one in averages:
        typer.echo(f"{one.place} on {one.on.isoformat()}, weights: imports of 2024")
        rows = [
            {"act": act, "percent of trade": round(one.reached[act], 2), "adds": round(points, 3)}
            for act, points in one.added.items()
        ]
        print_rows([{"act": "ordinary", "percent of trade": 100.0, "adds": round(one.ordinary, 3)},
            *rows])  # fmt: skip
        typer.echo(f"effective rate: {one.total:.2f} %; duty at the trade of 2024: "
            f"${one.revenue:,.0f}\n")  # fmt: skip
    left = ", ".join(load_regime().unmodelled)
    typer.echo(f"not counted, because no list of their goods is at hand: {left}")


def _dated(one: Average) -> Row:
    return {
        "on": one.on.isoformat(),
        "ordinary": round(one.ordinary, 3),
        "added": round(one.increase, 3),
        "effective": round(one.total, 3),
        "acts": ", ".join(f"{act} {points:.2f}" for act, points in one.added.items()),
    }


def options(
    place: PlaceArgument,
    principal: PrincipalOption = "USA",
    weights: Annotated[
        Path | None,
        typer.Option("--weights", metavar="FILE", help="Other weights of the criteria (YAML)."),
    ] = None,
    simulate: Annotated[
        bool,
        typer.Option("--simulate", help="Solve the trade model now, with 1,000 draws a move."),
    ] = False,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Rank what a principal could do toward a place, and say what would change the ranking.

    The options are those of the library whose tests hold. They are ranked by outranking on need,
    chance of success without them, simulated effects, authority, time and cost; printed are the
    values, the net flow, the share of all weights under which each comes first, and the weight at
    which each criterion would change the first place. [bold]--simulate[/bold] adds what changes of
    duty between the two sides would do to both, with 80 % intervals.
    """
    from countrydesk.cli.choosing import print_options, print_simulations

    view = open_view(release, as_of)
    print_options(view, place, principal, weights, json=json)
    if simulate:
        print_simulations(view, place, principal, json=json)
