"""The writing desk: one partner, one principal, one view, one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

import yaml

from countrydesk.analysis import compare, levels, trend
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.peers import PeerGroup, peer_group
from countrydesk.analysis.structure import latest_dyads
from countrydesk.errors import LanguageError, NoPaperError, PrincipalError
from countrydesk.evidence import View
from countrydesk.model import Observation
from countrydesk.model.units import UNITS
from countrydesk.paper.weights import Weights
from countrydesk.paper.writing.english import English
from countrydesk.paper.writing.grammar import Grammar
from countrydesk.paper.writing.lexicon import Lexicon, load_lexicon
from countrydesk.paper.writing.realise import Realiser
from countrydesk.paper.writing.spanish import Spanish
from countrydesk.places import Place, PlaceKind, registry

RIVALS = "rivals.yml"


@cache
def load_rivals() -> dict[str, list[str]]:
    """Return the rivals of each principal by place id; ``default`` for those not listed."""
    table: dict[str, list[str]] = yaml.load(
        (files("countrydesk.paper") / RIVALS).read_bytes(),
        Loader=yaml.CSafeLoader,
    )
    return table


GRAMMARS: dict[str, type[Grammar]] = {"en": English, "es": Spanish}


def _no_paper(place: Place) -> str:
    """Return why there is no paper on a place, and what there is instead."""
    whole = f" It counts as part of {registry().get(place.part_of).name}." if place.part_of else ""
    return (
        f"there is no paper on {place.in_text}, a {place.kind} in the registry of places: papers "
        f"are written on the 193 members of the United Nations, the Holy See, Kosovo, Palestine "
        f"and Taiwan.{whole} {place.note} Its figures: 'countrydesk evidence {place.id} INDICATOR'"
    ).replace("  ", " ")


@dataclass(frozen=True)
class Desk:
    """What a passage is written from; also short names for the findings it asks for most.

    ``weights`` are those of the key judgements, None for the published ones; ``outline`` names the
    outline that is followed; ``said`` holds the sentences of the paper so far and ``contested``
    the indicators (with their counterpart) of which another source's value has been said.
    """

    view: View
    partner: Place
    principal: Place
    language: str = "en"
    weights: Weights | None = None
    outline: str = "strategy"
    grammar: Grammar = field(init=False)
    lexicon: Lexicon = field(init=False)
    said: set[str] = field(default_factory=set, init=False, compare=False)
    contested: set[tuple[str, str]] = field(default_factory=set, init=False, compare=False)

    def __post_init__(self) -> None:
        if self.partner.id == self.principal.id:
            raise PrincipalError(
                f"a paper on {self.partner.name} cannot take its own viewpoint; "
                "choose another principal with --principal"
            )
        if self.partner.kind != PlaceKind.COUNTRY:
            raise NoPaperError(_no_paper(self.partner))
        if self.language not in GRAMMARS:
            raise LanguageError(
                f"no language '{self.language}'; there are {', '.join(sorted(GRAMMARS))}"
            )
        object.__setattr__(self, "grammar", GRAMMARS[self.language]())
        object.__setattr__(self, "lexicon", load_lexicon(self.language))

    @cached_property
    def realiser(self) -> Realiser:
        """The printer of slots for this language and catalogue."""
        return Realiser(self.grammar, self.lexicon, self.view.catalogue)

    @property
    def today(self) -> date:
        """The day the paper speaks from: the cut-off of its evidence."""
        return self.view.cutoff

    @property
    def seed(self) -> str:
        """What choices of wording depend on."""
        return f"{self.partner.id}.{self.principal.id}"

    @property
    def rivals(self) -> tuple[Place, ...]:
        """The powers that the principal measures itself against, the first one first."""
        names = load_rivals().get(self.principal.id, load_rivals()["default"])
        return tuple(registry().get(name) for name in names if name != self.principal.id)

    @property
    def region(self) -> PeerGroup:
        """The partner's region as a peer group."""
        return peer_group(self.view, self.partner.id, "region")

    # -- findings about the partner --------------------------------------------------------------

    def level(self, indicator: str, counterpart: str = "", period: str = "") -> Finding | None:
        """Return the partner's newest value, or that of ``period``."""
        return levels.level(
            self.view, place=self.partner.id, indicator=indicator, counterpart=counterpart,
            period=period,
        )  # fmt: skip

    def fact(self, indicator: str, counterpart: str = "") -> Finding | None:
        """Return the partner's newest coded fact."""
        return levels.fact(
            self.view, place=self.partner.id, indicator=indicator, counterpart=counterpart
        )

    def rank(self, indicator: str, group: str = "region") -> Finding | None:
        """Return the partner's rank among ``group``."""
        return compare.rank(self.view, place=self.partner.id, indicator=indicator, group=group)

    def gap(self, indicator: str, group: str = "region") -> Finding | None:
        """Return the partner's distance to the median of ``group``."""
        return compare.gap(self.view, place=self.partner.id, indicator=indicator, group=group)

    def change(self, indicator: str, years: int = 10, counterpart: str = "") -> Finding | None:
        """Return the change over ``years``."""
        return trend.change(
            self.view, place=self.partner.id, indicator=indicator, years=years,
            counterpart=counterpart,
        )  # fmt: skip

    def record(self, indicator: str) -> Finding | None:
        """Return that the newest value is a record of some years."""
        return trend.record(self.view, place=self.partner.id, indicator=indicator)

    def streak(self, indicator: str) -> Finding | None:
        """Return how long the value has moved one way."""
        return trend.streak(self.view, place=self.partner.id, indicator=indicator)

    def absences(self, indicators: Sequence[str]) -> tuple[Finding, ...]:
        """Return an absence for each of ``indicators`` without a value for the partner."""
        found = (
            levels.absence(self.view, place=self.partner.id, indicator=name) for name in indicators
        )
        return tuple(item for item in found if item)

    # -- names and words -------------------------------------------------------------------------

    def place(self, finding: Finding | None) -> Place | None:
        """Return the counterpart of a finding as a place, None without one."""
        return registry().get(finding.counterpart) if finding and finding.counterpart else None

    def neighbours(self) -> tuple[Observation, ...]:
        """Return the land borders of the partner, longest first."""
        dyads = latest_dyads(self.view, self.partner.id, "border_length")
        return tuple(sorted(dyads.values(), key=lambda o: (-o.number, o.counterpart)))

    def borders(self) -> tuple[Place, ...]:
        """Return the land neighbours of the partner by name."""
        found = [registry().get(item.counterpart) for item in self.neighbours()]
        return tuple(sorted(found, key=lambda place: place.name))

    def chart_text(self, name: str, **words: str) -> str:
        """Return a title, caption or description: a template of ``charts``, or ``module.name``."""
        both = {
            "place": self.grammar.place(self.partner, "the"),
            "place_of": self.grammar.place(self.partner, "of"),
            "principal": self.grammar.place(self.principal, "the"),
        }
        source = self.lexicon.template(name if "." in name else f"charts.{name}")
        return self.grammar.capital(source.format(**(both | words)))

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the column headings of a table: a template ``module.name``, parted by bars."""
        return tuple(part.strip() for part in self.lexicon.template(name).split("|"))

    def amount(self, item: Observation) -> str:
        """Return the value of an observation as it is printed in running text."""
        entry = self.view.catalogue[item.indicator]
        return self.grammar.number(item.number, item.unit, entry.decimals)

    def unit_name(self, indicator: str) -> str:
        """Return the name of an indicator's unit for an axis."""
        return self.lexicon.text(UNITS[self.view.catalogue[indicator].unit].name)

    def is_stale(self, finding: Finding) -> bool:
        """Whether the newest value is older than its indicator allows."""
        limit = self.view.catalogue[finding.indicator].stale_after
        return self.today.year - finding.period.year > limit
