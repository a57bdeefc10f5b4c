"""What a termly review needs a decision on, since when it looks back, and how a date is read that somebody gives it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerskit.errors import DateError
from careerskit.plan import Plan
from careerskit.review import last_approval, last_meeting, needed_decisions, read_days, review_term
from tests.strategies import plans

AS_AT = date(2026, 11, 27)
OWNED = {"responsible": "Careers leader", "time": "Summer 2027"}
IN_ORDER = {
    "academic_year": "2026/27",
    "date_approved_slt": "15 September 2026",
    "date_approved_governors": "7 October 2026",
    "review_date": "September 2027",
}


def plan_of(*objectives, **header):
    """Return a plan whose objectives each have these actions; the ids are their numbers."""
    records = [
        {
            "id": f"o{number}",
            "objective": f"Objective {number}",
            "actions": [{"id": f"a{at}", "action": f"Action {at}", **one} for at, one in enumerate(actions, start=1)],
        }
        for number, actions in enumerate(objectives, start=1)
    ]
    return Plan.of("100", {"header": IN_ORDER | header, "objectives": records})


def decisions(*objectives, as_at=AS_AT, **header):
    plan = plan_of(*objectives, **header)
    return needed_decisions(plan, review_term(plan, as_at))


def numbers(found):
    return [one.number for one in found]


def test_a_plan_in_order_needs_no_decision():
    found = decisions([OWNED | {"status": "In progress"}, OWNED | {"status": "Stopped", "progress": "It has closed."}])

    assert not found
    assert found.count == 0


def test_what_is_overdue_needs_a_decision_the_longest_overdue_first_whatever_else_it_lacks():
    found = decisions([{"time": "October 2026"}, OWNED, {"time": "September 2026"}])

    assert numbers(found.overdue) == ["1.3", "1.1"]
    assert found.incomplete == ()


def test_what_was_dropped_without_a_reason_needs_one():
    found = decisions([{"status": "Stopped"}, {"status": "Stopped", "progress": "It has closed."}])

    assert numbers(found.unexplained) == ["1.1"]


@pytest.mark.parametrize(
    ("action", "without"),
    [
        ({"responsible": " ", "time": "May 2027"}, (True, False)),
        ({"responsible": "Head of Year 9", "time": ""}, (False, True)),
        ({"responsible": "Head of Year 9", "time": "soon"}, (False, True)),
        ({}, (True, True)),
    ],
)
def test_an_open_action_needs_an_owner_and_a_time(action, without):
    (found,) = decisions([{**action, "status": "In progress"}]).incomplete

    assert (found.has_no_owner, found.has_no_date) == without


@pytest.mark.parametrize("action", [{"status": "Completed"}, {"status": "Stopped", "progress": "No."}])
def test_an_action_that_has_ended_needs_neither(action):
    assert decisions([action]).incomplete == ()


def test_an_action_that_recurs_has_a_time():
    assert decisions([{"responsible": "Careers leader", "time": "termly", "status": "In progress"}]).incomplete == ()


@pytest.mark.parametrize(
    ("actions", "stands_still"),
    [
        ([], True),
        ([{"time": "Autumn 2026"}, {"time": "May 2027"}], True),
        ([{"time": "October 2026"}], True),
        ([{}], True),
        ([{"time": "termly"}], True),
        ([{"time": "Autumn 2026", "status": "Stopped", "progress": "It has closed."}], False),
        ([{"status": "Stopped", "progress": "It has closed."}, {"status": "Stopped"}], False),
        ([{"status": "Stopped", "progress": "It has closed."}, {"time": "Autumn 2026"}], True),
        ([{"status": "Stopped", "progress": "It has closed."}, {"time": "Spring 2027"}], False),
        ([{"time": "Autumn 2026"}, {"status": "In progress"}], False),
        ([{"time": "Autumn 2026"}, {"progress": "Two came."}], False),
        ([{"time": "October 2026", "status": "In progress"}], False),
        ([{"time": "Autumn 2026"}, {"status": "Completed"}], False),
        ([{"time": "Spring 2027"}, {"time": "May 2027"}], False),
    ],
)
def test_an_objective_stands_still_where_none_of_its_actions_moves_although_one_could(actions, stands_still):
    found = decisions([OWNED | {"status": "In progress"}], actions)

    assert [number for number, _ in found.standing_still] == ([2] if stands_still else [])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({}, []),
        ({"date_approved_slt": ""}, ["date_approved_slt"]),
        ({"date_approved_governors": "soon"}, ["date_approved_governors"]),
        ({"date_approved_governors": "10 December 2026"}, []),
        ({"review_date": "26 November 2026"}, ["review_date"]),
        ({"review_date": "27 November 2026"}, []),
        ({"review_date": ""}, ["review_date"]),
    ],
)
def test_an_approval_that_is_missing_and_a_review_that_is_late_need_a_decision(header, expected):
    assert list(decisions([OWNED | {"status": "In progress"}], **header).dates) == expected


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_no_action_is_asked_about_twice(plan, day):
    found = needed_decisions(plan, review_term(plan, day))

    asked = [*numbers(found.overdue), *numbers(found.unexplained), *numbers(found.incomplete)]
    assert len(asked) == len(set(asked))
    assert bool(found) == bool(found.count)


def test_an_objective_stands_still_where_one_of_several_dates_has_passed():
    missed, ahead = ({"time": f"{first} and 11 June 2027"} for first in ("2 October 2026", "4 May 2027"))

    assert [number for number, _ in decisions([missed]).standing_still] == [1]
    assert decisions([ahead]).standing_still == ()


def test_the_last_approval_is_the_latest_in_the_past():
    plan = plan_of()

    assert last_approval(plan, AS_AT).written == "7 October 2026"
    assert last_approval(plan, date(2026, 10, 7)).written == "15 September 2026"
    assert last_approval(plan, date(2026, 9, 15)) is None


@pytest.mark.parametrize(
    ("as_at", "header", "day", "by"),
    [
        (AS_AT, {}, date(2026, 10, 8), "the {governors}"),
        (date(2026, 10, 7), {}, date(2026, 9, 16), "SLT"),
        (AS_AT, {"date_approved_slt": "", "date_approved_governors": ""}, date(2026, 4, 1), ""),
        (date(2027, 6, 1), {}, date(2027, 1, 1), ""),
        (date(2027, 2, 1), {}, date(2026, 10, 8), "the {governors}"),
    ],
)
def test_it_looks_back_to_the_last_approval_but_no_further_than_the_start_of_last_term(as_at, header, day, by):
    found = last_meeting(plan_of(**header), as_at)

    assert (found.day, found.approval.by if found.approval else "") == (day, by)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1 September 2026", date(2026, 9, 1), date(2026, 9, 1)),
        (" 1  September ", date(2026, 9, 1), date(2026, 9, 1)),
        ("Spring 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("This term", date(2026, 9, 1), date(2026, 12, 31)),
        ("last term", date(2026, 4, 1), date(2026, 8, 31)),
    ],
)
def test_a_date_is_read_as_people_write_it(text, first, last):
    found = read_days(text, AS_AT)

    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["yesterday", "31 February 2026", "since the fair", "1 May or so"])
def test_a_date_that_cannot_be_read_is_refused_with_examples(text):
    with pytest.raises(DateError, match="01/09/2026"):
        read_days(text, AS_AT)
