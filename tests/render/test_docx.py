"""DOCX: parts, footnotes, ids that survive editing, refusal of what is no paper of ours."""

from __future__ import annotations

import dataclasses
import io
import re
import struct
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.render.docx import W, changed, control_of, parts_of, set_text, wrote
from tests.render.sample import sample_paper, sentence

from countrydesk.errors import InputError, RenderError
from countrydesk.paper.nodes import Override, OverrideAction, Paragraph, Section, SentenceKind
from countrydesk.paper.overrides import legible
from countrydesk.render import Theme, get_renderer
from countrydesk.render.docx.markup import name_of
from countrydesk.render.docx.reading import read_docx, with_text

GROWTH = "PER.USA.front.growth"
PEOPLE = "PER.USA.profile.population"


@cache
def payload() -> bytes:
    return get_renderer("docx")(sample_paper())


def part(name: str) -> ET.Element:
    return ET.fromstring(parts_of(payload())[name])


def reread(path: Path, base: bytes | None = None):
    return with_text(read_docx(path), path, base or payload())


# -- what is written ---------------------------------------------------------------------------


def test_the_container_is_fixed():
    with zipfile.ZipFile(io.BytesIO(payload())) as archive:
        names = archive.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(names[1:])
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_is_well_formed_and_typed():
    parts = parts_of(payload())
    types = parts["[Content_Types].xml"].decode()
    for name, body in parts.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(body)
        if name.endswith(".xml") and name != "[Content_Types].xml":
            assert f'PartName="/{name}"' in types


def test_every_relation_leads_to_a_part_and_every_id_is_there():
    parts = parts_of(payload())
    relations = ET.fromstring(parts["word/_rels/document.xml.rels"])
    assert all(f"word/{item.get('Target')}" in parts for item in relations)
    used = re.findall(rb'r:(?:id|embed)="([^"]+)"', parts["word/document.xml"])
    assert {key.decode() for key in used} <= {item.get("Id") for item in relations}


def test_the_dates_are_the_cut_off():
    core = parts_of(payload())["docProps/core.xml"].decode()
    assert re.findall(r">(\d{4}-[^<]+)<", core) == ["2026-10-31T00:00:00Z"] * 2


def test_footnotes_are_real_and_in_order():
    used = [int(n.get(f"{W}id")) for n in part("word/document.xml").iter(f"{W}footnoteReference")]
    held = [int(n.get(f"{W}id")) for n in part("word/footnotes.xml")]
    assert held == [-1, 0, *used]
    assert used == list(range(1, len(used) + 1))


def test_every_sentence_has_its_control_and_its_bookmark():
    document = part("word/document.xml")
    wanted = [one.id for one in sample_paper().sentences]
    assert [tag.get(f"{W}val") for tag in document.iter(f"{W}tag")] == wanted
    marks = [node.get(f"{W}name") for node in document.iter(f"{W}bookmarkStart")]
    assert [mark for mark in marks if mark.startswith("cd_")] == [name_of(key) for key in wanted]
    assert all(len(mark) <= 40 for mark in marks)
    numbers = [node.get(f"{W}id") for node in document.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers)


def test_tables_repeat_their_headings_and_figures_stand_to_the_right():
    tables = list(part("word/document.xml").iter(f"{W}tbl"))
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)
    row = tables[0].findall(f"{W}tr")[1]
    sides = [cell.find(f".//{W}jc") for cell in row.findall(f"{W}tc")]
    assert [side is not None and side.get(f"{W}val") == "right" for side in sides] == [
        False, True, True, False,
    ]  # fmt: skip


def test_pictures_are_drawings_with_a_fallback_and_words():
    parts = parts_of(payload())
    pictures = [name for name in parts if name.startswith("word/media/")]
    assert len(pictures) == 2 * len(list(part("word/document.xml").iter(f"{W}drawing")))
    assert all(parts[name].startswith(b"\x89PNG") for name in pictures if name.endswith("png"))
    assert all(b"<svg" in parts[name] for name in pictures if name.endswith("svg"))


def test_letter_paper_and_no_other():
    document = parts_of(get_renderer("docx")(sample_paper(), Theme(page="us-letter")))
    assert b'w:w="12240" w:h="15840"' in document["word/document.xml"]
    with pytest.raises(RenderError, match="no page 'postcard'"):
        get_renderer("docx")(sample_paper(), Theme(page="postcard"))


# -- what is read ------------------------------------------------------------------------------


def test_an_untouched_paper_says_what_it_said(tmp_path):
    found = reread(wrote(tmp_path, payload()))
    assert found.sentences == {one.id: legible(one.text) for one in sample_paper().sentences}
    assert (found.additions, found.comments, found.others) == ((), {}, 0)
    assert (found.author, found.modified) == ("", None)
    assert (found.partner, found.principal, found.release) == ("PER", "USA", "2026.11")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_text_survives(tmp_path, text):
    """What XML cannot hold is a sign for a lost character on both sides."""
    base = short(text)
    held = reread(wrote(tmp_path, base), base)
    assert held.sentences == {"PER.USA.s.one": legible(text), "PER.USA.s.two": "Second."}
    edited = changed(payload_of("First."), lambda tree: set_text(tree, "PER.USA.s.one", text))
    found = reread(wrote(tmp_path, edited), payload_of("First."))
    assert found.sentences["PER.USA.s.one"] == legible(text)
    assert found.additions == ()


@cache
def payload_of(text: str) -> bytes:
    return short(text)


def short(text: str) -> bytes:
    pair = (sentence(text, key="s.one"), sentence("Second.", key="s.two"))
    sections = (Section("s", "Section", 1, False, (Paragraph("p", pair),)),)
    empty = {"findings": {}, "observations": {}, "origins": {}, "sections": sections}
    return get_renderer("docx")(dataclasses.replace(sample_paper(), **empty))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def edited(tmp_path, old: str, new: str, **others: str):
    document = parts_of(payload())["word/document.xml"].decode()
    assert old in document
    body = document.replace(old, new, 1).encode()
    return reread(wrote(tmp_path, payload(), {"word/document.xml": body, **others}))


def test_tracked_changes_count_as_made(tmp_path):
    old = run("Growth in 2026 is likely to lie above 2 percent.")
    new = (
        f'{run("Growth ")}<w:del w:id="1"><w:r><w:delText>in 2026 </w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("in 2027 ")}</w:ins><w:moveFrom w:id="3">{run("now")}</w:moveFrom>'
        f'<w:moveTo w:id="4">{run("may slow.")}</w:moveTo>'
    )
    assert edited(tmp_path, old, new).sentences[GROWTH] == "Growth in 2027 may slow."


def test_words_beside_a_sentence_are_additions(tmp_path):
    control = control_of(payload(), PEOPLE)
    found = edited(tmp_path, control, control + run(" More came."))
    assert [(one.anchor, one.text, one.before) for one in found.additions] == [
        (PEOPLE, "More came.", False)
    ]
    found = edited(tmp_path, control, run("First this. ") + control)
    assert [(one.anchor, one.text, one.before) for one in found.additions] == [
        (PEOPLE, "First this.", True)
    ]


def test_a_new_paragraph_is_an_addition(tmp_path):
    control = control_of(payload(), "PER.USA.interests.fruit")
    document = parts_of(payload())["word/document.xml"].decode()
    end = document.index("</w:p>", document.index(control)) + 6
    tail = document[end - 40 : end]
    body = document[:end] + f"<w:p>{run('Zinc as well.')}</w:p>" + document[end:]
    assert tail in body
    found = reread(wrote(tmp_path, payload(), {"word/document.xml": body.encode()}))
    assert [(one.anchor, one.text) for one in found.additions] == [
        ("PER.USA.interests.fruit", "Zinc as well.")
    ]


def test_a_sentence_taken_out_leaves_no_marks_behind(tmp_path):
    found = edited(tmp_path, control_of(payload(), GROWTH), "")
    assert GROWTH not in {key for key, text in found.sentences.items() if text}
    assert found.additions == ()


def test_an_emptied_control_is_an_empty_sentence(tmp_path):
    control = control_of(payload(), GROWTH)
    empty = control.replace("<w:sdtPr>", "<w:sdtPr><w:showingPlcHdr/>", 1)
    assert edited(tmp_path, control, empty).sentences[GROWTH] == ""


def test_without_controls_the_bookmarks_count(tmp_path):
    document = parts_of(payload())["word/document.xml"].decode()
    bare = re.sub(r"<w:sdt><w:sdtPr><w:alias.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>", r"\1",
        document, flags=re.DOTALL)  # fmt: skip
    found = reread(wrote(tmp_path, payload(), {"word/document.xml": bare.encode()}))
    assert found.sentences == {one.id: legible(one.text) for one in sample_paper().sentences}
    assert found.additions == ()


def test_a_copied_sentence_is_an_addition(tmp_path):
    control = control_of(payload(), PEOPLE)
    found = edited(tmp_path, control, control + control)
    (wanted,) = (one.text for one in sample_paper().sentences if one.id == PEOPLE)
    assert found.sentences[PEOPLE] == wanted
    assert [one.anchor for one in found.additions] == [PEOPLE]


def test_other_places_that_differ_are_counted(tmp_path):
    found = edited(tmp_path, "US dollars: the partner and five others", "dollars, six states")
    assert found.others == 1


def test_a_comment_on_a_sentence_is_its_reason(tmp_path):
    control = control_of(payload(), PEOPLE)
    inside = f'<w:commentRangeStart w:id="0"/>{control}<w:commentRangeEnd w:id="0"/>'
    inside += '<w:r><w:commentReference w:id="0"/></w:r>'
    comments = f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="B"><w:p>'
    comments += f"{run('Census of 2025.')}</w:p></w:comment></w:comments>"
    relations = parts_of(payload())["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    more = f'<Relationship Id="c" Type="{kind}" Target="comments.xml"/></Relationships>'
    found = edited(
        tmp_path, control, inside,
        **{"word/comments.xml": comments.encode(),
           "word/_rels/document.xml.rels": relations.replace("</Relationships>", more).encode()},
    )  # fmt: skip
    assert found.comments == {PEOPLE: "Census of 2025."}


def test_who_saved_it_and_when(tmp_path):
    core = parts_of(payload())["docProps/core.xml"].decode()
    core = core.replace(
        "<cp:lastModifiedBy>countrydesk 0.1.0<", "<cp:lastModifiedBy>B. Analyst<"
    ).replace("2026-10-31T00:00:00Z</dcterms:modified>", "2026-11-20T08:01:02Z</dcterms:modified>")
    found = reread(wrote(tmp_path, payload(), {"docProps/core.xml": core.encode()}))
    assert (found.author, found.modified) == ("B. Analyst", date(2026, 11, 20))


# -- what is refused ---------------------------------------------------------------------------


def without(name: str) -> bytes:
    return wrote_bytes({key: body for key, body in parts_of(payload()).items() if key != name})


def wrote_bytes(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def with_part(name: str, body: bytes) -> bytes:
    return wrote_bytes(parts_of(payload()) | {name: body})


def encrypted() -> bytes:
    raw = bytearray(payload())
    at = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<H", raw, at + 8, 1)
    return bytes(raw)


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
CASES = {
    "nothing": (lambda: b"", "no Word document"),
    "text": (lambda: b"Peru leans on China.", "no Word document"),
    "half": (lambda: payload()[: len(payload()) // 2], "no Word document"),
    "another zip": (lambda: wrote_bytes({"a.txt": b"x"}), "no Word document"),
    "no document": (lambda: without("word/document.xml"), "no Word document"),
    "no properties": (lambda: without("docProps/custom.xml"), "no paper that 'countrydesk"),
    "old or encrypted": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "encrypted or in the old"),
    "encrypted": (encrypted, "encrypted"),
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), "macros"),
    "bomb": (lambda: with_part("word/media/z.png", bytes(257 * 2**20)), "unpacks to more"),
    "entities": (lambda: with_part("word/document.xml", LAUGHS), "declares a type"),
    "cut xml": (lambda: with_part("word/document.xml", b"<w:document><"), "not well formed"),
    "deep": (
        lambda: with_part("word/document.xml", b"<a>" * 5000 + b"</a>" * 5000), "too deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_one_line(tmp_path, case):
    make, message = CASES[case]
    path = tmp_path / "x.docx"
    path.write_bytes(make())
    with pytest.raises(InputError, match=message) as caught:
        reread(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_docx(tmp_path / "none.docx")


# -- the words of analysts, in every format ----------------------------------------------------


BY = Override(OverrideAction.CHANGED, "Ana Quispe", date(2026, 11, 20), "Seen there", "Was.", True)


@pytest.mark.parametrize("name", ["html", "pdf", "markdown", "json", "docx"])
def test_analysts_words_are_marked_with_who_when_and_why(name):
    from tests.render.test_contract import READERS, squeezed

    words = dataclasses.replace(
        sentence("Two ports shut.", SentenceKind.ANALYST, "s.one"), override=BY
    )
    section = Section("s", "Section", 1, False, (Paragraph("p", (words,)),))
    paper = dataclasses.replace(sample_paper(), sections=(section,), overrides=1)
    text = squeezed(READERS[name](get_renderer(name)(paper))).casefold()
    said = ["twoportsshut.", "analyst", "anaquispe", "seenthere", "was."]
    said += ["2026-11-20".replace("-", "")] if name == "json" else ["20nov2026", "evidencehasmoved"]
    for expected in said:
        assert expected in text, expected
