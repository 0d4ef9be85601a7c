"""Findings about defence commitments of the United States: which stand, which have ended."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation, Period

COMMITMENT = "us_alliance"
HOLDER = "USA"
TREATY = "collective defence"
IN_FORCE = "in force"
_ORDER = (
    TREATY, "executive security assurance", "executive defence agreement",
    "executive consultation pact", "statutory partner status", "executive partner status",
    "major non-NATO ally",
)  # fmt: skip


def _standing(view: View, place: str) -> list[Observation]:
    found = [o for o in view.everywhere(COMMITMENT).get(place, ()) if o.period.is_open]
    return sorted(found, key=lambda o: (_ORDER.index(o.attributes["kind"]), o.period.start))


def _values(item: Observation) -> dict[str, Scalar]:
    kept = ("kind", "status", "legal_basis", "signed_on", "confidence")
    values: dict[str, Scalar] = {
        name: item.attributes[name] for name in kept if item.attributes.get(name)
    }
    values["since"] = item.period.opening.text
    if item.period.closing and not item.period.is_open:
        values["until"] = item.period.closing.text
    return values


def _finding(item: Observation, more: dict[str, Scalar]) -> Finding:
    return Finding(
        FindingKind.SPELL, COMMITMENT, item.place, HOLDER, item.text, "", item.period, (item,),
        _values(item) | more,
    )  # fmt: skip


@method(1)
def commitment(view: View, *, place: str, position: int) -> Finding | None:
    """The ``position``-th commitment of the United States to ``place`` that stands.

    Treaties of collective defence come first, then assurances and statuses, each by date. ``kind``
    says which it is, ``status`` what is wrong with it, if anything; ``n`` counts all.
    """
    found = _standing(view, place)
    if position > len(found):
        return None
    treaties = sum(1 for item in found if item.attributes["kind"] == TREATY)
    return _finding(found[position - 1], {"n": len(found), "treaties": treaties})


@method(1)
def commitment_ended(view: View, *, place: str) -> Finding | None:
    """The last commitment of the United States to ``place`` that has ended, with ``until``."""
    found = [o for o in view.measured(place, COMMITMENT, HOLDER) if not o.period.is_open]
    ended = [o for o in found if o.attributes["status"] != "signed; text not public"]
    if not ended:
        return None
    return _finding(max(ended, key=lambda o: (o.period.end or view.cutoff, o.id)), {})


@method(1)
def commitment_signed(view: View, *, place: str) -> Finding | None:
    """An agreement on defence that is signed but whose text, and force, is not public."""
    found = [
        o for o in view.measured(place, COMMITMENT, HOLDER)
        if o.attributes["status"] == "signed; text not public"
    ]  # fmt: skip
    return _finding(found[-1], {}) if found else None


@method(1)
def commitment_none(view: View, *, place: str) -> Finding | None:
    """That the table has no commitment of the United States to ``place``, past or present."""
    if view.series(place, COMMITMENT, HOLDER) or place == HOLDER:
        return None
    return Finding(
        FindingKind.ABSENCE, COMMITMENT, place, HOLDER, None, "",
        Period.parse(view.cutoff.isoformat()), (),
    )  # fmt: skip


@method(1)
def commitment_holders(view: View, *, places: str, kind: str = "") -> Finding | None:
    """How many of ``places`` (ids joined by spaces) have a standing commitment of this ``kind``.

    Any kind when ``kind`` is empty; ``n`` is how many places were asked about.
    """
    asked = places.split()
    found = [
        items[0]
        for place in asked
        if (items := [o for o in _standing(view, place) if kind in ("", o.attributes["kind"])])
    ]
    if not found:
        return None
    return Finding(
        FindingKind.TOTAL, COMMITMENT, found[0].place, HOLDER, len(found), "count",
        Period.parse(view.cutoff.isoformat()), tuple(found), {"n": len(asked)},
    )  # fmt: skip


@method(1)
def no_holders(view: View, *, places: str) -> Finding | None:
    """That none of ``places`` (ids joined by spaces) has a standing commitment; ``n`` counts them.

    None where the table is not in the release.
    """
    asked = places.split()
    if not view.everywhere(COMMITMENT) or any(_standing(view, place) for place in asked):
        return None
    return Finding(
        FindingKind.ABSENCE, COMMITMENT, asked[0] if asked else "", HOLDER, None, "",
        Period.parse(view.cutoff.isoformat()), (), {"n": len(asked)},
    )  # fmt: skip
