"""The eight Gatsby Benchmarks, keyed by number. Titles, source and dates are data: see benchmarks.json beside this file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

__all__ = [
    "BENCHMARKS",
    "COLLEGE_CRITERIA",
    "IN_USE_FROM",
    "NATIONAL_AVERAGE",
    "SCHOOL_CRITERIA",
    "Benchmark",
    "NationalAverage",
    "benchmark",
]


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


@dataclass(frozen=True)
class NationalAverage:
    """How many of the eight benchmarks schools and colleges had fully achieved on average.

    year: the academic year. mean_achieved: from 0 to 8. institutions: of how many. source: who says so.
    """

    year: str
    mean_achieved: float
    institutions: int
    source: str


NATIONAL_AVERAGE = NationalAverage(**_DATA["national"])
"""The last one that is known here. It is against the benchmarks of 2014: no comparison for an evaluation since September 2025."""

SCHOOL_CRITERIA, COLLEGE_CRITERIA = (
    {entry["id"]: entry["text"] for entry in _DATA["criteria"][kind]} for kind in ("schools", "colleges")
)
"""What the benchmarks ask of schools, and of colleges and training providers, in short and in our words, by names that stay the
same. Where no source says what a benchmark asks for, it is not here."""


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
