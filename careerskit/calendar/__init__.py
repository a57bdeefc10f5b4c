"""The dates of a plan as a calendar file. Knows plans and their words, and nothing of notebooks."""

from careerskit.calendar.events import actions_without_dates
from careerskit.calendar.write import write_calendar

__all__ = ["actions_without_dates", "write_calendar"]
