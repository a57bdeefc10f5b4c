"""The limits on connections and on the rate of requests."""

from __future__ import annotations

from careerskit.server.realtime.limits import ConnectionLimit, RateLimiter


class Clock:
    """A clock that a test advances."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def test_a_full_server_has_no_room_for_another_link_until_one_has_left():
    clock = Clock()
    limit = ConnectionLimit(2, clock)
    with limit.acquire("ours"), limit.acquire("theirs"):
        assert limit.is_full
        assert not limit.has_room("another")
    assert not limit.has_room("another"), "both may be loading the next step"
    clock.now += 31
    assert limit.has_room("another")
    assert not limit.is_full


def test_a_delegate_who_opens_the_next_step_keeps_their_place():
    limit = ConnectionLimit(1, Clock())
    with limit.acquire("ours"):
        pass
    assert limit.has_room("ours")
    assert not limit.has_room("another")


def test_colleagues_who_share_a_link_may_connect_when_full_up_to_a_limit():
    limit = ConnectionLimit(1, Clock())
    with limit.acquire("ours"):
        assert limit.has_room("ours")
        connections = [limit.acquire("ours") for _ in range(7)]
        for connection in connections:
            connection.__enter__()
        assert not limit.has_room("ours")
        for connection in connections:
            connection.__exit__(None, None, None)
        assert limit.has_room("ours")


def test_a_rate_limiter_allows_a_burst_and_then_a_rate():
    clock = Clock()
    rate = RateLimiter(3, 2, clock)
    assert [rate.try_acquire() for _ in range(5)] == [True, True, True, False, False]
    clock.now += 1
    assert [rate.try_acquire() for _ in range(3)] == [True, True, False]
    clock.now += 1000
    assert [rate.try_acquire() for _ in range(4)] == [True, True, True, False]
