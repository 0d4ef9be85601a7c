from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.analysis.toy import CUTOFF, series, toy_view

from countrydesk.errors import SourceError, UnknownIndicatorError
from countrydesk.evidence import Catalogue
from countrydesk.evidence.assembly import _check_catalogue
from countrydesk.sources.frame import SCHEMA


def trade():
    rows = series("USA", "goods_imports", {2023: 1, 2024: 2}, counterpart="PER")
    return rows + series("USA", "goods_imports", {2024: 9}, counterpart="KEN")


def test_a_series_is_sorted_by_time_not_by_text():
    rows = series(
        "USA", "troops_active_duty", {"2025-Q1": 3, "2007": 1, "2024-Q4": 2}, counterpart="PER"
    )
    found = toy_view(rows).series("USA", "troops_active_duty", "PER")
    assert [item.value for item in found] == [1, 2, 3]


def test_measured_leaves_projections_out():
    rows = series("PER", "gdp_growth", {2024: 3}) + series(
        "PER", "gdp_growth", {2025: 9}, status="projection"
    )
    view = toy_view(rows)
    assert len(view.series("PER", "gdp_growth")) == 2
    assert view.find_latest("PER", "gdp_growth").period.text == "2024"


def test_dyads_from_both_ends():
    view = toy_view(trade())
    assert set(view.dyads("USA", "goods_imports")) == {"PER", "KEN"}
    assert [item.value for item in view.facing("PER", "goods_imports")] == [1, 2]
    assert view.dyad_histories("USA", "goods_imports") == {
        "PER": {2023: 1, 2024: 2},
        "KEN": {2024: 9},
    }
    assert view.facing_any("goods_imports") == {"USA"}


def test_what_is_not_there_is_empty_not_an_error():
    view = toy_view(trade())
    assert view.series("TUV", "gdp_usd") == ()
    assert view.find_latest("TUV", "gdp_usd") is None
    assert view.find_at("USA", "goods_imports", "1999", "PER") is None
    assert view.indicators_of("TUV") == ()
    assert view.panel.at("gdp_usd", 2024).values == {}


def test_the_panel_holds_measured_years_of_monadic_numbers():
    rows = series("PER", "inflation", {2023: 1, 2024: 2}) + series("KEN", "inflation", {2024: 3})
    rows += series("PER", "inflation", {2025: 4}, status="projection") + trade()
    panel = toy_view(rows).panel
    assert panel.years("inflation") == (2023, 2024)
    assert panel.at("inflation", 2024).values == {"PER": 2, "KEN": 3}
    assert panel.histories("inflation") == {"PER": {2023: 1, 2024: 2}, "KEN": {2024: 3}}
    assert panel.years("goods_imports") == ()


def test_the_view_holds_its_own_observations_only():
    view = toy_view(trade())
    own = view.find_latest("USA", "goods_imports", "PER")
    assert view.holds(own)
    assert not view.holds(replace(own, value=3.0))
    assert view.find_observation("USA", own.id) == own


def test_the_cutoff_is_the_earlier_of_release_and_as_of():
    assert toy_view(trade()).cutoff == CUTOFF
    assert toy_view(trade(), as_of=date(2025, 2, 1)).cutoff == date(2025, 2, 1)
    assert toy_view(trade(), as_of=date(2099, 1, 1)).cutoff == CUTOFF


def test_forgetting_changes_nothing_that_is_read_again():
    view = toy_view(trade())
    before = view.series("USA", "goods_imports", "PER")
    view.forget("USA")
    assert view.series("USA", "goods_imports", "PER") == before


def test_the_catalogue_names_the_nearest():
    with pytest.raises(UnknownIndicatorError, match="gdp_usd"):
        Catalogue.from_yaml().get_indicator("gdp_us")


def test_the_catalogue_survives_its_json():
    catalogue = Catalogue.from_yaml()
    assert Catalogue.from_json(catalogue.to_json()) == catalogue


def test_an_indicator_has_one_unit_and_must_be_defined():
    import polars as pl

    catalogue = Catalogue.from_yaml()
    for change, message in (
        ({"unit": "persons"}, "comes in 'persons'"),
        ({"indicator": "x"}, "not in the catalogue"),
    ):
        row = {"indicator": "gdp_usd", "unit": "usd", "source": "toy"} | change
        frame = pl.DataFrame([row], schema={key: SCHEMA[key] for key in row})
        with pytest.raises(SourceError, match=message):
            _check_catalogue(frame, catalogue)
