"""Auditing what a reader sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countrydesk.errors import InputError
from countrydesk.model.period import parse_date
from countrydesk.places import registry
from countrydesk.web.uploads import Sent, bounded, text_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from countrydesk.audit.audit import Audit
    from countrydesk.web.site import Site

NOTHING = "paste a text or choose a file"


def sent(form: Mapping[str, str | tuple[str, bytes]]) -> Sent:
    """Return what a form holds: a file where one was chosen, else the pasted text.

    Raises:
        InputError: neither is there, or it cannot be read.
    """
    words = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    if isinstance(file, tuple) and file[0] and file[1]:
        name, text = file[0][:120], text_in(*file)
    else:
        name, text = "pasted text", bounded(words.get("text", ""))
    if not text.strip():
        raise InputError(NOTHING)
    fields = (words.get(key, "").strip()[:80] for key in ("partner", "principal", "written"))
    return Sent(name, text, *fields)


def audited(site: Site, given: Sent) -> Audit:
    """Return the audit of a text; nothing of it is kept.

    Raises:
        InputError: a place or day is not known, or the text names no country.
    """
    # The terms and names of the audit are read when the first text comes.
    from countrydesk.audit.audit import audit_text

    known = registry()
    partner = known.resolve(given.partner) if given.partner else None
    principal = known.resolve(given.principal or site.settings.principal)
    day = parse_date(given.written) if given.written else None
    with site.writing():
        then = site.view(site.day(day.isoformat())) if day else None
        return audit_text(site.now, given.text, name=given.name, partner=partner,
            principal=principal, then=then)  # fmt: skip
