"""Variables wait for each other: a is computed from b, and b from a, or b is asked only when a is something.

There is no order in which they could be evaluated. Break the circle: let one of them stop reading the other.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from catalogue.checks.examined import Examined, Remark
from catalogue.dependencies import dependencies
from catalogue.expressions.nodes import references
from catalogue.findings import Location
from catalogue.model import Form

Graph = dict[str, tuple[str, ...]]


def check(examined: Examined) -> Iterator[Remark]:
    """Every circle, named with all its variables. A calculation may also close one across forms."""
    graph: Graph = {}
    places: dict[str, tuple[Location, ...]] = {}
    for form in examined.catalogue.forms:
        graph |= _waits_for(form, examined.others(form))
        places |= {f"{form.address}.{variable.name}": (variable.at,) for variable in form.variables}
    while circle := _circle(graph):
        names = " → ".join(_shortened(circle))
        message = f"These variables wait for each other: {names}. Let one of them stop reading the next."
        first = places[circle[0]]
        key = "calculate" if "calculate" in examined.written(*first) else "enable_when"
        yield Remark(examined.place(key, *first), message)
        for name in circle:
            graph[name] = ()


def _waits_for(form: Form, others: tuple[Form, ...]) -> Graph:
    """The form's own dependencies, and those on calculations of other forms; by full names."""
    owners = {occasion: other for other in others for occasion in other.occasion_names()}
    within = dependencies(form)
    graph: Graph = {}
    for variable in form.variables:
        own = tuple(f"{form.address}.{name}" for name in within[variable.name])
        read = references(variable.calculate.node) if variable.calculate else ()
        outside = (name.rpartition(".") for name in read if "." in name)
        graph[f"{form.address}.{variable.name}"] = (
            *own,
            *(f"{owners[occasion].address}.{name}" for occasion, _, name in outside if occasion in owners),
        )
    return graph


def _circle(graph: Graph) -> tuple[str, ...]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = tuple(reversed(error.args[1]))[:-1]
        first = circle.index(min(circle))
        return (*circle[first:], *circle[:first], circle[first])
    return ()


def _shortened(circle: tuple[str, ...]) -> tuple[str, ...]:
    """Without the form's name when all are of one form."""
    forms = {name.rpartition(".")[0] for name in circle}
    return tuple(name.rpartition(".")[2] for name in circle) if len(forms) == 1 else circle
