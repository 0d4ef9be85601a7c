"""Every form: valid Vega-Lite, strict about its data, honest about gaps."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from tests.render.sample import FORMS as SAMPLED
from tests.render.sample import exhibit

from countrydesk.charts.specs import FORMS, MAPS, build
from countrydesk.charts.theme import FONT, ChartTheme
from countrydesk.errors import RenderError

THEME = ChartTheme()
DRAWN = sorted(set(FORMS) - set(MAPS))


@cache
def validator() -> jsonschema.Draft7Validator:
    spec = importlib.util.find_spec("altair")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "vegalite"
    path = next(folder.glob("v*/schema/vega-lite-schema.json"))
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def layers(spec):
    """Yield the layers at every depth."""
    for layer in spec.get("layer", ()):
        yield layer
        yield from layers(layer)


def rows(spec):
    """Return the data of all layers together."""
    return [row for layer in layers(spec) for row in layer.get("data", {}).get("values", ())]


def texts(spec):
    """Return every text that the layers print."""
    return [row["t"] for row in rows(spec) if "t" in row]


def test_the_sample_has_every_form():
    assert set(SAMPLED) == set(FORMS)


@pytest.mark.parametrize("form", DRAWN)
def test_specifications_are_valid(form):
    spec = json.loads(json.dumps(build(exhibit(form), THEME)))
    validator().validate(spec)


@pytest.mark.parametrize("form", DRAWN)
def test_nothing_is_left_to_the_layout_of_the_exporter(form):
    spec = build(exhibit(form), THEME)
    padding = spec["padding"]
    assert spec["autosize"] == "none"
    assert spec["config"]["font"] == FONT
    assert spec["width"] + padding["left"] + padding["right"] == pytest.approx(THEME.width, abs=2)


@pytest.mark.parametrize("form", DRAWN)
def test_the_title_is_not_in_the_picture(form):
    item = exhibit(form)
    assert item.title not in json.dumps(build(item, THEME))


@pytest.mark.parametrize("form", FORMS)
def test_data_without_a_column_are_refused(form):
    item = exhibit(form, data=({"nothing": 1},))
    draw = MAPS.get(form, build)
    with pytest.raises(RenderError, match=f"pictures.{form}: row 1 of a chart of form '{form}'"):
        draw(item, THEME)


@pytest.mark.parametrize("form", FORMS)
def test_no_data_are_refused(form):
    with pytest.raises(RenderError, match="without data"):
        MAPS.get(form, build)(exhibit(form, data=()), THEME)


def test_text_where_a_number_belongs_is_refused():
    data = ({"label": "a", "value": "many"},)
    with pytest.raises(RenderError, match="row 1 holds 'many' where 'value' is a number"):
        build(exhibit("bars", data=data), THEME)


def test_an_unknown_form_is_refused():
    with pytest.raises(RenderError, match="no chart form 'pie'; there are bars, choropleth"):
        build(dataclasses.replace(exhibit("trend"), form="pie"), THEME)


# -- lines -------------------------------------------------------------------------------------


def trend_of(*years, series="Peru"):
    return [{"x": year, "y": 1.0 + year % 7, "series": series} for year in years]


def segments(data):
    spec = build(exhibit("trend", data=tuple(data)), THEME)
    return {row["x"]: row["g"] for row in rows(spec) if "g" in row}


def test_a_line_is_broken_where_years_are_missing():
    assert segments(trend_of(2000, 2001, 2004, 2005)) == {2000: 0, 2001: 0, 2004: 1, 2005: 1}


def test_a_line_with_wider_steps_is_whole():
    assert set(segments(trend_of(1990, 1995, 2000, 2005)).values()) == {0}


def test_a_year_alone_is_a_dot():
    spec = build(exhibit("trend", data=tuple(trend_of(2000, 2001, 2005))), THEME)
    dots = [layer for layer in layers(spec) if layer["mark"].get("type") == "point"]
    assert [row["x"] for row in dots[0]["data"]["values"]] == [2005]


def test_series_are_named_at_their_ends_the_stressed_one_first():
    spec = build(exhibit("trend"), THEME)
    assert "Median of South\nAmerica" in texts(spec)
    lines = next(layer for layer in layers(spec) if layer["mark"].get("type") == "line")
    assert lines["encoding"]["color"]["scale"]["domain"][0] == "Peru"
    dashes = lines["encoding"]["strokeDash"]["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == 3


def test_a_single_series_needs_no_name():
    assert texts(build(exhibit("trend", data=tuple(trend_of(*range(2000, 2010)))), THEME)) == [
        "US dollars"
    ]


def test_a_fan_prints_its_quantiles():
    assert set(texts(build(exhibit("fan"), THEME))) == {
        "9 in 10 below 6.1", "median 2.7", "1 in 10 below −0.6", "percent a year",
    }  # fmt: skip


def test_a_stack_adds_up():
    spec = build(exhibit("stack"), THEME)
    tops = {row["x"]: row["y"] for row in rows(spec) if row.get("s") == "All others"}
    assert tops[1990] == pytest.approx(100)


# -- rows --------------------------------------------------------------------------------------


def test_bars_print_their_values_and_start_at_zero():
    spec = build(exhibit("bars"), THEME)
    assert {"23,400", "10,185"} <= set(texts(spec))
    scale = next(
        layer["encoding"]["x"]["scale"]
        for layer in layers(spec)
        if "scale" in layer.get("encoding", {}).get("x", {})
    )
    assert scale["domain"][0] == 0


def test_a_strip_names_partner_median_and_extremes():
    words = set(texts(build(exhibit("strip"), THEME)))
    assert {"Peru 8,485", "Median 8,300", "Côte d’Ivoire", "Uruguay"} <= words


def test_a_dumbbell_prints_both_values():
    words = texts(build(exhibit("dumbbell"), THEME))
    assert "0.3 → 6.8" in words
    assert {"January 2025", "October 2026"} <= set(words)


def test_a_timeline_dates_single_days_and_points_on_where_spans_last():
    spec = build(exhibit("timeline"), THEME)
    assert "1 Feb 2009" in texts(spec)
    assert {"Head of state", "Agreements", "Duties"} <= set(texts(spec))
    arrows = [x for x in layers(spec) if x["mark"] != "point" and x["mark"].get("shape")]
    assert len(arrows[0]["data"]["values"]) == 2


def test_a_timeline_refuses_what_is_no_day():
    data = ({"label": "a", "start": "2024", "end": "", "group": "g"},)
    with pytest.raises(RenderError, match="'2024' is not a day such as 2026-07-28"):
        build(exhibit("timeline", data=data), THEME)
