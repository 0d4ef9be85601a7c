from __future__ import annotations

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk.analysis import duty_rates
from countrydesk.analysis.finding import recompute

DAYS = {"2025-03-12": 0.0, "2025-04-05": 10.0, "2026-02-20": 2.0, "2026-07-24": 8.0}


def effective(counterpart, factor=1.0):
    values = {day: factor * value for day, value in DAYS.items()}
    return series("USA", "effective_duty", values, counterpart=counterpart)


@pytest.fixture
def view():
    rows = effective("PER")
    for n, code in enumerate(("ARG", "BRA", "CHL", "COL"), start=2):
        rows += effective(code, n)
    for indicator, value in (
        ("imports_for_consumption", 100.0), ("us_imports_hs2_72", 10.0), ("us_imports_hs2_74", 5.0),
    ):  # fmt: skip
        rows += series("USA", indicator, {2024: value}, counterpart="PER")
    rows.append(
        {"place": "USA", "counterpart": "PER", "indicator": "us_import_line", "period": "2024",
         "text": "grapes", "attributes": {"rank": "1", "heading": "0806", "share_percent": "8",
            "value_usd": "8", "duty_usd": "0", "duty_percent": "0.5"}}
    )  # fmt: skip
    return toy_view(rows)


def test_the_average_duty_stands_beside_its_peak_and_the_other_partners(view):
    found = duty_rates.average_duty(
        view, place="USA", indicator="effective_duty", counterpart="PER"
    )
    assert found.number == 8.0
    assert (found.values["peak"], found.values["peak_on"]) == (10.0, "2025-04-05")
    assert (found.values["rank"], found.values["from_bottom"], found.values["n"]) == (5, 1, 5)
    assert found.values["median"] == 24.0
    assert recompute(view, found) == found


def test_the_largest_fall_is_found(view):
    found = duty_rates.largest_step(
        view, place="USA", indicator="effective_duty", counterpart="PER"
    )
    assert (found.number, found.period.text, found.values["base"]) == (-8.0, "2026-02-20", 10.0)


def test_a_series_that_only_rises_has_no_fall():
    view = toy_view(series("USA", "effective_duty", {"2025-03-12": 1, "2025-04-05": 2},
        counterpart="PER"))  # fmt: skip
    assert (
        duty_rates.largest_step(view, place="USA", indicator="effective_duty", counterpart="PER")
        is None
    )


def test_exposure_is_the_share_of_chapters_in_imports(view):
    found = duty_rates.exposure(view, place="USA", counterpart="PER", chapters="72 74 76")
    assert found.number == pytest.approx(15.0)
    assert found.values["chapters"] == "72, 74, 76"
    assert duty_rates.exposure(view, place="USA", counterpart="KEN", chapters="72") is None


def test_lines_by_position(view):
    line = duty_rates.import_line(view, place="USA", counterpart="PER", position=1)
    assert (line.values["goods"], line.values["duty"]) == ("grapes", 0.5)
    assert duty_rates.import_line(view, place="USA", counterpart="PER", position=2) is None
    assert duty_rates.lines_together(view, place="USA", counterpart="PER", largest=2) is None


def test_partners_measured_are_counted(view):
    assert duty_rates.measured_partners(view, place="USA", indicator="effective_duty").value == 5
    assert duty_rates.measured_partners(view, place="PER", indicator="effective_duty") is None


def test_preferences_the_widest_first():
    rows = [
        {"place": "EUU", "counterpart": "KEN", "indicator": "eu_trade_arrangement",
         "period": "2026", "text": text, "attributes": {"lines": lines}}
        for text, lines in (("general scheme", "3537"), ("bilateral", "5764"))
    ]  # fmt: skip
    view = toy_view(rows)
    first = duty_rates.preference(view, place="EUU", counterpart="KEN", position=0)
    assert (first.value, first.values["lines"]) == ("bilateral", 5764.0)
    assert duty_rates.preference(view, place="EUU", counterpart="KEN", position=2) is None


def test_the_bite_is_the_average_over_the_rate_on_all_goods(view):
    heading = {
        "place": "USA", "counterpart": "PER", "indicator": "additional_duty",
        "period": "2026-07-24/", "text": "9903.05.63",
        "attributes": {"authority": "Section301-forced-labour", "rate_added": "12.5"},
    }  # fmt: skip
    found = duty_rates.duty_bite(
        toy_view([*effective("PER"), heading]), place="USA", counterpart="PER"
    )
    assert found.number == pytest.approx(8 / 12.5)
    assert duty_rates.duty_bite(view, place="USA", counterpart="PER") is None
