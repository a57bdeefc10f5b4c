"""An objective says what changes for whom, how much, from where, to where and by when; a form can show which of these it lacks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from careerskit.plan import Setting
from careerskit.review import Feature, measure
from careerskit.review.measurable import faults_in
from tests.strategies import TEXTS

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "objectives.py"

MINIMUM = {
    "change": (0.94, 0.94),
    "students": (0.95, 0.95),
    "others": (0.88, 0.9),
    "number": (0.9, 0.94),
    "baseline": (0.92, 0.9),
    "target": (0.9, 0.92),
    "date": (0.94, 0.95),
}
"""Precision and recall on the held-out half, a little below what was measured (benchmarks/README.md)."""

MEASURABLE = "By July 2027, 90% of Year 11 students have had two guidance interviews, up from 62% in July 2026."
PARTS = ("change", "people", "number", "baseline", "target", "date")
SENTENCES = st.lists(
    st.sampled_from(
        f"{MEASURABLE} NEET down from 6% to 3% every student no pupil currently half of our Year 9s parents raise awareness "
        "from two to four this year within two years in 2026/27 ( ) , ; . : -> 1 in 5 twice as many as last year (42% "
        "in 2026) at least zero half-term".split()
    ),
    max_size=40,
).map(" ".join)


def texts_of(text):
    measures = measure(text)
    return {part: getattr(measures, part).text for part in PARTS if getattr(measures, part)}


def test_most_parts_of_labelled_objectives_are_found_and_few_wrongly():
    done = subprocess.run([sys.executable, BENCHMARK, "--json"], capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])["held-out"]
    for part, (precision, recall) in MINIMUM.items():
        assert measured[part]["precision"] >= precision, part
        assert measured[part]["recall"] >= recall, part


def test_a_measurable_objective_has_everything_and_says_where():
    assert texts_of(MEASURABLE) == {
        "change": "90% of Year 11 students have had two guidance interviews",
        "people": "Year 11 students",
        "number": "90%",
        "baseline": "up from 62%",
        "target": "90%",
        "date": "By July 2027",
    }
    measures = measure(MEASURABLE)
    assert measures.missing == ()
    assert measures.is_student_centred
    assert measures.weak is None


def test_raising_awareness_is_no_change_even_with_a_year_group_and_a_date():
    measures = measure("By July 2027 raise awareness of apprenticeships in Year 10")
    assert measures.missing == (Feature.CHANGE, Feature.NUMBER, Feature.BASELINE, Feature.TARGET)
    assert not measures.is_student_centred
    assert measures.weak.phrase.text == "raise awareness of apprenticeships in Year 10"
    assert "awareness" in measures.weak.reason


def test_what_the_school_does_is_shown_as_weak_with_a_reason():
    weak = measure("By Easter 2027, hold two assemblies for Year 9").weak
    assert weak.phrase.text == "hold two assemblies for Year 9"
    reason = Setting.COLLEGE.localise(weak.reason)
    assert reason == "This says what the college does, not what changes for students"


@pytest.mark.parametrize(
    "text",
    [
        "By July 2027, 100% of students will be offered a guidance interview, up from 80% in July 2026",
        "80% of students in Year 10 have access to Unifrog, up from 40% in 2026",
        "By July 2027, 90% of Year 11 pupils will have been given the opportunity to meet an employer",
        "More students in Year 10 will be offered a placement by July 2027",
        "Increase the number of students who are offered an interview from 80 to 100 by July 2027",
    ],
)
def test_what_students_are_offered_is_no_change_whatever_stands_before(text):
    measures = measure(text)
    assert not measures.is_student_centred
    assert "not what they will have done" in measures.weak.reason


@pytest.mark.parametrize(
    "text",
    [
        "80% of students in Year 10 use Unifrog to compare courses they have access to",
        "95% of leavers will be offered an apprenticeship or a place at college by July 2027",
        "90% of Year 10 students with access to a laptop have completed a CV",
    ],
)
def test_what_students_do_or_win_is_a_change_though_something_is_offered(text):
    assert measure(text).is_student_centred


def test_a_change_without_a_number_is_shown_as_weak():
    weak = measure("Students feel more confident by July 2027").weak
    assert weak.phrase.text == "Students feel more confident"
    assert "how much" in weak.reason


def test_a_number_that_only_says_by_how_much_is_no_target():
    measures = measure("Raise the number of students applying for T Levels by 20% by January 2027")
    assert measures.target is None
    assert measures.weak.phrase.text == "20%"


@pytest.mark.parametrize(
    "text",
    [
        "Raise awareness in Year 10",
        "Achieve Benchmark 5 by July 2027",
        "Launch a programme in 2026/27 for KS4",
        "One-to-one guidance for 16-18 learners on level 3, post-16",
        "Plan for Years 7-13 within two years",
        "Embed the 8 Gatsby Benchmarks",
        "By 31/07/2027 write a half-termly plan",
    ],
)
def test_years_ages_levels_and_benchmarks_are_no_numbers(text):
    assert measure(text).number is None


@pytest.mark.parametrize(
    "text",
    [
        "two encounters",
        "1 in 5 girls",
        "two thirds of leavers",
        "half of Year 11",
        "70-80%",
        "a dozen",
        "no pupil leaves",
    ],
)
def test_quantities_in_words_ratios_and_ranges_are_numbers(text):
    assert measure(text).number is not None


@pytest.mark.parametrize(
    ("text", "baseline"),
    [
        ("NEET down from 6% to 3%", "down from 6%"),
        ("Encounters per learner go from two to four", "from two"),
        ("Y10 work experience: 71% -> 95%", "71%"),
        ("Year 9 students can name a route: 38% in July 2026, 60% in July 2027", "38% in July 2026"),
        ("95% of Year 13 students feel confident about their next step (FSQ), from 71%", "from 71%"),
        ("95% of Year 13 students have a plan by July 2027, from 71% in July 2026.", "from 71%"),
        ("95% of Year 13 students have a plan (from about 71%)", "from about 71%"),
        ("More students have a placement than last year", "than last year"),
    ],
)
def test_where_it_starts_is_found(text, baseline):
    assert texts_of(text)["baseline"] == baseline


def test_a_share_that_something_comes_from_is_no_baseline():
    assert measure("90% of students hear from employers, from 10% of local businesses").baseline is None


def test_the_date_of_a_baseline_is_not_by_when():
    assert measure("90% of pupils have a plan, up from 42% in July 2026").date is None


@pytest.mark.parametrize("text", ["by the end of Year 11", "every year", "students may visit each summer term"])
def test_a_stage_or_how_often_is_no_date(text):
    assert measure(text).date is None


@pytest.mark.parametrize(
    "text", ["in 2027", "by Easter", "by the end of the school year", "within two years", "Aut2 2026"]
)
def test_a_year_a_term_or_a_time_from_now_is_a_date(text):
    assert measure(text).date is not None


@pytest.mark.parametrize(
    ("text", "are_students"),
    [
        ("All learners have a mentor", True),
        ("girls in Year 9 choose physics", True),
        ("stuents know their options", True),
        ("Tutors can explain T Levels to students", False),
        ("Parents of Year 11 students say they know enough", False),
    ],
)
def test_whose_change_it_is(text, are_students):
    assert measure(text).people is not None
    assert measure(text).are_students is are_students


def test_an_empty_text_lacks_everything_and_has_no_weak_half():
    assert measure(" \n").missing == tuple(Feature)
    assert measure("").weak is None


@given(TEXTS | SENTENCES | st.text(max_size=300))
@example("\u0130 students \u00df know 5% by \u00bd \u0665 2027")
def test_any_text_is_taken_and_what_is_found_lies_in_it(text):
    measures = measure(text)
    phrases = [getattr(measures, part) for part in PARTS] + [measures.weak and measures.weak.phrase]
    for phrase in filter(None, phrases):
        assert 0 <= phrase.start < phrase.end <= len(text)
        assert text[phrase.start : phrase.end] == phrase.text


@given(SENTENCES, st.sampled_from([" ", "  ", "\n", "\t\n "]), st.sampled_from([str.lower, str.upper, str.title]))
def test_whitespace_and_capitals_change_nothing(text, space, change_case):
    spaced = space + space.join(text.split()) + space
    for other in (spaced, change_case(text)):
        assert measure(other).missing == measure(text).missing
        assert measure(other).are_students == measure(text).are_students


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Achieve benchmark 4 at 100% on Compass by July 2027 (now 57%)", "what changes, for whom"),
        ("Reach 90% in the survey by summer 2027 (currently about 61%)", "what changes, for whom"),
        ("All learners on Level 2 programmes progress to a positive destination by August 2027 (2026: 87%)", ""),
        ("Every student with SEND has visited a college by May 2027 (2026: 40%)", ""),
        ("Students understand apprenticeships better by July 2027 (Sept 2026 41% agree, target 75%)", ""),
        ("Students know more by July 2027 (June 2026: 40%, aim 70%)", ""),
        ("We want fewer drop-outs from Year 12: from 14 to under 8 by July 2027", ""),
        ("By July 2027 Year 10 students who can name three routes rise by ten points, to 68%", ""),
        ("By May 2027 attendance of Year 10 rises by 6 students, to 40", ""),
        ("By July 2027 all Year 11 leavers hold a September offer; on 31 July 2026 nine of 148 did not", ""),
        (
            "By July 2027 the website is compliant with all 4 requirements of the guidance (2 of 4 met now)",
            "what changes, for whom",
        ),
        ("By July 2027 each subject has two careers lessons a term, up from 0", "what changes, for whom"),
        ("Provide 100% of Year 10 with work experience by July 2027", "what changes, where it starts"),
        ("Increase attendance at careers fair by 20%", "for whom, where it starts, where it gets to, by when"),
        ("Double attendance at careers fair by 20%", "for whom, where it starts, where it gets to, by when"),
    ],
)
def test_nothing_that_is_there_is_missed(text, missing):
    assert ", ".join(measure(text).missing) == missing


def test_a_time_before_a_figure_makes_it_no_baseline_where_it_is_the_target():
    assert measure("By July 2026 40% of Year 10, and by July 2027 80%, have a plan").baseline is None


@pytest.mark.parametrize("text", ["Double attendance at careers fair", "Applications rise from 14 to 40 by May 2027"])
def test_a_change_that_names_nobody_is_weak_for_that(text):
    assert measure(text).weak.reason == "This says what changes, but not for which {students}"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("By July 2027, 120% of Year 10 students have a placement, up from 80%", "120%"),
        ("By July 2027, 90% of Year 10 have a placement, up from 80% in July 2028", "July 2028"),
        ("By July 2027, 35% of Year 10 students have a placement, up from 80%", "up from 80%"),
        ("Increase the share of Year 10 students with a placement from 80% to 35%", "from 80%"),
        ("Reduce NEET from 3% to 6% by July 2027", "from 3%"),
    ],
)
def test_figures_and_dates_that_do_not_fit_together_are_pointed_out(text, quote):
    assert [quoted for quoted, _ in faults_in(text, 2026)] == [quote]


@pytest.mark.parametrize(
    "text",
    [
        MEASURABLE,
        "Raise aspirations: NEET from 6% to 3%",
        "Increase engagement so that NEET goes from 6% to 3%",
        "Increase the number of students who are not NEET from 60% to 3 students",
        "Applications up from 20 by 150%",
        "Visits up from six a year to 12",
        "Lower sixth attendance from 80% to 90%",
    ],
)
def test_figures_and_dates_that_may_fit_together_are_left_alone(text):
    assert list(faults_in(text, 2026)) == []
