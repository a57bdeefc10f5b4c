"""Answers and questions of delegates, where they are shown and added, and that school names are masked there."""

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
    """A running session with its facilitator."""

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
        """Return the lines of the field to which answers to the poll on the vision are added."""
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


# Answers that are added to the plan


def answer(delegate, text):
    status, response = delegate.do("answer", poll="leavers", answer=text, keep="yes")
    assert (status, "added to your plan" in response) == (200, True)


class ManualScheduler:
    """A scheduler whose callback a test runs."""

    def __call__(self, _, callback):
        self.run = callback
        return self

    def cancel(self):
        self.run = None


def test_a_poll_answer_is_added_below_text_typed_before_it_and_not_yet_saved(room):
    room.facilitator.do("poll-open", poll="leavers")
    delegate, scheduler = room.join(100), ManualScheduler()
    autosave = Autosave(
        (room.store.url, "100"),
        lambda answers: room.store.answers.save("100", answers, "delegate"),
        on_saved=lambda *_: None,
        on_failed=lambda *_: None,
        schedule=scheduler,
    )
    autosave.add("vision.ideas", "Our own ideas")
    answer(delegate, "kind")
    scheduler.run()
    assert room.ideas("100") == ["Our own ideas", "kind"]


def test_a_changed_answer_replaces_the_earlier_one_and_nothing_else(room):
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


def test_an_answer_replaces_nothing_that_was_not_added_by_the_poll(room):
    delegate = room.join(100)
    room.store.answers.save("100", {"vision.ideas": "None\n\nmore"})
    room.facilitator.do("poll-open", poll="leavers")
    answer(delegate, "kind")
    assert room.ideas("100") == ["None", "", "more", "kind"]
    delegate.do("answer", poll="leavers", answer="ready")
    assert room.ideas("100") == ["None", "", "more", "kind"], "the delegate did not choose it"


# Questions


def test_a_named_question_belongs_to_its_asker_like_an_anonymous_one(room):
    asker, other = room.join(100), room.join(101)
    asker.do("ask", text="When do we meet?", named="yes")
    asker.do("ask", text="Who signs it?")
    (named, anonymous) = room.state.questions
    for question in (named, anonymous):
        asker.do("vote", question=question, yes="yes")
    assert {len(question.votes) for question in room.state.questions.values()} == {1}
    room.facilitator.do("question", question=named, **{"as": "answered"})
    for delegate, own in ((asker, 2), (other, 0)):
        with delegate.at("02_vision") as page:
            page.wait_until_built()
            assert page.session_parts["questions"].count("your question") == own
            assert page.session_parts["questions"].count("Remove my vote") == (1 if own else 0)


def test_the_number_of_pending_questions_of_a_browser_is_limited(room):
    asker, other = room.join(100), room.join(101)
    for number in range(10):
        assert asker.do("ask", text=f"Question {number}?", **({"named": "yes"} if number % 2 else {}))[0] == 200
    status, response = asker.do("ask", text="And this?")
    assert (status, len(room.state.questions)) == (422, 10)
    assert "10 of your questions are waiting for an answer" in json.loads(response)["error"]
    assert asker.do("ask", text="And this?", named="yes")[0] == 422
    assert other.do("ask", text="And ours?")[0] == 200
    room.facilitator.do("question", question=next(iter(room.state.questions)), **{"as": "answered"})
    assert asker.do("ask", text="And this?")[0] == 200


def test_the_facilitators_page_shows_a_hundred_questions_and_counts_the_rest(room):
    questions = [room.session.ask(f"delegate {number}", f"Question {number}.") for number in range(103)]
    room.session.vote(questions[-1], "delegate 1")
    room.session.mark_answered(questions[0])
    html = room.facilitator.ask("GET", "/facilitate")[2]
    assert html.count('<li class="question') == 100
    assert "Question 102." in html
    assert html.index("Question 102.") < html.index("Question 1.")
    assert not any(f"Question {number}." in html for number in (0, 100, 101))
    assert "3 more questions are not shown" in html


def test_a_question_can_only_be_given_a_known_status(room):
    question = room.session.ask("delegate 1", "Who signs it?")
    room.facilitator.do("question", question=question, **{"as": "answered"})
    for form in ({"as": "prked"}, {}):
        status, response = room.facilitator.do("question", question=question, **form)
        assert (status, room.state.questions[question].status) == (422, "answered")
        assert "answered, parked, hidden or reopened" in json.loads(response)["error"]
    assert room.facilitator.do("question", question=question, **{"as": "open"})[0] == 200
    assert room.state.questions[question].status == "open"


# Names


def test_a_school_is_masked_by_its_registered_name_and_by_the_name_in_its_plan(room):
    delegates = [room.join(number) for number in (100, 101, 102)]
    for delegate in delegates:
        with delegate.at("04_swot") as page:
            page.wait_until_built()
        delegate.do("share", board="yes")
    room.store.answers.save("100", {"header.school_name": "Hartsmoor Sixth Form"})
    room.store.answers.add_record("101", "swot.strengths", {"text": "Quillbridge and Hartsmoor help"})
    with room.facilitator.watching("?projector=yes") as until:
        until(lambda parts: "[school] and [school] help" in parts["board"])
        delegates[1].do("ask", text="Do Quillbridge and Hartsmoor have an adviser?")
        until(lambda parts: "Do [school] and [school] have an adviser?" in parts["questions"])
    assert "Do [school] and [school] have" in delegates[1].ask("GET", f"/p/{delegates[1].slug}/04_swot")[2]


def test_a_text_is_masked_once_and_then_cached(room):
    room.session.join("100")
    names = room.webinar.names()
    assert names.mask("Quillbridge, again") is names.mask("Quillbridge, again")
    room.store.answers.save("100", {"vision.slt": "Something else"})
    assert SessionContext(room.store, room.session).names() is names, "the cache is used while no name has changed"
    room.session.join("101")
    assert room.webinar.names() is not names


# The cards of groups


def test_a_removed_or_edited_priority_is_updated_on_every_card(room):
    delegates = [room.join(number) for number in (100, 101, 102)]
    for delegate in delegates:
        with delegate.at("04_swot") as page:
            page.wait_until_built()
        delegate.do("share", board="yes")
    texts = ("A placement for Tom Smith", "Visits for Ann Jones", "More governors")
    removed, edited, _ = (room.store.answers.add_record("100", "swot.key_priorities", {"text": text}) for text in texts)
    with room.facilitator.watching() as until, delegates[1].at("04_swot") as page:
        until(lambda parts: "More governors" in parts["board"])
        assert room.facilitator.do("break-out", by="phase")[0] == 200
        page.receive_until(lambda page: all(text in page.session_parts.get("group", "") for text in texts))
        room.store.answers.remove_record("100", "swot.key_priorities", removed)
        room.store.answers.save("100", {f"swot.key_priorities[{edited}].text": "Visits for everybody"})
        until(lambda parts: "Visits for everybody" in parts["groups"])
        page.receive_until(lambda page: "Visits for everybody" in page.session_parts["group"])
        parts = until(lambda parts: "Tom Smith" not in parts["groups"])
        page.receive_until(lambda page: "Tom Smith" not in page.session_parts["group"])
    for card in (parts["groups"], page.session_parts["group"]):
        assert "Ann Jones" not in card
        assert "More governors" in card


class CountingAnswerLog(AnswerLog):
    """An answer log that counts the queries for the latest revision."""

    queries = 0

    def latest_revision(self):
        self.queries += 1
        return super().latest_revision()


def test_plans_are_checked_for_changes_once_a_second_however_many_pages_look(store):
    seconds = 0.0
    with open_store(store.url) as opened:
        answers = opened.answers = CountingAnswerLog(opened.database)
        webinar = SessionContext(opened, open_session(opened, "Benchmark 1, Module 1"), clock=lambda: seconds)
        webinar.session.join("100")
        webinar.names()
        before = answers.queries
        for _ in range(50):
            webinar.names()
        assert answers.queries == before
        seconds = 1.0
        webinar.names()
        webinar.names()
        assert answers.queries == before + 1
