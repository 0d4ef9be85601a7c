"""Style and scripts, served from the package under names that hold their content's hash."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from countrydesk.render.html import style_tokens

FOREVER: Final = "public, max-age=31536000, immutable"
BRIEFLY: Final = "public, max-age=300"
_TYPES: Final = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml"}  # fmt: skip
# Files of our own, by the name they are served under; nothing else can be asked for.
_FOLDERS: Final = ("countrydesk.web", "countrydesk.render")
TOKENS: Final = "tokens.css"
router = APIRouter(include_in_schema=False)


@cache
def asset(name: str) -> bytes | None:
    """Return a file by its bare name, None where there is none."""
    if name == TOKENS:
        return style_tokens().encode()
    for package in _FOLDERS:
        for entry in (files(package) / "static").iterdir():
            if entry.name == name and name.rpartition(".")[2] in _TYPES:
                return entry.read_bytes()
    return None


@cache
def address(name: str) -> str:
    """Return the address of a file, with the hash of its content.

    Raises:
        FileNotFoundError: there is no such file.
    """
    payload = asset(name)
    if payload is None:
        raise FileNotFoundError(name)
    stem, _, kind = name.rpartition(".")
    return f"/static/{stem}.{hashlib.sha256(payload).hexdigest()[:10]}.{kind}"


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Serve a file by its name, with or without the hash in it."""
    parts = name.split(".")
    bare = f"{parts[0]}.{parts[2]}" if len(parts) == 3 else name
    payload = asset(bare)
    if payload is None or (len(parts) == 3 and address(bare) != f"/static/{name}"):
        raise HTTPException(404, "no such file")
    lasting = FOREVER if len(parts) == 3 else BRIEFLY
    kind = _TYPES[bare.rpartition(".")[2]]
    return Response(payload, headers={"cache-control": lasting}, media_type=kind)
