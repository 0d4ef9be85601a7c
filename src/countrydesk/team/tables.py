"""The tables of a team's store; ``migrations`` makes them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
)  # fmt: skip
tokens = Table(
    "tokens", metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked", Boolean, nullable=False),
)  # fmt: skip
_SAID = (
    ("sentence", String(120)), ("release", String(60)), ("fingerprint", String(64)),
)  # fmt: skip
sign_offs = Table(
    "sign_offs", metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, kind, nullable=False) for name, kind in _SAID),
    Column("state", String(16), nullable=False),
    Column("remark", Text, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "sentence"),
)  # fmt: skip
notes = Table(
    "notes", metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, kind, nullable=False) for name, kind in _SAID),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "sentence"),
)  # fmt: skip
log = Table(
    "log", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("user", String(80), nullable=False),
    Column("deed", String(40), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("detail", Text, nullable=False),
)  # fmt: skip
