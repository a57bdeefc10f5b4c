"""The termly review of a plan as a page for the meeting: what needs a decision first, then what is due, has moved and is done."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from careerskit.plan import Header, Plan, field_named
from careerskit.review import ActionProgress, ActionState, Decisions, TermlyReview
from careerskit.views.changes import ChangeDetail, ChangeSection
from careerskit.views.facts import count_in_words
from careerskit.views.moments import format_day
from careerskit.views.parts import render_template

__all__ = ["Moved", "render_termly_review"]

_ORDER = (
    ActionState.OVERDUE,
    ActionState.IN_PROGRESS,
    ActionState.NOT_STARTED,
    ActionState.DONE,
    ActionState.DROPPED,
)
_COUNTED_ONLY = ("edited", "moved", "not_comparable")
"""The sections of changes that are not what a meeting looks at: texts that were reworded, and the order of lists."""
_IN_DETAIL = ("slipped", "stopped", "forward", "progress", "scores")
"""The sections whose entries say how it was before, or why."""
_BEGINNING, _DETAIL = 100, 150
"""How many characters tell an action from others, and how many of a note are shown: the plan has both in full."""


@dataclass(frozen=True)
class Moved:
    """What has moved since the last meeting. since: since when, as a sentence. sections: None where it cannot be compared."""

    since: str
    sections: Sequence[ChangeSection] | None = None


@dataclass(frozen=True)
class _Line:
    """An action or objective in a line: its state, its number, its text, and what else there is to know in a line below."""

    text: str
    number: str = ""
    state: ActionState | None = None
    details: str = ""


@dataclass(frozen=True)
class _Lines:
    """Lines under a heading with their count."""

    title: str
    count: str
    lines: tuple[_Line, ...]


def render_termly_review(
    plan: Plan, review: TermlyReview, decisions: Decisions, moved: Moved | None, notes: Sequence[str] = ()
) -> Markup:
    """Return the termly review of a plan as HTML. Headings begin at h2, since the notebook has the h1 alone.

    review, decisions: of the same plan. moved: None where the plan's history is not at hand. notes: what else to know about the
    day, in sentences.
    """
    due = [one for one in review.due if one.state is not ActionState.OVERDUE]
    recurring = tuple(_recurring(one) for one in review.recurring)
    listed = {one.path for one in (*review.due, *review.recurring, *review.undated)}
    later = sum(one.is_open and one.path not in listed for one in review.actions)
    verb = "is" if later == 1 else "are"
    sections = moved.sections if moved and moved.sections else ()
    return render_template(
        "termly_review.html.j2",
        plan=plan,
        review=review,
        as_at=format_day(review.as_at),
        notes=notes,
        counts=[(state, review.counts[state]) for state in _ORDER],
        decided=count_in_words(decisions.count, "thing") if decisions else "nothing",
        decisions=[one for one in _decisions(plan, decisions) if one.lines],
        due=_Lines("", count_in_words(len(due), "action"), tuple(map(_action, due))),
        recurring=_Lines("Through the year", count_in_words(len(recurring), "action"), recurring),
        later=f"{count_in_words(later, 'action').capitalize()} {verb} due later." if later else "",
        moved=moved,
        changes=[_changes(one) for one in sections if one.name not in _COUNTED_ONLY],
        counted=[f"{one.title}: {one.count}." for one in sections if one.name in _COUNTED_ONLY],
        ended=tuple(map(_ended, review.in_state(ActionState.DONE, ActionState.DROPPED))),
    )


def _decisions(plan: Plan, found: Decisions) -> Iterable[_Lines]:
    actions = {
        "Overdue": found.overdue,
        "Dropped without a reason": found.unexplained,
        "Without an owner or a date": tuple(one.progress for one in found.incomplete),
    }
    for title, listed in actions.items():
        yield _Lines(title, count_in_words(len(listed), "action"), tuple(map(_action, listed)))
    lines = [_Line(_one_line(one.objective) or "Not written yet", str(number)) for number, one in found.standing_still]
    yield _Lines("Objectives where nothing has started", count_in_words(len(lines), "objective"), tuple(lines))
    dates = tuple(_Line(_date(plan, name)) for name in found.dates)
    yield _Lines("Approval and review", count_in_words(len(dates), "date"), dates)


def _date(plan: Plan, name: str) -> str:
    label = plan.setting.localise(field_named(Header, name).label)
    written = getattr(plan.header, name)
    if not written.strip():
        return f"{label}: not written yet."
    if written.span(plan.academic_year) is None:
        return f"{label}: “{_one_line(written)}” names no day."
    return f"{label}: {_one_line(written)} has passed. Agree the next one."


def _action(one: ActionProgress) -> _Line:
    action = one.action
    details = (
        _one_line(action.responsible) or "Nobody responsible",
        _one_line(action.time) or "No date",
        _shortened(action.progress) or "No progress noted",
    )
    return _Line(_one_line(action.action) or "Not written yet", one.number, one.state, " · ".join(details))


def _recurring(one: ActionProgress) -> _Line:
    details = (_one_line(one.action.responsible) or "Nobody responsible", _one_line(one.action.time))
    return _Line(
        _shortened(one.action.action, _BEGINNING) or "Not written yet", one.number, one.state, " · ".join(details)
    )


def _ended(one: ActionProgress) -> _Line:
    details = f"Reason: {_shortened(one.reason)}" if one.reason else ""
    return _Line(_shortened(one.action.action, _BEGINNING) or "Not written yet", one.number, one.state, details)


def _changes(section: ChangeSection) -> _Lines:
    in_detail = section.name in _IN_DETAIL
    lines = [
        _Line(
            _shortened(entry.text, _BEGINNING) or entry.place,
            entry.place if entry.text else "",
            details=" · ".join(map(_detail, entry.details)) if in_detail else "",
        )
        for entry in section.entries
    ]
    return _Lines(section.title, section.count, tuple(lines))


def _detail(detail: ChangeDetail) -> str:
    before = f" (before: {_shortened(detail.before)})" if detail.before and not detail.words else ""
    return f"{detail.label}: {_shortened(detail.after) or 'none'}{before}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str, characters: int = _DETAIL) -> str:
    return textwrap.shorten(text, characters, placeholder="…")
