"""An invented source behind a paged API, for tests of the machinery."""

from __future__ import annotations

from pathlib import Path

import orjson
import polars as pl
import yaml

from countrydesk.sources.fetching.client import Client
from countrydesk.sources.fetching.pages import Paging, save_pages
from countrydesk.sources.intake import Intake
from countrydesk.sources.records import json_records
from countrydesk.sources.registry import Source
from countrydesk.sources.spec import load_spec

NAME = "toy_pages"
URL = "https://api.example.org/v1/scores"
PAGING = Paging(count=lambda page: page["pages"], rows=lambda page: page["data"])
ROWS = [("PER", 41.5), ("KEN", 38.0), ("BRA", 52.0), ("DEU", 31.0), ("WLD", 40.0)]
SIZE = 2
DESCRIPTION = f"""
name: {NAME}
short: Toy pages
producer: Toy Institute
title: Toy scores
url: https://example.org/scores
citation: Toy Institute, Toy scores
licence: {{id: CC0-1.0, name: CC0, url: https://example.org/licence, redistribute: "yes"}}
cadence: yearly
vintage: 2025-03
released_on: 2025-03-01
retrieved_on: 2025-03-02
files:
  - path: toy/page-*.json
fetch: {{kind: pages}}
series:
  score: {{indicator: gini, unit: index}}
assertions:
  rows: {{min: 3}}
  places: {{min: 3}}
  values:
    - {{place: PER, indicator: gini, period: "2024", value: 41.5, within: 0.1}}
"""


def fetch(client: Client, folder: Path) -> None:
    save_pages(client, URL, {"size": SIZE}, PAGING, folder / "toy" / "page-{page}.json")


def parse(intake: Intake) -> pl.DataFrame:
    pages = [
        json_records(intake, path, ("code", "year", "score"), lambda page: page["data"])
        for path in intake.paths()
    ]
    table = intake.numbers(pl.concat(pages), "score")
    table = intake.use(intake.places(table, "code", "iso3", ignore={"WLD": "aggregate"}))
    return table.select(
        "place",
        pl.lit("gini").alias("indicator"),
        pl.col("year").alias("period"),
        pl.col("score").alias("value"),
        pl.lit("index").alias("unit"),
        pl.lit("score").alias("series"),
        "_file",
    )


def payloads(rows: list[tuple[str, float]] = ROWS) -> dict[str, bytes]:
    """Return the answer of the service to each address."""
    parts = [rows[at : at + SIZE] for at in range(0, len(rows), SIZE)]
    return {
        f"{URL}?size={SIZE}&page={number}": orjson.dumps(
            {
                "pages": len(parts),
                "data": [{"code": code, "year": "2024", "score": score} for code, score in part],
            }
        )
        for number, part in enumerate(parts, 1)
    }


def toy_source(folder: Path) -> Source:
    """Return the source, described in ``folder``."""
    home = folder / NAME
    home.mkdir(parents=True, exist_ok=True)
    (home / "source.yml").write_text(DESCRIPTION.strip() + "\n", encoding="utf-8")
    assert yaml.safe_load(DESCRIPTION)["name"] == NAME
    return Source(load_spec(home), home, parse, fetch)
