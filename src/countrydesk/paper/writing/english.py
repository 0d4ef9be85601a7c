"""English: numbers as people say them, dates day first, names with their articles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from countrydesk.model import Period, PeriodKind
from countrydesk.places import Place

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December")  # fmt: skip
MILLION, BILLION, TRILLION = 10**6, 10**9, 10**12
_SCALES = ((TRILLION, "trillion"), (BILLION, "billion"), (MILLION, "million"))
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve")  # fmt: skip
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth")  # fmt: skip
_MONEY = {"usd": "$", "usd_constant": "$", "intl_usd": "", "intl_usd_constant": ""}
_AFTER_MONEY = {
    "usd": "",
    "usd_constant": " at constant prices",
    "intl_usd": " international dollars",
    "intl_usd_constant": " international dollars at constant prices",
}
_AFTER = {
    "persons": "",
    "deaths": "",
    "percent": " percent",
    "percent_of_gdp": " percent of GDP",
    "percentage_points": " percentage points",
    "per_1000": " per 1,000 people",
    "per_100k": " per 100,000 people",
    "per_1000_births": " per 1,000 births",
    "per_100k_births": " per 100,000 births",
    "per_100": " per 100 people",
    "per_woman": " children per woman",
    "per_sq_km": " people per square kilometre",
    "years": " years",
    "days": " days",
    "hours": " hours",
    "score": " points",
    "sq_km": " square kilometres",
    "km": " kilometres",
    "tonnes": " tonnes",
    "tonnes_per_person": " tonnes per person",
    "toe": " tonnes of oil equivalent",
    "toe_per_person": " tonnes of oil equivalent per person",
    "kwh": " kilowatt-hours",
    "kwh_per_person": " kilowatt-hours per person",
    "cubic_metres": " cubic metres",
    "cubic_metres_per_person": " cubic metres per person",
    "usd_per_litre": " dollars a litre",
    "kcal_per_person_day": " kilocalories per person a day",
    "micrograms_per_cubic_metre": " micrograms per cubic metre",
    "litres": " litres",
    "kw": " kilowatts",
    "barrels": " barrels",
    "barrels_per_day": " barrels a day",
    "btu_per_person": " British thermal units per person",
    "metres": " metres",
    "tiv": " trend-indicator units",
}
SIGNIFICANT = 4
LEAST_PERCENT = 0.0001
CUSTOMS_MOST = 5 * 10**10
# Below this a multiple is told to a tenth: 2.3 times, not 2 times.
FEW_TIMES = 10
SHORT_DAYS, SHORT_MONTHS = 61, 22
_DAYS_OF_YEAR = 365.2425


class English:
    """The English grammar."""

    language = "en"

    def number(self, value: float, unit: str, decimals: int | None) -> str:
        """Return an amount with its unit: ``$294.7 billion``, ``34.2 million``, ``3.3 percent``."""
        if unit in _MONEY:
            sign = "-" if value < 0 else ""
            body = self._scaled(abs(value), decimals)
            return f"{sign}{_MONEY[unit]}{body}{_AFTER_MONEY[unit]}"
        if unit == "percent" and 0 < value < LEAST_PERCENT:
            return f"under {self.exact(LEAST_PERCENT)}{_AFTER[unit]}"
        body = self._scaled(value, decimals)
        if unit == "score" and abs(value) == 1:
            return f"{body} point"
        return body + _AFTER.get(unit, "")

    def _scaled(self, value: float, decimals: int | None) -> str:
        for scale, word in _SCALES:
            if abs(value) >= scale:
                return f"{_significant(value / scale, SIGNIFICANT, 3)} {word}"
        return self.plain(value, decimals)

    def plain(self, value: float, decimals: int | None) -> str:
        """Return a number without a unit; ``decimals`` None chooses them by size."""
        if decimals is not None:
            shown = round(value, decimals)
            if shown == 0 and value != 0:
                return _significant(value, 1, 6)
            return _decimal(shown + 0.0, f"#,##0.{'0' * decimals}" if decimals else "#,##0")
        if value == int(value) and abs(value) < MILLION:
            return self.exact(value)
        if abs(value) >= 100:
            return _decimal(round(value), "#,##0")
        return _significant(value, 3, 6)

    def exact(self, value: float) -> str:
        """Return a number in full, with separators."""
        return _decimal(value, "#,##0.######")

    def millions(self, value: float) -> str:
        """Return dollars in millions, as customs statistics print them: ``$9,363 million``.

        Less than a million is rounded to three figures and written out (``$223,000``); amounts
        from 50,000 million are said in billions (``$438.9 billion``).
        """
        sign = "-" if value < 0 else ""
        if abs(value) >= CUSTOMS_MOST:
            return f"{sign}${self._scaled(abs(value), None)}"
        if abs(value) < MILLION:
            return f"{sign}${self.exact(float(f'{abs(value):.3g}'))}"
        amount = abs(value) / MILLION
        pattern = "#,##0" if amount >= 100 else "#,##0.0"
        return f"{sign}${_decimal(amount, pattern)} million"

    def times(self, value: float, decimals: int | None) -> str:
        """Return ``twice``, ``three times``, ``1.4 times``."""
        if value == round(value) and 1 < value <= 12:
            return "twice" if value == 2 else f"{self.count(int(value))} times"
        if decimals is None or (decimals == 0 and value < FEW_TIMES):
            decimals = 0 if value == round(value) else 1
        return f"{self.plain(value, decimals)} times"

    def chance(self, word: str) -> str:
        """Return ``It is likely``, ``There is a roughly even chance``, up to "that"."""
        if word.endswith("chance"):
            return f"There is {'a ' if word.startswith('roughly') else ''}{word}"
        return f"It is {word}"

    def duration(self, years: float) -> str:
        """Return ``5 days``, ``three months``, ``2.8 years``, ``13 years``."""
        days, months = round(years * _DAYS_OF_YEAR), round(years * 12)
        if days < SHORT_DAYS:
            return f"{self.exact(days)} {'day' if days == 1 else 'days'}"
        if months < SHORT_MONTHS:
            return f"{self.count(months)} months"
        # From ten years on only whole years that have passed are counted.
        return f"{int(years)} years" if years >= 10 else f"{self.plain(years, 1)} years"

    def ordinal(self, value: int) -> str:
        """Return first to twelfth as words, then 13th, 21st, ..."""
        if 0 < value < len(_ORDINALS):
            return _ORDINALS[value]
        teens = 10 <= value % 100 <= 20
        suffix = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        return f"{self.exact(value)}{suffix}"

    def count(self, value: int) -> str:
        """Return zero to twelve as words, more in figures."""
        return _WORDS[value] if 0 <= value < len(_WORDS) else self.exact(value)

    def period(self, period: Period) -> str:
        """Return ``2024``, ``fiscal year 2024``, ``May 2024``, ``1 May 2024``, ``2022 to 2024``."""
        match period.kind:
            case PeriodKind.YEAR:
                return period.text
            case PeriodKind.FISCAL:
                return f"fiscal year {period.text[2:]}"
            case PeriodKind.QUARTER:
                return f"the {self.ordinal(int(period.text[-1]))} quarter of {period.text[:4]}"
            case PeriodKind.MONTH:
                return _month(period.start)
            case PeriodKind.DAY:
                return f"{period.start.day} {_month(period.start)}"
            case PeriodKind.SPAN:
                last = period.closing
                first = self.period(period.opening)
                return f"{first} to {self.period(last)}" if last else f"since {first}"

    def dated(self, period: Period) -> str:
        """Return ``on 1 May 2024``, ``in May 2024``, ``in 2024``, ``from 2022 to 2024``."""
        if period.kind is PeriodKind.SPAN:
            words = self.period(period)
            return words if period.closing is None else f"from {words}"
        return f"{'on' if period.kind is PeriodKind.DAY else 'in'} {self.period(period)}"

    def led(self, number: str, word: str) -> str:
        """Return ``of 3.3 percent``; English has no article before an amount."""
        return number if word == "the" else f"{word} {number}"

    def term(self, noun: str, article: str, form: str) -> str:
        """Return the noun, which in English is the same in every form."""
        del article, form
        return noun

    def named(self, period: Period, word: str) -> str:
        """Return ``1 May 2024``, ``of 1 May 2024``."""
        return self.led(self.period(period), word)

    def place(self, place: Place, form: str) -> str:
        """Return the name of a place; ``the`` adds the article where English wants one."""
        if form == "adj":
            return place.adjective or place.name
        if form.startswith("?"):
            return form[1:].partition("|")[0]
        if form in {"of", "to"}:
            return f"{form} {self.place(place, 'the')}"
        bare = place.names.get("en", place.name)
        name = f"the {bare}" if place.article and form != "plain" else bare
        if form == "poss":
            return f"{name}'" if name.endswith("s") else f"{name}'s"
        return name

    def group(self, label: str, *, preposition: bool = False) -> str:
        """Return ``South America``, ``the Americas``; ``in South America``, ``among its peers``."""
        name = _GROUPS.get(label, label)
        if not preposition:
            return name
        return f"among {name}" if name in _CLASSES or "countries" in name else f"in {name}"

    def within(self, label: str) -> str:
        """Return ``of South America``, ``of the Caribbean``."""
        return f"of {self.group(label)}"

    def join(self, items: Sequence[str]) -> str:
        """Return ``a``, ``a and b``, ``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} and {items[-1]}"

    def capital(self, text: str) -> str:
        """Return ``text`` with its first letter as a capital."""
        return text[:1].upper() + text[1:]


_GROUPS = {
    "world": "the world",
    "Caribbean": "the Caribbean",
    "Americas": "the Americas",
    "structural peers": "its nearest peers in size and structure",
}
_CLASSES = frozenset({"its nearest peers in size and structure"})


def _significant(value: float, figures: int, most: int) -> str:
    """Return ``value`` to ``figures`` significant figures and at most ``most`` decimals."""
    if value == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(value)))
    decimals = min(max(figures - 1 - magnitude, 0), most)
    rounded = round(value, decimals)
    pattern = f"#,##0.{'#' * decimals}" if decimals else "#,##0"
    return _decimal(rounded, pattern)


def _decimal(value: float, pattern: str) -> str:
    return print_number(value or 0, pattern)  # nought has one sign


@lru_cache(maxsize=65536)
def print_number(value: float, pattern: str) -> str:
    """Return a number by a pattern of the CLDR: thousands are parted, ``#`` drops a last nought."""
    digits = pattern.partition(".")[2]
    whole, point, part = f"{Decimal(str(value)):,.{len(digits)}f}".partition(".")
    part = part[: digits.count("0")] + part[digits.count("0") :].rstrip("0")
    return f"{whole}{point}{part}" if part else whole


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"
