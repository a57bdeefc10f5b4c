"""A register of England's size: searches and suggestions look at each school a few times at most, not at each pair of names."""

from __future__ import annotations

import pytest

from careerskit.errors import UnknownSchoolError
from careerskit.plan import School
from careerskit.store import open_store

from ..effort import count_calls

SCHOOLS = 27_000
A_LOOK_AT_EACH = 15 * SCHOOLS
"""Calls. Comparing a text with every name by difflib takes six times as many."""

FIRST = (
    "Lark",
    "North",
    "Fern",
    "Ash",
    "Oak",
    "Mill",
    "Stone",
    "West",
    "East",
    "Green",
    "Hill",
    "River",
    "Brook",
    "Holly",
)
SECOND = ("moor", "field", "hollow", "ton", "ley", "ford", "bury", "wick", "combe", "mere")
KINDS = ("Primary School", "Academy", "High School", "Church of England Primary School", "Community College")

AREAS = {str(number): f"Area{number}" for number in range(150)}


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    names = [
        f"{a}{b} {c}{d} {kind}" for a in FIRST for b in SECOND for c in FIRST for d in SECOND[:3] for kind in KINDS
    ]
    with open_store(str(tmp_path_factory.mktemp("store") / "england.db")) as store:
        store.schools.register(
            School(str(100000 + 2 * number), names[number], local_authority=str(number % 150))
            for number in range(SCHOOLS)
        )
        store.schools.count("larkmoor")  # the first search reads all schools, once
        yield store


@pytest.mark.parametrize(
    "text", ["1000011", "999999", "larkmor ashtn academy", "xyzzy", "St Marys Catholic Primary Scool"]
)
def test_a_suggestion_for_an_unknown_school_needs_no_slow_comparisons(england, text):
    def suggest():
        with pytest.raises(UnknownSchoolError):
            england.schools.get(text)

    assert count_calls(suggest) < A_LOOK_AT_EACH


def test_the_right_school_is_suggested_among_all_of_england(england):
    with pytest.raises(UnknownSchoolError, match=r"\(Larkmoor Ashton Academy\)|\(Larkmoor Ashfield Academy\)"):
        england.schools.get("larkmor ashfeild academy")


@pytest.mark.parametrize("text", ["area7", "c of e area7", "academy ash area11"])
def test_a_search_by_local_authority_needs_none_either(england, text):
    def search():
        assert england.search_page(text, 50, AREAS).total

    england = england.schools
    assert count_calls(search) < A_LOOK_AT_EACH


@pytest.mark.parametrize("text", ["Larkmor Ashtn Academy", "Mossgate School", "St Marys Primary School"])
def test_a_name_is_compared_with_all_schools_before_a_plan_is_started(england, text):
    assert count_calls(lambda: england.schools.nearly_named(text, 5, AREAS)) < A_LOOK_AT_EACH


def test_a_search_of_all_schools_is_limited_and_counted_by_the_database(england):
    def search():
        assert len(england.schools.search("moor", limit=50)) == 50
        assert england.schools.count("moor") > 1000

    assert count_calls(search) < A_LOOK_AT_EACH
