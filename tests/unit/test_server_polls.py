"""What delegates answer and ask, and where it comes to stand: in the plan, on the cards, at the facilitator's, without names."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from careerskit.forms.autosave import Autosave
from careerskit.plan import School
from careerskit.server import SessionContext
from careerskit.session import Session, open_session
from careerskit.store import Store, open_store
from careerskit.store.answers import AnswerLog

from ..delegates import Delegate, Facilitator, serving


@dataclass
class Room:
    """A session that runs, with its facilitator."""

    store: Store
    session: Session
    webinar: SessionContext
    host: str

    def __post_init__(self):
        self.facilitator = Facilitator(self.host).follow(f"/f/{self.store.facilitators.create(self.session.id)}")

    def join(self, number):
        return Delegate(self.host).join(school=str(number))

    @property
    def state(self):
        return Session(self.store, self.session.id).state

    def ideas(self, school):
        """Return where the answers to the poll of the vision come to stand, line by line."""
        return self.store.answers.read(school)["vision"]["ideas"].split("\n")


@pytest.fixture
def room(tmp_path):
    with open_store(str(tmp_path / "room.db")) as store:
        names = ("Quillbridge College", "Larkmoor School", "Tallowfield School", "Zorblax School")
        store.schools.register([School(str(number), name) for number, name in enumerate(names, start=100)])
        session = open_session(store, "Benchmark 1, Module 1", "22 May")
        webinar = SessionContext(store, session)
        with serving(store, webinar, out=tmp_path / "afterwards") as host:
            yield Room(store, session, webinar, host)


# An answer that is to stand in the plan


def answer(delegate, words):
    status, told = delegate.do("answer", poll="leavers", answer=words, keep="yes")
    assert (status, "added to your plan" in told) == (200, True)


class Pause:
    """The pause in typing, which does not end by itself."""

    def __call__(self, _, then):
        self.ends = then
        return self

    def cancel(self):
        self.ends = None


def test_an_answer_stands_below_words_that_were_typed_before_it_and_not_yet_saved(room):
    room.facilitator.do("poll-open", poll="leavers")
    delegate, pause = room.join(100), Pause()
    saver = Autosave(
        (room.store.url, "100"),
        lambda answers: room.store.answers.save("100", answers, "delegate"),
        on_saved=lambda *_: None,
        on_failed=lambda *_: None,
        schedule=pause,
    )
    saver.add("vision.ideas", "Our own ideas")
    answer(delegate, "kind")
    pause.ends()
    assert room.ideas("100") == ["Our own ideas", "kind"]


def test_a_changed_answer_takes_the_place_of_the_one_before_and_touches_nothing_else(room):
    delegate = room.join(100)
    colleague = Delegate(room.host).follow(delegate.link)
    room.store.answers.save("100", {"vision.ideas": "What stood there.\n\nkindly"})
    room.facilitator.do("poll-open", poll="leavers")
    answer(delegate, "kind")
    answer(colleague, "ready")
    answer(delegate, "kind and curious")
    assert room.ideas("100") == ["What stood there.", "", "kindly", "kind and curious", "ready"]
    answer(delegate, "ready")
    assert room.ideas("100") == ["What stood there.", "", "kindly", "ready"]
    answer(delegate, "ready")
    assert room.ideas("100") == ["What stood there.", "", "kindly", "ready"]


def test_an_answer_is_no_change_of_one_that_was_never_put_into_the_plan(room):
    delegate = room.join(100)
    room.store.answers.save("100", {"vision.ideas": "None\n\nmore"})
    room.facilitator.do("poll-open", poll="leavers")
    answer(delegate, "kind")
    assert room.ideas("100") == ["None", "", "more", "kind"]
    delegate.do("answer", poll="leavers", answer="ready")
    assert room.ideas("100") == ["None", "", "more", "kind"], "it was not asked for"


# Questions


def test_a_question_asked_with_the_name_is_ones_own_as_much_as_one_without(room):
    one, other = room.join(100), room.join(101)
    one.do("ask", text="When do we meet?", named="yes")
    one.do("ask", text="Who signs it?")
    (named, anonymous) = room.state.questions
    for question in (named, anonymous):
        one.do("vote", question=question, yes="yes")
    assert {len(question.votes) for question in room.state.questions.values()} == {1}
    room.facilitator.do("question", question=named, **{"as": "answered"})
    for delegate, own in ((one, 2), (other, 0)):
        with delegate.at("02_vision") as page:
            page.built()
            assert page.session_parts["questions"].count("your question") == own
            assert page.session_parts["questions"].count("Remove my vote") == (1 if own else 0)


def test_one_browser_has_so_many_questions_waiting_and_no_more(room):
    one, other = room.join(100), room.join(101)
    for number in range(10):
        assert one.do("ask", text=f"Question {number}?", **({"named": "yes"} if number % 2 else {}))[0] == 200
    status, told = one.do("ask", text="And this?")
    assert (status, len(room.state.questions)) == (422, 10)
    assert "10 of your questions are waiting for an answer" in json.loads(told)["error"]
    assert one.do("ask", text="And this?", named="yes")[0] == 422
    assert other.do("ask", text="And ours?")[0] == 200
    room.facilitator.do("question", question=next(iter(room.state.questions)), **{"as": "answered"})
    assert one.do("ask", text="And this?")[0] == 200


def test_the_facilitators_page_shows_the_first_hundred_questions_and_says_how_many_more(room):
    asked = [room.session.ask(f"delegate {number}", f"Question {number}.") for number in range(103)]
    room.session.vote(asked[-1], "delegate 1")
    room.session.mark_answered(asked[0])
    html = room.facilitator.ask("GET", "/facilitate")[2]
    assert html.count('<li class="question') == 100
    assert "Question 102." in html
    assert html.index("Question 102.") < html.index("Question 1.")
    assert not any(f"Question {number}." in html for number in (0, 100, 101))
    assert "3 more questions are not shown" in html


def test_a_question_becomes_what_there_is_to_become_and_nothing_else(room):
    question = room.session.ask("delegate 1", "Who signs it?")
    room.facilitator.do("question", question=question, **{"as": "answered"})
    for said in ({"as": "prked"}, {}):
        status, told = room.facilitator.do("question", question=question, **said)
        assert (status, room.state.questions[question].status) == (422, "answered")
        assert "answered, parked, hidden or reopened" in json.loads(told)["error"]
    assert room.facilitator.do("question", question=question, **{"as": "open"})[0] == 200
    assert room.state.questions[question].status == "open"


# Names


def test_a_school_is_covered_by_the_name_in_the_register_and_by_that_in_its_plan(room):
    delegates = [room.join(number) for number in (100, 101, 102)]
    for delegate in delegates:
        with delegate.at("04_swot") as page:
            page.built()
        delegate.do("share", board="yes")
    room.store.answers.save("100", {"header.school_name": "Hartsmoor Sixth Form"})
    room.store.answers.add_record("101", "swot.strengths", {"text": "Quillbridge and Hartsmoor help"})
    with room.facilitator.watching("?projector=yes") as until:
        until(lambda parts: "[school] and [school] help" in parts["board"])
        delegates[1].do("ask", text="Do Quillbridge and Hartsmoor have an adviser?")
        until(lambda parts: "Do [school] and [school] have an adviser?" in parts["questions"])
    assert "Do [school] and [school] have" in delegates[1].ask("GET", f"/p/{delegates[1].slug}/04_swot")[2]


def test_a_text_is_covered_once_however_many_look_at_it(room):
    room.session.join("100")
    names = room.webinar.names()
    assert names.mask("Quillbridge, again") is names.mask("Quillbridge, again")
    room.store.answers.save("100", {"vision.slt": "Something else"})
    assert SessionContext(room.store, room.session).names() is names, "as long as no name has changed"
    room.session.join("101")
    assert room.webinar.names() is not names


# The cards of groups


def test_a_priority_that_was_taken_out_or_put_otherwise_is_so_on_every_card(room):
    delegates = [room.join(number) for number in (100, 101, 102)]
    for delegate in delegates:
        with delegate.at("04_swot") as page:
            page.built()
        delegate.do("share", board="yes")
    texts = ("A placement for Tom Smith", "Visits for Ann Jones", "More governors")
    gone, other, _ = (room.store.answers.add_record("100", "swot.key_priorities", {"text": text}) for text in texts)
    with room.facilitator.watching() as until, delegates[1].at("04_swot") as page:
        until(lambda parts: "More governors" in parts["board"])
        assert room.facilitator.do("break-out", by="phase")[0] == 200
        page.hear(lambda page: all(text in page.session_parts.get("group", "") for text in texts))
        room.store.answers.remove_record("100", "swot.key_priorities", gone)
        room.store.answers.save("100", {f"swot.key_priorities[{other}].text": "Visits for everybody"})
        until(lambda parts: "Visits for everybody" in parts["groups"])
        page.hear(lambda page: "Visits for everybody" in page.session_parts["group"])
        parts = until(lambda parts: "Tom Smith" not in parts["groups"])
        page.hear(lambda page: "Tom Smith" not in page.session_parts["group"])
    for card in (parts["groups"], page.session_parts["group"]):
        assert "Ann Jones" not in card
        assert "More governors" in card


class Counting(AnswerLog):
    """Answers that count how often they are asked for the latest revision."""

    asked = 0

    def latest_revision(self):
        self.asked += 1
        return super().latest_revision()


def test_however_many_look_at_the_room_the_store_is_asked_once_a_second_what_plans_say(store):
    seconds = 0.0
    with open_store(store.url) as opened:
        counting = opened.answers = Counting(opened.database)
        webinar = SessionContext(opened, open_session(opened, "Benchmark 1, Module 1"), clock=lambda: seconds)
        webinar.session.join("100")
        webinar.names()
        before = counting.asked
        for _ in range(50):
            webinar.names()
        assert counting.asked == before
        seconds = 1.0
        webinar.names()
        webinar.names()
        assert counting.asked == before + 1
