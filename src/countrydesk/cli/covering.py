"""The work behind ``coverage``: the survey of the outline, printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from countrydesk.cli.tables import print_rows
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.paper.outline import load_outline
from countrydesk.paper.survey import ENOUGH, LISTS, Gap, Item, Share, gaps, shares, survey

WANTED = 190
Row = dict[str, Any]


def print_coverage(view: View, principal: str, source: str, *, json: bool) -> None:
    """Print items, states with too little, and gaps by the source that would close them.

    Raises:
        InputError: the release has no such source.
    """
    if source and source not in view.origins:
        raise InputError(
            f"no source '{source}' in release {view.release.id}; see 'countrydesk sources list'"
        )
    items = survey(view, load_outline(), principal, source)
    items = tuple(item for item in items if item.years) if source else items
    known = shares(items)
    found = gaps(view, items)
    if json:
        import orjson

        plain = _plain(items, known, found)
        typer.echo(orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode())
        return
    print_rows([_item(item) for item in items])
    if source:
        return
    _print_shares(known, items)
    typer.echo("\ngaps by the first source of each indicator that this release does not have")
    print_rows([_gap(gap) for gap in found])


def _print_shares(known: Sequence[Share], items: Sequence[Item]) -> None:
    entries = {item.entry for item in items}
    covered = {item.entry for item in items if item.years}
    typer.echo(
        f"\n{len(entries)} different items, of which the sources of this release cover "
        f"{len(covered)}: a state has at least one value"
    )
    if covered < entries:
        typer.echo(f"not covered at all: {', '.join(sorted(entries - covered))}")
    answered = sum(one.answered >= ENOUGH for one in known)
    verdict = "reached" if answered >= WANTED else "not reached"
    typer.echo(
        f"{answered} of {len(known)} states have an answer to at least {ENOUGH:.0%} of the covered "
        f"items (the aim is {WANTED}: {verdict}): a value, or none where a source that lists every "
        f"case does not list the state"
    )
    valued = sum(one.share >= ENOUGH for one in known)
    typer.echo(f"{valued} of {len(known)} by values alone")
    for name, reason in sorted(LISTS.items()):
        typer.echo(f"none is an answer to {name}: {reason}")
    print_rows([_share(one) for one in known if one.answered < ENOUGH])


def _item(item: Item) -> Row:
    return {
        "section": item.section,
        "item": item.entry,
        "states": len(item.years),
        "instead": len(item.instead),
        "none": len(item.absent),
        "of": len(item.asked),
        "median year": str(item.median_year or ""),
    }


def _share(one: Share) -> Row:
    return {
        "place": one.place,
        "answered": f"{one.answered:.1%}",
        "values": f"{one.share:.1%}",
        "found": one.found,
        "none": one.none,
        "covered": one.covered,
        "missing": " ".join(one.missing[:8]) + (" ..." if len(one.missing) > 8 else ""),
    }


def _gap(gap: Gap) -> Row:
    more = f" and {len(gap.items) - 4} more" if len(gap.items) > 5 else ""
    shown = gap.items[:4] if more else gap.items
    return {
        "source": gap.source,
        "values": gap.values,
        "states": gap.states,
        "how": gap.why,
        "items": " ".join(shown) + more,
    }


def _plain(items: Sequence[Item], known: Sequence[Share], found: Sequence[Gap]) -> Row:
    return {
        "items": [_item(item) | {"missing": sorted(item.missing)} for item in items],
        "states": [
            {"place": one.place, "share": round(one.share, 4), "found": one.found,
                "none": one.none, "covered": one.covered, "missing": list(one.missing)}
            for one in known
        ],
        "enough": sum(one.share >= ENOUGH for one in known),
        "answered": sum(one.answered >= ENOUGH for one in known),
        "lists": dict(LISTS),
        "aim": WANTED,
        "gaps": [
            {"source": gap.source, "values": gap.values, "states": gap.states,
                "items": list(gap.items), "how": gap.why}
            for gap in found
        ],
    }  # fmt: skip
