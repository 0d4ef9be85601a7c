from __future__ import annotations

from tests.analysis.toy import toy_view

from countrydesk.analysis import events


def event(indicator, period, text, **marks):
    return {
        "place": "PER", "indicator": indicator, "period": period, "text": text,
        "attributes": marks,
    }  # fmt: skip


COUNTS = (
    event("event_protest_deaths", "2022-12-07/2023-02-20", "49 deaths by one office"),
    event("event_protest_deaths", "2022-12-07/2023-02-20", "50 deaths by another"),
    event("event_protest_deaths", "2022-12-07/2023-02-20", "18 deaths in one town, not a total"),
    event("event_protest_deaths", "2020-11-14", "2 deaths"),
)


def test_counts_of_one_protest_give_a_range():
    found = events.death_counts(toy_view(COUNTS), place="PER")
    assert (found.number, found.values["low"], found.values["high"]) == (1, 49, 50)
    assert (found.values["n"], found.values["all"]) == (2, 3)


def test_one_count_is_no_range():
    assert events.death_counts(toy_view(COUNTS[3:]), place="PER") is None
    assert events.death_counts(toy_view(COUNTS), place="KEN") is None


VOTES = (
    event("event_removal_vote", "2017-12-21", "vote fails"),
    event("event_removal_vote", "2020-11-09", "president removed", confidence="known"),
    event("event_removal_vote", "2025-10-10", "president removed"),
)


def test_votes_that_carried_are_told_by_their_words():
    view = toy_view(VOTES)
    found = events.removals(view, place="PER", since=2018)
    assert (found.value, found.values["carried"]) == (2, 2)
    assert found.values["last_period"] == "2025-10-10"
    assert events.removals(view, place="PER", since=2016).value == 3
    assert events.carried_positions(view, "PER", 2016) == [1, 2]
    assert events.removals(view, place="PER", since=2026) is None


def test_events_are_counted_from_the_newest():
    view = toy_view(VOTES)
    second = events.event(view, place="PER", indicator=events.REMOVAL, position=2)
    assert (second.value, second.values["confidence"]) == ("president removed", "known")
    assert second.period.text == "2020-11-09"
    assert events.event(view, place="PER", indicator=events.REMOVAL, position=4) is None
