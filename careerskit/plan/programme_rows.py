"""The activities of the programme as rows of cells, as a spreadsheet has them, and back. Nothing that a cell says is lost.

A row is an activity, or a year group or term of a grid, see :mod:`careerskit.plan.programme_grid`.

Columns are found by their headings; without headings, by what their cells hold. A cell that cannot be read as what its column is
for stays in the text of its activity, behind the column's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from careerskit.plan.benchmarks import BENCHMARKS, benchmark
from careerskit.plan.dates import When
from careerskit.plan.fields import FieldSpec, field_named, fields_of
from careerskit.plan.programme import YEAR_GROUPS, Activity
from careerskit.plan.programme_grid import rows_of_grid
from careerskit.plan.setting import Setting
from careerskit.plan.time_patterns import RECURRING, TIME
from careerskit.words import join_words

__all__ = ["activities_from_rows", "grid_of_rows", "rows_from_text", "rows_of_activities", "year_groups_in_words"]

_HEADINGS = {
    "activity": ("activities", "event", "what", "description", "careers activity", "name of activity", "title"),
    "years": ("year", "years", "year groups", "yr", "yr group", "group", "cohort", "key stage"),
    "time": ("term", "terms", "when", "date", "dates", "time", "month", "half term", "timing"),
    "type": ("type", "kind", "type of encounter", "category"),
    "days": ("days", "number of days", "length", "duration", "days for each student"),
    "benchmarks": ("benchmarks", "gatsby", "gatsby benchmark", "gatsby benchmarks", "gb", "gbs", "bm"),
    "provider": (
        "providers",
        "partner",
        "partners",
        "organisation",
        "who provides it",
        "delivered by",
        "led by",
        "employer",
        "who",
        "with",
        "with whom",
    ),
    "outcome": (
        *("outcome", "outcomes", "learning outcomes", "learning", "aim", "purpose", "intended outcome"),
        *("what they learn", "what they will learn", "what {students} learn", "what {students} will learn"),
    ),
}
"""What people call each column besides the field's label."""

_TEXTS = ("activity", "provider", "outcome")
"""The columns that hold any text, in the order in which they are taken where there are no headings."""

_AFTER = YEAR_GROUPS[-1]
_KEY_STAGES = {"3": range(7, 10), "4": range(10, 12), "5": range(12, 14)}
_KEY_STAGE = re.compile(r"\b(?:ks|key\s+stage)\s*([345])\b", re.IGNORECASE)
_AFTER_13 = re.compile(r"\b(?:and\s+)?after(?:\s+13)?\b|\b14\b", re.IGNORECASE)
_SIXTH_FORM = re.compile(r"\b(?:sixth|6th)[ -]?form\b", re.IGNORECASE)
_ALL_YEARS = re.compile(
    r"(?:all|every|whole school)(?: (?:years?|students|pupils|learners))?(?: groups?)?", re.IGNORECASE
)
_YEAR_WORD = re.compile(r"\b(?:year|yr|y)s?(?:\s*groups?)?(?=\d|\b)\.?", re.IGNORECASE)
_BENCHMARK_WORD = re.compile(r"\b(?:gatsby|benchmark|bm|gb|b)s?(?=\d|\b)\.?", re.IGNORECASE)
_RANGE = re.compile(r"(?<!\d)(\d{1,2})\s*(?:-|–|—|\bto\b)\s*(\d{1,2})(?!\d)")
_BETWEEN = re.compile(r"[\s,;:/&+]|\band\b", re.IGNORECASE)
_BETWEEN_TIMES = re.compile(
    r"[\s,;/&+().–-]|\b(?:and|or|to|by|from|in|on|early|mid|late|before|after|until|week|beginning|the|of|term)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"(?:\d+(?:\.\d+)?|half an?|an?|one|two|three|four|five|ten)\s*(?:days?|weeks?)", re.IGNORECASE)

_CELL = re.compile(r'(?:"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n?|\n|\Z)')


def activities_from_rows(
    rows: Sequence[Sequence[str]], *, years: Sequence[int] = (), setting: Setting = Setting.SCHOOL
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the answers of an activity for each row that has a text, and what could not be placed, a sentence for each.

    rows: of cells, with or without a row of headings above; rows may differ in length. years: the year groups of the school, which
    "all years" stands for. setting: whose words the sentences have.

    An activity has those answers that its row gives, by field name, in the shape of :class:`careerskit.plan.Activity`. A cell that
    cannot be placed is in its "activity", and in a sentence with its row, from 1, and its column.
    """
    cells = [[cell.strip() for cell in row] for row in rows]
    first = next((at for at, row in enumerate(cells) if any(row)), len(cells))
    columns = _columns_by_heading(cells[first]) if first < len(cells) else None
    titles: list[str] = cells[first] if columns is not None else []
    start = first if columns is None else first + 1
    numbered = list(enumerate(cells[start:], start=start + 1))
    grid = grid_of_rows(cells[first:])
    if grid is not None:
        columns, titles = {0: "activity", 1: "years", 2: "time"}, []
        numbered = [(first + 1 + at, row) for at, row in grid]
    elif columns is None:
        columns = _columns_by_content(cells[first:])
    activities, problems = [], []
    for number, row in numbered:
        if not any(row):
            continue
        answers: dict[str, Any] = {}
        rest = []
        for at, cell in enumerate(row):
            if not cell:
                continue
            name = columns.get(at, "")
            answer = _read(name, cell, years) if name else None
            if answer is not None and name not in answers:
                answers[name] = answer
                continue
            title = _label(name, setting) if name else titles[at] if at < len(titles) else ""
            rest.append(f"{title}: {cell}" if title else cell)
            where = f"column “{title}”" if title else f"column {at + 1}"
            problem = f"Row {number}, {where}: “{cell}” was added to the text of the activity."
            if name == "years" and _ALL_YEARS.fullmatch(cell) and not years:
                problem += setting.localise(" Choose the year groups in your {school} first, and it means all of them.")
            problems.append(problem)
        if rest:
            text = answers.get("activity", "")
            answers["activity"] = f"{text} ({'; '.join(rest)})" if text else "; ".join(rest)
        activities.append(answers)
    return activities, problems


def grid_of_rows(rows: Sequence[Sequence[str]]) -> list[tuple[int, list[str]]] | None:
    """Return the activities of rows that are a grid of year groups and terms, as ``programme_grid.rows_of_grid`` does."""
    cells = [[cell.strip() for cell in row] for row in rows]
    return rows_of_grid(cells, is_years=_says_years, is_time=_is_time) if cells and cells[0] else None


def rows_of_activities(activities: Iterable[Activity], setting: Setting = Setting.SCHOOL) -> list[list[str]]:
    """Return a row of headings, and a row of texts for each activity. :func:`activities_from_rows` reads them back."""
    fields = fields_of(Activity)
    return [
        [setting.localise(field.label) for field in fields],
        *([_written(field, getattr(activity, field.name), setting) for field in fields] for activity in activities),
    ]


def rows_from_text(text: str) -> list[list[str]]:
    """Return the rows and cells of a text as spreadsheets put it on the clipboard.

    Tabs are between cells. A cell with a line break, a tab or a doubled quote in it stands in quotes.
    """
    rows: list[list[str]] = [[]]
    for found in _CELL.finditer(text):
        quoted, plain, end = found.groups()
        if quoted is not None:
            plain = quoted.replace('""', '"') if re.search(r'[\t\r\n]|""', quoted) else f'"{quoted}"'
        rows[-1].append(plain)
        if not end:
            break
        if end != "\t":
            rows.append([])
    return rows


def year_groups_in_words(years: Iterable[int]) -> str:
    """Return "Year 10", "Years 10 and 11", "Years 7 to 9", "Years 7, 9 and 10", "Year 13 and after"; "" for none."""
    chosen = sorted(set(years))
    in_school = [year for year in chosen if year < _AFTER]
    if not in_school:
        return "After Year 13" if chosen else ""
    is_range = len(in_school) > 2 and in_school[-1] - in_school[0] == len(in_school) - 1
    named = f"{in_school[0]} to {in_school[-1]}" if is_range else join_words([str(year) for year in in_school])
    after = "" if in_school == chosen else " and after" if in_school[-1] == _AFTER - 1 else " and after Year 13"
    return f"Year{'s' if len(in_school) > 1 else ''} {named}{after}"


def _columns_by_heading(row: Sequence[str]) -> dict[int, str] | None:
    """Return what each column is, by its number from 0; None where the row is not one of headings."""
    names = {name: name for name in _HEADINGS} | {other: name for name, others in _HEADINGS.items() for other in others}
    names = {setting.localise(text): name for text, name in names.items() for setting in Setting}
    names |= {_plain(_label(name, setting)): name for name in _HEADINGS for setting in Setting}
    found = {at: names[_plain(cell)] for at, cell in enumerate(row) if _plain(cell) in names}
    return found if len(found) >= min(2, sum(map(bool, row))) else None


def _columns_by_content(rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return what each column is, by its number from 0, as far as its cells tell."""
    width = max(map(len, rows), default=0)
    cells = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in range(width)}
    years = [at for at in cells if cells[at] and all(_read_years(cell, range(7, 14)) for cell in cells[at])]
    clear = [at for at in years if any(re.search(r"[^\W\d]|9|\d\d", cell) for cell in cells[at])]
    columns = dict.fromkeys((clear or years)[:1], "years")
    texts = list(_TEXTS)
    for at in (at for at in cells if cells[at] and at not in columns):
        for name, reads in _BY_CONTENT.items():
            if name not in columns.values() and all(map(reads, cells[at])):
                columns[at] = name
                break
        else:
            if texts and not all(cell.isdecimal() for cell in cells[at]):
                columns[at] = texts.pop(0)
    return columns


def _read(name: str, cell: str, years: Sequence[int]) -> Any:
    """Return the answer that a cell of a column gives; None where it cannot be read."""
    if name == "years":
        return _read_years(cell, years)
    if name == "benchmarks":
        return _read_benchmarks(cell)
    if name == "type":
        return _read_type(cell)
    return cell if name == "outcome" else " ".join(cell.split())


def _read_years(cell: str, school_years: Sequence[int]) -> tuple[int, ...] | None:
    if _ALL_YEARS.fullmatch(cell):
        return tuple(school_years) or None
    text, found = _YEAR_WORD.sub(" ", cell), set[int]()
    for pattern, means in ((_AFTER_13, (_AFTER,)), (_SIXTH_FORM, (12, 13))):
        if pattern.search(text):
            found.update(means)
            text = pattern.sub(" ", text)
    for stage in _KEY_STAGE.findall(text):
        found.update(_KEY_STAGES[stage])
    return _read_numbers(_KEY_STAGE.sub(" ", text), range(YEAR_GROUPS[0], _AFTER), found)


def _says_years(cell: str) -> bool:
    return _read_years(cell, YEAR_GROUPS) is not None


def _read_benchmarks(cell: str) -> tuple[int, ...] | None:
    if known := benchmark(cell):
        return (known.number,)
    text = _BENCHMARK_WORD.sub(" ", cell)
    for entry in BENCHMARKS:
        text = re.sub(re.escape(entry.title), " ", text, flags=re.IGNORECASE)
    return _read_numbers(text, range(1, 9), set())


def _read_numbers(text: str, allowed: range, found: set[int]) -> tuple[int, ...] | None:
    """Return the numbers of a text and those found before, in order; None where the text says anything else."""
    text = re.sub(r"(\d)\.0+\b", r"\1", text)  # as spreadsheets write a number
    for first, last in _RANGE.findall(text):
        found.update(range(int(first), int(last) + 1))
    parts = [part for part in _BETWEEN.sub(" ", _RANGE.sub(" ", text)).split() if part]
    if not all(re.fullmatch(r"\d{1,2}", part) for part in parts):
        return None
    found.update(map(int, parts))
    return tuple(sorted(found)) if found and found <= {*allowed, _AFTER} else None


def _read_type(cell: str) -> str | None:
    choices = field_named(Activity, "type").choices
    known = {_plain(text): str(choice.value) for choice in choices for text in (str(choice.value), choice.label)}
    return known.get(_plain(cell))


def _is_time(cell: str) -> bool:
    """Whether a cell says a time, and nothing else."""
    return When(cell).is_readable and not _BETWEEN_TIMES.sub("", RECURRING.sub(" ", TIME.sub(" ", cell)))


_BY_CONTENT: dict[str, Callable[[str], bool]] = {
    "time": _is_time,
    "type": lambda cell: _read_type(cell) is not None,
    "benchmarks": lambda cell: _read_benchmarks(cell) is not None,
    "days": lambda cell: bool(_DAYS.fullmatch(cell)),
}


def _written(field: FieldSpec, answer: Any, setting: Setting) -> str:
    if field.name == "years":
        return year_groups_in_words(answer)
    if field.name == "benchmarks":
        return ", ".join(map(str, answer))
    return setting.localise(field.label_of(answer)) if field.choices and answer else str(answer)


def _label(name: str, setting: Setting) -> str:
    return setting.localise(field_named(Activity, name).label)


def _plain(text: str) -> str:
    """Return a text as headings and choices are compared: small letters and digits, with single spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))
