"""Answers as questionnaire responses, and back: a bundle with one for each occasion. Pure.

A response is shaped as its questionnaire. Whom it is about and at which encounter are keys alone; no name is written,
and none is read. Responses of others may be shaped otherwise: what counts is the link of each answer.
"""

from catalogue.formats.answers import AnswerFormat
from catalogue.formats.fhir.reading_responses import read
from catalogue.formats.fhir.writing_responses import write

ANSWERS = AnswerFormat("fhir", "FHIR R4 questionnaire responses", ".json", write, read)
