"""What is published about a school stands above the answer that it informs, and one press takes it into the answer."""

from __future__ import annotations

import subprocess
import sys

import pytest

from careerskit.evidence import load_samples
from careerskit.forms import FormController, FormHost, build_form
from careerskit.store import load_plan, open_store
from tests.widgets import button, buttons, control, text_of

USE = "Use this: destinations after key stage 4"
BOX = "Destination Data"


@pytest.fixture
def samples(tmp_path):
    with open_store(str(tmp_path / "store.db")) as store:
        load_samples(store)
        yield store


def form_of(store, school):
    controller = FormController(store, store.schools.get(school), host=FormHost(schedule=lambda *_: None))
    return build_form(controller, "current_state")


def answer_of(store, school):
    return load_plan(store, store.schools.get(school)).current_state.destination_data


@pytest.fixture
def form(samples):
    samples.answers.save("900001", {"current_state.destination_data": "Ours"})
    return form_of(samples, "900001")


def test_a_sentence_with_its_source_is_offered_above_the_box(form):
    text = text_of(form)
    assert "who finished key stage 4 in 2016/17 had a sustained destination in 2017/18" in text
    assert "(Invented figures of a sample school" in text
    assert text.index("had a sustained destination") < text.index(BOX)


def test_using_it_adds_it_to_the_answer_and_saves_it(samples, form):
    button(form, USE).click()
    first, _, rest = answer_of(samples, "900001").partition("\n")
    assert first == "Ours"
    assert "had a sustained destination in 2017/18" in rest
    assert control(form, BOX).value == answer_of(samples, "900001")


def test_what_is_in_the_answer_is_not_offered_again_until_it_is_taken_out(form):
    button(form, USE).click()
    assert USE not in buttons(form)
    control(form, BOX).value = "Ours"
    assert USE in buttons(form)


def test_it_is_the_first_line_of_an_empty_answer(samples):
    samples.answers.save("900001", {"current_state.destination_data": ""})
    button(form_of(samples, "900001"), USE).click()
    assert answer_of(samples, "900001").startswith(tuple("123456789"))


def test_where_nothing_is_published_or_all_is_hidden_nothing_is_offered(samples):
    offered = {school.id: USE in buttons(form_of(samples, school.id)) for school in samples.schools.search()}
    assert [school for school, is_offered in offered.items() if is_offered] == ["900001", "900002"]


def test_a_form_with_evidence_needs_neither_pandas_nor_matplotlib(samples):
    code = (
        "import sys; from careerskit.forms import FormController, FormHost, build_form; from careerskit.store import open_store; "
        "store = open_store(sys.argv[1]); "
        "build_form(FormController(store, store.schools.get('900001')), 'current_state'); "
        "print([name for name in ('pandas', 'matplotlib') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code, samples.url], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
