"""The report of a session has everything of it in tables, names no school that has not agreed, and is safe to open."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.plan import School, Setting
from careerskit.session import open_session
from careerskit.session.board import board
from careerskit.session.report import HEADINGS, session_tables, write_tables
from careerskit.session.room import PlansNow
from careerskit.store import open_store
from tests.strategies import TEXTS

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SCHOOLS = [
    School("1", "Zorblax School"),
    School("2", "Tallowfield Academy"),
    School("3", "Greyfen College", Setting.COLLEGE),
    School("4", "Yelverfen School"),
    School("5", "Quillbridge High School"),
]


@pytest.fixture
def live(tmp_path):
    """Return a session with five schools; the first three share, and the second agreed to be named."""
    with open_store(str(tmp_path / "live.db")) as store:
        store.register(SCHOOLS)
        session = open_session(store, "Benchmark 1, Module 1", "22 May", clock=lambda: NOON)
        for school in SCHOOLS:
            session.joined(school.id)
        for school in "123":
            session.share(school, board=True, named=school == "2", vision=school == "2")
        yield store, session


def tables(live):
    store, session = live
    return session_tables(session, PlansNow(store)(session.state.schools))


def column(table, heading):
    return [row[heading] for row in table]


def test_a_session_in_which_nothing_happened_has_every_table(tmp_path):
    with open_store(str(tmp_path / "empty.db")) as store:
        made = session_tables(open_session(store, "Empty", clock=lambda: NOON), {})
    assert list(made) == list(HEADINGS)
    assert made["attendance"][0] == {"Who": "All that joined", "Schools": 0}
    assert made["questions"] == []


def test_every_row_has_the_headings_of_its_table(live):
    store, session = live
    store.add("1", "swot.threats", {"text": "Time"})
    session.ask("d1", "When?")
    session.poll_now("Ready?", "scale")
    session.begin_block("welcome")
    for name, rows in tables(live).items():
        assert all(tuple(row) == HEADINGS[name] for row in rows)


def test_a_session_and_its_blocks_say_when(live):
    _, session = live
    session.begin_block("welcome")
    session.close()
    made = tables(live)
    assert made["session"] == [
        {
            "Session": "Benchmark 1, Module 1",
            "Begun (UTC)": "25 November 2026, 12:00",
            "Closed (UTC)": "25 November 2026, 12:00",
            "Surgery": "22 May",
        }
    ]
    assert made["blocks"] == [{"Block": "welcome", "Begun (UTC)": "25 November 2026, 12:00"}]


def test_attendance_is_counted_and_few_of_a_kind_cannot_be_worked_out(live):
    # One college hides itself, and with it the four schools: five in all would give it away.
    assert [tuple(row.values()) for row in tables(live)["attendance"]] == [
        ("All that joined", 5),
        ("Schools", "not shown"),
        ("Special schools", 0),
        ("Colleges", "not shown"),
        ("Training providers", 0),
        ("Shared with the board", 3),
    ]


def test_progress_counts_all_that_joined(live):
    store, _ = live
    for school in "345":
        store.save(school, {"vision.slt": "Good"})
    store.save("1", {"reflections.swot": "Hm"})
    begun = {row["Part of the plan"]: row["Schools that have begun it"] for row in tables(live)["progress"]}
    assert begun["Vision"] == 3
    assert begun["SWOT analysis"] == 0
    assert begun["Reflective questions"] == "fewer than 3"


def test_swot_has_a_row_for_each_wording_under_its_point(live):
    store, _ = live
    for school, text in (("1", "Time"), ("2", "No time"), ("3", "Time"), ("3", "LMI"), ("4", "Not shared")):
        store.add(school, "swot.weaknesses", {"text": text})
    assert [tuple(row.values()) for row in tables(live)["swot"]] == [
        ("Weaknesses", 1, 3, "Time"),
        ("Weaknesses", 1, 3, "No time"),
        ("Weaknesses", 2, "fewer than 3", "LMI"),
    ]


def test_objectives_and_priorities_are_counted_by_school(live):
    store, _ = live
    for school in "123":
        store.add(school, "objectives", {"objective": "More", "kind": "careers", "benchmarks": [6]})
        store.save(school, {"current_state.priority_benchmarks": [6, int(school)]})
        store.add(school, "swot.key_priorities", {"text": "Workplaces for all"})
    made = tables(live)
    counts = {row["Which"]: row["Schools"] for row in made["objectives"]}
    assert counts["6. Experiences of workplaces"] == 3
    assert counts["5. Encounters with employers and employees"] == 0
    assert counts["Development of Careers Provision"] == 3
    assert [row["Schools"] for row in made["benchmarks"]] == [*["fewer than 3"] * 3, 0, 0, 3, 0, 0]
    assert [tuple(row.values()) for row in made["priorities"]] == [(1, 3, "Workplaces for all")]


def test_polls_say_what_they_came_to_where_enough_have_answered(live):
    _, session = live
    session.prepare("Never asked", "scale")
    ready, word = session.poll_now("Ready?", "scale"), session.poll_now("In a word?", "words")
    for number, figure in enumerate((1, 1, 1, 4, 4, 4)):
        session.answer(ready, f"d{number}", figure)
    session.answer(word, "d1", "busy")
    made = tables(live)["polls"]
    assert [tuple(row.values()) for row in made] == [
        ("Ready?", "scale", 6, 2.5, "1", 3),
        ("Ready?", "scale", 6, 2.5, "2", 0),
        ("Ready?", "scale", 6, 2.5, "3", 0),
        ("Ready?", "scale", 6, 2.5, "4", 3),
        ("Ready?", "scale", 6, 2.5, "5", 0),
        ("In a word?", "words", "fewer than 3", "", "", ""),
    ]


def test_questions_say_what_became_of_them_and_who_asked_only_if_agreed(live):
    _, session = live
    asked = {
        text: session.ask(who, text, school)
        for who, text, school in (
            ("d1", "Zorblax is small: how many objectives?", "1"),
            ("d2", "Who pays?", "2"),
            ("d2", "When?", ""),
            ("d3", "Rude words", ""),
        )
    }
    session.upvote(asked["Who pays?"], "d1")
    session.park(asked["Who pays?"], "Careers hub")
    session.mark_answered(asked["When?"])
    session.hide_question(asked["Rude words"])
    assert [tuple(row.values()) for row in tables(live)["questions"]] == [
        ("Who pays?", "parked", "Careers hub", 1, "Tallowfield Academy", ""),
        ("[school] is small: how many objectives?", "open", "", 0, "", ""),
        ("When?", "answered", "", 0, "", ""),
    ]


def test_a_question_that_was_carried_on_says_so(tmp_path):
    with open_store(str(tmp_path / "two.db")) as store:
        first = open_session(store, "First")
        first.ask("d1", "Who pays?")
        first.close()
        (row,) = session_tables(open_session(store, "Surgery"), {})["questions"]
    assert row["From an earlier session"] == "yes"


def test_only_schools_that_agreed_are_named_anywhere(live):
    store, session = live
    for school in SCHOOLS:
        for where in ("swot.strengths", "swot.key_priorities"):
            store.add(school.id, where, {"text": f"{school.name} is good"})
        store.save(school.id, {"vision.statement": f"Everybody at {school.name}"})
        session.share(school.id, board=True, named=school.id == "2", vision=True)
        session.ask(f"d{school.id}", f"What about {school.name}?", school.id)
    poll = session.poll_now("In a word?", "words")
    for school in SCHOOLS:
        session.answer(poll, f"d{school.id}", school.name)
    made = tables(live)
    assert made["schools"] == [{"School that agreed to be named": "Tallowfield Academy", "Kind of place": "School"}]
    assert len(made["statements"]) == len(SCHOOLS)
    said = repr(made).casefold()
    assert "tallowfield is good" in said.replace(" academy", "")
    assert not [name for name in ("zorblax", "greyfen", "yelverfen", "quillbridge") if name in said]


def test_what_the_facilitator_hid_is_in_no_table(live):
    store, session = live
    store.add("1", "swot.strengths", {"text": "Rude words"})
    poll = session.poll_now("In a word?", "words")
    for who in ("d1", "d2", "d3"):
        session.answer(poll, who, "Rude words")
    assert "Rude words" in repr(tables(live))
    session.hide(next(row.id for row in session.state.results(poll).rows))
    plans = PlansNow(store)(session.state.schools)
    seen = board(plans, session.state.shares, session=session.id)
    session.hide(seen.columns[0].points[0].wordings[0].ids[0])
    assert "Rude words" not in repr(tables(live))


# Files


def read(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_tables_become_files_that_excel_knows_as_utf_8(tmp_path, live):
    _, session = live
    session.ask("d1", "How many “objectives”, at\nmost?")
    files = write_tables(tables(live), tmp_path / "report" / "tables")
    assert [file.stem for file in files] == list(HEADINGS)
    questions = next(file for file in files if file.stem == "questions")
    assert questions.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(questions) == [
        list(HEADINGS["questions"]),
        ["How many “objectives”, at\nmost?", "open", "", "0", "", ""],
    ]
    assert not [file for file in questions.parent.iterdir() if file not in files]


def test_an_empty_table_has_its_headings(tmp_path, live):
    write_tables(tables(live), tmp_path)
    assert read(tmp_path / "swot.csv") == [["Column", "Point", "Schools", "Wording"]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 1632", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1", "\0=1", "-", "=HYPERLINK(0)"],
)
def test_no_cell_is_a_formula(tmp_path, text):
    write_tables({"questions": [{"Question": text, "Votes": -1}]}, tmp_path)
    _, (question, votes) = read(tmp_path / "questions.csv")
    assert question == f"'{text}".replace("\0", "")
    assert votes == "-1"


@given(st.lists(TEXTS | st.text(), min_size=1, max_size=4))
def test_whatever_is_typed_can_be_read_back(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("typed")
    write_tables({"said": [{"Text": text} for text in texts]}, folder)
    back = [row[0] for row in read(folder / "said.csv")[1:]]
    kept = [text.replace("\0", "") for text in texts]
    assert [one.removeprefix("'") for one in back] == [one.removeprefix("'") for one in kept]
    assert not [one for one in back if one.lstrip(" ").startswith(tuple("=+-@\t\r\n"))]


def test_files_that_cannot_be_written_leave_what_was_there(tmp_path):
    write_tables({"said": [{"Text": "before"}]}, tmp_path)
    (tmp_path / "more.csv").mkdir()
    with pytest.raises(OSError, match=r"more\.csv"):
        write_tables({"more": [{"Text": "after"}], "said": [{"Text": "after"}]}, tmp_path)
    assert read(tmp_path / "said.csv")[1] == ["before"]
    assert not list(tmp_path.glob(".*"))
