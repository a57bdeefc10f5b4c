"""What delegates do in the session: answer polls, ask and vote, and choose what their school shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from careerskit.errors import SessionError
from careerskit.forms import save_pending
from careerskit.plan import School
from careerskit.server.delegate.view import participant_ids
from careerskit.server.realtime import SessionContext
from careerskit.session import group_for
from careerskit.store import Store

__all__ = ["DelegateActions"]

_MAX_PENDING_QUESTIONS = 10
"""How many questions of one browser may wait for an answer."""

_Form = Mapping[str, str]


class DelegateActions:
    """The actions of the delegates' forms. Each takes a form's fields, and returns a message for the delegate."""

    def __init__(self, context: SessionContext) -> None:
        self._context, self._session = context, context.session

    def do(self, action: str, form: _Form, school: School, browser: str) -> str:
        """Do something, and return the message that says how it went.

        browser: its :func:`careerskit.server.delegate.view.browser_id`.

        Raises:
            SessionError: it is refused, or there is no such action; the message says why.
        """
        if not (handle := _ACTIONS.get(action)):
            raise SessionError("That is not possible here. Reload the page.")
        self._session.refresh()
        return handle(self, form, school, browser)

    def report_step(self, school: str, step: str) -> None:
        """Record that a school is on a step. Who reports it is not kept: beside a school, that would lead back to its answers."""
        state = self._session.state
        if state.closed:
            return
        if school not in state.schools:
            self._session.join(school)
        self._session.report_step(school, step)
        state = self._session.state
        if state.breakouts and not state.group_of(school) and (plan := self._context.plans([school]).get(school)):
            self._session.assign_to_group(school, group_for(state.breakouts, plan))

    def _answer(self, form: _Form, school: School, browser: str) -> str:
        anonymous, _ = participant_ids(browser)
        poll = self._session.state.polls.get(form.get("poll", ""))
        before = poll.answer_of(anonymous) if poll else None
        answer = self._session.answer(form.get("poll", ""), anonymous, form.get("answer", ""))
        if poll and poll.into and form.get("keep"):
            _put_into_plan(self._context.store, school, poll.into, str(answer), before)
            return "Your answer is counted, and added to your plan."
        return "Your answer is counted. Nobody sees whose it is."

    def _ask(self, form: _Form, school: School, browser: str) -> str:
        anonymous, named = participant_ids(browser)
        own = [question for question in self._session.state.agenda if question.asker in (anonymous, named)]
        if len(own) >= _MAX_PENDING_QUESTIONS:
            raise SessionError(
                f"{_MAX_PENDING_QUESTIONS} of your questions are waiting for an answer. You can ask this one when one is answered."
            )
        if form.get("named"):
            self._session.ask(named, form.get("text", ""), school.id)
        else:
            self._session.ask(anonymous, form.get("text", ""))
        return "Your question is sent."

    def _vote(self, form: _Form, school: School, browser: str) -> str:  # noqa: ARG002
        anonymous, _ = participant_ids(browser)
        wanted = {"yes": True, "no": False}.get(form.get("yes", ""))
        counts = self._session.vote(form.get("question", ""), anonymous, wanted)
        return "Your vote is counted." if counts else "Your vote is removed."

    def _share(self, form: _Form, school: School, browser: str) -> str:  # noqa: ARG002
        self._session.share(school.id, board="board" in form, named="named" in form, vision="vision" in form)
        return "Saved. You can change this at any time."


_ACTIONS: Mapping[str, Callable[[DelegateActions, _Form, School, str], str]] = {
    "answer": DelegateActions._answer,
    "ask": DelegateActions._ask,
    "vote": DelegateActions._vote,
    "share": DelegateActions._share,
}


def _put_into_plan(store: Store, school: School, path: str, answer: str, before: str | int | None) -> None:
    """Add a delegate's answer to the plan: in place of the one before, where that is still there, or else at the end."""
    save_pending((store.url, school.id))  # or a form that still has older text would overwrite the answer
    replaced = None if before is None else str(before)
    store.answers.update_text(school.id, path, partial(_with_line, line=answer, replaced=replaced), "poll")


def _with_line(text: str, line: str, replaced: str | None) -> str:
    lines = text.rstrip().split("\n") if text.strip() else []
    position = lines.index(replaced) if replaced in lines and replaced != line else len(lines)
    lines[position : position + 1] = [] if line in lines else [line]
    return "\n".join(lines)
