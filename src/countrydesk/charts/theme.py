"""The colours and measures of charts; pages map the same colours to their own variables."""

from __future__ import annotations

from dataclasses import dataclass, field

# The font that the exporter carries with it, so that text has the same width on every machine.
FONT = "Roboto Condensed"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role; all ``#rrggbb``, all different from one another.

    ``series`` are for lines, dots and their labels: at least 4.5 to 1 against ``surface``.
    """

    ink: str
    quiet: str
    rule: str
    surface: str
    band: str
    series: tuple[str, ...]

    def roles(self) -> dict[str, str]:
        """Return each colour by the name of its role, ``chart-1`` upward for the series."""
        named = {role: getattr(self, role) for role in ("ink", "quiet", "rule", "surface", "band")}
        return named | {f"chart-{at}": colour for at, colour in enumerate(self.series, start=1)}


LIGHT = Palette(
    ink="#1c2024",
    quiet="#5a636c",
    rule="#d5d9dd",
    surface="#fefefc",
    band="#e9ecef",
    series=("#1f4e79", "#a8430b", "#00695a", "#74467f", "#7a5a00", "#4d5863"),
)
DARK = Palette(
    ink="#e4e7ea",
    quiet="#a3acb5",
    rule="#3a424a",
    surface="#14181c",
    band="#262d34",
    series=("#8dbbe6", "#f0a172", "#62c7ab", "#cea4de", "#d6b34c", "#aab4be"),
)


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """How charts look: ``width`` is of the drawing in CSS pixels."""

    palette: Palette = field(default=LIGHT)
    width: int = 640
