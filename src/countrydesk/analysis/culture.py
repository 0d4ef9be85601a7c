"""Findings about religion and language: the largest group, and what two states have in common."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.lists import entries, holders
from countrydesk.evidence import View
from countrydesk.model import Observation

FAITH, TONGUE = "religion", "languages_official"
FAMILIES = {
    "Christian": ("christian", "catholic", "protestant", "orthodox", "evangelical", "anglican",
        "lutheran", "adventist", "pentecostal", "methodist"),
    "Muslim": ("muslim", "sunni", "shia", "islam"),
}  # fmt: skip
NO_GROUP = ("other", "unspecified", "none", "no answer", "not stated")


@method(1)
def largest_faith(view: View, *, place: str) -> Finding | None:
    """The largest religious group of a state with a share, as its census or the Factbook puts it.

    ``share`` is its percent of the people, ``family`` the wider faith it belongs to, its own name
    where none is known.
    """
    groups = [
        item
        for item in entries(view, place, FAITH)
        if _share(item) > 0 and not (item.text or "").startswith(NO_GROUP)
    ]
    if not groups:
        return None
    top = max(groups, key=lambda item: (_share(item), item.text or ""))
    values: dict[str, Scalar] = {
        "share": _share(top), "n": len(groups),
        "family": _family(top.text or ""),
    }  # fmt: skip
    return Finding(FindingKind.FACT, FAITH, place, "", top.text, "", top.period, (top,), values)


def _family(name: str) -> str:
    lower = name.lower()
    return next((f for f, words in FAMILIES.items() if any(w in lower for w in words)), name)


@method(1)
def shared_tongue(view: View, *, place: str, counterpart: str) -> Finding | None:
    """The official language that two states have in common; the most widespread of several.

    Names are the same where one holds the other as a word ("Standard Chinese or Mandarin" and
    "Mandarin"). ``holders`` counts the states with the place's name of it on their list.
    """
    theirs = entries(view, counterpart, TONGUE)
    table = holders(view, TONGUE)
    pairs = [
        (item, other)
        for item in entries(view, place, TONGUE)
        for other in theirs
        if _same(item.text or "", other.text or "")
    ]
    if not pairs:
        return None
    item, other = max(pairs, key=lambda pair: (table.get(pair[0].text or "", 0), pair[0].text))
    values: dict[str, Scalar] = {"holders": table.get(item.text or "", 1)}
    return Finding(
        FindingKind.FACT, TONGUE, place, counterpart, item.text, "", item.period, (item, other),
        values,
    )  # fmt: skip


def _same(one: str, two: str) -> bool:
    words, others = one.lower().split(), two.lower().split()
    return one == two or _inside(words, others) or _inside(others, words)


def _inside(few: list[str], many: list[str]) -> bool:
    return len(few) == 1 and few[0] in many


@method(1)
def first_tongue(view: View, *, place: str) -> Finding | None:
    """The official language of a state by its largest share of speakers, else the first listed."""
    found = entries(view, place, TONGUE)
    if not found:
        return None
    item = max(found, key=_share)
    return Finding(
        FindingKind.FACT, TONGUE, place, "", item.text, "", item.period, (item,),
        {"n": len(found)},
    )  # fmt: skip


def _share(item: Observation) -> float:
    """Return the share of a group in percent; 0 where none is printed, or only a bound."""
    try:
        return float(item.attributes.get("share", 0))
    except ValueError:
        return 0.0
