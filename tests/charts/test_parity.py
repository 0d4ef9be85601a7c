"""Our drawings show what Vega-Lite shows for the same specification, in the same order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.charts.shapes import seen
from tests.render.sample import exhibit

from countrydesk.charts.drawer import draw_spec
from countrydesk.charts.export import draw
from countrydesk.charts.specs import FORMS, MAPS, build
from countrydesk.charts.theme import DARK, FONT, FONT_STACK, ChartTheme

vl_convert = pytest.importorskip("vl_convert", reason="vl_convert is not installed")

VEGA_LITE = "5.21"
# Specifications of real papers: one of each kind that they hold.
REAL = json.loads((Path(__file__).parent / "specs.json").read_text(encoding="utf-8"))
THEMES = {"page": ChartTheme(), "print": ChartTheme(width=552), "dark": ChartTheme(DARK)}
DRAWN = sorted(set(FORMS) - set(MAPS))
TEXT, MARK = 0.1, 0.02


def years(names, spans, **more):
    return [
        {"x": float(year), "y": (len(name) * 7 + year * (at + 3)) % 23 - 4.5, "series": name} | more
        for at, name in enumerate(names)
        for year in (year for first, last in spans for year in range(first, last))
    ]


SEVEN = ("Peru", "Chile", "Brazil", "Bolivia & others", "Ecuador", "Colombia", "Uruguay")
CASES = {
    "many series": ("trend", years(SEVEN, [(1990, 2020)])),
    "gaps and dots": ("trend", years(("A", "B"), [(1990, 1995), (1999, 2000), (2005, 2010)])),
    "one year": ("trend", years(("Peru",), [(2000, 2001)])),
    "bands": ("trend", years(("Peru", "Chile"), [(2000, 2004), (2007, 2012)], lo=-6.0, hi=24.0)),
    "millions": ("trend", [row | {"y": row["y"] * 3.7e5} for row in years(("A",), [(2000, 2009)])]),
    "one series piled": ("stack", [row | {"y": abs(row["y"])} for row in years(("A",), [(1, 9)])]),
    "five piled": ("stack", [row | {"y": abs(row["y"])} for row in years(SEVEN[:5], [(1, 9)])]),
    "one group of bars": ("bars", [{"label": f"Row {at}", "value": at - 2.5} for at in range(6)]),
    "five groups of bars": ("bars", [
        {"label": f"Row {at}", "value": -at * 1.7, "low": -at * 2.0, "high": -at, "group": f"g{at}"}
        for at in range(5)]),
    "one bar": ("bars", [{"label": "Only\tone  row", "value": 3.0}]),
    "one day": ("timeline", [
        {"label": "A", "start": "2020-02-01", "end": "2020-02-01", "group": "g"}]),
    "a few months": ("timeline", [
        {"label": "A", "start": "2020-03-01", "end": "2020-06-01", "group": "g"}]),
    "no peers": ("strip", [{"label": "Peru", "value": 3.0, "role": "partner"},
        {"label": "Median", "value": 2.0, "role": "median"}]),
}  # fmt: skip


def compare(spec):
    spec = json.loads(json.dumps(spec))
    ours, theirs = draw_spec(spec), vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    mine, wanted = seen(ours), seen(theirs.replace(f'"{FONT}"', f'"{FONT_STACK}"'))
    assert [item.kind for item in mine] == [item.kind for item in wanted]
    for one, other in zip(mine, wanted, strict=True):
        assert one.look == other.look, one.kind
        near = TEXT if one.kind.startswith("text") else MARK
        assert len(one.places) == len(other.places), one.kind
        for place, goal in zip(one.places, other.places, strict=True):
            assert place == pytest.approx(goal, abs=near), one.kind
    assert ours.partition(">")[0].split("viewBox=")[1].split('"')[1] in theirs


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("form", DRAWN)
def test_forms(form, theme):
    compare(build(exhibit(form), THEMES[theme]))


@pytest.mark.parametrize("case", CASES)
def test_unusual_data(case):
    form, data = CASES[case]
    compare(build(exhibit(form, data=tuple(data)), ChartTheme()))


@pytest.mark.parametrize("at", range(len(REAL)))
def test_real_charts(at):
    compare(REAL[at])


def test_the_comparison_sees_a_difference():
    svg = draw(exhibit("bars")).svg
    moved = svg.replace("M0,", "M3,", 1)
    assert moved != svg
    assert seen(moved) != seen(svg)
    assert len(seen(svg)) > 20
