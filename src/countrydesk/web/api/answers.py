"""How the API answers: bytes with their media type, pages of lists, documented errors."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import orjson
from fastapi import Query, Request
from starlette.responses import Response

from countrydesk.errors import InputError
from countrydesk.web.api.models import Problem
from countrydesk.web.downloads import to_csv
from countrydesk.web.problems import MEDIA_TYPE
from countrydesk.web.templating import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")
CSV: Final = "text/csv; charset=utf-8"
MOST: Final = 500
_WORDS: Final = {
    401: "a token is needed",
    403: "the role of the token does not reach so far",
    400: "what was asked for cannot be understood",
    404: "there is no such thing",
    413: "the body is too large",
    422: "a part of the request is malformed",
    429: "too many requests; Retry-After says when to ask again",
}
Form = Annotated[
    Literal["json", "csv"], Query(alias="format", description="The form of the answer.")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str, Query(max_length=200, description="Where to go on: ``next`` of the part before.")
]


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return what the documentation says of errors with these codes, 422 and 429 among them."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {
        code: {"description": _WORDS[code], "content": {MEDIA_TYPE: {"schema": schema}}}
        for code in (*codes, 422, 429)
    }


def with_csv(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return the same for a route that also answers in CSV."""
    ok: dict[int | str, dict[str, Any]] = {
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}}
    }
    return ok | problems(*codes)


def as_type(media: str, *codes: int) -> dict[int | str, dict[str, Any]]:
    """Return the same for a route that answers in a media type of its own."""
    ok: dict[int | str, dict[str, Any]] = {
        200: {"content": {media: {"schema": {"type": "object"}}}, "description": "OK"}
    }
    return ok | problems(*codes)


def json(body: object, headers: Mapping[str, str] | None = None, cache: str = PUBLIC) -> Response:
    """Return plain values as JSON."""
    made = {"cache-control": cache, **(headers or {})}
    return Response(orjson.dumps(body), headers=made, media_type="application/json")


def csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Response:
    """Return rows as CSV."""
    return Response(to_csv(columns, rows), headers={"cache-control": PUBLIC}, media_type=CSV)


def listing(
    request: Request, items: Sequence[T], key: Callable[[T], str], show: Callable[[T], object],
    limit: int, cursor: str,
) -> Response:  # fmt: skip
    """Return the part of a list after ``cursor``; items are sorted by ``key``.

    Raises:
        InputError: the cursor is not one that this API gave.
    """
    after = _opened(cursor)
    rest = [item for item in items if not cursor or key(item) > after]
    part = rest[:limit]
    further = _closed(key(part[-1])) if len(rest) > limit else None
    headers = {}
    if further:
        address = request.url.include_query_params(cursor=further)
        headers["link"] = f'<{address.path}?{address.query}>; rel="next"'
    body = {"items": [show(item) for item in part], "total": len(items), "next": further}
    return json(body, headers)


def _closed(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _opened(cursor: str) -> str:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise InputError("the cursor is not one that this list gave") from error
