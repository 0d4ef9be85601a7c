"""Masked sentences and density."""

from __future__ import annotations

from tests.paper.small import inflation_and_trade, small_paper

from countrydesk.paper.nodes import Sentence, SentenceKind, Slot
from countrydesk.paper.variety import MASK, density, density_of_text, masked, shapes, shared


def sentence(*parts: str | Slot) -> Sentence:
    return Sentence("x", SentenceKind.FACT, parts, (), ())


def slot(text: str) -> Slot:
    return Slot(text, "finding", "f")


def test_names_and_figures_are_masked_and_lists_of_them_are_one():
    said = sentence(slot("Peru"), " borders ", slot("Chile"), ", ", slot("Brazil"), " and ",
        slot("Bolivia"), " since ", slot("1821"), ".")  # fmt: skip
    assert masked(said) == f"{MASK} borders {MASK} since {MASK}."


def test_shares_are_of_papers_not_of_sentences():
    papers = [frozenset({"a", "b"}), frozenset({"a"}), frozenset({"a", "c"}), frozenset({"c"})]
    table, n = shared(papers)
    assert n == 4
    assert table == [("a", 0.75), ("c", 0.5)]


def test_density_of_a_text_counts_digits_and_sources():
    text = (
        "Peru is a vital partner of the United States. Its output was 294.7 billion in 2024.\n"
        "Trade grew by 7 percent, according to the Census Bureau. A short one.\n"
    )
    found = density_of_text(text)
    assert (found.sentences, found.figures, found.sourced, found.both) == (3, 2, 1, 1)
    assert found.share == 100 / 3


def test_our_own_paper_is_dense():
    paper, _, _ = small_paper(inflation_and_trade)
    found = density(paper)
    assert found.sentences >= found.figures >= found.both > 0
    assert all(MASK in text or text for text in shapes(paper))
