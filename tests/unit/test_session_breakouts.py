"""Breakouts sit together who has the same to work on, leave nobody alone, and hand each group a card without names."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.plan import Plan, Setting
from careerskit.session import Said, Session, Share, names_of, open_session
from careerskit.session.breakouts import Breakout, By, Card, breakouts, group_for
from careerskit.session.items import what_cards_may_quote


def school(key, benchmarks=(), setting="School", priorities=()):
    return Plan.of(
        key,
        {
            "header": {"school_name": f"{key.capitalize()} Zorblax School", "setting": setting},
            "current_state": {"priority_benchmarks": benchmarks},
            "swot": {"key_priorities": [{"id": f"p{place}", "text": text} for place, text in enumerate(priorities)]},
        },
    )


def room(*benchmarks, **options):
    return {f"id{number:03}": school(f"id{number:03}", some, **options) for number, some in enumerate(benchmarks)}


def seated(plans, shares=None, **options):
    return breakouts(plans, shares or {}, session="s1", names=names_of((), plans.values()), **options)


def sizes(groups):
    return [(group.theme, len(group.schools)) for group in groups]


def test_schools_with_one_priority_in_common_sit_together():
    plans = room((6,), (4,), (6,), (4,), (4, 6), (6,), (4,), (6,))
    groups = seated(plans)
    assert sizes(groups) == [("6", 5), ("4", 3)]
    for group in groups:
        assert all(int(group.theme) in plans[key].current_state.priority_benchmarks for key in group.schools)


def test_a_school_with_a_choice_leaves_the_place_to_one_without():
    groups = seated(room((4, 6), (4, 6), (4, 6), (6,), (6,), (6,)), size=3)
    assert sizes(groups) == [("6", 3), ("4", 3)]


def test_who_shares_no_priority_with_enough_others_sits_in_a_mixed_group():
    assert sizes(seated(room((1,), (2,), (3,), (4,), ()))) == [("", 5)]


@pytest.mark.parametrize(
    ("schools", "wanted"),
    [(1, []), (2, [2]), (3, [3]), (5, [5]), (6, [6]), (7, [3, 4]), (8, [4, 4]), (13, [4, 4, 5]), (100, [4] * 25)],
)
def test_a_room_of_one_mind_is_shared_out(schools, wanted):
    assert sorted(len(group.schools) for group in seated(room(*[(6,)] * schools))) == wanted


BENCHMARKS = st.lists(st.integers(1, 8), max_size=3, unique=True)


@given(st.lists(BENCHMARKS | st.just([0, 9, -1, 6, 6]), max_size=60), st.integers(-1, 9), st.sampled_from(By))
def test_everybody_has_one_place_and_nobody_is_alone(benchmarks, size, by):
    plans = room(*benchmarks)
    groups = seated(plans, size=size, by=by)
    places = Counter(key for group in groups for key in group.schools)
    assert [group.number for group in groups] == list(range(1, len(groups) + 1))
    if len(plans) >= 3:
        assert places == Counter(dict.fromkeys(plans, 1))
        assert all(3 <= len(group.schools) <= 6 for group in groups)
    else:
        assert sum(places.values()) == (2 if len(plans) == 2 else 0)
    assert groups == seated(dict(reversed(plans.items())), size=size, by=by)


def test_places_of_one_kind_sit_together():
    kinds = [Setting.SCHOOL] * 4 + [Setting.COLLEGE] * 3 + [Setting.SPECIAL]
    plans = {f"id{number}": school(f"id{number}", setting=kind.value) for number, kind in enumerate(kinds)}
    groups = seated(plans, by="phase")
    assert sizes(groups) == [("School", 4), ("College", 4)]
    assert [group.card.title for group in groups] == ["Schools", "Colleges"]


def test_there_are_no_groups_by_something_unknown():
    with pytest.raises(ValueError, match="'size' is not a valid By"):
        seated(room((6,), (6,)), by="size")


def test_who_comes_late_sits_down_on_a_theme_of_theirs_and_nobody_moves(store):
    session = open_session(store, "Larkmoor hub")
    session.break_out(seated(room(*[(6,)] * 5, *[(4,)] * 3)))
    before = session.state.breakouts
    session.come_late("late", group_for(before, school("late", (6,))))
    late = session.state.breakouts
    assert sizes(late) == [("6", 6), ("4", 3)]
    assert set(late[0].schools) == {*before[0].schools, "late"}
    session.come_late("later", group_for(late, school("later", (6,))))
    assert sizes(session.state.breakouts) == [("6", 6), ("4", 4)]


def test_two_who_come_late_at_once_both_have_a_place(store):
    session = open_session(store, "Larkmoor hub")
    session.break_out(seated(room(*[(6,)] * 4)))
    number = group_for(session.state.breakouts, school("late", (6,)))
    session.come_late("one", number)
    Session(store, session.id).come_late("other", number)
    session.refresh()
    assert set(session.state.breakouts[0].schools) == {"id000", "id001", "id002", "id003", "one", "other"}


def test_who_comes_late_brings_no_breakouts_back_and_takes_no_second_place(store):
    session = open_session(store, "Larkmoor hub")
    assert group_for((), school("late", (6,))) == 0
    groups = seated(room(*[(6,)] * 5, *[(4,)] * 3))
    session.break_out(groups)
    session.come_late("id000", 2)
    session.come_late("late", 9)
    assert session.state.breakouts == groups
    session.come_back()
    session.come_late("late", 1)
    assert session.state.breakouts == ()


# The card


def test_a_card_says_what_for_how_long_and_what_comes_out():
    card = seated(room((6,), (6,), (6,)), minutes=12)[0].card
    assert card.title == "Benchmark 6. Experiences of workplaces"
    assert card.minutes == 12
    assert "benchmark 6" in card.purpose
    assert "objective" in card.output
    assert card.questions == (
        "What are the specific issues you are trying to solve?",
        "What would solve the problem?",
        "What does success look like?",
    )


def quoting(*priorities, share=(True,) * 9, **options):
    plans = {f"id{number}": school(f"id{number}", (6,), priorities=some) for number, some in enumerate(priorities)}
    shares = {key: Share(board=yes) for key, yes in zip(plans, share, strict=False)}
    return seated(plans, shares, **options)[0].card.priorities


def test_a_card_begins_with_what_those_who_share_have_put_first_about_its_theme():
    priorities = (
        ("Workplaces for all", "More LMI"),
        ("A week of experience with an employer",),
        ("Budget", "Workplaces for all!"),
    )
    assert {said.text for said in quoting(*priorities)} == {
        "Workplaces for all",
        "A week of experience with an employer",
    }


def test_a_card_begins_with_whatever_comes_first_where_nothing_is_about_its_theme():
    assert {said.text for said in quoting(("Budget",), ("No budget", "LMI"), ())} == {"Budget", "LMI"}


def test_a_card_quotes_nobody_where_few_share():
    assert quoting(("Workplaces",), ("Workplaces",), ("Workplaces",), share=(True, True, False)) == ()


def test_a_card_quotes_no_more_than_can_be_read():
    many = tuple(
        f"{word} {word}s" for word in ("budget", "governor", "timetable", "bus", "lmi", "tutor", "visit", "hub")
    )
    assert len(quoting(many, (), ())) == 6


def test_what_the_facilitator_hides_is_on_no_card():
    hidden = [said.id for said in quoting(("Rude words",), (), ())]
    assert quoting(("Rude words",), (), (), hidden=hidden) == ()


KEPT = (
    ("Workplaces for all",),
    ("Experience with employers", "Visits to workplaces by bus"),
    ("Budget",),
    ("LMI",),
)


def kept(*priorities):
    """Return plans of these priorities, what they agreed to, and the one group that they make."""
    plans = {f"id{number}": school(f"id{number}", (6,), priorities=some) for number, some in enumerate(priorities)}
    shares = dict.fromkeys(plans, Share(board=True))
    (group,) = seated(plans, shares)
    return plans, shares, group


def quoted(group, plans, shares, hidden=()):
    texts = what_cards_may_quote(plans, shares, session="s1", names=names_of((), plans.values()), hidden=hidden)
    return {said.text for said in group.showing(texts).card.priorities}


def test_a_card_that_was_kept_quotes_only_those_who_share_still_and_what_is_not_hidden_since():
    plans, shares, group = kept(*KEPT)
    everything = {"Workplaces for all", "Experience with employers", "Visits to workplaces by bus"}
    assert quoted(group, plans, shares) == everything
    rude = next(said.id for said in group.card.priorities if said.text == "Visits to workplaces by bus")
    assert quoted(group, plans, shares, {rude}) == everything - {"Visits to workplaces by bus"}
    assert quoted(group, plans, shares | {"id0": Share(named=True)}) == everything - {"Workplaces for all"}
    assert quoted(group, plans, {"id1": Share(board=True), "id2": Share(board=True)}) == set(), "too few share now"
    assert group.showing({}).schools == group.schools


def test_a_card_that_was_kept_follows_what_the_plans_say_now():
    plans, shares, group = kept(*KEPT)
    plans["id0"] = school("id0", (6,))
    plans["id1"] = school("id1", (6,), priorities=("Visits with Id1 Zorblax School", "Visits to workplaces by bus"))
    assert quoted(group, plans, shares) == {"Visits with [school]", "Visits to workplaces by bus"}


def test_a_card_names_no_school():
    plans = room(*[(6,)] * 8, priorities=("Id001 Zorblax School needs workplaces", "LMI"))
    for group in seated(plans, dict.fromkeys(plans, Share(board=True))):
        said = repr(asdict(group.card)).casefold()
        assert "[school] needs workplaces" in said
        assert "zorblax" not in said
        assert not any(key in said for key in plans)


def test_the_groups_that_a_room_works_in_are_kept_in_the_log(store):
    session = open_session(store, "Larkmoor hub")
    groups = (
        Breakout(
            1, "5", Card("Employers", "To compare", 15, "One idea", ("Why?",), (Said("a1", "Find more"),)), ("1", "2")
        ),
        Breakout(2, "", Card("Mixed", "To compare", 15, "One idea"), ("3", "4")),
    )
    session.break_out(groups)

    again = open_session(store, "Larkmoor hub")

    assert again.state.breakouts == groups
    assert again.state.group_of("3") == groups[1]
    assert again.state.group_of("5") is None
    session.come_back()
    again.refresh()
    assert again.state.breakouts == ()


def test_groups_that_were_damaged_in_the_log_change_nothing(store):
    session = open_session(store, "Larkmoor hub")
    store.happen(session.id, "broken_out", {"groups": [{"number": "one"}]})
    session.refresh()
    assert session.state.breakouts == ()
