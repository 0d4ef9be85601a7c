"""What a team says of sentences: sign-off, overrides, the log. Bearer tokens; never cached.

Without ``COUNTRYDESK_DB`` the desk is read-only and has none of these routes.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from countrydesk.errors import InputError
from countrydesk.paper.explanation import get_sentence
from countrydesk.team import Note, Role, SignOff, State, TeamStore, User
from countrydesk.team.store import fingerprint
from countrydesk.web.api.answers import json, problems
from countrydesk.web.edition import AnyEdition, Edition
from countrydesk.web.site import Site, site_of

PRIVATE = "private, no-store"
AnySite = Annotated[Site, Depends(site_of)]
SentencePath = Annotated[str, Path(max_length=120)]


class SignIn(BaseModel):
    """A state for a sentence; dissent needs a remark."""

    model_config = ConfigDict(extra="forbid")

    state: State
    remark: str = Field(default="", max_length=10_000)


class OverrideIn(BaseModel):
    """Words in place of a sentence, and why."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=10_000)
    reason: str = Field(min_length=1, max_length=10_000)


def store_of(request: Request) -> TeamStore:
    """Return the store of the desk."""
    store: TeamStore = request.app.state.team
    return store


AnyStore = Annotated[TeamStore, Depends(store_of)]


def user_of(request: Request, store: AnyStore) -> User:
    """Return the user whose token came with a request, 401 without one."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    user = store.find_user(token.strip()) if kind.lower() == "bearer" and token else None
    if user is None:
        raise HTTPException(
            401, "give the token of a user: Authorization: Bearer ...",
            {"www-authenticate": "Bearer"},
        )  # fmt: skip
    return user


AnyUser = Annotated[User, Depends(user_of)]
router = APIRouter(prefix="/api/v1/team", tags=["team"])
_ERRORS = problems(400, 401, 403, 404)


def _answer(body: object) -> Response:
    return json(body, {"vary": "Authorization"}, PRIVATE)


@router.get("/me", response_model=dict[str, Any], responses=_ERRORS)
def me(user: AnyUser) -> Response:
    """Return who a token belongs to."""
    return _answer({"name": user.name, "role": user.role.value})


@router.get("/papers/{place}", response_model=dict[str, Any], responses=_ERRORS)
def paper(site: AnySite, edition: AnyEdition, store: AnyStore, user: AnyUser) -> Response:
    """Return what was said of a paper's sentences; ``stands`` says that the text is the same."""
    found = site.paper(edition.partner, edition.principal, edition.day, edition.language)
    texts = {one.id: fingerprint(one.text) for one in found.sentences}
    prefix = f"{edition.partner.id}.{edition.principal.id}."
    said = [_said(one, texts) for one in store.sign_offs_of(prefix)]
    words = [_said(one, texts) for one in store.overrides_of(prefix)]
    return _answer({"reader": user.name, "release": found.release, "sign_offs": said,
        "overrides": words})  # fmt: skip


@router.put("/papers/{place}/sentences/{sentence}/state", response_model=dict[str, Any],
    responses=_ERRORS)  # fmt: skip
def sign(
    site: AnySite, edition: AnyEdition, store: AnyStore, user: AnyUser, sentence: SentencePath,
    given: SignIn,
) -> Response:  # fmt: skip
    """Set how far a sentence is signed off."""
    text, release = _sentence(site, edition, sentence)
    with _allowed():
        made = store.sign(user, sentence, text, given.state, release, given.remark)
    return _answer(_said(made, {sentence: made.fingerprint}))


@router.put("/papers/{place}/sentences/{sentence}/override", response_model=dict[str, Any],
    responses=_ERRORS)  # fmt: skip
def override(
    site: AnySite, edition: AnyEdition, store: AnyStore, user: AnyUser, sentence: SentencePath,
    given: OverrideIn,
) -> Response:  # fmt: skip
    """Put words in place of a sentence."""
    text, release = _sentence(site, edition, sentence)
    with _allowed():
        made = store.override(user, sentence, text, given.text, given.reason, release)
    return _answer(_said(made, {sentence: made.fingerprint}))


@router.get("/log", response_model=dict[str, Any], responses=_ERRORS)
def log(
    store: AnyStore, user: AnyUser,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:  # fmt: skip
    """Return what was done, for clearers and admins."""
    if user.role.rank < Role.CLEARER.rank:
        raise HTTPException(403, f"a {user.role} may not read the log; it takes a clearer")
    rows = [{**asdict(one), "at": one.at.isoformat()} for one in store.entries(after, limit)]
    further = rows[-1]["number"] if len(rows) == limit else None
    return _answer({"entries": rows, "next": further})


def _sentence(site: Site, edition: Edition, sentence: str) -> tuple[str, str]:
    found = site.paper(edition.partner, edition.principal, edition.day, edition.language)
    return get_sentence(found, sentence).text, found.release


def _said(one: SignOff | Note, texts: dict[str, str]) -> dict[str, Any]:
    stands = texts.get(one.sentence) == one.fingerprint
    return {**asdict(one), "at": one.at.isoformat(), "stands": stands}


class _allowed:  # noqa: N801 - reads as a word beside ``with``
    """Turns a refusal for want of a role into 403."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, InputError) and " may not " in str(error):
            raise HTTPException(403, str(error)) from error
