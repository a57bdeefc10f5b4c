"""One cell, two lives: a form at a keyboard, the written answers as a page when nobody is there."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from subprocess import CompletedProcess
from unittest.mock import ANY

import pytest
from ipywidgets.widgets import widget as ipywidgets_widget

from careerskit import open_workbook
from careerskit.errors import CareerskitError, StoreError, UnknownSchoolError
from careerskit.plan import School, Setting
from careerskit.store import open_store
from careerskit.workbook import Part, Seat, Workbook, open_lab, seated
from careerskit.workbook.part import someone_is_at_the_keyboard
from tests.widgets import Time, broken, button, buttons, control, everything_in, labels, text_of

PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections")
TO_READ = ("cover", "summary", "gaps", "benchmark_scores", "actions_by_term", "destinations")
WIDGET = "application/vnd.jupyter.widget-view+json"
OURS = "only for our governors"


@pytest.fixture(autouse=True)
def nothing_chosen_elsewhere(monkeypatch, tmp_path):
    monkeypatch.delenv("CAREERSKIT_STORE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def answered(store):
    store.save("100", {"vision.slt": OURS, "header.careers_leader": "A. Leader"})
    return store


@pytest.fixture
def two_schools(store):
    store.register([School("101", "Fernhollow College", Setting.COLLEGE)])
    return store


def live_workbook(store, school=None, **seat):
    return Workbook(Seat(store, store.school(school) if school else None, live=True, **seat))


def choose(form, school):
    control(form, "Schools found").value = school
    button(form, "Work on this school’s plan").click()


def bundle(part):
    return part._repr_mimebundle_()


def widget(part):
    """Return the widget that a part shows."""
    return ipywidgets_widget._instances[bundle(part)[WIDGET]["model_id"]]


def test_nobody_is_at_the_keyboard_of_a_test():
    assert not someone_is_at_the_keyboard()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_a_page_when_nobody_is_at_the_keyboard(answered, name):
    shown = bundle(getattr(open_workbook("100", answered.url), name))
    assert set(shown) == {"text/html", "text/plain"}
    assert f'class="careerskit part-{name}"' in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert (OURS in shown["text/html"]) == (name == "vision")


@pytest.mark.parametrize("name", TO_READ)
def test_a_part_to_read_is_the_same_page_in_both_lives(answered, name):
    page = bundle(getattr(Workbook(Seat(answered, answered.school("100"), live=False)), name))["text/html"]
    form = widget(getattr(live_workbook(answered, "100"), name))
    assert page
    assert page in [getattr(one, "value", None) for one in everything_in(form)]


@pytest.mark.parametrize("name", PARTS + TO_READ)
def test_at_a_keyboard_a_part_is_a_widget_and_leaves_no_answer_in_the_notebook(answered, name):
    live = live_workbook(answered, "100")
    shown = bundle(getattr(live, name))
    assert set(shown) == {WIDGET, "text/plain"}
    assert shown["text/plain"].endswith("of the workbook>")
    assert shown[WIDGET] == widget(getattr(live, name))._repr_mimebundle_()[WIDGET] | {"model_id": ANY}
    assert OURS not in json.dumps(shown)
    assert "Leader" not in json.dumps(shown)


def test_what_is_typed_at_a_keyboard_is_on_the_page_afterwards(answered):
    live = live_workbook(answered, "100")
    control(widget(live.vision), "Staff Voice Comments").value = "we want time"
    assert live.plan.vision.staff == "we want time"
    assert "we want time" in bundle(open_workbook("100", answered.url).vision)["text/html"]


def test_without_a_school_and_a_store_the_workbook_is_a_blank_one(tmp_path):
    blank = open_workbook()
    for name in PARTS + TO_READ:
        assert bundle(getattr(blank, name))["text/html"], name
    assert bundle(blank.school_choice)["text/html"] == ""
    assert list(tmp_path.iterdir()) == [], "a blank workbook makes no store"


def test_a_store_without_a_school_is_refused_when_nobody_is_there_to_be_asked(store):
    with pytest.raises(CareerskitError, match="Which school's plan"):
        open_workbook("", store.url)


def test_an_unknown_school_and_a_missing_store_are_refused_with_what_was_meant(store, tmp_path):
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 100 \(Larkmoor School\)"):
        open_workbook("Larkmoor School", store.url)
    with pytest.raises(StoreError, match="There is no store at"):
        open_workbook("100", str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_the_store_of_the_surroundings_is_used(answered, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_STORE", answered.url)
    assert open_workbook("100").plan.vision.slt == OURS


def test_a_page_is_of_one_moment_even_if_someone_types_meanwhile(answered):
    rendered = open_workbook("100", answered.url)
    before = bundle(rendered.vision)["text/html"]
    answered.save("100", {"vision.slt": "changed meanwhile"})
    assert bundle(rendered.vision)["text/html"] == before


def test_the_school_is_chosen_in_place_and_then_every_waiting_part_shows_its_form(store):
    live = live_workbook(store)
    vision, header = widget(live.vision), widget(live.header)
    assert "SLT Comments" not in text_of(vision)
    choose(vision, "100")
    assert "SLT Comments" in text_of(vision)
    assert "Career Leader Name" in text_of(header)
    control(vision, "SLT Comments").value = "typed at last"
    assert store.read("100")["vision"]["slt"] == "typed at last"


def test_a_school_that_no_register_knows_is_entered_freely_and_remembered(tmp_path):
    with open_store(str(tmp_path / "new.db")) as store:
        live = live_workbook(store, remembers=True)
        form = widget(live.vision)
        assert buttons(form) == ["Start a plan for it"]
        control(form, "Name of your school, college or provider").value = "Wyncombe Training"
        control(form, "Kind of place").value = "Training provider"
        button(form, "Start a plan for it").click()
        assert "Learner Voice Comments" in text_of(form)
        (school,) = store.schools()
        assert school == School(school.id, "Wyncombe Training", Setting.PROVIDER)
        assert store.recall("school chosen") == school.id


def test_at_a_seat_that_was_given_with_its_school_there_is_no_other_to_choose(two_schools):
    choice = widget(live_workbook(two_schools, "100").school_choice)
    assert "You are working on the plan of Larkmoor School." in text_of(choice)
    assert buttons(choice) == []
    assert "Schools found" not in labels(choice)


def test_choosing_another_school_says_whose_plan_it_is_now(two_schools):
    live = live_workbook(two_schools, "100", remembers=True)
    choice = widget(live.school_choice)
    assert "You are working on the plan of Larkmoor School." in text_of(choice)
    choose(choice, "101")
    assert "You are working on the plan of Fernhollow College." in text_of(choice)
    assert live.plan.header.school_name == "Fernhollow College"


def test_choosing_another_school_turns_every_open_part_to_it(two_schools):
    two_schools.save("100", {"header.careers_leader": "A. Leader"})
    live = live_workbook(two_schools, "100", remembers=True)
    header, cover, example = widget(live.header), widget(live.cover), widget(live.example.vision)
    assert "Larkmoor School" in text_of(cover)
    assert "Larkmoor School" in text_of(example)
    choose(widget(live.school_choice), "101")
    leader = control(header, "Career Leader Name")
    assert leader.value == ""
    leader.value = "B. Leader"
    assert two_schools.read("100")["header"]["careers_leader"] == "A. Leader"
    assert two_schools.read("101")["header"]["careers_leader"] == "B. Leader"
    assert "Fernhollow College" in text_of(cover)
    assert "Larkmoor School" not in text_of(example)


def test_what_was_just_typed_is_kept_before_another_school_is_turned_to(two_schools):
    time = Time()
    live = live_workbook(two_schools, "100", remembers=True, later=time.later)
    vision = widget(live.vision)
    control(vision, "SLT Comments").value = "typed for Larkmoor"
    assert two_schools.history("100") == []
    choose(widget(live.school_choice), "101")
    assert two_schools.read("100")["vision"]["slt"] == "typed for Larkmoor"
    time.goes_on(60)
    assert two_schools.history("101") == []


def test_no_other_school_is_turned_to_while_what_was_typed_cannot_be_kept(two_schools):
    live = live_workbook(two_schools, "100", remembers=True)
    vision, choice = widget(live.vision), widget(live.school_choice)
    with broken(two_schools):
        control(vision, "SLT Comments").value = "do not lose this"
        choose(choice, "101")
        assert "This was not done. What you typed is not saved yet." in text_of(choice)
        assert "plan of Fernhollow College" not in text_of(choice)
    assert control(vision, "SLT Comments").value == "do not lose this"
    choose(choice, "101")
    assert two_schools.read("100")["vision"]["slt"] == "do not lose this"
    assert control(vision, "SLT Comments").value == ""


def test_if_one_part_cannot_be_shown_the_others_are_and_that_one_can_be_tried_again(store):
    live = live_workbook(store)
    vision, gaps, header = widget(live.vision), widget(live.gaps), widget(live.header)
    store.save("100", {"vision.slt": ["no text"]})
    with broken(store):
        choose(header, "100")
        assert "This could not be shown." in text_of(header)
        assert "This could not be shown." in text_of(gaps)
    button(header, "Try again").click()
    assert "This could not be shown." in text_of(header)
    store.save("100", {"vision.slt": "text"})
    for form in (vision, header):
        button(form, "Try again").click()
    assert "Career Leader Name" in text_of(header)
    assert control(vision, "SLT Comments").value == "text"


def test_the_school_that_the_workbook_is_opened_with_is_remembered_and_another_may_be_chosen(
    two_schools, tmp_path, monkeypatch
):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start.ipynb").touch()
    opened = []
    monkeypatch.setattr("subprocess.run", lambda *_, env, **__: opened.append(env) or CompletedProcess([], 0))
    assert open_lab("100", two_schools.url, browser=False) == 0
    assert two_schools.recall("school chosen") == "100"
    assert opened[0]["CAREERSKIT_STORE"] == two_schools.url
    assert "CAREERSKIT_SCHOOL" not in opened[0]
    live = live_workbook(two_schools, "100", remembers=True)
    choose(widget(live.school_choice), "101")
    assert two_schools.recall("school chosen") == "101"


def test_a_workbook_opened_in_a_seat_is_the_seats_whatever_the_notebook_says(two_schools, tmp_path):
    with seated(Seat(two_schools, two_schools.school("101"), live=True, who="delegate 7")):
        seat = open_workbook("100", str(tmp_path / "elsewhere.db"))
    control(widget(seat.vision), "SLT Comments").value = "typed at a seat"
    (entry,) = two_schools.history("101")
    assert (entry.path, entry.value, entry.who) == ("vision.slt", "typed at a seat", "delegate 7")
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_seat_where_nobody_sits_gives_pages(answered):
    with seated(Seat(answered, answered.school("100"), live=False)):
        assert OURS in bundle(open_workbook().vision)["text/html"]


def test_a_seat_is_for_its_block_and_thread_alone(answered):
    with seated(Seat(answered, answered.school("100"), live=False)):
        with seated(Seat(answered, None, live=True)):
            assert set(bundle(open_workbook().vision)) == {WIDGET, "text/plain"}
        assert open_workbook().plan.vision.slt == OURS
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(open_workbook).result().plan.vision.slt == ""
    assert open_workbook().plan.vision.slt == ""


def test_forms_at_a_seat_wait_as_the_seat_says(answered):
    time = Time()
    with seated(Seat(answered, answered.school("100"), live=True, later=time.later)):
        form = widget(open_workbook().vision)
    control(form, "Staff Voice Comments").value = "x"
    assert "staff" not in answered.read("100")["vision"]
    time.goes_on(1)
    assert answered.read("100")["vision"]["staff"] == "x"


def test_a_school_chosen_at_a_seat_is_not_remembered_for_all_who_use_the_store(two_schools):
    with seated(Seat(two_schools, None, live=True)):
        choose(widget(open_workbook().vision), "101")
    assert two_schools.recall("school chosen") == ""


def test_workbooks_at_two_seats_share_no_widget(two_schools):
    made = []
    for school in ("100", "101"):
        with seated(Seat(two_schools, two_schools.school(school), live=True)):
            workbook = open_workbook()
            forms = [widget(part) for part in (workbook.swot, workbook.cover, workbook.school_choice)]
            shown = [one for form in forms for one in everything_in(form)]
            made.append(
                {one.layout for one in shown} | {one.style for one in shown if hasattr(one, "style")} | {*shown}
            )
    assert not made[0] & made[1]


@pytest.mark.parametrize("name", PARTS)
def test_a_worked_example_stands_beside_each_part_of_a_blank_workbook(name):
    page = bundle(getattr(open_workbook().example, name))["text/html"]
    assert "<details" in page
    assert "A worked example" in page


def test_the_example_is_of_the_kind_of_place_that_the_plan_is_for(store):
    store.register([School("103", "Hollins Special School", Setting.SPECIAL)])
    assert "pupil" in bundle(open_workbook("103", store.url).example.vision)["text/html"].casefold()


def test_a_part_says_what_it_is_in_plain_text():
    assert repr(Part("action_plan", str)) == "<action plan of the workbook>"


def test_the_plan_itself_is_shown_to_read_at_a_keyboard_too(answered):
    seat = Seat(answered, answered.school("100"), live=True)

    shown = everything_in(Workbook(seat, to_read=True)._part("vision")._form())

    assert OURS in "".join(widget.value for widget in shown if type(widget).__name__ == "HTML")
    assert not [widget for widget in shown if type(widget).__name__ == "Textarea"]


def test_each_box_is_known_by_its_model_and_a_row_that_is_removed_takes_its_boxes_along(store):
    record = store.add("100", "swot.threats", {"text": "fewer buses"})
    live = live_workbook(store, "100")
    vision, swot = widget(live.vision), widget(live.swot)
    assert live.boxes[control(vision, "SLT Comments").model_id] == "vision.slt"
    point = control(swot, "Point").model_id
    assert live.boxes[point] == f"swot.threats[{record}].text"
    assert set(live.boxes) <= {one.model_id for form in (vision, swot) for one in everything_in(form)}
    button(swot, "Remove threat 1").click()
    assert point not in live.boxes


def test_what_a_colleague_saved_is_shown_at_every_part_that_is_open(store):
    live = live_workbook(store, "100", who="Ann")
    first, second, header = widget(live.vision), widget(live.vision), widget(live.header)
    store.save("100", {"vision.slt": "from Ben", "header.careers_leader": "B. Leader"}, who="Ben")
    live.others_saved({change.path: change.value for change in store.changes_since(0)})
    assert [control(form, "SLT Comments").value for form in (first, second)] == ["from Ben"] * 2
    assert control(header, "Career Leader Name").value == "B. Leader"
    assert [entry.who for entry in store.history("100")] == ["Ben"] * 2


def test_a_seat_is_told_what_was_kept_after_it_was(store):
    time, told = Time(), []
    live = live_workbook(store, "100", later=time.later, kept=lambda answers: told.append((answers, store.read("100"))))
    control(widget(live.vision), "SLT Comments").value = "x"
    assert told == []
    time.goes_on(1)
    assert told == [({"vision.slt": "x"}, {"vision": {"slt": "x"}})]


def test_who_leaves_has_all_kept_without_a_word(store):
    time = Time()
    live = live_workbook(store, "100", later=time.later)
    vision, swot = widget(live.vision), widget(live.swot)
    control(vision, "SLT Comments").value = "typed at the last moment"
    before = text_of(vision)
    live.leave()
    assert store.read("100")["vision"]["slt"] == "typed at the last moment"
    assert text_of(vision) == before
    with broken(store):
        control(vision, "SLT Comments").value = "not taken"
        live.leave()
    assert text_of(swot)
