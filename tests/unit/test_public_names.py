"""Each package's __all__ lists its public names."""

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
def test_a_package_exports_its_public_names_in_order(package):
    module = importlib.import_module(package)
    public_names = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    ]
    assert module.__all__ == in_order(public_names)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_exported_name_has_a_docstring(package):
    module = importlib.import_module(package)
    exported = {name: getattr(module, name) for name in module.__all__}
    assert [name for name, value in exported.items() if callable(value) and not value.__doc__] == []


def test_the_top_level_exports_what_notebooks_call_and_imports_it_lazily():
    assert careerskit.__all__ == ["open_overview", "open_report", "open_workbook"]
    with pytest.raises(AttributeError, match="no attribute 'close_workbook'"):
        careerskit.close_workbook  # noqa: B018
    code = "import sys, careerskit\nprint([name for name in sys.modules if name.startswith('careerskit.')])"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
    assert careerskit.open_overview.__module__ == "careerskit.export.overview"
    assert careerskit.open_report.__module__ == "careerskit.export.report"
    assert careerskit.open_workbook.__module__ == "careerskit.workbook.workbook"
