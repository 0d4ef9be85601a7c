"""Sentences of our own, each judged against the bundled release."""
# ruff: noqa: E501, ISC004

import pytest

from countrydesk.audit.audit import judge_text
from countrydesk.audit.bench import Bench
from countrydesk.audit.documents import read_sentences
from countrydesk.places import registry


def verdicts(view, partner, text):
    bench = Bench(view, registry().get(partner), registry().get("USA"))
    return [
        [judged.verdict.value for judged in found]
        for found in judge_text(bench, read_sentences(text))
    ]


@pytest.mark.parametrize(
    ("partner", "text", "expected"),
    [
        ("PER", "Peru's GDP came to 294.7 billion dollars in 2024.", ["supported"]),
        ("PER", "Peru's GDP came to 248.2 billion dollars in 2024.", ["wrong_period"]),
        ("PER", "Peru's GDP came to 29.5 billion dollars in 2024.", ["contradicted"]),
        ("PER", "Its GDP is 294.7 billion dollars.", ["imprecise"]),
        ("PER", "Output per head was 17,800 dollars in 2024.", ["misleading"]),
        ("PER", "At PPP, output per head was 17,800 dollars in 2024.", ["supported"]),
        ("PER", "Real GDP growth: 3.3% in 2024, after -0.4% in 2023.", ["supported"] * 2),
        ("PER", "The economy, which shrank by 0.4 percent in 2023, expanded by 3.3 percent the "
            "following year.", ["supported"] * 2),
        ("PER", "President Dina Boluarte has promised reform.", ["outdated"]),
        ("PER", "President Keiko Fujimori has promised reform.", ["supported"]),
        ("PER", "The ruling party is Free Peru.", ["outdated"]),
        ("PER", "Peru joined APEC in November 1998.", ["supported"]),
        ("PER", "Peru joined APEC in 1989.", ["contradicted"]),
        ("PER", "Peru is a member of the European Union.", ["contradicted"]),
        ("PER", "Peru declared its independence from Spain on 28 July 1821.", ["supported"]),
        ("PER", "Peru declared its independence from Portugal on 28 July 1821.", ["contradicted"]),
        ("PER", "Peru has borders with Ecuador, Chile and Argentina.", ["contradicted"]),
        ("PER", "Peru borders five countries.", ["supported"]),
        ("PER", "Americans do not need a visa for Peru.", ["supported"]),
        ("PER", "Peruvians may visit the United States visa-free.", ["contradicted"]),
        ("PER", "Peruvian goods pay the 10 percent reciprocal tariff.", ["outdated"]),
        ("PER", "Peruvian goods have paid an added duty of 12.5 percent since 24 July 2026.",
            ["supported"]),
        ("PER", "The trade promotion agreement entered into force on 1 February 2009.", ["supported"]),
        ("PER", "The trade promotion agreement was signed in 2009.", ["contradicted"]),
        ("DEU", "The United States ran a goods deficit of 84.8 billion dollars with Germany in 2024.",
            ["supported"]),
        ("DEU", "The United States ran a goods surplus of 84.8 billion dollars with Germany in 2024.",
            ["contradicted"]),
        ("DEU", "The trade gap with the United States was 84.8 billion dollars in 2024.",
            ["misleading"]),
        ("DEU", "U.S. goods imports from Germany were $160.4 billion in 2024, exports $75.6 billion.",
            ["supported"] * 2),
        ("DEU", "Germany is the third largest economy in the world.", ["imprecise"]),
        ("DEU", "In 2024 Germany was the second largest economy in the European Union.",
            ["contradicted"]),
        ("NGA", "UCDP recorded 3,971 deaths from organised violence in 2023.", ["supported"]),
        ("NGA", "Nigeria voted closer to China than to the United States in 2024.", ["supported"]),
    ],
)  # fmt: skip
def test_a_claim_is_judged(view, partner, text, expected):
    assert verdicts(view, partner, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The partnership rests on more than interest.", "vague"),
        ("Washington should open a consulate.", "norm"),
        ("Seven in ten Peruvians regard the treaty as fair.", "unsupported"),
        ("Former President Alejandro Toledo was sentenced in 2024.", "unsupported"),
        ("President Putin has courted Lima.", "vague"),
        ("The King Hussein Bridge is far away.", "vague"),
        ("The compact would prevent 40,000 deaths by 2030.", "unsupported"),
        ("Between 2010 and 2020, GDP grew by 4 percent a year on average.", "unsupported"),
    ],
)
def test_what_cannot_be_judged_is_no_error(view, text, expected):
    assert verdicts(view, "PER", text) == [[expected]]


def test_a_year_said_before_is_pointed_back_to(view):
    text = "U.S. trade with Peru was 20.6 billion dollars in 2024.\nIn that year GDP was 294.7 billion dollars."
    assert verdicts(view, "PER", text)[1] == ["supported"]


def test_bullets_tables_and_headings_are_read():
    text = "# Title\n\n- First point.\n| GDP | $5 billion | 2024 |\n|---|---|---|\n**Bold:** Mr. X spoke. Then left."
    found = read_sentences(text)
    assert [s.text for s in found] == [
        "First point.", "GDP: $5 billion, 2024", "Mr. X spoke.", "Then left.",
    ]  # fmt: skip
    assert [s.heading for s in found] == ["Title", "Title", "Bold", "Bold"]
