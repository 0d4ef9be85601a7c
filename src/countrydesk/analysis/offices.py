"""Findings about who holds office, since when, and who did before.

Several sources name an office holder, each as of its own day. The newest dated row wins; the day
as of which it stands goes with it, so that a reader can judge it. Rows that anyone can edit yield
to every other row, unless they begin or end after that row was last confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.evidence.index import MEASURED
from countrydesk.evidence.names import name_words
from countrydesk.model import Observation, Period

ROLES = ("head_of_state", "head_of_government")
PRINTABLE_STATUS = frozenset({"", "in office", "acting", "caretaker"})
SAME_TERM_DAYS = 45
# The confidence of a row from a source that anyone can edit.
EDITED = "collaborative"
_DAYS = 365.2425


@dataclass(frozen=True)
class Term:
    """One stretch in office, as the best source on it gives it."""

    name: str
    period: Period
    item: Observation
    confirmed: date

    @property
    def is_edited(self) -> bool:
        """Whether the row comes from a source that anyone can edit."""
        return self.item.attributes.get("confidence") == EDITED


def terms(view: View, place: str, role: str) -> tuple[Term, ...]:
    """Return all stretches in an office, oldest first; two sources on the same one are merged."""
    merged: dict[tuple[str, int], Term] = {}
    for found in sorted(_rows(view, place, role), key=lambda term: term.is_edited):
        if found.is_edited and any(_is_told(found, known) for known in merged.values()):
            continue
        key = _same_term(merged, found)
        known = merged.get(key)
        if known is None or _better(found, known):
            merged[key] = found
    return tuple(sorted(merged.values(), key=lambda term: (term.period.start, term.confirmed)))


def _rows(view: View, place: str, role: str) -> Iterator[Term]:
    for item in view.everywhere(role).get(place, ()):
        printable = item.text is not None and item.attributes.get("printable") != "no"
        if item.status in MEASURED and item.text is not None and printable:
            yield Term(item.text, item.period, item, _confirmed(item))


def _is_told(found: Term, known: Term) -> bool:
    """Whether a row that is not edited tells of the same person in the same years already.

    An end that came after its last confirmation is news.
    """
    if known.is_edited or not name_words(found.name) & name_words(known.name):
        return False
    begins, ends = found.period.start, found.period.end or date.max
    if begins > (known.period.end or date.max) or ends < known.period.start:
        return False
    news = known.period.is_open and not found.period.is_open and ends > known.confirmed
    return not news


def _confirmed(item: Observation) -> date:
    """Return the last day on which the row is known to hold: its as-of day, else its release."""
    text = item.attributes.get("as_of", "")
    return (Period.parse(text).end or item.released_on) if text else item.released_on


def _same_term(merged: dict[tuple[str, int], Term], found: Term) -> tuple[str, int]:
    """Return the key of a term already known that ``found`` describes too, or a new key."""
    for key, known in merged.items():
        close = abs((known.period.start - found.period.start).days) <= SAME_TERM_DAYS
        if close and name_words(known.name) & name_words(found.name):
            return key
    return ("".join(sorted(name_words(found.name))), found.period.start.toordinal())


def _better(found: Term, known: Term) -> bool:
    """Whether ``found`` says more of the same term: an end, a newer confirmation, its source."""
    return _weight(found) > _weight(known)


def _weight(term: Term) -> tuple[bool, date, bool]:
    return not term.period.is_open, term.confirmed, "confidence" in term.item.attributes


def current(view: View, place: str, role: str) -> Term | None:
    """Return the term that stands: of the open ones the last confirmed, then the last begun.

    A term is left out when a newer row shows that somebody followed, or that the office has since
    been vacant or its holder unknown.
    """
    standing = _standing(view, place, role)
    claims = [
        term
        for term in standing
        if not (term.is_edited and any(_contradicts(term, other) for other in standing))
    ]
    return max(claims, key=lambda term: (term.confirmed, term.period.start), default=None)


def _standing(view: View, place: str, role: str) -> list[Term]:
    known = terms(view, place, role)
    doubt = _doubt(view, place, role)
    return [
        term
        for term in known
        if term.period.is_open
        and not any(_followed(term, other) for other in known)
        and not (doubt and _overtaken(term, doubt))
    ]


def _contradicts(term: Term, other: Term) -> bool:
    """Whether an edited term was running when a source that is not edited named another holder."""
    return not other.is_edited and term.period.start <= other.confirmed


def _followed(term: Term, other: Term) -> bool:
    """Whether ``other`` began and ended in the office after ``term`` was last confirmed.

    An edited term is followed by every later one, since its end may never have been entered.
    """
    if term.is_edited:
        return other.period.start > term.period.start
    floor = term.confirmed if other.is_edited else term.period.start
    return (
        not other.period.is_open and other.period.start > floor and other.confirmed > term.confirmed
    )


def _overtaken(term: Term, doubt: Observation) -> bool:
    """Whether a newer row says that the holder is no longer known to hold the office."""
    last_known = doubt.attributes.get("last_known", "")
    known_on = term.period.start if term.is_edited else term.confirmed
    return _confirmed(doubt) > known_on and not name_words(last_known) & name_words(term.name)


def _doubt(view: View, place: str, role: str) -> Observation | None:
    """Return the newest row that calls an office vacant or its holder unknown."""
    wanted = role.replace("_", " ")
    found = [
        item
        for item in view.everywhere("office_in_doubt").get(place, ())
        if item.attributes.get("role") == wanted
    ]
    return max(found, key=_confirmed) if found else None


def _values(term: Term, view: View) -> dict[str, Scalar]:
    kept: dict[str, Scalar] = {
        key: term.item.attributes[key]
        for key in (
            "office",
            "party",
            "confidence",
            "status",
            "party_note",
            "entry",
            "exit",
            "citation",
        )
        if term.item.attributes.get(key)
    }
    end = term.period.end or view.cutoff
    kept.setdefault("citation", view.origins[term.item.source].title)
    kept |= {
        "name": term.name,
        "since": term.period.opening.text,
        "as_of": term.item.attributes.get("as_of") or term.confirmed.isoformat(),
        "years": (end - term.period.start).days / _DAYS,
        "months_unconfirmed": (view.cutoff - term.confirmed).days / (_DAYS / 12),
        "people": 1 + (" and " in term.name),
    }
    if term.period.closing and not term.period.is_open:
        kept["until"] = term.period.closing.text
    return kept


def _finding(term: Term, place: str, role: str, view: View) -> Finding:
    return Finding(
        FindingKind.SPELL, role, place, "", term.name, "", term.period, (term.item,),
        _values(term, view),
    )  # fmt: skip


@method(1)
def office_holder(view: View, *, place: str, role: str) -> Finding | None:
    """Who holds an office: the value is the name; ``since``, ``as_of`` and ``party`` go with it.

    Where the name is one that anyone can edit, ``instead_of`` is the holder whom the last reading
    of another source, as of ``instead_as_of``, names.
    """
    term = current(view, place, role)
    if term is None:
        return None
    found = _finding(term, place, role, view)
    read = [other for other in _standing(view, place, role) if not other.is_edited]
    if not term.is_edited or not read:
        return found
    last = max(read, key=lambda other: (other.confirmed, other.period.start))
    passed: dict[str, Scalar] = {
        "instead_of": last.name,
        "instead_as_of": last.item.attributes.get("as_of") or last.confirmed.isoformat(),
    }
    return replace(found, values={**found.values, **passed}, inputs=(term.item, last.item))


@method(1)
def office_doubt(view: View, *, place: str, role: str) -> Finding | None:
    """That an office is vacant or its holder not known or not confirmed; the value says which.

    ``since`` is the day from which this holds, "" where the reading gives none; ``last_known`` is
    the last name that was read. None where a holder was confirmed after the doubt.
    """
    item = _doubt(view, place, role)
    term = current(view, place, role)
    if item is None or (term is not None and term.confirmed > _confirmed(item)):
        return None
    values: dict[str, Scalar] = {
        "office": item.attributes.get("office", ""),
        "as_of": item.attributes.get("as_of") or _confirmed(item).isoformat(),
    }
    if item.period.is_open:
        values["since"] = item.period.opening.text
    if item.attributes.get("last_known"):
        values["last_known"] = item.attributes["last_known"]
    state = item.attributes.get("state", "holder not known")
    return Finding(
        FindingKind.SPELL, "office_in_doubt", place, "", state, "", item.period, (item,), values
    )


@method(1)
def no_holder(view: View, *, place: str, role: str) -> Finding | None:
    """That no holder of an office is confirmed; None where one is."""
    if current(view, place, role) and not office_doubt(view, place=place, role=role):
        return None
    return Finding(
        FindingKind.ABSENCE, role, place, "", None, "", Period.parse(view.cutoff.isoformat()), ()
    )


@method(1)
def predecessor(view: View, *, place: str, role: str, back: int) -> Finding | None:
    """Who held the office ``back`` terms before the present holder."""
    now = current(view, place, role)
    before = [
        term
        for term in terms(view, place, role)
        if not term.period.is_open and (now is None or term.period.start < now.period.start)
    ]
    if back > len(before):
        return None
    return _finding(before[-back], place, role, view)


@method(1)
def office_changes(view: View, *, place: str, role: str, since: int) -> Finding | None:
    """How many different people have held the office since 1 January of the year ``since``."""
    floor = date(since, 1, 1)
    inside = [t for t in terms(view, place, role) if (t.period.end or view.cutoff) >= floor]
    if len(inside) < 2:
        return None
    people: list[Term] = []
    for term in inside:
        if not any(name_words(term.name) == name_words(known.name) for known in people):
            people.append(term)
    values: dict[str, Scalar] = {"since": str(since), "changes": len(inside) - 1}
    return Finding(
        FindingKind.TOTAL, role, place, "", len(people), "count",
        Period.parse(f"{since}/{view.cutoff.isoformat()}"),
        tuple(term.item for term in inside), values,
    )  # fmt: skip
