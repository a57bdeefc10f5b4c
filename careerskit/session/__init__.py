"""A live session as events, a reducer and its state: clock, polls, questions, board, breakouts. Does not know how it is shown."""

from careerskit.session.board import Board, Column, Point, SchoolCount, Wording, approved_part, board
from careerskit.session.breakouts import Breakout, Card, GroupBy, breakouts, count_without_priority, group_for
from careerskit.session.events import EventKind
from careerskit.session.items import (
    NOTHING_UNFINISHED,
    SWOT_COLUMNS,
    Unfinished,
    approval_keys,
    item_ids,
    quotable_priorities,
)
from careerskit.session.opening import carried_questions, open_session
from careerskit.session.poll_kinds import POLL_KINDS, Option, PollKind, ResultRow
from careerskit.session.polls import SIMULATED, Poll, PollStatus, Results
from careerskit.session.privacy import MINIMUM, meets_threshold, suppress_small_counts
from careerskit.session.questions import AudienceQuestion, QuestionStatus, in_order
from careerskit.session.redaction import PublicText, SchoolNames, school_names
from careerskit.session.run_of_show import Block, PreparedPoll, RunOfShow, default_run_of_show, read_run_of_show
from careerskit.session.session import Session
from careerskit.session.share import Share
from careerskit.session.state import ACTIVE_WINDOW, PROJECTED, Attendance, Presence, Projected, State
from careerskit.session.timetable import Slot, SlotStatus, Timetable, reschedule

__all__ = [
    "ACTIVE_WINDOW",
    "MINIMUM",
    "NOTHING_UNFINISHED",
    "POLL_KINDS",
    "PROJECTED",
    "SIMULATED",
    "SWOT_COLUMNS",
    "Attendance",
    "AudienceQuestion",
    "Block",
    "Board",
    "Breakout",
    "Card",
    "Column",
    "EventKind",
    "GroupBy",
    "Option",
    "Point",
    "Poll",
    "PollKind",
    "PollStatus",
    "PreparedPoll",
    "Presence",
    "Projected",
    "PublicText",
    "QuestionStatus",
    "ResultRow",
    "Results",
    "RunOfShow",
    "SchoolCount",
    "SchoolNames",
    "Session",
    "Share",
    "Slot",
    "SlotStatus",
    "State",
    "Timetable",
    "Unfinished",
    "Wording",
    "approval_keys",
    "approved_part",
    "board",
    "breakouts",
    "carried_questions",
    "count_without_priority",
    "default_run_of_show",
    "group_for",
    "in_order",
    "item_ids",
    "meets_threshold",
    "open_session",
    "quotable_priorities",
    "read_run_of_show",
    "reschedule",
    "school_names",
    "suppress_small_counts",
]
