"""How a happening changes a session's state: one rule for each kind, the same when it is written and when the log is read.

A kind that is not known here was written by a newer careerskit, and a body that cannot be read was damaged: both change
nothing. What a rule refuses is refused to whoever does it, and changes nothing in a log that has it all the same, as when two
facilitators do at once what only one of them can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from careerskit.errors import SessionError
from careerskit.session.breakouts import Breakout
from careerskit.session.polls import LONGEST_QUESTION, Poll, PollKind, PollStatus, faults_of_poll
from careerskit.session.questions import Question, QuestionStatus
from careerskit.session.share import Share
from careerskit.session.state import Presence, State
from careerskit.store import Happening

__all__ = ["CARRIED", "CLOSED", "JOINED", "LONGEST_NAME", "after", "folded"]

CARRIED = "carried"
CLOSED = "closed"
JOINED = "joined"

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
LONGEST_NAME = 200
"""How many characters a name may have: a school's id, an owner's, a session's."""

_Rule = Callable[[State, Happening], State]
_RULES: dict[str, _Rule] = {}
_Value = TypeVar("_Value")
_GROUPS = TypeAdapter(tuple[Breakout, ...])


def after(state: State, happening: Happening) -> State:
    """Return the state after a happening.

    Raises:
        SessionError: it is not taken; the message says why, and what to do.
    """
    if state.closed:
        raise SessionError("This session is closed, so it takes nothing more. Open a new one.")
    rule = _RULES.get(happening.kind)
    return replace(rule(state, happening) if rule else state, number=happening.number)


def folded(state: State, happenings: Iterable[Happening]) -> State:
    """Return the state after happenings, of which those that are not taken change nothing but the number."""
    for happening in happenings:
        try:
            state = after(state, happening)
        except SessionError:
            state = replace(state, number=happening.number)
    return state


def _rule_for(kind: str) -> Callable[[_Rule], _Rule]:
    def kept(rule: _Rule) -> _Rule:
        _RULES[kind] = rule
        return rule

    return kept


@_rule_for("moved")
def _moved(state: State, happening: Happening) -> State:
    return replace(state, step=_name(happening, "step"))


@_rule_for("block_begun")
def _block_begun(state: State, happening: Happening) -> State:
    block = _name(happening, "block")
    until = dict(takewhile(lambda entry: entry[0] != block, state.begun.items()))
    return replace(state, begun={**until, block: state.begun.get(block, happening.at)})


@_rule_for(JOINED)
def _joined(state: State, happening: Happening) -> State:
    return _seen(state, happening, _name(happening, "school"))


@_rule_for("at_step")
def _at_step(state: State, happening: Happening) -> State:
    return _seen(state, happening, _name(happening, "school"), _name(happening, "step"))


@_rule_for("shared")
def _shared(state: State, happening: Happening) -> State:
    school = _name(happening, "school")
    share = Share(**{what: _yes(happening, what) for what in ("board", "named", "vision")})
    return _seen(replace(state, shares={**state.shares, school: share}), happening, school)


@_rule_for("hidden")
def _hidden(state: State, happening: Happening) -> State:
    return replace(state, hidden=state.hidden | {_text(happening, "item", LONGEST_NAME)})


@_rule_for("unhidden")
def _unhidden(state: State, happening: Happening) -> State:
    return replace(state, hidden=state.hidden - {_text(happening, "item", LONGEST_NAME)})


@_rule_for("poll_prepared")
def _poll_prepared(state: State, happening: Happening) -> State:
    poll, kind, choices = _name(happening, "poll"), happening.body.get("kind"), happening.body.get("choices", [])
    question, into = _text(happening, "question", empty=True), _text(happening, "into", empty=True)
    if (
        not isinstance(kind, str)
        or not isinstance(choices, (list, tuple))
        or not all(isinstance(c, str) for c in choices)
    ):
        raise SessionError("This poll has no kind, or its choices are no texts.")
    choices = tuple(
        choice.strip() for choice in choices
    )  # a form strips what it sends, so only such a one can be chosen
    for field, fault in faults_of_poll(question, kind, choices, into):
        raise SessionError(f"This poll cannot be prepared: {field}: {fault}")
    if (there := state.polls.get(poll)) and not there.is_untouched:
        raise SessionError(f"The poll “{there.question}” was opened already, so it stays as it is. Prepare another.")
    made = Poll(poll, question.strip(), PollKind(kind), choices, into)
    return replace(state, polls={**state.polls, poll: made})


@_rule_for("poll_opened")
def _poll_opened(state: State, happening: Happening) -> State:
    return _with_poll(state, replace(_poll(state, happening), status=PollStatus.OPEN))


@_rule_for("poll_closed")
def _poll_closed(state: State, happening: Happening) -> State:
    poll = _poll(state, happening)
    if poll.status is PollStatus.PREPARED:
        raise SessionError(f"The poll “{poll.question}” was never opened. Open it first.")
    return _with_poll(state, replace(poll, status=PollStatus.CLOSED))


@_rule_for("results_shown")
def _results_shown(state: State, happening: Happening) -> State:
    poll = _poll(state, happening)
    if poll.status is PollStatus.PREPARED:
        raise SessionError(f"The poll “{poll.question}” was never opened, so it has no results. Open it first.")
    return _with_poll(state, replace(poll, shown=_yes(happening, "yes")))


@_rule_for("answered")
def _answered(state: State, happening: Happening) -> State:
    return _with_poll(state, _poll(state, happening).answered(_who(happening), happening.body.get("answer")))


@_rule_for("asked")
def _asked(state: State, happening: Happening) -> State:
    question = _name(happening, "question")
    if question in state.questions:
        raise SessionError("This question was asked already.")
    text, school = _text(happening, "text", LONGEST_QUESTION), _text(happening, "school", LONGEST_NAME, empty=True)
    return _with_question(state, Question(question, text, school, happening.who, happening.at))


@_rule_for(CARRIED)
def _carried(state: State, happening: Happening) -> State:
    body, question = happening.body, _name(happening, "question")
    votes, status = body.get("votes"), body.get("status")
    if not isinstance(votes, list) or status not in list(QuestionStatus):
        raise SessionError("This question cannot be carried on: it has no votes, or no status.")
    made = Question(
        question,
        _text(happening, "text", LONGEST_QUESTION),
        _text(happening, "school", LONGEST_NAME, empty=True),
        asker="",
        asked=happening.at,
        votes=frozenset(vote for vote in votes if isinstance(vote, str)),
        status=QuestionStatus(status),
        owner=_text(happening, "owner", LONGEST_NAME, empty=True),
        carried_from=_name(happening, "session"),
    )
    return _with_question(state, made)


@_rule_for("voted")
def _voted(state: State, happening: Happening) -> State:
    question, who = _question(state, happening), _who(happening)
    if not question.is_pending:
        raise SessionError("This question takes no more votes: it was answered, or taken away.")
    counts = _yes(happening, "yes") if "yes" in happening.body else who not in question.votes
    return _with_question(state, replace(question, votes=question.votes | {who} if counts else question.votes - {who}))


@_rule_for("question_marked")
def _question_marked(state: State, happening: Happening) -> State:
    status, owner = happening.body.get("status"), _text(happening, "owner", LONGEST_NAME, empty=True)
    if status not in list(QuestionStatus):
        raise SessionError(f"A question can be {', '.join(QuestionStatus)}, and nothing else.")
    return _with_question(state, replace(_question(state, happening), status=QuestionStatus(status), owner=owner))


@_rule_for("broken_out")
def _broken_out(state: State, happening: Happening) -> State:
    try:
        return replace(state, breakouts=_GROUPS.validate_python(happening.body.get("groups")))
    except ValidationError as error:
        raise SessionError("The groups of these breakouts cannot be read. Make them again.") from error


@_rule_for("came_late")
def _came_late(state: State, happening: Happening) -> State:
    school, number = _name(happening, "school"), happening.body.get("group")
    if state.group_of(school):
        return state
    groups = tuple(
        replace(group, schools=tuple(sorted((*group.schools, school)))) if group.number == number else group
        for group in state.breakouts
    )
    return replace(state, breakouts=groups)


@_rule_for("come_back")
def _come_back(state: State, _: Happening) -> State:
    return replace(state, breakouts=())


@_rule_for(CLOSED)
def _closed(state: State, happening: Happening) -> State:
    polls = {key: replace(poll, status=_when_over(poll)) for key, poll in state.polls.items()}
    return replace(state, polls=polls, breakouts=(), closed=happening.at)


def _when_over(poll: Poll) -> PollStatus:
    return PollStatus.CLOSED if poll.status is PollStatus.OPEN else poll.status


def _seen(state: State, happening: Happening, school: str, step: str = "") -> State:
    before = state.schools.get(school, Presence("", happening.at, happening.at))
    now = Presence(step or before.step, before.joined, happening.at)
    return replace(state, schools={**state.schools, school: now})


def _with_poll(state: State, poll: Poll) -> State:
    return replace(state, polls={**state.polls, poll.id: poll})


def _with_question(state: State, question: Question) -> State:
    return replace(state, questions={**state.questions, question.id: question})


def _poll(state: State, happening: Happening) -> Poll:
    return _there(state.polls, happening, "poll", "Prepare it first.")


def _question(state: State, happening: Happening) -> Question:
    return _there(state.questions, happening, "question", "Load the page again to see those there are.")


def _there(known: Mapping[str, _Value], happening: Happening, what: str, advice: str) -> _Value:
    key = happening.body.get(what)
    if not isinstance(key, str) or key not in known:
        raise SessionError(f"This session has no {what} {str(key)[:40]!r}. {advice}")
    return known[key]


def _who(happening: Happening) -> str:
    if not happening.who:
        raise SessionError("Nobody knows whose this is. Join the session first.")
    return happening.who


def _name(happening: Happening, what: str) -> str:
    name = happening.body.get(what)
    if isinstance(name, str) and _ID.fullmatch(name):
        return name
    raise SessionError(f"{str(name)[:40]!r} names no {what}: a name is made of letters, figures, hyphens and _.")


def _text(happening: Happening, what: str, longest: int = 0, *, empty: bool = False) -> str:
    """Return a text of a body, without space around it. longest: of how many characters it may be; 0 where others look."""
    given = happening.body.get(what, "")
    text = given.strip() if isinstance(given, str) else ""
    if not text and not (empty and isinstance(given, str)):
        raise SessionError(f"There is no {what} here. Type it.")
    if longest and len(text) > longest:
        raise SessionError(f"The {what} has {len(text)} characters, and there is room for {longest}. Shorten it.")
    return text


def _yes(happening: Happening, what: str) -> bool:
    yes = happening.body.get(what)
    if not isinstance(yes, bool):
        raise SessionError(f"Whether {what} or not is not said. Say yes or no.")
    return yes
