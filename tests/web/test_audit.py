"""The audit in the browser: bounded, in memory, and nothing that is sent can act."""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO

import pytest

from countrydesk.errors import UnreadableTextError
from countrydesk.web import uploads

TEXT = "Peru had a population of 12 million in 2024. Peru plays a crucial role in the region."
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_a_pasted_text_is_annotated_in_place(client):
    text = client.post("/audit", data={"text": TEXT}).text
    assert "contradicted" in text
    assert "Peru had a population of 12 million" in text


def test_an_uploaded_file_is_read(client):
    answer = client.post("/audit", files={"file": ("paper.md", TEXT.encode(), "text/markdown")})
    assert answer.status_code == 200
    assert "paper.md" in answer.text


def test_what_is_sent_cannot_act(client):
    sent = {"text": f"{TEXT} {EVIL}", "partner": "Peru"}
    for answer in (
        client.post("/audit", data=sent),
        client.post("/audit", data={"text": EVIL, "partner": EVIL}),
        client.post("/audit", files={"file": (f"{EVIL}.txt", f"{TEXT}{EVIL}".encode())}),
        client.get("/search", params={"q": EVIL}),
        client.get("/paper/" + EVIL.replace("/", "")),
        client.get("/explore", params={"p": EVIL}),
    ):
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_nothing_is_left_on_disk(client, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a temporary file was made")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    payload = (TEXT * 25_000).encode()[:2_000_000]
    answer = client.post("/audit", files={"file": ("long.txt", payload)})
    assert answer.status_code == 400
    assert "divide the text" in answer.text


@pytest.mark.parametrize(("name", "payload"), [
    ("paper.exe", b"MZ"), ("paper", b"text"), ("../../etc/passwd", b"root"),
    ("paper.pdf", b"%PDF-1.7 no"),
    ("paper.docx", b"PK\x03\x04 broken"), ("paper.html", b"<p>"),
])  # fmt: skip
def test_files_that_cannot_be_read_are_refused_in_words(client, name, payload):
    answer = client.post("/audit", files={"file": (name, payload)})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text


def test_a_bomb_is_refused():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 150_000_000)
    with pytest.raises(UnreadableTextError):
        uploads.text_in("bomb.docx", packed.getvalue())


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 1)
    monkeypatch.setattr(uploads, "_READ", "import time; time.sleep(30)")
    with pytest.raises(UnreadableTextError, match="longer than 1 s"):
        uploads.text_in("slow.pdf", b"%PDF")


def test_the_api_audits_and_keeps_nothing(client):
    answer = client.post("/api/v1/audits", json={"text": TEXT})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["verdicts"]["contradicted"] >= 1
    assert client.post("/api/v1/audits", json={"text": "x" * 300_000}).status_code in {413, 422}
    assert client.post("/api/v1/audits", json={"text": " "}).status_code == 400
