"""Writing the dates of a plan as a calendar file (iCalendar, RFC 5545), which Outlook, Google and Apple read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from careerskit.calendar.events import PlanEvent, actions_without_dates, plan_events
from careerskit.plan import Plan
from careerskit.words import xml_text

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["write_calendar"]

_MAX_TITLE = 100  # characters: a calendar shows even fewer. The details have all of it
_FIRST_SEQUENCE = datetime(2020, 1, 1, tzinfo=UTC)
"""Sequence numbers are seconds after this. As 32-bit numbers they last until 2088."""


def write_calendar(plan: Plan, saved: datetime | None = None) -> bytes:
    """Return the dates of a plan as a calendar file (.ics): the same one as long as plan and time are the same.

    Importing it again updates the events: each has an id that stays, and a sequence number that grows. An action that is
    done or was dropped is cancelled and not left out, since a calendar keeps an event that a file no longer has.

    saved: when the plan was last changed; where it never was, or is not stored, the start of the year 2020.
    """
    from icalendar import Calendar

    saved = saved or _FIRST_SEQUENCE
    school = xml_text(plan.header.school_name) or plan.school
    calendar = Calendar()
    calendar.add("prodid", "-//careerskit//Strategic Careers Plan//EN")
    calendar.add("version", "2.0")
    without = "\n".join(_without_dates(plan))
    # The standard's names (RFC 7986), and those that most calendars read.
    texts = {"name": f"{plan.title}: {school}", "x-wr-calname": f"{plan.title}: {school}"}
    if without:
        texts |= {"description": without, "x-wr-caldesc": without}
    for name, text in texts.items():
        calendar.add(name, _text(text))
    for event in plan_events(plan):
        more = ["", without] if without and event.key.startswith("review_date") else []
        calendar.add_component(_event(plan, school, event, more, saved))
    return bytes(calendar.to_ical())


def _event(plan: Plan, school: str, event: PlanEvent, more: list[str], saved: datetime) -> Event:
    from icalendar import Event

    made = Event()
    made.add("uid", f"{plan.school}.{event.key}@careerskit.invalid")
    made.add("dtstamp", saved)
    made.add("last-modified", saved)
    made.add("sequence", max(0, int((saved - _FIRST_SEQUENCE).total_seconds())))
    made.add("dtstart", event.first)
    made.add("dtend", event.last + timedelta(days=1))  # the first day after it
    title = shorten(xml_text(event.title), _MAX_TITLE, placeholder="…")
    made.add("summary", _text(f"{title} ({school})"))
    made.add("description", _text("\n".join([*event.details, *more])))
    made.add("categories", [plan.title])
    made.add("status", "CANCELLED" if event.has_ended else "CONFIRMED")
    made.add("transp", "TRANSPARENT")  # nobody is busy for a whole term
    return made


def _without_dates(plan: Plan) -> Iterator[str]:
    """Yield what stands in the calendar about the actions that are not in it."""
    if found := actions_without_dates(plan):
        count = "1 action has no date and is" if len(found) == 1 else f"{len(found)} actions have no date and are"
        yield f"{count} not in this calendar:"
        for number, action in found:
            text = shorten(xml_text(action.action), _MAX_TITLE, placeholder="…")
            yield f"{number} {text} ({action.time.strip() or 'no time given'})"


def _text(text: str) -> Any:
    """Return a text as the library writes and escapes it."""
    from icalendar import vText

    return vText(xml_text(text))
