"""What every renderer owes a reader, whatever the format; see ``sample.py`` for the paper."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdf
import pytest
from tests.render.sample import exhibit, sample_paper

from countrydesk.errors import InputError, RenderError
from countrydesk.paper.nodes import Card, Exhibit, Paper, Section, Table
from countrydesk.render import Theme, get_renderer, renderers
from countrydesk.render.json import read_paper
from countrydesk.render.notes import day, notes_of, percent, source_name
from countrydesk.render.words import plain

ROOT = Path(__file__).parents[2]
NAMES = tuple(renderers())
ENVIRONMENTS = (
    {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Lima", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
)


def text_of_html(payload: bytes) -> str:
    page = payload.decode()
    page = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    # Marks and notes stand inside the run of a paragraph; they are read apart from it.
    page = re.sub(r'<(sup|a|span) class="(ref|here|mn)".*?</\1>', "", page, flags=re.DOTALL)
    notes = re.findall(r'<details class="fold">.*?</details>', payload.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", page + " ".join(notes)))


def text_of_markdown(payload: bytes) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", payload.decode())


def text_of_json(payload: bytes) -> str:
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            found.extend(str(key) for key in node)
            for item in node.values():
                walk(item)
        elif isinstance(node, list):
            if node and all(isinstance(item, str | dict) for item in node):
                runs = (item if isinstance(item, str) else item.get("text") for item in node)
                found.append("".join(run for run in runs if isinstance(run, str)))
            for item in node:
                walk(item)
        else:
            found.append(str(node))

    walk(json.loads(payload))
    return " ".join(found)


def text_of_pdf(payload: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(payload))
    return " ".join(page.extract_text() for page in reader.pages)


def text_of_docx(payload: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        parts = [archive.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")]
    # The words of pictures stand in attributes.
    found = re.findall(r"<w:t[ >][^<]*|(?<=descr=)\"[^\"]*", "".join(parts))
    return html.unescape("".join(re.sub(r"^<w:t[^>]*>", "", one) for one in found))


READERS: dict[str, Callable[[bytes], str]] = {
    "html": text_of_html,
    "pdf": text_of_pdf,
    "markdown": text_of_markdown,
    "json": text_of_json,
    "docx": text_of_docx,
}


def squeezed(text: str) -> str:
    """Return text without spaces and marks that typesetting may change."""
    return re.sub(r"[\s\u00ad\u200b\u2009\u202f\u00a0-]+", "", text).replace("’", "'")


@cache
def payload(name: str) -> bytes:
    return get_renderer(name)(sample_paper())


@cache
def read(name: str) -> str:
    return squeezed(READERS[name](payload(name)))


def paper_of(exhibits: tuple[Exhibit, ...]) -> Paper:
    section = Section("s", "Section", 1, False, exhibits)
    return dataclasses.replace(sample_paper(), sections=(section,))


def test_every_format_is_read_here():
    assert set(READERS) <= set(NAMES)


each_format = pytest.mark.parametrize("name", READERS)


@each_format
def test_title_and_for_whom(name):
    paper = sample_paper()
    for words in (paper.title, paper.release, "Peru" if name != "json" else "PER"):
        assert squeezed(words) in read(name)
    cutoff = paper.cutoff.isoformat() if name == "json" else day(paper.cutoff)
    assert squeezed(cutoff) in read(name)


@each_format
def test_every_heading_stands_in_order(name):
    text, at = squeezed(" ".join(headings(name))) if name == "json" else read(name), 0
    for section in sample_paper().walk():
        found = text.find(squeezed(section.heading), at)
        assert found >= 0, section.heading
        at = found


def headings(name: str) -> list[str]:
    """Return the headings of the JSON form, whose keys are sorted, by depth first."""

    def walk(section: dict) -> list[str]:
        return [section["heading"], *(one for child in section["children"] for one in walk(child))]

    return [one for section in json.loads(payload(name))["sections"] for one in walk(section)]


@each_format
def test_every_sentence_stands_in_its_words(name):
    text = read(name)
    for sentence in sample_paper().sentences:
        assert squeezed(sentence.text) in text, sentence.id


@each_format
def test_sentences_stand_in_order(name):
    text, at = read(name), 0
    for sentence in sample_paper().sentences:
        found = text.find(squeezed(sentence.text), at)
        assert found >= at, sentence.id
        at = found


@each_format
def test_kinds_likelihood_and_confidence(name):
    text = read(name).casefold()
    for sentence in sample_paper().sentences:
        if sentence.likelihood:
            assert squeezed(sentence.likelihood.word) in text
            chance = sentence.likelihood.probability
            shown = str(chance) if name == "json" else squeezed(percent(chance))
            assert shown in text
    for word in ("judgement", "forecast", "option", "recommendation", "moderate", "high", "low"):
        assert word in text


@each_format
def test_every_source_is_named_with_licence_and_citation(name):
    paper, text = sample_paper(), read(name)
    for origin in paper.origins.values():
        assert squeezed(origin.citation) in text
        assert squeezed(origin.licence.name) in text
        assert squeezed(origin.producer) in text
    for note in notes_of(paper, paper.observations):
        assert squeezed(note.series) in text
        assert squeezed(source_name(paper, note.source)) in text


@each_format
def test_every_observation_is_in_the_annex(name):
    text = read(name)
    for key in sample_paper().observations:
        assert key in text


@each_format
def test_tables_exhibits_and_cards(name):
    text = read(name)
    for section in sample_paper().walk():
        for block in section.blocks:
            if isinstance(block, Table):
                assert squeezed(block.caption) in text
                cells = {squeezed(plain(cell)) for row in block.rows for cell in row.cells}
                assert all(cell in text for cell in cells)
            elif isinstance(block, Exhibit):
                assert squeezed(block.title) in text
            elif isinstance(block, Card):
                assert squeezed(plain(block.title)) in text
                assert all(squeezed(name) in text for name, _ in block.fields)


@pytest.mark.parametrize("name", ["html", "markdown", "json", "docx"])
def test_the_words_for_those_who_do_not_see_a_chart(name):
    """PDF holds them in the tags of the document; see ``test_pdf.py``."""
    found = (
        html.unescape(payload(name).decode()) if name == "html" else READERS[name](payload(name))
    )
    for form in ("trend", "bars", "locator"):
        assert squeezed(exhibit(form).alt) in squeezed(found)


@each_format
def test_coverage_and_its_gaps(name):
    text = read(name)
    words = ("16of19", "1.8years") if name != "json" else ("expected", "poverty_830")
    assert all(word in text for word in words)


@pytest.mark.parametrize("name", ["html", "pdf", "docx"])
def test_an_unknown_form_is_refused_in_one_line(name):
    odd = dataclasses.replace(exhibit("trend"), form="pie")
    with pytest.raises(RenderError, match=r"\Apictures.trend: no chart form 'pie'; .*\Z"):
        get_renderer(name)(paper_of((odd,)))


@each_format
def test_a_paper_read_back_from_its_data_looks_the_same(name):
    assert get_renderer(name)(read_paper(payload("json"))) == payload(name)


@each_format
def test_a_paper_without_anything(name):
    bare = dataclasses.replace(
        sample_paper(), sections=(), findings={}, observations={}, origins={}, as_of=None
    )
    assert squeezed(bare.title) in squeezed(READERS[name](get_renderer(name)(bare)))


def test_the_same_bytes_in_any_environment():
    code = (
        "import hashlib; from tests.charts import globe; globe.install(); "
        "from tests.render.sample import sample_paper; from countrydesk.render import get_renderer;"
        f"print(*(hashlib.sha256(get_renderer(n)(sample_paper())).hexdigest() for n in {NAMES!r}))"
    )
    here = [hashlib.sha256(payload(name)).hexdigest() for name in NAMES]
    for extra in ENVIRONMENTS:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **extra},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.split() == here


@each_format
def test_methods_are_described_as_the_paper_says(name):
    for method, doc in sample_paper().methods.items():
        assert squeezed(method) in read(name)
        assert squeezed(doc) in read(name)


def test_renderers_are_found_by_name_and_by_suffix():
    assert get_renderer("md") == get_renderer("markdown")
    assert all(item.suffix == f".{item.suffix[1:]}" and item.doc for item in renderers().values())


def test_an_unknown_format_is_refused():
    with pytest.raises(
        InputError, match="no format 'rtf'; there are html, pdf, markdown, docx, json"
    ):
        get_renderer("rtf")


def test_a_theme_changes_the_look_and_not_the_words():
    plainer = dataclasses.replace(Theme(), page="us-letter")
    assert b"size:letter" in get_renderer("html")(sample_paper(), plainer)
