"""A form asks what the model asks, fills itself from the store, and keeps what is typed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from html import escape
from itertools import chain
from pathlib import Path

import pytest
from ipywidgets import Checkbox, Dropdown, Layout, Text, Textarea
from ipywidgets.widgets import widget as ipywidgets_widget

from careerskit.forms import Desk, Look, form_of
from careerskit.forms.look import heading, label
from careerskit.forms.saving import LONGEST_WAIT, PAUSE
from careerskit.plan import Kind, Plan, School, Setting, questions_of
from careerskit.store import import_plan, load_plan, record_path
from tests.widgets import Time, broken, control, everything_in, labels, text_of

PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections")
SAMPLES = sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.json"))


@pytest.fixture
def desk(store):
    return Desk(store, store.school("100"))


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def at_a_desk_that_waits(store, time):
    """Open the form of a part at a desk that waits for a pause, as it does in JupyterLab. All are of one kernel."""
    return lambda name: form_of(Desk(store, store.school("100"), later=time.later, clock=time.clock), name)


def questions_in(group, leaving_out=()):
    for question in questions_of(type(group)):
        if question.name in leaving_out:
            continue
        if question.is_asked(group):
            yield question
        answer = getattr(group, question.name)
        for inner in [answer] if question.kind is Kind.GROUP else answer if question.kind is Kind.ROWS else []:
            yield from questions_in(inner, leaving_out)


def questions_of_part(plan, name):
    if name == "objectives":
        return list(chain.from_iterable(questions_in(objective, ["actions"]) for objective in plan.objectives))
    if name == "action_plan":
        return [question for _, action in plan.actions for question in questions_in(action)]
    return list(questions_in(getattr(plan, name)))


@pytest.mark.parametrize("name", PARTS)
def test_the_form_of_an_empty_plan_asks_every_question(desk, name):
    said = labels(form_of(desk, name))
    for question in questions_of_part(desk.plan, name):
        assert escape(desk.say(question.label)) in said
        assert escape(desk.say(question.help)) in said


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.stem)
@pytest.mark.parametrize("name", PARTS)
def test_the_form_of_a_sample_plan_asks_every_question_and_shows_every_answer(store, sample, name):
    school = import_plan(store, sample.read_text("utf-8"), sample.name)
    desk = Desk(store, school)
    form, plan = form_of(desk, name), desk.plan
    said = labels(form)
    questions = questions_of_part(plan, name)
    for question in questions:
        assert escape(desk.say(question.label)) in said
    controls = [one for one in everything_in(form) if isinstance(one, Text | Textarea | Dropdown | Checkbox)]
    asked = [question for question in questions if question.kind not in (Kind.GROUP, Kind.ROWS)]
    assert len(controls) == sum(len(question.choices) if question.kind is Kind.CHOICES else 1 for question in asked)


def test_the_words_of_a_form_are_those_of_the_setting(store):
    store.register([School("200", "Fernhollow", Setting.PROVIDER)])
    said = text_of(form_of(Desk(store, store.school("200")), "vision"))
    assert "Learner Voice Comments" in said
    assert "Provider s" not in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("name", "label", "typed", "path"),
    [
        ("vision", "SLT Comments", "Ambitious for all", "vision.slt"),
        ("header", "Career Leader Name", "A. Leader", "header.careers_leader"),
        ("header", "Kind of place", "College", "header.setting"),
        ("header", "Proposed Review Date", "Spring 2027", "header.review_date"),
        ("current_state", "3. Addressing the needs of each young person", "64%", "current_state.compass.b3"),
        ("reflections", "Visioning", "With the link governor", "reflections.visioning"),
    ],
)
def test_what_is_typed_reaches_the_store_and_is_there_when_the_form_is_opened_again(desk, name, label, typed, path):
    control(form_of(desk, name), label).value = typed
    assert [(entry.path, entry.value, entry.who) for entry in desk.store.history("100")] == [(path, typed, "delegate")]
    again = form_of(Desk(desk.store, desk.school), name)
    assert control(again, label).value == typed


def test_several_answers_are_ticked_and_kept_in_the_order_of_the_list(desk):
    form = form_of(desk, "current_state")
    ticks = [one for one in everything_in(form) if isinstance(one, Checkbox)]
    assert len(ticks) == 8
    ticks[6].value = ticks[2].value = True
    assert desk.plan.current_state.priority_benchmarks == (3, 7)
    again = form_of(Desk(desk.store, desk.school), "current_state")
    assert [one.value for one in everything_in(again) if isinstance(one, Checkbox)].count(True) == 2
    ticks[6].value = ticks[2].value = False
    assert desk.plan.current_state.priority_benchmarks == ()


def test_ticking_a_box_keeps_stored_choices_that_are_not_in_the_list(desk):
    desk.store.save("100", {"current_state.priority_benchmarks": [9, 2]})
    form = form_of(desk, "current_state")
    ticks = [one for one in everything_in(form) if isinstance(one, Checkbox)]
    ticks[0].value = True
    assert desk.plan.current_state.priority_benchmarks == (1, 2, 9)
    assert '<span class="ck-label">9</span>' in ticks[8].description
    ticks[8].value = False
    assert desk.plan.current_state.priority_benchmarks == (1, 2)


def test_each_tick_box_says_what_it_belongs_to_for_those_who_hear_it(desk):
    ticks = [one for one in everything_in(form_of(desk, "current_state")) if isinstance(one, Checkbox)]
    assert all("Compass - Priority Benchmarks" in tick.description for tick in ticks)


def test_saved_is_said_with_the_time_after_the_commit(desk):
    assert "Saved" not in desk.status.value
    control(form_of(desk, "vision"), "SLT Comments").value = "x"
    assert "Saved " in desk.status.value
    assert 'role="status"' in desk.status.value


def test_at_a_desk_that_waits_saved_is_said_after_the_pause_and_not_before(store, time, at_a_desk_that_waits):
    form = at_a_desk_that_waits("vision")
    control(form, "SLT Comments").value = "x"
    time.goes_on(PAUSE - 0.1)
    assert "Saved" not in text_of(form)
    assert store.history("100") == []
    time.goes_on(0.2)
    assert "Saved " in text_of(form)
    assert store.read("100")["vision"]["slt"] == "x"


def test_a_form_opened_again_within_the_pause_shows_the_words_just_typed(store, time, at_a_desk_that_waits):
    control(at_a_desk_that_waits("vision"), "SLT Comments").value = "Ambitious"
    again = control(at_a_desk_that_waits("vision"), "SLT Comments")
    assert again.value == "Ambitious"
    again.value += " for all"
    time.goes_on(60)
    assert store.read("100")["vision"]["slt"] == "Ambitious for all"


def test_a_form_opened_while_nothing_can_be_kept_shows_the_words_all_the_same(store, time, at_a_desk_that_waits):
    record = store.add("100", "objectives", {"objective": "stands in the store", "kind": "careers"})
    store.save("100", {"current_state.priority_benchmarks": [2], "header.careers_leader": "A. Leader"})
    form = at_a_desk_that_waits("objectives")
    tick = next(one for one in everything_in(at_a_desk_that_waits("current_state")) if isinstance(one, Checkbox))
    with no_writing(store):
        control(form, "Issue").value = "not kept yet"
        control(form, "Kind of objective").value = "whole"
        tick.value = True
        time.goes_on(PAUSE)
        again = at_a_desk_that_waits("objectives")
        assert control(again, "Issue").value == "not kept yet"
        assert "the school are trying to solve" in control(again, "Issue").description
        assert "Who else is responsible?" in labels(again)
        assert control(again, "Objective").value == "stands in the store"
        assert control(at_a_desk_that_waits("header"), "Career Leader Name").value == "A. Leader"
        ticks = [one for one in everything_in(at_a_desk_that_waits("current_state")) if isinstance(one, Checkbox)]
        assert [one.value for one in ticks[:3]] == [True, True, False]
    time.goes_on(LONGEST_WAIT)
    (kept,) = store.read("100")["objectives"]
    assert kept == {"id": record, "objective": "stands in the store", "kind": "whole", "issue": "not kept yet"}


def test_words_that_could_not_be_kept_never_replace_newer_ones_of_a_form_opened_later(
    store, time, at_a_desk_that_waits
):
    old = control(at_a_desk_that_waits("vision"), "SLT Comments")
    with no_writing(store):
        old.value = "old words"
        time.goes_on(PAUSE)
        new = control(at_a_desk_that_waits("vision"), "SLT Comments")
    new.value = "new words"
    time.goes_on(60)
    assert [entry.value for entry in store.history("100")] == ["new words"]


def test_a_failing_store_is_told_beside_the_field_and_the_text_stays_and_is_kept_later(desk):
    form = form_of(desk, "vision")
    box, other = control(form, "SLT Comments"), control(form, "Staff Voice Comments")
    with broken(desk.store):
        box.value = "do not lose this"
        assert "Not saved yet. The store did not take this: no such table" in box.description
        assert "Not saved" not in other.description
        assert box.value == "do not lose this"
        assert "Not saved yet" in desk.status.value
        assert "ck-failed" in desk.status._dom_classes
    other.value = "typed when all was well again"
    assert "Not saved" not in box.description
    assert "Saved " in desk.status.value
    assert "ck-failed" not in desk.status._dom_classes
    assert desk.plan.vision.slt == "do not lose this"
    assert desk.plan.vision.staff == "typed when all was well again"


def test_advice_waits_until_the_delegate_moves_on_and_goes_when_it_is_followed(desk):
    form = form_of(desk, "current_state")
    score, other = control(form, "1. A stable careers programme"), control(form, "Destination Data")
    advice = "Enter a number from 0 to 100"
    score.value = "most of it"
    assert advice not in score.description
    other.value = "x"
    assert advice in score.description
    score.value = "64"
    assert advice not in score.description
    assert desk.plan.current_state.compass.b1 == "64"


def test_an_unclear_answer_is_kept_all_the_same_and_advised_on_when_the_form_is_opened_again(desk):
    control(form_of(desk, "header"), "Proposed Review Date").value = "in due course"
    assert desk.plan.header.review_date == "in due course"
    again = form_of(Desk(desk.store, desk.school), "header")
    assert "Enter a day, month, term" in control(again, "Proposed Review Date").description


def test_choosing_the_kind_of_an_objective_asks_the_questions_of_that_kind(desk):
    key = desk.store.add("100", "objectives")
    form = form_of(desk, "objectives")
    kind, issue = control(form, "Kind of objective"), control(form, "Issue")
    assert "you are trying to solve" in issue.description
    assert "Who else is responsible?" not in labels(form)
    issue.value = "typed before the kind was chosen"
    kind.value = "whole"
    assert "the school are trying to solve" in issue.description
    assert "opportunities within Careers provision" in control(form, "Solution").description
    control(form, "Shared responsibility").value = "Head of English"
    kind.value = "careers"
    assert "you are trying to solve" in issue.description
    assert "Who else is responsible?" not in labels(form)
    assert issue.value == "typed before the kind was chosen"
    assert desk.store.read("100")["objectives"] == [
        {"id": key, "issue": issue.value, "kind": "careers", "who_else": "Head of English"}
    ]


def test_a_choice_of_an_earlier_list_is_kept_and_shown(desk):
    desk.store.save("100", {"header.setting": "Academy of <i>Dance</i>"})
    setting = control(form_of(desk, "header"), "Kind of place")
    assert setting.value == "Academy of <i>Dance</i>"
    assert desk.store.history("100")[-1].value == "Academy of <i>Dance</i>"


def test_the_action_plan_waits_for_objectives_and_then_names_each(store, desk):
    assert "Write the first objective" in text_of(form_of(desk, "action_plan"))
    for objective in ("From 40% to 70% by July 2027", ""):
        store.add("100", "objectives", {"objective": objective})
    said = text_of(form_of(desk, "action_plan"))
    assert "Objective 1 From 40% to 70% by July 2027" in said
    assert "Objective 2 Not written yet" in said


def test_nothing_that_a_school_wrote_is_html_in_a_form(store):
    hostile = "<img src=x onerror=alert(1)>\"'&"
    store.register([School("200", hostile)])
    desk = Desk(store, store.school("200"))
    key = store.add("200", "objectives", {"objective": hostile, "kind": hostile, "issue": hostile})
    store.add("200", record_path("objectives", key, "actions"), {"action": hostile, "time": hostile * 20})
    store.save("200", {"vision.slt": hostile * 200, "current_state.compass.b1": hostile})
    for name in PARTS:
        assert "<img" not in labels(form_of(desk, name))
    with broken(store):
        desk.say_state(hostile)
    assert "<img" not in desk.status.value


def test_labels_and_headings_escape_all_that_they_are_given():
    for said in (label(*["<img>"] * 5), heading("<img>", 3, "<img>")):
        assert "<img" not in said
        assert said.count("&lt;img&gt;") >= 2


@contextmanager
def no_writing(store):
    """Let the store be read but not written to, as on a full disk."""
    with store.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON revision BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    yield
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")


def widgets_made(make):
    before = set(ipywidgets_widget._instances)
    form = make()
    return form, [one for key, one in ipywidgets_widget._instances.items() if key not in before]


def is_shared(widget):
    return type(widget).__name__.endswith(("Layout", "Style"))


def test_a_form_makes_few_widgets_and_they_share_layouts_and_styles(store):
    sample = next(file for file in SAMPLES if file.stem == "900001")
    school = import_plan(store, sample.read_text("utf-8"), sample.name)
    form, made = widgets_made(lambda: form_of(Desk(store, school), "vision"))
    assert len([one for one in made if not is_shared(one)]) <= len(questions_of_part(Plan(), "vision")) + 4
    for name in PARTS:
        form, made = widgets_made(lambda name=name: form_of(Desk(store, school), name))
        looks = [one for one in made if is_shared(one)]
        assert len({type(one) for one in looks if not isinstance(one, Layout)}) == len(looks) - 2, name
        assert {one.layout for one in everything_in(form)} <= set(looks), name
        assert {one.style for one in everything_in(form) if hasattr(one, "style")} <= set(looks), name


def test_forms_of_one_look_share_it_and_forms_of_two_kernels_share_nothing(store):
    look, school = Look(), store.school("100")
    form_of(Desk(store, school, look=look), "swot")
    form, made = widgets_made(lambda: form_of(Desk(store, school, look=look), "swot"))
    assert not [one for one in made if is_shared(one)]
    other = form_of(Desk(store, school), "swot")
    assert not {one.layout for one in everything_in(form)} & {one.layout for one in everything_in(other)}


def test_forms_need_neither_pandas_nor_matplotlib():
    heavy = "import sys, careerskit.forms, careerskit.workbook\nprint({'pandas', 'matplotlib', 'papermill'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_a_text_box_has_its_label_above_it_and_tells_every_keystroke_so_that_a_closed_page_loses_nothing(store):
    school = import_plan(store, SAMPLES[0].read_text("utf-8"), SAMPLES[0].name)
    for name in PARTS:
        boxes = [one for one in everything_in(form_of(Desk(store, school), name)) if isinstance(one, Text | Textarea)]
        assert boxes
        for one in boxes:
            assert one.continuous_update
            assert "ck-label" in one.description
            assert not one.placeholder.strip("\u200b")


def test_what_was_typed_at_two_forms_of_one_school_both_stands(store, desk):
    mine, theirs = form_of(desk, "vision"), form_of(Desk(store, desk.school, who="a colleague"), "vision")
    control(mine, "SLT Comments").value = "mine"
    control(theirs, "Staff Voice Comments").value = "theirs"
    vision = load_plan(store, desk.school).vision
    assert (vision.slt, vision.staff) == ("mine", "theirs")
