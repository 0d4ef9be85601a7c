"""One thread for linear algebra: the systems are small; waking threads costs more than it saves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep BLAS to one thread inside the block."""
    with _controller().limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> ThreadpoolController:
    import numpy as np
    import scipy.linalg  # loads its own BLAS, which must be there to be found

    np.linalg.solve(np.eye(2), scipy.linalg.inv(np.eye(2)))
    return ThreadpoolController()
