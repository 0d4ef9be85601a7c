"""The work behind the commands that write papers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from countrydesk.cli.options import open_view, warn_of_restricted
from countrydesk.cli.output import write_files
from countrydesk.cli.progress import steps
from countrydesk.errors import CountrydeskError
from countrydesk.evidence import View
from countrydesk.paper.build import build_paper
from countrydesk.paper.desk import Desk
from countrydesk.paper.judgements import key_judgements
from countrydesk.paper.overrides import load_history
from countrydesk.paper.overriding import overridden
from countrydesk.paper.variety import NOTHING, Density, density, shapes
from countrydesk.paper.weights import Weights, load_weights
from countrydesk.places import Place, registry
from countrydesk.render import Theme, get_renderer

Outcome = TypeVar("Outcome")


def paper_files(
    view: View,
    partner: Place,
    principal: Place,
    formats: Sequence[str],
    weights: Weights | None = None,
    *,
    overrides: bool = True,
) -> Mapping[str, bytes]:
    """Return the paper in each format, by file name, with analysts' words unless left out."""
    paper = build_paper(view, partner, principal, weights=weights)
    if overrides:
        paper = overridden(paper, load_history(partner.id, principal.id))
    renderers = [get_renderer(name) for name in formats]
    stem = f"{partner.id}-{principal.id}"
    return {f"{stem}{entry.suffix}": entry(paper, Theme()) for entry in renderers}


def moved_judgements(view: View, partner: Place, principal: Place, weights: Weights) -> list[str]:
    """Return in words how other weights move the choice of key judgements."""
    chosen = [
        [item.rule.key for item in key_judgements(Desk(view, partner, principal), table)]
        for table in (load_weights(), weights)
    ]
    before, after = chosen
    if before == after:
        return ["key judgements: the same, in the same order"]
    gone = [f"key judgement left out: {key}" for key in before if key not in after]
    new = [f"key judgement taken in: {key}" for key in after if key not in before]
    return [*gone, *new] or [f"key judgements: the same, now in the order {', '.join(after)}"]


@dataclass(frozen=True)
class _Order:
    """What every worker of a world needs to know."""

    principal: str
    as_of: str | None
    formats: Sequence[str]
    output: Path
    release: str | None
    overrides: bool = True
    to_pass_on: bool = False


def write_world(
    *,
    principal: str,
    as_of: str | None,
    formats: Sequence[str],
    output: Path,
    release: str | None,
    jobs: int,
    overrides: bool = True,
    to_pass_on: bool = False,
) -> dict[str, str]:
    """Write the papers on all states but the principal; return what failed, by place, and why."""
    viewer = registry().resolve(principal)
    order = _Order(viewer.id, as_of, tuple(formats), output, release, overrides, to_pass_on)
    warn_of_restricted(open_view(release, as_of, to_pass_on=to_pass_on))
    places = _states(viewer)
    failed: dict[str, str] = {}
    with steps("papers", len(places)) as progress:
        for place, reason in _run(order, places, jobs, _write_one):
            progress(place)
            if reason:
                failed[place] = reason
    return dict(sorted(failed.items()))


def _run(
    order: _Order, places: Sequence[str], jobs: int, worker: Callable[[_Order, str], Outcome]
) -> Iterator[Outcome]:
    # Polars' threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting = [pool.submit(worker, order, place) for place in places]
        for done in as_completed(waiting):
            yield done.result()


def _states(viewer: Place) -> list[str]:
    return [place.id for place in registry().papers() if place.id != viewer.id]


@dataclass(frozen=True)
class Quality:
    """What one paper is judged by: why it failed, its masked sentences, its density."""

    place: str
    failure: str
    shapes: frozenset[str]
    density: Density


def judge_world(
    *, principal: str, as_of: str | None, release: str | None, jobs: int
) -> list[Quality]:
    """Build the papers on all states but the principal and judge each, sorted by place."""
    viewer = registry().resolve(principal)
    order = _Order(viewer.id, as_of, (), Path(), release)
    open_view(release, as_of)
    places, found = _states(viewer), list[Quality]()
    with steps("papers", len(places)) as progress:
        for item in _run(order, places, jobs, _judge_one):
            progress(item.place)
            found.append(item)
    return sorted(found, key=lambda item: item.place)


def _judge_one(order: _Order, place: str) -> Quality:
    view, known = _view(order.release, order.as_of, order.to_pass_on), registry()
    try:
        paper = build_paper(view, known.get(place), known.get(order.principal))
    except CountrydeskError as error:
        return Quality(place, str(error), frozenset(), NOTHING)
    finally:
        view.forget(place)
    return Quality(place, "", shapes(paper), density(paper))


def _write_one(order: _Order, place: str) -> tuple[str, str]:
    try:
        view = _view(order.release, order.as_of, order.to_pass_on)
        known = registry()
        files = paper_files(
            view, known.get(place), known.get(order.principal), order.formats,
            overrides=order.overrides,
        )  # fmt: skip
        write_files({order.output / name: payload for name, payload in files.items()})
        view.forget(place)
    except CountrydeskError as error:
        return place, str(error)
    return place, ""


@cache
def _view(release: str | None, as_of: str | None, to_pass_on: bool) -> View:
    return open_view(release, as_of, to_pass_on=to_pass_on)
