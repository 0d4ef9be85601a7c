"""The ground floor: observations, periods, origins and licences. Standard library only."""

from countrydesk.model.ids import observation_id, short_hash
from countrydesk.model.observation import Observation, Status
from countrydesk.model.origin import Licence, Origin, Redistribution
from countrydesk.model.period import Period, PeriodKind

__all__ = [
    "Licence",
    "Observation",
    "Origin",
    "Period",
    "PeriodKind",
    "Redistribution",
    "Status",
    "observation_id",
    "short_hash",
]
