"""Answers and questions of delegates, where they are shown and added, and that school names are masked there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from careerskit.forms.autosave import Autosave
from careerskit.plan import School
from careerskit.server import SessionContext
from careerskit.server.facilitator.view import priorities_missing
from careerskit.session import SIMULATED, Session, open_session
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
    for other in ("100", "102"):  # no point is shown before three schools have written some
        room.store.answers.add_record(other, "swot.threats", {"text": "Time"})
    with room.facilitator.watching("?projector=yes") as until:
        room.session.show_on_projector("board")
        until(lambda parts: "[school] and [school] help" in parts["shown"])
        delegates[1].do("ask", text="Do Quillbridge and Hartsmoor have an adviser?")
        room.session.show_on_projector("questions")
        until(lambda parts: "Do [school] and [school] have an adviser?" in parts["shown"])
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
    for other in ("101", "102"):  # no point is shown before three schools have written some
        room.store.answers.add_record(other, "swot.key_priorities", {"text": "Time"})
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


# Polls close with their block


def test_a_poll_closes_with_its_block_and_one_made_by_hand_stays_open(room):
    facilitator, earlier = room.facilitator, datetime.now(UTC) - timedelta(minutes=5)
    room.store.sessions.append_event(room.session.id, "block_begun", {"block": "welcome"}, at=earlier)
    facilitator.do("poll-open", poll="how-far")
    facilitator.do("poll-open", poll="first-benchmark")
    facilitator.do("poll-new", question="Five minutes more?", kind="choice", choices="Yes\nNo")
    status, response = facilitator.do("begin", block="why")
    question = "How complete is your Strategic Careers Plan?"
    assert (status, json.loads(response)["text"]) == (
        200,
        f"Started: Why a plan comes first. The poll “{question}” is closed.",
    )
    polls = {poll.id: poll for poll in room.state.polls.values()}
    assert polls.pop("how-far").status == "closed"
    assert polls.pop("first-benchmark").status == "open", "its block is still to come"
    assert [poll.question for poll in polls.values() if poll.status == "open"] == ["Five minutes more?"]
    facilitator.do("undo")
    assert room.state.polls["how-far"].status == "open"


def test_the_poll_of_a_block_that_was_left_out_closes_with_the_next_and_a_shared_one_stays(room):
    run = room.webinar.run
    assert run.polls_of_other_blocks("vision", ["welcome"]) == ["how-far"]
    assert run.polls_of_other_blocks("welcome", ["welcome", "vision"]) == ["leavers"]
    assert run.polls_of_other_blocks("welcome", []) == []
    blocks = [block.model_copy(update={"poll": "leavers"} if block.id == "why" else {}) for block in run.blocks]
    assert run.model_copy(update={"blocks": tuple(blocks)}).polls_of_other_blocks("vision", ["why"]) == ["how-far"]


# Polls that are changed


@pytest.mark.parametrize(
    ("kind", "ticked", "hides"),
    [("scale", "yes", True), ("scale", None, False), ("words", None, True)],
)
def test_whether_few_answers_are_hidden_is_chosen_when_a_poll_is_made_and_when_it_is_edited(room, kind, ticked, hides):
    body = [*([("threshold", ticked)] if ticked else []), ("threshold", "no")]  # as the form sends it
    for action, poll in (("poll-new", ()), ("poll-edit", [("poll", "how-far")])):
        fields = urlencode([*poll, ("question", "How sure?"), ("kind", kind), *body])
        origin = f"http://{room.facilitator.host}"
        assert room.facilitator.ask("POST", f"/facilitate/do/{action}", fields, Origin=origin)[0] == 303
    assert [poll.threshold for poll in room.state.polls.values() if poll.question == "How sure?"] == [hides] * 2
    html = room.facilitator.ask("GET", "/facilitate")[2]
    assert html.count("Hide results until three have answered, and small numbers after that") == 6
    assert 'id="poll-threshold" name="threshold" value="yes" checked>' in html


def test_the_plan_gets_an_answer_only_where_its_delegate_ticks_the_box_which_says_where_it_goes(room):
    room.facilitator.do("poll-open", poll="leavers")
    with room.join(100).at("02_vision") as page:
        page.receive_until(lambda page: "leavers" in page.session_parts.get("polls", ""))
        box = page.session_parts["polls"].split('id="keep-leavers"')[1].split("</div>")[0]
    assert "checked" not in box
    assert "Add my answer to our plan too, to “Vision for Careers Provision Ideas”" in box


def test_a_facilitator_edits_empties_and_removes_a_poll_that_only_a_rehearsal_has_answered(room):
    facilitator = room.facilitator
    facilitator.do("poll-open", poll="how-sure")
    room.session.answer("how-sure", f"{SIMULATED}001-delegate", 4)
    html = facilitator.ask("GET", "/facilitate")[2]
    assert html.count("Only simulated delegates have answered. Saving removes their answers.") == 1
    status, response = facilitator.do("poll-empty", poll="how-sure")
    assert (status, json.loads(response)["text"]) == (200, "The simulated answers are removed.")
    assert room.state.polls["how-sure"].answers == {}
    form = {"poll": "how-sure", "question": "<b>Ready?</b>", "kind": "choice", "choices": "Yes\n\n <i>No</i> "}
    assert facilitator.do("poll-edit", **form)[0] == 200
    edited = room.state.polls["how-sure"]
    assert (edited.question, edited.choices) == ("<b>Ready?</b>", ("Yes", "<i>No</i>"))
    html = facilitator.ask("GET", "/facilitate")[2]
    assert "<b>Ready?</b>" not in html
    assert "Yes\n&lt;i&gt;No&lt;/i&gt;</textarea>" in html
    assert facilitator.do("poll-remove", poll="how-sure")[0] == 200
    assert "how-sure" not in room.state.polls
    assert SessionContext(room.store, Session(room.store, room.session.id)).session.state.polls.keys() == {
        "how-far",
        "leavers",
        "first-benchmark",
    }


def test_a_poll_that_a_delegate_has_answered_says_why_it_stays(room):
    facilitator, delegate = room.facilitator, room.join(100)
    facilitator.do("poll-open", poll="how-sure")
    assert delegate.do("answer", poll="how-sure", answer="4")[0] == 200
    why = "Delegates have answered, so this poll can’t be edited or removed."
    assert facilitator.ask("GET", "/facilitate")[2].count(why) == 1
    for action in ("poll-edit", "poll-empty", "poll-remove"):
        status, response = facilitator.do(action, poll="how-sure", question="Ready?", kind="scale")
        assert status == 422
        assert json.loads(response)["error"].startswith("Delegates have answered “How sure are you that you can")
    assert len(room.state.polls["how-sure"].answers) == 1


# What the room sees


def test_the_projector_shows_a_polls_choices_while_it_is_open(room):
    room.session.show_on_projector("polls")
    with room.facilitator.watching("?projector=yes") as until:
        room.facilitator.do("poll-new", question="Which?", kind="choice", choices="<b>This</b>\nThat")
        parts = until(lambda parts: "Which?" in str(parts))
        assert "&lt;b&gt;This&lt;/b&gt;" in str(parts)
        room.facilitator.do("poll-open", poll="how-sure")
        until(lambda parts: "5: Quite sure" in str(parts))
        (which,) = (key for key, poll in room.state.polls.items() if poll.question == "Which?")
        room.facilitator.do("poll-show", poll=which, yes="yes")
        until(lambda parts: "Results are shown from three answers" in str(parts))
        assert "&lt;b&gt;This&lt;/b&gt;" in str(parts)
        room.facilitator.do("poll-close", poll="how-sure")
        until(lambda parts: "5: Quite sure" not in str(parts))


def test_the_console_says_what_of_a_poll_is_on_the_projector_at_that_moment(room):
    facilitator = room.facilitator
    facilitator.do("begin", block="welcome")
    text = json.loads(facilitator.do("poll-open", poll="how-far")[1])["text"]
    assert text == "The poll is open."
    with facilitator.watching() as until:
        until(lambda parts: "Open, 0 answers, not on the projector." in parts["now"])
        text = json.loads(facilitator.do("poll-show", poll="how-far", yes="yes")[1])["text"]
        assert text == "The results are shown to those who have answered, but not on the projector."
        until(lambda parts: "results shown to those who answered, not on the projector." in parts["now"])
        assert facilitator.do("project", what="polls how-far")[0] == 200
        parts = until(lambda parts: "Open, 0 answers, results on the projector." in parts["now"])
        assert "open, 0 answers, results on the projector" in parts["polls"]
        assert "Put it on the projector" not in parts["now"] + parts["polls"]
        facilitator.do("poll-show", poll="how-far", yes="no")
        until(lambda parts: "without results on the projector." in parts["now"])
        text = json.loads(facilitator.do("poll-show", poll="how-far", yes="yes")[1])["text"]
        assert text == "The results are shown to those who have answered, and on the projector."
        facilitator.do("project", show="board")
        parts = until(lambda parts: "not on the projector." in parts["now"])
        assert "Put it on the projector" in parts["now"]


def test_a_poll_that_closes_before_its_results_are_shown_leaves_a_fitting_sentence_on_the_projector(room):
    facilitator = room.facilitator
    room.join(100)
    facilitator.do("begin", block="welcome")
    facilitator.do("project", show="polls")
    with facilitator.watching("?projector=yes") as until:
        until(lambda parts: "No poll is open." in parts["shown"])
        facilitator.do("poll-open", poll="how-far")
        until(lambda parts: "Answer on your own device." in parts["shown"])
        facilitator.do("poll-close", poll="how-far")
        until(lambda parts: "This poll is closed, with 0 answers. The results are not shown." in parts["shown"])
        facilitator.do("poll-show", poll="how-far", yes="yes")
        parts = until(lambda parts: "0 answers" in parts["shown"] and "not shown" not in parts["shown"])
        assert "so far" not in parts["shown"]
        assert room.webinar.run.block("why")
        room.session.start_block("why")
        until(lambda parts: "No poll is open." in parts["shown"])


def test_small_numbers_are_shown_where_the_poll_has_no_threshold(room):
    facilitator, delegate = room.facilitator, room.join(100)
    for poll, given in (("how-far", "There are notes"), ("leavers", "Yes")):
        facilitator.do("poll-open", poll=poll)
        facilitator.do("poll-show", poll=poll, yes="yes")
        delegate.do("answer", poll=poll, answer=given)
    with delegate.at("02_vision") as page:
        page.receive_until(lambda page: "1 answer" in page.session_parts.get("polls", ""))
        shown = page.session_parts["polls"]
    assert '<th scope="row">There are notes</th><td class="number">1 ' in shown
    assert "1 answer so far. Results are shown from three answers." in shown


def test_nothing_is_not_shown_beside_words_that_are(room):
    poll = room.session.create_and_open_poll("In a word?", "words", [])
    for number, words in enumerate(("curious", "curious", "curious", "kind", "brave", "bold")):
        room.session.answer(poll, f"delegate {number}", words)
    html = room.facilitator.ask("GET", "/facilitate")[2]
    shown = html[html.index("In a word?</h3>") :]
    shown = shown[: shown.index("</article>")]
    assert "kind" in shown
    assert "not shown" not in shown
    assert "There is a number only where at least three gave the same answer." in shown


# Groups by benchmark


def test_groups_by_benchmark_are_made_without_priorities_only_when_the_facilitator_says_so(room):
    for number in range(100, 104):
        room.session.join(str(number))
    nobody = "Nobody has chosen a priority benchmark yet, so groups by benchmark would be mixed."
    assert nobody in room.facilitator.ask("GET", "/facilitate")[2]
    status, response = room.facilitator.do("break-out", by="benchmark")
    assert (status, room.state.breakouts) == (422, ())
    assert json.loads(response)["error"] == (
        f"{nobody} Tick “Group by benchmark all the same”, or group by type of school or college."
    )
    for number in (100, 101, 102):
        room.store.answers.save(str(number), {"current_state.priority_benchmarks": [5]})
    another = SessionContext(room.store, room.session)
    assert priorities_missing(another) == (
        "1 of 4 schools has not chosen a priority benchmark yet, and would go wherever there is room."
    )
    assert room.facilitator.do("break-out", by="benchmark", sure="yes")[0] == 200
    assert [len(group.schools) for group in room.state.breakouts] == [4]
    room.store.answers.save("103", {"current_state.priority_benchmarks": [4]})
    assert priorities_missing(SessionContext(room.store, room.session)) == ""


def test_groups_by_type_of_school_need_no_priorities(room):
    for number in range(100, 104):
        room.session.join(str(number))
    assert room.facilitator.do("break-out", by="phase")[0] == 200
