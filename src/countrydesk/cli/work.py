"""The work behind the commands that write papers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from countrydesk.cli.options import open_view
from countrydesk.cli.output import write_files
from countrydesk.cli.progress import steps
from countrydesk.errors import CountrydeskError
from countrydesk.evidence import View
from countrydesk.paper.build import build_paper
from countrydesk.places import Place, registry
from countrydesk.render import Theme, get_renderer


def paper_files(
    view: View, partner: Place, principal: Place, formats: Sequence[str]
) -> Mapping[str, bytes]:
    """Return the paper in each format, by file name."""
    paper = build_paper(view, partner, principal)
    renderers = [get_renderer(name) for name in formats]
    stem = f"{partner.id}-{principal.id}"
    return {f"{stem}{entry.suffix}": entry(paper, Theme()) for entry in renderers}


@dataclass(frozen=True)
class _Order:
    """What every worker of a world needs to know."""

    principal: str
    as_of: str | None
    formats: Sequence[str]
    output: Path
    release: str | None


def write_world(
    *,
    principal: str,
    as_of: str | None,
    formats: Sequence[str],
    output: Path,
    release: str | None,
    jobs: int,
) -> dict[str, str]:
    """Write the papers on all states but the principal; return what failed, by place, and why."""
    viewer = registry().resolve(principal)
    order = _Order(viewer.id, as_of, tuple(formats), output, release)
    open_view(release, as_of)
    places = [place.id for place in registry().papers() if place.id != viewer.id]
    failed: dict[str, str] = {}
    with steps("papers", len(places)) as progress:
        for place, reason in _run(order, places, jobs):
            progress(place)
            if reason:
                failed[place] = reason
    return dict(sorted(failed.items()))


def _run(order: _Order, places: Sequence[str], jobs: int) -> Iterator[tuple[str, str]]:
    # Polars' threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting = [pool.submit(_write_one, order, place) for place in places]
        for done in as_completed(waiting):
            yield done.result()


def _write_one(order: _Order, place: str) -> tuple[str, str]:
    try:
        view = _view(order.release, order.as_of)
        known = registry()
        files = paper_files(view, known.get(place), known.get(order.principal), order.formats)
        write_files({order.output / name: payload for name, payload in files.items()})
        view.forget(place)
    except CountrydeskError as error:
        return place, str(error)
    return place, ""


@cache
def _view(release: str | None, as_of: str | None) -> View:
    return open_view(release, as_of)
