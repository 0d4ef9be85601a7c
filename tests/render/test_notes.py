"""From a sentence to its source notes."""

from __future__ import annotations

from datetime import date

import pytest
from tests.render.sample import sample_paper

from countrydesk.model import Period
from countrydesk.paper.nodes import Paper, Sentence, Table
from countrydesk.render.annex import number_words, observation_groups
from countrydesk.render.notes import (
    day,
    notes_of,
    numbered,
    percent,
    period_words,
    place_in_text,
    place_name,
    sentence_notes,
    slot_notes,
    table_notes,
)


@pytest.fixture(scope="module")
def paper() -> Paper:
    return sample_paper()


def sentence(paper: Paper, key: str) -> Sentence:
    return next(one for one in paper.sentences if one.id.endswith(key))


def test_a_note_says_where_when_and_under_which_licence(paper):
    (note,) = sentence_notes(paper, sentence(paper, "front.growth"))
    assert note.line == (
        "Outlook of Economies database, GDP_.OU, 2026, released 14 Oct 2025, projection, "
        "Creative Commons Attribution 4.0"
    )


def test_one_series_in_several_years_is_one_note(paper):
    notes = sentence_notes(paper, sentence(paper, "profile.population"))
    assert [note.period for note in notes] == ["2014 and 2024"]


def test_peers_are_counted_and_mixed_statuses_told_apart(paper):
    (note,) = sentence_notes(paper, sentence(paper, "profile.gdp_per_capita"))
    assert len(note.places) == 12
    assert note.places[0] == "PER"
    assert note.status == "11 actual, 1 estimate"


def test_sources_that_disagree_have_a_note_each(paper):
    notes = sentence_notes(paper, sentence(paper, "interests.conflict"))
    assert [note.source for note in notes] == ["customs", "outlook"]


def test_a_note_on_a_dyad_names_both_sides(paper):
    notes = sentence_notes(paper, sentence(paper, "interests.conflict"))
    assert [note.dyad for note in notes] == ["United States to Peru", "Peru to United States"]


def test_a_figure_knows_its_notes(paper):
    one = sentence(paper, "interests.conflict")
    notes = sentence_notes(paper, one)
    assert slot_notes(paper, one.slots[0], notes) == (0, 1)
    other = sentence_notes(paper, sentence(paper, "front.growth"))
    assert slot_notes(paper, one.slots[0], other) == ()


def test_a_table_has_the_notes_of_its_rows(paper):
    table = next(b for s in paper.walk() for b in s.blocks if isinstance(b, Table))
    (note,) = table_notes(paper, table)
    assert len(note.observations) == len(table.rows)


def test_equal_notes_share_a_number_and_numbers_follow_the_text(paper):
    table = numbered(paper)
    numbers = sorted(set(table.values()))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({note.line for note in table}) == len(numbers)
    first = sentence_notes(paper, sentence(paper, "front.growth"))[0]
    again = sentence_notes(paper, sentence(paper, "front.breakdown"))[0]
    assert table[first] == table[again] == 1


def test_what_is_not_in_the_paper_is_passed_over(paper):
    assert notes_of(paper, ("0" * 16,)) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("2024", "2024"), ("FY2024", "FY2024"), ("2024-Q3", "Q3 2024"), ("2024-05", "May 2024"),
     ("2024-05-01", "1 May 2024"), ("2022/2024", "2022 to 2024"),
     ("2021-07-28/", "since 28 Jul 2021")],
)  # fmt: skip
def test_periods_in_words(text, words):
    assert period_words(Period.parse(text)) == words


def test_small_words():
    assert day(date(2025, 10, 4)) == "4 Oct 2025"
    assert percent(0.996) == "99\u00a0%"
    assert percent(0.001) == "1\u00a0%"
    assert percent(1.0) == "100\u00a0%"
    assert place_name("CIV") == "Côte d'Ivoire"
    assert place_in_text("USA") == "the United States"
    assert place_name("nowhere") == place_in_text("nowhere") == "nowhere"


@pytest.mark.parametrize(
    ("value", "words"),
    [(34_217_848.0, "34,217,848"), (8485.3, "8,485.3"), (-0.25, "−0.25"), (0.00001, "0.00001"),
     (1e15, "1,000,000,000,000,000")],
)  # fmt: skip
def test_numbers_in_full(value, words):
    assert number_words(value) == words


def test_groups_hold_every_observation_once(paper):
    held = [item.id for group in observation_groups(paper) for item in group.observations]
    assert sorted(held) == sorted(paper.observations)
