"""Everything of a session as tables: for files that a spreadsheet opens, and for the report. Names nobody who has not agreed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from careerskit.files import write_whole
from careerskit.plan import Plan, Setting
from careerskit.session.anonymity import Names, names_of
from careerskit.session.board import Board, Point, board
from careerskit.session.polls import Poll, PollKind, PollStatus
from careerskit.session.privacy import MINIMUM, guarded
from careerskit.session.questions import QuestionStatus, in_order
from careerskit.session.session import Session
from careerskit.session.state import State

__all__ = ["HEADINGS", "HIDDEN", "Cell", "Table", "session_tables", "write_tables"]

Cell = str | int | float
Table = list[dict[str, Cell]]

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "session": ("Session", "Begun", "Closed", "Surgery"),
    "blocks": ("Block", "Begun"),
    "attendance": ("Who", "Schools"),
    "progress": ("Part of the plan", "Schools that have begun it"),
    "swot": ("Column", "Point", "Schools", "Wording"),
    "prompts": ("Prompt that nobody has written about",),
    "objectives": ("Objective for", "Which", "Schools"),
    "benchmarks": ("Priority benchmark", "Schools"),
    "priorities": ("Priority", "Schools", "Wording"),
    "statements": ("Vision statement offered for reading",),
    "polls": ("Number", "Poll", "Kind", "Answers in all", "Mean", "Answer", "Answers"),
    "questions": ("Question", "Status", "Owner", "Votes", "Asked by", "From an earlier session"),
    "schools": ("School that agreed to be named", "Kind of place"),
}
"""The tables by name, with the headings of their columns."""

HIDDEN = "not shown"
"""What stands in place of a count that may not be seen: it is too small, or would give one away that is."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula; the last four are the wide forms that it reads as the plain ones."""

_ENGLAND = ZoneInfo("Europe/London")
"""Times are those on the clocks of England, wherever the server stands."""

_Row = Sequence[Cell]


def session_tables(session: Session, plans: Mapping[str, Plan]) -> dict[str, Table]:
    """Return the tables of a session by name, in the order of :data:`HEADINGS`: lists of rows, each a cell by its heading.

    A school is named in the table of those who agreed to be, and beside a question that it did not ask anonymously if it agreed;
    in texts, the names of all others are covered up. What a facilitator has hidden is left out.

    plans: of the schools that joined, by id.
    """
    state = session.state
    here = {school: plan for school, plan in sorted(plans.items()) if school in state.schools}
    names = names_of(session.schools(), here.values())
    seen = board(here, state.shares, session=session.secret, names=names, hidden=state.hidden)
    named = {school: plan.header.school_name for school, plan in here.items() if state.share_of(school).named}
    found: dict[str, Iterable[_Row]] = {
        "session": [(session.record.name, _time(session.record.begun), _time(state.closed), session.record.surgery)],
        "blocks": [(block, _time(begun)) for block, begun in state.begun.items()],
        "attendance": _attendance(here, state, seen),
        "progress": [(tally.title, _few(tally.schools)) for tally in seen.progress],
        "swot": [(column.title, *row) for column in seen.columns for row in _points(column.points)],
        "prompts": [(text,) for text in seen.untouched],
        "objectives": [
            (of, tally.title, _few(tally.schools))
            for of, tallies in (("Benchmark", seen.by_benchmark), ("Kind of objective", seen.by_kind))
            for tally in tallies
        ],
        "benchmarks": [(tally.title, _few(tally.schools)) for tally in seen.by_priority],
        "priorities": _points(seen.priorities),
        "statements": [(said.text,) for said in seen.statements],
        "polls": _polls(state, names),
        "questions": _questions(state, names, named),
        "schools": sorted((name, here[school].setting.value) for school, name in named.items()),
    }
    return {name: [dict(zip(headings, row, strict=True)) for row in found[name]] for name, headings in HEADINGS.items()}


def write_tables(tables: Mapping[str, Table], folder: Path) -> list[Path]:
    """Write each table as a CSV file into a folder, and return the files; one is there whole or not at all.

    They are UTF-8 with the mark at their beginning by which Excel knows it. A text that a spreadsheet would take for a formula
    begins with an apostrophe. An empty table has its headings.

    Raises:
        OSError: they cannot be written.
    """
    texts = {folder / f"{name}.csv": _as_csv(table, HEADINGS.get(name, ())) for name, table in tables.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        write_whole(file, text)
    return list(texts)


def _attendance(here: Mapping[str, Plan], state: State, seen: Board) -> Iterator[_Row]:
    """Give how many schools joined, and of which kind of place they are: parts of a whole, so none can be worked out."""
    yield "All that joined", len(state.schools)
    kinds = Counter(plan.setting for plan in here.values())
    for setting, count in guarded({setting: kinds[setting] for setting in Setting}).items():
        yield f"{setting.value}s", HIDDEN if count is None else count
    yield "Shared with the board", _few(seen.sharing)


def _points(points: Sequence[Point]) -> Iterator[_Row]:
    """Give a row for each wording, under the number of its point."""
    for number, point in enumerate(points, start=1):
        for wording in point.wordings:
            yield number, _few(point.schools), wording.text


def _polls(state: State, names: Names) -> Iterator[_Row]:
    """Give the rows of every poll that was opened, under its number: the same may be asked before and after."""
    opened = [poll for poll in state.polls.values() if poll.status is not PollStatus.PREPARED]
    for number, poll in enumerate(opened, start=1):
        for row in _poll(poll, state, names):
            yield number, poll.question, _kind(poll), *row


def _poll(poll: Poll, state: State, names: Names) -> Iterator[_Row]:
    """Give a row for each answer of a poll; one row without an answer where too few have answered."""
    results = state.results(poll.id).without_hidden()
    mean: Cell = "" if results.mean is None else results.mean
    if not results.enough:
        yield _few(None if results.answers else 0), "", "", ""
        return
    for row in results.rows:
        yield results.answers, mean, names.covered(row.label), HIDDEN if row.count is None else row.count


def _kind(poll: Poll) -> str:
    """Return how a poll is answered, with what the two ends of a scale mean."""
    if poll.kind is PollKind.SCALE and poll.choices:
        return f"scale from 1 ({poll.choices[0]}) to 5 ({poll.choices[-1]})"
    return poll.kind.value


def _questions(state: State, names: Names, named: Mapping[str, str]) -> Iterator[_Row]:
    for question in in_order(state.questions.values()):
        if question.status is not QuestionStatus.HIDDEN:
            yield (
                names.covered(question.text),
                question.status.value,
                question.owner,
                len(question.votes),
                named.get(question.school, ""),
                "yes" if question.carried_from else "",
            )


def _few(count: int | None) -> Cell:
    return f"fewer than {MINIMUM}" if count is None else count


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(_ENGLAND):%d %B %Y, %H:%M}".lstrip("0") if at else ""


def _as_csv(table: Table, headings: Sequence[str]) -> str:
    text = io.StringIO()
    # Every text is in quotes: where lists are separated by semicolons, one within a text would else begin a new cell.
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(table[0] if table else headings)
    writer.writerows([_safe(cell) for cell in row.values()] for row in table)
    return "\ufeff" + text.getvalue()


def _safe(cell: Cell) -> Cell:
    """Return a cell as a spreadsheet may have it: no formula, no half characters, and no NUL, at which some stop to read."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "").encode("utf-8", "replace").decode()
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
