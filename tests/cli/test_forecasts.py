"""The commands on forecasts as a user meets them: registered, listed, scored, refused."""

from __future__ import annotations

import json

import pytest

from countrydesk import cli
from countrydesk.analysis.forecasting.register import FILE_NAME


@pytest.fixture(scope="module")
def home(view, tmp_path_factory):
    """A home with Peru's growth registered, and the world's as an exercise of May 2022."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTRYDESK_HOME", str(folder))
        patch.setenv("COUNTRYDESK_RELEASE", "bundled")
        assert cli.run(["forecast", "register", "PER", "-f", "growth", "--missing"]) == 0
        exercise = ["forecast", "register", "-f", "growth", "--as-of", "2022-05-01"]
        assert cli.run(exercise) == 0
    return folder


@pytest.fixture
def run(home, capsys, tmp_path, monkeypatch):
    """Run a command; return code, output, errors. The register is put back afterwards."""
    monkeypatch.setenv("COUNTRYDESK_HOME", str(home))
    monkeypatch.setenv("COUNTRYDESK_RELEASE", "bundled")
    monkeypatch.chdir(tmp_path)
    before = (home / FILE_NAME).read_bytes()

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["forecast", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    yield call
    (home / FILE_NAME).write_bytes(before)


def test_open_forecasts_are_listed_with_rival_record_and_deadline(run):
    code, out, _ = run("list", "Peru", "-f", "growth", "--json")
    rows = {row["id"].rsplit("-", 1)[0]: row for row in json.loads(out)}
    assert code == 0
    assert sorted(rows) == [f"growth-PER-{year}" for year in range(2026, 2031)]
    assert "own last twenty years" in rows["growth-PER-2026"]["baseline"]
    assert "cases 2022-2024" in rows["growth-PER-2026"]["record"]
    assert rows["growth-PER-2030"]["record"] == "no track record"


def test_the_register_is_counted_by_family(run, home):
    code, out, _ = run("list")
    assert code == 0
    assert "growth" in out
    assert str(home / FILE_NAME) in out


def test_an_exercise_is_scored_apart(run, tmp_path):
    code, out, _ = run("score", "-f", "growth", "--json")
    (scored,) = [row for row in json.loads(out)["families"] if row["kind"] == "exercise"]
    assert code == 0
    assert scored["measure"] == "crps"
    assert scored["cases"] > 300
    assert float(scored["score"]) < float(scored["plain"])


def test_the_calibration_is_drawn(run, tmp_path):
    code, out, _ = run("score", "--chart", "calibration.svg")
    drawn = (tmp_path / "calibration.svg").read_text()
    assert code == 0
    assert "are decided by release" in out
    assert drawn.startswith("<svg")
    assert "quantile 10%" in drawn


def test_nothing_resolved_has_no_plot(run, tmp_path):
    code, _, err = run("score", "TUV", "-f", "debt", "--chart", "calibration.svg")
    assert code == 2
    assert "no registered forecast is resolved" in err
    assert not (tmp_path / "calibration.svg").exists()


def test_a_forecast_is_explained_down_to_its_evidence(run, home):
    line = (home / FILE_NAME).read_text().splitlines()[0]
    key = json.loads(line)["id"]
    code, out, _ = run("explain", key)
    assert code == 0
    assert "no causes" in out
    assert json.loads(line)["digest"] in out
    assert "imf_weo" in out
    assert "not in this release" not in out


def test_a_family_is_backtested_by_window(run):
    code, out, _ = run("backtest", "growth", "--json")
    found = json.loads(out)
    assert code == 0
    assert {row["years ahead"] for row in found["windows"]["growth"]} == {1, 2, 3}
    assert {"no track record"} < {row["record"] for row in found["records"]}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("register", "PER", "-f", "growth"), "nothing was written. Use --missing"),
        (("register", "-f", "nonsense"), "no family of forecasts 'nonsense'"),
        (("register", "PER", "--on", "2020-01-01"), "the evidence goes to"),
        (("register", "--bundle", "--as-of", "2024-01-01"), "--bundle takes no --as-of"),
        (("explain", "nonsense"), "no registered forecast 'nonsense'"),
        (("explain", "growth-"), "give more"),
        (("list", "Peruu"), "no place 'Peruu'"),
        (("verify", "--head", "f" * 64), "no line of a register has the digest"),
    ],
)
def test_a_mistake_gets_one_line_and_changes_nothing(run, home, arguments, message):
    before = (home / FILE_NAME).read_bytes()
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err
    assert err.startswith("countrydesk: ")
    assert err.count("\n") == 1
    assert (home / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("command", ["list", "score", "verify", "register"])
def test_a_register_that_was_edited_stops_every_command(run, home, command):
    path = home / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b"0.5,", b"0.6,", 1))
    code, _, err = run(command, *(["-f", "growth"] if command != "verify" else []))
    assert code == 1
    assert "was altered" in err


def test_a_printed_digest_is_found_again(run, home):
    digest = json.loads((home / FILE_NAME).read_text().splitlines()[3])["digest"]
    code, out, _ = run("verify", "--head", digest)
    assert code == 0
    assert "is part of" in out
