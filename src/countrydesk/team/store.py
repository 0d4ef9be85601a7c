"""The store of a team: a SQLite file or a PostgreSQL database behind the same functions.

Nothing is overwritten: a new word on a sentence stands beside the old one, the newest counts.
Tokens are random, shown once and kept as SHA-256; every deed is in the log, in the same
transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, create_engine, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from countrydesk.errors import InputError, StoreError
from countrydesk.team.migrate import upgrade
from countrydesk.team.records import Entry, Note, Role, SignOff, State, User
from countrydesk.team.tables import log, notes, sign_offs, tokens, users

TOKEN_BYTES = 32
TOKEN_DAYS = 365
MOST_TEXT = 10_000
KINDS = ("sqlite", "postgresql+psycopg")
Clock = Callable[[], datetime]


def open_store(url: str, clock: Clock | None = None) -> TeamStore:
    """Return the store at a URL (or the path of a SQLite file), its tables made or brought up.

    Raises:
        InputError: the URL is of no database that is known.
        StoreError: the database cannot be opened.
    """
    engine = _engine(url)
    try:
        upgrade(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        raise StoreError(f"the team's database cannot be opened: {_first_line(error)}") from error
    return TeamStore(engine, clock or (lambda: datetime.now(UTC)))


def _engine(url: str) -> Engine:
    named = url if "://" in url else f"sqlite:///{url}"
    named = named.replace("postgresql://", "postgresql+psycopg://", 1)
    named = named.replace("postgres://", "postgresql+psycopg://", 1)
    try:
        parsed = make_url(named)
        if parsed.drivername not in KINDS:
            raise InputError(
                f"no database of the kind '{parsed.drivername}'; give the path of a SQLite file or "
                "postgresql://user@host/name"
            )
        return create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise InputError(f"the team's database: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:200]


def fingerprint(text: str) -> str:
    """Return the hash of a sentence's text."""
    return hashlib.sha256(text.encode()).hexdigest()


class TeamStore:
    """Users, their tokens, and what they say of sentences."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _deed(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise InputError(
                f"that is there already: {_first_line(error.orig or error)}"
            ) from error
        except SQLAlchemyError as error:
            raise StoreError(f"the team's database failed: {_first_line(error)}") from error

    # -- users and tokens ------------------------------------------------------------------------

    def add_user(self, name: str, role: Role, by: str = "console") -> User:
        """Add a user.

        Raises:
            InputError: the name is empty, too long, not printable, or taken.
        """
        name = name.strip()
        if not name or len(name) > 80 or not name.isprintable():
            raise InputError("a name of a user has 1 to 80 printable characters")
        with self._deed() as connection:
            found = connection.execute(
                insert(users).values(name=name, role=role.value, active=True).returning(users.c.id)
            ).scalar_one()
            self._note(connection, by, "add user", name, role.value)
        return User(int(found), name, role)

    def let_go(self, name: str, by: str = "console") -> None:
        """Let a user go: the name stays on what was said, its tokens are void.

        Raises:
            InputError: there is no such user.
        """
        with self._deed() as connection:
            user = self._user(connection, users.c.name == name)
            connection.execute(update(users).where(users.c.id == user.id).values(active=False))
            connection.execute(
                update(tokens).where(tokens.c.user_id == user.id).values(revoked=True)
            )
            self._note(connection, by, "let go", name, "")

    def make_token(self, name: str, by: str = "console", days: int = TOKEN_DAYS) -> str:
        """Return a new token of a user; it is shown this once.

        Raises:
            InputError: there is no such user, or the days are not 1 to 3650.
        """
        if not 1 <= days <= 3650:
            raise InputError("a token lasts 1 to 3650 days")
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        with self._deed() as connection:
            user = self._user(connection, users.c.name == name)
            connection.execute(insert(tokens).values(
                user_id=user.id, digest=_digest(token), made_at=now,
                expires_at=now + timedelta(days=days), revoked=False,
            ))  # fmt: skip
            self._note(connection, by, "make token", name, f"{days} days")
        return token

    def revoke_tokens(self, name: str, by: str = "console") -> int:
        """Make every token of a user void; return how many there were."""
        with self._deed() as connection:
            user = self._user(connection, users.c.name == name)
            gone = connection.execute(
                update(tokens)
                .where(and_(tokens.c.user_id == user.id, tokens.c.revoked.is_(False)))
                .values(revoked=True)
            ).rowcount
            self._note(connection, by, "revoke tokens", name, str(gone))
        return int(gone)

    def find_user(self, token: str) -> User | None:
        """Return the user of a token, None where it is unknown, void or out of date."""
        query = (
            select(users)
            .join(tokens, tokens.c.user_id == users.c.id)
            .where(tokens.c.digest == _digest(token), tokens.c.revoked.is_(False))
            .where(tokens.c.expires_at > self._clock(), users.c.active.is_(True))
        )
        with self._deed() as connection:
            row = connection.execute(query).first()
        return _as_user(row) if row else None

    def all_users(self) -> tuple[User, ...]:
        """Return all users, by name."""
        with self._deed() as connection:
            return tuple(
                _as_user(row) for row in connection.execute(select(users).order_by(users.c.name))
            )

    # -- what is said of sentences ---------------------------------------------------------------

    def sign(
        self, user: User, sentence: str, text: str, state: State, release: str, remark: str = ""
    ) -> SignOff:
        """Set the state of a sentence.

        Raises:
            InputError: the role does not reach so far, or dissent has no remark.
        """
        return self.sign_all(user, {sentence: text}, state, release, remark)[0]

    def sign_all(
        self, user: User, texts: Mapping[str, str], state: State, release: str, remark: str = ""
    ) -> tuple[SignOff, ...]:
        """Set the state of several sentences, given by id with their texts: all or none.

        Raises:
            InputError: the role does not reach so far, or dissent has no remark.
        """
        _check_role(user, state.needs, f"set the state {state}")
        if state is State.DISSENT and not remark.strip():
            raise InputError("dissent needs a remark that says why")
        at, said = self._clock(), _bounded(remark)
        made = tuple(
            SignOff(sentence, state, user.name, at, release, fingerprint(text), said)
            for sentence, text in texts.items()
        )
        with self._deed() as connection:
            for one in made:
                connection.execute(insert(sign_offs).values(
                    sentence=one.sentence, state=state.value, remark=said, user_id=user.id,
                    at=at, release=release, fingerprint=one.fingerprint,
                ))  # fmt: skip
                self._note(connection, user.name, f"sign {state}", one.sentence, said)
        return made

    def override(
        self, user: User, sentence: str, original: str, text: str, reason: str, release: str
    ) -> Note:
        """Put an analyst's words in place of a sentence.

        Raises:
            InputError: the role does not reach so far, or words or reason are empty.
        """
        _check_role(user, Role.ANALYST, "change a sentence")
        if not text.strip() or not reason.strip():
            raise InputError("an override needs the new words and the reason")
        made = Note(
            sentence, _bounded(text), _bounded(reason), user.name, self._clock(), release,
            fingerprint(original),
        )  # fmt: skip
        with self._deed() as connection:
            connection.execute(insert(notes).values(
                sentence=sentence, text=made.text, reason=made.reason, user_id=user.id, at=made.at,
                release=release, fingerprint=made.fingerprint,
            ))  # fmt: skip
            self._note(connection, user.name, "override", sentence, made.reason)
        return made

    def sign_offs_of(self, prefix: str) -> tuple[SignOff, ...]:
        """Return the newest state of each sentence whose id begins with ``prefix``, by id."""
        rows = self._newest(sign_offs, prefix)
        return tuple(
            SignOff(
                r.sentence, State(r.state), r.name, _aware(r.at), r.release, r.fingerprint, r.remark
            )
            for r in rows
        )

    def overrides_of(self, prefix: str) -> tuple[Note, ...]:
        """Return the newest words on each sentence whose id begins with ``prefix``, by id."""
        rows = self._newest(notes, prefix)
        return tuple(
            Note(r.sentence, r.text, r.reason, r.name, _aware(r.at), r.release, r.fingerprint)
            for r in rows
        )

    def entries(self, after: int = 0, limit: int = 100) -> tuple[Entry, ...]:
        """Return lines of the log after a number, the oldest first."""
        query = select(log).where(log.c.id > after).order_by(log.c.id).limit(limit)
        with self._deed() as connection:
            return tuple(
                Entry(r.id, _aware(r.at), r.user, r.deed, r.subject, r.detail)
                for r in connection.execute(query)
            )

    # -- within ----------------------------------------------------------------------------------

    def _newest(self, table: Any, prefix: str) -> Sequence[Any]:  # noqa: ANN401 - a table's type
        newest = (
            select(func.max(table.c.id))
            .where(table.c.sentence.startswith(prefix, autoescape=True))
            .group_by(table.c.sentence)
        )
        query: Select[Any] = (
            select(table, users.c.name)
            .join(users, users.c.id == table.c.user_id)
            .where(table.c.id.in_(newest))
            .order_by(table.c.sentence)
        )
        with self._deed() as connection:
            return connection.execute(query).all()

    def _user(self, connection: Connection, rule: Any) -> User:  # noqa: ANN401 - an expression
        row = connection.execute(select(users).where(rule)).first()
        if row is None:
            raise InputError("there is no such user")
        return _as_user(row)

    def _note(
        self, connection: Connection, user: str, deed: str, subject: str, detail: str
    ) -> None:
        connection.execute(
            insert(log).values(
                at=self._clock(), user=user, deed=deed, subject=subject, detail=detail
            )
        )


def _check_role(user: User, least: Role, deed: str) -> None:
    if user.role.rank < least.rank:
        raise InputError(f"a {user.role} may not {deed}; it takes a {least}")


def _bounded(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise InputError(f"a text has at most {MOST_TEXT:,} characters")
    if "\0" in text:
        raise InputError("a text has no NUL characters")
    return text.strip()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _as_user(row: Any) -> User:  # noqa: ANN401 - a row of the database
    return User(row.id, row.name, Role(row.role), row.active)


def _as_sign_off(row: Any) -> SignOff:  # noqa: ANN401 - a row of the database
    return SignOff(
        row.sentence, State(row.state), row.name, _aware(row.at), row.release, row.fingerprint,
        row.remark,
    )  # fmt: skip


def _aware(at: datetime) -> datetime:
    """Return a time with its zone: SQLite forgets it."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
