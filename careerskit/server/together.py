"""What a delegate sees of the session, and does in it: where the room is, polls, questions, the group to work in."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from careerskit.errors import SessionError
from careerskit.forms import keep_waiting
from careerskit.plan import School
from careerskit.server.pages import macros
from careerskit.server.webinar import Webinar
from careerskit.session import PollStatus, QuestionStatus, Results, group_for
from careerskit.store import Store

__all__ = ["Together"]

_SHOWN = 30
"""How many questions a page shows: those of most votes, and one's own."""

_MOST_WAITING = 10
"""How many questions of one browser may wait for an answer."""

_HALF = 16

_PARTS = ("where", "group", "polls", "questions", "share")


class Together:
    """The session as each delegate sees it, and takes part in it."""

    def __init__(self, webinar: Webinar) -> None:
        self.webinar, self._session = webinar, webinar.session

    def who(self, secret: str) -> str:
        """Return the names by which a browser is known in this session, one after the other; see :func:`_names_in`.

        They lead back to nobody, and to no other session.
        """
        return hashlib.sha256(f"{self._session.id} {secret}".encode()).hexdigest()[: 2 * _HALF]

    def basis(self) -> tuple[Any, ...]:
        """Return what :meth:`parts` are made from: while each of it is the same object, so are they. Who is where is not in it."""
        state, groups = self._session.state, self.webinar.groups()
        return (
            state.step,
            state.polls,
            state.questions,
            state.shares,
            state.breakouts,
            groups,
            state.hidden,
            state.closed,
        )

    def parts(self, school: str, who: str, step: str) -> dict[str, str]:
        """Return the parts of a delegate's page that belong to the session, as HTML by name.

        school: whose plan it is. who: as :meth:`who` has it. step: the one that the page shows.
        """
        state, see, surgery = self._session.state, macros("together"), self._session.record.surgery
        covered, (alone, by_school) = self.webinar.names().covered, _names_in(who)
        polls = [poll for poll in state.polls.values() if poll.status is not PollStatus.PREPARED]
        mine = {question.id for question in state.questions.values() if question.asker in (alone, by_school)}
        asked = [q for q in state.visible_questions() if q.status is not QuestionStatus.ANSWERED or q.id in mine]
        questions = asked[:_SHOWN] + [question for question in asked[_SHOWN:] if question.id in mine]
        shown = {
            "where": (state, step, self.webinar.title_of(state.step), surgery),
            "group": (
                next((one for one in self.webinar.groups() if school in one.schools), None),
                len(state.breakouts),
            ),
            "polls": ([(poll, poll.answer_of(alone), self._results(poll.id, alone)) for poll in polls], step),
            "questions": (
                [(q, covered(q.text), alone in q.votes, q.id in mine) for q in questions],
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
        session, (alone, by_school) = self._session, _names_in(who)
        session.refresh()
        match action:
            case "answer":
                poll = session.state.polls.get(said.get("poll", ""))
                before = poll.answer_of(alone) if poll else None
                answer = session.answer(said.get("poll", ""), alone, said.get("answer", ""))
                if poll and poll.into and said.get("keep"):
                    _put_into_plan(self.webinar.store, school, poll.into, str(answer), before)
                    return "Your answer is counted, and stands in your plan."
                return "Your answer is counted. Nobody sees whose it is."
            case "ask":
                mine = [q for q in session.state.agenda if q.asker in (alone, by_school)]
                if len(mine) >= _MOST_WAITING:
                    raise SessionError(
                        f"{_MOST_WAITING} of your questions wait for an answer already. As soon as one is answered, ask this one."
                    )
                if said.get("named"):
                    session.ask(by_school, said.get("text", ""), school.id)
                else:
                    session.ask(alone, said.get("text", ""))
                return "Your question is asked."
            case "vote":
                counts = session.upvote(
                    said.get("question", ""), alone, {"yes": True, "no": False}.get(said.get("yes", ""))
                )
                return "Your vote is counted." if counts else "Your vote is taken back."
            case "share":
                session.share(school.id, board="board" in said, named="named" in said, vision="vision" in said)
                return "Kept. You can change it at any time."
        raise SessionError("There is nothing of that name to do here. Load the page again.")


def _names_in(who: str) -> tuple[str, str]:
    """Return the name of a browser that answers, votes and asks anonymously, and that of one that asks with its school's name.

    The second stands in the store beside the school. Without the browser's secret, nothing leads from there to the first.
    """
    return who[:_HALF], who[_HALF:]


def _put_into_plan(store: Store, school: School, path: str, answer: str, before: str | int | None) -> None:
    """Put a delegate's answer into the plan: in place of the one before, where that stands there, or else at the end."""
    keep_waiting((store.url, school.id))  # or a form that still has older words would put those in place of the answer
    instead = None if before is None else str(before)
    store.rewrite(school.id, path, partial(_with_line, line=answer, instead=instead), "poll")


def _with_line(text: str, line: str, instead: str | None) -> str:
    lines = text.rstrip().split("\n") if text.strip() else []
    place = lines.index(instead) if instead in lines and instead != line else len(lines)
    lines[place : place + 1] = [] if line in lines else [line]
    return "\n".join(lines)
