"""A plan file goes out and comes back whole, and one that cannot be read says where and why."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import given, settings

from careerskit.errors import InputFileError
from careerskit.plan import Plan, Setting, plan_schema, questions_of, read_plan
from careerskit.plan.sections import Vision
from tests.strategies import plans

SCHEMA = plan_schema()


def file(**fields) -> str:
    return json.dumps({"schema_version": 1, "school": "900001", **fields})


def refusal(text: str) -> str:
    with pytest.raises(InputFileError) as refused:
        read_plan(text, "ours.json")
    return str(refused.value)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_plan_file_gives_back_the_plan_it_was_made_from(plan):
    assert read_plan(plan.to_json(), "ours.json") == plan


@given(plans())
@settings(max_examples=30, deadline=None)
def test_the_schema_accepts_every_plan_file(plan):
    jsonschema.validate(json.loads(plan.to_json()), SCHEMA)


def test_the_schema_is_a_schema_and_carries_labels_questions_and_choices():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]
    for question in questions_of(Vision):
        assert parts["Vision"]["properties"][question.name]["title"] == Setting.SCHOOL.say(question.label)
    time = parts["Action"]["properties"]["time"]
    assert (time["title"], "When do you aim to have this completed by?" in time["description"]) == ("Time", True)
    assert parts["Action"]["properties"]["audience"]["enum"][:3] == ["", "Students", "Staff"]
    assert not re.search(r"\{\w+\}", json.dumps(SCHEMA)), "a word that changes with the setting was left as it is"


@pytest.mark.parametrize(
    "wrong",
    [
        {"vision": {"slt": 5}},
        {"current_state": {"priority_benchmarks": [9]}},
        {"objectives": [{"objective": "no id"}]},
        {"objectives": [{"id": "no spaces here"}]},
        {"header": {"setting": "Academy of Dance"}},
        {"objectives": [{"id": "a", "kind": "bogus"}]},
        {"visions": {}},
        {"vision": {"stafff": "x"}},
        {"swot": {"threats": [{"id": "a", "texts": "x"}]}},
    ],
)
def test_schema_and_command_both_refuse_what_no_form_would_write(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema_version": 1, "school": "900001", **wrong}, SCHEMA)
    assert "ours.json" in refusal(file(**wrong))


def test_a_misspelt_field_is_refused_with_file_place_and_the_field_that_was_meant():
    said = refusal(file(vision={"stafff": "x"}, objectives=[{"id": "a", "actions": [{"id": "b", "responsable": "x"}]}]))
    assert "ours.json" in said
    assert "vision.stafff: there is no such field. Did you mean staff?" in said
    assert "objectives.0.actions.0.responsable: there is no such field. Did you mean responsible?" in said


def test_an_answer_of_the_wrong_kind_is_refused_with_its_place_and_what_stands_there():
    said = refusal(file(header={"school_name": "Larkmoor School"}, vision={"slt": 5}))
    assert "the plan of Larkmoor School" in said
    assert "vision.slt" in said
    assert "here it is 5" in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"header": {"setting": "Zoo"}},
            "header.setting: 'Zoo' is none of its choices. They are School, Special school,",
        ),
        ({"header": {"setting": "colege"}}, "header.setting: 'colege' is none of its choices. Did you mean College?"),
        (
            {"current_state": {"priority_benchmarks": [2, 99]}},
            "current_state.priority_benchmarks: 99 is none of its choices. They are 1, 2, 3, 4, 5, 6, 7, 8.",
        ),
        ({"objectives": [{"id": "a", "kind": "bogus"}]}, "objectives.0.kind: 'bogus' is none of its choices."),
        (
            {"objectives": [{"id": "a", "actions": [{"id": "b"}, {"id": "c", "status": "in progress"}]}]},
            "objectives.0.actions.1.status: 'in progress' is none of its choices. Did you mean In progress?",
        ),
    ],
)
def test_a_choice_that_is_not_in_the_list_is_refused_with_its_place_and_those_that_are(fields, said):
    assert said in refusal(file(**fields))


def test_every_choice_that_is_not_in_its_list_is_named_at_once():
    said = refusal(file(header={"setting": "Zoo"}, swot={"threats": [{"id": "a", "prompt": "The weather"}]}))
    assert "header.setting" in said
    assert "swot.threats.0.prompt" in said


def test_a_choice_that_is_not_made_is_no_fault():
    assert read_plan(file(header={"setting": ""}, objectives=[{"id": "a", "kind": ""}]), "ours.json").objectives


def test_what_stands_in_the_wrong_place_is_shown_by_its_beginning_alone():
    assert len(refusal(file(vision={"slt": ["x" * 10_000]}, header={"setting": "x" * 10_000}))) < 600


def test_a_record_without_an_id_is_refused():
    assert "swot.strengths.0.id: this is missing" in refusal(file(swot={"strengths": [{"text": "x"}]}))


def test_two_records_of_a_list_with_the_same_id_are_refused_since_one_would_be_lost():
    same = [{"id": "a", "action": "one"}, {"id": "a", "action": "two"}]
    said = refusal(file(objectives=[{"id": "o"}, {"id": "p", "actions": same}]))
    assert "objectives.1.actions.1: the id 'a' is that of an earlier action." in said


def test_records_of_different_lists_may_have_the_same_id():
    rows = [{"id": "a", "text": "x"}]
    assert read_plan(file(swot={"strengths": rows, "threats": rows}), "ours.json").swot.threats[0].id == "a"


def test_text_that_is_not_json_is_refused_with_row_and_column():
    assert "ours.json, row 2, column 1" in refusal('{"school":\n}')


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"schema_version": 1, "school": ' + "9" * 5000 + "}"], ids=["deep", "huge number"]
)
def test_json_that_python_cannot_take_is_refused_too(text):
    assert "ours.json" in refusal(text)


@pytest.mark.parametrize("text", ["[]", "null", '"plan"', "{}", '{"school": "900001"}'])
def test_json_that_is_no_plan_file_is_refused(text):
    assert "no schema_version" in refusal(text)


def test_a_plan_file_of_a_newer_careerskit_is_refused_with_what_to_do():
    assert "install the newest careerskit" in refusal('{"schema_version": 2, "school": "900001"}')


def test_a_plan_file_that_does_not_say_whose_it_is_is_refused():
    assert 'put the school\'s id into "school"' in refusal('{"schema_version": 1}')


def test_the_smallest_plan_file_is_an_empty_plan():
    assert read_plan(file(), "ours.json") == Plan(school="900001")


def test_answers_of_a_field_that_is_gone_are_left_out_when_a_plan_is_read_from_the_store():
    plan = Plan.of("900001", {"vision": {"slt": "kept", "an_old_field": "left out"}, "an_old_section": {"a": 1}})
    assert plan.vision == Vision(slt="kept")
