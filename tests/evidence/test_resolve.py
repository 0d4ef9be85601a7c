"""Which rows stand: vintages, spells, and several sources for one series."""

from __future__ import annotations

from datetime import date

from tests.analysis.toy import series, toy_view

PER = "PER"
APRIL, OCTOBER = date(2025, 4, 22), date(2025, 10, 14)


def vintages():
    early = series(PER, "gdp_usd", {2023: 1, 2024: 2}, released_on=APRIL, source="imf_weo")
    early += series(
        PER, "gdp_usd", {2025: 3}, released_on=APRIL, source="imf_weo", status="projection"
    )
    late = series(PER, "gdp_usd", {2023: 10, 2024: 20}, released_on=OCTOBER, source="imf_weo")
    return early + late


def values(view, indicator="gdp_usd"):
    return {item.period.text: item.value for item in view.series(PER, indicator)}


def test_a_restating_source_replaces_its_whole_series():
    view = toy_view(vintages(), restating=("imf_weo",))
    assert values(view) == {"2023": 10, "2024": 20}


def test_elsewhere_a_later_row_replaces_the_same_period_only():
    assert values(toy_view(vintages())) == {"2023": 10, "2024": 20, "2025": 3}


def test_as_of_a_day_only_what_was_released_by_then_stands():
    view = toy_view(vintages(), restating=("imf_weo",), as_of=date(2025, 10, 13))
    assert values(view) == {"2023": 1, "2024": 2, "2025": 3}
    assert values(toy_view(vintages(), as_of=date(2025, 4, 21))) == {}


def test_superseded_values_are_kept_and_found():
    view = toy_view(vintages(), restating=("imf_weo",))
    assert [(o.value, o.released_on) for o in view.others(PER, "gdp_usd", "2024")] == [(2, APRIL)]


def test_the_preferred_source_gives_the_whole_series():
    rows = series(PER, "gdp_usd", {2022: 1, 2023: 1, 2024: 1}, source="imf_weo")
    rows += series(PER, "gdp_usd", {2022: 9, 2023: 9, 2024: 9}, source="factbook")
    view = toy_view(rows)
    assert values(view) == {"2022": 1, "2023": 1, "2024": 1}
    assert [o.source for o in view.others(PER, "gdp_usd", "2024")] == ["factbook"]


def test_a_source_that_has_fallen_behind_gives_way():
    rows = series(PER, "gdp_usd", {2018: 1, 2019: 1}, source="imf_weo")
    rows += series(PER, "gdp_usd", {2023: 9, 2024: 9}, source="factbook")
    assert values(toy_view(rows)) == {"2023": 9, "2024": 9}


def test_series_are_never_spliced():
    rows = series(PER, "gdp_usd", {2022: 1, 2023: 1}, source="imf_weo")
    rows += series(PER, "gdp_usd", {2022: 9, 2023: 9, 2024: 9}, source="factbook")
    assert set(values(toy_view(rows)).values()) == {1}


def spell(period, released):
    return {
        "place": PER,
        "indicator": "head_of_state",
        "period": period,
        "text": "Pedro Castillo",
        "released_on": released,
    }


def test_a_spell_is_open_until_its_end_is_known():
    rows = [
        spell("2021-07-28/", date(2021, 7, 28)),
        spell("2021-07-28/2022-12-07", date(2022, 12, 7)),
    ]
    during = toy_view(rows, as_of=date(2022, 1, 1)).series(PER, "head_of_state")
    after = toy_view(rows).series(PER, "head_of_state")
    assert [item.period.text for item in during] == ["2021-07-28/"]
    assert [item.period.text for item in after] == ["2021-07-28/2022-12-07"]
