"""The part of Vega-Lite that the forms use, read strictly: layers, scales and channels.

Whatever is not read here is refused by name, so that no part of a specification is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from countrydesk.charts.theme import Spec

_PLACES: Final = {"x": "x", "y": "y", "x2": "x", "y2": "y"}
_LOOKS: Final = ("color", "fillOpacity", "strokeDash", "strokeWidth")
_SERIES: Final = ("detail", *_LOOKS)
_COLOUR: Final = re.compile("#[0-9a-f]{6}")
# Vega-Lite keeps this many pixels free at both ends of an axis of rows with bars.
_BAR_PADDING: Final = 5.0
# By kind of mark: its properties, and the channels of its encoding.
_MARKS: Final = {
    "line": ("color strokeWidth strokeDash strokeJoin",
        "x y color strokeDash strokeWidth detail"),
    "area": ("color opacity stroke strokeWidth", "x y y2 color fillOpacity detail"),
    "rule": ("color strokeWidth xOffset x2Offset", "x y x2 y2"),
    "point": ("color fill filled fillOpacity opacity shape size stroke strokeWidth x y",
        "x y color"),
    "bar": ("color height opacity orient stroke strokeWidth", "x x2 y color fillOpacity"),
    "tick": ("color orient size thickness", "x y"),
    "text": ("align color dx dy fontSize fontWeight lineBreak lineHeight x y", "x y text color"),
}  # fmt: skip
_KEYS: Final = {
    kind: (frozenset(properties.split()) | {"type"}, frozenset(channels.split()))
    for kind, (properties, channels) in _MARKS.items()
}


def check_keys(where: str, given: Mapping[str, object], known: Iterable[str]) -> None:
    """Raise where ``given`` has a key that is not known."""
    if unknown := sorted(given.keys() - frozenset(known)):
        raise RenderError(f"{where}: '{unknown[0]}' is not drawn")


def check_fixed(where: str, given: Mapping[str, object], fixed: Mapping[str, object]) -> None:
    """Raise where a key is absent or holds anything but the one value that is drawn."""
    for key, value in fixed.items():
        if key not in given or given[key] != value:
            raise RenderError(f"{where}: '{key}' is drawn as {value!r} only")


def colour_of(value: object) -> str:
    """Return a colour, once it is seen to be one."""
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return value
    raise RenderError(f"chart: {value!r} is not a colour such as #1f4e79")


@dataclass(frozen=True, slots=True)
class Linear:
    """A scale: ``low`` lies at the pixel ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return the pixel of a value."""
        part = (value - self.low) / (self.high - self.low)
        return self.start * (1 - part) + self.end * part


@dataclass(frozen=True, slots=True)
class Layer:
    """One mark with its data; ``scales`` are those of the whole chart, None for plain pixels."""

    kind: str
    mark: Spec
    encoding: Spec
    rows: Sequence[Spec]
    scales: dict[str, Linear | None]

    def places(self, channel: str) -> list[float]:
        """Return the pixel of each row along ``x``, ``y``, ``x2`` or ``y2``."""
        given = self.encoding.get(channel)
        if given is None and channel not in self.mark:
            raise RenderError(f"{self.kind}: nothing says where '{channel}' is")
        fixed = self.mark.get(channel) if given is None else given.get("value")
        shift = self.number(f"{channel}Offset", 0.0)
        if fixed is not None:
            return [_number(self.kind, fixed) + shift] * len(self.rows)
        values = [_number(self.kind, value) for value in self.column(channel)]
        scale = self.scales[_PLACES[channel]]
        return [(scale.place(value) if scale else value) + shift for value in values]

    def looks(self, channel: str, default: Any = None) -> list[Any]:  # noqa: ANN401 - any value of JSON
        """Return the look of each row: from the channel, else from the mark."""
        given = self.encoding.get(channel)
        if given is None or "value" in given:
            look = self.mark.get(channel, default) if given is None else given["value"]
            return [look] * len(self.rows)
        values = self.column(channel)
        if given["scale"] is None:
            return values
        table = dict(zip(given["scale"]["domain"], given["scale"]["range"], strict=True))
        if unknown := [value for value in values if value not in table]:
            raise RenderError(f"{self.kind}: '{unknown[0]}' is not in the domain of '{channel}'")
        return [table[value] for value in values]

    def column(self, channel: str) -> list[Any]:
        """Return the value of each row in the field of a channel."""
        name = self.encoding[channel]["field"]
        try:
            return [row[name] for row in self.rows]
        except KeyError as error:
            raise RenderError(f"{self.kind}: a row of data lacks '{name}'") from error

    def series(self) -> list[list[int]]:
        """Return the positions of the rows of each series, in the order of x."""
        named = [name for name in _SERIES if "field" in self.encoding.get(name, {})]
        keys = zip(*map(self.column, named), strict=True) if named else [()] * len(self.rows)
        found: dict[tuple[object, ...], list[int]] = {}
        for at, key in enumerate(keys):
            found.setdefault(key, []).append(at)
        x = self.places("x")
        return [sorted(rows, key=x.__getitem__) for rows in found.values()]

    def number(self, name: str, default: float | None = None) -> float:
        """Return a property of the mark that is a number."""
        return _number(self.kind, self.mark.get(name, default))

    def choice(self, name: str, choices: Mapping[str, str], default: str) -> str:
        """Return what a property of the mark stands for; it has few values."""
        value = self.mark.get(name, default)
        if value not in choices:
            raise RenderError(f"{self.kind}: {name} '{value}' is not drawn")
        return choices[value]


def read_layers(spec: Spec) -> tuple[list[Layer], list[tuple[str, Spec, Linear]]]:
    """Return all layers in their order, and the axes: channel, specification and scale."""
    scales: dict[str, Linear | None] = {}
    axes: list[tuple[str, Spec, Linear]] = []
    layers = [_layer(given, scales) for given in _flat(spec["layer"])]
    ends = {"x": (0.0, float(spec["width"])), "y": (float(spec["height"]), 0.0)}
    for channel, (start, end) in ends.items():
        stated = _stated(channel, layers)
        scale = scales[channel] = _linear(channel, stated, start, end, layers)
        axis = _axis(channel, stated)
        if axis is not None:
            if scale is None:
                raise RenderError(f"axis of {channel}: without a scale it is not drawn")
            axes.append((channel, axis, scale))
    return layers, axes


# -- layers ------------------------------------------------------------------------------------


def _flat(layers: Iterable[Spec]) -> Iterator[Spec]:
    for layer in layers:
        if "layer" in layer:
            check_keys("chart", layer, {"layer"})
            yield from _flat(layer["layer"])
        else:
            yield layer


def _layer(given: Spec, scales: dict[str, Linear | None]) -> Layer:
    check_keys("chart", given, {"data", "mark", "encoding"})
    mark = {"type": given["mark"]} if isinstance(given["mark"], str) else given["mark"]
    kind, encoding = mark["type"], given.get("encoding", {})
    if kind not in _KEYS:
        raise RenderError(f"chart: mark '{kind}' is not drawn")
    properties, channels = _KEYS[kind]
    check_keys(kind, mark, properties)
    check_keys(kind, encoding, channels)
    for name, channel in encoding.items():
        _check_channel(f"{kind}, {name}", name, channel)
    check_keys(kind, given["data"], {"values"})
    return Layer(kind, mark, encoding, given["data"]["values"], scales)


def _check_channel(where: str, name: str, given: Spec) -> None:
    if "field" not in given:
        check_keys(where, given, {"value"})
    elif name in {"x", "y"}:
        check_keys(where, given, {"field", "type", "scale", "axis"})
        check_fixed(where, given, {"type": "quantitative"})
    elif name in _LOOKS:
        _check_look(where, name, given)
    else:
        check_keys(where, given, {"field"})


def _check_look(where: str, name: str, given: Spec) -> None:
    check_keys(where, given, {"field", "type", "legend", "scale"})
    check_fixed(where, given, {"type": "nominal"})
    scale = given.get("scale", {})
    if scale is None and name == "color":
        return
    check_fixed(where, given, {"legend": None})
    check_keys(where, scale or {}, {"type", "domain", "range"})
    # Without its type, Vega-Lite would place steps between the first two numbers of the range.
    check_fixed(where, scale or {}, {"type": "ordinal"})
    if len(scale["domain"]) != len(scale["range"]):
        raise RenderError(f"{where}: domain and range differ in length")


# -- scales ------------------------------------------------------------------------------------


def _stated(channel: str, layers: Iterable[Layer]) -> list[Spec]:
    """Return the channel of the layers that state a scale; all others with a field share it."""
    given = [layer.encoding[channel] for layer in layers if channel in layer.encoding]
    given = [one for one in given if "field" in one]
    stated = [one for one in given if "scale" in one]
    if given and not stated:
        raise RenderError(f"chart: nothing says which scale '{channel}' has")
    if any(one["scale"] != stated[0]["scale"] for one in stated):
        raise RenderError(f"chart: '{channel}' has two scales")
    if stated and stated[0]["scale"] is None and len(stated) < len(given):
        raise RenderError(f"chart: '{channel}' is in pixels in some layers only")
    return stated


def _linear(
    channel: str, stated: Sequence[Spec], start: float, end: float, layers: Iterable[Layer]
) -> Linear | None:
    if not stated or stated[0]["scale"] is None:
        return None
    scale = stated[0]["scale"]
    check_keys(f"scale of {channel}", scale, {"domain", "nice", "zero", "reverse"})
    check_fixed(f"scale of {channel}", scale, {"nice": False, "zero": False})
    low, high = (_number(f"scale of {channel}", value) for value in scale["domain"])
    if low >= high:
        raise RenderError(f"scale of {channel}: its domain is empty")
    if channel == "y" and any(layer.kind == "bar" for layer in layers):
        start, end = start - _BAR_PADDING, end + _BAR_PADDING
    return Linear(low, high, *((end, start) if scale.get("reverse") else (start, end)))


def _axis(channel: str, stated: Sequence[Spec]) -> Spec | None:
    """Return the axis of a channel, or nothing where it has none."""
    if any("axis" not in one for one in stated):
        raise RenderError(f"chart: nothing says which axis '{channel}' has")
    axes: list[Spec] = [one["axis"] for one in stated if one["axis"] is not None]
    if len(axes) > 1:
        raise RenderError(f"chart: '{channel}' has two axes")
    return axes[0] if axes else None


def _number(where: str, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf"):
        return float(value)
    raise RenderError(f"{where}: {value!r} is no number")
