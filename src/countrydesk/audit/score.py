"""How well the audit does on papers whose claims were labelled by hand."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from countrydesk.audit.audit import judge_text
from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import Sentence
from countrydesk.audit.gazetteer import count_places
from countrydesk.audit.verdict import ERRORS, Judged, Verdict
from countrydesk.errors import InputError
from countrydesk.evidence import View
from countrydesk.places import Place, registry

LABELS = "labels.csv"
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
    for paper in dict.fromkeys(row["doc"] for row in labels):
        mine = [row for row in labels if row["doc"] == paper]
        found, apart = _paper(view, folder / f"{paper}.md", mine, principal)
        rows += found
        beside += apart
    return Score(tuple(rows), tuple(beside))


def labelled_sentences(text: str) -> list[Sentence]:
    """Return the lines of a labelled paper as sentences, without headings and blank lines."""
    found: list[Sentence] = []
    heading = ""
    for line, raw in enumerate(text.splitlines(), 1):
        if raw.startswith("#"):
            heading = raw.strip("# ")
        elif raw.strip():
            found.append(Sentence(len(found) + 1, line, heading, raw.strip()))
    return found


def _paper(
    view: View, path: Path, labels: Sequence[dict[str, str]], principal: Place
) -> tuple[list[Labelled], list[Labelled]]:
    text = path.read_text(encoding="utf-8")
    counts = {p: n for p, n in count_places(text).items() if p != principal.id}
    partner = registry().get(max(sorted(counts), key=lambda p: counts[p]))
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
    spans = [_span(text, row["claim_text"]) for row in labels]
    given: list[list[Judged]] = [[] for _ in labels]
    apart: list[Judged] = []
    for judged in verdicts:
        shared = [min(judged.end, b) - max(judged.start, a) for a, b in spans]
        if shared and (max(shared) > 0 or len(spans) == 1):
            given[shared.index(max(shared))].append(judged)
        elif judged.verdict in ERRORS:
            apart.append(judged)
    return given, apart


def _span(text: str, claim: str) -> tuple[int, int]:
    at = text.find(claim)
    return (at, at + len(claim)) if at >= 0 else (0, len(text))


def _row(paper: str, sentence: int, row: dict[str, str], got: list[Judged]) -> Labelled:
    best = min(got, key=lambda j: _ORDER.index(j.verdict), default=None)
    verdict = best.verdict if best else Verdict.UNSUPPORTED
    note = f"{best.indicator}: {best.true} [{best.note}]" if best else "no claim"
    return Labelled(
        paper, sentence, row["claim_text"], Verdict(row["verdict"]), verdict, note,
        row["indicator_hint"],
    )  # fmt: skip
