"""A cell shows a form in an interactive session, and the answers as a page elsewhere."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import ANY

import pytest

from careerskit import open_workbook
from careerskit.errors import CareerskitError, StoreError, UnknownSchoolError
from careerskit.evidence import import_file, published_about
from careerskit.forms import FormHost
from careerskit.plan import Plan, School, Setting
from careerskit.store import PublishedRelease, open_store
from careerskit.workbook import PlanPart, Workbook, WorkbookContext, open_lab, read_steps, run_step, use_context
from careerskit.workbook.context import is_interactive
from careerskit.workbook.steps import NotebookCell
from tests.widgets import (
    FakeClock,
    broken,
    button,
    buttons,
    control,
    labels,
    open_all,
    text_of,
    widget_with_id,
    widgets_in,
)

PARTS = ("header", "vision", "current_state", "swot", "objectives", "action_plan", "reflections", "website")
READ_ONLY = (
    *("cover", "summary", "next_steps", "benchmark_scores", "actions_by_term"),
    *("golden_thread", "destinations", "termly_review"),
)
EVIDENCE = Path(__file__).parents[1] / "data" / "evidence"
WIDGET = "application/vnd.jupyter.widget-view+json"
ANSWER = "only for our governors"


@pytest.fixture(autouse=True)
def no_store_outside_the_test(monkeypatch, tmp_path):
    monkeypatch.delenv("CAREERSKIT_STORE", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store_with_answers(store):
    store.answers.save("100", {"vision.slt": ANSWER, "header.careers_leader": "A. Leader"})
    return store


@pytest.fixture
def two_schools(store):
    store.schools.register([School("101", "Fernhollow College", Setting.COLLEGE)])
    return store


def context_of(store, school=None, *, interactive=True, **options):
    return WorkbookContext(store, store.schools.get(school) if school else None, interactive=interactive, **options)


def interactive_workbook(store, school=None, **options):
    return Workbook(context_of(store, school, **options))


def choose(form, school):
    control(form, "Schools found").value = school
    button(form, "Work on this school’s plan").click()


def bundle(part):
    return part._repr_mimebundle_()


def widget(part):
    """Return the widget that a part shows."""
    return widget_with_id(bundle(part)[WIDGET]["model_id"])


def test_a_test_is_not_interactive():
    assert not is_interactive()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_a_page_where_not_interactive(store_with_answers, name):
    shown = bundle(getattr(open_workbook("100", store_with_answers.url), name))
    assert set(shown) == {"text/html", "text/plain"}
    assert f'class="careerskit part-{name}"' in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert (ANSWER in shown["text/html"]) == (name == "vision")


@pytest.mark.parametrize("name", READ_ONLY)
def test_a_read_only_part_is_the_same_page_whether_or_not_interactive(store_with_answers, name):
    html = bundle(getattr(Workbook(context_of(store_with_answers, "100", interactive=False)), name))["text/html"]
    form = widget(getattr(interactive_workbook(store_with_answers, "100"), name))
    assert html
    shown = [re.sub(r"</?a\b[^>]*>", "", getattr(child, "value", None) or "") for child in widgets_in(form)]
    assert html in shown, "it is the same but for links to boxes, which a page to print does not have"


@pytest.mark.parametrize("name", ["labour_market", "context"])
def test_a_part_about_which_nothing_is_published_is_empty(store_with_answers, name):
    assert bundle(getattr(open_workbook(), name))["text/html"] == ""
    assert bundle(getattr(open_workbook("100", store_with_answers.url), name))["text/html"] == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [("labour_market", "largest industry in the Moor and Fen area"), ("context", "English as an additional language")],
)
def test_what_is_published_about_a_school_is_the_same_page_from_the_store_and_read_beforehand(store, name, shown):
    school = School("900002", "Gorsefield School", local_authority="902")
    store.schools.register([school])
    store.published.save(PublishedRelease("local authorities"), {"902": {"name": "Fern & Gorse"}})
    for file in ("lad_to_lsip", "lmi_industry", "census_2019"):
        import_file(store, EVIDENCE / f"{file}.csv")
    html = bundle(getattr(open_workbook("900002", store.url), name))["text/html"]
    published = published_about(store, [school])["900002"]
    context = WorkbookContext(None, school, interactive=False, plan=Plan(), published=published)
    assert shown in html
    assert bundle(getattr(Workbook(context), name))["text/html"] == html


def test_what_a_plan_could_use_is_a_link_to_its_box_and_in_no_page(store_with_answers):
    assert bundle(open_workbook("100", store_with_answers.url).readiness)["text/html"] == ""
    workbook = interactive_workbook(store_with_answers, "100")
    assert 'href="04_swot.ipynb#swot.threats"' in labels(widget(workbook.readiness))
    page = interactive_workbook(store_with_answers, "100", host=FormHost())
    assert 'href="04_swot#swot.threats"' in labels(widget(page.readiness))
    assert labels(widget(workbook.gaps)) == labels(widget(workbook.readiness)), (
        "a notebook copied earlier has this name"
    )


@pytest.mark.parametrize("name", PARTS + READ_ONLY)
def test_an_interactive_part_is_a_widget_and_leaves_no_answer_in_the_notebook(store_with_answers, name):
    workbook = interactive_workbook(store_with_answers, "100")
    shown = bundle(getattr(workbook, name))
    assert set(shown) == {WIDGET, "text/plain"}
    assert shown["text/plain"].endswith("of the workbook>")
    assert shown[WIDGET] == widget(getattr(workbook, name))._repr_mimebundle_()[WIDGET] | {"model_id": ANY}
    assert ANSWER not in json.dumps(shown)
    assert "Leader" not in json.dumps(shown)


def test_what_is_typed_in_a_form_is_on_the_page_afterwards(store_with_answers):
    workbook = interactive_workbook(store_with_answers, "100")
    control(widget(workbook.vision), "Staff Voice Comments").value = "we want time"
    assert workbook.plan.vision.staff == "we want time"
    assert "we want time" in bundle(open_workbook("100", store_with_answers.url).vision)["text/html"]


def test_without_a_school_and_a_store_the_workbook_is_blank(tmp_path):
    blank = open_workbook()
    for name in PARTS + READ_ONLY:
        assert bundle(getattr(blank, name))["text/html"], name
    assert bundle(blank.school_choice)["text/html"] == ""
    assert list(tmp_path.iterdir()) == [], "a blank workbook creates no store"


def test_a_store_without_a_school_is_refused_where_no_choice_is_possible(store):
    with pytest.raises(CareerskitError, match="Which school's plan"):
        open_workbook("", store.url)


def test_an_unknown_school_and_a_missing_store_are_refused_with_a_suggestion(store, tmp_path):
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 100 \(Larkmoor School\)"):
        open_workbook("Larkmoor School", store.url)
    with pytest.raises(StoreError, match="There is no store at"):
        open_workbook("100", str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_the_store_of_the_environment_is_used(store_with_answers, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_STORE", store_with_answers.url)
    assert open_workbook("100").plan.vision.slt == ANSWER


def test_a_page_shows_one_snapshot_of_the_plan(store_with_answers):
    rendered = open_workbook("100", store_with_answers.url)
    before = bundle(rendered.vision)["text/html"]
    store_with_answers.answers.save("100", {"vision.slt": "changed meanwhile"})
    assert bundle(rendered.vision)["text/html"] == before


def test_once_the_school_is_chosen_in_one_part_every_part_shows_its_form(store):
    workbook = interactive_workbook(store)
    vision, header = widget(workbook.vision), widget(workbook.header)
    assert "SLT Comments" not in text_of(vision)
    choose(vision, "100")
    assert "SLT Comments" in text_of(vision)
    assert "Career Leader Name" in text_of(header)
    control(vision, "SLT Comments").value = "typed at last"
    assert store.answers.read("100")["vision"]["slt"] == "typed at last"


def test_only_the_first_part_asks_for_the_school(two_schools):
    workbook = interactive_workbook(two_schools)
    header, vision = widget(workbook.header), widget(workbook.vision)
    assert "Schools found" in labels(header)
    assert "Choose your school above, and this part appears." in text_of(vision)
    assert buttons(vision) == []
    again = widget(workbook.header)
    assert "Schools found" in labels(again), "its cell was run again, and there is no other form to choose in"
    choose(again, "100")
    assert "SLT Comments" in text_of(vision)
    assert "Choose your school above" not in text_of(vision)


def test_no_part_asks_for_the_school_below_the_form_to_choose_it(two_schools):
    workbook = interactive_workbook(two_schools, remember_choice=True)
    choice, header = widget(workbook.school_choice), widget(workbook.header)
    assert buttons(header) == []
    assert "Choose your school above, and this part appears." in text_of(header)
    choose(choice, "101")
    assert "Career Leader Name" in text_of(header)


def test_a_school_that_is_not_in_the_register_can_be_added_and_is_remembered(tmp_path):
    with open_store(str(tmp_path / "new.db")) as store:
        workbook = interactive_workbook(store, remember_choice=True)
        form = widget(workbook.vision)
        assert buttons(form) == ["Start a plan"]
        control(form, "Name of your school, college or provider").value = "Wyncombe Training"
        control(form, "Type of school or college").value = "Training provider"
        button(form, "Start a plan").click()
        assert "Learner Voice Comments" in text_of(form)
        (school,) = store.schools.search()
        assert school == School(school.id, "Wyncombe Training", Setting.PROVIDER)
        assert store.settings.get("school chosen") == school.id


def test_a_context_with_a_school_offers_no_other(two_schools):
    choice = widget(interactive_workbook(two_schools, "100").school_choice)
    assert "You are working on Larkmoor School’s plan." in text_of(choice)
    assert buttons(choice) == []
    assert "Schools found" not in labels(choice)


def test_choosing_another_school_shows_whose_plan_it_is_now(two_schools):
    workbook = interactive_workbook(two_schools, "100", remember_choice=True)
    choice = widget(workbook.school_choice)
    assert "You are working on Larkmoor School’s plan." in text_of(choice)
    choose(choice, "101")
    assert "You are working on Fernhollow College’s plan." in text_of(choice)
    assert workbook.plan.header.school_name == "Fernhollow College"


def test_choosing_another_school_switches_every_open_part_to_it(two_schools):
    two_schools.answers.save("100", {"header.careers_leader": "A. Leader"})
    workbook = interactive_workbook(two_schools, "100", remember_choice=True)
    header, cover, example = widget(workbook.header), widget(workbook.cover), widget(workbook.example.vision)
    assert "Larkmoor School" in text_of(cover)
    assert "Larkmoor School" in text_of(example)
    choose(widget(workbook.school_choice), "101")
    leader = control(header, "Career Leader Name")
    assert leader.value == ""
    leader.value = "B. Leader"
    assert two_schools.answers.read("100")["header"]["careers_leader"] == "A. Leader"
    assert two_schools.answers.read("101")["header"]["careers_leader"] == "B. Leader"
    assert "Fernhollow College" in text_of(cover)
    assert "Larkmoor School" not in text_of(example)


def test_what_was_just_typed_is_saved_before_switching_to_another_school(two_schools):
    clock = FakeClock()
    workbook = interactive_workbook(two_schools, "100", remember_choice=True, host=FormHost(schedule=clock.schedule))
    vision = widget(workbook.vision)
    control(vision, "SLT Comments").value = "typed for Larkmoor"
    assert two_schools.answers.history("100") == []
    choose(widget(workbook.school_choice), "101")
    assert two_schools.answers.read("100")["vision"]["slt"] == "typed for Larkmoor"
    clock.advance(60)
    assert two_schools.answers.history("101") == []


def test_switching_school_is_refused_while_answers_cannot_be_saved(two_schools):
    workbook = interactive_workbook(two_schools, "100", remember_choice=True)
    vision, choice = widget(workbook.vision), widget(workbook.school_choice)
    with broken(two_schools):
        control(vision, "SLT Comments").value = "do not lose this"
        choose(choice, "101")
        assert "This did not work. Your last changes are not saved yet." in text_of(choice)
        assert "Fernhollow College’s plan" not in text_of(choice)
    assert control(vision, "SLT Comments").value == "do not lose this"
    choose(choice, "101")
    assert two_schools.answers.read("100")["vision"]["slt"] == "do not lose this"
    assert control(vision, "SLT Comments").value == ""


def test_a_part_that_cannot_be_shown_affects_no_other_and_can_be_tried_again(store):
    workbook = interactive_workbook(store)
    header, vision, cover = widget(workbook.header), widget(workbook.vision), widget(workbook.cover)
    store.answers.save("100", {"vision.slt": ["no text"]})
    with broken(store):
        choose(header, "100")
        assert "This could not be shown." in text_of(header)
        assert "This could not be shown." in text_of(cover)
    button(header, "Try again").click()
    assert "This could not be shown." in text_of(header)
    store.answers.save("100", {"vision.slt": "text"})
    for form in (vision, header):
        button(form, "Try again").click()
    assert "Career Leader Name" in text_of(header)
    assert control(vision, "SLT Comments").value == "text"


def test_jupyterlab_remembers_its_school_and_another_can_be_chosen(two_schools, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start.ipynb").touch()
    opened = []
    monkeypatch.setattr("subprocess.run", lambda *_, env, **__: opened.append(env) or CompletedProcess([], 0))
    assert open_lab("100", two_schools.url, browser=False) == 0
    assert two_schools.settings.get("school chosen") == "100"
    assert opened[0]["CAREERSKIT_STORE"] == two_schools.url
    assert "CAREERSKIT_SCHOOL" not in opened[0]
    workbook = interactive_workbook(two_schools, "100", remember_choice=True)
    choose(widget(workbook.school_choice), "101")
    assert two_schools.settings.get("school chosen") == "101"


def test_a_workbook_opened_in_a_context_has_its_school_store_and_author(two_schools):
    with use_context(context_of(two_schools, "101", who="delegate 7")):
        workbooks = [open_workbook(), open_workbook("101", two_schools.url)]
    for number, workbook in enumerate(workbooks):
        control(widget(workbook.vision), "SLT Comments").value = f"typed {number}"
    history = [(entry.path, entry.value, entry.who) for entry in two_schools.answers.history("101")]
    assert history == [("vision.slt", "typed 0", "delegate 7"), ("vision.slt", "typed 1", "delegate 7")]


def test_a_notebook_that_opens_another_plan_than_its_own_is_refused(two_schools, tmp_path):
    other_store = str(tmp_path / "other.db")
    with use_context(context_of(two_schools, "101")):
        with pytest.raises(CareerskitError, match="opens the plan of school '100', but it is being run for '101'"):
            open_workbook("100")
        with pytest.raises(CareerskitError, match="opens another store than the one it is being run for") as error:
            open_workbook("101", other_store)
    assert other_store not in str(error.value), "a store's URL may hold a password"
    assert not (tmp_path / "other.db").exists()


def test_a_notebook_run_with_a_plan_read_beforehand_is_refused_another_store(two_schools, tmp_path):
    school, plan = two_schools.schools.get("101"), Plan(school="101")
    with use_context(WorkbookContext(None, school, interactive=False, plan=plan, store_url=two_schools.url)):
        assert open_workbook("101", two_schools.url).plan is plan
        with pytest.raises(CareerskitError, match="another store"):
            open_workbook("101", str(tmp_path / "other.db"))


def test_a_step_is_run_with_its_contexts_parameters_instead_of_its_defaults(two_schools, tmp_path):
    step = replace(read_steps()["02_vision"], cells=())
    defaults = NotebookCell(
        0, statements=compile('school, store = "100", "elsewhere.db"', "", "exec"), is_parameters=True
    )
    opens = NotebookCell(
        1,
        statements=compile("from careerskit import open_workbook", "", "exec"),
        expression=compile("open_workbook(school, store).cover", "", "eval"),
    )
    ((number, shown),) = run_step(replace(step, cells=(defaults, opens)), context_of(two_schools, "101"))
    assert number == 1
    assert "Fernhollow College" in text_of(widget_with_id(shown[WIDGET]["model_id"]))


def test_the_parameters_cell_of_each_step_is_known():
    assert all(sum(cell.is_parameters for cell in step.cells) == 1 for step in read_steps().values())


def test_a_context_that_is_not_interactive_shows_pages(store_with_answers):
    with use_context(context_of(store_with_answers, "100", interactive=False)):
        assert ANSWER in bundle(open_workbook().vision)["text/html"]


def test_a_context_applies_to_its_block_and_thread_alone(store_with_answers):
    with use_context(context_of(store_with_answers, "100", interactive=False)):
        with use_context(context_of(store_with_answers)):
            assert set(bundle(open_workbook().vision)) == {WIDGET, "text/plain"}
        assert open_workbook().plan.vision.slt == ANSWER
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(open_workbook).result().plan.vision.slt == ""
    assert open_workbook().plan.vision.slt == ""


def test_forms_save_after_the_pause_of_their_host(store_with_answers):
    clock = FakeClock()
    with use_context(context_of(store_with_answers, "100", host=FormHost(schedule=clock.schedule))):
        form = widget(open_workbook().vision)
    control(form, "Staff Voice Comments").value = "x"
    assert "staff" not in store_with_answers.answers.read("100")["vision"]
    clock.advance(1)
    assert store_with_answers.answers.read("100")["vision"]["staff"] == "x"


def test_a_school_chosen_in_a_context_is_not_remembered_in_the_store(two_schools):
    with use_context(context_of(two_schools)):
        choose(widget(open_workbook().vision), "101")
    assert two_schools.settings.get("school chosen") == ""


def test_workbooks_in_two_contexts_share_no_widget(two_schools):
    widgets = []
    for school in ("100", "101"):
        with use_context(context_of(two_schools, school)):
            workbook = open_workbook()
            forms = [widget(part) for part in (workbook.swot, workbook.cover, workbook.school_choice)]
            shown = [child for form in forms for child in widgets_in(form)]
            styles = {child.style for child in shown if hasattr(child, "style")}
            widgets.append({*shown} | {child.layout for child in shown} | styles)
    assert not widgets[0] & widgets[1]


@pytest.mark.parametrize("name", PARTS)
def test_a_blank_workbook_has_a_worked_example_of_each_part(name):
    html = bundle(getattr(open_workbook().example, name))["text/html"]
    assert "<details" in html
    assert "An invented example" in html


def test_the_example_is_for_the_same_type_of_school_or_college(store):
    store.schools.register([School("103", "Hollins Special School", Setting.SPECIAL)])
    assert "pupil" in bundle(open_workbook("103", store.url).example.vision)["text/html"].casefold()


def test_the_plain_text_of_a_part_is_its_name():
    assert repr(PlanPart("action_plan", str)) == "<action plan of the workbook>"


def test_a_plan_opened_to_read_has_no_inputs(store_with_answers):
    workbook = Workbook(context_of(store_with_answers, "100"), to_read=True)
    shown = list(widgets_in(widget(workbook.vision)))
    assert ANSWER in "".join(child.value for child in shown if type(child).__name__ == "HTML")
    assert not [child for child in shown if type(child).__name__ == "Textarea"]


def test_open_forms_have_the_path_of_each_input_that_is_on_the_page(store):
    record = store.answers.add_record("100", "swot.threats", {"text": "fewer buses"})
    context = context_of(store, "100")
    vision, swot = widget(Workbook(context).vision), widget(Workbook(context).swot)
    paths = context.forms.paths
    assert paths[control(vision, "SLT Comments").model_id] == "vision.slt"
    point = control(swot, "Threat 1").model_id
    assert paths[point] == f"swot.threats[{record}].text"
    assert set(paths) <= {child.model_id for form in (vision, swot) for child in widgets_in(form)}
    button(open_all(swot), "Remove threat 1").click()
    assert point not in context.forms.paths


def test_what_a_colleague_saved_is_shown_in_every_open_form(store):
    context = context_of(store, "100", who="Ann")
    workbook = Workbook(context)
    first, second, header = widget(workbook.vision), widget(workbook.vision), widget(workbook.header)
    store.answers.save("100", {"vision.slt": "from Ben", "header.careers_leader": "B. Leader"}, who="Ben")
    context.forms.apply_remote_changes({change.path: change.value for change in store.answers.changes_since(0)})
    assert [control(form, "SLT Comments").value for form in (first, second)] == ["from Ben"] * 2
    assert control(header, "Career Leader Name").value == "B. Leader"
    assert [entry.who for entry in store.answers.history("100")] == ["Ben"] * 2


def test_the_host_is_told_what_was_saved_after_the_commit(store):
    clock, saved = FakeClock(), []
    host = FormHost(clock.schedule, on_saved=lambda answers: saved.append((answers, store.answers.read("100"))))
    workbook = interactive_workbook(store, "100", host=host)
    control(widget(workbook.vision), "SLT Comments").value = "x"
    assert saved == []
    clock.advance(1)
    assert saved == [({"vision.slt": "x"}, {"vision": {"slt": "x"}})]


def test_the_host_renders_charts_only(store_with_answers):
    requests = []
    host = FormHost(render_chart=lambda part, show: requests.append((part, show)))
    workbook = interactive_workbook(store_with_answers, "100", host=host)
    chart, cover = widget(workbook.benchmark_scores), widget(workbook.cover)
    assert "Loading the chart" in text_of(chart)
    assert "Larkmoor School" in text_of(cover)
    button(chart, "Update benchmark scores").click()
    assert [part for part, _ in requests] == ["benchmark_scores"] * 2
    requests[0][1]("<p>The chart</p>")
    assert "The chart" in text_of(chart)
    assert "Loading" not in text_of(chart)


def test_open_forms_save_what_is_pending_without_reporting_it(store):
    clock = FakeClock()
    context = context_of(store, "100", host=FormHost(clock.schedule))
    vision, swot = widget(Workbook(context).vision), widget(Workbook(context).swot)
    control(vision, "SLT Comments").value = "typed at the last moment"
    before = text_of(vision)
    context.forms.save_pending()
    assert store.answers.read("100")["vision"]["slt"] == "typed at the last moment"
    assert text_of(vision) == before
    with broken(store):
        control(vision, "SLT Comments").value = "not saved"
        context.forms.save_pending()
    assert text_of(swot)


def test_updating_a_chart_saves_what_was_just_typed_first(store):
    clock = FakeClock()
    workbook = interactive_workbook(store, "100", host=FormHost(clock.schedule))
    form, chart = widget(workbook.current_state), widget(workbook.benchmark_scores)
    control(form, "1. A stable careers programme").value = "64%"
    button(chart, "Update benchmark scores").click()
    assert "64%" in labels(chart)
    assert store.answers.read("100")["current_state"]["compass"]["b1"] == "64%"


def test_a_workbook_with_something_that_passes_itself_off_as_careerskit_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start.ipynb").touch()
    (tmp_path / "notebooks" / "careerskit.py").touch()
    with pytest.raises(CareerskitError, match=r"careerskit\.py would be used in place of careerskit"):
        open_lab()
