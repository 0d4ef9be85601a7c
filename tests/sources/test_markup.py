"""Strict reading of XML: one record at a time, no entities, within bounds."""

from __future__ import annotations

import pytest

from countrydesk.errors import LayoutError, RawFileError
from countrydesk.sources import markup
from countrydesk.sources.markup import xml_records

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE list [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><list><item>&c;</item></list>'
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE list [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    "<list><item>&f;</item></list>"
)


def read(tmp_path, text, root="list"):
    path = tmp_path / "x.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(xml_records(path, "x.xml", root))


def test_records_come_without_namespaces_and_in_order(tmp_path):
    found = read(
        tmp_path, '<list xmlns="urn:x"><item><n>1</n></item>\n<item><n>2</n></item></list>'
    )
    assert [item.tag for item in found] == ["item", "item"]
    assert [item.findtext("n") for item in found] == ["1", "2"]


@pytest.mark.parametrize("text", [BOMB, EXTERNAL, "<!DOCTYPE list><list/>"])
def test_a_document_type_is_refused_and_no_entity_is_expanded(tmp_path, text):
    with pytest.raises(RawFileError, match="document type"):
        read(tmp_path, text)


def test_an_entity_that_is_not_declared_is_refused(tmp_path):
    with pytest.raises(RawFileError, match="well-formed"):
        read(tmp_path, "<list><item>&boom;</item></list>")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no markup",
        "<list><item></list>",
        "<list><item>",
        "<list/><list/>",
        b"\xff\xfe<\x00l\x00",
    ],
)
def test_what_is_not_well_formed_is_refused(tmp_path, text):
    with pytest.raises(RawFileError, match="well-formed"):
        read(tmp_path, text)


def test_bytes_that_are_not_utf_8_are_refused(tmp_path):
    with pytest.raises(RawFileError):
        read(tmp_path, b"<list><item>\xe9</item></list>")
    with pytest.raises(RawFileError, match="well-formed"):
        read(tmp_path, "\ufeff<list><item>x</item></list>".encode("utf-16-le"))


def test_another_root_is_another_layout(tmp_path):
    with pytest.raises(LayoutError, match="html"):
        read(tmp_path, "<html><body/></html>")


def test_deep_nesting_is_refused(tmp_path):
    deep = "<a>" * markup.DEEPEST
    with pytest.raises(RawFileError, match="deep"):
        read(tmp_path, f"<list>{deep}{'</a>' * markup.DEEPEST}</list>")


def test_a_record_without_end_is_refused(tmp_path):
    with pytest.raises(RawFileError, match="characters"):
        read(tmp_path, f"<list><item>{'x' * (markup.LONGEST + 1)}</item></list>")


def test_an_empty_list_has_no_records(tmp_path):
    assert read(tmp_path, "<list/>") == []
