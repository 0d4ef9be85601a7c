"""A holder whom only Wikidata names is printed as such, beside whom the last reading named."""

from __future__ import annotations

from tests.analysis.toy import toy_view
from tests.paper.sections import prose, section_paper, tables

ROLES = ("head_of_state", "head_of_government")


def holder(role, name, period, **marks):
    office = {"office": role.replace("_", " "), "citation": "A list"}
    return {
        "place": "PER", "indicator": role, "period": period, "text": name,
        "attributes": office | marks,
    }  # fmt: skip


def paper(*, read):
    rows = [
        holder(role, "Bea Edited", "2026-10-10/", as_of="2026-10-30", confidence="collaborative")
        | {"source": "wikidata"}
        for role in ROLES
    ]
    if read:
        rows += [
            holder(role, "Ana Read", "2024-01-01/", as_of="2026-09-30", confidence="read")
            for role in ROLES
        ]
    return section_paper(toy_view(rows), "PER", "USA", ("office_changes",))


def test_the_paper_says_that_anyone_can_edit_the_source_and_whom_the_reading_named():
    text = prose(paper(read=True))
    assert "Wikidata" in text
    assert "30 September 2026, named Ana Read" in text


def test_without_a_reading_only_the_source_is_said():
    found = paper(read=False)
    assert "Wikidata" in prose(found)
    assert "reading of another source" not in prose(found)
    assert any("open to edits" in cell for row in tables(found)["holders"] for cell in row)
