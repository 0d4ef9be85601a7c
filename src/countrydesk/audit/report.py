"""An audit as plain data, as a summary in text, as a line report, and as corrected sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from countrydesk.audit.audit import Audit, Line
from countrydesk.audit.verdict import ERRORS, Judged, Verdict

SYMBOLS = {
    Verdict.SUPPORTED: "✓", Verdict.IMPRECISE: "≈", Verdict.WRONG_PERIOD: "⟲",
    Verdict.OUTDATED: "⌛",
    Verdict.CONTRADICTED: "✗", Verdict.MISLEADING: "◐", Verdict.UNSUPPORTED: "?",
    Verdict.VAGUE: "~", Verdict.NORM: "§",
}  # fmt: skip
_LEVELS = {
    Verdict.CONTRADICTED: "error", Verdict.WRONG_PERIOD: "error", Verdict.OUTDATED: "error",
    Verdict.MISLEADING: "warning", Verdict.IMPRECISE: "note", Verdict.UNSUPPORTED: "note",
}  # fmt: skip
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def counts(audit: Audit) -> dict[str, int]:
    """Return how many claims have each verdict."""
    found = Counter(judged.verdict for _, judged in audit.claims)
    return {verdict.value: found[verdict] for verdict in Verdict}


def plain(judged: Judged, text: str) -> dict[str, Any]:
    """Return a verdict as plain data."""
    return {
        "text": text[judged.start : judged.end].strip(" ,;"),
        "start": judged.start,
        "end": judged.end,
        "type": judged.kind,
        "verdict": judged.verdict.value,
        "indicator": judged.indicator,
        "place": judged.place,
        "counterpart": judged.counterpart,
        "period": judged.period,
        "true_value": judged.true,
        "true_period": judged.true_period,
        "sources": list(judged.sources),
        "evidence": [item.id for item in judged.evidence[:20]],
        "confidence": round(judged.sure, 2),
        "note": judged.note,
    }


def to_json(audit: Audit) -> dict[str, Any]:
    """Return an audit as plain data."""
    return {
        "file": audit.name,
        "partner": audit.partner.id,
        "principal": audit.principal.id,
        "as_of": audit.today.isoformat(),
        "written": audit.written.isoformat() if audit.written else None,
        "release": audit.release,
        "verdicts": counts(audit),
        "sentences": [_line(line, audit) for line in audit.lines],
        "omissions": [{"rule": item.rule, "what": item.what, "evidence": sorted(item.evidence)}
            for item in audit.missing],
        "density": {
            "sentences": audit.density.sentences, "with_figure": audit.density.figures,
            "with_source": audit.density.sourced, "with_both": audit.density.both,
            "vague_percent": round(vagueness(audit), 1),
        },
    }  # fmt: skip


def _line(line: Line, audit: Audit) -> dict[str, Any]:
    sentence = line.sentence
    found: dict[str, Any] = {
        "sentence": sentence.number, "line": sentence.line, "heading": sentence.heading,
        "text": sentence.text, "claims": [plain(judged, sentence.text) for judged in line.judged],
    }  # fmt: skip
    if audit.written:
        found["claims_when_written"] = [plain(judged, sentence.text) for judged in line.then]
    return found


def vagueness(audit: Audit) -> float:
    """Return the share in percent of sentences with neither figure nor source."""
    density = audit.density
    if not density.sentences:
        return 0.0
    told = density.figures + density.sourced - density.both
    return 100 * (density.sentences - told) / density.sentences


# -- text ----------------------------------------------------------------------------------------


MOST_TOLD = 12


def headline(audit: Audit) -> list[str]:
    """Return the first lines of the summary: on what evidence, how many claims of each verdict."""
    return [
        (f"{audit.name}: {audit.partner.name} seen from {audit.principal.in_text}; evidence of "
        f"{audit.today.isoformat()} (release {audit.release})"),
        "",
        *(f"  {SYMBOLS[verdict]} {verdict.value.replace('_', ' '):14}{n:5}"
            for verdict in Verdict if (n := counts(audit)[verdict.value])),
        (f"\n  sentences {audit.density.sentences}, with neither figure nor source "
        f"{vagueness(audit):.0f} percent"),
    ]  # fmt: skip


def summary(audit: Audit) -> str:
    """Return one page: the counts, the errors with the true figures, what is left out.

    Of the claims of each kind the first twelve are told; the other forms of the report have all.
    """
    lines = headline(audit)
    lines += _section("Errors", [*_told(audit, ERRORS)])
    lines += _section("Right, but imprecise", [*_told(audit, {Verdict.IMPRECISE})])
    lines += _section("Supported", [*_told(audit, {Verdict.SUPPORTED})])
    lines += _section("When it was written", [*_then(audit)])
    if audit.missing:
        lines += ["", "Left out", *(f"  - {m.rule}: {m.what}" for m in audit.missing)]
    return "\n".join(lines) + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    told, step = _cut(lines)
    rest = (len(lines) - len(told)) // step
    more = [f"  ... and {rest} more (--json, --html and --docx have all)"] if rest else []
    return ["", title, *told, *more]


def _cut(lines: list[str]) -> tuple[list[str], int]:
    """Return the lines of the first entries, and how many lines an entry has."""
    step = 2 if len(lines) > 1 and lines[1].startswith("      ") else 1
    return lines[: MOST_TOLD * step], step


def _told(audit: Audit, wanted: set[Verdict] | frozenset[Verdict]) -> Iterator[str]:
    for line, judged in audit.claims:
        if judged.verdict in wanted:
            text = line.sentence.text[judged.start : judged.end].strip(" ,;")
            yield f"  {SYMBOLS[judged.verdict]} line {line.sentence.line}: {text}"
            yield f"      {explain(judged)}"


def explain(judged: Judged) -> str:
    """Return in a line what the evidence says of a claim."""
    head = judged.verdict.value.replace("_", " ")
    true = f"; evidence: {judged.true}" if judged.true and judged.true not in judged.note else ""
    when = f" ({judged.true_period})" if judged.true_period and true else ""
    source = f" [{', '.join(judged.sources)}]" if judged.sources else ""
    return f"{head}: {judged.note}{true}{when}{source}"


def _then(audit: Audit) -> Iterator[str]:
    for line in audit.lines:
        now = {(j.start, j.end): j.verdict for j in line.judged}
        for judged in line.then:
            if now.get((judged.start, judged.end)) is not judged.verdict and judged.true:
                text = line.sentence.text[judged.start : judged.end].strip(" ,;")
                yield f"  {SYMBOLS[judged.verdict]} line {line.sentence.line}: {text}"
                yield f"      {explain(judged)}"


# -- line report ---------------------------------------------------------------------------------


def to_sarif(audit: Audit) -> dict[str, Any]:
    """Return the findings in the Static Analysis Results Interchange Format, version 2.1.0."""
    rules: list[dict[str, Any]] = [
        {"id": v.value, "shortDescription": {"text": v.value.replace("_", " ")}} for v in Verdict
    ]  # fmt: skip
    found = [
        _result(line, judged, audit.name)
        for line, judged in audit.claims
        if judged.verdict in _LEVELS and (judged.verdict is not Verdict.UNSUPPORTED or judged.sure)
    ]
    found += [
        {"ruleId": "omission", "level": "note",
            "message": {"text": f"left out: {m.rule}: {m.what}"},
            "locations": [_place(audit.name, 1)]}
        for m in audit.missing
    ]  # fmt: skip
    driver = {
        "name": "countrydesk audit",
        "rules": [*rules, {"id": "omission", "name": "omission"}],
    }
    return {
        "$schema": _SCHEMA, "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": found}],
    }  # fmt: skip


def _result(line: Line, judged: Judged, name: str) -> dict[str, Any]:
    text = line.sentence.text[judged.start : judged.end].strip(" ,;")
    return {
        "ruleId": judged.verdict.value,
        "level": _LEVELS[judged.verdict],
        "message": {"text": f"{text}: {explain(judged)}"},
        "locations": [_place(name, line.sentence.line)],
        "properties": {"evidence": [item.id for item in judged.evidence[:20]],
            "confidence": round(judged.sure, 2)},
    }  # fmt: skip


def _place(name: str, line: int) -> dict[str, Any]:
    return {"physicalLocation": {
        "artifactLocation": {"uri": name}, "region": {"startLine": max(line, 1)},
    }}  # fmt: skip


# -- corrections ---------------------------------------------------------------------------------


def corrections(audit: Audit) -> list[dict[str, Any]]:
    """Return for each sentence with a wrong figure the sentence with the true one."""
    found = []
    for line in audit.lines:
        wrong = [j for j in line.judged if j.verdict in ERRORS and j.right]
        if wrong:
            found.append({
                "sentence": line.sentence.number, "line": line.sentence.line,
                "was": line.sentence.text, "draft": _draft(line.sentence.text, wrong),
                "evidence": list(dict.fromkeys(o.id for j in wrong for o in j.evidence[:5])),
                "sources": sorted({s for j in wrong for s in j.sources}),
            })  # fmt: skip
    return found


def _draft(text: str, wrong: list[Judged]) -> str:
    """Return the sentence with the true figures in place, from the last to the first."""
    for judged in sorted(wrong, key=lambda j: -j.start):
        part = text[judged.start : judged.end]
        figure = judged.figure or part
        text = text[: judged.start] + part.replace(figure, _worded(figure, judged), 1) + (
            text[judged.end :]
        )  # fmt: skip
    return text


def _worded(figure: str, judged: Judged) -> str:
    """Return the true figure with the unit, and the year where the words give none."""
    if judged.figure:
        return judged.right
    low = figure.lower()
    money = "$" if "$" in low else ""
    unit = next((u for u in ("percent", "per cent", "%", "US dollars", "dollars", "points",
        "kilometres", "tonnes") if u in figure), "")  # fmt: skip
    gap = "" if unit == "%" or not unit else " "
    dated = "" if judged.period or not judged.true_period else f" ({judged.true_period})"
    return f"{money}{judged.right}{gap}{unit}{dated}"
