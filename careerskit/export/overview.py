"""The overview of many schools' plans, part by part, as its notebook calls it. It is made from its tables alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from careerskit.errors import DateError
from careerskit.export.disclosure import FEWEST
from careerskit.export.overview_data import OverviewData, check_enough, read_overview
from careerskit.export.overview_tables import HIDDEN, overview_tables
from careerskit.export.overview_words import method, sentences
from careerskit.export.report import ReportPart, join_pages
from careerskit.export.tables import Table
from careerskit.plan import BENCHMARKS, term_of
from careerskit.review import read_days
from careerskit.store import open_store
from careerskit.views import ENGLAND, format_day

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["OverviewDays", "OverviewReport", "open_overview", "overview_days"]

_NUMBERS = f"The benchmarks: {'; '.join(f'{one.number} {one.short}' for one in BENCHMARKS)}."

_COMMON = 8
"""How many of what is open most often are drawn; the rest is counted in the comparison."""


class OverviewDays(NamedTuple):
    """The day that an overview is of, and the one that it is compared with; None for none."""

    as_at: date
    since: date | None


def overview_days(since: str = "", as_at: str = "") -> OverviewDays:
    """Read the days of an overview, see :func:`open_overview`, also for what it raises."""
    today = datetime.now(ENGLAND).date()
    day = read_days(as_at, today).last if as_at.strip() else today
    earlier = read_days(since, today).first if since.strip() else None
    if earlier and earlier >= (latest := min(day, today)):
        raise DateError(f"{format_day(earlier)} is not before {format_day(latest)}. Compare with an earlier day.")
    return OverviewDays(day, earlier)


def open_overview(store: str = "", since: str = "", as_at: str = "", named: str | bool = "") -> OverviewReport:
    """Open the overview of all schools that have a plan.

    Args:
        store: the store's URL or file; "" for the default, see :func:`careerskit.store.default_url`.
        since: a day to compare it with, such as "1 September 2026" or "last term"; "" for none.
        as_at: the day that it is of; "" for today. On one to come, actions are judged as plans stand now.
        named: "yes" or True for the leader alone: it names schools, and its figures are exact.

    Raises:
        DateError: a day cannot be read, or the one to compare with is not before the other and today.
        StoreError: the store cannot be opened.
        CareerskitError: too few schools have a plan.
    """
    days = overview_days(since, as_at)
    is_named = named if isinstance(named, bool) else named.strip().casefold() in ("yes", "true", "1")
    with open_store(store, create=False) as opened:
        check_enough(opened, as_at=days.as_at, named=is_named)
        return OverviewReport(read_overview(opened, as_at=days.as_at, since=days.since, named=is_named))


class OverviewReport:
    """The overview of the plans of many schools. Each of its attributes is a part."""

    def __init__(self, data: OverviewData) -> None:
        """Take what :func:`careerskit.export.overview_data.read_overview` returns."""
        self._data, self._tables = data, overview_tables(data)
        self._about = "" if data.named else "about "

    @property
    def summary(self) -> ReportPart:
        """How many schools have a plan, and what stands out, in a few sentences."""
        return self._texts("summary", sentences(self._data, self._tables))

    @property
    def priorities(self) -> ReportPart:
        """How many schools have each benchmark as a priority, as bars."""
        return self._bars(
            "priorities",
            self._tables["priorities"],
            things="benchmarks",
            verb=f"a priority for {self._about}".strip(),
            subtitle="How many schools have each benchmark as a priority",
            empty_text="Too few schools have any one benchmark as a priority to show a count.",
        )

    @property
    def scores(self) -> ReportPart:
        """The Compass scores of evaluations since September 2025, by benchmark."""
        note = "Only evaluations since September 2025 count: the benchmarks changed then."
        caption = "Compass scores: how many schools have one, how many are at 100%, and the median"
        return self._table("scores", self._tables["scores"], caption, note=note)

    @property
    def where(self) -> ReportPart:
        """Which benchmarks are priorities where: by local authority, or else by type of school."""
        ways = {"Local authority": "local authority", "Type": "type of school or college"}
        found = [(self._tables[name], words) for name, words in ways.items() if self._tables.get(name)]

        def render() -> Markup:
            from careerskit.views import render_list, render_table

            pages = [
                render_table(
                    rows,
                    f"How many schools have each benchmark as a priority, by {words}",
                    numbers=tuple(rows[0])[1:],
                    note=_NUMBERS if self._data.named else f"“Schools” is how many are counted. {_NUMBERS}",
                )
                for rows, words in found
            ]
            empty_text = f"There are not two groups of at least {FEWEST} schools to compare."
            alone = "All schools are of one type, and in one area as far as the register knows."
            return join_pages(pages) or render_list([], empty_text=alone if self._data.named else empty_text)

        return ReportPart("where", render)

    @property
    def readiness(self) -> ReportPart:
        """In how many plans each thing is still open, the commonest first, as bars."""
        return self._bars(
            "readiness",
            self._tables["open"][:_COMMON],
            things="things",
            verb=f"in the plans of {self._about}".strip(),
            subtitle="What “Check your plan” still finds, and in how many schools’ plans. What a school has set aside is left out",
            empty_text="Nothing is open in enough plans to show a count.",
        )

    @property
    def started(self) -> ReportPart:
        """How many schools have started each part of their plan."""
        return self._table("started", self._tables["started"], "How many schools have started each part of their plan")

    @property
    def actions(self) -> ReportPart:
        """How many schools have an action that is overdue, due this term, or done."""
        caption = f"How many schools have at least one of these actions in {term_of(self._data.now.day)}"
        over = "is certainly over" if self._data.named else "was over before the term"
        note = f"An action is overdue if its time {over}, and it is neither done nor dropped."
        return self._table("actions", self._tables["actions"], caption, note=note)

    @property
    def due(self) -> ReportPart:
        """For which benchmarks something is due this term, as bars."""
        term = term_of(self._data.now.day)
        return self._bars(
            "due",
            self._tables["due"],
            things="benchmarks",
            verb=f"something is due for {self._about}".strip(),
            subtitle=f"How many schools have an action due in {term}, by the benchmark that its objective develops",
            empty_text=f"In {term}, too few schools have an action due for any one benchmark to show a count.",
        )

    @property
    def topics(self) -> ReportPart:
        """Which topics of the SWOT analysis schools see as strengths, and which as weaknesses."""
        caption = "How many schools have a point on each topic of the SWOT analysis"
        return self._table("topics", self._tables["topics"], caption, note="Only points with a topic are counted.")

    @property
    def changes(self) -> ReportPart:
        """What was counted on the earlier day, and now."""
        since = self._data.since
        empty_text = (
            f"Too few schools had a plan on {format_day(since)} to compare anything."
            if since
            else "This overview is not compared with an earlier day."
        )
        rows = self._tables["changes"]
        note = (
            "Schools that have started since then are only in the later figures, so look at the number of schools too."
        )
        caption = "How many schools, then and now"
        return self._table("changes", rows, caption, note=note, empty_text=empty_text)

    @property
    def schools(self) -> ReportPart:
        """Every school by name, for the leader alone; nothing where no school is named."""
        if not self._data.named:
            return ReportPart("schools", lambda: join_pages([]))
        caption = f"Each school on {format_day(self._data.as_at)}"
        return self._table("schools", self._tables["schools"], caption, note=_NUMBERS, is_wide=True)

    @property
    def method(self) -> ReportPart:
        """How the figures are made, and what keeps them from pointing at a school."""
        return self._texts("method", method(self._data))

    def _table(
        self, name: str, rows: Table, caption: str, *, note: str = "", empty_text: str = "", is_wide: bool = False
    ) -> ReportPart:
        def render() -> Markup:
            from careerskit.views import render_table

            numbers = [
                heading
                for heading in (rows[0] if rows else ())
                if any(isinstance(row[heading], int) or str(row[heading]).endswith("%") for row in rows)
            ]
            text = empty_text or self._too_few
            return render_table(rows, caption, numbers=numbers, note=note, empty_text=text, is_wide=is_wide)

        return ReportPart(name, render)

    def _bars(self, name: str, rows: Table, **texts: str) -> ReportPart:
        def render() -> Markup:
            from careerskit.views import render_bars, render_list

            if not rows:
                return render_list([], empty_text=self._too_few)
            counts = {str(thing): count if isinstance(count, int) else str(count) for thing, count in map(_pair, rows)}
            note, schools = "", "schools"
            if self._data.named:
                texts["empty_text"] = "There is nothing to count."
            else:
                note, schools = (
                    f"To about the nearest 5. “{HIDDEN.capitalize()}” can also mean none.",
                    "schools counted",
                )
            of, heading = self._data.now.overview.plans, next(iter(rows[0]))
            return render_bars(counts, of, heading=heading, note=note, schools=schools, **texts)

        return ReportPart(name, render)

    def _texts(self, name: str, texts: Sequence[str]) -> ReportPart:
        def render() -> Markup:
            from careerskit.views import render_list

            return render_list(texts)

        return ReportPart(name, render)

    @property
    def _too_few(self) -> str:
        return "No school has started a plan." if self._data.named else f"Too few schools to count: it takes {FEWEST}."


def _pair(row: Mapping[str, object]) -> tuple[object, object]:
    thing, count = row.values()
    return thing, count
