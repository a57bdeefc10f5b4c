"""What a delegate sees of the session, and does in it: where the room is, polls, questions, the group to work in."""

from __future__ import annotations

import hashlib
from typing import Any

from careerskit.errors import SessionError
from careerskit.plan import School
from careerskit.server.pages import macros
from careerskit.server.webinar import Webinar
from careerskit.session import PollStatus, QuestionStatus, Results, group_for
from careerskit.store import Store

__all__ = ["Together"]

_SHOWN = 30
"""How many questions a page shows: those of most votes, and one's own."""

_PARTS = ("where", "group", "polls", "questions", "share")


class Together:
    """The session as each delegate sees it, and takes part in it."""

    def __init__(self, webinar: Webinar) -> None:
        self.webinar, self._session = webinar, webinar.session

    def who(self, secret: str) -> str:
        """Return the name by which a browser is known in this session: it leads back to nobody, and to no other session."""
        return hashlib.sha256(f"{self._session.id} {secret}".encode()).hexdigest()[:16]

    def basis(self) -> tuple[Any, ...]:
        """Return what :meth:`parts` are made from: while each of it is the same object, so are they. Who is where is not in it."""
        state = self._session.state
        return state.step, state.polls, state.questions, state.shares, state.breakouts, state.hidden, state.closed

    def parts(self, school: str, who: str, step: str) -> dict[str, str]:
        """Return the parts of a delegate's page that belong to the session, as HTML by name.

        school: whose plan it is. who: as :meth:`who` has it. step: the one that the page shows.
        """
        state, see, surgery = self._session.state, macros("together"), self._session.record.surgery
        polls = [poll for poll in state.polls.values() if poll.status is not PollStatus.PREPARED]
        asked = [q for q in state.visible_questions() if q.status is not QuestionStatus.ANSWERED or q.asker == who]
        questions = asked[:_SHOWN] + [question for question in asked[_SHOWN:] if question.asker == who]
        shown = {
            "where": (state, step, self.webinar.title_of(state.step), surgery),
            "group": (
                next((one for one in self.webinar.groups() if school in one.schools), None),
                len(state.breakouts),
            ),
            "polls": ([(poll, poll.answer_of(who), self._results(poll.id, who)) for poll in polls], step),
            "questions": (
                [(q, self.webinar.covered(q.text), who in q.votes, q.asker == who) for q in questions],
                state,
                step,
                surgery,
            ),
            "share": (state.share_of(school), state.closed, step),
        }
        return {name: str(getattr(see, name)(*shown[name])) for name in _PARTS}

    def _results(self, poll: str, who: str) -> Results | None:
        found = self._session.state.results_for(poll, who)
        return self.webinar.without_names(found) if found else None

    def here(self, school: str, step: str) -> None:
        """Take note that a school is at a step. Who says so is not kept: beside a school, it would lead back to its answers."""
        state = self._session.state
        if state.closed:
            return
        if school not in state.schools:
            self._session.joined(school)
        self._session.at_step(school, step)
        state = self._session.state
        if state.breakouts and not state.group_of(school) and (plan := self.webinar.plans([school]).get(school)):
            self._session.come_late(school, group_for(state.breakouts, plan))

    def do(self, action: str, said: dict[str, str], school: School, who: str) -> str:
        """Do what a delegate asked for with a form, and return how that went, in words for them.

        Raises:
            SessionError: it is not taken; the message says why.
        """
        session = self._session
        session.refresh()
        match action:
            case "answer":
                poll = said.get("poll", "")
                answer = session.answer(poll, who, said.get("answer", ""))
                path = session.state.polls[poll].into
                if path and said.get("keep"):
                    _put_into_plan(self.webinar.store, school, path, str(answer))
                    return "Your answer is counted, and stands in your plan."
                return "Your answer is counted. Nobody sees whose it is."
            case "ask":
                session.ask(who, said.get("text", ""), school.id if said.get("named") else "")
                return "Your question is asked."
            case "vote":
                counts = session.upvote(
                    said.get("question", ""), who, {"yes": True, "no": False}.get(said.get("yes", ""))
                )
                return "Your vote is counted." if counts else "Your vote is taken back."
            case "share":
                session.share(school.id, board="board" in said, named="named" in said, vision="vision" in said)
                return "Kept. You can change it at any time."
        raise SessionError("There is nothing of that name to do here. Load the page again.")


def _put_into_plan(store: Store, school: School, path: str, words: str) -> None:
    """Put a delegate's answer into the plan, below what stands there."""
    stands = str(store.by_path(school.id).get(path, "")).rstrip()
    if words not in stands.splitlines():
        store.save(school.id, {path: f"{stands}\n{words}".lstrip()}, "poll")
