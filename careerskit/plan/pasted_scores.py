"""Compass scores out of text as people copy it: a table with one or several dates, an email, a CSV file, eight numbers in a line.

What is a score is taken as it is written: "Up to 90%" stays that.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from careerskit.plan.benchmarks import BENCHMARKS, benchmark
from careerskit.plan.evaluations import evaluated_on
from careerskit.plan.scores import Score

__all__ = ["PastedEvaluation", "PastedScores", "read_pasted_scores"]

_MOST_ROWS = 500
"""How many lines are read. A table of eight scores for each term of ten years has 250, cell by cell."""

_NAMED = re.compile(
    r"\b(?:gatsby\s+)?(?:benchmark|g\.?\s?b|b\.?\s?m|gbm)\s*\.?\s*(?:no\.?\s*)?([1-8])\b(?![%/])", re.IGNORECASE
)
_NUMBERED = re.compile(r"\s*([1-8])\s*(?:[.:)]|[-–—]\s)\s*(?=\D|\d{1,3}\s*%|\d{1,3}\s*$|$)")
_AMOUNT = r"\d{1,3}(?:\.\d+)?\s*(?:%|per ?cent)?"
_SCORE = re.compile(
    rf"(?:(?:up to|at most|no more than|at least|between|≤|≥|<=|>=)\s*)?{_AMOUNT}"
    rf"(?:\s*(?:-|–|—|to|and)\s*{_AMOUNT}|\s*\+)?",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(r"\bnational|\bengland\b|\baverage\b|\blocal authority\b", re.IGNORECASE)
_NO_SCORE = re.compile(r"(?:n/?a|not (?:scored|done|evaluated|available)|unscored|[-–—.?])?", re.IGNORECASE)


@dataclass
class PastedEvaluation:
    """One evaluation. evaluated: its date as written, "" where there is none. scores: as written, by the benchmark's number."""

    evaluated: str
    scores: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PastedScores:
    """What was read: evaluations in their order, and what was left out, each as a sentence."""

    evaluations: tuple[PastedEvaluation, ...]
    left_out: tuple[str, ...]


def read_pasted_scores(text: str) -> PastedScores:
    """Read all evaluations in a text. Nothing is guessed: what cannot be read is left out, and named."""
    rows = _rows(text)
    reader = _Reader()
    if not _read_long_table(rows, reader) and not _read_table(rows, reader):
        _read_prose(text, reader)
    found = [one for one in reader.evaluations if one.scores]
    return PastedScores(tuple(found), tuple(dict.fromkeys(reader.left_out)))


class _Reader:
    def __init__(self) -> None:
        self.evaluations: list[PastedEvaluation] = []
        self.left_out: list[str] = []

    def add(self, column: int, number: int, text: str, heading: str = "") -> None:
        """Add a score to the evaluation of a column."""
        text = text.strip()
        if not text or _NO_SCORE.fullmatch(text):
            return
        if Score(text).bounds is None:
            self.left_out.append(f"“{text[:60]}” for benchmark {number} is no score from 0 to 100%.")
            return
        while len(self.evaluations) <= column:
            self.evaluations.append(PastedEvaluation(""))
        evaluation = self.evaluations[column]
        evaluation.evaluated = evaluation.evaluated or heading
        if evaluation.scores.setdefault(number, text) != text:
            self.left_out.append(
                f"Benchmark {number} has more than one score: {evaluation.scores[number]} is kept, {text} is not."
            )


def _rows(text: str) -> list[list[str]]:
    """Return the cells of each line: between tabs, bars, or else the commas of a CSV file, or else wide gaps."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()][:_MOST_ROWS]
    for separators in ("\t", "|", ";,"):
        often = max(separators, key=lambda separator: sum(line.count(separator) for line in lines))
        if sum(often in line for line in lines) > len(lines) / 2:
            rows = list(csv.reader([line.strip("|") for line in lines], delimiter=often))
            break
    else:
        rows = [re.split(r"\s{2,}", line.strip()) for line in lines]
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _read_long_table(rows: Sequence[Sequence[str]], reader: _Reader) -> bool:
    """Read a table with a row for each score, as a CSV file has it; return whether it is one."""
    if not rows:
        return False
    heads = [cell.lower().strip("\ufeff ") for cell in rows[0]]
    of_score = next((at for at, head in enumerate(heads) if head in ("score", "per cent", "percentage", "%")), None)
    of_number = next((at for at, head in enumerate(heads) if head in ("benchmark", "gatsby benchmark", "number")), None)
    if of_score is None or of_number is None:
        return False
    of_date = next((at for at, head in enumerate(heads) if "date" in head or "evaluat" in head or "term" in head), None)
    of_school = next((at for at, head in enumerate(heads) if head in ("urn", "school")), None)
    columns: dict[str, int] = {}
    schools = {row[of_school] for row in rows[1:] if of_school is not None and of_school < len(row)}
    if len(schools) > 1:
        reader.left_out.append("This is about several schools. Paste the rows of yours alone.")
        return True
    for row in rows[1:]:
        cells = [*row, *[""] * len(heads)]
        named = benchmark(cells[of_number])
        when = cells[of_date] if of_date is not None else ""
        if named is None:
            reader.left_out.append(f"“{cells[of_number][:60]}” is no benchmark.")
            continue
        reader.add(columns.setdefault(when, len(columns)), named.number, cells[of_score], when)
    return True


def _read_table(rows: Sequence[Sequence[str]], reader: _Reader) -> bool:
    """Read a table with a row for each benchmark and a column for each evaluation; return whether it is one.

    A browser may copy each cell as a line of its own: the cells after a benchmark's are then its row.
    """
    if all(len(row) == 1 for row in rows):
        rows = _joined(rows)
    found = [(row, number) for row in rows if (number := _benchmark_of(row[0])) and any(map(_is_score, row[1:]))]
    if len(found) < 2:
        return False
    before = rows[: rows.index(found[0][0])]
    width = max(len(row) for row, _ in found)
    heads = next((list(row) for row in reversed(before) if len(row) > 1), [])
    if not heads and before:  # a table with one evaluation, and its date in a line above
        date = next((when for row in reversed(before) if (when := _date_in(row[0]))), "")
        heads = ["", date] if date else []
    heads = (
        [*[""] * (width - len(heads)), *heads] if len(heads) == width - 1 else [*heads, *[""] * (width - len(heads))]
    )
    ours = [at for at in range(1, width) if not _NOT_OURS.search(heads[at]) and _has_scores(found, at)]
    for at in range(1, width):
        if _NOT_OURS.search(heads[at]):
            reader.left_out.append(f"The column “{heads[at][:60]}” is not about your school.")
    for column, at in enumerate(ours):
        for row, number in found:
            reader.add(column, number, row[at] if at < len(row) else "", heads[at])
    return bool(ours)


def _joined(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rows of a table that has each cell in a line: one begins at each benchmark."""
    joined: list[list[str]] = [[]]
    for [cell] in rows:
        if _benchmark_of(cell) and not _SCORE.fullmatch(cell):
            joined.append([])
        joined[-1].append(cell)
    return [row for row in joined if row]


def _has_scores(found: Sequence[tuple[Sequence[str], int]], at: int) -> bool:
    cells = [row[at] for row, _ in found if at < len(row) and row[at]]
    return sum(map(_is_score, cells)) * 2 > len(cells)


def _is_score(cell: str) -> bool:
    return Score(cell).bounds is not None


def _benchmark_of(cell: str) -> int | None:
    """Return the number of the benchmark that a cell names at its start, or by its title."""
    if found := (_NAMED.match(cell) or _NUMBERED.match(cell)):
        return int(found[1])
    named = benchmark(cell)
    return named.number if named else None


def _read_prose(text: str, reader: _Reader) -> None:
    """Read scores that follow their benchmark in running text or in lines; or eight numbers alone, in order."""
    alone = re.findall(r"[^\s,;]+", text)
    if len(alone) == len(BENCHMARKS) and all(map(_is_score, alone)):
        for number, score in enumerate(alone, start=1):
            reader.add(0, number, score)
        return
    starts: list[tuple[int, int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        if found := _NUMBERED.match(line[0]):
            starts.append((line.start(), line.start() + found.end(), int(found[1])))
    starts += [(found.start(), found.end(), int(found[1])) for found in _NAMED.finditer(text)]
    for entry in BENCHMARKS:
        for title in {entry.title, entry.original}:
            pattern = re.escape(title).replace(r"career\ and", r"careers?\ and")
            starts += [
                (found.start(), found.end(), entry.number) for found in re.finditer(pattern, text, re.IGNORECASE)
            ]
    starts.sort()
    lines = text[: starts[0][0] if starts else 0].split("\n")
    dates = [date for line in lines if (date := _date_in(line))]
    for position, (_, after, number) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(text)
        if position + 1 < len(starts) and starts[position + 1][2] == number:
            continue  # its name and its title, or its number and its name
        between = text[after:end]
        score = next((found[0] for found in _SCORE.finditer(between) if _counts(found, between)), "")
        if score:
            reader.add(0, number, score, dates[-1] if dates else "")
        else:
            reader.left_out.append(f"No score was found for benchmark {number}.")


def _date_in(line: str) -> str:
    """Return the part of a line that says when, in the fewest words; "" where it says no day, month or year."""
    words = line.split()
    wanted = evaluated_on(" ".join(words))
    if wanted is None:
        return ""
    while len(words) > 1 and evaluated_on(" ".join(words[1:])) == wanted:
        words = words[1:]
    while len(words) > 1 and evaluated_on(" ".join(words[:-1])) == wanted:
        words = words[:-1]
    return " ".join(words).strip(" .,:;()")


def _counts(found: re.Match[str], between: str) -> bool:
    """Whether a number in running text is a score: it has a per cent sign, or it ends its line."""
    rest = between[found.end() :].split("\n")[0].strip(" .,;)")
    return Score(found[0].strip()).bounds is not None and (bool(re.search(r"%|cent", found[0])) or not rest)
