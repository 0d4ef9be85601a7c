"""The work behind the commands on forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typer

from countrydesk.analysis.forecasting.families import FAMILIES, Family, get_family
from countrydesk.analysis.forecasting.question import Forecast, QuantileTable, TrackRecord
from countrydesk.analysis.forecasting.register import Entry, append, check_chain, read_register
from countrydesk.analysis.forecasting.scores import CalibrationBin
from countrydesk.analysis.forecasting.scoring import (
    FamilyScore,
    Resolved,
    calibration_of,
    reached_quantiles,
    resolve,
    score,
)
from countrydesk.analysis.forecasting.standing import open_on, registers
from countrydesk.charts.calibration import calibration_svg
from countrydesk.cli.output import write_files
from countrydesk.cli.progress import steps
from countrydesk.cli.tables import print_rows
from countrydesk.errors import InputError, UnknownForecastError
from countrydesk.evidence import View
from countrydesk.evidence.store import bundled_folder
from countrydesk.model.period import parse_date
from countrydesk.paper.likelihood import likelihood
from countrydesk.places import registry
from countrydesk.settings import home

Row = dict[str, Any]
NO_RECORD = "no track record"
WARNING = "Contributions say how much each input moved the forecast in the model; no causes."


# -- list ----------------------------------------------------------------------------------------


def print_forecasts(
    view: View, places: Sequence[str], families: Sequence[str], *, every: bool, json: bool
) -> None:
    """Print the open forecasts of places, or counts by family where no place is given."""
    known = registers()
    found = list(_wanted((e for r in known for e in r.entries()), places, families))
    shown = found if every else list(open_on(found, view.cutoff))
    if places:
        print_rows([_listed(entry) for entry in shown], json=json)
    else:
        print_rows(list(_counted(found, shown)), json=json)
    if not json:
        for item in known:
            typer.echo(f"{item.path}  {item.size:,} forecasts  last digest {item.head}")


def _wanted(
    entries: Iterator[Entry], places: Sequence[str], families: Sequence[str]
) -> Iterator[Entry]:
    ids = {registry().resolve(place).id for place in places}
    names = {get_family(name).id for name in families}
    for entry in entries:
        asked = entry.forecast.question
        if (not ids or asked.place in ids) and (not names or asked.family in names):
            yield entry


def _listed(entry: Entry) -> Row:
    forecast = entry.forecast
    return {
        "id": entry.id,
        "question": forecast.question.text,
        "answer": _answer(forecast),
        "baseline": _plain_answer(forecast),
        "record": record_text(forecast.record),
        "deadline": str(forecast.question.deadline),
        "kind": "exercise" if entry.hindsight else "registered",
        "registered": str(entry.registered_on),
    }


def _counted(found: Sequence[Entry], shown: Sequence[Entry]) -> Iterator[Row]:
    for name in sorted({entry.forecast.question.family for entry in found}):
        mine = [e for e in found if e.forecast.question.family == name]
        yield {
            "family": name,
            "name": get_family(name).name,
            "registered": sum(not e.hindsight for e in mine),
            "exercises": sum(e.hindsight for e in mine),
            "open": sum(e.forecast.question.family == name for e in shown),
            "places": len({e.forecast.question.place for e in mine}),
        }


def _answer(forecast: Forecast) -> str:
    if forecast.probability is not None:
        return f"{forecast.probability:.1%} ({likelihood(forecast.probability).word})"
    return _interval(forecast.quantiles, forecast.question.unit)


def _plain_answer(forecast: Forecast) -> str:
    baseline = forecast.baseline
    if baseline.probability is not None:
        return f"{baseline.probability:.1%} ({baseline.name})"
    return f"{_interval(baseline.quantiles, '')} ({baseline.name})"


def _interval(quantiles: QuantileTable, unit: str) -> str:
    at = dict(quantiles)
    middle, low, high = (f"{at[level]:,.6g}" for level in (0.5, 0.1, 0.9))
    return f"{middle} [{low}, {high}] {unit}".rstrip()


def record_text(record: TrackRecord | None) -> str:
    """Return a track record in words; ``NO_RECORD`` where nothing was resolved."""
    if record is None:
        return NO_RECORD
    range_ = "" if record.low is None else f" ({record.low:.0%} to {record.high:.0%})"
    return (
        f"{record.measure} {record.score:.3g}, skill {record.skill:.0%}{range_} against "
        f"{record.against}, {record.cases:,} cases {record.first}-{record.last}"
    )


# -- register ------------------------------------------------------------------------------------


def register_forecasts(
    view: View, places: Sequence[str], families: Sequence[str], on: str | None, *,
    missing: bool, bundle: bool,
) -> None:  # fmt: skip
    """Make the forecasts of a view and add them to a register.

    Raises:
        AlreadyRegisteredError: one of the questions has been answered, and ``missing`` is off.
        InputError: the day is before the end of the evidence, or there is nothing to register.
    """
    day = parse_date(on) if on else date.today()  # noqa: DTZ011
    if day < view.cutoff:
        raise InputError(f"--on {day}: the evidence goes to {view.cutoff}; give that day or later")
    if bundle and view.as_of is not None:
        raise InputError("--bundle takes no --as-of: exercises stay in your own register")
    known = registers()
    ids = frozenset[str]().union(*(item.ids() for item in known))
    made = list(_made(view, places, families))
    fresh = [item for item in made if not (missing and item.question.id in ids)]
    if not made:
        raise InputError(f"no family has a forecast to make from release {view.release.id}")
    if not missing and not bundle:
        _refuse_bundled(fresh, known[0].ids())
    folder = bundled_folder() if bundle else home()
    if fresh:
        append(
            folder, fresh, registered_on=day, release=view.release.id,
            hindsight=view.cutoff < view.release.manifest.cutoff,
        )  # fmt: skip
    after = read_register(folder)
    typer.echo(f"{len(fresh):,} registered  {after.path}  last digest {after.head}")


def _refuse_bundled(fresh: Sequence[Forecast], bundled: frozenset[str]) -> None:
    from countrydesk.errors import AlreadyRegisteredError

    for item in fresh:
        if item.question.id in bundled:
            raise AlreadyRegisteredError(
                f"{item.question.id} is in the register inside the package; nothing was written. "
                "Use --missing to register only what is not there"
            )


def _made(view: View, places: Sequence[str], families: Sequence[str]) -> Iterator[Forecast]:
    wanted = {registry().resolve(place).id for place in places}
    chosen = [get_family(name) for name in families] or FAMILIES
    with steps("forecasts", len(chosen)) as progress:
        for family in chosen:
            progress(family.id)
            for item in family.forecasts(view, view.cutoff):
                if not wanted or item.question.place in wanted:
                    yield item


# -- score ---------------------------------------------------------------------------------------


def print_scores(
    view: View, places: Sequence[str], families: Sequence[str], chart: Path | None, *,
    cases: bool, json: bool,
) -> None:  # fmt: skip
    """Print the scores of what a view decides; write the calibration plot."""
    known = list(_wanted((e for r in registers() for e in r.entries()), places, families))
    resolved = list(resolve(known, view))
    if json:
        _print_json(resolved)
    else:
        if cases:
            print_rows([_case(item) for item in resolved])
        _print_scored(resolved, len(known), view)
    if chart is not None:
        svg = calibration_svg(calibration_of(resolved), reached_quantiles(resolved))
        write_files({chart: svg.encode()})
        typer.echo(f"{chart}", err=json)


def _print_scored(resolved: Sequence[Resolved], known: int, view: View) -> None:
    typer.echo(
        f"{len(resolved):,} of {known:,} registered forecasts are decided by release "
        f"{view.release.id}"
    )
    print_rows([_scored(item) for item in score(resolved)])
    _print_calibration("calibration of events", calibration_of(resolved))
    _print_calibration("calibration of quantiles", reached_quantiles(resolved))


def _print_calibration(title: str, bins: Sequence[CalibrationBin]) -> None:
    if bins:
        typer.echo(f"\n{title}")
        print_rows(
            [
                {"forecast": f"{s.forecast:.1%}", "happened": f"{s.happened:.1%}", "cases": s.cases}
                for s in bins
            ]
        )


def _print_json(resolved: Sequence[Resolved]) -> None:
    import orjson

    payload = {
        "families": [_scored(item) for item in score(resolved)],
        "calibration": calibration_of(resolved),
        "quantiles": reached_quantiles(resolved),
        "cases": [_case(item) for item in resolved],
    }
    typer.echo(orjson.dumps(payload, option=orjson.OPT_INDENT_2).decode())


def _scored(item: FamilyScore) -> Row:
    paired = item.paired
    return {
        "family": item.family,
        "kind": "exercise" if item.hindsight else "registered",
        "cases": item.cases,
        "measure": item.measure,
        "score": paired.score,
        "baseline": item.baseline,
        "plain": paired.plain,
        "difference": f"{paired.difference:.4g} ({paired.low:.4g} to {paired.high:.4g})",
        "skill": f"{paired.skill:.1%} ({paired.skill_low:.1%} to {paired.skill_high:.1%})",
        "log score": "" if item.log_score is None else f"{item.log_score:.4g}",
        "in 80 %": "" if item.inside is None else f"{item.inside:.1%}",
    }


def _case(item: Resolved) -> Row:
    forecast = item.entry.forecast
    return {
        "id": item.entry.id,
        "answer": _answer(forecast),
        "outcome": item.outcome,
        "kind": "exercise" if item.entry.hindsight else "registered",
    }


# -- backtest ------------------------------------------------------------------------------------


def print_backtests(view: View, families: Sequence[str], *, json: bool) -> None:
    """Print the record of each family on the evidence of a view, and its windows where it has them.

    A family without a record says so.
    """
    chosen = [get_family(name) for name in families] or FAMILIES
    records: list[Row] = []
    windows: dict[str, list[Mapping[str, Any]]] = {}
    with steps("backtest", len(chosen)) as progress:
        for family in chosen:
            progress(family.id)
            records += _records(family, view)
            windows[family.id] = list(family.windows(view)) if family.windows else []
    if json:
        import orjson

        typer.echo(orjson.dumps({"records": records, "windows": windows}).decode())
        return
    print_rows(records)
    for name, rows in windows.items():
        if rows:
            typer.echo(f"\n{name}")
            print_rows(rows)


def _records(family: Family, view: View) -> list[Row]:
    found: dict[str, TrackRecord | None] = {}
    for item in family.forecasts(view, view.cutoff):
        found.setdefault(item.question.reference_class, item.record)
    rows = [_record(family.id, name, found[name]) for name in found]
    return rows or [_record(family.id, "no forecast from this release", None)]


def _record(family: str, reference: str, record: TrackRecord | None) -> Row:
    return {"family": family, "reference class": reference, "record": record_text(record)}


# -- explain and verify --------------------------------------------------------------------------


def print_explanation(view: View, wanted: str, *, json: bool) -> None:
    """Print everything about one registered forecast.

    Raises:
        UnknownForecastError: no id begins like that, or several do.
    """
    entry = _find(wanted)
    asked = entry.forecast.question
    found = [(key, view.find_observation(asked.place, key)) for key in entry.forecast.evidence]
    if json:
        import orjson

        typer.echo(orjson.dumps(entry, option=orjson.OPT_INDENT_2).decode())
        return
    for name, text in _explained(entry):
        typer.echo(f"{name:<16}{text}")
    if entry.forecast.drivers:
        typer.echo(f"\ndrivers; {WARNING}")
        print_rows([dict(vars(item)) for item in entry.forecast.drivers])
    typer.echo("\nevidence")
    print_rows([_evidence(key, item) for key, item in found])


def _explained(entry: Entry) -> Iterator[tuple[str, str]]:
    forecast, asked = entry.forecast, entry.forecast.question
    yield "id", entry.id
    yield "question", asked.text
    yield "rule", asked.rule
    yield "decided by", f"{asked.source}: {asked.indicator} of {asked.place}, {asked.period}"
    yield "deadline", str(asked.deadline)
    yield "answer", _answer(forecast)
    if forecast.quantiles:
        yield (
            "quantiles",
            ", ".join(f"{level:g}: {value:,.6g}" for level, value in forecast.quantiles),
        )
    yield "baseline", _plain_answer(forecast)
    yield "reference class", asked.reference_class
    yield "track record", record_text(forecast.record)
    yield "model", f"{forecast.model}/{forecast.version}"
    yield "origin", f"{asked.origin}, release {entry.release}"
    kind = " as an exercise in hindsight" if entry.hindsight else ""
    yield "registered", f"{entry.registered_on}{kind}, line {entry.number}, digest {entry.digest}"


def _evidence(key: str, item: Any) -> Row:  # noqa: ANN401 - an observation or None
    if item is None:
        return {"id": key, "indicator": "not in this release", "period": "", "value": "",
                "source": "", "released": ""}  # fmt: skip
    return {
        "id": key,
        "indicator": item.indicator,
        "period": item.period.text,
        "value": item.value if item.text is None else item.text,
        "source": item.source,
        "released": str(item.released_on),
    }


def _find(wanted: str) -> Entry:
    found = [
        entry
        for register in registers()
        for entry in register.entries(f'"id":"{wanted}')
        if entry.id.startswith(wanted)
    ]
    exact = [entry for entry in found if entry.id == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise UnknownForecastError(
            f"no registered forecast '{wanted}'; 'countrydesk forecast list PLACE' lists them"
        )
    raise UnknownForecastError(
        f"'{wanted}' begins {len(found)} ids, such as {found[0].id} and {found[1].id}; give more"
    )


def verify_registers(head: str | None) -> None:
    """Check both chains; with ``head`` also that it is the digest of a line.

    Raises:
        RegisterDamagedError: a chain is broken.
        UnknownForecastError: the digest is of no line.
    """
    known = registers()
    for item in known:
        check_chain(item)
        typer.echo(f"{item.path}  intact  {item.size:,} forecasts  last digest {item.head}")
    if head is not None:
        holding = [item for item in known if item.holds(head)]
        if not holding:
            raise UnknownForecastError(f"no line of a register has the digest {head}")
        typer.echo(f"{head}  is part of {holding[0].path}")
