"""The drawer: strict about what it is given, short in what it writes."""

from __future__ import annotations

import copy
import re

import pytest
from tests.render.sample import exhibit

from countrydesk.charts import export
from countrydesk.charts.drawer import draw_spec
from countrydesk.charts.specs import FORMS, MAPS, build
from countrydesk.charts.svg import Shape, attributes, gathered, lines_of_text, pixels
from countrydesk.charts.theme import ChartTheme
from countrydesk.errors import RenderError

DRAWN = sorted(set(FORMS) - set(MAPS))


def spec_of(form):
    return copy.deepcopy(build(exhibit(form), ChartTheme()))


def layer_of(spec, kind):
    return next(
        layer for layer in spec["layer"]
        if "mark" in layer and layer["mark"] != "point" and layer["mark"]["type"] == kind
    )  # fmt: skip


def refused(spec, match):
    with pytest.raises(RenderError, match=match):
        draw_spec(spec)


def test_an_unknown_mark_is_refused():
    spec = spec_of("trend")
    layer_of(spec, "line")["mark"]["type"] = "arc"
    refused(spec, "chart: mark 'arc' is not drawn")


@pytest.mark.parametrize(
    ("form", "kind", "key"),
    [("trend", "line", "interpolate"), ("stack", "area", "line"), ("bars", "bar", "cornerRadius"),
     ("strip", "tick", "opacity"), ("timeline", "text", "angle"), ("interval", "rule", "strokeCap"),
     ("strip", "point", "angle")],
)  # fmt: skip
def test_an_unknown_property_is_refused(form, kind, key):
    spec = spec_of(form)
    layer_of(spec, kind)["mark"][key] = 1
    refused(spec, f"{kind}: '{key}' is not drawn")


def test_an_unknown_channel_is_refused():
    spec = spec_of("trend")
    layer_of(spec, "line")["encoding"]["opacity"] = {"value": 0.5}
    refused(spec, "line: 'opacity' is not drawn")


@pytest.mark.parametrize(
    ("where", "key", "message"),
    [((), "title", "chart: 'title' is not drawn"),
     (("config",), "mark", "config: 'mark' is not drawn"),
     (("config", "axis"), "labelAngle", "axis of x: 'labelAngle' is not drawn"),
     (("config", "text"), "font", "config of text: 'font' is not drawn")],
)  # fmt: skip
def test_an_unknown_key_is_refused(where, key, message):
    spec = spec_of("bars")
    part = spec
    for name in where:
        part = part[name]
    part[key] = "x"
    refused(spec, message)


@pytest.mark.parametrize(
    ("channel", "key", "value", "message"),
    [("x", "type", "temporal", "line, x: 'type' is drawn as 'quantitative' only"),
     ("x", "stack", "zero", "line, x: 'stack' is not drawn"),
     ("color", "legend", {}, "line, color: 'legend' is drawn as None only"),
     ("detail", "bin", True, "line, detail: 'bin' is not drawn"),
     ("x", "field", "z", "line: a row of data lacks 'z'")],
)  # fmt: skip
def test_a_channel_that_means_something_else_is_refused(channel, key, value, message):
    spec = spec_of("trend")
    layer_of(spec, "line")["encoding"][channel][key] = value
    refused(spec, message)


def test_steps_between_numbers_are_refused():
    spec = spec_of("trend")
    del layer_of(spec, "line")["encoding"]["strokeWidth"]["scale"]["type"]
    refused(spec, "line, strokeWidth: 'type' is drawn as 'ordinal' only")


@pytest.mark.parametrize("value", [None, "7", float("nan"), True])
def test_a_place_that_is_no_number_is_refused(value):
    spec = spec_of("trend")
    layer_of(spec, "line")["data"]["values"][3]["y"] = value
    refused(spec, "line: .* is no number")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [("color", 'red" onload="', "is not a colour"), ("align", "justify", "align 'justify'"),
     ("dy", {"expr": "sin(1)"}, "'dy' is drawn as a number or as"),
     ("fontWeight", 300, "fontWeight '300'")],
)  # fmt: skip
def test_a_value_that_is_not_drawn_is_refused(key, value, message):
    spec = spec_of("timeline")
    layer_of(spec, "text")["mark"][key] = value
    refused(spec, message)


def test_labels_have_to_be_as_many_as_ticks():
    spec = spec_of("trend")
    spec["layer"][0]["encoding"]["x"]["axis"]["values"].pop()
    refused(spec, "axis of x: 'labelExpr' does not name a label for each tick")


def test_a_tick_outside_the_domain_is_refused():
    spec = spec_of("trend")
    spec["layer"][0]["encoding"]["y"]["axis"]["values"][-1] *= 2
    refused(spec, "axis of y: a tick outside the domain")


def test_two_scales_are_refused():
    spec = spec_of("trend")
    scale = {"domain": [0, 1], "nice": False, "zero": False}
    layer_of(spec, "line")["encoding"]["y"]["scale"] = scale
    refused(spec, "chart: 'y' has two scales")


def test_what_is_missing_is_named():
    spec = spec_of("bars")
    del spec["padding"]
    refused(spec, "chart: 'padding' is missing")


def test_a_refusal_names_the_exhibit(monkeypatch):
    monkeypatch.setattr(export, "build", lambda item, theme: spec_of("bars") | {"title": "x"})
    with pytest.raises(RenderError, match=r"pictures\.bars: chart: 'title' is not drawn"):
        export.draw(exhibit("bars"))


# -- what is written ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", DRAWN)
def test_numbers_have_two_decimals_at_most(form):
    svg = draw_spec(spec_of(form))
    assert not re.search(
        r"[\d]\.\d{3}|\d\.\d*0[\",LMhvZ ]|-0[\",LMhvZ]|nan|e-\d", re.sub(r">[^<]+<", "><", svg)
    )


@pytest.mark.parametrize("form", DRAWN)
def test_a_specification_is_left_as_it_was(form):
    spec = spec_of(form)
    draw_spec(spec)
    assert spec == spec_of(form)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (-0.001, "0"), (1.005, "1"), (12.0, "12"), (100, "100"), (-3.14159, "-3.14")],
)
def test_numbers(value, text):
    assert pixels(value) == text


def test_neighbours_of_one_style_share_it():
    made = gathered([Shape(' a="1"', "<x", "/>"), Shape(' a="1"', "<y", "/>"),
        Shape(' a="2"', "<z", "/>")])  # fmt: skip
    assert made == '<g a="1"><x/><y/></g><z a="2"/>'


def test_attributes_without_a_value_are_left_out():
    assert attributes(stroke_width="2", fill=None, text_anchor="") == ' stroke-width="2"'


def test_lines_of_text_are_escaped():
    assert "".join(lines_of_text(1, 2, ["a & b ", "<c>"], 13)) == (
        '<text x="1" y="2">a &amp; b<tspan x="1" dy="13">&lt;c&gt;</tspan></text>'
    )
