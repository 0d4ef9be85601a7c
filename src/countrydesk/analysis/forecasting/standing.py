"""Which registered forecasts stand for a place on the day of a view.

Two registers are read: the one inside the package, made for the bundled release, and the user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from countrydesk.analysis.forecasting.register import Entry, Register, read_register
from countrydesk.evidence import View
from countrydesk.evidence.store import bundled_folder
from countrydesk.settings import home

_REGISTERS = "forecast_registers"


def registers() -> tuple[Register, ...]:
    """Return the register inside the package and that of the user; both chains are checked.

    Raises:
        RegisterDamagedError: one of them was altered.
    """
    return read_register(bundled_folder()), read_register(home())


def use_registers(view: View, found: Sequence[Register]) -> None:
    """Let a view read these registers in place of the two on disk."""
    view.shared[_REGISTERS] = tuple(found)


def registers_of(view: View) -> tuple[Register, ...]:
    """Return the registers that a view reads, opened once."""
    if _REGISTERS not in view.shared:
        view.shared[_REGISTERS] = registers()
    return view.shared[_REGISTERS]  # type: ignore[return-value]


def standing_forecasts(view: View, place: str) -> tuple[Entry, ...]:
    """Return the forecasts of a place that were made by the view's last day and are still open.

    Of several answers to one matter the one with the latest origin. Exercises in hindsight are
    left out. In the order of family and period.
    """
    key = ("standing_forecasts", place)
    if key not in view.memory:
        found = (e for register in registers_of(view) for e in register.of_place(place))
        view.memory[key] = open_on(found, view.cutoff)
    return view.memory[key]  # type: ignore[return-value]


def open_on(entries: Iterable[Entry], day: date) -> tuple[Entry, ...]:
    """Return the entries in force on a day, the latest answer to each matter."""
    latest: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        asked = entry.forecast.question
        if entry.hindsight or asked.origin > day or asked.deadline <= day:
            continue
        matter = (asked.family, asked.place, asked.period, asked.target, asked.threshold)
        if matter not in latest or asked.origin >= latest[matter].forecast.question.origin:
            latest[matter] = entry
    return tuple(sorted(latest.values(), key=_order))


def _order(entry: Entry) -> tuple[str, str, float]:
    asked = entry.forecast.question
    return asked.family, asked.period, asked.threshold or 0.0
