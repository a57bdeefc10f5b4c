"""conda's list of packages and pip's are one list."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def test_conda_installs_the_same_packages_with_the_same_bounds_as_pip(project, conda):
    packages = [entry for entry in conda["dependencies"] if isinstance(entry, str)]
    assert [entry for entry in packages if entry != "pip" and not entry.startswith("python>")] == project[
        "dependencies"
    ]


def test_conda_asks_for_the_same_python(project, conda):
    assert f"python{project['requires-python']}" in conda["dependencies"]


def test_conda_installs_the_project_itself_with_pip(project, conda):
    assert "pip" in conda["dependencies"]
    assert {"pip": ["--editable ."]} in conda["dependencies"]
    assert conda["name"] == project["name"]
