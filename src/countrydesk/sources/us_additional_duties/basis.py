"""The action behind a duty: its legal basis, and its dates where the duty has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from countrydesk.sources.facts import beside

Row = Mapping[str, str]
# Date of beginning, legal citation and date of ending of an action.
Basis = tuple[str, str, str]
NONE: Basis = ("", "", "")
COLUMNS = ("authority", "counterpart", "rate", "date_effective", "legal_citation", "ended_on")
# The actions on vehicles of 2025 cover their parts, which have headings of their own.
COVERED_BY = {"Section232-auto-parts": ("Section232-auto-parts", "Section232-autos")}


def with_basis(table: pl.DataFrame, actions: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with ``legal_basis``, ``inferred`` and completed dates.

    An action counts only where it is the one that fits, or where ``dates.csv`` names it; otherwise
    the columns stay as they are. A duty under an action on all countries ends with the action where
    that was earlier: the rates of April 2025 were suspended long before their headings were struck.
    """
    known = actions.select(COLUMNS).unique().sort(COLUMNS).to_dicts()
    found = [_named(row) or _basis(row, known) for row in table.iter_rows(named=True)]
    dates, citations, ends = zip(*found, strict=True)
    given = pl.col("effective_from") != ""
    began, ended = (pl.Series(name, list(v)) for name, v in (("_began", dates), ("_ended", ends)))
    earlier = (ended != "") & ((pl.col("ended_on") == "") | (ended < pl.col("ended_on")))
    return table.with_columns(
        pl.Series("legal_basis", list(citations)),
        pl.when(~given & (began != "")).then(pl.lit("yes")).otherwise(pl.lit("")).alias("inferred"),
        pl.when(given).then("effective_from").otherwise(began).alias("effective_from"),
        pl.when(earlier).then(ended).otherwise("ended_on").alias("ended_on"),
    )


def _named(duty: Row) -> Basis | None:
    """Return the dates of ``dates.csv`` for ``duty``, None where it has none."""
    for row in beside(__file__, "dates.csv").iter_rows(named=True):
        if (row["place"], row["heading"]) == (duty["place"], duty["heading"]):
            return row["date"], row["legal_basis"], row["ended"]
    return None


def _basis(duty: Row, actions: Iterable[Row]) -> Basis:
    """Return the one action that fits ``duty``, else empty texts.

    It fits when authority, country and rate agree (an exemption has no rate), and the date where
    the duty has one. A dated duty may also rest on an action on all countries of the same day. The
    exemptions of 2025 came at many dates, so none is guessed for them.
    """
    rate = duty["added_percent"] or duty["flat_rate_percent"]
    day = duty["effective_from"]
    if not rate and not day and duty["authority"].startswith("IEEPA"):
        return NONE
    names = COVERED_BY.get(duty["authority"], (duty["authority"],))
    near = [
        a for a in actions if a["authority"] in names and (not day or a["date_effective"] == day)
    ]
    own = [a for a in near if a["counterpart"] == duty["place"] and (not rate or a["rate"] == rate)]
    if pair := _only(own):
        return *pair, ""
    general = [a for a in near if day and not a["counterpart"]]
    pair = _only(general)
    return (*pair, general[0]["ended_on"]) if pair else NONE


def _only(fitting: list[Row]) -> tuple[str, str] | None:
    """Return date and citation where all of ``fitting`` agree on them, else None."""
    pairs = {(a["date_effective"], a["legal_citation"]) for a in fitting}
    return pairs.pop() if len(pairs) == 1 else None
