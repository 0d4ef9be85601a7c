"""The library of options: when an instrument fits, and by what it would be judged.

``instruments/*.yml`` has one file for each goal. What an instrument is, who owns it and which law
allows it is evidence (the source ``instruments``); what is kept here is the choice: the tests that
must hold, the metric, and how long the measure runs. Words are in the lexicon, under the option's
id in ``goals``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from countrydesk.errors import LintError

FOLDER = "instruments"
GOALS = (
    "diplomatic", "economic", "health", "migration", "corruption", "multilateral", "rights",
)  # fmt: skip
Side = Literal["high", "low", "worse", "better"]
Toward = Literal["", "principal", "bloc"]
Group = Literal["region", "income", "structure", "world"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StandsOut(_Strict):
    """At least ``least`` percent of the peers are less extreme on a metric.

    ``{principal}`` and ``{bloc}`` in a metric stand for the principal, and for the European Union
    where the principal is a member.
    """

    test: Literal["stands_out"]
    metric: str
    side: Side
    least: float
    group: Group = "region"


class Passes(_Strict):
    """A metric reaches a fixed limit."""

    test: Literal["passes"]
    metric: str
    side: Side
    limit: float


class Scarce(_Strict):
    """The partner's nationals get less of something from the principal than those of its peers."""

    test: Literal["scarce"]
    indicator: str
    least: float
    group: Group = "region"


class Coded(_Strict):
    """A coded fact stands: of the partner, of the principal, or of the bloc toward the partner.

    ``toward`` narrows the partner's to one other side.
    """

    test: Literal["coded"]
    indicator: str
    texts: tuple[str, ...] = ()
    role: str = ""
    by: Literal["partner", "principal", "bloc"] = "partner"
    toward: Toward = ""


class Uncoded(_Strict):
    """None of some coded facts stands."""

    test: Literal["uncoded"]
    indicators: tuple[str, ...]
    texts: tuple[str, ...] = ()
    by: Literal["partner", "bloc"] = "partner"
    toward: Toward = ""


class Visa(_Strict):
    """The principal asks the partner's nationals for a visa; ``back`` is what it meets itself."""

    test: Literal["visa"]
    back: Literal["allowed", "asked", "any"] = "any"


class DutyAdded(_Strict):
    """The principal adds a duty under an act on all goods of the partner."""

    test: Literal["duty"]
    act: str


class Absent(_Strict):
    """No figure stands for some indicator of the partner; the first of ``indicators`` without."""

    test: Literal["absent"]
    indicators: tuple[str, ...]


class Sheltered(_Strict):
    """The partner shelters more displaced people per head than most states."""

    test: Literal["sheltered"]
    least: float


class Seated(_Strict):
    """Both sides sit in an organisation."""

    test: Literal["seated"]
    organisation: str


Test = Annotated[
    StandsOut | Passes | Scarce | Coded | Uncoded | Visa | DutyAdded | Sheltered | Seated | Absent,
    Field(discriminator="test"),
]
Rule = Literal["median", "rate", "before", "best", "pace", "limit", "step", "hold"]
Income = Literal["Low income", "Lower middle income", "Upper middle income", "High income"]


class Metric(_Strict):
    """By what an option is judged: an indicator, and the rules for its mark, tried in turn.

    ``of`` says whose series: the partner's, the principal's toward the partner, the partner's
    toward the principal, or the bloc's toward the partner. ``weakest`` takes the weakest of a list
    instead of one indicator; ``distance`` is that of votes in the General Assembly.
    """

    indicator: str = ""
    weakest: tuple[str, ...] = ()
    distance: bool = False
    of: Literal["partner", "principal", "partner_toward", "bloc"] = "partner"
    rules: tuple[Rule, ...] = ("median", "hold")
    group: Group = "region"
    years: int = 10
    limit: float = 0.0
    way: Literal["", "up", "down"] = ""


class Option(_Strict):
    """One option.

    ``instrument`` is the key of the instrument, and ``words`` that of its words in the lexicon,
    where these are not the option's own id. ``principals`` narrows it (``union`` for members of the
    European Union, ``any`` for those without a law in the release), as do the partner's
    ``subregions``, ``places`` and ``incomes`` (World Bank groups); ``cooperative`` leaves out
    partners whose state is under sanctions or without an embassy, and
    ``adverse`` all others. The first of ``needs`` makes the case. A ``talk`` changes nothing by
    itself and is not proposed where something else fits; an ``own`` act of the principal is enough
    to meet its mark. ``metrics`` are tried in turn; without any, the end is a coded fact that the
    lexicon words. A ``fallback`` serves where nothing else fits.
    """

    id: str
    instrument: str = ""
    words: str = ""
    principals: tuple[str, ...] = ()
    subregions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    incomes: tuple[Income, ...] = ()
    not_places: tuple[str, ...] = ()
    cooperative: bool = False
    adverse: bool = False
    talk: bool = False
    own: bool = False
    needs: tuple[Test, ...] = ()
    metrics: tuple[Metric, ...] = ()
    run: Annotated[int, Field(ge=1, le=60)]
    start: Literal["quarter", "fiscal"] = "quarter"
    cost: Literal["", "duty", "aid"] = ""
    effect: Annotated[str, Field(pattern=r"^(none: |simulated: (end|double|open)\b)")]
    fallback: bool = False
    goal: str = ""

    @property
    def key(self) -> str:
        """The key of the instrument in the table of instruments."""
        return self.instrument or self.id

    @property
    def stem(self) -> str:
        """What the templates of this option begin with."""
        return self.words or self.id


_Options = TypeAdapter(Annotated[list[Option], Field(min_length=1)])


@cache
def load_options() -> tuple[Option, ...]:
    """Return every option, goal by goal.

    Raises:
        LintError: a file is malformed, or an id is given twice.
    """
    found = [option for goal in GOALS for option in _load(goal)]
    ids = [option.id for option in found]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise LintError(f"instruments: given twice: {', '.join(sorted(twice))}")
    return tuple(found)


def _load(goal: str) -> list[Option]:
    path = files("countrydesk.paper") / FOLDER / f"{goal}.yml"
    try:
        options = _Options.validate_python(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LintError(f"{path}: {' '.join(str(error).split())}") from error
    return [option.model_copy(update={"goal": goal}) for option in options]


def options_for(goal: str) -> tuple[Option, ...]:
    """Return the options that serve a goal, in the order of the library."""
    return tuple(option for option in load_options() if option.goal == goal)
