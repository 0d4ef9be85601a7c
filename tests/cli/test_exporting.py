"""Exports hold what a licence lets us pass on, and say what they leave out."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from tests.analysis.toy import series, toy_view

from countrydesk import cli
from countrydesk.cli import options
from countrydesk.model import Redistribution


@pytest.fixture
def mixed(monkeypatch, tmp_path):
    """A release of the user's own in which one of two sources may not be passed on."""
    rows = series("PER", "gdp_usd", {2023: 1, 2024: 2}, source="imf_weo")
    rows += series("PER", "gdp_usd", {2024: 3}, source="secret")
    rows += series("PER", "gini", {2024: 40}, source="secret")
    view = toy_view(rows)
    licence = replace(view.origins["secret"].licence, redistribute=Redistribution.NO)
    view.origins["secret"] = replace(view.origins["secret"], licence=licence)
    monkeypatch.setattr(options, "open_view", lambda *_: view)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_export_leaves_restricted_rows_out_and_says_so(mixed, capsys):
    assert cli.run(["evidence", "PER", "gdp_usd", "--all", "--csv", "out/gdp.csv"]) == 0
    rows = read(mixed / "out" / "gdp.csv")
    assert [row["source"] for row in rows] == ["imf_weo", "imf_weo"]
    assert rows[0]["redistribute"] == "yes"
    printed = capsys.readouterr()
    assert "left out 1 rows of secret" in printed.err
    assert "2 rows" in printed.out


def test_they_are_exported_when_asked_for(mixed, capsys):
    arguments = ["evidence", "PER", "gdp_usd", "--all", "--include-restricted"]
    assert cli.run([*arguments, "--csv", "gdp.csv"]) == 0
    assert [row["redistribute"] for row in read(mixed / "gdp.csv")].count("no") == 1
    capsys.readouterr()
    assert cli.run([*arguments, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3


def test_json_is_an_export_too_and_the_screen_is_not(mixed, capsys):
    assert cli.run(["evidence", "PER", "gdp_usd", "--all", "--json"]) == 0
    printed = capsys.readouterr()
    assert {row["source"] for row in json.loads(printed.out)} == {"imf_weo"}
    assert "left out 1 rows of secret" in printed.err
    assert cli.run(["evidence", "PER", "gdp_usd", "--all"]) == 0
    assert "secret" in capsys.readouterr().out


def test_nothing_is_written_when_no_row_may_leave(mixed, capsys):
    assert cli.run(["evidence", "PER", "gini", "--csv", "gini.csv"]) == 2
    assert "no row may be exported" in capsys.readouterr().err
    assert not (mixed / "gini.csv").exists()
