"""Small counts are hidden, and cannot be worked out from the counts beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.session import MINIMUM, meets_threshold, suppress_small_counts

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), st.integers(0, 12), max_size=8)


def test_three_meet_the_threshold_and_two_do_not():
    assert (MINIMUM, meets_threshold(3), meets_threshold(2), meets_threshold(0)) == (3, True, False, False)
    assert meets_threshold(4, minimum=5) is False


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
        ({"a": 9, "b": 2, "c": 1, "d": 0}, {"a": 9, "b": None, "c": None, "d": 0}),
        ({"a": 1, "b": 1, "c": 1, "d": 0}, {"a": None, "b": None, "c": None, "d": None}),
    ],
)
def test_small_counts_are_hidden_and_one_more_where_the_total_would_reveal_them(counts, shown):
    assert suppress_small_counts(counts) == shown


@given(COUNTS, st.integers(2, 6))
def test_no_small_count_is_shown_or_follows_from_the_total(counts, minimum):
    shown = suppress_small_counts(counts, minimum)
    assert list(shown) == list(counts)
    assert all(count is None or count == counts[key] for key, count in shown.items())
    assert not any(count is not None and 0 < count < minimum for count in shown.values())
    hidden = [counts[key] for key, count in shown.items() if count is None]
    others = [count for count in shown.values() if count]
    assert not hidden or not others or (sum(hidden) > len(hidden) > 1 and sum(hidden) >= minimum)


@given(COUNTS)
def test_counts_are_shown_where_none_of_them_is_small(counts):
    if all(count == 0 or count >= MINIMUM for count in counts.values()):
        assert suppress_small_counts(counts) == counts
