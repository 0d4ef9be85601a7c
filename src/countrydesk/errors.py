"""Every error that Countrydesk raises on purpose.

The tree::

    CountrydeskError
    |-- InputError                what the caller asked for cannot be understood
    |   |-- UnknownPlaceError     no such country, bloc or historical state
    |   |-- UnknownIndicatorError no such indicator in the catalogue
    |   |-- UnknownSentenceError  no such sentence in that paper
    |   |-- UnreadableTextError   a paper to be audited is of another kind, too large or damaged
    |   |-- PeriodError           not a year, quarter, month, day or span
    |   |-- PrincipalError        a paper on a country from its own viewpoint, or from none
    |   |-- NoPaperError          a place without a paper: a territory, a bloc or a past state
    |   |-- LanguageError         a language that is not known, or has not all of an outline
    |   |-- TradeTableError       a table of trade, output or tariffs that no model can start from
    |   |-- ScenarioError         a change of policy that cannot be, or names what the table lacks
    |   |-- UnknownForecastError  no such forecast in the register, or no such family of forecasts
    |   `-- AlreadyRegisteredError  a question that has been answered is answered once
    |-- SourceError               a source cannot be read as its description says
    |   |-- RawFileError          a raw file is missing, unreadable or of another vintage
    |   |-- LayoutError           a column, sheet or key is missing or was not expected
    |   |-- ValueNotUnderstoodError  a code or value in scope has no meaning we know
    |   |-- AssertionFailedError  the parsed data break a stated expectation
    |   `-- NoFetchError          a source that no address can refresh; its description says why
    |-- FetchError                an official service did not give what was asked for
    |   |-- UnreachableError      no connection to the host
    |   |-- AddressGoneError      nothing at that address any more (404, 410)
    |   |-- RefusedError          the service refuses the request (401, 403 and other 4xx)
    |   |-- TooManyRequestsError  it asks to wait (429) for longer than the time limit
    |   |-- ServiceDownError      it fails itself (5xx)
    |   |-- TimeLimitError        it is silent or slow beyond the limit
    |   |-- SizeLimitError        the body, unpacked, is larger than the limit
    |   |-- IncompleteBodyError   the body breaks off
    |   `-- WrongContentError     the body is empty or another kind of content, such as a web page
    |-- NoEquilibriumError        no prices were found that clear the markets of a scenario
    |-- StoreError                the store of raw files cannot be used
    |-- ReleaseError              a release cannot be used
    |   |-- ReleaseNotFoundError  no such release
    |   `-- ReleaseDamagedError   its files are not those that its manifest names
    |-- RegisterDamagedError      a register of forecasts was altered, cut short or cannot be read
    |-- PaperError                a paper must not leave the house
    |   |-- UnboundSentenceError  a sentence states what no evidence bears out
    |   |-- LintError             a sentence breaks the house's rules of writing
    |   `-- OmissionError         it passes over what the evidence says it must mention
    |-- RenderError               a paper cannot be turned into that format
    `-- OutputError               the result cannot be written where it was asked for

Messages are one line, say what is wrong and what to do. ``exit_code`` is what the command line
returns: 2 where the caller can put it right by asking differently, 1 otherwise.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "AddressGoneError",
    "AlreadyRegisteredError",
    "AssertionFailedError",
    "CountrydeskError",
    "EstimationError",
    "FetchError",
    "IncompleteBodyError",
    "InputError",
    "LanguageError",
    "LayoutError",
    "LintError",
    "NoEquilibriumError",
    "NoFetchError",
    "OutputError",
    "PaperError",
    "PeriodError",
    "PrincipalError",
    "RawFileError",
    "RefusedError",
    "RegisterDamagedError",
    "ReleaseDamagedError",
    "ReleaseError",
    "ReleaseNotFoundError",
    "RenderError",
    "ScenarioError",
    "ServiceDownError",
    "SizeLimitError",
    "SourceError",
    "StoreError",
    "TimeLimitError",
    "TooManyRequestsError",
    "TradeTableError",
    "UnboundSentenceError",
    "UnknownForecastError",
    "UnknownIndicatorError",
    "UnknownPlaceError",
    "UnknownSentenceError",
    "UnreachableError",
    "UnreadableTextError",
    "ValueNotUnderstoodError",
    "WrongContentError",
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


class UnreadableTextError(InputError):
    """A paper to be audited is of another kind, too large, encrypted, damaged or without text."""


class PeriodError(InputError):
    """Not a year, quarter, month, day or span."""


class PrincipalError(InputError):
    """A paper on a country from its own viewpoint, or from none."""


class NoPaperError(InputError):
    """A place on which no paper is written: a territory, a bloc, an aggregate or a past state."""


class LanguageError(InputError):
    """A language that is not known, or has not all of an outline."""


class TradeTableError(InputError):
    """A table of trade, output or tariffs that no model can start from."""


class ScenarioError(InputError):
    """A change of policy that cannot be, or that names what the table of trade lacks."""


class EstimationError(InputError):
    """A gravity regression that the data or the installation cannot give."""


class NoEquilibriumError(CountrydeskError):
    """No prices were found that clear the markets of a scenario."""


class UnknownForecastError(InputError):
    """No such forecast in the register, or no such family of forecasts."""


class AlreadyRegisteredError(InputError):
    """A question that has been answered in a register is answered there once."""


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


class NoFetchError(SourceError):
    """A source that no address can refresh; its description says why."""

    exit_code = 2


class FetchError(CountrydeskError):
    """An official service did not give what was asked for.

    ``passing`` is set where the same request may succeed later; ``retry_after`` is the number of
    seconds that the service asks to wait.
    """

    passing: ClassVar[bool] = False

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnreachableError(FetchError):
    """No connection to the host."""

    passing = True


class AddressGoneError(FetchError):
    """Nothing at that address any more."""


class RefusedError(FetchError):
    """The service refuses the request."""


class TooManyRequestsError(FetchError):
    """The service asks to wait."""

    passing = True


class ServiceDownError(FetchError):
    """The service fails itself."""

    passing = True


class TimeLimitError(FetchError):
    """The service is silent or slow beyond the limit."""

    passing = True


class SizeLimitError(FetchError):
    """The body, unpacked, is larger than the limit."""


class IncompleteBodyError(FetchError):
    """The body breaks off."""

    passing = True


class WrongContentError(FetchError):
    """The body is empty or another kind of content."""


class StoreError(CountrydeskError):
    """The store of raw files cannot be used."""


class ReleaseError(CountrydeskError):
    """A release cannot be used."""


class ReleaseNotFoundError(ReleaseError):
    """No such release."""


class ReleaseDamagedError(ReleaseError):
    """The files of a release are not those that its manifest names."""


class RegisterDamagedError(CountrydeskError):
    """A register of forecasts was altered, cut short or cannot be read."""


class PaperError(CountrydeskError):
    """A paper must not leave the house."""


class UnboundSentenceError(PaperError):
    """A sentence states what no evidence bears out."""


class LintError(PaperError):
    """A sentence breaks the house's rules of writing."""


class OmissionError(PaperError):
    """A paper passes over something that the evidence says it must mention."""


class RenderError(CountrydeskError):
    """A paper cannot be turned into that format."""


class OutputError(CountrydeskError):
    """The result cannot be written where it was asked for."""
