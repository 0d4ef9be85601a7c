"""Who held which office, and whether two names are those of one person."""

from __future__ import annotations

from countrydesk.analysis.offices import ROLES, Term, current, terms
from countrydesk.audit.bench import Bench
from countrydesk.audit.gazetteer import find_places, tables
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.words import split_words
from countrydesk.evidence.names import name_words


def all_terms(bench: Bench, place: str) -> tuple[Term, ...]:
    """Return all stretches in high office of a place, those of effective leaders among them."""
    key = ("terms", place)
    if key not in bench.memo:
        found = [t for role in ROLES for t in terms(bench.view, place, role)]
        if bench.knows("leader"):
            items = bench.view.everywhere("leader").get(place, ())
            found += [Term(o.text or "", o.period, o, o.released_on) for o in items]
        bench.memo[key] = tuple(found)
    return bench.memo[key]  # type: ignore[return-value]


def holders(bench: Bench, place: str) -> tuple[Term, ...]:
    """Return who holds the high offices of a place now."""
    key = ("holders", place)
    if key not in bench.memo:
        found = (current(bench.view, place, role) for role in ROLES)
        bench.memo[key] = tuple(term for term in found if term)
    return bench.memo[key]  # type: ignore[return-value]


def same_person(one: str, other: str) -> bool:
    """Whether two names share the words that tell people apart; numerals do not count."""
    a, b = name_words(one), name_words(other)
    if not a or not b:
        return False
    common = {x for x in a if any(_alike(x, y) for y in b)}
    return len(common) >= min(len(a), len(b), 2) or (len(a) == 1 and bool(common))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    from rapidfuzz.distance import Levenshtein

    return len(one) > 5 and len(other) > 5 and Levenshtein.distance(one, other) <= 1


def home_of(parsed: Parsed, name: str) -> str:
    """Return whose office holder a name is: the partner unless it is known of another state."""
    bench = parsed.bench
    for place in (bench.partner.id, bench.principal.id):
        if any(same_person(name, t.name) for t in all_terms(bench, place)):
            return place
    others = {f.meaning for f in parsed.places} - {bench.partner.id}
    named_elsewhere = others - {bench.principal.id}
    if named_elsewhere or _known_elsewhere(bench, name):
        return ""
    if name_words(name) & _principals_own(bench):
        return ""
    return bench.partner.id


def _principals_own(bench: Bench) -> frozenset[str]:
    table = tables()["presidents"].get(bench.principal.id, [])
    return frozenset(word for name in table for word in name_words(name))


def _known_elsewhere(bench: Bench, name: str) -> bool:
    key = ("all_holders", "")
    if key not in bench.memo:
        table: dict[str, list[str]] = {}
        for role in ROLES:
            for items in bench.view.everywhere(role).values():
                for item in items:
                    for word in name_words(item.text or ""):
                        table.setdefault(word, []).append(item.text or "")
        bench.memo[key] = table
    table = bench.memo[key]  # type: ignore[assignment]
    return any(
        same_person(name, other) for word in name_words(name) for other in table.get(word, ())
    )


THINGS = frozenset({
    "University", "Airport", "Bridge", "Hospital", "Mosque", "Highway", "Foundation", "Street",
    "Center", "Centre", "Institute", "Cup", "Port", "League", "Academy", "Library", "Museum",
    "Park", "Dam", "Tower", "Road", "Avenue", "House", "Council", "Office",
})  # fmt: skip


TITLES = frozenset({
    "President", "Minister", "Prime", "Vice", "Co-Vice", "Transitional", "Interim", "Acting",
    "Crown", "Prince", "Transition", "Who", "What", "He", "She", "They",
    "Co-President", "Chairman", "Party",
})  # fmt: skip


def trim_name(name: str) -> str:
    """Return a name without places that run into it, "" where it is that of a thing."""
    if (THINGS | TITLES) & set(name.split()):
        return ""
    words = [w for w in name.split() if w not in {"The", "In", "On", "At"}]
    found = find_places(split_words(" ".join(words)))
    if found and found[0].start == 0 and found[0].last + 1 < len(words):
        return ""
    return " ".join(words).removesuffix("'s").removesuffix("’s")
