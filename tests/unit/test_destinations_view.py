"""A school's published destinations as a chart, tables and text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from careerskit.evidence import (
    CATEGORIES,
    KEY_STAGE_4,
    SIXTEEN_TO_EIGHTEEN,
    AreaFigures,
    Cohort,
    Destinations,
    EarlierCohort,
    Figure,
    Outcome,
    Phase,
)
from careerskit.plan import Plan, Setting
from careerskit.views.destinations import render_destinations
from careerskit.views.destinations_chart import destinations_chart

PER_CENTS = {
    "EDUCATION": "75%",
    "SCH_6TH": "50%",
    "SIXTH_COL": "0%",
    "FE": "24%",
    "OTHER_EDU": "SP",
    "APPREN": "10%",
    "EMPLOYMENT": "5%",
    "OVERALL_DEST": "90%",
    "NOT_SUSTAINED": "9%",
    "UNKNOWN": "1%",
}


def cohort(size: str = "120", **per_cents: str) -> Cohort:
    shown = PER_CENTS | per_cents
    counts = {key: text if text in ("SUPP", "NA") else "7" for key, text in shown.items()}
    return Cohort(
        Figure(size),
        tuple(Outcome(category, Figure(counts[category.key]), Figure(shown[category.key])) for category in CATEGORIES),
    )


def hidden(size: str = "SUPP") -> Cohort:
    return cohort(size, **dict.fromkeys(PER_CENTS, "SUPP"))


def area(name: str = "Imaginary Vale School", everyone: Cohort | None = None, **groups: Cohort) -> AreaFigures:
    all_groups = {
        "disadvantaged": cohort("50", OVERALL_DEST="82%"),
        "others": cohort("70", OVERALL_DEST="95%"),
    } | groups
    return AreaFigures(
        name,
        everyone or cohort(),
        all_groups["disadvantaged"],
        all_groups["others"],
        (EarlierCohort("2015/16", Figure("118"), Figure("92%")), EarlierCohort("2014/15", Figure("NA"), Figure("NA"))),
    )


def published(school: AreaFigures | None = None) -> Destinations:
    return Destinations(
        school=school or area(),
        authority=area("Dale, County of", disadvantaged=cohort(OVERALL_DEST="88%")),
        england=area("England", cohort("528139", OVERALL_DEST="94%", SCH_6TH="37%")),
        finished="2016/17",
        destination_year="2017/18",
        source="Department for Education, performance tables 2019",
    )


def plan(setting: Setting = Setting.SCHOOL, academic_year: str = "2018/19") -> Plan:
    return Plan.of("900001", {"header": {"setting": setting.value, "academic_year": academic_year}})


def visible_text(html: str) -> str:
    """Return the visible text: without tags and the chart, with single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def text_of(destinations: Destinations | None, **about: str | Setting) -> str:
    sets = [destinations] if destinations else []
    return visible_text(render_destinations(plan(**about), sets))  # type: ignore[arg-type]


def test_the_title_is_the_message_with_england_beside_it() -> None:
    chart = destinations_chart(Setting.SCHOOL, published())

    assert chart.title == "90% of students went on to a sustained destination; in England it was 94%"
    assert chart.subtitle == "Per cent of the students who finished key stage 4 in 2016/17, by what they did in 2017/18"


def test_the_title_says_if_england_is_the_same() -> None:
    chart = destinations_chart(Setting.PROVIDER, published(area(everyone=cohort(OVERALL_DEST="94%"))))

    assert chart.title == "94% of learners went on to a sustained destination, as in England"


def test_the_table_has_every_kind_with_numbers_and_per_cents() -> None:
    table = destinations_chart(Setting.SCHOOL, published()).table

    assert list(table.columns) == ["Number of students", "This school", "Dale, County of", "England"]
    assert len(table) == len(CATEGORIES)
    assert list(table.loc["of which school sixth form"]) == ["7", "50%", "50%", "37%"]
    assert list(table.loc["All sustained destinations"]) == ["7", "90%", "90%", "94%"]


def test_the_chart_has_a_bar_for_the_school_each_area_and_two_groups_with_their_figures_and_is_reproducible() -> None:
    first, second = (destinations_chart(Setting.SCHOOL, published()).svg for _ in range(2))

    assert first == second
    for text in ("This school", "England", "90% sustained", "94% sustained", "75%", "Disadvantaged", "All others"):
        assert text in first
    for name in ("Education", "Apprenticeship", "Employment", "Not recorded as sustained", "Activity not captured"):
        assert first.count(f">{name}<") == 1


def test_a_hidden_figure_is_one_part_of_the_bar_with_that_word_and_never_nothing() -> None:
    shown = published(area(everyone=cohort(APPREN="SUPP", EMPLOYMENT="SUPP")))
    chart = destinations_chart(Setting.SCHOOL, shown)

    assert list(chart.table.loc["Sustained apprenticeship"]) == ["hidden", "hidden", "10%", "10%"]
    assert chart.svg.count(">hidden<") == 1
    assert chart.note.endswith("Hidden: not shown, so that nobody can be recognised.")


def test_the_alternative_text_says_what_the_chart_shows() -> None:
    assert destinations_chart(Setting.SCHOOL, published()).alt == (
        "Bar chart. At this school: education 75%, apprenticeship 10%, employment 5%, not recorded as sustained 9% and activity "
        "not captured 1%. Sustained destinations: 90% here, 90% in County of Dale and 94% in England."
    )


def test_a_region_stands_between_the_authority_and_england() -> None:
    table = destinations_chart(Setting.SCHOOL, replace(published(), region=area("Northern Vales"))).table

    assert list(table.columns) == ["Number of students", "This school", "Dale, County of", "Northern Vales", "England"]


def later(phase: Phase = KEY_STAGE_4) -> Destinations:
    everyone = Cohort(Figure("80"), tuple(Outcome(one, Figure("9"), Figure("50%")) for one in phase.categories))
    one = AreaFigures("Imaginary Vale School", everyone, everyone, everyone)
    return Destinations(one, None, None, "2022/23", "2023/24", "Statistics of 2025", phase=phase)


def test_the_newest_figures_of_each_phase_are_shown_and_older_ones_are_named() -> None:
    page = render_destinations(plan(academic_year="2024/25"), [later(), published(), later(SIXTEEN_TO_EIGHTEEN)])
    text = visible_text(page)

    assert re.findall(r"<h3>(.*?)</h3>", page) == ["After key stage 4", "After 16 to 18"]
    assert "after key stage 4, of those who finished key stage 4 in 2016/17 (Department for Education" in text
    assert "118" not in text, "an earlier cohort of another release"
    assert "of which higher education" in text


def test_a_college_has_its_own_phase_first() -> None:
    page = render_destinations(plan(Setting.COLLEGE), [later(), later(SIXTEEN_TO_EIGHTEEN)])

    assert re.findall(r"<h3>(.*?)</h3>", page) == ["After 16 to 18", "After key stage 4"]


def test_figures_of_long_ago_have_a_chart_and_no_tables_of_groups_and_years() -> None:
    text = text_of(published(), academic_year="2026/27")

    assert "90% of students went on to a sustained destination" in text
    assert "Gap in points" not in text
    assert "Earlier years" not in text


def test_the_gap_is_shown_with_both_groups_and_their_sizes() -> None:
    text = text_of(published())

    assert (
        "The gap in sustained destinations, in percentage points: −13 here, −7 in County of Dale and −13 in England."
        in text
    )
    assert "All sustained destinations 82% 95% −13" in text
    assert "Groups: 50 disadvantaged students and 70 others." in text
    assert "Take care" not in text


def test_no_gap_is_calculated_from_a_hidden_figure() -> None:
    school = area(disadvantaged=cohort("50", OVERALL_DEST="SUPP"), others=cohort("70"))
    text = text_of(published(school))

    assert "All sustained destinations hidden 90% not worked out" in text
    assert "The gap in sustained destinations" not in text


@pytest.mark.parametrize(("size", "points"), [("11", "9"), ("29", "3")])
def test_a_small_cohort_comes_with_a_caution(size: str, points: str) -> None:
    text = text_of(published(area(everyone=cohort(size), disadvantaged=hidden(), others=hidden())))

    assert f"Take care: with {size} students, each one counts for {points} percentage points" in text


def test_a_small_group_comes_with_its_own_caution() -> None:
    assert "with 20 students, each one counts for 5 percentage points" in text_of(
        published(area(disadvantaged=cohort("20")))
    )


def test_hidden_groups_have_a_sentence_instead_of_a_table() -> None:
    text = text_of(published(area(disadvantaged=hidden(), others=hidden())))

    assert "The figures for disadvantaged students and for all others are hidden" in text
    assert "Gap in points" not in text


def test_the_size_of_a_hidden_cohort_is_said_in_one_word() -> None:
    everyone = area(everyone=hidden(), disadvantaged=hidden(), others=hidden())

    assert "Cohorts: hidden at this school" in visible_text(
        render_destinations(plan(Setting.SPECIAL), [published(everyone)])
    )


def test_a_wholly_hidden_school_has_text_and_no_chart() -> None:
    page = render_destinations(
        plan(Setting.SPECIAL), [published(area(everyone=hidden("4"), disadvantaged=hidden(), others=hidden()))]
    )
    text = visible_text(page)

    assert (
        "Only 4 pupils finished key stage 4 here in 2016/17. The Department for Education hides where they went" in text
    )
    assert "Destination Dale, County of England" in text
    assert "<img" not in page
    assert "Disadvantaged pupils" not in text
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in text


@pytest.mark.parametrize(
    ("size", "words"), [("1", "Only one student finished"), ("SUPP", "Only a few students finished")]
)
def test_the_smallest_cohorts_are_described_in_a_sentence(size: str, words: str) -> None:
    assert words in text_of(published(area(everyone=hidden(size), disadvantaged=hidden(), others=hidden())))


def test_a_special_school_is_told_that_comparisons_are_with_all_schools() -> None:
    sentence = "The comparison figures are for all schools"

    assert sentence in text_of(published(), setting=Setting.SPECIAL)
    assert sentence not in text_of(published(), setting=Setting.SCHOOL)


def test_a_college_is_told_that_its_older_students_are_not_counted() -> None:
    assert "Its older students are not." in text_of(published(), setting=Setting.COLLEGE)
    assert "older students" not in text_of(published(), setting=Setting.SCHOOL)


def test_figures_much_older_than_the_plan_are_marked_as_old() -> None:
    assert "nine years before the year of this plan" in text_of(published(), academic_year="2026/27")
    assert "before the year of this plan" not in text_of(published(), academic_year="2019/20")
    assert "before the year of this plan" not in text_of(published(), academic_year="")


def test_earlier_years_come_newest_first_with_missing_figures_in_words() -> None:
    text = text_of(published())

    assert "2016/17 120 90% 94% 2015/16 118 92% 92% 2014/15 no data no data no data" in text
    assert "Earlier years" not in text_of(published(replace(area(), earlier=())))


def test_neet_is_mentioned_only_to_say_that_it_is_something_else() -> None:
    text = text_of(published())

    assert text.count("NEET") == 1
    assert "it is not the same as NEET" in text
    assert "“Activity not captured” is neither of the two" in text


def test_the_source_with_its_year_and_licence_is_given_once() -> None:
    text = text_of(published())

    assert text.count("Source: Department for Education, performance tables 2019.") == 1
    assert text.count("Open Government Licence v3.0") == 1


def test_a_school_is_shown_alone_where_there_are_no_comparison_figures() -> None:
    alone = replace(published(), authority=None, england=None)
    text = text_of(alone)

    assert "90% of students went on to a sustained destination" in text
    assert "in England" not in text
    assert "The gap in sustained destinations, in percentage points: −13 here." in text


def test_a_school_without_figures_says_so() -> None:
    text = text_of(None)

    assert "No published destination figures have been added for this school." in text
    assert "careerskit" not in text  # governors read this page; how to import is in the README


@pytest.mark.parametrize(("setting", "word"), [(Setting.COLLEGE, "college"), (Setting.PROVIDER, "provider")])
def test_a_college_or_provider_without_figures_is_told_so_in_its_own_word(setting: Setting, word: str) -> None:
    assert f"No published destination figures have been added for this {word}." in text_of(None, setting=setting)


def test_markup_in_a_name_is_escaped() -> None:
    found = replace(published(), authority=area("<b>Dale</b>"))

    assert "<b>Dale" not in render_destinations(plan(), [found])
