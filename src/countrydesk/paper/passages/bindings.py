"""Small helpers with which passages bind sentences, captions and ranks to findings."""

from __future__ import annotations

from countrydesk.analysis.finding import Finding, Scalar
from countrydesk.paper.nodes import SentenceKind
from countrydesk.paper.page import Page
from countrydesk.paper.writing.realise import Binding, Phrase
from countrydesk.places import Place

ENDS = 3


def given(finding: Finding | None, *names: str) -> Finding | None:
    """Return the finding where it has all of the further figures ``names``, else None."""
    return finding if finding and all(name in finding.values for name in names) else None


def filled(page: Page, template: str, **bindings: Finding | Place | Phrase | None) -> Phrase:
    """Return a template that cannot fail for want of a binding.

    Raises:
        ValueError: a binding it must have is absent all the same.
    """
    phrase = page.phrase(template, key="", **bindings)
    if phrase is None:
        raise ValueError(f"template '{template}' lacks a binding")
    return phrase


def say_from(
    page: Page,
    template: str,
    finding: Finding | None,
    *,
    kind: SentenceKind = SentenceKind.FACT,
    key: str = "",
    **bindings: Binding,
) -> bool:
    """Say a sentence that rests on a finding without printing a figure of it.

    Returns False where the finding, or a binding the template must have, is absent.
    """
    if finding is None:
        return False
    phrase = page.phrase(template, key=key, **bindings)
    if phrase is None:
        return False
    found = tuple(dict.fromkeys((*phrase.findings, finding)))
    page.add(Phrase(phrase.parts, found), key or template, kind)
    return True


def caption(page: Page, name: str, levier: Place, origin: Place, **words: str) -> str:
    """Return a caption of the lexicon with ``levier`` as principal and ``origin`` as the other."""
    grammar = page.desk.grammar
    return page.desk.chart_text(
        name if "." in name else f"tariffs.{name}", principal=grammar.place(levier, "the"),
        origin=grammar.place(origin, "the"), **words,
    )  # fmt: skip


def standing(top: Scalar | None, bottom: Scalar | None) -> str:
    """Return where a rank from the top and one from the bottom put a value in its field."""
    high, low = float(top or ENDS + 1), float(bottom or ENDS + 1)
    if high == 1:
        return "first"
    if low == 1:
        return "last"
    return "top" if high <= ENDS else "low" if low <= ENDS else "middle"
