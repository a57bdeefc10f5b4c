"""The termly review of a plan as a page for the meeting: what needs a decision first, then what is due, has moved and is done."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from careerskit.plan import Header, Objective, Plan, field_named
from careerskit.review import ActionProgress, ActionState, Decisions, TermlyReview
from careerskit.views.changes import ChangeDetail, ChangeEntry, ChangeSection
from careerskit.views.facts import count_in_words, number_in_words
from careerskit.views.moments import format_day
from careerskit.views.parts import render_template
from careerskit.words import join_words

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
_IN_DETAIL = ("slipped", "stopped", "forward", "retimed", "responsible", "progress", "scores")
"""The sections whose entries say how it was before, or why."""
_BRIEF, _BEGINNING, _NOTE, _DETAIL, _IN_FULL = 45, 100, 80, 150, 1_000_000
"""How many characters of an action and of a note are shown, in a short line and in a longer one: the plan has both in full."""
_NAMED = 3
"""How many actions or places a sentence names; of the others it says how many there are."""


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
    sections = moved.sections if moved and moved.sections else ()
    return render_template(
        "termly_review.html.j2",
        plan=plan,
        review=review,
        as_at=format_day(review.as_at),
        notes=notes,
        counts=[(state, review.counts[state], _statuses(review.in_state(state))) for state in _ORDER],
        decided=count_in_words(decisions.count, "thing") if decisions else "nothing",
        decisions=[one for one in _decisions(plan, decisions) if one.lines],
        due=_Lines("", count_in_words(len(due), "action"), tuple(map(_action, due))),
        is_overdue=bool(decisions.overdue),
        recurring=_Lines(
            "Through the year",
            count_in_words(len(review.recurring), "action"),
            tuple(map(_recurring, review.recurring)),
        ),
        later=_later(review.later),
        moved=moved,
        changes=[_changes(one) for one in sections if one.name not in _COUNTED_ONLY],
        counted=[f"{one.title}: {one.count}, in {_places(one)}." for one in sections if one.name in _COUNTED_ONLY],
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
        return f"{label}: “{_one_line(written)}” is not a date."
    return f"{label}: {_one_line(written)} has passed. Agree the next one."


def _action(one: ActionProgress) -> _Line:
    action = one.action
    details = (
        *([one.status.label] if one.state is ActionState.OVERDUE else []),
        _one_line(action.responsible) or "Nobody responsible",
        _one_line(action.time) or "No date",
        _shortened(action.progress) or "No progress noted",
    )
    return _Line(_one_line(action.action) or "Not written yet", one.number, one.state, " · ".join(details))


def _statuses(actions: Sequence[ActionProgress]) -> str:
    """Return how far actions that share a state are, such as "1 in progress, 1 not started"; "" where the state says it."""
    found = Counter(one.status for one in actions if one.status is not one.state)
    return ", ".join(f"{found[status]} {status}" for status in _ORDER if status in found)


def _later(actions: Sequence[ActionProgress]) -> str:
    """Return what is due later as a sentence that names the first few; "" where nothing is."""
    if not actions:
        return ""
    named = [
        f"{one.number} {_shortened(one.action.action, _BRIEF) or 'Not written yet'} ({_one_line(one.action.time)})"
        for one in actions[:_NAMED]
    ]
    rest = [f"{number_in_words(more)} more"] if (more := len(actions) - _NAMED) > 0 else []
    verb = "is" if len(actions) == 1 else "are"
    return f"{count_in_words(len(actions), 'action').capitalize()} {verb} due later: {join_words([*named, *rest])}."


def _recurring(one: ActionProgress) -> _Line:
    return _short_line(one, _one_line(one.action.responsible) or "Nobody responsible", _one_line(one.action.time))


def _ended(one: ActionProgress) -> _Line:
    noted = _shortened(one.action.progress, _NOTE)
    return _short_line(
        one, _one_line(one.action.responsible), f"Reason: {noted}" if noted and one.action.is_dropped else noted
    )


def _short_line(one: ActionProgress, *details: str) -> _Line:
    text = _shortened(one.action.action, _BRIEF) or "Not written yet"
    return _Line(text, one.number, one.state, " · ".join(filter(None, details)))


def _changes(section: ChangeSection) -> _Lines:
    if section.name == "targets":
        lines = [_target(entry) for entry in section.entries]
    elif section.name == "dates":
        lines = [_Line(_detail(detail)) for entry in section.entries for detail in entry.details]
    else:
        lines = [
            _Line(
                _shortened(entry.text, _BEGINNING) or entry.place,
                _number(section, entry) if entry.text else "",
                details=" · ".join(map(_detail, entry.details)) if section.name in _IN_DETAIL else "",
            )
            for entry in section.entries
        ]
    return _Lines(section.title, section.count, tuple(lines))


def _target(entry: ChangeEntry) -> _Line:
    """Return what an objective says now, and what it said before, both in full: what has changed may be anywhere in it."""
    text, label = entry.text, field_named(Objective, "objective").label
    details = []
    for one in entry.details:
        if one.label == label:
            text = one.after
            details.append(f"Before: {_one_line(one.before or '')}")
        else:
            details.append(_detail(one, _IN_FULL))
    return _Line(_one_line(text) or "Not written any more", entry.place, details=" · ".join(details))


def _number(section: ChangeSection, entry: ChangeEntry) -> str:
    if not entry.number:
        return entry.place
    return f"{'was ' if section.name == 'removed' else ''}{entry.number}"


def _places(section: ChangeSection) -> str:
    """Return where something has changed; only up to three places are named."""
    places = list(dict.fromkeys(f"action {one.number}" if one.number else one.place for one in section.entries))
    more = len(places) - _NAMED
    rest = [f"{number_in_words(more)} other {'place' if more == 1 else 'places'}"] if more > 0 else []
    return join_words([*places[:_NAMED], *rest])


def _detail(detail: ChangeDetail, characters: int = _DETAIL) -> str:
    """Return an answer in a line, with what it said before, unless it was only added to. characters: of each at most."""
    was_replaced = not detail.words or any(run.tag == "removed" for run in detail.words)
    before = f" (before: {_shortened(detail.before, characters)})" if detail.before and was_replaced else ""
    return f"{detail.label}: {_shortened(detail.after, characters) or 'none'}{before}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str, characters: int = _DETAIL) -> str:
    return textwrap.shorten(text, characters, placeholder="…")
