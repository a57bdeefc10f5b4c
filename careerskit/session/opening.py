"""Opening a session: what it takes over from the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from careerskit.errors import SessionError
from careerskit.plan import Plan
from careerskit.session.event_log import UtcClock
from careerskit.session.events import EventKind
from careerskit.session.handlers.registry import MAX_NAME_CHARACTERS
from careerskit.session.items import item_ids
from careerskit.session.questions import AudienceQuestion
from careerskit.session.session import Session, utc_now
from careerskit.store import PlanCache, Store

__all__ = ["carried_questions", "open_session"]


def open_session(store: Store, name: str, surgery: str = "", clock: UtcClock = utc_now) -> Session:
    """Return the open session of that name, or else a new one, which starts with the questions carried over.

    Args:
        store: where it is kept.
        name: the session's name; 200 characters.
        surgery: when the surgery is, in words ("22 May"); "" leaves that of an open session as it is.
        clock: returns the time.

    Raises:
        SessionError: it has no name, or too long a one.
    """
    name = name.strip()
    if not 0 < len(name) <= MAX_NAME_CHARACTERS or len(surgery) > MAX_NAME_CHARACTERS:
        raise SessionError(
            f"A session needs a name. Its name and the surgery can have {MAX_NAME_CHARACTERS} characters each."
        )
    carried = [(EventKind.QUESTION_CARRIED_OVER, _to_body(question)) for question in carried_questions(store)]
    record = store.sessions.resume_or_create(
        name,
        surgery.strip(),
        ended_by=EventKind.SESSION_CLOSED,
        undone_by=EventKind.SESSION_REOPENED,
        begins_with=carried,
        at=clock(),
    )
    session = Session(store, record.id, clock)
    if not session.state.carried_hidden and not session.state.closed:
        _carry_over_hidden(store, session)
    return session


def carried_questions(store: Store) -> tuple[AudienceQuestion, ...]:
    """Return the questions that were pending at the end of the newest closed session, by votes; none before the first."""
    ended = _last_ended(store)
    return tuple(replace(q, carried_from=q.carried_from or ended.id) for q in ended.state.agenda) if ended else ()


def _last_ended(store: Store) -> Session | None:
    closed = store.sessions.list(in_which=EventKind.SESSION_CLOSED, undone_by=EventKind.SESSION_REOPENED)
    return Session(store, closed[0].id) if closed else None


def _carry_over_hidden(store: Store, session: Session) -> None:
    """Hide what was hidden in the newest closed session. Ids differ from session to session, so that none leads to a school."""
    ended = _last_ended(store)
    if ended is None or not ended.state.hidden:
        return
    plans: Mapping[str, Plan] = PlanCache(store)(ended.state.schools)
    before, now = item_ids(plans, ended.secret), item_ids(plans, session.secret)
    session.carry_over_hidden(new for old, new in zip(before, now, strict=True) if old in ended.state.hidden)


def _to_body(question: AudienceQuestion) -> dict[str, Any]:
    return {
        "question": question.id,
        "text": question.text,
        "school": question.school,
        "votes": sorted(question.votes),
        "status": str(question.status),
        "owner": question.owner,
        "session": question.carried_from,
    }
