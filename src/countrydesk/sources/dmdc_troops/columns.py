"""The columns of the compilation of DMDC reports, and which of them hold counts that are used."""

from __future__ import annotations

BRANCHES = (
    "army_ad", "navy_ad", "air_force_ad", "marine_corps_ad", "coast_guard_ad", "space_force_ad",
)  # fmt: skip
RESERVES = (
    "army_national_guard", "air_national_guard", "army_reserve", "navy_reserve",
    "marine_corps_reserve", "air_force_reserve", "coast_guard_reserve",
)  # fmt: skip
CIVILIANS = (
    "army_civilian", "navy_civilian", "marine_corps_civilian", "air_force_civilian",
    "dod_civilian",
)  # fmt: skip
COLUMNS = (
    "ccode", "iso3c", "countryname", "year", "month", "quarter", "source", "troops_ad", *BRANCHES,
    *RESERVES, "total_selected_reserve", *CIVILIANS, "total_civilian", "year_quarter",
    "troops_all", "region",
)  # fmt: skip
# ``dod_civilian`` counts the defence agencies alone; ``total_civilian`` adds the services to it.
COUNTS = ("troops_ad", "total_selected_reserve", "total_civilian")
