"""Simulations of the policy lab and the register of forecasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from countrydesk.analysis.forecasting.standing import open_on, registers_of
from countrydesk.places import registry
from countrydesk.web import laboratory
from countrydesk.web.api.answers import Cursor, Limit, json, listing, problems
from countrydesk.web.api.models import Listing
from countrydesk.web.laboratory import MOST_DUTY, MOST_EFFECT, Move
from countrydesk.web.site import Site, site_of

if TYPE_CHECKING:
    from countrydesk.analysis.forecasting.register import Entry

router = APIRouter(prefix="/api/v1", tags=["foresight"])
AnySite = Annotated[Site, Depends(site_of)]


class MoveIn(BaseModel):
    """Duties in percent (null leaves them) and the gravity coefficient of an agreement."""

    model_config = ConfigDict(extra="forbid")

    principal: str = Field(default="USA", max_length=80)
    partner: str = Field(max_length=80)
    duty: float | None = Field(default=None, ge=0, le=MOST_DUTY, allow_inf_nan=False)
    duty_back: float | None = Field(default=None, ge=0, le=MOST_DUTY, allow_inf_nan=False)
    effect: float = Field(default=0.0, ge=0, le=MOST_EFFECT, allow_inf_nan=False)
    answer: bool = False


class IntervalOut(BaseModel):
    """A change in percent with its 80 % interval."""

    central: float
    low: float
    high: float


class EffectOut(BaseModel):
    """A measure of both sides."""

    measure: str
    principal: IntervalOut
    partner: IntervalOut


class SimulationOut(BaseModel):
    """What a move does; ``world`` is the change of real income of each economy in percent."""

    move: str
    release: str
    effects: list[EffectOut]
    world: dict[str, float]
    residual: float
    source: str


class ForecastOut(BaseModel):
    """A registered forecast: exactly one of ``probability`` and ``quantiles`` is given."""

    id: str
    family: str
    place: str
    question: str
    rule: str
    period: str
    deadline: str
    registered_on: str
    unit: str
    probability: float | None
    quantiles: dict[str, float]
    baseline: str
    baseline_probability: float | None
    digest: str


@router.post("/simulations", response_model=SimulationOut, responses=problems(400, 404, 413))
def simulate(site: AnySite, given: MoveIn) -> Response:
    """Return what duties and an agreement between two economies do in the gravity model."""
    one, two = registry().resolve(given.principal), registry().resolve(given.partner)
    if one == two:
        raise HTTPException(400, "a move needs two sides")
    if not laboratory.available(site.now):
        raise HTTPException(404, "this release holds no matrix of trade")
    economies = laboratory.baseline(site.now).countries
    for place in (one, two):
        if place.id not in economies:
            raise HTTPException(404, f"the matrix of trade has no figures for {place.name}")
    move = Move(one, two, given.duty, given.duty_back, given.effect, given.answer)
    with site.writing():
        found = laboratory.run(site.now, move)
    effects = [("sales_to_the_other_side", *found.trade)]
    effects += [
        (key, row.principal, row.partner)
        for key, row in zip(laboratory.MEASURES, found.rows, strict=True)
    ]
    return json({
        "move": move.name, "release": site.release.id,
        "effects": [
            {"measure": name, "principal": _interval(mine), "partner": _interval(theirs)}
            for name, mine, theirs in effects
        ],
        "world": {cell.place: cell.value for cell in found.world},
        "residual": found.residual, "source": found.source,
    }, cache="no-store")  # fmt: skip


def _interval(values: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("central", "low", "high"), values, strict=True))


@router.get("/forecasts", response_model=Listing[ForecastOut], responses=problems(400, 404))
def forecasts(
    request: Request,
    site: AnySite,
    place: Annotated[str, Query(max_length=80)] = "",
    family: Annotated[str, Query(max_length=80)] = "",
    limit: Limit = 100,
    cursor: Cursor = "",
) -> Response:
    """List the registered forecasts that are open, by id."""
    here = registry().resolve(place).id if place.strip() else ""
    with site.reading():
        entries = [entry for register in registers_of(site.now) for entry in register.entries()]
    kept = [
        entry
        for entry in open_on(entries, site.now.cutoff)
        if (not here or entry.forecast.question.place == here)
        and (not family or entry.forecast.question.family == family)
    ]
    kept.sort(key=lambda entry: entry.id)
    return listing(request, kept, lambda entry: entry.id, _forecast, limit, cursor)


def _forecast(entry: Entry) -> dict[str, Any]:
    asked, answer = entry.forecast.question, entry.forecast
    return {
        "id": entry.id, "family": asked.family, "place": asked.place, "question": asked.text,
        "rule": asked.rule, "period": asked.period, "deadline": asked.deadline.isoformat(),
        "registered_on": entry.registered_on.isoformat(), "unit": asked.unit,
        "probability": answer.probability,
        "quantiles": {f"{level:g}": value for level, value in answer.quantiles},
        "baseline": answer.baseline.name, "baseline_probability": answer.baseline.probability,
        "digest": entry.digest,
    }  # fmt: skip
