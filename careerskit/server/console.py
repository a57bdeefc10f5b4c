"""What the facilitator sees of the session, and what is projected: the clock, the room, polls, questions, the board, the groups."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import Any

from careerskit.server.making import Making
from careerskit.server.pages import macros
from careerskit.server.webinar import Webinar
from careerskit.session import Board, Point, Question, QuestionStatus, board, replan

__all__ = ["SORTS", "Console"]

SORTS = {"schools": "most schools first", "alphabet": "by their first letter"}
"""How the points of the board can be sorted, with what that is called."""

_QUESTIONS = 100
"""How many questions a page shows: first those that wait, by votes."""


class Console:
    """The session as its facilitators see it. They share one, and its board."""

    def __init__(self, webinar: Webinar, making: Making) -> None:
        self._webinar, self._session, self._making = webinar, webinar.session, making
        self._lock = Lock()
        self._board: tuple[Any, Board] | None = None
        self._html: dict[tuple[str, bool, bool], tuple[Board, str]] = {}

    def stands(self) -> tuple[Any, ...]:
        """Return what :meth:`parts` depend on: as long as it is the same, so are they, but for what a new half minute brings."""
        half_minute = int(self._webinar.now().timestamp() // 30)
        return self._session.number, self._webinar.newest(), half_minute, *self._making.stands()

    def parts(self, sort: str = "schools") -> dict[str, str]:
        """Return the parts of the facilitator's page, as HTML by name."""
        webinar, state, see = self._webinar, self._session.state, macros("console")
        now, covered = webinar.now(), webinar.names().covered
        table = replan(webinar.run, state.begun, now)
        present = state.present(now)
        by_step = [
            (webinar.title_of(step) or "Not in a step yet", count) for step, count in sorted(present.by_step.items())
        ]
        questions = sorted(state.questions.values(), key=lambda q: (not q.is_pending, -len(q.votes)))
        return {
            "clock": str(see.clock(table, state, webinar.run.following(state.block))),
            "room": str(see.room(present, by_step, state, webinar.title_of(state.step), webinar.steps)),
            "polls": str(
                see.polls(
                    [(poll, webinar.without_names(state.results(poll.id))) for poll in state.polls.values()],
                    state.closed,
                )
            ),
            "questions": str(
                see.questions(
                    [(q, covered(q.text), self._asked_by(q)) for q in questions[:_QUESTIONS]],
                    len(questions[_QUESTIONS:]),
                    webinar.session.record.surgery,
                    state.closed,
                )
            ),
            "board": self._shown(sort, True, not state.closed),
            "groups": str(see.groups(webinar.groups(), state.closed)),
            "end": str(see.end(state, webinar.session.record.surgery, self._making)),
        }

    def projected(self, sort: str = "schools") -> dict[str, str]:
        """Return the parts of the page for the projector: nothing in it is for the facilitator's eyes alone."""
        state, see, covered = self._session.state, macros("console"), self._webinar.names().covered
        shown = [
            (poll, self._webinar.without_names(found))
            for poll in reversed([*state.polls.values()])  # the newest first
            if (found := state.public_results(poll.id))
        ]
        asked = [poll for poll in state.open_polls if not poll.shown]
        pending = [question for question in state.visible_questions() if question.status is QuestionStatus.OPEN]
        return {
            "where": str(see.where(self._webinar.title_of(state.step), state.present(self._webinar.now()))),
            "polls": str(see.results(asked, shown)),
            "questions": str(see.asked([(q, covered(q.text)) for q in pending])),
            "board": self._shown(sort, False, False),
        }

    def _asked_by(self, question: Question) -> str:
        """Return the name of the school that asks, where its delegate wished it known; "" for an anonymous question."""
        school = self._webinar.school(question.school) if question.school else None
        return school.name if school else ""

    def _shown(self, sort: str, all_of_it: bool, can_hide: bool) -> str:
        """Return the board as HTML, made once for all who look at it: it is most of the page, and most often unchanged."""
        stands, known = self._stands(), self._html.get((sort, all_of_it, can_hide))
        if known is None or known[0] is not stands:
            found = _sorted(stands, sort)
            shown = found if all_of_it else replace(found, hidden=())
            known = stands, str(macros("console").board(shown, sort, SORTS, can_hide))
            self._html[sort, all_of_it, can_hide] = known
        return known[1]

    def _stands(self) -> Board:
        state, names = self._session.state, self._webinar.names()
        basis = (state.schools.keys(), state.shares, state.hidden, names, self._webinar.newest())
        with self._lock:
            if self._board is None or self._board[0] != basis:
                plans = self._webinar.plans(state.schools)
                made = board(plans, state.shares, session=self._webinar.secret, names=names, hidden=state.hidden)
                self._board = basis, made
            return self._board[1]


def _sorted(found: Board, sort: str) -> Board:
    if sort != "alphabet":
        return found
    columns = (replace(column, points=_by_letter(column.points)) for column in found.columns)
    return replace(found, columns=tuple(columns), priorities=_by_letter(found.priorities))


def _by_letter(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: point.wordings[0].text.casefold()))
