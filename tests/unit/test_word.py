"""A plan as a Word document: every answer is in it, in the template's tables, and Word knows what is a heading."""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from hypothesis import given, settings

from careerskit.plan import Kind, fields_of, read_plan
from careerskit.resources import samples
from careerskit.word import write_plan

from ..strategies import plans

SCHOOLS = sorted(file.stem for file in samples().glob("9*.json"))
NOT_IN_WORD = {"reflections", "set_aside", "notes"}


def read(plan):
    return Document(BytesIO(write_plan(plan)))


def sample(school):
    file = samples() / f"{school}.json"
    return read_plan(file.read_text("utf-8"), file.name)


def answers_in(plan, group=None, path=""):
    """Yield path and text of each answer that a reader of the plan can see."""
    group = group or plan
    for field in fields_of(type(group)):
        value, at = getattr(group, field.name), f"{path}.{field.name}".removeprefix(".")
        if at in NOT_IN_WORD or not field.is_asked_of(plan.setting) or not field.applies_to(group):
            continue
        if field.kind is Kind.GROUP:
            yield from answers_in(plan, value, at)
        elif field.kind is Kind.ROWS:
            for record in value:
                yield from answers_in(plan, record, f"{at}[{record.id}]")
        elif field.kind is Kind.CHOICES:
            labels = {choice.value: choice.label for choice in plan.choices_for(field)}
            yield from ((f"{at}#{one}", plan.setting.localise(labels[one])) for one in value if one in labels)
        elif value:
            text = "Yes" if field.kind is Kind.TICK else str(value)
            yield at, plan.setting.localise(field.label_of(text)) if field.kind is Kind.CHOICE else text


def controls_in(file):
    """Return the text of each content control by the path of its answer."""
    with ZipFile(BytesIO(file)) as zipped:
        paths = json.loads(BeautifulSoup(zipped.read("customXml/careerskit.xml"), "xml").answers.string)["paths"]
    body = Document(BytesIO(file)).element.body
    found = {}
    for control in body.iter(qn("w:sdt")):
        tag = control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))
        parts = {qn("w:t"): lambda one: one.text or "", qn("w:br"): lambda _: "\n", qn("w:tab"): lambda _: "\t"}
        found[paths[tag]] = "".join(parts[one.tag](one) for one in control.iter(*parts))
    return found


def lines(text):
    return [re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", line) for line in re.split(r"\r\n|[\r\n]", text)]


@pytest.mark.parametrize("school", SCHOOLS)
def test_every_answer_of_a_sample_is_there(school):
    plan = sample(school)
    found = controls_in(write_plan(plan))
    assert {path: text for path, text in found.items() if text} == dict(answers_in(plan))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_every_answer_of_any_plan_is_there(plan):
    found = controls_in(write_plan(plan))
    for path, text in answers_in(plan):
        assert lines(found[path]) == lines(text), path


def test_it_has_the_tables_of_the_template_and_no_notes_of_the_careers_leader():
    plan = sample("900001")
    document = read(plan)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [
        "Vision",
        "Current state",
        "SWOT analysis",
        "Key strategic objectives",
        "Cost and time",
        "For your website",
        "Careers programme",
        "Action plan",
    ]
    assert document.paragraphs[0].style.name == "Title"
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "SLT Comments" in text
    assert not [one for one in plan.set_aside if one.reason in text]
    assert plan.reflections.visioning not in text


def test_page_numbers_stand_at_the_right_and_as_small_as_the_rest_of_the_footer():
    for section in read(sample("900001")).sections:
        paragraph = section.footer.paragraphs[0]
        own = {tab.position: tab.alignment for tab in paragraph.paragraph_format.tab_stops}
        inherited = {tab.position: tab.alignment for tab in paragraph.style.paragraph_format.tab_stops}
        stops = [at for at, alignment in (inherited | own).items() if alignment != WD_TAB_ALIGNMENT.CLEAR]
        assert stops == [section.page_width - section.left_margin - section.right_margin]
        sizes = {run.find(qn("w:rPr")).find(qn("w:sz")).get(qn("w:val")) for run in paragraph._p.iter(qn("w:r"))}
        assert sizes == {"16"}  # half points


def test_the_action_plan_lies_across_the_page_and_repeats_its_heads():
    plan = sample("900001")
    document = read(plan)
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    table = document.tables[-1]
    assert len(table.rows) == 1 + len([*plan.actions])
    assert table.rows[0].cells[1].text.startswith("Actions, including CPD\nWhat would solve the problem?")
    heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True] + [False] * (len(heads) - 1)


def test_word_knows_its_title_and_that_it_is_in_british_english():
    document = read(sample("900001"))
    assert document.core_properties.title == "Strategic Careers Plan: Larkmoor School"
    assert document.core_properties.language == "en-GB"
    language = document.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"
    assert not document.core_properties.author
