"""Commands that look into the evidence: ``evidence``, ``places``, ``indicators``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from countrydesk.cli.options import AsOfOption, JsonOption, PlaceArgument, ReleaseOption


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("evidence")(evidence)
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
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """Print a series with its sources and three clocks.

    [bold]countrydesk evidence PER gdp_usd --all[/bold] shows how often a figure was revised.
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
    print_rows([_row(item) for item in found], json=json)


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
