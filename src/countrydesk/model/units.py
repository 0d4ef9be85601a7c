"""Units of measure: what an amount counts, and how its name is written."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by id. ``dimension`` groups units that convert into one another."""

    id: str
    name: str
    dimension: str


def _table(*rows: tuple[str, str, str]) -> dict[str, Unit]:
    return {row[0]: Unit(*row) for row in rows}


UNITS: Final = MappingProxyType(
    _table(
        ("", "", "fact"),
        ("persons", "people", "persons"),
        ("deaths", "deaths", "persons"),
        ("births", "births", "persons"),
        ("visas", "visas", "count"),
        ("applications", "applications", "count"),
        ("decisions", "decisions", "count"),
        ("events", "events", "count"),
        ("count", "", "count"),
        ("usd", "US dollars", "money"),
        ("usd_constant", "US dollars at constant prices", "money"),
        ("intl_usd", "international dollars", "money_ppp"),
        ("intl_usd_constant", "international dollars at constant prices", "money_ppp"),
        ("percent", "percent", "percent"),
        ("percent_of_gdp", "percent of GDP", "percent"),
        ("percentage_points", "percentage points", "percent"),
        ("per_1000", "per 1,000 people", "rate"),
        ("per_100k", "per 100,000 people", "rate"),
        ("per_1000_births", "per 1,000 births", "rate"),
        ("per_100k_births", "per 100,000 births", "rate"),
        ("per_100", "per 100 people", "rate"),
        ("per_woman", "children per woman", "rate"),
        ("per_sq_km", "people per square kilometre", "rate"),
        ("index", "", "index"),
        ("score", "points", "index"),
        ("level", "", "index"),
        ("rank", "", "rank"),
        ("years", "years", "time"),
        ("days", "days", "time"),
        ("hours", "hours", "time"),
        ("sq_km", "square kilometres", "area"),
        ("km", "kilometres", "length"),
        ("tonnes", "tonnes", "mass"),
        ("tonnes_per_person", "tonnes per person", "mass_per_person"),
        ("toe", "tonnes of oil equivalent", "energy"),
        ("toe_per_person", "tonnes of oil equivalent per person", "energy_per_person"),
        ("kwh", "kilowatt-hours", "energy"),
        ("kwh_per_person", "kilowatt-hours per person", "energy_per_person"),
        ("cubic_metres", "cubic metres", "volume"),
        ("cubic_metres_per_person", "cubic metres per person", "volume_per_person"),
        ("usd_per_litre", "US dollars a litre", "price"),
        ("kcal_per_person_day", "kilocalories per person a day", "rate"),
        ("kg_per_usd", "kilograms per dollar", "rate"),
        ("micrograms_per_cubic_metre", "micrograms per cubic metre", "rate"),
        ("litres", "litres", "volume"),
        ("kw", "kilowatts", "power"),
        ("barrels", "barrels", "volume"),
        ("barrels_per_day", "barrels a day", "rate"),
        ("btu_per_person", "British thermal units per person", "energy_per_person"),
        ("local_per_usd", "units of local currency per US dollar", "rate"),
        ("metres", "metres", "length"),
        ("magnitude", "", "index"),
        ("tiv", "trend-indicator units", "arms"),
    )
)
