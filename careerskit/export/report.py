"""The report of a session, part by part, as its notebook calls it. It is made from the session's tables alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from careerskit.export.session_lookup import find_session
from careerskit.export.tables import SUPPRESSED, CsvCell, Table, session_tables
from careerskit.session import MINIMUM, QuestionStatus, Session
from careerskit.store import PlanCache, open_store

if TYPE_CHECKING:
    from markupsafe import Markup

    from careerskit.views import TableCell

    Rows = Sequence[Mapping[str, TableCell]]

__all__ = ["Report", "ReportPart", "join_pages", "open_report"]

_NUMBERS = ("Schools", "Answers", "Votes")
"""The headings of columns of numbers."""

_SUPPRESSED_NOTE = f"“{SUPPRESSED.capitalize()}”: small numbers are hidden to protect anonymity."


def open_report(session: str = "", store: str = "") -> Report:
    """Open the report of a session.

    Args:
        session: its id or name; "" for the newest.
        store: the store's URL or file; "" for the default, see :func:`careerskit.store.default_url`.

    Raises:
        UnknownSessionError: there is no such session; the message lists those that there are.
        StoreError: the store cannot be opened.
    """
    with open_store(store, create=False) as opened:
        found = Session(opened, find_session(opened, session).id)
        return Report(session_tables(found, PlanCache(opened)(found.state.schools)))


class ReportPart:
    """One part of the report, which shows itself as HTML where it is the last thing in a cell."""

    def __init__(self, name: str, render: Callable[[], Markup]) -> None:
        self._name, self._render = name, render

    def _repr_html_(self) -> str:
        return str(self._render())

    def __repr__(self) -> str:
        return f"<{self._name} of the session report>"


class Report:
    """The report of one session. Each of its attributes is a part."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """tables: as :func:`session_tables` returns them."""
        self._tables = tables

    @property
    def session(self) -> ReportPart:
        """The session's name, when it started and closed, and when the surgery is."""
        (row,) = self._tables["session"]
        closed, surgery = row["Closed"] or "still open", row["Surgery"] or "no date"
        note = (
            f"Counts under {MINIMUM} are hidden, except in polls whose answers say nothing about a person or a school."
        )
        return self._table("session", [row | {"Closed": closed, "Surgery": surgery}], "The session", note=note)

    @property
    def attendance(self) -> ReportPart:
        """How many schools joined, by type, and how many shared with the board."""
        rows = self._tables["attendance"]
        note = _SUPPRESSED_NOTE if any(row["Schools"] == SUPPRESSED for row in rows) else ""
        return self._table("attendance", rows, "How many schools took part", note=note)

    @property
    def progress(self) -> ReportPart:
        """How many schools have started each part of their plan, as bars."""
        return self._bars(
            "progress",
            self._tables["progress"],
            int(self._tables["attendance"][0]["Schools"]),
            heading="Part of the plan",
            things="parts of the plan",
            verb="started by",
            subtitle="How many of the schools that joined have started each part of their plan",
            empty_text="Too few schools have started any part of the plan to show a count.",
        )

    @property
    def swot(self) -> ReportPart:
        """What schools wrote in each column of the SWOT analysis, with similar points together."""
        columns = groupby(self._tables["swot"], lambda row: str(row["Column"]))
        return self._points("SWOT analysis", {column: list(rows) for column, rows in columns}, "Point")

    @property
    def prompts(self) -> ReportPart:
        """The prompts of the SWOT analysis that nobody has used yet."""
        return self._texts("prompts", "Every prompt was used.")

    @property
    def objectives(self) -> ReportPart:
        """How many schools have an objective for each benchmark, as bars."""
        return self._bars(
            "objectives by benchmark",
            self._objectives("Benchmark"),
            self._sharing,
            heading="Benchmark",
            things="benchmarks",
            verb="in the objectives of",
            subtitle="How many of the schools that share have an objective for each benchmark",
            empty_text="Too few schools have an objective for any one benchmark to show a count.",
        )

    @property
    def kinds(self) -> ReportPart:
        """How many schools have an objective of each kind."""
        caption = "How many of the schools that share have an objective of each kind"
        return self._table("objectives by kind", self._objectives("Kind of objective"), caption)

    @property
    def benchmarks(self) -> ReportPart:
        """How many schools have each benchmark as a priority, as bars."""
        return self._bars(
            "priority benchmarks",
            self._tables["benchmarks"],
            self._sharing,
            heading="Priority benchmark",
            things="benchmarks",
            verb="a priority for",
            subtitle="How many of the schools that share have each benchmark as a priority",
            empty_text="Too few schools have any one benchmark as a priority to show a count.",
        )

    @property
    def priorities(self) -> ReportPart:
        """The key priorities from the SWOT analysis, with similar ones together."""
        caption = "Key priorities from the SWOT analysis"
        return self._points("priorities", {caption: self._tables["priorities"]}, "Priority")

    @property
    def polls(self) -> ReportPart:
        """The results of each poll that was opened."""

        def render() -> Markup:
            from careerskit.views import render_list

            polls = groupby(self._tables["polls"], lambda row: row["Number"])
            pages = [_render_poll(list(rows)) for _, rows in polls]
            return join_pages(pages) or render_list([], empty_text="No poll was opened.")

        return ReportPart("polls", render)

    @property
    def agenda(self) -> ReportPart:
        """The questions that are still pending, with the owners of parked ones: the surgery begins with them."""
        surgery = self._tables["session"][0]["Surgery"]
        caption = f"The agenda of the surgery on {surgery}" if surgery else "The agenda of the surgery"
        pending: Rows = [
            {"Question": _question(row), "Status": _status(row), "Votes": row["Votes"]}
            for row in self._tables["questions"]
            if row["Status"] != QuestionStatus.ANSWERED
        ]
        return self._table("agenda", pending, caption, empty_text="No questions are waiting for an answer.")

    @property
    def answered(self) -> ReportPart:
        """The questions that were answered."""
        answered: Rows = [
            {"Question": _question(row), "Votes": row["Votes"]}
            for row in self._tables["questions"]
            if row["Status"] == QuestionStatus.ANSWERED
        ]
        caption, empty_text = "Questions that were answered", "No question was marked as answered."
        return self._table("answered questions", answered, caption, empty_text=empty_text)

    @property
    def statements(self) -> ReportPart:
        """The vision statements that can be read out."""
        return self._texts("statements", "No school shared its vision statement.")

    @property
    def schools(self) -> ReportPart:
        """The schools that agreed to be named."""
        rows: Rows = [dict(zip(("School", "Type"), row.values(), strict=True)) for row in self._tables["schools"]]
        return self._table("schools", rows, "Schools by name", empty_text="No school agreed to be named.")

    @property
    def _sharing(self) -> int:
        """How many schools share with the board; 0 where they are too few to say."""
        shared = self._tables["attendance"][-1]["Schools"]
        return shared if isinstance(shared, int) else 0

    def _why_empty(self, otherwise: str) -> str:
        """Return the sentence for a part without content: that too few schools share, where that is the reason."""
        if self._sharing >= MINIMUM:
            return otherwise
        return f"Fewer than {MINIMUM} schools shared with the board, so nothing they wrote is shown."

    def _objectives(self, of: str) -> Table:
        rows = self._tables["objectives"]
        return [{of: row["Which"], "Schools": row["Schools"]} for row in rows if row["Objective for"] == of]

    def _table(self, name: str, rows: Rows, caption: str, *, note: str = "", empty_text: str = "") -> ReportPart:
        def render() -> Markup:
            from careerskit.views import render_table

            text = empty_text or self._why_empty("Nothing yet.")
            return render_table(rows, caption, numbers=_NUMBERS, note=note, empty_text=text)

        return ReportPart(name, render)

    def _bars(self, name: str, rows: Table, of: int, **texts: str) -> ReportPart:
        """Show rows of a thing and how many schools have it as bars. texts: those of :func:`careerskit.views.render_bars`."""

        def render() -> Markup:
            from careerskit.views import render_bars, render_list

            if not rows:
                return render_list([], empty_text=self._why_empty(""))
            counts = {
                str(thing): count if isinstance(count, int) else str(count)
                for thing, count in (row.values() for row in rows)
            }
            return render_bars(counts, of, **texts)

        return ReportPart(name, render)

    def _texts(self, name: str, empty_text: str) -> ReportPart:
        def render() -> Markup:
            from careerskit.views import render_list

            texts = [str(text) for row in self._tables[name] for text in row.values()]
            return render_list(texts, empty_text=self._why_empty(empty_text))

        return ReportPart(name, render)

    def _points(self, name: str, by_caption: Mapping[str, Table], number: str) -> ReportPart:
        """Show points as a table for each caption, with a point's other wordings below its first. number: the column of points."""

        def render() -> Markup:
            from careerskit.views import render_list, render_table

            pages = []
            for caption, rows in by_caption.items():
                points = [list(wordings) for _, wordings in groupby(rows, lambda row: row[number])]
                lines = [
                    {number: tuple(str(row["Wording"]) for row in wordings), "Schools": wordings[0]["Schools"]}
                    for wordings in points
                ]
                pages += [render_table(lines, caption, numbers=_NUMBERS)] if lines else []
            empty_text = self._why_empty("Nothing was written here.")
            return join_pages(pages) or render_list([], empty_text=empty_text)

        return ReportPart(name, render)


def _render_poll(rows: Table) -> Markup:
    """Return one poll: its answers, or that they are too few to show."""
    from careerskit.views import render_table

    first = rows[0]
    answers = [{"Answer": row["Answer"], "Answers": row["Answers"]} for row in rows if row["Answer"] != ""]
    kind = str(first["Kind"])
    total = first["Answers in all"]
    summary = f"{kind[:1].upper()}{kind[1:]}, {total} {'answer' if total == 1 else 'answers'}"
    mean = f", {first['Mean']} on average" if first["Mean"] != "" else ""
    note = f" {_SUPPRESSED_NOTE}" if any(row["Answers"] == SUPPRESSED for row in rows) else ""
    return render_table(
        answers,
        str(first["Poll"]),
        numbers=_NUMBERS,
        note=f"{summary}{mean}.{note}",
        empty_text=f"{first['Poll']} {summary}, too few to show.",
    )


def _question(row: Mapping[str, CsvCell]) -> tuple[str, ...]:
    """Return a question, and the school that asked it where it is named."""
    return (str(row["Question"]), *([f"Asked by {row['Asked by']}"] if row["Asked by"] else []))


def _status(row: Mapping[str, CsvCell]) -> str:
    """Return whether a question is open or parked, for whom, and whether it is from an earlier session."""
    status = f"{row['Status']} for {row['Owner']}" if row["Owner"] else str(row["Status"])
    earlier = ", from an earlier session" if row["From an earlier session"] else ""
    return f"{status[:1].upper()}{status[1:]}{earlier}"


def join_pages(pages: Sequence[Markup]) -> Markup:
    """Return pages one below the other."""
    from markupsafe import Markup

    return Markup("").join(pages)
