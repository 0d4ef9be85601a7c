import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.errors import InputError
from countrydesk.places import PlaceRegistry, registry
from countrydesk.places.names import NameIndex, name_key, words

AMBIGUOUS = {"congo", "corea", "coree", "korea", "virginislands"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Peru", "peru"),
        ("  the   PERÚ ", "peru"),
        ("Côte d’Ivoire", "cotedivoire"),
        ("U.S.A.", "usa"),
        ("Trinidad & Tobago", "trinidadandtobago"),
        ("St. Lucia", "saintlucia"),
        ("L'Inde", "inde"),
        ("Bahamas, The", "bahamas"),
        ("Congo, Dem, Rep,", "congodemrep"),
        ("República de la India", "republicadeindia"),
        ("The", "the"),
        ("S.T.", "saint"),
        ("", ""),
        ("...", ""),
    ],
)
def test_name_key(text: str, key: str) -> None:
    assert name_key(text) == key


@given(st.text())
def test_name_key_is_idempotent(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(st.text())
def test_name_key_ignores_case_and_surroundings(text: str) -> None:
    assert name_key(f" {text}, ") == name_key(text)
    assert name_key(f"({text})") == name_key(text)


@given(st.lists(st.sampled_from(["the", "Peru", "of", "Republic", "la", "ÎLES", "&"]), min_size=1))
def test_words_are_plain(parts: list[str]) -> None:
    assert all(word.isalnum() and word == word.casefold() for word in words(" ".join(parts)))


def all_names() -> list[tuple[str, str]]:
    places = registry()
    return [(row[0], row[2]) for row in places._names]


@given(st.sampled_from(all_names()), st.sampled_from([str, str.upper, str.lower, str.title]))
def test_every_name_finds_its_place_or_is_declared_ambiguous(pair, spelling) -> None:
    place, name = pair
    text = spelling(name)
    found = registry().find(text)
    if found is None:
        assert name_key(name) in AMBIGUOUS
        assert place in registry().index.places(text)
    else:
        assert found.id == place


def test_all_names_one_by_one(places: PlaceRegistry) -> None:
    for place, name in all_names():
        found = places.find(name)
        assert name_key(name) in AMBIGUOUS if found is None else found.id == place, name


def test_only_these_names_are_ambiguous(places: PlaceRegistry) -> None:
    assert set(places.index.ambiguous) == AMBIGUOUS


def test_what_is_declared_no_place_is_not_found(places: PlaceRegistry) -> None:
    assert [name for name in places.no_place("name") if places.find(name)] == []


@given(st.text(max_size=20), st.integers(min_value=0, max_value=5))
def test_match_never_fails_and_is_ordered(text: str, limit: int) -> None:
    matches = registry().match(text, limit)
    ranks = [(-match.score, match.place.id) for match in matches]
    assert len(matches) == limit
    assert ranks == sorted(ranks)
    assert len({match.place.id for match in matches}) == limit


@given(st.text(max_size=20))
def test_find_and_resolve_agree(text: str) -> None:
    found = registry().find(text)
    if found is not None:
        assert registry().resolve(text) is found
        return
    with pytest.raises(InputError) as caught:
        registry().resolve(text)
    assert "\n" not in str(caught.value)


def test_nearest_takes_the_best_name_of_each_place() -> None:
    index = NameIndex([("AAA", "Alpha"), ("AAA", "Alphaville"), ("BBB", "Alpha"), ("CCC", "ALP")])
    assert index.nearest("Alpha", 3) == [("AAA", 100.0, "Alpha"), ("BBB", 100.0, "Alpha")]
    assert index.places("alpha") == ("AAA", "BBB")
    assert index.ambiguous == {"alpha": ("AAA", "BBB")}
