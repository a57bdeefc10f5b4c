"""A Word document in a plan: what it replaces and leaves alone, whose it is, and the delegates' page that shows it first."""

from __future__ import annotations

import base64
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from docx import Document
from typer.testing import CliRunner

import careerskit.server
from careerskit.cli import app
from careerskit.errors import InputFileError, UnknownSchoolError
from careerskit.plan import Header, Plan, School, SwotItem, Vision
from careerskit.store import load_plan, open_store
from careerskit.word import MAX_DOCUMENT_BYTES, add_to_plan, changes_by, read_document, school_of, write_plan

from ..delegates import Delegate, serving
from ..typed_templates import below_labels, in_the_labels_cells, saved, to_the_left

SLT = "vision.slt"


def brought_in(store, file, school="100"):
    return add_to_plan(store, store.schools.get(school), read_document(file, "plan.docx").plan)


@pytest.mark.parametrize("habit", [in_the_labels_cells, to_the_left, below_labels])
def test_the_same_document_brings_nothing_the_second_time(store, habit):
    first = brought_in(store, habit())
    plan = load_plan(store, store.schools.get("100"))
    assert first.changes
    second = brought_in(store, habit())
    assert (second.values, second.new_records, second.changes) == ({}, (), ())
    assert load_plan(store, store.schools.get("100")) == plan


def test_an_answer_is_replaced_only_where_the_document_has_text_and_stays_in_the_history(store):
    store.answers.save("100", {SLT: "Ours", "vision.staff": "Kept", "header.careers_leader": "JS"}, "one")
    point = store.answers.add_record(
        "100", "swot.strengths", {"text": "Level 6 careers leader", "prompt": "LMI"}, "one"
    )
    other = store.answers.add_record("100", "swot.strengths", {"text": "Only here"}, "one")

    found = brought_in(store, in_the_labels_cells())

    plan = load_plan(store, store.schools.get("100"))
    assert (plan.vision.slt, plan.vision.staff) == ("Careers is everybody’s job.", "Kept")
    assert [one.before for one in found.changes if one.name == "Vision, SLT Comments"] == ["Ours"]
    assert [one.before for one in store.history.overwritten("100") if one.path == SLT] == ["Ours"]
    strengths = {one.id: one for one in plan.swot.strengths}
    assert strengths[other].text == "Only here"
    assert {one.text for one in strengths.values()} >= {"Engaged EA\nlinks to CL"}
    assert strengths[point].prompt == "LMI"


def test_records_of_our_own_document_are_known_by_their_ids_and_what_was_removed_comes_back(store):
    key = store.answers.add_record("100", "swot.strengths", {"text": "As it was"})
    file = write_plan(load_plan(store, store.schools.get("100")))
    store.answers.save("100", {f"swot.strengths[{key}].text": "Changed since"})
    brought_in(store, file)
    assert [(one.id, one.text) for one in load_plan(store, store.schools.get("100")).swot.strengths] == [
        (key, "As it was")
    ]
    store.answers.remove_record("100", "swot.strengths", key)
    brought_in(store, file)
    assert [one.id for one in load_plan(store, store.schools.get("100")).swot.strengths] == [key]


def test_a_removed_note_does_not_come_back(store):
    brought_in(store, below_labels())
    notes = load_plan(store, store.schools.get("100")).notes
    assert [note.text for note in notes] == ["This plan was written with the whole team.", "Draft for governors"]
    store.answers.remove_record("100", "notes", notes[0].id)
    brought_in(store, below_labels())
    assert load_plan(store, store.schools.get("100")).notes == notes[1:]


def test_whose_plan_it_is_is_found_by_id_or_name_or_asked_for(store):
    store.schools.register(
        [School("7", "Ashgrove Academy"), School("8", "Tallowfield School"), School("9", "Tallowfield School")]
    )
    ours = read_document(write_plan(Plan(school="8", header=Header(school_name="Renamed since"))), "a.docx")
    assert school_of(store, ours).id == "8"
    assert school_of(store, ours, "9").id == "9"
    assert school_of(store, read_document(below_labels(), "a.docx")).name == "Ashgrove Academy"
    for habit, message in (
        (in_the_labels_cells, "“a.docx” says that it is the plan of “Tallowfield School”, and the store knows several"),
        (
            to_the_left,
            "the store knows no school of exactly that name. Name the school: `careerskit import FILE --school URN`.",
        ),
    ):
        with pytest.raises(InputFileError) as error:
            school_of(store, read_document(habit(), "a.docx"))
        assert message in str(error.value)
    with pytest.raises(UnknownSchoolError):
        school_of(store, ours, "nobody")


def test_a_closed_school_of_the_same_name_counts_only_if_it_has_a_plan(store):
    store.schools.register([School("7", "Ashgrove Academy"), School("6", "Ashgrove Academy", closed=True)])
    document = read_document(below_labels(), "a.docx")
    assert school_of(store, document).id == "7"
    store.answers.save("6", {"vision.slt": "Begun before it closed"})
    with pytest.raises(InputFileError, match="the store knows several schools of that name"):
        school_of(store, document)


def test_the_command_shows_a_document_and_keeps_it_unless_it_is_a_dry_run(tmp_path):
    file, where = tmp_path / "plan.docx", str(tmp_path / "one.db")
    file.write_bytes(below_labels())
    with open_store(where) as store:
        store.schools.register([School("7", "Ashgrove Academy")])

    def run(*options):
        return CliRunner().invoke(app, ["import", str(file), "--store", where, *options])

    shown = run("--dry-run")
    assert shown.exit_code == 0
    assert "Vision, Link Governor Comments (Table 2, row 2)\n  Keep it short\n" in shown.output
    assert "Note, from Text box 1\n  Draft for governors" in shown.output
    assert "Nothing was kept" in shown.output
    with open_store(where) as store:
        assert store.answers.by_path("7") == {}
        run()
        assert load_plan(store, store.schools.get("7")).vision.link_governor == "Keep it short"
    file.write_text("{}", "utf-8")
    assert "is no Word document or spreadsheet" in run("--dry-run").output


@pytest.fixture
def host(two_schools):
    with serving(two_schools) as address:
        yield address


@pytest.fixture
def delegate(host, two_schools):
    return Delegate(host).follow_new_link(two_schools, "100")


def post(delegate, action, **form):
    """Send a form of the page; return the status and the page that it leads to."""
    place = f"/p/{delegate.slug}/word/{action}"
    status, headers, html = delegate.ask("POST", place, urlencode(form), Origin=f"http://{delegate.host}")
    return status, delegate.ask("GET", headers["location"])[2] if status == 303 else html


def check(delegate, file, name="plan.docx"):
    return post(delegate, "check", document=base64.urlsafe_b64encode(file).decode(), file=name)


def form_in(html):
    return {"plan": unescape(re.search(r'name="plan" value="([^"]*)"', html)[1])}


def test_a_document_is_shown_and_added_only_when_that_is_confirmed(delegate, two_schools):
    two_schools.answers.save("100", {"vision.link_governor": "Longer"}, "one")
    before = two_schools.answers.by_path("100")

    status, html = check(delegate, below_labels())

    assert status == 200
    shown = [unescape(text) for text in re.findall(r'<blockquote class="typed">(.*?)</blockquote>', html, re.DOTALL)]
    assert {"Keep it short", "Longer", "Draft for governors"} <= set(shown)
    assert two_schools.answers.by_path("100") == before
    status, html = post(delegate, "add", **form_in(html))
    assert status == 303
    assert "The answers in the document are in your plan. What had no clear place is under" in html
    plan = load_plan(two_schools, two_schools.schools.get("100"))
    assert plan.vision.link_governor == "Keep it short"
    assert [one.text for one in plan.notes] == ["This plan was written with the whole team.", "Draft for governors"]
    history = delegate.ask("GET", f"/p/{delegate.slug}/history")[2]
    assert "Replaced by a Word document" in history
    status, html = post(delegate, "note", note=plan.notes[0].id)
    assert (status, "The note was removed." in html) == (303, True)
    assert len(load_plan(two_schools, two_schools.schools.get("100")).notes) == 1
    assert "Your plan has all of it already." in check(delegate, below_labels())[1]


def test_what_is_being_typed_is_saved_before_a_document_is_added(delegate, two_schools):
    _, html = check(delegate, below_labels())
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        box = next(model for model, path in page.paths.items() if path == "vision.ideas")
        page.send(box, {"method": "update", "state": {"value": "Still typing"}})
        assert post(delegate, "add", **form_in(html))[0] == 303
        slt = next(model for model, path in page.paths.items() if path == SLT)
        page.receive_until(lambda page: page.models[slt].get("value") == "Yes")
        page.receive_until(lambda page: any("vision.ideas" in saved for saved in page.saved))
    plan = load_plan(two_schools, two_schools.schools.get("100"))
    assert (plan.vision.ideas, plan.vision.slt) == ("Still typing", "Yes")


def test_what_cannot_be_brought_in_changes_nothing_and_says_why(delegate, two_schools):
    other = write_plan(load_plan(two_schools, two_schools.schools.get("101")))
    reasons = {
        "Choose a Word document.": b"",
        "is not a Word document, or is damaged": b"PK\x03\x04",
        "does not look like a Strategic Careers Plan": saved(Document()),
        "is the plan of Quillbridge College (101), and this is the plan of Larkmoor School (100)": other,
    }
    for reason, file in reasons.items():
        status, html = check(delegate, file)
        assert (status, reason in unescape(html), "Nothing was changed." in html) == (422, True, True), reason
    assert post(delegate, "add", plan="{}")[0] == 422
    assert post(delegate, "add", plan=Plan(school="101", vision=Vision(slt="x")).to_json())[0] == 422
    many = Plan(school="100").model_copy(update={"swot": Plan().swot.model_copy(update={"threats": tuple(
        SwotItem(id=f"t{number}", text=f"{number}") for number in range(2_001)
    )})})  # fmt: skip
    assert "more than" in post(delegate, "add", plan=many.model_dump_json())[1]
    assert two_schools.answers.history("100") == two_schools.answers.history("101") == []


def test_other_schools_and_other_sites_get_nothing_and_words_are_escaped(host, delegate, two_schools):
    stranger = Delegate(host).follow_new_link(two_schools, "101")
    stranger.slug = delegate.slug
    assert stranger.ask("GET", f"/p/{delegate.slug}/word")[0] == 404
    for action in ("check", "add", "note"):
        assert post(stranger, action, plan=Plan(school="100").to_json())[0] == 404
        address = f"/p/{delegate.slug}/word/{action}"
        assert delegate.ask("POST", address, "plan=x", Origin="http://elsewhere.example")[0] == 403
    script = "</blockquote><script>alert(1)</script>"
    _, html = check(delegate, write_plan(Plan(vision=Vision(slt=script))), f"{script}.docx")
    assert "alert(1)" in html
    assert "<script>" not in html
    assert two_schools.answers.history("100") == []


def test_a_preview_changes_nothing(store):
    document = read_document(in_the_labels_cells(), "plan.docx")
    assert changes_by(store, store.schools.get("100"), document.plan, document.found).changes
    assert store.answers.by_path("100") == {}


def test_the_script_and_the_server_agree_on_the_limit():
    script = Path(careerskit.server.__file__).with_name("static").joinpath("word_import_page.js").read_text("utf-8")
    assert f"MAX_BYTES = {MAX_DOCUMENT_BYTES:_};" in script
