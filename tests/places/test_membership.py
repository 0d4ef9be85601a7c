from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.errors import InputError, UnknownPlaceError
from countrydesk.places import Bloc, Membership, PlaceRegistry, registry
from countrydesk.places.membership import in_force, is_partial_date

BLOC = Bloc("X", "X", "X", "forum", 1990)


def spell(since: str = "", until: str = "", role: str = "member") -> Membership:
    return Membership("PER", "X", role, since, until, "read", "", "", "")


def ids(places) -> set[str]:
    return {place.id for place in places}


def test_blocs(places: PlaceRegistry) -> None:
    blocs = {bloc.id: bloc for bloc in places.blocs()}
    assert len(blocs) == 35
    assert list(blocs) == sorted(blocs)
    assert {"UN", "EU", "NATO", "OAS", "Mercosur", "Pacific Alliance", "CAN", "ASEAN", "AU"} <= set(
        blocs
    )
    assert blocs["EU"].place == "EUU"
    assert blocs["ASEAN"].full_name == "Association of Southeast Asian Nations"


def test_members_today(places: PlaceRegistry) -> None:
    assert ids(places.members("Pacific Alliance")) == {"CHL", "COL", "MEX", "PER"}
    assert ids(places.members("CAN")) == {"BOL", "COL", "ECU", "PER"}
    assert len(places.members("EU")) == 27
    assert places.members("EUU") == places.members("EU")
    assert len(places.members("NATO")) == 32
    assert ids(places.members("UN", role="observer")) == {"PSE", "VAT"}
    assert "UKR" in ids(places.members("EU", role="candidate"))


def test_members_on_a_day(places: PlaceRegistry) -> None:
    assert "GBR" in ids(places.members("EU", on=date(2020, 1, 31)))
    assert "GBR" not in ids(places.members("EU", on=date(2020, 2, 1)))
    assert len(places.members("EU", on=date(1960, 1, 1))) == 6
    assert "VEN" in ids(places.members("CAN", on=date(2000, 1, 1)))
    assert "VEN" not in ids(places.members("CAN", on=date(2010, 1, 1)))
    assert places.members("EU", on=date(1900, 1, 1)) == ()


def test_memberships_of_a_place(places: PlaceRegistry) -> None:
    on_record = places.memberships("PER")
    assert {"UN", "OAS", "CAN", "APEC", "Pacific Alliance"} <= {one.bloc for one in on_record}
    assert set(places.memberships("PER", on=date(2000, 1, 1))) < set(on_record)
    suspended = [one for one in places.memberships("MLI") if one.role == "suspended"]
    assert [(one.bloc, one.since) for one in suspended] == [("AU", "2021-06-01")]
    assert places.memberships("SUN") == ()
    with pytest.raises(UnknownPlaceError):
        places.memberships("Peru")


def test_unknown_bloc(places: PlaceRegistry) -> None:
    with pytest.raises(InputError, match="no bloc 'Warsaw Pact'; there are AIIB, APEC, "):
        places.members("Warsaw Pact")


def test_every_spell_is_kept_as_given(places: PlaceRegistry) -> None:
    spells = places._spells
    assert len(spells) == 1618
    for one in spells:
        assert places.get(one.place)
        assert one.confidence in ("read", "known")
        assert one.role
        assert one.source
        assert is_partial_date(one.since)
        assert is_partial_date(one.until)
    assert any(", " in one.note for one in spells)


@pytest.mark.parametrize(
    ("since", "until", "day", "expected"),
    [
        ("2000", "", date(2000, 1, 1), True),
        ("2000", "", date(1999, 12, 31), False),
        ("2000-06", "", date(2000, 5, 31), False),
        ("2000-06-15", "", date(2000, 6, 15), True),
        ("2000", "2005", date(2005, 12, 31), True),
        ("2000", "2005", date(2006, 1, 1), False),
        ("2000", "2005-03", date(2005, 3, 31), True),
        ("2000", "2005-03-10", date(2005, 3, 11), False),
        ("", "", date(1989, 12, 31), False),
        ("", "", date(1990, 1, 1), True),
    ],
)
def test_in_force(since: str, until: str, day: date, *, expected: bool) -> None:
    assert in_force(spell(since, until), day, BLOC) is expected


@given(st.dates(date(1946, 1, 1), date(2026, 1, 1)), st.sampled_from(["EU", "NATO", "UN", "CAN"]))
def test_members_on_a_day_have_a_spell_in_force(day: date, bloc: str) -> None:
    for place in registry().members(bloc, on=day):
        assert bloc in {one.bloc for one in registry().memberships(place.id, on=day)}


def test_partial_dates() -> None:
    assert all(map(is_partial_date, ["", "1945", "1945-10", "1945-10-24"]))
    assert not any(map(is_partial_date, ["45", "1945-1", "October 1945", "1945-10-24T00"]))
