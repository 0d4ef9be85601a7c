"""Adds the sentences of all papers to the index, in a process of its own and at low priority.

``python -m countrydesk.web.indexing RELEASE PRINCIPAL FILE`` goes on where it was stopped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from countrydesk.errors import CountrydeskError
from countrydesk.evidence import View, load_release
from countrydesk.paper.build import build_paper
from countrydesk.places import registry
from countrydesk.web.index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

_NICE = 15


def start(release: Path, principal: str, path: Path) -> subprocess.Popen[bytes]:
    """Start to fill the index at ``path`` with the papers seen from ``principal``."""
    return subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        [sys.executable, "-m", __name__, str(release), principal, str(path)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def fill(view: View, principal: str, index: Index, places: Sequence[str]) -> None:
    """Add the papers on ``places`` that the index does not hold; those that fail are left out."""
    known, held = registry(), index.papers()
    viewer = known.get(principal)
    for place in places:
        if place in held or place == viewer.id:
            continue
        try:
            index.add_paper(build_paper(view, known.get(place), viewer, check=False))
        except CountrydeskError:
            continue
        finally:
            view.forget(place)


def main(arguments: Sequence[str]) -> None:
    """Fill an index."""
    release, principal, path = arguments
    os.nice(_NICE)
    places = [place.id for place in registry().papers()]
    fill(View(load_release(release)), principal, Index(Path(path)), places)


if __name__ == "__main__":
    main(sys.argv[1:])
