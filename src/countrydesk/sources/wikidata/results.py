"""SPARQL results in JSON: one row a solution, values as text, "" where a variable is unbound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
import polars as pl

from countrydesk.errors import LayoutError, RawFileError
from countrydesk.sources.intake import Intake, check_columns

DATES = ("start", "startPrecision", "end", "endPrecision")
# How exact a date is: to the year, the month, the day.
LENGTHS = {"9": 4, "10": 7, "11": 10}
UNKNOWN = "/.well-known/genid/"
KINDS = frozenset({"uri", "literal", "typed-literal", "bnode"})


def solutions(intake: Intake, path: str, variables: Sequence[str]) -> pl.DataFrame:
    """Return the solutions of a result file, with ``_file`` and ``_row``.

    Raises:
        RawFileError: the file is no JSON: an answer that broke off ends in an error message.
        LayoutError: no such result, other variables, a value of another kind, or no solution.
    """
    try:
        document = orjson.loads(intake.open(path).read_bytes())
    except orjson.JSONDecodeError as error:
        raise RawFileError(f"{path}: is no JSON ({error})") from error
    rows = read_solutions(document, path, variables)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(variables, pl.String), orient="row")
    return intake.table(path, frame, variables, first_row=1)


def read_solutions(document: object, path: str, variables: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the values of each solution in the order of ``variables``; errors as above."""
    try:
        found = document["head"]["vars"]  # type: ignore[index]
        bindings = document["results"]["bindings"]  # type: ignore[index]
    except (KeyError, IndexError, TypeError) as error:
        raise LayoutError(f"{path}: is no result of a query ({error!r})") from error
    if not isinstance(found, list) or not isinstance(bindings, list):
        raise LayoutError(f"{path}: its variables or solutions are no list")
    check_columns(path, [str(name) for name in found], variables)
    if not bindings:
        raise LayoutError(f"{path}: has no solution; the query or the data have changed")
    return [_solution(f"{path} solution {at}", b, variables) for at, b in enumerate(bindings, 1)]


def _solution(where: str, binding: object, variables: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(binding, Mapping):
        raise LayoutError(f"{where}: is no record; its layout has changed")
    if new := sorted(set(binding) - set(variables)):
        raise LayoutError(f"{where}: '{new[0]}' is new; say what it means or ignore it")
    return tuple(_value(where, name, binding.get(name)) for name in variables)


def _value(where: str, name: str, term: object) -> str:
    if term is None:
        return ""
    if not isinstance(term, Mapping) or term.get("type") not in KINDS:
        raise LayoutError(f"{where}: '{name}' is of a kind that we do not know")
    value = term.get("value")
    if not isinstance(value, str):
        raise LayoutError(f"{where}: '{name}' has no text for its value")
    return value


def dated(intake: Intake, table: pl.DataFrame, first: str, today: str) -> pl.DataFrame:
    """Return ``table`` with start and end as far as they are known, an end to come left open.

    Statements whose dates are no use are ignored by a rule: those from before the year ``first``,
    not begun on ``today``, vaguer than a year, or with an end and no beginning or one after it.

    Raises:
        ValueNotUnderstoodError: a date of another form.
    """
    start, end = pl.col("start"), pl.col("end")
    for name in ("start", "end"):
        date = pl.col(name)
        unknown = date.str.contains(UNKNOWN, literal=True)
        vague = (date != "") & ~pl.col(f"{name}Precision").is_in(list(LENGTHS))
        table = intake.ignore(table, vague | unknown, "a date less exact than a year")
        early = (date != "") & (date.str.starts_with("-") | (date.str.head(4) < first))
        table = intake.ignore(table, early, f"began or ended before {first}")
        length = pl.col(f"{name}Precision").replace_strict(LENGTHS, default=0)
        table = table.with_columns(date.str.head(length))
        day = date.str.to_date("%Y-%m-%d", strict=False)
        strange = ~date.str.contains(r"^(\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?)?$") | (
            (date.str.len_chars() == 10) & day.is_null()
        )
        intake.fail_on(table.filter(strange), name, "is no date")
    table = intake.ignore(table, start > today, "has not begun")
    backwards = (end != "") & (start.str.head(end.str.len_chars()) > end)
    table = intake.ignore(table, backwards, "ends before it begins")
    over = pl.when(end <= today).then(end).otherwise(pl.lit(""))
    table = table.with_columns(over.alias("end"))
    return intake.ignore(table, (start == "") & (end != ""), "an end without a beginning")
