"""A scenario from words: one change a line of a YAML file or an option of the command line.

tariff PER USA 0.125          the tariff of USA on goods of PER becomes 12.5 %
tariff PER USA +0.1           ... rises by 10 points; x0.5 halves it; >=0.1 gives it a floor
agreement CAN JPN 0.47        an agreement comes in with that coefficient; -0.47 takes it out
preference PER USA 0.05       a margin of 5 points below the present rate
retaliate CHN USA match       CHN charges what it is charged; or increase, or a rate to add
productivity CHN 1.1          also: workforce, spending
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from countrydesk.errors import InputError, ScenarioError
from countrydesk.policy.gravity.scenario import (
    SHIFTED,
    Agreement,
    Change,
    How,
    Preference,
    Reply,
    Retaliation,
    Scenario,
    Shift,
    TariffChange,
)

Named = str | tuple[str, ...]


def parse_change(text: str) -> Change:
    """Return the change that a line describes; several countries are joined by commas.

    Raises:
        ScenarioError: the line is not of a form above.
    """
    words = text.split()
    kinds: dict[str, Callable[[list[str]], Change]] = {
        "tariff": _tariff,
        "agreement": _agreement,
        "preference": _preference,
        "retaliate": _retaliate,
        **dict.fromkeys(SHIFTED, _shift),
    }
    if not words or words[0] not in kinds:
        raise ScenarioError(f"'{text}': a change starts with {', '.join(kinds)}")
    try:
        return kinds[words[0]](words)
    except (IndexError, ValueError):
        raise ScenarioError(f"'{text}': is not of the form of '{words[0]}'; see --help") from None


def parse_scenario(name: str, lines: Iterable[str]) -> Scenario:
    """Return the scenario of several lines."""
    return Scenario(name, tuple(parse_change(line) for line in lines))


def read_scenario(path: Path) -> Scenario:
    """Return the scenario of a YAML file with ``name`` and a list ``changes`` of lines.

    Raises:
        ScenarioError: the file is of another layout.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path}: is not YAML") from error
    lines = content.get("changes") if isinstance(content, dict) else None
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ScenarioError(f"{path}: needs a list 'changes' with one line of words a change")
    return parse_scenario(str(content.get("name", path.stem)), lines)


def _tariff(words: list[str]) -> Change:
    _, exporter, importer, rate = words
    how: How = "set"
    if rate.startswith(("+", "-")):
        how = "add"
    elif rate.startswith("x"):
        how, rate = "scale", rate[1:]
    elif rate.startswith(">="):
        how, rate = "floor", rate[2:]
    return TariffChange(_named(exporter), _named(importer), float(rate), how)


def _agreement(words: list[str]) -> Change:
    members = tuple(name for word in words[1:-1] for name in word.split(","))
    effect = float(words[-1])
    return Agreement(members, abs(effect), enters=effect >= 0)


def _preference(words: list[str]) -> Change:
    _, exporter, importer, margin = words
    return Preference(_named(exporter), importer, float(margin))


def _retaliate(words: list[str]) -> Change:
    _, by, against, how = words
    replies: dict[str, Reply] = {"match": "match", "increase": "increase"}
    return Retaliation(_named(by), against, replies[how] if how in replies else float(how))


def _shift(words: list[str]) -> Change:
    what, country, factor = words
    kind = next(known for known in SHIFTED if known == what)
    return Shift(country, kind, float(factor))


def _named(word: str) -> Named:
    names = tuple(word.split(","))
    return names[0] if len(names) == 1 else names
