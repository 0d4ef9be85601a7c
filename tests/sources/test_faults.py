"""Every source that can be refreshed, under every fault: as the page of the documentation says."""

from __future__ import annotations

import re

import pytest
from tests.conftest import ROOT
from tests.sources import toypages
from tests.sources.faults import CASES, PAGED, Prepared, run, subjects
from tests.sources.replay import replaying

from countrydesk.sources.registry import get_source, source_names
from countrydesk.sources.spec import FetchKind

NAMES = [n for n in source_names() if get_source(n).spec.fetch.kind is FetchKind.FILE or n in PAGED]
PAGE = ROOT / "docs" / "reference" / "faults.md"


def documented() -> dict[tuple[str, str], str]:
    """Return what the page says, by source and fault."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    names = [name.strip("`") for name in rows[0][1:]]
    return {(n, row[0]): cell for row in rows[1:] for n, cell in zip(names, row[1:], strict=True)}


def test_the_page_has_every_source_and_fault():
    wanted = {(name, case.value) for name in (*NAMES, toypages.NAME) for case in CASES}
    assert set(documented()) == wanted, "run ./desk bench faults"


@pytest.mark.parametrize("name", [*NAMES, toypages.NAME])
def test_no_fault_loses_anything(name, tmp_path):
    page = documented()
    (subject,) = (one for one in subjects(tmp_path / "toy") if one.name == name)
    with replaying() as replay:
        prepared = Prepared.of(subject, replay, tmp_path)
        for at, case in enumerate(CASES):
            cell = run(prepared, case, replay, tmp_path / str(at))
            assert cell.kept, (case, cell.outcome)
            assert cell.recovered, (case, cell.outcome)
            assert cell.text == page[name, case.value], (case, cell.outcome)
            assert "\n" not in cell.outcome.reason


def test_the_page_says_that_nothing_else_happens():
    allowed = re.compile(r"(accepted|unchanged)( on the second try)?|kept, stale")
    assert all(allowed.fullmatch(cell) for cell in documented().values())
