"""``careerskit changes``: which moments it compares, and what it prints and writes."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from careerskit.errors import DateError
from careerskit.plan import Plan
from careerskit.workbook import period_of

ENGLAND = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 27, 14, 5, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def approved(setting="School", **dates):
    return Plan.of("100", {"header": {"academic_year": "2026/27", "setting": setting, **dates}})


def period(since="", until="", plan=None, first=LONG_AGO, now=NOW):
    return period_of(plan or Plan(), since, until, now, first)


def start(*day):
    return datetime(*day, tzinfo=ENGLAND)


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("1 September 2026", (2026, 9, 1)),
        ("1st Sept 2026", (2026, 9, 1)),
        ("01/09/2026", (2026, 9, 1)),
        ("2026-09-01", (2026, 9, 1)),
        (" 1  September ", (2026, 9, 1)),
        ("October 2026", (2026, 10, 1)),
        ("Summer 2026", (2026, 4, 1)),
        ("2025/26", (2025, 9, 1)),
        ("this term", (2026, 9, 1)),
        ("Last term", (2026, 4, 1)),
    ],
)
def test_a_date_is_read_as_people_write_it_and_its_whole_first_day_counts(since, day):
    found = period(since)

    assert (found.since, found.until) == (start(*day), NOW)
    assert found.notes == []


@pytest.mark.parametrize(
    "since", ["yesterday", "2026-9-1", "31 February 2026", "13/13/2026", "since the fair", "1 May or so"]
)
def test_a_date_that_cannot_be_read_is_refused_with_examples(since):
    with pytest.raises(DateError, match="01/09/2026"):
        period(since)


def test_the_whole_last_day_counts():
    found = period("1 September 2026", "30 September 2026")

    assert found.until == start(2026, 10, 1) - timedelta(microseconds=1)
    assert period("1 September 2026", "27 November 2026").until == NOW
    assert period("1 September 2026", "July 2027").until == NOW


@pytest.mark.parametrize(
    ("since", "until"), [("1 July 2027", ""), ("May 2026", "April 2026"), ("28 November 2026", "")]
)
def test_a_first_day_after_the_last_is_refused(since, until):
    with pytest.raises(DateError, match=r"is after \d+ "):
        period(since, until)


def test_without_a_date_it_starts_on_the_day_after_the_last_approval():
    plan = approved(date_approved_slt="15 September 2026", date_approved_governors="7 October 2026")

    found = period(plan=plan)

    assert found.since == start(2026, 10, 8)
    assert found.notes == ["The plan was last approved by the governors (7 October 2026)."]
    assert period(until="1 October 2026", plan=plan).since == start(2026, 9, 16)


def test_an_approval_by_the_board_of_a_provider_is_named_so():
    found = period(plan=approved("Training provider", date_approved_governors="{students} October 2026"))

    assert found.notes == ["The plan was last approved by the board ({students} October 2026)."]
    assert found.since == start(2026, 11, 1)


@pytest.mark.parametrize("date", ["", "soon", "27 November 2026", "May 2027"])
def test_without_an_approval_in_the_past_it_looks_back_30_days(date):
    found = period(plan=approved(date_approved_governors=date))

    assert found.since == start(2026, 10, 28)
    assert "looks back 30 days" in found.notes[0]


def test_what_was_written_on_the_first_day_of_a_plan_is_no_change_of_it():
    first = datetime(2026, 10, 3, 9, 2, tzinfo=UTC)
    younger = period("1 September 2026", first=first)

    assert younger.since == start(2026, 10, 4)
    assert younger.notes == ["This plan was first saved here on 3 October 2026, so this looks back to the day after."]
    assert period("5 October 2026", first=first).notes == []
    new = period("1 September 2026", "3 October 2026", first=first)
    assert (new.since, new.notes) == (
        new.until,
        ["This plan was first saved here on 3 October 2026, so all of it is new."],
    )
    for nothing in (period("1 May 2026", "1 June 2026", first=first), period("1 May 2026", first=None)):
        assert (nothing.since, nothing.notes) == (nothing.until, ["This plan had not been started by then."])


def test_a_period_is_named_by_its_days_as_they_are_in_england():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 1 July in England

    assert str(period("1 September 2026")) == "From 1 September 2026 to 27 November 2026"
    assert str(period("27 November 2026")) == "On 27 November 2026"
    assert str(period("1 May 2026", now=late)) == "From 1 May 2026 to 1 July 2026"


ACTION = "objectives[o1].actions[a1]"


@pytest.fixture
def changed(store):
    """Return a store with a plan that was written 60 days ago and changed 10 days ago."""
    now = datetime.now(UTC)
    new = {
        "objectives[o1].objective": "More students meet employers",
        f"{ACTION}.action": "Invite three employers",
        f"{ACTION}.time": "Autumn 2026",
        "vision.slt": "Aim high",
    }
    records = [("objectives", "o1"), ("objectives[o1].actions", "a1")]
    store.answers.save("100", new, "Mrs Typist", new_records=records)
    _backdate(store, "1 = 1", now - timedelta(days=60))
    values = {f"{ACTION}.time": "Summer 2027", "vision.slt": "Aim higher", "reflections.visioning": "My own note"}
    store.answers.save("100", values, "Mr Other")
    _backdate(store, "who = 'Mr Other'", now - timedelta(days=10))
    return store


def _backdate(store, which, at):
    connection = sqlite3.connect(store.database.engine.url.database)
    with connection:
        connection.execute(f"UPDATE revision SET at = ? WHERE {which}", (f"{at:%Y-%m-%d %H:%M:%S.%f}",))  # noqa: S608
    connection.close()


def ask(run, store, *options):
    result = run("changes", "100", "--store", store.url, *options)
    return result.returncode, result.stdout, result.stderr


def day(days_ago):
    return f"{datetime.now(ENGLAND) - timedelta(days=days_ago):%d/%m/%Y}"


def test_it_prints_what_has_changed_and_between_which_days(run, changed):
    status, printed, _ = ask(run, changed, "--since", day(30))

    assert status == 0
    text = " ".join(printed.split())
    assert "Larkmoor School From " in text
    assert not re.search(r"\d:\d", text)
    assert "Now due later: one action Objective 1, Action 1: Invite three employers" in text
    assert "Time: Summer 2027 (before: Autumn 2026)" in text
    assert "SLT Comments: Aim [removed: high] [added: higher]" in text


def test_a_time_before_the_change_has_none(run, changed):
    _, printed, _ = ask(run, changed, "--since", day(40), "--until", day(20))

    assert "Nothing in the plan has changed." in printed


def test_a_plan_that_is_new_is_said_to_be_so_in_a_line(run, store, tmp_path):
    store.answers.save("100", {"vision.slt": "Aim high"})

    _, printed, _ = ask(run, store, "--since", day(30), "--out", tmp_path / "changes.html")

    assert [line.split(" on ")[0] for line in printed.splitlines()[2:]] == [
        "This plan was first saved here",
        f"The page is in {tmp_path / 'changes.html'}.",
    ]
    for text in (printed, (tmp_path / "changes.html").read_text("utf-8")):
        assert "so all of it is new." in " ".join(text.split())
        assert "Nothing in the plan has changed" not in text


def test_neither_who_typed_nor_the_delegates_own_notes_are_shown(run, changed, tmp_path):
    _, printed, _ = ask(run, changed, "--since", day(90), "--out", tmp_path / "changes.html")
    _, as_json, _ = ask(run, changed, "--since", day(90), "--json")

    for text in (printed, as_json, (tmp_path / "changes.html").read_text("utf-8")):
        assert "higher" in text
        assert not [name for name in ("Typist", "Other", "My own note") if name in text]


def test_it_writes_a_page(run, changed, tmp_path):
    status, printed, _ = ask(run, changed, "--since", day(30), "--out", tmp_path / "changes.html")

    assert status == 0
    assert f"The page is in {tmp_path / 'changes.html'}." in printed
    assert '<h2 id="slipped">' in (tmp_path / "changes.html").read_text("utf-8")
    assert [path.name for path in tmp_path.glob("*.html")] == ["changes.html"]


def test_it_prints_json_for_a_script(run, changed):
    _, printed, _ = ask(run, changed, "--since", day(30), "--json")

    found = json.loads(printed)
    assert (found["school"], found["name"], found["notes"]) == ("100", "Larkmoor School", [])
    assert datetime.fromisoformat(found["since"]) < datetime.fromisoformat(found["until"])
    assert [section["name"] for section in found["sections"]] == ["slipped", "edited"]
    (entry,) = found["sections"][1]["entries"]
    assert entry == {
        "path": "vision",
        "place": "Vision",
        "text": "",
        "number": "",
        "details": [
            {
                "label": "SLT Comments",
                "before": "Aim high",
                "after": "Aim higher",
                "words": [
                    {"tag": "same", "text": "Aim "},
                    {"tag": "removed", "text": "high "},
                    {"tag": "added", "text": "higher"},
                ],
            }
        ],
    }


def test_a_terminal_gets_no_commands_from_what_was_typed(run, store):
    store.answers.save("100", {"vision.slt": "blue"})
    _backdate(store, "1 = 1", datetime.now(UTC) - timedelta(days=60))
    store.answers.save("100", {"vision.slt": "red \x1b[31m and\n[bold]bold[/bold] \u202e"})

    _, printed, _ = ask(run, store)

    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "red [31m and [bold]bold[/bold]" in printed


def test_a_plan_that_moved_to_another_year_says_so(run, changed):
    changed.answers.save("100", {"header.academic_year": "2025/26"})
    _backdate(changed, "path = 'header.academic_year'", datetime.now(UTC) - timedelta(days=60))
    changed.answers.save("100", {"header.academic_year": "2026/27"})

    _, printed, _ = ask(run, changed, "--since", day(30))

    assert "The plan was for 2025/26 and is now for 2026/27." in " ".join(printed.split())


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--since", "soon"), 2, "is not a date that can be read"),
        (("--since", "1 May 2020", "--until", "soon"), 2, "is not a date that can be read"),
        (("--out", "/no/such/folder/changes.html"), 1, "There is no folder /no/such/folder"),
        (("--out", "."), 1, ". is a folder. Name a file in it, such as changes.html"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(run, changed, options, status, message):
    found, printed, errors = ask(run, changed, *options)

    assert found == status
    assert printed == ""
    assert message in " ".join(errors.replace("│", " ").split())


def test_an_unknown_school_is_refused(run, changed):
    result = run("changes", "larkmoor school", "--store", changed.url)

    assert result.returncode == 1
    assert "Did you mean 100 (Larkmoor School)?" in result.stderr
