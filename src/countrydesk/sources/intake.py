"""Strict reading of raw files: every column is declared, every row is used or ignored by a rule.

A parser gets an :class:`Intake` and reads its files through it. All tables arrive as text with two
further columns, ``_file`` (path relative to the raw folder) and ``_row`` (line or sheet row, from
1), so that an error can say where it stands.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError
from countrydesk.places import registry
from countrydesk.sources.spec import FileSpec, SourceSpec

MISSING = ("", "NA", "NaN", "n/a", "N/A", "null")


@dataclass
class Tally:
    """How many rows of one raw file were read, used, and ignored by which rule."""

    read: int = 0
    used: int = 0
    ignored: Counter[str] = field(default_factory=Counter)

    @property
    def balances(self) -> bool:
        """Whether every row that was read is accounted for."""
        return self.read == self.used + self.ignored.total()


class Intake:
    """The raw files of one source, read strictly and counted."""

    def __init__(self, spec: SourceSpec, raw: Path, folder: Path | None = None) -> None:
        self.spec = spec
        self.raw = raw
        self.folder = folder or raw
        self.tallies: dict[str, Tally] = {}
        self._hashes: dict[str, str] = {}

    # -- files ---------------------------------------------------------------------------------

    def paths(self, entry: FileSpec | None = None) -> list[str]:
        """Return the relative paths of ``entry``, or of every file of the source, sorted.

        Raises:
            RawFileError: a file is not in the raw folder.
        """
        entries = [entry] if entry else list(self.spec.files)
        return sorted(path for one in entries for path in self._expand(one))

    def open(self, path: str) -> Path:
        """Return the absolute path of a raw file and note its hash.

        Raises:
            RawFileError: the file is missing or cannot be read.
        """
        full = (self.folder if self._is_beside(path) else self.raw) / path
        try:
            self._hashes.setdefault(path, _sha256(full))
        except OSError as error:
            raise RawFileError(
                f"source {self.spec.name}: {full} cannot be read ({error.strerror}); "
                "give the folder of raw files with --raw"
            ) from error
        self.tallies.setdefault(path, Tally())
        return full

    @property
    def hashes(self) -> Mapping[str, str]:
        """SHA-256 of each raw file that was opened, by relative path."""
        return dict(self._hashes)

    def _is_beside(self, path: str) -> bool:
        return any(entry.beside and entry.path == path for entry in self.spec.files)

    def _expand(self, entry: FileSpec) -> Iterator[str]:
        if not entry.is_glob:
            yield entry.path
            return
        found = [path.relative_to(self.raw).as_posix() for path in self.raw.glob(entry.path)]
        if not found:
            raise RawFileError(
                f"source {self.spec.name}: no file matches {self.raw / entry.path}; "
                "give the folder of raw files with --raw"
            )
        yield from found

    # -- tables --------------------------------------------------------------------------------

    def csv(
        self,
        path: str,
        columns: Sequence[str],
        *,
        separator: str = ",",
        encoding: str = "utf-8",
        skip_rows: int = 0,
    ) -> pl.DataFrame:
        """Return a delimited file as text. ``columns`` are exactly those of its header, in order.

        Raises:
            RawFileError: the file cannot be read or decoded.
            LayoutError: the header differs from ``columns``, or a row is of another width.
        """
        full = self.open(path)
        try:
            text = full.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
            frame = pl.read_csv(
                text.encode(), separator=separator, skip_rows=skip_rows, infer_schema=False,
                empty_string_is_null=False, raise_if_empty=False,
            )  # fmt: skip
        except (UnicodeDecodeError, pl.exceptions.PolarsError) as error:
            raise RawFileError(f"{path}: {' '.join(str(error).split())[:200]}") from error
        return self.table(path, frame, columns, first_row=skip_rows + 2)

    def excel(
        self, path: str, sheet: str, columns: Sequence[str] | None, *, header_row: int = 1
    ) -> pl.DataFrame:
        """Return a worksheet as text. ``header_row`` counts from 1; ``columns`` as for ``csv``.

        With ``columns`` None the header is the caller's to check.

        Raises:
            RawFileError: the file is not a workbook.
            LayoutError: no such sheet, or another header.
        """
        full = self.open(path)
        try:
            frame = _sheet(full, sheet, header_row)
        except Exception as error:
            if "sheet" in str(error).lower():
                raise LayoutError(f"{path}: no sheet '{sheet}'") from error
            raise RawFileError(f"{path}: {' '.join(str(error).split())[:200]}") from error
        text = frame.select(pl.all().cast(pl.String).fill_null(""))
        return self.table(path, text, columns or text.columns, first_row=header_row + 1)

    def parquet(self, path: str, columns: Sequence[str]) -> pl.DataFrame:
        """Return a Parquet file with its own types; errors as for ``csv``."""
        full = self.open(path)
        try:
            frame = pl.read_parquet(full)
        except pl.exceptions.PolarsError as error:
            raise RawFileError(f"{path}: {' '.join(str(error).split())[:200]}") from error
        return self.table(path, frame, columns, first_row=1)

    def r_data(self, path: str, name: str | None, columns: Sequence[str]) -> pl.DataFrame:
        """Return the data frame ``name`` of an ``.rda`` file, or that of an ``.rds`` file.

        Numbers keep their type; missing numbers are null, missing text is "".

        Raises:
            RawFileError: the file is not R data.
            LayoutError: no such object, or other columns.
        """
        import pyreadr

        full = self.open(path)
        try:
            objects = pyreadr.read_r(str(full))
        except Exception as error:
            raise RawFileError(f"{path}: {' '.join(str(error).split())[:200]}") from error
        if name not in objects:
            raise LayoutError(f"{path}: no object '{name}', only {sorted(map(str, objects))}")
        return self.table(path, from_pandas(objects[name]), columns, first_row=1)

    def stata(self, path: str, columns: Sequence[str]) -> pl.DataFrame:
        """Return a Stata file with its own types (categories as codes); errors as for ``csv``."""
        import pandas as pd

        full = self.open(path)
        try:
            frame = pd.read_stata(full, convert_categoricals=False)
        except Exception as error:
            raise RawFileError(f"{path}: {' '.join(str(error).split())[:200]}") from error
        return self.table(path, from_pandas(frame), columns, first_row=1)

    def table(
        self, path: str, frame: pl.DataFrame, columns: Sequence[str], *, first_row: int
    ) -> pl.DataFrame:
        """Return ``frame`` with ``_file`` and ``_row`` after checking its header; count its rows.

        Raises:
            LayoutError: the header differs; the message names the first column that surprised.
        """
        check_columns(path, frame.columns, columns)
        self.tallies.setdefault(path, Tally()).read += frame.height
        return frame.with_row_index("_row", offset=first_row).with_columns(
            pl.lit(path).alias("_file")
        )

    # -- rows ----------------------------------------------------------------------------------

    def ignore(self, frame: pl.DataFrame, rows: pl.Expr, rule: str) -> pl.DataFrame:
        """Return ``frame`` without ``rows`` and count them under ``rule``."""
        marked = frame.with_columns(rows.fill_null(value=False).alias("_drop"))
        gone = marked.filter("_drop").group_by("_file").agg(pl.col("_row").n_unique().alias("n"))
        for path, count in gone.iter_rows():
            self.tallies[path].ignored[rule] += count
        return marked.filter(~pl.col("_drop")).drop("_drop")

    def use(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return ``frame`` and count its rows as used: call once, when all rules have been run."""
        for path, count in (
            frame.group_by("_file").agg(pl.col("_row").n_unique().alias("n")).iter_rows()
        ):
            self.tallies[path].used += count
        return frame

    def numbers(
        self, frame: pl.DataFrame, *columns: str, missing: Sequence[str] = MISSING
    ) -> pl.DataFrame:
        """Return ``frame`` with text ``columns`` as numbers; those in ``missing`` become null.

        Thousands separators are dropped.

        Raises:
            ValueNotUnderstoodError: a cell is neither a number nor in ``missing``.
        """
        for name in columns:
            cell = pl.col(name).str.strip_chars()
            parsed = frame.with_columns(
                pl.when(cell.is_in(list(missing)))
                .then(None)
                .otherwise(cell.str.replace_all(",", ""))
                .cast(pl.Float64, strict=False)
                .alias("_number")
            )
            bad = parsed.filter(
                pl.col("_number").is_null() & cell.is_not_null() & ~cell.is_in(list(missing))
            )
            self.fail_on(bad, name, "is not a number")
            frame = parsed.drop(name).rename({"_number": name})
        return frame

    def places(
        self,
        frame: pl.DataFrame,
        column: str,
        system: str,
        *,
        into: str = "place",
        ignore: Mapping[str, str] | None = None,
        extra: Mapping[str, str] | None = None,
        year: str | None = None,
    ) -> pl.DataFrame:
        """Return ``frame`` with ``into``: the place id of each code in ``column``.

        ``system`` is a code system of the place registry, or ``name`` for names in any language.
        ``extra`` maps further codes of this source; rows whose code is a key of ``ignore`` are
        dropped under the rule that is its value; ``year`` names a column of years (numbers) for
        systems whose codes change hands.

        Raises:
            ValueNotUnderstoodError: a code that neither the registry nor the caller knows.
        """
        rules = dict(ignore or {})
        for rule in dict.fromkeys(rules.values()):
            codes = [code for code, text in rules.items() if text == rule]
            frame = self.ignore(frame, pl.col(column).is_in(codes), rule)
        look_up = _resolver(system, dict(extra or {}))
        keys = [column, year] if year else [column]
        distinct = frame.select(keys).unique()
        ids = [
            look_up(str(row[0]), int(row[1]) if year and row[1] is not None else None)
            for row in distinct.iter_rows()
        ]
        mapped = frame.join(
            distinct.with_columns(pl.Series(into, ids, dtype=pl.String)),
            on=keys, how="left", maintain_order="left", nulls_equal=True,
        )  # fmt: skip
        self.fail_on(mapped.filter(pl.col(into).is_null()), column, f"is no {system} code we know")
        return mapped

    def fail_on(self, rows: pl.DataFrame, column: str, what: str) -> None:
        """Raise for the first of ``rows``, if there is one.

        Raises:
            ValueNotUnderstoodError: with file, row, column and value.
        """
        if rows.height:
            first = rows.row(0, named=True)
            raise ValueNotUnderstoodError(
                f"source {self.spec.name}: {first['_file']} row {first['_row']}: {column} "
                f"'{first[column]}' {what} ({rows.height} rows)"
            )


def check_columns(path: str, found: Sequence[str], expected: Sequence[str]) -> None:
    """Raise unless ``found`` is ``expected``, in order.

    Raises:
        LayoutError: naming the first column that is missing, new or out of place.
    """
    for name in expected:
        if name not in found:
            raise LayoutError(f"{path}: column '{name}' is missing; its layout has changed")
    for name in found:
        if name not in expected:
            raise LayoutError(f"{path}: column '{name}' is new; say what it means or ignore it")
    if list(found) != list(expected):
        at = next(i for i, (a, b) in enumerate(zip(found, expected, strict=True)) if a != b)
        raise LayoutError(f"{path}: column {at + 1} is '{found[at]}', expected '{expected[at]}'")


def from_pandas(frame: Any) -> pl.DataFrame:  # noqa: ANN401 - pandas carries no types we can use
    """Return a pandas frame as Polars: numbers stay, categories and text become text."""
    columns: dict[str, pl.Series] = {}
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind in "iufb":
            columns[str(name)] = pl.Series(column.to_numpy(), nan_to_null=True)
        else:
            columns[str(name)] = pl.Series(
                ["" if value is None or value != value else str(value) for value in column],
                dtype=pl.String,
            )
    return pl.DataFrame(columns)


def _resolver(system: str, extra: Mapping[str, str]) -> Callable[[str, int | None], str | None]:
    places = registry()

    def by_name(code: str, _year: int | None) -> str | None:
        found = places.find(code)
        return found.id if found else None

    def by_code(code: str, year: int | None) -> str | None:
        return places.from_code(system, code, year)

    look_up = by_name if system == "name" else by_code
    return lambda code, year: extra.get(code) or look_up(code, year)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sheet(path: Path, sheet: str, header_row: int) -> pl.DataFrame:
    """Return a worksheet as text, the columns named by its header."""
    if path.suffix == ".xls":
        return _old_sheet(path, sheet, header_row)
    return pl.read_excel(
        path, sheet_name=sheet, engine="calamine", infer_schema_length=0,
        read_options={"header_row": header_row - 1},
    )  # fmt: skip


def _old_sheet(path: Path, sheet: str, header_row: int) -> pl.DataFrame:
    """Return a worksheet of the format before 2007.

    xlrd is slower than calamine, but a damaged file does not make it ask for all the memory.
    """
    import io

    import xlrd

    book = xlrd.open_workbook(path, on_demand=True, logfile=io.StringIO())
    found = book.sheet_by_name(sheet)
    rows = [[_plain(value) for value in found.row_values(at)] for at in range(found.nrows)]
    head, body = rows[header_row - 1], rows[header_row:]
    return pl.DataFrame(body, schema=dict.fromkeys(head, pl.String), orient="row")


def _plain(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
