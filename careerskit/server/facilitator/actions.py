"""What facilitators do in the session with the forms of their page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from careerskit.errors import SessionError
from careerskit.export import ExportJob
from careerskit.server.facilitator.view import priorities_missing
from careerskit.server.realtime import SessionContext
from careerskit.session import POLL_KINDS, Block, Board, breakouts

__all__ = ["FacilitatorActions"]

_Form = Mapping[str, str]

_A_DOUBLE_CLICK = timedelta(seconds=3)
"""For how long after the start of a block a press on another one counts as a slip."""


class FacilitatorActions:
    """The actions of the facilitators' forms. Each takes a form's fields, and returns a message for the facilitator."""

    def __init__(self, context: SessionContext, export: ExportJob, current_board: Callable[[], Board]) -> None:
        self._context, self._session, self._export = context, context.session, export
        self._current_board = current_board

    def do(self, action: str, form: _Form) -> str:
        """Do something, and return the message that says how it went.

        Raises:
            KeyError: there is no such action.
            SessionError: it is refused; the message says why.
        """
        return _ACTIONS[action](self, form)

    def _begin_block(self, form: _Form) -> str:
        block = self._context.run.block(form.get("block", ""))
        if block is None:
            raise SessionError("The run of show has no such block. Load the page again.")
        state = self._session.state
        if block.id == state.block and self._has_just_started(block):
            return f"Started: {block.title}."  # the button was pressed twice
        self._check_start(block, is_sure=bool(form.get("sure")))
        closes = self._context.run.polls_of_other_blocks(block.id, state.started)
        closing = [poll for poll in state.open_polls if poll.id in closes]
        self._session.start_block(block.id, block.step, closes)
        if not closing:
            return f"Started: {block.title}."
        what = f"The poll “{closing[0].question}” is" if len(closing) == 1 else f"{len(closing)} polls are"
        return f"Started: {block.title}. {what} closed."

    def _check_start(self, block: Block, *, is_sure: bool) -> None:
        """Refuse to start a block by a slip: the second click of a double click lands on the button of the block after it."""
        state = self._session.state
        running = self._context.run.block(state.block)
        if running and block.id != running.id and self._has_just_started(running):
            raise SessionError(f"{running.title} has only just started. Press once more to start {block.title}.")
        if block.id in state.started and not is_sure:
            raise SessionError(f"{block.title} was started before. To go back to it, press “Start again” beside it.")

    def _has_just_started(self, block: Block) -> bool:
        return self._context.now() - self._session.state.started[block.id] < _A_DOUBLE_CLICK

    def _change_block(self, form: _Form) -> str:
        block, minutes = self._context.run.block(form.get("block", "")), form.get("minutes", "").strip()
        if block is None:
            raise SessionError("The run of show has no such block. Load the page again.")
        if not minutes.isdecimal():
            raise SessionError(f"Enter the minutes for {block.title} as a whole number, for example {block.minutes}.")
        self._session.change_block(block.id, int(minutes[:9]))
        if not int(minutes):
            return f"{block.title} will be skipped."
        return f"{block.title} now has {int(minutes)} minute{'' if int(minutes) == 1 else 's'}."

    def _project(self, form: _Form) -> str:
        show, _, only = form.get("what", form.get("show", "")).partition(" ")
        self._session.show_on_projector(show, only)
        return "The projector has changed."

    def _undo_move(self, form: _Form) -> str:  # noqa: ARG002
        self._session.undo_move()
        step = self._context.title_of(self._session.state.step)
        return f"Undone. The room is {f'on {step}' if step else 'on no step'} again."

    def _move(self, form: _Form) -> str:
        step = form.get("step", "")
        if step not in self._context.steps:
            raise SessionError("There is no such step. Choose one from the list.")
        self._session.move_to(step)
        return f"The room is on {self._context.title_of(step)}."

    def _create_poll(self, form: _Form) -> str:
        question, kind, choices = form.get("question", ""), form.get("kind", ""), _lines(form, "choices")
        self._session.create_and_open_poll(question, kind, choices, threshold=_threshold(form))
        return "The poll is open."

    def _edit_poll(self, form: _Form) -> str:
        poll, question, kind = form.get("poll", ""), form.get("question", ""), form.get("kind", "")
        self._session.edit_poll(poll, question, kind, _lines(form, "choices"), threshold=_threshold(form))
        return "The poll is changed."

    def _empty_poll(self, form: _Form) -> str:
        self._session.empty_poll(form.get("poll", ""))
        return "The simulated answers are removed."

    def _remove_poll(self, form: _Form) -> str:
        self._session.remove_poll(form.get("poll", ""))
        return "The poll is removed."

    def _open_poll(self, form: _Form) -> str:
        self._session.open_poll(form.get("poll", ""))
        return "The poll is open."

    def _close_poll(self, form: _Form) -> str:
        self._session.close_poll(form.get("poll", ""))
        return "The poll is closed."

    def _show_results(self, form: _Form) -> str:
        self._session.show_results(form.get("poll", ""), form.get("yes") == "yes")
        if form.get("yes") != "yes":
            return "The results are hidden."
        projected = [poll.id for poll in self._session.state.projected_polls]
        where = "and on the projector" if form.get("poll") in projected else "but not on the projector"
        return f"The results are shown to those who have answered, {where}."

    def _mark_question(self, form: _Form) -> str:
        question, session = form.get("question", ""), self._session
        match form.get("as"):
            case "answered":
                session.mark_answered(question)
                return "The question is answered."
            case "parked":
                session.park_question(question, form.get("owner", ""))
                return "The question is parked for the surgery."
            case "hidden":
                session.hide_question(question)
                return "The question is hidden from delegates."
            case "open":
                session.reopen_question(question)
                return "The question is open again."
        raise SessionError("A question can be answered, parked, hidden or reopened. Load the page again.")

    def _hide(self, form: _Form) -> str:
        for item in form.get("items", "").split():
            self._session.hide(item)
        return "Hidden. You can show it again from the list of hidden items."

    def _unhide(self, form: _Form) -> str:
        for item in form.get("items", "").split():
            self._session.unhide(item)
        return "Shown again."

    def _freeze(self, form: _Form) -> str:
        yes = form.get("yes") == "yes"
        self._session.freeze_board(yes=yes, without=self._context.unfinished.current())
        return "The board shows nothing new until you say so." if yes else "The board shows new points again."

    def _approve_first(self, form: _Form) -> str:
        yes = form.get("yes") == "yes"
        board = self._current_board()
        points = [point for column in board.columns for point in column.points] + [*board.priorities]
        seen = {key for point in points for wording in point.wordings for key in wording.keys} if yes else set()
        self._session.approve_first(yes=yes, seen=seen)
        return (
            "The room sees a new point once you approve it." if yes else "The room sees points without your approval."
        )

    def _approve(self, form: _Form) -> str:
        self._session.approve(form.get("items", "").split())
        return "Approved. The room can see it."

    def _split(self, form: _Form) -> str:
        self._session.split(form.get("items", "").split())
        return "It is a separate point now."

    def _merge(self, form: _Form) -> str:
        ticked = [items.split() for name, items in form.items() if name.startswith("m-")]
        if len(ticked) < 2:
            raise SessionError("Tick the points that say the same, at least two.")
        self._session.merge(item for items in ticked for item in items)
        return f"Merged {len(ticked)} points."

    def _start_breakouts(self, form: _Form) -> str:
        state = self._session.state
        by = "phase" if form.get("by") == "phase" else "benchmark"
        if by == "benchmark" and not form.get("sure") and (missing := priorities_missing(self._context)):
            choice = "Tick “Group by benchmark all the same”, or group by type of school or college."
            raise SessionError(f"{missing} {choice}")
        groups = breakouts(
            self._context.plans(state.schools),
            state.shares,
            session=self._context.secret,
            names=self._context.names(),
            by=by,
            size=_integer(form.get("size", ""), 4),
            minutes=_integer(form.get("minutes", ""), 15),
            hidden=state.hidden,
        )
        if not groups:
            raise SessionError("You need at least two schools in the room to make groups.")
        self._session.start_breakouts(groups)
        return f"The room is in {len(groups)} group{'s' if len(groups) > 1 else ''}."

    def _end_breakouts(self, form: _Form) -> str:  # noqa: ARG002
        self._session.end_breakouts()
        return "The room is back together."

    def _close_session(self, form: _Form) -> str:
        if not form.get("sure"):
            raise SessionError("Tick the box to confirm that the session is over.")
        self._session.close()
        self._export.start()
        return "The session is closed. Plans and report are being made."

    def _reopen(self, form: _Form) -> str:  # noqa: ARG002
        self._session.reopen()
        return "The session is open again."

    def _start_export(self, form: _Form) -> str:  # noqa: ARG002
        self._export.start()
        return "Plans and report are being made."


_ACTIONS: Mapping[str, Callable[[FacilitatorActions, _Form], str]] = {
    "begin": FacilitatorActions._begin_block,
    "block": FacilitatorActions._change_block,
    "project": FacilitatorActions._project,
    "move": FacilitatorActions._move,
    "undo": FacilitatorActions._undo_move,
    "poll-new": FacilitatorActions._create_poll,
    "poll-edit": FacilitatorActions._edit_poll,
    "poll-empty": FacilitatorActions._empty_poll,
    "poll-remove": FacilitatorActions._remove_poll,
    "poll-open": FacilitatorActions._open_poll,
    "poll-close": FacilitatorActions._close_poll,
    "poll-show": FacilitatorActions._show_results,
    "question": FacilitatorActions._mark_question,
    "hide": FacilitatorActions._hide,
    "unhide": FacilitatorActions._unhide,
    "freeze": FacilitatorActions._freeze,
    "approve-first": FacilitatorActions._approve_first,
    "approve": FacilitatorActions._approve,
    "split": FacilitatorActions._split,
    "merge": FacilitatorActions._merge,
    "break-out": FacilitatorActions._start_breakouts,
    "come-back": FacilitatorActions._end_breakouts,
    "close": FacilitatorActions._close_session,
    "reopen": FacilitatorActions._reopen,
    "export": FacilitatorActions._start_export,
}


def _threshold(form: _Form) -> bool:
    """Return whether a poll's results are hidden while few have answered: always where an answer can say who gave it."""
    kind = POLL_KINDS.get(form.get("kind", ""))
    return form.get("threshold") != "no" or bool(kind and kind.may_identify)


def _lines(form: _Form, name: str) -> list[str]:
    return [line.strip() for line in form.get(name, "").splitlines() if line.strip()]


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else default
