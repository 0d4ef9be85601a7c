"""``countrydesk simulate`` on files that people bring."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from countrydesk import cli
from countrydesk.errors import InputError, ScenarioError, TradeTableError
from countrydesk.policy.gravity import Elasticities
from countrydesk.policy.gravity.files import (
    baseline_of,
    read_tariffs,
    read_trade,
    read_values,
)
from countrydesk.policy.gravity.recipe import parse_change, read_scenario
from countrydesk.policy.gravity.scenario import (
    Agreement,
    Preference,
    Retaliation,
    Shift,
    TariffChange,
)
from countrydesk.policy.gravity.variables import run_exercise

SQUARE = "country,PER,USA,CHN\nPER,90,8,12\nUSA,9,900,40\nCHN,14,60,700\n"
LONG = "exporter,importer,value\n" + "\n".join(
    f"{i},{j},{v}"
    for i, row in zip(
        ("PER", "USA", "CHN"), ((90, 8, 12), (9, 900, 40), (14, 60, 700)), strict=True
    )
    for j, v in zip(("PER", "USA", "CHN"), row, strict=True)
)


@pytest.fixture
def square(tmp_path):
    path = tmp_path / "trade.csv"
    path.write_text(SQUARE)
    return path


def write(folder, name, text):
    path = folder / name
    path.write_text(text)
    return path


def run(capsys, *words):
    status = cli.run([str(word) for word in words])
    taken = capsys.readouterr()
    return status, taken.out, taken.err


def test_a_long_and_a_square_table_are_the_same(tmp_path, square):
    codes, long = read_trade(write(tmp_path, "long.csv", LONG))
    names, table = read_trade(square)
    assert names == ("PER", "USA", "CHN")
    order = [codes.index(name) for name in names]
    assert (long[np.ix_(order, order)] == table).all()


def test_a_tariff_by_words(capsys, square, tmp_path):
    out, pairs = tmp_path / "out.csv", tmp_path / "pairs.csv"
    status, text, _ = run(
        capsys, "simulate", "gravity", "--trade", square, "-c", "tariff PER USA 0.1",
        "-c", "retaliate PER USA match", "--draws", 20, "--out", out, "--pairs", pairs, "--json",
    )  # fmt: skip
    assert status == 0
    answer = json.loads(text)
    assert answer["report"]["market_clearing_residual"] <= 1e-10
    assert answer["report"]["closure"] == "multiplicative"
    table = pl.read_csv(out)
    peru = table.row(by_predicate=pl.col("country") == "PER", named=True)
    assert peru["real_income_pct"] < 0
    assert peru["real_income_low_80"] < peru["real_income_high_80"]
    assert pl.read_csv(pairs).filter(exporter="USA", importer="PER")["tariff"].item() == 0.1


def test_output_gives_domestic_sales(square, tmp_path):
    codes, trade = read_trade(square)
    values = read_values(
        write(tmp_path, "y.csv", "country,output\nCHN,800\nPER,120\nUSA,1000\n"), codes, "output"
    )
    base = baseline_of(codes, trade, Elasticities(4), values)
    assert base.output.tolist() == [120, 1000, 800]
    assert base.flows[0].diagonal().tolist() == [100, 951, 726]


def test_a_free_case_of_the_tariff_war(capsys, square, tmp_path):
    gdp = write(tmp_path, "gdp.csv", "country,gdp\nPER,110\nUSA,1000\nCHN,800\n")
    duties = write(tmp_path, "t.csv", "country,t\nPER,0.2\nUSA,0\nCHN,0.3\n")
    every = write(tmp_path, "all.csv", "exporter,importer,t\nPER,USA,0.2\nCHN,USA,0.3\n")
    common = ("--trade", square, "--gdp", gdp, "--json")
    first = run(capsys, "simulate", "tariff-war", "announced", *common, "--tariffs", duties)
    second = run(capsys, "simulate", "tariff-war", "free", *common, "--all-tariffs", every)
    one, two = (json.loads(text[1]) for text in (first, second))
    assert one["countries"] == two["countries"]
    third = run(
        capsys, "simulate", "tariff-war", "reciprocal", *common, "--tariffs", duties,
        "--answering", "CHN", "--elasticity", 6, "--rebate", "lump-sum",
    )  # fmt: skip
    assert json.loads(third[1])["report"]["residual"] <= 1e-10


@pytest.mark.parametrize("numbered", [False, True])
def test_cases_by_sector(capsys, square, tmp_path, numbered):
    gdp = write(tmp_path, "gdp.csv", "country,gdp\nPER,110\nUSA,1000\nCHN,800\n")
    duties = write(tmp_path, "t.csv", "country,t\nPER,0.2\nUSA,0\nCHN,0.3\n")
    names = ("agriculture", "manufacturing", "mining", "services")
    _, trade = read_trade(square)
    lines = [] if numbered else ["exporter,importer,sector,value"]
    for k, share in enumerate((0.1, 0.4, 0.2, 0.3)):
        for i, seller in enumerate(("PER", "USA", "CHN")):
            for j, buyer in enumerate(("PER", "USA", "CHN")):
                at = f"{i + 1},{j + 1},{k + 1}" if numbered else f"{seller},{buyer},{names[k]}"
                lines.append(f"{at},{share * trade[i, j]}")
    table = write(tmp_path, "s.csv", "\n".join(lines) + "\n")
    words = ["--trade", square, "--gdp", gdp, "--tariffs", duties, "--by-sector", table, "--json"]
    status, text, _ = run(capsys, "simulate", "tariff-war", "sectors-reciprocal", *words)
    assert status == 0
    assert json.loads(text)["report"]["residual"] <= 1e-10
    wrong = run(capsys, "simulate", "tariff-war", "sectors", *words, "--sectors", "a,b")
    assert wrong[0] == 2
    none = run(capsys, "simulate", "tariff-war", "sectors", *words[:6])
    assert "needs --by-sector" in none[2]


def test_the_cases_are_listed(capsys):
    status, text, _ = run(capsys, "simulate", "tariff-war", "list")
    assert status == 0
    assert "optimal-retaliation" in text
    assert "table 1, case 2" in text


def test_a_regression_and_an_exercise(capsys, tmp_path):
    draw = np.random.default_rng(1)
    codes = [f"C{at}" for at in range(8)]
    frame = pl.DataFrame(
        [
            (i, j, float(draw.exponential(50 if i == j else 5)), int(i != j), float(draw.normal()))
            for i in codes
            for j in codes
        ],
        schema=["exporter", "importer", "trade", "border", "far"],
        orient="row",
    )
    path = tmp_path / "data.parquet"
    frame.write_parquet(path)
    status, text, _ = run(
        capsys, "simulate", "estimate", path, "--regressors", "border,far", "--json"
    )
    assert status == 0
    values = {row["regressor"]: row["coefficient"] for row in json.loads(text)}
    words = ["simulate", "exercise", path, "--set", "border=0@C1,C2", "--reference", "C0"]
    given = ",".join(f"{name}={value!r}" for name, value in values.items())
    for solution in ("exact", "guide", "conditional"):
        more = ["--solution", solution, "--json"]
        told = run(capsys, *words, "--coefficients", given, *more)
        fitted = run(capsys, *words, "--coefficients", "border,far", *more)
        assert told[0] == fitted[0] == 0
        first, second = (pl.DataFrame(json.loads(one[1])["countries"]) for one in (told, fitted))
        for column in first.columns[1:]:
            assert np.allclose(first[column], second[column], rtol=1e-6, atol=1e-8), column


def test_words_become_changes(tmp_path):
    assert parse_change("tariff PER,CHN USA +0.1") == TariffChange(
        ("PER", "CHN"), "USA", 0.1, "add"
    )
    assert parse_change("tariff PER USA x0.5") == TariffChange("PER", "USA", 0.5, "scale")
    assert parse_change("tariff * USA >=0.1") == TariffChange("*", "USA", 0.1, "floor")
    assert parse_change("agreement CAN JPN -0.4") == Agreement(("CAN", "JPN"), 0.4, enters=False)
    assert parse_change("preference PER USA 0.05") == Preference("PER", "USA", 0.05)
    assert parse_change("retaliate CHN USA 0.3") == Retaliation("CHN", "USA", 0.3)
    assert parse_change("workforce CHN 1.1") == Shift("CHN", "workforce", 1.1)
    text = "name: end of the duty\nchanges:\n  - tariff PER USA 0\n"
    found = read_scenario(write(tmp_path, "s.yml", text))
    assert (found.name, len(found.changes)) == ("end of the duty", 1)


@pytest.mark.parametrize(
    "line", ["", "duty PER USA 1", "tariff PER USA", "tariff PER USA much", "agreement PER"]
)
def test_words_that_say_nothing(line):
    with pytest.raises(ScenarioError):
        parse_change(line)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("exporter,importer,value\nA,B,1\nB,A,x\n", "'x' is not a number"),
        ("exporter,importer,value\nA,B,1\nA,C,1\n", "stand on one side only"),
        ("exporter,importer,value\nA,B,1\nB,A,1\nA,B,2\n", "more than once"),
        ("exporter,importer,tons\nA,B,1\nB,A,1\n", "no column of values"),
        ("country,A,C\nA,1,2\nB,1,2\n", "different countries"),
        ("A,B\n1,2\n1,2\n", "codes"),
    ],
)
def test_files_of_trade_that_cannot_be(tmp_path, text, words):
    with pytest.raises(TradeTableError, match=words):
        read_trade(write(tmp_path, "bad.csv", text))


def test_other_files_that_cannot_be(tmp_path, square):
    codes, trade = read_trade(square)
    with pytest.raises(InputError, match="no such file"):
        read_trade(tmp_path / "none.csv")
    with pytest.raises(TradeTableError, match="no rows of the year 1999"):
        read_trade(write(tmp_path, "l.csv", LONG), year=1999)
    with pytest.raises(TradeTableError, match="CHN is missing"):
        read_values(write(tmp_path, "y.csv", "country,y\nPER,1\nUSA,2\n"), codes, "output")
    with pytest.raises(TradeTableError, match="X is not in the table"):
        read_tariffs(write(tmp_path, "t.csv", "exporter,importer,t\nX,USA,1\n"), codes)
    with pytest.raises(TradeTableError, match="--imposer"):
        read_tariffs(write(tmp_path, "v.csv", "country,t\nPER,1\nUSA,0\nCHN,1\n"), codes)
    with pytest.raises(TradeTableError, match="exports are as large as output for PER"):
        baseline_of(codes, trade, Elasticities(4), np.array([5.0, 1000, 800]))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-c", "tariff PER USA -3"], "-100 %"),
        (["-c", "tariff PER MOON 0.1"], "no country 'MOON'"),
        ([], "nothing changes"),
        (["-c", "tariff PER USA 0.1", "--closure", "open"], "closure"),
        (["-c", "tariff PER USA 0.1", "--elasticity", "0"], "elasticity must be above 0"),
        (["-c", "tariff PER USA 0.1", "--columns", "odd"], "columns are"),
    ],
)
def test_bad_requests_are_one_line_and_write_nothing(capsys, square, tmp_path, words, message):
    out = tmp_path / "out.csv"
    status, _, error = run(capsys, "simulate", "gravity", "--trade", square, "--out", out, *words)
    assert status == 2
    assert message in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_exercises_that_cannot_be():
    frame = pl.DataFrame({"exporter": ["A"], "importer": ["A"], "trade": [1.0], "x": [0]})
    for words, becomes, message in (
        ("x=1", ["y=0"], "no column 'y'"),
        ("x=1", ["x=0@B"], "no country B"),
        ("x=one", [], "not a number"),
        ("x=1", ["x"], "NAME=VALUE"),
        ("x=1,y", [], "to every coefficient"),
    ):
        with pytest.raises(ScenarioError, match=message):
            run_exercise(frame, words, becomes, "A", 5.0, "exact")
    with pytest.raises(ScenarioError, match="solution"):
        run_exercise(frame, "x=1", [], "A", 5.0, "magic")
