"""The register: append only, a chain that shows every change, whole after any interruption."""

import hashlib
import os
from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.analysis.forecasting import register
from countrydesk.analysis.forecasting.encoding import decode_forecast, encode_forecast
from countrydesk.analysis.forecasting.question import (
    LEVELS,
    Baseline,
    Driver,
    Forecast,
    Question,
    Target,
    TrackRecord,
    quantile_table,
)
from countrydesk.analysis.forecasting.register import (
    FILE_NAME,
    HEAD_NAME,
    append,
    check_chain,
    read_register,
)
from countrydesk.errors import AlreadyRegisteredError, OutputError, RegisterDamagedError
from countrydesk.evidence.store import bundled_folder

DAY = date(2026, 11, 24)


def question(place="PER", family="toy", target=Target.EVENT, **more):
    given = {
        "text": f"Will it happen in {place}?", "rule": "By the toy table.", "source": "toy",
        "indicator": "gini", "place": place, "period": "2027", "origin": date(2026, 11, 1),
        "deadline": date(2028, 1, 1), "reference_class": "states", "threshold": None,
    }  # fmt: skip
    return Question(family=family, target=target, **given | more)


def event(place="PER", chance=0.2, **more):
    return Forecast(
        question(place, **more), "toy", 1, Baseline("climatology", 0.1), probability=chance,
        evidence=("0123456789abcdef",), drivers=(Driver("tenure", 3.0, 0.2),),
        record=TrackRecord("brier", 0.05, "climatology", 0.06, 900, "1990", "2020", 0.1, 0.2),
    )  # fmt: skip


def quantity(place="PER", **more):
    values = quantile_table(LEVELS, range(7))
    return Forecast(
        question(place, target=Target.QUANTITY, unit="percent", **more), "toy", 1,
        Baseline("own years", quantiles=values), quantiles=values,
    )  # fmt: skip


def add(folder, *forecasts, day=DAY):
    return append(folder, forecasts, registered_on=day, release="r", hindsight=False)


def forget():
    register._read.cache_clear()


def test_an_empty_folder_has_an_empty_register(tmp_path):
    found = read_register(tmp_path)
    assert (found.lines, found.head) == ((), register.GENESIS)


def test_what_is_registered_is_read_back(tmp_path):
    add(tmp_path, event(), quantity())
    found = add(tmp_path, event("KEN"))
    entries = list(found.entries())
    assert [e.forecast for e in entries] == [event(), quantity(), event("KEN")]
    assert [e.number for e in entries] == [1, 2, 3]
    assert {(e.registered_on, e.release, e.hindsight) for e in entries} == {(DAY, "r", False)}
    assert [e.number for e in found.of_place("KEN")] == [3]
    assert found.find(event("KEN").question.id) == entries[2]
    assert found.find("toy-XXX") is None
    assert found.holds(found.head)
    assert not found.holds("1" * 64)


def test_earlier_lines_stay_as_they_are(tmp_path):
    add(tmp_path, event())
    before = (tmp_path / FILE_NAME).read_bytes()
    add(tmp_path, event("KEN"))
    assert (tmp_path / FILE_NAME).read_bytes().startswith(before)


def test_a_question_is_answered_once(tmp_path):
    add(tmp_path, event())
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(AlreadyRegisteredError, match="nothing was written"):
        add(tmp_path, event("KEN"), event(chance=0.9))
    with pytest.raises(AlreadyRegisteredError):
        add(tmp_path, event("POL"), event("POL"))
    assert (tmp_path / FILE_NAME).read_bytes() == before


@given(st.data())
def test_no_byte_can_be_changed_unseen(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("register")
    add(folder, event(), quantity("KEN"), event("POL"))
    path = folder / FILE_NAME
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    path.write_bytes(whole[:at] + bytes([other]) + whole[at + 1 :])
    with pytest.raises(RegisterDamagedError):
        read_register(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: lines[:-1],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [*lines, lines[2]],
        lambda lines: [],
    ],
    ids=["first gone", "last gone", "middle gone", "swapped", "repeated", "emptied"],
)
def test_no_line_can_be_taken_out_moved_or_repeated_unseen(tmp_path, change):
    add(tmp_path, event(), event("KEN"), event("POL"))
    path = tmp_path / FILE_NAME
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(RegisterDamagedError):
        read_register(tmp_path)
    with pytest.raises(RegisterDamagedError):
        add(tmp_path, event("TUV"))


def test_a_register_that_is_gone_or_torn_is_said(tmp_path):
    add(tmp_path, event())
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(RegisterDamagedError, match="breaks off"):
        read_register(tmp_path)
    path.unlink()
    with pytest.raises(RegisterDamagedError, match="is gone"):
        read_register(tmp_path)


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_writer_that_dies_leaves_the_old_register(tmp_path, monkeypatch, step):
    before = add(tmp_path, event())

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", die)
    elif step == "replace":
        monkeypatch.setattr(register.Path, "replace", die)
    else:
        monkeypatch.setattr(register, "_chained", die)
    with pytest.raises(KeyboardInterrupt):
        add(tmp_path, event("KEN"))
    monkeypatch.undo()
    assert read_register(tmp_path).lines == before.lines
    assert len(add(tmp_path, event("KEN")).lines) == 2


def test_a_writer_that_dies_between_the_two_files_loses_nothing(tmp_path):
    add(tmp_path, event())
    head = (tmp_path / HEAD_NAME).read_bytes()
    add(tmp_path, event("KEN"))
    (tmp_path / HEAD_NAME).write_bytes(head)
    assert len(read_register(tmp_path).lines) == 2
    assert len(add(tmp_path, event("POL")).lines) == 3


def test_a_file_vouched_for_is_not_walked_and_one_that_is_not_is(tmp_path, monkeypatch):
    add(tmp_path, event())
    walked = []
    monkeypatch.setattr(register, "_check_chain", lambda found, _told: walked.append(found.size))
    forget()
    read_register(tmp_path)
    assert not walked
    head = orjson.loads((tmp_path / HEAD_NAME).read_bytes())
    (tmp_path / HEAD_NAME).write_bytes(orjson.dumps({**head, "sha256": "0" * 64}))
    forget()
    read_register(tmp_path)
    del head["sha256"]
    (tmp_path / HEAD_NAME).write_bytes(orjson.dumps(head))
    forget()
    read_register(tmp_path)
    assert walked == [1, 1]


def test_a_change_that_the_file_beside_vouches_for_still_shows(tmp_path):
    before = add(tmp_path, event(), event("KEN"), event("POL"))
    path = tmp_path / FILE_NAME
    path.write_bytes(before.payload.replace(b"Will it happen in KEN?", b"Has it happened in KEN"))
    altered = register.Register(path, path.read_bytes())
    (tmp_path / HEAD_NAME).write_bytes(register._encode_told(altered))
    forget()
    found = read_register(tmp_path)
    assert len(found.of_place("PER")) == 1
    with pytest.raises(RegisterDamagedError, match="line 2 was altered"):
        found.of_place("KEN")
    with pytest.raises(RegisterDamagedError, match="line 2 was altered"):
        check_chain(found)
    with pytest.raises(RegisterDamagedError, match="line 2 was altered"):
        add(tmp_path, event("TUV"))


@given(st.lists(st.sampled_from(["PER", "KEN", "POL"]), max_size=8))
def test_entries_are_those_whose_line_holds_the_text(tmp_path_factory, places):
    folder = tmp_path_factory.mktemp("register")
    found = add(folder, *(event(place, family=f"toy{n}") for n, place in enumerate(places)))
    assert found.size == len(found.lines) == len(places)
    assert [e.number for e in found.entries()] == list(range(1, len(places) + 1))
    numbers = [n for n, place in enumerate(places, 1) if place == "KEN"]
    assert [e.number for e in found.of_place("KEN")] == numbers
    assert all(found.holds(e.digest) for e in found.entries())


def test_the_bundled_register_is_vouched_for_and_its_chain_holds():
    found = read_register(bundled_folder())
    told = orjson.loads((bundled_folder() / HEAD_NAME).read_bytes())
    assert told["sha256"] == hashlib.sha256(found.payload).hexdigest()
    assert (told["forecasts"], told["digest"]) == (found.size, found.head)
    check_chain(found)


def test_two_writers_do_not_mix(tmp_path):
    add(tmp_path, event())
    with register._locked(tmp_path), pytest.raises(OutputError, match="another process"):
        add(tmp_path, event("KEN"))
    assert len(add(tmp_path, event("KEN")).lines) == 2


@pytest.mark.parametrize("forecast", [event(), quantity(), event(threshold=25.0)])
def test_a_forecast_survives_its_json(forecast):
    assert decode_forecast(orjson.loads(orjson.dumps(encode_forecast(forecast)))) == forecast
