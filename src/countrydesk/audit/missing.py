"""What the evidence says must be mentioned, and a text does not name."""

from __future__ import annotations

import re
from collections.abc import Callable

from countrydesk.audit.gazetteer import count_places
from countrydesk.evidence import View
from countrydesk.evidence.names import name_words
from countrydesk.paper.desk import Desk
from countrydesk.paper.mentions import Mention, required
from countrydesk.places import Place, registry

_DUTY = re.compile(
    r"\b(?:(?:additional|added|reciprocal|extra|universal) (?:\w+ )?(?:dut(?:y|ies)|tariffs?)"
    r"|section (?:301|122)|ieepa)\b",
    re.IGNORECASE,
)
_REVISION = re.compile(r"\b(?:revis\w+|restat\w+)\b", re.IGNORECASE)


def missing_mentions(
    view: View, text: str, partner: Place, principal: Place
) -> tuple[Mention, ...]:
    """Return what a text leaves out, matched by names; the status of an ally is asked for too."""
    asked = (*required(Desk(view, partner, principal)), *_alliances(view, partner, principal))
    plain = " ".join(text.split())
    return tuple(mention for mention in asked if not _told(mention, plain))


def _alliances(view: View, partner: Place, principal: Place) -> tuple[Mention, ...]:
    if "us_alliance" not in view.catalogue:
        return ()
    rows = view.series(partner.id, "us_alliance", principal.id)
    standing = [o for o in rows if o.period.is_open]
    return tuple(
        Mention("ally status", f"{o.text} since {o.period.opening.text}", frozenset({o.id}))
        for o in standing
    )


def _told(mention: Mention, text: str) -> bool:
    return _TESTS.get(mention.rule, _by_words)(mention, text)


def _by_words(mention: Mention, text: str) -> bool:
    words = name_words(mention.what)
    return bool(words) and words <= name_words(re.sub(r"[^\w\s-]", " ", text))


def _partner(mention: Mention, text: str) -> bool:
    name, _, _ = mention.what.partition(" (")
    place = registry().find(name)
    return place is not None and place.id in count_places(text)


def _leader(mention: Mention, text: str) -> bool:
    words = sorted(name_words(mention.what), key=len)
    said = name_words(re.sub(r"[^\w\s-]", " ", text))
    return len(said & set(words)) >= min(2, len(words))


def _duty(_: Mention, text: str) -> bool:
    return bool(_DUTY.search(text))


def _ally(mention: Mention, text: str) -> bool:
    what = mention.what.lower()
    if "non-nato" in what:
        return bool(re.search(r"non-nato ally", text, re.IGNORECASE))
    if "nato" in what:
        return "NATO" in text or "North Atlantic" in text
    head = mention.what.split("(")[0].strip().split(" since ")[0]
    short = re.search(r"\(([^)]+)\)", mention.what)
    return head.lower() in text.lower() or bool(short and short[1].lower() in text.lower())


def _revision(_: Mention, text: str) -> bool:
    return bool(_REVISION.search(text))


_TESTS: dict[str, Callable[[Mention, str], bool]] = {
    "first partner": _partner,
    "leader": _leader,
    "largest policy shock": _duty,
    "ally status": _ally,
    "largest revision": _revision,
}
