"""How well the audit does on papers whose claims were labelled by hand."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from countrydesk.audit.audit import detect_partner, judge_text
from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import Sentence, plain_line, table_heads
from countrydesk.audit.verdict import ERRORS, Judged, Verdict
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.places import Place, registry

LABELS = "labels.csv"
PAPERS = "papers.csv"
# Of several verdicts inside one labelled claim the first of these stands.
_ORDER = (
    Verdict.CONTRADICTED, Verdict.WRONG_PERIOD, Verdict.OUTDATED, Verdict.MISLEADING,
    Verdict.IMPRECISE, Verdict.SUPPORTED, Verdict.NORM, Verdict.VAGUE, Verdict.UNSUPPORTED,
)  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A labelled claim and what the audit said of it."""

    paper: str
    sentence: int
    text: str
    label: Verdict
    verdict: Verdict
    note: str
    hint: str = ""


@dataclass(frozen=True)
class Score:
    """All labelled claims, and errors that the audit saw where no label is."""

    rows: tuple[Labelled, ...]
    beside: tuple[Labelled, ...]

    def table(self) -> Counter[tuple[Verdict, Verdict]]:
        """Return how often each label met each verdict."""
        return Counter((row.label, row.verdict) for row in self.rows)

    def rates(self, wanted: Iterable[Verdict], *, exact: bool = False) -> tuple[float, float]:
        """Return precision and recall of a set of verdicts; ``exact`` asks for the same one."""
        group = frozenset(wanted)
        said = [r for r in (*self.rows, *self.beside) if r.verdict in group]
        labelled = [r for r in self.rows if r.label in group]
        right = [
            r for r in self.rows
            if r.label in group and r.verdict in group and (not exact or r.label is r.verdict)
        ]  # fmt: skip
        return len(right) / max(len(said), 1), len(right) / max(len(labelled), 1)


def score_folder(view: View, folder: Path, principal: Place) -> Score:
    """Return the score on a folder of papers (``*.md``, a sentence a line) with ``labels.csv``.

    Raises:
        InputError: the folder has no labels.
    """
    path = folder / LABELS
    if not path.is_file():
        raise InputError(f"{folder}: no {LABELS} there; give the folder of labelled papers")
    with path.open(encoding="utf-8", newline="") as stream:
        labels = list(csv.DictReader(stream))
    rows: list[Labelled] = []
    beside: list[Labelled] = []
    named = _named(folder / PAPERS)
    for paper in dict.fromkeys(row["doc"] for row in labels):
        mine = [row for row in labels if row["doc"] == paper]
        home, viewer = named.get(paper, ("", principal.id))
        viewpoint = registry().get(viewer)
        found, apart = _paper(view, folder / f"{paper}.md", mine, home, viewpoint)
        rows += found
        beside += apart
    return Score(tuple(rows), tuple(beside))


def _named(path: Path) -> dict[str, tuple[str, str]]:
    """Return partner and principal of each paper that a list of papers names."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["doc"]: (row["partner"], row["principal"]) for row in csv.DictReader(stream)}


def labelled_sentences(text: str) -> list[Sentence]:
    """Return the lines of a labelled paper as sentences, without headings and blank lines."""
    found: list[Sentence] = []
    heading = ""
    heads = table_heads(text.splitlines())
    for line, raw in enumerate(text.splitlines(), 1):
        if raw.startswith("#"):
            heading = raw.strip("# ")
        elif raw.strip():
            columns = heads.get(line, ())
            text_ = raw.strip() if line in heads else plain_line(raw)
            found.append(Sentence(len(found) + 1, line, heading, text_, columns))
    return found


def _paper(
    view: View, path: Path, labels: Sequence[dict[str, str]], home: str, principal: Place
) -> tuple[list[Labelled], list[Labelled]]:
    text = path.read_text(encoding="utf-8")
    partner = registry().get(home) if home else detect_partner(text, principal)
    sentences = labelled_sentences(text)
    judged = judge_text(Bench(view, partner, principal), sentences)
    rows: list[Labelled] = []
    beside: list[Labelled] = []
    for sentence, verdicts in zip(sentences, judged, strict=True):
        mine = [row for row in labels if int(row["sentence_no"]) == sentence.number]
        given, apart = _assign(sentence.text, mine, verdicts)
        for row, got in zip(mine, given, strict=True):
            rows.append(_row(path.stem, sentence.number, row, got))
        beside += [
            Labelled(path.stem, sentence.number, sentence.text[j.start : j.end],
                Verdict.SUPPORTED, j.verdict, j.note)
            for j in apart
        ]  # fmt: skip
    return rows, beside


def _assign(
    text: str, labels: Sequence[dict[str, str]], verdicts: Sequence[Judged]
) -> tuple[list[list[Judged]], list[Judged]]:
    """Return for each label the verdicts that overlap it most, and errors that overlap none."""
    spans: list[tuple[int, int]] = []
    for row in labels:
        spans.append(_span(text, row["claim_text"], spans))
    given: list[list[Judged]] = [[] for _ in labels]
    apart: list[Judged] = []
    for judged in verdicts:
        shared = [min(judged.end, b) - max(judged.start, a) for a, b in spans]
        if shared and (max(shared) > 0 or len(spans) == 1):
            given[shared.index(max(shared))].append(judged)
        elif judged.verdict in ERRORS:
            apart.append(judged)
    return given, apart


def _span(text: str, claim: str, taken: list[tuple[int, int]]) -> tuple[int, int]:
    """Return where a claim stands: a figure that a row has twice at the next place not taken."""
    at = text.find(claim)
    while at >= 0 and (at, at + len(claim)) in taken:
        at = text.find(claim, at + 1)
    return (at, at + len(claim)) if at >= 0 else (0, len(text))


def _row(paper: str, sentence: int, row: dict[str, str], got: list[Judged]) -> Labelled:
    best = min(got, key=lambda j: _ORDER.index(j.verdict), default=None)
    verdict = best.verdict if best else Verdict.UNSUPPORTED
    note = f"{best.indicator}: {best.true} [{best.note}]" if best else "no claim"
    return Labelled(
        paper, sentence, row["claim_text"], Verdict(row["verdict"]), verdict, note,
        row["indicator_hint"],
    )  # fmt: skip
