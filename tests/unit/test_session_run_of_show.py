"""A run of show is one YAML file; all its errors are reported at once, each with file, block and field."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerskit.errors import InputFileError
from careerskit.publish import read_slides
from careerskit.resources import deck_notebook, named_run_of_show, notebooks, runs_of_show, step_notebooks
from careerskit.server import SessionContext
from careerskit.session import default_run_of_show, open_session, read_run_of_show, reschedule
from tests.delegates import Facilitator, serving

STEPS = ("02_vision", "04_swot")
GOOD = """
title: Larkmoor hub
minutes: 30
blocks:
  - id: welcome
    title: Welcome
    minutes: 5
    aim: Everyone is in
    slide: title
    say:
      - Good afternoon.
      - "Can everyone hear me?"
  - id: swot
    title: SWOT
    minutes: 20
    least: 15
    order: 2
    step: 04_swot
    activity: Fill in your own
    cut: One column each
    poll: sure
  - {id: close, title: Close, minutes: 5, least: 0, order: 1}
polls:
  - id: sure
    question: How sure are you?
    kind: scale
    choices: [not at all, wholly]
    into: reflections.swot
  - id: far
    question: How far are you?
    kind: choice
    choices: [Not begun, Begun, Done]
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text, steps=STEPS):
        file = tmp_path / "ours.yml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_run_of_show(file, steps)

    return read_text


def test_texts_of_a_prepared_poll_are_stripped_like_those_from_forms(read):
    spaced = GOOD.replace("How far are you?", '" How far are you? "').replace("Begun, Done]", '" Begun\t", "Done "]')
    spaced = spaced.replace("id: far", 'id: " far "').replace("poll: sure", 'poll: "sure "')
    assert read(spaced) == read(GOOD)


def test_a_run_of_show_is_read(read):
    run = read(GOOD)
    assert (run.title, run.minutes, [block.id for block in run.blocks]) == (
        "Larkmoor hub",
        30,
        ["welcome", "swot", "close"],
    )
    welcome, swot, close = run.blocks
    assert welcome.say == ("Good afternoon.", "Can everyone hear me?")
    assert (swot.step, swot.activity, swot.cut, swot.poll) == ("04_swot", "Fill in your own", "One column each", "sure")
    assert [(block.order, block.shortest) for block in run.blocks] == [(None, 5), (2, 15), (1, 0)]
    assert [(poll.id, poll.kind, poll.into) for poll in run.polls] == [
        ("sure", "scale", "reflections.swot"),
        ("far", "choice", ""),
    ]
    assert close.say == ()


def test_blocks_are_found_by_id(read):
    run = read(GOOD)
    assert run.block("swot").title == "SWOT"
    assert run.block("nothing") is None
    assert [run.following(key) and run.following(key).id for key in ("", "welcome", "swot", "close")] == [
        "welcome",
        "swot",
        "close",
        None,
    ]


def test_a_file_with_a_byte_order_mark_is_read(read):
    assert read(b"\xef\xbb\xbf" + GOOD.encode()).title == "Larkmoor hub"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("minutes: 30", "minutes: 31", "minutes: this is 31, but the blocks add up to 30."),
        ("minutes: 20", "minutes: 20.5", "block 'swot', minutes: should be a whole number, and here it is '20.5'."),
        ("minutes: 20", "minutes: '20'", "block 'swot', minutes: should be a whole number, and here it is '20'."),
        (
            "minutes: 20",
            "minutes: 0",
            "block 'swot', minutes: should be greater than or equal to 1, and here it is '0'.",
        ),
        ("minutes: 20", "minute: 20", "block 'swot', minute: there is no such field. Did you mean minutes?"),
        ("minutes: 20", "minute: 20", "block 'swot', minutes: this is missing."),
        ("    least: 15", "    least: 20", "block 'swot', least: it can be cut (its order is 2), so this must be less"),
        (
            "    order: 2\n",
            "",
            "block 'swot', order: it has a least, so give the order in which it is cut: 1 for first",
        ),
        ("    order: 2\n", "    order: 0\n", "block 'swot', order: should be greater than or equal to 1"),
        (
            "step: 04_swot",
            "step: 04_swott",
            "block 'swot', step: there is no notebook '04_swott'. Did you mean 04_swot?",
        ),
        ("poll: sure", "poll: shure", "block 'swot', poll: there is no poll 'shure' under polls. Did you mean sure?"),
        ("- id: swot", "- id: welcome", "blocks: two of them have the id 'welcome'. Give each its own id."),
        ("- id: swot", "- id: a b", "block 'a b', id: "),
        ("- id: swot\n   ", "-", "block 2, id: this is missing."),
        ("id: far", "id: sure", "polls: two of them have the id 'sure'."),
        (
            "[Not begun, Begun, Done]",
            "[Yes, No]",
            "poll 'far', choices.0: should be a valid string, and here it is 'True'.",
        ),
        (
            "[Not begun, Begun, Done]",
            "[Yes, No]",
            "Put it in quotes: without them YAML reads yes, no, on and off as true and false",
        ),
        (
            "[Not begun, Begun, Done]",
            "[One]",
            "poll 'far', choices: a poll of this type needs 2 to 12 choices, and this one has 1.",
        ),
        (
            "kind: scale",
            "kind: scales",
            "poll 'sure', kind: “scales” is not a kind of poll. Choose one of: choice, scale, words.",
        ),
        (
            "reflections.swot",
            "reflections.swott",
            "poll 'sure', into: the plan has no text 'reflections.swott'. Did you mean swot?",
        ),
        (
            "title: SWOT",
            "title: 4",
            "block 'swot', title: should be a valid string, and here it is '4'. Put it in quotes",
        ),
        (
            "say:\n      - Good afternoon.",
            "say: hello\n    x:\n      - y",
            "block 'welcome', say: should be a list, and here it is",
        ),
        ("polls:", "poles:", "poles: there is no such field. Did you mean polls?"),
        ("title: Larkmoor hub", "", "title: this is missing."),
        (
            "    title: SWOT",
            "    title: SWOT\n    title: Again",
            "row 15, column 5: this cannot be read as YAML (title is given twice).",
        ),
    ],
)
def test_an_error_names_file_block_and_field(read, old, new, says):
    assert old in GOOD
    with pytest.raises(InputFileError) as refused:
        read(GOOD.replace(old, new, 1))
    assert "ours.yml" in str(refused.value)
    assert says in str(refused.value)


def test_all_errors_are_reported_at_once(read):
    with pytest.raises(InputFileError) as refused:
        read(
            GOOD.replace("minutes: 20", "minutes: x")
            .replace("kind: scale", "kind: y")
            .replace("title: Close", "titel: Close")
        )
    message = str(refused.value)
    assert [part in message for part in ("block 'swot', minutes", "poll 'sure', kind", "block 'close', titel")] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a run of show: it needs a title, minutes and blocks"),
        ("- a list", "is not a run of show"),
        ("title: [", "this cannot be read as YAML"),
        ("title: a\n  b: c: d", "row 2, column 4: this cannot be read as YAML"),
        (b"\xff\xfe\xff", "this cannot be read as YAML"),
        ("a: !!python/object/apply:os.getcwd []", "this cannot be read as YAML"),
        ("a: 2027-13-45", "this cannot be read as YAML"),
        ("[" * 5000, "this cannot be read as YAML"),
        ("title: a\nminutes: 5\nblocks: []", "blocks: should have something in it"),
        ("title: a\nminutes: 5\nblocks: [&a [*a]]", "block 1"),
        ("title: a\nminutes: 5\nblocks: {a: 1}", "blocks: should be a list"),
        ("1: 2", "1: there is no such field"),
        ("? [a]\n: 2", "this cannot be read as YAML"),
    ],
)
def test_a_file_that_is_not_a_run_of_show_is_refused(read, text, says):
    with pytest.raises(InputFileError) as refused:
        read(text)
    assert "ours.yml" in str(refused.value)
    assert says in str(refused.value)


def test_a_missing_file_is_refused(tmp_path):
    for path in (tmp_path / "gone.yml", tmp_path):
        with pytest.raises(InputFileError, match="cannot be read: "):
            read_run_of_show(path)


def test_steps_are_not_checked_where_no_notebooks_are_given(read):
    assert read(GOOD, ()).block("swot").step == "04_swot"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(alphabet="ab:-[]{}&*!'\"\n #0?|>%@", max_size=40))
def test_any_other_text_is_refused_without_crashing(read, text):
    with pytest.raises(InputFileError):
        read(text)


def test_the_built_in_run_of_show_fills_75_minutes_and_names_existing_notebooks():
    run = default_run_of_show()
    assert run.minutes == sum(block.minutes for block in run.blocks) == 75
    known = {file.stem for file in notebooks().glob("*.ipynb")}
    assert {block.step for block in run.blocks} <= {"", *known}


@pytest.mark.parametrize("name", runs_of_show())
def test_each_built_in_run_of_show_has_slides_steps_and_polls_that_exist(name):
    run = read_run_of_show(named_run_of_show(Path(name)), [file.stem for file in step_notebooks()])
    slides = [slide.name for slide in read_slides(deck_notebook())]
    starts = [block.slide for block in run.blocks if block.slide]
    assert starts == sorted(set(starts), key=slides.index)
    usual = {poll.id: poll for poll in default_run_of_show().polls}
    assert {poll.id: poll for poll in run.polls} == {poll.id: usual[poll.id] for poll in run.polls}
    assert {block.poll for block in run.blocks if block.poll} == {poll.id for poll in run.polls}
    for block in run.blocks:
        assert all((block.aim, block.activity, block.say)), block.id
        assert bool(block.cut) == (block.order is not None), block.id


TIMETABLES = [default_run_of_show(), *(read_run_of_show(named_run_of_show(Path(name))) for name in runs_of_show())]
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
OFFERED = {5, 6, 8, 9, 10, 12, 15, 20}
"""The minutes that the form which makes groups offers."""


def minutes_in(words, pattern):
    return [1 + NUMBERS.index(word) for word in re.findall(pattern, words)]


@pytest.mark.parametrize("run", TIMETABLES, ids=lambda run: f"{run.title}, {run.minutes} minutes")
def test_the_minutes_of_groups_can_be_chosen_and_are_those_that_the_script_says_to_choose(run):
    for block in run.blocks:
        planned, cut = (minutes_in(words, r"(\w+) in groups") for words in (block.activity, block.cut))
        assert {*planned, *cut} <= OFFERED
        chosen = re.findall(r"“Make groups”, (\d+) minutes", " ".join(block.do))
        assert [int(one) for one in chosen] == planned, block.id


@pytest.mark.parametrize("run", TIMETABLES, ids=lambda run: f"{run.title}, {run.minutes} minutes")
def test_the_script_says_how_to_set_the_slide_where_a_block_has_other_minutes_than_it(run):
    slides = read_slides(deck_notebook())
    names = [slide.name for slide in slides]
    for block in (one for one in run.blocks if one.slide):
        start = names.index(block.slide)
        countdown = next((slide.countdown for slide in slides[start:] if slide.countdown), ())
        to_write = minutes_in(block.activity, r"(\w+) (?:minutes|in groups|alone again)")
        shown = [minutes for minutes, _ in countdown][: len(to_write)]
        set_to = minutes_in(" ".join(block.do), r"until it shows (\w+)")
        assert set_to == to_write or shown == to_write or not to_write, block.id


def test_the_built_in_runs_of_show_have_the_minutes_that_their_names_say():
    minutes = {name: read_run_of_show(named_run_of_show(Path(name))).minutes for name in runs_of_show()}
    assert minutes == {"120": 120, "2x60_part_1": 60, "2x60_part_2": 60}


def test_a_file_of_ones_own_comes_before_a_built_in_run_of_show_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert named_run_of_show(Path("ours.yml")) == Path("ours.yml")
    assert named_run_of_show(Path("120")).name == "run_of_show_120.yml"
    Path("webinar").mkdir()
    Path("webinar/run_of_show_120.yml").write_text(GOOD)
    assert read_run_of_show(named_run_of_show(Path("120"))).minutes == 30
    Path("120").write_text(GOOD.replace("Larkmoor hub", "A file named 120"))
    assert read_run_of_show(named_run_of_show(Path("120"))).title == "A file named 120"


def test_part_2_of_two_goes_on_with_the_session_of_part_1_as_if_nothing_had_started():
    first, second = (read_run_of_show(named_run_of_show(Path(f"2x60_part_{part}"))) for part in (1, 2))
    assert not {block.id for block in first.blocks} & {block.id for block in second.blocks}
    assert not {poll.id for poll in first.polls} & {poll.id for poll in second.polls}
    then, now = datetime(2026, 11, 19, 16, tzinfo=UTC), datetime(2026, 11, 26, 16, tzinfo=UTC)
    timetable = reschedule(second, {block.id: then for block in first.blocks}, now)
    assert timetable.current is None
    assert (timetable.started, timetable.end - now, timetable.late) == (now, timedelta(minutes=60), 0)
    assert timetable.cuts == ()


def test_the_facilitators_page_of_part_2_starts_with_its_first_block(store):
    first, second = (read_run_of_show(named_run_of_show(Path(f"2x60_part_{part}"))) for part in (1, 2))
    session = open_session(store, "Benchmark 1, Module 1")
    session.start_block("until-part-2", step="02_vision")
    with serving(store, SessionContext(store, session, second)) as host:
        _, _, page = Facilitator(host).follow(f"/f/{store.facilitators.create(session.id)}").ask("GET", "/facilitate")
    assert "Welcome back, and your priorities" in page
    assert first.block("until-part-2").title not in page
