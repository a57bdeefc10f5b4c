"""The kinds of event in a session's log. The names are stored, so they never change, and a new kind has a name of its own."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["EventKind"]


class EventKind(StrEnum):
    """A kind of event; :mod:`careerskit.session.reducer` has what each does to the state."""

    ROOM_MOVED = "moved"
    BLOCK_STARTED = "block_begun"
    BLOCK_CHANGED = "block_changed"
    MOVE_UNDONE = "move_undone"
    SCHOOL_JOINED = "joined"
    SCHOOL_LEFT = "left"
    STEP_REPORTED = "at_step"
    PAGES_CLOSED = "pages_closed"
    SHARE_CHANGED = "shared"
    ITEM_HIDDEN = "hidden"
    ITEM_UNHIDDEN = "unhidden"
    HIDDEN_CARRIED_OVER = "hidden_carried"
    BOARD_FROZEN = "board_frozen"
    APPROVAL_SET = "approval_set"
    ITEMS_APPROVED = "approved"
    ITEMS_SPLIT = "split"
    ITEMS_MERGED = "merged"
    POLL_PREPARED = "poll_prepared"
    POLL_OPENED = "poll_opened"
    POLL_CLOSED = "poll_closed"
    POLL_EDITED = "poll_edited"
    POLL_EMPTIED = "poll_emptied"
    POLL_REMOVED = "poll_removed"
    RESULTS_SHOWN = "results_shown"
    POLL_ANSWERED = "answered"
    QUESTION_ASKED = "asked"
    QUESTION_CARRIED_OVER = "carried"
    QUESTION_VOTED = "voted"
    QUESTION_MARKED = "question_marked"
    PROJECTOR_SHOWN = "projector_shown"
    BREAKOUTS_STARTED = "broken_out"
    GROUP_ASSIGNED = "came_late"
    BREAKOUTS_ENDED = "come_back"
    SESSION_CLOSED = "closed"
    SESSION_REOPENED = "reopened"
