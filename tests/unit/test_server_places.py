"""Who has a place in the room: how many, for how long, and how much one may ask."""

from __future__ import annotations

from careerskit.server.places import Allowance, Places


class Time:
    """Time that a test makes go on."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def test_a_full_room_has_no_place_for_another_link_until_one_has_left_for_good():
    time = Time()
    places = Places(2, time)
    with places.holding("ours"), places.holding("theirs"):
        assert places.are_taken
        assert not places.has_room_for("another")
    assert not places.has_room_for("another"), "both may be on their way to the next step"
    time.now += 31
    assert places.has_room_for("another")
    assert not places.are_taken


def test_whoever_goes_to_the_next_step_keeps_the_place():
    places = Places(1, Time())
    with places.holding("ours"):
        pass
    assert places.has_room_for("ours")
    assert not places.has_room_for("another")


def test_colleagues_with_one_link_come_in_to_a_full_room_but_not_without_end():
    places = Places(1, Time())
    with places.holding("ours"):
        assert places.has_room_for("ours")
        held = [places.holding("ours") for _ in range(7)]
        for one in held:
            one.__enter__()
        assert not places.has_room_for("ours")
        for one in held:
            one.__exit__(None, None, None)
        assert places.has_room_for("ours")


def test_an_allowance_is_so_much_at_once_and_so_much_a_second():
    time = Time()
    allowance = Allowance(3, 2, time)
    assert [allowance.take() for _ in range(5)] == [True, True, True, False, False]
    time.now += 1
    assert [allowance.take() for _ in range(3)] == [True, True, False]
    time.now += 1000
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
