"""How fast the audit is on one core: sentences a second once the evidence is at hand, and a PDF.

Run: ``./desk bench audit [FILE.md ...]``; without files, the labelled papers in this folder. It
prints a Markdown table against the budget. Times are those of the processor, the best of several
runs, so that a busy machine does not decide them. The PDF has 300 pages of the same sentences.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from countrydesk.audit.audit import audit_text, detect_partner, judge_text
from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import read_sentences
from countrydesk.audit.reading import read_text, text_of
from countrydesk.evidence import View, load_release
from countrydesk.places import registry

STYLES = Path(__file__).with_name("audit_styles")
RUNS = 5
GOAL = 2_000
PAGES = 300
LINES = 38
SECONDS = 20


def best(work: Callable[[], object]) -> float:
    """Return the least time of the processor that ``work`` took."""
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def pdf_of(lines: list[str]) -> bytes:
    """Return a PDF of 300 pages with 38 lines of plain type on each."""
    writer = pypdf.PdfWriter()
    kinds = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in kinds.items()})
    held = writer._add_object(font)  # noqa: SLF001
    for page in range(PAGES):
        said = [lines[(page * LINES + n) % len(lines)] for n in range(LINES)]
        body = " T* ".join(f"({_escaped(line)}) Tj" for line in said)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 9 Tf 12 TL 40 780 Td {body} ET".encode("latin-1", "replace"))
        sheet = writer.add_blank_page(595, 842)
        fonts = DictionaryObject({NameObject("/F1"): held})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        sheet[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", "").replace("(", "\\(").replace(")", "\\)")


def main() -> None:
    """Print the table."""
    files = [Path(name) for name in sys.argv[1:]]
    files = files or sorted(p for p in STYLES.glob("*.md") if p.stem.islower())
    view, principal = View(load_release("bundled")), registry().get("USA")
    texts = [read_text(file) for file in files]
    papers = [
        (Bench(view, detect_partner(text, principal), principal), read_sentences(text))
        for text in texts
    ]
    sentences = [s for _, read in papers for s in read]
    partner = papers[0][0].partner
    every = [judge_text(*paper) for paper in papers]
    rate = len(sentences) / best(lambda: [judge_text(*paper) for paper in papers])
    claims = sum(len(found) for one in every for found in one)
    payload = pdf_of([s.text for s in sentences if not s.columns])
    start = time.process_time()
    text = text_of(payload, Path("long.pdf"))
    read = time.process_time() - start
    found = audit_text(view, text, partner=partner, principal=principal)
    whole = time.process_time() - start
    print("| what | measured | budget | ratio |\n|---|---|---|---|")
    said = f"sentences a second ({len(sentences)}, {claims} claims)"
    print(f"| {said} | {rate:,.0f} | {GOAL:,} | {rate / GOAL:.2f} |")
    print(f"| PDF of {PAGES} pages: read | {read:.1f} s | | |")
    said = f"PDF of {PAGES} pages: read and audited ({len(found.lines):,} sentences)"
    print(f"| {said} | {whole:.1f} s | {SECONDS} s | {whole / SECONDS:.2f} |")


if __name__ == "__main__":
    main()
