"""A school's own figures on its leavers: offered, not asked for, and shown as a table for those who read the plan inside."""

from __future__ import annotations

import pytest

from careerskit.forms import FormController, FormHost, build_form
from careerskit.plan import Plan, only_public
from careerskit.review import findings
from careerskit.views import render_part
from tests.widgets import button, buttons, control, text_of

COHORTS = [
    {
        "id": "a",
        "left": "Year 11 of 2025/26",
        "stage": "intended",
        "students": "168",
        "education": "88%",
        "source": "<b>Ours",
    },
    {"id": "b", "left": "Year 11 of 2022/23", "stage": "3 years", "students": "61", "unknown": "39%"},
]
PLAN = Plan.of("100", {"current_state": {"leavers": COHORTS}})


@pytest.fixture
def form(store):
    controller = FormController(store, store.schools.get("100"), host=FormHost(schedule=lambda *_: None))
    return build_form(controller, "current_state")


def test_a_plan_without_own_figures_has_a_button_for_them_and_no_box(store, form):
    assert "Year they left" not in text_of(form)
    button(form, "Add a cohort").click()
    control(form, "Year they left").value = "Year 11 of 2025/26"
    assert "Add another cohort" in buttons(form)


def test_nobody_is_asked_for_them():
    assert not [one for one in findings(Plan.of("100", {}), "current_state") if "leavers" in one.path]
    assert "Intended destinations" not in render_part("current_state", Plan.of("100", {"current_state": {"ideas": ""}}))


def test_they_are_a_table_with_a_column_for_each_cohort():
    html = render_part("current_state", PLAN)
    assert "Year 11 of 2025/26: Intended destinations, before they left</th>" in html
    assert "Year 11 of 2022/23: Where they were three years after</th>" in html
    assert "<td>88%</td>" in html
    assert "&lt;b&gt;Ours" in html
    assert "<b>Ours" not in html


def test_they_are_in_nothing_that_is_published():
    assert only_public(PLAN).current_state.leavers == ()
