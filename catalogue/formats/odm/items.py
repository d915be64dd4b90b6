"""One variable as an item: its type, checks, list and words, and what ODM has no word for as aliases. Pure."""

from collections.abc import Mapping
from typing import Any

from catalogue.formats.declaring.values import Entry, without
from catalogue.formats.odm.checks import limit_checks
from catalogue.formats.odm.elements import Aliases, Check, Item
from catalogue.formats.odm.ours import own_aliases
from catalogue.formats.odm.types import data_type
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.model import Limits, Variable
from catalogue.value_types import LONG_TEXT_LENGTH, NUMBER_BOUND, TEXT_LENGTH

TOLD = frozenset(
    {
        *("name", "label", "help", "type", "decimals", "unit", "codelist", "codes", "only", "system"),
        *("min", "soft_min", "soft_max", "max", "max_length", "calculate", "enable_when", "required"),
        *("aliases", "extras"),
    }
)
"""The keys of a variable that an item and its places have words for."""
LENGTHS: Mapping[str, int] = {"text": TEXT_LENGTH, "longtext": LONG_TEXT_LENGTH}
"""The greatest lengths of texts that say none."""


def item_of(
    oid: str,
    variable: Variable,
    version: Version,
    wording: Wording,
    *,
    codelist: str | None,
    rules: list[Check],
    aliases: Aliases,
) -> Item:
    """The item of a variable, whoever it belongs to."""
    numeric = bool(variable.codelist and variable.codelist.numeric)
    return Item(
        oid=oid,
        name=variable.name,
        data_type=data_type(variable.type, version, numeric=numeric),
        length=_length(variable),
        digits=str(variable.decimals or 0) if variable.type == "decimal" else None,
        question=wording.words(variable.label),
        help=wording.words(variable.help),
        units=(unit_oid(variable),) if variable.unit and version.has_symbols else (),
        checks=(*limit_checks(variable), *rules),
        codelist=codelist,
        aliases=aliases,
    )


def unit_oid(variable: Variable) -> str:
    """The OID of a variable's unit: of a symbol, or of an item."""
    return f"MU.{variable.unit}"


def variable_aliases(name: str, entry: Entry, told: frozenset[str], system: str) -> Aliases:
    """Our name, what is told nowhere else, and the plain names in other systems."""
    plain, several = split_aliases(entry.get("aliases"), system)
    left = {key: value for key, value in entry.items() if key not in told}
    if several:
        left["aliases"] = without(entry["aliases"], system)
    others = without(entry.get("extras", {}), system)
    if others:
        left["extras"] = others
    if entry.get("type") == "longtext":
        left["type"] = "longtext"
    if entry.get("max_length") == str(LENGTHS.get(entry.get("type", ""), "")):
        left["max_length"] = entry["max_length"]
    return (*own_aliases(name, left), *plain.items())


def split_aliases(aliases: Mapping[str, Any] | None, system: str) -> tuple[dict[str, str], Entry]:
    """The systems that have one name, and those that have several; without the name in this format, which is an OID."""
    others = without(aliases or {}, system)
    plain = {name: said for name, said in others.items() if isinstance(said, str)}
    return plain, without(others, *plain)


def _length(variable: Variable) -> str | None:
    """The greatest number of letters or digits, which ODM asks of every text and number."""
    match variable.type:
        case "text" | "longtext":
            return str(variable.max_length or LENGTHS[variable.type])
        case "integer":
            return str(_digits(variable.limits))
        case "decimal":
            return str(_digits(variable.limits) + (variable.decimals or 0))
        case "code" if variable.codelist:
            return str(max((len(str(code.value)) for code in variable.codelist.codes), default=1))
        case "coding" if variable.system:
            return str(max((len(str(code.value)) for code in variable.system.codes), default=1))
        case _:
            return None


def _digits(limits: Limits) -> int:
    bounds = [limit for limit in (limits.min, limits.max) if isinstance(limit, int | float)]
    widest = max(map(abs, bounds)) if len(bounds) == 2 else NUMBER_BOUND
    return len(str(int(widest)))
