from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countrydesk.errors import LintError
from countrydesk.paper.writing.template import Choice, Maybe, Ref, bindings, parse, walk


def test_text_and_slots():
    assert parse("{place:poss} GDP was {v} in {v.period}.") == (
        Ref("place", "value", "poss"),
        " GDP was ",
        Ref("v", "value", ""),
        " in ",
        Ref("v", "period", ""),
        ".",
    )


def test_switches_keep_their_mark():
    assert parse("{n.value?state|states}") == (Ref("n", "value", "?state|states"),)
    assert parse("{c>rose|fell}") == (Ref("c", "value", ">rose|fell"),)
    assert parse("{x.side=surplus:a|deficit:b}") == (Ref("x", "side", "=surplus:a|deficit:b"),)


def test_alternatives_and_optional_parts_nest():
    (choice,) = parse("[a|b<, {c}>|]")
    assert choice == Choice((("a",), ("b", Maybe((", ", Ref("c", "value", "")))), ()))


def test_escapes():
    assert parse(r"\[a\] \{b\} \<c\> \|") == ("[a] {b} <c> |",)


def test_bindings():
    nodes = parse("{a}[ {b}| {c}]< {d}>")
    assert bindings(nodes) == {"a", "b", "c", "d"}
    assert bindings(nodes, required=True) == {"a", "b", "c"}
    assert [n for n in walk(nodes) if isinstance(n, Ref)] == [
        Ref(name, "value", "") for name in "abcd"
    ]


@pytest.mark.parametrize("source", ["{a", "[a|b", "<a", "a]", "a}", "{A b}", "{}"])
def test_malformed_templates_are_refused(source):
    with pytest.raises(LintError, match="template"):
        parse(source)


@given(st.text(alphabet=st.characters(exclude_characters="{}[]<>|\\", exclude_categories=["Cs"])))
def test_plain_text_is_itself(text):
    assert "".join(part for part in parse(text) if isinstance(part, str)) == text
