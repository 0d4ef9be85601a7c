"""Forms with one row for each label: ``bars``, ``interval``, ``dumbbell`` and ``strip``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from countrydesk.charts.axes import Frame, Scale, heading, numeric_scale, rows_of
from countrydesk.charts.rows import Rows, known
from countrydesk.charts.text import LINE_HEIGHT, number, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countrydesk.charts.theme import ChartTheme, Spec
    from countrydesk.paper.nodes import Exhibit

_LABELS: Final = 0.34
_ROW: Final = 25
_BAR: Final = 13
_FADES: Final = (0.85, 0.35, 0.1, 0.6)
_STRIP_HEIGHT: Final = 78


def bars(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return horizontal bars in the order given, with the value in figures at the end of each."""
    rows = Rows(exhibit)
    values, lows, highs = rows.numbers("value"), rows.maybe("low"), rows.maybe("high")
    groups = rows.texts("group") if rows.has("group") else [""] * len(values)
    names = sorted(dict.fromkeys(groups), key=lambda name: name != rows.option("highlight"))
    x = numeric_scale(known(values, lows, highs), rows.option("x_title"), count=4, zero=True)
    labels = _labels(rows.texts("label"), theme)
    data = [
        {"i": at, "v": value, "z": 0.0, "g": group, "lo": low, "hi": high,
         "t": number(value), "e": max(known([value, high, 0.0]))}
        for at, (value, group, low, high) in enumerate(
            zip(values, groups, lows, highs, strict=True))
    ]  # fmt: skip
    layers = [_bar_layer(data, names, theme), *_whiskers(data, theme), _ends(data)]
    legend = _legend(names, theme)
    return _ranked(theme, labels, x, layers, right=_room(data), legend=legend)


def interval(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return dots with intervals on one axis."""
    rows = Rows(exhibit)
    values, lows, highs = (rows.numbers(name) for name in ("value", "low", "high"))
    x = numeric_scale([*values, *lows, *highs], rows.option("x_title"), count=5)
    data = [
        {"i": at, "v": value, "lo": low, "hi": high, "e": high, "t": number(value)}
        for at, (value, low, high) in enumerate(zip(values, lows, highs, strict=True))
    ]
    dots = _dots(data, "v", theme.colour(0))
    layers = [*_whiskers(data, theme, 2.2, theme.colour(0)), dots, _ends(data)]
    return _ranked(theme, _labels(rows.texts("label"), theme), x, layers, right=_room(data))


def dumbbell(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return two dots in each row, hollow before and filled after, joined by a line."""
    rows = Rows(exhibit)
    before, after = rows.numbers("before"), rows.numbers("after")
    x = numeric_scale([*before, *after], rows.option("x_title"), count=5)
    data = [
        {"i": at, "lo": first, "v": last, "hi": last, "e": max(first, last),
         "t": f"{number(first)} → {number(last)}"}
        for at, (first, last) in enumerate(zip(before, after, strict=True))
    ]  # fmt: skip
    layers = [
        *_whiskers(data, theme, 1.6),
        _dots(data, "lo", theme.colour(1), theme.palette.surface),
        _dots(data, "v", theme.colour(0)),
        _ends(data),
    ]
    legend = [
        (rows.option("before_title", "before"), theme.colour(1), "hollow"),
        (rows.option("after_title", "after"), theme.colour(0), "dot"),
    ]
    labels = _labels(rows.texts("label"), theme)
    return _ranked(theme, labels, x, layers, right=_room(data), legend=legend)


def strip(exhibit: Exhibit, theme: ChartTheme) -> Spec:
    """Return all peers on one axis; the partner, the median and both extremes are named."""
    rows = Rows(exhibit)
    x = numeric_scale(rows.numbers("value"), rows.option("x_title"), count=5)
    columns = zip(rows.texts("label"), rows.numbers("value"), rows.texts("role"), strict=True)
    data = [{"l": label, "v": value, "r": role} for label, value, role in columns]
    peers = [row for row in data if row["r"] not in {"partner", "median"}]
    partner = [row for row in data if row["r"] == "partner"]
    median = [row for row in data if row["r"] == "median"]
    frame = Frame.inside(theme.width, _STRIP_HEIGHT, left=24, right=24, top=4,
        bottom=40 if x.title else 24)  # fmt: skip
    layers = [
        _strip_axis(x),
        _marks(peers, {"type": "tick", "color": theme.palette.quiet, "thickness": 1.6,
            "size": 22, "orient": "vertical"}),
        _marks(median, {"type": "tick", "color": theme.palette.ink, "thickness": 1.6, "size": 44}),
        _marks(partner, {"type": "point", "filled": True, "shape": "diamond", "size": 170,
            "color": theme.colour(0), "opacity": 1}),
        *_strip_words(peers, partner, median, x, frame),
        *heading(x.title, theme, x=0, y=_STRIP_HEIGHT + 32),
    ]  # fmt: skip
    return frame.spec(theme, layers)


# -- rows --------------------------------------------------------------------------------------


def _ranked(
    theme: ChartTheme,
    labels: Sequence[str],
    x: Scale,
    layers: Sequence[Spec],
    *,
    right: float,
    legend: Sequence[tuple[str, str, str]] = (),
) -> Spec:
    """Return rows with labels at the left, gridlines, and a legend above where it is needed."""
    widest = max(text_width(line) for label in labels for line in label.split("\n"))
    height = _ROW * len(labels)
    frame = Frame.inside(theme.width, height, left=widest + 9, right=right,
        top=24 if legend else 6, bottom=42 if x.title else 24)  # fmt: skip
    made = [_row_axes(labels, x), *layers, *_legend_layers(legend, theme)]
    return frame.spec(theme, [*made, *heading(x.title, theme, y=height + 32)])


def _labels(texts: Sequence[str], theme: ChartTheme) -> list[str]:
    return [wrap(text, theme.width * _LABELS) for text in texts]


def _row_axes(labels: Sequence[str], x: Scale) -> Spec:
    """Return the layer that owns both axes and the names of the rows."""
    rows = [
        {"i": at, "t": label, "up": -label.count("\n") * LINE_HEIGHT / 2}
        for at, label in enumerate(labels)
    ]
    mark = {"type": "text", "align": "right", "x": -8, "lineBreak": "\n",
        "lineHeight": LINE_HEIGHT, "dy": {"expr": "datum.up"}}  # fmt: skip
    return {"layer": [
        {"data": rows_of(rows), "mark": mark,
         "encoding": {"y": _row(len(labels)), "text": {"field": "t"}}},
        {"data": rows_of([]), "mark": "point", "encoding": {"x": {
            "field": "v", "type": "quantitative", "scale": x.encode(), "axis": x.axis()}}},
    ]}  # fmt: skip


def _row(count: int) -> Spec:
    scale = {"domain": [-0.5, count - 0.5], "reverse": True, "nice": False, "zero": False}
    return {"field": "i", "type": "quantitative", "axis": None, "scale": scale}


_Y: Final[dict[str, object]] = {"field": "i", "type": "quantitative"}


def _x(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _bar_layer(data: Sequence[Spec], names: Sequence[str], theme: ChartTheme) -> Spec:
    fades = [_FADES[at % len(_FADES)] for at in range(len(names))]
    scale = {"type": "ordinal", "domain": list(names), "range": fades}
    return {
        "data": rows_of(data),
        "mark": {"type": "bar", "orient": "horizontal", "height": _BAR, "color": theme.colour(0),
            "stroke": theme.colour(0), "strokeWidth": 0.8},
        "encoding": {"x": _x("z"), "x2": {"field": "v"}, "y": _Y,
            "fillOpacity": {"field": "g", "type": "nominal", "legend": None, "scale": scale}},
    }  # fmt: skip


def _whiskers(
    data: Sequence[Spec], theme: ChartTheme, width: float = 1.1, colour: str = ""
) -> list[Spec]:
    spans = [row for row in data if row.get("lo") is not None and row.get("hi") is not None]
    mark = {"type": "rule", "strokeWidth": width, "color": colour or theme.palette.ink}
    encoding = {"x": _x("lo"), "x2": {"field": "hi"}, "y": _Y}
    return [{"data": rows_of(spans), "mark": mark, "encoding": encoding}] if spans else []


def _dots(data: Sequence[Spec], field: str, colour: str, surface: str = "") -> Spec:
    """Return dots: filled, or rings on ``surface`` where that is given."""
    mark = {"type": "point", "size": 60, "opacity": 1, "stroke": colour, "strokeWidth": 1.8,
        "fill": surface or colour}  # fmt: skip
    return {"data": rows_of(data), "mark": mark, "encoding": {"x": _x(field), "y": _Y}}


def _ends(data: Sequence[Spec]) -> Spec:
    """Return the values in figures, right of whatever reaches farthest in the row."""
    mark = {"type": "text", "align": "left", "dx": 8}
    encoding = {"x": _x("e"), "y": _Y, "text": {"field": "t"}}
    return {"data": rows_of(data), "mark": mark, "encoding": encoding}


def _room(data: Sequence[Spec]) -> float:
    """Return the margin that the values in figures need at the right."""
    return max(text_width(str(row["t"])) for row in data) + 14


def _legend(names: Sequence[str], theme: ChartTheme) -> list[tuple[str, str, str]]:
    if len(names) < 2:
        return []
    return [(name, theme.colour(0), str(_FADES[at % len(_FADES)])) for at, name in enumerate(names)]


def _legend_layers(legend: Sequence[tuple[str, str, str]], theme: ChartTheme) -> list[Spec]:
    """Return keys side by side above the rows: a dot, a ring, or a square of some depth."""
    made: list[Spec] = []
    at = 6.0
    for text, colour, look in legend:
        dot = look in {"dot", "hollow"}
        depth = 1.0 if look == "dot" else 0.0 if look == "hollow" else float(look)
        mark = {"type": "point", "shape": "circle" if dot else "square", "size": 60,
            "stroke": colour, "fill": colour, "fillOpacity": depth, "strokeWidth": 1.4,
            "opacity": 1, "x": at, "y": -13}  # fmt: skip
        made.append({"data": rows_of([{}]), "mark": mark})
        made.append({"data": rows_of([{"t": text}]), "mark": {"type": "text", "align": "left",
            "x": at + 9, "y": -12, "color": theme.palette.quiet},
            "encoding": {"text": {"field": "t"}}})  # fmt: skip
        at += text_width(text) + 30
    return made


# -- strip -------------------------------------------------------------------------------------


def _strip_axis(x: Scale) -> Spec:
    return {
        "data": rows_of([]),
        "mark": "point",
        "encoding": {"x": {"field": "v", "type": "quantitative", "scale": x.encode(),
            "axis": x.axis()}},
    }  # fmt: skip


def _marks(data: Sequence[Spec], mark: Spec, y: float = _STRIP_HEIGHT / 2) -> Spec:
    return {"data": rows_of(data), "mark": mark,
        "encoding": {"x": _x("v"), "y": {"value": y}}}  # fmt: skip


def _strip_words(
    peers: Sequence[Spec],
    partner: Sequence[Spec],
    median: Sequence[Spec],
    x: Scale,
    frame: Frame,
) -> list[Spec]:
    """Return names: partner above, median below, the lowest and highest peer at the side."""
    words: list[tuple[Spec, float, str]] = []
    words += [(row, 10.0, f"{row['l']} {number(row['v'])}") for row in partner]
    words += [(row, _STRIP_HEIGHT - 9.0, f"{row['l']} {number(row['v'])}") for row in median]
    if peers:
        lowest, highest = (pick(peers, key=lambda row: row["v"]) for pick in (min, max))
        words += [(row, 22.0, str(row["l"])) for row in (lowest, highest)]
    return [_word(row, y, text, x, frame, bold=row in partner) for row, y, text in words]


def _word(row: Spec, y: float, text: str, x: Scale, frame: Frame, *, bold: bool) -> Spec:
    """Return a word centred on its value, moved inward where it would leave the frame."""
    half = text_width(text, bold=bold) / 2
    centre = x.place(row["v"], frame.width)
    kept = min(max(centre, half - 20), frame.width + 20 - half)
    mark = {"type": "text", "align": "center", "dx": kept - centre, "y": y,
        "fontWeight": "bold" if bold else "normal"}  # fmt: skip
    return {"data": rows_of([row | {"t": text}]), "mark": mark,
        "encoding": {"x": _x("v"), "text": {"field": "t"}}}  # fmt: skip
