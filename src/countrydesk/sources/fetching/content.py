"""What a body is: unpacking it within bounds, and telling a web page from data."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from countrydesk.errors import IncompleteBodyError, WrongContentError

PIECE = 1 << 20
PACKED = ("gzip", "x-gzip", "deflate")
PLAIN = ("", "identity")
MARKUP = frozenset({"html", "htm", "xml"})
MAGIC = {
    "xlsx": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "xls": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "parquet": (b"PAR1",),
}
JSON_STARTS = b'{["-0123456789tfn'
HEAD = 512


def unpacked(chunks: Iterable[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """Yield the body in pieces of at most ``PIECE`` bytes, however far it unpacks.

    Raises:
        WrongContentError: packed in a way that was not asked for, or not so packed at all.
        IncompleteBodyError: the packed body breaks off.
    """
    name = encoding.strip().lower()
    if name in PLAIN:
        yield from chunks
        return
    if name not in PACKED:
        raise WrongContentError(f"{url}: packed as '{encoding}', which was not asked for")
    try:
        yield from _inflated(chunks, url)
    except zlib.error as error:
        raise WrongContentError(f"{url}: is not {name} as its header says ({error})") from error


def _inflated(chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    engine = zlib.decompressobj(wbits=47)
    for chunk in chunks:
        rest = chunk
        while rest:
            if engine.eof:
                engine = zlib.decompressobj(wbits=47)
            yield engine.decompress(rest, PIECE)
            rest = engine.unconsumed_tail or engine.unused_data
    while piece := engine.decompress(b"", PIECE):
        yield piece
    if not engine.eof:
        raise IncompleteBodyError(f"{url}: the packed body breaks off; try again")


def form_of(path: str) -> str:
    """Return what a file of that name should hold: its suffix without the dot, in lower case."""
    return PurePosixPath(path).suffix.lstrip(".").lower()


def check_type(content_type: str, form: str, url: str) -> None:
    """Raise where the header says that a web page comes in place of ``form``.

    Raises:
        WrongContentError: it is one.
    """
    if form not in MARKUP and content_type.lower().startswith(("text/html", "application/xhtml")):
        raise WrongContentError(_page(url, form))


def check_head(head: bytes, form: str, url: str) -> None:
    """Raise unless the first bytes of a body can begin ``form``.

    Raises:
        WrongContentError: empty, a web page, or another format.
    """
    start = head[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise WrongContentError(f"{url}: the answer is empty; what we have is kept")
    if form not in MARKUP and start[:1] == b"<":
        raise WrongContentError(_page(url, form))
    if form == "json" and start[:1] not in JSON_STARTS:
        raise WrongContentError(f"{url}: is no JSON; what we have is kept")
    if form in MAGIC and not head.startswith(MAGIC[form]):
        raise WrongContentError(f"{url}: is no {form} file; what we have is kept")


def _page(url: str, form: str) -> str:
    what = f"{form} was expected" if form else "data were expected"
    return f"{url}: a web page where {what}; open it in a browser to see what it says"
