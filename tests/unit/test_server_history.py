"""The page "Undo and backups": what was replaced or removed is put back, and a backup is restored, for one plan alone."""

from __future__ import annotations

import json
import re
import sqlite3
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

import careerskit.server
from careerskit.forms import MAX_RECORDS
from careerskit.plan import Setting
from careerskit.server.delegate.history import MAX_BACKUP_BYTES
from careerskit.store import export_plan, load_plan, record_path
from careerskit.views import PlanPlaces

from ..delegates import Delegate, serving

SLT = "vision.slt"


@pytest.fixture
def host(two_schools):
    with serving(two_schools) as address:
        yield address


@pytest.fixture
def delegate(host, two_schools):
    return Delegate(host).follow_new_link(two_schools, "100")


def page_of(delegate, query=""):
    status, _, html = delegate.ask("GET", f"/p/{delegate.slug}/history{query}")
    assert status == 200, html
    return html


def post(delegate, action, **form):
    """Send a form of the page; return the status and the page that it leads to."""
    place = f"/p/{delegate.slug}/history/{action}"
    status, headers, html = delegate.ask("POST", place, urlencode(form), Origin=f"http://{delegate.host}")
    return status, delegate.ask("GET", headers["location"])[2] if status == 303 else html


def press(delegate, button, text=""):
    """Press the first button of that name, of the entry with that text."""
    html = page_of(delegate)
    entry = next(part for part in html.split("<li>")[1:] if button in part and text in unescape(part))
    action = re.search(r'action="[^"]*/history/(\w+)', entry)[1]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', entry)
    return post(delegate, action, **{name: unescape(value) for name, value in fields})


def shown(html):
    """Return the texts of a page that are somebody's words."""
    return [unescape(text) for text in re.findall(r'<blockquote class="typed">(.*?)</blockquote>', html, re.DOTALL)]


def alert_of(html):
    return unescape(re.search(r'role="alert">([^<]*)<', html)[1])


def test_what_a_colleague_replaced_is_put_back_and_can_be_taken_back_again(delegate, two_schools):
    two_schools.answers.save("100", {SLT: "Ours"}, "one")
    two_schools.answers.save("100", {SLT: "Theirs"}, "two")
    html = page_of(delegate)
    assert "<h3>Vision, SLT Comments</h3>" in html
    assert shown(html) == ["Ours", "Theirs"]

    status, html = press(delegate, "Put this back", "Ours")

    assert (status, shown(html)) == (303, ["Theirs", "Ours"])
    assert "The earlier answer is back." in html
    assert load_plan(two_schools, two_schools.schools.get("100")).vision.slt == "Ours"
    assert [one.value for one in two_schools.answers.history("100", SLT)] == ["Ours", "Theirs", "Ours"]
    assert press(delegate, "Put this back", "Theirs")[0] == 303
    assert two_schools.answers.by_path("100")[SLT] == "Theirs"


def test_a_colleagues_open_page_shows_what_was_put_back(delegate, two_schools):
    two_schools.answers.save("100", {SLT: "Ours"}, "one")
    two_schools.answers.save("100", {SLT: "Theirs"}, "two")
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        box = next(model for model, path in page.paths.items() if path == SLT)
        press(delegate, "Put this back", "Ours")
        page.receive_until(lambda page: page.models[box]["value"] == "Ours")


def test_what_is_being_typed_is_saved_first_and_is_in_the_list_after_an_answer_was_put_back(delegate, two_schools):
    two_schools.answers.save("100", {SLT: "Ours"}, "one")
    two_schools.answers.save("100", {SLT: "Theirs"}, "two")
    change = two_schools.history.overwritten("100")[0].number
    with delegate.at("02_vision") as page:
        page.wait_until_built()
        boxes = {path: model for model, path in page.paths.items()}
        page.send(boxes[SLT], {"method": "update", "state": {"value": "Still typing"}})
        page.send(boxes["vision.staff"], {"method": "update", "state": {"value": "Done"}})
        page.receive_until(lambda page: any("vision.staff" in saved for saved in page.saved))
        page.send(boxes[SLT], {"method": "update", "state": {"value": "Still typing, on and on"}})
        status, _ = post(delegate, "answer", change=change)
        page.receive_until(lambda page: page.models[boxes[SLT]].get("value") in ("Ours", "Still typing, on and on"))
    assert status == 303
    everything = {one.value for one in two_schools.answers.history("100", SLT)}
    assert {"Ours", "Still typing, on and on"} <= everything


def test_a_removed_record_is_put_back_where_it_was(delegate, two_schools):
    points = [two_schools.answers.add_record("100", "swot.strengths", {"text": text}) for text in ("One", "Two", " ")]
    for point in (points[0], points[2]):
        two_schools.answers.remove_record("100", "swot.strengths", point)
    html = page_of(delegate)
    assert shown(html) == ["One"]
    assert "<h3>SWOT analysis, Strength</h3>" in html

    status, html = press(delegate, "Put it back", "One")

    assert (status, shown(html)) == (303, [])
    assert [one.text for one in load_plan(two_schools, two_schools.schools.get("100")).swot.strengths] == ["One", "Two"]
    assert post(delegate, "record", list="swot.strengths", record=points[0])[0] == 422, "it is there already"


def test_everybodys_words_are_escaped(delegate, two_schools):
    script = "</blockquote><script>alert(1)</script>"
    for who, text in (("one", script), ("two", f"Not {script}!"), ("three", "No")):
        two_schools.answers.save("100", {SLT: text}, who)
    point = two_schools.answers.add_record("100", "swot.strengths", {"text": script})
    two_schools.answers.remove_record("100", "swot.strengths", point)
    _, refused = post(delegate, "check", backup="{}", file=f"{script}.json")
    _, asked = post(delegate, "check", backup=export_plan(two_schools, "100"), file=f"{script}.json")
    for html in (page_of(delegate), refused, asked):
        assert "alert(1)" in html
        assert "<script>" not in html


def test_other_schools_and_other_sites_get_nothing(host, delegate, two_schools):
    two_schools.answers.save("100", {SLT: "Ours"}, "one")
    two_schools.answers.save("100", {SLT: "Theirs"}, "two")
    change = str(two_schools.history.overwritten("100")[0].number)
    backup = export_plan(two_schools, "100")
    stranger = Delegate(host).follow_new_link(two_schools, "101")
    assert post(stranger, "answer", change=change)[0] == 422, "another plan's change is none of this plan's"
    stranger.slug = delegate.slug
    assert stranger.ask("GET", f"/p/{delegate.slug}/history")[0] == 404
    forms = {
        "answer": {"change": change},
        "record": {"list": "objectives", "record": "x"},
        "check": {"backup": backup},
        "backup": {"backup": backup},
    }
    for action, form in forms.items():
        assert post(stranger, action, **form)[0] == 404
        status, _, _ = delegate.ask(
            "POST", f"/p/{delegate.slug}/history/{action}", urlencode(form), Origin="http://elsewhere.example"
        )
        assert status == 403
    assert len(two_schools.answers.history("100")) == 2
    assert two_schools.answers.history("101") == []


def test_the_latest_fifty_replaced_answers_are_shown(delegate, two_schools):
    for number in range(60):
        two_schools.answers.save("100", {SLT: f"Text {number}."}, f"author {number}")
    html = page_of(delegate)
    assert shown(html)[::2] == [f"Text {number}." for number in range(58, 8, -1)]
    assert "The latest 50 are shown." in html


def test_a_backup_is_looked_at_and_then_replaces_all_answers(delegate, two_schools):
    answers = two_schools.answers
    answers.save("100", {SLT: "In the backup", "vision.staff": "Same"}, "one")
    kept = answers.add_record("100", "swot.strengths", {"text": "Kept"}, "one")
    before = load_plan(two_schools, two_schools.schools.get("100"))
    backup = delegate.ask("GET", f"/p/{delegate.slug}/answers.json")[2]
    answers.save("100", {SLT: "Written since", "vision.parents": "New"}, "one")
    answers.remove_record("100", "swot.strengths", kept)
    added = answers.add_record("100", "objectives", {"objective": "Added since"}, "one")

    status, html = post(delegate, "check", backup=backup, file="100-answers.json", saved="1790000000000")

    assert status == 200
    assert "Larkmoor School (100)" in html
    assert '<time datetime="2026-09-21T' in html
    assert re.findall(r"<dd>(\d+) answers</dd>", html) == ["5", "6"]  # with the school's name and type
    assert answers.by_path("100")[SLT] == "Written since", "nothing is replaced before it is confirmed"
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    status, html = post(delegate, "backup", **{name: unescape(value) for name, value in form.items()})

    assert status == 303
    after = load_plan(two_schools, two_schools.schools.get("100"))
    assert after == before
    assert sorted(shown(html)) == ["Added since", "In the backup", "New", "Written since"]
    assert "Replaced by a backup" in html
    assert [one.record for one in two_schools.history.removed("100")] == [added]
    assert press(delegate, "Put this back", "Written since")[0] == 303
    assert answers.by_path("100")[SLT] == "Written since"


@pytest.mark.parametrize("action", ["check", "backup"])
def test_what_is_no_backup_of_this_plan_is_refused_and_changes_nothing(delegate, two_schools, action):
    two_schools.answers.save("100", {SLT: "Ours"})
    plan = json.loads(export_plan(two_schools, "100"))
    records = [{"id": f"r{number}"} for number in range(MAX_RECORDS + 1)]
    cases = {
        "Choose the file": "",
        "row 1, column 1: this is not JSON": "PK\x03\x04",
        "has no schema_version": "[1, 2]",
        "If the file is newer, install the newest careerskit": json.dumps(plan | {"schema_version": 99}),
        "visoin: there is no such field. Did you mean vision?": json.dumps(plan | {"visoin": {}}),
        "is a backup of Quillbridge College (101), and this is the plan of Larkmoor School (100)": export_plan(
            two_schools, "101"
        ),
        f"more than {MAX_RECORDS} entries": json.dumps(plan | {"objectives": records}),
        "never longer than 1 MB": json.dumps(plan | {"vision": {"slt": "x" * MAX_BACKUP_BYTES}}),
        "its JSON cannot be read": '{"schema_version": ' + "[" * 100_000,
    }
    for reason, text in cases.items():
        status, html = post(delegate, action, backup=text, file="ours.json")
        assert (status, reason in alert_of(html)) == (422, True), (reason, alert_of(html))
        assert "Nothing was changed." in alert_of(html)
        assert "<title>Error: " in html
    assert post(delegate, action, backup="%" * 3 * MAX_BACKUP_BYTES)[0] == 413
    assert [one.value for one in two_schools.answers.history("100")] == ["Ours"]


def test_a_refused_backup_names_the_first_problems_and_counts_the_others(delegate, two_schools):
    plan = json.loads(export_plan(two_schools, "100")) | {f"field_{number}": 1 for number in range(40)}
    _, html = post(delegate, "check", backup=json.dumps(plan), file="ours.json")
    lines = alert_of(html).splitlines()
    assert len(lines) == 13
    assert lines[-2:] == ["  and 31 more", "Nothing was changed."]


def test_only_the_forms_with_a_backup_may_be_long(delegate):
    assert post(delegate, "answer", change="1" * 50_000)[0] == 413


def test_a_plan_that_cannot_be_read_is_put_right_by_a_backup(delegate, two_schools):
    two_schools.answers.save("100", {SLT: "Ours"}, "one")
    backup = export_plan(two_schools, "100")
    with sqlite3.connect(two_schools.url.removeprefix("sqlite:///")) as raw:
        raw.execute("UPDATE revision SET value = '{'")
    assert post(delegate, "check", backup=backup)[0] == 200
    assert post(delegate, "backup", backup=backup)[0] == 303
    assert load_plan(two_schools, two_schools.schools.get("100")).vision.slt == "Ours"


def test_changes_of_fields_that_a_plan_no_longer_has_are_left_out(delegate, two_schools):
    for who in ("one", "two"):
        two_schools.answers.save("100", {"vision.motto": f"Of {who}", SLT: f"By {who}"}, who)
    assert shown(page_of(delegate)) == ["By one", "By two"]


def test_too_much_at_once_is_refused(delegate):
    statuses = [post(delegate, "answer", change="0")[0] for _ in range(45)]
    assert statuses[:40] == [422] * 40
    assert 429 in statuses


@pytest.mark.parametrize(("given", "back"), [("", "00_start"), ("04_swot", "04_swot"), ('x"y', "00_start")])
def test_the_page_leads_back_to_the_step_it_was_opened_from(delegate, two_schools, given, back):
    html = page_of(delegate, f"?{urlencode({'from': given})}")
    assert f'<a href="/p/{delegate.slug}/{back}">Back to the workbook</a>' in html
    assert f'/history/check?from={back}"' in html


def test_the_script_the_forms_and_the_server_agree_on_the_limits():
    script = Path(careerskit.server.__file__).with_name("static").joinpath("history_page.js").read_text("utf-8")
    assert f"MAX_BYTES = {MAX_BACKUP_BYTES:_};" in script


def test_places_are_named_as_the_plan_names_them(store):
    store.answers.save("100", {"header.setting": Setting.COLLEGE.value})
    second = [store.answers.add_record("100", "objectives", {"objective": text}) for text in ("a", "b")][1]
    actions = record_path("objectives", second, "actions")
    action = store.answers.add_record("100", actions, {"action": "c"})
    point = store.answers.add_record("100", "swot.threats", {"text": "d"})
    places = PlanPlaces(load_plan(store, store.schools.get("100")))
    named = {
        "header.school_name": "About this plan, College Name",
        "vision.students": "Vision, Student Voice Comments",
        f"swot.threats[{point}].text": "SWOT analysis, Threat 1",
        f"swot.threats[{point}].prompt": "SWOT analysis, Threat 1, Topic",
        "swot.threats[gone].text": "SWOT analysis, Threat",
        f"objectives[{second}].objective": "Objective 2",
        f"objectives[{second}].issue": "Objective 2, Issue",
        f"{actions}[{action}].responsible": "Objective 2, Action 1, Responsible",
    }
    assert {path: places.name(path) for path in named} == named
    assert places.text("current_state.priority_benchmarks", [1]).startswith("1")
    assert places.text(f"{actions}[{action}].cpd", True) == "Yes"
    assert places.text(f"objectives[{second}].kind", "whole") == "Whole College Priority"
    answers = {"issue": "Few meet employers", "actions[x].action": "c", "actions[y].time": "May"}
    assert places.record_text(record_path("objectives", "gone"), answers) == "Issue: Few meet employers\nand 2 actions"
    for path in ("nowhere", "vision.nowhere", f"swot.threats[{point}].text.more"):
        with pytest.raises(LookupError):
            places.name(path)
