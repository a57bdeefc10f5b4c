"""The commands, run as a user runs them."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from io import BytesIO

import pytest
from openpyxl import load_workbook

from careerskit.plan import Plan, School
from careerskit.review import findings
from careerskit.spreadsheet import write_spreadsheet
from careerskit.store import PublishedRelease, PublishedRow, load_plan, open_store

HEAVY = {"pandas", "matplotlib", "pydantic", "sqlalchemy", "papermill", "nbconvert", "ipywidgets", "IPython"}


@pytest.fixture
def full_store(tmp_path, run):
    path = tmp_path / "samples.db"
    assert run("sample", "--store", path).returncode == 0
    return path


def output_of(result):
    """Return the output of a run on one line, since the terminal's line breaks vary."""
    return " ".join((result.stdout + result.stderr).split())


def test_the_command_loads_nothing_heavy_before_it_knows_what_to_do():
    script = "import careerskit.cli, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert HEAVY & set(loaded) == set()


@pytest.mark.parametrize(
    "command",
    [
        "plans",
        "import",
        "export",
        "schools",
        "changes",
        "review",
        "termly-review",
        "open",
        "workbook",
        "sample",
        "schema",
        "new",
        "links",
        "deck",
        "run-of-show",
        "afterwards",
        "webinar",
    ],
)
def test_every_command_has_helpful_help(run, command):
    result = run(command, "--help")

    assert result.returncode == 0
    assert len(output_of(result)) > 150
    assert command in output_of(run("--help"))


def test_an_unknown_option_is_refused_with_a_suggestion(run):
    result = run("plans", "--stoer", "x.db")

    assert result.returncode == 2
    assert "--store" in output_of(result)


def test_an_unknown_command_is_refused_with_a_suggestion(run):
    result = run("plan")

    assert result.returncode == 2
    assert "plans" in output_of(result)


def test_an_unknown_school_is_refused_with_a_suggestion(run, full_store, tmp_path):
    result = run("plans", "90001", "--store", full_store, "--out", tmp_path / "plans")

    assert result.returncode == 1
    assert "knows no school '90001'" in output_of(result)
    assert "Did you mean 900001" in output_of(result)
    assert "Traceback" not in output_of(result)


def test_a_school_given_by_its_name_is_suggested(run, full_store, tmp_path):
    result = run("export", "larkmoor school", "--store", full_store)

    assert "Did you mean 900001 (Larkmoor School)?" in output_of(result)


def test_a_missing_store_is_refused(run, tmp_path):
    result = run("plans", "1", "--store", tmp_path / "none.db", "--out", tmp_path / "plans")

    assert result.returncode == 1
    assert "There is no store" in output_of(result)
    assert not (tmp_path / "none.db").exists()


def test_an_unknown_notebook_is_refused(run, full_store, tmp_path):
    result = run("plans", "--store", full_store, "--notebook", tmp_path / "none.ipynb", "--out", tmp_path / "plans")

    assert result.returncode == 1
    assert "There is no notebook" in output_of(result)


def test_a_notebook_without_a_school_parameter_is_refused_before_running(run, full_store, tmp_path):
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "other.ipynb").write_text(json.dumps(notebook), "utf-8")

    result = run("plans", "--store", full_store, "--notebook", tmp_path / "other.ipynb", "--out", tmp_path / "plans")

    assert result.returncode == 1
    assert "does not take school and store" in output_of(result)
    assert not (tmp_path / "plans").exists()


def test_importing_continues_after_a_file_of_another_type(run, tmp_path):
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "plan.json").write_text(Plan(school="77").to_json(), "utf-8")

    result = run("import", tmp_path / "report.pdf", tmp_path / "plan.json", "--store", tmp_path / "new.db")

    assert result.returncode == 1
    assert "report.pdf is a PDF" in output_of(result)
    with open_store(str(tmp_path / "new.db"), create=False) as store:
        assert [school.id for school in store.schools.search()] == ["77"]


def test_a_spreadsheet_is_shown_first_and_then_changes_its_plan(run, full_store, tmp_path):
    with open_store(str(full_store)) as store:
        workbook = load_workbook(BytesIO(write_spreadsheet(load_plan(store, store.schools.get("900001")))))
    workbook["Action plan"]["K2"] = "All 174 came"
    workbook.save(tmp_path / "actions.xlsx")
    arguments = ("import", tmp_path / "actions.xlsx", "--store", full_store)

    shown, kept, again = run(*arguments, "--dry-run"), run(*arguments), run(*arguments)

    assert "1 change to the plan of Larkmoor School (900001). Nothing was kept: this was a preview." in output_of(shown)
    assert "1.1 Progress: All 174 students asked by 16 October" in output_of(kept)
    assert "→ All 174 came" in output_of(kept)
    assert "no changes to the plan of Larkmoor School (900001)." in output_of(again)


@pytest.mark.parametrize("option", [("--school", "77"), ("--dry-run",)])
def test_what_only_word_and_spreadsheets_have_is_refused_for_other_files(run, tmp_path, option):
    (tmp_path / "plan.json").write_text(Plan(school="77").to_json(), "utf-8")
    result = run("import", tmp_path / "plan.json", "--store", tmp_path / "new.db", *option)
    assert result.returncode == 1
    assert "plan.json is no Word document or spreadsheet" in output_of(result)


def test_a_plan_is_exported_and_imported_without_loss(run, full_store, tmp_path):
    run("export", "900001", "--store", full_store, "--out", tmp_path / "plan.json")
    run("import", tmp_path / "plan.json", "--store", tmp_path / "other.db")
    again = run("export", "900001", "--store", tmp_path / "other.db")

    assert again.stdout == (tmp_path / "plan.json").read_text("utf-8")


def test_schools_are_found_by_words_of_their_name(run, full_store):
    found = output_of(run("schools", "larkmoor", "--store", full_store))

    assert "900001" in found
    assert "900002" not in found


def test_schools_of_one_name_are_told_apart_by_place_and_a_closed_one_says_what_it_is_now(run, tmp_path):
    with open_store(str(tmp_path / "store.db")) as store:
        store.schools.register(
            [
                School("100", "Mayfield School", town="Portsmouth"),
                School("101", "Mayfield School", town="Dagenham", closed=True),
                School("102", "Dagenham Academy", town="Dagenham"),
            ]
        )
        with store.published.writing() as writer:
            writer.add(PublishedRelease("school links"), [PublishedRow("101", {"successor": "102"}, part="102")])
    found = run("schools", "mayfeild portsmouth", "--store", tmp_path / "store.db").stdout
    assert "No school matches 'mayfeild portsmouth'. These have similar names:" in found
    assert [line.split() for line in found.splitlines() if "100" in line] == [
        ["100", "Mayfield", "School", "School", "Portsmouth"]
    ]
    found = run("schools", "mayfield", "--store", tmp_path / "store.db").stdout
    assert "closed, now Dagenham" in found
    assert [line.split()[0] for line in found.splitlines() if "Academy" in line or "Mayfield" in line] == [
        "100",
        "101",
        "102",
    ]


def test_a_review_says_what_a_plan_could_use_and_what_was_set_aside_is_left_out(run, full_store):
    found = run("review", "900004", "--store", full_store)
    with open_store(str(full_store)) as store:
        (objective,) = store.answers.read("900004")["objectives"]
        values = {"finding": f"has_actions objectives[{objective['id']}].actions", "reason": "Next week"}
        store.answers.add_record("900004", "set_aside", values)
    again = run("review", "900004", "--store", full_store)

    assert found.returncode == again.returncode == 3
    assert "Saltervane Sixth Form College (900004): " in found.stdout
    assert "Action plan - Add the actions for objective 1" in output_of(found)
    assert "Add the actions for objective 1" not in again.stdout


def test_a_review_of_all_plans_as_json_goes_on_after_one_that_cannot_be_read(run, full_store):
    with open_store(str(full_store)) as store:
        store.schools.register([School("900098", "Never started"), School("900099", "Broken School")])
        store.answers.save("900099", {"vision.slt": 5})
    result = run("review", "--json", "--store", full_store)
    reviewed = {one["school"]: one for one in json.loads(result.stdout)}

    assert result.returncode == 1
    assert "Broken School (900099)" in result.stderr
    assert "900004" in reviewed
    assert not {"900098", "900099"} & set(reviewed)
    finding = reviewed["900004"]["findings"][0]
    assert set(finding) == {"rule", "section", "text", "path", "mend", "why", "source", "is_missing"}


def test_a_review_that_finds_nothing_says_so_and_succeeds(run, full_store):
    with open_store(str(full_store)) as store:
        for number, finding in enumerate(findings(load_plan(store, store.schools.get("900001")))):
            store.answers.add_record("900001", "set_aside", {"finding": finding.key, "reason": f"Reason {number}"})
    result = run("review", "900001", "--store", full_store)

    assert result.returncode == 0
    assert "Larkmoor School (900001): nothing found" in output_of(result)


def test_the_schema_is_printed_as_json(run):
    schema = json.loads(run("schema").stdout)

    assert schema["title"] == "Plan"
    assert schema["$defs"]["Vision"]["properties"]["slt"]["title"] == "SLT Comments"


def test_a_new_workbook_overwrites_nothing(run, tmp_path):
    assert run("new", tmp_path / "ours").returncode == 0
    assert (tmp_path / "ours" / "notebooks" / "00_start.ipynb").is_file()

    again = run("new", tmp_path / "ours")

    assert again.returncode == 1
    assert "already exists" in output_of(again)


def test_opening_a_workbook_where_there_is_none_is_refused(run, tmp_path):
    result = run("workbook", cwd=tmp_path)

    assert result.returncode == 1
    assert "careerskit new" in output_of(result)


def test_a_lost_link_is_replaced_and_the_old_ones_are_revoked(run, full_store):
    with open_store(str(full_store)) as store:
        lost = store.links.create("900001")
    assert "1 private link opens the plan of" in output_of(run("links", "900001", "--store", full_store))

    result = run("links", "900001", "--revoke", "--new", "--address", "https://plans.example/", "--store", full_store)

    assert "Revoked 1 private link" in output_of(result)
    address, _, token = result.stdout.strip().splitlines()[-1].rpartition("/k/")
    assert address == "https://plans.example"
    with open_store(str(full_store)) as store:
        assert store.links.school_for_token(lost) is None
        assert store.links.school_for_token(token).id == "900001"


def test_links_use_the_address_from_the_environment(run, full_store, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_ADDRESS", "https://plans.example")
    assert run("links", "900001", "--new", "--store", full_store).stdout.startswith("https://plans.example/k/")


def test_links_use_the_address_of_the_last_webinar(run, full_store):
    with open_store(str(full_store)) as store:
        store.settings.set("address", "http://127.0.0.1:8700")
    assert run("links", "900001", "--new", "--store", full_store).stdout.startswith("http://127.0.0.1:8700/k/")


def test_an_invalid_address_is_refused(run, full_store):
    result = run("links", "900001", "--new", "--address", "plans.example", "--store", full_store)
    assert result.returncode == 2
    assert "https://plans.example" in output_of(result)


@pytest.mark.parametrize("command", [("links", "900001", "--new"), ("webinar",)])
@pytest.mark.parametrize("rest", ["/careers", "/careers/", "?room=1", "#here"])
def test_an_address_with_a_path_is_refused_with_what_to_give_instead(run, full_store, command, rest):
    result = run(*command, "--address", f"https://plans.example{rest}", "--store", full_store)
    said = " ".join(output_of(result).replace("│", " ").split())
    assert (result.returncode, result.stdout) == (2, "")
    assert f"The workbook cannot be served below a path such as {rest}." in said
    assert "Give it a name of its own, such as https://plans.example.org" in said


def test_an_address_with_a_path_is_refused_from_the_environment_too(run, full_store, monkeypatch):
    monkeypatch.setenv("CAREERSKIT_ADDRESS", "https://plans.example/careers")
    assert run("links", "900001", "--new", "--store", full_store).returncode == 2


def test_an_address_without_a_host_is_refused(run, full_store):
    result = run("links", "900001", "--new", "--address", "https:///", "--store", full_store)
    assert result.returncode == 2
    assert "https://plans.example.org" in output_of(result)


def test_a_webinar_whose_port_is_taken_says_what_to_do(run, full_store):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("webinar", "--port", port, "--store", full_store)
    assert result.returncode == 1
    assert f"http://127.0.0.1:{port}" in output_of(result)
    assert "--port" in output_of(result)


def test_only_a_facilitators_folder_has_the_slides_and_the_timetable(run, tmp_path):
    assert run("new", tmp_path / "ours", "--webinar").returncode == 0
    assert run("new", tmp_path / "theirs").returncode == 0
    assert {"deck.ipynb", "run_of_show.yml", "README.md"} <= {
        file.name for file in (tmp_path / "ours/webinar").iterdir()
    }
    assert not (tmp_path / "theirs/webinar").exists()
