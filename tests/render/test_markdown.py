"""Markdown: escapes that two dialects read alike, footnotes, tables."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.sample import HARD, exhibit, sample_paper, sentence

from countrydesk.paper.nodes import Exhibit, Paragraph, Section
from countrydesk.render import Theme
from countrydesk.render.markdown import escape, pipe_table, render
from countrydesk.render.tabular import data_grid

THEME = Theme()


def written(paper=None) -> str:
    return render(paper or sample_paper(), THEME).decode()


def read(text: str) -> str:
    """Return escaped text as a reader of Markdown sees it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


@given(st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp", "Cc"])))
def test_escaped_text_reads_as_itself(text):
    assert read(escape(text)) == text.strip(" ")


@given(st.text(st.sampled_from("ab1 \\`*_{}[]<>#|~$@^&;.-+()!:%='\n")))
def test_no_mark_is_left_bare(text):
    bare = re.sub(r"\\.", "·", escape(text))
    assert not re.search(r"[`*_{}\[\]<>#|~$@^\n]|--|\.\.\.|&#?\w+;", bare)


@pytest.mark.parametrize("start", ["1. x", "12) x", "(a) x", "iv. x", "- x", "+ x", ": x", "% x",
    "=== x", "#. x"])  # fmt: skip
def test_no_text_starts_a_list(start):
    assert "\\" in escape(start)
    assert read(escape(start)) == start


@pytest.mark.parametrize("text", ["Côte d’Ivoire", "3.5 percent", "U.S. dollars", "R&D and A & B"])
def test_plain_text_stays_legible(text):
    assert escape(text) == text


def test_line_breaks_become_spaces():
    assert escape(" one\n\n two\u2028three\r\nfour\t five ") == "one two three four  five"


def test_headings_stand_in_order_at_their_depth():
    found = re.findall(r"^(#+) (.*)$", written(), flags=re.MULTILINE)
    sections = [("#" * (one.level + 1), one.heading) for one in sample_paper().walk()]
    annex = [("###", name) for name in ("Observations", "Methods", "Sources")]
    assert [(marks, read(name)) for marks, name in found] == [
        ("#", sample_paper().title), *sections, *annex,
    ]  # fmt: skip


def test_each_footnote_is_used_and_defined_once():
    text = written()
    defined = re.findall(r"^\[\^(\d+)\]: ", text, flags=re.MULTILINE)
    used = re.findall(r"\[\^(\d+)\](?!:)", text)
    assert defined == [str(at) for at in range(1, len(defined) + 1)]
    assert list(dict.fromkeys(used)) == defined


def test_kinds_likelihood_and_confidence_are_said():
    text = written()
    assert "*Judgement:* A state of 34.2 million" in text
    assert "*(likely, 72\u00a0%; moderate confidence)*[^1]" in text
    assert "*Fact" not in text


def test_a_footnote_names_source_series_period_release_status_and_licence():
    wanted = "GDP\\_.OU, 2026, projection; released 14 Oct 2025; Creative Commons Attribution 4.0."
    assert f"[^1]: Outlook of Economies database: {wanted}" in written()


def test_tables_have_as_many_cells_as_columns():
    for table in re.findall(r"(?:^\|.*\|\n)+", written() + "\n", flags=re.MULTILINE):
        sizes = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(sizes) == 1, table


def test_numbers_are_set_to_the_right():
    assert pipe_table(("A", "B|"), [("x", "1,000")], (False, True)) == (
        "| A | B\\| |\n| --- | ---: |\n| x | 1,000 |"
    )


def test_every_observation_is_in_the_annex():
    text = written()
    assert all(f"| {key} |" in text for key in sample_paper().observations)


def test_hard_characters_survive():
    assert HARD in read(written())


def test_missing_evidence_is_said():
    assert (
        "*Evidence: 0 of 2 series present. Missing: visa requirement, travel advice.*" in written()
    )


def test_a_paper_without_annex_gets_its_evidence():
    sections = (Section("s", "S", 1, False, (Paragraph("p", (sentence("Text."),)),)),)
    text = written(dataclasses.replace(sample_paper(), sections=sections))
    assert "## Annex" in text


# -- the data behind a chart -------------------------------------------------------------------


def test_series_stand_side_by_side_by_year():
    grid = data_grid(exhibit("trend"))
    assert grid.columns == ("Year", "Peru", "Median of South America", "Côte d’Ivoire & “others”")
    years = [row[0] for row in grid.rows]
    assert years == [str(year) for year in range(1990, 2025)]
    assert grid.rows[years.index("1999")][1] == ""


def test_bounds_and_quantiles_keep_their_names():
    assert data_grid(exhibit("fan")).columns == (
        "Year", "Peru", "Peru, 10th percentile", "Peru, median", "Peru, 90th percentile",
    )  # fmt: skip


def test_axis_titles_name_the_columns():
    assert data_grid(exhibit("bars")).columns == (
        "Item", "million US dollars", "Low", "High", "Group",
    )  # fmt: skip


def test_places_are_named():
    assert ("Türkiye", "15,500") in data_grid(exhibit("choropleth")).rows


def test_a_year_twice_in_a_series_stays_long():
    rows = ({"x": 2024, "y": 1.0, "series": "A"}, {"x": 2024, "y": 2.0, "series": "A"})
    grid = data_grid(exhibit("trend", data=rows))
    assert grid.rows == (("2024", "1", "A"), ("2024", "2", "A"))


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ((7.3374213, 58.2, 12.0), ("7.337", "58.200", "12.000")),
        ((1.5, -2.0, 3.1), ("1.5", "−2.0", "3.1")),
        ((30_500_000.0, 34_217_848), ("30,500,000", "34,217,848")),
        ((80_000.0, 0.00041), ("80,000.00000", "0.00041")),
        ((0.0, 0), ("0", "0")),
    ],
)
def test_figures_of_a_column_have_one_number_of_decimals(values, printed):
    rows = tuple({"label": "A", "value": value} for value in values)
    assert tuple(row[1] for row in data_grid(exhibit("bars", data=rows)).rows) == printed


def test_an_exhibit_without_data_has_no_rows():
    empty = Exhibit("e", "bars", "T", "A", (), {}, (), ())
    assert data_grid(empty).rows == ()


def test_a_short_paper(snapshot):
    paper = sample_paper()
    short = dataclasses.replace(paper, sections=(paper.sections[0], paper.sections[3]))
    body, _, _ = written(short).partition("## Annex")
    assert body == snapshot
