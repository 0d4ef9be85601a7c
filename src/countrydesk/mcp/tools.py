"""What each tool answers, as plain values; nothing here knows the protocol.

Whatever a licence does not let anyone pass on is counted and left out, as in every export.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from rapidfuzz import fuzz, process

from countrydesk.analysis.forecasting.question import Forecast
from countrydesk.analysis.forecasting.register import Entry
from countrydesk.analysis.forecasting.standing import standing_forecasts
from countrydesk.audit.audit import audit_text
from countrydesk.audit.report import to_json
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.model.period import parse_date
from countrydesk.paper.build import build_paper
from countrydesk.paper.explanation import explained, get_sentence
from countrydesk.paper.likelihood import likelihood
from countrydesk.paper.nodes import Paper, Sentence
from countrydesk.places import registry
from countrydesk.policy.dyads import KINDS, simulate
from countrydesk.web.downloads import may_be_passed_on, observation_row, passed_on

MOST_TEXT = 200_000
MOST_ROWS = 500
LEAST_SCORE = 55.0
Answer = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Tools:
    """The tools on one release; calls are answered one after the other."""

    view: View
    lock: threading.RLock = field(default_factory=threading.RLock)

    def find_indicator(self, words: str, limit: int = 10) -> Answer:
        """Return indicators whose name or definition is like ``words``, the likest first."""
        entries = dict(self.view.catalogue)
        texts = {
            key: f"{entry.name}. {key.replace('_', ' ')}. {entry.definition}"
            for key, entry in entries.items()
        }
        scored = process.extract(
            words[:200], texts, scorer=fuzz.token_set_ratio, limit=_bounded(limit, 50)
        )
        found = [
            {
                "id": key, "name": entries[key].name, "definition": entries[key].definition,
                "unit": entries[key].unit, "topic": entries[key].topic,
                "dyadic": entries[key].dyadic, "score": round(score, 1),
            }
            for _, score, key in scored
            if score >= LEAST_SCORE
        ]  # fmt: skip
        return {"release": self.view.release.id, "indicators": found}

    def get_series(
        self, place: str, indicator: str, counterpart: str = "", as_of: str = ""
    ) -> Answer:
        """Return a series with status, source and licence of each value, the newest last."""
        view = self.view_of(as_of)
        here, entry = registry().resolve(place), view.catalogue.get_indicator(indicator)
        other = registry().resolve(counterpart).id if counterpart else ""
        items = view.series(here.id, entry.id, other)
        kept, withheld = passed_on(items, view.origins)
        return {
            "release": view.release.id, "as_of": as_of or None, "place": here.id,
            "counterpart": other, "indicator": entry.id, "unit": entry.unit,
            "observations": [observation_row(item, view.origins) for item in kept[-MOST_ROWS:]],
            "left_out": max(0, len(kept) - MOST_ROWS), "withheld": withheld,
        }  # fmt: skip

    def get_paper_section(
        self, place: str, section: str = "", principal: str = "USA", as_of: str = ""
    ) -> Answer:
        """Return a section with its sentences, or the outline where no section is named."""
        paper = self.paper_of(place, principal, as_of)
        parts = {part.id: part for part in paper.walk()}
        if not section:
            heads = [{"id": key, "heading": part.heading} for key, part in parts.items()]
            return {"title": paper.title, "release": paper.release, "sections": heads}
        if section not in parts:
            raise InputError(f"no section '{section[:60]}'; there are {', '.join(parts)}")
        found = parts[section]
        return {
            "title": paper.title, "release": paper.release, "id": found.id,
            "heading": found.heading,
            "sentences": [_sentence(paper, one) for one in found.sentences],
        }  # fmt: skip

    def explain_sentence(self, sentence: str, as_of: str = "") -> Answer:
        """Return everything behind a sentence, down to the hash of the raw file."""
        parts = sentence.split(".")
        if len(parts) < 4:
            raise InputError("ids of sentences look like PER.USA.profile.population")
        paper = self.paper_of(parts[0], parts[1], as_of)
        behind = explained(paper, get_sentence(paper, sentence))
        behind["observations"] = [
            item
            for item in behind["observations"]
            if may_be_passed_on(paper.origins[item["source"]])
        ]
        return behind

    def audit_text(self, text: str, place: str = "", principal: str = "USA") -> Answer:
        """Return the verdicts on a text that somebody wrote, with the figures of the evidence."""
        if len(text) > MOST_TEXT:
            raise InputError(f"the text has {len(text):,} characters; at most {MOST_TEXT:,}")
        partner = registry().resolve(place) if place else None
        found = audit_text(
            self.view, text, partner=partner, principal=registry().resolve(principal)
        )
        return to_json(found)

    def simulate(self, place: str, move: str, principal: str = "USA") -> Answer:
        """Return what a change of duty would do to both sides, with 80 % intervals."""
        if move not in KINDS:
            raise InputError(f"no move '{move[:40]}'; there are {', '.join(KINDS)}")
        partner, viewer = registry().resolve(place).id, registry().resolve(principal).id
        found = simulate(self.view, viewer, partner, move)
        return {
            "release": self.view.release.id, "principal": viewer, "place": partner,
            "move": move, "rival": found.move.rival or None,
            "duty_before_percent": round(100 * found.move.before, 4),
            "duty_after_percent": round(100 * found.move.after, 4),
            "effects": {
                name: dict(zip(("value", "low", "high"), values, strict=True))
                for name, values in found.measures.items()
            },
            "units": dict.fromkeys(found.measures, "percent") | {"revenue": "usd a year"},
            "interval": "80 % of draws of the trade elasticity",
            "market_clearing_residual": found.residual,
            "method": "one-sector gravity, full endowment equilibrium, fixed deficits",
        }  # fmt: skip

    def list_forecasts(self, place: str) -> Answer:
        """Return the open registered forecasts of a place with baseline and track record."""
        here = registry().resolve(place).id
        shown = [_forecast(entry) for entry in standing_forecasts(self.view, here)]
        return {"release": self.view.release.id, "place": here, "forecasts": shown}

    def view_of(self, as_of: str) -> View:
        """Return the view of a day, that of the release where none is given."""
        return View(self.view.release, parse_date(as_of)) if as_of else self.view

    def paper_of(self, place: str, principal: str, as_of: str) -> Paper:
        """Return a paper, verified."""
        known = registry()
        return build_paper(self.view_of(as_of), known.resolve(place), known.resolve(principal))


def in_turn(tools: Tools, function: Callable[P, R]) -> Callable[P, R]:
    """Return ``function`` so that one call waits for another: a view keeps what it has computed."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with tools.lock:
            return function(*args, **kwargs)

    return run


def _bounded(limit: int, most: int) -> int:
    if not 1 <= limit <= most:
        raise InputError(f"limit {limit}: give 1 to {most}")
    return limit


def _sentence(paper: Paper, one: Sentence) -> Answer:
    sources = {paper.observations[key].source for key in one.evidence if key in paper.observations}
    return {
        "id": one.id, "kind": one.kind.value, "text": one.text,
        "likelihood": one.likelihood.word if one.likelihood else None,
        "confidence": one.confidence.value if one.confidence else None,
        "sources": sorted(paper.origins[name].short for name in sources),
    }  # fmt: skip


def _forecast(entry: Entry) -> Answer:
    made: Forecast = entry.forecast
    question = made.question
    chance = made.probability
    return {
        "id": entry.id, "text": question.text, "resolution": question.rule,
        "deadline": question.deadline.isoformat(), "probability": chance,
        "likelihood": likelihood(chance).word if chance is not None else None,
        "quantiles": [list(pair) for pair in made.quantiles],
        "model": f"{made.model} {made.version}", "baseline": made.baseline.name,
        "registered_on": entry.registered_on.isoformat(), "digest": entry.digest,
        "resolved_cases": made.record.cases if made.record else 0,
    }  # fmt: skip
