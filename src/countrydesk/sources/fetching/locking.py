"""One refresh at a time: a lock that ends with the process that holds it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countrydesk.errors import StoreError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``. On Windows nothing is locked.

    Raises:
        StoreError: another process holds it.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(f"{path.parent}: another refresh is under way; wait for it") from error
        yield
