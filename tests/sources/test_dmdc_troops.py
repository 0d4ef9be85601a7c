"""What is special to the DMDC counts: rows added up twice, series added together, false zeros."""

from __future__ import annotations

import shutil

import polars as pl
import pytest

from countrydesk.errors import LayoutError, ValueNotUnderstoodError
from countrydesk.sources.dmdc_troops.columns import COLUMNS, COUNTS
from countrydesk.sources.dmdc_troops.source import doubled
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source

SOURCE = get_source("dmdc_troops")
FILE = "us_troops/troopdata-country-year-quarter.csv"
REPORT = r"^(March|June|September|December) "


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return parse_source(SOURCE, SOURCE.specimens, assertions=False).frame


def rows(frame, counterpart, period, indicator="troops_active_duty"):
    return frame.filter(
        (pl.col("counterpart") == counterpart)
        & (pl.col("indicator") == indicator)
        & (pl.col("period") == period)
    )


def value(frame, *key):
    return rows(frame, *key).get_column("value").to_list()


def test_hosts_counted_twice_are_halved_and_say_so(frame):
    assert value(frame, "ITA", "2008-Q3") == [11808.0]
    assert value(frame, "KOR", "2025-Q4") == [23495.0]
    assert value(frame, "ITA", "2025-Q4", "dod_civilians") == [2605.0]
    assert rows(frame, "ITA", "2008-Q3")["note"].to_list() == [
        "counted twice in the compilation; halved"
    ]
    assert value(frame, "PER", "2025-Q3") == [44.0]
    assert rows(frame, "PER", "2025-Q3")["note"].to_list() == [""]


def test_an_odd_count_of_a_host_counted_twice_stops_the_source(tmp_path):
    def edit(text):
        return text.replace("December 2025,25324,", "December 2025,25325,")

    with pytest.raises(ValueNotUnderstoodError, match=r"Italy.*doubled\.csv"):
        parse_source(SOURCE, changed(tmp_path, edit), assertions=False)


def test_june_counts_to_which_another_series_is_added_are_left_out(frame):
    assert value(frame, "PER", "2014-Q2") == []
    assert value(frame, "PER", "2014-Q2", "dod_civilians") == [8.0]
    assert value(frame, "PER", "2014-Q1") == [49.0]
    assert value(frame, "GBR", "2014-Q3") == []


def test_a_quarter_without_a_count_is_not_zero(frame):
    assert value(frame, "PER", "2022-Q4") == []
    assert value(frame, "VNM", "2025-Q4") == []


def test_interpolated_and_estimated_counts_are_marked(frame):
    assert rows(frame, "PER", "2023-Q3")["status"].to_list() == ["estimate"]
    assert rows(frame, "PER", "2023-Q3", "dod_civilians")["status"].to_list() == ["actual"]
    assert rows(frame, "IRQ", "2007")["status"].to_list() == ["estimate"]
    assert rows(frame, "AFG", "2003")["status"].to_list() == ["estimate"]
    assert rows(frame, "DEU", "2007")["status"].to_list() == ["actual"]


def test_one_row_a_year_before_2008_ashore_and_by_the_state_of_the_time(frame):
    assert value(frame, "VDR", "1968") == [537377.0]
    assert value(frame, "ITA", "1968") == [10431.0]  # the report with ships at sea has twice that
    assert value(frame, "SUN", "1985") == [57.0]
    assert value(frame, "DEU", "2006") == [64319.0]  # not the 85,419 with those sent to Iraq
    assert frame.filter(pl.col("period") < "1957").height == 0
    yearly = frame.filter(pl.col("period").str.len_chars() == 4)
    assert set(yearly["indicator"]) == {"troops_active_duty"}
    assert not yearly.select("counterpart", "period").is_duplicated().any()


def test_neither_the_united_states_nor_unclear_hosts_are_hosts(frame):
    late = frame.filter(pl.col("period") >= "2006")
    assert not set(late["counterpart"]) & {"USA", "PRK", "TLS", ""}


def test_a_report_is_released_after_its_quarter(frame):
    assert str(rows(frame, "PER", "2025-Q3")["released_on"].item()) == "2025-12-31"
    assert str(rows(frame, "PER", "1985")["released_on"].item()) == "2006-05-24"


def test_an_unknown_code_stops_the_source(tmp_path):
    with pytest.raises(ValueNotUnderstoodError, match="9135"):
        parse_source(
            SOURCE, changed(tmp_path, lambda t: t.replace("\n135,", "\n9135,")), assertions=False
        )


def test_a_renamed_column_stops_the_source(tmp_path):
    copy = changed(tmp_path, lambda t: t.replace("total_civilian", "civilians", 1))
    with pytest.raises(LayoutError, match="total_civilian"):
        parse_source(SOURCE, copy, assertions=False)


def changed(tmp_path, edit):
    copy = shutil.copytree(SOURCE.specimens, tmp_path / "raw")
    text = (copy / FILE).read_text()
    assert edit(text) != text
    (copy / FILE).write_text(edit(text))
    return copy


@pytest.fixture(scope="module")
def reports(raw) -> pl.DataFrame:
    """The counts of the reports from September 2008, without the June counts that are sums."""
    table = pl.read_csv(raw / FILE, infer_schema=False, null_values=["NA"])
    assert tuple(table.columns) == COLUMNS
    table = table.with_columns(pl.col("year", *COUNTS).cast(pl.Int64))
    return table.filter(pl.col("source").str.contains(REPORT) & (pl.col("year") >= 2008))


@pytest.mark.raw
def test_exactly_the_listed_hosts_have_only_even_counts(reports):
    """A host that is not listed and has but even counts would be a sign of one more doubling."""
    plain = reports.filter(pl.col("quarter") != "2")
    long = plain.unpivot(COUNTS, index="ccode", value_name="n").filter(pl.col("n") > 0)
    odd = long.group_by("ccode").agg((pl.col("n") % 2).mean().alias("odd"), pl.len())
    even = set(odd.filter((pl.col("odd") == 0) & (pl.col("len") >= 10)).get_column("ccode"))
    listed = set(doubled().filter(pl.col("to_year") > 2025).get_column("ccode"))
    assert even <= listed
    known = odd.filter(pl.col("ccode").is_in(list(listed)))
    assert known["odd"].max() == 0


@pytest.mark.raw
def test_half_of_a_doubled_count_is_what_the_yearly_series_prints(raw):
    table = pl.read_csv(raw / FILE, infer_schema=False, null_values=["NA"])
    table = table.with_columns(pl.col("year", "troops_ad").cast(pl.Int64))
    codes = doubled().filter(pl.col("to_year") > 2025).get_column("ccode").to_list()
    table = table.filter(pl.col("ccode").is_in(codes) & pl.col("year").is_between(1977, 2005))
    kane = table.filter((pl.col("source") == "Kane 2006") & (pl.col("troops_ad") > 0))
    report = table.filter(
        pl.col("source").str.starts_with("September") & (pl.col("ccode") != "365")
    )
    both = kane.join(report, on=["ccode", "year"])
    exact = both.filter(pl.col("troops_ad_right") == 2 * pl.col("troops_ad"))
    assert both.height > 350
    assert exact.height >= both.height - 2
