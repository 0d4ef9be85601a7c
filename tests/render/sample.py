"""A hand-made paper that holds every kind of node and every character that breaks a format.

Sources, figures and sentences are invented; only the names of places are real.
"""

from __future__ import annotations

import math
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from countrydesk.analysis.finding import Finding, FindingKind
from countrydesk.model import Licence, Observation, Origin, Period, Redistribution, Status
from countrydesk.paper.likelihood import likelihood
from countrydesk.paper.nodes import (
    Block,
    Card,
    Confidence,
    Coverage,
    Exhibit,
    Paper,
    Paragraph,
    Row,
    Section,
    Sentence,
    SentenceKind,
    Slot,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from countrydesk.analysis.finding import Scalar
    from countrydesk.paper.nodes import Part

PARTNER, PRINCIPAL = "PER", "USA"
RELEASED = {
    "outlook": date(2025, 10, 14),
    "customs": date(2026, 3, 5),
    "violence": date(2026, 6, 20),
}
HARD = "“Fuerza & Orden” <alianza> #1, $5_000 * 2 ~ 50 % {a} [b] \\c `d` @e | f"

ORIGINS = {
    "outlook": Origin(
        "outlook",
        "Outlook of Economies database",
        "Invented Monetary Institute",
        "Outlook of Economies database, October 2025",
        "https://example.org/outlook?a=1&b=2",
        "Invented Monetary Institute (2025), Outlook of Economies, “second” edition",
        Licence("CC-BY-4.0", "Creative Commons Attribution 4.0",
            "https://example.org/by/4.0", Redistribution.ATTRIBUTION),
        "twice a year",
        "2025-10",
        RELEASED["outlook"],
    ),
    "customs": Origin(
        "customs",
        "Goods across the border",
        "Bureau of Invented Customs",
        "Goods across the border",
        "https://example.org/customs",
        "Bureau of Invented Customs, Goods across the border, March 2026",
        Licence("US-PD", "Public domain (work of a government)",
            "https://example.org/pd", Redistribution.YES),
        "monthly",
        "2026-03",
        RELEASED["customs"],
    ),
    "violence": Origin(
        "violence",
        "Deaths & events <coded>",
        "Institut d’événements inventés",
        "Deaths & events <coded>",
        "https://example.org/violence",
        "Institut d’événements inventés (2026), Deaths & events, v26.1",
        Licence("CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0",
            "https://example.org/by-sa/4.0", Redistribution.SHARE_ALIKE),
        "yearly",
        "26.1",
        RELEASED["violence"],
        upstream="Coders of Côte d’Ivoire",
    ),
}  # fmt: skip

LABELS = {
    "population": "Population",
    "gdp_per_capita": "GDP per head",
    "gdp_growth": "Growth of GDP",
    "goods_imports": "Imports of goods",
    "goods_exports": "Exports of goods",
    "deaths": "Deaths in organised violence",
    "head_of_state": "Head of state",
    "ideal_point": "Position in UN votes",
    "padding": "Further series",
}


class Draft:
    """Collects findings and observations while the sample is put together."""

    def __init__(self) -> None:
        self.findings: dict[str, Finding] = {}
        self.observations: dict[str, Observation] = {}

    def see(
        self,
        source: str,
        indicator: str,
        period: str,
        value: float | str,
        *,
        place: str = PARTNER,
        counterpart: str = "",
        unit: str = "",
        status: Status = Status.ACTUAL,
        low: float | None = None,
        high: float | None = None,
    ) -> Observation:
        text = value if isinstance(value, str) else None
        item = Observation(
            place=place, counterpart=counterpart, indicator=indicator,
            period=Period.parse(period), value=None if isinstance(value, str) else float(value),
            text=text, unit=unit, low=low, high=high, status=status, source=source,
            series=f"{indicator[:4].upper()}.{source[:2].upper()}",
            released_on=RELEASED[source], retrieved_on=date(2026, 11, 1),
            raw_sha256=f"{len(source):x}{'0123456789abcdef' * 4}"[:64],
        )  # fmt: skip
        self.observations[item.id] = item
        return item

    def find(
        self,
        kind: FindingKind,
        inputs: Iterable[Observation],
        value: Scalar | None = None,
        values: Mapping[str, Scalar] | None = None,
        method: str = "level/1",
    ) -> Finding:
        rests = tuple(inputs)
        first = rests[0]
        held = first.value if first.value is not None else first.text
        item = Finding(
            kind, first.indicator, first.place, first.counterpart,
            held if value is None else value, first.unit, first.period, rests,
            MappingProxyType(dict(values or {})), method, (("place", first.place),),
        )  # fmt: skip
        self.findings[item.id] = item
        return item

    def say(
        self,
        key: str,
        kind: SentenceKind,
        parts: Iterable[str | tuple[str, Finding]],
        probability: float | None = None,
        confidence: Confidence | None = None,
    ) -> Sentence:
        made: list[Part] = []
        used: dict[str, Finding] = {}
        for part in parts:
            if isinstance(part, str):
                made.append(part)
            else:
                used[part[1].id] = part[1]
                made.append(Slot(part[0], "finding", part[1].id))
        return Sentence(
            id=f"{PARTNER}.{PRINCIPAL}.{key}", kind=kind, parts=tuple(made),
            findings=tuple(used),
            evidence=tuple(dict.fromkeys(o.id for f in used.values() for o in f.inputs)),
            likelihood=None if probability is None else likelihood(probability),
            confidence=confidence,
        )  # fmt: skip


def sample_paper(padding: int = 0) -> Paper:
    """Return the paper; ``padding`` adds that many observations to its annex."""
    draft = Draft()
    sections = (_front(draft), _overview(draft), _exhibits(draft), _nothing(), _annex())
    for at in range(padding):
        year = str(1960 + at % 66)
        draft.see("outlook", "padding", year, 1000.5 * at, unit="usd", place=_PEERS[at % 12])
    return Paper(
        title="Peru: Strategic United States Foreign Policy Analysis",
        partner=PARTNER,
        principal=PRINCIPAL,
        language="en",
        outline="strategy",
        release="2026.11",
        as_of=date(2026, 11, 1),
        cutoff=date(2026, 10, 31),
        built_by="countrydesk 0.1.0",
        sections=sections,
        findings=dict(sorted(draft.findings.items())),
        observations=dict(sorted(draft.observations.items())),
        origins=ORIGINS,
        labels=LABELS,
        methods={item.method: f"Computes {item.method}." for item in draft.findings.values()},
    )


def sentence(text: str, kind: SentenceKind = SentenceKind.NOTE, key: str = "t.x") -> Sentence:
    """Return a bare sentence."""
    return Sentence(f"{PARTNER}.{PRINCIPAL}.{key}", kind, (text,), (), ())


# -- sections ----------------------------------------------------------------------------------


def _front(draft: Draft) -> Section:
    judgements = [
        Paragraph(f"front.judgement_{at}", (one,))
        for at, one in enumerate(_judgements(draft), start=1)
    ]
    first = "This is the first paper on this partner, so nothing can have changed since one."
    note = Paragraph("front.change", (sentence(first, key="front.first"), _cutoff(draft)))
    return Section("front", "Front page", 1, False, (*judgements, note))


def _cutoff(draft: Draft) -> Sentence:
    """Return a sentence that rests on more series than a margin can hold."""
    seen = [
        draft.see(source, indicator, "2024", 10.5 + at)
        for at, (source, indicator) in enumerate(
            [("outlook", "rule_of_law"), ("outlook", "literacy"), ("outlook", "tourism"),
             ("customs", "copper"), ("customs", "fruit"), ("customs", "zinc"),
             ("violence", "protests"), ("violence", "riots")])
    ]  # fmt: skip
    covered = draft.find(FindingKind.TOTAL, seen, 8, method="coverage/1")
    said = ["The evidence holds ", ("eight", covered), " series that this outline asks for."]
    return draft.say("front.cutoff", SentenceKind.FACT, said)


def _judgements(draft: Draft) -> Iterable[Sentence]:
    growth = draft.see("outlook", "gdp_growth", "2026", 2.7, unit="percent",
        status=Status.PROJECTION)  # fmt: skip
    grow = draft.find(FindingKind.FORECAST, [growth], method="forecast/1")
    deaths = draft.see("violence", "deaths", "2025", 41, unit="deaths", low=32, high=58)
    dead = draft.find(FindingKind.LEVEL, [deaths])
    imports = draft.see("customs", "goods_imports", "2025", 9.363e9, unit="usd",
        place=PRINCIPAL, counterpart=PARTNER)  # fmt: skip
    bought = draft.find(FindingKind.LEVEL, [imports])
    judged, forecast = SentenceKind.JUDGEMENT, SentenceKind.FORECAST
    yield draft.say("front.growth", forecast,
        ["Growth in ", ("2026", grow), " is likely to lie above ", ("2 percent", grow), "."],
        0.72, Confidence.MODERATE)  # fmt: skip
    yield draft.say("front.calm", forecast,
        ["Fewer than ", ("100 people", dead),
         " are very likely to die in organised violence in the twelve months to October ",
         ("2027", dead), "."], 0.93, Confidence.HIGH)  # fmt: skip
    yield draft.say("front.trade", judged,
        ["Trade with the United States, ", ("$9.36 billion", bought),
         " of imports in ", ("2025", bought),
         ", binds the two sides more closely than any treaty between them does."],
        None, Confidence.HIGH)  # fmt: skip
    yield draft.say("front.breakdown", forecast,
        ["Breakdown of democracy before the end of ", ("2027", grow), " is very unlikely."],
        0.08, Confidence.LOW)  # fmt: skip
    yield draft.say("front.option", SentenceKind.RECOMMENDATION,
        ["The additional duty of ", ("10 percent", bought),
         " should be lifted for goods that both sides list as critical."],
        None, Confidence.MODERATE)  # fmt: skip


def _overview(draft: Draft) -> Section:
    return Section(
        "overview", "1 Overview", 1, False,
        children=(_profile(draft), _interests(draft)),
    )  # fmt: skip


def _profile(draft: Draft) -> Section:
    people = draft.see("outlook", "population", "2024", 34_217_848, unit="persons")
    before = draft.see("outlook", "population", "2014", 30_500_000, unit="persons")
    head = draft.see("outlook", "gdp_per_capita", "2024", 8485.3, unit="usd",
        status=Status.ESTIMATE)  # fmt: skip
    peers = [
        draft.see("outlook", "gdp_per_capita", "2024", value, unit="usd", place=place)
        for place, value in _HEADS.items()
    ]
    level, rank = (
        draft.find(FindingKind.LEVEL, [head]),
        draft.find(FindingKind.RANK, [head, *peers], 7, {"n": 12, "median": 8300.0}, "rank/1"),
    )
    size = draft.find(FindingKind.LEVEL, [people])
    change = draft.find(FindingKind.CHANGE, [people, before], 0.122,
        {"base": before.number, "base_period": "2014"}, "change/1")  # fmt: skip
    fact = SentenceKind.FACT
    sentences = (
        draft.say("profile.population", fact,
            ["Peru had ", ("34.2 million", size), " people in ", ("2024", size), ", ",
             ("12.2 percent", change), " more than in ", ("2014", change), "."]),
        draft.say("profile.gdp_per_capita", fact,
            ["GDP per head was ", ("$8,485", level), " in ", ("2024", level), ", ",
             ("seventh", rank), " among ", ("12", rank), (" states in South America, between "
             "Türkiye’s figure and that of Côte d’Ivoire, with Curaçao far above.")]),
        draft.say("profile.party", fact,
            ["The head of state is of the party ", (HARD, _party(draft)), "."]),
        draft.say("profile.meaning", SentenceKind.JUDGEMENT,
            ["A state of ", ("34.2 million", size), (" people with a middle income can pay for "
             "its own vaccines, though hardly for its own satellites.")],
            None, Confidence.MODERATE),
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Paragraph("profile.people", sentences),
        _locator(),
        _table(draft, head, peers),
    )
    return Section("profile", "Country profile", 2, False, blocks,
        coverage=Coverage(19, 16, 1.8, ("poverty_830", "gini", "hdi")))  # fmt: skip


def _party(draft: Draft) -> Finding:
    spell = draft.see("violence", "head_of_state", "2025-07-28/", HARD)
    return draft.find(FindingKind.SPELL, [spell], method="holder/1")


def _table(draft: Draft, own: Observation, peers: list[Observation]) -> Table:
    rows, used = [], []
    for item in (own, *peers[:5]):
        found = draft.find(FindingKind.LEVEL, [item])
        used.append(found.id)
        rows.append(
            Row(
                (
                    (Slot(_NAMES.get(item.place, item.place), "place", item.place),),
                    (Slot(f"{item.number:,.0f}", "finding", found.id),),
                    (Slot("2024", "finding", found.id, "period"),),
                    ("estimate" if item.status is Status.ESTIMATE else "",),
                ),
                (item.id,),
            )
        )
    return Table(
        "profile.peers", "GDP per head, US dollars: the partner and five others",
        ("Country & place", "US dollars", "Year", "Status"), tuple(rows), tuple(used),
        (False, True, True, False),
    )  # fmt: skip


def _interests(draft: Draft) -> Section:
    ours = draft.see("customs", "goods_imports", "2024", 9.1e9, unit="usd",
        place=PRINCIPAL, counterpart=PARTNER)  # fmt: skip
    theirs = draft.see("outlook", "goods_exports", "2024", 8.2e9, unit="usd",
        counterpart=PRINCIPAL)  # fmt: skip
    conflict = draft.find(FindingKind.CONFLICT, [ours, theirs], 0.11,
        {"low": 8.2e9, "high": 9.1e9}, "conflict/1")  # fmt: skip
    option = draft.say("interests.option", SentenceKind.OPTION,
        ["One course is to publish both counts side by side, each with its year ",
         ("2024", conflict), "."])  # fmt: skip
    conflicting = draft.say("interests.conflict", SentenceKind.FACT,
        ["The two sides do not count alike: ", ("$9.1 billion", conflict),
         " by the importer and ", ("$8.2 billion", conflict), " by the exporter in ",
         ("2024", conflict), "."])  # fmt: skip
    listed = Paragraph("interests.list", (
        draft.say("interests.copper", SentenceKind.FACT,
            ["Copper & gold: ", ("41 percent", conflict), " of exports in ", ("2024", conflict)]),
        draft.say("interests.fruit", SentenceKind.FACT,
            ["Fruit <fresh>: ", ("9 percent", conflict), " of exports in ", ("2024", conflict)]),
    ), items=True)  # fmt: skip
    card = Card(
        "interests.card",
        ("Lift the duty on ", Slot("12", "finding", conflict.id), " critical minerals"),
        (
            ("Instrument", (sentence("An exemption list, by notice.", key="interests.i"),)),
            ("Legal authority", (sentence("Section 7 * of the #Act_of_$.", key="interests.l"),)),
            ("Effect on both sides", (
                draft.say("interests.effect", SentenceKind.FORECAST,
                    ["Imports rise by ", ("$120 million", conflict), (" a year, with an 80 % "
                     "interval of "), ("$40 million to $260 million", conflict), "."],
                    0.66, Confidence.LOW),
            )),
            ("Failure test", (
                draft.say("interests.failure", SentenceKind.RECOMMENDATION,
                    ["The list should lapse if imports in ", ("2028", conflict),
                     " are below those of ", ("2024", conflict), "."]),
            )),
        ),
    )  # fmt: skip
    blocks = (Paragraph("interests.trade", (conflicting, option)), listed, card)
    return Section("importance", "Importance to national and global interests", 2, True, blocks,
        coverage=Coverage(4, 1, 6.4, ("natural_resources", "us_trade_agreement", "x_y")),
    )  # fmt: skip


def _exhibits(draft: Draft) -> Section:
    children = tuple(
        Section(
            f"pictures_{at}", heading, 2, at % 2 == 1,
            tuple(_bound(draft, item) for item in exhibits),
            coverage=Coverage(5, 5 - at, None if at == 3 else 0.5 + at),
        )
        for at, (heading, exhibits) in enumerate(_groups())
    )  # fmt: skip
    return Section("strategic", "2 Strategic importance", 1, True, children=children)


def _nothing() -> Section:
    blocks = (
        Paragraph(
            "visas.gap",
            (sentence("Nothing that this section asks for is in the evidence.", key="visas.gap"),),
        ),
    )
    return Section("visas", "Visa requirements", 1, True, blocks,
        coverage=Coverage(2, 0, None, ("visa_requirement", "travel_advice")))  # fmt: skip


def _annex() -> Section:
    return Section("annex", "Annex", 1, False)


# -- exhibits ----------------------------------------------------------------------------------

_PEERS = ("PER", "BOL", "CHL", "COL", "ECU", "BRA", "CIV", "TUR", "CUW", "ARG", "URY", "PRY")
_NAMES = {
    "PER": "Peru", "BOL": "Bolivia", "CHL": "Chile", "COL": "Colombia", "ECU": "Ecuador",
    "BRA": "Brazil", "CIV": "Côte d’Ivoire", "TUR": "Türkiye", "CUW": "Curaçao",
    "ARG": "Argentina", "URY": "Uruguay", "PRY": "Paraguay",
}  # fmt: skip
_HEADS = {
    "BOL": 3700.0, "CHL": 16_700.0, "COL": 7900.0, "ECU": 6600.0, "BRA": 10_200.0, "CIV": 2700.0,
    "TUR": 15_500.0, "CUW": 21_400.0, "ARG": 13_800.0, "URY": 23_900.0, "PRY": 6400.0,
}  # fmt: skip


def exhibit(form: str, key: str = "", **given: object) -> Exhibit:
    """Return an exhibit of ``form`` with the data that :func:`data_of` has for it."""
    title, alt, data, options = data_of(form)
    fields: dict[str, object] = {
        "id": f"pictures.{key or form}", "form": form, "title": title, "alt": alt,
        "data": tuple(data), "options": options, "evidence": (), "sources": ("outlook",),
    }  # fmt: skip
    return Exhibit(**(fields | given))  # type: ignore[arg-type]


def data_of(
    form: str,
) -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    """Return title, alternative text, data and options for a form."""
    return _FORMS[form]()


def _groups() -> tuple[tuple[str, tuple[Exhibit, ...]], ...]:
    return (
        ("Economic interests", (exhibit("trend"), exhibit("fan"), exhibit("bars"),
            exhibit("stack"), exhibit("trend", "banded", data=tuple(_banded()),
                title="Electoral democracy, with the source’s interval",
                options={"y_title": "0 to 1", "highlight": "Peru"}))),
        ("Security and defence", (exhibit("interval"), exhibit("strip"))),
        ("Diplomatic influence", (exhibit("dumbbell"), exhibit("timeline"))),
        ("Place in the world", (exhibit("choropleth"),)),
    )  # fmt: skip


def _bound(draft: Draft, item: Exhibit) -> Exhibit:
    seen = draft.see("outlook", "gdp_growth", "2025", 3.1, unit="percent")
    other = draft.see("violence", "deaths", "2025", 41, unit="deaths", low=32, high=58)
    return Exhibit(item.id, item.form, item.title, item.alt, item.data, item.options,
        (seen.id, other.id), ("outlook", "violence"))  # fmt: skip


def _locator() -> Exhibit:
    return exhibit("locator", "locator")


def _wave(start: float, slope: float, year: int, period: float) -> float:
    return round(start + slope * (year - 1990) + start * 0.12 * math.sin(year / period), 2)


def _trend() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    series = (("Peru", 900.0, 210.0, 2.1), ("Median of South America", 2400.0, 170.0, 3.0),
        ("Côte d’Ivoire & “others”", 800.0, 40.0, 1.4))  # fmt: skip
    data: list[dict[str, Scalar | None]] = [
        {"x": year, "y": _wave(start, slope, year, period), "series": name}
        for name, start, slope, period in series
        for year in range(1990, 2025)
        if not (name == "Peru" and year in {1999, 2000})
    ]
    alt = "GDP per head rose in Peru from about 900 dollars in 1990 to 8,000 in 2024."
    return ("GDP per head since 1990", alt, data,
        {"y_title": "US dollars", "highlight": "Peru"})  # fmt: skip


def _banded() -> Iterable[dict[str, Scalar | None]]:
    for year in range(2000, 2026):
        value = round(0.62 + 0.14 * math.sin(year / 6), 3)
        yield {"x": year, "y": value, "series": "Peru", "lo": value - 0.05, "hi": value + 0.05}
        yield {"x": year, "y": 0.55, "series": "Region", "lo": None, "hi": None}


def _fan() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    past: list[dict[str, Scalar | None]] = [
        {"x": year, "y": round(3.2 + 2.4 * math.sin(year), 1), "series": "Peru",
         "p10": None, "p50": None, "p90": None}
        for year in range(2010, 2026)
    ]  # fmt: skip
    ahead: list[dict[str, Scalar | None]] = [
        {"x": year, "y": None, "series": "Peru", "p10": 2.4 - step, "p50": 2.7,
         "p90": 3.1 + step}
        for step, year in enumerate(range(2026, 2030))
    ]  # fmt: skip
    alt = "Growth swung around 3 percent; the forecast for 2029 runs from -0.6 to 6.1."
    return "Growth of GDP, with forecast", alt, past + ahead, {"y_title": "percent a year"}


def _bars() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    names = ("China", "United States", "Côte d’Ivoire & its very long customs territory",
        "Türkiye", "Curaçao", "Canada <west>")  # fmt: skip
    data: list[dict[str, Scalar | None]] = [
        {"label": name, "value": 23_400.0 / (at + 1) ** 1.2,
         "low": 20_000.0 / (at + 1) ** 1.2, "high": 27_000.0 / (at + 1) ** 1.2,
         "group": "principal" if at == 1 else "others"}
        for at, name in enumerate(names)
    ]  # fmt: skip
    return ("Who buys its exports, 2024", "China buys most, the United States second.", data,
        {"x_title": "million US dollars"})  # fmt: skip


def _stack() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [
        {"x": year, "y": share + drift * (year - 1990), "series": name}
        for name, share, drift in (("United States", 30.0, -0.4), ("China", 5.0, 0.8),
            ("European Union", 25.0, -0.3), ("All others", 40.0, -0.1))
        for year in range(1990, 2025)
    ]  # fmt: skip
    return ("Shares of exports by buyer", "China’s share passed that of the United States.",
        data, {"y_title": "percent of exports"})  # fmt: skip


def _interval() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [
        {"label": label, "value": value, "low": value - width, "high": value + width}
        for label, value, width in (("Consensus", 0.58, 0.06), ("Measure <A>", 0.61, 0.05),
            ("Measure B & C", 0.55, 0.11), ("Türkiye’s own", 0.47, 0.02))
    ]  # fmt: skip
    return ("Democracy, four measures", "The measures lie between 0.47 and 0.61.", data,
        {"x_title": "0 (least) to 1 (most)"})  # fmt: skip


def _scatter() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [
        {"x": value**2 / 9000, "y": 40 + value / 400, "label": _NAMES[place], "named": 0}
        for place, value in _HEADS.items()
    ]
    data += [
        {"x": 7.5, "y": 61.0, "label": "Peru", "named": 1},
        {"x": 90000.0, "y": 78.0, "label": "United States", "named": 1},
    ]
    return ("Income and life, 2024", "Peru lives longer than its income says.", data,
        {"x_title": "GDP per head", "y_title": "Years"})  # fmt: skip


def _strip() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [
        {"label": _NAMES[place], "value": value, "role": "peer"} for place, value in _HEADS.items()
    ]
    data += [
        {"label": "Peru", "value": 8485.3, "role": "partner"},
        {"label": "Median", "value": 8300.0, "role": "median"},
    ]
    return ("Where Peru stands in GDP per head, 2024", "Peru is close to the median.", data,
        {"x_title": "US dollars"})  # fmt: skip


def _dumbbell() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [
        {"label": label, "before": before, "after": after}
        for label, before, after in (("Ordinary duty", 2.1, 2.1), ("Additional duty", 0.0, 10.0),
            ("Effective rate", 0.3, 6.8), ("Côte d’Ivoire’s rate", 9.0, 4.0))
    ]  # fmt: skip
    return ("Duties before and after", "The additional duty rose from 0 to 10 percent.", data,
        {"before_title": "January 2025", "after_title": "October 2026",
         "x_title": "percent"})  # fmt: skip


def _timeline() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    spans = (
        ("First president", "2016-07-28", "2018-03-23", "Head of state"),
        ("Second “acting” president", "2018-03-23", "2020-11-09", "Head of state"),
        ("Third", "2020-11-17", "2021-07-28", "Head of state"),
        ("Fourth", "2021-07-28", "2022-12-07", "Head of state"),
        ("Fifth & present", "2022-12-07", "", "Head of state"),
        ("Trade agreement in force", "2009-02-01", "2009-02-01", "Agreements"),
        ("Additional duty", "2025-04-05", "", "Duties"),
    )
    data: list[dict[str, Scalar | None]] = [
        {"label": label, "start": start, "end": end, "group": group}
        for label, start, end, group in spans
    ]
    return ("Offices, agreements and duties", "Five presidents since 2016.", data,
        {"until": "2026-10-31"})  # fmt: skip


def _locator_data() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [{"place": "PER", "role": "partner"}]
    data += [{"place": place, "role": "neighbour"} for place in ("BOL", "BRA", "CHL", "COL", "ECU")]
    data += [{"place": "USA", "role": "principal"}]
    return ("Where Peru lies", "Peru lies on the Pacific coast of South America.", data,
        {"place": "PER"})  # fmt: skip


def _choropleth() -> tuple[str, str, list[dict[str, Scalar | None]], dict[str, Scalar]]:
    data: list[dict[str, Scalar | None]] = [
        {"place": place, "value": value} for place, value in _HEADS.items()
    ]
    data += [{"place": "PER", "value": 8485.3}, {"place": "USA", "value": 85_000.0}]
    return ("GDP per head on the map, 2024", "The richest are the United States and Uruguay.",
        data, {"title": "US dollars"})  # fmt: skip


_FORMS = {
    "trend": _trend,
    "fan": _fan,
    "bars": _bars,
    "stack": _stack,
    "interval": _interval,
    "strip": _strip,
    "dumbbell": _dumbbell,
    "timeline": _timeline,
    "locator": _locator_data,
    "choropleth": _choropleth,
    "scatter": _scatter,
}
FORMS = tuple(_FORMS)
