"""The session as facilitators and the projector see it: the clock, the room, polls, questions, the board, the groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from careerskit.caching import KeyedCache
from careerskit.errors import CareerskitError
from careerskit.export import ExportJob
from careerskit.plan import Swot, field_named
from careerskit.publish import slide_headings
from careerskit.resources import deck_notebook
from careerskit.server.http.pages import macros
from careerskit.server.realtime import SessionContext
from careerskit.session import (
    POLL_KINDS,
    SWOT_COLUMNS,
    AudienceQuestion,
    Block,
    Board,
    Point,
    Poll,
    PollStatus,
    Projected,
    QuestionStatus,
    approved_part,
    board,
    count_without_priority,
    reschedule,
)

__all__ = ["BOARD_PARTS", "SORTS", "FacilitatorView", "priorities_missing"]

BOARD_PARTS = {name: field_named(Swot, name).label for name in SWOT_COLUMNS} | {
    "priorities": "Key priorities",
    "prompts": "Prompts nobody has used yet",
    "statements": "Vision statements",
    "progress": "Parts that schools have started",
    "benchmarks": "Objectives by benchmark",
    "kinds": "Objectives by kind",
    "first": "Priority benchmarks",
}
"""The parts of the board that the projector can show by themselves, with the name of each."""

_SHOWN = {
    "join": "how to join",
    "polls": "the polls of this block",
    "questions": "the open questions",
    "board": "the board",
}
"""What the projector shows, in words."""

SORTS = {"schools": "Most schools first", "alphabet": "A–Z"}
"""How the points of the board can be sorted, with the label of each."""

_QUESTIONS_SHOWN = 100
"""How many questions a page shows: first those that wait for an answer, by votes."""

_QUESTIONS_WAITING = 3
"""How many open questions are beside what is needed now."""


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
        unfinished, writing = id(context.unfinished.current()), context.writers.count(self._session.state.schools)
        newest = context.latest_revision()
        return self._session.version, newest, unfinished, writing, half_minute, *self._export.version_key()

    def parts(self, sort: str = "schools") -> dict[str, str]:
        """Return the parts of the facilitator's page, as HTML by name."""
        context, state, templates = self._context, self._session.state, macros("facilitator_session")
        now, mask, surgery = context.now(), context.names().mask, self._session.record.surgery
        timetable = reschedule(context.run, state.started, now, state.block_minutes)
        skipped = [block for block, minutes in state.block_minutes.items() if not minutes]
        following = context.run.following(state.block, skipped)
        attendance = state.attendance(now)
        by_step = [
            (context.title_of(step) or "Not on a step yet", count) for step, count in sorted(attendance.by_step.items())
        ]
        polls = [(poll, context.mask_results(state.results(poll.id))) for poll in state.polls.values()]
        ordered = sorted(state.questions.values(), key=lambda q: (not q.is_pending, -len(q.votes)))
        questions = [(q, mask(q.text), self._asked_by(q)) for q in ordered[:_QUESTIONS_SHOWN]]
        hidden_count = len(ordered[_QUESTIONS_SHOWN:])
        waiting = [q for q in ordered if q.status is QuestionStatus.OPEN]
        block, found = context.run.block(state.block), self.current_board()
        return {
            "clock": str(templates.clock(timetable, state, following, self._before_move(), context.run.continued)),
            "counts": str(templates.headcount(attendance, context.writers.count(state.schools), len(waiting))),
            "now": str(templates.now(timetable, state, self._slide_of(block), self._polls_of(block))),
            "waiting": str(templates.waiting([(q, mask(q.text)) for q in waiting[:_QUESTIONS_WAITING]], len(waiting))),
            "projector": str(templates.projector(*self._projector())),
            "blocks": str(templates.blocks(timetable, state)),
            "room": str(templates.room(attendance, by_step, state, context.title_of(state.step), context.steps)),
            "polls": str(templates.polls(polls, state, POLL_KINDS.values())),
            "questions": str(templates.questions(questions, hidden_count, surgery, state.closed)),
            "board": self._render_board(found, sort, can_hide=not state.closed),
            "board_controls": str(templates.board_controls(state, *self._waiting(found))) if not state.closed else "",
            "groups": str(templates.groups(context.groups(), state.closed)),
            "unsuited": str(templates.unsuited(context.groups(), state.closed, priorities_missing(context))),
            "end": str(templates.end(state, surgery, self._export, state.can_reopen(now))),
        }

    def _before_move(self) -> str:
        """Return where undoing the last move leads, in words; "" where there is nothing to undo."""
        state = self._session.state
        if not state.can_undo or state.before_move is None:
            return ""
        step, started, _ = state.before_move
        block = next(reversed([*started]), "")
        if block == state.block:
            return self._context.title_of(step) or "no step"
        if not self._context.run.block(state.block):
            return ""  # it was started in another part of this session, by another run of show
        running = self._context.run.block(block)
        return running.title if running else "before the start"

    def _slide_of(self, block: Block | None) -> str:
        """Return the heading of the slide that a block starts with; "" for none."""
        return self._slides.get(block.slide, block.slide) if block else ""

    @cached_property
    def _slides(self) -> Mapping[str, str]:
        try:
            return slide_headings(deck_notebook())
        except CareerskitError:  # the page of the slides says what is wrong
            return {}

    def _polls_of(self, block: Block | None) -> list[Poll]:
        """Return the polls to have at hand during a block: its own, and those that are open."""
        polls = self._session.state.polls
        own = [polls[block.poll]] if block and block.poll in polls else []
        return own + [poll for poll in self._session.state.open_polls if poll not in own]

    def _projector(self) -> tuple[Projected, str, list[Poll], Mapping[str, str], bool]:
        """Return what the projector shows, what it is in words, and what else it can show."""
        state = self._session.state
        show, only = state.projected.show, state.projected.only
        name = f"Poll: {state.polls[only].question}" if only in state.polls else BOARD_PARTS.get(only, "")
        polls = [poll for poll in state.polls.values() if poll.status is not PollStatus.PREPARED]
        words = "that the session is over" if state.closed else name or _SHOWN[show]
        return state.projected, words, polls, BOARD_PARTS, state.closed is not None

    def projected(self, sort: str = "schools") -> dict[str, str]:
        """Return the parts of the projector's page, as HTML by name: nothing in it is for facilitators alone."""
        context, state, templates = self._context, self._session.state, macros("facilitator_session")
        if state.closed:
            over = templates.project_over(context.name, self._session.record.surgery, context.link_lasts)
            return {"where": "", "shown": str(over), "choose": ""}
        groups_end = state.breakouts[0].ends if state.breakouts else None
        return {
            "where": str(templates.where(context.title_of(state.step), state.attendance(context.now()), groups_end)),
            "shown": self._shown(state.projected, sort),
            "choose": str(templates.choose(state.projected)),
        }

    def _shown(self, projected: Projected, sort: str) -> str:
        context, state, templates = self._context, self._session.state, macros("facilitator_session")
        match projected.show:
            case "polls":
                found = [(poll, state.public_results(poll.id)) for poll in state.projected_polls]
                shown = [(poll, results and context.mask_results(results)) for poll, results in found]
                return str(templates.project_polls(shown, projected.only))
            case "questions":
                open_ones = (q for q in state.visible_questions() if q.status is QuestionStatus.OPEN)
                return str(templates.project_questions([(q, context.names().mask(q.text)) for q in open_ones]))
            case "board":
                return self._project_board(projected.only if projected.only in BOARD_PARTS else "", sort)
        return str(templates.project_join(context.name))

    def _asked_by(self, question: AudienceQuestion) -> str:
        """Return the name of the school that asked, where its delegate wanted it known; "" for an anonymous question."""
        school = self._context.school(question.school) if question.school else None
        return school.name if school else ""

    def _render_board(self, current: Board, sort: str, *, can_hide: bool) -> str:
        """Return the board as HTML, rendered once for all who look at it: it is most of the page, and seldom changes."""
        approves_first = self._session.state.approves_first

        def render() -> str:
            templates = macros("facilitator_session")
            return str(templates.board(_sorted(current, sort), sort, SORTS, can_hide, approves_first))

        return self._board_html[sort, can_hide].get((current, approves_first), render)

    def _project_board(self, only: str, sort: str) -> str:
        """Return the board as everyone may see it, or one part of it, as HTML."""
        current, approves_first = self.current_board(), self._session.state.approves_first
        is_frozen = self._session.state.frozen is not None

        def render() -> str:
            shown = replace(_sorted(current, sort), hidden=())
            visible = approved_part(shown) if approves_first else shown
            return str(macros("facilitator_session").project_board(visible, only, is_frozen))

        return self._board_html["projector", sort, only].get((current, approves_first, is_frozen), render)

    def _waiting(self, found: Board) -> tuple[int, int]:
        """Return how many points wait behind the freeze, and how many wordings of a board wait for approval."""
        points = [*found.priorities, *(point for column in found.columns for point in column.points)]
        unapproved = sum(not wording.is_approved for point in points for wording in point.wordings)
        return self._context.count_waiting(), unapproved

    def current_board(self) -> Board:
        """Return the board as its facilitators see it. While people type, each call builds it again: call it once for a page."""
        context, state, names = self._context, self._session.state, self._context.names()
        unfinished = context.unfinished_in_shown()

        def build() -> Board:
            return board(
                context.shown_plans(),
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
