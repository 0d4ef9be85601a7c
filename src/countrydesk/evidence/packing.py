"""Several columns of categories packed into one integer for each row.

Sorting and grouping millions of rows by one integer takes a tenth of the time and memory that the
texts take. The integers sort as the texts do.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Keys = npt.NDArray[np.uint64]
_BITS = 64


def coded(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return ``frame`` with the text columns among ``columns`` made categories."""
    texts = [name for name in columns if frame.schema[name] == pl.String]
    return frame.with_columns(pl.col(name).cast(pl.Categorical) for name in texts)


def ranks(column: pl.Series) -> npt.NDArray[np.uint32]:
    """Return for each row the rank of its value among the distinct ones, from 0."""
    if column.dtype != pl.Categorical:
        distinct = column.unique().sort().to_numpy()
        return np.searchsorted(distinct, column.to_numpy()).astype(np.uint32)
    known = column.unique()
    codes = known.to_physical().to_numpy()
    table = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.uint32)
    table[codes[known.cast(pl.String).arg_sort().to_numpy()]] = np.arange(len(codes))
    found: npt.NDArray[np.uint32] = table[column.to_physical().to_numpy()]
    return found


def pack(frame: pl.DataFrame, columns: Sequence[str]) -> Keys:
    """Return one integer for each row that is equal, and sorts, as ``columns`` together do.

    Columns are categories or dates without nulls.

    Raises:
        OverflowError: the distinct values need more than 64 bits.
    """
    keys, used = np.zeros(frame.height, dtype=np.uint64), 0
    for name in columns:
        part = ranks(frame.get_column(name))
        bits = int(part.max(initial=0)).bit_length()
        used += bits
        if used > _BITS:
            raise OverflowError(f"{', '.join(columns)}: more than {_BITS} bits")
        keys = (keys << np.uint64(bits)) | part
    return keys
