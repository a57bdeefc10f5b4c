"""A search finds a school although its name is typed in another way."""

from __future__ import annotations

import pytest

from careerskit.plan import School
from careerskit.store.similar_names import find_similar

NAMES = {
    "1": "Lawnswood School",
    "2": "St Mary’s Catholic High School",
    "3": "Saint Wilfrid's Church of England Academy",
    "4": "Harrowby Grammar School",
    "5": "All Saints CofE Academy",
    "6": "Queen Elizabeth Grammar School",
}


@pytest.fixture
def schools(store):
    store.schools.register(School(key, name) for key, name in NAMES.items())
    return store.schools


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lawnswod", "1"),
        ("saint mary", "2"),
        ("st marys", "2"),
        ("st wilfreds", "3"),
        ("st wilfrids c of e", "3"),
        ("harroby grammer", "4"),
        ("all saints church of england", "5"),
        ("all saints C. of E. acadamy", "5"),
        ("Quen Elisabeth", "6"),
    ],
)
def test_a_school_is_found_despite_typing_errors_and_abbreviations(schools, typed, meant):
    assert [school.id for school in schools.search(typed)] == [meant]
    assert schools.count(typed) == 1


def test_an_exact_name_is_not_mixed_with_similar_ones(schools):
    schools.register([School("7", "Lawnswode School")])
    assert [school.id for school in schools.search("lawnswood")] == ["1"]


def test_the_most_similar_school_comes_first_and_closed_ones_last(schools):
    schools.register([School("7", "Lawnswold School"), School("8", "Lawnswood School", closed=True)])
    assert [school.id for school in schools.search("lawnwood")] == ["1", "7", "8"]


@pytest.mark.parametrize("typed", ["xyzzy", "999999", "_", "%", "the", "("])
def test_a_search_that_resembles_no_name_finds_nothing(schools, typed):
    assert schools.search(typed) == []
    assert schools.count(typed) == 0


def test_every_word_of_the_search_must_resemble_one_of_the_name():
    assert find_similar("lawnswod academy", list(NAMES.values())) == []


def test_real_schools_are_found_despite_typing_errors(published, store, run, tmp_path):
    run("import", published / "england_ks4-pupdest.csv", "--store", store.url)
    for typed, meant in {
        "lawnswod": "Lawnswood School",
        "harrogate grammer": "Harrogate Grammar School",
        "saint mary magdalene": "St Mary Magdalene Academy",
    }.items():
        assert store.schools.search(typed)[0].name == meant
