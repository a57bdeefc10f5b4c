"""The session as delegates see it: where the room is, polls, questions, their group, what their school shares."""

from __future__ import annotations

import hashlib

from careerskit.plan import Setting
from careerskit.server.http.pages import macros
from careerskit.server.realtime import SessionContext
from careerskit.session import PollStatus, QuestionStatus, Results, State
from careerskit.workbook import Step

__all__ = ["DelegateView", "browser_id", "participant_ids"]

_QUESTIONS_SHOWN = 30
"""How many questions a page shows: those with most votes, and one's own."""

_ID_LENGTH = 16

_PARTS = ("where", "group", "polls", "questions", "share", "share_question")


def browser_id(session: str, secret: str) -> str:
    """Return the id of a browser in a session. It leads back to nobody, and to no other session.

    secret: known to the browser alone.
    """
    return hashlib.sha256(f"{session} {secret}".encode()).hexdigest()[: 2 * _ID_LENGTH]


def participant_ids(browser: str) -> tuple[str, str]:
    """Return the two ids by which a browser takes part: one for what is anonymous, one for questions asked in its school's name.

    The store keeps the second beside the school. Without the browser's secret, nothing leads from there to the first.

    browser: its :func:`browser_id`.
    """
    return browser[:_ID_LENGTH], browser[_ID_LENGTH:]


def _asks_to_share(state: State, school: str, step: Step | None) -> bool:
    """Whether a page asks if the room may see the school's points: on the step where they are written, until it is answered."""
    return bool(step and step.part == "swot" and state.step and not state.closed and school not in state.shares)


class DelegateView:
    """The session as each delegate sees it."""

    def __init__(self, context: SessionContext) -> None:
        self._context, self._session = context, context.session

    def parts(self, school: str, browser: str, step: str) -> dict[str, str]:
        """Return the parts of a delegate's page that belong to the session, as HTML by name.

        school: whose plan it is. browser: its :func:`browser_id`. step: the one that the page shows.
        """
        context, state, templates = self._context, self._session.state, macros("delegate_session")
        surgery = self._session.record.surgery

        def mask(text: str) -> str:
            return context.names().mask(text)  # read only where there is a text: it takes the plans of all schools

        anonymous, named = participant_ids(browser)
        setting = found.setting if (found := context.school(school)) else Setting.SCHOOL
        polls = [poll for poll in state.polls.values() if poll.status is not PollStatus.PREPARED]
        own = {question.id for question in state.questions.values() if question.asker in (anonymous, named)}
        asked = [q for q in state.visible_questions() if q.status is not QuestionStatus.ANSWERED or q.id in own]
        questions = asked[:_QUESTIONS_SHOWN] + [q for q in asked[_QUESTIONS_SHOWN:] if q.id in own]
        arguments = {
            "where": (state, step, context.title_of(state.step), surgery, context.link_lasts),
            "group": (
                next((group for group in context.groups() if school in group.schools), None),
                len(state.breakouts),
            ),
            "polls": (
                [(p, p.answer_of(anonymous), self._results(p.id, anonymous)) for p in polls],
                step,
                setting.localise,
            ),
            "questions": (
                [(q, mask(q.text), anonymous in q.votes, q.id in own) for q in questions],
                state,
                step,
                surgery,
            ),
            "share": (state.share_of(school), state.closed, step),
            "share_question": (_asks_to_share(state, school, context.steps.get(step)), step),
        }
        return {name: str(getattr(templates, name)(*arguments[name])) for name in _PARTS}

    def _results(self, poll: str, participant: str) -> Results | None:
        results = self._session.state.results_for(poll, participant)
        return self._context.mask_results(results) if results else None
