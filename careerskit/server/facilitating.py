"""What facilitators do with the forms of their page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from careerskit.errors import SessionError
from careerskit.server.making import Making
from careerskit.server.webinar import Webinar
from careerskit.session import breakouts

__all__ = ["Facilitating"]

_Said = dict[str, str]


class Facilitating:
    """The facilitators' hands: each action takes what a form says, and returns how that went, in words for them."""

    def __init__(self, webinar: Webinar, out: Path) -> None:
        self._webinar, self._session = webinar, webinar.session
        self.making = Making(webinar, out)

    def do(self, action: str, said: _Said) -> str:
        """Do something, and return how that went.

        Raises:
            KeyError: there is no such action.
            SessionError: it is not taken; the message says why.
        """
        return _ACTIONS[action](self, said)

    def _begin(self, said: _Said) -> str:
        block = self._webinar.run.block(said.get("block", ""))
        if block is None:
            raise SessionError("The run of show has no such block. Load the page again.")
        self._session.begin_block(block.id)
        if block.step:
            self._session.move_to(block.step)
        return f"{block.title} has begun."

    def _move(self, said: _Said) -> str:
        step = said.get("step", "")
        if step not in self._webinar.steps:
            raise SessionError("There is no such step. Choose one from the list.")
        self._session.move_to(step)
        return f"The room is on {self._webinar.title_of(step)}."

    def _new_poll(self, said: _Said) -> str:
        choices = [line.strip() for line in said.get("choices", "").splitlines() if line.strip()]
        self._session.poll_now(said.get("question", ""), said.get("kind", ""), choices)
        return "The poll is open."

    def _mark(self, said: _Said) -> str:
        question, session = said.get("question", ""), self._session
        match said.get("as"):
            case "answered":
                session.mark_answered(question)
                return "The question is answered."
            case "parked":
                session.park(question, said.get("owner", ""))
                return "The question is parked for the surgery."
            case "hidden":
                session.hide_question(question)
                return "The question is hidden from delegates."
            case "open":
                session.reopen(question)
                return "The question is open again."
        raise SessionError("A question is answered, parked, hidden or opened again. Load the page again.")

    def _hide(self, said: _Said) -> str:
        for item in said.get("items", "").split():
            self._session.hide(item)
        return "Hidden. It can be shown again from the list of what is hidden."

    def _unhide(self, said: _Said) -> str:
        for item in said.get("items", "").split():
            self._session.unhide(item)
        return "Shown again."

    def _break_out(self, said: _Said) -> str:
        state = self._session.state
        size, minutes = _whole(said.get("size", ""), 4), _whole(said.get("minutes", ""), 15)
        by = "phase" if said.get("by") == "phase" else "benchmark"
        groups = breakouts(
            self._webinar.plans(state.schools),
            state.shares,
            session=self._webinar.secret,
            names=self._webinar.names(),
            by=by,
            size=size,
            minutes=minutes,
            hidden=state.hidden,
        )
        if not groups:
            raise SessionError("Groups need at least two schools in the room.")
        self._session.break_out(groups)
        return f"The room works in {len(groups)} group{'s' if len(groups) > 1 else ''}."

    def _close(self, said: _Said) -> str:
        if not said.get("sure"):
            raise SessionError("Tick the box to say that the session is over.")
        self._session.close()
        self.making.begin()
        return "The session is closed. Plans and report are being made."

    def _make(self, said: _Said) -> str:  # noqa: ARG002
        self.making.begin()
        return "Plans and report are being made."

    def _come_back(self, said: _Said) -> str:  # noqa: ARG002
        self._session.come_back()
        return "The room is together again."

    def _open_poll(self, said: _Said) -> str:
        self._session.open_poll(said.get("poll", ""))
        return "The poll is open."

    def _close_poll(self, said: _Said) -> str:
        self._session.close_poll(said.get("poll", ""))
        return "The poll is closed."

    def _show(self, said: _Said) -> str:
        self._session.show_results(said.get("poll", ""), said.get("yes") == "yes")
        return "The results are shown." if said.get("yes") == "yes" else "The results are hidden."


_ACTIONS: dict[str, Callable[[Facilitating, _Said], str]] = {
    "begin": Facilitating._begin,
    "move": Facilitating._move,
    "poll-new": Facilitating._new_poll,
    "poll-open": Facilitating._open_poll,
    "poll-close": Facilitating._close_poll,
    "poll-show": Facilitating._show,
    "question": Facilitating._mark,
    "hide": Facilitating._hide,
    "unhide": Facilitating._unhide,
    "break-out": Facilitating._break_out,
    "come-back": Facilitating._come_back,
    "close": Facilitating._close,
    "afterwards": Facilitating._make,
}


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise
