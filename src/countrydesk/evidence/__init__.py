"""Releases of evidence: compiled, verified, and read as of a day."""

from countrydesk.evidence.catalogue import Catalogue, Indicator, IndicatorKind
from countrydesk.evidence.release import Release
from countrydesk.evidence.store import find_release, list_releases, load_release
from countrydesk.evidence.view import View

__all__ = [
    "Catalogue",
    "Indicator",
    "IndicatorKind",
    "Release",
    "View",
    "find_release",
    "list_releases",
    "load_release",
]
