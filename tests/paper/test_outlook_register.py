"""The Outlook prints registered forecasts, and says so where there are none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.analysis.forecasting.register import Register, read_register
from countrydesk.analysis.forecasting.standing import use_registers
from countrydesk.analysis.registered import RANGES, chance_below, matters, registered_forecast
from countrydesk.evidence import View
from countrydesk.evidence.store import bundled_folder
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Paragraph, SentenceKind, Table
from countrydesk.paper.page import Page
from countrydesk.paper.passages.outlook_register import departure, outlook_forecasts, standing_out
from countrydesk.places import registry

probabilities = st.floats(0, 1)


def written(view, partner, register):
    fresh = View(view.release)
    use_registers(fresh, [register])
    page = Page(Desk(fresh, registry().get(partner), registry().get("USA")), "crises_outlook")
    outlook_forecasts(page)
    return page


@pytest.fixture(scope="module")
def register():
    return read_register(bundled_folder())


@pytest.mark.parametrize("partner", ["PER", "KEN", "TUV", "CHN", "MLI"])
def test_each_forecast_has_likelihood_baseline_record_and_rule(view, register, partner):
    page = written(view, partner, register)
    sentences = [s for b in page.blocks if isinstance(b, Paragraph) for s in b.sentences]
    forecasts = [s for s in sentences if s.kind is SentenceKind.FORECAST]
    assert 3 <= len(forecasts) <= 5
    assert all(s.likelihood and s.evidence for s in forecasts)
    (table,) = [b for b in page.blocks if isinstance(b, Table)]
    assert len(table.columns) == len(table.rows[0].cells) == 8
    said = {finding for s in forecasts for finding in s.findings}
    assert said <= set(table.findings)
    assert len(table.rows) > len(forecasts)


def test_the_weightiest_are_said_and_what_says_nothing_is_not(view, register):
    fresh = View(view.release)
    use_registers(fresh, [register])

    def said(place):
        matched = (
            registered_forecast(fresh, place=place, family=f, period=p, threshold=t)
            for f, p, t in matters(fresh, place)
        )
        return [dict(f.args)["family"] for f in standing_out([f for f in matched if f])]

    assert said("UKR")[0] == "violence_1000"
    assert "violence_25" not in said("UKR")
    assert not {"violence_25", "violence_1000", "coup"} & set(said("TUV"))
    assert all(len(said(p)) == len(set(said(p))) for p in ("UKR", "TUV", "MLI"))


@pytest.mark.parametrize("partner", ["PER", "MLI"])
def test_an_answer_not_shown_to_beat_its_baseline_is_marked(view, register, partner):
    page = written(view, partner, register)
    (table,) = [b for b in page.blocks if isinstance(b, Table)]
    for row in table.rows:
        skill = next(p for p in row.cells[5] if not isinstance(p, str))
        found = page.findings[skill.source]
        text = "".join(p if isinstance(p, str) else p.text for p in row.cells[5])
        assert text.endswith("unproven") == (found.values["skill_low"] <= 0)


@given(probabilities, probabilities)
def test_a_departure_is_a_distance(a, b):
    assert departure(a, b) == departure(b, a) >= 0
    assert departure(a, a) == 0
    assert departure(a, b) <= departure(0, 1) == pytest.approx(math.pi)


def test_an_empty_register_is_said_once(view, tmp_path):
    page = written(view, "PER", Register(tmp_path / "forecasts.jsonl"))
    (block,) = page.blocks
    assert len(block.sentences) == 1
    assert block.sentences[0].kind is SentenceKind.NOTE


def test_a_finding_repeats_what_was_registered(view, register):
    fresh = View(view.release)
    use_registers(fresh, [register])
    family, period, threshold = next(m for m in matters(fresh, "PER") if m[0] == "growth")
    found = registered_forecast(
        fresh, place="PER", family=family, period=period, threshold=threshold
    )
    entry = next(e for e in register.of_place("PER") if e.digest.startswith(found.values["digest"]))
    assert found.value == entry.forecast.quantile(0.5)
    assert found.values["low"] == entry.forecast.quantile(0.1)
    assert found.values["cases"] == entry.forecast.record.cases


def test_chances_are_read_off_quantiles():
    table = ((0.05, 0.0), (0.5, 10.0), (0.95, 20.0))
    assert chance_below(table, 10) == pytest.approx(0.5)
    assert chance_below(table, 15) == pytest.approx(0.725)
    assert chance_below(table, -1) == 0.025
    assert chance_below(table, 99) == 0.975
    zeros = ((0.05, 0.0), (0.5, 0.0), (0.9, 0.0), (0.95, 50.0))
    assert chance_below(zeros, 0) == pytest.approx(0.9)


def test_the_range_of_a_word_holds_every_chance_it_is_said_of() -> None:
    for chance in (0.0, 0.005, 0.05, 0.051, 0.45, 0.96, 0.995, 1.0):
        low, high = next(ends for ends in RANGES if 100 * chance <= ends[1])
        assert low <= 100 * chance <= high
    assert [low for low, _ in RANGES[1:]] == [high for _, high in RANGES[:-1]]
