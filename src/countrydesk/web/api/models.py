"""The shapes of the API's answers."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")


class Fault(BaseModel):
    """One part of a request that cannot be understood."""

    at: str = Field(alias="in")
    reason: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] | None = None


class Listing(BaseModel, Generic[T]):
    """A part of a list. ``next`` is the cursor of the part after it, null at the end."""

    items: list[T]
    total: int
    next: str | None


class PlaceOut(BaseModel):
    """A place with its codes; ``paper`` says whether it has a paper."""

    id: str
    name: str
    names: dict[str, str]
    kind: str
    region: str
    subregion: str
    codes: dict[str, str]
    paper: bool
    note: str


class IndicatorOut(BaseModel):
    """An indicator as the release defines it; ``sources`` are in the order of preference."""

    id: str
    name: str
    label: str
    definition: str
    topic: str
    unit: str
    kind: str
    dyadic: bool
    better: str
    stale_after: int
    sources: list[str]


class ObservationOut(BaseModel):
    """One dated value with its three clocks: period, release and retrieval.

    Either ``value`` or ``text`` is set. ``licence`` is the id of its source's licence.
    """

    id: str
    place: str
    counterpart: str
    indicator: str
    period: str
    value: float | None
    text: str | None
    unit: str
    low: float | None
    high: float | None
    status: str
    source: str
    series: str
    released_on: str
    retrieved_on: str
    licence: str
    raw_sha256: str


class SeriesOut(BaseModel):
    """A series, oldest period first.

    ``withheld`` counts by source the observations whose licence forbids passing them on.
    """

    place: str
    indicator: str
    counterpart: str
    unit: str
    release: str
    as_of: str | None
    observations: list[ObservationOut]
    withheld: dict[str, int]


class CellOut(BaseModel):
    """The figure of one place, as a number and in words; ``old`` where it is past its age."""

    place: str
    name: str
    value: float
    words: str
    period: str
    source: str
    old: bool
    before: str


class ValuesOut(BaseModel):
    """An indicator over all places."""

    indicator: str
    measure: str
    unit: str
    release: str
    values: list[CellOut]


class SourceOut(BaseModel):
    """A source of the release with its licence; ``redistribute`` is the rule that follows."""

    id: str
    short: str
    producer: str
    title: str
    url: str
    citation: str
    vintage: str
    released_on: str
    cadence: str
    upstream: str
    licence: str
    licence_name: str
    licence_url: str
    redistribute: str


class SentenceOut(BaseModel):
    """A sentence with the ids of its findings and observations."""

    id: str
    kind: str
    text: str
    likelihood: str | None
    probability: float | None
    confidence: str | None
    findings: list[str]
    evidence: list[str]


class SectionOut(BaseModel):
    """A section of a paper without those below it."""

    id: str
    heading: str
    level: int
    seen_from: str | None
    present: int | None
    expected: int | None
    missing: list[str]
    sentences: list[SentenceOut]


class HeadingOut(BaseModel):
    """A section in the outline of a paper."""

    id: str
    heading: str
    level: int
    sentences: int


class PaperOut(BaseModel):
    """What a paper is, its outline, and where its forms are."""

    title: str
    partner: str
    principal: str
    language: str
    release: str
    as_of: str | None
    cutoff: str
    built_by: str
    sections: list[HeadingOut]
    formats: dict[str, str]


class ExplanationOut(BaseModel):
    """Everything behind a sentence: slots, findings, observations down to the raw file."""

    id: str
    kind: str
    text: str
    release: str
    slots: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    observations: list[dict[str, Any]]


class HitOut(BaseModel):
    """Something found: ``kind`` is place, indicator, agreement or sentence."""

    kind: str
    id: str
    title: str
    text: str
    url: str


class SearchOut(BaseModel):
    """What was found; ``papers`` says of how many papers the sentences are searched so far."""

    query: str
    hits: list[HitOut]
    papers: int
    of: int


class ReleaseOut(BaseModel):
    """A release on this machine."""

    id: str
    cutoff: str
    bundled: bool
    served: bool
