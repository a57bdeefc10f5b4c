"""The dates of a plan as a calendar file, for the calendar of those who have to act."""

from __future__ import annotations

from pathlib import Path

from careerskit.calendar import write_calendar
from careerskit.files import atomic_write
from careerskit.publish.formats.format import Document, Format

__all__ = ["CALENDAR"]


def _write(document: Document, path: Path) -> None:
    atomic_write(path, write_calendar(document.plan, document.saved))


CALENDAR = Format(
    ".ics",
    "calendar",
    _write,
    "text/calendar",
    advice="It has the dates of the action plan, for Outlook or any other calendar. Importing a newer one updates them.",
    plan_only=True,
)
