"""FHIR R4: questionnaires, answers and codelists, in and out."""
