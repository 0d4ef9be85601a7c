"""The documentation cannot fall behind the code."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT

from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import Source
from countrydesk.sources.spec import load_spec

DOCS = ROOT / "docs"


def _load(name: str, path: Path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _load("docs_generate", DOCS / "generate.py")


@pytest.mark.parametrize("name", sorted(GENERATE.PAGES))
def test_reference_pages_are_what_the_code_says(name):
    page = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert page == GENERATE.PAGES[name](), "run ./desk docs"


def test_the_notice_names_every_source_that_ships():
    assert (ROOT / "NOTICE").read_text(encoding="utf-8") == GENERATE.notice(), "run ./desk docs"


def test_every_page_is_in_the_navigation():
    listed = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text()))
    assert listed == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}


def test_every_setting_is_read_through_settings_and_documented():
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        used |= set(re.findall(r"COUNTRYDESK_[A-Z]+", path.read_text(encoding="utf-8")))
    page = (DOCS / "reference" / "settings.md").read_text()
    assert used <= set(re.findall(r"COUNTRYDESK_[A-Z]+", page))


def test_every_method_says_what_it_computes():
    from countrydesk.analysis.finding import methods

    GENERATE.methods_page()
    for method in methods():
        assert len(method.doc) > 30, method.name


def test_the_walk_of_contributing_works_as_written(tmp_path, monkeypatch):
    folder = tmp_path / "toy_index"
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    steps = re.findall(r"<!-- walk: (\S+) -->\n\s*```\w+\n(.*?)```", text, re.DOTALL)
    assert [name for name, _ in steps] == ["specimens/toy/index.csv", "source.yml", "source.py"]
    for name, body in steps:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"(?m)^   ", "", body), encoding="utf-8")
    module = _load("toy_index_source", folder / "source.py")
    monkeypatch.setitem(sys.modules, "toy_index_source", module)
    source = Source(load_spec(folder), folder, module.parse)
    parsed = parse_source(source, source.specimens)
    assert parsed.frame.select("place", "value").rows() == [("PER", 41.5), ("KEN", 38.0)]
    assert parsed.tallies["toy/index.csv"].ignored == {"aggregate": 1}
