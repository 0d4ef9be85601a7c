"""Findings about the evidence itself: how much there is on a place, and from whom."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period


@method(1)
def evidence_size(view: View, *, place: str) -> Finding | None:
    """How many standing observations the release has about a place, its dyads included.

    ``sources`` counts who gives them, ``all_sources`` those of the release, ``indicators`` the
    series of the place itself. The one input stands for all of them.
    """
    counts = view.counts(place)
    sample = _sample(view, place)
    if sample is None:
        return None
    values: dict[str, Scalar] = {
        "sources": len(counts), "all_sources": len(view.origins),
        "indicators": len(view.indicators_of(place)),
        "rows": view.release.manifest.rows,
    }  # fmt: skip
    return Finding(
        FindingKind.TOTAL, sample.indicator, place, "", sum(counts.values()), "count",
        Period.parse(view.cutoff.isoformat()), (sample,), values,
    )  # fmt: skip


def _sample(view: View, place: str) -> Observation | None:
    known = (view.find_latest(place, name) for name in ("population", "capital", "head_of_state"))
    return next((item for item in known if item is not None), None)
