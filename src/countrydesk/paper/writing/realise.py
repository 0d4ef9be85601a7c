"""Printing slots: from a finding's figure to text, the same way when writing and when checking."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from countrydesk.analysis.finding import Finding, Scalar
from countrydesk.errors import UnboundSentenceError
from countrydesk.evidence import Catalogue
from countrydesk.model import Period
from countrydesk.paper.likelihood import likelihood
from countrydesk.paper.nodes import Part, Slot
from countrydesk.paper.writing.grammar import Grammar
from countrydesk.paper.writing.lexicon import Lexicon
from countrydesk.paper.writing.template import Choice, Maybe, Nodes, Ref, bindings, parse
from countrydesk.places import Place, registry


@dataclass(frozen=True, slots=True)
class Term:
    """An indicator as a word: printed by the lexicon."""

    indicator: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of parts made before, to stand inside another template."""

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The phrase as it is read."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


Binding = Finding | Place | Term | Phrase | None

# How the further figures of a finding are printed when the template does not say.
_FIELD_FORMATS: Mapping[str, str] = {
    "period": "period",
    "base_period": "period",
    "since": "period",
    "until": "period",
    "first": "period",
    "last_period": "period",
    "as_of": "period",
    "signed_on": "period",
    "in_force_on": "period",
    "established_on": "period",
    "recognised_on": "period",
    "relative": "percent",
    "share": "percent",
    "ratio": "plain",
    "n": "count",
    "span": "count",
    "length": "count",
    "tied": "count",
    "from_bottom": "ordinal",
    "top": "place",
    "bottom": "place",
    "partner": "place",
    "group": "group",
}


# An amount with what stands before it.
_LED = frozenset({"the", "of", "to"})
_DATES = frozenset({"period", "dated", "named", "year", "date", "end"})


class Realiser:
    """Prints templates and slots in one language; holds no state that could change a text."""

    def __init__(self, grammar: Grammar, lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.grammar = grammar
        self.lexicon = lexicon
        self.catalogue = catalogue

    # -- templates -----------------------------------------------------------------------------

    def phrase(self, source: str, given: Mapping[str, Binding], seed: str) -> Phrase | None:
        """Return a template filled from ``given``, None where a binding it must have is absent."""
        nodes = parse(source)
        present = frozenset(name for name, binding in given.items() if binding is not None)
        if not bindings(nodes, required=True) <= present:
            return None
        parts: list[Part] = []
        used: list[Finding] = []
        self._fill(nodes, given, present, seed, parts, used)
        return Phrase(merge(parts), tuple(dict.fromkeys(used)))

    def _fill(
        self,
        nodes: Nodes,
        given: Mapping[str, Binding],
        present: frozenset[str],
        seed: str,
        parts: list[Part],
        used: list[Finding],
    ) -> None:
        for at, node in enumerate(nodes):
            if isinstance(node, str):
                parts.append(node)
            elif isinstance(node, Ref):
                self._slot(node, given[node.binding], parts, used)
            elif isinstance(node, Choice):
                chosen = node.options[pick(f"{seed}/{at}", len(node.options))]
                self._fill(chosen, given, present, f"{seed}/{at}", parts, used)
            elif isinstance(node, Maybe) and bindings(node.inner) <= present:
                self._fill(node.inner, given, present, f"{seed}/{at}", parts, used)

    def _slot(self, ref: Ref, binding: Binding, parts: list[Part], used: list[Finding]) -> None:
        if isinstance(binding, Phrase):
            parts.extend(binding.parts)
            used.extend(binding.findings)
            return
        if isinstance(binding, Finding):
            used.append(binding)
            slot = Slot("", "finding", binding.id, ref.field, ref.format)
            parts.append(_with_text(slot, self.figure(binding, ref.field, ref.format)))
        elif isinstance(binding, Place):
            slot = Slot("", "place", binding.id, "value", ref.format or "the")
            parts.append(_with_text(slot, self.grammar.place(binding, slot.format)))
        elif isinstance(binding, Term):
            slot = Slot("", "term", binding.indicator, "value", ref.format)
            parts.append(_with_text(slot, self.term(binding.indicator, ref.format)))

    # -- slots ---------------------------------------------------------------------------------

    def reprint(self, slot: Slot, findings: Mapping[str, Finding]) -> str:
        """Return the text a slot must have, from its source alone; what the verifier compares.

        Raises:
            UnboundSentenceError: the source of the slot is unknown.
        """
        if slot.origin == "finding":
            if slot.source not in findings:
                raise UnboundSentenceError(f"no finding {slot.source} behind '{slot.text}'")
            return self.figure(findings[slot.source], slot.field, slot.format)
        if slot.origin == "place":
            return self.grammar.place(registry().get(slot.source), slot.format)
        if slot.origin == "term":
            return self.term(slot.source, slot.format)
        raise UnboundSentenceError(f"'{slot.text}' comes from '{slot.origin}', which is no origin")

    def term(self, indicator: str, form: str) -> str:
        """Return the noun of an indicator in a form."""
        noun, article = self.lexicon.noun(indicator), self.lexicon.article(indicator)
        return self.grammar.term(noun, article, form)

    def figure(self, finding: Finding, field: str, style: str) -> str:
        """Return one figure of a finding in a format."""
        value, unit, decimals = self._figure(finding, field)
        if style[:1] in {"?", ">", "="}:
            return _switch(value, style)
        if not style and isinstance(value, float) and field not in _FIELD_FORMATS:
            return self._amount(finding.indicator, value, unit, decimals)
        if style in _LED and isinstance(value, float):
            # A middle is said as a number, with its sign: "a median of -1 percent".
            middle = field == "median"
            whole = (
                self.grammar.number(value, unit, decimals)
                if middle
                else self._amount(finding.indicator, value, unit, decimals)
            )
            return self.grammar.led(whole, style)
        return self._format(value, style or self._default(value, field), unit, decimals)

    def _amount(self, indicator: str, value: float, unit: str, decimals: int | None) -> str:
        entry = self.lexicon.entries.get(indicator)
        if entry is None or entry.signed is None or value == 0:
            return self.grammar.number(value, unit, decimals)
        word = entry.signed[0] if value > 0 else entry.signed[1]
        return f"{word} {self.grammar.number(abs(value), unit, decimals)}"

    def _figure(self, finding: Finding, field: str) -> tuple[Scalar, str, int | None]:
        entry = self.catalogue.get(finding.indicator)
        decimals = entry.decimals if entry else None
        if field == "value":
            same = entry is not None and entry.unit == finding.unit
            value = finding.value if finding.value is not None else ""
            return value, finding.unit, decimals if same else None
        if field == "period":
            return finding.period.text, "", None
        if field in {"place", "counterpart"}:
            return getattr(finding, field), "", None
        if field not in finding.values:
            raise UnboundSentenceError(
                f"{finding.method} of {finding.indicator} gives no '{field}'; "
                f"it gives {', '.join(sorted(finding.values))}"
            )
        return finding.values[field], entry.unit if entry else "", decimals

    def _default(self, value: Scalar, field: str) -> str:
        if field in {"place", "counterpart"}:
            return "place"
        if field in _FIELD_FORMATS:
            return _FIELD_FORMATS[field]
        return "text" if isinstance(value, str) else "unit"

    def _format(self, value: Scalar, style: str, unit: str, decimals: int | None) -> str:
        name, _, option = style.partition("-")
        if isinstance(value, str):
            return self._text(value, name, option)
        printer = self._printers().get(name)
        if printer is None:
            raise UnboundSentenceError(f"no format '{style}' for the number {value}")
        return printer(float(value), unit, int(option) if option.isdigit() else decimals)

    def _text(self, value: str, name: str, option: str) -> str:
        if name in _DATES:
            return self._date(Period.parse(value), name, option)
        if name == "place":
            return self.grammar.place(registry().get(value), option or "the")
        if name in {"group", "in"}:
            return self.grammar.group(value, preposition=name == "in")
        if name == "of":
            return self.grammar.within(value)
        if name == "text":
            return self.lexicon.text(value)
        raise UnboundSentenceError(f"no format '{name}' for the text '{value}'")

    def _date(self, period: Period, name: str, option: str) -> str:
        if name == "dated":
            return self.grammar.dated(period)
        if name == "named":
            return self.grammar.named(period, option or "the")
        if name == "year":
            return str(period.year)
        if name == "date":
            return self.grammar.period(period.opening)
        if name == "end":
            return self.grammar.period(period.closing) if period.closing else ""
        return self.grammar.period(period)

    def _printers(self) -> Mapping[str, Callable[[float, str, int | None], str]]:
        grammar = self.grammar
        return {
            "unit": grammar.number,
            "abs": lambda v, u, d: grammar.number(abs(v), u, d),
            "plain": lambda v, _u, d: grammar.plain(v, d),
            "exact": lambda v, _u, _d: grammar.exact(v),
            "percent": lambda v, _u, d: grammar.number(v, "percent", 1 if d is None else d),
            "abspercent": lambda v, _u, _d: grammar.number(abs(v), "percent", _decimals(v)),
            "points": lambda v, _u, d: grammar.number(abs(v), "percentage_points", d),
            "millions": lambda v, _u, _d: grammar.millions(v),
            "ordinal": lambda v, _u, _d: grammar.ordinal(int(v)),
            "count": lambda v, _u, _d: grammar.count(int(v)),
            "duration": lambda v, _u, _d: grammar.duration(v),
            "standing": lambda v, _u, _d: grammar.number(min(max(v, 1), 99), "percent", 0),
            "chance": lambda v, _u, _d: grammar.chance(likelihood(v).word),
            "word": lambda v, _u, _d: likelihood(v, grammar.language).word,
            "share": lambda v, _u, d: grammar.led(grammar.number(v, "percent", d or 0), "the"),
            "times": lambda v, _u, d: grammar.times(v, d),
        }


def _decimals(percent: float) -> int:
    return 0 if abs(percent) >= 10 else 1


def pick(seed: str, size: int) -> int:
    """Return a number below ``size`` that depends on ``seed`` alone, on any machine."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % size


def _switch(value: Scalar, style: str) -> str:
    words = style[1:].split("|")
    if style[0] == "=":
        table = dict(word.split(":", 1) for word in words)
        if str(value) not in table:
            raise UnboundSentenceError(f"no word for '{value}' among {sorted(table)}")
        return table[str(value)]
    number = float(value)
    if style[0] == "?":
        return words[0] if number == 1 else words[1]
    return words[0] if number > 0 else words[1] if number < 0 else words[-1]


def _with_text(slot: Slot, text: str) -> Slot:
    return Slot(text, slot.origin, slot.source, slot.field, slot.format)


def merge(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts with neighbouring text joined and empty parts left out."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part:
            merged.append(part)
    return tuple(merged)
