"""The Factbook: its grammar, its traps, and what a person decided about single texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.factbook import cells, dates, facts, holders, lists, quantities
from countrydesk.sources.factbook.cells import Cell, Field, UnreadError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source


def cell(text: str, *, form="#", option="", path="A > b", indicator="x", year="", **beside) -> Cell:
    field = Field(path, "number", indicator, "", form, option, 1.0)
    return Cell("factbook/test.json", 1, path, text, field, year, beside)


def one(readings):
    (found,) = readings
    return found


@pytest.fixture(scope="module")
def specimens() -> pl.DataFrame:
    source = get_source("factbook")
    return parse_source(source, source.specimens, assertions=False).frame


@pytest.mark.parametrize(
    ("text", "form", "value", "period", "status"),
    [
        ("1,285,216 (2025 est.)", "#", 1285216, "2025", "estimate"),
        ("$881.934 million (2023 est.)", "$#", 881.934e6, "2023", "estimate"),
        ("-$9.972 billion (2022 est.)", "$#", -9.972e9, "2022", "estimate"),
        ("0.8% of GDP (2024)", "#% of GDP", 0.8, "2024", "actual"),
        ("1.16% annual (2020-25 est.)", "#% annual", 1.16, "2020/2025", "estimate"),
        ("4.6% (2015/16)", "#%", 4.6, "2015/2016", "actual"),
        ("-0.1% (2023 est.) note: a remark", "#%", -0.1, "2023", "estimate"),
    ],
)
def test_amounts_with_scale_sign_and_year(text, form, value, period, status):
    found = one(quantities.read_number(cell(text, form=form)))
    assert (found.value, found.period, found.status) == (pytest.approx(value), period, status)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("12.5", "#%"),
        ("12.5%", "#%"),
        ("104,0000 km (2020)", "# km"),
        ("12% (2020) and rising", "#%"),
        ("12% (2020-19)", "#%"),
    ],
)
def test_amounts_in_another_form_are_refused(text, form):
    with pytest.raises(UnreadError):
        list(quantities.read_number(cell(text, form=form)))


def test_a_year_other_than_the_heading_is_refused():
    with pytest.raises(UnreadError, match="heading of 2024"):
        list(quantities.read_number(cell("3% (2023 est.)", form="#%", year="2024")))


def test_a_bound_is_no_figure():
    bound = cell("3 sq km less than", form="# sq km", option="undated remark")
    with pytest.raises(UnreadError):
        list(quantities.read_number(bound))
    assert quantities.is_absent("(2024 est.) less than 1")
    assert quantities.is_absent("NA")


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("approximately 7,500 active-duty military personnel (2025)", 7500, None, None),
        ("estimated 10-12,000 active Armed Forces (2025)", 11000, 10000, 12000),
        ("information varies; estimated 35-40,000 active FAMa (2025)", 37500, 35000, 40000),
        ("estimated 1.1-1.2 million active Armed Forces (2025)", 1.15e6, 1.1e6, 1.2e6),
    ],
)
def test_a_range_of_soldiers_keeps_its_ends(text, value, low, high):
    found = one(quantities.read_troops(cell(text)))
    assert (found.value, found.low, found.high) == (pytest.approx(value), low, high)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 June 2024", "2024-06-12"),
        ("21 Oct 2024", "2024-10-21"),
        ("June 2022", "2022-06"),
        ("1997", "1997"),
        ("4/11/2021", "2021-04-11"),
        ("14-15 May 1811", "1811-05-14/1811-05-15"),
    ],
)
def test_dates(text, iso):
    assert dates.date_of(text) == iso


@pytest.mark.parametrize("text", ["31 June 2024", "13/13/2020", "fall 2026", "44420"])
def test_what_is_no_date(text):
    with pytest.raises(UnreadError):
        dates.date_of(text)


def test_the_deciding_round_is_the_election():
    found = one(dates.read_held(cell("11 April 2021, with a runoff on 6 June 2021")))
    assert (found.text, found.attributes["first_day"]) == ("2021-06-06", "2021-04-11")


def test_an_election_to_come_is_no_last_election():
    with pytest.raises(UnreadError, match="to come"):
        list(dates.read_held(cell("October 2030")))


def test_a_due_date_gone_by_gives_nothing():
    assert not list(dates.read_next(cell("no later than November 2025")))
    assert one(dates.read_next(cell("by January 2028"))).attributes["bound"] == "latest"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("José Enrique JERÍ Oré", "José Enrique Jerí Oré"),
        ("Bart DE WEVER", "Bart De Wever"),
        ("Alexander VAN DER BELLEN", "Alexander Van der Bellen"),
        ("Marcelo REBELO DE SOUSA", "Marcelo Rebelo de Sousa"),
        ("MUHAMMAD BIN SALMAN bin Abd al-Aziz", "Muhammad bin Salman bin Abd al-Aziz"),
        ("Mohammed Shia al-SUDANI", "Mohammed Shia al-Sudani"),
        ("XI Jinping", "Xi Jinping"),
        ("LETSIE III", "Letsie III"),
        ("CARL XVI GUSTAF", "Carl XVI Gustaf"),
        ("Alix Didier FILS-AIMÉ", "Alix Didier Fils-Aimé"),
        ("Munipoese MULI'AKA'AKA", "Munipoese Muli'aka'aka"),
        ("WILLEM-ALEXANDER of the Netherlands", "Willem-Alexander"),
        ("Donald J. TRUMP", "Donald J. Trump"),
        ("Michael MARTIN", "Micheál Martin"),
    ],
)  # fmt: skip
def test_names_in_ordinary_capitals(printed, name):
    assert holders.ordinary(printed) == name


def test_a_stand_in_for_a_monarch_is_an_attribute():
    text = (
        "King CHARLES III (since 8 September 2022); represented by Governor General Mary SIMON "
        "(since 26 July 2021)"
    )
    found = one(holders.read_holder(cell(text)))
    assert (found.text, found.period) == ("Charles III", "2022-09-08/")
    assert found.attributes["represented_by"] == "Mary Simon"
    assert found.attributes["representative_office"] == "Governor-General"


def test_an_office_we_do_not_know_is_refused():
    with pytest.raises(UnreadError, match=r"offices\.csv"):
        list(holders.read_holder(cell("Grand Vizier Jane DOE (since 1 May 2020)")))


def test_a_state_without_regular_forces_is_told_and_no_other(specimens):
    found = specimens.filter(pl.col("indicator") == "armed_forces_status")
    assert found.select("place", "text").rows() == [("TUV", "no regular military forces")]
    indigenous = cell("no regular indigenous military forces; Niue Police Department")
    assert one(facts.read_forces(indigenous)).text == facts.NO_FORCES
    assert not list(facts.read_forces(cell("National Police; no air force")))


def test_partners_with_a_comma_in_the_name():
    found = list(lists.read_partners(cell("China 26%, Congo, Republic of the 5% (2023)")))
    assert [(one.counterpart, one.value) for one in found] == [("CHN", 26), ("COG", 5)]


def test_stretches_of_one_border_are_added_up():
    text = "Spain (Ceuta) 8 km and Spain (Melilla) 10.5 km; Bosnia and Herzegovina 956 km"
    found = [one for one in lists.read_borders(cell(text)) if one.value is not None]
    assert [(one.counterpart, one.value) for one in found] == [("ESP", 18.5), ("BIH", 956)]


def test_a_place_we_do_not_know_is_refused():
    with pytest.raises(UnreadError, match="Ruritania"):
        list(lists.read_partners(cell("Ruritania 12% (2023)")))


def test_prose_among_items_is_refused():
    prose = cell("gold, a very long remark about something else", indicator="natural_resources")
    with pytest.raises(UnreadError):
        list(lists.read_items(prose))


def test_items_are_split_and_qualified_by_the_table():
    found = list(
        lists.read_items(cell("minor coal and oil deposits, gold", indicator="natural_resources"))
    )
    assert [one.text for one in found] == ["coal", "petroleum", "gold"]
    assert found[0].attributes["qualifier"] == "minor"


def test_parties_by_semicolon_comma_or_without_brackets():
    semicolons = lists.read_parties(cell("Union (List A, List B) (15); Other (3)"))
    commas = lists.read_parties(cell("Union (U) 52, Left (L) 8, independent 2"))
    assert [(one.text, one.attributes["seats"]) for one in semicolons] == [
        ("Union", "15"), ("Other", "3"),
    ]  # fmt: skip
    assert [one.attributes["seats"] for one in commas] == ["52", "8", "2"]


def test_points_in_degrees():
    assert facts.point("10 30 S, 76 00 W") == {"lat": "-10.5000", "lon": "-76.0000"}


def test_every_reader_and_unit_named_in_fields_exists():
    from countrydesk.model.units import UNITS
    from countrydesk.sources.factbook.source import READERS

    for field in cells.fields().values():
        assert field.reader in {*READERS, cells.IGNORE, cells.BESIDE}, field.path
        assert field.unit in UNITS, field.path
        assert field.indicator or field.option, field.path


def test_office_holders_of_the_specimens(specimens):
    held = specimens.filter(pl.col("indicator") == "head_of_state", pl.col("place") == "PER")
    assert held["text"].to_list() == ["José Enrique Jerí Oré"]
    assert held["period"].to_list() == ["2025-10-10/"]


def test_a_vacant_office_has_no_holder(specimens):
    held = specimens.filter(pl.col("indicator") == "head_of_state", pl.col("place") == "HTI")
    assert held.is_empty()


def test_palestine_is_put_together_from_its_halves(specimens):
    found = specimens.filter(pl.col("place") == "PSE")
    value = dict(found.filter(pl.col("counterpart") == "").select("indicator", "value").iter_rows())
    halves = specimens.filter(
        pl.col("place").is_in(["XGZ", "XWB"]), pl.col("indicator") == "population"
    )
    assert value["population"] == halves["value"].sum()
    border = found.filter(pl.col("indicator") == "border_length", pl.col("counterpart") == "ISR")
    assert border["value"].to_list() == [389.0]
    assert found.filter(pl.col("indicator") == "median_age").is_empty()


def test_the_next_election_is_the_one_that_decides_who_governs(specimens):
    found = specimens.filter(pl.col("indicator") == "next_election")
    assert found["place"].is_unique().all()
    series = dict(found.select("place", "series").iter_rows())
    assert "Legislative" in series["DEU"]
    assert "Executive" in series["USA"]


def test_oceans_bases_and_the_world_are_ignored_by_rule():
    source = get_source("factbook")
    parsed = parse_source(source, source.specimens, assertions=False)
    assert parsed.tallies["factbook/oceans/oo.json"].ignored["ocean"] == 2
    assert parsed.tallies["factbook/world/xx.json"].ignored["the world"] == 1


def altered(tmp_path: Path, change) -> Path:
    folder = tmp_path / "raw"
    shutil.copytree(get_source("factbook").specimens, folder)
    path = folder / "factbook" / "south-america" / "pe.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    change(whole)
    path.write_text(json.dumps(whole), encoding="utf-8")
    return folder


def test_a_new_field_stops_the_source(tmp_path):
    folder = altered(tmp_path, lambda whole: whole["Geography"].update(Tides={"text": "3 m"}))
    with pytest.raises(LayoutError, match="Tides"):
        parse_source(get_source("factbook"), folder, assertions=False)


def test_a_text_of_another_form_stops_the_source(tmp_path):
    def change(whole):
        whole["Geography"]["Coastline"]["text"] = "rather long"

    with pytest.raises(ValueNotUnderstoodError, match=r"pe\.json.*Coastline"):
        parse_source(get_source("factbook"), altered(tmp_path, change), assertions=False)


def test_a_reviewed_text_that_changed_stops_the_source():
    (file, path), (_, reads_as, _) = next(iter(cells.reviewed().items()))
    with pytest.raises(ValueNotUnderstoodError, match="changed since it was reviewed"):
        cells.correct(file, path, reads_as + " and more")


@pytest.mark.raw
def test_every_reviewed_text_is_still_there(raw):
    for (file, path), (digest, _, _) in cells.reviewed().items():
        found = dict(cells.texts(file, (raw / file).read_bytes()))
        assert cells.digest(found[path]) == digest, (file, path)
