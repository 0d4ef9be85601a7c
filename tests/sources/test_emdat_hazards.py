from __future__ import annotations

from tests.sources.tampering import specimens, values


def test_hazards_and_impacts_are_kept_apart():
    parsed = specimens("emdat_hazards")
    assert values(parsed, "KEN", "flood_deaths")["2024"] == 389
    assert values(parsed, "KEN", "flood_affected")["2023"] == 857_375
    assert values(parsed, "VNM", "storm_deaths")["2024"] == 365
    assert values(parsed, "POL", "storm_affected")["2022"] == 1_519
    assert values(parsed, "CHN", "earthquake_affected").keys() >= {"2020", "2021"}
