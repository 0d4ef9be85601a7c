"""How the desk is served; ``countrydesk serve`` fills it from its options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the desk is served.

    ``release`` is the id of a release, None for the newest there is; ``principal`` is whose
    viewpoint a reader sees first; ``hosts`` are the names by which the desk may be addressed, none
    for any. ``home`` is where the index of full text is kept, None for memory alone. Sizes are in
    bytes, times in seconds; ``rate`` is how many requests a second one client may make after a
    burst of ``burst``, 0 for any number; ``costly_rate`` and ``costly_burst`` bound the requests
    that make something (an audit, a paper for a new day). ``body`` and ``upload`` bound what a
    client sends to the API and to the audit; ``receive`` how long it may take to send it.
    ``database`` is that of a team, none for a desk that nobody writes on.
    ``sentences`` says that the first search starts to index the sentences of all papers.
    """

    release: str | None = None
    principal: str = "USA"
    hosts: tuple[str, ...] = ()
    home: Path | None = None
    cache: int = 192 * MEGABYTE
    rate: float = 1000.0
    burst: int = 4000
    costly_rate: float = 5.0
    costly_burst: int = 40
    body: int = 256_000
    upload: int = 5 * MEGABYTE
    receive: float = 20.0
    sentences: bool = True
    database: str = ""
