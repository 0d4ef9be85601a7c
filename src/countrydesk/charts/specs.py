"""From an exhibit to its Vega-Lite specification: the table of forms.

Maps have no specification; they are drawn as SVG at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from countrydesk.charts import areas, choropleth, lines, locator, ranked, scatter, spans
from countrydesk.charts.theme import ChartTheme, Spec
from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from countrydesk.paper.nodes import Exhibit

_FORMS: Final[dict[str, Callable[[Exhibit, ChartTheme], Spec]]] = {
    "trend": lines.trend,
    "fan": lines.fan,
    "bars": ranked.bars,
    "stack": areas.stack,
    "interval": ranked.interval,
    "strip": ranked.strip,
    "dumbbell": ranked.dumbbell,
    "timeline": spans.timeline,
    "scatter": scatter.scatter,
}
MAPS: Final[dict[str, Callable[[Exhibit, ChartTheme], str]]] = {
    "locator": locator.locator,
    "choropleth": choropleth.choropleth,
}
FORMS: Final = (*_FORMS, *MAPS)


def build(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return the Vega-Lite 5 specification of an exhibit.

    Raises:
        RenderError: no such form, or the data lack what the form needs.
    """
    if exhibit.form not in _FORMS:
        raise RenderError(
            f"{exhibit.id}: no chart form '{exhibit.form}'; there are {', '.join(sorted(FORMS))}"
        )
    return _FORMS[exhibit.form](exhibit, theme)
