"""Which sources there are: every folder here that holds a ``source.yml`` and a ``source.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl

from countrydesk.errors import SourceError
from countrydesk.sources.intake import Intake
from countrydesk.sources.spec import FILE_NAME, FetchKind, SourceSpec, load_spec

if TYPE_CHECKING:
    from countrydesk.sources.fetching.client import Client

FOLDER = Path(__file__).parent
Parser = Callable[[Intake], pl.DataFrame]
Fetcher = Callable[["Client", Path], None]


@dataclass(frozen=True)
class Source:
    """A source: what it says of itself and how it is parsed.

    ``fetch`` reads the pages of an API into raw files below a folder; None elsewhere.
    """

    spec: SourceSpec
    folder: Path
    parse: Parser
    fetch: Fetcher | None = None

    @property
    def specimens(self) -> Path:
        """The folder of recorded payloads, laid out like the folder of raw files."""
        return self.folder / "specimens"


def source_names() -> tuple[str, ...]:
    """Return the names of all sources, sorted."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE_NAME}")))


@cache
def get_source(name: str) -> Source:
    """Return the source ``name``.

    Raises:
        SourceError: no such source, or its description or parser is broken.
    """
    folder = FOLDER / name
    if not (folder / FILE_NAME).is_file():
        known = ", ".join(source_names())
        raise SourceError(f"no source '{name}'; there are {known}")
    module = import_module(f"countrydesk.sources.{name}.source")
    spec, fetch = load_spec(folder), getattr(module, "fetch", None)
    if (fetch is None) is (spec.fetch.kind is FetchKind.PAGES):
        raise SourceError(f"source {name}: fetch of kind pages needs a function fetch in source.py")
    return Source(spec, folder, cast("Parser", module.parse), cast("Fetcher | None", fetch))
