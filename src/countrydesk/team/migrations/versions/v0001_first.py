"""The first layout: users, tokens, sign-offs, notes and the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _said() -> list[sa.Column[str]]:
    return [
        sa.Column("sentence", sa.String(120), nullable=False),
        sa.Column("release", sa.String(60), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
    ]


def _by() -> list[sa.Column[int]]:
    at = sa.Column("at", sa.DateTime(timezone=True), nullable=False)
    return [sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False), at]  # type: ignore[list-item]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "users", _number(),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
    )  # fmt: skip
    op.create_table(
        "tokens", _number(),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
    )  # fmt: skip
    op.create_table(
        "sign_offs", _number(), *_said(),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("remark", sa.Text, nullable=False), *_by(),
    )  # fmt: skip
    op.create_index("ix_sign_offs_sentence", "sign_offs", ["sentence"])
    op.create_table(
        "notes", _number(), *_said(),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False), *_by(),
    )  # fmt: skip
    op.create_index("ix_notes_sentence", "notes", ["sentence"])
    op.create_table(
        "log", _number(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user", sa.String(80), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )  # fmt: skip


def downgrade() -> None:
    """Drop the tables."""
    for name in ("log", "notes", "sign_offs", "tokens", "users"):
        op.drop_table(name)
