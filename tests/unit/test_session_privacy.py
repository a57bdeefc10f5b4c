"""What is shown of too few is hidden, and cannot be worked out from what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.session import MINIMUM, enough, guarded

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), st.integers(0, 12), max_size=8)


def test_three_are_enough_and_two_are_not():
    assert (MINIMUM, enough(3), enough(2), enough(0)) == (3, True, False, False)
    assert enough(4, minimum=5) is False


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 5, "b": 3}, {"a": 5, "b": 3}),
        ({"a": 5, "b": 0}, {"a": 5, "b": 0}),
        ({"a": 5, "b": 2, "c": 1}, {"a": 5, "b": None, "c": None}),
        ({"a": 9, "b": 2, "c": 4}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 1, "c": 1, "d": 7}, {"a": 9, "b": None, "c": None, "d": None}),
        ({"a": 3, "b": 2}, {"a": None, "b": None}),
        ({"a": 9, "b": 1, "c": 1, "d": 1, "e": 4}, {"a": 9, "b": None, "c": None, "d": None, "e": None}),
        ({"a": 2}, {"a": None}),
    ],
)
def test_counts_too_small_are_hidden_and_one_more_where_the_total_would_give_them_away(counts, shown):
    assert guarded(counts) == shown


@given(COUNTS, st.integers(2, 6))
def test_no_count_under_the_minimum_is_shown_and_none_of_those_hidden_follows_from_the_total(counts, minimum):
    shown = guarded(counts, minimum)
    assert list(shown) == list(counts)
    assert all(count is None or count == counts[key] for key, count in shown.items())
    assert not any(count is not None and 0 < count < minimum for count in shown.values())
    hidden = [counts[key] for key, count in shown.items() if count is None]
    others = [count for count in shown.values() if count]
    assert not hidden or not others or (sum(hidden) > len(hidden) > 1 and sum(hidden) >= minimum)


@given(COUNTS)
def test_what_is_big_enough_is_shown_unless_something_small_stands_beside_it(counts):
    if all(count == 0 or count >= MINIMUM for count in counts.values()):
        assert guarded(counts) == counts
