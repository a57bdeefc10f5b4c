"""The golden thread: what leads to each priority, what follows from it, and what hangs loose."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from hypothesis import given

from careerskit.plan import Plan
from careerskit.review import golden_thread
from careerskit.views import render_chart
from careerskit.views.thread_chart import thread_chart
from tests.strategies import plans

POINTS = {
    "strengths": [{"id": "s", "text": "Good links"}],
    "weaknesses": [{"id": "w", "text": "Few placements", "prompt": "Experiences of the World of Work"}, {"id": "x"}],
}


def plan(**changes: Any) -> Plan:
    answers = {
        "swot": {
            **POINTS,
            "key_priorities": [
                {"id": "p", "text": "Placements", "points": ["w", "s", "x", "gone"]},
                {"id": "blank", "text": " "},
                {"id": "q", "text": "Parents"},
            ],
        },
        "objectives": [
            {
                "id": "o",
                "priorities": ["p", "gone"],
                "benchmarks": [6],
                "actions": [{"id": "a", "outcome": "Yes", "evaluation": "Survey"}, {"id": "b", "outcome": " "}],
            },
            {"id": "u", "priorities": ["gone"], "benchmarks": [6, 1]},
        ],
    }
    return Plan.model_validate(answers | changes)


def test_a_priority_has_what_leads_to_it_and_what_follows() -> None:
    first, second = golden_thread(plan()).priorities

    assert (first.number, first.text) == (1, "Placements")
    assert first.points == {"Strengths": ("Good links",), "Weaknesses": ("Few placements",)}
    assert first.benchmarks == (6,)
    assert (first.objectives, first.actions) == ((1,), ("1.1", "1.2"))
    assert (first.outcomes, first.evaluations) == (1, 1)
    assert (second.number, second.text, second.points, second.objectives) == (3, "Parents", {}, ())


def test_what_hangs_loose_is_named() -> None:
    thread = golden_thread(plan())

    assert thread.unanswered == (3,)
    assert thread.adrift == (2,)
    assert {number: at for number, at in thread.developed.items() if at} == {1: (2,), 6: (1, 2)}


def test_the_chart_says_what_leads_where_and_asks_for_nothing() -> None:
    found = thread_chart(plan())

    assert found is not None
    assert found.title == "How priorities lead to objectives and actions"
    assert found.alt == (
        "Flow chart. Priority 1 comes from 2 points and leads to objective 1. "
        "Priority 3 comes from no point and leads to no objective."
    )
    assert found.table.loc["1. Placements"].to_dict() == {
        "Comes from": "Strengths: 1, Weaknesses: 1",
        "Benchmarks": "6",
        "Objectives": "1",
        "Actions": "1.1, 1.2",
        "With an outcome": "1 of 2",
        "With an evaluation": "1 of 2",
    }


def test_the_page_also_shows_which_objective_develops_which_benchmark() -> None:
    _, table = BeautifulSoup(render_chart("golden_thread", plan()), "html.parser").find_all("table")
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]

    assert rows[0] == ["Benchmark", "Objective 1", "Objective 2"]
    assert rows[6] == ["6. Experiences of workplaces", "Yes", "Yes"]


def test_only_amounts_are_set_as_numbers_and_not_the_numbers_of_objectives() -> None:
    table, _ = BeautifulSoup(render_chart("golden_thread", plan()), "html.parser").find_all("table")

    numbers = [cell.get_text(strip=True) for cell in table.thead.find_all("th", class_="number")]
    assert numbers == ["With an outcome", "With an evaluation"]


def test_a_plan_without_links_says_so() -> None:
    unlinked = plan(objectives=[{"id": "o"}], swot={"key_priorities": [{"id": "p", "text": "Placements"}]})

    assert thread_chart(unlinked) is None
    assert "not linked yet" in render_chart("golden_thread", unlinked)


@given(plans())
def test_every_plan_has_a_thread_in_which_each_objective_is_somewhere(some: Plan) -> None:
    thread = golden_thread(some)
    answering = {number for priority in thread.priorities for number in priority.objectives}

    assert answering | set(thread.adrift) == set(range(1, len(some.objectives) + 1))
    assert not answering & set(thread.adrift)
    if chart := thread_chart(some):
        assert len(chart.table) == len(thread.priorities)
