"""A register as long as England's: a search, and a suggestion for a misspelt school, come before anyone starts to wait."""

from __future__ import annotations

import pytest

from careerskit.errors import UnknownSchoolError
from careerskit.plan import School
from careerskit.store import open_store

from ..effort import loops

A_THIRD_OF_A_SECOND = 6
"""Loops, see :func:`tests.effort.loops`."""

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


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    names = [
        f"{a}{b} {c}{d} {kind}" for a in FIRST for b in SECOND for c in FIRST for d in SECOND[:3] for kind in KINDS
    ]
    with open_store(str(tmp_path_factory.mktemp("store") / "england.db")) as store:
        store.schools.register(School(str(100000 + 2 * number), names[number]) for number in range(27_000))
        yield store


@pytest.mark.parametrize(
    "text", ["1000011", "999999", "larkmor ashtn academy", "xyzzy", "St Marys Catholic Primary Scool"]
)
def test_a_suggestion_for_an_unknown_school_takes_less_than_a_third_of_a_second(england, text):
    def suggest():
        with pytest.raises(UnknownSchoolError):
            england.schools.get(text)

    assert loops(suggest) < A_THIRD_OF_A_SECOND


def test_a_misspelt_school_is_suggested_among_all_of_them(england):
    with pytest.raises(UnknownSchoolError, match=r"\(Larkmoor Ashton Academy\)|\(Larkmoor Ashfield Academy\)"):
        england.schools.get("larkmor ashfeild academy")


def test_a_search_shows_fifty_and_counts_all_without_reading_them(england):
    def search():
        assert len(england.schools.search("moor", limit=50)) == 50
        assert england.schools.count("moor") > 1000

    assert loops(search) < A_THIRD_OF_A_SECOND
