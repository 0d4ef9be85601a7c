"""Which passages there are: functions of a page, by name, found in the modules of ``passages``."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module

from countrydesk.errors import LintError
from countrydesk.paper import passages
from countrydesk.paper.page import Page

Passage = Callable[[Page], None]
_PASSAGES: dict[str, Passage] = {}


def passage(function: Passage) -> Passage:
    """Register a function as the passage of its name.

    Raises:
        LintError: the name is taken.
    """
    name = function.__name__
    if name in _PASSAGES:
        raise LintError(f"passage '{name}' is defined twice")
    _PASSAGES[name] = function
    return function


@cache
def all_passages() -> dict[str, Passage]:
    """Return every passage by name."""
    for module in pkgutil.iter_modules(passages.__path__):
        import_module(f"{passages.__name__}.{module.name}")
    return dict(sorted(_PASSAGES.items()))


def get_passage(name: str) -> Passage:
    """Return the passage ``name``.

    Raises:
        LintError: there is none.
    """
    found = all_passages().get(name)
    if found is None:
        raise LintError(f"the outline asks for the passage '{name}', which nobody has written")
    return found
