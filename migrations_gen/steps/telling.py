"""A plan in sentences, for whoever reads a revision before it is run. Pure."""

from collections.abc import Iterator

from migrations_gen.steps.records import ChangedTable, Computed, Empty, KeptTable, ListStep, NewTable, Plan, Step


def sentences(plan: Plan) -> tuple[str, ...]:
    """What is done, and what cannot be had."""
    told = (sentence for step in plan.steps for sentence in _step(plan, step))
    return (*told, *plan.notes)


def _step(plan: Plan, step: Step) -> Iterator[str]:
    match step:
        case ChangedTable():
            yield from _table(plan, step)
        case NewTable(_, name, _):
            yield f"{name}: a new form."
        case KeptTable(_, name, kept):
            yield f"{name}: no longer a form; its rows are kept as {kept}."
        case ListStep(kind, name, is_new, replaces):
            yield f"{kind} {name}: {_list(is_new, replaces)}."


def _list(is_new: bool, replaces: str) -> str:
    if replaces:
        return f"made anew; what it was is kept as {replaces}"
    return "new" if is_new else "other rows"


def _table(plan: Plan, step: ChangedTable) -> Iterator[str]:
    if step.before != step.after:
        yield f"{step.before}: called {step.after}."
    yield from (f"{step.after}: {old} is called {new}." for old, new in step.renamed)
    number = plan.after.number
    for column in step.coming:
        match column.source:
            case Computed(form):
                where = "the row" if form == step.form_before else form
                yield f"{step.after}: {column.name} is computed from {where}, as {column.waiting(number)} until then."
            case Empty():
                later = _later(plan, step, column.name)
                yield f"{step.after}: {column.name} is new; rows that are there have nothing in it{later}."
            case _:
                pass
    yield from (f"{step.after}: {old} goes out of use and is kept as {new}." for old, new in step.kept)
    yield from (f"{step.after}: {name} is erased, in the history too." for name in step.purged)
    for checks, one, many in (
        (step.checks.added, "check comes", "checks come"),
        (step.checks.dropped, "check goes", "checks go"),
    ):
        if checks:
            yield f"{step.after}: {len(checks)} named {one if len(checks) == 1 else many}."


def _later(plan: Plan, step: ChangedTable, name: str) -> str:
    form = plan.after.catalogue.form.get(step.form_after)
    variable = form.variable.get(name) if form else None
    return " until 'recalculate' fills it" if variable is not None and variable.is_calculated else ""
