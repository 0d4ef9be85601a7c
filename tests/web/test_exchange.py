"""Series for statistical software and provenance for machines."""

from __future__ import annotations


def test_a_series_is_a_data_message_whose_indices_lead_back(client):
    answer = client.get("/api/v1/sdmx/PER/gdp_usd")
    assert answer.headers["content-type"].startswith("application/vnd.sdmx.data+json")
    body = answer.json()
    structure = body["data"]["structures"][0]
    axes = [axis["values"] for axis in structure["dimensions"]["series"]]
    periods = [one["id"] for one in structure["dimensions"]["observation"][0]["values"]]
    plain = client.get("/api/v1/series/PER/gdp_usd").json()["observations"]
    values = {(row["source"], row["period"]): row["value"] for row in plain}
    found = {}
    for key, row in body["data"]["dataSets"][0]["series"].items():
        place, _, indicator, source = (
            axis[int(at)]["id"] for axis, at in zip(axes, key.split(":"), strict=True)
        )
        assert (place, indicator) == ("PER", "gdp_usd")
        for at, given in row["observations"].items():
            assert given[1] in "AEFP"
            found[source, periods[int(at)]] = given[0]
    assert found == values
    assert found


def test_a_dyad_names_its_other_side_and_a_coded_fact_is_empty(client):
    body = client.get("/api/v1/sdmx/USA/goods_imports?toward=PER").json()
    axis = body["data"]["structures"][0]["dimensions"]["series"][1]
    assert [one["id"] for one in axis["values"]] == ["PER"]
    empty = client.get("/api/v1/sdmx/PER/head_of_state").status_code
    assert empty in {200, 404}


def test_an_observation_is_led_back_to_its_raw_file(client):
    row = client.get("/api/v1/series/PER/gdp_usd").json()["observations"][-1]
    answer = client.get(f"/api/v1/provenance/PER/{row['id']}")
    assert answer.headers["content-type"].startswith("application/ld+json")
    nodes = {node["@id"]: node for node in answer.json()["@graph"]}
    entity = nodes[f"urn:countrydesk:observation:{row['id']}"]
    assert entity["schema:value"] == row["value"]
    assert entity["prov:wasDerivedFrom"]["@id"] == f"urn:sha256:{row['raw_sha256']}"
    links = [v["@id"] for node in nodes.values() for k, v in node.items()
        if k.startswith("prov:") and isinstance(v, dict) and "@id" in v]  # fmt: skip
    assert set(links) <= set(nodes)


def test_what_is_not_there_is_told(client):
    assert client.get("/api/v1/provenance/PER/nothing").status_code == 404
    assert client.get("/api/v1/sdmx/PER/luck").status_code == 404
    assert client.get("/api/v1/sdmx/Atlantis/gdp_usd").status_code == 404
