from __future__ import annotations

from pathlib import Path

import pytest

from countrydesk.analysis import metrics
from countrydesk.errors import LintError
from countrydesk.evidence import Catalogue
from countrydesk.paper import instruments
from countrydesk.paper.instruments import GOALS, Option, load_options
from countrydesk.paper.writing.lexicon import load_lexicon
from countrydesk.paper.writing.template import parse
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

OPTIONS = load_options()
CATALOGUE = Catalogue.from_yaml()
WORDS = load_lexicon("en").templates
FORMER = ("principal", "bloc")


def tools() -> set[tuple[str, str]]:
    frame = parse_source(get_source("instruments"), Path("none")).frame
    return set(frame.select("place", "series").iter_rows())


def test_every_goal_has_options_and_an_end_that_always_fits():
    for goal in GOALS:
        own = [option for option in OPTIONS if option.goal == goal]
        assert len(own) >= 3
        assert own[-1].fallback
        assert [test.test for test in own[-1].needs] == ["passes"]


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.id)
def test_an_option_has_an_instrument_and_its_words(option: Option):
    assert {key for _, key in tools()} >= {option.key}
    needed = {f"goals.{option.stem}_why", f"goals.{option.stem}_do"}
    if not option.metrics:
        needed.add(f"goals.{option.stem}_end")
    assert needed <= WORDS.keys()
    for name in needed:
        parse(WORDS[name])


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.id)
def test_what_an_option_measures_is_in_the_catalogue(option: Option):
    for metric in option.metrics:
        names = metric.weakest or ((metric.indicator,) if metric.indicator else ())
        assert metric.distance or names
        assert set(names) <= set(CATALOGUE)
        if not metric.way and "rate" not in metric.rules and not metric.distance:
            assert all(CATALOGUE[name].better.value != "none" for name in names), option.id
    for test in option.needs:
        text = getattr(test, "metric", "")
        if text:
            _, _, rest = metrics.parse_metric(text.format(principal="USA", bloc="EUU"))
            assert rest[-1] in CATALOGUE or rest[-1] == "USA"
        indicators = {*getattr(test, "indicators", ()), getattr(test, "indicator", "") or "gini"}
        assert indicators <= set(CATALOGUE)


def test_the_words_hold_no_option_that_is_gone():
    stems = {option.stem for option in OPTIONS}
    said = {name.removeprefix("goals.").removesuffix("_do") for name in WORDS
        if name.startswith("goals.") and name.endswith("_do")}  # fmt: skip
    assert said == stems


def test_every_row_of_the_table_serves_an_option():
    assert {key for _, key in tools()} == {option.key for option in OPTIONS}


def test_a_library_with_an_unknown_field_is_refused(monkeypatch, tmp_path):
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "health.yml").write_text(
        "- {id: x, run: 12, effect: none, weight: 3}\n"
    )
    monkeypatch.setattr(instruments, "files", lambda _: tmp_path)
    with pytest.raises(LintError, match="weight"):
        instruments._load("health")
