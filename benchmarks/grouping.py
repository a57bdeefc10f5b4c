"""Measures how well the points of a SWOT board are grouped: precision and recall of pairs, against labels of our own.

    python benchmarks/grouping.py            print a table, and write it into README.md
    python benchmarks/grouping.py --json     only print it, with one JSON object as the last line
    python benchmarks/grouping.py --pairs    only print which points of the tuning half are wrongly together or apart

The labels are in tests/data/board_points.yml. A pair of points is two of one column. Precision is how many of the
pairs that were put together belong together, recall how many of those that belong together were put together.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import yaml
from readme import update_readme

from careerskit.session.similarity import cluster_similar

LABELS = Path(__file__).parents[1] / "tests" / "data" / "board_points.yml"
HALVES = ("tuning", "held-out")


@dataclass(frozen=True)
class LabelledPoint:
    """A point, the prompt that was chosen for it, and the group that it belongs to."""

    text: str
    prompt: str
    group: str


@dataclass(frozen=True)
class Pair:
    """Two points of one column: whether they were put together, and whether they belong together."""

    one: str
    other: str
    is_together: bool
    belongs_together: bool


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--pairs", action="store_true", help="print the wrong pairs of the tuning half")
    options = parser.parse_args()
    halves = {half: _columns(half) for half in HALVES}
    if options.pairs:
        for pair in _pairs(halves["tuning"]):
            if pair.is_together != pair.belongs_together:
                print("wrongly", "together:" if pair.is_together else "apart:   ", pair.one, "|", pair.other)
        return
    both = {column: [*points, *halves["held-out"][column]] for column, points in halves["tuning"].items()}
    measured = {name: _measure(columns) for name, columns in (*halves.items(), ("both in one room", both))}
    names = ("points", "precision", "recall")
    rows = [
        f"| {name} | {figures['points']:.0f} | {figures['precision']:.3f} | {figures['recall']:.3f} |"
        for name, figures in measured.items()
    ]
    results = "\n".join(
        [f"| | {' | '.join(names)} |", "| --- | --- | --- | --- |", *rows, "", f"{date.today():%-d %B %Y}."]
    )
    print(results)
    if options.json:
        print(json.dumps(measured))
    else:
        update_readme("grouping.py", results)


def _columns(half: str) -> dict[str, list[LabelledPoint]]:
    columns = yaml.safe_load(LABELS.read_text("utf-8"))[half]
    return {
        column: [_labelled(point, f"{half} {group}") for group, points in groups.items() for point in points]
        for column, groups in columns.items()
    }


def _labelled(point: str | Mapping[str, str], group: str) -> LabelledPoint:
    return LabelledPoint(point, "", group) if isinstance(point, str) else LabelledPoint(**point, group=group)


def _pairs(columns: Mapping[str, Sequence[LabelledPoint]]) -> Iterator[Pair]:
    for points in columns.values():
        clusters = cluster_similar([point.text for point in points], [point.prompt for point in points])
        cluster_of = {index: number for number, cluster in enumerate(clusters) for index in cluster}
        for one, other in combinations(range(len(points)), 2):
            belongs = points[one].group == points[other].group
            yield Pair(points[one].text, points[other].text, cluster_of[one] == cluster_of[other], belongs)


def _measure(columns: Mapping[str, Sequence[LabelledPoint]]) -> dict[str, float]:
    """Return the number of points, and precision and recall (0 to 1)."""
    pairs = list(_pairs(columns))
    right = sum(pair.is_together and pair.belongs_together for pair in pairs)
    return {
        "points": sum(map(len, columns.values())),
        "precision": right / sum(pair.is_together for pair in pairs),
        "recall": right / sum(pair.belongs_together for pair in pairs),
    }


if __name__ == "__main__":
    main()
