"""What a validator of PDF/A-2a and PDF/UA-1 asks of a file, as far as it can be read from it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream, IndirectObject
from tests.render.sample import sample_paper

from countrydesk.errors import ReleaseError
from countrydesk.evidence import load_release
from countrydesk.evidence.view import View
from countrydesk.paper.build import build_paper
from countrydesk.places import registry
from countrydesk.render import Theme
from countrydesk.render.pdf import render

SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
DRAWS = {b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
STANDARD_TYPES = {
    "Document", "Part", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH",
    "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code",
    "Link", "Annot", "Figure", "Formula", "Form",
}  # fmt: skip


@cache
def payload(which: str) -> bytes:
    if which == "sample":
        return render(sample_paper(), Theme())
    try:
        view = View(load_release("bundled"))
    except ReleaseError as error:
        pytest.skip(f"no bundled release: {error}")
    places = registry()
    return render(build_paper(view, places.get(which), places.get("USA")), Theme())


@pytest.fixture(scope="module", params=["sample", "TUV"])
def name(request) -> str:
    return request.param


@cache
def reader(name: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(payload(name)))


def metadata(name: str) -> str:
    return reader(name).trailer["/Root"]["/Metadata"].get_object().get_data().decode()


@cache
def elements(name: str) -> tuple[dict, ...]:
    return tuple(_walk(reader(name).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def _walk(node: Any) -> Iterator[dict]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from _walk(node.get("/K", []))


def everything(name: str) -> Iterator[Any]:
    """Every object of the file, pictures and fonts inside forms included."""
    pdf = reader(name)
    for number in range(1, len(pdf.xref_objStm) + sum(len(t) for t in pdf.xref.values()) + 1):
        found = pdf.get_object(IndirectObject(number, 0, pdf))
        if isinstance(found, dict):
            yield found


def test_both_standards_are_claimed(name):
    told = metadata(name)
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told


def test_title_language_and_dates_are_told_twice_alike(name):
    pdf, told = reader(name), metadata(name)
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert pdf.metadata.title
    assert f">{pdf.metadata.title}<" in told
    day = pdf.metadata["/CreationDate"][2:10]
    assert f"<xmp:CreateDate>{day[:4]}-{day[4:6]}-{day[6:]}" in told


def test_nothing_is_locked_hidden_or_run(name):
    pdf = reader(name)
    assert not pdf.is_encrypted
    assert pdf.trailer["/ID"]
    root = pdf.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/OCProperties"} & set(root)
    for found in everything(name):
        assert found.get("/S") not in ("/JavaScript", "/Launch", "/Sound", "/Movie")
        assert "/EF" not in found
        assert found.get("/Filter") != "/LZWDecode"


def test_colours_have_a_profile(name):
    (intent,) = reader(name).trailer["/Root"]["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"


def test_every_font_is_in_the_file_and_maps_back_to_text(name):
    whole = [f for f in everything(name) if f.get("/Type") == "/Font" and "/ToUnicode" in f]
    described = [f for f in everything(name) if f.get("/Type") == "/FontDescriptor"]
    fonts = [f for f in everything(name) if f.get("/Type") == "/Font"]
    outer = [f for f in fonts if f["/Subtype"] not in ("/CIDFontType0", "/CIDFontType2")]
    assert described
    assert len(whole) == len(outer)
    for item in described:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(item), item["/FontName"]
        assert re.match(r"/[A-Z]{6}\+", item["/FontName"])


def test_every_mark_on_a_page_is_tagged_or_an_artefact(name):
    for page in reader(name).pages:
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), reader(name)).operations:
            if operator in {b"BDC", b"BMC"}:
                depth += 1
                tag = operands[0]
                assert tag == "/Artifact" or "/MCID" in operands[1] or tag == "/Span", operands
            elif operator == b"EMC":
                depth -= 1
            elif operator in SHOWS_TEXT | DRAWS:
                assert depth > 0, (operator, operands)
        assert depth == 0


def test_pages_follow_the_structure(name):
    for page in reader(name).pages:
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page


def test_only_standard_kinds_of_elements_are_used(name):
    roles = reader(name).trailer["/Root"]["/StructTreeRoot"].get("/RoleMap", {})
    kinds = {item["/S"].removeprefix("/") for item in elements(name)}
    assert {roles.get(f"/{kind}", f"/{kind}").removeprefix("/") for kind in kinds} <= STANDARD_TYPES


def test_headings_skip_no_level(name):
    levels = [int(e["/S"][2:]) for e in elements(name) if re.fullmatch(r"/H\d", e["/S"])]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_figures_are_described_and_tables_have_headings(name):
    figures = [e for e in elements(name) if e["/S"] == "/Figure"]
    assert figures
    assert all(item["/Alt"].strip() for item in figures)
    tables = [e for e in elements(name) if e["/S"] == "/Table"]
    assert tables
    for table in tables:
        assert any(item["/S"] == "/TH" for item in _walk(table.get("/K", [])))


def test_links_are_tagged_and_say_where_they_lead(name):
    links = [
        note.get_object()
        for page in reader(name).pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert links
    for link in links:
        assert link.get("/Contents", "").strip()
        assert "/StructParent" in link
        assert link.get("/F", 0) & 4


def test_bookmarks_lead_into_the_paper(name):
    def flat(items: list) -> Iterator[Any]:
        for item in items:
            yield from flat(item) if isinstance(item, list) else (item,)

    pdf = reader(name)
    found = list(flat(pdf.outline))
    assert len(found) > 5
    pages = [pdf.get_destination_page_number(item) for item in found]
    assert pages == sorted(pages)


def test_qpdf_finds_no_fault(name, tmp_path):
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed; its check of the file's syntax is left out")
    path = tmp_path / "paper.pdf"
    path.write_bytes(payload(name))
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
