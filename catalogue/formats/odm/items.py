"""One variable as an item: its type, checks, list and words, and what ODM has no word for as aliases. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalogue.formats.declaring.values import Entry, without
from catalogue.formats.odm.checks import LIMITS, limit_checks
from catalogue.formats.odm.elements import Aliases, Check, Item
from catalogue.formats.odm.kept import checks_of, pairs_of
from catalogue.formats.odm.ours import own_aliases
from catalogue.formats.odm.types import OF_DATA_TYPES, data_type
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.model import Limits, Variable
from catalogue.value_types import LONG_TEXT_LENGTH, NUMBER_BOUND, TEXT_LENGTH

TOLD = frozenset(
    {
        *("name", "label", "help", "type", "decimals", "unit", "codelist", "codes", "only", "system"),
        *("min", "soft_min", "soft_max", "max", "max_length", "calculate", "enable_when", "required", "aliases"),
    }
)
"""The keys of a variable that an item and its places have words for."""
LENGTHS: Mapping[str, int] = {"text": TEXT_LENGTH, "longtext": LONG_TEXT_LENGTH}
"""The greatest lengths of texts that say none."""


@dataclass(frozen=True, slots=True)
class ItemWriter:
    """Makes the items of one file."""

    version: Version
    wording: Wording

    def item(
        self,
        variable: Variable,
        oid: str,
        codelist: str | None,
        rules: list[Check],
        aliases: Aliases,
        kept: Mapping[str, str],
    ) -> Item:
        """The item of a variable, whoever it belongs to; `kept` is what this format said of it before."""
        numeric = bool(variable.codelist and variable.codelist.numeric)
        kind = data_type(variable.type, self.version, numeric=numeric)
        item = Item(
            oid=kept.get("OID", oid),
            name=kept.get("Name") or variable.name,
            data_type=_kept_type(variable, kept) or kind,
            length=_length(variable),
            digits=str(variable.decimals or 0) if variable.type == "decimal" else None,
            question=self.wording.words(variable.label),
            help=self.wording.words(variable.help),
            units=(unit_oid(variable),) if variable.unit and self.version.has_symbols else (),
            checks=(*self._limits(variable, kept), *rules, *checks_of(kept, "checks")),
            codelist=codelist,
            aliases=aliases,
        )
        return _with_kept(item, variable, kept) if kept else item

    def _limits(self, variable: Variable, kept: Mapping[str, str]) -> tuple[Check, ...]:
        """The checks of the limits, with the message that each had."""
        keys = [key for key, _, _ in LIMITS if getattr(variable.limits, key) is not None]
        checks = limit_checks(variable)
        if not kept:
            return checks
        return tuple(
            replace(check, message=pairs_of(kept, f"message.{key}")) for key, check in zip(keys, checks, strict=True)
        )


def unit_oid(variable: Variable) -> str:
    """The OID of a variable's unit: of a symbol, or of an item."""
    return f"MU.{variable.unit}"


def variable_aliases(name: str, entry: Entry, told: frozenset[str], kept: Mapping[str, str]) -> Aliases:
    """Our name, what is told nowhere else, and the plain names in other systems."""
    plain, has_several = split_aliases(entry.get("aliases"))
    left = without(entry, *told)
    if has_several:
        left["aliases"] = entry["aliases"]
    if entry.get("type") == "longtext":
        left["type"] = "longtext"
    if entry.get("max_length") == str(LENGTHS.get(entry.get("type", ""), "")):
        left["max_length"] = entry["max_length"]
    return (*own_aliases(name, left), *plain, *pairs_of(kept, "aliases"))


def split_aliases(aliases: Mapping[str, Any] | None) -> tuple[Aliases, bool]:
    """The systems that have one name for a thing, and whether others have several."""
    plain = tuple((system, said) for system, said in (aliases or {}).items() if isinstance(said, str))
    return plain, len(plain) < len(aliases or {})


def _kept_type(variable: Variable, kept: Mapping[str, str]) -> str | None:
    """The data type it had, as long as it is still of the type that was read from it."""
    known = kept.get("DataType")
    return known if known and OF_DATA_TYPES.get(known, "text") == variable.type else None


def _with_kept(item: Item, variable: Variable, kept: Mapping[str, str]) -> Item:
    length = item.length if variable.type in LENGTHS and variable.max_length else kept.get("Length") or item.length
    return replace(
        item,
        length=length,
        codelist=item.codelist or kept.get("CodeListOID"),
        description=pairs_of(kept, "Description"),
        digits=item.digits or kept.get("SignificantDigits"),
        more=kept,
    )


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
