import subprocess
import sys
from datetime import date
from statistics import median

import pytest

from countrydesk.errors import InputError, UnknownPlaceError
from countrydesk.places import PlaceKind, PlaceRegistry, registry

CONTESTED = ("ESH", "PSE", "TWN", "XKX")


def test_registry_is_one_object() -> None:
    assert registry() is registry()


def test_papers_are_the_members_of_the_united_nations_and_four_more(places: PlaceRegistry) -> None:
    papers = {place.id for place in places.papers()}
    members = {place.id for place in places.places() if place.un_member_since}
    assert len(papers) == 197
    assert len(members) == 193
    assert papers - members == {"XKX", "PSE", "TWN", "VAT"}
    assert {place.id for place in places.members("UN")} == members


def test_places_are_sorted_and_filtered_by_kind(places: PlaceRegistry) -> None:
    ids = [place.id for place in places.places()]
    assert ids == sorted(set(ids))
    assert sum(len(places.places(kind)) for kind in PlaceKind) == len(ids)
    assert [place.id for place in places.places("bloc")] == ["EUU"]
    with pytest.raises(InputError, match="no kind of place 'planet'"):
        places.places("planet")


def test_peru(places: PlaceRegistry) -> None:
    peru = places.get("PER")
    assert str(peru) == "Peru (PER)"
    assert (peru.kind, peru.name, peru.in_text) == ("country", "Peru", "Peru")
    assert dict(peru.names) == {"en": "Peru", "es": "Perú", "fr": "Pérou"}
    assert dict(peru.official) == {
        "en": "Republic of Peru", "es": "República del Perú", "fr": "République du Pérou",
    }  # fmt: skip
    assert (peru.adjective, peru.region, peru.subregion) == (
        "Peruvian",
        "Americas",
        "South America",
    )
    assert peru.un_member_since == date(1945, 10, 31)
    assert not (peru.landlocked)
    assert not (peru.small_island_state)
    assert not (peru.least_developed)
    assert not (peru.note)


def test_get_takes_ids_only(places: PlaceRegistry) -> None:
    with pytest.raises(UnknownPlaceError, match=r"no place 'Peru'; did you mean Peru \(PER\), "):
        places.get("Peru")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("PER", "PER"), ("per", "PER"), (" PE ", "PER"), ("gec:PE", "PER"), ("iso2:PE", "PER"),
        ("m49:604", "PER"), ("cow:135", "PER"), ("GEC:ch", "CHN"), ("iso2:CH", "CHE"),
        ("Peru", "PER"), ("Pérou", "PER"), ("PERÚ", "PER"), ("Republic of Peru", "PER"),
        ("the Republic of Peru", "PER"), ("República del Perú", "PER"),
        ("Côte d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"), ("COTE DIVOIRE", "CIV"),
        ("Ivory Coast", "CIV"), ("Costa de Marfil", "CIV"), ("Curaçao", "CUW"), ("Curacao", "CUW"),
        ("Kosovo", "XKX"), ("Republic of Kosovo", "XKX"), ("Taiwan", "TWN"), ("Taiwán", "TWN"),
        ("Georgia", "GEO"), ("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Guinea Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG"), ("Niger", "NER"),
        ("Nigeria", "NGA"), ("Dominica", "DMA"), ("Dominican Republic", "DOM"), ("Burma", "MMR"),
        ("Birmania", "MMR"), ("Macedonia", "MKD"), ("Swaziland", "SWZ"), ("Cape Verde", "CPV"),
        ("East Timor", "TLS"), ("Holy See", "VAT"), ("Vatican City", "VAT"), ("Vatican", "VAT"),
        ("America", "USA"), ("USA", "USA"), ("U.S.", "USA"), ("US", "USA"), ("EE. UU.", "USA"),
        ("États-Unis d'Amérique", "USA"), ("UK", "GBR"), ("U.K.", "GBR"), ("Great Britain", "GBR"),
        ("Western Sahara", "ESH"), ("The Gambia", "GMB"), ("Gambia, The", "GMB"),
        ("Bahamas (The)", "BHS"), ("Türkiye", "TUR"), ("Turkey (Turkiye)", "TUR"), ("UAE", "ARE"),
        ("Congo, Democratic Republic of the", "COD"), ("Democratic Republic of Congo", "COD"),
        ("DR Congo", "COD"), ("Zaire", "COD"), ("Congo-Brazzaville", "COG"),
        ("Korea, South", "KOR"), ("Republic of Korea", "KOR"), ("DPRK", "PRK"),
        ("St. Kitts & Nevis", "KNA"), ("Sao Tome and Principe", "STP"), ("Hong Kong S.A.R.", "HKG"),
        ("Macau", "MAC"), ("Ireland", "IRL"), ("Samoa", "WSM"), ("American Samoa", "ASM"),
        ("Micronesia", "FSM"), ("Sudan", "SDN"), ("South Sudan", "SSD"), ("USSR", "SUN"),
        ("Yugoslavia", "YUG"), ("East Germany", "DDR"), ("West Germany", "DEU"),
        ("South Vietnam", "VDR"), ("West Bank", "XWB"), ("West Bank and Gaza", "PSE"),
        ("EU", "EUU"), ("Unión Europea", "EUU"), ("world", "WLD"), ("China - mainland", "CHN"),
    ],
)  # fmt: skip
def test_find_and_resolve(places: PlaceRegistry, text: str, place: str) -> None:
    found = places.find(text)
    assert found is not None
    assert found.id == place
    assert places.resolve(text) is found


@pytest.mark.parametrize(
    "text", ["", " ", "Peruu", "Atlantis", "CH", "Congo", "Korea", "gec:QQ", "xyz:PE", "Abkhazia"]
)
def test_find_guesses_nothing(places: PlaceRegistry, text: str) -> None:
    assert places.find(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CH", ("'CH' is Switzerland (CHE) in ISO 3166 and China (CHN) in GEC; "
               "write iso2:CH, gec:CH or the three letters")),
        ("ch", ("'ch' is Switzerland (CHE) in ISO 3166 and China (CHN) in GEC; "
               "write iso2:CH, gec:CH or the three letters")),
        ("Congo", ("'Congo' may be Democratic Republic of the Congo (COD) or "
                  "Republic of the Congo (COG); write the whole name or the three letters")),
        ("Korea", ("'Korea' may be South Korea (KOR) or North Korea (PRK); "
                  "write the whole name or the three letters")),
        ("Virgin Islands", ("'Virgin Islands' may be British Virgin Islands (VGB) or "
                           "U.S. Virgin Islands (VIR); write the whole name or the three letters")),
    ],
)  # fmt: skip
def test_resolve_asks_when_several_places_are_meant(
    places: PlaceRegistry, text: str, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        places.resolve(text)
    assert str(caught.value) == message
    assert not isinstance(caught.value, UnknownPlaceError)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Peruu", "no place 'Peruu'; did you mean Peru (PER), Cyprus (CYP), Iran (IRN)?"),
        ("gec:QQ", "no place has the gec code 'QQ'"),
        ("", "no place ''; give a name or three letters"),
    ],
)
def test_resolve_says_what_it_does_not_know(places: PlaceRegistry, text: str, message: str) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        places.resolve(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["not\na\nplace " * 40, "gec:\nQQ\nQQ", "Con\ngo"])
def test_messages_are_one_line(places: PlaceRegistry, text: str) -> None:
    with pytest.raises(InputError) as caught:
        places.resolve(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_match_scores_and_order(places: PlaceRegistry) -> None:
    matches = places.match("Nigerr", limit=3)
    assert [match.place.id for match in matches][:2] == ["NER", "NGA"]
    assert all(0 <= match.score <= 100 for match in matches)
    assert places.match("Republic Peru")[0].place.id == "PER"
    assert places.match("Islands Solomon")[0].place.id == "SLB"
    assert places.match("Peru")[0].score == 100
    assert matches == places.match("Nigerr", limit=3)


def test_contested_places_are_named_neutrally(places: PlaceRegistry) -> None:
    for one in map(places.get, CONTESTED):
        assert "takes no position on its status" in one.note
        assert dict(one.official) == dict(one.names)
        assert one.un_member_since is None
    assert places.get("ESH").kind == "territory"
    assert places.get("TWN").region == places.get("PSE").region == "Asia"
    assert places.get("XKX").region == places.get("VAT").region == "Europe"


def test_names_are_those_of_running_text(places: PlaceRegistry) -> None:
    expected = {
        "CIV": "Côte d'Ivoire", "CUW": "Curaçao", "TUR": "Türkiye", "CZE": "Czechia",
        "XKX": "Kosovo", "TWN": "Taiwan", "PSE": "Palestine", "PRK": "North Korea",
        "KOR": "South Korea", "TLS": "Timor-Leste", "CPV": "Cabo Verde", "SWZ": "Eswatini",
        "MKD": "North Macedonia", "FSM": "Micronesia", "SYC": "Seychelles", "GRD": "Grenada",
    }  # fmt: skip
    with_article = {
        "USA": "the United States", "PHL": "the Philippines", "NLD": "the Netherlands",
        "GMB": "the Gambia", "BHS": "the Bahamas", "MDV": "the Maldives", "COM": "the Comoros",
        "MHL": "the Marshall Islands", "SLB": "the Solomon Islands", "GBR": "the United Kingdom",
        "ARE": "the United Arab Emirates", "DOM": "the Dominican Republic", "VAT": "the Holy See",
        "CAF": "the Central African Republic", "COD": "the Democratic Republic of the Congo",
        "COG": "the Republic of the Congo", "EUU": "the European Union", "SUN": "the Soviet Union",
        "COK": "the Cook Islands", "CYM": "the Cayman Islands", "FRO": "the Faroe Islands",
        "FLK": "the Falkland Islands",
    }  # fmt: skip
    texts = {place.id: place.in_text for place in places.places()}
    assert {key: texts[key] for key in expected} == expected
    assert {key: texts[key] for key in with_article} == with_article
    papers = {place.id for place in places.papers() if place.article}
    assert papers == set(with_article) - {"EUU", "SUN", "COK", "CYM", "FRO", "FLK"}


def test_every_paper_is_complete(places: PlaceRegistry) -> None:
    for paper in places.papers():
        assert paper.adjective, paper
        assert paper.region in ("Africa", "Americas", "Asia", "Europe", "Oceania")
        assert paper.subregion
        for names in (paper.names, paper.official):
            assert set(names) == {"en", "es", "fr"}
            assert all(name == name.strip() and name for name in names.values())
            assert not any("*" in name or "’" in name for name in names.values())


def test_adjectives_are_one_plain_word_or_phrase(places: PlaceRegistry) -> None:
    expected = {
        "USA": "American", "GBR": "British", "COD": "Congolese", "COG": "Congolese",
        "DOM": "Dominican", "DMA": "Dominican", "CIV": "Ivorian", "ARE": "Emirati",
        "XKX": "Kosovar", "TWN": "Taiwanese", "PSE": "Palestinian", "VAT": "Vatican",
        "NER": "Nigerien", "NGA": "Nigerian", "GNB": "Bissau-Guinean", "GIN": "Guinean",
        "KOR": "South Korean", "PRK": "North Korean", "NLD": "Dutch", "CHE": "Swiss",
    }  # fmt: skip
    adjectives = {place.id: place.adjective for place in places.places()}
    assert {key: adjectives[key] for key in expected} == expected
    assert not [text for text in adjectives.values() if any(mark in text for mark in ",;(/")]
    assert not [text for text in adjectives.values() if " or " in text or text == "none"]


def test_groups_of_the_united_nations(places: PlaceRegistry) -> None:
    papers = places.papers()
    assert sum(place.least_developed for place in papers) == 44
    assert sum(place.small_island_state for place in papers) == 37
    landlocked = {place.id for place in papers if place.landlocked}
    assert len(landlocked) == 45
    assert {"BOL", "PRY", "CHE", "KAZ", "XKX", "VAT"} <= landlocked
    assert not places.get("STP").least_developed


def test_historical_states(places: PlaceRegistry) -> None:
    soviet = places.get("SUN")
    assert (soviet.from_year, soviet.to_year, len(soviet.successors)) == (1922, 1991, 15)
    for state in places.places("historical"):
        assert state.successors
        assert state.from_year is not None
        assert state.to_year is not None
        assert state.from_year <= state.to_year
        assert all(places.get(one) for one in state.successors)
    for place in places.places():
        assert not place.part_of or places.get(place.part_of).kind == "country"


LOAD = """
import sys, time
from countrydesk.places import registry
began = time.perf_counter()
places = registry()
places.get("PER")
print(time.perf_counter() - began)
places.find("Pérou"); places.from_code("cow", "2"); places.members("UN")
heavy = {"polars", "pandas", "numpy", "babel", "rapidfuzz", "pyreadr"} & set(sys.modules)
assert not heavy, heavy
"""


def test_loads_fast_and_without_heavy_libraries() -> None:
    seconds = [
        float(subprocess.run([sys.executable, "-c", LOAD], check=True, capture_output=True).stdout)
        for _ in range(5)
    ]
    assert median(seconds) < 0.040
