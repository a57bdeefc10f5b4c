"""Words that change with the setting, names of benchmarks and schools, and advice on answers."""

from __future__ import annotations

import pytest

from careerskit.plan import (
    BENCHMARKS,
    IN_USE_FROM,
    Action,
    CompassScores,
    Header,
    Plan,
    School,
    Score,
    Setting,
    Vision,
    Website,
    advice_on,
    benchmark,
    field_named,
)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (Setting.SCHOOL, "students of the school, its governors; School Name"),
        (Setting.SPECIAL, "pupils of the school, its governors; School Name"),
        (Setting.COLLEGE, "students of the college, its governors; College Name"),
        (Setting.PROVIDER, "learners of the provider, its board; Provider Name"),
    ],
)
def test_each_setting_has_its_own_words(setting, expected):
    text = "{students} of the {school}, its {governors}; {School} Name"
    assert setting.localise(text) == expected


@pytest.mark.parametrize(
    "text", ["Arlen {x}", "{", "}", "{0}", "{student!r}", "{students:>9}", "{{", "{STUDENTS}", "{ school }"]
)
def test_other_text_in_braces_is_left_as_it_is(text):
    assert Setting.COLLEGE.localise(text) == text
    assert Setting.COLLEGE.localise(f"{text} of the {{school}}") == f"{text} of the college"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Larkmoor\r\nSchool", "Larkmoor School"),
        ("  St\u00a0Ash’s \t School ", "St Ash’s School"),
        ("Lark\x00\x1b[31mmoor\x85\u2028", "Lark [31mmoor"),
        ("half \ud83d an emoji", "half an emoji"),
        ("École Ṡt 学校 👩🏽‍🏫", "École Ṡt 学校 👩🏽‍🏫"),
        ("x" * 300, "x" * 200),
        ("x" * 199 + " y", "x" * 199),
        (" \n", "100"),
        ("", "100"),
    ],
)
def test_a_schools_name_is_one_line_of_at_most_200_characters_or_else_its_id(name, expected):
    assert School("100", name).name == expected


def test_a_plan_uses_the_words_of_its_setting_or_else_those_of_a_school():
    assert Plan(header=Header(setting="Training provider")).setting.localise("{Students}") == "Learners"
    assert Plan().setting is Setting.SCHOOL
    assert Setting.read(" special SCHOOL ") is Setting.SPECIAL


def test_there_are_eight_benchmarks_and_only_the_third_changed_its_title():
    assert [entry.number for entry in BENCHMARKS] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [entry.number for entry in BENCHMARKS if entry.title != entry.original] == [3]
    assert benchmark(3).title == "Addressing the needs of each young person"
    assert f"{IN_USE_FROM:%B %Y}" == "September 2025"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (4, 4),
        ("4", 4),
        ("GB4", 4),
        ("BM 4", 4),
        ("Benchmark 4", 4),
        ("addressing the needs of each pupil", 3),
        ("Addressing the needs of each student", 3),
        ("Addressing the Needs of Each Young Person", 3),
        ("Learning from careers and labour market information", 2),
        ("Encounters with further education and higher education", 7),
        ("Personal guidance.", 8),
    ],
)
def test_a_benchmark_is_found_by_its_number_and_by_each_published_title(name, number):
    assert benchmark(name).number == number


@pytest.mark.parametrize("name", ["", "9", 0, "GB", "Benchmark 12", "Impartial advice"])
def test_any_other_text_is_no_benchmark(name):
    assert benchmark(name) is None


@pytest.mark.parametrize(
    ("written", "per_cent"),
    [("64%", 64), (" 64 ", 64), ("100 %", 100), ("62.5%", 62.5), ("64 per cent", 64), ("0", 0)],
)
def test_a_compass_score_is_read_however_it_is_written(written, per_cent):
    assert Score(written).per_cent == per_cent
    assert str(Score(written)) == written


@pytest.mark.parametrize("written", ["", "101", "achieved", "6/8", "-3", "1000%"])
def test_any_other_text_is_no_score(written):
    assert Score(written).per_cent is None


def test_only_a_score_of_100_per_cent_is_achieved():
    assert Score("100%").is_achieved
    assert not Score("99%").is_achieved


def test_the_advice_on_a_long_answer_includes_its_length_and_the_limit():
    statement = field_named(Vision, "statement")
    assert advice_on(statement, "x" * 600) == ""
    advice = advice_on(statement, "x" * 1201)
    assert "600 characters or fewer" in advice
    assert "1,201" in advice


@pytest.mark.parametrize(
    ("field", "clear", "unclear"),
    [
        (field_named(CompassScores, "b1"), "64%", "most of it"),
        (field_named(Action, "time"), "termly", "soon"),
        (field_named(Header, "review_date"), "June 2027", "in due course"),
        (field_named(Header, "academic_year"), "2026/27", "this year"),
        (field_named(Header, "academic_year"), "2026-2027", "2026/28"),
        (field_named(Header, "academic_year"), "2099/00", "2026"),
        (field_named(Header, "academic_year"), "26-27", "26-28"),
        (field_named(Website, "email"), "Ms Okafor, j.okafor@larkmoor.sch.example", "careers at larkmoor"),
        (field_named(Website, "telephone"), "+44 (0)1632 960 123, ext. 4", "ext. 214"),
        (field_named(Website, "provider_access"), "larkmoor.example/access", "see our website"),
    ],
)
def test_there_is_advice_on_an_unclear_answer_and_none_on_a_clear_one(field, clear, unclear):
    assert advice_on(field, clear) == ""
    assert advice_on(field, unclear).startswith("Enter ")


DATES = [
    *(
        field_named(Header, name)
        for name in ("date_created", "date_approved_slt", "date_approved_governors", "review_date")
    ),
    field_named(CompassScores, "evaluated"),
]


@pytest.mark.parametrize("field", DATES, ids=lambda field: field.name)
def test_a_date_is_never_to_be_termly(field):
    for unclear in ("termly", "soon", "ongoing", "the governors’ meeting"):
        advice = advice_on(field, unclear)
        assert advice.startswith("Enter a day or a month")
        assert "termly" not in advice
    for clear in ("16 October 2026", "16/10/26", "June 2027", "Spring 2027"):
        assert advice_on(field, clear) == ""


@pytest.mark.parametrize("field", [field_named(Header, "date_approved_slt"), field_named(Action, "time")])
@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("31 Feb", "February 2027 has no day 31. Check the date"),
        ("10/16/2026", "There is no month 16. Check the date"),
        ("next Tuesday", "Enter the date itself, for example 16 October 2026"),
        ("Tuesday", "Enter the date itself, for example 16 October 2026"),
        ("tomorrow", "Enter the date itself, for example 16 October 2026"),
        ("end of term", "Which term? For example, end of spring term 2027"),
        ("half term", "Which half term? For example, October half term 2026"),
        ("October half term", ""),
        ("end of Autumn 2", ""),
    ],
)
def test_advice_says_what_is_wrong_with_a_date(field, typed, advice):
    assert advice_on(field, typed, 2026) == advice


@pytest.mark.parametrize("answer", ["", "   ", False, (), None])
def test_there_is_no_advice_on_an_empty_answer(answer):
    for field in (field_named(Action, "time"), field_named(CompassScores, "b1")):
        assert advice_on(field, answer) == ""
