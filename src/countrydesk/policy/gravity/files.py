"""Tables of trade, output and tariffs from files that people have at hand.

Trade is either a long table (one row a pair: ``exporter``, ``importer``, ``value``, perhaps
``tariff`` and ``sector``) or a square one (one row an exporter, one column an importer, with a
first column of codes, or without one beside a file of codes). CSV (comma, semicolon, tab), Parquet
and Stata files are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from countrydesk.errors import InputError, TradeTableError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.baseline import Baseline, Elasticities

EXPORTER = ("exporter", "iso_o", "origin", "exp")
IMPORTER = ("importer", "iso_d", "destination", "imp")
VALUE = ("value", "trade", "flow", "value_kusd", "value_usd", "v")
CODE = ("country", "iso3", "code", "iso")


def read_table(path: Path) -> pl.DataFrame:
    """Return a file as a frame.

    Raises:
        InputError: no such file, or another kind of file.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        if path.suffix == ".dta":
            return _stata(path)
        with path.open(encoding="utf-8-sig") as stream:
            first = stream.readline()
        mark = max(",;\t", key=first.count)
        return pl.read_csv(path, separator=mark, infer_schema_length=None)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as a table ({str(error)[:80]})") from error


def _stata(path: Path) -> pl.DataFrame:
    import pandas as pd

    frame = pd.read_stata(path)
    return pl.DataFrame({str(name): frame[name].tolist() for name in frame})


def read_trade(
    path: Path, labels: Path | None = None, year: int | None = None
) -> tuple[tuple[str, ...], Array]:
    """Return codes and a square table of trade, (n, n), rows export; empty cells are zero.

    Args:
        path: a long or a square table.
        labels: codes of a square table that has none.
        year: the rows to take, where a long table has several years.

    Raises:
        TradeTableError: a country stands on one side only, a pair is named twice, or the codes of
            a square table are not known.
    """
    frame = read_table(path)
    names = {name.lower(): name for name in frame.columns}
    exporter, importer = (_column(names, choices) for choices in (EXPORTER, IMPORTER))
    if year is not None:
        frame = _of_year(frame, names.get("year"), year, path)
    if exporter and importer:
        value = _column(names, VALUE)
        if value is None:
            raise TradeTableError(f"{path}: no column of values; call one {', '.join(VALUE)}")
        return _long(frame.select(exporter, importer, value))
    return _square(frame, path, labels)


def _of_year(frame: pl.DataFrame, column: str | None, year: int, path: Path) -> pl.DataFrame:
    chosen = frame.filter(pl.col(column).cast(pl.Int64) == year) if column else frame.head(0)
    if chosen.is_empty():
        raise TradeTableError(f"{path}: no rows of the year {year}")
    return chosen


def _column(names: dict[str, str], choices: tuple[str, ...]) -> str | None:
    return next((names[name] for name in choices if name in names), None)


def _long(frame: pl.DataFrame) -> tuple[tuple[str, ...], Array]:
    exporter, importer, value = frame.columns
    codes = frame.select(pl.col(exporter, importer).cast(pl.String))
    sellers, buyers = set(codes[exporter].to_list()), set(codes[importer].to_list())
    if None in sellers | buyers:
        raise TradeTableError("a row of the table of trade names no exporter or no importer")
    if sellers != buyers:
        lone = sorted(sellers ^ buyers)
        raise TradeTableError(
            f"the table of trade is not balanced: {', '.join(lone[:8])} stand on one side only"
        )
    countries = tuple(sorted(sellers))
    place = {name: at for at, name in enumerate(countries)}
    rows, columns = ([place[code] for code in codes[side]] for side in (exporter, importer))
    if len(set(zip(rows, columns, strict=True))) < frame.height:
        raise TradeTableError(
            "the table of trade names some pair more than once; choose a year if it has several"
        )
    table = np.zeros((len(countries), len(countries)))
    table[rows, columns] = _numbers(frame[value], "the table of trade")
    return countries, table


def read_sectors(path: Path, countries: tuple[str, ...], sectors: Sequence[str]) -> Array:
    """Return trade by sector, (K, n, n), from a long table.

    The table has columns ``exporter``, ``importer``, ``sector`` and a value, domestic sales
    included; or four columns without names, of which the first three number exporter, importer and
    sector from 1 in the order of ``countries`` and ``sectors``.

    Raises:
        TradeTableError: an unknown country or sector, a cell named twice, or no number.
    """
    frame = read_table(path)
    names = {name.lower(): name for name in frame.columns}
    exporter, importer = (_column(names, choices) for choices in (EXPORTER, IMPORTER))
    if not (exporter and importer and "sector" in names):
        frame = pl.read_csv(path, has_header=False, infer_schema_length=None)
        if frame.width != 4:
            raise TradeTableError(f"{path}: needs columns exporter, importer, sector and value")
        exporter, importer, sector, value = frame.columns
        codes = tuple(str(at + 1) for at in range(len(countries)))
        known = (codes, codes, tuple(str(at + 1) for at in range(len(sectors))))
    else:
        sector = names["sector"]
        value = _column(names, VALUE) or frame.columns[-1]
        known = (countries, countries, tuple(sectors))
    frame = frame.with_columns(pl.col(exporter, importer, sector).cast(pl.String))
    places = []
    for column, codes in zip((exporter, importer, sector), known, strict=True):
        key = {code: at for at, code in enumerate(codes)}
        lost = next((code for code in frame[column].unique() if code not in key), None)
        if lost is not None:
            raise TradeTableError(f"{path}: {column} '{lost}' is not known")
        places.append([key[code] for code in frame[column]])
    if len(set(zip(*places, strict=True))) < frame.height:
        raise TradeTableError(f"{path}: a cell is named more than once")
    table = np.zeros((len(sectors), len(countries), len(countries)))
    table[places[2], places[0], places[1]] = _numbers(frame[value], str(path))
    return table


def _square(frame: pl.DataFrame, path: Path, labels: Path | None) -> tuple[tuple[str, ...], Array]:
    first = frame.columns[0]
    if frame[first].dtype == pl.String and frame.width == frame.height + 1:
        countries = tuple(frame[first].to_list())
        if sorted(countries) != sorted(frame.columns[1:]):
            raise TradeTableError(f"{path}: rows and columns name different countries")
        frame = frame.select(list(countries))
    elif labels is None:
        raise TradeTableError(
            f"{path}: give columns 'exporter', 'importer' and 'value', a square table with codes "
            "in its first column, or a file of codes with --labels"
        )
    else:
        countries = read_codes(labels)
    if frame.shape != (len(countries), len(countries)):
        raise TradeTableError(
            f"{path}: a table of {frame.height} rows and {frame.width} columns for "
            f"{len(countries)} countries"
        )
    cells = [_numbers(frame[name], str(path)) for name in frame.columns]
    return countries, np.column_stack(cells)


def _numbers(column: pl.Series, where: str) -> Array:
    values = column.cast(pl.Float64, strict=False)
    if values.null_count() > column.null_count():
        wrong = column.filter(values.is_null() & column.is_not_null())[0]
        raise TradeTableError(f"{where}: '{wrong}' is not a number")
    return values.fill_null(0.0).to_numpy()


def read_codes(path: Path) -> tuple[str, ...]:
    """Return the codes of a file, in its order: a column called iso3, country or code."""
    frame = read_table(path)
    name = _column({name.lower(): name for name in frame.columns}, CODE) or frame.columns[0]
    return tuple(str(code) for code in frame[name])


def read_values(path: Path, countries: tuple[str, ...], what: str) -> Array:
    """Return one number a country, (n,): by code, or in the order of ``countries`` without codes.

    Raises:
        TradeTableError: a country is missing, unknown or named twice, or the counts differ.
    """
    frame = read_table(path)
    name = _column({name.lower(): name for name in frame.columns}, CODE)
    if name is None:
        if frame.height != len(countries):
            raise TradeTableError(
                f"{path}: {frame.height} rows of {what} for {len(countries)} countries; add a "
                "column 'country'"
            )
        return _numbers(frame.to_series(), str(path))
    value = next((column for column in frame.columns if column != name), None)
    if value is None:
        raise TradeTableError(f"{path}: no column of {what}")
    given = [str(code) for code in frame[name]]
    if len(set(given)) < len(given):
        raise TradeTableError(f"{path}: a country is named more than once")
    unknown, lost = sorted(set(given) - set(countries)), sorted(set(countries) - set(given))
    if unknown or lost:
        some = ", ".join((unknown or lost)[:8])
        side = "is not in the table of trade" if unknown else "is missing"
        raise TradeTableError(f"{path}: {some} {side}")
    numbers = dict(zip(given, _numbers(frame[value], str(path)).tolist(), strict=True))
    return np.array([numbers[code] for code in countries])


def read_tariffs(path: Path, countries: tuple[str, ...], imposer: str | None = None) -> Array:
    """Return tariffs, (n, n), fractions: long, square, or one a country as charged by ``imposer``.

    Pairs that a long table does not name are zero.

    Raises:
        TradeTableError: an unknown country, a pair named twice, or nobody to charge them.
    """
    frame = read_table(path)
    names = {name.lower(): name for name in frame.columns}
    exporter, importer = (_column(names, choices) for choices in (EXPORTER, IMPORTER))
    table = np.zeros((len(countries), len(countries)))
    place = {name: at for at, name in enumerate(countries)}
    if exporter and importer:
        value = next(name for name in frame.columns if name not in (exporter, importer))
        for code in [*frame[exporter], *frame[importer]]:
            if str(code) not in place:
                raise TradeTableError(f"{path}: {code} is not in the table of trade")
        rows, columns = (
            [place[str(code)] for code in frame[side]] for side in (exporter, importer)
        )
        if len(set(zip(rows, columns, strict=True))) < frame.height:
            raise TradeTableError(f"{path}: some pair is named more than once")
        table[rows, columns] = _numbers(frame[value], str(path))
        return table
    if frame.width == frame.height + 1 and frame.height == len(countries):
        given, cells = _square(frame, path, None)
        order = [given.index(code) for code in countries if code in given]
        if len(order) < len(countries):
            raise TradeTableError(f"{path}: names other countries than the table of trade")
        return cells[np.ix_(order, order)]
    if imposer is None or imposer not in place:
        raise TradeTableError(f"{path}: who charges these tariffs? name it with --imposer")
    table[:, place[imposer]] = read_values(path, countries, "tariffs")
    table[place[imposer], place[imposer]] = 0.0
    return table


def baseline_of(
    countries: tuple[str, ...],
    trade: Array,
    elasticities: Elasticities,
    output: Array | None = None,
    tariffs: Array | None = None,
    source: str = "",
) -> Baseline:
    """Return the baseline of a table of trade; ``output`` less exports becomes the diagonal.

    Raises:
        TradeTableError: as :class:`Baseline`, or a country exports more than it makes.
    """
    flows = trade.copy()
    if output is not None:
        np.fill_diagonal(flows, 0.0)
        home = output - flows.sum(axis=1)
        short = np.nonzero(home <= 0)[0]
        if short.size:
            some = ", ".join(countries[at] for at in short[:8])
            raise TradeTableError(
                f"exports are as large as output for {some}: the tables do not fit each other"
            )
        np.fill_diagonal(flows, home)
    return Baseline(countries, flows, elasticities, tariffs, source=source)
