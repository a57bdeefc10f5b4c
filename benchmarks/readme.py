"""Writes the results of a benchmark into README.md, between the two comments that mark their place."""

from __future__ import annotations

from pathlib import Path

__all__ = ["update_readme"]


def update_readme(benchmark: str, results: str) -> None:
    """Replace the results of a benchmark. benchmark: the name of its file.

    Raises:
        ValueError: the two comments are not there, each on a line of its own with a line between; nothing is written.
    """
    readme = Path(__file__).with_name("README.md")
    start, end = f"<!-- {benchmark} -->\n", f"\n<!-- {benchmark} ends -->"
    before, found_start, rest = readme.read_text("utf-8").partition(start)
    _, found_end, after = rest.partition(end)
    if not (found_start and found_end):
        raise ValueError(f"{readme} has no place for the results of {benchmark}")
    readme.write_text(f"{before}{start}{results}{end}{after}", "utf-8")
