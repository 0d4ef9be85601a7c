"""Drawings: one font, only colours of the palette, text escaped, the same bytes anywhere."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.render.sample import FORMS, exhibit

from countrydesk.charts.export import draw
from countrydesk.charts.theme import DARK, FONT_STACK, LIGHT, ChartTheme
from countrydesk.errors import RenderError

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = (
    {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Lima", "LANG": "C", "PYTHONHASHSEED": "2"},
)


@pytest.mark.parametrize("form", FORMS)
def test_colours_are_of_the_palette(form):
    used = set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', draw(exhibit(form)).svg))
    assert used <= set(LIGHT.roles().values())
    assert used


@pytest.mark.parametrize("form", FORMS)
def test_a_palette_recolours_everything(form):
    drawing = draw(exhibit(form), ChartTheme(DARK))
    used = set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', drawing.svg))
    assert used <= set(DARK.roles().values())


@pytest.mark.parametrize("form", FORMS)
def test_drawings_have_one_font_and_no_address_outside(form):
    drawing = draw(exhibit(form))
    assert set(re.findall(r'font-family="([^"]*)"', drawing.svg)) == {FONT_STACK}
    assert set(re.findall(r"https?://[^\"']*", drawing.svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|image|use|foreignObject|style)|\son\w+=", drawing.svg)
    assert (drawing.width, drawing.height) > (400, 100)


def test_text_is_escaped():
    data = ({"label": "<script>&\"'", "value": 3.0},)
    drawing = draw(exhibit("bars", data=data))
    assert "<script" not in drawing.svg
    assert "&lt;script&gt;&amp;" in drawing.svg


def test_ids_in_maps_follow_the_exhibit():
    assert draw(exhibit("choropleth", "one")).svg.count('id="hatch-pictures.one"') == 1


def test_an_unknown_form_is_refused():
    with pytest.raises(RenderError, match="no chart form 'pie'"):
        draw(dataclasses.replace(exhibit("trend"), form="pie"))


def test_the_same_bytes_in_any_environment():
    code = (
        "import hashlib; from tests.charts import globe; globe.install(); "
        "from tests.render.sample import FORMS, exhibit; from countrydesk.charts.export import draw"
        "; print(hashlib.sha256(''.join(draw(exhibit(f)).svg for f in FORMS).encode()).hexdigest())"
    )
    here = hashlib.sha256("".join(draw(exhibit(form)).svg for form in FORMS).encode()).hexdigest()
    for extra in ENVIRONMENTS:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **extra},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == here
