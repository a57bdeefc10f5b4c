"""Where a benchmark puts what it measured: into README.md, between its two marks."""

from __future__ import annotations

from pathlib import Path

__all__ = ["put_into_readme"]


def put_into_readme(benchmark: str, words: str) -> None:
    """Put words in place of what a benchmark, by its file's name, put there the last time."""
    readme = Path(__file__).with_name("README.md")
    start, end = f"<!-- {benchmark} -->\n", f"\n<!-- {benchmark} ends -->"
    before, _, rest = readme.read_text("utf-8").partition(start)
    readme.write_text(f"{before}{start}{words}{end}{rest.partition(end)[2]}", "utf-8")
