"""What is shown of several schools says nothing about a few of them: a search tries to work it out from all that is shown at once.

The search knows everything but the plans: how figures are made, how many schools there are in each group, that groups add up to
all, and which of two things is true only where the other is. It goes through all counts that would have given the same page, and
a breach is a group that has from 1 to 2 schools in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.export.disclosure import FEWEST, STEP, ChangeLog, band_of, bands, rounded_median
from careerskit.session import MINIMUM

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

Show = Callable[[int, int], object]
"""What is shown for a count among so many schools."""


def as_bands(count: int, of: int) -> object:
    return band_of(count, of).about


def exactly(count: int, of: int) -> object:
    return count


def without_small_ones(count: int, of: int) -> object:
    return None if 0 < count < MINIMUM else count


def to_the_nearest_five(count: int, of: int) -> object:
    return 5 * round(count / 5)


# What every count keeps to


@pytest.mark.parametrize("of", [*range(FEWEST, 60), 3728])
def test_each_count_has_one_band_and_each_band_has_at_least_three_counts(of):
    found = bands(of)
    assert [band.low for band in found] == [0, *(band.high + 1 for band in found[:-1])]
    assert found[-1].high == of
    assert all(band.high - band.low + 1 >= MINIMUM for band in found)
    assert len({band.about for band in found}) == len(found)
    assert all(band.about is None or abs(count - band.about) <= 4 for band in found for count in (band.low, band.high))


def test_counts_are_shown_to_about_the_nearest_five_and_none_under_five():
    assert [as_bands(count, 40) for count in (0, 1, 4, 5, 7, 8, 12, 13, 35, 36, 40)] == [
        *(None, None, None, 5, 5, 10, 10, 15, 35, 40, 40)
    ]


def test_of_too_few_schools_nothing_is_counted():
    with pytest.raises(ValueError, match="fewer than 12 schools, and these are 11"):
        bands(11)
    assert bands(12)


def test_a_median_is_shown_to_the_nearest_five_where_about_ten_have_a_score():
    assert rounded_median(62.5, band_of(8, 40)) == 65
    assert rounded_median(62.4, band_of(30, 40)) == 60
    assert rounded_median(62.5, band_of(7, 40)) is None
    assert rounded_median(None, band_of(0, 40)) is None


# The search


@dataclass
class Page:
    """What is shown of one yes-or-no question, and of others that are true only where it is.

    of: how many schools. total: what is shown for the count of all. parts: by a way to divide the schools, the size of each group
    and what is shown for it; None for a group that is not shown. within: what is shown for each other thing.
    """

    of: int
    total: object
    parts: Sequence[Sequence[tuple[int, object]]] = ()
    within: Sequence[object] = ()
    hidden: object = field(default="not on the page", repr=False)


def possible(show: Show, of: int, shown: object, hidden: object) -> list[int]:
    """Return the counts that are shown like this."""
    return [count for count in range(of + 1) if shown is hidden or show(count, of) == shown]


def worlds(page: Page, show: Show) -> Iterator[dict[str, int]]:
    """Yield all counts of every group that a page can stand for, by name: each group, and each that is left beside it."""
    total = possible(show, page.of, page.total, page.hidden)
    divisions: list[dict[int, set[tuple[int, ...]]]] = []
    for groups in page.parts:
        by_sum: dict[int, set[tuple[int, ...]]] = {}
        for counts in product(*(possible(show, of, shown, page.hidden) for of, shown in groups)):
            by_sum.setdefault(sum(counts), set()).add(counts)
        divisions.append(by_sum)
    inside = [possible(show, page.of, shown, page.hidden) for shown in page.within]
    for count in total:
        if any(count not in by_sum for by_sum in divisions) or any(min(counts) > count for counts in inside):
            continue
        for number, by_sum in enumerate(divisions):
            for counts in by_sum[count]:
                yield {"all": count, "none of all": page.of - count} | {
                    name: value
                    for place, (part, (of, _)) in enumerate(zip(counts, page.parts[number], strict=True))
                    for name, value in (
                        (f"part {number}.{place}", part),
                        (f"none of part {number}.{place}", of - part),
                        (f"the others of part {number}.{place}", count - part),
                    )
                }
        for number, counts in enumerate(inside):
            for one in counts:
                if one <= count:
                    yield {"all": count, f"within {number}": one, f"but not {number}": count - one}


def breaches(found: Iterator[Mapping[str, int]]) -> set[str]:
    """Return the groups that have at least one school, and fewer than the minimum, in every world."""
    seen: dict[str, set[int]] = {}
    for world in found:
        for name, count in world.items():
            seen.setdefault(name, set()).add(count)
    return {name for name, counts in seen.items() if counts <= set(range(1, MINIMUM))}


def page_of(show: Show, truth: Sequence[tuple[bool, Sequence[int], Sequence[bool]]]) -> Page:
    """Return the page of schools: whether it is true of each, its group in each division, and which of the others are."""
    of = len(truth)
    divisions = []
    for division in range(len(truth[0][1])):
        keys = sorted({groups[division] for _, groups, _ in truth})
        members = {key: [yes for yes, groups, _ in truth if groups[division] == key] for key in keys}
        divisions.append([(len(group), show(sum(group), len(group))) for group in members.values()])
    within = [show(sum(yes and other[at] for yes, _, other in truth), of) for at in range(len(truth[0][2]))]
    return Page(of, show(sum(yes for yes, _, _ in truth), of), divisions, within)


def schools_with(group: Sequence[int], likely: float, rng: Random) -> list[tuple[bool, list[int], list[bool]]]:
    """Return schools at random. group: how many there are in each group of the one division. likely: how often it is true."""
    return [
        (rng.random() < likely, [number], [rng.random() < 0.5, rng.random() < 0.1])
        for number, size in enumerate(group)
        for _ in range(size)
    ]


GROUPS = st.lists(st.integers(FEWEST, FEWEST + 3), min_size=1, max_size=3)
LIKELY = st.sampled_from((0.0, 0.03, 0.1, 0.2, 0.35, 0.5, 0.8, 0.97, 1.0))


@given(GROUPS, LIKELY, st.integers(0, 999))
def test_no_small_group_can_be_worked_out_from_a_total_its_parts_and_what_is_within_it(groups, likely, seed):
    truth = schools_with(groups, likely, Random(seed))  # noqa: S311
    assert breaches(worlds(page_of(as_bands, truth), as_bands)) == set()


@pytest.mark.parametrize("of", range(FEWEST, FEWEST + 9))
def test_nor_from_any_two_overviews_of_which_one_follows_the_other(of):
    """Every pair of counts before and after, also where the attacker knows that schools were only added, or only taken away."""
    for before, after in product(range(of + 1), range(of + 1 + STEP)):
        shown = [possible(as_bands, of, as_bands(before, of), ()), []]
        shown[1] = possible(as_bands, of + STEP, as_bands(after, of + STEP), ())
        for which in (lambda *_: True, lambda a, b: a <= b <= a + STEP, lambda a, b: b <= a):
            pairs = [(a, b) for a, b in product(*shown) if which(a, b)]
            world = [{"more": b - a, "fewer": a - b, "new without": STEP - (b - a)} for a, b in pairs]
            assert breaches(iter(world)) == set(), (before, after)


def test_nor_from_three_groups_of_which_each_is_within_the_next():
    of = FEWEST + 4
    for some, more, most in product(range(of + 1), repeat=3):
        if not some <= more <= most:
            continue
        shown = [possible(as_bands, of, as_bands(count, of), ()) for count in (some, more, most)]
        found = [{"ab": b - a, "bc": c - b, "ac": c - a} for a, b, c in product(*shown) if a <= b <= c]
        assert breaches(iter(found)) == set(), (some, more, most)


@pytest.mark.parametrize(
    ("show", "groups", "true_of", "breach"),
    [
        (exactly, [12, 12], [2, 9], "part 0.0"),
        (without_small_ones, [12, 12], [2, 9], "part 0.0"),
        (without_small_ones, [12, 12], [11, 9], "none of part 0.0"),
        (to_the_nearest_five, [12, 12], [2, 7], "part 0.0"),
    ],
)
def test_the_search_finds_what_weaker_ways_of_hiding_reveal(show, groups, true_of, breach):
    truth = [(place < true_of[number], [number], []) for number, size in enumerate(groups) for place in range(size)]
    assert breach in breaches(worlds(page_of(show, truth), show))
    assert breaches(worlds(page_of(as_bands, truth), as_bands)) == set()


def test_the_search_finds_a_group_that_is_too_small_to_be_left_over():
    """Ten schools in one area and one elsewhere: why the rest of a division is never smaller than a group that is shown."""
    page = Page(13, as_bands(5, 13), [[(12, as_bands(4, 12)), (1, "not on the page")]])
    page.hidden = page.parts[0][1][1]
    assert "part 0.1" in breaches(worlds(page, as_bands))


# Steps

LOGS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abcdefghijklm")), max_size=60)


def log_of(entries: Sequence[tuple[int, str]]) -> ChangeLog:
    return ChangeLog((NOON + timedelta(hours=hour), school) for hour, school in entries)


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


@given(LOGS, st.sets(st.sampled_from("abcdefghijklm")) | st.none())
def test_between_two_overviews_nothing_has_changed_or_at_least_five_schools_have(entries, among):
    log = log_of(entries)
    steps = [log.step(at(hour), among) for hour in range(42)]
    schools = set("abcdefghijklm") if among is None else among
    for one, other in product(steps, steps):
        changed = {
            school for school in schools if (one and log.latest(school, one)) != (other and log.latest(school, other))
        }
        assert not changed or len(changed) >= STEP
    assert all(step is None or step <= at(hour) for hour, step in enumerate(steps))


@given(LOGS, st.integers(0, 40))
def test_a_step_that_was_reached_stays_reached_whatever_comes_later(entries, hour):
    assert log_of(entries).step(at(hour)) == log_of([entry for entry in entries if entry[0] <= hour]).step(at(50))


def test_an_overview_waits_for_the_fifth_school_that_changes_its_plan():
    log = log_of([(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "a"), (6, "e"), (7, "f")])
    assert [log.step(at(hour)) for hour in (5, 6, 7)] == [None, at(6), at(6)]
    assert log.schools(at(6)) == ["a", "b", "c", "d", "e"]
    assert log.schools(None) == []
    assert log.latest("a", at(6)) == at(5)
    assert log.latest("f", at(6)) is None
