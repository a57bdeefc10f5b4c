"""A plan as a spreadsheet: no cell is a formula, and what somebody changes in it comes back, and nothing else."""

from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import TYPE_FORMULA

from careerskit.errors import InputFileError, UnknownSchoolError
from careerskit.plan import Action, Activity, Header, Objective, Plan, Programme, When, read_plan
from careerskit.resources import samples
from careerskit.spreadsheet import (
    import_spreadsheet,
    is_spreadsheet,
    open_spreadsheet,
    read_spreadsheet,
    write_spreadsheet,
)
from careerskit.spreadsheet.layout import cell_text, escaped
from careerskit.store import answers_in, load_plan

from ..strategies import HOSTILE, TEXTS, plans

HEADINGS = [
    *("Number", "Objective", "Actions, including CPD", "Responsible", "Time", "First day", "Last day", "Outcomes"),
    *("How it will be evaluated", "Status", "Progress", "Cost", "Staff time", "Id", "As downloaded"),
]
PLAN = Plan(
    school="100",
    header=Header(school_name="Larkmoor School", academic_year="2026/27"),
    objectives=(
        Objective(
            id="o1",
            objective="Every student has had an encounter",
            actions=(
                Action(id="a1", action="Train tutors", responsible="Careers leader", time=When("Aut1")),
                Action(id="a2", action="Write to parents", time=When("termly"), status="In progress", cost="£20"),
            ),
        ),
        Objective(
            id="o2",
            objective="Every family knows the routes",
            actions=(Action(id="a3", action="Hold a fair", time=When("16 October 2026")),),
        ),
        Objective(id="o3", objective="Every teacher links careers"),
    ),
    programme=Programme(
        activities=(
            Activity(id="p1", activity="College open day", years=(10, 11), time=When("Spring"), provider="The college"),
        )
    ),
)


def book_of(plan=PLAN):
    return load_workbook(BytesIO(write_spreadsheet(plan)))


def to_bytes(workbook):
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(data, plan=PLAN):
    return read_spreadsheet(open_spreadsheet(data, "actions.xlsx"), "actions.xlsx", plan)


def edited(plan=PLAN, **cells):
    """Return the bytes of a plan's spreadsheet with cells of its action plan changed, each by its coordinate."""
    workbook = book_of(plan)
    for coordinate, value in cells.items():
        workbook["Action plan"][coordinate] = value
    return to_bytes(workbook)


def own(*rows, title="Sheet1"):
    """Return the bytes of a spreadsheet of somebody's own."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    return to_bytes(workbook)


def new_answers(result, list_path):
    """Return the answers of each new record of a list."""
    ids = [record for path, record in result.new_records if path == list_path]
    found = []
    for record in ids:
        start = f"{list_path}[{record}]."
        found.append(
            {path.removeprefix(start): value for path, value in result.values.items() if path.startswith(start)}
        )
    return found


@pytest.fixture
def filled(store):
    store.answers.replace_all("100", answers_in(PLAN))
    return store


# Written


def test_the_action_plan_has_the_template_s_headings_and_real_dates():
    sheet = book_of()["Action plan"]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    rows = [[cell.value for cell in row][:7] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        [
            *("1.1", "Every student has had an encounter", "Train tutors", "Careers leader", "Aut1"),
            *(datetime(2026, 9, 1), datetime(2026, 10, 31)),
        ],
        ["1.2", "Every student has had an encounter", "Write to parents", None, "termly", None, None],
        [
            *("2.1", "Every family knows the routes", "Hold a fair", None, "16 October 2026"),
            *(datetime(2026, 10, 16), datetime(2026, 10, 16)),
        ],
        ["3", "Every teacher links careers", None, None, None, None, None],
    ]
    assert sheet["F2"].is_date
    assert sheet["N2"].value == "100/objectives[o1].actions[a1]"


def test_a_college_has_its_own_words_in_the_headings():
    college = PLAN.model_copy(update={"header": Header(setting="Training provider")})
    assert "Days for each learner" in [cell.value for cell in book_of(college)["Programme"][1]]


def test_the_sheets_are_set_up_to_read_filter_and_print():
    workbook = book_of()
    assert workbook.sheetnames == ["Action plan", "Programme", "Read me"]
    assert workbook.properties.title == "Strategic Careers Plan: Larkmoor School"
    assert (workbook.properties.language, workbook.properties.creator) == ("en-GB", None)
    for name in ("Action plan", "Programme"):
        sheet = workbook[name]
        (table,) = sheet.tables.values()
        assert table.ref == table.autoFilter.ref == sheet.dimensions
        assert sheet.freeze_panes == "B2"
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
        hidden = [cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden]
        assert hidden == ["Id", "As downloaded"]
    (statuses,) = workbook["Action plan"].data_validations.dataValidation
    assert statuses.formula1 == '"Not started,In progress,Done,Dropped"'
    assert "J2" in statuses.sqref


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "#REF!", "=cmd|'/c calc'!A1", "1", "TRUE"]
)
def test_what_looks_like_a_formula_is_a_text(text):
    plan = PLAN.model_copy(update={"objectives": (Objective(id="o", actions=(Action(id="a", action=text),)),)})
    cell = book_of(plan)["Action plan"]["C2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_a_plan_without_answers_has_a_spreadsheet():
    workbook = book_of(Plan(school="100"))
    assert workbook["Action plan"].tables["Actionplan"].ref == "A1:O2"
    assert read(write_spreadsheet(Plan(school="100")), Plan(school="100")).values == {}


@settings(max_examples=30)
@given(plans())
def test_any_plan_comes_back_as_it_was_and_has_no_formula(plan):
    data = write_spreadsheet(plan)
    cells = [cell for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type in (TYPE_FORMULA, "e")] == []

    result = read(data, plan)

    assert (result.values, result.changes, result.warnings) == ({}, (), ())


@settings(max_examples=30)
@given(TEXTS | st.sampled_from(["_x000D_", "_x0041_ _x", "a" * 40_000, "👩" * 20_000]), TEXTS)
def test_any_text_typed_into_a_cell_arrives(old, new):
    action = Action(id="a", action="Act", progress=old)
    plan = Plan(school="100", objectives=(Objective(id="o", objective="Aim", actions=(action,)),))
    workbook = book_of(plan)
    cell = workbook["Action plan"]["K2"]
    cell.value, cell.data_type = escaped(cell_text(new)) or None, "s"

    values = read(to_bytes(workbook), plan).values

    if cell_text(old).strip() == cell_text(new).strip():
        assert values == {}
    else:
        assert values == {"objectives[o].actions[a].progress": cell_text(new).strip()}


# Read back


def test_changed_cells_change_those_answers_alone():
    result = read(edited(J2="Done", K2="All 31 came", L3=None, E3="Spring 2027"))
    assert result.values == {
        "objectives[o1].actions[a1].status": "Completed",
        "objectives[o1].actions[a1].progress": "All 31 came",
        "objectives[o1].actions[a2].cost": "",
        "objectives[o1].actions[a2].time": "Spring 2027",
    }
    assert result.changes == (
        "1.1 Status: (empty) → Done",
        "1.1 Progress: (empty) → All 31 came",
        "1.2 Time: termly → Spring 2027",
        "1.2 Cost: £20 → (empty)",
    )
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (date(2026, 10, 16), "dd/mm/yyyy", "16 October 2026"),
        (date(2026, 10, 1), "mmm\\-yy", "October 2026"),
        (date(2026, 10, 16), '[$-809]dddd", "d\\ mmmm', "16 October 2026"),
        (datetime(2026, 10, 16, 14, 30), "dd/mm/yyyy hh:mm", "16 October 2026, 14:30"),
        (250.0, "General", "250"),
        (2.5, "General", "2.5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.85, "0%", "85%"),
        (1250, '"£"#,##0', "£1,250"),
        (12.5, "[$£-809]#,##0.00", "£12.50"),
        ("when there is time", "@", "when there is time"),
        (True, "General", "Yes"),
    ],
)
def test_a_cell_is_read_as_a_person_would_write_what_it_shows(value, number_format, text):
    workbook = book_of()
    cell = workbook["Action plan"]["E3"]
    cell.value, cell.number_format = value, number_format
    assert read(to_bytes(workbook)).values == {"objectives[o1].actions[a2].time": text}


def test_rows_are_found_by_their_id_when_they_are_sorted_and_filtered():
    workbook = book_of()
    sheet = workbook["Action plan"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    sheet["K3"] = "Booked"
    assert read(to_bytes(workbook)).values == {"objectives[o2].actions[a3].progress": "Booked"}


def test_what_changed_in_the_plan_meanwhile_stays_and_what_changed_in_both_is_said():
    data = edited(K2="From the sheet", K4="Booked")
    first, second, third = PLAN.objectives
    tutors, parents = first.actions
    now = PLAN.model_copy(
        update={
            "objectives": (
                first.model_copy(
                    update={
                        "actions": (
                            tutors.model_copy(update={"progress": "From the page"}),
                            parents.model_copy(update={"responsible": "The head"}),
                        )
                    }
                ),
                second,
                third,
            )
        }
    )
    result = read(data, now)
    assert result.values == {
        "objectives[o1].actions[a1].progress": "From the sheet",
        "objectives[o2].actions[a3].progress": "Booked",
    }
    assert result.warnings == (
        "“Action plan”, row 2, column “Progress”: the plan had been changed here too, to “From the page”. It now says what the "
        "spreadsheet says, and its history has the other.",
    )


@pytest.mark.parametrize(
    ("number", "objective", "list_path"),
    [
        (2, None, "objectives[o2].actions"),
        ("2.7", None, "objectives[o2].actions"),
        (2.0, None, "objectives[o2].actions"),
        (None, "Every family knows the routes", "objectives[o2].actions"),
        (None, "every family knows  the route", "objectives[o2].actions"),
        (None, "Objective 3", "objectives[o3].actions"),
        (None, "Objective 3: Teachers", "objectives[o3].actions"),
        (None, 3, "objectives[o3].actions"),
        (None, None, "objectives[o2].actions"),  # as the row before
    ],
)
def test_a_new_row_is_a_new_action_of_its_objective(number, objective, list_path):
    workbook = book_of()
    sheet = workbook["Action plan"]
    sheet.delete_rows(5)
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["J5"], sheet["M5"] = number, objective, "Ask alumni", "in progress", 2
    result = read(to_bytes(workbook))
    assert new_answers(result, list_path) == [{"action": "Ask alumni", "status": "In progress", "staff_time": "2"}]
    assert result.warnings == ()


def test_the_row_of_an_objective_without_actions_takes_its_first():
    result = read(edited(C5="Plan a lesson"))
    assert new_answers(result, "objectives[o3].actions") == [{"action": "Plan a lesson"}]


def test_a_copied_row_is_a_new_action_and_the_original_stays_itself():
    workbook = book_of()
    sheet = workbook["Action plan"]
    for column in range(1, 16):
        sheet.cell(6, column).value = sheet.cell(2, column).value
    sheet["C2"] = "Train all other staff"  # the copy is what stands below, unchanged
    result = read(to_bytes(workbook))
    assert new_answers(result, "objectives[o1].actions") == [
        {"action": "Train all other staff", "responsible": "Careers leader", "time": "Aut1"}
    ]
    assert len(result.changes) == 1


def test_a_row_for_no_objective_is_kept_as_a_note():
    workbook = book_of()
    workbook["Action plan"].append([9, None, "Ask alumni", "Head of sixth form"])
    result = read(to_bytes(workbook))
    assert new_answers(result, "notes") == [
        {
            "text": "Actions, including CPD: Ask alumni\nResponsible: Head of sixth form",
            "source": "actions.xlsx, “Action plan”, row 6",
        }
    ]
    assert result.warnings == (
        "“Action plan”, row 6: it cannot be told which objective this is for. Give its number. What the row says is now in "
        "your notes.",
    )


def test_what_the_file_no_longer_has_stays_and_is_named():
    workbook = book_of()
    workbook["Action plan"].delete_rows(2, 2)
    workbook["Programme"].delete_rows(2)
    result = read(to_bytes(workbook))
    assert result.values == {}
    assert result.warnings == (
        "“Action plan”: 2 actions of the plan are not in the file (1.1 and 1.2), and nothing was deleted.",
        "“Programme”: 1 activity of the plan is not in the file (College open day), and nothing was deleted.",
    )


def test_an_action_that_is_no_longer_in_the_plan_does_not_come_back():
    now = PLAN.model_copy(update={"objectives": PLAN.objectives[1:]})
    result = read(edited(K2="All 31 came"), now)
    assert [path for path, _ in result.new_records] == ["notes", "notes"]
    assert [one.split(". ")[0] for one in result.warnings] == [
        "“Action plan”, row 2: this action is no longer in the plan",
        "“Action plan”, row 3: this action is no longer in the plan",
    ]


@pytest.mark.parametrize(
    ("cell", "value", "warning"),
    [
        ("J2", "amber", "row 2, column “Status”: “amber” is no status, and is now in your notes."),
        ("F2", date(2026, 9, 9), "row 2, column “First day”: this is worked out from the time"),
        ("B2", "Other words", "row 2, column “Objective”: this was not read. Change it in the plan itself."),
        ("K2", "=A1", "cell K2: this is a formula without a result"),
        ("P1", "RAG", ""),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row_and_column(cell, value, warning):
    result = read(edited(**{cell: value}))
    assert [one for one in result.values if not one.startswith("notes")] == []
    assert [warning in one for one in result.warnings] == [True] * bool(warning)


def test_columns_and_sheets_of_ones_own_are_named_and_left_alone():
    workbook = book_of()
    workbook["Action plan"]["P1"], workbook["Action plan"]["P2"] = "RAG", "Red"
    workbook.create_sheet("Budget")["A1"] = 300
    result = read(to_bytes(workbook))
    assert result.values == {}
    assert result.warnings == (
        "“Action plan”: the column is not in the plan, and nothing was read there: “RAG”.",
        "actions.xlsx: the sheet “Budget” had no actions or activities, and nothing was read there.",
    )


def test_each_of_merged_cells_has_the_text_of_all():
    workbook = book_of()
    workbook["Action plan"].merge_cells("D2:D3")
    assert read(to_bytes(workbook)).values == {"objectives[o1].actions[a2].responsible": "Careers leader"}


def test_a_spreadsheet_of_ones_own_is_matched_by_text_and_its_empty_cells_say_nothing():
    data = own(
        ["Our actions 2026/27"],
        [],
        ["No.", "Task", "Owner", "By when", "RAG", "Progres"],
        ["1.1", "train  TUTORS", "Careers leader", "", "Green", "Half done"],
        ["1.2", "Write to all parents", None, "", "", ""],
        ["2", "Ask alumni", "Head", datetime(2027, 1, 20), "", ""],
    )
    result = read(data)
    assert {path: text for path, text in result.values.items() if "[o1]" in path} == {
        "objectives[o1].actions[a1].action": "train  TUTORS",
        "objectives[o1].actions[a1].progress": "Half done",
        "objectives[o1].actions[a2].action": "Write to all parents",
    }
    assert new_answers(result, "objectives[o2].actions") == [
        {"action": "Ask alumni", "responsible": "Head", "time": "20 January 2027"}
    ]
    assert "2.1" in result.warnings[0]


# The programme


def test_activities_are_changed_and_added():
    workbook = book_of()
    sheet = workbook["Programme"]
    assert [cell.value for cell in sheet[2]][:3] == ["College open day", "Years 10 and 11", "Spring"]
    sheet["B2"], sheet["C2"] = "Year 10", None
    sheet["A3"], sheet["B3"], sheet["F3"] = "Employer talk", 9, "5, 6"
    result = read(to_bytes(workbook))
    assert {path: value for path, value in result.values.items() if "[p1]" in path} == {
        "programme.activities[p1].years": [10],
        "programme.activities[p1].time": "",
    }
    assert new_answers(result, "programme.activities") == [
        {"activity": "Employer talk", "years": [9], "benchmarks": [5, 6]}
    ]


def test_a_programme_of_ones_own_is_read_and_nothing_in_it_is_lost():
    data = own(
        ["Careers programme"],
        ["Year group", "Activity", "Term", "Provider", "Bring"],
        ["Y7 and Y8", "Assembly", "Aut 1", "Careers leader", ""],
        [10, "Visit to a factory", datetime(2027, 3, 4), "Local firm", "Boots"],
        ["the keen ones", "Mock interviews", "Spring", "", ""],
        title="2026-27",
    )
    result = read(data, Plan(school="100"))
    assert new_answers(result, "programme.activities") == [
        {"years": [7, 8], "activity": "Assembly", "time": "Aut 1", "provider": "Careers leader"},
        {
            "years": [10],
            "activity": "Visit to a factory (Bring: Boots)",
            "time": "4 March 2027",
            "provider": "Local firm",
        },
        {"activity": "Mock interviews (Year group: the keen ones)", "time": "Spring"},
    ]
    assert result.warnings == (
        "“2026-27”, row 4, column “Bring”: “Boots” was added to the text of the activity.",
        "“2026-27”, row 5, column “Year group”: “the keen ones” was added to the text of the activity.",
    )


# In the store


@pytest.mark.parametrize(
    "data",
    [
        edited(C5="Plan a lesson", J2="Done", J3="amber"),
        own(["Year group", "Activity"], [7, "Assembly"], [7, "Assembly"], ["some", "Talk"]),
    ],
    ids=["ours", "own"],
)
def test_importing_twice_changes_nothing_more(filled, data):
    assert import_spreadsheet(filled, data, "actions.xlsx", "100").changes
    before = filled.answers.latest_revision()

    assert import_spreadsheet(filled, data, "actions.xlsx", "100").changes == ()
    assert filled.answers.latest_revision() == before


def test_what_was_there_before_is_in_the_history(filled):
    found = import_spreadsheet(filled, edited(J3="Done", C3="Write to all families"), "actions.xlsx")

    action = load_plan(filled, found.school).objectives[0].actions[1]
    assert (action.action, action.is_done) == ("Write to all families", True)
    replaced = {one.path.rpartition(".")[2]: one.before for one in filled.history.overwritten("100")}
    assert replaced == {"action": "Write to parents", "status": "In progress"}


def test_a_spreadsheet_of_another_school_is_refused(filled):
    filled.store = filled
    with pytest.raises(InputFileError, match=r"actions\.xlsx is of the plan of 100, and not of 101\. Nothing"):
        import_spreadsheet(filled, edited(J2="Done"), "actions.xlsx", "101")
    with pytest.raises(UnknownSchoolError):
        import_spreadsheet(filled, write_spreadsheet(Plan(school="999")), "actions.xlsx")
    with pytest.raises(InputFileError, match="does not say which school it is of"):
        import_spreadsheet(filled, own(["Year group", "Activity"], [7, "Assembly"]), "own.xlsx")


def test_without_its_property_a_file_is_known_by_its_rows_and_rows_of_others_are_left_out(filled):
    workbook = book_of()
    del workbook.custom_doc_props["careerskit school"]  # as Google Sheets does
    sheet = workbook["Action plan"]
    sheet["J2"] = "Done"
    sheet["N4"] = "101/objectives[o2].actions[a3]"
    sheet["K4"] = "Booked"
    found = import_spreadsheet(filled, to_bytes(workbook), "actions.xlsx")
    assert found.changes == ("1.1 Status: (empty) → Done",)
    assert "“Action plan”, row 4: this is of the plan of 101, and was not read." in found.warnings


# Files that are none, or are hostile


def repacked(data, **parts):
    """Return a spreadsheet with parts replaced or added, each by its name with / and . as they are."""
    with ZipFile(BytesIO(data)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    files |= parts
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return file.getvalue()


SHARED = "xl/sharedStrings.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (repacked(write_spreadsheet(PLAN), **{SHARED: b" " * 25_000_000}), "is too big to be read"),
        (repacked(write_spreadsheet(PLAN), **{SHARED: LAUGHS}), "was not written by a spreadsheet program"),
        (repacked(write_spreadsheet(PLAN), **{SHARED: LAUGHS.decode().encode("utf-16")}), "was not written by"),
        (repacked(write_spreadsheet(PLAN), **{"xl/workbook.xml": b"<nothing"}), "cannot be read as a spreadsheet"),
        (write_spreadsheet(PLAN)[:-100], "is damaged"),
        (own(["Month", "Cost"], ["May", 3]), "has no sheet that can be read"),
        (to_bytes(Workbook()), "has no sheet that can be read"),
    ],
    ids=["bomb", "entities", "entities in UTF-16", "no XML", "cut off", "a table of something else", "empty"],
)
def test_a_file_that_is_none_or_would_fill_the_memory_is_refused(data, message):
    with pytest.raises(InputFileError, match=message) as refused:
        read(data)
    assert str(refused.value).startswith("actions.xlsx ")


def test_macros_and_links_are_neither_read_nor_followed():
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    data = repacked(edited(J2="Done"), **{"xl/vbaProject.bin": b"MACRO", "xl/externalLinks/externalLink1.xml": link})
    result = read(data)
    assert result.changes == ("1.1 Status: (empty) → Done",)
    assert result.warnings == ("actions.xlsx has macros. They were not read, and never run.",)


def test_only_so_many_rows_are_read():
    result = read(
        own(["Year group", "Activity"], *([7, f"Talk {number}"] for number in range(2_100))), Plan(school="100")
    )
    assert len(result.new_records) == 1_999
    assert result.warnings == ("“Sheet1”: only the first 2,000 rows and 60 columns were read.",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [(write_spreadsheet(PLAN), True), (b"PK\x03\x04", False), (b"", False), (b"{}", False)],
    ids=["ours", "damaged", "empty", "JSON"],
)
def test_a_spreadsheet_is_known_by_its_content(data, expected):
    assert is_spreadsheet(data) is expected


# LibreOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return a function that converts a file with LibreOffice, and returns the new one."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not on this machine")
    folder = tmp_path_factory.mktemp("office")

    def convert(data, suffix):
        source, out = folder / "plan.xlsx", folder / "out"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (out / f"plan.{suffix}").read_bytes()

    return convert


def test_after_libreoffice_has_saved_it_there_is_no_formula_and_nothing_has_changed(office):
    texts = [text.replace("\x00", "") for text in (*HOSTILE, "=1+1", "@SUM(A1)", "-1", "#N/A")]
    actions = tuple(Action(id=f"a{at}", action=f"Act {at}", progress=text) for at, text in enumerate(texts))
    plan = PLAN.model_copy(
        update={"objectives": (*PLAN.objectives, Objective(id="o4", objective="Aim", actions=actions))}
    )
    saved = office(write_spreadsheet(plan), "xlsx")

    cells = [cell for sheet in load_workbook(BytesIO(saved)) for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type in (TYPE_FORMULA, "e")] == []
    result = read(saved, plan)
    assert (result.changes, result.warnings) == ((), ())
    assert open_spreadsheet(saved, "plan.xlsx").school == "100"


def test_a_change_that_libreoffice_has_saved_arrives(office):
    school = "900001"
    file = samples() / f"{school}.json"
    plan = read_plan(file.read_text("utf-8"), file.name)
    result = read(office(edited(plan, J3="Done", K3="=1+1 is no sum"), "xlsx"), plan)
    assert [one.split(":")[0] for one in result.changes] == ["1.2 Status"]


def test_libreoffice_works_nothing_out_in_a_table_of_text(office):
    plan = Plan(school="1", objectives=(Objective(id="o", actions=(Action(id="a", action="=6*7", progress="+6*7"),)),))
    rows = list(csv.reader(office(write_spreadsheet(plan), "csv").decode().splitlines()))
    assert (rows[1][2], rows[1][10]) == ("=6*7", "+6*7")
