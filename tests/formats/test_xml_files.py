"""XML of other systems: every element has its line, and what could harm is refused with a sentence."""

import pytest

from catalogue.formats import xml_files
from catalogue.formats.xml_files import parsed_xml

REFUSED = {
    "nothing": (b" \n", "The file is empty."),
    "cut off": (b"<a>\n<b>", "cut off"),
    "no XML": (b"skjema;navn\n", "This is not XML"),
    "entities that multiply": (b'<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;">]><a>&y;</a>', "document type"),
    "a file from outside": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "document type"),
    "a document type": (b"<!DOCTYPE html><a/>", "document type"),
    "too deep": (b"<a>" * 201 + b"</a>" * 201, "more than 200 levels"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_harm_is_refused(what: str) -> None:
    data, sentence = REFUSED[what]
    tree = parsed_xml(data, "fil.xml")
    assert tree.root is None
    assert [sentence in finding.message for finding in tree.findings] == [True]


def test_too_many_elements_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_files, "MAX_ELEMENTS", 3)
    assert parsed_xml(b"<a><b/><b/><b/></a>", "fil.xml").root is None
    monkeypatch.setattr(xml_files, "MAX_BYTES", 3)
    assert "larger than 3 bytes" in parsed_xml(b"<a/>", "fil.xml").findings[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_every_element_has_its_line_in_every_encoding(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    tree = parsed_xml(
        f'<?xml version="1.0" encoding="{declared}"?>\n<a>\n<b>Blåbær</b>\n</a>'.encode(encoding), "f.xml"
    )
    assert tree.root is not None
    assert [(element.tag, tree.at(element, "f.xml").line) for element in tree.root.iter()] == [("a", 2), ("b", 3)]
    assert tree.root[0].text == "Blåbær"
