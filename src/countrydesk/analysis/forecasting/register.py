"""The register of forecasts: what was forecast, on which day, in an order nobody can change.

A register is a file of JSON lines. Each line carries the SHA-256 of all that follows on it, and the
digest of the line before: to alter, leave out or insert a forecast, every later line would have to
be written again, and the last digest, which papers print, would be another. A small file beside it
keeps that last digest and the number of lines, so that a register that was cut short shows too.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import orjson

from countrydesk.analysis.forecasting.encoding import decode_forecast, encode_forecast
from countrydesk.analysis.forecasting.question import Forecast
from countrydesk.errors import AlreadyRegisteredError, OutputError, RegisterDamagedError

FILE_NAME = "forecasts.jsonl"
HEAD_NAME = "forecasts.head.json"
GENESIS = "0" * 64
_OPEN, _CLOSE = b'{"digest":"', b'",'
_AT, _BODY = len(_OPEN), len(_OPEN) + 64 + len(_CLOSE)


@dataclass(frozen=True)
class Entry:
    """One line: a forecast, when it was registered, and on which release.

    ``number`` counts from 1. ``hindsight`` marks a forecast made as of a day before the end of the
    release's evidence: an exercise, which counts for no track record.
    """

    number: int
    digest: str
    registered_on: date
    release: str
    hindsight: bool
    forecast: Forecast

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.forecast.question.id


@dataclass(frozen=True)
class Register:
    """A register whose chain was checked when it was read. ``lines`` are its raw lines."""

    path: Path
    lines: tuple[bytes, ...]

    @property
    def head(self) -> str:
        """The digest of the last line; zeros for an empty register."""
        return _digest_of(self.lines[-1]) if self.lines else GENESIS

    def entries(self, containing: str = "") -> Iterator[Entry]:
        """Yield the entries whose line holds the text ``containing``, in order."""
        wanted = containing.encode()
        for number, line in enumerate(self.lines, 1):
            if wanted in line:
                yield _entry(number, line, self.path)

    def of_place(self, place: str) -> tuple[Entry, ...]:
        """Return the entries of a place, in order."""
        return tuple(self.entries(f'"place":"{place}"'))

    def find(self, question: str) -> Entry | None:
        """Return the entry of a question by id, None without one."""
        return next(self.entries(f'"id":"{question}"'), None)

    def ids(self) -> frozenset[str]:
        """Return the ids of all questions."""
        return frozenset(_id_of(line) for line in self.lines)

    def holds(self, digest: str) -> bool:
        """Whether a digest, such as one printed in a paper, is that of a line."""
        return any(_digest_of(line) == digest for line in self.lines)


def read_register(folder: Path) -> Register:
    """Return the register in a folder, empty where there is none; its chain is checked.

    Raises:
        RegisterDamagedError: a line was altered, or lines are missing.
    """
    path = folder / FILE_NAME
    try:
        state = path.stat()
    except FileNotFoundError:
        if (folder / HEAD_NAME).exists():
            raise RegisterDamagedError(
                f"{path}: is gone, though {HEAD_NAME} beside it tells of forecasts; "
                "bring it back from a copy"
            ) from None
        return Register(path, ())
    except OSError as error:
        raise RegisterDamagedError(f"{path}: cannot be read ({error.strerror})") from error
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Register:
    try:
        payload = path.read_bytes()
    except OSError as error:
        raise RegisterDamagedError(f"{path}: cannot be read ({error.strerror})") from error
    if payload and not payload.endswith(b"\n"):
        raise RegisterDamagedError(f"{path}: the last line breaks off; bring it back from a copy")
    lines = tuple(payload.split(b"\n")[:-1])
    _check_chain(path, lines)
    _check_head(path, lines)
    return Register(path, lines)


def _check_chain(path: Path, lines: Sequence[bytes]) -> None:
    before = GENESIS.encode()
    for number, line in enumerate(lines, 1):
        body = line[_BODY:]
        stated = line[_AT : _AT + 64]
        framed = line.startswith(_OPEN) and line[_AT + 64 : _BODY] == _CLOSE
        linked = framed and body.startswith(b'"previous":"' + before + b'"')
        if not linked or hashlib.sha256(body).hexdigest().encode() != stated:
            why = "was altered" if linked else "does not follow from the line before it"
            raise RegisterDamagedError(
                f"{path}: line {number} {why}; nothing from there on can be relied on: bring the "
                "register back from a copy"
            )
        before = stated


def _check_head(path: Path, lines: Sequence[bytes]) -> None:
    """Raise where the file beside it knows of more lines, or of another one at that number."""
    try:
        told = orjson.loads(path.with_name(HEAD_NAME).read_bytes())
        count, digest = int(told["forecasts"]), str(told["digest"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RegisterDamagedError(f"{path.with_name(HEAD_NAME)}: cannot be read") from error
    # A writer that was killed between the two files leaves the register one step ahead.
    if count > len(lines):
        raise RegisterDamagedError(
            f"{path}: {count - len(lines)} of {count} forecasts are missing at its end; bring the "
            "register back from a copy"
        )
    if count and _digest_of(lines[count - 1]) != digest:
        raise RegisterDamagedError(f"{path}: line {count} is not the one that was registered")


def append(
    folder: Path,
    forecasts: Sequence[Forecast],
    *,
    registered_on: date,
    release: str,
    hindsight: bool,
) -> Register:
    """Return the register of a folder with ``forecasts`` added, all of them or none.

    The file is written anew beside the old one and renamed: a writer that is killed leaves the old.

    Raises:
        AlreadyRegisteredError: one of the questions is in it, or twice among ``forecasts``.
        RegisterDamagedError: what is there has been altered.
        OutputError: the folder cannot be written, or another process is writing.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            known = read_register(folder)
            _check_new(known, forecasts)
            lines = [*known.lines, *_chained(known, forecasts, registered_on, release, hindsight)]
            _replace(known.path, b"".join(line + b"\n" for line in lines))
            head = {"forecasts": len(lines), "digest": _digest_of(lines[-1]) if lines else GENESIS}
            _replace(folder / HEAD_NAME, orjson.dumps(head) + b"\n")
    except OSError as error:
        raise OutputError(f"{folder}: nothing was registered ({error.strerror})") from error
    return read_register(folder)


def _check_new(known: Register, forecasts: Sequence[Forecast]) -> None:
    seen = set(known.ids())
    for forecast in forecasts:
        key = forecast.question.id
        if key in seen:
            raise AlreadyRegisteredError(
                f"{key} has been registered, and stays as it is; nothing was written. Use "
                "--missing to register only what is not there"
            )
        seen.add(key)


def _chained(
    known: Register, forecasts: Sequence[Forecast], day: date, release: str, hindsight: bool
) -> Iterator[bytes]:
    before = known.head
    for forecast in forecasts:
        body = orjson.dumps(
            {
                "previous": before,
                "registered_on": day,
                "release": release,
                "hindsight": hindsight,
                **encode_forecast(forecast),
            }
        )[1:]
        before = hashlib.sha256(body).hexdigest()
        yield _OPEN + before.encode() + _CLOSE + body


def _replace(path: Path, payload: bytes) -> None:
    """Put ``payload`` in the place of a file in one step, or leave the file as it is."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            stream.write(payload)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process. On Windows nothing is locked."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (folder / ".forecasts.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"{folder}: another process is registering forecasts; try again when it is done"
            ) from None
        yield


def _digest_of(line: bytes) -> str:
    return line[_AT : _AT + 64].decode()


def _id_of(line: bytes) -> str:
    return line.partition(b'"id":"')[2].partition(b'"')[0].decode()


def _entry(number: int, line: bytes, path: Path) -> Entry:
    try:
        row = orjson.loads(line)
        return Entry(
            number,
            row["digest"],
            date.fromisoformat(row["registered_on"]),
            row["release"],
            row["hindsight"],
            decode_forecast(row),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RegisterDamagedError(f"{path}: line {number} is no forecast: {error}") from error
