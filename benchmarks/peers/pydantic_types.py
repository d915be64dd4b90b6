"""pydantic v2: types and limits of every field, no rules across them."""

from datetime import date
from typing import Annotated, Any, Literal

from definition import FIRST_DAY, LAST_DAY, TEXT_LENGTH, Field
from pydantic import BaseModel, create_model
from pydantic import Field as Limits


def model(asked: tuple[Field, ...]) -> type[BaseModel]:
    """The model; a conditional question may be left out, since the model does not know the condition."""
    fields: dict[str, Any] = {
        field.name: (_type(field), ...) if field.required else (_type(field) | None, None) for field in asked
    }
    return create_model("Pasient", **fields)


def _type(field: Field) -> Any:
    match field.kind:
        case "integer":
            return Annotated[int, Limits(ge=field.low, le=field.high)]
        case "decimal":
            return Annotated[float, Limits(ge=field.low, le=field.high)]
        case "code":
            return Literal[tuple(range(field.codes))]
        case "boolean":
            return bool
        case "date":
            return Annotated[date, Limits(ge=FIRST_DAY, le=LAST_DAY)]
        case _:
            return Annotated[str, Limits(max_length=TEXT_LENGTH)]
