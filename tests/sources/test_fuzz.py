"""Damaged raw files: every parser reads them or says in the project's words what is wrong."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from countrydesk.errors import CountrydeskError
from countrydesk.sources.parse import parse_source
from countrydesk.sources.registry import get_source, source_names

# A round of the default suite; COUNTRYDESK_FUZZ asks for more.
ROUNDS = int(os.environ.get("COUNTRYDESK_FUZZ", "3"))
Damage = Callable[[bytes, random.Random], bytes]
_WORDS = (b"", b"-", b"NaN", b"1e999", b"-1", b"9" * 30, b"\xff\xfe", b"\x00", b'"', b"2024-13-45",
    b"ZZZ", "Ünïcödé".encode(), b",,,,", b"\n\n", b"{", b"[]", b"null")  # fmt: skip


def flip(payload: bytes, dice: random.Random) -> bytes:
    made = bytearray(payload)
    for _ in range(dice.randint(1, 8)):
        made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def cut(payload: bytes, dice: random.Random) -> bytes:
    return payload[: dice.randrange(len(payload))]


def drop(payload: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(payload))
    return payload[:at] + payload[at + dice.randint(1, 200) :]


def repeat(payload: bytes, dice: random.Random) -> bytes:
    lines = payload.split(b"\n")
    at = dice.randrange(len(lines))
    return b"\n".join([*lines[:at], lines[at], *lines[at:]])


def swap_word(payload: bytes, dice: random.Random) -> bytes:
    lines = payload.split(b"\n")
    at = dice.randrange(len(lines))
    mark = b";" if lines[at].count(b";") > lines[at].count(b",") else b","
    cells = lines[at].split(mark)
    cells[dice.randrange(len(cells))] = dice.choice(_WORDS)
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


DAMAGES: tuple[Damage, ...] = (flip, cut, drop, repeat, swap_word)


@pytest.mark.parametrize("name", source_names())
def test_a_damaged_file_never_gets_past_the_projects_own_errors(name, tmp_path):
    source = get_source(name)
    files = sorted(path for path in source.specimens.rglob("*") if path.is_file())
    if not files:
        pytest.skip(f"{name} has no specimen files")
    for seed in range(ROUNDS * len(DAMAGES)):
        dice = random.Random(f"{name}/{seed}")
        copy = Path(shutil.copytree(source.specimens, tmp_path / str(seed)))
        target = copy / dice.choice(files).relative_to(source.specimens)
        payload = target.read_bytes()
        if not payload:
            continue
        target.write_bytes(DAMAGES[seed % len(DAMAGES)](payload, dice))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with contextlib.suppress(CountrydeskError):
                parse_source(source, copy, assertions=False)
        shutil.rmtree(copy)
