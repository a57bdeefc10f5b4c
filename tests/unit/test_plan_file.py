"""A plan is written to a file and read back unchanged, and the error for an unreadable file says where and why."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import given, settings

from careerskit.errors import InputFileError
from careerskit.plan import Plan, Setting, fields_of, plan_schema, read_plan
from careerskit.plan.sections import Vision
from tests.strategies import plans

SCHEMA = plan_schema()


def plan_file(**fields) -> str:
    return json.dumps({"schema_version": 1, "school": "900001", **fields})


def error_message(text: str) -> str:
    with pytest.raises(InputFileError) as error:
        read_plan(text, "ours.json")
    return str(error.value)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_plan_read_back_from_its_file_is_the_same(plan):
    assert read_plan(plan.to_json(), "ours.json") == plan


@given(plans())
@settings(max_examples=30, deadline=None)
def test_the_schema_accepts_every_plan_file(plan):
    jsonschema.validate(json.loads(plan.to_json()), SCHEMA)


def test_the_schema_is_valid_and_has_labels_questions_and_choices():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]
    for field in fields_of(Vision):
        assert parts["Vision"]["properties"][field.name]["title"] == Setting.SCHOOL.localise(field.label)
    time = parts["Action"]["properties"]["time"]
    assert (time["title"], "When do you aim to have this completed by?" in time["description"]) == ("Time", True)
    assert parts["Action"]["properties"]["audience"]["enum"][:3] == ["", "Students", "Staff"]
    assert not re.search(r"\{\w+\}", json.dumps(SCHEMA)), "a placeholder was not replaced"


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
def test_schema_and_reader_both_refuse_values_that_no_form_would_write(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema_version": 1, "school": "900001", **wrong}, SCHEMA)
    assert "ours.json" in error_message(plan_file(**wrong))


def test_a_misspelt_field_is_refused_with_the_file_its_path_and_a_suggestion():
    message = error_message(
        plan_file(vision={"stafff": "x"}, objectives=[{"id": "a", "actions": [{"id": "b", "responsable": "x"}]}])
    )
    assert "ours.json" in message
    assert "vision.stafff: there is no such field. Did you mean staff?" in message
    assert "objectives.0.actions.0.responsable: there is no such field. Did you mean responsible?" in message


def test_an_answer_of_the_wrong_type_is_refused_with_its_path_and_value():
    message = error_message(plan_file(header={"school_name": "Larkmoor School"}, vision={"slt": 5}))
    assert "the plan of Larkmoor School" in message
    assert "vision.slt" in message
    assert "but it is 5" in message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"header": {"setting": "Zoo"}},
            "header.setting: 'Zoo' is not one of the choices. Choose from: School, Special school,",
        ),
        (
            {"header": {"setting": "colege"}},
            "header.setting: 'colege' is not one of the choices. Did you mean College?",
        ),
        (
            {"current_state": {"priority_benchmarks": [2, 99]}},
            "current_state.priority_benchmarks: 99 is not one of the choices. Choose from: 1, 2, 3, 4, 5, 6, 7, 8.",
        ),
        ({"objectives": [{"id": "a", "kind": "bogus"}]}, "objectives.0.kind: 'bogus' is not one of the choices."),
        (
            {"objectives": [{"id": "a", "actions": [{"id": "b"}, {"id": "c", "status": "in progress"}]}]},
            "objectives.0.actions.1.status: 'in progress' is not one of the choices. Did you mean In progress?",
        ),
    ],
)
def test_an_unknown_choice_is_refused_with_its_path_and_the_valid_ones(fields, message):
    assert message in error_message(plan_file(**fields))


@pytest.mark.parametrize(
    ("written", "status"), [("Done", "Completed"), ("Dropped", "Stopped"), ("Completed", "Completed"), ("", "")]
)
def test_the_progress_of_an_action_is_read_by_the_word_that_forms_show_too(written, status):
    objectives = [{"id": "o", "actions": [{"id": "a", "status": written}]}]
    (objective,) = read_plan(plan_file(objectives=objectives), "ours.json").objectives
    assert objective.actions[0].status == status


def test_all_unknown_choices_are_reported_together():
    message = error_message(
        plan_file(header={"setting": "Zoo"}, swot={"threats": [{"id": "a", "prompt": "The weather"}]})
    )
    assert "header.setting" in message
    assert "swot.threats.0.prompt" in message


def test_an_empty_choice_is_valid():
    assert read_plan(plan_file(header={"setting": ""}, objectives=[{"id": "a", "kind": ""}]), "ours.json").objectives


def test_a_long_wrong_value_is_shortened_in_the_message():
    assert len(error_message(plan_file(vision={"slt": ["x" * 10_000]}, header={"setting": "x" * 10_000}))) < 600


def test_a_record_without_an_id_is_refused():
    assert "swot.strengths.0.id: this is missing" in error_message(plan_file(swot={"strengths": [{"text": "x"}]}))


def test_duplicate_record_ids_in_a_list_are_refused_since_one_would_be_lost():
    duplicates = [{"id": "a", "action": "one"}, {"id": "a", "action": "two"}]
    message = error_message(plan_file(objectives=[{"id": "o"}, {"id": "p", "actions": duplicates}]))
    assert "objectives.1.actions.1: the id 'a' is already that of an earlier action." in message


def test_records_of_different_lists_may_have_the_same_id():
    rows = [{"id": "a", "text": "x"}]
    assert read_plan(plan_file(swot={"strengths": rows, "threats": rows}), "ours.json").swot.threats[0].id == "a"


def test_text_that_is_not_json_is_refused_with_row_and_column():
    assert "ours.json, row 2, column 1" in error_message('{"school":\n}')


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"schema_version": 1, "school": ' + "9" * 5000 + "}"], ids=["deep", "huge number"]
)
def test_json_that_python_cannot_read_is_refused_too(text):
    assert "ours.json" in error_message(text)


@pytest.mark.parametrize("text", ["[]", "null", '"plan"', "{}", '{"school": "900001"}'])
def test_json_that_is_not_a_plan_file_is_refused(text):
    assert "no schema_version" in error_message(text)


def test_a_plan_file_of_a_newer_careerskit_is_refused_with_what_to_do():
    assert "install the newest careerskit" in error_message('{"schema_version": 2, "school": "900001"}')


def test_a_plan_file_without_a_school_is_refused():
    assert 'put the school\'s id into "school"' in error_message('{"schema_version": 1}')


def test_the_smallest_plan_file_is_an_empty_plan():
    assert read_plan(plan_file(), "ours.json") == Plan(school="900001")


def test_answers_to_a_removed_field_are_ignored_when_read_from_the_store():
    plan = Plan.of("900001", {"vision": {"slt": "kept", "an_old_field": "ignored"}, "an_old_section": {"a": 1}})
    assert plan.vision == Vision(slt="kept")
