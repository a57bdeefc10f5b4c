"""The report of a session has all of it in tables, names only schools that agreed, and is safe to open."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import UnknownSessionError
from careerskit.export import Report, download_name, find_session, open_report
from careerskit.export.tables import HEADINGS, session_tables, write_tables
from careerskit.plan import School, Setting
from careerskit.session import Session, board, open_session, school_names
from careerskit.store import PlanCache, SessionRecord, open_store
from careerskit.views import render_list, render_table
from tests.strategies import TEXTS

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NOON_IN_SUMMER = datetime(2027, 6, 21, 11, 0, tzinfo=UTC)
SCHOOLS = [
    School("1", "Zorblax School"),
    School("2", "Tallowfield Academy"),
    School("3", "Greyfen College", Setting.COLLEGE),
    School("4", "Yelverfen School"),
    School("5", "Quillbridge High School"),
]


@pytest.fixture
def live_session(tmp_path):
    """Return a session with five schools; the first three share, and the second agreed to be named."""
    with open_store(str(tmp_path / "live.db")) as store:
        store.schools.register(SCHOOLS)
        session = open_session(store, "Benchmark 1, Module 1", "22 May", clock=lambda: NOON)
        for school in SCHOOLS:
            session.join(school.id)
        for school in "123":
            session.share(school, board=True, named=school == "2", vision=school == "2")
        yield store, session


def tables(live_session):
    store, session = live_session
    return session_tables(session, PlanCache(store)(session.state.schools))


def column(table, heading):
    return [row[heading] for row in table]


def test_no_web_framework_is_loaded_for_an_export():
    code = "import sys, careerskit.export\nprint({'starlette', 'uvicorn', 'anyio'} & set(sys.modules))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "set()"


def test_an_empty_session_has_every_table(tmp_path):
    with open_store(str(tmp_path / "empty.db")) as store:
        made = session_tables(open_session(store, "Empty", clock=lambda: NOON), {})
    assert list(made) == list(HEADINGS)
    assert made["attendance"][0] == {"Who": "All that joined", "Schools": 0}
    assert made["questions"] == []


def test_every_row_has_the_headings_of_its_table(live_session):
    store, session = live_session
    store.answers.add_record("1", "swot.threats", {"text": "Time"})
    session.ask("d1", "When?")
    session.create_and_open_poll("Ready?", "scale")
    session.start_block("welcome")
    for name, rows in tables(live_session).items():
        assert all(tuple(row) == HEADINGS[name] for row in rows)


def test_the_session_and_its_blocks_have_times(live_session):
    _, session = live_session
    session.start_block("welcome")
    session.close()
    made = tables(live_session)
    assert made["session"] == [
        {
            "Session": "Benchmark 1, Module 1",
            "Started": "25 November 2026, 12:00",
            "Closed": "25 November 2026, 12:00",
            "Surgery": "22 May",
        }
    ]
    assert made["blocks"] == [{"Block": "welcome", "Started": "25 November 2026, 12:00"}]


def test_times_are_local_times_in_england(tmp_path):
    with open_store(str(tmp_path / "live.db")) as store:
        made = session_tables(open_session(store, "In summer", clock=lambda: NOON_IN_SUMMER), {})
    assert made["session"][0]["Started"] == "21 June 2027, 12:00"


def test_attendance_is_counted_by_type_with_small_counts_hidden(live_session):
    # The one college is hidden, and with it the four schools: the total of five would reveal it. So is that there are no others.
    assert [tuple(row.values()) for row in tables(live_session)["attendance"]] == [
        ("All that joined", 5),
        ("Schools", "not shown"),
        ("Special schools", "not shown"),
        ("Colleges", "not shown"),
        ("Training providers", "not shown"),
        ("Shared with the board", 3),
    ]


def test_progress_counts_all_that_joined(live_session):
    store, _ = live_session
    for school in "345":
        store.answers.save(school, {"vision.slt": "Good"})
    store.answers.save("1", {"reflections.swot": "Hm"})
    started = {row["Part of the plan"]: row["Schools that have started it"] for row in tables(live_session)["progress"]}
    assert started["Vision"] == 3
    assert started["SWOT analysis"] == 0
    assert started["Reflective questions"] == "fewer than 3"


def test_the_swot_table_has_a_row_for_each_wording_of_a_point(live_session):
    store, _ = live_session
    for school, text in (("1", "Time"), ("2", "No time"), ("3", "Time"), ("3", "LMI"), ("4", "Not shared")):
        store.answers.add_record(school, "swot.weaknesses", {"text": text})
    assert [tuple(row.values()) for row in tables(live_session)["swot"]] == [
        ("Weaknesses", 1, 3, "Time"),
        ("Weaknesses", 1, 3, "No time"),
        ("Weaknesses", 2, "fewer than 3", "LMI"),
    ]


def test_objectives_and_priorities_are_counted_by_school(live_session):
    store, _ = live_session
    for school in "123":
        store.answers.add_record(school, "objectives", {"objective": "More", "kind": "careers", "benchmarks": [6]})
        store.answers.save(school, {"current_state.priority_benchmarks": [6, int(school)]})
        store.answers.add_record(school, "swot.key_priorities", {"text": "Workplaces for all"})
    made = tables(live_session)
    counts = {row["Which"]: row["Schools"] for row in made["objectives"]}
    assert counts["6. Experiences of workplaces"] == 3
    assert counts["5. Encounters with employers and employees"] == 0
    assert counts["Development of Careers Provision"] == 3
    assert [row["Schools"] for row in made["benchmarks"]] == [*["fewer than 3"] * 3, 0, 0, 3, 0, 0]
    assert [tuple(row.values()) for row in made["priorities"]] == [(1, 3, "Workplaces for all")]


def test_polls_have_results_where_enough_have_answered(live_session):
    _, session = live_session
    session.prepare_poll("Never asked", "scale")
    ready, word = session.create_and_open_poll("Ready?", "scale"), session.create_and_open_poll("In a word?", "words")
    for number, figure in enumerate((1, 1, 1, 4, 4, 4)):
        session.answer(ready, f"d{number}", figure)
    session.answer(word, "d1", "busy")
    made = tables(live_session)["polls"]
    assert [tuple(row.values()) for row in made] == [
        (1, "Ready?", "scale", 6, 2.5, "1", 3),
        (1, "Ready?", "scale", 6, 2.5, "2", 0),
        (1, "Ready?", "scale", 6, 2.5, "3", 0),
        (1, "Ready?", "scale", 6, 2.5, "4", 3),
        (1, "Ready?", "scale", 6, 2.5, "5", 0),
        (2, "In a word?", "words", "fewer than 3", "", "", ""),
    ]


def test_a_scale_is_described_and_a_poll_held_twice_has_two_numbers(live_session):
    _, session = live_session
    for _ in range(2):
        poll = session.create_and_open_poll("Ready?", "scale", ["not at all", "very"])
        for who in ("d1", "d2", "d3"):
            session.answer(poll, who, 4)
    made = tables(live_session)["polls"]
    assert set(column(made, "Kind")) == {"scale from 1 (not at all) to 5 (very)"}
    assert column(made, "Number") == [1] * 5 + [2] * 5


def test_questions_have_their_status_and_only_schools_that_agreed(live_session):
    _, session = live_session
    asked = {
        text: session.ask(who, text, school)
        for who, text, school in (
            ("d1", "Zorblax is small: how many objectives?", "1"),
            ("d2", "Who pays?", "2"),
            ("d2", "When?", ""),
            ("d3", "Rude words", ""),
        )
    }
    session.vote(asked["Who pays?"], "d1")
    session.park_question(asked["Who pays?"], "Careers hub")
    session.mark_answered(asked["When?"])
    session.hide_question(asked["Rude words"])
    assert [tuple(row.values()) for row in tables(live_session)["questions"]] == [
        ("Who pays?", "parked", "Careers hub", 1, "Tallowfield Academy", ""),
        ("[school] is small: how many objectives?", "open", "", 0, "", ""),
        ("When?", "answered", "", 0, "", ""),
    ]


def test_a_question_from_an_earlier_session_is_marked(tmp_path):
    with open_store(str(tmp_path / "two.db")) as store:
        first = open_session(store, "First")
        first.ask("d1", "Who pays?")
        first.close()
        (row,) = session_tables(open_session(store, "Surgery"), {})["questions"]
    assert row["From an earlier session"] == "yes"


def test_only_schools_that_agreed_are_named_anywhere(live_session):
    store, session = live_session
    for school in SCHOOLS:
        for where in ("swot.strengths", "swot.key_priorities"):
            store.answers.add_record(school.id, where, {"text": f"{school.name} is good"})
        store.answers.save(school.id, {"vision.statement": f"Everybody at {school.name}"})
        session.share(school.id, board=True, named=school.id == "2", vision=True)
        session.ask(f"d{school.id}", f"What about {school.name}?", school.id)
    poll = session.create_and_open_poll("In a word?", "words")
    for school in SCHOOLS:
        session.answer(poll, f"d{school.id}", school.name)
    made = tables(live_session)
    assert made["schools"] == [{"School that agreed to be named": "Tallowfield Academy", "Type": "School"}]
    assert len(made["statements"]) == len(SCHOOLS)
    text = repr(made).casefold()
    assert "tallowfield is good" not in text.replace(" academy", ""), "it is named as having taken part only"
    assert not [name for name in ("zorblax", "greyfen", "yelverfen", "quillbridge") if name in text]


def test_names_from_register_and_plans_are_masked_even_if_a_plan_is_unreadable(live_session):
    store, session = live_session
    store.answers.save("1", {"header.school_name": "Hartsmoor Sixth Form"})
    store.answers.save("3", {"vision.slt": 5})
    session.ask("d1", "Do Zorblax, Hartsmoor and Greyfen share a bus?")
    poll = session.create_and_open_poll("Who helps?", "words")
    for who, words in (("d1", "Zorblax"), ("d2", "Hartsmoor"), ("d3", "Greyfen")):
        session.answer(poll, who, words)
    for school in "45":
        session.share(school, board=True, named=False, vision=False)
    for school in "245":  # no point is shown before three schools have written some
        store.answers.add_record(school, "swot.strengths", {"text": "Zorblax, Hartsmoor, Greyfen"})
    made = tables(live_session)
    assert column(made["questions"], "Question") == ["Do [school], [school] and [school] share a bus?"]
    assert set(column(made["polls"], "Answer")) == {"[school]"}
    assert set(column(made["swot"], "Wording")) == {"[school], [school], [school]"}


def test_hidden_items_are_in_no_table(live_session):
    store, session = live_session
    store.answers.add_record("1", "swot.strengths", {"text": "Rude words"})
    for school in "23":  # no point is shown before three schools have written some
        store.answers.add_record(school, "swot.threats", {"text": "Time"})
    poll = session.create_and_open_poll("In a word?", "words")
    for who in ("d1", "d2", "d3"):
        session.answer(poll, who, "Rude words")
    assert "Rude words" in repr(tables(live_session))
    session.hide(next(row.id for row in session.state.results(poll).rows))
    plans = PlanCache(store)(session.state.schools)
    seen = board(plans, session.state.shares, session=session.secret, names=school_names((), plans.values()))
    (rude,) = (column for column in seen.columns if column.name == "strengths")
    session.hide(rude.points[0].wordings[0].ids[0])
    assert "Rude words" not in repr(tables(live_session))


# Finding a session


@pytest.fixture
def three_sessions(tmp_path):
    """Return a store with three sessions, two of one name, the newest last."""
    with open_store(str(tmp_path / "three.db")) as store:
        names = ("Module 1", "Module 2", "Module 1")
        yield store, [store.sessions.create(name, at=NOON + timedelta(days=day)) for day, name in enumerate(names)]


def test_the_newest_session_is_the_default(three_sessions):
    store, sessions = three_sessions
    assert find_session(store) == sessions[2]


def test_a_session_is_found_by_its_id_or_name(three_sessions):
    store, sessions = three_sessions
    assert find_session(store, sessions[0].id) == sessions[0]
    assert find_session(store, "Module 2") == sessions[1]
    assert find_session(store, " module 1 ") == sessions[2]


def test_a_session_without_schools_is_passed_over_for_an_earlier_one(three_sessions):
    store, sessions = three_sessions
    store.schools.register(SCHOOLS)
    Session(store, sessions[0].id).join("1")
    assert find_session(store) == find_session(store, "Module 1") == sessions[0]
    assert find_session(store, "Module 2") == sessions[1]
    assert find_session(store, sessions[2].id) == sessions[2], "it was asked for by its id"
    Session(store, sessions[1].id).join("1")
    assert find_session(store) == sessions[1]


def test_the_error_for_an_unknown_session_lists_the_known_ones(three_sessions):
    store, sessions = three_sessions
    with pytest.raises(UnknownSessionError, match=r"no session 'Modul 2'\. Did you mean Module 2\?") as error:
        find_session(store, "Modul 2")
    assert all(f"{one.id}, 2" in str(error.value) for one in sessions)


def test_the_error_for_a_store_without_sessions_says_how_to_open_one(tmp_path):
    with (
        open_store(str(tmp_path / "empty.db")) as store,
        pytest.raises(UnknownSessionError, match=r"empty\.db yet.*careerskit webinar.*go to the folder"),
    ):
        find_session(store)


# The report, part by part

PARTS = [name for name, value in vars(Report).items() if isinstance(value, property) and not name.startswith("_")]


def text_of(part):
    """Return the text of a part, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part._repr_html_())).split())


def report_of(live_session):
    store, session = live_session
    return open_report(session.id, store.url)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_an_empty_report_says_that_it_is_empty(tmp_path, part):
    with open_store(str(tmp_path / "empty.db")) as store:
        open_session(store, "Empty", clock=lambda: NOON)
        text = text_of(getattr(open_report(store=store.url), part))
    assert text
    assert "Traceback" not in text


@pytest.mark.parametrize("part", ["swot", "prompts", "objectives", "kinds", "benchmarks", "priorities", "statements"])
def test_parts_say_that_too_few_schools_share(tmp_path, part):
    with open_store(str(tmp_path / "few.db")) as store:
        store.schools.register(SCHOOLS)
        session = open_session(store, "Few", clock=lambda: NOON)
        for school in "12":
            session.join(school)
            session.share(school, board=True, named=False, vision=True)
            store.answers.save(school, {"vision.statement": "Secret words"})
        assert text_of(getattr(report_of((store, session)), part)) == (
            "Fewer than 3 schools shared with the board, so nothing they wrote is shown."
        )


def test_an_open_session_is_reported_as_still_open(live_session):
    assert "still open" in text_of(report_of(live_session).session)


def test_progress_is_a_chart_with_its_counts_as_a_table(live_session):
    store, _ = live_session
    for school in "1234":
        store.answers.save(school, {"vision.slt": "Good"})
    store.answers.save("1", {"reflections.swot": "Hm"})
    html = report_of(live_session).progress._repr_html_()
    (alt,) = re.findall('alt="([^"]+)"', html)
    assert "Vision: started by 4 of 5 schools" in html
    assert alt.startswith(
        "Bar chart of 7 counts of schools. Most: Vision, 4. Fewer than 3: Reflective questions. No school:"
    )
    assert re.search(r'<th scope="row">Reflective questions</th>\s*<td class="number">fewer than 3</td>', html)


def test_a_point_is_shown_with_its_other_wordings_and_one_count(live_session):
    store, _ = live_session
    for school, text in (("1", "Time"), ("2", "No time"), ("3", "Time"), ("3", "LMI")):
        store.answers.add_record(school, "swot.weaknesses", {"text": text})
    html = report_of(live_session).swot._repr_html_()
    assert re.search(r'<th scope="row">Time<p class="extra">No time</p></th>\s*<td class="number">3</td>', html)
    assert re.search(r'<th scope="row">LMI</th>\s*<td class="number">fewer than 3</td>', html)
    assert html.count("<table>") == html.count("<caption>Weaknesses</caption>") == 1


def test_the_agenda_has_pending_questions_with_owners_and_no_answered_ones(live_session):
    _, session = live_session
    parked, answered = session.ask("d1", "Who pays?", "2"), session.ask("d2", "When?", "1")
    session.ask("d2", "How long?")
    session.park_question(parked, "Careers hub")
    session.mark_answered(answered)
    text = text_of(report_of(live_session).agenda)
    assert text.startswith("The agenda of the surgery on 22 May")
    assert "Who pays? Asked by Tallowfield Academy Parked for Careers hub 0" in text
    assert "How long? Open 0" in text
    assert "When?" not in text
    assert text_of(report_of(live_session).answered) == "Questions that were answered Question Votes When? 0"


def test_a_poll_with_too_few_answers_shows_none(live_session):
    _, session = live_session
    session.answer(session.create_and_open_poll("In a word?", "words"), "d1", "busy")
    assert text_of(report_of(live_session).polls) == "In a word? Words, fewer than 3 answers, too few to show."


@pytest.mark.parametrize(
    ("answers", "says"), [((4,), "1 answer, 4.0 on average."), ((4, 3), "2 answers, 3.5 on average.")]
)
def test_a_scale_says_how_many_answered_and_what_they_said_on_average(live_session, answers, says):
    _, session = live_session
    poll = session.create_and_open_poll("How sure?", "scale", threshold=False)
    for number, answer in enumerate(answers):
        session.answer(poll, f"d{number}", answer)
    assert f"Scale, {says}" in text_of(report_of(live_session).polls)


TAGS = {
    *("section", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "p", "br"),
    *("figure", "figcaption", "strong", "span", "img", "details", "summary"),
}


def tags_in(html):
    return set(re.findall(r"<\s*([a-zA-Z]\w*)", html))


@given(TEXTS | st.text())
def test_texts_in_tables_and_lists_are_escaped(text):
    rows = [{"Who": (f"<b>{text}", f"<i>{text}"), f"<u>{text}": 1}, {"Who": (text,), f"<u>{text}": text}]
    for html in (
        render_table(rows, f"<s>{text}", note=f"<q>{text}"),
        render_list([f"<b>{text}"]),
        render_list([], empty_text="<b>"),
    ):
        assert tags_in(html) <= TAGS


def test_text_typed_in_a_session_is_escaped_in_the_report(tmp_path):
    typed = "<b onclick=alert(1)>\"'& {{ 7 * 7 }}"
    with open_store(str(tmp_path / "typed.db")) as store:
        store.schools.register(SCHOOLS)
        session = open_session(store, typed, typed, clock=lambda: NOON)
        poll = session.create_and_open_poll(typed, "words")
        for school in "123":
            session.join(school)
            session.share(school, board=True, named=True, vision=True)
            store.answers.save(school, {"vision.statement": typed, "header.school_name": f"{typed} {school}"})
            store.answers.add_record(school, "swot.threats", {"text": typed})
            store.answers.add_record(school, "swot.key_priorities", {"text": typed})
            session.answer(poll, f"d{school}", typed)
        session.park_question(session.ask("d1", typed, "1"), typed)
        report = report_of((store, session))
        for part in ("session", "swot", "priorities", "polls", "agenda", "statements", "schools"):
            html = getattr(report, part)._repr_html_()
            assert unescape(html).count(typed) > 0
            assert tags_in(html) <= TAGS


# CSV files


def read(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_tables_are_written_as_utf_8_that_excel_recognises(tmp_path, live_session):
    _, session = live_session
    session.ask("d1", "How many “objectives”, at\nmost?")
    files = write_tables(tables(live_session), tmp_path / "report" / "tables")
    assert [file.stem for file in files] == list(HEADINGS)
    questions = next(file for file in files if file.stem == "questions")
    assert questions.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(questions) == [
        list(HEADINGS["questions"]),
        ["How many “objectives”, at\nmost?", "open", "", "0", "", ""],
    ]
    assert not [file for file in questions.parent.iterdir() if file not in files]


def test_an_empty_table_has_its_headings(tmp_path, live_session):
    write_tables(tables(live_session), tmp_path)
    assert read(tmp_path / "swot.csv") == [["Column", "Point", "Schools", "Wording"]]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 1632", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1", "\0=1", "-", "=HYPERLINK(0)"],
)
def test_a_text_that_looks_like_a_formula_is_written_as_text(tmp_path, text):
    write_tables({"questions": [{"Question": text, "Votes": -1}]}, tmp_path)
    _, (question, votes) = read(tmp_path / "questions.csv")
    assert question == f"'{text}".replace("\0", "")
    assert votes == "-1"


@given(st.lists(TEXTS | st.text(), min_size=1, max_size=4))
def test_any_text_can_be_read_back(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("typed")
    write_tables({"typed": [{"Text": text} for text in texts]}, folder)
    back = [row[0] for row in read(folder / "typed.csv")[1:]]
    expected = [text.replace("\0", "") for text in texts]
    assert [one.removeprefix("'") for one in back] == [one.removeprefix("'") for one in expected]
    assert not [one for one in back if one.lstrip(" ").startswith(tuple("=+-@\t\r\n"))]


def test_a_failed_write_keeps_the_earlier_files(tmp_path):
    write_tables({"texts": [{"Text": "before"}]}, tmp_path)
    (tmp_path / "more.csv").mkdir()
    with pytest.raises(OSError, match=r"more\.csv"):
        write_tables({"more": [{"Text": "after"}], "texts": [{"Text": "after"}]}, tmp_path)
    assert read(tmp_path / "texts.csv")[1] == ["before"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("name", "begun", "file"),
    [
        ("Benchmark 1, Module 1", (2027, 3, 10, 16, 0), "benchmark-1-module-1-2027-03-10-plans.zip"),
        ("Spring: “Módulo” 2/2?", (2027, 6, 30, 23, 30), "spring-modulo-2-2-2027-07-01-plans.zip"),
        ("学校", (2027, 3, 10, 16, 0), "2027-03-10-plans.zip"),
    ],
)
def test_a_downloaded_zip_is_named_after_its_session_and_its_day_in_england(name, begun, file):
    record = SessionRecord("0a1b2c3d", name, "", datetime(*begun, tzinfo=UTC))
    assert download_name(record, "plans.zip") == file
