from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.model import Period
from countrydesk.paper.likelihood import likelihood
from countrydesk.paper.writing.english import English, print_number
from countrydesk.places import registry

ENGLISH = English()


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (294_675_000_000, "usd", None, "$294.7 billion"),
        (1_234_000, "usd", None, "$1.234 million"),
        (56_000_000, "usd", None, "$56 million"),
        (8_650.4, "usd", 0, "$8,650"),
        (-1.2e9, "usd", None, "-$1.2 billion"),
        (619_433_000_000, "intl_usd", None, "619.4 billion international dollars"),
        (34_068_000, "persons", 0, "34.07 million"),
        (9_646, "persons", 0, "9,646"),
        (3.27, "percent", 1, "3.3 percent"),
        (0.04, "percent", 1, "0.04 percent"),
        (-0.04, "percent", 1, "-0.04 percent"),
        (0.0, "percent", 1, "0.0 percent"),
        (32.151, "percent_of_gdp", 1, "32.2 percent of GDP"),
        (1_285_216, "sq_km", 0, "1.285 million square kilometres"),
        (26, "sq_km", 0, "26 square kilometres"),
        (1, "score", None, "1 point"),
        (0.6123, "index", 2, "0.61"),
        (77.1, "years", 1, "77.1 years"),
        (12.5, "percent", None, "12.5 percent"),
    ],
)
def test_amounts(value, unit, decimals, text):
    assert ENGLISH.number(value, unit, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_363_181_123, "$9,363 million"),
        (11_224_000_000, "$11,224 million"),
        (438_947_000_000, "$438.9 billion"),
        (223_019, "$223,000"),
        (0, "$0"),
        (570_000, "$570,000"),
        (-1_861_000_000, "-$1,861 million"),
        (12_340_000, "$12.3 million"),
    ],
)
def test_trade_in_millions(value, text):
    assert ENGLISH.millions(value) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2024", "2024"),
        ("FY2024", "fiscal year 2024"),
        ("2025-Q3", "the third quarter of 2025"),
        ("2024-05", "May 2024"),
        ("2026-07-28", "28 July 2026"),
        ("2022/2024", "2022 to 2024"),
        ("2026-02/", "since February 2026"),
    ],
)
def test_periods(text, printed):
    assert ENGLISH.period(Period.parse(text)) == printed


def test_places():
    reg = registry()
    assert ENGLISH.place(reg.get("PER"), "poss") == "Peru's"
    assert ENGLISH.place(reg.get("PHL"), "poss") == "the Philippines'"
    assert ENGLISH.place(reg.get("USA"), "the") == "the United States"
    assert ENGLISH.place(reg.get("USA"), "plain") == "United States"
    assert ENGLISH.place(reg.get("CIV"), "the") == "Côte d'Ivoire"
    assert ENGLISH.place(reg.get("PER"), "adj") == "Peruvian"


@pytest.mark.parametrize(
    ("n", "text"), [(1, "first"), (3, "third"), (12, "twelfth"), (21, "21st"), (112, "112th")]
)
def test_ordinals(n, text):
    assert ENGLISH.ordinal(n) == text


def test_small_counts_are_words():
    assert [ENGLISH.count(n) for n in (0, 2, 12, 13, 1_618)] == [
        "zero",
        "two",
        "twelve",
        "13",
        "1,618",
    ]


def test_lists_and_ratios():
    assert ENGLISH.join(["a"]) == "a"
    assert ENGLISH.join(["a", "b", "c"]) == "a, b and c"
    assert [ENGLISH.times(x, None) for x in (2, 3, 1.44)] == ["twice", "three times", "1.4 times"]


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_no_amount_prints_minus_zero_or_loses_its_sign(value):
    text = ENGLISH.number(value, "percent", 1)
    assert not text.startswith("-0.0 ")
    assert text.startswith("-") == (value < 0) or "0.0" in text or text.startswith("0 ")


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.03, "almost no chance"),
        (0.05, "almost no chance"),
        (0.051, "very unlikely"),
        (0.3, "unlikely"),
        (0.5, "roughly even chance"),
        (0.7, "likely"),
        (0.9, "very likely"),
        (0.97, "almost certain"),
    ],
)
def test_icd_203(p, word):
    assert likelihood(p).word == word


def test_what_is_no_probability_has_no_word():
    with pytest.raises(ValueError, match="not a probability"):
        likelihood(1.2)


PATTERNS = ("#,##0", "#,##0.0", "#,##0.00", "#,##0.#", "#,##0.###", "#,##0.######")


@given(st.floats(-1e15, 1e15), st.integers(0, 8), st.sampled_from(PATTERNS))
def test_numbers_are_printed_as_the_cldr_has_them(
    value: float, decimals: int, pattern: str
) -> None:
    shown = round(value, decimals) or 0.0
    assert print_number(shown, pattern) == format_decimal(shown, pattern, locale="en_GB")


@given(st.dates())
def test_days_and_months_are_printed_as_the_cldr_has_them(day: date) -> None:
    month = Period.parse(day.isoformat()[:7])
    written = ENGLISH.period(Period.parse(day.isoformat()))
    assert written == format_date(day, "d MMMM y", locale="en_GB")
    assert ENGLISH.period(month) == format_date(day, "MMMM y", locale="en_GB")
