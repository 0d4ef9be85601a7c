from __future__ import annotations

import orjson
import polars as pl
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, specimens

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.facts import beside
from countrydesk.sources.sanctions_programmes import source

FOLDER = "sanctions/programs"


@pytest.fixture(scope="module")
def parsed():
    return specimens("sanctions_programmes")


def test_a_programme_is_tied_to_its_territory_and_issuer(parsed):
    (row,) = series(parsed, "VEN", "sanctions_programme", "USA").to_dicts()
    found = orjson.loads(row["attributes"])
    assert row["text"] == "Venezuela-Related Sanctions"
    assert found["key"] == "US-VEN"
    assert found["measures"] == "Asset freeze; Financial restrictions; Travel ban"


def test_the_united_nations_are_named_and_are_no_place(parsed):
    (row,) = series(parsed, "COD", "sanctions_programme").to_dicts()
    assert orjson.loads(row["attributes"])["issuer"] == "United Nations Security Council"


def test_the_wrong_congo_is_put_right(parsed):
    assert "COG" not in set(parsed.frame["place"])


def test_a_part_of_a_country_is_no_programme_on_the_country(parsed):
    assert series(parsed, "UKR", "sanctions_programme", "USA").is_empty()
    areas = series(parsed, "UKR", "sanctions_area", "USA")
    assert areas.height == 3
    assert series(parsed, "MDA", "sanctions_area", "EUU").height == 1


def test_what_has_ended_or_names_no_country_is_left_out(parsed):
    ignored = {rule for tally in parsed.tallies.values() for rule in tally.ignored}
    assert ignored == {
        "cyberspace, no country", "domestic", "names no territory", "programme that has ended",
        "worldwide, no country",
    }  # fmt: skip
    assert not parsed.frame["text"].str.starts_with("Former").any()
    assert series(parsed, "EGY", "sanctions_programme", "CHE").is_empty()


def test_the_broken_title_is_put_right(parsed):
    assert not parsed.frame["text"].str.contains("meta/programs").any()


def test_china_counts_the_european_union_among_its_targets(parsed):
    assert series(parsed, "EUU", "sanctions_programme", "CHN").height == 1


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("issuer: us_ofac", "issuer: us_other", ValueNotUnderstoodError),
        ("  - ve\n", "  - qq\n", ValueNotUnderstoodError),
        ("- Travel ban", "- Frown", ValueNotUnderstoodError),
        ("issuer:", "published_by:", LayoutError),
        ("measures:", "effects:", LayoutError),
    ],
)
def test_what_has_no_meaning_stops_the_source(tmp_path, old, new, error):
    folder = copy_of("sanctions_programmes", tmp_path)
    path = folder / FOLDER / "US-VEN.yml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(error):
        parse_copy("sanctions_programmes", folder)


@pytest.mark.raw
def test_every_correction_meets_the_error_it_is_for(raw):
    import yaml

    for row in beside(source.__file__, "corrections.csv").iter_rows(named=True):
        content = yaml.safe_load((raw / FOLDER / f"{row['key']}.yml").read_text())
        listed = {"title": content["title"], "territory": content["target_territories"]}
        assert row["listed"] in listed[row["field"]]


def test_every_issuer_of_a_country_is_a_place():
    from countrydesk.places import registry

    known = {place.id for place in registry().places()}
    issuers = beside(source.__file__, "issuers.csv").filter(pl.col("counterpart") != "")
    assert set(issuers["counterpart"]) <= known
