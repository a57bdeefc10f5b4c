"""Phrases from before September 2025 are pointed out with what is said today, and nobody is blamed for them."""

from __future__ import annotations

import pytest
from hypothesis import given

from careerskit.plan import BENCHMARKS, Setting
from careerskit.review import old_wording
from tests.strategies import TEXTS


def found(text, setting=Setting.SCHOOL):
    return [match.found for match in old_wording(text, setting)]


@pytest.mark.parametrize(
    "phrase",
    [
        "Addressing the needs of each pupil",
        "addressing the needs of every student",
        "by the age of 14 all use labour market information",
        "by age 14, LMI",
        "identified and appropriately trained person",
        "named person responsible for careers",
        "explicit backing of the senior management team",
        "known and understood by pupils, parents, teachers",
        "Parents should be encouraged to access",
        "one experience of a workplace",
        "careers guidance in Years 8 to 13",
        "Baker Clause",
        "Future Skills Survey",
        "behaviour and attitudes",
        "local enterprise partnership",
        "LEP",
        "ESFA",
        "Education and Skills Funding Agency",
        "IfATE",
        "Institute for Apprenticeships and Technical Education",
        "National Citizen Service",
        "traineeships",
        "Kickstart placement",
        "Connexions",
    ],
)
def test_an_old_phrase_is_found_with_todays_and_its_source(phrase):
    [match] = old_wording(f"We say {phrase} in our plan")
    assert phrase.startswith(match.found)
    assert match.kind == "old wording"
    assert match.why
    assert match.source
    assert match.mend


@pytest.mark.parametrize(
    "text",
    [
        "Addressing the needs of each young person",
        "Each pupil has a plan",
        "By age 14 every student has met three employers",
        "in each key stage",
        "our careers leader",
        "explicit backing of the senior leadership team, the headteacher and governors",
        "meaningful experiences of workplaces by the age of 16",
        "provider access legislation for Years 8 to 13",
        "Future Skills Questionnaire",
        "NCS, the National Careers Service",
        "help and lepers",
        "We evaluate the overall effectiveness of the careers programme",
        "an Ofsted inspection, and a review of the overall effectiveness of our careers programme",
        "one experience of the workplace in Year 10 and one in Year 12",
        "at least one experience of a workplace each year",
        "T Levels and supported internships",
        "kickstart the programme in September",
        "",
    ],
)
def test_todays_wording_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted: overall effectiveness is good",
        "overall effectiveness was the grade of the last inspection",
        "the judgement on overall effectiveness",
    ],
)
def test_overall_effectiveness_is_old_where_an_inspection_is_meant(text):
    assert found(text) == ["overall effectiveness"]


def test_one_experience_alone_is_old_also_with_a_year():
    assert found("one experience of a workplace in Year 10 and a fair") == ["one experience of a workplace"]


def test_no_title_of_a_benchmark_of_today_is_old_and_the_one_that_changed_is():
    assert [match for entry in BENCHMARKS for match in old_wording(entry.title)] == []
    assert [entry.number for entry in BENCHMARKS if old_wording(entry.original)] == [3]


def test_what_changed_for_schools_alone_is_left_alone_elsewhere():
    text = "at least one experience of a workplace, and information by age 14"
    assert found(text) == ["one experience of a workplace", "by age 14"]
    assert found(text, Setting.COLLEGE) == found(text, Setting.PROVIDER) == []


def test_todays_words_are_those_of_the_setting():
    text = "known and understood by pupils, parents, teachers and employers"
    assert "known and understood by pupils, parents and carers" in old_wording(text, Setting.SPECIAL)[0].mend
    assert "known and understood by learners, parents and carers" in old_wording(text, Setting.PROVIDER)[0].mend


def test_a_report_of_the_past_is_answered_softly():
    [match] = old_wording("In our 2024 evaluation all used LMI by age 14")
    assert match.why.startswith("Since September 2025 benchmark 2 asks")


def test_a_phrase_may_run_over_a_line():
    assert found("under the Baker\n  Clause") == ["Baker\n  Clause"]


@given(TEXTS)
def test_any_text_is_read_and_what_is_found_lies_in_it(text):
    for setting in Setting:
        for match in old_wording(text + " Baker Clause " + text, setting):
            assert (text + " Baker Clause " + text)[match.start : match.end] == match.found
