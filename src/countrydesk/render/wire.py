"""Dataclasses as plain JSON values: one set of rules writes, reads and describes them.

The rules follow the type hints, so that a field added to a node is at once written, read and in
the schema. Dataclasses in a union are told apart by a ``type`` key that names their class.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias, Union

from countrydesk.errors import InputError, RenderError

Plain: TypeAlias = Any  # what a JSON parser returns
Value: TypeAlias = Any  # what the rule's type says
Hint: TypeAlias = Any
Schema: TypeAlias = dict[str, Any]

TAG = "type"


@dataclass(frozen=True)
class Rule:
    """How values of one type are written, read (``load(value, where)``) and described."""

    dump: Callable[[Any], Plain]
    load: Callable[[Plain, str], Any]
    schema: Schema


class Wire:
    """The rules for a family of dataclasses.

    ``rules`` override what follows from the hints, by type or by (class, field). ``derived`` adds
    properties to what is written, with the type of each; reading checks them.
    """

    def __init__(
        self,
        rules: Mapping[Any, Rule],
        derived: Mapping[type, Mapping[str, Any]],
    ) -> None:
        self._rules = dict(rules)
        self._derived = derived
        self._records: dict[type, _Record] = {}
        self._made: dict[Any, Rule] = {}

    def definitions(self, root: type) -> dict[str, Schema]:
        """Return the schemas of a dataclass and of all that it holds, by class name."""
        self.rule(root)
        seen = 0
        while seen < len(self._records):
            seen = len(self._records)
            for record in tuple(self._records.values()):
                record.resolve()
        return {record.cls.__name__: record.schema() for record in self._records.values()}

    def rule(self, hint: Hint) -> Rule:
        """Return the rule for a type hint.

        Raises:
            TypeError: no rule is known for the hint.

        """
        if hint not in self._made:
            self._made[hint] = self._rules.get(hint) or self._make(hint)
        return self._made[hint]

    def field_rule(self, cls: type, name: str, hint: Hint) -> Rule:
        """Return the rule for one field of a dataclass."""
        return self._rules.get((cls, name)) or self.rule(hint)

    def _make(self, hint: Hint) -> Rule:
        origin: Hint = typing.get_origin(hint)
        args = typing.get_args(hint)
        if hint in _SCALARS:
            return _SCALARS[hint]
        if origin in (Union, types.UnionType):
            return self._union(args)
        if origin is tuple:
            return self._list(args[0]) if args[1:] == (...,) else self._fixed(args)
        if origin is Mapping:
            return self._mapping(args[1])
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return _enum(hint)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self._record(hint)
        raise TypeError(f"no rule for {hint}")

    def _record(self, cls: type) -> Rule:
        record = self._records[cls] = _Record(self, cls, self._derived.get(cls, {}))
        return Rule(record.dump, record.load, {"$ref": f"#/$defs/{cls.__name__}"})

    def _list(self, hint: Hint) -> Rule:
        item = self.rule(hint)

        def load(value: Plain, where: str) -> tuple[Any, ...]:
            values = _expect(value, list, where)
            return tuple(item.load(each, f"{where}[{n}]") for n, each in enumerate(values))

        schema = {"type": "array", "items": item.schema}
        return Rule(lambda values: [item.dump(each) for each in values], load, schema)

    def _fixed(self, hints: tuple[Any, ...]) -> Rule:
        items = [self.rule(hint) for hint in hints]

        def load(value: Plain, where: str) -> tuple[Any, ...]:
            values = _expect(value, list, where)
            if len(values) != len(items):
                raise InputError(f"{where}: expected {len(items)} entries, found {len(values)}")
            pairs = enumerate(zip(items, values, strict=True))
            return tuple(item.load(each, f"{where}[{n}]") for n, (item, each) in pairs)

        def dump(values: tuple[Any, ...]) -> Plain:
            return [item.dump(each) for item, each in zip(items, values, strict=True)]

        size = len(items)
        prefix = [item.schema for item in items]
        schema = {"type": "array", "prefixItems": prefix, "minItems": size, "maxItems": size}
        return Rule(dump, load, schema)

    def _mapping(self, hint: Hint) -> Rule:
        item = self.rule(hint)

        def load(value: Plain, where: str) -> Mapping[str, Any]:
            entries = _expect(value, dict, where).items()
            return types.MappingProxyType(
                {key: item.load(each, f"{where}.{key}") for key, each in entries}
            )

        def dump(values: Mapping[str, Any]) -> Plain:
            return {key: item.dump(each) for key, each in values.items()}

        return Rule(dump, load, {"type": "object", "additionalProperties": item.schema})

    def _union(self, hints: tuple[Any, ...]) -> Rule:
        records = [hint for hint in hints if dataclasses.is_dataclass(hint)]
        plain = [hint for hint in hints if hint not in records]
        if len(records) > 1 and not plain:
            return self._tagged(records)
        by_json = {kind: self.rule(hint) for hint in hints for kind in _json_kinds(hint)}
        rules = [(hint, self.rule(hint)) for hint in hints]

        def load(value: Plain, where: str) -> Value:
            if type(value) not in by_json:
                raise InputError(f"{where}: did not expect {_named(value)}")
            return by_json[type(value)].load(value, where)

        unchanged = _UNCHANGED & {hint for hint in hints if self.rule(hint) is _SCALARS.get(hint)}

        def dump(value: Value) -> Plain:
            if type(value) in unchanged:
                return value
            for hint, rule in rules:
                if _accepts(hint, value):
                    return rule.dump(value)
            raise RenderError(f"JSON cannot hold {value!r} here")

        return Rule(dump, load, {"anyOf": [rule.schema for _, rule in rules]})

    def _tagged(self, classes: list[Any]) -> Rule:
        by_name = {cls.__name__.lower(): (cls, self.rule(cls)) for cls in classes}
        by_class = {cls: (name, rule) for name, (cls, rule) in by_name.items()}

        def dump(value: Value) -> Plain:
            name, rule = by_class[type(value)]
            return {TAG: name, **rule.dump(value)}

        def load(value: Plain, where: str) -> Value:
            plain = dict(_expect(value, dict, where))
            name = plain.pop(TAG, None)
            if name not in by_name:
                raise InputError(f"{where}: '{name}' is none of {', '.join(by_name)}")
            return by_name[name][1].load(plain, where)

        for cls in classes:
            self._records[cls].tag = cls.__name__.lower()
        return Rule(dump, load, {"oneOf": [rule.schema for _, rule in by_name.values()]})


class _Record:
    """One dataclass. Its fields are looked at on first use, since a class may hold itself."""

    def __init__(self, wire: Wire, cls: type, derived: Mapping[str, Any]) -> None:
        self.cls, self.tag = cls, ""
        self._wire, self._derived = wire, derived
        self._cache: tuple[dict[str, Rule], dict[str, Rule]] | None = None
        self._dumps: tuple[tuple[str, Callable[[Value], Plain]], ...] | None = None

    def resolve(self) -> tuple[dict[str, Rule], dict[str, Rule]]:
        """Return the rules of the fields and of the derived properties."""
        if self._cache is None:
            hints = typing.get_type_hints(self.cls)
            names = [field.name for field in dataclasses.fields(self.cls)]
            fields = {name: self._wire.field_rule(self.cls, name, hints[name]) for name in names}
            extra = {name: self._wire.rule(hint) for name, hint in self._derived.items()}
            self._cache = fields, extra
        return self._cache

    def dump(self, value: Value) -> Plain:
        if self._dumps is None:
            fields, extra = self.resolve()
            self._dumps = tuple((name, rule.dump) for name, rule in (fields | extra).items())
        return {name: dump(getattr(value, name)) for name, dump in self._dumps}

    def load(self, value: Plain, where: str) -> Value:
        plain = _expect(value, dict, where)
        fields, extra = self.resolve()
        if odd := sorted(plain.keys() ^ (fields.keys() | extra.keys())):
            raise InputError(f"{where}: key '{odd[0]}' is missing or not expected")
        made = self.cls(
            **{name: rule.load(plain[name], f"{where}.{name}") for name, rule in fields.items()}
        )
        for name, rule in extra.items():
            if rule.dump(getattr(made, name)) != plain[name]:
                raise InputError(f"{where}: '{name}' does not follow from the rest")
        return made

    def schema(self) -> Schema:
        """Return the schema; every key is written, and no other."""
        fields, extra = self.resolve()
        tag: Schema = {TAG: {"const": self.tag}} if self.tag else {}
        entries = tag | {name: rule.schema for name, rule in (fields | extra).items()}
        return {
            "type": "object",
            "description": _description(self.cls),
            "properties": entries,
            "required": sorted(entries),
            "additionalProperties": False,
        }


def same(value: Value) -> Value:
    """Return the value: how strings are written."""
    return value


def read_text(value: Plain, where: str) -> str:
    """Return a string.

    Raises:
        InputError: it is none.

    """
    return str(_expect(value, str, where))


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise RenderError(f"{value} is not a number that JSON can hold")
    return value if isinstance(value, int) else float(value)


def _read_number(value: Plain, where: str) -> float:
    if type(value) not in (int, float):
        raise InputError(f"{where}: expected a number, found {_named(value)}")
    return value  # type: ignore[no-any-return]


def _read_date(value: Plain, where: str) -> date:
    try:
        return date.fromisoformat(read_text(value, where))
    except ValueError as error:
        raise InputError(f"{where}: '{value}' is not a date") from error


def _enum(cls: type[StrEnum]) -> Rule:
    def load(value: Plain, where: str) -> StrEnum:
        try:
            return cls(value)
        except ValueError as error:
            raise InputError(f"{where}: '{value}' is none of {', '.join(cls)}") from error

    schema = {"type": "string", "description": _description(cls), "enum": [*map(str, cls)]}
    return Rule(str, load, schema)


def _expect(value: Plain, kind: type, where: str) -> Value:
    if type(value) is not kind:
        raise InputError(f"{where}: did not expect {_named(value)}")
    return value


def _description(cls: type) -> str:
    """Return the first paragraph of a class's docstring on one line."""
    return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())


_UNCHANGED: frozenset[Any] = frozenset({str, int, bool, type(None)})
_NAMES = {
    dict: "an object", list: "a list", str: "text", int: "a number", float: "a number",
    bool: "true or false", type(None): "null",
}  # fmt: skip


def _named(value: Plain) -> str:
    return _NAMES.get(type(value), "that")


def _json_kinds(hint: Hint) -> tuple[type, ...]:
    if dataclasses.is_dataclass(hint):
        return (dict,)
    if isinstance(hint, type) and issubclass(hint, str | date):
        return (str,)
    return (int, float) if hint is float else (hint,)


def _accepts(hint: Hint, value: Value) -> bool:
    return isinstance(value, int | float if hint is float else hint)


_SCALARS: Mapping[Any, Rule] = {
    str: Rule(same, read_text, {"type": "string"}),
    float: Rule(_finite, _read_number, {"type": "number"}),
    int: Rule(same, lambda value, where: _expect(value, int, where), {"type": "integer"}),
    bool: Rule(same, lambda value, where: _expect(value, bool, where), {"type": "boolean"}),
    date: Rule(date.isoformat, _read_date, {"type": "string", "format": "date"}),
    type(None): Rule(
        lambda _: None, lambda value, where: _expect(value, type(None), where), {"type": "null"}
    ),
}
