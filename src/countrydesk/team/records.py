"""Users and what they say of sentences, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a user may do: read; also write; also clear and dissent; also let others in."""

    READER = "reader"
    ANALYST = "analyst"
    CLEARER = "clearer"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """How far the role reaches; each holds those before it."""
        return list(Role).index(self)


class State(StrEnum):
    """How far a sentence is signed off."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    CLEARED = "cleared"
    DISSENT = "dissent"

    @property
    def needs(self) -> Role:
        """The least role that may set it."""
        return Role.ANALYST if self in {State.DRAFT, State.REVIEWED} else Role.CLEARER


@dataclass(frozen=True)
class User:
    """Somebody with a name and a role; ``active`` is False once the user was let go."""

    id: int
    name: str
    role: Role
    active: bool = True


@dataclass(frozen=True)
class SignOff:
    """The state of a sentence, set by a user on a release for the text it then had.

    ``fingerprint`` is the hash of the text: a sentence that has moved since is no longer signed.
    """

    sentence: str
    state: State
    user: str
    at: datetime
    release: str
    fingerprint: str
    remark: str = ""


@dataclass(frozen=True)
class Note:
    """Words of an analyst in place of a sentence, with the reason."""

    sentence: str
    text: str
    reason: str
    user: str
    at: datetime
    release: str
    fingerprint: str


@dataclass(frozen=True)
class Entry:
    """A line of the log: who did what to what, and when."""

    number: int
    at: datetime
    user: str
    deed: str
    subject: str
    detail: str
