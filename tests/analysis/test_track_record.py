from __future__ import annotations

from datetime import date

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import track_record

GROWTH = "gdp_growth"


def release(day, measured, ahead, place="PER"):
    kept = {"released_on": date.fromisoformat(day)}
    return [
        *series(place, GROWTH, measured, **kept),
        *series(place, GROWTH, ahead, status="projection", **kept),
    ]


ROWS = (
    *release("2022-10-01", dict.fromkeys(range(2012, 2022), 1.0), {2023: 3.0, 2024: 4.0}),
    *release("2023-10-01", dict.fromkeys(range(2013, 2023), 1.0), {2024: 5.0}),
    *release("2026-04-01", {2023: 2.0, 2024: 3.0, 2025: 3.5}, {2026: 4.0, 2027: 4.5}),
)


def test_errors_are_projection_less_outcome():
    found = track_record.track_record(
        toy_view(ROWS), place="PER", indicator=GROWTH, source="toy", horizon=1
    )
    # made in 2022 for 2023: 3 - 2; made in 2023 for 2024: 5 - 3
    assert found.number == pytest.approx(1.5)
    assert (found.values["bias"], found.values["worst"], found.values["n"]) == (1.5, 2.0, 2)
    assert (found.values["first"], found.values["last_period"]) == ("2023", "2024")
    # the mean of ten years is 1 each time: errors of 1 and 2
    assert found.values["plain"] == pytest.approx(1.5)
    assert "region" not in found.values


def test_one_error_is_no_record():
    view = toy_view(ROWS)
    found = track_record.track_record(view, place="PER", indicator=GROWTH, source="toy", horizon=2)
    assert found is None


def test_an_outlook_stands_beside_the_last_measured_value():
    view = toy_view(ROWS)
    found = track_record.outlook(view, place="PER", indicator=GROWTH, year=2026)
    assert (found.value, found.values["base"], found.values["base_period"]) == (4.0, 3.5, "2025")
    assert (found.values["next"], found.values["vintage"]) == (4.5, "2026-04")
    change = track_record.outlook_change(view, place="PER", indicator=GROWTH, year=2026)
    assert change.number == pytest.approx(0.5)
    assert track_record.outlook(view, place="PER", indicator=GROWTH, year=2025) is None
    assert track_record.no_projection(view, place="KEN", indicator=GROWTH, year=2026) is not None
    assert track_record.no_projection(view, place="PER", indicator=GROWTH, year=2026) is None


def test_the_band_is_as_wide_as_the_usual_error():
    found = track_record.error_band(
        toy_view(ROWS), place="PER", indicator=GROWTH, source="toy", year=2026, horizon=1
    )
    assert (found.values["low"], found.values["high"]) == (2.5, 5.5)
