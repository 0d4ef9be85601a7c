"""Political crises: who holds office and how long, episodes of regime change, protest deaths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from countrydesk.analysis import confidence, events, levels, offices, regimes, tenure
from countrydesk.analysis.finding import Finding
from countrydesk.evidence.names import name_words
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase

SINCE = 2016
MOST_ROWS = 12
LEAST_SPANS = 3
OLD_MONTHS = 6
NEAR_END, MANY = 3, 10
SHARED = 1 / 3
STATE, GOVERNMENT = offices.ROLES
LEADER = "leader"
_NO_PARTY = frozenset({"none", "independent"})
_UNPRINTED_PARTY = frozenset({"", "military"})


# -- office holders ------------------------------------------------------------------------------


@passage
def office_changes(page: Page) -> None:
    """Who holds the highest offices, since when, as of when; tenure; predecessors."""
    head, chief = holder(page, STATE), holder(page, GOVERNMENT)
    rows = list(_terms(page, head, chief))
    with page.paragraph("holders"):
        _say_holders(page, head, chief)
        _say_doubts(page)
        _say_reading(page, head, chief)
        _say_tenure(page)
    with page.paragraph("changes"):
        _say_changes(page, rows)
    page.table(
        "holders",
        page.desk.chart_text("crises.holders"),
        page.desk.columns("crises.holders_columns"),
        (_row(page, term) for term in rows),
    )
    _timeline(page, rows)


def holder(page: Page, role: str) -> Finding | None:
    """Return who holds an office, None where it is vacant or in doubt."""
    desk = page.desk
    if offices.office_doubt(desk.view, place=desk.partner.id, role=role):
        return None
    return offices.office_holder(desk.view, place=desk.partner.id, role=role)


def named(page: Page, found: Finding | None) -> Phrase | None:
    """Return a holder's name with the party, which is left out where none is listed."""
    if found is None:
        return None
    party = str(found.values.get("party", ""))
    key = "alone" if party in _NO_PARTY else "plain" if party in _UNPRINTED_PARTY else "party"
    return page.phrase(f"crises.who_{key}", h=found)


def is_one(head: Finding | None, chief: Finding | None) -> bool:
    """Whether the same person is head of state and of government."""
    return head is not None and chief is not None and head.value == chief.value


def _say_holders(page: Page, head: Finding | None, chief: Finding | None) -> None:
    who, whog = named(page, head), named(page, chief)
    if is_one(head, chief):
        page.say("crises.merged", h=head, who=who)
    elif head and chief:
        page.say("crises.pair", h=head, g=chief, who=who, whog=whog)
    else:
        page.say("crises.state_only", h=head, who=who)
        page.say("crises.government_only", g=chief, whog=whog)


def _say_doubts(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    for role in offices.ROLES:
        doubt = offices.office_doubt(view, place=place, role=role)
        if doubt is not None:
            since = doubt if "since" in doubt.values else None
            name = {"vacant": "vacant", "holder not confirmed": "unconfirmed"}.get(
                str(doubt.value), "unknown"
            )
            page.say(f"crises.{name}", key=f"doubt_{role}", d=doubt, s=since)
        elif offices.current(view, place, role) is None:
            last = offices.predecessor(view, place=place, role=role, back=1)
            page.say("crises.lapsed", key=f"lapsed_{role}", p=last)


def _say_reading(page: Page, head: Finding | None, chief: Finding | None) -> None:
    """Say as of when the names stand; a row that nothing confirms says so."""
    both = is_one(head, chief)
    head, chief = _unless_edited(page, head), None if both else _unless_edited(page, chief)
    if head is None or chief is None:
        found = head or chief
        name = "old_both" if found and _is_old(found) else "read_both"
        page.say(f"crises.{name}", h=found, k=_known(page, found))
    elif _is_old(head) and _is_old(chief):
        page.say("crises.old_both", h=head)
    elif _is_old(head) or _is_old(chief):
        page.say("crises.old_state" if _is_old(head) else "crises.old_government", h=head, g=chief)
    elif head.values["as_of"] == chief.values["as_of"]:
        page.say("crises.read_both", h=head, k=_known(page, chief))
    else:
        page.say("crises.read_two", h=head, g=chief)


def _unless_edited(page: Page, found: Finding | None) -> Finding | None:
    """Return ``found``, or None where anyone can edit its source, which is then said."""
    if found is None or found.values.get("confidence") != offices.EDITED:
        return found
    passed = found if "instead_of" in found.values else None
    page.say("crises.edited", key=f"edited_{found.indicator}", h=found, i=passed)
    return None


def _is_old(found: Finding) -> bool:
    return float(found.get_value("months_unconfirmed")) >= OLD_MONTHS


def _known(page: Page, found: Finding | None) -> Phrase | None:
    how = found.values.get("confidence", "") if found else ""
    return page.phrase(f"crises.known_{how}") if how else None


def _say_tenure(page: Page) -> None:
    found = tenure.tenure(page.desk.view, place=page.desk.partner.id)
    if found is None:
        return
    top, bottom = int(found.number), int(float(found.get_value("from_bottom")))
    near = NEAR_END if float(found.get_value("n")) >= MANY else 1
    if top == 1 or bottom == 1:
        name = "longest" if top == 1 else "newest"
    elif top <= near:
        name = "long"
    else:
        name = "short" if bottom <= near else "middle"
    page.say(f"crises.tenure_{name}", key="tenure", t=found)


def _say_changes(page: Page, rows: Sequence[Finding]) -> None:
    view, place = page.desk.view, page.desk.partner.id
    role = tenure.chief_role(view, place)
    page.say("crises.turnover", t=tenure.turnover(view, place=place, role=role, since=SINCE))
    votes = events.removals(view, place=place, since=SINCE)
    if votes and float(votes.get_value("carried")):
        page.say("crises.removal_votes", r=votes)
    for position in events.carried_positions(view, place, SINCE):
        vote = events.event(view, place=place, indicator=events.REMOVAL, position=position)
        if vote and ";" in str(vote.values.get("figure", "")):
            page.say("crises.removal_counts", e=vote)
    _say_silence(page, rows)


def _say_silence(page: Page, rows: Sequence[Finding]) -> None:
    """Say where the evidence on earlier holders ends."""
    listed = next((row for row in rows if row.indicator == LEADER), None)
    present = [row for row in rows if row.indicator != LEADER]
    if present and listed is None and all("until" not in row.values for row in rows):
        page.say("crises.no_earlier", h=min(present, key=lambda row: row.period.start))
    if present and listed is not None and "until" not in listed.values:
        first = min(present, key=lambda row: row.period.start)
        if first.period.start > page.desk.view.origins[listed.inputs[0].source].released_on:
            page.say("crises.leader_gap", l=listed, h=first)


def _terms(page: Page, head: Finding | None, chief: Finding | None) -> Iterator[Finding]:
    """Yield present holders and those who left since ``SINCE``, newest first, nobody twice."""
    yield from (item for item in (head, None if is_one(head, chief) else chief) if item)
    past: list[Finding] = []
    for role in (STATE, GOVERNMENT, LEADER):
        past += [item for item in _past(page, role) if not _told(item, (head, chief, *past))]
    past.sort(key=lambda item: item.period.start, reverse=True)
    yield from past[: MOST_ROWS - 2]


def _past(page: Page, role: str) -> Iterator[Finding]:
    view, place = page.desk.view, page.desk.partner.id
    if role == LEADER and (open_ended := offices.office_holder(view, place=place, role=role)):
        yield open_ended
    for back in range(1, MOST_ROWS + 1):
        found = offices.predecessor(view, place=place, role=role, back=back)
        if found is None or (found.period.end or page.desk.today).year < SINCE:
            return
        yield found


def _told(found: Finding, known: Sequence[Finding | None]) -> bool:
    """Whether another row already tells of the same stretch in power."""
    words = name_words(str(found.value))
    same = [item for item in known if item and words & name_words(str(item.value))]
    return any(
        abs((item.period.start - found.period.start).days) <= offices.SAME_TERM_DAYS
        or (item.period.is_open and found.period.is_open)
        for item in same
    )


def _row(page: Page, term: Finding) -> tuple[Cell, ...]:
    party: Cell = (term, "party", "") if term.values.get("party") else "–"
    until: Cell = "–"
    if "until" in term.values:
        left = term if term.values.get("exit") else None
        until = page.phrase("crises.cell_until", t=term, x=left) or "–"
    source: Cell = (term, "citation", "")
    if term.values.get("confidence"):
        source = page.phrase("crises.cell_source", t=term) or source
    office: Cell = (term, "office", "") if term.values.get("office") else _leader_noun(page)
    return (
        (term, "value", ""), office, party, (term, "since", ""), until, (term, "as_of", ""), source,
    )  # fmt: skip


def _leader_noun(page: Page) -> str:
    return page.desk.lexicon.noun(LEADER)


def _timeline(page: Page, rows: Sequence[Finding]) -> None:
    floor = date(SINCE, 1, 1)
    spans = sorted(rows, key=lambda row: (row.indicator, row.period.start))
    if len(spans) < LEAST_SPANS:
        return
    desk = page.desk
    data: list[Datum] = [
        {
            "label": str(row.value),
            "group": desk.grammar.capital(desk.lexicon.noun(row.indicator)),
            "start": max(row.period.start, floor).isoformat(),
            "end": _end(row),
        }
        for row in spans
    ]
    names = desk.grammar.join([str(row["label"]) for row in data])
    words = {"first": str(SINCE), "last": str(desk.today.year), "names": names}
    page.exhibit(
        "timeline_holders",
        "timeline",
        desk.chart_text("crises.chart_holders", **words),
        desk.chart_text("crises.chart_holders_alt", **words),
        data,
        [row.inputs[0] for row in spans],
        until=desk.today.isoformat(),
    )


def _end(row: Finding) -> str:
    """Return the last day of a stretch as it is drawn; a list that ended shows its own end."""
    if row.indicator == LEADER and row.period.end is None:
        return str(row.get_value("as_of"))
    return "" if row.period.end is None else row.period.end.isoformat()


# -- episodes ------------------------------------------------------------------------------------


@passage
def democratic_episode(page: Page) -> None:
    """The newest episode of regime change, how the region moves, and what is not yet rated."""
    view, place = page.desk.view, page.desk.partner.id
    regime, last = regimes.regime(view, place=place), regimes.episode(view, place=place)
    around = regimes.regional_episodes(view, place=place)
    with page.paragraph("episode"):
        if regime is None:
            missing = levels.absence(view, place=place, indicator=regimes.REGIME)
            page.say("crises.episode_uncovered", a=missing)
            return
        _say_episode(page, last, regime)
        if last and last.values["open"] and last.value == "autocratisation":
            _say_shared(page, around)
        else:
            _say_region(page, around)
        _say_unrated(page, regime)


def _say_episode(page: Page, last: Finding | None, regime: Finding) -> None:
    if last is None:
        page.say("crises.episode_never", r=regime, s=regime)
    elif last.values["open"] and "base" in last.values:
        page.say("crises.episode_open", e=last)
    else:
        page.say(
            "crises.episode_closed", e=last, r=regime, b=last if "base" in last.values else None
        )


def _say_region(page: Page, around: Finding | None) -> None:
    if around is not None:
        name = "episode_region" if around.number else "episode_region_calm"
        rising = around if around.values["democratising"] else None
        page.say(f"crises.{name}", key="episode_region", a=around, u=rising)


def _say_shared(page: Page, around: Finding | None) -> None:
    if around is None:
        return
    shared = around.number >= SHARED * float(around.get_value("n"))
    page.say(
        "crises.episode_shared" if shared else "crises.episode_lonely",
        kind=SentenceKind.JUDGEMENT,
        confidence=Confidence(confidence.confidence([around], page.desk.today)),
        o=around,
        u=around if around.values["democratising"] else None,
    )


def _say_unrated(page: Page, regime: Finding) -> None:
    view, place = page.desk.view, page.desk.partner.id
    chief = holder(page, tenure.chief_role(view, place))
    if chief is not None and chief.period.start.year > regime.period.year:
        page.say("crises.episode_unrated", h=chief, r=regime)


# -- protests ------------------------------------------------------------------------------------


@passage
def protest_deaths(page: Page) -> None:
    """Deaths in protests, conflicting counts side by side; that none are coded, where so."""
    view, place = page.desk.view, page.desk.partner.id
    counts = events.death_counts(view, place=place)
    missing = levels.absence(view, place=place, indicator=events.DEATHS)
    with page.paragraph("protests"):
        page.say("crises.deaths_range", d=counts)
        if counts:
            page.say("crises.deaths_scope", e=_widest(page, float(counts.get_value("high"))))
        page.say("crises.deaths_none", a=missing)
    page.table(
        "deaths",
        page.desk.chart_text("crises.deaths_table"),
        page.desk.columns("crises.deaths_columns"),
        (_count(item) for item in _counts(page)),
    )


def _counts(page: Page) -> Iterator[Finding]:
    view, place = page.desk.view, page.desk.partner.id
    for position in range(1, MOST_ROWS + 1):
        found = events.event(view, place=place, indicator=events.DEATHS, position=position)
        if found is None:
            return
        yield found


def _widest(page: Page, high: float) -> Finding | None:
    return next((item for item in _counts(page) if str(item.value).startswith(f"{high:.0f}")), None)


def _count(item: Finding) -> tuple[Cell, ...]:
    scope: Cell = (item, "scope", "") if item.values.get("scope") else "–"
    return (item, "period", ""), scope, (item, "value", ""), (item, "citation", "")
