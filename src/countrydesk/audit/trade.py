"""Judging goods trade between the two states: who sold what to whom, and who had the surplus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from countrydesk.audit.bench import Bench
from countrydesk.audit.dates import When
from countrydesk.audit.parsed import Parsed
from countrydesk.audit.quantities import Quantity
from countrydesk.audit.verdict import Judged, Verdict, amount, figure
from countrydesk.audit.words import Word
from countrydesk.model import Observation

SOLD = frozenset({"export", "exported", "sold", "sell", "shipped", "ship", "sale", "exporting"})
BOUGHT = frozenset({"import", "imported", "bought", "buy", "purchase", "purchased", "importing"})
BOTH = frozenset({"two-way", "bilateral", "trade", "total", "turnover", "exchange"})
GAPS = frozenset({"gap", "imbalance", "balance", "deficit", "surplus", "shortfall"})
_TOTAL = re.compile(r"two-way|bilateral|trade between|total (?:goods )?trade|goods trade|trade in")
_OTHER_GAP = re.compile(
    r"all (?:countries|states)|all (?:its |trading )?partners|overall|with the world"
    r"|budget|fiscal|current account|gender|trust|infrastructure|investment"
)
_IMBALANCE = re.compile(r"\btrade (?:imbalances?|gaps?)\b", re.IGNORECASE)
_PRODUCTS = re.compile(
    r"\b(?:imports?|exports?|purchases|sales) of (?!goods|merchandise|all|(?:the )?[A-Z])[a-z]+"
    r"|goods returned|special entries"
    r"|\b(?:led|headed|chapters?|headings?|medicines|oil|copper|gold|services|arms|textiles"
    r"|agricultural|food|energy|gas|coal|machinery|vehicles|apparel|electronics|semiconductors)\b"
)
_ENTERED = re.compile(
    r"\b(?:entered|reached|went to|flowed (?:in)?to|arrived in|landed in|made (?:its|their) way to"
    r"|were shipped to|crossed into)\s(?=(?:the )?[A-Z])"
)
_FROM = re.compile(r"\bfrom (?:the )?$")
_MARKED = re.compile(r"\s(?:\w+\s){0,2}?(to|from|of)\s(?:the\s)?(?=[A-Z])")
MOST_NUMBERS = 4
Flow = dict[int, Observation]


def trade_claims(parsed: Parsed) -> Iterable[Judged]:
    """Yield a verdict on each amount of money that is said of trade between the two states."""
    for number in parsed.numbers:
        money = number.unit == "money" or (number.scaled and not number.unit)
        if not money or not parsed.is_free(number.start, number.end):
            continue
        judged = _judge(parsed, number)
        if judged is not None:
            parsed.take(number.start, number.end)
            yield judged
    unsaid = _IMBALANCE.search(parsed.text)
    if unsaid and not parsed.numbers and not parsed.place_ids - parsed.bench.pair:
        yield from _sideless(parsed, unsaid)


def _sideless(parsed: Parsed, match: re.Match[str]) -> Iterable[Judged]:
    """Yield misleading for a trade imbalance of which neither size nor side is said."""
    bench, other = parsed.bench, parsed.bench.partner.id
    years = balances(bench, other)
    if not years or parsed.has("surplus", "deficit", "should", "must"):
        return
    year = max(years)
    true = years[year].number
    has = "surplus" if true > 0 else "deficit"
    said = f"{bench.principal.name} {has} of {amount(abs(true), 'usd')} in goods"
    yield Judged(
        *match.span(), "existence", Verdict.MISLEADING, "goods_balance", bench.principal.id, other,
        "", said, str(year), _inputs(bench, "goods_balance", other, year), 0.7,
        f"neither size nor side is said: {said}",
    )  # fmt: skip


def _judge(parsed: Parsed, number: Quantity) -> Judged | None:
    keys = parsed.clause_keys(number.start) | parsed.clause_keys(max(number.start - 40, 0))
    if parsed.has(
        "duty", "tariff", "remittance", "source", "census", "baci", "reconciled", "estimate"
    ):
        return None
    if _EARLIER.search(parsed.text[: number.start]) and not parsed.says_each(number):
        return None
    directed = _directed(parsed, number)
    if directed is not None:
        name, other = directed
        return _flow(parsed, number, flow(parsed.bench, name, other), name, other)
    gap = bool(GAPS & keys) and not _OTHER_GAP.search(parsed.lower)
    gap = gap and _is_gap(parsed, number)
    if gap and not parsed.has("world") and (_is_pair(parsed) or parsed.memory.topic == "balance"):
        return _balance(parsed, number)
    total = _TOTAL.search(parsed.lower, max(0, number.start - 45), number.start)
    if GAPS & parsed.keys and not gap and not total and not (SOLD | BOUGHT) & keys:
        return None
    if not _is_pair(parsed) or parsed.has("spending", "aid", "assistance", "gdp", "investment"):
        return None
    other = _other(parsed)
    if other and _is_sum(parsed, number):
        return _flow(parsed, number, sums(parsed.bench, other), "goods_trade", other)
    seller = "" if _of_products(parsed) else _seller(parsed, number)
    if seller and other:
        bench = parsed.bench
        name = "goods_exports" if seller == bench.principal.id else "goods_imports"
        parsed.memory.topic = name
        return _flow(parsed, number, flow(bench, name, other), name, other)
    return None


_WAY_AFTER = re.compile(
    r" (?:of|in|worth of) (?:(?P<whose>[A-Z][\w.]+)(?:'s?)? )?(?P<way>imports|exports)\b"
)
_EARLIER = re.compile(r"\b(?:from|after|up on|down on|against)\s$")
_HAVING = re.compile(r"(?= (?:had|has(?! been)|ran|runs|recorded|posted|ended|closed|saw)\b)")
_BOTH_WAYS = re.compile(
    r"\b(?:trade (?:of|worth|was|came to|totalling)|turnover of)(?: (?:no |little )?more than)? ?$"
)


def _directed(parsed: Parsed, number: Quantity) -> tuple[str, str] | None:
    """Return the series of "$0.22 million of American imports", the way behind the figure."""
    said = _WAY_AFTER.match(parsed.text, number.end)
    other = _other(parsed)
    if said is None or not other or not _is_pair(parsed):
        return None
    owner = [f.meaning for f in parsed.places if f.start == said.start("whose")]
    whose = owner[0] if owner else parsed.memory.owner or parsed.bench.principal.id
    if whose not in {other, parsed.bench.principal.id}:
        return None
    parsed.memory.owner = whose
    home = whose == parsed.bench.principal.id
    return ("goods_imports" if home == (said["way"] == "imports") else "goods_exports"), other


def _is_gap(parsed: Parsed, number: Quantity) -> bool:
    """Whether of all amounts this one stands nearest to a word for a gap."""
    before = parsed.text[max(0, number.start - 40) : number.start]
    if _BOTH_WAYS.search(before) or re.match(r" (?:both ways|in both)", parsed.text[number.end :]):
        return False
    money = [q for q in parsed.numbers if q.unit == "money" or q.scaled]
    for word in (w for w in parsed.words if w.key in GAPS):
        near = min(money, key=lambda q: _apart(word, q), default=None)
        if near is not None and near.start == number.start:
            return True
    return not any(w.key in GAPS for w in parsed.words)


def _apart(word: Word, number: Quantity) -> int:
    """Return how far a figure is from a word; one that stands before it is farther."""
    return max(number.start - word.end, 20 + word.start - number.end, 0)


def _of_products(parsed: Parsed) -> bool:
    """Whether the trade spoken of is that in some products: imports of carpets."""
    sums_said = [q for q in parsed.numbers if q.unit == "money" or q.scaled]
    return bool(_PRODUCTS.search(parsed.text)) or len(sums_said) > MOST_NUMBERS


def _is_sum(parsed: Parsed, number: Quantity) -> bool:
    """Whether a figure is said of trade both ways: no word of one way stands before it."""
    said = parsed.lower[: number.start]
    one_way = {w.key for w in parsed.words if w.end <= number.start} & (SOLD | BOUGHT)
    if _TOTAL.search(said):
        return not one_way
    words = {w.key for w in parsed.words}
    return bool(_TOTAL.search(parsed.lower)) and not words & (SOLD | BOUGHT)


def _is_pair(parsed: Parsed) -> bool:
    """Whether a sentence speaks of the principal and one other state."""
    principal = parsed.bench.principal.id
    spoken = principal in parsed.place_ids or "bilateral" in parsed.keys
    between = "two country" in " ".join(w.key for w in parsed.words) or parsed.has("two-way")
    between = between or "two-way" in parsed.lower or "two partners" in parsed.lower
    return spoken or between or (parsed.has("that") and parsed.memory.topic != "")


def _other(parsed: Parsed) -> str:
    """Return the one other state of a sentence, the partner where none is named."""
    others = {f.meaning for f in parsed.places} - {parsed.bench.principal.id} - parsed.asides
    if parsed.bench.partner.id in others or not others:
        return parsed.bench.partner.id
    return next(iter(others)) if len(others) == 1 else ""


def _seller(parsed: Parsed, number: Quantity) -> str:
    """Return who sold: from the word nearest to the figure and the states around it."""
    entered = _ENTERED.search(parsed.text, number.end)
    if entered and not re.search(r"[;]", parsed.text[number.end : entered.start()]):
        into = [f.meaning for f in parsed.places if entered.end() <= f.start <= entered.end() + 5]
        return _one_but(parsed, into[0]) if into else ""
    near = [
        word for word in parsed.words
        if word.key in SOLD | BOUGHT and parsed.is_free(word.start, word.end)
    ]  # fmt: skip
    if not near:
        return ""
    word = min(near, key=lambda w: _away(w.start, number) + 30 * (w.start > number.start))
    return _marked_seller(parsed, word) or _acting_seller(parsed, word)


def _marked_seller(parsed: Parsed, word: Word) -> str:
    """Return who sold where to, from or of behind the word says it, else ""."""
    selling = word.key in SOLD
    following = [f for f in parsed.places if word.end <= f.start <= word.end + 45]
    sender = [f for f in following if _FROM.search(parsed.text[: f.start])]
    if sender and not selling:
        return sender[0].meaning
    marked = _MARKED.match(parsed.text[word.end : word.end + 45])
    if not marked or not following:
        return ""
    named = following[0].meaning
    if marked[1] == "from" or (marked[1] == "of" and not selling):
        return named
    return _one_but(parsed, named) if marked[1] == "to" else ""


def _acting_seller(parsed: Parsed, word: Word) -> str:
    """Return who sold by who acts: the state before the word; "" where that is not clear."""
    before = [f for f in parsed.places if f.end <= word.start]
    actor = before[0].meaning if before else ""
    a, _ = parsed.clause_at(word.start)
    if word.key in {"export", "import"}:
        own = bool(before) and before[-1].start >= a
        if own:
            actor = before[-1].meaning
        elif word.text.endswith("s") and actor != parsed.bench.principal.id:
            return ""
    if not actor:
        return ""
    return actor if word.key in SOLD else _one_but(parsed, actor)


def _away(at: int, number: Quantity) -> int:
    return abs(at - number.start)


def _one_but(parsed: Parsed, place: str) -> str:
    """Return the other one of the two states."""
    principal = parsed.bench.principal.id
    return _other(parsed) if place == principal else principal


def flow(bench: Bench, name: str, other: str) -> Flow:
    """Return the yearly goods trade of the principal with another state, one way."""
    years = bench.years(bench.principal.id, name, other)
    return {year: items[-1] for year, items in years.items()}


def sums(bench: Bench, other: str) -> dict[int, Observation]:
    """Return trade of both ways; each year stands as the exports with the sum for a value."""
    sold, bought = (flow(bench, f"goods_{way}", other) for way in ("exports", "imports"))
    return {
        year: replace(sold[year], value=sold[year].number + bought[year].number)
        for year in sold.keys() & bought.keys()
    }


def balances(bench: Bench, other: str) -> dict[int, Observation]:
    """Return the principal's exports less its imports by year, as for :func:`sums`."""
    sold, bought = (flow(bench, f"goods_{way}", other) for way in ("exports", "imports"))
    return {
        year: replace(sold[year], value=sold[year].number - bought[year].number)
        for year in sold.keys() & bought.keys()
    }


def _inputs(bench: Bench, name: str, other: str, year: int) -> tuple[Observation, ...]:
    ways = (name,) if name in {"goods_exports", "goods_imports"} else (
        "goods_exports", "goods_imports"
    )  # fmt: skip
    return tuple(flow(bench, way, other)[year] for way in ways)


def _blank(parsed: Parsed, number: Quantity, name: str, other: str, when: When | None) -> Judged:
    return Judged(
        number.start, number.end, "numeric", Verdict.UNSUPPORTED, name, parsed.bench.principal.id,
        other, when.text if when else "", sure=0.9, note="nothing in the evidence speaks to this",
    )  # fmt: skip


def _flow(
    parsed: Parsed, number: Quantity, years: dict[int, Observation], name: str, other: str
) -> Judged:
    bench = parsed.bench
    when = parsed.date_for(number.start, number.end)
    blank = _blank(parsed, number, name, other, when)
    if not years:
        return blank
    year = when.year if when else max(years)
    if year not in years:
        return blank
    true = years[year]
    base = replace(
        blank, true=amount(true.number, "usd"), true_period=str(year),
        evidence=_inputs(bench, name, other, year), right=figure(true.number, "usd"),
    )  # fmt: skip
    if number.fits(true.number):
        good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
        note = "agrees" if when else "right, but no date is given"
        return replace(base, verdict=good, note=note, right="")
    fitting = [y for y, item in years.items() if y != year and number.fits(item.number)]
    if fitting:
        nearest = min(fitting, key=lambda y: abs(y - year))
        wrong = Verdict.WRONG_PERIOD if when else Verdict.OUTDATED
        return replace(base, verdict=wrong, note=f"the figure is that of {nearest}")
    if when is None:
        return replace(blank, note="no date is given and the last year does not agree")
    return replace(base, verdict=Verdict.CONTRADICTED, note="no year of the series agrees")


def _owner(parsed: Parsed, number: Quantity) -> tuple[str, str]:
    """Return who is said to have a surplus or a deficit, and which of the two; "" if unsaid."""
    words = [w for w in parsed.words if w.key in {"surplus", "deficit"}]
    if not words:
        return "", ""
    word = min(words, key=lambda w: _away(w.start, number))
    before = [
        f for f in parsed.places
        if word.start - 45 <= f.end <= word.start
        and not re.search(r"\bwith (?:the )?$", parsed.text[: f.start])
    ]  # fmt: skip
    held = [f for f in parsed.places if re.match(r" (?:\w+ )?balance\b", parsed.text[f.end :])]
    owner = held[0].meaning if held else before[-1].meaning if before else ""
    behind = re.search(r"\bfor (?:the )?$", parsed.text[: _next_place(parsed, number.end)])
    if behind:
        return next(f.meaning for f in parsed.places if f.start >= number.end), word.key
    after = re.match(r"\s(?:of|for|on)\s(?:the\s)?", parsed.text[word.end : word.end + 10])
    if not owner and after:
        owner = next((f.meaning for f in parsed.places if f.start == word.end + after.end()), "")
    if not owner and not before:
        having = [
            f for f in parsed.places
            if _HAVING.match(parsed.text, f.end)
            and not re.search(r"\bwith (?:the )?$", parsed.text[: f.start])
        ]  # fmt: skip
        owner = having[0].meaning if having else ""
        if owner and word.start < having[0].start and len(words) > 1:
            return owner, word.key
    return owner or parsed.memory.owner, word.key


def _next_place(parsed: Parsed, at: int) -> int:
    return next((f.start for f in parsed.places if at <= f.start <= at + 12), 0)


def _balance(parsed: Parsed, number: Quantity) -> Judged | None:
    bench = parsed.bench
    other = _other(parsed)
    when = parsed.date_for(number.start, number.end)
    years = balances(bench, other) if other else {}
    blank = _blank(parsed, number, "goods_balance", other, when)
    owner, side = _owner(parsed, number)
    parsed.memory.topic, parsed.memory.owner = "balance", owner
    year = when.year if when else max(years, default=0)
    if year not in years:
        return blank
    true = years[year].number
    has = "surplus" if true > 0 else "deficit"
    said = f"{bench.principal.name} {has} of {amount(abs(true), 'usd')}"
    base = replace(
        blank, true=said, true_period=str(year), right=figure(abs(true), "usd"),
        evidence=_inputs(bench, "goods_balance", other, year),
    )  # fmt: skip
    fits = number.fits(abs(true))
    if fits and not owner:
        note = "the side is not said: " + said
        return replace(base, verdict=Verdict.MISLEADING, note=note, right="")
    if fits:
        mine = side if owner == bench.principal.id else _opposite(side)
        if mine != has:
            return replace(base, verdict=Verdict.CONTRADICTED, note="the sign is wrong", right="")
        good = Verdict.SUPPORTED if when else Verdict.IMPRECISE
        return replace(base, verdict=good, note="agrees", right="")
    fitting = [y for y, item in years.items() if number.fits(abs(item.number))]
    if fitting and when:
        nearest = min(fitting, key=lambda y: abs(y - year))
        note = f"the figure is that of {nearest}"
        return replace(base, verdict=Verdict.WRONG_PERIOD, note=note)
    if when is None:
        return replace(blank, note="no date is given and the last year does not agree")
    return replace(base, verdict=Verdict.CONTRADICTED, note="no year of the series agrees")


def _opposite(side: str) -> str:
    return "deficit" if side == "surplus" else "surplus"
