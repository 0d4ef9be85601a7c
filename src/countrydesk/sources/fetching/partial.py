"""A download that may have broken off: what is there already, and how to ask for the rest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from countrydesk.errors import IncompleteBodyError, OutputError
from countrydesk.sources.fetching.content import HEAD
from countrydesk.sources.fetching.wire import Reply


@dataclass(frozen=True)
class Partial:
    """The file ``body`` of what has arrived; ``mark`` holds the version that it belongs to."""

    body: Path
    mark: Path

    @classmethod
    def of(cls, folder: Path, url: str) -> Partial:
        """Return the place in ``folder`` for what arrives from ``url``."""
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        return cls(folder / name, folder / f"{name}.version")

    @property
    def size(self) -> int:
        """The number of bytes that have arrived."""
        return self.body.stat().st_size if self.body.is_file() else 0

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that ask for the rest, if the version is still the same; {} without one."""
        if not (self.size and self.mark.is_file()):
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self.mark.read_text("utf-8")}

    def check_range(self, reply: Reply) -> None:
        """Forget what has arrived where the service cannot go on from there.

        Raises:
            IncompleteBodyError: it cannot; the next try begins anew.
        """
        said = re.match(r"bytes (\d+)-", reply.headers.get("content-range", ""))
        fits = said is not None and int(said[1]) == self.size
        if reply.status == 416 or (reply.status == 206 and not fits):
            self.forget()
            raise IncompleteBodyError(f"{reply.url}: cannot be gone on with; try again")

    def begin(self, reply: Reply) -> int:
        """Make ready for the body of ``reply`` and return how much of the file is there.

        Raises:
            OutputError: the folder cannot be written.
        """
        if reply.status == 206:
            return self.size
        try:
            self.body.parent.mkdir(parents=True, exist_ok=True)
            self.forget()
            version = _version(reply)
            if version:
                self.mark.write_text(version, encoding="utf-8")
        except OSError as error:
            raise OutputError(
                f"{self.body.parent}: cannot be written ({error.strerror})"
            ) from error
        return 0

    @contextmanager
    def writing(self) -> Iterator[Callable[[bytes], int]]:
        """Yield a function that adds bytes; what cannot be gone on with later is forgotten."""
        try:
            with self.body.open("ab", buffering=0) as stream:
                yield stream.write
        except BaseException:
            if not self.mark.is_file():
                self.forget()
            raise

    def finish(self, target: Path, check: Callable[[bytes], None]) -> None:
        """Move the whole file to ``target`` if ``check`` of its first bytes passes."""
        try:
            with self.body.open("rb") as stream:
                check(stream.read(HEAD))
            target.parent.mkdir(parents=True, exist_ok=True)
            self.body.replace(target)
        finally:
            self.forget()

    def forget(self) -> None:
        """Remove what has arrived."""
        self.body.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)


def _version(reply: Reply) -> str:
    """Return the validator by which a rest can be asked for, "" where that is not offered."""
    if reply.headers.get("accept-ranges", "").lower() != "bytes":
        return ""
    if reply.headers.get("content-encoding", "identity") != "identity":
        return ""
    etag = reply.headers.get("etag", "")
    return etag if etag and not etag.startswith("W/") else reply.headers.get("last-modified", "")
