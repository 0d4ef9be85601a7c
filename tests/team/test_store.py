"""The contract of a team's store, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from countrydesk.errors import InputError, StoreError
from countrydesk.team import Role, State, open_store
from countrydesk.team.store import fingerprint

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "team.db")
    address = request.getfixturevalue("postgres")
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return address


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(url, clock):
    made = open_store(url, clock)
    yield made
    made.close()


@pytest.fixture
def people(store):
    return {role: store.add_user(role.value, role) for role in Role}


def test_tables_are_made_once_and_opened_again(url, clock):
    first = open_store(url, clock)
    first.add_user("Ana", Role.ANALYST)
    first.close()
    again = open_store(url, clock)
    assert [user.name for user in again.all_users()] == ["Ana"]
    again.close()


def test_a_token_opens_the_door_until_it_is_void(store, people, clock):
    token = store.make_token("analyst", days=1)
    assert store.find_user(token) == people[Role.ANALYST]
    assert store.find_user(token[:-1] + "A") is None
    clock.now += timedelta(days=2)
    assert store.find_user(token) is None
    other = store.make_token("analyst")
    assert store.revoke_tokens("analyst") == 2
    assert store.find_user(other) is None


def test_a_user_who_was_let_go_stays_on_what_was_said(store, people):
    token = store.make_token("analyst")
    store.sign(people[Role.ANALYST], "PER.USA.profile.a", "Text.", State.REVIEWED, "r1")
    store.let_go("analyst")
    assert store.find_user(token) is None
    (found,) = store.sign_offs_of("PER.USA.")
    assert found.user == "analyst"


def test_no_token_is_kept_as_it_is(store, people, url):
    token = store.make_token("analyst")
    if "://" not in url:
        with closing(sqlite3.connect(url)) as connection:
            dump = "\n".join(connection.iterdump())
        assert token not in dump
        assert "tokens" in dump
    assert all(token not in entry.detail for entry in store.entries())


def test_the_newest_word_counts_and_the_older_ones_stay(store, people):
    analyst, clearer = people[Role.ANALYST], people[Role.CLEARER]
    store.sign(analyst, "PER.USA.profile.a", "Text.", State.DRAFT, "r1")
    store.sign(analyst, "PER.USA.profile.a", "Text.", State.REVIEWED, "r1")
    store.sign(clearer, "PER.USA.profile.b", "More.", State.CLEARED, "r1")
    store.sign(clearer, "KEN.USA.profile.a", "Else.", State.DISSENT, "r1", "the base is wrong")
    first, second = store.sign_offs_of("PER.USA.")
    assert (first.state, second.state) == (State.REVIEWED, State.CLEARED)
    assert first.fingerprint == fingerprint("Text.")
    assert first.at.tzinfo is not None
    deeds = [entry.deed for entry in store.entries() if entry.subject == "PER.USA.profile.a"]
    assert deeds == ["sign draft", "sign reviewed"]


def test_percent_and_underscore_in_a_prefix_are_letters(store, people):
    store.sign(people[Role.ANALYST], "PER.USA.a", "Text.", State.DRAFT, "r1")
    assert store.sign_offs_of("PER_USA") == ()
    assert store.sign_offs_of("%") == ()


def test_an_override_keeps_words_reason_and_who(store, people):
    store.override(people[Role.ANALYST], "PER.USA.a", "Old.", "New.", "the office moved", "r1")
    (found,) = store.overrides_of("PER.USA.")
    assert (found.text, found.reason, found.user) == ("New.", "the office moved", "analyst")


@pytest.mark.parametrize("role", [Role.READER])
def test_a_reader_only_reads(store, people, role):
    with pytest.raises(InputError, match="a reader may not"):
        store.sign(people[role], "PER.USA.a", "Text.", State.DRAFT, "r1")
    with pytest.raises(InputError, match="a reader may not"):
        store.override(people[role], "PER.USA.a", "Old.", "New.", "why", "r1")


@pytest.mark.parametrize("state", [State.CLEARED, State.DISSENT])
def test_an_analyst_does_not_clear(store, people, state):
    with pytest.raises(InputError, match="it takes a clearer"):
        store.sign(people[Role.ANALYST], "PER.USA.a", "Text.", state, "r1", "why")


def test_bad_words_are_refused_and_nothing_is_kept(store, people):
    before = store.entries()
    clearer = people[Role.CLEARER]
    for wrong in (
        lambda: store.sign(clearer, "PER.USA.a", "T.", State.DISSENT, "r1"),
        lambda: store.override(clearer, "PER.USA.a", "Old.", " ", "why", "r1"),
        lambda: store.override(clearer, "PER.USA.a", "Old.", "x" * 20_000, "why", "r1"),
        lambda: store.sign(clearer, "PER.USA.a", "T.", State.DRAFT, "r1", "a\0b"),
        lambda: store.add_user("", Role.READER),
        lambda: store.add_user("a\nb", Role.READER),
        lambda: store.add_user("reader", Role.READER),
        lambda: store.make_token("nobody"),
        lambda: store.make_token("reader", days=0),
        lambda: store.let_go("nobody"),
    ):
        with pytest.raises(InputError):
            wrong()
    assert store.entries() == before


def test_the_log_is_read_in_parts(store, people):
    whole = store.entries()
    assert len(whole) == len(Role)
    assert store.entries(after=whole[1].number) == whole[2:]
    assert store.entries(limit=1) == whole[:1]


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql+asyncpg://a@b/c", "://"])
def test_other_databases_are_refused(url):
    with pytest.raises(InputError):
        open_store(url)


def test_a_database_that_cannot_be_opened_is_told_in_one_line(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(str(tmp_path / "no" / "such" / "folder" / "team.db"))
