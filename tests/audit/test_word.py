"""The Word document of an audit: real comments that a reader of DOCX finds."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from countrydesk.audit.audit import audit_text
from countrydesk.audit.reading import read_text
from countrydesk.audit.word import to_docx
from countrydesk.places import registry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = """# Economy & trade
Peru's GDP came to 248.2 billion dollars in 2024. The partnership rests on shared values.
President Dina Boluarte has promised reform <soon>.
"""


@pytest.fixture(scope="module")
def payload(view):
    usa = registry().get("USA")
    return to_docx(audit_text(view, TEXT, name="note.md", principal=usa))


def test_each_claim_has_a_comment_with_the_evidence(payload):
    package = zipfile.ZipFile(io.BytesIO(payload))
    comments = ET.fromstring(package.read("word/comments.xml"))
    document = ET.fromstring(package.read("word/document.xml"))
    told = ["".join(t.text or "" for t in c.iter(f"{W}t")) for c in comments.iter(f"{W}comment")]
    assert len(told) == 2
    assert "wrong period" in told[0]
    assert "294.7 billion dollars" in told[0]
    assert re.search(r"observations [0-9a-f]{16}", told[0])
    assert "Keiko Fujimori" in told[1]
    ids = [e.get(f"{W}id") for e in document.iter(f"{W}commentReference")]
    assert ids == [c.get(f"{W}id") for c in comments.iter(f"{W}comment")]
    assert len(list(document.iter(f"{W}commentRangeStart"))) == len(ids)


def test_vague_sentences_have_none_and_the_same_audit_gives_the_same_bytes(payload, view):
    again = to_docx(audit_text(view, TEXT, name="note.md", principal=registry().get("USA")))
    assert again == payload
    assert b"no test could fail" not in zipfile.ZipFile(io.BytesIO(payload)).read(
        "word/comments.xml"
    )


def test_the_document_can_be_audited_again(payload, tmp_path):
    path = tmp_path / "note.docx"
    path.write_bytes(payload)
    text = read_text(path)
    assert "# Economy & trade" in text
    assert "248.2 billion dollars" in text


def test_python_docx_opens_it_where_it_is_installed(payload):
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    assert docx.Document(io.BytesIO(payload)).paragraphs
