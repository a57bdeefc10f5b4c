"""The dates of a plan as a calendar file. Knows plans and their words, and nothing of notebooks."""

from careerskit.calendar.events import PlanEvent, actions_without_dates, plan_events
from careerskit.calendar.write import write_calendar

__all__ = ["PlanEvent", "actions_without_dates", "plan_events", "write_calendar"]
