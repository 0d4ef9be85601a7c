"""A rank as it is said: from the nearer end, and without a number where it is the first."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding
from countrydesk.paper.page import Page
from countrydesk.paper.writing.realise import Phrase

FARTHEST = 5


def position(page: Page, rank: Finding | None) -> Phrase | None:
    """Return a rank as an apposition: the third lowest of twelve in South America, the highest.

    None for a rank that is nearer the middle than an end, which says nothing.
    """
    if rank is None:
        return None
    size = int(float(rank.get_value("n")))
    top, bottom = int(rank.number), int(float(rank.get_value("from_bottom")))
    if min(top, bottom) > max(1, min(FARTHEST, size // 3)):
        return None
    name = "high" if top <= bottom else "low"
    if min(top, bottom) == 1:
        name = "top" if top == 1 else "bottom"
    return page.phrase(f"trade.pos_{name}", r=rank, key=f"position_{rank.indicator}")
