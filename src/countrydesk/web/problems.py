"""Errors as answers: RFC 9457 for the API, a page for readers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from countrydesk.errors import (
    CountrydeskError,
    InputError,
    ReleaseNotFoundError,
    UnknownIndicatorError,
    UnknownPlaceError,
    UnknownSentenceError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"
API = "/api/"
_ABSENT = (UnknownPlaceError, UnknownIndicatorError, UnknownSentenceError, ReleaseNotFoundError)


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
) -> Response:
    """Return an error body of RFC 9457: title, status, detail and what ``more`` adds."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body |= {"detail": detail} if detail else {}
    return Response(orjson.dumps(body | more), status, dict(headers or {}), MEDIA_TYPE)


def status_of(error: CountrydeskError) -> int:
    """Return the status that tells a client whether it can put the error right."""
    if isinstance(error, _ABSENT):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.BAD_REQUEST if isinstance(error, InputError) else 500


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` in the form that its reader expects."""

    @app.exception_handler(CountrydeskError)
    def known(request: Request, error: CountrydeskError) -> Response:
        return answer(request, status_of(error), " ".join(str(error).split()))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, str(error.detail), dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [
            {"in": ".".join(map(str, fault["loc"])), "reason": fault["msg"]}
            for fault in error.errors()
        ]
        words = "; ".join(f"{fault['in']}: {fault['reason']}" for fault in faults)
        return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, words, errors=faults)

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:  # noqa: ARG001 - logged by the server
        return answer(request, 500, "the desk failed; its log says why")


def answer(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None,
    **more: object,
) -> Response:  # fmt: skip
    """Return an error for a request: a problem for the API, a page for everybody else."""
    if request.url.path.startswith(API):
        return problem(status, detail, headers=headers, **more)
    from countrydesk.web.templating import page

    phrase = HTTPStatus(status).phrase
    return page(request, "error.html", status=status, headers=headers, title=phrase, detail=detail)
