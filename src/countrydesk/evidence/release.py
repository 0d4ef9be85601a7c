"""A release: an immutable folder of observations with their origins and definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import orjson
import polars as pl

from countrydesk.errors import ReleaseDamagedError
from countrydesk.evidence.catalogue import Catalogue
from countrydesk.evidence.index import Index
from countrydesk.evidence.manifest import Manifest
from countrydesk.evidence.panel import Panel
from countrydesk.evidence.quiet import quiet
from countrydesk.evidence.scales import SCALES, Scale, Scales
from countrydesk.model import Licence, Origin, Redistribution
from countrydesk.model.period import parse_date
from countrydesk.places import registry

OBSERVATIONS = "observations.parquet"
ORIGINS = "origins.json"
INDICATORS = "indicators.json"
CATEGORIES = ("place", "counterpart", "indicator", "period", "unit", "status", "source", "series",
    "raw_sha256")  # fmt: skip


@dataclass(frozen=True)
class Release:
    """A release that has been opened: its hashes were checked when it was."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, folder: Path) -> Release:
        """Return the release in ``folder`` after re-hashing its files.

        Raises:
            ReleaseDamagedError: a file is missing, cut short or edited.
        """
        manifest = Manifest.read(folder)
        manifest.verify(folder)
        return cls(folder, manifest)

    @property
    def id(self) -> str:
        """The id: the cut-off day and the first digits of the hash of the observations."""
        return self.manifest.id

    @cached_property
    def frame(self) -> pl.DataFrame:
        """All observations, sorted; the columns of the observation frame and ``standing``."""
        try:
            return pl.read_parquet(self.folder / OBSERVATIONS)
        except pl.exceptions.PolarsError as error:
            raise ReleaseDamagedError(f"release {self.id}: {OBSERVATIONS}: {error}") from error

    @cached_property
    def index(self) -> Index:
        """Where the rows of each place, indicator and counterpart are."""
        return Index(self.frame)

    @cached_property
    def panel(self) -> Panel:
        """The measured monadic numbers of all places."""
        return Panel(self.frame, self.index)

    @quiet(lasting=True)
    def load(self) -> Release:
        """Read and index everything now rather than when it is first asked for."""
        self.index.load()
        self.panel.load()
        _ = self.origins, self.catalogue, registry()
        return self

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        """The origin of each source."""
        return read_origins((self.folder / ORIGINS).read_bytes())

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators as they were defined when the release was built."""
        return Catalogue.from_json((self.folder / INDICATORS).read_bytes())

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The latent scales by name; none where the release was built before there were any."""
        if SCALES not in {entry.name for entry in self.manifest.files}:
            return {}
        return Scales.from_json((self.folder / SCALES).read_bytes()).scales


def write_origins(origins: Mapping[str, Origin]) -> bytes:
    """Return origins as canonical JSON."""
    return orjson.dumps(dict(origins), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def read_origins(payload: bytes) -> dict[str, Origin]:
    """Return origins from their JSON form."""
    table: dict[str, Origin] = {}
    for name, entry in orjson.loads(payload).items():
        licence = entry.pop("licence")
        licence["redistribute"] = Redistribution(licence["redistribute"])
        released = parse_date(entry.pop("released_on"))
        table[name] = Origin(**entry, licence=Licence(**licence), released_on=released)
    return table
