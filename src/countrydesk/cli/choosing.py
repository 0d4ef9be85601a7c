"""The work behind ``options``: the ranking of what could be done, printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from countrydesk.cli.tables import print_rows

if TYPE_CHECKING:
    from countrydesk.evidence import View
    from countrydesk.policy.appraisal import Ranking
    from countrydesk.policy.dyads import Interval, Outcome

Row = dict[str, Any]
DRAWS = 1000


def print_options(
    view: View, place: str, principal: str, weights: Path | None, *, json: bool
) -> None:
    """Print the ranked options of a principal toward a place.

    Raises:
        PrincipalError: both are the same.
        InputError: the weights are no table of the criteria.
    """
    from countrydesk.errors import PrincipalError
    from countrydesk.paper.choice import criteria_of, decision_table
    from countrydesk.paper.desk import Desk
    from countrydesk.paper.passages.proposal import ranking as ranked_cases
    from countrydesk.places import registry
    from countrydesk.policy.choice import decode, load_criteria

    partner, viewer = registry().get(place), registry().get(principal)
    if partner.id == viewer.id:
        raise PrincipalError(f"{partner.name} cannot be both the place and the principal")
    criteria = load_criteria(weights) if weights else load_criteria()
    desk = Desk(view, partner, viewer)
    cases = {case.option.id: case for case in ranked_cases(desk)}
    if not cases:
        typer.echo(f"no option of the library fits {partner.name} and {viewer.name}")
        return
    found = decode(decision_table(desk, list(cases.values()), criteria))
    values = {name: criteria_of(desk, case) for name, case in cases.items()}
    names = {name: str(case.instrument.value) for name, case in cases.items()}
    rows = [_row(found, at, name, names[name], values[name]) for at, name in
        enumerate(found.options, 1)]  # fmt: skip
    print_rows(rows, json=json)
    if not json:
        typer.echo("\nweights, and the weight at which another option would come first")
        print_rows(_flips(found))


def _row(found: Ranking, at: int, name: str, words: str, values: dict[str, float | None]) -> Row:
    shown = {key: "" if v is None else f"{v:,.4g}" for key, v in values.items()}
    return {
        "rank": at,
        "option": name,
        "instrument": words,
        "flow": round(found.flow[name], 3),
        "first under": f"{found.share[name]:.0f} %",
        **shown,
    }


def _flips(found: Ranking) -> list[Row]:
    return [
        {
            "criterion": flip.criterion,
            "weight": f"{100 * flip.now:.0f} %",
            "flips at": "never" if flip.weight is None else f"{100 * flip.weight:.0f} %",
            "to": flip.winner,
        }
        for flip in found.flips
    ]


def print_simulations(view: View, place: str, principal: str, *, json: bool) -> None:
    """Print what each move between the two sides would do, solved now.

    Raises:
        TradeTableError: the release holds no matrix of trade.
    """
    from countrydesk.errors import ScenarioError
    from countrydesk.places import registry
    from countrydesk.policy.dyads import KINDS, simulate

    partner, viewer = registry().get(place).id, registry().get(principal).id
    rows: list[Row] = []
    notes: list[str] = []
    for kind in KINDS:
        try:
            rows.append(_outcome(simulate(view, viewer, partner, kind, count=DRAWS), json=json))
        except ScenarioError as error:
            notes.append(str(error))
    if not json:
        typer.echo("\nsimulated against the world of today, central and 80 % interval")
    print_rows(rows, json=json)
    if not json:
        for note in notes:
            typer.echo(note)


def _outcome(found: Outcome, *, json: bool) -> Row:
    move = found.move
    named = f"{move.kind} ({move.rival})" if move.rival else move.kind
    duty = f"{100 * move.before:.2f} to {100 * move.after:.2f} %"
    cells = {
        name: list(values) if json else _cell(values, name == "revenue")
        for name, values in found.measures.items()
    }
    return {"move": named, "duty": duty, **cells, "residual": f"{found.residual:.0e}"}


def _cell(values: Interval, dollars: bool) -> str:
    if dollars:
        central, low, high = (value / 1e6 for value in values)
        return f"{central:+,.0f} ({low:+,.0f} to {high:+,.0f}) $m"
    central, low, high = values
    return f"{central:+.3f} ({low:+.3f} to {high:+.3f}) %"
