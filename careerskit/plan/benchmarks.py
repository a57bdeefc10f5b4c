"""The eight Gatsby Benchmarks, keyed by number. Titles, source and dates are data: see benchmarks.json beside this file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

__all__ = ["BENCHMARKS", "IN_USE_FROM", "Benchmark", "benchmark"]


@dataclass(frozen=True)
class Benchmark:
    """One benchmark: its number, its title since September 2025, the title of 2014, and a short name for charts."""

    number: int
    title: str
    original: str
    short: str

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


_DATA = json.loads(files("careerskit.plan").joinpath("benchmarks.json").read_text("utf-8"))

BENCHMARKS = tuple(Benchmark(**entry) for entry in _DATA["benchmarks"])
IN_USE_FROM = date.fromisoformat(_DATA["in_use_from"])
"""The day these benchmarks came into use. Compass scores of an earlier evaluation are for those of 2014."""


def benchmark(name: int | str) -> Benchmark | None:
    """Return the benchmark of that number ("GB3" and "BM 3" too) or title, old or new; None if there is none.

    Only the words of titles are compared: several published pages print "careers and" for "career and", or
    "further education and higher education".
    """
    text = str(name).strip()
    if numbered := re.fullmatch(r"(?:gb|bm|benchmark)?\s*([1-8])", text, re.IGNORECASE):
        return BENCHMARKS[int(numbered[1]) - 1]
    words = _title_words(text)
    return next(
        (entry for entry in BENCHMARKS if words in (_title_words(entry.title), _title_words(entry.original))), None
    )


def _title_words(title: str) -> tuple[str, ...]:
    plain = title.casefold().replace("careers and", "career and").replace("further education and", "further and")
    plain = plain.replace("each student", "each pupil")
    return tuple(re.findall(r"[a-z]+", plain))
