"""Leader-years of the past: who led on 1 January, and what the year brought.

Leaders in effect and their spells: REIGN (Bell 2016), to March 2021. Coups and attempts: Cline
Center Coup d'Etat Project (Peyton and others), to 2022. A leader's exit is irregular where it came
within ``NEAR`` days of a coup that succeeded, which is close to what Archigos (Goemans, Gleditsch
and Chiozza 2009) calls removal by force against the rules; death in office is an exit and regular.
Self-coups and mere conspiracies are no coups here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from countrydesk.analysis.forecasting.leader_context import DAYS, Background
from countrydesk.analysis.peers import states
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.places import registry

Floats = npt.NDArray[np.float64]
TARGETS = ("leader_exit", "irregular_exit", "coup")
FIRST, LAST = 1990, 2020
NEAR = 45
SELF_COUP = "the executive itself"


@dataclass(frozen=True)
class LeaderYears:
    """One row a leader-year: place, region, year, inputs (rows x features), what happened.

    ``outcomes`` (rows x targets) holds 0 or 1, NaN where it is not known yet.
    """

    places: npt.NDArray[np.str_]
    regions: npt.NDArray[np.str_]
    years: npt.NDArray[np.int64]
    inputs: Floats
    outcomes: Floats

    def known_by(self, origin: int) -> LeaderYears:
        """Return what was known on 1 January of ``origin``: that year's outcomes are not."""
        kept = self._rows(self.years <= origin)
        outcomes = np.where((kept.years < origin)[:, None], kept.outcomes, np.nan)
        return replace(kept, outcomes=outcomes)

    def scrambled_after(self, origin: int, seed: int) -> LeaderYears:
        """Return the same with all outcomes from ``origin`` on and later inputs shuffled."""
        rng = np.random.default_rng(seed)
        outcomes, inputs = self.outcomes.copy(), self.inputs.copy()
        late, later = np.flatnonzero(self.years >= origin), np.flatnonzero(self.years > origin)
        outcomes[late] = rng.integers(0, 2, outcomes[late].shape)
        inputs[later] = inputs[rng.permutation(later)] + rng.normal(size=inputs[later].shape)
        return replace(self, outcomes=outcomes, inputs=inputs)

    def of_year(self, year: int) -> LeaderYears:
        """Return the rows of one year."""
        return self._rows(self.years == year)

    def outcome(self, target: str) -> Floats:
        """Return one column of the outcomes."""
        return np.asarray(self.outcomes[:, TARGETS.index(target)])

    def _rows(self, kept: npt.NDArray[np.bool_]) -> LeaderYears:
        return LeaderYears(self.places[kept], self.regions[kept], self.years[kept],
                           self.inputs[kept], self.outcomes[kept])  # fmt: skip


def leader_years(view: View) -> LeaderYears | None:
    """Return the leader-years of a view; None where it lacks REIGN or Cline's coups."""
    leaders, coups = view.everywhere("leader"), view.everywhere("coup_event")
    if not leaders or not coups:
        return None
    background, votes = Background.of(view), view.everywhere("election_event")
    rows = [
        (place, year, inputs, happened)
        for place in states()
        for year, inputs, happened in _of_place(
            place, leaders.get(place, ()), coups.get(place, ()), votes.get(place, ()), background
        )
    ]
    places = np.array([row[0] for row in rows])
    regions = np.array([registry().get(row[0]).subregion for row in rows])
    years = np.array([row[1] for row in rows], dtype=np.int64)
    return LeaderYears(places, regions, years, np.array([row[2] for row in rows]),
                       np.array([row[3] for row in rows], dtype=np.float64))  # fmt: skip


def _of_place(
    place: str, leaders: Sequence[Observation], coups: Sequence[Observation],
    votes: Sequence[Observation], background: Background,
) -> Iterator[tuple[int, tuple[float, ...], tuple[float, ...]]]:  # fmt: skip
    spells = sorted(_spells(leaders).items())
    struck = [item.period.start for item in coups if is_coup(item)]
    won = [item.period.start for item in coups if is_coup(item) and item.text == "coup"]
    due = {item.period.start.year for item in votes if _is_scheduled(item)}
    for year in range(FIRST, LAST + 1):
        day = date(year, 1, 1)
        held = [(s[0], end) for s, end in spells if s[0] < day and (end is None or end >= day)]
        if not held:
            continue
        start, end = held[-1]
        left = end is not None and end.year == year
        forced = left and end is not None and any(abs((c - end).days) <= NEAR for c in won)
        context = background.context(place, year, (day - start).days / DAYS, election=year in due)
        hit = any(c.year == year for c in struck)
        yield year, context.features(), (float(left), float(forced), float(hit))


def _spells(leaders: Sequence[Observation]) -> Mapping[tuple[date, str], date | None]:
    """Return the end of each spell by its start and holder; a closed row replaces the open one."""
    found: dict[tuple[date, str], date | None] = {}
    for item in leaders:
        key = (item.period.start, item.text or "")
        found[key] = item.period.end or found.get(key)
    return found


def is_coup(item: Observation) -> bool:
    """Whether an event is a coup or an attempt by others than the executive itself."""
    return item.text in {"coup", "attempted coup"} and item.attributes.get("actors") != SELF_COUP


def _is_scheduled(item: Observation) -> bool:
    return item.attributes.get("timing") == "as scheduled" and item.text != "referendum"
