"""Finds the session that somebody asks for by name or id."""

from __future__ import annotations

from careerskit.errors import UnknownSessionError, did_you_mean
from careerskit.session import EventKind
from careerskit.store import SessionRecord, Store

__all__ = ["find_session"]

_MAX_LISTED = 20
"""How many sessions the message for an unknown one lists."""


def find_session(store: Store, wanted: str = "") -> SessionRecord:
    """Return the session of that id, or else the newest of that name; the newest of all for "".

    One that nobody joined is passed over where somebody joined an earlier one: it was opened only to keep private links working.

    Raises:
        UnknownSessionError: there is none; the message lists those that there are.
    """
    known = store.sessions.list()
    if not known:
        raise UnknownSessionError(
            f"There are no sessions in the store {store.name} yet. To open one, run `careerskit webinar`. If you have held one, go "
            "to the folder where it ran, or name its store."
        )
    by_id = [record for record in known if record.id == wanted]
    by_name = [record for record in known if not wanted or record.name.casefold() == wanted.strip().casefold()]
    joined = {record.id for record in store.sessions.list(in_which=EventKind.SCHOOL_JOINED)}
    for record in [*by_id, *sorted(by_name, key=lambda record: record.id not in joined)]:
        return record
    hint = did_you_mean(wanted, [record.name for record in known])
    listed = [f"{record.id}, {record.begun.day} {record.begun:%B %Y}: {record.name}" for record in known]
    more = [f"and {len(listed) - _MAX_LISTED} earlier ones"] if len(listed) > _MAX_LISTED else []
    raise UnknownSessionError(
        "\n  ".join(
            [f"There is no session {wanted[:200]!r}.{hint} These are the sessions:", *listed[:_MAX_LISTED], *more]
        )
    )
