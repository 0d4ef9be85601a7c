"""Whole papers: one that another wrote, the labelled ones, one of our own."""

from pathlib import Path

import orjson
import pytest
from tests.conftest import raw_folder

from countrydesk.audit.audit import audit_text
from countrydesk.audit.own import audit_all, barred
from countrydesk.audit.page import to_html
from countrydesk.audit.reading import read_text
from countrydesk.audit.report import corrections, summary, to_json, to_sarif
from countrydesk.audit.score import score_folder
from countrydesk.audit.verdict import ERRORS, Verdict
from countrydesk.cli import run
from countrydesk.evidence import View
from countrydesk.places import registry

AUDIT = raw_folder().parent / "audit"
PAPER = AUDIT / "peru_strategy_paper.txt"
USA = registry().get("USA")


@pytest.fixture(scope="module")
def paper(view):
    if not PAPER.is_file():
        pytest.skip(f"no paper of others at {PAPER}")
    return audit_text(view, read_text(PAPER), name=PAPER.name, principal=USA)


def said(paper, words):
    return [
        judged for line, judged in paper.claims
        if words in line.sentence.text[judged.start : judged.end]
    ]  # fmt: skip


def test_the_country_of_a_paper_is_found(paper):
    assert paper.partner.id == "PER"


def test_gdp_of_the_wrong_year_is_found_with_the_right_figure(paper):
    (gdp,) = said(paper, "$226 billion")
    assert gdp.verdict is Verdict.WRONG_PERIOD
    assert "248.2 billion" in gdp.true
    assert gdp.true_period == "2022"
    assert "2021" in gdp.note
    assert any("$248.2 billion (2022)" in draft["draft"] for draft in corrections(paper))


def test_population_is_right_but_undated(paper):
    assert [j.verdict for j in said(paper, "33 million")] == [Verdict.IMPRECISE]


def test_the_ruling_party_is_judged_in_time(view, paper):
    (now,) = said(paper, "Free Peru")
    assert now.verdict is Verdict.OUTDATED
    assert "Fuerza Popular" in now.true
    assert "28 July 2026" in now.note
    early = View(view.release, __import__("datetime").date(2022, 6, 30))
    both = audit_text(view, read_text(PAPER), principal=USA, then=early)
    (then,) = [j for line in both.lines for j in line.then if j.indicator == "ruling_party"]
    assert then.verdict is not Verdict.CONTRADICTED


def test_the_date_of_the_agreement_is_completed(paper):
    (named, *_) = said(paper, "2006 U.S.-Peru Trade Promotion Agreement")
    assert named.verdict is Verdict.IMPRECISE
    assert "in force since 1 February 2009" in named.true


def test_tariff_visa_and_trade_imbalance_are_judged(paper):
    assert said(paper, "low tariff")[0].verdict is Verdict.IMPRECISE
    assert "12.5 percent" in said(paper, "low tariff")[0].true
    assert said(paper, "do not require a visa")[0].verdict is Verdict.SUPPORTED
    assert said(paper, "trade imbalances")[0].verdict is Verdict.MISLEADING


def test_what_is_left_out_is_listed(paper):
    left = {(item.rule, item.what.split(" (")[0].split(" since")[0]) for item in paper.missing}
    assert ("first partner", "China") in left
    assert {"Dina Boluarte", "José Jerí", "Keiko Fujimori"} <= {what for _, what in left}
    assert ("largest policy shock", "additional duty in force") in left
    assert ("ally status", "Major non-NATO ally") in left
    assert ("leader", "Pedro Castillo") not in left


def test_reports_hold_the_same_claims(paper):
    plain = to_json(paper)
    claims = [c for s in plain["sentences"] for c in s["claims"]]
    assert sum(plain["verdicts"].values()) == len(claims)
    assert all(c["evidence"] for c in claims if c["verdict"] in ERRORS)
    page = to_html(paper).decode()
    assert page.count("<summary") == len(claims)
    assert "<script" not in page
    assert "http" not in page
    results = to_sarif(paper)["runs"][0]["results"]
    assert {r["ruleId"] for r in results} >= {"wrong_period", "outdated", "omission"}
    assert "248.2 billion" in summary(paper)


def test_labelled_papers(view):
    folder = AUDIT / "dev"
    if not (folder / "labels.csv").is_file():
        pytest.skip(f"no labelled papers at {folder}")
    score = score_folder(view, folder, USA)
    assert score.rates(ERRORS)[0] >= 0.95
    assert score.rates([Verdict.SUPPORTED])[0] >= 0.97
    # What needs sources that the bundled release may not carry is not asked of it.
    assert score.rates(ERRORS)[1] >= 0.72
    assert score.rates([Verdict.SUPPORTED])[1] >= 0.80


def test_our_own_paper_is_read_and_not_contradicted(view, tmp_path):
    from countrydesk.paper.build import build_paper
    from countrydesk.render import Theme, get_renderer

    own = build_paper(view, registry().get("PER"), USA)
    path = tmp_path / "PER-USA.json"
    path.write_bytes(get_renderer("json")(own, Theme()))
    found = audit_text(view, read_text(path), partner=registry().get("PER"), principal=USA)
    assert len(found.lines) > 200
    wrong = [judged for _, judged in found.claims if judged.verdict in ERRORS]
    assert len(wrong) <= len(found.lines) / 100


def test_the_command(view, tmp_path, capsys):
    path = tmp_path / "note.txt"
    path.write_text("Peru's GDP came to 248.2 billion dollars in 2024.")
    options = ["--release", "bundled"]
    assert run(["audit", str(path), "--json", "--fix", *options]) == 0
    found = orjson.loads(capsys.readouterr().out)
    assert found["sentences"][0]["claims"][0]["verdict"] == "wrong_period"
    assert "294.7 billion dollars" in found["drafts"][0]["draft"]
    page, lines = tmp_path / "out" / "note.html", tmp_path / "out" / "note.sarif"
    given = ["--html", str(page), "--sarif", str(lines), "--strict", *options]
    assert run(["audit", str(path), *given]) == 1
    assert page.read_bytes().startswith(b"<!doctype html>")
    assert orjson.loads(lines.read_bytes())["version"] == "2.1.0"


@pytest.mark.parametrize("arguments", [["audit"], ["audit", "none.txt"], ["audit", "--score", "."]])
def test_what_is_asked_wrongly_is_said(arguments, tmp_path, monkeypatch, capsys, view):
    monkeypatch.chdir(tmp_path)
    assert run([*arguments, "--release", "bundled"]) == 2
    assert capsys.readouterr().err.startswith("countrydesk: ")


STYLES = Path(__file__).parents[2] / "benchmarks" / "audit_styles"


def test_papers_in_other_styles(view):
    score = score_folder(view, STYLES, USA)
    assert len(score.rows) > 200
    assert score.rates(ERRORS)[0] >= 0.95
    assert score.rates(ERRORS)[1] >= 0.75
    assert score.rates([Verdict.SUPPORTED])[0] >= 0.97
    assert score.rates([Verdict.SUPPORTED])[1] >= 0.80


def test_our_own_paper_is_never_contradicted_or_outdated(view, capsys):
    assert run(["audit", "--self", "--partner", "KEN", "--release", "bundled", "--json"]) == 0
    (row,) = orjson.loads(capsys.readouterr().out)
    assert row["papers"] == 1
    assert row["sentences"] > 200
    assert row["supported"] > 40
    assert row["contradicted"] == row["outdated"] == 0


def test_summary_is_one_page_and_says_what_it_leaves_to_the_other_forms(view):
    text = "\n".join(f"Inflation in Peru was 77.7 percent in {year}." for year in range(2000, 2024))
    told = summary(audit_text(view, text, principal=USA))
    assert "... and 12 more" in told
    assert told.count("contradicted: ") == 12


@pytest.mark.slow
def test_no_paper_of_ours_is_contradicted_or_outdated(view):
    for found in audit_all(view, registry().papers(), USA):
        assert barred(found) == [], found.name
