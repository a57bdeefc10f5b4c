"""What is imported is declared, what is declared is used, and the lists of pip and conda agree."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PACKAGES = packages_distributions()
"""The names of the packages that pip installed, by the module that each brings."""

EXTRA_OF = {"distributed": "dask"}
"""What `careerskit` imports only where its user has asked for it, and the extra that brings it."""

NOT_IMPORTED = {
    "jupyterlab": "`careerskit workbook` runs it as a command",
    "jupyterlab-deck": "shows the slides in JupyterLab",
    "mypy": "`make check` runs it",
    "nbval": "pytest's plugin that runs the notebooks",
    "pandas-stubs": "mypy reads it",
    "pytest-playwright": "pytest's plugin that gives a test its page",
    "pytest-xdist": "pytest's plugin that runs tests in several processes",
    "ruff": "`make check` runs it",
    "types-lxml": "mypy reads it",
    "types-pyyaml": "mypy reads it",
    "websockets": "uvicorn serves websockets with it",
}
"""What is declared and never imported by what it is declared for, and what it is for."""


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def test_conda_installs_the_same_packages_with_the_same_bounds_as_pip(project, conda):
    packages = [entry.replace("typst-py", "typst") for entry in conda["dependencies"] if isinstance(entry, str)]
    assert [entry for entry in packages if entry != "pip" and not entry.startswith("python>")] == project[
        "dependencies"
    ]


def test_conda_asks_for_the_same_python(project, conda):
    assert f"python{project['requires-python']}" in conda["dependencies"]


def test_conda_installs_the_project_itself_with_pip(project, conda):
    assert "pip" in conda["dependencies"]
    assert {"pip": ["--editable ."]} in conda["dependencies"]
    assert conda["name"] == project["name"]


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def named_in(requirements):
    """Return the normalised names of requirements such as "pandas>=3.0"; an extra of our own stands for what it brings."""
    return {normalised(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements} - {"careerskit"}


@cache
def imported_by(folder):
    """Return the packages whose modules are imported anywhere below a folder, by the names that pip installs them by."""
    files = list((ROOT / folder).rglob("*.py"))
    modules = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                modules.add(node.module.partition(".")[0])
    ours = {"careerskit", "tests", *(file.stem for file in files if file.parent == ROOT / folder)}
    return {normalised(PACKAGES.get(name, [name])[0]) for name in modules - ours - sys.stdlib_module_names}


@pytest.fixture(scope="module")
def declared(project):
    """Return the names of what is declared, by extra; "" for what everybody gets."""
    extras = {name: named_in(requirements) for name, requirements in project["optional-dependencies"].items()}
    return {"": named_in(project["dependencies"]), **extras}


def test_everything_that_careerskit_imports_is_declared(declared):
    undeclared = {name for name in imported_by("careerskit") if name not in declared[EXTRA_OF.get(name, "")]}
    assert undeclared == set()


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_everything_that_tests_and_benchmarks_import_is_declared(declared, folder):
    assert imported_by(folder) - declared[""] - declared["dask"] - declared["test"] == set()


def test_nothing_is_declared_that_is_not_used(declared):
    ours, tests = imported_by("careerskit"), imported_by("tests") | imported_by("benchmarks")
    used_by = {"": ours, "dask": ours, "test": tests}
    not_imported = {extra: names - used_by.get(extra, set()) for extra, names in declared.items()}
    assert set().union(*not_imported.values()) == set(NOT_IMPORTED)


def test_every_declared_package_has_a_tested_version_that_meets_its_bounds(project):
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    tested = {
        normalised(name): version for name, _, version in (line.partition("==") for line in lines if "==" in line)
    }
    declared = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    for requirement in (Requirement(text) for text in declared):
        # jupyterlab-deck is for a facilitator's own JupyterLab.
        if normalised(requirement.name) not in {"careerskit", "jupyterlab-deck"}:
            assert tested[normalised(requirement.name)] in requirement.specifier, requirement
