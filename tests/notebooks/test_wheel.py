"""The wheel works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys

from ..conftest import ROOT


def test_the_wheel_includes_the_notebooks_the_template_and_the_samples(tmp_path):
    """The wheel is built, installed elsewhere and run from there."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT], check=True, capture_output=True)
    wheel = next(tmp_path.glob("careerskit-*.whl"))
    subprocess.run(
        [*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel], check=True, capture_output=True
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}

    def careerskit(*arguments):
        script = "import careerskit; print(careerskit.__file__); from careerskit.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

    settings = tmp_path / "site" / "careerskit" / "workbook" / "lab_settings"
    for name in ("jupyter_server_config.py", "labconfig/default_setting_overrides.json"):
        assert (settings / name).is_file(), name
    for name in ("package.json", "extension.js"):
        assert (settings / "labextensions" / "careerskit" / name).is_file(), name

    assert str(tmp_path / "site") in careerskit("new", "ours").stdout
    assert (tmp_path / "ours" / "notebooks" / "plan.ipynb").is_file()
    careerskit("sample", "--store", "samples.db")
    careerskit("plans", "900001", "--store", "samples.db")

    assert "Larkmoor School" in next(tmp_path.glob("plans/*-900001/plan.html")).read_text("utf-8")
