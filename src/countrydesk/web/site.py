"""What the whole desk shares: one release, its views, and the papers last written from them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fastapi import HTTPException, Request

from countrydesk.evidence import View, load_release
from countrydesk.model.period import parse_date
from countrydesk.places import Place, registry
from countrydesk.web.searching import Searcher

if TYPE_CHECKING:
    from datetime import date

    from countrydesk.evidence import Catalogue, Release
    from countrydesk.paper.nodes import Paper
    from countrydesk.web.config import WebSettings

# The matrix of trade between all economies.
RECONCILED: Final = "goods_exports_reconciled"
# Seconds after the start, so that the first pages do not wait for it.
LAB_AFTER: Final = 3.0
MOST_PAPERS: Final = 12
# A view of an earlier day holds its own index of the whole release.
MOST_EARLIER: Final = 1
MOST_WAITING: Final = 12


class Site:
    """The release behind the desk. Reading is shared; one paper is written at a time."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self._writing = threading.RLock()
        self._waiting = 0
        self._closed = threading.Event()
        self._earlier: OrderedDict[date, View] = OrderedDict()
        self._papers: OrderedDict[tuple[str, str, date | None, str], Paper] = OrderedDict()
        self.search = Searcher(self)

    @cached_property
    def release(self) -> Release:
        """The release, opened when it is first asked for."""
        return load_release(self.settings.release)

    @cached_property
    def now(self) -> View:
        """The view of everything in the release."""
        return View(self.release)

    @property
    def catalogue(self) -> Catalogue:
        """The indicators of the release."""
        return self.release.catalogue

    @cached_property
    def has_lab(self) -> bool:
        """Whether the release holds the matrix of trade that the policy lab stands on."""
        return RECONCILED in self.catalogue

    def load(self) -> None:
        """Read and index the release now, and later the world of the policy lab."""
        self.release.load()
        if self.has_lab and not self._closed.wait(LAB_AFTER):
            from countrydesk.policy.world import world_today

            with self._writing:
                world_today(self.now)

    def close(self) -> None:
        """Stop what goes on in the background."""
        self._closed.set()
        self.search.close()

    # -- what a request names ------------------------------------------------------------------

    def day(self, text: str | None) -> date | None:
        """Return the day that ``text`` names; None for none, and for one past all evidence."""
        if not text:
            return None
        day = parse_date(text)
        return None if day >= self.release.manifest.cutoff else day

    def view(self, day: date | None) -> View:
        """Return the view of a day; hold :meth:`writing` around it where the day is given."""
        if day is None:
            return self.now
        if day not in self._earlier:
            self._earlier[day] = View(self.release, day)
        self._earlier.move_to_end(day)
        while len(self._earlier) > MOST_EARLIER:
            self._earlier.popitem(last=False)
        return self._earlier[day]

    def principal(self, text: str | None) -> Place:
        """Return the principal that ``text`` names, the usual one without it."""
        return registry().resolve(text or self.settings.principal)

    # -- papers --------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the desk for work that fills memory; too many who wait are turned away.

        Raises:
            HTTPException: 429, when ``MOST_WAITING`` requests wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise HTTPException(429, "too many papers are being written", {"Retry-After": "5"})
        self._waiting += 1
        try:
            with self._writing:
                yield
        finally:
            self._waiting -= 1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the desk for a short look into a view."""
        with self._writing:
            yield

    def paper(
        self, partner: Place, principal: Place, day: date | None = None, language: str = "en"
    ) -> Paper:
        """Return a paper as the evidence gives it; the last few are kept."""
        key = (partner.id, principal.id, day, language)
        with self.writing():
            if key not in self._papers:
                self._papers[key] = self._written(partner, principal, day, language)
            self._papers.move_to_end(key)
            while len(self._papers) > MOST_PAPERS:
                (gone, *_), _ = self._papers.popitem(last=False)
                if gone not in {place for place, *_ in self._papers}:
                    self.now.forget(gone)
            return self._papers[key]

    def _written(self, partner: Place, principal: Place, day: date | None, language: str) -> Paper:
        from countrydesk.paper.build import build_paper

        made = build_paper(self.view(day), partner, principal, language=language)
        self.search.note(made)
        return made


def site_of(request: Request) -> Site:
    """Return the site of a request."""
    site: Site = request.app.state.site
    return site
