"""What a package says it offers is what it offers."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import careerskit

PACKAGES = [
    name
    for _, name, is_package in pkgutil.walk_packages(careerskit.__path__, "careerskit.")
    if is_package and not name.startswith("careerskit.resources")
]


def in_order(names: list[str]) -> list[str]:
    """Sort as ruff does: constants, then classes, then the rest."""
    return sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_offers_what_it_holds_each_once_and_in_order(package):
    module = importlib.import_module(package)
    held = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    ]
    assert module.__all__ == in_order(held)


@pytest.mark.parametrize("package", PACKAGES)
def test_everything_a_package_offers_says_what_it_is_for(package):
    module = importlib.import_module(package)
    offered = {name: getattr(module, name) for name in module.__all__}
    assert [name for name, value in offered.items() if callable(value) and not value.__doc__] == []


def test_the_top_level_offers_what_notebooks_call_and_loads_it_only_on_demand():
    assert careerskit.__all__ == ["open_report", "open_workbook"]
    with pytest.raises(AttributeError, match="no attribute 'close_workbook'"):
        careerskit.close_workbook  # noqa: B018
    code = "import sys, careerskit\nprint([name for name in sys.modules if name.startswith('careerskit.')])"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
    assert careerskit.open_report.__module__ == "careerskit.export.report"
    assert careerskit.open_workbook.__module__ == "careerskit.workbook.workbook"
