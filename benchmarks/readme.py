"""Writes the results of a benchmark into README.md, between the two comments that mark their place."""

from __future__ import annotations

from pathlib import Path

__all__ = ["update_readme"]


def update_readme(benchmark: str, results: str) -> None:
    """Replace the results of a benchmark. benchmark: the name of its file."""
    readme = Path(__file__).with_name("README.md")
    start, end = f"<!-- {benchmark} -->\n", f"\n<!-- {benchmark} ends -->"
    before, _, rest = readme.read_text("utf-8").partition(start)
    readme.write_text(f"{before}{start}{results}{end}{rest.partition(end)[2]}", "utf-8")
