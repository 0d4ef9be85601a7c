"""An audit as one HTML page: the text with every claim marked, the evidence under each."""

from __future__ import annotations

from html import escape

from countrydesk.audit.audit import Audit, Line
from countrydesk.audit.report import SYMBOLS, counts, explain, vagueness
from countrydesk.audit.verdict import Judged, Verdict

_COLOURS = {
    Verdict.SUPPORTED: "#1b6e3c", Verdict.IMPRECISE: "#7a5c00", Verdict.WRONG_PERIOD: "#a33c00",
    Verdict.OUTDATED: "#8a2be2", Verdict.CONTRADICTED: "#b00020", Verdict.MISLEADING: "#b0006e",
    Verdict.UNSUPPORTED: "#555", Verdict.VAGUE: "#616161", Verdict.NORM: "#275d8c",
}  # fmt: skip
_STYLE = """
:root{color-scheme:light}body{font:17px/1.55 Georgia,serif;max-width:46rem;margin:2rem auto;
padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
.p{margin:1em 0}details{display:inline}summary{display:inline;cursor:pointer;list-style:none;
border-bottom:2px solid}
summary::-webkit-details-marker{display:none}summary:focus-visible{outline:3px solid #1a73e8}
summary sup{font:700 .75em sans-serif;padding-left:.1em}.e{display:block;margin:.3rem 0 .6rem 1rem;
padding:.4rem .7rem;border-left:4px solid;background:#f6f6f6;font:14px/1.45 sans-serif;color:#111}
.n{color:#616161;font:12px sans-serif;padding-right:.5em}table{border-collapse:collapse;
font:14px sans-serif}td,th{padding:.2rem .8rem .2rem 0;text-align:left}code{font-size:.9em}
@media(min-width:72rem){body{max-width:72rem}main{position:relative;padding-right:26rem}
.e{position:absolute;right:0;width:24rem;margin:0}}
@media print{details .e{display:block}}
"""


def to_html(audit: Audit) -> bytes:
    """Return the page: self-contained, without scripts, every mark reached with the Tab key."""
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width,initial-scale=1'>",
        f"<title>Audit: {escape(audit.name)}</title><style>{_STYLE}{_rules()}</style></head><body>",
        f"<main><h1>Audit: {escape(audit.name)}</h1>{to_fragment(audit)}</main></body></html>",
    ]
    return "\n".join(parts).encode()


def to_fragment(audit: Audit) -> str:
    """Return what stands below the title of the page: counts, the marked text, what is left out.

    It has neither style nor script; each verdict is a class.
    """
    parts = [f"{_head(audit)}<h2>The text</h2>"]
    heading = None
    for line in audit.lines:
        if line.sentence.heading != heading:
            heading = line.sentence.heading
            parts.append(f"<h2>{escape(heading)}</h2>" if heading else "")
        parts.append(
            f"<div class='p'><span class='n'>{line.sentence.line}</span>{_marked(line)}</div>"
        )
    return "\n".join([*parts, _missing(audit)])


def _rules() -> str:
    return "".join(f".{v.value}{{color:{colour}}}" for v, colour in _COLOURS.items())


def _head(audit: Audit) -> str:
    rows = "".join(
        f"<tr><td class='{v.value}'>{SYMBOLS[v]} {v.value.replace('_', ' ')}</td>"
        f"<td>{counts(audit)[v.value]}</td></tr>"
        for v in Verdict
    )
    written = f", written {audit.written.isoformat()}" if audit.written else ""
    return (
        f"<p>{escape(audit.partner.name)} seen from {escape(audit.principal.in_text)}; evidence of "
        f"{audit.today.isoformat()}{written}; release <code>{escape(audit.release)}</code>. "
        f"{vagueness(audit):.0f} percent of {audit.density.sentences} sentences have neither "
        f"figure nor source.</p><table><caption>Verdicts</caption>{rows}</table>"
    )


def _marked(line: Line) -> str:
    text, at, parts = line.sentence.text, 0, []
    for judged in line.judged:
        start = max(judged.start, at)
        if start >= judged.end:
            parts.append(_note(judged, ""))
            continue
        parts += [escape(text[at:start]), _note(judged, text[start : judged.end])]
        at = judged.end
    then = "".join(_note(judged, "", " when written") for judged in line.then if judged.true)
    return "".join([*parts, escape(text[at:]), then])


def _note(judged: Judged, text: str, when: str = "") -> str:
    name = judged.verdict.value
    label = f"{name.replace('_', ' ')}{when}"
    ids = ", ".join(item.id for item in judged.evidence[:8])
    proof = f"<br>observations <code>{escape(ids)}</code>" if ids else ""
    sure = f"<br>match {judged.sure:.0%}" if judged.sure else ""
    return (
        f"<details><summary class='{name}' title='{escape(label)}'>{escape(text)}"
        f"<sup aria-label='{escape(label)}'>{SYMBOLS[judged.verdict]}</sup></summary>"
        f"<span class='e {name}'>{escape(explain(judged))}{escape(when)}{proof}{sure}</span>"
        "</details>"
    )


def _missing(audit: Audit) -> str:
    items = "".join(
        f"<li>{escape(m.rule)}: {escape(m.what)} <code>{escape(', '.join(sorted(m.evidence)[:3]))}"
        "</code></li>"
        for m in audit.missing
    )
    return f"<h2>Left out</h2><ul>{items}</ul>" if items else "<h2>Left out</h2><p>Nothing.</p>"
