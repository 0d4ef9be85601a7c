"""The annotated page in a real Chromium: axe, keyboard, evidence beside the text, no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.web.browser import ARGUMENTS, chromium

from countrydesk.audit.audit import audit_text
from countrydesk.audit.page import to_html
from countrydesk.evidence import View
from countrydesk.places import registry

TEXT = """# Economy
Peru's GDP came to 248.2 billion dollars in 2024, and inflation was 2.4 percent in 2024.
President Dina Boluarte has promised reform.
The trade imbalance between the two countries was 1.9 billion dollars in 2024.
| Indicator | 2023 | 2024 |
|---|---|---|
| GDP (US$ billion) | 270.8 | 294.7 |

# Advice
Washington should open a consulate.
The partnership rests on more than interest. Population is about 34 million.
"""


@pytest.fixture(scope="module")
def page(view, tmp_path_factory):
    early = View(view.release, __import__("datetime").date(2022, 6, 30))
    found = audit_text(view, TEXT, name="note.md", principal=registry().get("USA"), then=early)
    path = tmp_path_factory.mktemp("audit") / "note.html"
    path.write_bytes(to_html(found))
    executable = chromium()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        context = made.new_context(viewport={"width": 1440, "height": 900})
        opened = context.new_page()
        opened.goto(path.as_uri())
        yield opened
        made.close()


def test_axe_finds_nothing_closed_or_open(page):
    for open_all in (False, True):
        if open_all:
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = Axe().run(page)
        told = [(v["id"], v["nodes"][0]["html"][:120]) for v in found.response["violations"]]
        assert told == []
    page.reload()


def test_the_evidence_opens_with_the_keyboard_beside_the_text(page):
    page.reload()
    first = page.locator("summary").first
    first.focus()
    page.keyboard.press("Enter")
    note = page.locator("details[open] .e").first
    assert note.is_visible()
    assert "294.7 billion dollars" in note.inner_text()
    assert note.bounding_box()["x"] > first.bounding_box()["x"] + first.bounding_box()["width"]


def test_each_verdict_has_a_symbol_beside_its_colour(page):
    marks = page.locator("summary sup").all_inner_texts()
    assert {"⟲", "⌛", "✓", "§", "~"} <= set(marks)
