"""How long a private link works: the one sentence that pages, slides and the projector say of it."""

from __future__ import annotations

__all__ = ["link_lasts"]


def link_lasts(until: str) -> str:
    """Return the sentence that says how long a private link works.

    until: the day that the organiser stated, in words ("31 July 2027"); "" where none is known.
    """
    if until:
        return f"Your private link works until {until}."
    return "Ask the organiser how long your private link works. Download your plan and a backup to keep them."
