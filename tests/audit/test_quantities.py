import pytest

from countrydesk.audit.dates import find_dates
from countrydesk.audit.quantities import find_quantities


def numbers(text):
    return find_quantities(text, [(d.start, d.end) for d in find_dates(text)])


@pytest.mark.parametrize(
    ("text", "value", "unit", "hedge"),
    [
        ("a GDP of around $226 billion", 226e9, "money", "about"),
        ("worth US$1.5bn", 1.5e9, "money", ""),
        ("grew by 4.7 per cent", 4.7, "percent", ""),
        ("fell by 3% ", 3.0, "percent", ""),
        ("about 57,000 people", 57_000, "", "about"),
        ("just under 11 billion dollars", 11e9, "money", "under"),
        ("more than 857,000 people", 857_000, "", "over"),
        ("nearly eight thousand dollars", 8_000, "money", "under"),
        ("Forty soldiers", 40, "", ""),
        ("takes a tenth of exports", 10, "percent", "about"),
        ("three people in four use it", 75, "percent", "about"),
        ("an index of -0.32 in all", -0.32, "", ""),
        ("2,341 kilometres of it", 2341, "km", ""),
        ("16,359 international dollars", 16_359, "intl", ""),
        ("Not a single person was killed; no deaths", 0, "", ""),
        ("99.9 billion tonnes of coal", 99.9e9, "tonnes", ""),
    ],
)
def test_numbers_are_read_with_unit_scale_and_hedge(text, value, unit, hedge):
    found = numbers(text)[-1]
    assert (found.value, found.unit, found.hedge) == (pytest.approx(value), unit, hedge)


@pytest.mark.parametrize(
    "text",
    ["In 2024 it was so.", "Section 301 applies.", "95th place", "ranked 3rd of 180 countries"],
)
def test_years_sections_ranks_and_fields_are_no_quantities(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "true", "fits"),
    [
        ("119.3 billion dollars", 119.307e9, True),
        ("119.3 billion dollars", 119.38e9, False),
        ("about 56 million people", 56.43e6, True),
        ("about 9,600 people", 9_646, True),
        ("some 300 million dollars", 305.2e6, True),
        ("over 408,000 people", 408_087, True),
        ("over 408,000 people", 407_000, False),
        ("just under 11 billion dollars", 10.993e9, True),
        ("just under 11 billion dollars", 11.985e9, False),
        ("nearly half of it", 49.0, True),
        ("between 4 and 5 percent", 4.9, True),
    ],
)
def test_a_number_fits_what_it_is_rounded_from(text, true, fits):
    assert numbers(text)[-1].fits(true) is fits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("since 13 September 2022", ["2022-09-13"]),
        ("on February 1, 2009", ["2009-02-01"]),
        ("in December 2023", ["2023-12"]),
        ("in fiscal year 2024", ["FY2024"]),
        ("its 2025 edition", ["2025"]),
        ("between 2019 and 2024", ["2019", "2024"]),
        ("2,024 people and $2024", []),
    ],
)
def test_dates_are_read(text, found):
    assert [d.text for d in find_dates(text)] == found
