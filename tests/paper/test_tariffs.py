from __future__ import annotations

from datetime import date

import pytest
from tests.paper.sections import prose, section_paper, tables

from countrydesk.evidence import View

PASSAGES = ("duties_in_force", "duty_sequence", "agreement_rate", "effective_rate",
    "partner_tariffs")  # fmt: skip


@pytest.fixture(scope="module")
def peru(view):
    return section_paper(view, "PER", "USA", PASSAGES)


def test_peru_pays_twelve_and_a_half_percent_on_all_goods(peru):
    text = prose(peru)
    for fact in ("12.5 percent", "9903.05.63", "24 July 2026", "FR 2026-15181; U.S. note 52",
        "forced labour", "9903.05.85-92"):  # fmt: skip
        assert fact in text


def test_the_sequence_of_peru(peru):
    assert [row[:4] for row in tables(peru)["wide"]] == [
        ["10 percent", "International Emergency Economic Powers Act, reciprocal tariff",
            "5 April 2025", "20 February 2026"],
        ["10 percent", "Section 122, balance of payments", "24 February 2026", "23 July 2026"],
        ["12.5 percent", "Section 301, forced labour", "24 July 2026", "–"],
    ]  # fmt: skip
    assert [row[5] for row in tables(peru)["wide"]] == ["ended", "ended", "in force"]
    assert "Learning Resources v. Trump; EO 14389" in prose(peru)


def test_the_agreement_of_peru_gives_no_exemption(peru):
    text = prose(peru)
    assert "12 April 2006" in text
    assert "1 February 2009" in text
    assert "United States-Peru Trade Promotion Agreement" in text


def test_duties_on_listed_goods_are_in_force_scheduled_and_ended(peru):
    rows = tables(peru)["listed"]
    states = {row[5] for row in rows}
    assert states == {"in force", "scheduled", "ended"}
    copper = next(row for row in rows if row[0].startswith("copper"))
    assert copper[1:4] == ["50 percent", "1 August 2025", "6 April 2026"]


def test_what_stood_in_june_2025(view):
    then = View(view.release, date(2025, 6, 30))
    paper = section_paper(then, "PER", "USA", PASSAGES)
    assert [row[:2] + row[5:] for row in tables(paper)["wide"]] == [
        ["10 percent", "International Emergency Economic Powers Act, reciprocal tariff", "in force"]
    ]
    text = prose(paper)
    assert "5 April 2025" in text
    assert "12.5 percent" not in text
    assert "2026" not in text.replace("14257", "")


@pytest.mark.parametrize(
    ("partner", "facts"),
    [
        ("POL", ["the European Union", "1 May 2004", "9903.05.39", "10 percent"]),
        ("CHN", ["125 percent", "10 April 2025", "12.5 percent"]),
        ("BRA", ["25 percent", "22 July 2026", "9903.05.01"]),
        ("CAN", ["9903.05.93", "USMCA-qualifying goods exempted", "United States-Mexico-Canada"]),
        ("KEN", ["23 July 2026", "60 economies"]),
        ("PRK", ["second column"]),
        ("RUS", ["200 percent", "second column"]),
        ("TWN", ["10 percent", "9903.05.76"]),
    ],
)
def test_places_under_rules_of_their_own(view, partner, facts):
    text = prose(section_paper(view, partner, "USA", PASSAGES))
    for fact in facts:
        assert fact in text


def test_an_all_in_rate_is_said_to_include_the_ordinary_duty(view):
    text = prose(section_paper(view, "JPN", "USA", PASSAGES[:1]))
    assert "ordinary duty" in text
    assert "besides the ordinary duty" not in text
    assert "on top of" not in text.lower()


def test_a_member_of_the_union_as_principal(view):
    text = prose(section_paper(view, "KEN", "DEU", PASSAGES))
    assert "0.1 percent" in text
    assert "98.7 percent" in text
    assert "Generalised Scheme of Preferences" in text


def test_between_members_there_is_no_duty(view):
    assert "1 May 2004" in prose(section_paper(view, "POL", "DEU", PASSAGES))


def test_the_united_states_as_partner(view):
    paper = section_paper(view, "USA", "DEU", PASSAGES)
    assert "9903.05.39" in prose(paper)
    assert "wide" in tables(paper)


def test_a_principal_without_a_source(view):
    text = prose(section_paper(view, "PER", "CHN", PASSAGES))
    assert "2.2 percent" in text
    assert "0.7 percent" in text


@pytest.mark.parametrize("partner", ["TUV", "VAT", "XKX", "PSE", "SSD", "VEN", "MEX", "NRU", "CUB"])
def test_every_sort_of_place_has_a_tariff_report(view, partner):
    assert section_paper(view, partner, "USA", PASSAGES).sections[0].blocks
