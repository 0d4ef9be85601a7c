"""Who belongs to which bloc, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from countrydesk.places.place import Bloc, Membership

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")
_FORMER = "former "


def in_force(spell: Membership, on: date, bloc: Bloc) -> bool:
    """Whether ``spell`` held on the day ``on``; the last day named in ``until`` still counts.

    A year or month counts from its first to its last day. An unknown beginning is taken to be the
    founding year of the bloc: the sources leave it out mostly for those who were there first.
    """
    text = on.isoformat()
    since = spell.since or str(bloc.founded)
    begun = text >= since
    ended = bool(spell.until) and text[: len(spell.until)] > spell.until
    return begun and not ended


def role_on(spell: Membership, on: date | None) -> str:
    """Return the role that ``spell`` meant while it held: a former member was a member then."""
    return spell.role if on is None else spell.role.removeprefix(_FORMER)


def is_partial_date(text: str) -> bool:
    """Whether ``text`` is "", a year, a month or a day."""
    return not text or bool(_DATE.match(text))
