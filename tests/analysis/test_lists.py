from __future__ import annotations

from tests.analysis.toy import toy_view

from countrydesk.analysis import lists, minerals, weight
from countrydesk.analysis.finding import recompute

RESOURCES = "natural_resources"


def listed(place, indicator, items, period="2023"):
    return [
        {"place": place, "indicator": indicator, "period": period, "text": text,
            "attributes": {"position": str(at)}}
        for at, text in enumerate(items, start=1)
    ]  # fmt: skip


def test_entries_stand_in_the_order_of_the_source():
    view = toy_view(listed("PER", "export_commodities", ["copper ore", "gold", "grapes"]))
    first = lists.entry(view, place="PER", indicator="export_commodities", position=1)
    assert (first.value, first.values["n"]) == ("copper ore", 3)
    assert lists.entry(view, place="PER", indicator="export_commodities", position=4) is None


def test_only_the_newest_list_counts():
    old = listed("PER", "export_commodities", ["guano"], "2012")
    view = toy_view([*old, *listed("PER", "export_commodities", ["gold"])])
    first = lists.entry(view, place="PER", indicator="export_commodities", position=1)
    assert (first.value, first.values["n"]) == ("gold", 1)


def test_what_few_have_comes_first():
    rows = [
        *listed("PER", "export_commodities", ["gold", "grapes"]),
        *listed("CHL", "export_commodities", ["gold"]),
        *listed("BOL", "export_commodities", ["gold"]),
    ]
    found = lists.rare_entry(
        toy_view(rows), place="PER", indicator="export_commodities", position=1
    )
    assert (found.value, found.values["holders"], found.values["states"]) == ("grapes", 1, 3)


def test_a_list_that_says_nothing_is_empty():
    view = toy_view(listed("VAT", RESOURCES, ["NEGL"]))
    assert lists.entry(view, place="VAT", indicator=RESOURCES, position=1) is None


CRITICAL = {
    "potash": ["potash"],
    "copper": ["copper", "copper ore"],
    "aluminium": ["alumina", "aluminum", "bauxite"],
}


def test_critical_minerals_are_counted_under_one_name_each():
    rows = [
        *listed("PER", RESOURCES, ["copper", "gold", "potash"]),
        *listed("CHN", RESOURCES, ["aluminum", "copper ore"]),
        *listed("GIN", RESOURCES, ["bauxite", "alumina"]),
        *(
            {
                "place": "USA",
                "indicator": "critical_mineral",
                "period": "2025-11-07/",
                "text": mineral,
                "series": word,
                "attributes": {"word": word},
            }
            for mineral, words in CRITICAL.items()
            for word in words
        ),
    ]
    view = toy_view(rows)
    first = minerals.critical_mineral(view, place="PER", position=1)
    assert (first.value, first.values["holders"], first.values["n"]) == ("potash", 1, 2)
    assert minerals.critical_mineral(view, place="PER", position=2).values["holders"] == 2
    bauxite = minerals.critical_mineral(view, place="GIN", position=1)
    assert (bauxite.value, bauxite.values["holders"], bauxite.values["n"]) == ("aluminium", 2, 1)
    assert recompute(view, first) == first


def test_goods_that_both_lists_have():
    rows = [
        *listed("PER", "export_commodities", ["copper ore", "gold", "grapes"]),
        *listed("CHN", "import_commodities", ["crude petroleum", "gold"]),
    ]
    call = {"place": "PER", "counterpart": "CHN", "sold": "export_commodities",
        "bought": "import_commodities"}  # fmt: skip
    found = weight.goods_in_common(toy_view(rows), position=1, **call)
    assert (found.value, found.values["n"], len(found.inputs)) == ("gold", 1, 2)
    assert weight.goods_in_common(toy_view(rows), position=2, **call) is None
