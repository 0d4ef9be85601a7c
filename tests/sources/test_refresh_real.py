"""Refreshing from the real files: what a producer's server would send is read and accepted."""

from __future__ import annotations

from datetime import date

import pytest
from tests.sources.faults import zipped
from tests.sources.replay import replaying

from countrydesk.sources.fetching.arrivals import Carrier
from countrydesk.sources.fetching.client import Client, Limits
from countrydesk.sources.fetching.layers import Layers
from countrydesk.sources.fetching.moved import Moved
from countrydesk.sources.fetching.refresh import Desk, Result
from countrydesk.sources.fetching.store import Store
from countrydesk.sources.registry import get_source, source_names
from countrydesk.sources.spec import FetchKind

NAMES = [n for n in source_names() if get_source(n).spec.fetch.kind is FetchKind.FILE]


@pytest.mark.raw
@pytest.mark.parametrize("name", NAMES)
def test_the_real_files_are_accepted_and_nothing_moves(name, raw, tmp_path):
    source, store = get_source(name), Store(tmp_path)
    if source.spec.optional and not Layers(raw, {}, {}).is_at_hand(source):
        pytest.skip(f"{name} is optional and not at hand")
    members = {entry.path for entry in source.spec.files if entry.member}
    with replaying() as replay:
        replay.load(
            {
                url: zipped((raw / path).read_bytes())
                if path in members
                else (raw / path).read_bytes()
                for path, url in source.spec.addresses.items()
            }
        )
        with Client(tmp_path, {"*": replay.base}, Limits(pause=0)) as client:
            carrier = Carrier(client, store, date(2026, 11, 20), lambda *_: None)
            outcome = Desk(store, raw).refresh(source, carrier)
    assert outcome.result is Result.ACCEPTED, outcome.reason
    assert outcome.moved == Moved(0, 0, 0)
    parsed = Layers.of_store(source, store, None).parse(source)
    assert all(parsed.is_pinned(path) for path in parsed.hashes)
    assert parsed.spec.released_on == source.spec.released_on


@pytest.mark.raw
def test_a_newer_edition_meets_the_assertions_of_a_rolling_file(raw, tmp_path):
    source, store = get_source("passport_index"), Store(tmp_path)
    ((path, url),) = source.spec.addresses.items()
    newer = (raw / path).read_bytes().rsplit(b"\n", 2)[0] + b"\n"
    with replaying() as replay:
        replay.load({url: newer})
        with Client(tmp_path, {"*": replay.base}, Limits(pause=0)) as client:
            carrier = Carrier(client, store, date(2026, 11, 20), lambda *_: None)
            outcome = Desk(store, raw).refresh(source, carrier)
    assert outcome.result is Result.ACCEPTED, outcome.reason
    parsed = Layers.of_store(source, store, None).parse(source)
    assert parsed.frame["period"].unique().to_list() == ["2026-11"]
