"""The index of full text: places, indicators, agreements and the sentences of papers (FTS5).

It is one SQLite file for each release and version of the code. Places, indicators and agreements
are in it from the first search; sentences are added paper by paper (see
:mod:`countrydesk.web.indexing`).
"""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import countrydesk
from countrydesk.places import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from countrydesk.evidence import Release, View
    from countrydesk.model import Observation
    from countrydesk.paper.nodes import Paper

KINDS: Final = ("place", "indicator", "agreement", "sentence")
# What of the evidence is an agreement, a programme or a commitment between states.
AGREEMENTS: Final = (
    "us_trade_agreement", "us_investment_agreement", "us_alliance", "eu_trade_arrangement",
    "environmental_agreement", "sanctions_programme", "organisation_membership", "visa_waiver",
)  # fmt: skip
FOLDER: Final = "search"
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 12
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS paper (place TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE IF NOT EXISTS entry USING fts5(
  title, text, kind UNINDEXED, id UNINDEXED, url UNINDEXED,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4');
"""
_FIND: Final = """
SELECT kind, id, title, snippet(entry, 1, char(2), char(3), ' … ', 24), url FROM entry
WHERE entry MATCH ? AND kind = ? ORDER BY bm25(entry, 8.0, 1.0), id LIMIT ?
"""
START, END = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; ``text`` has the words that matched between ``START`` and ``END``."""

    kind: str
    id: str
    title: str
    text: str
    url: str


class Index:
    """The index of one release; ``path`` None keeps it in memory."""

    def __init__(self, path: Path | None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path or ":memory:", check_same_thread=False, timeout=20)
        if path:
            self._base.execute("PRAGMA journal_mode = WAL")
        self._base.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    def fill(self, view: View) -> None:
        """Add places, indicators and agreements unless they are there."""
        with self._lock, self._base:
            self._base.execute("BEGIN IMMEDIATE")
            if not self._base.execute("SELECT 1 FROM entry LIMIT 1").fetchone():
                self._add([*_places(), *_indicators(view), *_agreements(view)])

    def add_paper(self, paper: Paper) -> None:
        """Add the sentences of a paper unless they are there."""
        with self._lock, self._base:
            cursor = self._base.execute("INSERT OR IGNORE INTO paper VALUES (?)", (paper.partner,))
            if cursor.rowcount:
                self._add(_sentences(paper))

    def papers(self) -> frozenset[str]:
        """Return the places whose papers are in the index."""
        with self._lock, closing(self._base.execute("SELECT place FROM paper")) as found:
            return frozenset(place for (place,) in found)

    def find(self, text: str, limit: int = 12) -> list[Hit]:
        """Return what holds every word of ``text``, by kind in the order ``KINDS``, best first.

        The last word may be the beginning of one. Nothing is found for a text without words.
        """
        asked = _query(text)
        if not asked:
            return []
        with self._lock:
            return [
                Hit(*row)
                for kind in KINDS
                for row in self._base.execute(_FIND, (asked, kind, limit)).fetchall()
            ]

    def _add(self, hits: Iterable[Hit]) -> None:
        rows = ((hit.title, hit.text, hit.kind, hit.id, hit.url) for hit in hits)
        self._base.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)


def index_path(home: Path, release: Release) -> Path:
    """Return where the index of a release is kept."""
    return home / FOLDER / f"{release.id}-{countrydesk.__version__}.sqlite"


def _query(text: str) -> str:
    """Return a query of FTS5 in which every word is quoted, so that none is an operator."""
    words = _WORD.findall(text)[:_MOST_WORDS]
    quoted = [f'"{word}"' for word in words]
    return " ".join([*quoted[:-1], f"{quoted[-1]}*"]) if quoted else ""


def _places() -> Iterator[Hit]:
    for place in registry().papers():
        names = [*place.names.values(), *place.official.values(), place.id, place.adjective]
        text = ", ".join(dict.fromkeys(name for name in names if name))
        yield Hit("place", place.id, place.name, text, f"/paper/{place.id}")


def _indicators(view: View) -> Iterator[Hit]:
    for key, entry in view.catalogue.items():
        url = f"/?indicator={key}" if entry.unit and not entry.dyadic else f"/explore?i={key}"
        text = f"{entry.definition} ({key.replace('_', ' ')})"
        yield Hit("indicator", key, entry.name, text, url)


def _agreements(view: View) -> Iterator[Hit]:
    for key in AGREEMENTS:
        if key in view.catalogue:
            for place, items in view.everywhere(key).items():
                if place in {one.id for one in registry().papers()}:
                    yield from (_agreement(view, item) for item in items)


def _agreement(view: View, item: Observation) -> Hit:
    known = registry()
    sides = [known.get(item.place).name]
    sides += [known.get(item.counterpart).name] if item.counterpart else []
    words = [item.attributes.get(name, "") for name in ("kind", "status", "law")]
    text = ", ".join(
        part for part in (" and ".join(sides), item.period.text, *words,
            view.catalogue[item.indicator].name) if part
    )  # fmt: skip
    return Hit("agreement", item.id, item.text or "", text, f"/paper/{item.place}")


def _sentences(paper: Paper) -> Iterator[Hit]:
    for one in paper.sentences:
        yield Hit("sentence", one.id, "", one.text, f"/paper/{paper.partner}#s-{one.id}")
