"""Measures how well the parts of a measurable objective are found: precision and recall of each, against labels of our own.

    python benchmarks/objectives.py              print a table, and write it into README.md
    python benchmarks/objectives.py --json       only print it, with one JSON object as the last line
    python benchmarks/objectives.py --wrong      only print what is wrongly found or missed in the tuning half
    python benchmarks/objectives.py --file FILE  only print a table for another file of labelled objectives

The labels are in tests/data/objectives.yml. Precision is how many of the parts that were found are there, recall how
many of those that are there were found.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from readme import update_readme

from careerskit.review import measure

LABELS = Path(__file__).parents[1] / "tests" / "data" / "objectives.yml"
PARTS = ("change", "students", "others", "number", "baseline", "target", "date")
REPEATS = 5


@dataclass(frozen=True)
class LabelledObjective:
    """An objective, and the parts that it has."""

    text: str
    has: frozenset[str]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--wrong", action="store_true", help="print what is wrong in the tuning half")
    parser.add_argument("--file", type=Path, default=LABELS, help="another file of labelled objectives")
    options = parser.parse_args()
    halves = _read(options.file)
    if options.wrong:
        _print_wrong(next(iter(halves.values())))
        return
    measured = {half: _measure(objectives) for half, objectives in halves.items()}
    names = [f"{half}: {figure}" for half in halves for figure in ("precision", "recall")]
    rows = [
        f"| {part} | "
        + " | ".join(f"{measured[half][part][figure]:.2f}" for half in halves for figure in ("precision", "recall"))
        + " |"
        for part in PARTS
    ]
    counts = ", ".join(f"{half} {len(objectives)}" for half, objectives in halves.items())
    results = "\n".join(
        [
            f"| | {' | '.join(names)} |",
            f"| --- |{' --- |' * len(names)}",
            *rows,
            "",
            f"Objectives: {counts}. Each takes {_milliseconds(halves):.2f} ms. {date.today():%-d %B %Y}.",
        ]
    )
    print(results)
    if options.json:
        print(json.dumps(measured))
    elif options.file == LABELS:
        update_readme("objectives.py", results)


def _read(file: Path) -> dict[str, list[LabelledObjective]]:
    halves = yaml.safe_load(file.read_text("utf-8"))
    return {
        half: [LabelledObjective(one["text"], frozenset(one["has"])) for one in ones] for half, ones in halves.items()
    }


def _found(text: str) -> set[str]:
    measures = measure(text)
    found = {part for part in PARTS if getattr(measures, part, None)}
    if measures.people:
        found.add("students" if measures.are_students else "others")
    return found


def _measure(objectives: Sequence[LabelledObjective]) -> dict[str, dict[str, float]]:
    """Return precision and recall (0 to 1) of each part; 1 where there was nothing to find."""
    found = [_found(objective.text) for objective in objectives]
    figures = {}
    for part in PARTS:
        right = sum(part in its and part in one.has for its, one in zip(found, objectives, strict=True))
        figures[part] = {
            "precision": right / (sum(part in its for its in found) or 1) if right else 1.0,
            "recall": right / (sum(part in one.has for one in objectives) or 1) if right else 1.0,
        }
    return figures


def _milliseconds(halves: dict[str, list[LabelledObjective]]) -> float:
    """Return how long an objective takes on average, in milliseconds, when it was not asked for before."""
    texts = [objective.text for objectives in halves.values() for objective in objectives]
    start = time.perf_counter()
    for _ in range(REPEATS):
        measure.cache_clear()
        for text in texts:
            measure(text)
    return (time.perf_counter() - start) * 1000 / REPEATS / len(texts)


def _print_wrong(objectives: Sequence[LabelledObjective]) -> None:
    for objective in objectives:
        found = _found(objective.text)
        wrong = [f"+{part}" for part in PARTS if part in found - objective.has]
        wrong += [f"-{part}" for part in PARTS if part in objective.has - found]
        if wrong:
            print(" ".join(wrong), "|", objective.text)


if __name__ == "__main__":
    main()
