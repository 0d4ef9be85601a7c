"""Key judgements: candidates from the evidence, scored by published weights, five of them chosen.

A candidate is a measure of the partner that may stand out among all states. Its salience is
weight times surprise times freshness; of one domain at most one is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from countrydesk.analysis import baserates, confidence, metrics, salience
from countrydesk.analysis.finding import Finding
from countrydesk.analysis.metrics import parse_metric
from countrydesk.paper.desk import Desk
from countrydesk.paper.nodes import Confidence
from countrydesk.paper.weights import Weights, load_weights

_DAYS = 365.25


@dataclass(frozen=True)
class Rule:
    """One measure: its domain, the metric that is compared, and which series carries it forward.

    ``metric`` may hold ``{P}`` for the principal and ``{R}`` for its first rival. ``sides`` are the
    sides worth a judgement; ``least`` is what the figure must have reached at one end to be told
    on a front page, however unusual it is, and ``step`` how far it must have moved from its base.
    A change is told as a rise on the high side and as a fall on the low one, unless it is
    ``relative``: told against the course of others. ``beyond`` is the percent of states that it
    must lie above (on the high side) or below.
    """

    key: str
    domain: str
    metric: str
    sides: tuple[str, ...] = ("high", "low")
    least: float = 0.0
    step: float = 0.0
    relative: bool = False
    beyond: float = 60.0


RULES = (
    Rule("democracy_change", "democracy", "change10:electoral_democracy"),
    Rule("democracy_level", "democracy", "level:liberal_democracy"),
    Rule("violence_level", "security", "level:violence_deaths", ("high",), least=25),
    Rule("violence_change", "security", "change5:violence_deaths", least=25, step=0.25),
    Rule("stability_level", "stability", "level:political_stability_wgi"),
    Rule("stability_change", "stability", "change10:political_stability_wgi"),
    Rule("law_change", "governance", "change10:rule_of_law_wgi"),
    Rule("corruption_level", "corruption", "level:corruption_control_wgi"),
    Rule("income_growth", "economy", "growth10:gdp_per_capita_ppp", relative=True),
    Rule("growth_level", "economy", "level:gdp_growth"),
    Rule("debt_change", "debt", "change10:public_debt"),
    Rule("debt_level", "debt", "level:public_debt"),
    Rule("inflation_level", "prices", "level:inflation"),
    Rule("welfare_level", "welfare", "level:hdi"),
    Rule("refugees_from", "displacement", "level:refugees_from", ("high",), least=1000, beyond=80),
    Rule(
        "refugees_hosted", "displacement", "level:refugees_hosted", ("high",), least=1000, beyond=80
    ),
    Rule("alignment_distance", "alignment", "distance:{P}"),
    Rule("alignment_drift", "alignment", "drift10:{P}"),
    Rule("rival_market", "rivalry", "share:{R}:export_partner_share", sides=("high",)),
    Rule("rival_supplier", "rivalry", "share:{R}:import_partner_share", sides=("high",)),
    Rule("own_market", "dependence", "share:{P}:export_partner_share", sides=("high",)),
    Rule("supplier", "trade", "toward:{P}:goods_imports", sides=("high",)),
    Rule("supplier_change", "trade", "growth5:{P}:goods_imports", least=25e6),
    Rule("customer", "trade", "toward:{P}:goods_exports", sides=("high",)),
    Rule("customer_change", "trade", "growth5:{P}:goods_exports", least=25e6),
    Rule("troops", "presence", "toward:{P}:troops_active_duty", sides=("high",), least=100),
    Rule("aid_change", "aid", "growth5:{P}:aid_obligations", least=1e6),
)


@dataclass(frozen=True)
class Judgement:
    """A chosen candidate with what is needed to say it."""

    rule: Rule
    unusual: Finding
    outlook: Finding | None
    stands_out: bool
    score: float
    confidence: Confidence

    @property
    def side(self) -> str:
        """Whether the partner lies above or below the middle of all states."""
        return side_of(self.unusual)


def side_of(unusual: Finding) -> str:
    """Return on which side of the median of all states a finding of ``unusual`` lies."""
    return "high" if unusual.number > 50 else "low"


def metric_of(desk: Desk, rule: Rule) -> str:
    """Return the metric of a rule with the principal and its rival filled in."""
    return rule.metric.format(P=desk.principal.id, R=desk.rivals[0].id)


def carried(metric: str) -> str:
    """Return the metric of the level that a change, growth or drift is measured on."""
    kind, _, rest = parse_metric(metric)
    level = {"change": "level", "growth": "level", "drift": "distance"}.get(kind, kind)
    if kind == "growth" and len(rest) == 2:
        level = "toward"
    return ":".join([level, *rest])


def _is_change(rule: Rule) -> bool:
    return parse_metric(rule.metric)[0] in {"change", "growth", "drift"}


def _is_first_market(desk: Desk) -> bool:
    """Whether the partner sells the principal at least as much as its rival."""
    partner, shares = desk.partner.id, "share:{}:export_partner_share"
    own = metrics.field(desk.view, shares.format(desk.principal.id)).get(partner, 0.0)
    return own >= metrics.field(desk.view, shares.format(desk.rivals[0].id)).get(partner, 0.0)


def _is_told(rule: Rule, unusual: Finding) -> bool:
    """Whether a figure is large enough, and a change larger than its source's own intervals."""
    first, last = unusual.inputs[0], unusual.inputs[-1]
    if 50 + abs(unusual.number - 50) < rule.beyond:
        return False
    if max(abs(item.number) for item in unusual.inputs) < rule.least:
        return False
    if abs(last.number - first.number) < rule.step * abs(first.number):
        return False
    own = float(unusual.get_value("own"))
    if _is_change(rule) and not rule.relative and (own > 0) != (side_of(unusual) == "high"):
        return False
    ends = (first.low, first.high, last.low, last.high)
    if first is last or None in ends:
        return True
    return max(first.low or 0, last.low or 0) > min(first.high or 0, last.high or 0)


def candidates(desk: Desk, weights: Weights) -> tuple[Judgement, ...]:
    """Return every candidate the evidence allows, most salient first."""
    found: dict[str, tuple[Rule, Finding]] = {}
    for rule in RULES:
        rival = desk.rivals[0].id
        if desk.partner.id == rival and "{R}" in rule.metric:
            continue
        if rule.key == "own_market" and not _is_first_market(desk):
            continue
        unusual = salience.unusual(desk.view, place=desk.partner.id, metric=metric_of(desk, rule))
        if unusual is not None and side_of(unusual) in rule.sides and _is_told(rule, unusual):
            found[rule.key] = (rule, unusual)
    tails = {key: float(unusual.values["tail"]) for key, (_, unusual) in found.items()}
    out = salience.discoveries(tails, weights.rate)
    made = [_judgement(desk, weights, *pair, key in out) for key, pair in found.items()]
    return tuple(sorted(made, key=lambda item: (-item.score, item.rule.key)))


def _judgement(
    desk: Desk, weights: Weights, rule: Rule, unusual: Finding, stands_out: bool
) -> Judgement:
    surprise = abs(unusual.number - 50) / 50
    end = unusual.period.end or desk.today
    age = max(0.0, (desk.today - end).days / _DAYS)
    score = weights.weights[rule.domain] * surprise / (1 + age / weights.half_life)
    outlook = baserates.persistence(
        desk.view, place=desk.partner.id, metric=carried(metric_of(desk, rule))
    )
    rests = [unusual, *([outlook] if outlook else [])]
    return Judgement(
        rule,
        unusual,
        outlook,
        stands_out,
        score * (1 if stands_out else weights.common),
        Confidence(confidence.confidence(rests, desk.today)),
    )


def key_judgements(desk: Desk, weights: Weights | None = None) -> tuple[Judgement, ...]:
    """Return the judgements chosen: the most salient of each domain, up to the number wanted."""
    table = weights or desk.weights or load_weights()
    chosen: list[Judgement] = []
    for item in candidates(desk, table):
        taken = {known.rule.domain for known in chosen}
        if item.score > 0 and item.rule.domain not in taken:
            chosen.append(item)
        if len(chosen) == table.judgements:
            break
    return tuple(chosen)
