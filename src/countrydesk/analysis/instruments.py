"""Which instruments of policy a principal has, from the table of instruments."""

from __future__ import annotations

from countrydesk.analysis.duty_register import UNION, is_member
from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.evidence import View
from countrydesk.model import Observation

INSTRUMENT = "instrument"
ANY = "WLD"


def holders(view: View, principal: str) -> tuple[str, ...]:
    """Return whose rows stand for a principal, the most specific first.

    A principal with rows of its own uses those alone; a member of the European Union uses the
    Union's before those of any state.
    """
    if view.series(principal, INSTRUMENT):
        return (principal,)
    return (UNION, ANY) if is_member(view, principal) else (ANY,)


@method(1)
def instrument(view: View, *, principal: str, key: str) -> Finding | None:
    """An instrument of a principal: its name, with ``owner``, ``authority`` and ``citation``.

    ``level`` says whose row it is: own (the law of the principal), union, or any (then the law of
    the principal is not in the release). ``lapses_on`` is the day on which the authority ends.
    """
    found = _find(view, principal, key)
    if found is None:
        return None
    level = {principal: "own", UNION: "union"}.get(found.place, "any")
    values: dict[str, Scalar] = {**found.attributes, "level": level}
    values["since"] = found.period.opening.text
    return Finding(
        FindingKind.FACT, INSTRUMENT, found.place, "", found.text, "", found.period, (found,),
        values,
    )  # fmt: skip


def _find(view: View, principal: str, key: str) -> Observation | None:
    for holder in holders(view, principal):
        for item in view.series(holder, INSTRUMENT):
            if item.attributes.get("key") == key and not _lapsed(view, item):
                return item
    return None


def _lapsed(view: View, item: Observation) -> bool:
    day = item.attributes.get("lapses_on", "")
    return bool(day) and day <= view.cutoff.isoformat()
