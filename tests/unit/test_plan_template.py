"""A plan has the questions of the template, in the template's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from careerskit.plan import OBJECTIVE_PROMPTS, SWOT_PROMPTS, FieldSpec, Group, Plan, field_named, fields_of
from careerskit.plan.action_plan import Action, Objective


def all_fields(model: type[Group] = Plan, parent: str = "") -> Iterator[tuple[str, FieldSpec]]:
    for field in fields_of(model):
        path = f"{parent}{field.name}"
        yield path, field
        if field.model:
            yield from all_fields(field.model, f"{path}.")


FIELDS = dict(all_fields())

LABELS = {
    "header.school_name": "{School} Name",
    "header.careers_leader": "Career Leader Name",
    "header.academic_year": "Academic Year",
    "header.date_created": "Date Strategic Careers Plan Created",
    "header.date_approved_slt": "Date approved by SLT",
    "header.date_approved_governors": "Date approved by {Governors}",
    "header.review_date": "Proposed Review Date",
    "vision.slt": "SLT Comments",
    "vision.link_governor": "Link Governor Comments",
    "vision.enterprise_adviser": "Enterprise Adviser Comments",
    "vision.parents": "Parent Voice Comments",
    "vision.students": "{Student} Voice Comments",
    "vision.staff": "Staff Voice Comments",
    "vision.school_statement": "{School}’s Vision Statement",
    "vision.ideas": "Vision for Careers Provision Ideas",
    "vision.statement": "Vision for Careers Provision Statement",
    "current_state.compass": "Compass - Current Compass Score",
    "current_state.priority_benchmarks": "Compass - Priority Benchmarks",
    "current_state.destination_data": "Destination Data",
    "current_state.labour_market": "LMI - Local and Regional Context",
    "current_state.vulnerable_cohorts": "Vulnerable Cohorts/Gaps in outcomes",
    "swot.strengths": "Strengths",
    "swot.weaknesses": "Weaknesses",
    "swot.opportunities": "Opportunities",
    "swot.threats": "Threats",
    "swot.key_priorities": "Key priority/action areas from SWOT",
    "objectives": "Key strategic objectives",
    "objectives.actions.action": "Actions, including CPD",
    "objectives.actions.responsible": "Responsible",
    "objectives.actions.time": "Time",
    "objectives.actions.outcome": "Outcomes",
    "objectives.actions.progress": "Progress",
}


@pytest.mark.parametrize(("path", "label"), LABELS.items())
def test_a_field_of_the_template_has_its_label(path, label):
    assert FIELDS[path].label == label


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("action", "What would solve the problem?"),
        ("responsible", "Who is responsible for each action?"),
        ("time", "When do you aim to have this completed by?"),
        ("outcome", "What would success look like?"),
    ],
)
def test_a_column_of_the_action_plan_has_its_guiding_question(name, question):
    assert field_named(Action, name).question == question


@pytest.mark.parametrize(
    ("kind", "name", "question"),
    [
        ("careers", "issue", "What are the specific issues you are trying to solve?"),
        ("careers", "solution", "What would solve the problem?"),
        ("careers", "success", "What does success look like?"),
        ("whole", "issue", "What are the specific issues the {school} is trying to solve?"),
        (
            "whole",
            "solution",
            "What are the opportunities within Careers provision to support outcomes in this area?",
        ),
        ("whole", "success", "What does success look like?"),
        ("whole", "who_else", "Who else is responsible?"),
    ],
)
def test_each_kind_of_objective_has_its_own_guiding_questions(kind, name, question):
    field = field_named(Objective, name)
    assert field.applies_to({"kind": kind})
    assert field.question_for({"kind": kind}) == question


def test_who_else_is_responsible_is_asked_only_of_a_whole_school_priority():
    field = field_named(Objective, "who_else")
    assert not field.applies_to(Objective(id="a", kind="careers"))
    assert not field.applies_to(Objective(id="a"))


def test_the_swot_analysis_has_15_prompts_seven_of_them_for_benchmarks_2_to_8():
    assert len({prompt.text for prompt in SWOT_PROMPTS}) == 15
    assert [prompt.benchmark for prompt in SWOT_PROMPTS] == [None] * 8 + [2, 3, 4, 5, 6, 7, 8]
    texts = [prompt.text for prompt in SWOT_PROMPTS]
    assert texts[0] == "Time/Resource of Careers Leader"
    assert texts[7:9] == ["Evaluation", "LMI"]
    assert texts[14] == "1:1 guidance"


def test_objectives_are_prompted_by_vision_current_state_and_whole_school_priorities():
    assert [(group.heading, len(group.prompts)) for group in OBJECTIVE_PROMPTS] == [
        ("Vision", 1),
        ("Current State", 3),
        ("Whole {School} Priorities", 4),
    ]


def test_the_plan_asks_for_three_to_five_objectives_and_three_priorities():
    objectives = FIELDS["objectives"]
    assert (objectives.at_least, objectives.at_most, FIELDS["swot.key_priorities"].at_least) == (3, 5, 3)


def test_every_field_has_a_label_that_is_unique_in_its_group():
    for path, field in all_fields():
        assert field.label, path
    labels = [(path.rpartition(".")[0], field.label) for path, field in FIELDS.items()]
    assert len(set(labels)) == len(labels)


def test_an_empty_plan_is_valid_and_has_no_answers():
    for name, value in Plan().model_dump(exclude={"schema_version"}).items():
        leaves = [value]
        while leaves:
            leaf = leaves.pop()
            if isinstance(leaf, dict):
                leaves += leaf.values()
            else:
                assert not leaf, name
