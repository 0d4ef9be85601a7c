"""Commands on releases of evidence: ``release build``, ``diff``, ``list``, ``verify``."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countrydesk.cli.options import JsonOption, ReleaseOption, RestrictedOption

if TYPE_CHECKING:
    from countrydesk.evidence.build import Plan

app = typer.Typer(
    no_args_is_help=True, help="Build, list and verify releases of evidence.", add_completion=False
)


@app.command("build")
def build(
    raw: Annotated[
        Path | None,
        typer.Option(
            "--raw",
            metavar="DIR",
            help="Only this folder of raw files; by default what 'sources refresh' has stored, "
            "over COUNTRYDESK_RAW.",
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            "-s",
            help="Read only this source again, the others are carried over from the release in use "
            "(with --raw or --bundle: only this source); repeat for several.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Folder of releases to add to."),
    ] = None,
    bundle: Annotated[
        bool,
        typer.Option(
            "--bundle", help="Write the release that ships in the package: free licences only."
        ),
    ] = False,
) -> None:
    """Compile raw source files into a new, immutable release.

    Reading is strict: a column, code or value that is not understood stops the build and names
    file, row and value; earlier releases stay as they are. Sources without raw files here are
    carried over from the release in use, unless --raw or COUNTRYDESK_RAW gives a folder; with
    --source all others are, unless --raw does.
    """
    from countrydesk.cli.progress import steps
    from countrydesk.evidence import build as building
    from countrydesk.evidence.store import bundled_folder, releases_folder

    plan = _plan(raw, tuple(source or ()), bundle)
    target = bundled_folder() if bundle else output or releases_folder()
    with steps("release", len(plan.names()) + 1) as progress:
        release = building.build(plan, target, progress)
    manifest = release.manifest
    size = sum(entry.bytes for entry in manifest.files)
    typer.echo(
        f"{release.id}  {manifest.rows:,} observations  {size / 1e6:.1f} MB  {release.folder}"
    )
    for entry in manifest.stale:
        typer.echo(f"stale since {entry.since}: {entry.source}: {entry.reason}", err=True)


def _plan(raw: Path | None, sources: tuple[str, ...], bundle: bool) -> Plan:
    from countrydesk import settings
    from countrydesk.errors import ReleaseNotFoundError
    from countrydesk.evidence.build import Plan
    from countrydesk.evidence.store import load_release
    from countrydesk.sources.fetching.store import user_store

    if raw is not None or bundle:
        return Plan(raw or settings.raw_folder(), sources, bundle)
    base, carry = settings.raw_folder(), None
    if base is None or sources:
        with suppress(ReleaseNotFoundError):
            carry = load_release()
    return Plan(base, sources, store=user_store(), carry=carry)


@app.command("list")
def list_(json: JsonOption = False) -> None:
    """List the releases on this machine, newest evidence first; * marks the one that is used.

    'stale' counts the sources whose last refresh had failed when the release was built.
    """
    from countrydesk.cli.tables import print_rows
    from countrydesk.evidence.store import list_releases

    rows = [
        {
            "used": "*" if position == 0 else "",
            "id": entry.id,
            "cutoff": str(entry.manifest.cutoff) if entry.manifest else "damaged",
            "observations": entry.manifest.rows if entry.manifest else 0,
            "stale": len(entry.manifest.stale) if entry.manifest else 0,
            "kind": "bundled" if entry.bundled else "built",
            "folder": str(entry.folder),
        }
        for position, entry in enumerate(list_releases())
    ]
    print_rows(rows, json=json)


@app.command("verify")
def verify(
    release: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A release by id or folder; default: all.")
    ] = None,
) -> None:
    """Hash every file of a release again and compare it with the manifest."""
    from countrydesk.errors import ReleaseNotFoundError
    from countrydesk.evidence.release import Release
    from countrydesk.evidence.store import find_release, list_releases

    if release is not None and find_release(release) is None:
        raise ReleaseNotFoundError(f"no release '{release}'; see 'countrydesk release list'")
    known = [entry.folder for entry in list_releases()]
    folders = known if release is None else [find_release(release)]
    for folder in folders:
        if folder is not None:
            typer.echo(f"{Release.open(folder).id}  intact  {folder}")


@app.command("diff")
def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="A release by id or folder, 'bundled', or a day.")
    ],
    after: Annotated[str, typer.Argument(metavar="B", help="The same, for the later side.")],
    indicator: Annotated[
        str, typer.Option("--indicator", "-i", metavar="ID", help="Only this indicator.")
    ] = "",
    place: Annotated[
        str, typer.Option("--place", metavar="PLACE", help="Only what is said of this place.")
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="The most rows of each list.")
    ] = 20,
    include_restricted: RestrictedOption = False,
    release: ReleaseOption = None,
    json: JsonOption = False,
) -> None:
    """List what was added, revised and withdrawn between two releases or two days.

    [bold]countrydesk release diff 2024-10-21 2025-10-13 -i gdp_usd[/bold] compares what one release
    (--release; by default the one in use) knew on two days;
    [bold]countrydesk release diff bundled ID[/bold] compares two releases. Revisions are sorted by
    size: percent of the larger value for amounts, points for rates and indices. --json leaves out
    the sources that may not be passed on, unless --include-restricted is given.
    """
    from countrydesk.cli.differing import print_diff, read_sides
    from countrydesk.evidence.diff import compare
    from countrydesk.places import registry

    one, two = read_sides(before, after, release, to_pass_on=json and not include_restricted)
    if indicator:
        two.release.catalogue.get_indicator(indicator)
    here = registry().resolve(place).id if place else ""
    print_diff(compare(one, two, place=here, indicator=indicator), limit, json=json)
