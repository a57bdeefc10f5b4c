"""Rows of a spreadsheet become activities of the programme, and back, and nothing that a cell says is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.plan import (
    BENCHMARKS,
    YEAR_GROUPS,
    Activity,
    Setting,
    When,
    activities_from_rows,
    field_named,
    rows_from_text,
    rows_of_activities,
    year_groups_in_words,
)

TYPES = [choice.value for choice in field_named(Activity, "type").choices]


def read(*rows, **options):
    activities, problems = activities_from_rows([list(row) for row in rows], **options)
    assert problems == []
    return activities


def test_columns_are_found_by_their_headings_in_any_order():
    (activity,) = read(
        ("Gatsby", "When", "Year", "What", "Learning outcomes", "Delivered by"),
        ("GB5, GB6", "Spring 1", "Y9-10", "Careers fair", "Names three jobs", "Greyfen Engineering"),
    )
    assert activity == {
        "benchmarks": (5, 6),
        "time": "Spring 1",
        "years": (9, 10),
        "activity": "Careers fair",
        "outcome": "Names three jobs",
        "provider": "Greyfen Engineering",
    }


@pytest.mark.parametrize("corner", ["Year group", ""])
def test_a_grid_of_year_groups_and_terms_has_an_activity_for_each_line_of_a_cell(corner):
    activities = read(
        (corner, "Autumn term", "Spring 1", "Summer"),
        ("Year 7", "Careers assembly\n• Skills quiz", "", "Visit to a farm"),
        ("", "Tutor time", "", ""),
        ("10", "", "Mock interviews", ""),
    )
    assert [(one["activity"], one["years"], one["time"]) for one in activities] == [
        ("Careers assembly", (7,), "Autumn term"),
        ("Skills quiz", (7,), "Autumn term"),
        ("Visit to a farm", (7,), "Summer"),
        ("Tutor time", (7,), "Autumn term"),
        ("Mock interviews", (10,), "Spring 1"),
    ]


def test_a_grid_may_have_its_terms_below_each_other():
    activities = read(("Term", "Y7", "Y8-9"), ("Autumn", "Quiz", "Fair"), ("Spring", "", "College visit"))
    assert [(one["activity"], one["years"], one["time"]) for one in activities] == [
        ("Quiz", (7,), "Autumn"),
        ("Fair", (8, 9), "Autumn"),
        ("College visit", (8, 9), "Spring"),
    ]


def test_a_year_group_of_a_grid_that_cannot_be_read_is_named_with_its_row():
    grid = [["Year", "Autumn", "Spring"], ["7", "Quiz", ""], ["Lower school", "", "Fair"]]
    activities, problems = activities_from_rows(grid)
    assert activities[1] == {"activity": "Fair (Year group: Lower school)", "time": "Spring"}
    assert problems == ["Row 3, column “Year group”: “Lower school” was added to the text of the activity."]


@pytest.mark.parametrize(
    "rows",
    [
        [["Year", "Autumn"], ["7", "Quiz"]],
        [["Year", "Autumn", "Spring"], ["7", "Quiz", "Fair", "Hall"]],
        [["Activity", "Autumn", "Spring"], ["7", "Quiz", "Fair"]],
    ],
)
def test_what_is_no_grid_for_certain_is_read_row_by_row(rows):
    activities, _ = activities_from_rows(rows)
    assert "Quiz" in str(activities)
    assert len(activities) <= len(rows)


@pytest.mark.parametrize("heading", ["What they will learn", "What students learn", "What learners will learn"])
def test_headings_are_read_in_the_words_of_a_person(heading):
    (activity,) = read(
        ("Year", "Activity", "Who", heading), ("8", "Taster day", "Fennbrook College", "What a T Level is")
    )
    assert activity == {
        "years": (8,),
        "activity": "Taster day",
        "provider": "Fennbrook College",
        "outcome": "What a T Level is",
    }


def test_without_headings_columns_are_found_by_what_their_cells_hold():
    first, second = read(
        ("Year 7", "Careers fair", "Autumn 2", "5", "Greyfen Engineering", "Names three jobs"),
        ("Year 11", "Spring interviews", "by Easter", "5 & 8", "", "Knows what employers ask"),
    )
    assert first["years"] == (7,)
    assert (first["activity"], second["activity"]) == ("Careers fair", "Spring interviews")
    assert (first["time"], second["time"]) == ("Autumn 2", "by Easter")
    assert (first["benchmarks"], second["benchmarks"]) == ((5,), (5, 8))
    assert (first["provider"], second["outcome"]) == ("Greyfen Engineering", "Knows what employers ask")
    assert "provider" not in second


def test_a_column_of_activities_that_begin_with_a_term_is_not_taken_for_their_times():
    (activity,) = read(("Spring fair", "Year 8"))
    assert activity == {"activity": "Spring fair", "years": (8,)}


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        *(("Year 7", (7,)), ("Y7,8,9", (7, 8, 9)), ("Yr10", (10,)), ("10.0", (10,)), ("Years 7 to 9", (7, 8, 9))),
        *(("Year 9-Year 11", (9, 10, 11)), ("KS4", (10, 11)), ("Key Stage 3 and Year 12", (7, 8, 9, 12))),
        *(("Sixth form", (12, 13)), ("After Year 13", (14,)), ("Years 12 and 13 and after", (12, 13, 14))),
        *(("All years", (7, 8)), ("all", (7, 8)), ("Year groups 10/11", (10, 11))),
    ],
)
def test_year_groups_are_read_as_people_write_them(cell, years):
    (activity,) = read(("Activity", "Year group"), ("Fair", cell), years=(7, 8))
    assert activity["years"] == years


@pytest.mark.parametrize(
    ("cell", "benchmarks"),
    [
        *(
            ("5", (5,)),
            ("5.0", (5,)),
            ("GB2 & 5", (2, 5)),
            ("BM 5-7", (5, 6, 7)),
            ("Benchmark 8: Personal guidance", (8,)),
        ),
        *((str(BENCHMARKS[4]), (5,)), (BENCHMARKS[6].original, (7,)), ("1, 2; 3/4", (1, 2, 3, 4))),
    ],
)
def test_benchmarks_are_read_as_people_write_them(cell, benchmarks):
    (activity,) = read(("Activity", "Benchmark"), ("Fair", cell))
    assert activity["benchmarks"] == benchmarks


def test_what_cannot_be_placed_stays_in_the_text_and_is_named_with_its_row_and_column():
    activities, problems = activities_from_rows(
        [["Activity", "Year group", "Room", "Gatsby"], ["Fair", "Lower school", "Hall", "9"], [], ["", "8", "", ""]]
    )
    assert activities == [
        {"activity": "Fair (Year group: Lower school; Room: Hall; Benchmark: 9)"},
        {"years": (8,)},
    ]
    assert problems == [
        "Row 2, column “Year group”: “Lower school” was added to the text of the activity.",
        "Row 2, column “Room”: “Hall” was added to the text of the activity.",
        "Row 2, column “Benchmark”: “9” was added to the text of the activity.",
    ]


@pytest.mark.parametrize("cell", ["1-99999999999", "7 to 999999999", f"1-{'9' * 5000}"])
def test_a_range_that_no_school_has_is_no_range_of_years_or_benchmarks(cell):
    activities, problems = activities_from_rows([["Year group", "Activity", "Benchmark"], [cell, "Visit", cell]])
    assert activities == [{"activity": f"Visit (Year group: {cell}; Benchmark: {cell})"}]
    assert len(problems) == 2


def test_all_years_cannot_be_read_where_nobody_knows_which_there_are():
    rows = [["Activity", "Year group"], ["Fair", "All years"]]
    activities, problems = activities_from_rows(rows, setting=Setting.COLLEGE)
    assert activities == [{"activity": "Fair (Year group: All years)"}]
    assert problems[0].endswith("Choose the year groups in your college first, and it means all of them.")
    _, problems = activities_from_rows([["Activity", "Year group"], ["Fair", "Lower school"]])
    assert problems == ["Row 2, column “Year group”: “Lower school” was added to the text of the activity."]


def test_a_type_is_read_by_its_value_and_by_its_label():
    heading = ("Activity", "Type")
    for cell in ("work experience", "Experience of the workplace"):
        assert read(heading, ("Placement", cell)) == [{"activity": "Placement", "type": "Work experience"}]


def test_a_copied_table_is_read_with_line_breaks_and_quotes_in_its_cells():
    text = 'Activity\tOutcome\r\n"Meet the firms" day\t"Names ""two"" jobs\nand one skill"\r\n"Fair"\t\r\n'
    first, second = read(*rows_from_text(text))
    assert first == {"activity": '"Meet the firms" day', "outcome": 'Names "two" jobs\nand one skill'}
    assert second == {"activity": '"Fair"'}


@pytest.mark.parametrize(
    ("years", "words"),
    [
        *(((), ""), ((10,), "Year 10"), ((11, 10), "Years 10 and 11"), ((7, 8, 9), "Years 7 to 9")),
        *(((7, 9, 10), "Years 7, 9 and 10"), ((14,), "After Year 13"), ((12, 14), "Year 12 and after Year 13")),
        *(((12, 13, 14), "Years 12 and 13 and after"),),
    ],
)
def test_year_groups_are_written_in_words(years, words):
    assert year_groups_in_words(years) == words


LINES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30).map(
    lambda text: " ".join(text.split())
)
ACTIVITIES = st.builds(
    Activity,
    id=st.just("a"),
    activity=LINES,
    years=st.sets(st.sampled_from(YEAR_GROUPS)).map(lambda years: tuple(sorted(years))),
    time=LINES.map(When),
    type=st.sampled_from(["", *TYPES]),
    days=LINES,
    benchmarks=st.sets(st.integers(1, 8)).map(lambda numbers: tuple(sorted(numbers))),
    provider=LINES,
    outcome=st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=30).map(
        str.strip
    ),
)


@given(st.lists(ACTIVITIES, max_size=5), st.sampled_from(Setting))
def test_activities_written_as_rows_are_read_back_as_they_were(activities, setting):
    expected = [one.model_dump(exclude={"id"}) for one in activities]
    answers, problems = activities_from_rows(rows_of_activities(activities, setting))
    assert problems == []
    found = [Activity(id="a", **answer).model_dump(exclude={"id"}) for answer in answers]
    assert found == [one for one in expected if any(one.values())]


CELLS = st.text("äx \n.ß-", max_size=8) | st.sampled_from(["Year 7", "5", "Spring", "termly", "Employer encounter"])
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=6)
READ_AS = {"Year 7": "(7,)", "5": "(5,)"}


@given(ROWS, st.sampled_from([[], [["Year", "Activity", "Room", "Activity", "Outcome", "GB"]]]))
def test_nothing_that_a_cell_says_is_lost(rows, heading):
    activities, _ = activities_from_rows([*heading, *rows])
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    for row, activity in zip(filled, activities, strict=True):
        kept = [str(answer) for answer in activity.values()]
        for cell in row:
            words = {" ".join(cell.split()), cell.strip(), READ_AS.get(cell, cell)}
            assert any(text in answer for text in words for answer in kept)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\r", exclude_categories=("Cs",)), max_size=8),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_table_is_read_from_text_as_a_spreadsheet_writes_it(rows):
    def written(cell):
        return '"{}"'.format(cell.replace('"', '""')) if any(mark in cell for mark in '\t\n"') else cell

    assert rows_from_text("\n".join("\t".join(map(written, row)) for row in rows)) == rows
