"""What changes: tariffs by pair, an agreement in or out, a preference margin, retaliation.

A scenario is a list of changes that are applied in order. Each knows how to alter the tariffs and
the trade costs that come out of the changes before it. Countries are named as in the baseline;
``ALL`` stands for every other country.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from countrydesk.errors import ScenarioError, TradeTableError
from countrydesk.policy.gravity.arrays import Array
from countrydesk.policy.gravity.baseline import Baseline, check_rates

ALL = "*"
How = Literal["set", "add", "scale", "floor"]
Reply = Literal["match", "increase"]
Shifted = Literal["productivity", "workforce", "spending"]
SHIFTED: tuple[Shifted, ...] = ("productivity", "workforce", "spending")
Cells = tuple[npt.NDArray[np.intp], ...]


@dataclass
class Policy:
    """The state that changes act on.

    Attributes:
        baseline: what the scenario starts from.
        tariffs: (sectors, exporters, importers), fractions.
        effect: same shape; the log of the direct ("partial") effect on trade of everything but
            tariffs; for instance the coefficient of an agreement in a gravity regression.
    """

    baseline: Baseline
    tariffs: Array
    effect: Array

    def cells(
        self, exporter: str | Iterable[str], importer: str | Iterable[str], sector: str | None
    ) -> Cells:
        """Return the index of the cells that a change names; never domestic ones."""
        sectors = self._sectors(sector)
        rows, columns = self.positions(exporter), self.positions(importer)
        chosen = np.zeros(self.tariffs.shape, dtype=bool)
        chosen[np.ix_(sectors, rows, columns)] = True
        own = np.arange(self.baseline.size)
        chosen[:, own, own] = False
        if not chosen.any():
            raise ScenarioError(f"no foreign trade is named by {exporter} to {importer}")
        return np.nonzero(chosen)

    def positions(self, named: str | Iterable[str]) -> list[int]:
        """Return the places of the named countries on the axes; ``ALL`` is every country."""
        if named == ALL:
            return list(range(self.baseline.size))
        names = [named] if isinstance(named, str) else list(named)
        try:
            return [self.baseline.position(name) for name in names]
        except TradeTableError as error:
            raise ScenarioError(str(error)) from None

    def _sectors(self, named: str | None) -> list[int]:
        if named is None:
            return list(range(len(self.baseline.sectors)))
        if named not in self.baseline.sectors:
            raise ScenarioError(
                f"the baseline has no sector '{named}'; it has {', '.join(self.baseline.sectors)}"
            )
        return [self.baseline.sectors.index(named)]


class Change(Protocol):
    """One step of a scenario."""

    def apply(self, policy: Policy) -> None:
        """Alter the tariffs or the effects of ``policy``."""


@dataclass(frozen=True)
class TariffChange:
    """A tariff of ``importer`` on goods of ``exporter``: set, added to, scaled or given a floor."""

    exporter: str | tuple[str, ...]
    importer: str | tuple[str, ...]
    rate: float
    how: How = "set"
    sector: str | None = None

    def apply(self, policy: Policy) -> None:
        """Alter the tariffs of the named pairs."""
        if not np.isfinite(self.rate):
            raise ScenarioError(f"a tariff of {self.rate} is not a number")
        at = policy.cells(self.exporter, self.importer, self.sector)
        now = policy.tariffs[at]
        ways: dict[str, Callable[[], Array]] = {
            "set": lambda: np.full_like(now, self.rate),
            "add": lambda: now + self.rate,
            "scale": lambda: now * self.rate,
            "floor": lambda: np.maximum(now, self.rate),
        }
        if self.how not in ways:
            raise ScenarioError(f"a tariff is changed by {', '.join(ways)}; not by '{self.how}'")
        policy.tariffs[at] = ways[self.how]()


@dataclass(frozen=True, eq=False)
class TariffTable:
    """Every tariff at once: (exporters, importers) or (sectors, exporters, importers)."""

    rates: Array

    def apply(self, policy: Policy) -> None:
        """Put the whole table in place."""
        try:
            policy.tariffs[...] = np.asarray(self.rates, dtype=np.float64)
        except ValueError:
            raise ScenarioError(
                f"the table of tariffs has the shape {np.shape(self.rates)}; the baseline needs "
                f"{policy.tariffs.shape}"
            ) from None


@dataclass(frozen=True)
class Agreement:
    """An agreement among ``members`` comes in or goes out.

    ``effect`` is the coefficient of such agreements in a gravity regression (0.5 raises trade by
    exp(0.5) - 1 = 65 % at given resistances). ``duty_free`` also sets the tariffs among members to
    zero when it comes in. A coefficient that was estimated without tariffs already holds them.
    """

    members: tuple[str, ...]
    effect: float
    enters: bool = True
    duty_free: bool = False
    sector: str | None = None

    def apply(self, policy: Policy) -> None:
        """Add or take away the effect among all members."""
        if len(self.members) < 2:
            raise ScenarioError("an agreement needs two members")
        if not np.isfinite(self.effect):
            raise ScenarioError(f"an effect of {self.effect} is not a number")
        at = policy.cells(self.members, self.members, self.sector)
        policy.effect[at] += self.effect if self.enters else -self.effect
        if self.duty_free and self.enters:
            policy.tariffs[at] = 0.0


@dataclass(frozen=True)
class Preference:
    """``importer`` grants ``exporter`` a margin below its present rate, never below zero."""

    exporter: str | tuple[str, ...]
    importer: str
    margin: float
    sector: str | None = None

    def apply(self, policy: Policy) -> None:
        """Lower the tariffs by the margin."""
        if not (np.isfinite(self.margin) and self.margin >= 0):
            raise ScenarioError(f"a preference margin must be 0 or more, not {self.margin}")
        at = policy.cells(self.exporter, self.importer, self.sector)
        now = policy.tariffs[at]
        policy.tariffs[at] = np.where(now > 0, np.maximum(now - self.margin, 0.0), now)


@dataclass(frozen=True)
class Retaliation:
    """``by`` answer the tariffs that ``against`` charges them.

    ``how`` is "match" (charge what one is charged), "increase" (add what was added to one's own
    goods since the baseline) or a rate to add.
    """

    by: str | tuple[str, ...]
    against: str
    how: Reply | float = "match"
    sector: str | None = None

    def apply(self, policy: Policy) -> None:
        """Set or raise the tariffs on goods of ``against``."""
        sectors, rows, columns = policy.cells(self.against, self.by, self.sector)
        faced = policy.tariffs[sectors, columns, rows]
        before = policy.baseline.rates[sectors, columns, rows]
        if self.how == "match":
            policy.tariffs[sectors, rows, columns] = faced
        elif self.how == "increase":
            policy.tariffs[sectors, rows, columns] += faced - before
        elif isinstance(self.how, int | float) and np.isfinite(self.how):
            policy.tariffs[sectors, rows, columns] += float(self.how)
        else:
            raise ScenarioError(f"retaliation is 'match', 'increase' or a rate, not '{self.how}'")


@dataclass(frozen=True, eq=False)
class CostChange:
    """A table of direct log effects on trade, (exporters, importers) or with sectors first."""

    effect: Array

    def apply(self, policy: Policy) -> None:
        """Add the table; domestic cells must be zero."""
        table = np.asarray(self.effect, dtype=np.float64)
        try:
            table = np.broadcast_to(table, policy.effect.shape)
        except ValueError:
            raise ScenarioError(
                f"the table of effects has the shape {table.shape}; the baseline needs "
                f"{policy.effect.shape}"
            ) from None
        if not np.isfinite(table).all():
            raise ScenarioError("the table of effects holds a cell that is not a number")
        policy.effect += table


@dataclass(frozen=True)
class Shift:
    """Something of a country that is not trade policy is multiplied by ``factor``.

    "productivity" and "workforce" shift supply; "spending" shifts the ratio of spending to income
    and needs the multiplicative closure.
    """

    country: str
    what: Shifted
    factor: float

    def apply(self, policy: Policy) -> None:
        """Check; the solver reads the factor from the scenario."""
        policy.positions(self.country)
        if self.what not in SHIFTED:
            raise ScenarioError(f"a shift is of {', '.join(SHIFTED)}; not of '{self.what}'")
        if not (np.isfinite(self.factor) and self.factor > 0):
            raise ScenarioError(f"a factor must be above 0, not {self.factor}")


@dataclass(frozen=True)
class Scenario:
    """Changes in the order in which they are applied. Each method returns a longer scenario."""

    name: str = "scenario"
    changes: tuple[Change, ...] = ()

    def then(self, *changes: Change) -> Scenario:
        """Return the scenario with more changes at its end."""
        return replace(self, changes=self.changes + changes)

    def tariff(
        self,
        exporter: str | tuple[str, ...],
        importer: str | tuple[str, ...],
        rate: float,
        how: How = "set",
        sector: str | None = None,
    ) -> Scenario:
        """Change the tariff of ``importer`` on ``exporter``; see :class:`TariffChange`."""
        return self.then(TariffChange(exporter, importer, rate, how, sector))

    def agreement(
        self, *members: str, effect: float, enters: bool = True, duty_free: bool = False
    ) -> Scenario:
        """Let an agreement come in or go out; see :class:`Agreement`."""
        return self.then(Agreement(members, effect, enters, duty_free))

    def preference(self, exporter: str | tuple[str, ...], importer: str, margin: float) -> Scenario:
        """Grant a margin below the present tariff; see :class:`Preference`."""
        return self.then(Preference(exporter, importer, margin))

    def retaliation(
        self, by: str | tuple[str, ...], against: str, how: Reply | float = "match"
    ) -> Scenario:
        """Answer the tariffs of ``against``; see :class:`Retaliation`."""
        return self.then(Retaliation(by, against, how))

    def policy(self, baseline: Baseline) -> Policy:
        """Return the tariffs and effects after all changes.

        Raises:
            ScenarioError: a country or sector that the baseline lacks, a tariff of -100 % or less,
                or an effect that is no number.
        """
        state = Policy(baseline, baseline.rates.copy(), np.zeros_like(baseline.rates))
        for change in self.changes:
            change.apply(state)
        try:
            check_rates(baseline.countries, state.tariffs)
        except TradeTableError as error:
            raise ScenarioError(str(error)) from None
        if np.diagonal(state.effect, axis1=1, axis2=2).any():
            raise ScenarioError("a scenario cannot change the cost of domestic sales")
        return state

    def shift(self, country: str, what: Shifted, factor: float) -> Scenario:
        """Multiply productivity, the workforce or the ratio of spending to income of a country."""
        return self.then(Shift(country, what, factor))

    def shifters(self, baseline: Baseline) -> dict[Shifted, Array]:
        """Return the factors of each country, (countries,), by what they multiply."""
        factors: dict[Shifted, Array] = {what: np.ones(baseline.size) for what in SHIFTED}
        for change in self.changes:
            if isinstance(change, Shift):
                factors[change.what][baseline.position(change.country)] *= change.factor
        return factors
