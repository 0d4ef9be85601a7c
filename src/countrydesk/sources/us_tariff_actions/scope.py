"""Which countries an action meets: the written scopes, spelled out in ``scopes.csv``."""

from __future__ import annotations

import polars as pl

from countrydesk.sources.facts import beside, check_known
from countrydesk.sources.intake import Intake

COLUMNS = (
    "date_effective", "date_announced", "authority", "legal_citation", "scope_countries",
    "scope_products", "rate_percent", "status_now", "ended_on", "source_title", "source_url",
)  # fmt: skip
STATUSES = (
    "in_force", "ended", "superseded", "scheduled", "unconfirmed", "investigation", "authorised",
)  # fmt: skip


def authorities() -> dict[str, str]:
    """Return the readable name of each authority by its id in the tables."""
    return dict(beside(__file__, "authorities.csv").iter_rows())


def expanded(intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with one row per action and counterpart, its ``rate`` and its ``manner``.

    The counterpart is empty where an action meets all countries or a group that has no list; the
    scope stays in ``scope_countries``. A country named with a rate of its own has it in ``rate``.

    Raises:
        ValueNotUnderstoodError: a scope that ``scopes.csv`` does not spell out.
    """
    scopes = beside(__file__, "scopes.csv")
    check_known(intake, table, "scope_countries", scopes.get_column("scope").unique().to_list())
    joined = table.join(
        scopes, left_on="scope_countries", right_on="scope", how="left", maintain_order="left"
    )
    own = pl.col("rate") != ""
    return joined.with_columns(pl.when(own).then("rate").otherwise("rate_percent").alias("rate"))
