"""Every error that Countrydesk raises on purpose.

The tree::

    CountrydeskError
    |-- InputError                what the caller asked for cannot be understood
    |   |-- UnknownPlaceError     no such country, bloc or historical state
    |   |-- UnknownIndicatorError no such indicator in the catalogue
    |   |-- UnknownSentenceError  no such sentence in that paper
    |   |-- PeriodError           not a year, quarter, month, day or span
    |   `-- PrincipalError        a paper on a country from its own viewpoint, or from none
    |-- SourceError               a source cannot be read as its description says
    |   |-- RawFileError          a raw file is missing, unreadable or of another vintage
    |   |-- LayoutError           a column, sheet or key is missing or was not expected
    |   |-- ValueNotUnderstoodError  a code or value in scope has no meaning we know
    |   `-- AssertionFailedError  the parsed data break a stated expectation
    |-- ReleaseError              a release cannot be used
    |   |-- ReleaseNotFoundError  no such release
    |   `-- ReleaseDamagedError   its files are not those that its manifest names
    |-- PaperError                a paper must not leave the house
    |   |-- UnboundSentenceError  a sentence states what no evidence bears out
    |   `-- LintError             a sentence breaks the house's rules of writing
    |-- RenderError               a paper cannot be turned into that format
    `-- OutputError               the result cannot be written where it was asked for

Messages are one line, say what is wrong and what to do. ``exit_code`` is what the command line
returns: 2 where the caller can put it right by asking differently, 1 otherwise.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "AssertionFailedError",
    "CountrydeskError",
    "InputError",
    "LayoutError",
    "LintError",
    "OutputError",
    "PaperError",
    "PeriodError",
    "PrincipalError",
    "RawFileError",
    "ReleaseDamagedError",
    "ReleaseError",
    "ReleaseNotFoundError",
    "RenderError",
    "SourceError",
    "UnboundSentenceError",
    "UnknownIndicatorError",
    "UnknownPlaceError",
    "UnknownSentenceError",
    "ValueNotUnderstoodError",
]


class CountrydeskError(Exception):
    """The root: catch this to catch all that the project raises on purpose."""

    exit_code: ClassVar[int] = 1


class InputError(CountrydeskError):
    """What the caller asked for cannot be understood."""

    exit_code = 2


class UnknownPlaceError(InputError):
    """No such country, bloc or historical state."""


class UnknownIndicatorError(InputError):
    """No such indicator in the catalogue."""


class UnknownSentenceError(InputError):
    """No such sentence in that paper."""


class PeriodError(InputError):
    """Not a year, quarter, month, day or span."""


class PrincipalError(InputError):
    """A paper on a country from its own viewpoint, or from none."""


class SourceError(CountrydeskError):
    """A source cannot be read as its description says."""


class RawFileError(SourceError):
    """A raw file is missing, unreadable or of another vintage."""


class LayoutError(SourceError):
    """A column, sheet or key is missing or was not expected."""


class ValueNotUnderstoodError(SourceError):
    """A code or value in scope has no meaning we know."""


class AssertionFailedError(SourceError):
    """The parsed data break a stated expectation."""


class ReleaseError(CountrydeskError):
    """A release cannot be used."""


class ReleaseNotFoundError(ReleaseError):
    """No such release."""


class ReleaseDamagedError(ReleaseError):
    """The files of a release are not those that its manifest names."""


class PaperError(CountrydeskError):
    """A paper must not leave the house."""


class UnboundSentenceError(PaperError):
    """A sentence states what no evidence bears out."""


class LintError(PaperError):
    """A sentence breaks the house's rules of writing."""


class RenderError(CountrydeskError):
    """A paper cannot be turned into that format."""


class OutputError(CountrydeskError):
    """The result cannot be written where it was asked for."""
