"""The board as the room sees it: what is finished, allowed, and not frozen; and slips of the facilitator that are caught."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest


def share_all(room, *numbers):
    """Have schools join, share, and write one point each that nobody else has; return the delegates."""
    delegates = {}
    for number in numbers:
        delegates[number] = room.join(number)
        delegates[number].do("share", step="04_swot", board="yes")
        room.store.answers.add_record(str(number), "swot.strengths", {"text": f"Point {number * 7919}"})
    return delegates


def board_of(room):
    """Return the board that is pushed to the projector, until it has what is asked for."""
    room.session.show_on_projector("board")

    def wait(condition):
        with room.facilitator.watching("?projector=yes") as until:
            return until(lambda parts: condition(parts.get("shown", "")))["shown"]

    return wait


def test_a_point_goes_to_the_board_when_its_box_is_left(room):
    delegates = share_all(room, 100, 101, 102)
    room.session.show_on_projector("board")
    with delegates[100].at("04_swot") as page, room.facilitator.watching("?projector=yes") as until:
        page.wait_until_built()
        spare = next(path for path in page.paths.values() if path.startswith("swot.weaknesses["))
        model = next(model for model, path in page.paths.items() if path == spare)
        page.send(model, {"method": "update", "state": {"value": "Nobody has come to a careers eve"}})
        page.receive_until(lambda page: any(spare in saved for saved in page.saved))
        room.store.answers.add_record("101", "swot.threats", {"text": "Written after that"})
        shown = until(lambda parts: "Written after that" in parts["shown"])
        assert "Nobody has come" not in shown["shown"], "somebody is still typing it"
        page.send(model, {"method": "update", "state": {"value": "Nobody has come to a careers evening"}})
        page.send(model, {"method": "custom", "content": {"event": "blur"}})
        until(lambda parts: "Nobody has come to a careers evening" in parts["shown"])


def test_leaving_a_box_saves_its_answer_at_once(room):
    with room.join(100).at("02_vision") as page:
        page.wait_until_built()
        model = next(model for model, path in page.paths.items() if path == "vision.statement")
        page.send(model, {"method": "update", "state": {"value": "Every student"}})
        page.send(model, {"method": "custom", "content": {"event": "blur"}})
        page.receive_until(lambda page: {"vision.statement": "Every student"} in page.saved)


def test_a_page_that_is_closed_has_finished_what_was_typed(room):
    delegates = share_all(room, 100, 101, 102)
    with delegates[100].at("04_swot") as page:
        page.wait_until_built()
        model = next(model for model, path in page.paths.items() if path.startswith("swot.weaknesses["))
        page.send(model, {"method": "update", "state": {"value": "Typed before the browser was closed"}})
        page.receive_until(lambda page: page.saved)
    board_of(room)(lambda board: "Typed before the browser was closed" in board)


def test_a_frozen_board_shows_nothing_new_and_what_is_not_shared_any_more_goes_all_the_same(room):
    delegates = share_all(room, 100, 101, 102, 103)
    board_of(room)(lambda board: f"Point {103 * 7919}" in board)
    room.wall.now += timedelta(days=1000)  # of the store's own clock, everything until now was before that
    room.facilitator.do("freeze", yes="yes")
    assert room.state.frozen == room.wall.now
    board_of(room)(lambda board: "data-held" in board)  # so that the projector turns no page
    delegates[103].do("share", step="04_swot")
    board_of(room)(lambda board: f"Point {102 * 7919}" in board and f"Point {103 * 7919}" not in board)
    room.facilitator.do("freeze", yes="no")
    assert room.state.frozen is None
    board_of(room)(lambda board: "Point" in board and "data-held" not in board)


def freeze_now(room):
    """Freeze the board by the real time, which the store's revisions have."""
    room.wall.now = datetime.now(UTC)
    room.facilitator.do("freeze", yes="yes")


def test_the_facilitator_sees_how_many_points_wait_behind_the_freeze(room):
    share_all(room, 100, 101, 102)
    board_of(room)(lambda board: f"Point {102 * 7919}" in board)
    freeze_now(room)
    with room.facilitator.watching() as until:
        until(lambda parts: "Nothing waits." in parts["board_controls"])
        for column in ("strengths", "key_priorities"):
            room.store.answers.add_record("100", f"swot.{column}", {"text": f"New among the {column}"})
        parts = until(lambda parts: "2 points wait." in parts["board_controls"])
        assert "New among" not in parts["board"]
        record = next(iter(room.store.answers.read("101")["swot"]["strengths"]))["id"]
        room.store.answers.save("101", {f"swot.strengths[{record}].text": "Changed since then"})
        until(lambda parts: "3 points wait." in parts["board_controls"])
        room.facilitator.do("freeze", yes="no")
        until(lambda parts: "wait" not in parts["board_controls"] and "Changed since then" in parts["board"])


def test_a_frozen_board_freezes_the_priorities_on_the_cards_of_groups_too(room):
    delegates = share_all(room, 100, 101, 102)
    for school, text in (("100", "Seen by all"), ("101", "Right as it was"), ("102", "Also seen")):
        room.session.join(school)
        record = room.store.answers.add_record(school, "swot.key_priorities", {"text": text})
    room.facilitator.do("break-out", by="phase", size="3", minutes="8")
    with delegates[100].at("04_swot") as page:
        page.receive_until(lambda page: "Also seen" in page.session_parts.get("group", ""))
        freeze_now(room)
        room.store.answers.save("102", {f"swot.key_priorities[{record}].text": "Changed since then"})
        with room.facilitator.watching() as until:
            parts = until(lambda parts: "1 point waits." in parts["board_controls"])
        assert "Also seen" in parts["groups"]
        assert "Changed since then" not in parts["groups"] + page.session_parts["group"]
        room.facilitator.do("freeze", yes="no")
        page.receive_until(lambda page: "Changed since then" in page.session_parts["group"])


def test_the_facilitator_sees_how_many_points_wait_for_approval(room):
    share_all(room, 100, 101, 102)
    board_of(room)(lambda board: f"Point {102 * 7919}" in board)
    room.facilitator.do("approve-first", yes="yes")
    with room.facilitator.watching() as until:
        until(lambda parts: "Nothing waits for approval." in parts["board_controls"])
        room.store.answers.add_record("100", "swot.threats", {"text": "Written since then"})
        until(lambda parts: "1 point waits for approval." in parts["board_controls"])


def test_with_approval_the_projector_shows_a_point_once_it_is_approved(room):
    share_all(room, 100, 101, 102)
    words, other = f"Point {100 * 7919}", f"Point {101 * 7919}"
    board_of(room)(lambda board: words in board and other in board)
    room.facilitator.do("approve-first", yes="yes")
    board_of(room)(lambda board: words in board and other in board), "what the room has seen already stays"
    words, other = "Written since then", "And so is this"
    for school, text in (("100", words), ("101", other)):
        room.store.answers.add_record(school, "swot.strengths", {"text": text})
    with room.facilitator.watching() as until:
        until(lambda parts: words in parts["board"] and other in parts["board"])
    board_of(room)(lambda board: words not in board and other not in board)
    column = next(column for column in room.board().columns if column.name == "strengths")
    wording = next(wording for point in column.points for wording in point.wordings if wording.text == words)
    assert not wording.is_approved
    room.facilitator.do("approve", items=" ".join(wording.keys))
    board_of(room)(lambda board: words in board and other not in board)
    room.facilitator.do("approve-first", yes="no")
    board_of(room)(lambda board: words in board and other in board)


def test_points_are_merged_and_split_again(room):
    share_all(room, 100, 101, 102)
    names = [f"Point {number * 7919}" for number in (100, 101)]

    def points():
        (column,) = [column for column in room.board().columns if column.name == "strengths"]
        return {frozenset(wording.text for wording in point.wordings): point for point in column.points}

    ticked = {f"m-{number}": " ".join(points()[frozenset({name})].wordings[0].ids) for number, name in enumerate(names)}
    status, text = room.facilitator.do("merge", **ticked)
    assert (status, "Merged 2 points." in text) == (200, True)
    merged = points()[frozenset(names)]
    room.facilitator.do("split", items=" ".join(next(w.ids for w in merged.wordings if w.text == names[0])))
    assert frozenset(names) not in points()
    status, text = room.facilitator.do("merge", **{"m-0": ticked["m-0"]})
    assert (status, "at least two" in text) == (422, True)


def test_the_second_click_of_a_double_click_starts_no_block(room):
    first, second, third = room.blocks[:3]
    room.facilitator.do("begin", block=first)
    status, text = room.facilitator.do("begin", block=second)
    assert (status, "only just started" in text) == (422, True)
    assert room.state.block == first
    room.wall.now += timedelta(seconds=4)
    assert room.facilitator.do("begin", block=second)[0] == 200
    room.wall.now += timedelta(minutes=1)
    assert room.facilitator.do("begin", block=third)[0] == 200


def test_pressing_a_start_button_twice_starts_its_block_once(room):
    first, second = room.blocks[:2]
    for block in (first, second):
        for _ in range(2):
            assert room.facilitator.do("begin", block=block)[0] == 200
        room.wall.now += timedelta(minutes=1)
    for _ in range(2):
        assert room.facilitator.do("begin", block=first, sure="yes")[0] == 200
    room.facilitator.do("undo")
    assert room.state.block == second, "the second press took nothing away that can be undone"


def test_starting_a_block_again_is_asked_for_first_and_can_be_undone(room):
    first, second = room.blocks[:2]
    for block in (first, second):
        room.facilitator.do("begin", block=block)
        room.wall.now += timedelta(minutes=1)
    status, text = room.facilitator.do("begin", block=first)
    assert (status, "started before" in text) == (422, True)
    assert room.facilitator.do("begin", block=first, sure="yes")[0] == 200
    assert room.state.block == first
    assert room.facilitator.do("undo")[0] == 200
    assert room.state.block == second


def test_a_session_that_was_closed_by_mistake_is_reopened(room):
    room.facilitator.do("close", sure="yes")
    status, text = room.facilitator.do("reopen")
    assert (status, "open again" in text) == (200, True)
    assert room.state.closed is None
    assert room.join(100).do("ask", text="Are we back?")[0] == 200


def test_sharing_is_asked_for_once_on_the_step_of_the_swot_analysis(room):
    room.session.move_to("04_swot")
    delegate = room.join(100)
    question = "May the room see your points and priorities, without your name?"
    assert question not in delegate.ask("GET", f"/p/{delegate.slug}/02_vision")[2]
    assert question in delegate.ask("GET", f"/p/{delegate.slug}/04_swot")[2]
    with delegate.at("04_swot") as page:
        page.receive_until(lambda page: question in page.session_parts.get("share_question", ""))
        delegate.do("share", step="04_swot")
        page.receive_until(lambda page: question not in page.session_parts["share_question"])
    assert question not in delegate.ask("GET", f"/p/{delegate.slug}/04_swot")[2]
    assert not room.state.share_of("100").board


def test_the_question_and_the_tick_say_the_same_about_what_is_shared(room):
    room.session.move_to("04_swot")
    delegate = room.join(100)
    html = delegate.ask("GET", f"/p/{delegate.slug}/04_swot")[2]
    assert "May the room see your points and priorities, without your name?" in html
    assert "The room may see our points and priorities, and count our objectives, without our name<" in html


def test_before_the_session_starts_nobody_is_asked_to_share(room):
    delegate = room.join(100)
    assert "priorities, without your name?" not in unquote(delegate.ask("GET", f"/p/{delegate.slug}/04_swot")[2])


@pytest.mark.parametrize("action", ["undo", "freeze", "approve-first", "approve", "split", "merge", "reopen"])
def test_a_delegate_can_do_none_of_it(room, action):
    delegate, before = room.join(100), room.state
    body = "yes=yes&items=a&m-1=a&m-2=b"
    status = delegate.ask("POST", f"/facilitate/do/{action}", body, Origin=f"http://{room.host}")[0]
    assert (status, room.state) == (404, before)
