"""Word in: a document that we wrote comes back as it was, whatever was changed in it, and nothing of any document is lost."""

from __future__ import annotations

import re
from copy import deepcopy
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from careerskit.plan import Action, Kind, Plan, Swot, SwotItem, Vision, fields_of, read_plan
from careerskit.resources import samples
from careerskit.word import read_document, write_plan

from ..strategies import plans

LEFT_OUT = {"reflections", "set_aside", "notes"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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
            field.name in LEFT_OUT
            and group is plan
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


def saved(document):
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def opened(plan):
    return Document(BytesIO(write_plan(plan)))


def cell_with(document, text):
    """Return the first cell that has a text, also in its controls."""
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return next(cell for cell in cells if text in "".join(one.text or "" for one in cell._tc.iter(qn("w:t"))))


@pytest.mark.parametrize("school", SCHOOLS)
def test_a_sample_comes_back_as_it_was(school):
    plan = sample(school)
    document = read(write_plan(plan))
    assert shown(document.plan, plan) == shown(plan, plan)
    assert (document.plan.school, document.plan.notes, document.warnings) == (school, (), ())


@settings(max_examples=150, deadline=None)
@given(plans())
def test_any_plan_comes_back_as_it_was(plan):
    document = read(write_plan(plan))
    assert shown(document.plan, plan) == shown(plan, plan)
    assert document.plan.school == plan.school
    assert document.plan.notes == ()
