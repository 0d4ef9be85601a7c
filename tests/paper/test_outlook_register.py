"""The Outlook prints registered forecasts, and says so where there are none."""

import pytest

from countrydesk.analysis.forecasting.register import Register, read_register
from countrydesk.analysis.forecasting.standing import use_registers
from countrydesk.analysis.registered import chance_below, matters, registered_forecast
from countrydesk.evidence import View
from countrydesk.evidence.store import bundled_folder
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Paragraph, SentenceKind, Table
from countrydesk.paper.page import Page
from countrydesk.paper.passages.outlook_register import outlook_forecasts
from countrydesk.places import registry


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
    assert len(forecasts) >= 3
    assert all(s.likelihood and s.evidence for s in forecasts if "irregular" not in s.id)
    (table,) = [b for b in page.blocks if isinstance(b, Table)]
    assert len(table.columns) == len(table.rows[0].cells) == 8


def test_an_empty_register_is_said_once(view, tmp_path):
    page = written(view, "PER", Register(tmp_path / "forecasts.jsonl", ()))
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
