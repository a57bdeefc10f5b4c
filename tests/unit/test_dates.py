"""Times are stored as people write them, and can still be sorted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.plan import Action, Span, When, academic_year_of, term_of
from tests.strategies import TIMES

PIECES = (
    "Sept",
    "ſept",
    "aprıl",
    "may",
    "Oct",
    "Easter",
    "after",
    "terms",
    "Su",
    "aut",
    "Spring",
    "ſum",
    "term",
    "half term",
    "end of",
    "1",
    "2",
    "19",
    "’26",
    "2026",
    "٢٠٢٦",
    "31",
    "0",
)
GLUE = (" ", "", "/", "-", ".", ", ", "th ", " of ", " & ", " to ", "\u00a0", "\n")
JUMBLES = st.lists(st.sampled_from(PIECES + GLUE), max_size=12).map("".join)


def span(first: tuple[int, int, int], last: tuple[int, int, int]) -> Span:
    return Span(date(*first), date(*last))


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Sept 2026", span((2026, 9, 1), (2026, 9, 30))),
        ("September 2026", span((2026, 9, 1), (2026, 9, 30))),
        ("sept. ’26", span((2026, 9, 1), (2026, 9, 30))),
        ("09/2026", span((2026, 9, 1), (2026, 9, 30))),
        ("2026-09", span((2026, 9, 1), (2026, 9, 30))),
        ("February 2028", span((2028, 2, 1), (2028, 2, 29))),
        ("01/09/2026", span((2026, 9, 1), (2026, 9, 1))),
        ("1.9.26", span((2026, 9, 1), (2026, 9, 1))),
        ("2026-09-01", span((2026, 9, 1), (2026, 9, 1))),
        ("1st of September 2026", span((2026, 9, 1), (2026, 9, 1))),
        ("16 October 2026", span((2026, 10, 16), (2026, 10, 16))),
        ("by 16th Oct", span((2026, 10, 16), (2026, 10, 16))),
        ("16 January", span((2027, 1, 16), (2027, 1, 16))),
        ("March", span((2027, 3, 1), (2027, 3, 31))),
        ("Autumn", span((2026, 9, 1), (2026, 12, 31))),
        ("Aut1", span((2026, 9, 1), (2026, 10, 31))),
        ("Aut 2", span((2026, 11, 1), (2026, 12, 31))),
        ("Spring 2027", span((2027, 1, 1), (2027, 3, 31))),
        ("Spring term 2028", span((2028, 1, 1), (2028, 3, 31))),
        ("Summer 2", span((2027, 6, 1), (2027, 8, 31))),
        ("2026/27", span((2026, 9, 1), (2027, 8, 31))),
        ("2026", span((2026, 1, 1), (2026, 12, 31))),
        ("Spring 2026/27", span((2027, 1, 1), (2027, 3, 31))),
        ("Autumn 2027-28", span((2027, 9, 1), (2027, 12, 31))),
        ("Summer term 2 (27/28)", span((2028, 6, 1), (2028, 8, 31))),
        ("Spring half term 2", span((2027, 2, 16), (2027, 3, 31))),
        ("Au1", span((2026, 9, 1), (2026, 10, 31))),
        ("sp 2 2028", span((2028, 2, 16), (2028, 3, 31))),
        ("Su1", span((2027, 4, 1), (2027, 5, 31))),
        ("Term 1", span((2026, 9, 1), (2026, 10, 31))),
        ("Term 3", span((2027, 1, 1), (2027, 2, 15))),
        ("term 6, 2028", span((2028, 6, 1), (2028, 8, 31))),
        ("Term 4 2027/28", span((2028, 2, 16), (2028, 3, 31))),
        ("Terms 3 and 4", span((2027, 1, 1), (2027, 3, 31))),
        ("Terms 1-6", span((2026, 9, 1), (2027, 8, 31))),
        ("half term 5", span((2027, 4, 1), (2027, 5, 31))),
        ("by Christmas", span((2026, 12, 1), (2026, 12, 31))),
        ("Easter", span((2027, 3, 1), (2027, 3, 31))),
        ("before Easter 2028", span((2028, 3, 1), (2028, 3, 31))),
        ("after Easter", span((2027, 4, 1), (2027, 5, 31))),
        ("after the Xmas break", span((2027, 1, 1), (2027, 2, 15))),
        ("October 16th", span((2026, 10, 16), (2026, 10, 16))),
        ("October 16, 2026", span((2026, 10, 16), (2026, 10, 16))),
        ("Sept 2019 & July 2020", span((2019, 9, 1), (2020, 7, 31))),
        ("Aut1 & Summer2", span((2026, 9, 1), (2027, 8, 31))),
        ("Dec 2019 and Nov 2019", span((2019, 11, 1), (2019, 12, 31))),
        ("Sept 2019 (and regular updates)", span((2019, 9, 1), (2019, 9, 30))),
        ("31/02/2026, or 31/03/2026", span((2026, 3, 31), (2026, 3, 31))),
        ("end of spring term", span((2027, 3, 1), (2027, 3, 31))),
        ("by the end of the Spring term 2028", span((2028, 3, 1), (2028, 3, 31))),
        ("end of Autumn 2", span((2026, 12, 1), (2026, 12, 31))),
        ("end of Aut1", span((2026, 10, 1), (2026, 10, 31))),
        ("end of summer term", span((2027, 7, 1), (2027, 7, 31))),
        ("end of half term 3", span((2027, 2, 1), (2027, 2, 15))),
        ("start of the autumn term 2027", span((2027, 9, 1), (2027, 9, 30))),
        ("beginning of Spring 2", span((2027, 2, 16), (2027, 2, 28))),
        ("end of the academic year", span((2027, 7, 1), (2027, 7, 31))),
        ("by the end of the school year 2027/28", span((2028, 7, 1), (2028, 7, 31))),
        ("October half term", span((2026, 10, 20), (2026, 10, 31))),
        ("Oct half-term 2027", span((2027, 10, 20), (2027, 10, 31))),
        ("autumn half term", span((2026, 10, 20), (2026, 10, 31))),
        ("February half term", span((2027, 2, 10), (2027, 2, 22))),
        ("by May half term", span((2027, 5, 24), (2027, 6, 1))),
        ("after October half term", span((2026, 11, 1), (2026, 12, 31))),
        ("after the Feb half-term 2028", span((2028, 2, 16), (2028, 3, 31))),
        ("Autumn half term 2", span((2026, 11, 1), (2026, 12, 31))),
        ("28 Feb", span((2027, 2, 28), (2027, 2, 28))),
    ],
)
def test_a_time_means_the_days_it_names(written, means):
    assert When(written).span(2026) == means


OCTOBER, MARCH = span((2026, 10, 1), (2026, 10, 31)), span((2027, 3, 1), (2027, 3, 31))


@pytest.mark.parametrize(
    "written",
    [
        "October and March",
        "March, October",
        "October & again in March",
        "by October (and by March)",
        "Oct 2026/Mar 2027",
    ],
)
def test_two_times_are_not_all_the_days_between_them(written):
    assert When(written).spans(2026) == (OCTOBER, MARCH)


@pytest.mark.parametrize(
    "written",
    ["October to March", "Oct-Mar", "Oct – March", "between October and March", "start in October, finished by March"],
)
def test_from_one_time_to_another_is_one_time(written):
    assert When(written).spans(2026) == (span((2026, 10, 1), (2027, 3, 31)),)


JUNE_7_TO_18 = span((2027, 6, 7), (2027, 6, 18))


@pytest.mark.parametrize(
    "written",
    [
        "7 to 18 June 2027",
        "7 to 18 June",
        "7-18 June",
        "7–18 June 2027",
        "7 – 18 June",
        "7th to 18th June 2027",
        "7th-18th of June",
        "Mon 7 to Fri 18 June",
        "Monday 7 until Friday, 18 June 2027",
        "7 June to 18 June 2027",
        "work experience, 07 to 18 June",
    ],
)
def test_from_one_day_of_a_month_to_another_is_one_time(written):
    assert When(written).spans(2026) == (JUNE_7_TO_18,)


@pytest.mark.parametrize("year", [None, 2025, 2026, 2027])
@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("28 May to 3 June 2027", span((2027, 5, 28), (2027, 6, 3))),
        ("Fri 28 May – Thu 3 June 2027", span((2027, 5, 28), (2027, 6, 3))),
        ("28 August to 3 September 2027", span((2027, 8, 28), (2027, 9, 3))),
        ("28 December to 3 January 2027", span((2026, 12, 28), (2027, 1, 3))),
        ("May to July 2027", span((2027, 5, 1), (2027, 7, 31))),
        ("between 7 May and 9 June 2027", span((2027, 5, 7), (2027, 6, 9))),
        ("7 to 18 June 2027", JUNE_7_TO_18),
        ("29 February to 3 March 2028", span((2028, 2, 29), (2028, 3, 3))),
    ],
)
def test_the_year_after_a_range_is_that_of_its_start_too_whichever_the_plans_year(written, means, year):
    assert When(written).spans(year) == (means,)


@pytest.mark.parametrize(
    "written",
    ["Year 7 to 18 June", "Years 7-18 June", "28 to 18 June", "0 to 18 June", "Y7-18 June"],
)
def test_a_number_before_a_day_that_starts_no_range_is_left_alone(written):
    assert When(written).spans(2026)[-1].last == date(2027, 6, 18)
    assert span((2027, 6, 7), (2027, 6, 18)) not in When(written).spans(2026)


def test_a_day_after_the_end_of_a_month_is_named_in_a_range_too():
    assert When("7 to 31 June 2027").impossible_day() == "June 2027 has no day 31"
    assert When("7 to 31 June 2027").spans(2026) == ()


def test_a_time_within_another_is_named_once():
    assert When("Autumn 2026, by 16 October").spans(2026) == (span((2026, 9, 1), (2026, 12, 31)),)
    assert When("soon").spans(2026) == ()


@pytest.mark.parametrize(
    ("written", "year", "means"),
    [
        ("Oct 16", 2026, span((2026, 10, 16), (2026, 10, 16))),
        ("January 31", 2026, span((2027, 1, 31), (2027, 1, 31))),
        ("by Oct 16 or Nov 20", 2026, span((2026, 10, 16), (2026, 11, 20))),
        ("Oct 30", 2026, span((2026, 10, 30), (2026, 10, 30))),
        ("Sept 21", 2026, span((2021, 9, 1), (2021, 9, 30))),
        ("Sept 20", 2026, span((2026, 9, 20), (2026, 9, 20))),
        ("July 29", 2026, span((2029, 7, 1), (2029, 7, 31))),
        ("Sept 26 to July 27", 2026, span((2026, 9, 1), (2027, 7, 31))),
        ("Sept 19 & July 20", 2019, span((2019, 9, 1), (2020, 7, 31))),
        ("Sept ’19", 2026, span((2019, 9, 1), (2019, 9, 30))),
        ("Sept 19", None, span((2019, 9, 1), (2019, 9, 30))),
        ("Oct 16", None, None),
        ("Spring 19", 2026, span((2019, 1, 1), (2019, 3, 31))),
        ("16 October 26", 2031, span((2026, 10, 16), (2026, 10, 16))),
    ],
)
def test_two_digits_after_a_month_are_a_year_only_near_the_plans_year(written, year, means):
    assert When(written).span(year) == means
    assert When(written).is_readable


@pytest.mark.parametrize(
    "written",
    [
        "author visit",
        "spreadsheet",
        "summary",
        "automatic",
        "the spare room",
        "Sun 2",
        "term 7",
        "half term",
        "end of term",
        "after half term",
        "Au",
        "sp",
    ],
)
def test_words_that_only_start_like_a_term_are_no_term(written):
    assert When(written).span(2026) is None


@pytest.mark.parametrize(
    "written",
    [
        "once a term",
        "twice a year",
        "three times per half term",
        "every Monday",
        "each Friday morning",
        "on Wednesdays",
        "weekly",
        "every two weeks",
        "every day",
        "once every half-term",
        "every Thurs",
    ],
)
def test_a_frequency_is_recognised_however_it_is_worded(written):
    assert When(written).is_recurring
    assert When(written).span(2026) is None


@pytest.mark.parametrize(
    "written", ["all day 16 October", "Monday 16 November", "once the term is over", "at one time a week is left"]
)
def test_a_time_that_happens_once_is_not_recurring(written):
    assert not When(written).is_recurring


@pytest.mark.parametrize(
    "written", ["termly", "ongoing", "on-going", "Each Term", "half-termly", "every half term", "monthly", "throughout"]
)
def test_a_recurring_time_is_readable_and_names_no_day(written):
    assert When(written).is_recurring
    assert When(written).is_readable
    assert When(written).span(2026) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "31/02/2026",
        "31 Feb",
        "Feb 31",
        "next Tuesday",
        "end of term",
        "2026-17",
        "once the budget is known",
    ],
)
def test_text_without_a_day_or_a_frequency_is_not_readable(written):
    assert not When(written).is_readable


@pytest.mark.parametrize(
    ("written", "year", "fault"),
    [
        ("31 Feb", 2026, "February 2027 has no day 31"),
        ("31 Feb", None, "February has no day 31"),
        ("Feb 31", 2026, "February 2027 has no day 31"),
        ("February 31st", None, "February has no day 31"),
        ("31/02/2026", None, "February 2026 has no day 31"),
        ("2026-11-31", None, "November 2026 has no day 31"),
        ("by 45th Oct 26", 2026, "October 2026 has no day 45"),
        ("Sept 45", 2026, "September 2026 has no day 45"),
        ("29 Feb", 2026, "February 2027 has no day 29"),
        ("29 Feb", 2027, ""),
        ("29 Feb", None, ""),
        ("10/16/2026", None, "There is no month 16"),
        ("30 Feb to 31 April 2027", None, "February has no day 30"),
        ("16 October 2026", None, ""),
        ("next Tuesday", 2026, ""),
        ("", 2026, ""),
    ],
)
def test_a_day_that_no_calendar_has_is_named(written, year, fault):
    assert When(written).impossible_day(year) == fault


@pytest.mark.parametrize(
    ("written", "unnamed"),
    [
        ("end of term", "term"),
        ("by the end of next term", "term"),
        ("end of term 2027", "term"),
        ("half term", "half term"),
        ("after half-term", "half term"),
        ("half term 2026/27", "half term"),
        ("end of spring term", ""),
        ("October half term", ""),
        ("half term in October", ""),
        ("term 3", ""),
        ("termly", ""),
        ("every half term", ""),
        ("in the longer term", ""),
        ("soon", ""),
    ],
)
def test_a_term_without_its_name_is_noticed(written, unnamed):
    assert When(written).unnamed_term == unnamed


def test_a_time_without_a_year_names_no_day_where_the_academic_year_is_unknown():
    assert When("Aut1").span() is None
    assert When("Spring 2027").span() == When("Spring 2027").span(2026)


def test_times_are_sorted_by_first_day_then_recurring_then_unreadable_then_empty():
    in_order = [
        "Dec 2019 and Nov 2019",
        "01/09/2026",
        "Sept 2026",
        "Aut1",
        "16 October 2026",
        "Aut2",
        "Spring 2027",
        "Summer",
        "2027/28",
        "termly",
        "31 Feb",
        "next Tuesday",
        "when we can",
        "",
    ]
    alphabetical = map(When, sorted(in_order))
    assert sorted(alphabetical, key=lambda when: when.sort_key(2026)) == in_order


@given(TIMES | JUMBLES)
def test_any_text_is_printed_as_written_and_survives_json(written):
    when = When(written)
    assert f"{when}" == str(when) == written
    read_back = Action.model_validate_json(Action(id="a", time=when).model_dump_json()).time
    assert isinstance(read_back, When)
    assert read_back == written


@given(TIMES | JUMBLES, st.none() | st.integers(2000, 2098))
def test_any_text_is_parsed_without_an_error(written, year):
    when = When(written)
    days = when.span(year)
    assert days is None or days.first <= days.last
    assert isinstance(when.is_readable, bool)
    assert when.sort_key(year) <= (3, date.max, date.max)
    assert isinstance(when.impossible_day(year) + when.unnamed_term, str)


def test_a_long_run_of_spaces_is_parsed_as_quickly_as_one():
    gap = " " * 100_000
    assert When(f"16{gap}October{gap}2026").span() == When("16 October 2026").span()
    assert not When(f"each{gap}1{gap}x").is_readable  # this took minutes before runs of spaces were joined


@pytest.mark.parametrize(
    ("written", "year"),
    [("2026/27", 2026), ("2026-2027", 2026), ("2026", 2026), ("26-27", 2026), ("26 to 27", 2026), ("next", None)],
)
def test_an_academic_year_starts_in_the_first_year_written(written, year):
    assert academic_year_of(written) == year


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 9, 1), "Autumn 2026"),
        (date(2027, 1, 1), "Spring 2027"),
        (date(2027, 3, 31), "Spring 2027"),
        (date(2027, 4, 1), "Summer 2027"),
        (date(2027, 8, 31), "Summer 2027"),
    ],
)
def test_a_day_belongs_to_a_term(day, term):
    assert term_of(day) == term
