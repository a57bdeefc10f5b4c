"""What each kind of event does to a session's state. A module registers its handlers when it is imported, which is here."""

from careerskit.session.handlers import board, breakouts, polls, questions, room  # noqa: F401
from careerskit.session.handlers.registry import HANDLERS

__all__ = ["HANDLERS"]
