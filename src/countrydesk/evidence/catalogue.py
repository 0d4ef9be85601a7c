"""The catalogue of indicators: what each one measures, in what unit, and which source is preferred.

Definitions are kept by topic in ``indicators/*.yml`` and travel with a release as
``indicators.json``, so that an old release keeps the meaning it was built with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

import orjson
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from countrydesk.errors import SourceError, UnknownIndicatorError

FOLDER = Path(__file__).parent / "indicators"


class IndicatorKind(StrEnum):
    """What sort of quantity an indicator is; it decides how values may be compared and summed.

    ``stock`` is counted at a point in time, ``flow`` over a period, ``rate`` and ``index`` must not
    be summed; ``fact`` is coded text, ``spell`` is coded text that holds from one day to another.
    """

    STOCK = "stock"
    FLOW = "flow"
    RATE = "rate"
    INDEX = "index"
    FACT = "fact"
    SPELL = "spell"


class Better(StrEnum):
    """Which direction most readers call better; ``none`` where that is not ours to say."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Indicator(BaseModel):
    """One indicator.

    ``prefer`` orders the sources that give it; ``tolerance`` is the relative difference between two
    sources that is not worth a remark; ``stale_after`` is the age in years of the last value after
    which a paper says that it is old; ``zero_when_absent`` is set where the source lists only
    places with events, so that absence inside its coverage means zero. ``monthly`` adds a second
    indicator, with ``_month`` after its id, for the same quantity by month: an indicator has one
    frequency, so that its newest value is never a month where a year is meant.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    name: str
    short: str = ""
    definition: str
    topic: str
    unit: str
    kind: IndicatorKind
    dyadic: bool = False
    better: Better = Better.NONE
    decimals: int | None = None
    stale_after: int = 3
    prefer: tuple[str, ...] = ()
    tolerance: float = 0.05
    bounds: tuple[float | None, float | None] = (None, None)
    zero_when_absent: bool = False
    monthly: bool = False

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short or self.name


MONTH_SUFFIX = "_month"


def _with_month(key: str, entry: Indicator) -> dict[str, Indicator]:
    made = {key: entry.model_copy(update={"id": key})}
    if entry.monthly:
        name = key + MONTH_SUFFIX
        month = {"id": name, "name": f"{entry.name}, by month", "monthly": False}
        short = {"short": f"{entry.short}, by month"} if entry.short else {}
        made[name] = entry.model_copy(update=month | short)
    return made


_TABLE = TypeAdapter(dict[str, Indicator])
_Entries = Annotated[dict[str, Indicator], Field(min_length=1)]


class Catalogue(Mapping[str, Indicator]):
    """All indicators by id, sorted."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._table = dict(sorted(indicators.items()))

    def __getitem__(self, key: str) -> Indicator:
        return self._table[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def get_indicator(self, key: str) -> Indicator:
        """Return the indicator ``key``.

        Raises:
            UnknownIndicatorError: with the nearest three ids.
        """
        if key in self._table:
            return self._table[key]
        from rapidfuzz import process

        near = [name for name, *_ in process.extract(key, list(self._table), limit=3)]
        raise UnknownIndicatorError(
            f"no indicator '{key}'; did you mean {', '.join(near)}? "
            "'countrydesk indicators' lists all"
        )

    @classmethod
    def from_yaml(cls, folder: Path = FOLDER) -> Self:
        """Return the catalogue kept in ``folder``.

        Raises:
            SourceError: a definition is malformed or given twice.
        """
        table: dict[str, Indicator] = {}
        for path in sorted(folder.glob("*.yml")):
            try:
                entries = TypeAdapter(_Entries).validate_python(
                    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
                )
            except (yaml.YAMLError, ValidationError) as error:
                raise SourceError(f"{path}: {' '.join(str(error).split())}") from error
            if twice := table.keys() & entries.keys():
                raise SourceError(f"{path}: defined before: {', '.join(sorted(twice))}")
            for key, entry in entries.items():
                table |= _with_month(key, entry)
        return cls(table)

    @classmethod
    def from_json(cls, payload: bytes) -> Self:
        """Return the catalogue that a release carries."""
        return cls(_TABLE.validate_json(payload))

    def to_json(self) -> bytes:
        """Return the catalogue as canonical JSON."""
        plain = {key: entry.model_dump(mode="json") for key, entry in self._table.items()}
        return orjson.dumps(plain, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
