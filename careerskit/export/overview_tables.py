"""An overview as tables: all that its page shows. Where schools are not named, each count is one that may be shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from careerskit.export.disclosure import FEWEST, SHOWN_FROM, band_of, rounded_median
from careerskit.export.overview_data import OTHERS, OverviewData, SchoolRow, Snapshot
from careerskit.export.tables import CsvCell, Table
from careerskit.plan import BENCHMARKS
from careerskit.review import Overview
from careerskit.views import format_day

__all__ = ["FINDINGS", "HIDDEN", "PARTS", "Count", "counts_of", "overview_tables"]

HIDDEN = f"under {SHOWN_FROM}"
"""What stands for a count that is not shown. It may be 0."""

FINDINGS: Mapping[str, str] = {
    "header_filled": "A name or a date of the plan is missing",
    "approvals_in_order": "The plan’s dates are not in order",
    "review_after_the_last_action": "The review comes before the last action or target",
    "review_within_a_year": "The review is more than a year after the approval",
    "dates_within_the_year": "A date is outside the plan’s year",
    "voices_heard": "One of the six voices is missing",
    "vision_filled": "The vision is not finished",
    "current_state_filled": "The current state is not finished",
    "compass_filled": "A Compass score is missing",
    "compass_is_current": "Compass scores are from before September 2025",
    "priority_benchmarks_developed": "No objective develops one of the priority benchmarks",
    "website_filled": "What the website has to say is not finished, or cannot be used",
    "swot_filled": "The SWOT analysis is not finished",
    "priorities_answered": "No objective answers one of the priorities",
    "enough_objectives": "There are not three to five objectives",
    "has_whole_school_objective": "No objective is a whole-school priority",
    "programme_filled": "The careers programme has no activities",
    "activities_placed": "An activity of the programme has no year group or term",
    "encounters_enough": "Encounters with providers are missing from the programme",
    "work_experience_enough": "Work experience is missing from the programme",
    "years_in_programme": "A year group has no activity",
    "benchmarks_in_programme": "No activity is for one of the benchmarks 2 to 8",
    "names_nobody": "A text may point at a person",
    "uses_todays_words": "A text has words from before September 2025",
    "objective_filled": "An objective is not finished",
    "objective_changes_something": "An objective does not say what changes for students",
    "objective_measurable": "An objective is not measurable",
    "objective_adds_up": "The figures or dates of an objective do not fit together",
    "benchmarks_have_room": "An objective develops a benchmark that is at 100% already",
    "has_actions": "An objective has no actions",
    "actions_filled": "An action has no owner, time or outcome",
    "actions_evaluated": "An action does not say how it is evaluated",
    "actions_name_their_audience": "An action does not say who it is for",
    "stopped_with_a_reason": "An action was dropped without a reason",
}
"""What is still open in a plan, by the rule that finds it, in the plan's order."""

PARTS: Mapping[str, str] = {
    "header": "Names and dates",
    "vision": "Vision",
    "current_state": "Current state",
    "swot": "SWOT analysis",
    "objectives": "Objectives",
    "action_plan": "Action plan",
    "programme": "Careers programme",
    "website": "Website",
    "reflections": "Reflective questions",
}
"""The parts of a plan in words, in its order."""


class Count(NamedTuple):
    """How many schools something is true of. section, name: what. within: what else is true of each of them; "" for nothing."""

    section: str
    name: str
    schools: int
    within: str = ""


def counts_of(overview: Overview) -> Iterator[Count]:
    """Yield every count of schools in an overview."""
    yield Count("Check", "Nothing is open", overview.ready)
    for part, schools in overview.started.items():
        yield Count("Started", PARTS[part], schools)
    for benchmark in BENCHMARKS:
        title, number = str(benchmark), benchmark.number
        yield Count("Priority", title, overview.priorities[number], "Started Current state")
        yield Count("Scored", title, overview.scored[number], "Started Current state")
        yield Count("At 100%", title, overview.achieved[number], f"Scored {title}")
        yield Count("Due this term", title, overview.due_for[number], "Actions Due this term")
    for rule, schools in overview.open_rules.items():
        yield Count("Open", FINDINGS[rule], schools)
    for topic in overview.strong:
        yield Count("Strength or opportunity", topic, overview.strong[topic], "Started SWOT analysis")
        yield Count("Weakness or threat", topic, overview.weak[topic], "Started SWOT analysis")
    yield Count("Actions", "Overdue", overview.overdue, "Started Action plan")
    yield Count("Actions", "Due this term", overview.due, "Started Action plan")
    yield Count("Actions", "Done", overview.done, "Started Action plan")


def overview_tables(data: OverviewData) -> dict[str, Table]:
    """Return the tables of an overview by name. Where there are too few schools to count anything, they have no rows."""
    now, then = _Shown(data.now, data.named), _Shown(data.then, data.named) if data.then else None
    rows: dict[str, Table] = {
        "plans": [{"Schools with a plan": now.plans}],
        "priorities": [{"Priority benchmark": name, "Schools": cell} for name, cell in now.section("Priority")],
        "scores": [
            {
                "Benchmark": str(one),
                "Scored": now.cell("Scored", str(one)),
                "At 100%": now.cell("At 100%", str(one)),
                "Median score": now.median(one.number),
            }
            for one in BENCHMARKS
        ],
        "readiness": [{"Check": "Nothing is open", "Schools": now.cell("Check", "Nothing is open")}],
        "open": [{"Still open": name, "Schools": cell} for name, cell in _commonest(now.section("Open"))],
        "started": [{"Part of the plan": name, "Schools": cell} for name, cell in now.section("Started")],
        "actions": [{"Actions": name, "Schools": cell} for name, cell in now.section("Actions")],
        "due": [{"Benchmark": name, "Schools": cell} for name, cell in now.section("Due this term")],
        "topics": [
            {
                "Topic": name,
                "Strength or opportunity": now.cell("Strength or opportunity", name),
                "Weakness or threat": cell,
            }
            for name, cell in _commonest(now.section("Weakness or threat"))
        ],
    }
    if not now.is_shown:
        rows = {name: list(table) if name == "plans" else [] for name, table in rows.items()}
    rows["changes"] = list(_changes(data, now, then)) if then and now.is_shown and then.is_shown else []
    for division in data.divisions:
        rows[division.title] = [
            _group(division.title, name, group, data.named) for name, group in division.groups.items()
        ]
    rows["schools"] = [_school(row, data) for row in data.schools]
    return rows


class _Shown:
    """What is shown of the plans at one moment."""

    def __init__(self, snapshot: Snapshot, named: bool) -> None:
        self._overview, self._named = snapshot.overview, named
        self._cells = {
            (one.section, one.name): one.schools if named else _cell(one.schools, self._overview.plans, named)
            for one in (counts_of(snapshot.overview) if self.is_shown else ())
        }

    @property
    def is_shown(self) -> bool:
        """Whether there are enough schools to count anything of them."""
        return self._overview.plans >= (1 if self._named else FEWEST)

    @property
    def plans(self) -> CsvCell:
        """How many schools have a plan."""
        return self._overview.plans if self.is_shown or not self._overview.plans else f"fewer than {FEWEST}"

    def cell(self, section: str, name: str) -> CsvCell:
        """Return what is shown for one count."""
        return self._cells.get((section, name), "")

    def section(self, section: str) -> list[tuple[str, CsvCell]]:
        """Return what each count of a section is of, and what is shown for it."""
        return [(name, cell) for (of, name), cell in self._cells.items() if of == section]

    def median(self, number: int) -> CsvCell:
        """Return what is shown for the median score of a benchmark."""
        if not self.is_shown:
            return ""
        median, scored = self._overview.medians[number], self._overview.scored[number]
        if not self._named:
            median = rounded_median(median, band_of(scored, self._overview.plans))
        return "not shown" if median is None and not self._named else "" if median is None else f"{median:g}%"


def _cell(count: int, of: int, named: bool) -> CsvCell:
    if named or of < FEWEST:
        return count if named else HIDDEN
    about = band_of(count, of).about
    return HIDDEN if about is None else about


def _group(title: str, name: str, group: Overview, named: bool) -> dict[str, CsvCell]:
    row: dict[str, CsvCell] = {title: name or OTHERS, "Schools": group.plans}
    return row | {f"{one.number}": _cell(group.priorities[one.number], group.plans, named) for one in BENCHMARKS}


def _commonest(rows: Sequence[tuple[str, CsvCell]]) -> list[tuple[str, CsvCell]]:
    """Return rows with the highest counts first, in the order of what is shown: that of hidden counts would say which is higher."""
    return sorted(rows, key=lambda row: -row[1] if isinstance(row[1], int) else 0)


def _changes(data: OverviewData, now: _Shown, then: _Shown) -> Iterator[dict[str, CsvCell]]:
    """Yield what is shown for the two days side by side. A row in which nothing is shown for either is left out."""
    schools = "schools" if data.named else "schools counted"
    before = f"{format_day(data.since or data.as_at)} ({then.plans:,} {schools})"
    after = f"{format_day(data.as_at)} ({now.plans:,} {schools})"
    for section, title in (
        ("Check", "Check"),
        ("Started", "Started"),
        ("Priority", "Priority"),
        ("At 100%", "At 100%"),
        ("Open", "Still open"),
        ("Actions", "Actions"),
    ):
        for name, cell in now.section(section):
            if isinstance(cell, int) or isinstance(then.cell(section, name), int):
                yield {"What is counted": f"{title}: {name}", before: then.cell(section, name), after: cell}


def _school(row: SchoolRow, data: OverviewData) -> dict[str, CsvCell]:
    facts, actions = row.facts, row.facts.actions.get(data.now.day)
    return {
        "School": row.name if facts.is_readable else f"{row.name} (cannot be read)",
        "Parts started": f"{len(facts.started)} of {len(data.now.overview.started)}",
        "Still open": facts.findings,
        "Priority benchmarks": ", ".join(map(str, sorted(facts.priorities))) or "none",
        "Overdue": actions.overdue if actions else 0,
        "Due this term": actions.due if actions else 0,
        "Done": f"{actions.done} of {actions.total}" if actions else "0 of 0",
        "Last changed": format_day(row.changed),
    }
