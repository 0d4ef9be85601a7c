"""What moved between two releases or two days; no revision is lost, which the WEO vintages show."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from tests.analysis.toy import series, toy_view

from countrydesk import cli
from countrydesk.evidence.diff import Side, compare

PER = "PER"
OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)
WEO_DAYS = (
    date(2021, 4, 6), date(2021, 10, 12), date(2022, 4, 19), date(2022, 10, 11), date(2023, 4, 11),
    date(2023, 10, 10), date(2024, 4, 16), date(2024, 10, 22), date(2025, 4, 22),
    date(2025, 10, 14),
)  # fmt: skip


def side(*rows, **given) -> Side:
    return Side(toy_view(rows, **given).release)


def fact(text, period, indicator="head_of_state", **more):
    return {"place": PER, "indicator": indicator, "period": period, "text": text, **more}


def test_added_revised_and_withdrawn_between_two_releases():
    old = side(*series(PER, "gdp_usd", {2020: 100, 2021: 200, 2022: 300, 2023: 400}))
    new = side(*series(PER, "gdp_usd", {2021: 200, 2022: 360, 2023: 390, 2024: 500}))
    found = compare(old, new)
    assert found.same == 1
    assert found.added["period"].to_list() == ["2024"]
    assert found.withdrawn["period"].to_list() == ["2020"]
    assert found.revised["period"].to_list() == ["2022", "2023"]
    assert found.revised["size"].round(3).to_list() == [16.667, -2.5]


def test_amounts_are_told_in_percent_and_rates_in_points():
    rows = [("gdp_usd", 100, 120), ("inflation", 2, 5), ("exchange_rate", 4, 5), ("gini", 40, 41)]
    old = side(*(row for key, a, _ in rows for row in series(PER, key, {2020: a})))
    new = side(*(row for key, _, b in rows for row in series(PER, key, {2020: b})))
    revised = compare(old, new).revised
    assert dict(revised.select("indicator", "measure").cast(pl.String).iter_rows()) == {
        "gdp_usd": "percent", "inflation": "points", "exchange_rate": "percent", "gini": "points",
    }  # fmt: skip


def test_from_nothing_to_something_has_a_size():
    found = compare(
        side(*series(PER, "refugees_hosted", {2020: 0})),
        side(*series(PER, "refugees_hosted", {2020: 5})),
    )
    assert found.revised["size"].to_list() == [100.0]


def test_a_spell_that_has_ended_is_revised_and_its_successor_added():
    ended = fact("Ana", "2021-07-28/2025-10-10", released_on=NEW)
    rows = [fact("Ana", "2021-07-28/", released_on=OLD), ended]
    rows.append(fact("Bo", "2025-10-10/", released_on=NEW))
    release = toy_view(rows).release
    found = compare(Side(release, OLD), Side(release))
    assert found.revised["before"].to_list() == ["Ana (2021-07-28/)"]
    assert found.revised["after"].to_list() == ["Ana (2021-07-28/2025-10-10)"]
    assert (found.added["text"].to_list(), found.withdrawn.height) == (["Bo"], 0)


def test_a_fact_that_changed_is_one_revision():
    old = side(fact("Lima", "2025", "capital"), fact("sol", "2025", "currency"))
    new = side(fact("Cusco", "2025", "capital"), fact("sol", "2026", "currency"))
    found = compare(old, new)
    assert (found.added.height, found.withdrawn.height) == (0, 0)
    pairs = dict(found.revised.select("before", "after").iter_rows())
    assert pairs == {"Lima (2025)": "Cusco (2025)", "sol (2025)": "sol (2026)"}


def test_what_sources_do_not_show_is_compared_too():
    shown = series(PER, "gdp_usd", {2020: 1}, source="imf_weo")
    old = side(*shown, *series(PER, "gdp_usd", {2020: 7}, source="factbook"))
    new = side(*shown, *series(PER, "gdp_usd", {2020: 8}, source="factbook"))
    assert compare(old, new).revised["source"].to_list() == ["factbook"]


def test_a_vintage_that_is_no_longer_held_is_counted():
    late = series(PER, "gdp_usd", {2020: 2}, released_on=NEW)
    old = side(*series(PER, "gdp_usd", {2020: 1}, released_on=OLD), *late)
    assert compare(old, side(*late)).dropped == 1
    assert compare(old, old).dropped == 0


def test_one_place_takes_in_what_others_say_of_it():
    rows = series("USA", "goods_imports", {2024: 1}, counterpart=PER)
    rows += series("KEN", "population", {2024: 1})
    found = compare(side(*series("KEN", "population", {2024: 2})), side(*rows), place=PER)
    assert (found.added["place"].to_list(), found.revised.height) == (["USA"], 0)


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(WEO_DAYS)))
def test_no_revision_of_the_weo_is_lost(view, earlier, later):
    """The diff of two days is what the two vintages themselves, read side by side, say."""
    frame = view.release.frame.filter(pl.col("source") == "imf_weo").select(
        *(pl.col(name).cast(pl.String) for name in ("place", "indicator", "period")),
        "value",
        "released_on",
    )
    names = ["place", "indicator", "period"]
    newest = pl.col("released_on") == pl.col("released_on").max().over("place", "indicator")

    def known(day: date) -> pl.DataFrame:
        return frame.filter(pl.col("released_on") <= day).filter(newest).drop("released_on")

    old, new = known(earlier), known(later)
    both = old.join(new, on=names, suffix="_new")
    changed = both.filter(pl.col("value") != pl.col("value_new"))
    assert changed.height > 1_000

    found = compare(Side(view.release, earlier), Side(view.release, later))
    weo = {
        kind: getattr(found, kind).filter(pl.col("source") == "imf_weo")
        for kind in ("added", "revised", "withdrawn")
    }
    assert weo["added"].height == new.join(old, on=names, how="anti").height
    assert weo["withdrawn"].height == old.join(new, on=names, how="anti").height
    told = weo["revised"].select(
        *(pl.col(name).cast(pl.String) for name in names),
        pl.col("before").cast(pl.Float64),
        pl.col("after").cast(pl.Float64),
    )
    assert set(told.rows()) == set(changed.rows())
    assert found.dropped == 0


def test_every_point_is_accounted_for_on_both_sides(view):
    old, new = Side(view.release, date(2025, 6, 1)), Side(view.release)
    found = compare(old, new)
    everything = pl.lit(value=True)
    kept = found.same + found.revised.height
    key = ("source", "place", "counterpart", "indicator", "period", "text")
    for one, moved in ((old, found.withdrawn), (new, found.added)):
        rows = one.rows(everything).filter(pl.col("_newest"))
        assert kept + moved.height == rows.unique(key).height


def test_the_command_compares_two_days(view, capsys):
    arguments = ["release", "diff", "2024-10-21", "2025-10-13", "-i", "gdp_usd", "--place", "Peru",
        "--release", "bundled"]  # fmt: skip
    assert cli.run([*arguments, "--json", "-n", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["revised"] == 22
    (largest,) = found["lists"]["revised"]
    assert (largest["period"], largest["source"]) == ("2029", "imf_weo")
    assert (largest["before"], largest["after"]) == ("346778000000.0", "364090000000.0")
    assert cli.run([*arguments, "-n", "3"]) == 0
    printed = capsys.readouterr().out
    assert "22 revised" in printed
    assert "(the first 3 of 22; --limit)" in printed


def test_the_command_refuses_what_is_no_side(view, capsys):
    for wrong in ("2026-13-01", "nonsense"):
        assert cli.run(["release", "diff", "bundled", wrong]) != 0
    assert "is not a date" in capsys.readouterr().err
