from __future__ import annotations

from tests.analysis.toy import toy_view

from countrydesk.analysis import sanctions
from countrydesk.analysis.finding import FindingKind


def row(place, issuer, text, measures="", period="2026-08", indicator="sanctions_programme"):
    return {
        "place": place, "counterpart": issuer, "indicator": indicator, "period": period,
        "text": text, "attributes": {"issuer": f"Office of {issuer or 'the UN'}",
            **({"measures": measures} if measures else {})},
    }  # fmt: skip


ROWS = [
    row("PRK", "", "North Korea Sanctions", "Arms embargo"),
    row("PRK", "USA", "North Korea Sanctions", "Asset freeze; Travel ban; Export control"),
    row("VEN", "USA", "Venezuela-Related Sanctions", "Asset freeze"),
    row("USA", "CHN", "Chinese Counter-Measures List"),
]


def test_programmes_are_counted_with_their_issuers():
    found = sanctions.programme_count(toy_view(ROWS), place="PRK")
    assert (found.value, found.values["issuers"], found.values["rank"]) == (2, 2, 1)
    assert (found.period.text, found.values["states"]) == ("2026-08", 3)


def test_the_united_nations_come_first_and_measures_read_as_words():
    first = sanctions.programme(toy_view(ROWS), place="PRK", position=0)
    assert (first.counterpart, first.values["measures"]) == ("", "arms embargo")
    own = sanctions.programme_by(toy_view(ROWS), place="PRK", issuer="USA", position=0)
    assert own.values["measures"] == "asset freeze, travel ban and export control"


def test_none_is_a_finding_with_the_month_of_the_list():
    found = sanctions.programme_none(toy_view(ROWS), place="PER")
    assert found.kind is FindingKind.ABSENCE
    assert (found.period.text, found.values["states"], found.values["programmes"]) == (
        "2026-08", 3, 4,
    )  # fmt: skip
    assert sanctions.programme_none(toy_view(ROWS), place="VEN") is None


def test_a_place_whose_parts_are_named_is_not_without_sanctions():
    view = toy_view([*ROWS, row("UKR", "USA", "Ukraine", indicator="sanctions_area")])
    assert sanctions.programme_none(view, place="UKR") is None
    assert sanctions.programme_count(view, place="UKR") is None


def test_programmes_of_an_older_list_do_not_count():
    view = toy_view([*ROWS, row("CUB", "USA", "Cuba Sanctions", period="2024-01")])
    assert sanctions.programme_count(view, place="CUB") is None


def test_what_an_issuer_has_issued():
    found = sanctions.issued_by(toy_view(ROWS), issuer="USA")
    assert (found.value, found.values["places"]) == (2, "PRK VEN")
    assert sanctions.issued_by(toy_view(ROWS), issuer="PER") is None
