from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from countrydesk.model import Observation, Period, Redistribution, Status

GDP = Observation(
    place="PER",
    counterpart="",
    indicator="gdp_usd",
    period=Period.parse("2024"),
    value=294_675_000_000.0,
    text=None,
    unit="usd",
    low=None,
    high=None,
    status=Status.ACTUAL,
    source="imf_weo",
    series="NGDPD",
    released_on=date(2025, 10, 14),
    retrieved_on=date(2026, 11, 1),
    raw_sha256="ab" * 32,
)


def test_the_id_is_of_the_content():
    assert GDP.id == replace(GDP, retrieved_on=date(2027, 1, 1), raw_sha256="cd" * 32).id
    assert len(GDP.id) == 16


@pytest.mark.parametrize(
    "change",
    [
        {"place": "KEN"},
        {"counterpart": "USA"},
        {"indicator": "gdp_ppp"},
        {"period": Period.parse("2023")},
        {"value": 1.0},
        {"unit": "intl_usd"},
        {"low": 1.0, "high": 2.0},
        {"status": Status.ESTIMATE},
        {"source": "other"},
        {"series": "PPPGDP"},
        {"released_on": date(2025, 4, 22)},
        {"attributes": {"party": "x"}},
    ],
)
def test_every_field_of_the_content_counts(change):
    assert replace(GDP, **change).id != GDP.id


def test_the_order_of_attributes_does_not_count():
    one = replace(GDP, attributes={"a": "1", "b": "2"})
    two = replace(GDP, attributes={"b": "2", "a": "1"})
    assert one.id == two.id


def test_numbers_and_facts_do_not_mix():
    assert GDP.number == 294_675_000_000.0
    with pytest.raises(TypeError, match="is a number"):
        _ = GDP.fact
    fact = replace(GDP, value=None, text="Lima")
    assert fact.fact == "Lima"
    with pytest.raises(TypeError, match="is a coded fact"):
        _ = fact.number


def test_only_free_licences_may_be_bundled():
    assert [rule for rule in Redistribution if rule.bundlable] == [
        "yes",
        "attribution",
        "share-alike",
    ]
