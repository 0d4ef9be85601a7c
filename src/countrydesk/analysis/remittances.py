"""Findings about money that people send home: how much, and beside what."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View

REMITTANCES = "remittances_share"
OUTPUT = "gdp_usd"
# What a country earns or is given from abroad, in percent of output or in dollars.
BESIDE = ("fdi_inflows_share", "exports_share_gdp")


@method(1)
def remittance_amount(view: View, *, place: str) -> Finding | None:
    """Remittances received in dollars: their share of output times output of the same year."""
    share = view.find_latest(place, REMITTANCES)
    output = view.find_at(place, OUTPUT, share.period.text) if share else None
    if share is None or output is None or not share.value:
        return None
    amount = share.number / 100 * output.number
    values: dict[str, Scalar] = {"share": share.number, "output": output.number}
    return Finding(
        FindingKind.LEVEL, REMITTANCES, place, "", amount, "usd", share.period, (share, output),
        values,
    )  # fmt: skip


@method(1)
def remittances_beside(view: View, *, place: str, indicator: str) -> Finding | None:
    """Remittances over another inflow of the same year, both in percent of output: a ratio.

    ``share`` and ``other`` are the two; None where the years differ or the other is not positive.
    """
    share = view.find_latest(place, REMITTANCES)
    other = view.find_at(place, indicator, share.period.text) if share else None
    if share is None or other is None or not share.value or other.number <= 0:
        return None
    values: dict[str, Scalar] = {"share": share.number, "other": other.number}
    return Finding(
        FindingKind.SHARE, REMITTANCES, place, "", share.number / other.number, "ratio",
        share.period, (share, other), values,
    )  # fmt: skip
