"""What of the real registry is tried in every run: one of its modules. The others wait for the slow tests."""

from collections.abc import Iterable

import pytest

from catalogue.model import Form

NOW = "nakke"
"""The module that is tried in every run: neither the largest nor the smallest."""


def forms_now_and_slow(forms: Iterable[Form]) -> list[object]:
    """Every form as a parameter, called by its address."""
    return [_param(form, form.module, form.address) for form in forms]


def addresses_now_and_slow(addresses: Iterable[str]) -> list[object]:
    """Every form's address as a parameter."""
    return [_param(address, address.partition(".")[0], address) for address in addresses]


def modules_now_and_slow(modules: Iterable[str]) -> list[object]:
    """Every module's name as a parameter."""
    return [_param(module, module, module) for module in modules]


def _param(value: object, module: str, name: str) -> object:
    return pytest.param(value, id=name, marks=() if module in {NOW, ""} else pytest.mark.slow)
