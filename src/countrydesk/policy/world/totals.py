"""What the release says of trade besides the matrix: totals, shares, US flows, output."""

from __future__ import annotations

from countrydesk.evidence import View

NEAREST = 6
TRADE = {"exports": "exports_usd", "imports": "imports_usd"}
SHARES = {"exports": "export_partner_share", "imports": "import_partner_share"}
OWNER = "USA"


def find_near(view: View, place: str, indicator: str, year: int) -> tuple[float, int] | None:
    """Return the value of the year nearest to ``year``, and that year; None beyond six years."""
    found: dict[int, float] = {}
    for item in view.measured(place, indicator):
        if item.value is not None and item.period.text.isdigit():
            found.setdefault(int(item.period.text), item.value)
    near = min(found, key=lambda y: (abs(y - year), -y), default=None)
    if near is None or abs(near - year) > NEAREST:
        return None
    return found[near], near


def find_output(view: View, place: str, year: int) -> tuple[float, int] | None:
    """Return gross domestic product in dollars of the year nearest to ``year``."""
    return find_near(view, place, "gdp_usd", year)


def partner_shares(view: View, place: str, side: str) -> dict[str, float]:
    """Return the shares of the named partners in exports or imports, as fractions."""
    newest = view.newest_dyads(place, SHARES[side])
    return {code: item.number / 100 for code, item in newest.items() if item.value}


def us_cells(view: View, year: int) -> dict[tuple[str, str], float]:
    """Return what the Census counts for ``year``: exporter and importer to dollars."""
    key = ("us_cells", year)
    if key not in view.shared:
        view.shared[key] = _us_cells(view, year)
    return view.shared[key]  # type: ignore[return-value]


def _us_cells(view: View, year: int) -> dict[tuple[str, str], float]:
    cells: dict[tuple[str, str], float] = {}
    for indicator, forward in (("goods_exports", True), ("goods_imports", False)):
        for partner in view.dyads(OWNER, indicator):
            item = view.find_at(OWNER, indicator, str(year), partner)
            if item is not None and item.value is not None:
                cells[(OWNER, partner) if forward else (partner, OWNER)] = item.value
    return cells
