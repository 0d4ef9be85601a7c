"""PDF: tags, text in order, fixed bytes, text that is never markup."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.sample import ORIGINS, exhibit, sample_paper, sentence

from countrydesk.charts.theme import LIGHT
from countrydesk.errors import RenderError
from countrydesk.paper.nodes import Exhibit, Paragraph, Section
from countrydesk.render import Theme
from countrydesk.render.columns import LINE, column_widths
from countrydesk.render.glyphs import LOST, shown
from countrydesk.render.notes import sentence_notes
from countrydesk.render.pdf import render

THEME = Theme()
ANNEX = ["Sources", "Methods", "Observations", "Data behind the figures"]


@cache
def document() -> pypdf.PdfReader:
    return opened(render(sample_paper(), THEME))


def opened(payload: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(payload))


def short(*texts: str, **given: Any) -> pypdf.PdfReader:
    return opened(render(short_paper(*texts, **given), THEME))


def short_paper(*texts: str, blocks: tuple = (), **given: Any) -> Any:
    """Return a paper of one section that holds nothing but the texts as notes."""
    made = (Paragraph("p", tuple(sentence(text) for text in texts)),) if texts else ()
    sections = (Section("s", "Section", 1, False, (*made, *blocks)),)
    empty = {"findings": {}, "observations": {}, "origins": {}}
    return dataclasses.replace(sample_paper(), **(empty | {"sections": sections} | given))


def text_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page_texts(reader)).split())


@cache
def page_texts(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


@cache
def elements(reader: pypdf.PdfReader) -> list[dict]:
    return list(_walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def _walk(node: Any) -> Iterator[dict]:
    node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _walk(node["/K"])


def tagged(reader: pypdf.PdfReader, name: str) -> list[dict]:
    return [element for element in elements(reader) if element["/S"] == name]


# -- accessibility -----------------------------------------------------------------------------


def test_the_document_is_tagged_named_and_in_a_language():
    root = document().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert document().metadata.title == sample_paper().title


def test_the_metadata_claim_pdf_ua_1():
    metadata = document().trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_headings_are_tagged_by_depth_in_order():
    found = [
        (item["/S"], item["/T"]) for item in elements(document()) if item["/S"] in ("/H1", "/H2")
    ]
    front, *rest = [(f"/H{section.level}", section.heading) for section in sample_paper().walk()]
    assert found == [front, ("/H1", "Contents"), *rest, *(("/H2", name) for name in ANNEX)]


def test_bookmarks_are_the_headings():
    assert list(_titles(document().outline)) == [
        *(section.heading for section in sample_paper().walk()),
        *ANNEX,
    ]


def _titles(outline: list) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield item.title


def test_every_figure_says_what_it_shows():
    wanted = [
        block.alt
        for section in sample_paper().walk()
        for block in section.blocks
        if isinstance(block, Exhibit)
    ]
    assert [item["/Alt"] for item in tagged(document(), "/Figure")] == wanted


def test_a_figure_without_words_is_described_by_its_title():
    reader = short(blocks=(exhibit("bars", alt=""),))
    assert [item["/Alt"] for item in tagged(reader, "/Figure")] == ["Who buys its exports, 2024"]


def test_every_table_has_a_row_of_headings():
    tables = tagged(document(), "/Table")
    assert tables
    assert all(any(one["/S"] == "/TH" for one in _walk(table["/K"])) for table in tables)


def test_captions_list_and_contents_are_tagged():
    names = {item["/S"] for item in elements(document())}
    assert {"/Title", "/Caption", "/L", "/LI", "/TOC", "/TOCI", "/Note", "/Link"} <= names


# -- what is printed ---------------------------------------------------------------------------


def test_sentences_stand_in_order():
    text, at = text_of(document()), 0
    for one in sample_paper().sentences:
        found = text.find(one.text, at)
        assert found >= 0, one.text
        at = found


def test_equal_notes_of_a_section_are_one_footnote():
    paper = sample_paper()
    wanted = 0
    for section in paper.walk():
        notes = {sentence_notes(paper, one) for one in section.sentences}
        wanted += len(notes - {()})
    assert len(tagged(document(), "/Note")) == wanted


def test_every_source_is_in_a_footnote_with_date_and_licence():
    text = text_of(document())
    assert "Outlook of Economies database: GDP_.OU, 2026, projection; released 14 Oct 2025" in text
    assert "Deaths & events <coded>: DEAT.VI, 2025; released 20 Jun 2026" in text
    assert "Public domain (work of a government)" in text


def test_every_observation_is_in_the_annex():
    text = text_of(document())
    missing = [key for key in sample_paper().observations if key not in text]
    assert not missing


def test_a_long_annex_is_light():
    few, many = (render(short_paper(observations=padded(size)), THEME) for size in (0, 1000))
    tags = [
        len(list(_walk(opened(one).trailer["/Root"]["/StructTreeRoot"]))) for one in (few, many)
    ]
    assert tags[1] - tags[0] < 200
    assert len(many) - len(few) < 250_000


def padded(size: int) -> Any:
    return sample_paper(size).observations


def test_pages_are_numbered_and_headed():
    pages = page_texts(document())
    for at, page in enumerate(pages, start=1):
        assert f"{at} of {len(pages)}" in page
    assert "Partner Peru · Principal United States" in pages[1]
    assert "Release 2026.11 · evidence to 31 Oct 2026" in pages[1]


def test_the_first_page_holds_title_judgements_and_meter():
    text = " ".join(page_texts(document())[0].split())
    for words in ("Peru: Strategic", "Written for", "Evidence present", "17 of 23", "very likely"):
        assert words in text


def test_charts_are_drawn_and_not_photographed():
    assert not any(page.images for page in document().pages)


def test_wordy_columns_share_the_line():
    short, long = "2024", "words " * 20
    assert column_widths(("Name", "Year"), [(short, short)]) == [0, 0]
    goods, basis, year = column_widths(("Goods", "Basis", "Year"), [(long, long, short)])
    assert year == 0
    assert min(goods, basis) > 30
    assert column_widths(("Goods", "Basis"), []) == [0, 0]


def test_dates_stay_on_one_line_beside_a_wordy_column():
    row = ("17 November 2020", "Francisco Sagasti Hochhausler", "removed " * 12)
    assert column_widths(("From", "Holder", "How it ended"), [row] * 3)[0] == 0


@given(
    st.lists(st.lists(st.text("ab ", max_size=90), min_size=4, max_size=4), min_size=1, max_size=6)
)
def test_widths_fit_the_line_and_break_no_word_that_fits(rows):
    names = ("One", "Two", "Three", "Four")
    widths = column_widths(names, rows)
    assert sum(widths) <= max(LINE, sum(max(map(len, " ".join(c).split()), default=1) for c in
               zip(names, *rows, strict=True)))  # fmt: skip
    for at, width in enumerate(widths):
        words = [word for row in rows for word in row[at].split()]
        assert width == 0 or width >= max(map(len, words), default=0)


def test_letter_paper():
    payload = render(short_paper("Text."), Theme(page="us-letter"))
    assert [round(float(side)) for side in opened(payload).pages[0].mediabox[2:]] == [612, 792]


def test_a_paper_without_annex_or_front_page_gets_its_evidence():
    assert "Annex" in text_of(short("Text."))


def test_sections_may_skip_a_level():
    deep = Section("deep", "Deep", 3, False)
    top = Section("top", "Top", 1, False, children=(deep,))
    payload = render(short_paper(sections=(top,)), THEME)
    assert next(item["/T"] for item in tagged(opened(payload), "/H2")) == "Deep"


# -- text is data ------------------------------------------------------------------------------

NASTY = [
    '#panic("no") $x$ *bold* _em_ `raw` @label <label> [a] {b} \\ // /* */ ~ -- --- ...',
    "= Heading",
    "- item",
    "+ item",
    "/ term: text",
    '"quotes" and \'single\'',
    "http://example.org/#a",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_no_text_is_read_as_markup(text):
    reader = short(text)
    assert text in text_of(reader)
    assert not tagged(reader, "/LI")


def test_line_breaks_become_spaces():
    assert "one two three four" in text_of(short("one\ntwo\r\nthree\u2028four"))


def test_scripts_that_the_fonts_hold_are_kept():
    text = "Ελλάδα Україна Việt Nam Łódź Ångström ½ € → ≤ −5"
    assert text in text_of(short(text))


def test_a_character_without_glyph_is_shown_as_lost():
    assert f"Zhong {LOST}{LOST} end" in text_of(short("Zhong 中国 end"))


def test_a_compatible_form_is_taken_where_there_is_one():
    lacking = frozenset("\uff21\uff22")
    assert shown({"a": ["\uff21\u4e2d"]}, lambda _: lacking | {"\u4e2d"}) == {"a": [f"A{LOST}"]}


def test_plain_text_is_not_tried():
    def refuse(_: frozenset[str]) -> frozenset[str]:
        raise AssertionError

    assert shown(["Côte d’Ivoire", 5, None, True], refuse) == ["Côte d’Ivoire", 5, None, True]


# -- same input, same bytes --------------------------------------------------------------------


def test_the_date_is_the_cut_off():
    for name in ("/CreationDate", "/ModDate"):
        assert document().metadata[name].startswith("D:20261031000000")
    other = short("Text.", cutoff=date(2020, 2, 29))
    assert other.metadata["/CreationDate"].startswith("D:20200229000000")


def test_the_bytes_do_not_depend_on_the_folder(tmp_path, monkeypatch):
    paper = short_paper("Text.")
    before = render(paper, THEME)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "style.typ").write_text("#panic()")
    assert render(paper, THEME) == before


def test_only_the_fonts_of_the_typesetter_are_used():
    fonts = {
        re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"])
        for page in document().pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in fonts), fonts


def test_colours_are_those_of_the_theme():
    plain, red = short_paper("Text."), Theme(light=dataclasses.replace(LIGHT, ink="#ff0000"))
    assert render(plain, THEME) != render(plain, red)


# -- errors ------------------------------------------------------------------------------------


def test_an_unknown_chart_is_an_error():
    odd = dataclasses.replace(exhibit("bars"), form="pie")
    with pytest.raises(RenderError, match="pie"):
        render(short_paper(blocks=(odd,)), THEME)


def test_the_typesetter_s_refusal_is_one_line():
    with pytest.raises(RenderError, match="cannot be set as PDF") as caught:
        render(short_paper("Text."), Theme(page="postcard"))
    assert "\n" not in str(caught.value)


def test_a_source_without_an_address_is_printed_without():
    origin = dataclasses.replace(ORIGINS["outlook"], url="")
    text = text_of(short("Text.", origins={"outlook": origin}))
    assert "released 14 Oct 2025. Licence: Creative Commons" in text
