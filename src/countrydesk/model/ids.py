"""Ids that are derived from content, so that the same fact has the same id on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_SEPARATOR = "\x1f"
OBSERVATION_DIGITS = 16


def canonical(value: object) -> str:
    """Return the one text form of a scalar that enters a hash; floats by their shortest repr."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return str(value)


def short_hash(parts: Iterable[object], digits: int = OBSERVATION_DIGITS) -> str:
    """Return the first ``digits`` hex digits of the SHA-256 of ``parts`` in canonical form."""
    text = _SEPARATOR.join(canonical(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def observation_id(*content: object) -> str:
    """Return the id of an observation from the fields that make it what it is.

    Retrieval date, raw hash and note are left out: reading the same fact twice is one fact.
    """
    return short_hash(content)
