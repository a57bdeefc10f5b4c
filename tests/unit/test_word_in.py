"""Word in: a document that we wrote comes back as it was, whatever was changed in it, and nothing of any document is lost."""

from __future__ import annotations

import re
from copy import deepcopy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from careerskit.errors import InputFileError
from careerskit.plan import Kind, Plan, Setting, fields_of, read_plan
from careerskit.resources import samples
from careerskit.store import answers_in
from careerskit.views import PlanPlaces
from careerskit.word import read_document, write_plan
from careerskit.word.other_labels import OTHER_HEADINGS, OTHER_LABELS

from ..strategies import plans
from ..typed_templates import (
    below_labels,
    in_the_labels_cells,
    saved,
    table_of,
    to_the_left,
    with_bands,
    with_blank_lines,
    words_in,
)

LEFT_OUT = {"reflections", "set_aside", "notes"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_A_WORD = {
    "o",
    "weakneses",
    *"12345678",
    *(f"gb{number}" for number in range(1, 9)),
    *(f"bm{number}" for number in range(1, 9)),
}
"""A typed bullet, a label with a typing error, the numbers of lists, and those of benchmarks, whose titles are kept."""

SCHOOLS = sorted(file.stem for file in samples().glob("9*.json"))


def sample(school):
    file = samples() / f"{school}.json"
    return read_plan(file.read_text("utf-8"), file.name)


def shown(group, plan):
    """Return the answers of a plan that a document has, without blank ones and without characters that no document can hold."""
    found = {}
    for field in fields_of(type(group)):
        value = getattr(group, field.name)
        if (
            (field.name in LEFT_OUT and group is plan)
            or not field.is_asked_of(plan.setting)
            or not field.applies_to(group)
        ):
            continue
        if field.kind is Kind.GROUP:
            value = shown(value, plan)
        elif field.kind is Kind.ROWS:
            value = [{"id": one.id, **inner} for one in value if (inner := shown(one, plan))]
        elif field.kind is Kind.CHOICES:
            labels = {choice.value: text_of(choice.label).strip() for choice in plan.choices_for(field)}
            value = [one for one in value if labels.get(one)]
        elif isinstance(value, str):
            value = text_of(value)
        if value:
            found[field.name] = value
    return found


def text_of(text):
    text = NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.strip() else ""


def read(file):
    return read_document(file, "plan.docx")


def opened(plan):
    return Document(BytesIO(write_plan(plan)))


def text_in(element):
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def with_text(elements, text):
    """Return the first of some elements that has a text: a row, cell or paragraph."""
    return next(one for one in elements if text in text_in(one))


@pytest.mark.parametrize("school", SCHOOLS)
def test_a_sample_comes_back_as_it_was(school):
    plan = sample(school)
    document = read(write_plan(plan))
    assert shown(document.plan, plan) == shown(plan, plan)
    assert (document.plan.school, document.plan.notes, document.warnings) == (school, (), ())


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_comes_back_as_it_was(plan):
    document = read(write_plan(plan))
    assert shown(document.plan, plan) == shown(plan, plan)
    assert document.plan.school == plan.school
    assert document.plan.notes == ()


def known_words():
    """Return the words of the template's labels, questions and headings, and of what people write in their place."""
    texts = [*OTHER_HEADINGS, *(text for names in OTHER_LABELS.values() for text in names.values())]
    groups = [Plan]
    for group in groups:
        texts += [group.title, *(text for one in fields_of(group) for text in (one.label, one.question))]
        groups += [one.model for one in fields_of(group) if one.model and one.model not in groups]
    return words_of(" ".join(setting.localise(text) for text in texts for setting in Setting)) | NOT_A_WORD


def words_of(text):
    return set(re.findall(r"[^\W_]+", re.sub("['’‘]", "", text.casefold())))


def words_kept(document):
    """Return the words of all answers and notes of a document that was read."""
    places = PlanPlaces(document.plan)
    values = [
        places.text(path, value) for path, value in answers_in(document.plan).items() if not path.endswith("_place")
    ]
    return words_of(" ".join(values))


def lost_words(file, document):
    return words_of(" ".join(words_in(file))) - words_kept(document) - known_words()


@pytest.mark.parametrize("habit", [in_the_labels_cells, to_the_left, below_labels, with_bands, with_blank_lines])
def test_nothing_of_a_template_that_was_filled_in_by_hand_is_lost(habit):
    file = habit()
    assert lost_words(file, read(file)) == set()


def test_what_was_typed_in_a_control_or_beside_it_is_the_answer():
    plan = sample("900001")
    document = opened(plan)
    body = document.element.body
    cell = with_text(body.iter(qn("w:tc")), plan.vision.slt)
    inside = with_text(cell.iter(qn("w:t")), plan.vision.slt)
    inside.text = "Changed inside"
    Paragraph(with_text(cell.iter(qn("w:p")), "Changed inside"), document).add_run(", and beside")
    Paragraph(with_text(cell.iter(qn("w:p")), "Changed inside"), document).insert_paragraph_before("Above it.")
    cell.append(deepcopy(cell[-1]))
    last = Paragraph(cell[-1], document)
    last.clear()
    for control in cell[-1].findall(qn("w:sdt")):
        cell[-1].remove(control)
    last.add_run("And below it.")

    assert read(saved(document)).plan.vision.slt == "Above it.\nChanged inside, and beside\nAnd below it."


def test_a_copied_row_is_another_action_and_a_deleted_one_is_none():
    plan = sample("900001")
    first, second = plan.objectives[0].actions[:2]
    document = opened(plan)
    row = with_text(document.element.body.iter(qn("w:tr")), first.action)
    row.addnext(copied := deepcopy(row))
    with_text(copied.iter(qn("w:t")), first.action).text = "Another action"
    gone = with_text(document.element.body.iter(qn("w:tr")), second.action)
    gone.getparent().remove(gone)

    found = read(saved(document)).plan.objectives[0].actions

    assert [one.action for one in found[:2]] == [first.action, "Another action"]
    assert found[0] == first
    assert found[1].model_copy(update={"id": first.id, "action": first.action}) == first
    assert found[1].id != first.id
    assert [one.id for one in found[2:]] == [one.id for one in plan.objectives[0].actions[2:]]


def test_a_row_that_was_typed_below_is_an_action_of_the_objective_above_it():
    plan = sample("900001")
    document = opened(plan)
    table = document.tables[-1]
    for cell, text in zip(table.add_row().cells, ("", "Typed by hand", "RA", "Aut 1", "All know", "Done"), strict=True):
        cell.text = text

    action = read(saved(document)).plan.objectives[-1].actions[-1]

    assert len(read(saved(document)).plan.objectives) == len(plan.objectives)
    assert (action.action, action.responsible, action.time) == ("Typed by hand", "RA", "Aut 1")
    assert (action.outcome, action.status) == ("All know", "Completed")


def test_a_point_that_was_typed_below_others_is_another_point():
    plan = sample("900001")
    document = opened(plan)
    cell = with_text(document.element.body.iter(qn("w:tc")), plan.swot.threats[0].text)
    Cell(cell, document).add_paragraph("A threat typed by hand", style="List Bullet")
    found = read(saved(document)).plan.swot.threats
    assert found[:-1] == plan.swot.threats
    assert found[-1].text == "A threat typed by hand"


def test_points_without_a_topic_have_a_paragraph_each():
    plan = sample("900001")
    points = tuple(one.model_copy(update={"prompt": ""}) for one in plan.swot.strengths)
    document = opened(plan.model_copy(update={"swot": plan.swot.model_copy(update={"strengths": points})}))
    texts = [text_in(one) for one in document.element.body.iter(qn("w:p"))]
    found = [text for text in texts if text in {one.text for one in points}]
    assert found[: len(points)] == [one.text for one in points]


def test_a_document_without_its_controls_is_read_by_its_labels():
    """LibreOffice keeps content controls but not their tags."""
    plan = sample("900001")
    document = opened(plan)
    for tag in list(document.element.body.iter(qn("w:tag"))):
        tag.getparent().remove(tag)
    found = read(saved(document))
    without = plan.model_copy(
        update={
            "current_state": plan.current_state.model_copy(update={"leavers": (), "earlier_compass": ()}),
            "reflections": Plan().reflections,
            "set_aside": (),
        }
    )
    assert as_text(found.plan.model_copy(update={"notes": ()})) == as_text(without)
    # A list within a cell has no labels to go by, so it becomes a note, whole.
    scores, leavers = found.plan.notes
    for evaluation in plan.current_state.earlier_compass:
        assert all(getattr(evaluation, name) in scores.text for name in ("evaluated", "b1", "b8"))
    for cohort in plan.current_state.leavers:
        assert all(getattr(cohort, name) in leavers.text for name in ("left", "education", "source"))


def as_text(plan):
    """Return the answers of a plan without the ids of records."""
    places = PlanPlaces(plan)
    answers = [(path, value) for path, value in answers_in(plan).items() if value and not path.endswith("_place")]
    return [(re.sub(r"\[[^]]*\]", "", path), places.text(path, value)) for path, value in answers]


def test_owners_and_dates_go_to_their_action_and_never_to_another():
    actions = read(in_the_labels_cells()).plan.objectives[0].actions
    assert [(one.audience, one.responsible, one.time) for one in actions] == [
        ("Students", "CL/Assembly Lead", "Aut 1"),
        ("Students", "CL/Graphics Lead", "Sept 2019"),
        ("Students", "CL", "Sept 19 & July 2020"),
        ("Staff", "CL", "Sept 2019"),
        ("Staff", "CL/Middle Leaders", "Ongoing"),
        ("Parents", "CL/Website Lead; CL/Options Lead; CL", "Sept 2019 (and regular updates); Dec 2019"),
    ]
    assert actions[-1].action == "Update the website\nOptions booklet\nEvenings"
    outcomes = ["Staff know the focus", "Champions are visible", "Parents feel informed"]
    assert [one.outcome for one in actions] == ["", "", "", *outcomes]


def test_merged_cells_links_and_tracked_changes_are_read_as_a_reader_sees_them():
    below, left = read(below_labels()), read(to_the_left())
    first, second = below.plan.objectives
    assert [one.action for one in first.actions] == ["Provider fair", "Parents’ evening stand", "Alumni talks"]
    assert first.actions[2].outcome == "Booked talks (https://ashgrove.example/talks)"
    assert [(one.action, one.responsible) for one in second.actions] == [("Department plan", "Head of Maths")]
    assert {(note.text, note.source) for note in below.plan.notes} >= {("Draft for governors", "Text box 1")}
    assert left.plan.vision.slt == "We back it.\nFunding is tight. Agreed in May."
    assert "Rejected" not in left.plan.model_dump_json()
    assert left.warnings[0].startswith("Tracked changes: the insertions (1) were read as accepted")
    placements = left.plan.objectives[1].actions
    assert [(one.action, one.responsible, one.time) for one in placements] == [
        ("List of placements", "PT", "Oct 16"),
        ("Letters to firms", "PT", "Oct 16"),
    ]
    assert ("Snow", "Table 2, row 2, “Risk”") in {(note.text, note.source) for note in left.plan.notes}


def test_an_objective_that_is_said_in_other_words_again_is_a_note():
    document = Document(BytesIO(to_the_left()))
    table = document.tables[-1]
    for row, text in ((1, "All part-time learners meet two employers by July 2027"), (3, "T Level placements for all")):
        table.rows[row].cells[0].text = text
    found = read(saved(document)).plan
    assert [one.objective for one in found.objectives[:2]] == [
        "All part-time learners meet two employers by July 2026",
        "T Level placements for all",
    ]
    assert ("All part-time learners meet two employers by July 2027", "Table 2, row 2") in {
        (note.text, note.source) for note in found.notes
    }


def plan_below_headings(*, says_statement_again=False):
    """Return a plan as people type one without the template: headings, a text or a list below each, and actions by number."""
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for label, answer in (
        ("Careers leader email", "careers@larkmoor.example"),
        ("Careers leader telephone", "01632 960123"),
        ("Approved by Govs", "November 2026"),
        ("Careers budget", "£2,400"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, answer
    document.add_heading("Our vision")
    document.add_paragraph("All leave with a next step that they have chosen.")
    if says_statement_again:
        document.add_paragraph("Careers Vision Statement: Nobody leaves without a next step.")
    document.add_heading("Objectives")
    for text in ("1. Every year group meets a provider", "", "2. All have a week of work experience"):
        document.add_paragraph(text)
    document.add_paragraph("Tutors prepare their groups", style="List Number")
    document.add_heading("Action plan")
    table = document.add_table(rows=1, cols=4)
    for row in (
        ("Objective", "Action", "Who", "By when"),
        ("2", "Book employers", "Careers leader", "Spring 2027"),
        ("3", "Train tutors", "Careers leader", "January 2027"),
    ):
        cells = table.rows[0].cells if row[0] == "Objective" else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    return read_document(saved(document), "plan.docx").plan


def test_what_stands_below_the_headings_vision_and_objectives_is_the_statement_and_an_objective_for_each_entry():
    plan = plan_below_headings()
    assert plan.vision.statement == "All leave with a next step that they have chosen."
    assert [(one.objective, [action.action for action in one.actions]) for one in plan.objectives] == [
        ("Every year group meets a provider", []),
        ("All have a week of work experience", ["Book employers"]),
        ("Tutors prepare their groups", ["Train tutors"]),
    ]
    assert (plan.website.email, plan.website.telephone) == ("careers@larkmoor.example", "01632 960123")
    assert (plan.header.date_approved_governors, plan.request.cost) == ("November 2026", "£2,400")
    assert plan.notes == ()


@pytest.mark.parametrize("corner", ["Year group", ""])
def test_a_programme_laid_out_by_year_group_and_term_has_an_activity_for_each_paragraph(corner):
    document = Document(BytesIO(to_the_left()))
    document.add_heading("Careers programme")
    table = document.add_table(rows=0, cols=3)
    for row in (
        (corner, "Autumn", "Spring 1"),
        ("7", "Assembly\nQuiz", ""),
        ("Years 10 and 11", "", "Mock interviews"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    plan = read_document(saved(document), "plan.docx").plan
    assert [(one.activity, one.years, one.time) for one in plan.programme.activities] == [
        ("Assembly", (7,), "Autumn"),
        ("Quiz", (7,), "Autumn"),
        ("Mock interviews", (10, 11), "Spring 1"),
    ]
    assert not any("Assembly" in note.text or "Autumn" in note.text for note in plan.notes)


def test_a_text_below_the_heading_vision_is_a_note_where_the_statement_has_a_label():
    plan = plan_below_headings(says_statement_again=True)
    assert plan.vision.statement == "Nobody leaves without a next step."
    assert [note.text for note in plan.notes] == ["All leave with a next step that they have chosen."]


def test_compass_scores_and_priority_benchmarks_are_told_apart_in_one_cell():
    state = read(in_the_labels_cells()).plan.current_state
    assert [*state.compass.by_benchmark.values()] == ["64%", "100%", "36", "75 %", "100%", "50%", "60%", "100%"]
    assert state.priority_benchmarks == (4, 7)


def other_document():
    document = Document()
    document.add_paragraph("Dear parents and carers, the trip costs £12.")
    document.add_table(2, 2).rows[0].cells[0].text = "Threats"
    return saved(document)


def zipped(**parts):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as out:
        out.writestr("_rels/.rels", RELATIONSHIPS)
        for name, content in parts.items():
            out.writestr(f"word/{name}.xml", content)
    return file.getvalue()


RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = (
    f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {WORDS}><w:body>&x;</w:body></w:document>'
)
REFUSED = {
    "does not look like a Strategic Careers Plan": other_document(),
    "has a password. Open it in Word": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "older version of Word (.doc). Open it in Word, choose “Save as”": b"\xd0\xcf\x11\xe0 WordDocument",
    "is a PDF": b"%PDF-1.7",
    "is in Rich Text Format": b"{\\rtf1",
    "is not a Word document, or is damaged": write_plan(Plan())[:5000],
    "its part word/document.xml cannot be read": zipped(document="<w:document"),
    "has entities in its part word/document.xml": zipped(document=ENTITIES),
    "is far too long once it is unpacked": zipped(document="<a>" + " " * 40_000_000 + "</a>"),
    "is bigger than 10 MB. Remove its pictures": b"PK" + bytes(10_000_000),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_plan_is_refused_with_what_to_do(reason):
    with pytest.raises(InputFileError) as error:
        read(REFUSED[reason])
    assert reason in str(error.value)
    assert str(error.value).startswith("“plan.docx”")


WORDS = st.sampled_from(
    (
        "forum",
        "alumni",
        "Tell tutors",
        "12%",
        "BM4",
        "CL",
        "Sept 2019",
        "Aut 1",
        "termly",
        "Yes",
        "مدرسة",
        "— so it is",
        "(see 3)",
    )
)
LABELS = st.sampled_from(
    (
        "SLT Comments:",
        "Link Governor",
        "STRENGTHS",
        "Threats",
        "Destination Data:",
        "Compass - Current Compass Score:",
        "Objective",
        "Actions",
        "Responsible",
        "Time",
        "Outcomes",
        "Progress",
        "Students:",
        "Staff:",
        "Objective 2",
        "Something else:",
        "Academic Year: 2026/27",
        "Year group",
    )
)
LINES = st.builds("{}{}".format, st.sampled_from(("", "", "", "- ", "• ", "1. ", "SLT Comments: ", "Risk: ")), WORDS)
CELLS = (
    st.just([])
    | st.lists(LINES, min_size=1, max_size=3)
    | LABELS.map(lambda label: [label])
    | st.tuples(LABELS, LINES).map(list)
)
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)
HEAD = [["SLT Comments: a", "Threats"], ["Strengths", "Destination Data"], ["Weaknesses", "Opportunities"]]
PLAN_HEAD = [[label] for label in ("Objectives", "Actions", "Responsible", "Time", "Outcomes", "Progress")]


@settings(max_examples=150, deadline=None)
@given(st.lists(TABLES | LINES, max_size=4), st.booleans(), st.booleans())
def test_no_word_is_lost_whatever_stands_in_tables(blocks, has_head, is_merged):
    document = Document()
    table_of(document, HEAD)
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = table_of(document, [PLAN_HEAD[: len(block[0])], *block] if has_head else block)
        if is_merged and len(table.rows) > 1:
            table.rows[-1].cells[-1].merge(table.rows[-2].cells[-1])
    file = saved(document)
    assert lost_words(file, read(file)) == set()
