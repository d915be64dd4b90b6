"""The formats in which other systems keep answers, both ways. One is a row here and a file beside its definitions."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.answers import AnswerFormat
from catalogue.formats.fhir import responses
from catalogue.formats.odm import clinical

ANSWER_FORMATS: Mapping[str, AnswerFormat] = MappingProxyType(
    {found.name: found for found in (responses.ANSWERS, *clinical.ANSWERS)}
)
"""Every format by its name on the command line."""
