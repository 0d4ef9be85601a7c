"""Sign-off in the browser: a team's states, words in place of sentences, and its log.

The token lies in a cookie that scripts do not see, that is sent to these pages alone and never
from another site; every form carries a proof that it was made for that token. Pages are private.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from countrydesk.errors import InputError
from countrydesk.paper.explanation import get_sentence
from countrydesk.paper.nodes import Card, Paper, Paragraph, Section, Sentence
from countrydesk.places import registry
from countrydesk.team import Role, State, TeamStore, User
from countrydesk.team.store import fingerprint
from countrydesk.web.api.team import PRIVATE, store_of
from countrydesk.web.edition import AnyEdition, Edition
from countrydesk.web.site import Site, site_of
from countrydesk.web.templating import page

COOKIE: Final = "desk_token"
HEADERS: Final = {"cache-control": PRIVATE, "vary": "Cookie"}
LINES: Final = 100
router = APIRouter(include_in_schema=False, prefix="/team")
AnySite = Annotated[Site, Depends(site_of)]
AnyStore = Annotated[TeamStore, Depends(store_of)]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the user, and the proof that a form was made for them."""

    user: User
    proof: str

    @property
    def states(self) -> list[State]:
        """The states that the user may set."""
        return [state for state in State if self.user.role.rank >= state.needs.rank]


def find_reader(request: Request, store: AnyStore) -> Reader | None:
    """Return who reads, None without a valid cookie."""
    token = request.cookies.get(COOKIE, "")
    user = store.find_user(token) if token else None
    return Reader(user, _proof(token)) if user else None


MaybeReader = Annotated[Reader | None, Depends(find_reader)]


def get_reader(found: MaybeReader) -> Reader:
    """Return who reads, 401 without a valid cookie."""
    if found is None:
        raise HTTPException(401, "sign in at /team with your token", HEADERS)
    return found


AnyReader = Annotated[Reader, Depends(get_reader)]


async def own_form(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent from a page of this desk, 403 for any other."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403, "the form was sent from another site", HEADERS)
    form = await request.form(max_fields=10, max_files=0)
    return {name: value for name, value in form.items() if isinstance(value, str)}


AnyForm = Annotated[dict[str, str], Depends(own_form)]


def proven_form(form: AnyForm, reader: AnyReader) -> dict[str, str]:
    """Return the fields of a form made for the reader, 403 for any other."""
    if not hmac.compare_digest(form.get("proof", "").encode(), reader.proof.encode()):
        raise HTTPException(403, "the form was not made for you; open the page again", HEADERS)
    return form


ProvenForm = Annotated[dict[str, str], Depends(proven_form)]


def _proof(token: str) -> str:
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


@router.get("")
def home(request: Request, reader: MaybeReader) -> Response:
    """Show the way in, or what a user may do."""
    return _home(request, reader)


def _home(request: Request, reader: Reader | None, problem: str = "") -> Response:
    places = sorted(registry().papers(), key=lambda place: place.name) if reader else []
    return page(request, "team.html", status=401 if problem else 200, headers=HEADERS,
        reader=reader, problem=problem, places=places)  # fmt: skip


@router.post("/sign-in")
def sign_in(request: Request, store: AnyStore, form: AnyForm) -> Response:
    """Let a user in who has a token."""
    token = form.get("token", "").strip()
    if not token or store.find_user(token) is None:
        return _home(request, None, "This token is unknown, void or out of date.")
    answer = RedirectResponse("/team", 303, HEADERS)
    answer.set_cookie(COOKIE, token, path="/team", httponly=True, samesite="strict",
        secure=request.url.scheme == "https")  # fmt: skip
    return answer


@router.post("/sign-out")
def sign_out(form: ProvenForm) -> Response:  # noqa: ARG001 - proves that the user asked
    """Let a user out."""
    answer = RedirectResponse("/team", 303, HEADERS)
    answer.delete_cookie(COOKIE, path="/team", httponly=True, samesite="strict")
    return answer


@router.get("/papers")
def chosen(place: Annotated[str, Query(max_length=80)]) -> Response:
    """Lead from the list of places to the paper of one."""
    return RedirectResponse(f"/team/papers/{registry().resolve(place).id}", 303, HEADERS)


@router.get("/papers/{place}")
def paper(
    request: Request, site: AnySite, edition: AnyEdition, store: AnyStore, reader: AnyReader
) -> Response:
    """Show the paragraphs of a paper with what was said of them."""
    return _paper(request, site, edition, store, reader)


def _paper(
    request: Request, site: Site, edition: Edition, store: TeamStore, reader: Reader,
    problem: str = "", status: int = 200,
) -> Response:  # fmt: skip
    written = _written(site, edition)
    prefix = f"{edition.partner.id}.{edition.principal.id}."
    signed = {one.sentence: one for one in store.sign_offs_of(prefix)}
    words = {one.sentence: one for one in store.overrides_of(prefix)}
    sections = [(one, paragraphs(one)) for one in written.walk()]
    return page(
        request, "team_paper.html", status=status, headers=HEADERS, reader=reader, paper=written,
        edition=edition, sections=[pair for pair in sections if pair[1]], signed=signed,
        words=words, fingerprint=fingerprint, seen=_seen, problem=problem,
    )  # fmt: skip


@router.post("/papers/{place}/sign")
def sign(
    request: Request, site: AnySite, edition: AnyEdition, store: AnyStore, reader: AnyReader,
    form: ProvenForm,
) -> Response:  # fmt: skip
    """Set how far a paragraph is signed off: each of its sentences, or none."""
    written, name = _written(site, edition), form.get("paragraph", "")
    found = next((held[name] for one in written.walk() if name in (held := paragraphs(one))), None)
    if found is None:
        raise HTTPException(404, "the paper has no such paragraph", HEADERS)
    if form.get("seen") != _seen(found):
        words = "The paragraph has changed since you read it; nothing was signed."
        return _paper(request, site, edition, store, reader, words, 409)
    try:
        state = State(form.get("state", ""))
    except ValueError as error:
        raise HTTPException(400, "a paragraph is draft, reviewed, cleared or dissent") from error
    texts = {one.id: one.text for one in found}
    try:
        store.sign_all(reader.user, texts, state, written.release, form.get("remark", ""))
    except InputError as error:
        return _paper(request, site, edition, store, reader, str(error), _status(error))
    return RedirectResponse(_address(edition, name), 303, HEADERS)


@router.post("/papers/{place}/override")
def override(
    request: Request, site: AnySite, edition: AnyEdition, store: AnyStore, reader: AnyReader,
    form: ProvenForm,
) -> Response:  # fmt: skip
    """Put words in place of a sentence."""
    written = _written(site, edition)
    one = get_sentence(written, form.get("sentence", ""))
    try:
        store.override(reader.user, one.id, one.text, form.get("text", ""),
            form.get("reason", ""), written.release)  # fmt: skip
    except InputError as error:
        return _paper(request, site, edition, store, reader, str(error), _status(error))
    return RedirectResponse(_address(edition, form.get("paragraph", "")), 303, HEADERS)


@router.get("/log")
def log(
    request: Request, store: AnyStore, reader: AnyReader,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:  # fmt: skip
    """Show what was done, for clearers and admins."""
    if reader.user.role.rank < Role.CLEARER.rank:
        words = f"a {reader.user.role} may not read the log; it takes a clearer"
        raise HTTPException(403, words, HEADERS)
    rows = store.entries(after, LINES)
    further = rows[-1].number if len(rows) == LINES else None
    return page(request, "team_log.html", headers=HEADERS, reader=reader, rows=rows,
        further=further)  # fmt: skip


def paragraphs(section: Section) -> Mapping[str, tuple[Sentence, ...]]:
    """Return the sentences of each paragraph and card of a section, by the block's id."""
    made: dict[str, tuple[Sentence, ...]] = {}
    for block in section.blocks:
        if isinstance(block, Paragraph):
            made[block.id] = block.sentences
        elif isinstance(block, Card):
            made[block.id] = tuple(one for _, held in block.fields for one in held)
    return {name: held for name, held in made.items() if held}


def _written(site: Site, edition: Edition) -> Paper:
    return site.paper(edition.partner, edition.principal, edition.day, edition.language)


def _seen(sentences: tuple[Sentence, ...]) -> str:
    return fingerprint("\n".join(f"{one.id} {one.text}" for one in sentences))


def _status(error: InputError) -> int:
    return 403 if " may not " in str(error) else 400


def _address(edition: Edition, name: str) -> str:
    plain = name if all(sign.isalnum() or sign in "._-" for sign in name) else ""
    return f"/team/papers/{edition.partner.id}{edition.query}#{plain}"
