"""Moments as people read them: local times in England, wherever the machine is."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

__all__ = ["ENGLAND", "format_day", "format_moment", "start_of_day"]

ENGLAND = ZoneInfo("Europe/London")
"""Times are local times in England, wherever the server is."""


def format_moment(at: datetime) -> str:
    """Return a moment as "14 September 2026 at 16:05". at: in any time zone."""
    local = at.astimezone(ENGLAND)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def format_day(day: date) -> str:
    """Return a day as "14 September 2026"."""
    return f"{day.day} {day:%B %Y}"


def start_of_day(day: date) -> datetime:
    """Return the moment at which a day starts in England."""
    return datetime.combine(day, time(), ENGLAND)
