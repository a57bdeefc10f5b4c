"""The session as facilitators and the projector see it: the clock, the room, polls, questions, the board, the groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from careerskit.caching import KeyedCache
from careerskit.export import ExportJob
from careerskit.server.http.pages import macros
from careerskit.server.realtime import SessionContext
from careerskit.session import (
    POLL_KINDS,
    AudienceQuestion,
    Board,
    Point,
    QuestionStatus,
    approved_part,
    board,
    count_without_priority,
    reschedule,
)

__all__ = ["SORTS", "FacilitatorView", "priorities_missing"]

SORTS = {"schools": "Most schools first", "alphabet": "A–Z"}
"""How the points of the board can be sorted, with the label of each."""

_QUESTIONS_SHOWN = 100
"""How many questions a page shows: first those that wait for an answer, by votes."""


def priorities_missing(context: SessionContext) -> str:
    """Return the sentence that says how many schools have not chosen a priority benchmark; "" where all have, or none joined."""
    plans = context.plans(context.session.state.schools)
    without = count_without_priority(plans)
    if not without:
        return ""
    if without == len(plans):
        return "Nobody has chosen a priority benchmark yet, so groups by benchmark would be mixed."
    who = f"{without} of {len(plans)} schools {'has' if without == 1 else 'have'}"
    return f"{who} not chosen a priority benchmark yet, and would go wherever there is room."


class FacilitatorView:
    """The session as its facilitators see it. They share one view, and its board."""

    def __init__(self, context: SessionContext, export: ExportJob) -> None:
        self._context, self._session, self._export = context, context.session, export
        self._board = KeyedCache[Any, Board]()
        self._board_html = defaultdict[Any, KeyedCache[Any, str]](KeyedCache)

    def cache_key(self) -> tuple[Any, ...]:
        """Return what :meth:`parts` depend on: while it is the same, so are they. The clock changes it every half minute."""
        half_minute = int(self._context.now().timestamp() // 30)
        context = self._context
        unfinished = id(context.unfinished.current())
        return self._session.version, context.latest_revision(), unfinished, half_minute, *self._export.version_key()

    def parts(self, sort: str = "schools") -> dict[str, str]:
        """Return the parts of the facilitator's page, as HTML by name."""
        context, state, templates = self._context, self._session.state, macros("facilitator_session")
        now, mask, surgery = context.now(), context.names().mask, self._session.record.surgery
        timetable = reschedule(context.run, state.started, now)
        attendance = state.attendance(now)
        by_step = [
            (context.title_of(step) or "Not on a step yet", count) for step, count in sorted(attendance.by_step.items())
        ]
        polls = [(poll, context.mask_results(state.results(poll.id))) for poll in state.polls.values()]
        ordered = sorted(state.questions.values(), key=lambda q: (not q.is_pending, -len(q.votes)))
        questions = [(q, mask(q.text), self._asked_by(q)) for q in ordered[:_QUESTIONS_SHOWN]]
        hidden_count = len(ordered[_QUESTIONS_SHOWN:])
        return {
            "clock": str(templates.clock(timetable, state, context.run.following(state.block))),
            "room": str(templates.room(attendance, by_step, state, context.title_of(state.step), context.steps)),
            "polls": str(templates.polls(polls, state.closed, POLL_KINDS.values())),
            "questions": str(templates.questions(questions, hidden_count, surgery, state.closed)),
            "board": self._render_board(sort, with_hidden=True, can_hide=not state.closed),
            "groups": str(templates.groups(context.groups(), state.closed, priorities_missing(context))),
            "end": str(templates.end(state, surgery, self._export)),
        }

    def projected(self, sort: str = "schools") -> dict[str, str]:
        """Return the parts of the projector's page, as HTML by name: nothing in it is for facilitators alone."""
        context, state, templates = self._context, self._session.state, macros("facilitator_session")
        mask = context.names().mask
        shown = [
            (poll, context.mask_results(results))
            for poll in reversed([*state.polls.values()])  # the newest first
            if (results := state.public_results(poll.id))
        ]
        open_polls = [poll for poll in state.open_polls if not poll.shown]
        questions = [question for question in state.visible_questions() if question.status is QuestionStatus.OPEN]
        return {
            "where": str(templates.where(context.title_of(state.step), state.attendance(context.now()))),
            "polls": str(templates.results(open_polls, shown)),
            "questions": str(templates.asked([(q, mask(q.text)) for q in questions])),
            "board": self._render_board(sort, with_hidden=False, can_hide=False),
        }

    def _asked_by(self, question: AudienceQuestion) -> str:
        """Return the name of the school that asked, where its delegate wanted it known; "" for an anonymous question."""
        school = self._context.school(question.school) if question.school else None
        return school.name if school else ""

    def _render_board(self, sort: str, *, with_hidden: bool, can_hide: bool) -> str:
        """Return the board as HTML, rendered once for all who look at it: it is most of the page, and seldom changes."""
        current, approves_first = self._current_board(), self._session.state.approves_first

        def render() -> str:
            found = _sorted(current, sort)
            shown = found if with_hidden else replace(found, hidden=())
            if approves_first and not with_hidden:
                shown = approved_part(shown)
            return str(macros("facilitator_session").board(shown, sort, SORTS, can_hide))

        return self._board_html[sort, with_hidden, can_hide].get((current, approves_first), render)

    def _current_board(self) -> Board:
        context, state, names = self._context, self._session.state, self._context.names()

        unfinished = dict.fromkeys(state.frozen_without, "") if state.frozen else context.unfinished.current()

        def build() -> Board:
            return board(
                context.plans_at(state.frozen, state.schools) if state.frozen else context.plans(state.schools),
                state.shares,
                session=context.secret,
                names=names,
                hidden=state.hidden,
                unfinished=unfinished,
                corrections=state.corrections,
                approved=state.approved if state.approves_first else None,
            )

        facilitated = state.hidden, state.corrections, state.approves_first, state.approved, state.frozen
        newest = 0 if state.frozen else context.latest_revision()
        return self._board.get((state.schools.keys(), state.shares, facilitated, names, unfinished, newest), build)


def _sorted(found: Board, sort: str) -> Board:
    if sort != "alphabet":
        return found
    columns = (replace(column, points=_alphabetical(column.points)) for column in found.columns)
    return replace(found, columns=tuple(columns), priorities=_alphabetical(found.priorities))


def _alphabetical(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: point.wordings[0].text.casefold()))
