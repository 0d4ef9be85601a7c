"""The work behind the commands on sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import typer

from countrydesk import settings
from countrydesk.cli.progress import downloads, steps
from countrydesk.errors import CountrydeskError, InputError, SourceError
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.fetching.store import Store, user_store
from countrydesk.sources.parse import Parsed
from countrydesk.sources.registry import Source, get_source, source_names
from countrydesk.sources.spec import FetchKind

Row = dict[str, Any]


def listed() -> list[Row]:
    """Return one row for each source."""
    store, base = user_store(), settings.raw_folder()
    return [_listed(get_source(name), store, base) for name in source_names()]


def _listed(source: Source, store: Store, base: Path | None) -> Row:
    spec, index = source.spec, store.index(source.spec.name)
    days = [record.retrieved_on for record in index.files.values()]
    return {
        "name": spec.name,
        "producer": spec.short,
        "passed on": spec.licence.redistribute.value,
        "cadence": spec.cadence,
        "vintage": spec.vintage,
        "refreshed by": spec.fetch.kind.value,
        "held": _held(source, store, base),
        "retrieved": str(max(days)) if days else "",
        "checked": str(index.checked_on or ""),
        "snapshots": len(index.snapshots),
        "stale": f"since {index.stale.since}: {index.stale.reason}" if index.stale else "",
    }


def _held(source: Source, store: Store, base: Path | None) -> str:
    if all(entry.beside for entry in source.spec.files):
        return "package"
    if store.index(source.spec.name).files:
        return "store"
    return "raw" if base is not None and Layers(base, {}, {}).is_at_hand(source) else ""


def refreshed(names: Sequence[str]) -> list[Row]:
    """Fetch sources and return what became of each.

    Raises:
        InputError: a name is none of a source, or the mirrors are misspelt.
        NoFetchError: a source that was asked for by name has no address.
    """
    from countrydesk.sources.fetching.arrivals import Carrier, demand_address
    from countrydesk.sources.fetching.client import Client
    from countrydesk.sources.fetching.refresh import Desk, Outcome

    sources = _named(names) if names else [
        source for source in map(get_source, source_names())
        if source.spec.fetch.kind is not FetchKind.NONE
    ]  # fmt: skip
    for source in sources:
        demand_address(source.spec)
    store = user_store()
    outcomes: list[Outcome] = []
    desk = Desk(store, settings.raw_folder())
    with (
        store.locked(),
        Client(store.folder, settings.mirrors()) as client,
        downloads(len(sources)) as (begin, progress),
    ):
        carrier = Carrier(client, store, date.today(), progress)  # noqa: DTZ011
        for source in sources:
            begin(source.spec.name)
            outcomes.append(desk.refresh(source, carrier))
    return [_outcome_row(outcome) for outcome in outcomes]


def added(name: str, file: Path, path: str | None) -> Row:
    """Take a user's own copy into the store and return what became of the source.

    Raises:
        InputError: no such source or file.
        SourceError: the file cannot be read strictly.
    """
    from countrydesk.sources.fetching.refresh import Desk

    (source,) = _named([name])
    if not file.is_file():
        raise InputError(f"{file} is no file; give the path of the copy that you downloaded")
    store = user_store()
    with store.locked():
        today = date.today()  # noqa: DTZ011
        outcome = Desk(store, settings.raw_folder()).add(source, file, path, today)
    return _outcome_row(outcome)


def _outcome_row(outcome: Any) -> Row:  # noqa: ANN401 - an outcome; its import is deferred
    moved = outcome.moved
    return {
        "source": outcome.source,
        "result": outcome.result.value,
        "observations": outcome.observations,
        "added": moved.added if moved else 0,
        "revised": moved.revised if moved else 0,
        "withdrawn": moved.withdrawn if moved else 0,
        "note": outcome.reason
        or "; ".join(outcome.warnings)
        or ("" if outcome.compared else "the snapshot before could not be read to compare with"),
        "largest": [asdict(revision) for revision in moved.largest] if moved else [],
    }


def print_largest(rows: Sequence[Row]) -> None:
    """Print the largest revisions of each source."""
    for row in rows:
        for item in row["largest"]:
            dyad = f" > {item['counterpart']}" if item["counterpart"] else ""
            typer.echo(
                f"  {row['source']}: {item['indicator']} {item['place']}{dyad} {item['period']}: "
                f"{item['before']:g} -> {item['after']:g}"
            )


def checked(names: Sequence[str], raw: Path | None) -> tuple[list[Row], Mapping[str, str]]:
    """Return the account of every raw file, and why sources could not be read.

    Without names, sources of which nothing is at hand are passed over.

    Raises:
        InputError: a name is none of a source, or nothing is at hand.
    """
    store, base = user_store(), raw or settings.raw_folder()
    everything = {source.spec.name: source for source in map(get_source, source_names())}
    sources = _named(names) if names else list(everything.values())
    layers = {
        s.spec.name: Layers(base, {}, {}) if raw else Layers.of_store(s, store, base)
        for s in sources
    }
    if not names:
        sources = [s for s in sources if layers[s.spec.name].is_at_hand(s)]
    rows: list[Row] = []
    failed: dict[str, str] = {}
    with steps("check", len(sources)) as progress:
        for source in sources:
            progress(source.spec.name)
            try:
                rows += _accounts(layers[source.spec.name].parse(source))
            except CountrydeskError as error:
                failed[source.spec.name] = " ".join(str(error).split())
    return rows, failed


def _accounts(parsed: Parsed) -> list[Row]:
    return [
        {
            "source": parsed.spec.name,
            "file": path,
            "read": tally.read,
            "used": tally.used,
            "ignored": tally.ignored.total(),
            "pinned": "yes" if parsed.is_pinned(path) else "no",
            "rules": "; ".join(f"{rule}: {n}" for rule, n in sorted(tally.ignored.items())),
            "warnings": "; ".join(parsed.warnings),
            "by_rule": dict(sorted(tally.ignored.items())),
        }
        for path, tally in sorted(parsed.tallies.items())
    ]


def by_source(rows: Sequence[Row]) -> list[Row]:
    """Return the accounts of the files added up: one row for each source, and the total."""
    names = dict.fromkeys(row["source"] for row in rows)
    groups = {name: [row for row in rows if row["source"] == name] for name in names}
    return [_summed(name, group) for name, group in (groups | {"total": list(rows)}).items()]


def _summed(name: str, rows: Sequence[Row]) -> Row:
    read, used, ignored = (sum(row[key] for row in rows) for key in ("read", "used", "ignored"))
    rules = Counter[str]()
    for row in rows:
        rules.update(row["by_rule"])
    said = "; ".join(f"{rule}: {n:,}" for rule, n in rules.most_common())
    return {
        "source": name,
        "files": len(rows),
        "read": read,
        "used": used,
        "ignored": ignored,
        "adds up": "yes" if read == used + ignored == used + rules.total() else "no",
        "rules": said if name != "total" else "",
    }


def _named(names: Sequence[str]) -> list[Source]:
    try:
        return [get_source(name) for name in dict.fromkeys(names)]
    except SourceError as error:
        unknown = [name for name in names if name not in source_names()]
        if not unknown:
            raise
        from rapidfuzz import process

        near = [match[0] for match in process.extract(unknown[0], source_names(), limit=3)]
        raise InputError(
            f"no source '{unknown[0]}'; did you mean {', '.join(near)}? "
            "See 'countrydesk sources list'"
        ) from error
