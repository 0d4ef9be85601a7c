"""``reread`` as a user meets it: an edited document comes back marked, a bad one leaves nothing."""

from __future__ import annotations

import pytest
from tests.render.docx import changed, control_of, packed, parts_of, set_text

from countrydesk import cli
from countrydesk.paper.overrides import history_path

POPULATION = "PER.USA.profile.population"
SIGNED = ("--analyst", "Ana Quispe", "--date", "2026-11-20", "--reason", "Census of 2025")


@pytest.fixture
def run(view, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def paper(run, tmp_path):
    assert run("paper", "PER", "-f", "docx", "-o", ".")[0] == 0
    return tmp_path / "PER-USA.docx"


def test_a_round_trip(run, paper, tmp_path):
    code, out, err = run("reread", "PER-USA.docx")
    assert (code, out) == (0, "")
    assert "0 changes; nothing is stored" in err
    assert not (tmp_path / "home").exists()
    new = "Some 35 million people live in Peru."
    paper.write_bytes(changed(paper.read_bytes(), lambda tree: set_text(tree, POPULATION, new)))
    code, out, err = run("reread", "PER-USA.docx", *SIGNED, "--dry-run")
    assert (code, out) == (0, f"changed  {POPULATION}  {new}\n")
    assert not (tmp_path / "home").exists()
    assert run("reread", "PER-USA.docx", *SIGNED)[0] == 0
    assert run("paper", "PER", "-f", "md,docx", "-o", "again")[0] == 0
    text = (tmp_path / "again" / "PER-USA.md").read_text(encoding="utf-8")
    assert f"*Analyst:* {new}[^" in text
    assert "Changed by Ana Quispe, 20 Nov 2026: Census of 2025." in text
    assert run("reread", "again/PER-USA.docx")[2] == "0 changes; nothing is stored\n"
    run("paper", "PER", "-f", "md", "-o", "bare", "--no-overrides")
    assert new not in (tmp_path / "bare" / "PER-USA.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--analyst NAME"),
        (("--analyst", "A"), "--date DATE"),
        (("--analyst", "A", "--date", "2026-11-20"), "--reason TEXT"),
        ((*SIGNED, "--place", "KEN"), "the paper is on Peru, not on Kenya"),
        ((*SIGNED, "--date", "soon"), "not a date"),
        ((*SIGNED, "--release", "nonsense"), "no release"),
    ],
)
def test_what_is_missing_is_asked_for(run, paper, tmp_path, arguments, message):
    paper.write_bytes(changed(paper.read_bytes(), lambda tree: set_text(tree, POPULATION, "X.")))
    refused(run, tmp_path, arguments, message)


def test_sentences_of_another_country_are_refused(run, paper, tmp_path):
    control = control_of(paper.read_bytes(), POPULATION)
    spoil(paper, "word/document.xml", control, control.replace("PER.USA", "KEN.USA"))
    refused(run, tmp_path, SIGNED, "'KEN.USA.profile.population'")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (">PER<", ">KEN<", "from other words"),
        (">PER<", ">../../etc<", "../../etc"),
        ("countrydesk.text", "countrydesk.else", "no paper that"),
        (">en<", ">es<", "only papers in English"),
        (">0<", ">7<", "does not know"),
    ],
)
def test_a_document_that_lies_about_itself_is_refused(run, paper, tmp_path, old, new, message):
    spoil(paper, "docProps/custom.xml", old, new)
    refused(run, tmp_path, SIGNED, message)


def spoil(paper, part, old, new):
    parts = parts_of(paper.read_bytes())
    text = parts[part].decode()
    assert old in text
    paper.write_bytes(packed(parts | {part: text.replace(old, new, 1).encode()}))


def refused(run, tmp_path, arguments, message):
    code, out, err = run("reread", "PER-USA.docx", *arguments)
    assert code != 0
    assert message in err
    assert err.startswith("countrydesk: ")
    assert (out, err.count("\n")) == ("", 1)
    assert not (tmp_path / "home" / "overrides").exists()


def test_a_damaged_history_stops_the_paper_and_can_be_left_out(run, tmp_path):
    path = history_path("TUV", "USA")
    path.parent.mkdir(parents=True)
    path.write_text("{")
    code, _, err = run("paper", "TUV", "-f", "md")
    assert code == 2
    assert "--no-overrides leaves it out" in err
    assert not (tmp_path / "papers").exists()
    assert run("paper", "TUV", "-f", "md", "--no-overrides")[0] == 0
