"""What a source says of itself: the typed form of ``source.yml``."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from countrydesk.errors import SourceError
from countrydesk.model import Licence, Origin, Redistribution

FILE_NAME = "source.yml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _check_url(url: str) -> None:
    if not url.startswith("https://") or any(mark in url for mark in "{} "):
        raise ValueError(f"'{url}' is no plain https address")


class LicenceSpec(_Strict):
    """A licence, the rule we read from it, and the public page where it can be checked."""

    id: str
    name: str
    url: str
    redistribute: Redistribution


class FetchKind(StrEnum):
    """How a source is refreshed from its producer."""

    FILE = "file"
    PAGES = "pages"
    NONE = "none"


class FetchSpec(_Strict):
    """How the source is refreshed: files, pages of an API, or not at all and why.

    With ``file`` each entry of ``files`` that can be fetched gives its address in ``url``, or lies
    below a folder in ``bases``, which maps a folder of raw files to the address that holds them;
    ``pages`` means that ``source.py`` has a function ``fetch(client, folder)``; ``none`` needs a
    ``reason``.
    """

    kind: FetchKind
    reason: str = ""
    bases: dict[str, str] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.kind is FetchKind.NONE) != bool(self.reason):
            raise ValueError("fetch: a reason is given where kind is none, and only there")
        for url in self.bases.values():
            _check_url(url)
        return self


class FileSpec(_Strict):
    """A raw file, or several by a glob, relative to the folder of raw files.

    ``sha256`` pins the vintage; a glob has none. ``released_on`` and ``retrieved_on`` fall back to
    the source's own. ``beside`` is set for a table that is compiled here and kept next to
    ``source.yml`` instead of among the raw files. ``url`` is the stable address of the newest
    edition; where it is a zip archive, ``member`` is a glob that fits the one file in it.
    """

    path: str
    sha256: str = ""
    beside: bool = False
    url: str = ""
    member: str = ""
    released_on: date | None = None
    retrieved_on: date | None = None

    @model_validator(mode="after")
    def _can_be_fetched(self) -> Self:
        if self.url:
            _check_url(self.url)
        if self.url and (self.is_glob or self.beside):
            raise ValueError(f"{self.path}: a url gives one raw file")
        if self.member and not self.url:
            raise ValueError(f"{self.path}: a member needs the url of its archive")
        return self

    @property
    def is_glob(self) -> bool:
        """Whether ``path`` stands for several files."""
        return any(mark in self.path for mark in "*?[")


class SeriesSpec(_Strict):
    """How one series of the source becomes an indicator: ``value * factor``, in ``unit``."""

    indicator: str
    unit: str
    factor: float = 1.0
    note: str = ""


class Bounds(_Strict):
    """Inclusive bounds; below ``min`` the build stops, above ``max`` it warns."""

    min: int | None = None
    max: int | None = None


class KnownValue(_Strict):
    """A value that anyone can look up at the producer; the build stops when it is not met.

    ``within`` is the share by which a producer that revises its figures may move it. The period
    ``vintage`` stands for the vintage that is read, ``any`` for any period at all.
    """

    place: str
    indicator: str
    period: str
    counterpart: str = ""
    value: float | None = None
    text: str | None = None
    within: float = 0.0
    released_on: date | None = None


class AssertionSpec(_Strict):
    """What the parsed source must look like.

    ``fill`` is the least share of the source's places that an indicator must cover.
    """

    rows: Bounds
    places: Bounds
    last_year: Bounds = Bounds()
    ranges: dict[str, tuple[float | None, float | None]] = {}
    fill: dict[str, float] = {}
    values: Annotated[list[KnownValue], Field(min_length=1)]


class SourceSpec(_Strict):
    """One source: origin, licence, files, the series it is read for, and assertions.

    ``short`` is the name that stands in a margin. ``restates`` is set where each release replaces
    the whole series, as forecasters' databases do. ``optional`` is set where a build of all sources
    goes on without it as long as its raw files are not at hand.
    ``series`` maps the source's codes to indicators; ``ignored_series`` names those left out, each
    with the reason.
    """

    name: str
    short: str
    producer: str
    title: str
    url: str
    citation: str
    licence: LicenceSpec
    upstream: str = ""
    cadence: str
    restates: bool = False
    optional: bool = False
    vintage: str
    released_on: date
    retrieved_on: date
    files: Annotated[list[FileSpec], Field(min_length=1)]
    fetch: FetchSpec = FetchSpec(kind=FetchKind.NONE, reason="not yet described")
    series: dict[str, SeriesSpec] = {}
    ignored_series: dict[str, str] = {}
    assertions: AssertionSpec
    limits: str = ""

    @model_validator(mode="after")
    def _says_what_is_fetched(self) -> Self:
        if bool(self.addresses) != (self.fetch.kind is FetchKind.FILE):
            raise ValueError("fetch: kind is file where files have a url, and only there")
        return self

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each raw file that can be fetched, by its path."""
        found = {}
        for entry in self.files:
            if entry.url:
                found[entry.path] = entry.url
            for folder, base in self.fetch.bases.items():
                if entry.path.startswith(f"{folder}/") and not entry.is_glob:
                    found[entry.path] = f"{base}/{entry.path.removeprefix(f'{folder}/')}"
        return found

    @property
    def origin(self) -> Origin:
        """The origin that every observation of this source points to."""
        return Origin(
            source=self.name,
            short=self.short,
            producer=self.producer,
            title=self.title,
            url=self.url,
            citation=self.citation,
            licence=Licence(**self.licence.model_dump()),
            cadence=self.cadence,
            vintage=self.vintage,
            released_on=self.released_on,
            upstream=self.upstream,
        )


def load_spec(folder: Path) -> SourceSpec:
    """Return the description in ``folder/source.yml``.

    Raises:
        SourceError: the file is missing, is not YAML or says something that has no meaning here.
    """
    path = folder / FILE_NAME
    try:
        spec = SourceSpec.model_validate(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, ValidationError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{path}: {reason}") from error
    if spec.name != folder.name:
        raise SourceError(f"{path}: name is '{spec.name}' but the folder is '{folder.name}'")
    return spec
