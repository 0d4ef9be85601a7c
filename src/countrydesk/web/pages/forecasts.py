"""The register of forecasts: what is open, what came of the rest, how well probabilities held."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from countrydesk.analysis.forecasting.standing import open_on, registers_of
from countrydesk.charts.calibration import calibration_svg
from countrydesk.charts.export import draw
from countrydesk.charts.theme import ChartTheme
from countrydesk.paper.likelihood import likelihood
from countrydesk.paper.nodes import Exhibit
from countrydesk.places import registry
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from countrydesk.analysis.finding import Scalar
    from countrydesk.analysis.forecasting.register import Entry

router = APIRouter(include_in_schema=False)
MOST: Final = 200


@router.get("/forecasts")
def forecasts(
    request: Request,
    site: Annotated[Site, Depends(site_of)],
    family: Annotated[str, Query(max_length=80)] = "",
    place: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """Show the forecasts that are open, by family and place, and the record of those resolved."""
    # It brings the models with it, which the other pages do not wait for.
    from countrydesk.analysis.forecasting.scoring import resolve, score

    known = registry()
    here = known.resolve(place).id if place.strip() else ""
    with site.reading():
        found = registers_of(site.now)
        entries = [entry for register in found for entry in register.entries()]
        resolved = list(resolve(entries, site.now))
        scores = score(resolved) if resolved else ()
    current = open_on(entries, site.now.cutoff)
    shown = [entry for entry in current if _wanted(entry, family, here)]
    return page(
        request, "forecasts.html", rows=[_row(entry) for entry in shown[:MOST]], count=len(shown),
        families=sorted(Counter(e.forecast.question.family for e in current).items()),
        family=family, place=here, places=known.papers(), scores=scores, most=MOST,
        heads=[(str(one.path.name), one.size, one.head) for one in found if one.size],
        picture=_map(shown) if family else "", resolved=len(resolved),
        calibration=_calibration(resolved),
    )  # fmt: skip


def _wanted(entry: Entry, family: str, place: str) -> bool:
    asked = entry.forecast.question
    return (not family or asked.family == family) and (not place or asked.place == place)


def _row(entry: Entry) -> dict[str, object]:
    forecast = entry.forecast
    asked, record = forecast.question, forecast.record
    return {
        "id": entry.id, "place": asked.place, "name": registry().get(asked.place).name,
        "text": asked.text, "rule": asked.rule, "deadline": asked.deadline.isoformat(),
        "answer": _answer(forecast.probability, forecast.quantiles, asked.unit),
        "plain": _answer(forecast.baseline.probability, forecast.baseline.quantiles, asked.unit),
        "skill": f"{100 * record.skill:.0f} % on {record.cases:,} cases" if record else "none yet",
        "registered": entry.registered_on.isoformat(),
    }  # fmt: skip


def _answer(probability: float | None, quantiles: Iterable[tuple[float, float]], unit: str) -> str:
    if probability is not None:
        return f"{probability:.0%}, {likelihood(probability).word}"
    table = dict(quantiles)
    if not table:
        return ""
    middle, low, high = (table.get(level) for level in (0.5, 0.1, 0.9))
    if middle is None or low is None or high is None:
        return ", ".join(f"{level:.0%}: {value:,.4g}" for level, value in table.items())
    return f"{middle:,.4g} ({low:,.4g} to {high:,.4g}) {unit.replace('_', ' ')}".strip()


def _map(entries: Sequence[Entry]) -> Markup | str:
    """Return a map of the probabilities or medians of one family, the nearest question of each."""
    values: dict[str, tuple[float, str]] = {}
    for entry in entries:
        asked, answer = entry.forecast.question, entry.forecast
        middle = dict(answer.quantiles).get(0.5)
        value = answer.probability if answer.probability is not None else middle
        if value is not None:
            values.setdefault(asked.place, (value, asked.text))
    if len(values) < 2:
        return ""
    data: tuple[Mapping[str, Scalar | None], ...] = tuple(
        {"place": name, "value": value, "href": f"/forecasts?place={name}", "label": text}
        for name, (value, text) in sorted(values.items())
    )
    exhibit = Exhibit("forecasts", "choropleth", "Forecasts", "", data, {}, (), ())
    return Markup(draw(exhibit, ChartTheme(width=900)).svg)  # noqa: S704 - drawn here, its text escaped


def _calibration(resolved: Sequence[object]) -> Markup | str:
    from countrydesk.analysis.forecasting.scoring import calibration_of, reached_quantiles

    if not resolved:
        return ""
    steps = calibration_of(resolved), reached_quantiles(resolved)  # type: ignore[arg-type]
    return Markup(calibration_svg(*steps))  # noqa: S704 - drawn from numbers and our own words
