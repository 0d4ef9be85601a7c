from __future__ import annotations

from datetime import date

from tests.analysis.toy import toy_view

from countrydesk.analysis.trade_agreements import partner_of, trade_agreement


def row(period, text, kind="free trade agreement", **more):
    return {
        "place": "PER", "counterpart": "USA", "indicator": "us_trade_agreement", "period": period,
        "text": text, "released_on": date.fromisoformat(f"{period[:7]}-28"),
        "attributes": {"kind": kind, **more},
    }  # fmt: skip


ROWS = [
    row("2026-02-04", "Minerals", "critical minerals agreement", signed_on="2026-02-04"),
    row("2020-01-01/", "Digital", "digital trade agreement"),
    row("2009-02-01/", "Promotion", signed_on="2006-04-12", law="Pub. L. 110-138"),
    row("1994-01-01/2020-07-01", "Old"),
]


def test_agreements_in_force_come_first_and_free_trade_before_the_rest():
    view = toy_view(ROWS)
    found = [trade_agreement(view, place="PER", position=n) for n in range(4)]
    assert [(f.value, f.values["state"]) for f in found] == [
        ("Promotion", "in force"), ("Digital", "in force"), ("Minerals", "signed"),
        ("Old", "ended"),
    ]  # fmt: skip
    assert found[0].values["signed_on"] == "2006-04-12"
    assert found[3].values["until"] == "2020-07-01"
    assert trade_agreement(view, place="PER", position=4) is None


def test_the_side_that_is_not_the_united_states():
    assert partner_of("PER", "USA") == "PER"
    assert partner_of("USA", "DEU") == "DEU"
    assert partner_of("PER", "DEU") is None
