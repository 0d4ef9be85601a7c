"""A release without the sources whose licence does not let you pass their figures on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import polars as pl

from countrydesk.evidence.release import Release
from countrydesk.evidence.resolve import STANDING, standing
from countrydesk.evidence.scales import Scale, estimate_scales
from countrydesk.model import Origin


def restricted(release: Release) -> tuple[str, ...]:
    """Return the sources of a release that may not be passed on, sorted."""
    return tuple(
        name
        for name, origin in sorted(release.origins.items())
        if not origin.licence.redistribute.bundlable
    )


def to_pass_on(release: Release) -> Release:
    """Return ``release`` as if the sources that may not be passed on had never been in it.

    Values that they hid stand again, and the latent scales are estimated anew without them.
    """
    return _PassedOn(release.folder, release.manifest) if restricted(release) else release


class _PassedOn(Release):
    """What of a release may be passed on."""

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The observations of the sources that may be passed on."""
        kept = super().frame.filter(pl.col("source").is_in(list(self.origins)))
        mask = standing(kept, self.catalogue, self.manifest.restating, None)
        return kept.with_columns(mask.alias(STANDING))

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        """The origins of the sources that may be passed on."""
        found = super().origins.items()
        return {name: o for name, o in found if o.licence.redistribute.bundlable}

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The latent scales that these sources bear."""
        return estimate_scales(self.frame).scales
