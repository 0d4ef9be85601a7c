import io
import zipfile

import pypdf
import pytest

from countrydesk.audit import reading
from countrydesk.audit.reading import read_text
from countrydesk.errors import UnreadableTextError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body, head=""):
    start = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>'
    return f"{start}{body}</w:body></w:document>"


def docx(path, body, extra=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body)
        for name, payload in extra:
            package.writestr(name, payload)
    return path


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(path, *, password="", text=""):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    if text:
        from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

        font = DictionaryObject({
            NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        })  # fmt: skip
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


def test_html_is_stripped_and_scripts_are_left_out(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>x</title></head><body><h2>Peru</h2><script>alert('no')</script>"
        "<p>GDP &amp; growth<br>came to 5 percent.</p><style>p{}</style></body></html>"
    )
    assert read_text(path) == "# Peru\nGDP & growth\ncame to 5 percent."


def test_docx_is_read_with_headings_and_tables(tmp_path):
    body = document(
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Peru</w:t></w:r></w:p>'
        + paragraph("GDP came to 5 billion dollars.")
    )
    assert read_text(docx(tmp_path / "a.docx", body)).split("\n")[:2] == [
        "# Peru",
        "GDP came to 5 billion dollars.",
    ]


def test_pdf_is_read(tmp_path):
    path = pdf(tmp_path / "a.pdf", text="Peru had 34 million people in 2024.")
    assert "34 million people" in read_text(path)


def test_right_to_left_text_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("الأردن بلد في الشرق الأوسط وعدد سكانه 11 مليون")
    assert "11" in read_text(path)


def _bomb(tmp_path):
    return docx(tmp_path / "a.docx", document(paragraph("0" * 5_000)))


def _macros(tmp_path):
    return docx(tmp_path / "a.docm", document(paragraph("x")), [("word/vbaProject.bin", b"x")])


def _entities(tmp_path):
    return docx(tmp_path / "a.docx", document(paragraph("&a;"), '<!DOCTYPE d [<!ENTITY a "aa">]>'))


def _encrypted_word(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    return path


def _truncated(tmp_path):
    whole = docx(tmp_path / "b.docx", document(paragraph("text of some length")))
    path = tmp_path / "a.docx"
    path.write_bytes(whole.read_bytes()[:120])
    return path


def _written(name, payload):
    def write(tmp_path):
        path = tmp_path / name
        path.write_bytes(payload)
        return path

    return write


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_bomb, "unpacks to more"),
        (_macros, "macros"),
        (_entities, "entities"),
        (_encrypted_word, "encrypted"),
        (_truncated, "damaged"),
        (lambda tmp: pdf(tmp / "a.pdf"), "without a text layer"),
        (lambda tmp: pdf(tmp / "a.pdf", password="x"), "encrypted"),
        (_written("a.pdf", b"%PDF-1.4 nothing that follows"), "damaged"),
        (_written("a.pdf", b"hello"), "not a PDF"),
        (_written("a.txt", b"\x00\x01\x02" * 40), "not text"),
        (_written("a.txt", b""), "no text"),
        (_written("a.xyz", b"text"), "not a kind of file"),
        (_written("a.json", b"{"), "not JSON"),
        (_written("a.json", b"[1, 2]"), "not a paper"),
        (lambda tmp: tmp / "missing.txt", "no such file"),
        (_written("big.txt", b"a" * 60_000), "MB"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, monkeypatch, make, reason):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 4_000)
    monkeypatch.setattr(reading, "MOST_BYTES", 50_000)
    path = make(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UnreadableTextError, match=reason) as caught:
        read_text(path)
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


def test_a_zip_that_lies_about_its_size_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 4_000)
    path = docx(tmp_path / "a.docx", document(paragraph("0" * 50_000)))
    with pytest.raises(UnreadableTextError):
        read_text(path)
    assert zipfile.is_zipfile(io.BytesIO(path.read_bytes()))
