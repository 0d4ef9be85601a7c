"""The desk in a real Chromium: journeys, keyboard, phone, dark, print, no script, axe."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from tests.web.browser import ARGUMENTS, Guard, chromium, served

PAGES = (
    "/", "/?indicator=gdp_growth&measure=projection", "/papers", "/paper/PER", "/paper/PER/annex",
    "/paper/PER/evidence?s=PER.USA.profile.population", "/compare?left=PER&right=CHL",
    "/explore?i=gdp_growth,inflation&p=PER,CHL", "/explore?i=gdp_growth&form=rank",
    "/explore?i=gdp_per_capita_ppp,life_expectancy&form=scatter&p=PER", "/search?q=peru",
    "/audit", "/sources", "/api", "/forecasts", "/no-such-page",
)  # fmt: skip
DARK = ("/", "/paper/PER", "/explore?i=gdp_growth,inflation&p=PER,CHL", "/search?q=peru", "/audit")
# Of a paper its parts of each kind; the slow test judges all of it.
LONG = {
    "/paper/PER": ("header.site", ".contents", "header.head", "#front", "#profile", "footer.site"),
    "/paper/PER/annex": ("header.site", "main > h1", "#og-1", "footer.site"),
    "/compare?left=PER&right=CHL": ("header.site", ".controls", "#front", "#profile"),
}
TEXT = "Peru had a population of 12 million in 2024. Its capital is Lima."


@pytest.fixture(scope="module")
def base(served_app):
    with served(served_app) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    path = chromium()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield made
        made.close()


@pytest.fixture
def opened(browser, base):
    """Return what opens a page; at the end nothing has left the machine and nothing complained."""
    guard = Guard(base)
    contexts = []

    def open_page(path="/", *, width=1440, height=900, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=base, **options
        )
        context.set_default_timeout(10_000)
        guard.watch(context)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert guard.left == []
    assert [text for text in guard.complaints if "404" not in text] == []


# -- the ten main journeys ---------------------------------------------------------------------


def test_the_world_is_coloured_by_any_indicator_and_sorted(opened):
    page = opened("/")
    page.select_option("select[name=indicator]", "electoral_democracy")
    page.wait_for_url("**indicator=electoral_democracy**")
    assert page.locator(".map a path").count() > 150
    page.get_by_role("link", name="Place", exact=True).click()
    first = page.locator("tbody th").first
    expect(first).to_have_text("Afghanistan")


def test_from_the_map_to_a_paper(opened):
    page = opened("/")
    page.locator('.map a[href="/paper/BRA"]').click(position={"x": 60, "y": 60})
    page.wait_for_url("**/paper/BRA")
    expect(page.locator("h1")).to_contain_text("Brazil")


def test_a_figure_shows_its_evidence_on_hover_and_keeps_it_on_click(opened):
    page = opened("/paper/PER", permissions=["clipboard-read", "clipboard-write"])
    figure = page.locator("#profile a.f", has_text="34.22 million").first
    figure.hover()
    card = page.locator("#peek")
    expect(card).to_be_visible()
    for word in ("Source", "Series", "Released", "Licence"):
        expect(card).to_contain_text(word)
    expect(card.locator("svg.spark").first).to_be_visible()
    figure.click()
    card.get_by_role("button", name="Copy as footnote").click()
    expect(card.get_by_role("button", name="Copied")).to_be_visible()
    assert "PER.USA.profile.population" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert "34.22 million" in page.evaluate("document.activeElement.textContent")


def test_principal_and_day_are_switched_in_place(opened):
    page = opened("/paper/PER")
    page.select_option("select[name=principal]", "CHN")
    page.wait_for_url("**principal=CHN**")
    expect(page.locator("h1")).to_contain_text("Chinese")
    page.fill("input[name=as_of]", "2024-06-30")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**as_of=2024-06-30**")
    expect(page.locator(".facts")).to_contain_text("30 Jun 2024")


def test_a_paper_is_taken_home(opened):
    page = opened("/paper/TUV")
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Markdown").click()
    assert waiting.value.suggested_filename == "TUV-USA.md"
    assert "Tuvalu" in waiting.value.path().read_text()


def test_two_countries_and_two_days_side_by_side(opened):
    page = opened("/paper/PER")
    page.select_option("select[name=right]", "CHL")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("h1")).to_have_text("Peru beside Chile")
    left, right = page.locator(".pair").first.locator(".side").all()
    assert left.bounding_box()["x"] < right.bounding_box()["x"]
    page.goto("/compare?left=PER&right=PER&as_of=2025-01-31&only=true")
    assert page.locator(".line.is-new, .line.is-changed").count() > 5


def test_the_explorer_keeps_all_in_its_link(opened):
    page = opened("/explore?i=gdp_growth&p=PER")
    places = page.get_by_label("Places")
    places.press("End")
    places.press_sequentially(", boliv")
    expect(page.get_by_role("option", name="Bolivia")).to_be_visible()
    places.press("ArrowDown")
    places.press("Enter")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**Bolivia**")
    page.get_by_role("link", name="Table", exact=True).click()
    head = page.locator("thead")
    expect(head).to_contain_text("Bolivia")
    address = page.url
    page.goto("/")
    page.goto(address)
    expect(head).to_contain_text("Bolivia")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Parquet").click()
    assert waiting.value.path().read_bytes().startswith(b"PAR1")


def test_from_a_search_to_a_sentence_in_its_paper(opened):
    page = opened("/paper/PER")
    page.keyboard.press("/")
    page.keyboard.type("34.22 million people peru")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search**")
    page.goto("/search?q=trade+promotion")
    page.locator("section.hits", has_text="Agreements").locator("a").first.click()
    page.wait_for_url(re.compile("/paper/[A-Z]{3}"))


def test_a_text_of_others_is_judged_in_place(opened):
    page = opened("/audit")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Judge it").click()
    verdict = page.locator(".audited summary.contradicted").first
    expect(verdict).to_be_visible()
    verdict.click()
    expect(page.locator(".audited .e.contradicted").first).to_contain_text("34")


def test_from_evidence_to_its_series(opened):
    page = opened("/paper/PER")
    page.locator("#profile a.f", has_text="34.22 million").first.click()
    page.locator("#peek").get_by_role("link", name="Open the series").first.click()
    page.wait_for_url("**/explore?i=population&p=PER**")
    expect(page.locator("figure.plot svg").first).to_be_visible()


def test_a_slider_of_the_policy_lab_answers_at_once(opened, served_app):
    if not served_app.state.site.has_lab:
        pytest.skip("the release holds no matrix of trade")
    page = opened("/lab?partner=PER")
    page.locator("#duty").focus()
    for _ in range(5):
        page.keyboard.press("PageUp")
    expect(page.locator("#result h2")).to_contain_text("United States charges")
    page.wait_for_url("**duty=**")
    assert page.locator("#result .range").count() == 12
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save as a card").click()
    assert waiting.value.suggested_filename == "card-USA-PER.md"
    assert Axe().run(page).violations_count == 0


# -- keyboard, phone, dark, print, no script -----------------------------------------------------


def test_everything_is_reached_by_keyboard_alone(opened):
    page = opened("/paper/PER")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.f')"):
            break
    card = page.locator("#peek")
    expect(card).to_be_visible()
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
    page.keyboard.press("Enter")
    expect(card).to_have_class(re.compile("pinned"))
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Enter")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('a.f')")


def test_a_phone_of_360_pixels_shows_all_without_moving_sideways(opened):
    page = opened("/", width=360, height=740)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_on_a_phone_the_evidence_comes_up_from_below(opened):
    page = opened("/paper/PER", width=360, height=740, has_touch=True)
    page.locator("#profile a.f").first.tap()
    card = page.locator("#peek")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] == 0
    assert box["y"] + box["height"] == pytest.approx(740, abs=1)


def test_dark_follows_the_system_and_the_reader(opened):
    page = opened("/paper/PER", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 28)"
    page.get_by_role("button", name="Light page").click()
    light = "rgb(254, 254, 252)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_printed_pages_are_the_paper_and_its_notes(opened):
    page = opened("/paper/PER")
    page.emulate_media(media="print")
    for hidden in ("header.site", ".tools", ".contents"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".mn").first).to_be_visible()
    assert page.pdf().count(b"/Type /Page\n") > 10


def test_without_script_papers_and_tables_still_read(opened):
    page = opened("/paper/PER", java_script_enabled=False)
    expect(page.locator("#profile")).to_contain_text("34.22 million")
    page.locator("#profile a.f").first.click()
    page.wait_for_url("**/evidence**")
    expect(page.locator("main")).to_contain_text("Licence")
    page.goto("/")
    page.select_option("select[name=indicator]", "population")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr").first).to_contain_text("India")
    page.goto("/explore?i=gdp_growth&p=PER,CHL&form=table")
    assert page.locator("tbody tr").count() > 20


# -- axe -----------------------------------------------------------------------------------------


def _judged(page, path):
    page.goto(path)
    parts = LONG.get(path)
    found = Axe().run(page, context={"include": [[part] for part in parts]} if parts else None)
    assert found.violations_count == 0, f"{path}: {found.generate_report()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    page = opened(color_scheme=scheme)
    for path in PAGES if scheme == "light" else DARK:
        _judged(page, path)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/paper/PER", "/paper/PER/annex"])
def test_axe_finds_nothing_in_a_whole_paper(opened, path):
    page = opened(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_in_the_evidence_or_an_audit(opened):
    page = opened("/paper/PER")
    page.locator("#profile a.f").first.click()
    expect(page.locator("#peek")).to_be_visible()
    found = Axe().run(page, context="#peek")
    assert found.violations_count == 0, found.generate_report()
    page.goto("/audit")
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Judge it").click()
    page.wait_for_selector(".audited")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_page_that_asks_another_machine_is_noticed(browser, base):
    guard = Guard(base)
    context = browser.new_context(base_url=base, bypass_csp=True)
    guard.watch(context)
    page = context.new_page()
    page.goto("/papers")
    page.evaluate("fetch('http://example.org/beacon').catch(() => 0)")
    context.close()
    assert guard.left == ["http://example.org/beacon"]
