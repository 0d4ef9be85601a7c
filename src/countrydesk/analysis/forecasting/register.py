"""The register of forecasts: what was forecast, on which day, in an order nobody can change.

A register is a file of JSON lines. Each line carries the SHA-256 of all that follows on it, and the
digest of the line before: to alter, leave out or insert a forecast, every later line would have to
be written again, and the last digest, which papers print, would be another. A small file beside it
keeps that last digest and the number of lines, so that a register that was cut short shows too, and
the SHA-256 of the whole file: while that holds, reading need not walk the chain to see that no byte
has changed since it was written. Each line in use is held against its own digest all the same.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
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
    """A register no byte of which has changed. ``payload`` is its file of lines."""

    path: Path
    payload: bytes = b""

    @cached_property
    def size(self) -> int:
        """The number of lines."""
        return self.payload.count(b"\n")

    @property
    def lines(self) -> tuple[bytes, ...]:
        """The raw lines, without their breaks."""
        return tuple(self.payload.split(b"\n")[:-1])

    @property
    def head(self) -> str:
        """The digest of the last line; zeros for an empty register."""
        last = self.payload[self.payload.rfind(b"\n", 0, -1) + 1 :]
        return _digest_of(last) if last else GENESIS

    def entries(self, containing: str = "") -> Iterator[Entry]:
        """Yield the entries whose line holds the text ``containing``, in order.

        Raises:
            RegisterDamagedError: such a line is not what its digest says, or no forecast.
        """
        payload, wanted, number, done = self.payload, containing.encode(), 0, 0
        while 0 <= (at := payload.find(wanted, done)) < len(payload):
            start = payload.rfind(b"\n", done, at) + 1 or done
            number += payload.count(b"\n", done, start) + 1
            end = payload.index(b"\n", at)
            yield _entry(number, payload[start:end], self.path)
            done = end + 1

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
        opening = _OPEN + digest.encode() + _CLOSE
        return self.payload.startswith(opening) or b"\n" + opening in self.payload


def read_register(folder: Path) -> Register:
    """Return the register in a folder, empty where there is none; no byte of it has changed.

    The chain itself is walked where the file beside it does not vouch for the whole file.

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
        return Register(path)
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
    found, told = Register(path, payload), _read_told(path)
    if told is None or not told.vouches_for(found):
        _check_chain(found, told)
    return found


@dataclass(frozen=True)
class _Told:
    """What the file beside a register says of it; one of before had no ``seal``."""

    count: int
    digest: str
    seal: str

    def vouches_for(self, found: Register) -> bool:
        same = self.seal == hashlib.sha256(found.payload).hexdigest()
        return same and (self.count, self.digest) == (found.size, found.head)


def _read_told(path: Path) -> _Told | None:
    try:
        told = orjson.loads(path.with_name(HEAD_NAME).read_bytes())
        return _Told(int(told["forecasts"]), str(told["digest"]), str(told.get("sha256", "")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RegisterDamagedError(f"{path.with_name(HEAD_NAME)}: cannot be read") from error


def check_chain(register: Register) -> None:
    """Walk the whole chain of a register, line by line, whatever the file beside it vouches for.

    Raises:
        RegisterDamagedError: a line was altered, or lines are missing.
    """
    _check_chain(register, _read_told(register.path))


def _check_chain(register: Register, told: _Told | None) -> None:
    path, lines, before = register.path, register.lines, GENESIS.encode()
    for number, line in enumerate(lines, 1):
        linked = _is_framed(line) and line[_BODY:].startswith(b'"previous":"' + before + b'"')
        if not linked or not _is_whole(line):
            why = "was altered" if linked else "does not follow from the line before it"
            raise RegisterDamagedError(
                f"{path}: line {number} {why}; nothing from there on can be relied on: bring the "
                "register back from a copy"
            )
        before = line[_AT : _AT + 64]
    if told is not None:
        _check_told(path, lines, told)


def _is_framed(line: bytes) -> bool:
    return line.startswith(_OPEN) and line[_AT + 64 : _BODY] == _CLOSE


def _is_whole(line: bytes) -> bool:
    return hashlib.sha256(line[_BODY:]).hexdigest().encode() == line[_AT : _AT + 64]


def _check_told(path: Path, lines: Sequence[bytes], told: _Told) -> None:
    """Raise where the file beside it knows of more lines, or of another one at that number."""
    # A writer that was killed between the two files leaves the register one step ahead.
    if told.count > len(lines):
        raise RegisterDamagedError(
            f"{path}: {told.count - len(lines)} of {told.count} forecasts are missing at its end; "
            "bring the register back from a copy"
        )
    if told.count and _digest_of(lines[told.count - 1]) != told.digest:
        raise RegisterDamagedError(f"{path}: line {told.count} is not the one that was registered")


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
            check_chain(known)
            _check_new(known, forecasts)
            lines = _chained(known, forecasts, registered_on, release, hindsight)
            new = Register(known.path, known.payload + b"".join(line + b"\n" for line in lines))
            _replace(new.path, new.payload)
            _replace(folder / HEAD_NAME, _encode_told(new))
    except OSError as error:
        raise OutputError(f"{folder}: nothing was registered ({error.strerror})") from error
    return read_register(folder)


def _encode_told(register: Register) -> bytes:
    seal = hashlib.sha256(register.payload).hexdigest()
    told = {"forecasts": register.size, "digest": register.head, "sha256": seal}
    return orjson.dumps(told) + b"\n"


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
    if not (_is_framed(line) and _is_whole(line)):
        raise RegisterDamagedError(
            f"{path}: line {number} was altered; bring the register back from a copy"
        )
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
