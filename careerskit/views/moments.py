"""Moments as people read them: local times in England, wherever the machine is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

__all__ = ["ENGLAND", "format_moment"]

ENGLAND = ZoneInfo("Europe/London")
"""Times are local times in England, wherever the server is."""


def format_moment(at: datetime) -> str:
    """Return a moment as "14 September 2026 at 16:05". at: in any time zone."""
    local = at.astimezone(ENGLAND)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"
