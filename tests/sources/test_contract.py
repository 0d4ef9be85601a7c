"""What every source must do, on its specimens everywhere and on the real files where they are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.row_counts import count_rows

from countrydesk.errors import CountrydeskError, LayoutError, SourceError
from countrydesk.evidence import Catalogue, IndicatorKind
from countrydesk.places import registry
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.frame import SCHEMA
from countrydesk.sources.parse import Parsed, parse_source
from countrydesk.sources.registry import get_source, source_names

NAMES = source_names()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.from_yaml()


@pytest.fixture(scope="module", params=NAMES)
def parsed(request) -> Parsed:
    source = get_source(request.param)
    return parse_source(source, source.specimens, assertions=False)


def test_specimens_give_observations(parsed):
    assert parsed.frame.height > 0
    assert parsed.frame.columns == list(SCHEMA)


def test_every_row_of_the_specimens_is_accounted_for(parsed):
    assert all(tally.balances and tally.read for tally in parsed.tallies.values())


def test_places_are_known(parsed):
    known = {place.id for place in registry().places()}
    found = set(parsed.frame["place"]) | set(parsed.frame["counterpart"]) - {""}
    assert found <= known


def test_indicators_are_in_the_catalogue_in_its_unit(parsed, catalogue):
    for indicator, unit in parsed.frame.select("indicator", "unit").unique().iter_rows():
        assert catalogue.get_indicator(indicator).unit == unit


def test_dyadic_indicators_have_a_counterpart_and_others_none(parsed, catalogue):
    for indicator, counterpart in parsed.frame.select("indicator", "counterpart").iter_rows():
        if not catalogue[indicator].dyadic:
            assert counterpart == "", indicator


def test_facts_are_text_and_measures_numbers(parsed, catalogue):
    coded = {IndicatorKind.FACT, IndicatorKind.SPELL}
    for indicator, text in parsed.frame.select("indicator", "text").iter_rows():
        assert (text is not None) == (catalogue[indicator].kind in coded), indicator


def test_values_are_within_the_bounds_of_the_catalogue(parsed, catalogue):
    extremes = parsed.frame.group_by("indicator").agg(
        pl.col("value").min().alias("low"), pl.col("value").max().alias("high")
    )
    for indicator, low, high in extremes.iter_rows():
        least, most = catalogue[indicator].bounds
        assert low is None or least is None or low >= least, (indicator, low)
        assert high is None or most is None or high <= most, (indicator, high)


def test_periods_are_periods(parsed):
    from countrydesk.model import Period

    for text in parsed.frame["period"].unique():
        Period.parse(text)


def test_nothing_was_released_before_it_happened(parsed):
    from countrydesk.model import Period, Status

    measured = parsed.frame.filter(pl.col("status") == Status.ACTUAL.value)
    for text, released in measured.select("period", "released_on").unique().iter_rows():
        assert Period.parse(text).start <= released, (text, released)


@pytest.mark.parametrize("name", NAMES)
def test_a_renamed_column_stops_the_source_and_is_named(name, tmp_path):
    source = get_source(name)
    changed = [path for path in sorted(source.specimens.rglob("*.csv")) if path.is_file()]
    if not changed:
        pytest.skip(f"{name} has no csv specimen; its own tests rename a column")
    copy = _copy(source.specimens, tmp_path)
    path = copy / changed[0].relative_to(source.specimens)
    payload = path.read_bytes()
    if payload.count(b"\n") < 2:
        pytest.skip("too small")
    header = _rename_first_column(payload)
    path.write_bytes(header)
    with pytest.raises(SourceError):
        parse_source(source, copy, assertions=False)


@pytest.mark.parametrize("name", NAMES)
def test_it_says_how_it_is_refreshed_or_why_not(name):
    fetch = get_source(name).spec.fetch
    assert fetch.reason != "not yet described", "say under fetch how the source is refreshed"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(name, tmp_path):
    if all(entry.beside for entry in get_source(name).spec.files):
        pytest.skip(f"{name} keeps its tables beside its description")
    with pytest.raises(CountrydeskError, match=r"--raw|no file"):
        parse_source(get_source(name), tmp_path, assertions=False)


@pytest.mark.raw
@pytest.mark.parametrize("name", NAMES)
def test_the_real_files_parse_and_meet_every_assertion(name, raw):
    source = get_source(name)
    if source.spec.optional and not Layers(raw, {}, {}).is_at_hand(source):
        pytest.skip(f"{name} is optional and not at hand")
    found = parse_source(source, raw)
    assert found.warnings == ()
    assert all(found.is_pinned(path) for path in found.hashes), "the raw file is of another vintage"
    assert all(tally.balances for tally in found.tallies.values())
    for path, tally in found.tallies.items():
        file = raw / path if (raw / path).is_file() else source.folder / path
        assert tally.read == count_rows(file), f"{path}: rows read against rows in the file"


def test_layout_errors_are_source_errors():
    assert issubclass(LayoutError, SourceError)


def _copy(folder: Path, target: Path) -> Path:
    import shutil

    return Path(shutil.copytree(folder, target / "raw"))


def _rename_first_column(payload: bytes) -> bytes:
    """Return a delimited file whose first header cell has another name."""
    lines = payload.split(b"\n")
    at = next(
        i
        for i, line in enumerate(lines)
        if sum(map(line.count, (b",", b";"))) > 1
        and any(cell.strip(b' "') for cell in line.split(b",")[:2])
    )
    mark = b";" if lines[at].count(b";") > lines[at].count(b",") else b","
    cells = lines[at].split(mark)
    cells[-1 if len(cells) == 1 else 0] = b"renamed_by_test"
    lines[at] = mark.join(cells)
    return b"\n".join(lines)
