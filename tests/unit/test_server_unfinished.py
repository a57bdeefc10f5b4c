"""What is still being typed is shown to the room as it was before, until its box is left."""

import pytest

from careerskit.server.realtime import UnfinishedAnswers
from tests.widgets import FakeClock

POINT, STATEMENT = "swot.weaknesses[a1].text", "vision.statement"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def unfinished(clock):
    return UnfinishedAnswers(clock)


def test_an_answer_is_unfinished_from_its_first_keystroke_until_its_box_is_left(unfinished):
    unfinished.type("page", "100", POINT, "")
    unfinished.type("page", "100", POINT, "P")
    assert unfinished.current() == {("100", POINT): ""}
    unfinished.leave("page", "100", POINT)
    assert unfinished.current() == {}


def test_of_an_answer_that_is_changed_the_room_sees_what_it_said_before(unfinished):
    unfinished.type("page", "100", STATEMENT, "Every student")
    assert unfinished.current() == {("100", STATEMENT): "Every student"}


def test_it_is_finished_when_everybody_has_left_it(unfinished):
    unfinished.type("page", "100", POINT, "")
    unfinished.type("another page", "100", POINT, "No")
    unfinished.leave("page", "100", POINT)
    assert unfinished.current() == {("100", POINT): ""}
    unfinished.leave_all("another page")
    assert unfinished.current() == {}


def test_an_answer_counts_as_finished_where_nobody_types_for_a_while(unfinished, clock):
    unfinished.type("page", "100", POINT, "")
    clock.advance(15)
    unfinished.type("page", "100", POINT, "No")
    clock.advance(15)
    assert unfinished.current()
    clock.advance(6)
    assert unfinished.current() == {}


@pytest.mark.parametrize(
    "path", ["", "vision.slt", "swot.weaknesses[a1].prompt", "objectives[a].objective", "header.school_name"]
)
def test_answers_that_the_room_never_sees_as_text_are_left_alone(unfinished, path):
    unfinished.type("page", "100", path, "before")
    assert unfinished.current() == {}


def test_while_nothing_changes_the_same_object_is_returned_and_finishing_is_reported(unfinished):
    finished = []
    unfinished.on_finished = lambda: finished.append("now")
    unfinished.type("page", "100", POINT, "")
    before = unfinished.current()
    unfinished.type("page", "100", POINT, "N")
    assert unfinished.current() is before
    unfinished.leave("page", "100", POINT)
    assert finished == ["now"]
