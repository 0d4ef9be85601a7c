"""The place registry: countries, territories, historical states, blocs, their names and codes.

Policy on contested places. Kosovo (XKX), Taiwan (TWN), Palestine (PSE) and Western Sahara (ESH) are
named neutrally: the formal name is the short one, and the formal names in use are aliases. They
are places because sources publish figures for them. Countrydesk takes no position on the status of
any place. ``country`` as a kind says that a place has a paper: the 193 members of the United
Nations, Kosovo, Palestine, Taiwan and the Holy See. Western Sahara is a territory and has none.
Each of these places carries the policy as its ``note``.

Cut years. A year is filed under one state: the Soviet Union 1922-1991, then Russia; Yugoslavia
1918-1991, Serbia and Montenegro 1992-2005, then Serbia; Czechoslovakia to 1992, then Czechia.
Germany covers the Federal Republic before 1990, Yemen the north, Vietnam the Democratic Republic.
"""

from countrydesk.places.place import (
    Bloc,
    CodeSystem,
    Membership,
    Place,
    PlaceKind,
    PlaceMatch,
)
from countrydesk.places.registry import PlaceRegistry, registry

__all__ = [
    "Bloc",
    "CodeSystem",
    "Membership",
    "Place",
    "PlaceKind",
    "PlaceMatch",
    "PlaceRegistry",
    "registry",
]
