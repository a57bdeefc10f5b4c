"""The readiness rules: each reports what a plan lacks, and none reports a finished plan."""

from __future__ import annotations

from typing import Any

import pytest

from careerskit.forms import FormController, build_form
from careerskit.plan import FieldSpec, Group, Kind, Plan, Record, fields_of
from careerskit.resources import samples
from careerskit.review import PARTS, Gap, gaps, started_parts
from careerskit.store import import_plan, load_plan
from tests.widgets import open_all

GOOD = {
    Kind.SHORT: "Head of Year 10",
    Kind.LONG: "From 48% to 80% by July 2027",
    Kind.WHEN: "Spring 2027",
    Kind.DATE: "16 October 2026",
    Kind.SCORE: "64%",
    Kind.TICK: True,
}
DATES = {
    "date_created": "14 September 2026",
    "date_approved_slt": "16 October 2026",
    "date_approved_governors": "20 November 2026",
    "review_date": "June 2027",
}


def filled(model: type[Group], key: str = "") -> dict[str, Any]:
    """Return a good answer to each question of a group or record."""
    answers = {question.name: good_answer(question) for question in fields_of(model)}
    return answers | {"id": key} if issubclass(model, Record) else answers


def good_answer(question: FieldSpec) -> Any:
    if question.kind is Kind.GROUP:
        return filled(question.model)
    if question.kind is Kind.ROWS:
        return [filled(question.model, f"r{number}") for number in range(max(question.at_least, 2))]
    values = [choice.value for choice in question.choices]
    return values[:2] if question.kind is Kind.CHOICES else values[-1] if values else GOOD[question.kind]


def finished(setting: str = "School") -> dict[str, Any]:
    answers = filled(Plan)
    answers["header"] |= {"setting": setting, "academic_year": "2026/27", **DATES}
    return answers


def lacking(change=lambda _: None, setting: str = "School") -> list[tuple[str, str]]:
    answers = finished(setting)
    change(answers)
    return [(gap.section, gap.text) for gap in gaps(Plan.model_validate(answers))]


def test_a_finished_plan_lacks_nothing():
    assert lacking() == []


def put(place: str, value: Any):
    """Return the change of a plan that puts a value at a place like ``objectives.0.actions.1.time``."""

    def change(answers):
        *way, name = [int(part) if part.isdigit() else part for part in place.split(".")]
        for part in way:
            answers = answers[part]
        answers[name] = value

    return change


@pytest.mark.parametrize(
    ("place", "value", "section", "said"),
    [
        ("header.careers_leader", "", "About this plan", "Write: Career Leader Name"),
        ("header.careers_leader", " \n", "About this plan", "Write: Career Leader Name"),
        ("header.setting", "", "About this plan", "Choose: Type of school or college"),
        ("header.review_date", "", "About this plan", "Write: Proposed Review Date"),
        (
            "header.academic_year",
            "this year",
            "About this plan",
            "Academic Year: Enter two consecutive years",
        ),
        ("vision.staff", "", "Vision", "Write: Staff Voice Comments"),
        ("vision.statement", "", "Vision", "Write: Vision for Careers Provision Statement"),
        ("vision.statement", "x" * 601, "Vision", "Vision for Careers Provision Statement: Shorten this to 600"),
        ("current_state.destination_data", "", "Current state", "Write: Destination Data"),
        ("current_state.priority_benchmarks", [], "Current state", "Choose: Compass - Priority Benchmarks"),
        ("current_state.compass.b3", "", "Current state", "Enter the Compass scores: 1 of 8 are missing"),
        ("current_state.compass.b3", "good", "Current state", "3. Addressing the needs of each young person: Enter a"),
        ("current_state.compass.evaluated", "", "Current state", "Write: Date of the Compass evaluation"),
        ("swot.threats", [], "SWOT analysis", "Add: Threats"),
        ("swot.threats", [{"id": "a"}], "SWOT analysis", "Add: Threats"),
        (
            "swot.key_priorities",
            [{"id": "a", "text": "x"}],
            "SWOT analysis",
            "from SWOT: add 2 more, to have at least 3",
        ),
        (
            "swot.key_priorities",
            [{"id": "a", "text": "x"}, {"id": "b", "text": "y"}, {"id": "c"}],
            "SWOT analysis",
            "from SWOT: add 1 more, to have at least 3",
        ),
        ("objectives", [], "Key strategic objectives", "Write 3 to 5 objectives"),
        ("objectives.0.issue", "", "Key strategic objectives", "Objective 1: write “Issue”"),
        ("objectives.1.benchmarks", [], "Key strategic objectives", "Objective 2: choose “Benchmarks it develops”"),
        ("objectives.2.who_else", "", "Key strategic objectives", "Objective 3: write “Shared responsibility”"),
        (
            "objectives.0.objective",
            "Every student meets more employers",
            "Key strategic objectives",
            "Objective 1: say how much and by when, so that it can be measured",
        ),
        ("objectives.1.actions", [], "Action plan", "Add the actions for objective 2"),
        ("objectives.0.actions.1.responsible", "", "Action plan", "Objective 1, action 2: say who is responsible"),
        (
            "objectives.0.actions.0.time",
            "soon",
            "Action plan",
            "Objective 1, action 1, Time: Enter a day, month, term or how often",
        ),
        (
            "objectives.0.actions.0.time",
            "end of term",
            "Action plan",
            "Objective 1, action 1, Time: Which term? For example, end of spring term 2027",
        ),
        ("header.review_date", "termly", "About this plan", "Proposed Review Date: Enter a day or a month"),
        (
            "header.date_approved_governors",
            "29 Feb",
            "About this plan",
            "Date approved by Governors: February 2027 has no day 29. Check the date",
        ),
        ("objectives.0.actions.0.outcome", " ", "Action plan", "Objective 1, action 1: say what success looks like"),
    ],
)
def test_a_missing_or_unclear_answer_is_asked_for_in_its_section_and_nothing_else(place, value, section, said):
    found = lacking(put(place, value))
    assert len(found) == 1, found
    assert found[0][0] == section
    assert said in found[0][1]


OLDER = (
    "Enter newer Compass scores: these were evaluated before September 2025, against the benchmarks as they were then"
)


@pytest.mark.parametrize("evaluated", ["July 2025", "31 August 2025", "2023/24", "Summer 2025"])
def test_newer_scores_are_asked_for_if_the_evaluation_predates_the_2025_benchmarks(evaluated):
    assert lacking(put("current_state.compass.evaluated", evaluated)) == [("Current state", OLDER)]


@pytest.mark.parametrize(
    "evaluated", ["1 September 2025", "Autumn 2025", "2025", "July 2025 and July 2026", "last year"]
)
def test_newer_scores_are_not_asked_for_if_the_evaluation_may_use_the_2025_benchmarks(evaluated):
    assert OLDER not in [text for _, text in lacking(put("current_state.compass.evaluated", evaluated))]


def test_newer_scores_are_not_asked_for_where_there_are_none():
    compass = {"evaluated": "July 2025"}
    assert OLDER not in [text for _, text in lacking(put("current_state.compass", compass))]


def test_braces_in_an_answer_are_only_text_to_a_review():
    plan = finished()
    plan["header"]["careers_leader"] = plan["vision"]["statement"] = "{x} {students!r} {"
    assert gaps(Plan.model_validate(plan)) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("header.date_approved_slt", ""),
        ("header.date_approved_governors", ""),
        ("vision.ideas", ""),
        ("objectives.0.actions.0.evaluation", ""),
        ("objectives.0.actions.0.time", "termly"),
        ("current_state.compass.b3", "0"),
        ("reflections", {}),
    ],
)
def test_optional_fields_are_not_asked_for(place, value):
    assert lacking(put(place, value)) == []


def test_questions_for_whole_school_priorities_are_not_asked_of_other_objectives():
    def change(answers):
        answers["objectives"][0] |= {"kind": "careers", "who_else": ""}

    assert lacking(change) == []


def test_everything_missing_from_an_action_is_asked_for_in_one_sentence():
    said = lacking(put("objectives.0.actions", [{"id": "a"}]))
    assert said == [
        (
            "Action plan",
            "Objective 1, action 1: say what is done, who is responsible, when and what success looks like",
        )
    ]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Write 2 more, to have 3 to 5 objectives"),
        (2, "Write 1 more, to have 3 to 5 objectives"),
        (3, None),
        (5, None),
        (6, "Choose the 5 that matter most: there are 6 objectives"),
    ],
)
def test_three_to_five_objectives_are_asked_for(count, said):
    def change(answers):
        answers["objectives"] = [answers["objectives"][0] | {"id": f"o{number}"} for number in range(count)]

    assert [text for _, text in lacking(change)] == ([said] if said else [])


@pytest.mark.parametrize(("setting", "word"), [("School", "school"), ("College", "college")])
def test_one_whole_school_priority_is_asked_for_in_the_words_of_the_setting(setting, word):
    def change(answers):
        for objective in answers["objectives"]:
            objective["kind"] = "careers"

    assert lacking(change, setting) == [
        ("Key strategic objectives", f"Make at least one objective a whole-{word} priority")
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("date_approved_slt", "1 September 2026", "the plan is approved by SLT before it is created"),
        ("date_approved_governors", "1 October 2026", "the plan is approved by governors before it is approved by SLT"),
        ("review_date", "Aut1", "the plan is to be reviewed before it is approved by governors"),
        ("date_created", "Dec 2026", "the plan is approved by SLT before it is created"),
    ],
)
def test_dates_in_the_wrong_order_are_reported(field, value, said):
    assert lacking(put(f"header.{field}", value)) == [("About this plan", f"Check the dates: {said}")]


@pytest.mark.parametrize("value", ["November 2026", "20/11/2026", "Autumn 2026"])
def test_dates_that_could_be_in_order_are_not_reported(value):
    assert lacking(put("header.review_date", value)) == []


def test_an_empty_plan_is_asked_for_every_section_once_and_in_order():
    found = gaps(Plan())
    assert all(isinstance(gap, Gap) for gap in found)
    assert list(dict.fromkeys(gap.section for gap in found)) == [
        "About this plan",
        "Vision",
        "Current state",
        "SWOT analysis",
        "Key strategic objectives",
    ]
    assert len(set(found)) == len(found)
    assert "Enter the Compass scores: 8 of 8 are missing" in [gap.text for gap in found]
    assert not [gap.text for gap in found if "{" in gap.text]


def test_a_plan_is_measured_by_its_five_parts():
    assert started_parts(Plan()) == (0, 5)
    assert started_parts(Plan.model_validate(finished())) == (5, 5)
    assert started_parts(Plan.model_validate({"objectives": [{"id": "a"}]})) == (1, 5)
    assert started_parts(Plan.model_validate({"vision": {"slt": "x"}, "reflections": {"swot": "y"}})) == (1, 5)


def test_each_gap_leads_to_a_box_of_the_forms(store):
    """The path is that of a control, or the beginning of some: a list, or a group of checkboxes."""
    school = import_plan(store, (samples() / "900002.json").read_text("utf-8"), "900002")
    objective = store.answers.add_record(school.id, "objectives", {"objective": "Better"})
    store.answers.add_record(
        school.id, f"objectives[{objective}].actions", {"action": "Something", "time": "next Tuesday"}
    )
    store.answers.save(school.id, {"header.review_date": "", "vision.slt": "", "current_state.compass.b3": "much"})
    for school_id in (school.id, "100"):
        paths = set()
        for part in PARTS:
            controller = FormController(store, store.schools.get(school_id))
            open_all(build_form(controller, part))
            paths |= {one for control in controller.controls.values() for one in control.paths.values()}
        found = gaps(load_plan(store, store.schools.get(school_id)))
        assert len(found) > 5
        for gap in found:
            assert [path for path in paths if path == gap.path or path.startswith((f"{gap.path}[", f"{gap.path}#"))], (
                gap
            )
