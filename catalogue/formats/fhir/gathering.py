"""Questions that are one thing of ours again: a matrix from its cells, an instrument from its items and scores. Pure.

When somebody has changed one of them so that they are one thing no more, they are questions like all others.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.formats.fhir.entries import Words, missing_words
from catalogue.formats.fhir.found import Found, texts
from catalogue.formats.fhir.own import Json, mapping, parts, said_of, words
from catalogue.formats.fhir.walking import below_of, items_of
from catalogue.source.builder.instruments import ANSWER_KEYS

FACTS = ("category", "purpose", "source", "collected", "retired")
CELL = (
    *("decimals", "unit", "codelist", "codes", "only", "system", "max_length"),
    *("min", "soft_min", "soft_max", "max", "limits_source"),
)
OF_SCORES = ("unit", "decimals", "min", "max")


def present(said: Mapping[str, Any]) -> Words:
    """What is said at all."""
    return {key: value for key, value in said.items() if value not in (None, "", {}, [], (), False)}


def matrix_of(item: Json, name: str, cells: Sequence[tuple[Found, Words]], condition: str) -> Words | None:
    """The matrix of these cells; None when they are not alike."""
    said = said_of(item)
    rows = [row for row in items_of(item.get("item")) if row.get("type") != "display"]
    keys = [words(row.get("linkId")).removeprefix(f"{name}.") for row in rows]
    first = rows[0]
    columns = [
        (words(cell.get("linkId")).removeprefix(f"{name}_{keys[0]}_"), texts(cell.get("text")))
        for cell in items_of(first.get("item"))
        if cell.get("type") != "display"
    ]
    alike = [present({key: declared.get(key) for key in ("type", *CELL)}) for _, declared in cells]
    others = [set(present(declared)) - {"type", *CELL, "name", "label", "aliases"} for _, declared in cells]
    names = [f"{name}_{row}_{column}" for row in keys for column, _ in columns]
    if any(each != alike[0] for each in alike) or any(others) or names != [found.name for found, _ in cells]:
        return None
    help_item = below_of(item, "help")
    return {
        "matrix": name,
        "label": texts(item.get("text")) or name,
        "help": texts(help_item.get("text")) if help_item else None,
        **alike[0],
        "enable_when": condition or None,
        "otherwise": words(said.get("otherwise")),
        "required": True if item.get("required") is True else None,
        "missing": missing_words(said.get("missing")),
        "rows": {key: texts(row.get("text")) or key for key, row in zip(keys, rows, strict=True)},
        "columns": {key: text or key for key, text in columns},
        **{key: said.get(key) for key in FACTS},
        "aliases": {
            found.name.removeprefix(f"{name}_"): declared["aliases"] for found, declared in cells if declared["aliases"]
        },
    }


def block_of(
    item: Json, name: str, members: Sequence[tuple[Found, Words]], condition: str
) -> tuple[Words, Words] | None:
    """The use of an instrument in a form, and the instrument as far as this form shows it; None when it is none."""
    said = said_of(item)
    prefix = f"{name}_"
    items: Words = {}
    scores: list[Words] = []
    aliases: Words = {}
    required = set()
    for found, declared in members:
        key = found.name.removeprefix(prefix)
        if key == found.name or not _is_plain(declared):
            return None
        score = mapping(found.said.get("score"))
        if declared.get("calculate") and score:
            scores.append(_score(key, declared, score))
        elif declared.get("calculate"):
            return None
        else:
            items[key] = _item(declared)
            required.add(bool(declared.get("required")))
        aliases |= dict(_aliases(key, declared))
    if not items or len(required) > 1:
        return None
    document = {
        "instrument": name,
        "title": texts(item.get("text")) or name,
        "licence": _licence(mapping(said.get("instrument"))),
        "order": [words(each) for each in parts(mapping(said.get("instrument")).get("items"))],
        "items": items,
        "scores": scores,
    }
    block = {
        "instrument": name,
        "enable_when": condition or None,
        "required": True if required == {True} else None,
        **{key: said.get(key) for key in FACTS},
        "aliases": aliases,
    }
    return block, document


def _licence(said: Json) -> Words | None:
    holder = words(said.get("holder"))
    return {"holder": holder, "wording": words(said.get("wording"))} if holder else None


def _is_plain(declared: Words) -> bool:
    """Whether an entry says no more than an item of an instrument can."""
    known = {"name", "label", "help", "aliases", "required", "calculate", *ANSWER_KEYS}
    has_own_type = declared.get("type") != "code" or "codelist" in declared
    return not set(present(declared)) - known and has_own_type


def _item(declared: Words) -> Words:
    said = present({key: declared.get(key) for key in ("label", "help", *ANSWER_KEYS)})
    if "missing" in said:
        said["missing"] = {
            reason: {key: v for key, v in mapping(value).items() if key != "flag"}
            for reason, value in said["missing"].items()
        }
    return said


def _score(key: str, declared: Words, score: Json) -> Words:
    return {
        "name": key,
        "label": declared["label"],
        "items": [words(each) for each in parts(score.get("items"))],
        "needs": words(score.get("needs")),
        **present({name: declared.get(name) for name in OF_SCORES}),
        "direction": words(score.get("direction")),
        "calculate": words(score.get("calculate")),
    }


def _aliases(key: str, declared: Words) -> Iterator[tuple[str, Any]]:
    """The outside names of an item in this form, and of the flag for its one missing reason."""
    if declared.get("aliases"):
        yield key, declared["aliases"]
    flags = [mapping(value).get("flag") for value in mapping(declared.get("missing")).values()]
    if len(flags) == 1 and flags[0]:
        yield f"{key}_missing", flags[0]


def together(documents: Sequence[Words]) -> Words | None:
    """One instrument of what several forms show of it; None when they do not agree."""
    items: Words = {}
    scores: dict[str, Words] = {}
    for document in documents:
        for key, item in document["items"].items():
            if items.setdefault(key, item) != item:
                return None
        for score in document["scores"]:
            if scores.setdefault(score["name"], score) != score:
                return None
    first = documents[0]
    if any((each["title"], each["licence"]) != (first["title"], first["licence"]) for each in documents):
        return None
    kept = [{**score, "items": [item for item in score["items"] if item in items]} for score in scores.values()]
    order = [key for key in dict.fromkeys((*first["order"], *items)) if key in items]
    whole = {**first, "items": {key: items[key] for key in order}, "scores": kept}
    return {key: value for key, value in whole.items() if key != "order"}


def left_out_of(shown: Mapping[str, Any], whole: Words) -> list[str] | None:
    """What a form leaves out of an instrument."""
    return [key for key in whole["items"] if key not in shown] or None
