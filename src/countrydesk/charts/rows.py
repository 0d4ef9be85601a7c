"""Reading the data of an exhibit: the columns that its form needs, as the right types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countrydesk.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from countrydesk.paper.nodes import Exhibit


class Rows:
    """The data of one exhibit, read strictly."""

    def __init__(self, exhibit: Exhibit) -> None:
        self.exhibit = exhibit
        if not exhibit.data:
            raise RenderError(f"{exhibit.id}: a chart of form '{exhibit.form}' without data")

    def texts(self, column: str) -> list[str]:
        """Return a column as text.

        Raises:
            RenderError: a row lacks it.
        """
        return [str(self._cell(at, column)) for at in range(len(self.exhibit.data))]

    def numbers(self, column: str) -> list[float]:
        """Return a column of numbers.

        Raises:
            RenderError: a row lacks it or holds something else.
        """
        return [self._number(at, column) for at in range(len(self.exhibit.data))]

    def maybe(self, column: str) -> list[float | None]:
        """Return a column of numbers that may be absent."""
        return [
            None if row.get(column) is None else self._number(at, column)
            for at, row in enumerate(self.exhibit.data)
        ]

    def option(self, name: str, default: str = "") -> str:
        """Return an option of the exhibit as text."""
        return str(self.exhibit.options.get(name, default))

    def has(self, column: str) -> bool:
        """Whether any row has a value in a column."""
        return any(row.get(column) is not None for row in self.exhibit.data)

    def _cell(self, at: int, column: str) -> float | int | str:
        value = self.exhibit.data[at].get(column)
        if value is None:
            raise RenderError(
                f"{self.exhibit.id}: row {at + 1} of a chart of form '{self.exhibit.form}' "
                f"has no '{column}'"
            )
        return value

    def _number(self, at: int, column: str) -> float:
        value = self._cell(at, column)
        if isinstance(value, str):
            raise RenderError(
                f"{self.exhibit.id}: row {at + 1} holds '{value}' where '{column}' is a number"
            )
        return float(value)


def known(*columns: Iterable[float | None]) -> list[float]:
    """Return all numbers of some columns that are present."""
    return [value for column in columns for value in column if value is not None]
