"""World Development Indicators: two layouts, aggregates, and what the tariff is."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("worldbank_wdi")
EXTRACT = "worldbank/worldDevelopmentIndicators1.csv"


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False)


@pytest.fixture
def copy(tmp_path) -> Path:
    return Path(shutil.copytree(SOURCE.specimens, tmp_path / "raw"))


def value(parsed: Parsed, place: str, indicator: str, period: str) -> float:
    found = parsed.frame.filter(
        (pl.col("place") == place)
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )
    return float(found["value"].item())


def test_both_layouts_are_read(parsed):
    assert value(parsed, "PER", "applied_tariff", "2022") == 0.66
    assert value(parsed, "PER", "life_expectancy", "2023") == 77.74
    assert value(parsed, "PER", "gdp_usd", "2023") == 267603248655


def test_the_tariff_says_what_it_is():
    tariff = Catalogue.from_yaml()["applied_tariff"]
    assert "neither the most-favoured-nation rate nor a simple mean" in tariff.definition


def test_aggregates_are_left_out_by_rule(parsed):
    places = set(parsed.frame["place"])
    assert "WLD" not in places
    rules = {rule for tally in parsed.tallies.values() for rule in tally.ignored}
    assert {"aggregate", "not classified", "footer"} <= rules
    assert any(rule.startswith("Channel Islands") for rule in rules)


def test_kosovo_is_found(parsed):
    assert value(parsed, "XKX", "life_expectancy", "2023") == pytest.approx(78.033)


def test_models_are_estimates_and_accounts_are_not(parsed):
    status = dict(parsed.frame.select("indicator", "status").unique().iter_rows())
    assert status["life_expectancy"] == status["population"] == "estimate"
    assert status["gdp_usd"] == status["applied_tariff"] == "actual"


def test_the_two_dates_of_release(parsed):
    dates = dict(parsed.frame.select("indicator", "released_on").unique().iter_rows())
    assert str(dates["gdp_usd"]) == "2025-04-15"
    assert str(dates["life_expectancy"]) == "2025-06-05"


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("SP.POP.TOTL,", "SP.POP.NEW,", "not described"),
        ("PER,", "QQQ,", "QQQ"),
        ("77.74", "about 78", "is not a number"),
    ],
)
def test_what_is_not_understood_stops_the_source(copy, old, new, match):
    path = copy / EXTRACT
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(ValueNotUnderstoodError, match=match):
        parse_source(SOURCE, copy, assertions=False)


def test_a_new_year_is_a_new_layout(copy):
    path = copy / EXTRACT
    path.write_text(path.read_text().replace("2023 [YR2023]", "2024 [YR2024]"))
    with pytest.raises(LayoutError, match="2023"):
        parse_source(SOURCE, copy, assertions=False)
