"""One value is cached for as long as its key stays equal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from careerskit.caching import KeyedCache


def test_a_value_is_computed_once_for_equal_keys_and_again_for_another():
    cache, computed = KeyedCache[tuple[int, ...], str](), []

    def compute():
        computed.append(len(computed))
        return f"value {len(computed)}"

    assert [cache.get((1, 2), compute), cache.get((1, 2), compute)] == ["value 1", "value 1"]
    assert cache.get((1, 3), compute) == "value 2"
    assert cache.get((1, 2), compute) == "value 3"  # only the latest value is cached
    assert len(computed) == 3


def test_none_is_cached_like_any_other_value():
    cache = KeyedCache[int, None]()

    assert cache.get(1, lambda: None) is None
    assert cache.get(1, lambda: pytest.fail("computed again")) is None


def test_an_error_is_raised_and_not_cached():
    cache = KeyedCache[int, int]()

    with pytest.raises(ZeroDivisionError):
        cache.get(1, lambda: 1 // 0)
    assert cache.get(1, lambda: 1) == 1


def test_threads_that_ask_at_once_share_one_computation():
    cache, computed = KeyedCache[int, int](), []

    def compute():
        computed.append(1)
        return len(computed)

    with ThreadPoolExecutor(8) as executor:
        values = set(executor.map(lambda _: cache.get(1, compute), range(200)))

    assert values == {1}
