"""Progress on standard error: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def steps(label: str, total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function that is called with the name of each step as it begins."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        begun = False

        def begin(name: str) -> None:
            nonlocal begun
            bar.update(task, description=f"{label}: {name}", advance=1 if begun else 0)
            begun = True

        yield begin
        bar.update(task, completed=total, description=label)


Begin = Callable[[str], None]
Transferred = Callable[[str, int, int | None], None]


@contextmanager
def downloads(total: int) -> Iterator[tuple[Begin, Transferred]]:
    """Yield two functions: one called as each source begins, one as bytes of a file arrive."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(),
        TransferSpeedColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("refresh", total=None)
        count = 0
        name = ""

        def begin(source: str) -> None:
            nonlocal count, name
            count, name = count + 1, source
            bar.reset(task, description=f"[{count}/{total}] {source}", total=None)

        def transferred(path: str, done: int, size: int | None) -> None:
            what = f"[{count}/{total}] {name}: {path.rsplit('/', 1)[-1]}"
            bar.update(task, description=what, completed=done, total=size)

        yield begin, transferred
