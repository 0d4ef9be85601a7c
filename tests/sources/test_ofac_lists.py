"""OFAC lists: counts by country, strict entries, no names."""

from __future__ import annotations

import orjson
import pytest
from tests.sources.tampering import copy_of, parse_copy, series, specimens, values

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError

NAME = "ofac_lists"
SDN = "ofac/sdn.xml"


def edited(tmp_path, old, new, count=1):
    folder = copy_of(NAME, tmp_path)
    path = folder / SDN
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return folder


def test_an_entry_counts_once_for_each_of_its_countries():
    parsed = specimens(NAME)
    assert values(parsed, "PER", "ofac_listed_persons", "USA") == {"2026-09-23": 2}
    assert values(parsed, "COL", "ofac_listed_persons", "USA") == {"2026-09-23": 1}
    assert values(parsed, "CHE", "ofac_listed_entities", "USA") == {"2026-09-23": 1}


def test_the_two_lists_stand_apart_each_on_its_own_day():
    parsed = specimens(NAME)
    assert values(parsed, "RUS", "ofac_listed_entities", "USA") == {"2026-09-23": 2}
    assert values(parsed, "RUS", "ofac_listed_other", "USA") == {"2026-09-14": 1}


def test_programmes_come_with_their_numbers():
    rows = series(specimens(NAME), "RUS", "ofac_programme", "USA")
    found = {
        (row["text"], row["series"]): orjson.loads(row["attributes"])
        for row in rows.iter_rows(named=True)
    }
    assert found["RUSSIA-EO14024", "SDN"] == {"entities": "2", "list": "SDN", "persons": "1"}
    assert found["UKRAINE-EO13662", "consolidated"]["entities"] == "1"


def test_no_name_gets_into_the_table():
    text = specimens(NAME).frame.write_csv()
    assert "INVENTED" not in text
    assert "Example" not in text


def test_ships_and_entries_without_a_foreign_country_are_left_out_by_a_rule():
    tally = specimens(NAME).tallies[SDN]
    assert tally.ignored["a ship or an aircraft"] == 2
    assert tally.ignored["names no foreign country"] == 3


def test_a_list_that_breaks_off_is_noticed_by_its_head(tmp_path):
    folder = edited(tmp_path, "<Record_Count>18<", "<Record_Count>19<")
    with pytest.raises(LayoutError, match="18 entries, but its head says 19"):
        parse_copy(NAME, folder)


def test_an_older_namespace_is_read_too(tmp_path):
    space = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"
    folder = edited(tmp_path, space, "http://tempuri.org/sdnList.xsd")
    assert parse_copy(NAME, folder).frame.equals(specimens(NAME).frame.with_columns(
        parse_copy(NAME, folder).frame["raw_sha256"]
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "error", "what"),
    [
        ("<sdnType>Entity<", "<sdnType>Robot<", ValueNotUnderstoodError, "Robot"),
        ("<country>Cuba<", "<country>Atlantis<", ValueNotUnderstoodError, "Atlantis"),
        ("<Publish_Date>09/23/2026<", "<Publish_Date>2026<", ValueNotUnderstoodError, "2026"),
        ("<remarks>", "<hint>x</hint><remarks>", LayoutError, "hint"),
        ("<sdnType>Entity</sdnType>", "", LayoutError, "sdnType"),
        ("publshInformation", "publishInformation", RawFileError, "well-formed"),
    ],
)
def test_what_is_new_stops_the_source(tmp_path, old, new, error, what):
    with pytest.raises(error, match=what):
        parse_copy(NAME, edited(tmp_path, old, new))


def test_a_list_without_its_head_is_another_layout(tmp_path):
    folder = edited(tmp_path, "publshInformation>", "publishInformation>", 2)
    with pytest.raises(LayoutError, match="publshInformation"):
        parse_copy(NAME, folder)


def test_an_xml_bomb_is_refused(tmp_path):
    folder = copy_of(NAME, tmp_path)
    bomb = '<!DOCTYPE sdnList [<!ENTITY a "ha">]><sdnList><publshInformation>&a;'
    (folder / SDN).write_text(bomb, encoding="utf-8")
    with pytest.raises(RawFileError, match="document type"):
        parse_copy(NAME, folder)


def test_a_web_page_in_its_place_is_refused(tmp_path):
    folder = copy_of(NAME, tmp_path)
    (folder / SDN).write_text("<html><body>Maintenance</body></html>", encoding="utf-8")
    with pytest.raises(LayoutError, match="html"):
        parse_copy(NAME, folder)
