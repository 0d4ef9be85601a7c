from __future__ import annotations

from tests.analysis.toy import series, toy_view

from countrydesk.analysis import violence

STATE, ONE = "violence_deaths_state", "violence_deaths_onesided"


def test_a_toll_says_sum_peak_and_last_fatal_year():
    deaths = {2018: 900, 2019: 0, 2020: 30, 2021: 10, 2022: 40, 2023: 0, 2024: 5}
    found = violence.toll(
        toy_view(series("KEN", STATE, deaths)), place="KEN", indicator=STATE, years=5
    )
    values = found.values
    assert (found.value, values["sum"], values["first"]) == (5, 85, "2020")
    assert (values["peak"], values["peak_period"], values["total"]) == (900, "2018", 985)
    assert (values["base"], values["base_period"]) == (0, "2023")
    assert (values["last_fatal"], values["last_deaths"]) == ("2022", 40)
    assert (values["reached"], values["last_reached"]) == (2, "2022")


def test_the_main_type_has_most_of_all_deaths():
    rows = [
        *series("KEN", STATE, {2023: 10, 2024: 20}),
        *series("KEN", ONE, {2023: 60, 2024: 10}),
        *series("KEN", "violence_deaths_nonstate", {2023: 0, 2024: 0}),
    ]
    found = violence.main_type(toy_view(rows), place="KEN", years=2)
    assert (found.indicator, found.number, found.values["sum"]) == (ONE, 70.0, 70)
    calm = toy_view(series("TUV", STATE, {2024: 0}))
    assert violence.main_type(calm, place="TUV", years=2) is None


def test_months_without_a_row_count_as_zero_where_the_year_is_covered():
    rows = [
        *series("KEN", "violence_deaths_month", {"2024-05": 7, "2025-03": 4, "2025-06": 2}),
        *series("KEN", "violence_deaths", {2024: 20}),
        *series("TUV", "violence_deaths", {2024: 0}),
        *series("NGA", "violence_deaths", {2024: 900}),
    ]
    view = toy_view(rows)
    found = violence.twelve_months(view, place="KEN")
    assert (found.value, found.values["base"], found.values["moved"]) == (6, 7, -1)
    assert (found.period.text, found.values["worst_month"]) == ("2024-07/2025-06", "2025-03")
    assert violence.twelve_months(view, place="TUV").value == 0
    assert violence.twelve_months(view, place="NGA") is None
    assert violence.twelve_months(view, place="POL") is None
