"""Where a plan stands in its year: the state of each action on a day, and what is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerskit.plan import Action, Plan, field_named
from careerskit.review import ActionState, review_term
from tests.strategies import plans

AS_AT = date(2026, 11, 27)


def review(*actions, as_at=AS_AT, year="2026/27"):
    """Review a plan with one objective and these actions, whose ids are their numbers."""
    records = [{"id": str(number), "action": f"Action {number}", **one} for number, one in enumerate(actions, start=1)]
    objectives = [{"id": "o", "objective": "One", "actions": records}]
    return review_term(Plan.of("100", {"header": {"academic_year": year}, "objectives": objectives}), as_at)


def state_of(action, **more):
    return review(action, **more).actions[0].state.value


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("", "not started"),
        ("Not yet started", "not started"),
        ("In progress", "in progress"),
        ("Completed", "done"),
        ("Stopped", "dropped"),
    ],
)
@pytest.mark.parametrize("time", ["", "December 2026", "termly"])
def test_an_action_in_time_is_in_the_state_that_its_status_says(status, state, time):
    assert state_of({"status": status, "time": time}) == state


def test_an_action_without_a_status_has_started_once_something_is_noted_about_it():
    assert state_of({"progress": "Two came."}) == "in progress"
    assert state_of({"progress": " \n"}) == "not started"
    assert state_of({"status": "Not yet started", "progress": "Waits for the budget."}) == "not started"


@pytest.mark.parametrize(
    ("time", "is_overdue"),
    [
        ("26 November 2026", True),
        ("27 November 2026", False),
        ("Aut1", True),
        ("October", True),
        ("Autumn 2026", False),
        ("November 2026", False),
        ("16 October 2026 and 4 March 2027", False),
        ("Summer 2026", True),
        ("each month", False),
        ("termly from September 2026", False),
        ("soon", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("status", ["", "Not yet started", "In progress"])
def test_an_open_action_is_overdue_where_its_time_is_certainly_past(time, is_overdue, status):
    assert (state_of({"time": time, "status": status}) == "overdue") == is_overdue


@pytest.mark.parametrize("status", ["Completed", "Stopped"])
def test_an_action_that_has_ended_is_never_overdue(status):
    assert state_of({"time": "October 2026", "status": status}) != "overdue"


def test_a_time_without_a_year_is_of_no_year_where_the_plan_has_none():
    found = review({"time": "October"}, year="")

    assert found.actions[0].state is ActionState.NOT_STARTED
    assert found.undated == found.actions


@pytest.mark.parametrize("progress", ["The firm has closed.", ""])
def test_a_dropped_action_gives_the_reason_that_its_progress_says(progress):
    dropped, going_on = review({"status": "Stopped", "progress": progress}, {"progress": "Two came."}).actions

    assert (dropped.reason, going_on.reason) == (progress, "")


def test_what_is_due_this_term_comes_after_what_is_overdue_and_the_earliest_first():
    found = review(
        {"time": "18 December 2026"},
        {"time": "Spring 2027"},
        {"time": "October 2026", "status": "In progress"},
        {"time": "Autumn 2026"},
        {"time": "1 December 2026"},
        {"time": "Summer 2026"},
        {"time": "September 2026", "status": "Completed"},
        {"time": "November 2026", "status": "Stopped"},
        {"time": "27 November 2026 and 11 June 2027"},
        {"time": "termly"},
        {"time": "soon"},
    )

    assert found.term == "Autumn 2026"
    assert [one.number for one in found.due] == ["1.6", "1.3", "1.9", "1.5", "1.1", "1.4"]
    assert [one.number for one in found.later] == ["1.2"]
    assert [one.number for one in found.recurring] == ["1.10"]
    assert [one.number for one in found.undated] == ["1.11"]


@pytest.mark.parametrize(
    ("time", "as_at", "state", "due", "later"),
    [
        ("27 November 2026 and 11 June 2027", date(2026, 11, 26), "not started", True, False),
        ("27 November 2026 and 11 June 2027", date(2026, 11, 28), "not started", False, True),
        ("27 November 2026 and 11 June 2027", date(2027, 2, 12), "not started", False, True),
        ("27 November 2026 and 11 June 2027", date(2027, 4, 1), "not started", True, False),
        ("27 November 2026 and 11 June 2027", date(2027, 6, 12), "overdue", True, False),
        ("27 November 2026 to 11 June 2027", date(2027, 2, 12), "not started", True, False),
        ("20 March to 3 May 2027", date(2027, 3, 19), "not started", True, False),
        ("20–30 April 2027", date(2027, 4, 25), "not started", True, False),
        ("20–30 April 2027", date(2027, 5, 1), "overdue", True, False),
        ("Autumn and Summer", date(2027, 2, 12), "not started", False, True),
        ("Spring and Summer", date(2027, 2, 12), "not started", True, False),
    ],
)
def test_several_dates_are_each_due_in_their_own_term_and_the_last_is_overdue(time, as_at, state, due, later):
    found = review({"time": time}, as_at=as_at)

    assert (found.actions[0].state.value, bool(found.due), bool(found.later)) == (state, due, later)


def test_what_is_due_on_the_last_day_of_a_term_is_due_in_that_term_alone():
    actions = {"time": "31 December 2026"}, {"time": "1 January 2027"}

    assert [one.number for one in review(*actions, as_at=date(2026, 12, 31)).due] == ["1.1"]
    assert [one.number for one in review(*actions, as_at=date(2027, 1, 1)).due] == ["1.1", "1.2"]


def test_actions_are_counted_by_their_state_also_where_none_is_in_it():
    found = review({"status": "Completed"}, {"status": "Completed"}, {"time": "October 2026"})

    assert {state.value: count for state, count in found.counts.items()} == {
        "not started": 0,
        "in progress": 0,
        "done": 2,
        "overdue": 1,
        "dropped": 0,
    }
    assert [one.number for one in found.in_state(ActionState.OVERDUE, ActionState.DONE)] == ["1.1", "1.2", "1.3"]


def test_every_status_of_the_model_has_a_state_of_its_own():
    choices = [choice.value for choice in field_named(Action, "status").choices]

    assert len({state_of({"status": status}) for status in choices}) == len(choices) == 4


DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), DAYS)
def test_every_action_has_one_state_and_an_open_one_is_found_wherever_it_belongs(plan, day):
    found = review_term(plan, day)

    assert [one.action for one in found.actions] == [action for _, action in plan.actions]
    assert sum(found.counts.values()) == len(found.actions)
    assert all(one.is_open for one in (*found.due, *found.later, *found.recurring, *found.undated))
    assert {one.number for one in found.in_state(ActionState.OVERDUE)} <= {one.number for one in found.due}
    listed = [one.number for one in (*found.due, *found.later, *found.recurring, *found.undated)]
    assert sorted(listed) == sorted(one.number for one in found.actions if one.is_open)
    overdue = [one.state is ActionState.OVERDUE for one in found.due]
    assert overdue == sorted(overdue, reverse=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), DAYS, st.integers(0, 2000))
def test_what_is_overdue_stays_overdue(plan, day, days):
    def overdue(on):
        return {one.number for one in review_term(plan, on).in_state(ActionState.OVERDUE)}

    assert overdue(day) <= overdue(day + timedelta(days))
