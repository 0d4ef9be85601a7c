"""Places on which no paper is written are refused with the reason."""

from __future__ import annotations

import pytest

from countrydesk.errors import NoPaperError, PrincipalError
from countrydesk.paper.desk import Desk
from countrydesk.places import registry


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("ESH", "there is no paper on Western Sahara, a territory in the registry of places"),
        ("ESH", "Countrydesk takes no position on its status"),
        ("ESH", "'countrydesk evidence ESH INDICATOR'"),
        ("HKG", "Hong Kong, a territory"),
        ("EUU", "the European Union, a bloc"),
        ("SUN", "a historical"),
    ],
)
def test_territories_blocs_and_past_states_have_no_paper(view, place, said):
    with pytest.raises(NoPaperError) as error:
        Desk(view, registry().get(place), registry().get("USA"))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("place", ["TWN", "XKX", "PSE", "VAT", "SMR", "PRK"])
def test_contested_and_small_states_have_one(view, place):
    assert Desk(view, registry().get(place), registry().get("USA")).partner.id == place


@pytest.mark.parametrize("place", ["USA", "CHN", "BRA", "DEU"])
def test_a_paper_on_oneself_is_refused(view, place):
    with pytest.raises(PrincipalError, match="cannot take its own viewpoint"):
        Desk(view, registry().get(place), registry().get(place))
