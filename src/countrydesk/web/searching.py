"""Searching: the index of the served release, and filling it while readers go on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from countrydesk.places import registry
from countrydesk.web.index import Hit, Index, index_path

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from countrydesk.paper.nodes import Paper
    from countrydesk.web.site import Site


class Searcher:
    """The index behind a site, made when it is first searched."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._work: subprocess.Popen[bytes] | None = None

    def find(self, text: str, limit: int = 12) -> list[Hit]:
        """Return what was found for a text; see :meth:`Index.find`."""
        return self._opened().find(text, limit)

    def progress(self) -> tuple[int, int]:
        """Return how many papers are in the index, and how many there are."""
        return len(self._opened().papers()), len(registry().papers()) - 1

    def note(self, paper: Paper) -> None:
        """Add a paper that was just written, where there is an index already."""
        usual = paper.principal == self._site.settings.principal
        if self._index and usual and paper.as_of is None and paper.language == "en":
            self._index.add_paper(paper)

    def close(self) -> None:
        """Stop what is going on; a later search opens the index again."""
        if self._work and self._work.poll() is None:
            self._work.terminate()
            self._work.wait(5)
        with self._lock:
            if self._index:
                self._index.close()
            self._index = None

    def _opened(self) -> Index:
        with self._lock:
            if self._index is None:
                self._index = self._made()
            return self._index

    def _made(self) -> Index:
        site = self._site
        path = index_path(site.settings.home, site.release) if site.settings.home else None
        made = Index(path)
        with site.reading():
            made.fill(site.now)
        if path and site.settings.sentences:
            self._start(path)
        return made

    def _start(self, path: Path) -> None:
        from countrydesk.web import indexing

        release, principal = self._site.release.folder, self._site.settings.principal
        self._work = indexing.start(release, principal, path)
