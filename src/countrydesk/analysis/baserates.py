"""Base rates: how often, in like cases, a series went on moving the way it had moved.

The plainest forecast there is, and the reference class that better ones must beat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countrydesk.analysis.finding import Finding, FindingKind, Scalar, method
from countrydesk.analysis.peers import states
from countrydesk.analysis.trend import yearly
from countrydesk.evidence import View
from countrydesk.model import Period

SPAN = 3
LEAST_CASES = 200


@method(1)
def persistence(view: View, *, place: str, indicator: str) -> Finding | None:
    """The share of like cases in which the series moved on in its direction the year after.

    A case is a state and year since 1990 in which the indicator had risen (or fallen) over the
    three years before, as it has for ``place`` up to its newest value. Value is a probability with
    one case added to each side (Laplace); ``n`` counts the cases.
    """
    own = yearly(view, place, indicator)
    sign = (
        _direction({item.period.year: item.number for item in own}, own[-1].period.year)
        if own
        else 0
    )
    if sign == 0:
        return None
    hits, cases = _tally(view, indicator)[sign]
    if cases < LEAST_CASES:
        return None
    last = own[-1]
    values: dict[str, Scalar] = {
        "n": cases,
        "direction": sign,
        "next": str(last.period.year + 1),
        "since": str(min(_years(view, indicator))),
    }
    return Finding(
        FindingKind.FORECAST, indicator, place, "", (hits + 1) / (cases + 2), "probability",
        Period.year_of(last.period.year + 1), own[-SPAN - 1 :], values,
    )  # fmt: skip


def _direction(series: Mapping[int, float], year: int) -> int:
    if year not in series or year - SPAN not in series:
        return 0
    change = series[year] - series[year - SPAN]
    return (change > 0) - (change < 0)


def _years(view: View, indicator: str) -> Sequence[int]:
    return view.panel.years(indicator)


def _tally(view: View, indicator: str) -> dict[int, tuple[int, int]]:
    key = ("persistence", indicator)
    if key not in view.shared:
        tally = {1: [0, 0], -1: [0, 0]}
        for sign, went_on in _cases(view, indicator):
            tally[sign][0] += went_on
            tally[sign][1] += 1
        view.shared[key] = {sign: (hits, cases) for sign, (hits, cases) in tally.items()}
    return view.shared[key]  # type: ignore[return-value]


def _cases(view: View, indicator: str) -> Iterator[tuple[int, bool]]:
    histories = view.panel.histories(indicator)
    for state in states():
        series = histories.get(state, {})
        for year, value in series.items():
            sign = _direction(series, year)
            if sign and year + 1 in series:
                yield sign, (series[year + 1] - value) * sign > 0
