"""Reading what a reader sends to be audited: in memory, within bounds, in a process of its own.

Documents are unpacked by a child that may neither live long nor grow; nothing is written to disk.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from countrydesk.errors import UnreadableTextError

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_LETTERS: Final = 200_000
SECONDS: Final = 10
MEMORY: Final = 1_500_000_000
PLAIN: Final = frozenset({".txt", ".md"})
DOCUMENTS: Final = frozenset({".html", ".htm", ".docx", ".pdf", ".json"})
_READ: Final = (
    "import sys; from pathlib import Path; from countrydesk.audit.reading import text_of;"
    "from countrydesk.errors import UnreadableTextError\n"
    "try: text = text_of(sys.stdin.buffer.read(), Path(sys.argv[1]))\n"
    "except UnreadableTextError as error: sys.exit(str(error))\n"
    "sys.stdout.buffer.write(text.encode('utf-8', 'replace'))"
)


class _InMemory(MultiPartParser):
    """A parser that keeps every part in memory; the size of the body is bounded before it."""

    spool_max_size = 1 << 30


@dataclass(frozen=True, slots=True)
class Sent:
    """A text to be audited and what was said of it."""

    name: str
    text: str
    partner: str
    principal: str
    written: str


async def sent_form(request: Request) -> dict[str, str | tuple[str, bytes]]:
    """Return the fields of a form; a file is its name and content.

    Raises:
        UnreadableTextError: the body is no such form.
    """
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        form = await request.form(max_fields=20)
        return {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        parser = _InMemory(Headers(dict(request.headers)), request.stream(), max_files=1,
            max_fields=20, max_part_size=10_000_000)  # fmt: skip
        parts = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise UnreadableTextError("the form cannot be read; send it again") from error
    made: dict[str, str | tuple[str, bytes]] = {}
    for name, value in parts.multi_items():
        if isinstance(value, UploadFile):
            made[name] = (value.filename or "", await value.read())
        else:
            made[name] = value
    await parts.close()
    return made


def text_in(name: str, payload: bytes) -> str:
    """Return the text of an uploaded file.

    Raises:
        UnreadableTextError: it is of another kind, damaged, takes too long or too much memory.
    """
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if suffix not in PLAIN | DOCUMENTS:
        kinds = ", ".join(sorted(PLAIN | DOCUMENTS))
        raise UnreadableTextError(f"not a kind of file that is read; send one of {kinds}")
    if suffix in PLAIN:
        return bounded(payload.decode("utf-8-sig", "replace"))
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-c", _READ, f"upload{suffix}"], input=payload, capture_output=True,
            timeout=SECONDS, check=False, preexec_fn=_bound,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableTextError(f"the file takes longer than {SECONDS} s to read") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        known = reason[-1] if done.returncode == 1 and reason else ""
        words = known.removeprefix(f"upload{suffix}: ") if known.startswith("upload") else ""
        raise UnreadableTextError(words or "the file cannot be read; it may be damaged")
    return bounded(done.stdout.decode("utf-8"))


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def bounded(text: str) -> str:
    """Return a text that is not too long.

    Raises:
        UnreadableTextError: it is.
    """
    if len(text) > MOST_LETTERS:
        raise UnreadableTextError(f"more than {MOST_LETTERS:,} letters; divide the text")
    return text
