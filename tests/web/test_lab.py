"""The policy lab and the register of forecasts on pages."""

from __future__ import annotations

import numpy as np
import pytest

from countrydesk.policy.dyads import OPTIONS
from countrydesk.policy.gravity import Baseline, Elasticities, Scenario, solve
from countrydesk.web import laboratory
from countrydesk.web.pages import lab
from countrydesk.web.site import Site

NAMES = ("BRA", "CHN", "PER", "USA")


def small_world():
    flows = np.array([[900.0, 60, 4, 40], [30, 9000, 12, 450], [5, 20, 90, 9], [45, 130, 10, 9000]])
    rates = np.full((4, 4), 0.05) * (1 - np.eye(4))
    return Baseline(NAMES, flows, Elasticities(4.0), rates, source="a small world")


@pytest.fixture
def world(monkeypatch):
    base = small_world()
    for module in (laboratory, lab):
        monkeypatch.setattr(module, "available", lambda _: True)
        monkeypatch.setattr(module, "baseline", lambda _: base)
    monkeypatch.setattr(Site, "has_lab", True)
    return base


def test_the_lab_shows_what_the_model_says_with_its_interval(client, world, view, desk_app):
    result = laboratory.run(view, _move(desk_app, duty=30.0))
    wanted = solve(world, Scenario().tariff("PER", "USA", 0.3), OPTIONS).at("PER")
    found = next(row for row in result.rows if row.name.startswith("What it can buy")).partner
    assert found[0] == pytest.approx(wanted["real_income_pct"], abs=1e-6)
    assert found[1] <= found[0] <= found[2]
    text = client.get("/lab?partner=PER&duty=30&fragment=true").text
    assert f"{found[0]:+.2f}" in text
    assert f"{found[1]:+.2f} to {found[2]:+.2f}" in text


def _move(app, **changed):
    from countrydesk.places import registry

    known = registry()
    fields = {"duty": None, "duty_back": None, "effect": 0.0, "answer": False} | changed
    return laboratory.Move(known.get("USA"), known.get("PER"), **fields)


def test_moves_work_both_ways(client, world, view, desk_app):
    dearer = laboratory.run(view, _move(desk_app, duty=30.0))
    answered = laboratory.run(view, _move(desk_app, duty=30.0, answer=True))
    agreed = laboratory.run(view, _move(desk_app, effect=0.5))
    nothing = laboratory.run(view, _move(desk_app))
    assert dearer.trade[1][0] < -10
    assert answered.trade[0][0] < dearer.trade[0][0]
    assert agreed.trade[0][0] > 10
    assert abs(nothing.trade[0][0]) < 1e-6
    assert nothing.move.name == "nothing changes"


def test_a_move_is_saved_as_a_card(client, world):
    answer = client.get("/lab/card?partner=PER&duty=30")
    assert answer.headers["content-disposition"].endswith('"card-USA-PER.md"')
    assert "| Exports of goods |" in answer.text


@pytest.mark.parametrize("query", ["duty=-1", "duty=1e9", "duty=nan", "effect=inf", "duty=x"])
def test_moves_out_of_range_are_refused(client, world, query):
    assert client.get(f"/lab?{query}").status_code == 422


def test_a_release_without_trade_has_no_lab(client, view):
    if laboratory.available(view):
        pytest.skip("this release holds a matrix of trade")
    assert client.get("/lab").status_code == 404
    assert 'href="/lab"' not in client.get("/papers").text


def test_forecasts_are_listed_or_said_to_be_missing(client):
    text = client.get("/forecasts").text
    assert "open forecast" in text
    assert "Track record" in text
    assert client.get("/forecasts?place=nowhere").status_code == 404


def test_registered_forecasts_stand_in_the_table(client, desk_app, monkeypatch):
    from datetime import date, timedelta

    from countrydesk.analysis.forecasting.question import Baseline as Plain
    from countrydesk.analysis.forecasting.question import Forecast, Question, Target
    from countrydesk.analysis.forecasting.register import Entry
    from countrydesk.web.pages import forecasts

    cutoff = desk_app.state.site.now.cutoff
    asked = Question(
        "growth", "Will Peru’s economy grow?", "The first figure decides.", "imf_weo", "gdp_growth",
        "PER", "2027", cutoff, cutoff + timedelta(400), "all", Target.EVENT, threshold=0.0,
    )  # fmt: skip
    answer = Forecast(asked, "fans", 1, Plain("base rate", probability=0.5), probability=0.81)
    entry = Entry(1, "0" * 64, date(2026, 11, 2), "r", hindsight=False, forecast=answer)

    class Held:
        path, size, head = desk_app.state.site.settings.home, 1, "0" * 64

        def entries(self):
            return [entry]

    monkeypatch.setattr(forecasts, "registers_of", lambda _: (Held(),))
    monkeypatch.setattr("countrydesk.analysis.forecasting.scoring.resolve", lambda *_: [])
    text = client.get("/forecasts?place=PER").text
    assert "Will Peru’s economy grow?" in text
    assert "81%, very likely" in text
    assert "The first figure decides." in text


def test_the_api_simulates_what_the_page_shows(client, world):
    answer = client.post("/api/v1/simulations", json={"partner": "PER", "duty": 30})
    assert answer.status_code == 200
    found = {row["measure"]: row for row in answer.json()["effects"]}
    assert found["exports_pct"]["partner"]["low"] <= found["exports_pct"]["partner"]["central"] < 0
    assert set(answer.json()["world"]) == set(NAMES)
    lacking = client.post("/api/v1/simulations", json={"partner": "Kenya", "duty": 30})
    assert lacking.status_code == 404
    assert client.get("/lab?partner=Kenya").status_code == 404
