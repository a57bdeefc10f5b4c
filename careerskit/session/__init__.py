"""A live session: who is here, where the room is, what it is asked and asks. Does not know how any of it is shown.

All that happens is a log in the store, and :class:`State` is what it comes to.
"""

from careerskit.session.anonymity import Names, Said, names_of
from careerskit.session.board import Board, Column, Point, Tally, Wording, board
from careerskit.session.breakouts import Breakout, By, Card, breakouts, group_for
from careerskit.session.clock import Slot, SlotStatus, Timetable, replan
from careerskit.session.items import what_cards_may_quote
from careerskit.session.polls import Poll, PollKind, PollStatus, Results, Row
from careerskit.session.privacy import MINIMUM, enough, guarded
from careerskit.session.questions import Question, QuestionStatus
from careerskit.session.rehearsal import Rehearsal
from careerskit.session.report import Cell, Table, session_tables, write_tables
from careerskit.session.report_parts import Report, Shown, find_session, open_report
from careerskit.session.room import PlansNow
from careerskit.session.run_of_show import Block, PreparedPoll, RunOfShow, default_run_of_show, read_run_of_show
from careerskit.session.session import Session, carried_questions, open_session
from careerskit.session.share import Share
from careerskit.session.state import LATELY, Presence, Present, State

__all__ = [
    "LATELY",
    "MINIMUM",
    "Block",
    "Board",
    "Breakout",
    "By",
    "Card",
    "Cell",
    "Column",
    "Names",
    "PlansNow",
    "Point",
    "Poll",
    "PollKind",
    "PollStatus",
    "PreparedPoll",
    "Presence",
    "Present",
    "Question",
    "QuestionStatus",
    "Rehearsal",
    "Report",
    "Results",
    "Row",
    "RunOfShow",
    "Said",
    "Session",
    "Share",
    "Shown",
    "Slot",
    "SlotStatus",
    "State",
    "Table",
    "Tally",
    "Timetable",
    "Wording",
    "board",
    "breakouts",
    "carried_questions",
    "default_run_of_show",
    "enough",
    "find_session",
    "group_for",
    "guarded",
    "names_of",
    "open_report",
    "open_session",
    "read_run_of_show",
    "replan",
    "session_tables",
    "what_cards_may_quote",
    "write_tables",
]
