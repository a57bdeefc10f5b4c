"""The report of a session, part by part: what its notebook calls. It has the report's tables and nothing else, so no more names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from careerskit.errors import UnknownSessionError, did_you_mean
from careerskit.session.folding import JOINED
from careerskit.session.privacy import MINIMUM
from careerskit.session.questions import QuestionStatus
from careerskit.session.report import HIDDEN, Cell, Table, session_tables
from careerskit.session.room import PlansNow
from careerskit.session.session import Session
from careerskit.store import SessionRecord, Store, open_store

if TYPE_CHECKING:
    from markupsafe import Markup

    from careerskit.views import Cell as Shows

    Rows = Sequence[Mapping[str, Shows]]

__all__ = ["Report", "Shown", "find_session", "open_report"]

_MOST_NAMED = 20
"""How many sessions are named to who asks for one that there is not."""

_NUMBERS = ("Schools", "Answers", "Votes")
"""The columns of numbers."""

_NOT_SHOWN = f"“{HIDDEN.capitalize()}”: so few that it could point at somebody, or would give such a number away."


def open_report(session: str = "", store: str = "") -> Report:
    """Open the report of a session.

    Args:
        session: its id or name; "" for the newest.
        store: the store's URL or file; "" for the default, see :func:`careerskit.store.default_url`.

    Raises:
        UnknownSessionError: there is no such session; the message names those that there are.
        StoreError: the store cannot be opened.
    """
    with open_store(store, create=False) as opened:
        found = Session(opened, find_session(opened, session).id)
        return Report(session_tables(found, PlansNow(opened)(found.state.schools)))


def find_session(store: Store, wanted: str = "") -> SessionRecord:
    """Return the session of that id, or else the newest of that name; the newest of all for "".

    One that nobody joined is passed over where somebody joined an earlier one: it was begun only so that private links work on.

    Raises:
        UnknownSessionError: there is none; the message names those that there are.
    """
    known = store.sessions()
    if not known:
        advice = "`careerskit webinar` opens one. If you held one, go to the folder where it ran, or name its store."
        raise UnknownSessionError(f"There is no session in the store {store.url} yet. {advice}")
    by_id = [record for record in known if record.id == wanted]
    asked = [record for record in known if not wanted or record.name.casefold() == wanted.strip().casefold()]
    joined = {record.id for record in store.sessions(in_which=JOINED)}
    for record in [*by_id, *sorted(asked, key=lambda record: record.id not in joined)]:
        return record
    hint = did_you_mean(wanted, [record.name for record in known])
    named = [f"{record.id}, of {record.begun.day} {record.begun:%B %Y}: {record.name}" for record in known]
    more = [f"and {len(named) - _MOST_NAMED} before these"] if len(named) > _MOST_NAMED else []
    raise UnknownSessionError(
        "\n  ".join([f"There is no session {wanted[:200]!r}.{hint} These are there:", *named[:_MOST_NAMED], *more])
    )


class Shown:
    """One part of the report, which shows itself as HTML where it is the last thing in a cell."""

    def __init__(self, name: str, page: Callable[[], Markup]) -> None:
        self._name, self._page = name, page

    def _repr_html_(self) -> str:
        return str(self._page())

    def __repr__(self) -> str:
        return f"<{self._name} of the session report>"


class Report:
    """The report of one session. Each of its attributes is a part."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """tables: as :func:`session_tables` gives them."""
        self._tables = tables

    @property
    def session(self) -> Shown:
        """What the session was called, when it began and ended, and when the surgery is."""
        (told,) = self._tables["session"]
        closed, surgery = told["Closed"] or "still open", told["Surgery"] or "no date"
        return self._table("session", [told | {"Closed": closed, "Surgery": surgery}], "The session")

    @property
    def attendance(self) -> Shown:
        """How many schools joined, by kind of place, and how many shared with the board."""
        rows = self._tables["attendance"]
        note = _NOT_SHOWN if any(row["Schools"] == HIDDEN for row in rows) else ""
        return self._table("attendance", rows, "Schools by count", note=note)

    @property
    def progress(self) -> Shown:
        """How many schools have begun each part of their plan, as bars."""
        return self._bars(
            "progress",
            self._tables["progress"],
            int(self._tables["attendance"][0]["Schools"]),
            heading="Part of the plan",
            things="parts of the plan",
            verb="begun by",
            subtitle="How many of the schools that joined have written something in each part of their plan",
            nothing="No part of the plan is begun by enough schools to be counted",
        )

    @property
    def swot(self) -> Shown:
        """What the room wrote into each column of the SWOT analysis, points that say the same together."""
        columns = groupby(self._tables["swot"], lambda row: str(row["Column"]))
        return self._points("SWOT analysis", {column: list(rows) for column, rows in columns}, "Point")

    @property
    def prompts(self) -> Shown:
        """The prompts of the SWOT analysis that nobody has written about."""
        return self._texts("prompts", "Every prompt was written about by somebody.")

    @property
    def objectives(self) -> Shown:
        """How many schools have an objective for each benchmark, as bars."""
        return self._bars(
            "objectives by benchmark",
            self._objectives("Benchmark"),
            self._sharing,
            heading="Benchmark",
            things="benchmarks",
            verb="in an objective of",
            subtitle="How many of the schools that share have an objective for each benchmark",
            nothing="No benchmark is in an objective of enough schools to be counted",
        )

    @property
    def kinds(self) -> Shown:
        """How many schools have an objective of each kind."""
        caption = "How many of the schools that share have an objective of each kind"
        return self._table("objectives by kind", self._objectives("Kind of objective"), caption)

    @property
    def benchmarks(self) -> Shown:
        """How many schools put each benchmark first, as bars."""
        return self._bars(
            "priority benchmarks",
            self._tables["benchmarks"],
            self._sharing,
            heading="Priority benchmark",
            things="benchmarks",
            verb="put first by",
            subtitle="How many of the schools that share have each benchmark among their priorities",
            nothing="No benchmark is put first by enough schools to be counted",
        )

    @property
    def priorities(self) -> Shown:
        """The key priorities from the SWOT analysis, those that say the same together."""
        caption = "Key priorities from the SWOT analysis"
        return self._points("priorities", {caption: self._tables["priorities"]}, "Priority")

    @property
    def polls(self) -> Shown:
        """What each poll that was opened has come to."""

        def page() -> Markup:
            from careerskit.views import list_page

            polls = groupby(self._tables["polls"], lambda row: row["Number"])
            pages = [_poll(list(rows)) for _, rows in polls]
            return _below_each_other(pages) or list_page([], nothing="No poll was opened.")

        return Shown("polls", page)

    @property
    def agenda(self) -> Shown:
        """The questions that still wait for an answer, with the owners of those that were parked: the surgery begins with them."""
        surgery = self._tables["session"][0]["Surgery"]
        caption = f"The agenda of the surgery on {surgery}" if surgery else "The agenda of the surgery"
        rows = self._tables["questions"]
        waiting: Rows = [
            {"Question": _asked(row), "Where it stands": _standing(row), "Votes": row["Votes"]}
            for row in rows
            if row["Status"] != QuestionStatus.ANSWERED
        ]
        return self._table("agenda", waiting, caption, nothing="No question waits for an answer.")

    @property
    def answered(self) -> Shown:
        """The questions that were answered."""
        rows = self._tables["questions"]
        answered: Rows = [
            {"Question": _asked(row), "Votes": row["Votes"]} for row in rows if row["Status"] == QuestionStatus.ANSWERED
        ]
        caption, nothing = "Questions that were answered", "No question was marked as answered."
        return self._table("answered questions", answered, caption, nothing=nothing)

    @property
    def statements(self) -> Shown:
        """The vision statements that were offered for reading."""
        return self._texts("statements", "No vision statement was offered for reading.")

    @property
    def schools(self) -> Shown:
        """The schools that agreed to be named."""
        rows: Rows = [
            dict(zip(("School", "Kind of place"), row.values(), strict=True)) for row in self._tables["schools"]
        ]
        return self._table("schools", rows, "By name", nothing="No school agreed to be named.")

    @property
    def _sharing(self) -> int:
        """How many schools share with the board; 0 where they are too few to say."""
        shared = self._tables["attendance"][-1]["Schools"]
        return shared if isinstance(shared, int) else 0

    def _of_those_that_share(self, nothing: str) -> str:
        """Return the sentence for where there is nothing: why, where too few share to show anything."""
        if self._sharing >= MINIMUM:
            return nothing
        return f"Fewer than {MINIMUM} schools shared with the board, so nothing of what they wrote is shown."

    def _objectives(self, of: str) -> Table:
        rows = self._tables["objectives"]
        return [{of: row["Which"], "Schools": row["Schools"]} for row in rows if row["Objective for"] == of]

    def _table(self, name: str, rows: Rows, caption: str, *, note: str = "", nothing: str = "") -> Shown:
        def page() -> Markup:
            from careerskit.views import table_page

            said = nothing or self._of_those_that_share("Nothing yet.")
            return table_page(rows, caption, numbers=_NUMBERS, note=note, nothing=said)

        return Shown(name, page)

    def _bars(self, name: str, rows: Table, of: int, **words: str) -> Shown:
        """Show rows, each a thing and how many schools have it, as bars. words: as :func:`careerskit.views.bars_page` asks."""

        def page() -> Markup:
            from careerskit.views import bars_page, list_page

            counts = {
                str(thing): count if isinstance(count, int) else str(count)
                for thing, count in (row.values() for row in rows)
            }
            return bars_page(counts, of, **words) if rows else list_page([], nothing=self._of_those_that_share(""))

        return Shown(name, page)

    def _texts(self, name: str, nothing: str) -> Shown:
        def page() -> Markup:
            from careerskit.views import list_page

            texts = [str(text) for row in self._tables[name] for text in row.values()]
            return list_page(texts, nothing=self._of_those_that_share(nothing))

        return Shown(name, page)

    def _points(self, name: str, by_caption: Mapping[str, Table], number: str) -> Shown:
        """Show points as a table for each caption, with a point's other wordings below its first. number: the column of points."""

        def page() -> Markup:
            from careerskit.views import list_page, table_page

            pages = []
            for caption, rows in by_caption.items():
                points = [list(some) for _, some in groupby(rows, lambda row: row[number])]
                lines = [
                    {number: tuple(str(row["Wording"]) for row in some), "Schools": some[0]["Schools"]}
                    for some in points
                ]
                pages += [table_page(lines, caption, numbers=_NUMBERS)] if lines else []
            nothing = self._of_those_that_share("Nothing was written here.")
            return _below_each_other(pages) or list_page([], nothing=nothing)

        return Shown(name, page)


def _poll(rows: Table) -> Markup:
    """Show one poll: its answers, or that they are too few."""
    from careerskit.views import table_page

    first = rows[0]
    answers = [{"Answer": row["Answer"], "Answers": row["Answers"]} for row in rows if row["Answer"] != ""]
    said = f"{str(first['Kind'])[:1].upper()}{str(first['Kind'])[1:]}, {first['Answers in all']} answers"
    mean = f" Mean: {first['Mean']}." if first["Mean"] != "" else ""
    hidden = f" {_NOT_SHOWN}" if any(row["Answers"] == HIDDEN for row in rows) else ""
    nothing = f"{first['Poll']} {said}, too few to show any."
    return table_page(answers, str(first["Poll"]), numbers=_NUMBERS, note=f"{said}.{mean}{hidden}", nothing=nothing)


def _asked(row: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return a question, and the school that asked it where it is named."""
    return (str(row["Question"]), *([f"Asked by {row['Asked by']}"] if row["Asked by"] else []))


def _standing(row: Mapping[str, Cell]) -> str:
    """Return whether a question is open or parked, with whom, and whether it has waited since an earlier session."""
    said = f"{row['Status']}: {row['Owner']}" if row["Owner"] else str(row["Status"])
    return f"{said}, since an earlier session" if row["From an earlier session"] else said


def _below_each_other(pages: Sequence[Markup]) -> Markup:
    from markupsafe import Markup

    return Markup("").join(pages)
