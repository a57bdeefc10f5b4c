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

from careerskit.plan import Action, Kind, Plan, Setting, SwotItem, Vision, fields_of, read_plan
from careerskit.resources import samples
from careerskit.store import answers_in
from careerskit.views import PlanPlaces
from careerskit.word import read_document, write_plan
from careerskit.word.other_labels import OTHER_HEADINGS, OTHER_LABELS

from ..strategies import plans
from ..typed_templates import below_labels, in_the_labels_cells, to_the_left, words_in

LEFT_OUT = {"reflections", "set_aside", "notes"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_A_WORD = {"o", "weakneses", *"12345678", *(f"gb{number}" for number in range(1, 9)), *(f"bm{number}" for number in range(1, 9))}
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
    values = [places.text(path, value) for path, value in answers_in(document.plan).items() if not path.endswith("_place")]
    return words_of(" ".join(values))


def lost_words(file, document):
    return words_of(" ".join(words_in(file))) - words_kept(document) - known_words()


@pytest.mark.parametrize("habit", [in_the_labels_cells, to_the_left, below_labels])
def test_nothing_of_a_template_that_was_filled_in_by_hand_is_lost(habit):
    file = habit()
    assert lost_words(file, read(file)) == set()
