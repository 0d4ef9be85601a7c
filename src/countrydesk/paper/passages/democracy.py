"""Democracy: raters with their margins, who rules, who has the seats, votes held and due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countrydesk.analysis import confidence, consensus, governance, levels, offices, regimes, tenure
from countrydesk.analysis import elections as votes
from countrydesk.analysis.finding import Finding
from countrydesk.model import PeriodKind
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Cell, Page
from countrydesk.paper.passages.crises_political import holder
from countrydesk.paper.passages.exhibits import Datum, series_chart
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase, Term

DECADE = 10
LONG_HELD = 5
APART_INDICES = 15
LEAST_RATERS = 3
LEAST_SHIFT = 0.03
PARTED = 10
LEAST_SEEN = 0.005
RATERS = ("liberal_democracy", *regimes.MEASURES)
MOST_PARTIES = 9
WORTH_A_TABLE = 3
LIBERAL = "liberal_democracy"


# -- measures ------------------------------------------------------------------------------------


@passage
def democracy_measures(page: Page) -> None:
    """V-Dem's indices with intervals, what has moved, the type of regime, the lexical index."""
    desk = page.desk
    with page.paragraph("measures"):
        if page.state(regimes.RATED):
            _say_shift(page)
            page.state(LIBERAL)
            _say_parts(page)
        else:
            page.say("democracy.vdem_none", a=_absent(page, regimes.RATED))
        _say_regime(page)
        step = regimes.lexical_step(desk.view, place=desk.partner.id)
        page.say("democracy.lexical", v=step, meaning=page.phrase("democracy.meaning", v=step))
    series_chart(page, regimes.RATED)


def _absent(page: Page, indicator: str) -> Finding | None:
    return levels.absence(page.desk.view, place=page.desk.partner.id, indicator=indicator)


def _say_shift(page: Page) -> None:
    """Say whether ten years of change are more than the intervals leave open."""
    desk = page.desk
    shift = governance.interval_shift(
        desk.view, place=desk.partner.id, indicator=regimes.RATED, years=DECADE
    )
    if shift is None or abs(shift.number) < LEAST_SHIFT:
        return
    name = "shift_clear" if shift.values["clear"] else "shift_unclear"
    page.say(
        f"democracy.{name}",
        key="shift",
        kind=SentenceKind.JUDGEMENT,
        confidence=Confidence(confidence.confidence([shift], desk.today)),
        s=shift,
    )


def _say_parts(page: Page) -> None:
    view, place = page.desk.view, page.desk.partner.id
    best = regimes.strongest_part(view, place=place, side="best")
    worst = regimes.strongest_part(view, place=place, side="worst")
    if best and worst and float(best.get_value("spread")) >= APART_INDICES:
        page.say(
            "democracy.parts", h=best, l=worst, best=Term(best.indicator),
            worst=Term(worst.indicator),
        )  # fmt: skip


def _say_regime(page: Page) -> None:
    found = regimes.regime(page.desk.view, place=page.desk.partner.id)
    if found is None:
        return
    before = found if "before" in found.values else None
    name = "regime" if float(found.get_value("span")) >= LONG_HELD else "regime_new"
    page.say(
        f"democracy.{name}",
        key="regime",
        r=found,
        b=before,
        type=page.phrase("democracy.type", r=found),
        before=page.phrase("democracy.type_before", r=before),
    )


# -- consensus -----------------------------------------------------------------------------------


@passage
def democracy_consensus(page: Page) -> None:
    """One score from all raters with its standard error, its rank, and whether it has moved."""
    view, place = page.desk.view, page.desk.partner.id
    score = consensus.democracy_consensus(view, place=place)
    with page.paragraph("consensus"):
        if score is None:
            _say_no_consensus(page)
            return
        names = str(score.get_value("raters")).split("|")
        raters = [page.phrase("democracy.rater", t=Term(name)) for name in names]
        page.say(
            "democracy.consensus",
            kind=SentenceKind.JUDGEMENT,
            confidence=Confidence(confidence.confidence([score], page.desk.today)),
            c=score,
            raters=page.listed(raters),
        )
        if "rank" in score.values:
            page.say("democracy.consensus_ranks", c=score)
        _say_consensus_shift(page)


def _say_no_consensus(page: Page) -> None:
    if not page.desk.view.release.scales:
        return
    known = [name for name in regimes.MEASURES if _percentile(page, name) is not None]
    if known:
        page.say("democracy.no_consensus", p=_percentile(page, known[0]), only=Term(known[0]))


def _say_consensus_shift(page: Page) -> None:
    shift = consensus.consensus_shift(page.desk.view, place=page.desk.partner.id, years=DECADE)
    if shift is None:
        return
    name = "consensus_moved" if shift.values["clear"] else "consensus_still"
    if float(shift.get_value("size")) < LEAST_SEEN:
        name = "consensus_same"
    page.say(
        f"democracy.{name}",
        key="consensus_shift",
        kind=SentenceKind.JUDGEMENT,
        confidence=Confidence(confidence.confidence([shift], page.desk.today)),
        s=shift,
    )


# -- disagreement --------------------------------------------------------------------------------


@passage
def democracy_disagreement(page: Page) -> None:
    """Raters side by side with what each measures; whether they differ beyond their margins."""
    rated = [item for item in (_percentile(page, name) for name in RATERS) if item is not None]
    with page.paragraph("raters"):
        _say_disagreement(page, rated)
    page.table(
        "raters",
        page.desk.chart_text("democracy.table"),
        page.desk.columns("democracy.table_columns"),
        (_rater(page, item) for item in rated),
        (False, False, True, True, True, True),
    )
    if not _consensus_chart(page):
        _interval_chart(page, rated)


def _percentile(page: Page, indicator: str) -> Finding | None:
    return regimes.percentile(page.desk.view, place=page.desk.partner.id, indicator=indicator)


def _say_disagreement(page: Page, rated: Sequence[Finding]) -> None:
    found = regimes.disagreement(page.desk.view, place=page.desk.partner.id)
    if found is None:
        if rated:
            page.say("democracy.one_rater", p=rated[0], kindest=Term(rated[0].indicator))
        else:
            page.say("democracy.no_rater", a=_absent(page, "voice_accountability_wgi"))
        return
    kindest, harsh = (Term(str(found.values[name])) for name in ("kindest", "harshest"))
    spread = float(found.get_value("kindest_percentile")) - float(
        found.get_value("harshest_percentile")
    )
    apart = found.number > 0 and abs(spread) >= PARTED
    name = "disagree" if apart else "close" if found.number > 0 else "agree"
    page.say(
        f"democracy.{name}",
        key="raters",
        kind=SentenceKind.JUDGEMENT,
        confidence=Confidence(confidence.confidence([found], page.desk.today)),
        d=found,
        kindest=kindest,
        harsh=harsh,
    )
    if apart and found.values["kindest_period"] != found.values["harshest_period"]:
        page.say("democracy.differ_year", d=found, kindest=kindest, harsh=harsh)


def _rater(page: Page, item: Finding) -> tuple[Cell, ...]:
    desk = page.desk
    interval: Cell = "–"
    if "own_low" in item.values:
        interval = page.phrase("democracy.cell_interval", p=item) or "–"
    whole = "own_low" not in item.values
    name, _, what = desk.lexicon.template(f"democracy.measure_{item.indicator}").partition(": ")
    return (
        name, what, (item, "own", "plain-0" if whole else "plain-2"), interval,
        (item, "period", "period"), (item, "value", "plain-0"),
    )  # fmt: skip


def _consensus_chart(page: Page) -> bool:
    """Draw each rater's own level and the consensus on one scale; return whether there is one."""
    desk = page.desk
    score = consensus.democracy_consensus(desk.view, place=desk.partner.id)
    if score is None:
        return False
    names = str(score.get_value("raters")).split("|")
    levels_ = [
        consensus.rater_level(
            desk.view, place=desk.partner.id, indicator=name, year=score.period.year
        )
        for name in names
    ]
    known = sorted((item for item in levels_ if item), key=lambda item: -item.number)
    capital, noun = desk.grammar.capital, desk.lexicon.noun
    labels = [
        desk.chart_text("democracy.chart_consensus_label"),
        *(capital(noun(i.indicator)) for i in known),
    ]
    data: list[Datum] = [
        {
            "label": label,
            "value": round(item.number, 2),
            "low": round(float(item.get_value("low")), 2),
            "high": round(float(item.get_value("high")), 2),
        }
        for label, item in zip(labels, (score, *known), strict=True)
    ]
    values = "; ".join(
        f"{row['label']}: {row['value']} ({row['low']} to {row['high']})" for row in data
    )
    page.exhibit(
        "raters",
        "interval",
        desk.chart_text("democracy.chart_consensus_chart", year=score.period.text),
        desk.chart_text("democracy.chart_consensus_alt", values=values, year=score.period.text),
        data,
        score.inputs,
        x_title=desk.chart_text(
            "democracy.chart_consensus_axis", since=str(score.get_value("since"))
        ),
    )
    return True


def _interval_chart(page: Page, rated: Sequence[Finding]) -> None:
    desk = page.desk
    shown = [item for item in rated if item.indicator != LIBERAL]
    if len(shown) < LEAST_RATERS:
        return
    data: list[Datum] = [
        {
            "label": f"{desk.grammar.capital(desk.lexicon.noun(item.indicator))}, "
            f"{item.period.text}",
            "value": item.number,
            "low": float(item.get_value("low")),
            "high": float(item.get_value("high")),
        }
        for item in shown
    ]
    values = "; ".join(f"{row['label']}: {float(row['value'] or 0):.0f}" for row in data)
    page.exhibit(
        "raters",
        "interval",
        desk.chart_text("democracy.chart"),
        desk.chart_text("democracy.chart_alt", values=values),
        data,
        [o for item in shown for o in item.inputs],
        x_title=desk.chart_text("democracy.chart_axis"),
    )


# -- who rules -----------------------------------------------------------------------------------


@passage
def ruling_party(page: Page) -> None:
    """The party of the leader, its seats, the largest party, and as of which vote."""
    view, place = page.desk.view, page.desk.partner.id
    role = tenure.chief_role(view, place)
    chief = holder(page, role)
    seats = votes.ruling_seats(view, place=place, role=role)
    first = votes.party(view, place=place, position=1)
    with page.paragraph("party"):
        _say_party(page, chief)
        if seats is not None and chief is not None:
            _say_ruling_seats(page, seats, first)
        elif first is not None:
            _say_largest(page, first)
            if chief is not None and _has_party(chief):
                page.say("democracy.unmatched", h=chief)
        else:
            page.say("democracy.seats_none", a=_absent(page, votes.PARTY))
        if first is not None and not _renewed(page, first):
            _say_seats_date(page, first)
    _seats_table(page, first)


def _say_party(page: Page, chief: Finding | None) -> None:
    if chief is None:
        page.say("democracy.party_unknown", a=_no_holder(page))
        return
    party = str(chief.values.get("party", ""))
    name = {"": "party_unlisted", "none": "party_none", "independent": "party_none",
        "military": "party_military"}.get(party, "party")  # fmt: skip
    page.say(f"democracy.{name}", key="party", h=chief)


def _no_holder(page: Page) -> Finding | None:
    view, place = page.desk.view, page.desk.partner.id
    return offices.no_holder(view, place=place, role=tenure.chief_role(view, place))


def _has_party(chief: Finding) -> bool:
    return chief.values.get("party", "") not in {"", "none", "independent", "military"}


def _renewed(page: Page, first: Finding) -> Finding | None:
    """Return the election that was to renew the listed chamber, where its date has passed."""
    due = votes.next_vote(page.desk.view, place=page.desk.partner.id, contest="legislature")
    day = first.period.kind is PeriodKind.DAY
    return due if due is not None and due.values["overdue"] and day else None


def _say_ruling_seats(page: Page, seats: Finding, first: Finding | None) -> None:
    if "share" not in seats.values:
        name = "ruling_seats"
    else:
        name = "ruling_majority" if seats.values["majority"] else "ruling_minority"
    page.say(f"democracy.{name}", key="ruling_seats", s=seats)
    if first is not None and float(seats.get_value("rank")) > 1:
        page.say("democracy.largest_is", f=first)


def _say_largest(page: Page, first: Finding) -> None:
    second = votes.party(page.desk.view, place=page.desk.partner.id, position=2)
    if second is not None and second.values["rest"]:
        second = None
    whole = first if "share" in first.values else None
    due = _renewed(page, first)
    if due is not None:
        page.say("democracy.largest_old", key="largest", f=first, w=whole, s=second, n=due)
    else:
        page.say("democracy.largest", f=first, w=whole, s=second)


def _say_seats_date(page: Page, first: Finding) -> None:
    day = first.period.kind is PeriodKind.DAY
    page.say("democracy.seats_date" if day else "democracy.seats_listed", key="seats", f=first)


def _seats_table(page: Page, first: Finding | None) -> None:
    if first is None or float(first.get_value("n")) < WORTH_A_TABLE:
        return
    view, place = page.desk.view, page.desk.partner.id
    found = [votes.party(view, place=place, position=at) for at in range(1, MOST_PARTIES + 1)]
    page.table(
        "seats",
        page.desk.chart_text("democracy.seats_table"),
        page.desk.columns("democracy.seats_columns"),
        (((item, "value", ""), (item, "seats", "exact")) for item in found if item is not None),
        (False, True),
    )


# -- elections -----------------------------------------------------------------------------------


@passage
def elections(page: Page) -> None:
    """Elections held, with results where coded, and those that are due."""
    view, place = page.desk.view, page.desk.partner.id
    held = {name: votes.last_vote(view, place=place, contest=name) for name in votes.CONTESTS}
    ahead = {name: votes.next_vote(view, place=place, contest=name) for name in votes.CONTESTS}
    found = votes.result(view, place=place)
    with page.paragraph("elections"):
        if not any((*held.values(), *ahead.values(), found)):
            page.say("democracy.no_elections", a=_absent(page, "last_election_legislature"))
            return
        page.say("democracy.result", r=found)
        _say_held(page, held, ahead)
        _say_due(page, ahead, found)
        if held["executive"] is None and ahead["executive"] is None and found is None:
            page.say("democracy.not_elected", a=_absent(page, "last_election_executive"))


Votes = Mapping[str, Finding | None]


def _is_over(vote: Finding | None) -> bool:
    return vote is not None and bool(vote.values["overdue"])


def _contest(page: Page, name: str) -> Phrase | None:
    return page.phrase(f"democracy.election_{name}")


def _say_held(page: Page, held: Votes, ahead: Votes) -> None:
    """Say the last votes, but not of a contest that has since fallen due again."""
    known = {name: vote for name, vote in held.items() if vote and not _is_over(ahead[name])}
    if len(known) == len(held):
        same = known["executive"].period == known["legislature"].period
        name = "held_same" if same else "held_both"
        page.say(f"democracy.{name}", key="held", e=known["executive"], l=known["legislature"])
    else:
        for name, vote in known.items():
            page.say("democracy.held", key="held", v=vote, contest=_contest(page, name))


def _say_due(page: Page, ahead: Votes, found: Finding | None) -> None:
    coming = {name: vote for name, vote in ahead.items() if vote and not _is_over(vote)}
    if len(coming) == len(ahead):
        first, second = (str(vote.value) for vote in coming.values())
        same = first.startswith(second) or second.startswith(first)
        page.say(
            "democracy.due_same" if same else "democracy.due_both",
            key="due",
            e=coming["executive"],
            l=coming["legislature"],
            x=coming["executive"],
        )
    else:
        for name, vote in coming.items():
            page.say("democracy.due", key="due", v=vote, contest=_contest(page, name))
    for name, listed in ahead.items():
        if listed is not None and _is_over(listed):
            told = name == "executive" and found and found.period.start >= listed.period.start
            page.say(
                f"democracy.{'passed' if told else 'overdue'}",
                key=f"overdue_{name}",
                v=listed,
                contest=_contest(page, name),
            )
    if not any(ahead.values()):
        page.say("democracy.none_due", a=_absent(page, "next_election_legislature"))
