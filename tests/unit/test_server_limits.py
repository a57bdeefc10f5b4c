"""Who has a place in the room: how many, for how long, and how much one may ask."""

from __future__ import annotations

from careerskit.server.realtime.limits import ConnectionLimit, RateLimiter


class Time:
    """Time that a test makes go on."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def test_a_full_room_has_no_place_for_another_link_until_one_has_left_for_good():
    time = Time()
    limit = ConnectionLimit(2, time)
    with limit.acquire("ours"), limit.acquire("theirs"):
        assert limit.is_full
        assert not limit.has_room("another")
    assert not limit.has_room("another"), "both may be on their way to the next step"
    time.now += 31
    assert limit.has_room("another")
    assert not limit.is_full


def test_whoever_goes_to_the_next_step_keeps_the_place():
    limit = ConnectionLimit(1, Time())
    with limit.acquire("ours"):
        pass
    assert limit.has_room("ours")
    assert not limit.has_room("another")


def test_colleagues_with_one_link_come_in_to_a_full_room_but_not_without_end():
    limit = ConnectionLimit(1, Time())
    with limit.acquire("ours"):
        assert limit.has_room("ours")
        held = [limit.acquire("ours") for _ in range(7)]
        for one in held:
            one.__enter__()
        assert not limit.has_room("ours")
        for one in held:
            one.__exit__(None, None, None)
        assert limit.has_room("ours")


def test_an_allowance_is_so_much_at_once_and_so_much_a_second():
    time = Time()
    rate = RateLimiter(3, 2, time)
    assert [rate.try_acquire() for _ in range(5)] == [True, True, True, False, False]
    time.now += 1
    assert [rate.try_acquire() for _ in range(3)] == [True, True, False]
    time.now += 1000
    assert [rate.try_acquire() for _ in range(4)] == [True, True, True, False]
