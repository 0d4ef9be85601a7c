"""The distance of values: what the two sides' institutions share and not, faith and language."""

from __future__ import annotations

from countrydesk.analysis import culture, levels, lists, sides, values
from countrydesk.analysis.finding import Finding
from countrydesk.paper.nodes import Confidence, SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.passages.exhibits import Datum
from countrydesk.paper.registry import passage
from countrydesk.paper.writing.realise import Phrase, Term
from countrydesk.places import Place

JUDGEMENT, NOTE = SentenceKind.JUDGEMENT, SentenceKind.NOTE
EQUALITY = "egalitarian_democracy"
DECADE = 10
LEAST_DRIFT = 0.03
MOVER = 2.0
NEAR_RANK = 30
AGREED = 5.0
MOST_TONGUES, COMMON_TONGUE = 4, 3


@passage
def values_distance(page: Page) -> None:
    """How far the two sides' institutions stand apart, and on what; faith and language."""
    desk = page.desk
    both = {"place": desk.partner.id, "counterpart": desk.principal.id}
    found = values.value_distance(desk.view, **both)
    with page.paragraph("values"):
        if found is not None:
            _say_distance(page, found)
            _say_gaps(page, int(float(found.get_value("measures"))))
            _say_value_drift(page)
        else:
            page.say("social.values_none", a=levels.absence(
                desk.view, place=desk.partner.id, indicator=EQUALITY))  # fmt: skip
            _say_gaps(page, 1)
        page.say("social.values_limit", kind=NOTE)
    with page.paragraph("culture"):
        _say_culture(page)
    _values_chart(page)


def _say_distance(page: Page, found: Finding) -> None:
    rank, size = float(found.get_value("rank")), float(found.get_value("of"))
    name = "distance_middle"
    if rank <= NEAR_RANK:
        name = "distance_near"
    elif size - rank < NEAR_RANK:
        name = "distance_far"
    page.say(
        f"social.{name}", key="distance", kind=JUDGEMENT, confidence=Confidence.MODERATE, d=found
    )


def _say_gaps(page: Page, count: int) -> None:
    """Say the widest gap, and the narrowest where the two all but meet."""
    wide, narrow = (_gap(page, position) for position in (1, count))
    if wide:
        page.say(
            f"social.widest_{'above' if wide.number > 0 else 'below'}", key="widest", w=wide,
            t=Term(wide.indicator),
        )  # fmt: skip
    if narrow and float(narrow.get_value("apart")) <= AGREED:
        same = narrow.value == 0
        page.say(
            f"social.narrowest{'_same' if same else ''}", key="narrowest", w=narrow,
            t=Term(narrow.indicator),
        )  # fmt: skip


def _gap(page: Page, position: int) -> Finding | None:
    desk = page.desk
    return values.value_gap(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, position=position
    )


def _say_value_drift(page: Page) -> None:
    desk = page.desk
    moved = sides.side_gap_change(
        desk.view, place=desk.partner.id, counterpart=desk.principal.id, indicator=EQUALITY,
        years=DECADE,
    )  # fmt: skip
    if moved is None:
        return
    if abs(moved.number) < LEAST_DRIFT:
        page.say("social.drift_still", key="drift", x=moved)
        return
    way = "apart" if moved.number > 0 else "closer"
    page.say(f"social.drift_{way}_{_mover(moved)}", key="drift", x=moved)


def _mover(moved: Finding) -> str:
    own, theirs = (abs(float(moved.get_value(f"{who}_move"))) for who in ("own", "their"))
    if theirs > MOVER * own:
        return "they"
    return "own" if own > MOVER * theirs else "both"


def _say_culture(page: Page) -> None:
    desk = page.desk
    one, two = desk.partner, desk.principal
    mine, theirs = (culture.largest_faith(desk.view, place=side.id) for side in (one, two))
    page.say(f"social.{_faith_name(mine, theirs)}", key="faith", f=mine, g=theirs)
    shared = culture.shared_tongue(desk.view, place=one.id, counterpart=two.id)
    if shared:
        many = shared if float(shared.get_value("holders")) >= COMMON_TONGUE else None
        page.say("social.tongue_shared", l=shared, h=many)
    else:
        page.say("social.tongue_apart", l=_tongues(page, one), m=_tongues(page, two))
    page.absent("religion", "languages_official")


def _faith_name(mine: Finding | None, theirs: Finding | None) -> str:
    if mine is None or theirs is None:
        return "faith"
    if mine.value == theirs.value:
        return "faith_same"
    return "faith_kin" if mine.values["family"] == theirs.values["family"] else "faith"


def _tongues(page: Page, side: Place) -> Phrase | None:
    """Return the official languages of a side as a list; of many the most spoken alone."""
    view = page.desk.view
    first = culture.first_tongue(view, place=side.id)
    if first is None:
        return None
    if float(first.get_value("n")) > MOST_TONGUES:
        return page.phrase("social.tongue_of_many", key=side.id, l=first)
    found = (
        lists.entry(view, place=side.id, indicator=culture.TONGUE, position=at)
        for at in range(1, MOST_TONGUES + 1)
    )
    return page.listed([item for item in found if item])


def _values_chart(page: Page) -> None:
    """Draw each measure as the percent of states that each side surpasses."""
    desk = page.desk
    found = [gap for at in range(1, len(values.MEASURES) + 1) if (gap := _gap(page, at))]
    if len(found) < values.LEAST_MEASURES:
        return
    data: list[Datum] = [
        {
            "label": desk.grammar.capital(desk.lexicon.noun(gap.indicator)),
            "before": values.standing(desk.view, gap.indicator, float(gap.get_value("theirs"))),
            "after": values.standing(desk.view, gap.indicator, float(gap.get_value("own"))),
        }
        for gap in found
    ]
    words = {"widest": desk.lexicon.noun(found[0].indicator)}
    page.exhibit(
        "values", "dumbbell", desk.chart_text("social.chart_values"),
        desk.chart_text("social.chart_values_alt", **words), data,
        dict.fromkeys(item for gap in found for item in gap.inputs),
        before_title=desk.principal.name, after_title=desk.partner.name,
        x_title=desk.chart_text("social.chart_values_x"),
    )  # fmt: skip
