"""HTML: valid, self-contained, accessible, legible in both modes, its notes beside its figures."""

from __future__ import annotations

import base64
import csv
import dataclasses
import hashlib
import html
import io
import itertools
import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from tests.render.sample import HARD, exhibit, sample_paper, sentence

from countrydesk.charts.theme import Palette
from countrydesk.paper.nodes import Coverage, Paragraph, Section
from countrydesk.render import Theme
from countrydesk.render.html import render

THEME = Theme()
VOID = {"meta", "br", "link", "img", "input", "hr"}
OPTIONAL_END = {"tr", "td"}
AA_TEXT = 4.5


@cache
def page() -> str:
    return render(sample_paper(), THEME).decode()


def short(*blocks, **given) -> str:
    section = Section(**({"id": "s", "heading": "S", "level": 1, "dyadic": False,
        "blocks": blocks} | given))  # fmt: skip
    paper = dataclasses.replace(sample_paper(), sections=(section,))
    return render(paper, THEME).decode()


class Tree(HTMLParser):
    """Reads a page, checks nesting, keeps every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in OPTIONAL_END:
            while self.stack[-1] in OPTIONAL_END and not (tag == "td" and self.stack[-1] == "tr"):
                self.stack.pop()
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.stack[-1] in OPTIONAL_END and self.stack[-1] != tag:
            self.stack.pop()
        assert self.stack.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


@cache
def tree() -> Tree:
    return Tree(page())


# -- one file that asks for nothing ------------------------------------------------------------


def test_elements_are_nested_and_closed():
    assert tree().stack == []


def test_ids_are_unique_and_every_reference_has_its_target():
    ids = [attrs["id"] for _, attrs in tree().elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in tree().elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attrs.get(name) or "").split()) <= set(ids)
        if (attrs.get("href") or "").startswith("#"):
            assert attrs["href"][1:] in ids


def test_nothing_is_loaded():
    loading = {"src", "srcset", "poster", "data", "background", "ping", "action"}
    for tag, attrs in tree().elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "video", "audio", "base"}
        assert not loading & set(attrs)
        assert not [name for name in attrs if name.startswith("on")]
    assert not re.search(r"@import|url\((?!#)", page())


def test_links_lead_inside_or_to_sources():
    for attrs in tree().all("a"):
        assert attrs["href"].startswith(("#", "https://example.org/", "data:text/csv;"))


def test_the_policy_allows_only_the_page_s_own_script():
    policy = next(a["content"] for a in tree().all("meta") if "http-equiv" in a)
    script = re.search(r"<script>(.*?)</script>", page(), flags=re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )


def test_a_url_that_is_no_address_is_no_link():
    paper = sample_paper()
    origin = dataclasses.replace(paper.origins["outlook"], url="javascript:alert(1)")
    changed = dataclasses.replace(paper, origins=paper.origins | {"outlook": origin})
    assert 'href="javascript:' not in render(changed, THEME).decode()


def test_text_is_never_markup():
    assert HARD not in page()
    assert html.escape(HARD) in page()
    assert "<alianza>" not in page()
    assert "<west>" not in page()


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{% raw %}", "</style><b>", "&amp;", "\u2028"])
def test_text_is_never_a_template(text):
    made = short(Paragraph("p", (sentence(text),)), heading=text)
    assert made.count(html.escape(text)) >= 3


def test_a_long_paper_stays_small():
    assert len(render(sample_paper(padding=800), THEME)) < 500_000


# -- access ------------------------------------------------------------------------------------


def test_landmarks_language_and_skip_link():
    assert tree().all("html")[0]["lang"] == "en"
    assert len(tree().all("main")) == len(tree().all("nav")) == len(tree().all("h1")) == 1
    assert tree().all("a")[0] == {"class": "skip", "href": "#paper"}


def test_headings_do_not_skip_a_level():
    levels = [int(tag[1]) for tag, _ in tree().elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_contents_lead_to_every_section():
    links = {attrs["href"] for attrs in tree().all("a")}
    assert {f"#{section.id}" for section in sample_paper().walk()} <= links


def test_charts_have_words_and_hide_their_drawing():
    charts = [attrs for _, attrs in tree().elements if attrs.get("class") == "chart"]
    assert len(charts) == 11
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in charts)
    assert all(attrs["aria-hidden"] == "true" for attrs in tree().all("svg"))


def test_boxes_that_scroll_can_be_reached_by_keyboard_and_are_named():
    for _, attrs in tree().elements:
        if attrs.get("class") == "scroll":
            assert attrs["tabindex"] == "0"
            assert attrs["role"] == "region"
            assert attrs.get("aria-label") or attrs.get("aria-labelledby")


def test_columns_of_figures_are_set_to_the_right():
    assert '<th scope="col" class="r">US dollars</th>' in page()
    assert '<td class="r">16,700</td>' in page()


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [THEME.light, THEME.dark], ids=["light", "dark"])
def test_text_has_contrast(palette: Palette):
    for colour in (palette.ink, palette.quiet, *palette.series):
        assert contrast(colour, palette.surface) >= AA_TEXT
    for ground in (palette.band, palette.scale[0], palette.scale[1]):
        assert contrast(palette.ink, ground) >= AA_TEXT
    assert contrast(palette.surface, palette.series[0]) >= AA_TEXT


@pytest.mark.parametrize("palette", [THEME.light, THEME.dark], ids=["light", "dark"])
def test_colours_are_told_apart_by_their_role(palette: Palette):
    colours = palette.roles()
    assert len(set(colours.values())) == len(colours)
    steps = [luminance(colour) for colour in palette.scale]
    assert steps in (sorted(steps), sorted(steps, reverse=True))


def test_light_and_dark_have_the_same_variables_and_charts_use_them():
    blocks = re.findall(r"--ink:[^}]*", page())
    names = [re.findall(r"--([\w-]+):", block) for block in blocks]
    assert len(names) == 3
    assert names[0] == names[1] == names[2]
    for role, colour in THEME.light.roles().items():
        assert f'.chart [fill="{colour}"]{{fill:var(--{role})}}' in page()


# -- sentences and their notes -----------------------------------------------------------------


def test_every_sentence_is_an_anchor():
    ids = {attrs.get("id") for attrs in tree().all("span")}
    assert {f"s-{one.id}" for one in sample_paper().sentences} <= ids


def test_figures_point_to_their_notes():
    found = re.search(
        r'id="s-PER.USA.front.growth">.*?aria-describedby="(\w+)">2026</span>', page()
    )
    assert found is not None
    note = re.search(rf'role="note" id="{found[1]}">(.*?)</span>\s*<span class="chips"', page())
    assert note is not None
    words = re.sub(r"<[^>]+>", "", note[1])
    assert words == (
        "1 Outlook of Economies database, GDP_.OU, 2026; released 14 Oct 2025; projection; "
        "Creative Commons Attribution 4.0"
    )


def test_a_section_shows_a_note_once_in_its_margin_and_in_every_fold():
    part = page().split('<section id="importance"')[1].split("<section id=")[0]
    assert part.count('role="note"') == 2
    assert part.count('<details class="fold">') == 5


def test_a_crowd_of_notes_is_listed_by_source():
    part = page().split('id="s-PER.USA.front.cutoff"')[1].split("</ul></details>")[0]
    assert 'aria-describedby="crowd-PER.USA.front.cutoff">eight</span>' in part
    assert "8 series of 3 sources, listed below" in part
    assert part.count("<li>") == 3
    assert '<sup class="ref">' not in part.split("</p>")[0]


def test_key_judgements_are_a_numbered_list():
    part = page().split('<ol class="judgements">')[1].split("</ol>")[0]
    assert part.count('<li><span class="s ') == 5


def test_kinds_are_marked_in_words():
    assert page().count('<span class="k">Forecast</span>') == 4
    assert '<span class="k">Recommendation</span>' in page()
    assert "k-fact" in page()
    assert '<span class="k">Fact</span>' not in page()


def test_likelihood_and_confidence_are_chips():
    assert re.search(r'style="--p:72">likely, 72\xa0%</span>', page())
    assert "●●○</span> moderate confidence" in page()


def test_meters_say_in_words_what_their_bars_show():
    meter = re.search(r'style="--v:84" aria-hidden="true"></span>([^<]*)', page())
    assert meter is not None
    assert "16 of 19" in page()
    assert "poverty 830" in page()


def test_a_section_that_expects_nothing_has_no_meter():
    assert "of 0" not in short(coverage=Coverage(0, 0, None))


# -- exhibits ----------------------------------------------------------------------------------


def test_the_data_behind_a_chart_can_be_downloaded():
    link = next(a for a in tree().all("a") if a.get("download") == "PER-pictures.bars.csv")
    head, body = link["href"].split(",", 1)
    assert head == "data:text/csv;charset=utf-8"
    rows = list(csv.reader(io.StringIO(unquote(body))))
    assert rows[0] == ["label", "value", "low", "high", "group"]
    assert rows[6][0] == "Canada <west>"
    assert float(rows[1][1]) == exhibit("bars").data[0]["value"]


def test_figures_and_tables_are_numbered_through():
    assert re.findall(r"<figcaption>Figure (\d+)\.", page()) == [str(n) for n in range(1, 12)]
    assert "Table 1. GDP per head, US dollars" in page()


def test_annex_holds_each_series_with_interval_and_status():
    part = page().split('<section id="annex"')[1]
    assert "Deaths in organised violence: Deaths &amp; events" in part
    assert ">32 to 58<" in part
    assert "estimate" in part
    assert "measured first by Coders of Côte d’Ivoire" in part


def test_a_short_page(snapshot):
    paper = dataclasses.replace(
        sample_paper(), sections=sample_paper().sections[:1], findings={}, observations={}
    )
    body = render(paper, THEME).decode().split("<body>")[1].split("<script>")[0]
    assert body == snapshot
