"""What is special to the monthly visa tables: merged cells, odd headings, classes, fiscal years."""

from __future__ import annotations

import json
import shutil

import polars as pl
import pytest

from countrydesk.errors import LayoutError, RawFileError, ValueNotUnderstoodError
from countrydesk.evidence import Catalogue
from countrydesk.sources.intake import Intake
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source
from countrydesk.sources.us_visas_monthly.classes import TOTALS, classes
from countrydesk.sources.us_visas_monthly.reading import IMMIGRANT, NONIMMIGRANT, read_month

SOURCE = get_source("us_visas_monthly")
NIV, IV = "us_visas/nonimmigrant_data/", "us_visas/immigrant_data/"


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False).frame


def rows(frame, counterpart, indicator, period):
    return frame.filter(
        (pl.col("counterpart") == counterpart)
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )


def value(frame, *key):
    return rows(frame, *key).get_column("value").to_list()


def changed(tmp_path, path, old, new):
    copy = shutil.copytree(SOURCE.specimens, tmp_path / "raw")
    text = (copy / path).read_text()
    assert old in text
    (copy / path).write_text(text.replace(old, new, 1))
    return copy


def test_every_class_is_in_one_group_that_the_catalogue_defines():
    table = classes()
    assert not table.select("kind", "class").is_duplicated().any()
    known = Catalogue.from_yaml()
    for group in {*table["group"], *TOTALS.values()}:
        assert known[group].dyadic
        assert known[group].unit == "visas"


def test_groups_add_up_to_the_total(frame):
    for kind, total in TOTALS.items():
        groups = set(classes().filter(pl.col("kind") == kind)["group"])
        plain = pl.col("indicator").str.strip_suffix("_month")
        parts = frame.filter(plain.is_in(list(groups)))
        sums = parts.group_by("counterpart", "period").agg(pl.col("value").sum().alias("sum"))
        both = frame.filter(plain == total).join(sums, on=["counterpart", "period"])
        assert both.height > 20
        assert (both["value"] == both["sum"]).all()


def test_known_months(frame):
    assert value(frame, "PER", "visas_visitor_month", "2023-11") == [8517.0]
    assert value(frame, "PER", "visas_student_month", "2024-05") == [382.0]
    assert set(frame["place"]) == {"USA"}


def test_a_row_that_ran_together_is_taken_apart():
    path = f"{NIV}2024-01-01.jsonl"
    table = read_month(Intake(SOURCE.spec, SOURCE.specimens), path, NONIMMIGRANT)
    last = table.row(-1, named=True)
    assert (last["nationality"], last["class"], last["issued"]) == ("Zimbabwe", "R1", "1")


def test_two_rows_of_one_nationality_and_class_are_added(frame):
    table = read_month(
        Intake(SOURCE.spec, SOURCE.specimens), f"{IV}2024-07-01.jsonl", IMMIGRANT
    ).filter((pl.col("nationality") == "Jordan") & (pl.col("class") == "IR5"))
    assert table["issued"].to_list() == ["63", "2"]


def test_mainland_hong_kong_macau_and_taiwan_are_apart(frame):
    assert set(frame["counterpart"]) >= {"CHN", "HKG", "MAC", "TWN", "XKX", "PSE", "TUV"}


def test_papers_of_no_country_count_for_the_world_alone(frame):
    placed = frame.filter(
        (pl.col("indicator") == "visas_nonimmigrant_month") & (pl.col("period") == "2025-05")
    )
    world = placed.filter(pl.col("counterpart") == "WLD")["value"].item()
    others = placed.filter(pl.col("counterpart") != "WLD")["value"].sum()
    assert world > others


def test_a_fiscal_year_is_summed_only_where_all_months_are_there(frame):
    assert {p for p in frame["period"] if p.startswith("FY")} == {"FY2024"}
    year = rows(frame, "PER", "visas_nonimmigrant", "FY2024")
    months = frame.filter(
        (pl.col("counterpart") == "PER")
        & (pl.col("indicator") == "visas_nonimmigrant_month")
        & (pl.col("period") >= "2023-10")
        & (pl.col("period") <= "2024-09")
    )
    assert months.height == 12
    assert year["value"].to_list() == [months["value"].sum()] == [154404.0]
    assert year["status"].to_list() == ["estimate"]
    assert str(year["released_on"].item()) == "2024-11-30"


def test_a_missing_month_leaves_no_fiscal_year(tmp_path):
    copy = shutil.copytree(SOURCE.specimens, tmp_path / "raw")
    (copy / f"{NIV}2024-03-01.jsonl").unlink()
    found = parse_source(SOURCE, copy, assertions=False).frame
    assert value(found, "PER", "visas_nonimmigrant", "FY2024") == []
    assert len(value(found, "PER", "visas_immigrant", "FY2024")) == 1


@pytest.mark.parametrize(
    ("old", "new", "error", "match"),
    [
        ('"Visa Class":"F1"', '"Visa Class":"Z9"', ValueNotUnderstoodError, "Z9"),
        ('"Nationality":"Peru"', '"Nationality":"Peruvia"', ValueNotUnderstoodError, "Peruvia"),
        ('"Issuances":"', '"Issuances":"x', ValueNotUnderstoodError, "not a number"),
        ('"Issuances"', '"Issued"', LayoutError, "Issuances"),
        ('{"Nationality"', '"Nationality"', RawFileError, "JSON"),
    ],
)
def test_what_is_not_understood_stops_the_source(tmp_path, old, new, error, match):
    copy = changed(tmp_path, f"{NIV}2025-05-01.jsonl", old, new)
    with pytest.raises(error, match=match):
        parse_source(SOURCE, copy, assertions=False)


@pytest.mark.raw
@pytest.mark.parametrize("layout", [NONIMMIGRANT, IMMIGRANT])
def test_rows_add_up_to_every_printed_total(raw, layout):
    intake = Intake(SOURCE.spec, raw)
    folder = "nonimmigrant_data" if layout is NONIMMIGRANT else "immigrant_data"
    printed = 0
    for file in sorted((raw / "us_visas" / folder).glob("*.jsonl")):
        path = file.relative_to(raw).as_posix()
        table = intake.numbers(read_month(intake, path, layout), "issued")
        for line in file.read_text().splitlines():
            cells = " ".join(str(cell) for cell in json.loads(line).values() if cell)
            if cells.startswith("GRAND TOTAL"):
                printed += 1
                assert table["issued"].sum() == float(cells.split()[-1].replace(",", "")), path
    assert printed == (20 if layout is NONIMMIGRANT else 14)
