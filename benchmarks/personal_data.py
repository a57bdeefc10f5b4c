"""Measures the check for personal data: what it finds of each kind, and how often it is wrong, against labels of our own.

    python benchmarks/personal_data.py            print the tables, and write them into README.md
    python benchmarks/personal_data.py --json     only print them, with one JSON object as the last line
    python benchmarks/personal_data.py --wrong    only print what is wrong in the tuning half
    python benchmarks/personal_data.py FILE ...   only print what is found in text files, one sentence a line, and how often

The labels are in tests/data/personal_data.yml. A text of a kind counts as found if the check finds that kind in it. A false
alarm is a sentence in which there is none of any kind, and in which the check finds some.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import yaml
from readme import update_readme

from careerskit.review import personal_data

REPOSITORY = Path(__file__).parents[1]
LABELS = REPOSITORY / "tests" / "data" / "personal_data.yml"
SAMPLES = REPOSITORY / "data" / "samples"
LENGTH, REPEATS = 300, 20
"""How many characters of text are timed, and how often: the least time counts, as anything else on the machine only adds to it."""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a text file, one sentence a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--wrong", action="store_true", help="print what is wrong in the tuning half")
    options = parser.parse_args()
    halves = yaml.safe_load(LABELS.read_text("utf-8"))
    if options.files:
        for file in options.files:
            _print_found(file)
    elif options.wrong:
        _print_wrong(halves["tuning"])
    else:
        _measure_all(halves, only_print=options.json)


def _measure_all(halves: dict[str, Any], *, only_print: bool) -> None:
    measured = {half: _found(labels["personal"]) for half, labels in halves.items()}
    sentences = {f"{half} sentences": labels["innocent"] for half, labels in halves.items()}
    sentences["answers of the sample plans"] = list(_sample_answers())
    alarms = {name: [len(_false_alarms(texts)), len(texts)] for name, texts in sentences.items()}
    milliseconds = _milliseconds(halves["held-out"]["innocent"])
    kinds = [
        f"| {kind} | {' | '.join(_of(found.get(kind)) for found in measured.values())} |" for kind in measured["tuning"]
    ]
    wrong = [f"| {name} | {texts} | {count} | {1000 * count / texts:.1f} |" for name, (count, texts) in alarms.items()]
    results = "\n".join(
        [
            f"| found | {' | '.join(measured)} |\n| --- | --- | --- | --- |",
            *kinds,
            "\n| | number | false alarms | in 1,000 |\n| --- | --- | --- | --- |",
            *wrong,
            f"\n{milliseconds:.2f} ms of processor time for a text of {LENGTH} characters. {date.today():%-d %B %Y}.",
        ]
    )
    print(results)
    if only_print:
        print(json.dumps({"found": measured, "false alarms": alarms}))
    else:
        update_readme("personal_data.py", results)


def _found(personal: dict[str, list[str]]) -> dict[str, list[int]]:
    """Return for each kind in how many texts it was found, and how many there are."""
    return {kind: [sum(_has(text, kind) for text in texts), len(texts)] for kind, texts in personal.items()}


def _of(counts: list[int] | None) -> str:
    return f"{counts[0]} of {counts[1]}" if counts else ""


def _has(text: str, kind: str) -> bool:
    return any(match.kind == kind for match in personal_data(text))


def _false_alarms(sentences: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if personal_data(sentence)]


def _sample_answers() -> Iterator[str]:
    for file in sorted(SAMPLES.glob("*.json")):
        plan = json.loads(file.read_text("utf-8"))
        del plan["website"]["telephone"]  # which is meant to be there
        yield from _texts(plan)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if value else []
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _milliseconds(sentences: Sequence[str]) -> float:
    text = " ".join(sentences)
    texts = [text[start : start + LENGTH] for start in range(0, len(text) - LENGTH, LENGTH)]
    times = []
    for _ in range(REPEATS):
        started = process_time()
        for part in texts:
            personal_data(part)
        times.append((process_time() - started) / len(texts))
    return 1000 * min(times)


def _print_wrong(half: dict[str, Any]) -> None:
    for kind, texts in half["personal"].items():
        for text in texts:
            if not _has(text, kind):
                print(f"missed, {kind}: {text}")
    for sentence in _false_alarms(half["innocent"]):
        print("false alarm:", sentence, [match.found for match in personal_data(sentence)])


def _print_found(file: Path) -> None:
    sentences = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    found = _false_alarms(sentences)
    for sentence in found:
        print(", ".join(f"{match.kind}: {match.found}" for match in personal_data(sentence)), "|", sentence)
    print(
        f"{file}: {len(found)} of {len(sentences)} sentences, {1000 * len(found) / max(1, len(sentences)):.1f} in 1,000"
    )


if __name__ == "__main__":
    main()
