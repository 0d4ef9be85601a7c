"""Spanish: points for thousands, commas for decimals, names with their articles.

Words that agree with a name or a noun are chosen in the templates: ``{place?vende|venden}``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from countrydesk.model import Period, PeriodKind
from countrydesk.paper.writing.english import print_number
from countrydesk.places import Place

_MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre")  # fmt: skip
_MARKS = str.maketrans(",.", ".,")
MILLION, TRILLION = 10**6, 10**12
SPACE = "\u00a0"
_WORDS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce")  # fmt: skip
# Before a masculine noun: "el tercer valor".
_ORDINALS = ("", "primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo",
    "noveno", "décimo", "undécimo", "duodécimo")  # fmt: skip
_PERCENT = f"{SPACE}%"
# What stands after an amount: for one, and for several.
_AFTER: dict[str, tuple[str, str]] = {
    "usd": ("dólar", "dólares"),
    "usd_constant": ("dólar a precios constantes", "dólares a precios constantes"),
    "intl_usd": ("dólar internacional", "dólares internacionales"),
    "intl_usd_constant": (
        "dólar internacional a precios constantes",
        "dólares internacionales a precios constantes",
    ),
    "persons": ("persona", "personas"),
    "deaths": ("muerte", "muertes"),
    "years": ("año", "años"),
    "days": ("día", "días"),
    "hours": ("hora", "horas"),
    "score": ("punto", "puntos"),
    "percentage_points": ("punto porcentual", "puntos porcentuales"),
    "sq_km": ("kilómetro cuadrado", "kilómetros cuadrados"),
    "km": ("kilómetro", "kilómetros"),
    "metres": ("metro", "metros"),
    "tonnes": ("tonelada", "toneladas"),
    "tonnes_per_person": ("tonelada por persona", "toneladas por persona"),
    "kwh": ("kilovatio hora", "kilovatios hora"),
    "kwh_per_person": ("kilovatio hora por persona", "kilovatios hora por persona"),
    "cubic_metres": ("metro cúbico", "metros cúbicos"),
    "cubic_metres_per_person": ("metro cúbico por persona", "metros cúbicos por persona"),
    "litres": ("litro", "litros"),
    "kw": ("kilovatio", "kilovatios"),
    "barrels": ("barril", "barriles"),
    "barrels_per_day": ("barril diario", "barriles diarios"),
    "visas": ("visado", "visados"),
    "per_woman": ("hijo por mujer", "hijos por mujer"),
    "per_sq_km": ("persona por kilómetro cuadrado", "personas por kilómetro cuadrado"),
    "micrograms_per_cubic_metre": (
        "microgramo por metro cúbico",
        "microgramos por metro cúbico",
    ),
    "toe": ("tonelada equivalente de petróleo", "toneladas equivalentes de petróleo"),
    "toe_per_person": (
        "tonelada equivalente de petróleo por persona",
        "toneladas equivalentes de petróleo por persona",
    ),
    "usd_per_litre": ("dólar por litro", "dólares por litro"),
    "kcal_per_person_day": (
        "kilocaloría por persona y día",
        "kilocalorías por persona y día",
    ),
    "btu_per_person": (
        "unidad térmica británica por persona",
        "unidades térmicas británicas por persona",
    ),
    "tiv": ("unidad del indicador de tendencia", "unidades del indicador de tendencia"),
}
# Rates, which take no "de" after a million.
_RATES = {
    "percent": _PERCENT,
    "percent_of_gdp": f"{_PERCENT} del PIB",
    "per_100": f" por cada 100{SPACE}habitantes",
    "per_1000": f" por cada 1.000{SPACE}habitantes",
    "per_100k": f" por cada 100.000{SPACE}habitantes",
    "per_1000_births": f" por cada 1.000{SPACE}nacimientos",
    "per_100k_births": f" por cada 100.000{SPACE}nacimientos",
}
SIGNIFICANT = 4
SHORT_DAYS, SHORT_MONTHS = 61, 22
_DAYS_OF_YEAR = 365.2425

# Names that Spanish text does not use without their article; the rest stand bare.
_ARTICLES = {
    "USA": "los", "GBR": "el", "NLD": "los", "ARE": "los", "DOM": "la", "CAF": "la", "COD": "la",
    "COG": "la", "BHS": "las", "COM": "las", "VAT": "la", "EUU": "la", "IND": "la", "ESH": "el",
    "ATA": "la", "ANT": "las", "ATF": "los", "BES": "el", "BMU": "las", "GUF": "la", "IOT": "el",
    "PCI": "el", "PSB": "el", "PYF": "la", "SUN": "la", "WLD": "el", "XGZ": "la", "PPS": "los",
    "KRE": "el", "HYD": "el",
}  # fmt: skip
_ARTICLES_BY_WORD = {
    "Islas": "las", "Isla": "la", "Reino": "el", "Ducado": "el", "Gran": "el", "Ciudad": "la",
}  # fmt: skip
# Adjectives that are alike for both genders; of other states "de X" is said.
_ADJECTIVES = {
    "USA": "estadounidense", "CAN": "canadiense", "CRI": "costarricense", "NIC": "nicaragüense",
    "BEL": "belga", "HRV": "croata", "VNM": "vietnamita", "IRN": "iraní", "IRQ": "iraquí",
    "ISR": "israelí", "PAK": "pakistaní", "MAR": "marroquí", "KWT": "kuwaití", "QAT": "catarí",
    "OMN": "omaní", "YEM": "yemení", "NPL": "nepalí", "BGD": "bangladesí",
}  # fmt: skip
_VOWEL_I = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)


class Spanish:
    """The Spanish grammar."""

    language = "es"

    # -- amounts -------------------------------------------------------------------------------

    def number(self, value: float, unit: str, decimals: int | None) -> str:
        """Return an amount with its unit: ``294.700 millones de dólares``, ``3,3 %``."""
        body, of, single = self._scaled(value, decimals)
        if unit in _RATES:
            return f"{body}{_RATES[unit]}"
        if unit not in _AFTER:
            return body
        after = _AFTER[unit][0 if single else 1]
        return f"{body} {'de ' if of else ''}{after}"

    def _scaled(self, value: float, decimals: int | None) -> tuple[str, bool, bool]:
        """Return a number in words of its size, whether "de" follows, and whether it is one.

        A thousand millions are said in millions, as Spanish has no word for them.
        """
        size, sign = abs(value), "-" if value < 0 else ""
        if size >= TRILLION:
            shown = _significant(size / TRILLION, SIGNIFICANT, 3)
            return f"{sign}{'un billón' if shown == '1' else f'{shown} billones'}", True, False
        if size >= MILLION:
            shown = _significant(size / MILLION, SIGNIFICANT, 3)
            if shown == _decimal(MILLION, "#,##0"):
                return f"{sign}un billón", True, False
            words = {"1": "un millón", "1.000": "mil millones"}.get(shown, f"{shown} millones")
            return f"{sign}{words}", True, False
        shown = self.plain(value, decimals)
        return shown, False, shown == "1"

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
        """Return dollars in millions: ``9.363 millones de dólares``."""
        amount = abs(value) / MILLION
        pattern = "#,##0" if amount >= 100 else "#,##0.0" if amount >= 1 else "#,##0.00"
        sign = "-" if value < 0 else ""
        return f"{sign}{_decimal(amount, pattern)} millones de dólares"

    def times(self, value: float, decimals: int | None) -> str:
        """Return ``el doble de``, ``tres veces``, ``1,4 veces``; a noun with article follows."""
        if decimals is None:
            decimals = 0 if value == round(value) else 1
        near = round(value)
        if round(value, decimals) == near and 1 < near < len(_WORDS):
            exact = near == 2 and value == near
            return "el doble de" if exact else f"{self.count(near)} veces"
        return f"{self.plain(value, decimals)} veces"

    def led(self, number: str, word: str) -> str:
        """Return ``del 3,3 %``, ``de 12 años``: a percentage takes the article."""
        article = _PERCENT in number and number.removeprefix("-")[:1].isdigit()
        return {
            "the": "el " if article else "",
            "of": "del " if article else "de ",
            "to": "al " if article else "a ",
        }[word] + number

    # -- words ---------------------------------------------------------------------------------

    def chance(self, word: str) -> str:
        """Return the beginning of a sentence from an ICD 203 word; "una cifra ..." follows."""
        return {
            "almost no chance": "casi no hay posibilidad de",
            "very unlikely": "es muy improbable",
            "unlikely": "es improbable",
            "roughly even chance": "hay probabilidades parejas de",
            "likely": "es probable",
            "very likely": "es muy probable",
            "almost certain": "es casi segura",
        }[word]

    def duration(self, years: float) -> str:
        """Return ``5 días``, ``tres meses``, ``2,8 años``, ``13 años``."""
        days, months = round(years * _DAYS_OF_YEAR), round(years * 12)
        if days < SHORT_DAYS:
            return f"{self.exact(days)} {'día' if days == 1 else 'días'}"
        if months < SHORT_MONTHS:
            return f"{self.count(months)} meses"
        return f"{int(years)} años" if years >= 10 else f"{self.plain(years, 1)} años"

    def ordinal(self, value: int) -> str:
        """Return first to twelfth as words before a masculine noun, then ``13.º``, ``21.er``."""
        if 0 < value < len(_ORDINALS):
            return _ORDINALS[value]
        short = value % 10 in {1, 3} and value % 100 not in {11, 13}
        return f"{self.exact(value)}.{'er' if short else 'º'}"

    def count(self, value: int) -> str:
        """Return zero to twelve as words, more in figures."""
        return _WORDS[value] if 0 <= value < len(_WORDS) else self.exact(value)

    def term(self, noun: str, article: str, form: str) -> str:
        """Return ``inflación``, ``la inflación``, ``de la inflación``, ``a la inflación``."""
        return _with_preposition(form, article, noun)

    # -- dates ---------------------------------------------------------------------------------

    def period(self, period: Period) -> str:
        """Return ``2024``, ``mayo de 2024``, ``1 de mayo de 2024``, ``2022 a 2024``."""
        match period.kind:
            case PeriodKind.YEAR:
                return period.text
            case PeriodKind.FISCAL:
                return f"ejercicio fiscal {period.text[2:]}"
            case PeriodKind.QUARTER:
                return f"{self.ordinal(int(period.text[-1]))} trimestre de {period.text[:4]}"
            case PeriodKind.MONTH:
                return _month(period.start)
            case PeriodKind.DAY:
                return f"{period.start.day} de {_month(period.start)}"
            case PeriodKind.SPAN:
                last = period.closing
                first = self.period(period.opening)
                if last:
                    return f"{first} a {self.period(last)}"
                return f"desde {_article_of(period.opening)}{first}"

    def dated(self, period: Period) -> str:
        """Return ``el 1 de mayo de 2024``, ``en mayo de 2024``, ``en 2024``, ``de 2022 a 2024``."""
        words = self.period(period)
        if period.kind is PeriodKind.SPAN:
            return words if period.closing is None else f"de {words}"
        if period.kind is PeriodKind.DAY:
            return f"el {words}"
        return f"en {_article_of(period)}{words}"

    def named(self, period: Period, word: str) -> str:
        """Return ``el 1 de mayo de 2024``, ``mayo de 2024``; with ``of``, ``del 1 de mayo ...``."""
        return _with_preposition(word, _article_of(period).strip(), self.period(period))

    # -- names ---------------------------------------------------------------------------------

    def place(self, place: Place, form: str) -> str:
        """Return a name: ``plain``, ``the``, ``of`` or ``poss`` (del Reino Unido), ``to``.

        ``adj`` gives the adjective where it is alike for both genders, else "de X"; ``?es|son`` the
        word for a singular or a plural name.
        """
        name = place.names.get("es", place.name)
        article = _article(place, name)
        if form.startswith("?"):
            one, _, several = form[1:].partition("|")
            return several if article in {"los", "las"} else one
        if form == "adj":
            return _ADJECTIVES.get(place.id) or _with_preposition("of", article, name)
        if form == "plain":
            return name
        return _with_preposition("of" if form == "poss" else form, article, name)

    def group(self, label: str, *, preposition: bool = False) -> str:
        """Return ``América del Sur``, ``el Caribe``; ``en América del Sur``, ``entre ...``."""
        _, name, within = _group(label)
        return within if preposition else name

    def within(self, label: str) -> str:
        """Return ``de América del Sur``, ``del Caribe``, ``de renta alta``."""
        return _group(label)[0]

    def join(self, items: Sequence[str]) -> str:
        """Return ``a``, ``a y b``, ``a, b e Irlanda``."""
        if len(items) < 2:
            return "".join(items)
        word = "e" if _VOWEL_I.match(items[-1].lstrip("\0")) else "y"
        return f"{', '.join(items[:-1])} {word} {items[-1]}"

    def capital(self, text: str) -> str:
        """Return ``text`` with its first letter as a capital."""
        return text[:1].upper() + text[1:]


def _article(place: Place, name: str) -> str:
    return _ARTICLES.get(place.id) or _ARTICLES_BY_WORD.get(name.partition(" ")[0], "")


def _article_of(period: Period) -> str:
    """Return the article that a period takes after a preposition."""
    named = {PeriodKind.FISCAL, PeriodKind.QUARTER, PeriodKind.DAY}
    return "el " if period.kind in named else ""


def _with_preposition(form: str, article: str, name: str) -> str:
    """Return a name bare, with its article, or after "de" or "a", which join with "el"."""
    whole = f"{article} {name}" if article else name
    if form == "the":
        return whole
    if form in {"of", "to"}:
        word = {"of": "de", "to": "a"}[form]
        return f"{word}l {name}" if article == "el" else f"{word} {whole}"
    return name


_REGIONS = {
    "Africa": "África",
    "Eastern Africa": "África Oriental",
    "Middle Africa": "África Central",
    "Northern Africa": "África del Norte",
    "Southern Africa": "África Austral",
    "Western Africa": "África Occidental",
    "South America": "América del Sur",
    "Central America": "América Central",
    "Northern America": "América del Norte",
    "Asia": "Asia",
    "Central Asia": "Asia Central",
    "Eastern Asia": "Asia Oriental",
    "South-eastern Asia": "Asia Sudoriental",
    "Southern Asia": "Asia Meridional",
    "Western Asia": "Asia Occidental",
    "Europe": "Europa",
    "Eastern Europe": "Europa Oriental",
    "Northern Europe": "Europa Septentrional",
    "Southern Europe": "Europa Meridional",
    "Western Europe": "Europa Occidental",
    "Oceania": "Oceanía",
    "Australia and New Zealand": "Australia y Nueva Zelanda",
    "Melanesia": "Melanesia",
    "Micronesia": "Micronesia",
    "Polynesia": "Polinesia",
}
# After "de", alone, and after "en" or "entre".
_GROUPS = {
    "world": ("del mundo", "el mundo", "en el mundo"),
    "Caribbean": ("del Caribe", "el Caribe", "en el Caribe"),
    "Americas": ("de América", "América", "en América"),
    "structural peers": (
        "más parecidos en tamaño y estructura",
        "los países más parecidos en tamaño y estructura",
        "entre los países más parecidos en tamaño y estructura",
    ),
} | {
    f"{english}-income countries": (
        f"de renta {spanish}",
        f"los países de renta {spanish}",
        f"entre los países de renta {spanish}",
    )
    for english, spanish in {
        "low": "baja",
        "lower-middle": "mediana baja",
        "upper-middle": "mediana alta",
        "high": "alta",
    }.items()
}


def _group(label: str) -> tuple[str, str, str]:
    name = _REGIONS.get(label, label)
    return _GROUPS.get(label, (f"de {name}", name, f"en {name}"))


def _significant(value: float, figures: int, most: int) -> str:
    """Return ``value`` to ``figures`` significant figures and at most ``most`` decimals."""
    if value == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(value)))
    decimals = min(max(figures - 1 - magnitude, 0), most)
    rounded = round(value, figures - 1 - magnitude if decimals == 0 else decimals)
    return _decimal(rounded, f"#,##0.{'#' * decimals}" if decimals else "#,##0")


def _decimal(value: float, pattern: str) -> str:
    return print_number(value or 0, pattern).translate(_MARKS)  # nought has one sign


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} de {day.year}"
