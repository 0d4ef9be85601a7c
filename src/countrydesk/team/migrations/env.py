"""Run by Alembic: applies the steps on the connection it is given."""

from __future__ import annotations

from alembic import context

from countrydesk.team.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata,
    render_as_batch=True,
)  # fmt: skip
with context.begin_transaction():
    context.run_migrations()
