"""One look for all files: comments and meaning stay, whatever was written."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.source.documents import parse_document
from catalogue.source.formatter import format_text
from catalogue.source.layout.page import Entry, Node
from catalogue.source.layout.printing import printed

PAGES = Path(__file__).parent / "pages"
ROOT = Path(__file__).resolve().parents[2]
OURS = [
    ROOT / "variables.yaml",
    *sorted((ROOT / "catalogue" / "nkr").rglob("*.yaml")),
    *sorted((ROOT / "catalogue" / "source" / "starter_files").rglob("*.yaml")),
]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.before.yaml")), ids=lambda path: path.name.partition(".")[0])
def test_a_page_becomes_canonical(path: Path) -> None:
    expected = path.with_name(path.name.replace("before", "after")).read_text(encoding="utf-8")
    assert format_text(path.read_text(encoding="utf-8")).text == expected
    assert format_text(expected).text == expected


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_own_files_are_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text).text == text


@pytest.mark.parametrize("text", ["a: [b", "a: 1\na: 2", "", "a: 1\n---\nb: 2", "\tb: 1"])
def test_what_cannot_be_read_is_left_as_it_is(text: str) -> None:
    formatted = format_text(text, "fil.yaml")
    assert formatted.text == text
    assert [finding.at.path for finding in formatted.findings] == ["fil.yaml"] * (1 if text else 0)


# ---- any data, any comments ----

LETTERS = st.characters(exclude_categories=("Cs",))
TEXTS = st.one_of(st.text(LETTERS), st.text(st.sampled_from("a:#-?,[]{}&*!|>'\"%@` \n\t\\é\u2028\x07~=0")))
COMMENTS = st.lists(st.text(st.sampled_from("abc #:'\"-")).map(lambda words: f"# {words}".strip()), max_size=2)


def node(entries: list[tuple[str, Node, list[str], str]], is_mapping: bool, flow: bool, tail: list[str]) -> Node:
    unique = {key: (value, above, beside) for key, value, above, beside in entries}
    made = [
        Entry(Node("scalar", key) if is_mapping else None, value, above, beside)
        for key, (value, above, beside) in unique.items()
    ]
    return Node("mapping" if is_mapping else "sequence", flow=flow, entries=made, tail=tail if made else [])


def larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    beside = st.sampled_from(["", "", "# beside", "#"])
    entries = st.lists(st.tuples(TEXTS, inner, COMMENTS, beside), max_size=4)
    return st.builds(node, entries, st.booleans(), st.booleans(), COMMENTS)


NODES = st.recursive(TEXTS.map(lambda text: Node("scalar", text)), larger, max_leaves=15)


def data(value: Node) -> object:
    if value.kind == "scalar":
        return value.text
    if value.kind == "sequence":
        return [data(entry.value) for entry in value.entries]
    return {entry.key.text: data(entry.value) for entry in value.entries if entry.key}


@example(node([("?0", Node("scalar", "?0"), [], "")], is_mapping=True, flow=True, tail=[]))
@given(larger(NODES).filter(lambda value: bool(value.entries)))
def test_what_is_printed_is_read_as_the_same(value: Node) -> None:
    text = printed(value)
    document = parse_document(text, Path("a.yaml"), "a.yaml")
    assert document.findings == (), text
    assert document.data == data(value)
    again = format_text(text)
    assert again.findings == (), text
    assert format_text(again.text).text == again.text
    assert text.count("# beside") == again.text.count("# beside")
