"""Breakouts group schools with the same priorities, leave nobody alone, and give each group a card without names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.plan import Plan, Setting
from careerskit.publish import read_slides
from careerskit.resources import deck_notebook
from careerskit.session import (
    Breakout,
    Card,
    GroupBy,
    PublicText,
    Session,
    Share,
    breakouts,
    group_for,
    open_session,
    quotable_priorities,
    school_names,
)


def school(key, benchmarks=(), setting="School", priorities=()):
    return Plan.of(
        key,
        {
            "header": {"school_name": f"{key.capitalize()} Zorblax School", "setting": setting},
            "current_state": {"priority_benchmarks": benchmarks},
            "swot": {"key_priorities": [{"id": f"p{index}", "text": text} for index, text in enumerate(priorities)]},
        },
    )


def room(*benchmarks, **options):
    return {f"id{number:03}": school(f"id{number:03}", wanted, **options) for number, wanted in enumerate(benchmarks)}


def group_schools(plans, shares=None, **options):
    return breakouts(plans, shares or {}, session="s1", names=school_names((), plans.values()), **options)


def sizes(groups):
    return [(group.theme, len(group.schools)) for group in groups]


def test_schools_with_a_priority_in_common_are_grouped():
    plans = room((6,), (4,), (6,), (4,), (4, 6), (6,), (4,), (6,))
    groups = group_schools(plans)
    assert sizes(groups) == [("6", 5), ("4", 3)]
    for group in groups:
        assert all(int(group.theme) in plans[key].current_state.priority_benchmarks for key in group.schools)


def test_schools_with_fewer_priorities_choose_first():
    groups = group_schools(room((4, 6), (4, 6), (4, 6), (6,), (6,), (6,)), size=3)
    assert sizes(groups) == [("6", 3), ("4", 3)]


def test_schools_without_a_common_priority_form_a_mixed_group():
    assert sizes(group_schools(room((1,), (2,), (3,), (4,), ()))) == [("", 5)]


@pytest.mark.parametrize(
    ("schools", "wanted"),
    [(1, []), (2, [2]), (3, [3]), (5, [5]), (6, [6]), (7, [3, 4]), (8, [4, 4]), (13, [4, 4, 5]), (100, [4] * 25)],
)
def test_a_room_with_one_priority_is_split_into_several_groups(schools, wanted):
    assert sorted(len(group.schools) for group in group_schools(room(*[(6,)] * schools))) == wanted


BENCHMARKS = st.lists(st.integers(1, 8), max_size=3, unique=True)


@given(st.lists(BENCHMARKS | st.just([0, 9, -1, 6, 6]), max_size=60), st.integers(-1, 9), st.sampled_from(GroupBy))
def test_every_school_is_in_one_group_and_no_group_is_too_small(benchmarks, size, by):
    plans = room(*benchmarks)
    groups = group_schools(plans, size=size, by=by)
    memberships = Counter(key for group in groups for key in group.schools)
    assert [group.number for group in groups] == list(range(1, len(groups) + 1))
    if len(plans) >= 3:
        assert memberships == Counter(dict.fromkeys(plans, 1))
        assert all(3 <= len(group.schools) <= 6 for group in groups)
    else:
        assert sum(memberships.values()) == (2 if len(plans) == 2 else 0)
    assert groups == group_schools(dict(reversed(plans.items())), size=size, by=by)


def test_schools_of_one_type_are_grouped():
    kinds = [Setting.SCHOOL] * 4 + [Setting.COLLEGE] * 3 + [Setting.SPECIAL]
    plans = {f"id{number}": school(f"id{number}", setting=kind.value) for number, kind in enumerate(kinds)}
    groups = group_schools(plans, by="phase")
    assert sizes(groups) == [("School", 4), ("College", 4)]
    assert [group.card.title for group in groups] == ["Schools", "Colleges"]


def test_an_unknown_way_of_grouping_is_refused():
    with pytest.raises(ValueError, match="'size' is not a valid GroupBy"):
        group_schools(room((6,), (6,)), by="size")


def test_a_late_school_joins_a_group_on_its_theme_and_nobody_moves(store):
    session = open_session(store, "Larkmoor hub")
    session.start_breakouts(group_schools(room(*[(6,)] * 5, *[(4,)] * 3)))
    before = session.state.breakouts
    session.assign_to_group("late", group_for(before, school("late", (6,))))
    late = session.state.breakouts
    assert sizes(late) == [("6", 6), ("4", 3)]
    assert set(late[0].schools) == {*before[0].schools, "late"}
    session.assign_to_group("later", group_for(late, school("later", (6,))))
    assert sizes(session.state.breakouts) == [("6", 6), ("4", 4)]


def without_times(groups):
    return tuple(replace(group, started=None) for group in groups)


def test_two_schools_that_come_late_at_once_both_join_a_group(store):
    session = open_session(store, "Larkmoor hub")
    session.start_breakouts(group_schools(room(*[(6,)] * 4)))
    number = group_for(session.state.breakouts, school("late", (6,)))
    session.assign_to_group("one", number)
    Session(store, session.id).assign_to_group("other", number)
    session.refresh()
    assert set(session.state.breakouts[0].schools) == {"id000", "id001", "id002", "id003", "one", "other"}


def test_a_late_school_neither_reopens_breakouts_nor_joins_a_second_group(store):
    session = open_session(store, "Larkmoor hub")
    assert group_for((), school("late", (6,))) == 0
    groups = group_schools(room(*[(6,)] * 5, *[(4,)] * 3))
    session.start_breakouts(groups)
    session.assign_to_group("id000", 2)
    session.assign_to_group("late", 9)
    assert without_times(session.state.breakouts) == groups
    session.end_breakouts()
    session.assign_to_group("late", 1)
    assert session.state.breakouts == ()


# The card


def test_a_card_has_a_purpose_a_duration_and_an_output():
    card = group_schools(room((6,), (6,), (6,)), minutes=12)[0].card
    assert card.title == "Benchmark 6. Experiences of workplaces"
    assert card.minutes == 12
    assert "benchmark 6" in card.purpose
    assert "priorities" in card.output


@pytest.mark.parametrize("by", GroupBy)
@pytest.mark.parametrize("priorities", [(6,), ()])
def test_a_card_asks_for_what_the_slide_asks_for(by, priorities):
    slide = "".join(
        fragment.html for one in read_slides(deck_notebook()) if one.name == "swot-form" for fragment in one.fragments
    )
    (in_groups,) = re.findall("In groups: (.+?)</li>", slide)
    task = in_groups[0].upper() + in_groups[1:]
    (after,) = re.findall("Afterwards, on your own: (.+?)</li>", slide)
    for group in group_schools(room(priorities, priorities, priorities), by=by):
        assert task in group.card.purpose
        assert group.card.output == f"Afterwards, {after.removesuffix('.')} on your own."


def quoting(*priorities, share=(True,) * 9, **options):
    plans = {f"id{number}": school(f"id{number}", (6,), priorities=texts) for number, texts in enumerate(priorities)}
    shares = {key: Share(board=yes) for key, yes in zip(plans, share, strict=False)}
    return group_schools(plans, shares, **options)[0].card.priorities


def test_a_card_quotes_shared_priorities_about_its_theme():
    priorities = (
        ("Workplaces for all", "More LMI"),
        ("A week of experience with an employer",),
        ("Budget", "Workplaces for all!"),
    )
    assert {one.text for one in quoting(*priorities)} == {
        "Workplaces for all",
        "A week of experience with an employer",
    }


def test_a_card_quotes_any_shared_priorities_where_none_is_about_its_theme():
    assert {one.text for one in quoting(("Budget",), ("No budget", "LMI"), ())} == {"Budget", "LMI"}


def test_a_card_quotes_nobody_where_too_few_share():
    assert quoting(("Workplaces",), ("Workplaces",), ("Workplaces",), share=(True, True, False)) == ()


def test_a_card_quotes_only_a_few_priorities():
    many = tuple(
        f"{word} {word}s" for word in ("budget", "governor", "timetable", "bus", "lmi", "tutor", "visit", "hub")
    )
    assert len(quoting(many, (), ())) == 6


def test_what_the_facilitator_hides_is_not_quoted():
    hidden = [one.id for one in quoting(("Rude words",), (), ())]
    assert quoting(("Rude words",), (), (), hidden=hidden) == ()


PRIORITIES = (
    ("Workplaces for all",),
    ("Experience with employers", "Visits to workplaces by bus"),
    ("Budget",),
    ("LMI",),
)


def room_with_card(*priorities):
    """Return plans with these priorities, what each agreed to share, and the one group that they make."""
    plans = {f"id{number}": school(f"id{number}", (6,), priorities=texts) for number, texts in enumerate(priorities)}
    shares = dict.fromkeys(plans, Share(board=True))
    (group,) = group_schools(plans, shares)
    return plans, shares, group


def quoted(group, plans, shares, hidden=()):
    texts = quotable_priorities(plans, shares, session="s1", names=school_names((), plans.values()), hidden=hidden)
    return {one.text for one in group.showing(texts).card.priorities}


def test_a_card_drops_quotes_that_are_hidden_or_no_longer_shared():
    plans, shares, group = room_with_card(*PRIORITIES)
    everything = {"Workplaces for all", "Experience with employers", "Visits to workplaces by bus"}
    assert quoted(group, plans, shares) == everything
    rude = next(one.id for one in group.card.priorities if one.text == "Visits to workplaces by bus")
    assert quoted(group, plans, shares, {rude}) == everything - {"Visits to workplaces by bus"}
    assert quoted(group, plans, shares | {"id0": Share(named=True)}) == everything - {"Workplaces for all"}
    assert quoted(group, plans, {"id1": Share(board=True), "id2": Share(board=True)}) == set(), "too few share now"
    assert group.showing({}).schools == group.schools


def test_a_card_quotes_plans_in_their_current_words():
    plans, shares, group = room_with_card(*PRIORITIES)
    plans["id0"] = school("id0", (6,))
    plans["id1"] = school("id1", (6,), priorities=("Visits with Id1 Zorblax School", "Visits to workplaces by bus"))
    assert quoted(group, plans, shares) == {"Visits with [school]", "Visits to workplaces by bus"}


def test_a_card_names_no_school():
    plans = room(*[(6,)] * 8, priorities=("Id001 Zorblax School needs workplaces", "LMI"))
    for group in group_schools(plans, dict.fromkeys(plans, Share(board=True))):
        text = repr(asdict(group.card)).casefold()
        assert "[school] needs workplaces" in text
        assert "zorblax" not in text
        assert not any(key in text for key in plans)


def test_groups_are_restored_from_the_log(store):
    session = open_session(store, "Larkmoor hub")
    groups = (
        Breakout(
            1,
            "5",
            Card("Employers", "To compare", 15, "One idea", ("Why?",), (PublicText("a1", "Find more"),)),
            ("1", "2"),
        ),
        Breakout(2, "", Card("Mixed", "To compare", 15, "One idea"), ("3", "4")),
    )
    session.start_breakouts(groups)

    again = open_session(store, "Larkmoor hub")

    assert without_times(again.state.breakouts) == groups
    assert again.state.breakouts == session.state.breakouts
    first = again.state.breakouts[0]
    assert first.ends - first.started == timedelta(minutes=15)
    assert groups[0].ends is None
    again.start_breakouts(again.state.breakouts)
    assert again.state.breakouts[0].started > first.started, "the minutes start again"
    assert without_times([again.state.group_of("3")]) == groups[1:]
    assert again.state.group_of("5") is None
    session.end_breakouts()
    again.refresh()
    assert again.state.breakouts == ()


def test_damaged_groups_in_the_log_are_ignored(store):
    session = open_session(store, "Larkmoor hub")
    store.sessions.append_event(session.id, "broken_out", {"groups": [{"number": "one"}]})
    session.refresh()
    assert session.state.breakouts == ()
