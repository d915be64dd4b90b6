"""Answers, contexts and outcomes as the browser's runtime writes them, so that server and browser can be compared."""

import json
from collections.abc import Mapping
from typing import Any

from engine.answers import Answers, AnswerValue, Context, Outcome
from engine.compilers.javascript import constant


def plain(value: AnswerValue) -> Any:
    """A value as the browser's runtime keeps it."""
    return json.loads(constant(value))


def plain_values(values: Mapping[str, AnswerValue]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


def question(answers: Answers, context: Context) -> dict[str, Any]:
    """A case for the browser: these answers in this context."""
    given = {"values": plain_values(answers.values), "reasons": dict(answers.reasons)}
    return {"answers": given, "context": plain_context(context)}


def plain_context(context: Context) -> dict[str, Any]:
    return {
        "today": plain(context.today),
        "timepoint": context.timepoint,
        "anchor": plain(context.anchor),
        "others": plain_values(context.others),
    }


def told(outcome: Outcome) -> dict[str, Any]:
    """The server's outcome as the browser tells it."""
    issues = [
        {
            "variable": issue.variable,
            "rule": issue.rule,
            "severity": str(issue.severity),
            "parameters": plain_values(issue.parameter),
            "variables": list(issue.variables),
        }
        for issue in outcome.issues
    ]
    return {
        "calculated": plain_values(outcome.calculated),
        "notAsked": plain_values(outcome.not_asked),
        "notCollected": sorted(outcome.not_collected),
        "issues": issues,
    }
