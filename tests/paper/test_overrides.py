"""Analysts' words: put in where the evidence is what they saw, flagged where it has moved."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest
from tests.paper.small import inflation_and_trade, small_paper

from countrydesk.errors import InputError
from countrydesk.paper.nodes import Card, OverrideAction, Paragraph, SentenceKind
from countrydesk.paper.overrides import (
    Deed,
    Entry,
    Evidence,
    History,
    extended,
    history_bytes,
    history_path,
    legible,
    load_history,
)
from countrydesk.paper.overriding import HAD_LEFT_OUT, LEFT_OUT, overridden
from countrydesk.paper.rereading import (
    Addition,
    Edited,
    Signature,
    check_ids,
    check_same,
    differences,
    fingerprint_of,
)
from countrydesk.paper.verify import verify

PAPER, VIEW, DESK = small_paper(inflation_and_trade)
FIRST, SECOND, THIRD = PAPER.sentences
DAY = date(2026, 11, 20)
BY = Signature("Ana Quispe", DAY, "Seen there.")
NONE = History("PER", "USA")


def moved(paper):
    """The paper after the values behind every sentence have changed."""
    seen = {
        key: dataclasses.replace(item, value=item.value and item.value + 1)
        for key, item in paper.observations.items()
    }
    return dataclasses.replace(paper, observations=seen)


def without(paper, gone: str):
    section = paper.sections[0]
    blocks = tuple(
        dataclasses.replace(b, sentences=tuple(s for s in b.sentences if s.id != gone))
        if isinstance(b, Paragraph) else b
        for b in section.blocks
    )  # fmt: skip
    return dataclasses.replace(paper, sections=(dataclasses.replace(section, blocks=blocks),))


def edit(shown=PAPER, texts=None, additions=(), comments=None, overrides=0) -> Edited:
    """An edited paper: texts by id replace what stands there, None takes a sentence out."""
    held = {one.id: legible(one.text) for one in shown.sentences} | (texts or {})
    return Edited(
        "PER", "USA", "toy", None, overrides, fingerprint_of(shown), "countrydesk",
        {key: text for key, text in held.items() if text is not None}, comments or {},
        tuple(additions),
    )  # fmt: skip


def told(*edits, built=PAPER) -> History:
    """The history after several edits, each of the paper as it then was."""
    history = NONE
    for texts, additions in edits:
        shown = overridden(built, history)
        change = edit(shown, texts, additions, overrides=len(history.entries))
        history = extended(history, differences(change, shown, built, history, BY))
    return history


def said(paper) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in paper.sentences]


CHANGED = told(({FIRST.id: "Prices rose."}, ()))
DELETED = told(({SECOND.id: None}, ()))
ADDED = told(({}, [Addition(FIRST.id, "More."), Addition(FIRST.id, "Before.", before=True)]))


def test_an_unchanged_paper_has_no_differences():
    assert differences(edit(), PAPER, PAPER, NONE, Signature("", None)) == []
    assert overridden(PAPER, NONE) == PAPER


def test_changed_words_take_the_place_and_are_signed():
    shown = overridden(PAPER, CHANGED)
    one = next(iter(shown.sentences))
    assert (one.id, one.kind, one.text) == (FIRST.id, SentenceKind.ANALYST, "Prices rose.")
    by = one.override
    assert (by.action, by.analyst, by.date, by.reason, by.original, by.moved) == (
        OverrideAction.CHANGED, "Ana Quispe", DAY, "Seen there.", FIRST.text, False,
    )  # fmt: skip
    assert (one.slots, one.evidence, one.findings, one.likelihood) == ((), (), (), None)
    assert shown.overrides == 1


def test_a_deletion_is_said():
    assert said(overridden(PAPER, DELETED))[1] == ("analyst", LEFT_OUT)


def test_additions_stand_before_and_after():
    assert [text for _, text in said(overridden(PAPER, ADDED))[:3]] == [
        "Before.", FIRST.text, "More.",
    ]  # fmt: skip


@pytest.mark.parametrize("history", [CHANGED, DELETED, ADDED])
def test_the_verifier_takes_them_for_what_they_are(history):
    verify(overridden(PAPER, history), VIEW, DESK.realiser)


def test_moved_evidence_keeps_and_flags_them():
    paper = moved(PAPER)
    for history, at, text in ((CHANGED, 1, "Prices rose."), (DELETED, 2, HAD_LEFT_OUT)):
        found = list(overridden(paper, history).sentences)
        assert found[at - 1].kind is not SentenceKind.ANALYST
        assert (found[at].text, found[at].override.moved) == (text, True)
    assert [one.override.moved for one in overridden(paper, ADDED).sentences if one.override] == [
        True, True,
    ]  # fmt: skip
    ids = [one.id for one in overridden(paper, CHANGED).sentences]
    assert len(set(ids)) == len(ids)


def test_a_value_released_again_unchanged_has_not_moved():
    seen = {
        key: dataclasses.replace(item, released_on=date(2026, 11, 19))
        for key, item in PAPER.observations.items()
    }
    again = dataclasses.replace(PAPER, observations=seen)
    assert Evidence(again).of(FIRST) == Evidence(PAPER).of(FIRST)


def test_words_whose_sentence_is_gone_stand_at_the_end_of_the_section():
    last = list(overridden(without(PAPER, FIRST.id), CHANGED).sentences)[-1]
    assert (last.text, last.override.moved) == ("Prices rose.", True)


def test_words_are_not_in_papers_of_an_earlier_day():
    early = dataclasses.replace(PAPER, as_of=date(2026, 11, 19))
    assert all(one.override is None for one in overridden(early, CHANGED).sentences)
    late = dataclasses.replace(PAPER, as_of=DAY)
    assert any(one.override for one in overridden(late, CHANGED).sentences)


def test_cards_are_reached():
    card = Card("toy.card", ("A",), (("Why", (FIRST,)),))
    section = dataclasses.replace(PAPER.sections[0], blocks=(card,))
    paper = dataclasses.replace(PAPER, sections=(section,))
    assert said(overridden(paper, CHANGED)) == [("analyst", "Prices rose.")]


# -- again and again ---------------------------------------------------------------------------


def test_the_old_words_restore_the_sentence():
    history = told(({FIRST.id: "Prices rose."}, ()), ({FIRST.id: FIRST.text}, ()))
    assert [entry.deed for entry in history.entries] == [Deed.CHANGED, Deed.RESTORED]
    assert said(overridden(PAPER, history)) == said(PAPER)


def test_an_added_sentence_can_be_changed_followed_and_taken_out():
    key = f"{FIRST.id}+1"
    history = told(({}, [Addition(FIRST.id, "One.")]), ({key: "Uno."}, [Addition(key, "Due.")]))
    assert [text for _, text in said(overridden(PAPER, history))[1:3]] == ["Uno.", "Due."]
    gone = told(({}, [Addition(FIRST.id, "One.")]), ({key: None}, ()), ({}, [
        Addition(FIRST.id, "Two.")]))  # fmt: skip
    assert said(overridden(PAPER, gone))[1] == ("analyst", "Two.")
    assert gone.entries[-1].sentence == f"{FIRST.id}+2"


def test_a_flagged_sentence_is_confirmed_or_dropped():
    paper = moved(PAPER)
    shown = overridden(paper, CHANGED)
    flagged = next(one.id for one in shown.sentences if one.override)
    for texts, expected in (
        ({flagged: "Prices rose again."}, ("analyst", "Prices rose again.")),
        ({flagged: None}, ("fact", FIRST.text)),
        ({FIRST.id: None}, ("analyst", "Prices rose.")),
    ):
        found = differences(edit(shown, texts, overrides=1), shown, paper, CHANGED, BY)
        after = overridden(paper, extended(CHANGED, found))
        assert said(after)[0] == expected
        assert len(list(after.sentences)) == 3


# -- who, when, why ----------------------------------------------------------------------------


def test_a_comment_is_the_reason():
    change = edit(texts={FIRST.id: "New."}, comments={FIRST.id: "Census."})
    (entry,) = differences(change, PAPER, PAPER, NONE, BY)
    assert entry.reason == "Census."


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (Signature("", DAY, "x"), "--analyst NAME"),
        (Signature("A", None, "x"), "--date DATE"),
        (Signature("A", DAY), "--reason TEXT"),
    ],
)
def test_a_change_needs_who_when_and_why(by, message):
    with pytest.raises(InputError, match=message):
        differences(edit(texts={FIRST.id: "New."}), PAPER, PAPER, NONE, by)


def test_other_words_and_other_papers_are_refused():
    with pytest.raises(InputError, match="from other words"):
        check_same(dataclasses.replace(edit(), text="0"), PAPER)
    with pytest.raises(InputError, match=r"1 sentences .* 'KEN.USA.toy.x'"):
        check_ids(edit(texts={"KEN.USA.toy.x": "Jambo."}), PAPER)
    with pytest.raises(InputError, match="lost the ids"):
        check_ids(dataclasses.replace(edit(), sentences={}), PAPER)


# -- the file ----------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path))
    path = history_path("PER", "USA")
    path.parent.mkdir()
    return path


def test_a_history_comes_back(home):
    assert load_history("PER", "USA") == NONE
    history = extended(CHANGED, [*ADDED.entries, *DELETED.entries])
    home.write_bytes(history_bytes(history))
    assert load_history("PER", "USA") == history
    assert history.until(1) == CHANGED


def _spoilt(change) -> bytes:
    plain = json.loads(history_bytes(CHANGED))
    change(plain)
    return json.dumps(plain).encode()


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"[]", b"{}", b"\xff", b"[" * 100_000,
        _spoilt(lambda p: p.update(version="9")),
        _spoilt(lambda p: p.update(partner="KEN")),
        _spoilt(lambda p: p.update(entries=[1])),
        _spoilt(lambda p: p["entries"][0].update(deed="sung")),
        _spoilt(lambda p: p["entries"][0].update(date="soon")),
        _spoilt(lambda p: p["entries"][0].update(text=5)),
        _spoilt(lambda p: p["entries"][0].update(colour="red")),
        _spoilt(lambda p: p["entries"][0].pop("reason")),
    ],
)  # fmt: skip
def test_a_damaged_history_is_refused_in_one_line(home, payload):
    home.write_bytes(payload)
    with pytest.raises(InputError, match="no history of changes") as caught:
        load_history("PER", "USA")
    assert "\n" not in str(caught.value)


def test_the_last_word_stands():
    other = Entry(FIRST.id, Deed.CHANGED, "Later.", FIRST.text, Evidence(PAPER).of(FIRST), "B", DAY,
        "y", "toy")  # fmt: skip
    assert said(overridden(PAPER, extended(CHANGED, [other])))[0] == ("analyst", "Later.")
