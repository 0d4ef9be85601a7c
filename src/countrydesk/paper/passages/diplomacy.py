"""Diplomatic influence: where the partner sits, with whom, and how it votes."""

from __future__ import annotations

from collections.abc import Sequence

from countrydesk.analysis import levels, lists, organisations, sides
from countrydesk.analysis.alignment import (
    IDEAL_POINT,
    POWERS,
    ideal_balance,
    ideal_distance,
    ideal_move,
    ideal_region,
    nearest_power,
)
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.organisations import MEMBER, OTHER
from countrydesk.analysis.trend import yearly
from countrydesk.model import Observation
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.bindings import filled, given
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase
from countrydesk.places import Place, registry

NOTE, JUDGEMENT = SentenceKind.NOTE, SentenceKind.JUDGEMENT
FACTBOOK = "organisation_membership_factbook"
BELT = "Memorandum of understanding on the Belt and Road Initiative"
ARTEMIS = "Artemis Accords"
UN = "United Nations"
# Charter of the United Nations, article 23(1).
PERMANENT = frozenset({"CHN", "FRA", "GBR", "RUS", "USA"})
BARE = frozenset({"BRICS", "Organisation internationale de la Francophonie"})
MOST_NAMED, MOST_ROLES, WIDE = 4, 3, 60
LEFT_SINCE = 2015
DECADE, OLD_YEARS = 10, 10
LEAST_DRIFT, MIDDLE, MOVER = 0.15, 0.2, 2.0
CHART_SINCE = 1990
ROLES = {
    "suspended": "suspended", "withdrawal notified": "leaving",
    "accession candidate": "candidate", "candidate": "candidate", "partner": "partner",
    "invited": "invited", "prospective or approved member": "invited", "declined": "declined",
    "associate": "observer", "charter signatory": "observer", "observer": "observer",
}  # fmt: skip


# -- memberships ---------------------------------------------------------------------------------


@passage
def memberships(page: Page) -> None:
    """How many organisations, which count, which are shared, and what is short of membership."""
    desk = page.desk
    us, them = desk.partner.id, desk.principal.id
    count = organisations.seat_count(desk.view, place=us)
    with page.paragraph("memberships"):
        if count:
            shared = organisations.seats_shared(desk.view, place=us, counterpart=them)
            every = shared is not None and shared.number == count.number
            page.say("diplomacy.count_all" if every else "diplomacy.count", n=count, s=shared)
        else:
            page.say(
                "diplomacy.count_none",
                a=levels.absence(desk.view, place=us, indicator=MEMBER),
            )
        _say_named(page)
        _say_signatures(page)
        _say_roles(page)
        page.say(
            "diplomacy.factbook",
            f=lists.entry(desk.view, place=us, indicator=FACTBOOK, position=1),
        )
        if us not in PERMANENT and organisations.seat(desk.view, place=us, organisation=UN):
            page.say("diplomacy.council", kind=NOTE)
    _table(page)


def _say_named(page: Page) -> None:
    """Name the seats shared with the principal and those that are not, the smallest first."""
    desk = page.desk
    both = {"place": desk.partner.id, "counterpart": desk.principal.id}
    for name, find in (
        ("together", organisations.seat_together), ("apart", organisations.seat_apart),
    ):  # fmt: skip
        found = [find(desk.view, **both, position=at) for at in range(1, MOST_NAMED + 1)]
        names = [item for item in found if item and float(item.get_value("members")) <= WIDE]
        if names:
            page.say(f"diplomacy.{name}", names=_items(page, names))


def _items(page: Page, found: Sequence[Finding]) -> Phrase:
    return page.listed([_item(page, item) for item in found])


def _item(page: Page, found: Finding) -> Phrase:
    dated = given(found, "since")
    name = "item_since" if dated else "item"
    return filled(page, f"diplomacy.{name}", o=found, d=dated, the=_article(page, found))


def _article(page: Page, found: Finding) -> Phrase:
    """Return "the " before an organisation, nothing before a proper name such as BRICS."""
    bare = str(found.value) in BARE
    return filled(page, f"diplomacy.the_{'none' if bare else 'article'}")


def _say_signatures(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    belt = organisations.seat(view, place=place, organisation=BELT)
    artemis = organisations.seat(view, place=place, organisation=ARTEMIS)
    if belt and artemis:
        page.say(
            "diplomacy.both_signed", kind=JUDGEMENT, a=artemis, b=belt,
            da=given(artemis, "since"), db=given(belt, "since"),
        )  # fmt: skip
    elif belt:
        page.say("diplomacy.belt_only", b=belt, d=given(belt, "since"))
    elif artemis:
        page.say("diplomacy.artemis_only", a=artemis, d=given(artemis, "since"))


def _say_roles(page: Page) -> None:
    """Say what is short of membership, the most telling first, and what has ended."""
    desk = page.desk
    order = list(ROLES)
    seats = organisations.seats(desk.view, desk.partner.id, OTHER)
    ranked = sorted(seats, key=lambda s: (order.index(s.item.attributes["role"]), s.members))
    for at, found in enumerate(ranked[:MOST_ROLES]):
        role = found.item.attributes["role"]
        if role == "observer" and found.name != UN:
            continue
        standing = organisations.seat(
            desk.view, place=desk.partner.id, organisation=found.name, indicator=OTHER
        )
        if standing and standing.values["role"] == role:
            page.say(
                f"diplomacy.{ROLES[role]}", key=f"role_{at}", o=standing,
                d=given(standing, "since"), the=_article(page, standing),
            )  # fmt: skip
    ended = organisations.seat_ended(desk.view, place=desk.partner.id, position=1)
    if ended and ended.period.year >= LEFT_SINCE and float(ended.get_value("members")):
        name = "left_contested" if ended.values["role"] == "contested" else "left"
        page.say(f"diplomacy.{name}", o=ended, d=given(ended, "since"), the=_article(page, ended))


def _table(page: Page) -> None:
    desk = page.desk
    theirs = {s.name for s in organisations.seats(desk.view, desk.principal.id)}
    rows = [
        organisations.seat(desk.view, place=desk.partner.id, organisation=s.name)
        for s in organisations.seats(desk.view, desk.partner.id)
    ]
    heads = desk.chart_text("diplomacy.table_columns").split("|")
    page.table(
        "memberships",
        desk.chart_text("diplomacy.table"),
        [desk.grammar.capital(head.strip()) for head in heads],
        (
            (
                (row, "value", "text"),
                (row, "role", "text"),
                (row, "since", "period") if "since" in row.values
                else desk.chart_text("diplomacy.undated"),
                (row, "members", "exact"),
                desk.chart_text(f"diplomacy.{'sits' if row.value in theirs else 'sits_not'}"),
            )
            for row in rows
            if row
        ),
        (False, False, False, True, False),
    )  # fmt: skip


# -- votes ---------------------------------------------------------------------------------------


@passage
def alignment(page: Page) -> None:
    """Distance to the principal and its rivals, who moved, and whose votes are most alike."""
    desk = page.desk
    distance = ideal_distance(desk.view, place=desk.partner.id, counterpart=desk.principal.id)
    with page.paragraph("alignment"):
        if distance is None:
            _say_no_vote(page)
        elif desk.today.year - distance.period.year > OLD_YEARS:
            page.say("diplomacy.old_votes", d=distance)
        else:
            _say_balance(page)
            _say_rank(page, distance)
            _say_drift(page)
            _say_nearest(page)
    _chart(page)


def _say_no_vote(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    none = levels.absence(view, place=place, indicator=IDEAL_POINT)
    seat = organisations.seat(view, place=place, organisation=UN, indicator=OTHER)
    page.say("diplomacy.no_vote", a=none, o=given(seat, "since"))
    if none is None:
        page.say("diplomacy.no_vote_principal", kind=NOTE)


def _rivals(desk: Desk) -> list[Place]:
    return [rival for rival in desk.rivals if rival.id != desk.partner.id]


def _say_balance(page: Page) -> None:
    desk = page.desk
    for rival in _rivals(desk)[:1]:
        found = ideal_balance(desk.view, place=desk.partner.id, one=desk.principal.id, two=rival.id)
        if found is None:
            continue
        own = found.counterpart == desk.principal.id
        name = "nearer_own" if own else "nearer_rival"
        if abs(found.number) < MIDDLE:
            name = "between"
        near, far = (desk.principal, rival) if own else (rival, desk.principal)
        page.say(f"diplomacy.{name}", kind=JUDGEMENT, b=found, near=near, far=far)


def _say_rank(page: Page, distance: Finding) -> None:
    desk = page.desk
    around = ideal_region(desk.view, place=desk.partner.id, counterpart=desk.principal.id)
    if distance.values["rank"] == 1:
        page.say("diplomacy.nearest_first", d=distance)
    else:
        page.say("diplomacy.rank", d=distance, g=around)


def _say_drift(page: Page) -> None:
    desk = page.desk
    moved = sides.side_gap_change(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, indicator=IDEAL_POINT,
        years=DECADE,
    )  # fmt: skip
    if moved is None:
        return
    if abs(moved.number) < LEAST_DRIFT:
        page.say("diplomacy.still", x=moved)
    else:
        frame = page.phrase(f"diplomacy.{'farther' if moved.number > 0 else 'closer'}", x=moved)
        page.say(f"diplomacy.{_mover(moved)}", kind=JUDGEMENT, frame=frame, x=moved)
    own = ideal_move(desk.view, place=desk.partner.id, years=DECADE)
    if own:
        page.say("diplomacy.clear" if own.values["clear"] else "diplomacy.margin", m=own)


def _mover(moved: Finding) -> str:
    own, theirs = (abs(float(moved.get_value(f"{who}_move"))) for who in ("own", "their"))
    if theirs > MOVER * own:
        return "mover_they"
    return "mover_own" if own > MOVER * theirs else "mover_both"


def _say_nearest(page: Page) -> None:
    desk = page.desk
    names = [*dict.fromkeys((desk.principal.id, *POWERS))]
    among = [name for name in names if name != desk.partner.id]
    found = nearest_power(desk.view, place=desk.partner.id, among=" ".join(among))
    if found is None:
        return
    second = registry().get(str(found.values["second"]))
    page.say(
        "diplomacy.nearest", n=found, near=desk.place(found), s=found, second=second,
        powers=page.listed([registry().get(name) for name in among]),
    )  # fmt: skip


def _chart(page: Page) -> None:
    """Draw the distance to the principal and its rivals over the years."""
    desk = page.desk
    own = {o.period.year: o for o in _positions(desk, desk.partner)}
    data: list[Datum] = []
    used: dict[str, Observation] = {}
    named: list[Place] = []
    ends: list[float] = []
    for power in (desk.principal, *_rivals(desk)):
        pairs = [(own[o.period.year], o) for o in _positions(desk, power) if o.period.year in own]
        if len(pairs) < DECADE:
            continue
        named.append(power)
        used.update((item.id, item) for pair in pairs for item in pair)
        data += [_distance(mine, other, power) for mine, other in pairs]
        if power == desk.principal:
            ends = [abs(a.number - b.number) for a, b in (pairs[0], pairs[-1])]
    if len(ends) < 2:
        return
    years = sorted(int(str(row["x"])) for row in data)
    words = {"first": str(years[0]), "last": str(years[-1]),
        "names": desk.grammar.join([desk.grammar.place(p, "the") for p in named]),
        "start": desk.grammar.plain(ends[0], 2), "end": desk.grammar.plain(ends[1], 2)}  # fmt: skip
    page.exhibit(
        "distances", "trend", desk.chart_text("diplomacy.chart", **words),
        desk.chart_text("diplomacy.chart_alt", **words), data, used.values(),
        y_title=desk.chart_text("diplomacy.chart_y"), highlight=desk.principal.name,
    )  # fmt: skip


def _positions(desk: Desk, place: Place) -> list[Observation]:
    series = yearly(desk.view, place.id, IDEAL_POINT)
    return [item for item in series if item.period.year >= CHART_SINCE]


def _distance(mine: Observation, other: Observation, power: Place) -> Datum:
    gap = round(abs(mine.number - other.number), 4)
    return {"x": mine.period.year, "y": gap, "series": power.name}
