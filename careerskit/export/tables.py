"""A session as tables, for spreadsheets and for the report. They name only schools that agreed to it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from careerskit.files import atomic_write
from careerskit.plan import Plan, Setting
from careerskit.session import (
    MINIMUM,
    Board,
    Point,
    Poll,
    PollStatus,
    QuestionStatus,
    SchoolNames,
    Session,
    State,
    board,
    in_order,
    school_names,
    suppress_small_counts,
)
from careerskit.views import ENGLAND

__all__ = ["HEADINGS", "SUPPRESSED", "CsvCell", "Table", "session_tables", "write_tables"]

CsvCell = str | int | float
Table = list[dict[str, CsvCell]]

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "session": ("Session", "Started", "Closed", "Surgery"),
    "blocks": ("Block", "Started"),
    "attendance": ("Who", "Schools"),
    "progress": ("Part of the plan", "Schools that have started it"),
    "swot": ("Column", "Point", "Schools", "Wording"),
    "prompts": ("Prompt nobody has used yet",),
    "objectives": ("Objective for", "Which", "Schools"),
    "benchmarks": ("Priority benchmark", "Schools"),
    "priorities": ("Priority", "Schools", "Wording"),
    "statements": ("Vision statement that can be read out",),
    "polls": ("Number", "Poll", "Kind", "Answers in all", "Mean", "Answer", "Answers"),
    "questions": ("Question", "Status", "Owner", "Votes", "Asked by", "From an earlier session"),
    "schools": ("School that agreed to be named", "Type"),
}
"""The tables by name, with the headings of their columns."""

SUPPRESSED = "not shown"
"""What replaces a count that is too small to show, or from which such a count could be worked out."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula; the last four are full-width forms that it reads like the others."""

_Row = Sequence[CsvCell]


def session_tables(session: Session, plans: Mapping[str, Plan]) -> dict[str, Table]:
    """Return the tables of a session by name, in the order of :data:`HEADINGS`: lists of rows, which are cells by heading.

    Only schools that agreed to it are named: in a table of their own, and beside questions that they did not ask anonymously. In
    texts, all names are masked. What a facilitator has hidden is left out.

    plans: of the schools that joined, by id.
    """
    state = session.state
    joined = {school: plan for school, plan in sorted(plans.items()) if school in state.schools}
    names = school_names(session.schools(), joined.values())
    room = board(joined, state.shares, session=session.secret, names=names, hidden=state.hidden)
    named = {school: plan.header.school_name for school, plan in joined.items() if state.share_of(school).named}
    rows: dict[str, Iterable[_Row]] = {
        "session": [(session.record.name, _time(session.record.begun), _time(state.closed), session.record.surgery)],
        "blocks": [(block, _time(started)) for block, started in state.started.items()],
        "attendance": _attendance(joined, state, room),
        "progress": [(row.title, _count(row.schools)) for row in room.progress],
        "swot": [(column.title, *row) for column in room.columns for row in _points(column.points)],
        "prompts": [(text,) for text in room.unused_prompts],
        "objectives": [
            (of, row.title, _count(row.schools))
            for of, counts in (("Benchmark", room.by_benchmark), ("Kind of objective", room.by_kind))
            for row in counts
        ],
        "benchmarks": [(row.title, _count(row.schools)) for row in room.by_priority],
        "priorities": _points(room.priorities),
        "statements": [(statement.text,) for statement in room.statements],
        "polls": _polls(state, names),
        "questions": _questions(state, names, named),
        "schools": sorted((name, joined[school].setting.value) for school, name in named.items()),
    }
    return {name: [dict(zip(headings, row, strict=True)) for row in rows[name]] for name, headings in HEADINGS.items()}


def write_tables(tables: Mapping[str, Table], folder: Path) -> list[Path]:
    """Write each table as a CSV file into a folder, and return the files. Each is written as a whole or not at all.

    They are UTF-8 with a byte order mark, by which Excel recognises it. A text that a spreadsheet would take for a formula starts
    with an apostrophe. An empty table has its headings.

    Raises:
        OSError: they cannot be written.
    """
    texts = {folder / f"{name}.csv": _as_csv(table, HEADINGS.get(name, ())) for name, table in tables.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        atomic_write(file, text)
    return list(texts)


def _attendance(joined: Mapping[str, Plan], state: State, room: Board) -> Iterator[_Row]:
    """Yield how many schools joined, in all and by type. Types add up to all, from which no hidden count may be worked out."""
    yield "All that joined", len(state.schools)
    by_type = Counter(plan.setting for plan in joined.values())
    for setting, count in suppress_small_counts({setting: by_type[setting] for setting in Setting}).items():
        yield f"{setting.value}s", SUPPRESSED if count is None else count
    yield "Shared with the board", _count(room.sharing)


def _points(points: Sequence[Point]) -> Iterator[_Row]:
    """Yield a row for each wording, with the number of its point."""
    for number, point in enumerate(points, start=1):
        for wording in point.wordings:
            yield number, _count(point.schools), wording.text


def _polls(state: State, names: SchoolNames) -> Iterator[_Row]:
    """Yield the rows of every poll that was opened, with its number: the same question may be asked twice."""
    opened = [poll for poll in state.polls.values() if poll.status is not PollStatus.PREPARED]
    for number, poll in enumerate(opened, start=1):
        for row in _poll(poll, state, names):
            yield number, poll.question, poll.behaviour.description(poll.choices), *row


def _poll(poll: Poll, state: State, names: SchoolNames) -> Iterator[_Row]:
    """Yield a row for each answer to a poll; one row without an answer where too few have answered."""
    results = state.results(poll.id).without_hidden()
    mean: CsvCell = "" if results.mean is None else results.mean
    if not results.meets_threshold:
        yield _count(None if results.answers else 0), "", "", ""
        return
    for row in results.rows:
        yield results.answers, mean, names.mask(row.label), SUPPRESSED if row.count is None else row.count


def _questions(state: State, names: SchoolNames, named: Mapping[str, str]) -> Iterator[_Row]:
    for question in in_order(state.questions.values()):
        if question.status is not QuestionStatus.HIDDEN:
            yield (
                names.mask(question.text),
                question.status.value,
                question.owner,
                len(question.votes),
                named.get(question.school, ""),
                "yes" if question.carried_from else "",
            )


def _count(count: int | None) -> CsvCell:
    return f"fewer than {MINIMUM}" if count is None else count


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(ENGLAND):%d %B %Y, %H:%M}".lstrip("0") if at else ""


def _as_csv(table: Table, headings: Sequence[str]) -> str:
    text = io.StringIO()
    # Every text is quoted: where spreadsheets separate cells by semicolons, one in a text would otherwise start a new cell.
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(table[0] if table else headings)
    writer.writerows([_safe(cell) for cell in row.values()] for row in table)
    return "\ufeff" + text.getvalue()


def _safe(cell: CsvCell) -> CsvCell:
    """Return a cell that is safe in a spreadsheet: no formula, no lone surrogates, and no NUL, at which some stop reading."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "").encode("utf-8", "replace").decode()
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
