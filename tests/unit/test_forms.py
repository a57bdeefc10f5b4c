"""A form asks what the model asks, is filled from the store, and saves what is typed."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from html import escape
from itertools import chain
from pathlib import Path

import pytest
from ipywidgets import Button, Checkbox, Dropdown, Layout, Text, Textarea

from careerskit.forms import FormController, FormHost, build_form, notebook_widgets
from careerskit.forms.autosave import LONGEST_WAIT, PAUSE
from careerskit.forms.labels import heading, label
from careerskit.plan import Kind, Plan, School, Setting, fields_of
from careerskit.store import import_plan, load_plan, record_path
from tests.widgets import (
    FakeClock,
    broken,
    control,
    css_classes,
    labels,
    open_all,
    text_of,
    widgets_created,
    widgets_in,
)

PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections", "website")
SAMPLES = sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.json"))


@pytest.fixture
def controller(store):
    return FormController(store, store.schools.get("100"))


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def open_form(store, clock):
    """Open the form of a part that saves after a pause, as in JupyterLab. All forms belong to one kernel."""
    host = FormHost(schedule=clock.schedule)
    return lambda part: build_form(FormController(store, store.schools.get("100"), host=host, clock=clock), part)


def fields_in(group, exclude=()):
    for field in fields_of(type(group)):
        if field.name in exclude:
            continue
        if field.applies_to(group):
            yield field
        answer = getattr(group, field.name)
        for inner in [answer] if field.kind is Kind.GROUP else answer if field.kind is Kind.ROWS else []:
            yield from fields_in(inner, exclude)


def fields_of_part(plan, part):
    if part == "objectives":
        return list(chain.from_iterable(fields_in(objective, ["actions"]) for objective in plan.objectives))
    if part == "action_plan":
        actions = chain.from_iterable(fields_in(action) for _, action in plan.actions)
        return [*actions, *fields_in(plan.request)]
    return [field for field in fields_in(getattr(plan, part)) if field.is_asked_of(plan.setting)]


@pytest.mark.parametrize("part", PARTS)
def test_the_form_of_an_empty_plan_asks_every_question(controller, part):
    html = labels(open_all(build_form(controller, part)))
    for field in fields_of_part(controller.plan, part):
        assert escape(controller.localise(field.label)) in html
        assert escape(controller.localise(field.help)) in html


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda file: file.stem)
@pytest.mark.parametrize("part", PARTS)
def test_the_form_of_a_sample_plan_asks_every_question_and_shows_every_answer(store, sample, part):
    school = import_plan(store, sample.read_text("utf-8"), sample.name)
    controller = FormController(store, school)
    form, plan = open_all(build_form(controller, part)), controller.plan
    html = labels(form)
    fields = fields_of_part(plan, part)
    for field in fields:
        assert field.name == "text" or escape(controller.localise(field.label)) in html  # a point's label is its number
    inputs = [widget for widget in widgets_in(form) if isinstance(widget, Text | Textarea | Dropdown | Checkbox)]
    # The empty boxes at the ends of lists are not in the plan, priorities may be chosen from the points, and scores pasted.
    spare = {one for path in controller.spare_paths for one in widgets_in(controller.controls[path].widget)}
    inputs = [
        one
        for one in inputs
        if one not in spare and not re.search("Key priority from|>Compass scores<", one.description)
    ]
    single = [field for field in fields if field.kind not in (Kind.GROUP, Kind.ROWS)]
    assert len(inputs) == sum(len(plan.choices_for(field)) if field.kind is Kind.CHOICES else 1 for field in single)


def test_the_words_of_a_form_are_those_of_the_setting(store):
    store.schools.register([School("200", "Fernhollow", Setting.PROVIDER)])
    text = text_of(build_form(FormController(store, store.schools.get("200")), "vision"))
    assert "Learner Voice Comments" in text
    assert "Provider s" not in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("part", "label", "typed", "path"),
    [
        ("vision", "SLT Comments", "Ambitious for all", "vision.slt"),
        ("header", "Career Leader Name", "A. Leader", "header.careers_leader"),
        ("header", "Type of school or college", "College", "header.setting"),
        ("header", "Proposed Review Date", "Spring 2027", "header.review_date"),
        ("current_state", "3. Addressing the needs of each young person", "64%", "current_state.compass.b3"),
        ("reflections", "Visioning", "With the link governor", "reflections.visioning"),
    ],
)
def test_an_answer_reaches_the_store_and_is_there_when_the_form_is_opened_again(controller, part, label, typed, path):
    control(build_form(controller, part), label).value = typed
    assert [(entry.path, entry.value, entry.who) for entry in controller.store.answers.history("100")] == [
        (path, typed, "delegate")
    ]
    again = build_form(FormController(controller.store, controller.school), part)
    assert control(again, label).value == typed


def test_several_answers_are_checked_and_saved_in_the_order_of_the_list(controller):
    boxes = checkboxes(build_form(controller, "current_state"))
    assert len(boxes) == 8
    boxes[6].value = boxes[2].value = True
    assert controller.plan.current_state.priority_benchmarks == (3, 7)
    again = build_form(FormController(controller.store, controller.school), "current_state")
    assert [box.value for box in checkboxes(again)].count(True) == 2
    boxes[6].value = boxes[2].value = False
    assert controller.plan.current_state.priority_benchmarks == ()


def test_checking_a_box_keeps_stored_choices_that_are_not_in_the_list(controller):
    controller.store.answers.save("100", {"current_state.priority_benchmarks": [9, 2]})
    boxes = checkboxes(build_form(controller, "current_state"))
    boxes[0].value = True
    assert controller.plan.current_state.priority_benchmarks == (1, 2, 9)
    assert '<span class="ck-label">9</span>' in boxes[8].description
    boxes[8].value = False
    assert controller.plan.current_state.priority_benchmarks == (1, 2)


def test_the_label_of_each_checkbox_has_its_question_for_screen_readers(controller):
    boxes = [box for box in widgets_in(build_form(controller, "current_state")) if isinstance(box, Checkbox)]
    questions = ("Compass - Priority Benchmarks", "What is not in place yet")
    assert all(any(question in box.description for question in questions) for box in boxes)


def test_the_status_bar_says_saved_with_the_time_after_the_commit(controller):
    status = controller.status.widget
    assert "Saved" not in status.value
    control(build_form(controller, "vision"), "SLT Comments").value = "x"
    assert "Saved " in status.value
    assert 'role="status"' in status.value


def test_in_jupyterlab_the_status_bar_says_saved_after_the_pause_and_not_before(store, clock, open_form):
    form = open_form("vision")
    control(form, "SLT Comments").value = "x"
    clock.advance(PAUSE - 0.1)
    assert "Saved" not in text_of(form)
    assert store.answers.history("100") == []
    clock.advance(0.2)
    assert "Saved " in text_of(form)
    assert store.answers.read("100")["vision"]["slt"] == "x"


def test_a_form_opened_again_within_the_pause_shows_what_was_just_typed(store, clock, open_form):
    control(open_form("vision"), "SLT Comments").value = "Ambitious"
    again = control(open_form("vision"), "SLT Comments")
    assert again.value == "Ambitious"
    again.value += " for all"
    clock.advance(60)
    assert store.answers.read("100")["vision"]["slt"] == "Ambitious for all"


def test_a_form_opened_while_saving_fails_shows_unsaved_answers(store, clock, open_form):
    record = store.answers.add_record("100", "objectives", {"objective": "stands in the store", "kind": "careers"})
    store.answers.save("100", {"current_state.priority_benchmarks": [2], "header.careers_leader": "A. Leader"})
    form = open_all(open_form("objectives"))
    box = checkboxes(open_form("current_state"))[0]
    with read_only(store):
        control(form, "Issue").value = "not saved yet"
        control(form, "Kind of objective").value = "whole"
        box.value = True
        clock.advance(PAUSE)
        again = open_all(open_form("objectives"))
        assert control(again, "Issue").value == "not saved yet"
        assert "the school is trying to solve" in control(again, "Issue").description
        assert "Who else is responsible?" in labels(again)
        assert control(again, "Objective").value == "stands in the store"
        assert control(open_form("header"), "Career Leader Name").value == "A. Leader"
        assert [box.value for box in checkboxes(open_form("current_state"))[:3]] == [True, True, False]
    clock.advance(LONGEST_WAIT)
    (saved,) = store.answers.read("100")["objectives"]
    assert saved == {"id": record, "objective": "stands in the store", "kind": "whole", "issue": "not saved yet"}


def test_an_unsaved_answer_never_replaces_a_newer_one_from_a_form_opened_later(store, clock, open_form):
    old = control(open_form("vision"), "SLT Comments")
    with read_only(store):
        old.value = "old words"
        clock.advance(PAUSE)
        new = control(open_form("vision"), "SLT Comments")
    new.value = "new words"
    clock.advance(60)
    assert [entry.value for entry in store.answers.history("100")] == ["new words"]


def test_a_failed_save_is_shown_beside_the_field_and_the_answer_stays_and_is_saved_later(controller):
    form = build_form(controller, "vision")
    box, other, status = control(form, "SLT Comments"), control(form, "Staff Voice Comments"), controller.status.widget
    with broken(controller.store):
        box.value = "do not lose this"
        assert "Not saved yet. The store did not take this: no such table" in box.description
        assert "Not saved" not in other.description
        assert box.value == "do not lose this"
        assert "Not saved yet" in status.value
        assert "ck-failed" in css_classes(status)
    other.value = "typed when all was well again"
    assert "Not saved" not in box.description
    assert "Saved " in status.value
    assert "ck-failed" not in css_classes(status)
    assert controller.plan.vision.slt == "do not lose this"
    assert controller.plan.vision.staff == "typed when all was well again"


def test_advice_appears_when_the_delegate_moves_on_and_goes_when_it_is_followed(controller):
    form = build_form(controller, "current_state")
    score, other = control(form, "1. A stable careers programme"), control(form, "Destination Data")
    advice = "Enter a number from 0 to 100"
    score.value = "most of it"
    assert advice not in score.description
    other.value = "x"
    assert advice in score.description
    score.value = "64"
    assert advice not in score.description
    assert controller.plan.current_state.compass.b1 == "64"


def test_advice_appears_when_the_last_control_of_a_form_is_left(store, clock):
    """In JupyterLab nothing says that a control was left: a pause in typing does."""
    controller = FormController(store, store.schools.get("100"), host=FormHost(schedule=clock.schedule), clock=clock)
    box = control(build_form(controller, "header"), "Proposed Review Date")
    box.value = "next Tues"
    clock.advance(PAUSE)
    box.value = "next Tuesday"
    clock.advance(2)
    assert "ck-error" not in box.description
    clock.advance(2)
    assert "ck-error" in box.description


def test_advice_appears_at_once_where_the_page_says_that_a_control_was_left(store, clock):
    host = FormHost(schedule=clock.schedule, reports_blur=True)
    controller = FormController(store, store.schools.get("100"), host=host, clock=clock)
    box = control(build_form(controller, "header"), "Proposed Review Date")
    box.value = "next Tuesday"
    clock.advance(60)
    assert "ck-error" not in box.description
    controller.on_blur("header.review_date")
    assert "ck-error" in box.description


def test_an_unclear_answer_is_saved_all_the_same_with_advice_when_the_form_is_opened_again(controller):
    control(build_form(controller, "header"), "Proposed Review Date").value = "in due course"
    assert controller.plan.header.review_date == "in due course"
    again = build_form(FormController(controller.store, controller.school), "header")
    assert "Enter a day or a month" in control(again, "Proposed Review Date").description


def test_choosing_the_kind_of_an_objective_asks_the_questions_of_that_kind(controller):
    key = controller.store.answers.add_record("100", "objectives")
    form = build_form(controller, "objectives")
    kind, issue = control(form, "Kind of objective"), control(form, "Issue")
    assert "you are trying to solve" in issue.description
    assert "Who else is responsible?" not in labels(form)
    issue.value = "typed before the kind was chosen"
    kind.value = "whole"
    assert "the school is trying to solve" in issue.description
    assert "opportunities within Careers provision" in control(form, "Solution").description
    control(form, "Shared responsibility").value = "Head of English"
    kind.value = "careers"
    assert "you are trying to solve" in issue.description
    assert "Who else is responsible?" not in labels(form)
    assert issue.value == "typed before the kind was chosen"
    assert controller.store.answers.read("100")["objectives"] == [
        {"id": key, "issue": issue.value, "kind": "careers", "who_else": "Head of English"}
    ]


def test_a_choice_from_an_earlier_list_is_kept_and_shown(controller):
    controller.store.answers.save("100", {"header.setting": "Academy of <i>Dance</i>"})
    setting = control(build_form(controller, "header"), "Type of school or college")
    assert setting.value == "Academy of <i>Dance</i>"
    assert controller.store.answers.history("100")[-1].value == "Academy of <i>Dance</i>"


def test_the_action_plan_asks_for_objectives_first_and_then_names_each(store, controller):
    assert "Write your first objective" in text_of(build_form(controller, "action_plan"))
    for objective in ("From 40% to 70% by July 2027", ""):
        store.answers.add_record("100", "objectives", {"objective": objective})
    text = text_of(build_form(controller, "action_plan"))
    assert "Objective 1 From 40% to 70% by July 2027" in text
    assert "Objective 2 Not written yet" in text


def test_nothing_that_a_school_wrote_is_html_in_a_form(store):
    hostile = "<img src=x onerror=alert(1)>\"'&"
    store.schools.register([School("200", hostile)])
    controller = FormController(store, store.schools.get("200"))
    key = store.answers.add_record("200", "objectives", {"objective": hostile, "kind": hostile, "issue": hostile})
    store.answers.add_record(
        "200", record_path("objectives", key, "actions"), {"action": hostile, "time": hostile * 20}
    )
    store.answers.save("200", {"vision.slt": hostile * 200, "current_state.compass.b1": hostile})
    for part in PARTS:
        assert "<img" not in "".join(html_in(open_all(build_form(controller, part))))
    with broken(store):
        controller.status.show(hostile)
    assert "<img" not in controller.status.widget.value


def test_labels_and_headings_escape_their_text():
    for html in (label(*["<img>"] * 5), heading("<img>", 3, "<img>")):
        assert "<img" not in html
        assert html.count("&lt;img&gt;") >= 2


def html_in(form):
    """Return what is shown as HTML: a button shows its text as it is."""
    return [labels(one) for one in widgets_in(form) if not isinstance(one, Button) and not getattr(one, "children", ())]


@contextmanager
def read_only(store):
    """Let the store be read but not written, as on a full disk."""
    with store.database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON revision BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    yield
    with store.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER full")


def checkboxes(form, of="Compass - Priority Benchmarks"):
    return [widget for widget in widgets_in(form) if isinstance(widget, Checkbox) and of in widget.description]


def is_shared(widget):
    return type(widget).__name__.endswith(("Layout", "Style"))


def test_a_form_creates_few_widgets_and_they_share_layouts_and_styles(store):
    sample = next(file for file in SAMPLES if file.stem == "900001")
    school = import_plan(store, sample.read_text("utf-8"), sample.name)
    form, created = widgets_created(lambda: build_form(FormController(store, school), "vision"))
    own = [widget for widget in created if not is_shared(widget)]
    assert len(own) <= len(fields_of_part(Plan(), "vision")) + 5
    for part in PARTS:
        form, created = widgets_created(lambda part=part: open_all(build_form(FormController(store, school), part)))
        shared = [widget for widget in created if is_shared(widget)]
        assert len({type(one) for one in shared if not isinstance(one, Layout)}) == len(shared) - 2, part
        assert {widget.layout for widget in widgets_in(form)} <= set(shared), part
        assert {widget.style for widget in widgets_in(form) if hasattr(widget, "style")} <= set(shared), part


def test_forms_of_one_widget_factory_share_styles_and_those_of_two_kernels_share_nothing(store):
    factory, school = notebook_widgets(), store.schools.get("100")
    build_form(FormController(store, school, widgets=factory), "swot")
    form, created = widgets_created(lambda: build_form(FormController(store, school, widgets=factory), "swot"))
    assert not [widget for widget in created if is_shared(widget)]
    other = build_form(FormController(store, school), "swot")
    assert not {widget.layout for widget in widgets_in(form)} & {widget.layout for widget in widgets_in(other)}


def test_forms_need_neither_pandas_nor_matplotlib():
    heavy = "import sys, careerskit.forms, careerskit.workbook\nprint({'pandas', 'matplotlib', 'papermill'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_a_text_box_has_its_label_above_and_sends_every_keystroke(store):
    school = import_plan(store, SAMPLES[0].read_text("utf-8"), SAMPLES[0].name)
    for part in PARTS:
        form = open_all(build_form(FormController(store, school), part))
        boxes = [widget for widget in widgets_in(form) if isinstance(widget, Text | Textarea)]
        assert boxes
        for box in boxes:
            assert box.continuous_update
            assert "ck-label" in box.description


def test_answers_typed_in_two_forms_of_one_school_are_both_saved(store, controller):
    mine = build_form(controller, "vision")
    theirs = build_form(FormController(store, controller.school, who="a colleague"), "vision")
    control(mine, "SLT Comments").value = "mine"
    control(theirs, "Staff Voice Comments").value = "theirs"
    vision = load_plan(store, controller.school).vision
    assert (vision.slt, vision.staff) == ("mine", "theirs")
