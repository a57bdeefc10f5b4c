"""The dates of a plan as a calendar file: all days, stable ids, and nothing that is left out in silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from icalendar import Calendar

from careerskit.calendar import actions_without_dates, write_calendar
from careerskit.plan import Action, Header, Objective, Plan, Website, When

from ..strategies import plans

SAVED = datetime(2026, 10, 5, 8, 30, tzinfo=UTC)


def plan_with(*actions, **header):
    header = Header(school_name="Larkmoor School", academic_year="2026/27", **header)
    return Plan(school="100", header=header, objectives=(Objective(id="o", objective="Everybody", actions=actions),))


def action(time, text="Train tutors", **more):
    return Action(id="a", action=text, time=When(time), **more)


def read(plan, saved=SAVED):
    return Calendar.from_ical(write_calendar(plan, saved))


def days_of(event):
    """Return the first and last day of an event, of which the file has the day after the last."""
    return event["dtstart"].dt, event["dtend"].dt - timedelta(days=1)


@pytest.mark.parametrize(
    ("time", "days"),
    [
        ("16 October 2026", [(date(2026, 10, 16), date(2026, 10, 16))]),
        ("October", [(date(2026, 10, 1), date(2026, 10, 31))]),
        ("Spring 2027", [(date(2027, 1, 1), date(2027, 3, 31))]),
        ("February", [(date(2027, 2, 1), date(2027, 2, 28))]),
        (
            "October and March",
            [(date(2026, 10, 1), date(2026, 10, 31)), (date(2027, 3, 1), date(2027, 3, 31))],
        ),
        ("7 to 18 June 2027", [(date(2027, 6, 7), date(2027, 6, 18))]),
        ("termly", []),
        ("when there is time", []),
        ("31/02/2027", []),
        ("", []),
    ],
)
def test_a_time_has_an_event_for_each_range_of_days_that_it_names(time, days):
    assert [days_of(event) for event in read(plan_with(action(time))).events] == days


def test_an_event_says_what_who_and_what_for():
    plan = plan_with(
        action("Aut1", "Train tutors, all of them; twice", responsible="Careers leader", outcome="Tutors\nare sure")
    )
    (event,) = read(plan).events

    assert event["summary"] == "1.1 Train tutors, all of them; twice (Larkmoor School)"
    assert event["description"].splitlines() == [
        "Train tutors, all of them; twice",
        "Objective 1: Everybody",
        "Responsible: Careers leader",
        "Outcomes: Tutors",
        "are sure",
        "The plan says: Aut1",
        "The days of terms and holidays are those of most of England. Your school’s own may differ.",
    ]
    assert event.categories == ["Strategic Careers Plan"]
    assert event["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("time", "is_said"),
    [
        ("By Easter", True),
        ("Term 3", True),
        ("October half term", True),
        ("October 2026", False),
        ("2 May 2027", False),
    ],
)
def test_only_days_of_terms_and_holidays_are_said_to_differ(time, is_said):
    (event,) = read(plan_with(action(time))).events
    assert ("may differ" in event["description"]) is is_said


def test_a_long_action_has_a_short_title_and_is_whole_in_the_details():
    text = "Ask " + "every form tutor " * 20
    (event,) = read(plan_with(action("October", text))).events
    assert len(event["summary"]) < 130
    assert "… (Larkmoor School)" in event["summary"]
    assert text.strip() in event["description"]


def test_approvals_and_reviews_are_there():
    plan = plan_with(
        date_approved_slt=When("15 September 2026"),
        date_approved_governors=When("October 2026"),
        review_date=When("June 2027"),
    ).model_copy(update={"website": Website(next_review=When("1 September 2027"))})

    assert [str(event["summary"]) for event in read(plan).events] == [
        "Approval of the Strategic Careers Plan by SLT (Larkmoor School)",
        "Approval of the Strategic Careers Plan by governors (Larkmoor School)",
        "Review of the Strategic Careers Plan (Larkmoor School)",
        "Review of the careers information on the website (Larkmoor School)",
    ]


def test_what_has_no_date_is_named_in_the_calendar_and_at_its_review():
    plan = plan_with(
        action("termly"),
        Action(id="b", action="Write to parents"),
        Action(id="c", action="Done without a date", status="Completed"),
        review_date=When("June 2027"),
    )
    words = "\n".join(
        [
            "2 actions have no date and are not in this calendar:",
            "1.1 Train tutors (termly)",
            "1.2 Write to parents (no time given)",
        ]
    )
    calendar = read(plan)
    assert [number for number, _ in actions_without_dates(plan)] == ["1.1", "1.2"]
    assert calendar["description"] == words
    assert b"X-WR-CALDESC:2 actions have no date" in write_calendar(plan)
    assert words in calendar.events[0]["description"]


def test_an_action_that_has_ended_is_cancelled_so_that_an_update_removes_it():
    plan = plan_with(
        action("October", status="Completed"), Action(id="b", action="Fair", time=When("May"), status="Stopped")
    )
    assert [(str(event["summary"]), event["status"]) for event in read(plan).events] == [
        ("Done: 1.1 Train tutors (Larkmoor School)", "CANCELLED"),
        ("Dropped: 1.2 Fair (Larkmoor School)", "CANCELLED"),
    ]


def test_a_later_file_updates_the_same_events():
    before, after = plan_with(action("October and March")), plan_with(action("November and April", "Train all tutors"))
    first, second = read(before).events, read(after, SAVED + timedelta(seconds=1)).events

    assert [event["uid"] for event in first] == [event["uid"] for event in second]
    assert len({event["uid"] for event in first}) == 2
    for one, other in zip(first, second, strict=True):
        assert other["sequence"] == one["sequence"] + 1
        assert other["last-modified"].dt == other["dtstamp"].dt == SAVED + timedelta(seconds=1)


def test_an_unchanged_plan_has_the_same_file():
    plan = plan_with(action("October"))
    assert write_calendar(plan, SAVED) == write_calendar(plan, SAVED)
    assert write_calendar(plan) == write_calendar(plan)


@given(plans())
def test_any_text_is_read_back_and_no_line_is_longer_than_75_bytes(plan):
    data = write_calendar(plan, SAVED)
    events = Calendar.from_ical(data).events

    assert [event.errors for event in events if event.errors] == []
    assert len({event["uid"] for event in events}) == len(events)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if set(line) & ({*range(32)} - {9})]
    header = plan.header
    times = [header.date_approved_slt, header.date_approved_governors, header.review_date, plan.website.next_review]
    times += [one.time for _, one in plan.actions]
    assert len(events) == sum(len(time.spans(plan.academic_year)) for time in times)
    for event in events:
        assert event["dtstart"].dt < event["dtend"].dt
