"""Security and geopolitics: wars around the partner, who helps whom, whose allies stand there.

The passages on defence say what threatens the partner and what binds the principal; here it is the
region: who fights there, with whose troops, and which alliances meet.
"""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import commitments, conflicts, levels, neighbours, violence
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.organisations import seat, seats_among
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.bindings import filled, given, say_from
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Binding, Phrase
from countrydesk.places import Place, registry

JUDGEMENT, UNITED_STATES = SentenceKind.JUDGEMENT, commitments.HOLDER
NATO, CSTO = "North Atlantic Treaty Organization", "Collective Security Treaty Organization"
SHANGHAI = "Shanghai Cooperation Organisation"
TREATY, STATUS = commitments.TREATY, "major non-NATO ally"
COMMON = "Common border"
MOST_STORIES, MOST_NAMED, MOST_ROWS, LEAST_ROWS = 2, 5, 8, 3
EASTERN = frozenset({"CHN", "RUS"})


@passage
def conflicts_and_alliances(page: Page) -> None:
    """Wars in the region and next door, other states' troops, and alliances around the partner."""
    with page.paragraph("region"):
        _say_region(page)
        _say_next_door(page)
        _say_states(page)
        _say_help(page)
    with page.paragraph("alliances_around"):
        _say_treaties(page)
        _say_blocs(page)
    _table(page)


def _say_region(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    war = neighbours.region_at_war(view, place=place)
    if war is None:
        calm = neighbours.region_calm(view, place=place)
        page.say("geopolitics.region_calm", key="region", kind=JUDGEMENT, c=calm)
        return
    part = war if 0 < float(war.get_value("wars")) < war.number else None
    whole = war.number > 1 and float(war.get_value("wars")) == war.number
    names = _named([item.place for item in war.inputs if item.place != place], page)
    name = "region_at_war" if war.get_value("own") else "region_others"
    if not _is_covered(page):
        name = "region_only"
    elif war.number == 1:
        name = "region_alone" if war.get_value("own") else "region_one"
    page.say(
        f"geopolitics.{name}", key="region", kind=JUDGEMENT, w=war, x=part,
        y=war if whole else None, names=names,
    )  # fmt: skip


def _is_covered(page: Page) -> bool:
    """Whether UCDP lists the partner as a state; else its conflicts stand under another."""
    return page.desk.level(violence.ALL) is not None


def _named(ids: Sequence[str], page: Page) -> Phrase | None:
    """Return places as a list where they are few enough to be named."""
    return page.listed([registry().get(at) for at in ids]) if 0 < len(ids) <= MOST_NAMED else None


def _around(page: Page) -> list[str]:
    """Return the land neighbours, or the region of a state that has none, without the partner.

    The United States is left out as well: it cannot be its own ally.
    """
    view, place = page.desk.view, page.desk.partner.id
    found = neighbours.neighbours(view, place) or page.desk.region.members
    return [at for at in found if at not in {place, UNITED_STATES}]


def _say_next_door(page: Page) -> None:
    """Say who fights whom in the neighbouring states, no conflict twice and none of the partner."""
    view, place = page.desk.view, page.desk.partner.id
    own = registry().get(place).in_text
    over = conflicts.conflict_over(view, place=place)
    if over and not _is_covered(page):
        page.say("geopolitics.filed", f=over, holder=page.desk.place(over))
    told = {str(over.value)} if over else set()
    for found in _stories(page):
        if str(found.value) in told or own in _sides(found):
            continue
        told.add(str(found.value))
        helpers = given(found, "helpers")
        many = helpers if float(found.values.get("n_helpers", 0)) > MOST_NAMED else None
        page.say(
            f"geopolitics.{_story_name(found, len(told))}",
            key=f"next_door{len(told)}", f=found, t=_territory(found), m=many,
            h=None if many else helpers, a=given(found, "helpers_against"),
        )  # fmt: skip
        if len(told) == MOST_STORIES:
            return


def _story_name(found: Finding, number: int) -> str:
    """Return how a conflict is told: elsewhere, new on the list, as the first or as a further."""
    parts = [party for side in conflicts.read_entry(found.inputs[0]).sides for party in side]
    homes = {registry().get(party.place).region for party in parts if party.place}
    if len(homes) > 1 and found.place == UNITED_STATES:
        return "fights_abroad"
    if found.get_value("since") == found.period.text:
        return "new_fight"
    return "next_door" if number == 1 else "also_fights"


def _stories(page: Page) -> list[Finding]:
    """Return the first conflict of each state around: wars between states first, then wars."""
    view = page.desk.view
    found = [
        story
        for at in _at_war(page)
        if (story := _interstate(page, at) or conflicts.conflict_now(view, place=at, position=1))
    ]
    return sorted(found, key=_lightness)


def _lightness(found: Finding) -> tuple[bool, bool]:
    return found.values["intensity"] != "war", found.values["type"] != "interstate"


def _territory(found: Finding) -> Finding | None:
    """Return a conflict that is over a territory with a name, and nothing else."""
    only = found.values["over"] == "territory"
    return found if only and found.values.get("territory", COMMON) != COMMON else None


def _at_war(page: Page) -> list[str]:
    """Return the states around with a conflict in the last year coded, wars first."""
    view, place = page.desk.view, page.desk.partner.id
    land = neighbours.neighbours_at_war(view, place=place)
    if land is None and not neighbours.neighbours(view, place):
        land = neighbours.region_at_war(view, place=place)
    return [item.place for item in land.inputs if item.place != place] if land else []


def _interstate(page: Page, place: str) -> Finding | None:
    """Return the war of a state with another one, where one is coded in the last year."""
    found = conflicts.conflict_last(page.desk.view, place=place, kind="interstate")
    return found if found and not found.get_value("quiet") else None


def _sides(found: Finding) -> set[str]:
    return {str(found.get_value("own")), str(found.get_value("against"))}


def _say_states(page: Page) -> None:
    """Say when the partner last fought another state, where `threats` does not open with it."""
    view, place = page.desk.view, page.desk.partner.id
    last = conflicts.conflict_last(view, place=place, kind="interstate")
    if last is None:
        page.say("geopolitics.no_state", n=neighbours.interstate_never(view, place=place))
        return
    newest = conflicts.conflict_last(view, place=place)
    if newest and newest.values["type"] == "interstate":
        return
    helped = given(last, "helpers_against") if not last.get_value("quiet") else None
    name = "state_past" if last.get_value("quiet") else "state_now"
    page.say(f"geopolitics.{name}", key="state", f=last, t=_territory(last), a=helped)


def _say_help(page: Page) -> None:
    """Say whose troops stood by the partner and whom its own troops helped."""
    view, place = page.desk.view, page.desk.partner.id
    now = conflicts.conflict_now(view, place=place, position=1)
    helpers = given(now, "helpers")
    if helpers:
        many = float(helpers.get_value("n_helpers")) > MOST_NAMED
        page.say("geopolitics.helped_by_many" if many else "geopolitics.helped_by", f=helpers)
    for side in (page.desk.principal, *page.desk.rivals[:1]):
        if not (helpers and side.in_text in str(helpers.get_value("helpers"))):
            by = conflicts.conflict_helper(view, place=place, counterpart=side.id)
            page.say("geopolitics.helped_once", key=f"helped_{side.id}", h=by, c=side)
        fought = conflicts.conflict_between(view, place=place, counterpart=side.id)
        known = not fought or not fought.get_value("quiet") or _is_last_state(page, fought)
        page.say("geopolitics.fought", key=f"fought_{side.id}", b=None if known else fought, c=side)
    given_help = conflicts.conflict_help(view, place=place, position=1)
    if given_help and given_help.values["type"] != "interstate":
        several = given_help if float(given_help.get_value("n")) > 1 else None
        page.say("geopolitics.helps", h=given_help, n=several)


def _is_last_state(page: Page, fought: Finding) -> bool:
    """Whether the fight with a power is the last with any state, which is said already."""
    last = conflicts.conflict_last(page.desk.view, place=fought.place, kind="interstate")
    return last is not None and last.period == fought.period


# -- alliances -----------------------------------------------------------------------------------


def _say_treaties(page: Page) -> None:
    """Say by name which states around are bound to the United States, and by what."""
    view, around = page.desk.view, " ".join(_around(page))
    power = registry().get(UNITED_STATES)
    if not around or power.id == page.desk.partner.id:
        return
    treaty = commitments.commitment_holders(view, places=around, kind=TREATY)
    status = commitments.commitment_holders(view, places=around, kind=STATUS)
    only = [o.place for o in status.inputs] if status else []
    if treaty is None and status is None:
        _say_unbound(page, power)
        return
    say_from(
        page, f"geopolitics.{_treaty_name(page, treaty)}", treaty, key="treaties", t=treaty,
        names=_holders(page, treaty), power=power,
    )  # fmt: skip
    say_from(page, "geopolitics.status", status, s=status, power=power, names=_named(only, page))


def _treaty_name(page: Page, treaty: Finding | None) -> str:
    land = neighbours.neighbours(page.desk.view, page.desk.partner.id)
    if UNITED_STATES in land:
        return "treaties_beside"
    if treaty and land and float(treaty.get_value("n")) == 1:
        return "treaties_single"
    if treaty and treaty.number == float(treaty.get_value("n")):
        return "treaties_all" if land else "treaties_region_all"
    few = treaty is not None and treaty.number <= MOST_NAMED
    if land:
        return "treaties" if few else "treaties_many"
    return "treaties_region" if few else "treaties_region_many"


def _holders(page: Page, found: Finding | None) -> Phrase | None:
    return _named([item.place for item in found.inputs], page) if found else None


def _say_unbound(page: Page, power: Place) -> None:
    around = _around(page)
    none = commitments.no_holders(page.desk.view, places=" ".join(around))
    name = "no_treaty_single" if len(around) == 1 else "no_treaty"
    say_from(
        page, f"geopolitics.{name}", none, key="treaties", n=none, power=power,
        names=_named(around[:1], page),
    )  # fmt: skip


def _say_blocs(page: Page) -> None:
    """Say who around the partner sits in the alliance of Russia, or beside Russia and China."""
    view, partner = page.desk.view, page.desk.partner.id
    around = [at for at in _around(page) if at not in EASTERN]
    pact = seats_among(view, places=" ".join(around), organisation=CSTO)
    own = seat(view, place=partner, organisation=CSTO) if partner not in EASTERN else None
    if own or pact:
        name = "csto_own" if own else "csto"
        page.say(f"geopolitics.{name}", key="csto", o=own, p=pact, names=_holders(page, pact))
    talk = seats_among(view, places=" ".join(around), organisation=SHANGHAI)
    inside = {item.place for item in pact.inputs} if pact else set()
    if talk and not {item.place for item in talk.inputs} <= inside:
        mine = seat(view, place=partner, organisation=SHANGHAI)
        name = "shanghai_own" if mine else "shanghai"
        page.say(f"geopolitics.{name}", key="shanghai", p=talk, o=mine, names=_holders(page, talk))


def _table(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    land = neighbours.neighbours(view, place)
    values = view.panel.at(violence.ALL, conflicts.coded_until(view) or page.desk.today.year).values
    ordered = sorted(land, key=lambda at: (-values.get(at, 0.0), at))[:MOST_ROWS]
    if len(ordered) < LEAST_ROWS:
        return
    page.table(
        "around", page.desk.chart_text("geopolitics.table"),
        page.desk.columns("geopolitics.table_columns"),
        [_row(page, at) for at in ordered], (False, False, True, False, False),
    )  # fmt: skip


def _row(page: Page, at: str) -> tuple[Cell, ...]:
    view = page.desk.view
    war = conflicts.conflict_now(view, place=at, position=1)
    toll = levels.level(view, place=at, indicator=violence.ALL)
    bound = commitments.commitment(view, place=at, position=1)
    pacts: list[Binding] = [
        filled(page, "geopolitics.cell_pact", o=found)
        for name in (NATO, CSTO, SHANGHAI)
        if (found := seat(view, place=at, organisation=name))
    ]
    at_home = war is not None and war.values["own"] == registry().get(at).in_text
    return (
        filled(page, "geopolitics.cell_place", c=registry().get(at)),
        page.phrase(f"geopolitics.cell_{'home' if at_home else 'war'}", f=war) or "–",
        (toll, "value", "exact") if toll else "–",
        (bound, "kind", "") if bound else "–",
        page.listed(pacts) if pacts else "–",
    )
