"""The careers programme as a grid of year groups and terms: nothing is lost, whatever an activity does not say."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given

from careerskit.plan import Plan, read_plan
from careerskit.resources import samples
from careerskit.views import render_part
from tests.strategies import plans


def plan_of(*activities, years=(), setting="School"):
    records = [{"id": f"a{number}", **activity} for number, activity in enumerate(activities)]
    header = {"setting": setting, "academic_year": "2026/27"}
    return Plan.model_validate({"header": header, "programme": {"years": years, "activities": records}})


def grid_of(plan):
    """Return the cells with something in them, by year group and term, each as the texts that it shows."""
    page = render_part("programme", plan)
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL):
        title = re.search(r'<th scope="row"[^>]*>(.*?)</th>', row)
        for term, cell in re.findall(r'<td[^>]*data-label="([^"]+)"[^>]*>(.*?)</td>', row, re.DOTALL):
            if texts := [html.unescape(text) for text in re.findall(r"<p[^>]*>(.*?)</p>", cell)]:
                found[title[1], term] = texts
    return found


def columns_of(plan):
    return re.findall(r'<th scope="col"[^>]*>(.*?)</th>', render_part("programme", plan))


def test_an_activity_stands_in_the_row_of_each_year_group_and_the_column_of_each_term():
    plan = plan_of({"activity": "Fair", "years": [8, 9], "time": "Autumn 2 and May 2027", "benchmarks": [5, 7]})
    shown = ["Fair", "Autumn 2 and May 2027; Benchmarks 5 and 7"]
    cells = {(year, term): shown for year in ("Year 8", "Year 9") for term in ("Autumn", "Summer")}
    assert grid_of(plan) == cells
    assert columns_of(plan) == ["Year group", "Autumn", "Spring", "Summer"]


@pytest.mark.parametrize("time", ["termly", "each half term", "Autumn to Summer", "2026/27", "ongoing"])
def test_what_goes_on_all_year_has_a_column_of_its_own(time):
    plan = plan_of({"activity": "Drop-in", "years": [10], "time": time}, {"activity": "Fair", "years": [11]})
    assert ("Year 10", "All year") in grid_of(plan)
    assert columns_of(plan)[-1] == "All year"


def test_what_is_for_every_year_group_stands_once():
    fair = {"activity": "Assembly", "years": [7, 8, 9], "time": "weekly"}
    assert grid_of(plan_of(fair, years=[7, 8, 9])) == {("Every year group", "All year"): ["Assembly", "Weekly"]}
    assert columns_of(plan_of(fair))[-1] == "Summer"
    assert ("Year 7", "All year") in grid_of(plan_of(fair, years=[7, 8, 9, 10]))


def test_a_time_that_says_no_more_than_its_column_is_not_repeated():
    assert grid_of(plan_of({"activity": "Fair", "years": [8], "time": "Spring"})) == {("Year 8", "Spring"): ["Fair"]}
    assert grid_of(plan_of({"activity": "Fair", "years": [8], "time": "Spring 2"})) == {
        ("Year 8", "Spring"): ["Fair", "Spring 2"]
    }


def test_what_has_no_year_group_or_term_is_listed_below():
    plan = plan_of(
        {"activity": "Fair", "time": "Spring 2", "provider": "Fennbrook College"},
        {"activity": "Visit", "years": [8, 9], "time": "yearly"},
    )
    page = render_part("programme", plan)
    no_year, no_term = page.split("Year group to be confirmed")[1].split("Term to be confirmed")
    assert "Fair" in no_year
    assert "Spring 2; Fennbrook College" in no_year
    assert "Visit" in no_term
    assert "Years 8 and 9; yearly" in no_term


def test_a_long_learning_outcome_stands_below_the_grid_and_a_short_one_in_it():
    long = "Knows what to look for. " * 10
    plan = plan_of(
        {"activity": "Fair", "years": [8], "time": "Spring", "outcome": "Names two jobs"},
        {"activity": "Visit", "years": [8, 9], "time": "Spring", "outcome": long},
    )
    assert grid_of(plan)["Year 8", "Spring"] == ["Fair", "Names two jobs", "Visit"]
    below = render_part("programme", plan).split("</table>")[1]
    assert "Learning outcomes" in below
    assert long.strip() in below


def test_the_counts_are_no_part_of_the_grid_which_may_be_published():
    plan = plan_of({"activity": "Visit", "years": [10], "time": "Spring", "type": "Provider encounter"})
    assert "needed" not in render_part("programme", plan)
    assert "One more is needed" in render_part("programme_counts", plan)


@pytest.mark.parametrize("setting", ["College", "Training provider"])
def test_a_college_sees_only_what_has_no_activity(setting):
    page = render_part("programme_counts", plan_of({"activity": "Visit", "years": [12, 14]}, setting=setting))
    assert "<table" not in page
    assert "No activity yet for Year 13." in page
    assert "No activity yet for benchmarks 2, 3, 4, 5, 6, 7 and 8." in page


@pytest.mark.parametrize("school", ["900001", "900002", "900003", "900005", "900006"])
def test_every_answer_of_a_sample_programme_is_on_the_page(school):
    plan = read_plan((samples() / f"{school}.json").read_text("utf-8"), school)
    page = html.unescape(render_part("programme", plan))
    for activity in plan.programme.activities:
        assert activity.time in page or activity.time.capitalize() in page, activity.activity
        for text in (activity.activity, activity.provider, activity.outcome, activity.days):
            assert text in page, activity.activity


@given(plans())
def test_every_activity_with_a_text_is_on_the_page(plan):
    page = render_part("programme", plan)
    assert "<script>alert" not in page
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    for activity in plan.programme.activities:
        for word in re.findall(r"[a-zA-Z]{3,}", activity.activity + activity.provider):
            assert word in text
