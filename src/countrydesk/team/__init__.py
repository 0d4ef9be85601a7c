"""What a team keeps on one desk: users, tokens, overrides, sign-off per sentence, and the log."""

from countrydesk.team.records import Entry, Note, Role, SignOff, State, User
from countrydesk.team.store import TeamStore, open_store

__all__ = [
    "Entry", "Note", "Role", "SignOff", "State", "TeamStore", "User", "open_store",
]  # fmt: skip
