"""The colours and measures of charts; pages map the same colours to their own variables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Spec: TypeAlias = dict[str, Any]

# The widths of text are those of this font; Arial and Arimo have the same.
FONT: Final = "Liberation Sans"
FONT_STACK: Final = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
FONT_SIZE: Final = 11


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role; all ``#rrggbb``, all different from one another.

    ``series`` are for lines, dots and their labels: at least 4.5 to 1 against ``surface``.
    ``scale`` runs from the lowest to the highest class of a map.
    """

    ink: str
    quiet: str
    rule: str
    surface: str
    band: str
    series: tuple[str, ...]
    scale: tuple[str, ...]

    def roles(self) -> dict[str, str]:
        """Return each colour by its role; series are ``chart-1`` and so on, steps ``scale-1``."""
        named = {role: getattr(self, role) for role in ("ink", "quiet", "rule", "surface", "band")}
        for stem, colours in (("chart", self.series), ("scale", self.scale)):
            named |= {f"{stem}-{at}": colour for at, colour in enumerate(colours, start=1)}
        return named


LIGHT: Final = Palette(
    ink="#1c2024",
    quiet="#5a636c",
    rule="#d5d9dd",
    surface="#fefefc",
    band="#e9ecef",
    series=("#1f4e79", "#a8430b", "#00695a", "#74467f", "#7a5a00", "#4d5863"),
    scale=("#dbe7f2", "#b1cce3", "#7ba6cb", "#467cab", "#1b446c"),
)
DARK: Final = Palette(
    ink="#e4e7ea",
    quiet="#a3acb5",
    rule="#3a424a",
    surface="#14181c",
    band="#262d34",
    series=("#8dbbe6", "#f0a172", "#62c7ab", "#cea4de", "#d6b34c", "#aab4be"),
    scale=("#1f3244", "#2c4d6b", "#437299", "#6a9fca", "#b4d6f3"),
)


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """How charts look: ``width`` is of the whole drawing in CSS pixels."""

    palette: Palette = field(default=LIGHT)
    width: int = 460

    def colour(self, at: int) -> str:
        """Return the colour of the series in position ``at``; they repeat after the last."""
        return self.palette.series[at % len(self.palette.series)]

    def config(self) -> Spec:
        """Return the Vega-Lite configuration that all charts share."""
        colours = self.palette
        axis = {
            "domain": False, "ticks": False, "grid": False, "title": None,
            "gridColor": colours.rule, "gridWidth": 1, "domainColor": colours.quiet,
            "tickColor": colours.quiet, "labelColor": colours.quiet, "labelFontSize": FONT_SIZE,
            "labelPadding": 5, "labelOverlap": False, "labelBound": False, "labelLimit": 0,
            "labelFlush": False,
        }  # fmt: skip
        return {
            "font": FONT,
            "aria": False,
            "view": {"stroke": None},
            "axis": axis,
            "text": {"fontSize": FONT_SIZE, "color": colours.ink, "baseline": "middle"},
        }
