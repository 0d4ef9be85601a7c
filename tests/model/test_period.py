from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.errors import PeriodError
from countrydesk.model import Period, PeriodKind
from countrydesk.model.period import parse_date


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2024", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("FY2024", PeriodKind.FISCAL, date(2023, 10, 1), date(2024, 9, 30)),
        ("2025-Q3", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30)),
        ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-07-28", PeriodKind.DAY, date(2026, 7, 28), date(2026, 7, 28)),
        ("2022/2024", PeriodKind.SPAN, date(2022, 1, 1), date(2024, 12, 31)),
        ("2022-12-07/2025-10-10", PeriodKind.SPAN, date(2022, 12, 7), date(2025, 10, 10)),
        ("2026-07-28/", PeriodKind.SPAN, date(2026, 7, 28), None),
    ],
)
def test_forms(text, kind, start, end):
    period = Period.parse(text)
    assert (period.kind, period.start, period.end, period.text) == (kind, start, end, text)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-02-30", "2024-Q5", "FY24", "2024/2022", "/2024", "1/2/3", "soon"],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(PeriodError, match="is not a period"):
        Period.parse(text)


def test_bounds_of_spans():
    closed, open_ = Period.parse("2022-12/2025-10-10"), Period.parse("2026-02/")
    assert (closed.opening.text, str(closed.closing)) == ("2022-12", "2025-10-10")
    assert (open_.opening.text, open_.closing, open_.is_open) == ("2026-02", None, True)
    assert Period.parse("2024").closing == Period.parse("2024")


def test_fiscal_years_are_filed_by_their_label():
    assert Period.parse("FY2024").year == 2024
    assert Period.parse("2022/2024").year == 2024
    assert Period.parse("2026-07-28/").year == 2026


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_is_a_period_of_itself(day):
    period = Period.parse(day.isoformat())
    assert period.start == period.end == day


@given(st.integers(1000, 9999), st.integers(0, 50))
def test_a_span_of_years_covers_both(first, length):
    last = min(9999, first + length)
    period = Period.parse(f"{first}/{last}")
    assert period.start == Period.year_of(first).start
    assert period.end == Period.year_of(last).end


def test_dates():
    assert parse_date("2026-07-28") == date(2026, 7, 28)
    for text in ("28.7.2026", "2026-02-30", "yesterday", ""):
        with pytest.raises(PeriodError, match="is not a date"):
            parse_date(text)
