"""Measures what importing published figures costs, beside reading the same file with pandas.read_csv and keeping nothing.

    python benchmarks/import_data.py            print a table
    python benchmarks/import_data.py --readme   and write it into README.md
    python benchmarks/import_data.py --json     and print one JSON object as the last line

Each file is imported into a new store. As a command, both start Python and import what they need; within a process, all is imported
before. Runs of both take turns.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from readme import update_readme

from careerskit.evidence import KEY_STAGE_4, destinations_of, import_file
from careerskit.evidence.destinations import DESTINATION_COLUMNS
from careerskit.store import open_store

REPEATS = 5
PUBLISHED = Path(__file__).parents[2] / "shared" / "data" / "england_ks4-pupdest.csv"
"""The Department's file, which is not part of this project; without it, one of as many invented schools is measured."""

_KEYS = [category.key for category in KEY_STAGE_4.categories]
_MEASURES = (
    "overall",
    "education",
    "fe",
    "ssf",
    "sfc",
    "other_edu",
    "appren",
    "all_work",
    "all_notsust",
    "all_unknown",
)
_ABOUT = (
    *(
        "time_period",
        "time_identifier",
        "geographic_level",
        "country_code",
        "country_name",
        "region_code",
        "region_name",
    ),
    *("old_la_code", "new_la_code", "la_name", "school_laestab", "school_urn", "school_name", "institution_group"),
    *("institution_type", "breakdown_topic", "breakdown", "data_type", "version", "cohort"),
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = [_measure(Path(folder), *one) for one in _files(Path(folder))]
    lines = [
        "| file | rows | as commands: read_csv | import | times | memory: read_csv | import | in a process: read_csv | import |",
        f"| --- |{' --- |' * 8}",
        *(
            f"| {one['file']} | {one['rows']:,} | {one['read']:.2f} s | {one['import']:.2f} s | {one['import'] / one['read']:.1f} "
            f"| {one['read_memory']:.0f} MB | {one['import_memory']:.0f} MB | {one['read_within']:.2f} s "
            f"| {one['import_within']:.2f} s |"
            for one in measured
        ),
        "",
        f"A school’s figures are read back in {measured[0]['back']:.1f} ms. Medians of {REPEATS}. {date.today():%-d %B %Y}.",
    ]
    results = "\n".join(lines)
    print(results)
    if options.readme:
        update_readme("import_data.py", results)
    if options.json:
        print(json.dumps(measured))


def _measure(folder: Path, name: str, path: Path, year: str, school: str) -> dict[str, Any]:
    import pandas as pd

    reading = [sys.executable, "-c", f"import pandas; pandas.read_csv({str(path)!r})"]
    command = [str(Path(sys.executable).with_name("careerskit")), "import", str(path)]
    seconds: dict[str, list[float]] = {"read": [], "import": [], "read_within": [], "import_within": [], "back": []}
    memory: dict[str, list[float]] = {"read": [], "import": []}
    rows = 0
    for turn in range(REPEATS):
        stores = [str(folder / f"{path.stem}{turn}{kind}.db") for kind in ("command", "within")]
        given = ["--year", year] if year else []
        for kind, arguments in (("read", reading), ("import", [*command, *given, "--store", stores[0]])):
            took, peak = _run(arguments)
            seconds[kind].append(took)
            memory[kind].append(peak)
        seconds["read_within"].append(_time(lambda: pd.read_csv(path)))
        with open_store(stores[1]) as store:
            start = time.perf_counter()
            rows = import_file(store, path, year=year).rows_read
            seconds["import_within"].append(time.perf_counter() - start)
            seconds["back"].append(1000 * _time(lambda: destinations_of(store, school)))
    medians = {kind: statistics.median(found) for kind, found in seconds.items()}
    return {
        "file": name,
        "rows": rows,
        **medians,
        **{f"{kind}_memory": statistics.median(found) for kind, found in memory.items()},
    }


def _run(arguments: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds, and the most memory that it had, in MB."""
    output = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCHER, *arguments], check=True, capture_output=True, text=True
    )
    seconds, peak = output.stdout.split()
    return float(seconds), int(peak) / 1024


_LAUNCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
# A process counts the memory of the one that started it as its own, so a small one starts each.


def _time(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _files(folder: Path) -> Iterator[tuple[str, Path, str, str]]:
    """Yield each file with what it is, the year to give, and a school in it."""
    if PUBLISHED.is_file():
        yield "destinations after key stage 4, as published", PUBLISHED, "", "100049"
    else:
        yield "destinations after key stage 4, invented", _tables(folder / "tables.csv", 3_876), "2022/23", "800001"
    for rows in (30_000, 300_000):
        path = _statistics(folder / f"statistics{rows}.csv", rows)
        yield "destination measures of institutions, invented", path, "2022/23", "800001"


def _tables(path: Path, schools: int) -> Path:
    chance = random.Random(1)  # noqa: S311 - invented figures
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, DESTINATION_COLUMNS)
        writer.writeheader()
        for number in range(schools):
            groups = [_numbers(chance) for _ in range(2)]
            both = [sum(pair) for pair in zip(*groups, strict=True)]
            row = {"RECTYPE": "1", "LEA": 201 + number % 150, "URN": 800_001 + number, "ICLOSE": "0", "NFTYPE": "CY"}
            row["SCHNAME"] = f"Invented school {number}"
            for suffix, (size, *numbers) in zip(("", "_DIS", "_NONDIS"), (both, *groups), strict=True):
                row[f"COHORT{suffix}"] = size
                row |= {f"{key}{suffix}": count for key, count in zip(_KEYS, numbers, strict=True)}
                row |= {
                    f"{key}PER{suffix}": f"{100 * count / size:.0f}%" for key, count in zip(_KEYS, numbers, strict=True)
                }
            writer.writerow(row)
    return path


def _statistics(path: Path, rows: int) -> Path:
    chance = random.Random(1)  # noqa: S311 - invented figures
    groups = [
        ("Total", "Total"),
        ("Disadvantage status", "Disadvantaged"),
        ("Disadvantage status", "Not disadvantaged"),
    ]
    groups += [("Sex", "Female"), ("Sex", "Male"), *(("Ethnicity", f"Group {number}") for number in range(15))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*_ABOUT, *_MEASURES))
        for number in range(rows // (2 * len(groups))):
            area = 201 + number % 150
            about = ["202223", "Academic year", "School", "E92000001", "England", "E12000007", "London"]
            about += [area, f"E09000{area}", f"Area {area}"]
            about += [
                f"{area}{number:04}",
                800_001 + number,
                f"Invented school {number}",
                "Academies",
                "Academy converter",
            ]
            for topic, group in groups:
                size, *counts = _numbers(chance)
                in_order = [counts[_KEYS.index(key)] for key in _ORDER]
                start = [*about, topic, group]
                writer.writerow([*start, "Number of pupils", "Revised", size, *in_order])
                writer.writerow(
                    [*start, "Percentage", "Revised", size, *(round(100 * count / size, 1) for count in in_order)]
                )
    return path


_ORDER = (
    *(
        "OVERALL_DEST",
        "EDUCATION",
        "FE",
        "SCH_6TH",
        "SIXTH_COL",
        "OTHER_EDU",
        "APPREN",
        "EMPLOYMENT",
        "NOT_SUSTAINED",
        "UNKNOWN",
    ),
)


def _numbers(chance: random.Random) -> list[int]:
    """Return the size of a cohort, and its numbers in the order of the categories."""
    parts = {key: chance.randint(1, 40) for key in ("SCH_6TH", "SIXTH_COL", "FE", "OTHER_EDU", "APPREN", "EMPLOYMENT")}
    parts |= {key: chance.randint(0, 9) for key in ("NOT_SUSTAINED", "UNKNOWN")}
    parts["EDUCATION"] = sum(parts[key] for key in ("SCH_6TH", "SIXTH_COL", "FE", "OTHER_EDU"))
    parts["OVERALL_DEST"] = parts["EDUCATION"] + parts["APPREN"] + parts["EMPLOYMENT"]
    size = parts["OVERALL_DEST"] + parts["NOT_SUSTAINED"] + parts["UNKNOWN"]
    return [size, *(parts[key] for key in _KEYS)]


if __name__ == "__main__":
    main()
