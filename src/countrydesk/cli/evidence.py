"""Commands that look into the evidence: series, conflicts, coverage, places, indicators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from countrydesk.cli.options import (
    AsOfOption,
    JsonOption,
    PlaceArgument,
    PrincipalOption,
    ReleaseOption,
    RestrictedOption,
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("evidence")(evidence)
    app.command("conflicts")(conflicts)
    app.command("coverage")(coverage)
    app.command("places")(places)
    app.command("indicators")(indicators)


def evidence(
    place: PlaceArgument,
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="As listed by 'countrydesk indicators'.")
    ],
    counterpart: Annotated[
        str, typer.Option("--counterpart", "-c", metavar="PLACE", help="The other side of a dyad.")
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Also what other sources and earlier releases gave.")
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write the rows to a CSV file to pass on."),
    ] = None,
    include_restricted: RestrictedOption = False,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Print a series with its sources and three clocks.

    [bold]countrydesk evidence PER gdp_usd --all[/bold] shows how often a figure was revised. What
    --json prints and --csv writes leaves out the rows of sources that may not be passed on, and
    says so, unless --include-restricted is given.
    """
    from countrydesk.cli.options import open_view
    from countrydesk.cli.tables import print_rows
    from countrydesk.errors import InputError
    from countrydesk.places import registry

    here = registry().resolve(place)
    other = registry().resolve(counterpart).id if counterpart else ""
    view = open_view(release, as_of)
    entry = view.catalogue.get_indicator(indicator)
    found = list(view.series(here.id, indicator, other))
    if not found:
        hint = "it is a dyad: give --counterpart" if entry.dyadic and not other else "none stands"
        raise InputError(f"no {indicator} for {here.name} in release {view.release.id}; {hint}")
    if every:
        periods = sorted({item.period.text for item in found})
        found += [o for text in periods for o in view.others(here.id, indicator, text, other)]
        found.sort(key=lambda o: (o.period.start, o.period.text, -o.released_on.toordinal()))
    if json or csv is not None:
        from countrydesk.cli.exporting import allowed

        found = allowed(view, found, include_restricted=include_restricted)
    rows = [_row(item) for item in found]
    if csv is not None:
        from countrydesk.cli.exporting import write_csv

        write_csv(csv, [row | _terms(view.origins[row["source"]]) for row in rows])
        typer.echo(f"{csv}  {len(rows):,} rows")
        return
    print_rows(rows, json=json)


def _terms(origin: Any) -> dict[str, Any]:  # noqa: ANN401 - an origin; its import is deferred
    return {"licence": origin.licence.name, "redistribute": origin.licence.redistribute.value}


def _row(item: Any) -> dict[str, Any]:  # noqa: ANN401 - an observation; its import is deferred
    return {
        "period": item.period.text,
        "value": item.value if item.text is None else item.text,
        "low": item.low,
        "high": item.high,
        "unit": item.unit,
        "status": item.status.value,
        "source": item.source,
        "series": item.series,
        "released": str(item.released_on),
        "retrieved": str(item.retrieved_on),
        "raw": item.raw_sha256[:12],
        "id": item.id,
    }


def places(
    query: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="A name, code or part of a name.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Find a place, or list all on which papers are written."""
    from countrydesk.cli.tables import print_rows
    from countrydesk.places import registry

    known = registry()
    if query is None:
        found = known.papers()
    else:
        exact = known.find(query)
        found = (exact,) if exact else tuple(match.place for match in known.match(query, limit=5))
    rows = [
        {
            "id": place.id,
            "name": place.name,
            "kind": place.kind.value,
            "subregion": place.subregion,
            "iso2": known.code_of(place.id, "iso2") or "",
            "gec": known.code_of(place.id, "gec") or "",
            "cow": known.code_of(place.id, "cow") or "",
            "note": place.note,
        }
        for place in found
    ]
    print_rows(rows, json=json)


def indicators(
    query: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="A word in the id, name or topic.")
    ] = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """List the indicators of a release, with units and the sources that give them."""
    from countrydesk.cli.tables import print_rows
    from countrydesk.evidence import load_release

    catalogue = load_release(release).catalogue
    word = (query or "").lower()
    rows = [
        {
            "id": key,
            "topic": entry.topic,
            "unit": entry.unit,
            "kind": entry.kind.value,
            "dyadic": "yes" if entry.dyadic else "",
            "name": entry.name,
        }
        for key, entry in catalogue.items()
        if word in f"{key} {entry.name} {entry.topic}".lower()
    ]
    print_rows(rows, json=json)


def conflicts(
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="A country; without one, all.")
    ] = None,
    indicator: Annotated[
        str, typer.Option("--indicator", "-i", metavar="ID", help="Only this indicator.")
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="The most rows; 0 prints all.")
    ] = 40,
    include_restricted: RestrictedOption = False,
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """List where sources differ on the same quantity, place and period, and which value is shown.

    [bold]countrydesk conflicts PER[/bold] prints the newest periods first, both values, what sets
    the sources apart and the rule; without a place, every conflict is counted by quantity and the
    widest are listed. --json leaves out the sources that may not be passed on, unless
    --include-restricted is given.
    """
    from countrydesk.cli.options import open_view
    from countrydesk.cli.register import print_conflicts
    from countrydesk.places import registry

    view = open_view(release, as_of, to_pass_on=json and not include_restricted)
    if indicator:
        view.catalogue.get_indicator(indicator)
    here = registry().resolve(place).id if place else ""
    print_conflicts(view, here, indicator, limit, json=json)


def coverage(
    source: Annotated[
        str, typer.Option("--source", "-s", metavar="NAME", help="Only what this source gives.")
    ] = "",
    principal: PrincipalOption = "USA",
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Show how much of what the outline asks for the evidence has, for all states.

    By section and indicator: how many states have a value, and its median year. Then the states
    with less than 80 percent of the items that the sources cover, and the gaps by the source that
    would close them.
    """
    from countrydesk.cli.covering import print_coverage
    from countrydesk.cli.options import open_view
    from countrydesk.places import registry

    view = open_view(release, as_of)
    print_coverage(view, registry().resolve(principal).id, source, json=json)
