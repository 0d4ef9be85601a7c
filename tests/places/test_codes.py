import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.errors import InputError
from countrydesk.places import CodeSystem, PlaceRegistry, registry
from countrydesk.places.codes import CodeBook, CodeRow, canonical_code


@pytest.mark.parametrize(
    ("system", "code", "year", "place"),
    [
        ("iso2", "pe", None, "PER"), ("iso3", "per", None, "PER"), ("m49", "604", None, "PER"),
        ("m49", "4", None, "AFG"), ("m49", "004", None, "AFG"), ("gec", "PE", None, "PER"),
        ("gec", "CH", None, "CHN"), ("gec", "GM", None, "DEU"), ("gec", "RI", None, "SRB"),
        ("cow", "365", 1900, "RUS"), ("cow", "365", 1922, "SUN"), ("cow", "365", 1991, "SUN"),
        ("cow", "365", 1992, "RUS"), ("cow", "365", None, "RUS"), ("gw", "365", 1985, "SUN"),
        ("cow", "345", 1917, "SRB"), ("cow", "345", 1991, "YUG"), ("cow", "345", 1992, "SCG"),
        ("cow", "345", 2005, "SCG"), ("cow", "345", 2006, "SRB"), ("cow", "345", None, "SRB"),
        ("gw", "340", 2010, "SRB"), ("gw", "345", 2024, "SRB"), ("cow", "255", 1990, "DEU"),
        ("cow", "260", 1970, "DEU"), ("gw", "260", 2024, "DEU"), ("cow", "265", 1989, "DDR"),
        ("cow", "315", 1992, "CSK"), ("cow", "316", 1993, "CZE"), ("cow", "678", 1985, "YEM"),
        ("cow", "679", 2000, "YEM"), ("cow", "680", 1985, "YMD"), ("gw", "678", 2024, "YEM"),
        ("cow", "816", 1970, "VNM"), ("cow", "817", 1970, "VDR"), ("cow", "710", None, "CHN"),
        ("cow", "713", None, "TWN"), ("cow", "530", 1980, "ETH"), ("cow", "531", None, "ERI"),
        ("cow", "625", 2000, "SDN"), ("cow", "626", None, "SSD"), ("cow", "731", None, "PRK"),
        ("cow", "732", None, "KOR"), ("cow", "730", 1900, "KRE"), ("cow", "347", None, "XKX"),
        ("cow", "946", None, "KIR"), ("gw", "970", None, "KIR"), ("cow", "970", None, "NRU"),
        ("gw", "971", None, "NRU"), ("cow", "955", None, "TON"), ("gw", "972", None, "TON"),
        ("cow", "947", None, "TUV"), ("gw", "973", None, "TUV"), ("cow", "2.0", None, "USA"),
        ("vdem", "30", None, "PER"), ("vdem", "11", 1980, "SUN"), ("vdem", "11", None, "RUS"),
        ("vdem", "198", 1980, "YUG"), ("vdem", "157", 1980, "CSK"), ("vdem", "128", None, "XWB"),
        ("vdem_text", "PSE", None, "XWB"), ("vdem_text", "VDR", None, "VDR"),
        ("schedule_c", "3330", None, "PER"), ("schedule_c", "0003", None, "EUU"),
        ("schedule_c", "0015", None, "WLD"), ("schedule_c", "4802", 2008, "SRB"),
        ("unhcr", "ARE", None, "EGY"), ("unhcr", "AUS", None, "AUT"), ("unhcr", "GAZ", None, "PSE"),
        ("weo", "KOS", None, "XKX"), ("weo", "UVK", None, "XKX"), ("weo", "WBG", None, "PSE"),
        ("weo", "G001", None, "WLD"), ("weo", "G998", None, "EUU"),
        ("worldbank", "KSV", None, "XKX"), ("worldbank", "XKX", None, "XKX"),
        ("worldbank", "ZAR", None, "COD"), ("worldbank", "WLD", None, "WLD"),
        ("wgi", "WBG", None, "PSE"), ("wgi", "PER", None, "PER"), ("usaid", "CS-KM", None, "XKX"),
        ("usaid", "PSE", None, "PSE"), ("views", "13", None, "PER"), ("views", "189", None, "SUN"),
        ("iso2", "CS", 1990, "CSK"), ("iso2", "CS", 2005, "SCG"), ("iso2", "NA", None, "NAM"),
    ],
)  # fmt: skip
def test_from_code(
    places: PlaceRegistry, system: str, code: str, year: int | None, place: str
) -> None:
    assert places.from_code(system, code, year) == place


@pytest.mark.parametrize(
    ("system", "code", "year"),
    [
        ("weo", "G510", None),
        ("schedule_c", "0004", None),
        ("unhcr", "STA", None),
        ("worldbank", "SSF", None),
        ("cow", "9999", None),
        ("iso2", "CS", None),
        ("iso2", "CS", 1999),
        ("iso3", "ZAR", 2020),
        ("iso2", "", None),
    ],
)
def test_codes_of_no_place(places: PlaceRegistry, system: str, code: str, year: int | None) -> None:
    assert places.from_code(system, code, year) is None


@pytest.mark.parametrize(
    ("place", "system", "year", "code"),
    [
        ("PER", "iso2", None, "PE"), ("AFG", "m49", None, "004"), ("DEU", "cow", None, "255"),
        ("DEU", "cow", 1970, "260"), ("DEU", "gw", 2020, "260"), ("YEM", "cow", 1980, "678"),
        ("YEM", "cow", 2020, "679"), ("SRB", "gw", None, "340"), ("XKX", "worldbank", None, "XKX"),
        ("PSE", "worldbank", None, "PSE"), ("PSE", "wgi", None, "WBG"), ("RUS", "cow", None, "365"),
        ("SUN", "cow", None, "365"), ("SUN", "cow", 2020, None), ("XKX", "m49", None, None),
        ("ISR", "schedule_c", None, "5081"), ("SDN", "schedule_c", None, "7321"),
        ("ETH", "views", None, "57"), ("PER", "gec", None, "PE"), ("CHN", "gec", None, "CH"),
    ],
)  # fmt: skip
def test_code_of(
    places: PlaceRegistry, place: str, system: str, year: int | None, code: str | None
) -> None:
    assert places.code_of(place, system, year) == code


def code_rows() -> list[CodeRow]:
    return list(registry().codes.rows)


@given(st.sampled_from(code_rows()), st.integers(min_value=0, max_value=300))
def test_from_code_of_code_of_is_the_place(row: CodeRow, step: int) -> None:
    year = min(max(row.first, 1816) + step, row.last)
    code = registry().code_of(row.place, row.system, year)
    assert code is not None
    assert registry().from_code(row.system, code, year) == row.place


def test_each_code_means_its_place_in_each_of_its_years(places: PlaceRegistry) -> None:
    for row in code_rows():
        for year in {max(row.first, 1800), min(row.last, 2026)}:
            assert places.from_code(row.system, row.code, year) == row.place, row


def test_rows_are_canonical_and_point_to_places(places: PlaceRegistry) -> None:
    for row in code_rows():
        assert canonical_code(row.system, row.code) == row.code
        assert places.get(row.place)
        assert row.code not in places.no_place(row.system)


def test_every_paper_has_the_codes_of_the_common_systems(places: PlaceRegistry) -> None:
    for place in places.papers():
        for system in (CodeSystem.ISO2, CodeSystem.ISO3, CodeSystem.WORLDBANK):
            assert places.code_of(place.id, system)
    lacking = {place.id for place in places.papers() if not places.code_of(place.id, "gec")}
    assert lacking == {"PSE"}
    lacking = {place.id for place in places.papers() if not places.code_of(place.id, "cow")}
    assert lacking == {"PSE"}
    lacking = {place.id for place in places.papers() if not places.code_of(place.id, "gw")}
    assert lacking == {"PSE"}


def test_systems_are_named(places: PlaceRegistry) -> None:
    assert places.from_code(CodeSystem.COW, "135") == places.from_code("COW", "135") == "PER"
    for call in (places.from_code, places.code_of):
        with pytest.raises(InputError, match="no code system 'fips'; there are iso2, iso3, "):
            call("fips", "PE") if call == places.from_code else call("PER", "fips")
    with pytest.raises(InputError, match="no code system"):
        places.no_place("fips")


def test_no_place_gives_reasons(places: PlaceRegistry) -> None:
    assert places.no_place("unhcr")["STA"] == "stateless"
    assert places.no_place("weo")["G510"] == "aggregate"
    assert "misprint" in places.no_place("cow")["533"]
    assert all(reason for system in CodeSystem for reason in places.no_place(system).values())


def test_a_code_that_changed_hands_and_is_gone_means_nothing_without_a_year() -> None:
    iso2 = CodeSystem.ISO2
    book = CodeBook(
        [CodeRow(iso2, "CS", "CSK", None, 1992), CodeRow(iso2, "CS", "SCG", 2003, 2006)]
    )
    assert book.place("iso2", "CS") is None
    assert book.place("iso2", "CS", 1980) == "CSK"
    assert book.place("iso2", "CS", 1999) is None
    assert book.code("CSK", "iso2") == "CS"
    assert book.code("CSK", "iso2", 2004) is None
