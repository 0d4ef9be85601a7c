"""Files that are meant to do harm: one line, bounded work, nothing run, nothing left behind."""

import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from tests.audit.test_reading import document, docx, paragraph, pdf

from countrydesk.audit.audit import judge_text
from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import read_sentences
from countrydesk.audit.reading import read_text
from countrydesk.cli import run
from countrydesk.errors import UnreadableTextError
from countrydesk.places import registry

# Generous for a busy machine; what is meant to explode would take minutes or never end.
BOUND = 20.0
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def laughs(tmp):
    head = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>'
    return docx(tmp / "a.docx", document(paragraph("&l11;"), head))


def external(tmp):
    secret = tmp / "secret.txt"
    secret.write_text("the secret of the house")
    head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    return docx(tmp / "a.docx", document(paragraph("&x;"), head))


def macros(tmp):
    return docx(tmp / "a.docx", document(paragraph("x")), [("word/vbaProject.bin", b"Auto_Open")])


def bomb(tmp):
    path = tmp / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:t>" + b"0" * 120_000_000)
    return path


def large(tmp):
    path = tmp / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    return path


def pdf_loop(tmp):
    """A tree of pages in which a node is its own child."""
    path = tmp / "a.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n"
    )
    return path


def pdf_self_reference(tmp):
    path = tmp / "a.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R/Prev 0/Size 2>>\n"
        b"startxref\n9\n%%EOF\n"
    )
    return path


def deep_json(tmp):
    path = tmp / "a.json"
    path.write_text('{"partner": "PER", "sections": ' + "[" * 100_000 + "]" * 100_000 + "}")
    return path


def binary(tmp):
    path = tmp / "a.md"
    path.write_bytes(bytes(range(256)) * 200)
    return path


def script_as_pdf(tmp):
    path = tmp / "a.pdf"
    path.write_text("#!/bin/sh\ntouch executed\n")
    return path


def folder(tmp):
    path = tmp / "a.txt"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    "make",
    [laughs, external, macros, bomb, large, pdf_loop, pdf_self_reference, deep_json, binary,
        script_as_pdf, folder, lambda tmp: pdf(tmp / "scan.pdf"),
        lambda tmp: pdf(tmp / "locked.pdf", password="x")],
)  # fmt: skip
def test_what_is_meant_to_do_harm_is_refused_in_one_line(make, tmp_path, capsys, monkeypatch):
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    monkeypatch.chdir(tmp_path)
    path = make(tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    start = time.process_time()
    assert run(["audit", str(path), "--partner", "PER", "--release", "bundled"]) == 2
    assert time.process_time() - start < BOUND
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("countrydesk: ")
    assert said.err.count("\n") == 1
    assert "secret of the house" not in said.err
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert list(spool.iterdir()) == []


def test_memory_stays_bounded_on_a_bomb(tmp_path):
    path = bomb(tmp_path)
    code = (
        "import re,sys;from pathlib import Path;"
        "from countrydesk.audit.reading import read_text\n"
        "try: read_text(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    name, most = done.stdout.split()
    assert name == "UnreadableTextError"
    assert int(most) < 700_000


def test_a_page_with_scripts_gives_its_text_alone(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body onload='steal()'><script>fetch('http://x.example')</script>"
        "<iframe src='file:///etc/passwd'>framed</iframe><p>Peru had 34 million people in 2024.</p>"
        "<svg><text>drawn</text></svg><style>p{background:url(http://x.example)}</style></body>"
    )
    assert read_text(path) == "Peru had 34 million people in 2024."


@pytest.mark.parametrize("tag", ["div", "blockquote", "table", "b"])
def test_deep_nesting_ends(tmp_path, tag):
    path = tmp_path / "a.html"
    path.write_text(
        f"<{tag}>" * 60_000 + "Peru had 34 million people in 2024." + f"</{tag}>" * 60_000
    )
    assert "34 million" in read_text(path)


def test_deep_nesting_of_word_ends(tmp_path):
    body = "<w:sdt>" * 20_000 + paragraph("Peru had 34 million people.") + "</w:sdt>" * 20_000
    assert "34 million" in read_text(docx(tmp_path / "a.docx", document(body)))


def test_links_out_of_a_word_document_are_not_followed(tmp_path):
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://x/attachedTemplate" '
        'Target="http://x.example/evil.dotm" TargetMode="External"/></Relationships>'
    )
    path = docx(
        tmp_path / "a.docx", document(paragraph("Peru had 34 million people in 2024.")),
        [("word/_rels/document.xml.rels", relations), ("../../outside.txt", "no")],
    )  # fmt: skip
    assert "34 million" in read_text(path)
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.parametrize(
    "text",
    [
        "Peru had " + "1" * 100_000 + " people in 2024.",
        "a " * 200_000 + ".",
        "In 2024, " * 20_000 + "Peru.",
        "President " + "Aa " * 20_000,
        "(" * 50_000 + "2024" + ")" * 50_000,
        "1,234,567 and " * 5_000,
        "\u202eعدد سكان بيرو 34 مليون\u202c " * 2_000,
        "Peru’s GDP\u200b was\ufeff $294.7 billion\u00a0in 2024.",
    ],
)
def test_sentences_that_never_end_are_judged_in_time(view, text):
    start = time.process_time()
    bench = Bench(view, registry().get("PER"), registry().get("USA"))
    assert judge_text(bench, read_sentences(text))
    assert time.process_time() - start < BOUND


def test_right_to_left_text_is_read_and_nothing_is_claimed_of_it(view, tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p dir='rtl'>يبلغ عدد سكان بيرو 34 مليون نسمة في عام 2024، وعاصمتها ليما.</p>")
    bench = Bench(view, registry().get("PER"), registry().get("USA"))
    (found,) = judge_text(bench, read_sentences(read_text(path)))
    assert {judged.verdict.value for judged in found} <= {"unsupported", "vague"}


def test_a_wrong_suffix_is_named(tmp_path):
    path = pdf(tmp_path / "a.pdf", text="Peru had 34 million people in 2024.")
    other = path.rename(Path(tmp_path / "a.docx"))
    with pytest.raises(UnreadableTextError, match="damaged"):
        read_text(other)
