"""Spanish: its grammar, its words, and every brief in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from countrydesk import cli
from countrydesk.errors import LanguageError, UnboundSentenceError
from countrydesk.model import Period
from countrydesk.paper.build import build_paper
from countrydesk.paper.likelihood import WORDS, likelihood
from countrydesk.paper.lint import CAUSAL_ES, FILLER_ES, complaints
from countrydesk.paper.nodes import Exhibit, Paragraph
from countrydesk.paper.outline import load_outline
from countrydesk.paper.verify import check_text
from countrydesk.paper.writing.english import English
from countrydesk.paper.writing.lexicon import load_lexicon
from countrydesk.paper.writing.spanish import Spanish
from countrydesk.paper.writing.speech import figures, said, speaking
from countrydesk.paper.writing.template import Ref, bindings, parse, walk
from countrydesk.places import registry
from countrydesk.render import get_renderer

SPANISH = Spanish()
ENGLISH_LEXICON, LEXICON = load_lexicon("en"), load_lexicon("es")
SAMPLE = ("PER", "KEN", "TUV", "CHN", "VAT", "NLD", "NRU", "BHS", "GBR", "COD", "SYR", "ARE")
# Words that no Spanish text has.
ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|with|is|was|were|are|from|by|for|at|on|than|which|that|this|these|its|their|it"
    r"|has|have|had|in|to|or|not|into|since|among|between|more|less|above|below|highest|lowest"
    r"|states|median|percent|people|years|evidence|figure|share|growth)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (1e9, "usd", None, "mil millones de dólares"),
        (1e12, "usd", None, "un billón de dólares"),
        (999_999_999_999, "usd", None, "un billón de dólares"),
        (1e6, "persons", 0, "un millón de personas"),
        (294_675_000_000, "usd", None, "294.700 millones de dólares"),
        (29_298_000_000_000, "usd", None, "29,3 billones de dólares"),
        (-1.2e9, "usd", None, "-1.200 millones de dólares"),
        (619_433_000_000, "intl_usd", None, "619.400 millones de dólares internacionales"),
        (34_068_000, "persons", 0, "34,07 millones de personas"),
        (9_646, "persons", 0, "9.646 personas"),
        (1, "persons", 0, "1 persona"),
        (8_650.4, "usd", 0, "8.650 dólares"),
        (3.27, "percent", 1, "3,3\u00a0%"),
        (-0.04, "percent", 1, "-0,04\u00a0%"),
        (32.151, "percent_of_gdp", 1, "32,2\u00a0% del PIB"),
        (1_285_216, "sq_km", 0, "1,285 millones de kilómetros cuadrados"),
        (0.6123, "index", 2, "0,61"),
        (77.1, "years", 1, "77,1 años"),
    ],
)
def test_amounts(value, unit, decimals, text):
    assert SPANISH.number(value, unit, decimals) == text


def test_trade_ratios_and_counts():
    assert SPANISH.millions(9_363_181_123) == "9.363 millones de dólares"
    assert SPANISH.millions(-570_000) == "-0,57 millones de dólares"
    times = [SPANISH.times(value, None) for value in (2, 3, 1.44, 2.6)]
    assert times == ["el doble de", "tres veces", "1,4 veces", "2,6 veces"]
    assert [SPANISH.count(n) for n in (0, 7, 12, 13, 1_618)] == ["cero", "siete", "doce", "13",
        "1.618"]  # fmt: skip
    ordinals = [SPANISH.ordinal(n) for n in (1, 3, 10, 13, 21, 40)]
    assert ordinals == ["primer", "tercer", "décimo", "13.º", "21.er", "40.º"]
    durations = [SPANISH.duration(years) for years in (1 / 365, 0.25, 2.84, 13.9)]
    assert durations == ["1 día", "tres meses", "2,8 años", "13 años"]


def test_what_stands_before_an_amount():
    percent, deficit = "3,3\u00a0%", "un déficit del 3,3\u00a0% del PIB"
    assert [SPANISH.led(percent, word) for word in ("the", "of", "to")] == [
        f"el {percent}", f"del {percent}", f"al {percent}",
    ]  # fmt: skip
    assert [SPANISH.led("12 años", word) for word in ("the", "of", "to")] == [
        "12 años", "de 12 años", "a 12 años",
    ]  # fmt: skip
    assert SPANISH.led(deficit, "to") == f"a {deficit}"


@pytest.mark.parametrize(
    ("text", "printed", "dated", "named"),
    [
        ("2024", "2024", "en 2024", "2024"),
        ("FY2024", "ejercicio fiscal 2024", "en el ejercicio fiscal 2024",
         "el ejercicio fiscal 2024"),
        ("2025-Q3", "tercer trimestre de 2025", "en el tercer trimestre de 2025",
         "el tercer trimestre de 2025"),
        ("2024-05", "mayo de 2024", "en mayo de 2024", "mayo de 2024"),
        ("2026-07-28", "28 de julio de 2026", "el 28 de julio de 2026", "el 28 de julio de 2026"),
        ("2022/2024", "2022 a 2024", "de 2022 a 2024", "2022 a 2024"),
        ("2026-02/", "desde febrero de 2026", "desde febrero de 2026", "desde febrero de 2026"),
    ],
)  # fmt: skip
def test_periods(text, printed, dated, named):
    period = Period.parse(text)
    assert SPANISH.period(period) == printed
    assert SPANISH.dated(period) == dated
    assert SPANISH.named(period, "the") == named


@pytest.mark.parametrize("month", range(1, 13))
def test_days_are_those_of_the_cldr(month):
    day = date(2026, month, 9)
    assert SPANISH.period(Period.parse(day.isoformat())) == format_date(day, "long", locale="es")


@pytest.mark.parametrize("value", [0, 12_345, 1_234_567.5, 0.125, 98_765_432])
def test_numbers_are_those_of_the_cldr(value):
    expected = format_decimal(value, "#,##0.######", locale="es")
    assert SPANISH.exact(value) == expected


@pytest.mark.parametrize(
    ("place", "the", "of", "to", "verb"),
    [
        ("PER", "Perú", "de Perú", "a Perú", "vende"),
        ("USA", "los Estados Unidos", "de los Estados Unidos", "a los Estados Unidos", "venden"),
        ("GBR", "el Reino Unido", "del Reino Unido", "al Reino Unido", "vende"),
        ("NLD", "los Países Bajos", "de los Países Bajos", "a los Países Bajos", "venden"),
        ("DOM", "la República Dominicana", "de la República Dominicana",
         "a la República Dominicana", "vende"),
        ("MHL", "las Islas Marshall", "de las Islas Marshall", "a las Islas Marshall", "venden"),
        ("SLV", "El Salvador", "de El Salvador", "a El Salvador", "vende"),
        ("PHL", "Filipinas", "de Filipinas", "a Filipinas", "vende"),
    ],
)  # fmt: skip
def test_names(place, the, of, to, verb):
    found = registry().get(place)
    forms = [SPANISH.place(found, form) for form in ("the", "of", "poss", "to", "?vende|venden")]
    assert forms == [the, of, of, to, verb]


def test_adjectives_only_where_they_agree_with_anything():
    assert SPANISH.place(registry().get("USA"), "adj") == "estadounidense"
    assert SPANISH.place(registry().get("CHN"), "adj") == "de China"


def test_every_place_has_a_spanish_name():
    assert [place.id for place in registry().places() if not place.names.get("es")] == []


def test_lists_nouns_and_groups():
    assert SPANISH.join(["a", "b", "Kenia"]) == "a, b y Kenia"
    assert SPANISH.join(["Francia", "Italia"]) == "Francia e Italia"
    assert SPANISH.join(["agua", "hierro"]) == "agua y hierro"
    assert SPANISH.term("desempleo", "el", "of") == "del desempleo"
    assert SPANISH.term("inflación", "la", "to") == "a la inflación"
    assert SPANISH.group("Caribbean", preposition=True) == "en el Caribe"
    assert SPANISH.within("Caribbean") == "del Caribe"
    assert SPANISH.within("high-income countries") == "de renta alta"


@pytest.mark.parametrize("word", [word for _, word in WORDS])
def test_icd_203_in_spanish(word):
    bound = next(bound for bound, known in WORDS if known == word)
    assert likelihood(bound, "es").word != word
    assert SPANISH.chance(word)


# -- words -----------------------------------------------------------------------------------------

WHOLE = ("front", "judgements", "profile", "clauses", "gaps", "charts")
NEEDED = sorted(
    name
    for name in ENGLISH_LEXICON.templates
    if name.partition(".")[0] in WHOLE or name.startswith("crises.who_")
)
TEMPLATES = {key: text for key, text in LEXICON.templates.items() if not key.startswith("charts.")}
FRAMES = {
    f"{indicator}[{at}]": frame
    for indicator, entry in LEXICON.entries.items()
    for at, frame in enumerate(entry.frames)
}


@pytest.mark.parametrize("name", NEEDED)
def test_every_template_of_the_brief_is_there(name):
    assert name in LEXICON


@pytest.mark.parametrize("name", [name for name in NEEDED if not name.startswith("charts.")])
def test_a_template_asks_for_no_more_than_the_english_one(name):
    own = bindings(parse(LEXICON.template(name)), required=True)
    there = bindings(parse(ENGLISH_LEXICON.template(name)), required=True)
    assert own <= there | {"place", "principal", "rival"}


@pytest.mark.parametrize("name", sorted(TEMPLATES | FRAMES))
def test_plain_text_states_no_figure_and_has_no_filler(name):
    for node in walk(parse((TEMPLATES | FRAMES)[name])):
        if not isinstance(node, Ref):
            check_text(name, node, "es")
            assert not any(words in node.lower() for words in FILLER_ES + CAUSAL_ES), node
            assert not ENGLISH_WORDS.search(node), node


@pytest.mark.parametrize("name", sorted(key for key, e in LEXICON.entries.items() if e.frames))
def test_an_indicator_is_said_in_three_ways(name):
    assert len(LEXICON.entries[name].frames) >= 3
    assert LEXICON.entries[name].article in {"el", "la", "los", "las"}


def test_the_verifier_and_the_linter_know_spanish(view):
    for text in ("en julio", "dos países", "la mitad", "tres veces", "mil"):
        with pytest.raises(UnboundSentenceError, match="stands outside a slot"):
            check_text("x", text, "es")
    paper = brief(view, "PER")
    section = paper.sections[0]
    first = next(block for block in section.blocks if isinstance(block, Paragraph))
    bad = replace(
        first.sentences[0], parts=("Los precios subieron recientemente debido a la sequía.",)
    )
    block = replace(first, sentences=(bad,))
    changed = replace(paper, sections=(replace(section, blocks=(block,)),))
    assert {item.rule for item in complaints(changed)} == {"undated", "causal"}


# -- papers ----------------------------------------------------------------------------------------


def brief(view, place):
    principal = "CHN" if place == "USA" else "USA"
    known = registry()
    return build_paper(view, known.get(place), known.get(principal), language="es")


def english_words(paper):
    """Yield what a reader would stumble over: English words outside what sources say."""
    texts = [paper.title, *paper.labels.values()]
    for section in paper.walk():
        texts.append(section.heading)
        for sentence in section.sentences:
            texts += [part for part in sentence.parts if isinstance(part, str)]
            texts += [slot.text for slot in sentence.slots if slot.origin != "finding"]
            texts += [slot.text for slot in sentence.slots if slot.format]
        for block in section.blocks:
            if isinstance(block, Exhibit):
                texts += [block.title, block.alt]
                texts += [str(value) for key, value in block.options.items() if "title" in key]
    for text in texts:
        if match := ENGLISH_WORDS.search(text):
            yield f"{match.group()}: {text}"


@pytest.mark.parametrize("place", SAMPLE)
def test_a_brief_is_built_verified_and_spanish(view, place):
    paper = brief(view, place)
    assert (paper.language, paper.outline) == ("es", "brief")
    assert [section.id for section in paper.sections] == ["front", "profile", "annex"]
    assert list(english_words(paper)) == []


@pytest.mark.slow
def test_every_brief_is_built_verified_and_spanish(view):
    for place in registry().papers():
        assert list(english_words(brief(view, place.id))) == []


def test_the_same_evidence_stands_behind_the_english_brief(view):
    known = registry()
    other = build_paper(view, known.get("PER"), known.get("USA"), outline="brief")
    spanish = brief(view, "PER")
    assert [s.id for s in spanish.sentences] == [s.id for s in other.sentences]
    assert spanish.observations.keys() == other.observations.keys()


def test_an_outline_is_followed_only_in_languages_that_have_it(view):
    known = registry()
    assert load_outline("brief").languages == {"en", "es"}
    assert load_outline("strategy").languages == {"en"}
    pair = (known.get("PER"), known.get("USA"))
    with pytest.raises(LanguageError, match="not written in 'es'"):
        build_paper(view, *pair, language="es", outline="strategy")
    with pytest.raises(LanguageError, match="no language 'xx'"):
        build_paper(view, *pair, language="xx")


def test_the_page_around_the_text_is_spanish(view):
    paper = brief(view, "PER")
    page = get_renderer("html")(paper).decode()
    assert '<html lang="es">' in page
    for words in ("Juicio", "confianza", "Fuentes: ", "Cierre de la evidencia", "Página oscura"):
        assert words in page
    plain = re.sub(r"<(script|style|svg).*?</\1>", "", page, flags=re.DOTALL)
    for words in ("Judgement", "confidence", "Sources", "Dark page", "released", "Figure "):
        assert words not in plain, words
    text = get_renderer("md")(paper).decode()
    assert "*Evidencia: " in text
    assert "## Anexo" in text
    assert "Sources:" not in text


def test_words_around_the_text_are_english_by_default():
    assert (said("Judgement"), figures("1,234.5")) == ("Judgement", "1,234.5")
    with speaking("es"):
        assert (said("Judgement"), figures("1,234.5")) == ("Juicio", "1.234,5")
        assert said("no such words") == "no such words"
    assert said("Judgement") == "Judgement"


def test_the_command_says_that_it_is_a_brief(view, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTRYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert cli.run(["paper", "PER", "--language", "es", "-f", "json"]) == 0
    printed = capsys.readouterr()
    assert printed.out.strip() == "papers/PER-USA-es.json"
    assert "'brief' (front page, country profile, annex)" in printed.err
    assert cli.run(["paper", "PER", "--language", "xx"]) == 2


def test_english_has_the_same_forms():
    english, peru = English(), registry().get("PER")
    assert english.place(peru, "of") == "of Peru"
    assert english.place(peru, "?sells|sell") == "sells"
    assert english.led("3 percent", "the") == "3 percent"
    assert english.led("3 percent", "of") == "of 3 percent"
    assert english.within("Caribbean") == "of the Caribbean"
    assert english.named(Period.parse("2024-05-01"), "of") == "of 1 May 2024"
