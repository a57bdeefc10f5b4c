"""A school is found by name, town, authority or URN, in an index that follows the register."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careerskit.plan import School, Setting
from careerskit.store import open_store

AREAS = {"383": "Leeds", "851": "Portsmouth", "301": "Barking and Dagenham", "316": "Newham"}


@pytest.fixture
def schools(store):
    store.schools.register(
        [
            School("116411", "Mayfield School", local_authority="851", town="Portsmouth"),
            School("101245", "Mayfield School", local_authority="301", town="Dagenham"),
            School("116412", "Mayfields Primary School", local_authority="851", town="Southsea"),
            School("108077", "St Mary's Menston Catholic School", local_authority="383", town="Menston"),
            School("108078", "Mount St. Mary’s Roman Catholic High School", local_authority="383", town="Leeds"),
            School("108079", "Forest Gate Academy", local_authority="316", town="London"),
            School("108081", "St Thomas à Becket School", town="Ely"),
            School("108080", "Gate Helmsley Central College", town="Stoke-on-Trent"),
        ]
    )
    return store.schools


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mayfield portsmouth", ["116411", "116412"]),
        ("Mayfield, Southsea", ["116412"]),
        ("mayfield dagenham", ["101245"]),
        ("mayfeild", ["101245", "116411", "116412"]),
        ("mayfeild portsmuoth", ["116411", "116412"]),
        ("St Marys Leeds", ["108078", "108077"]),
        ("saint mary menston", ["108077"]),
        ("mount catholic", ["108078"]),
        ("rc leeds", ["108078"]),
        ("forest-gate", ["108079"]),
        ("forest gate newham", ["108079"]),
        ("london", ["108079"]),
        ("thomas a becket", ["108081"]),
        ("thomas à becket ely", ["108081"]),
        ("stoke on trent", ["108080"]),
        ("116411", ["116411"]),
        ("1164", ["116411", "116412"]),
        ("10824", []),
        ("ce", ["108080"]),
        ("xyzzy", []),
        ("field", ["101245", "116411", "116412"]),
    ],
)
def test_a_school_is_found_by_name_town_authority_or_urn(schools, typed, meant):
    found = schools.search_page(typed, 50, AREAS)
    assert ([school.id for school in found.schools], found.total) == (meant, len(meant))


def test_a_name_that_has_the_very_word_comes_before_one_that_has_it_as_a_part(store):
    store.schools.register([School("1", "Ashfields School"), School("2", "Zephyr Ashfield School")])
    assert [school.id for school in store.schools.search("ashfield")] == ["2", "1"]


def test_a_plan_is_started_only_after_asking_about_a_school_of_that_name_in_that_town(schools):
    assert [school.id for school in schools.nearly_named("Mayfeild School Dagenham", areas=AREAS)] == ["101245"]


def test_what_is_registered_added_renamed_or_closed_later_is_found_at_once_also_by_another_process(tmp_path):
    with open_store(str(tmp_path / "s.db")) as ours, open_store(str(tmp_path / "s.db")) as theirs:
        ours.schools.register([School(str(number), f"Larkmoor School {number}") for number in range(100, 110)])
        assert theirs.schools.count("larkmoor") == 10
        added = ours.schools.add("Mossgate School", Setting.SCHOOL)
        assert theirs.schools.search("mossgate") == [added]
        ours.schools.register(
            [School("100", "Quillbridge School", town="Otley"), School("101", "Larkmoor", closed=True)]
        )
        assert [school.id for school in theirs.schools.search("quillbridge")] == ["100"]
        assert [school.id for school in theirs.schools.search("otley")] == ["100"]
        assert theirs.schools.search("larkmoor 100") == []
        assert theirs.schools.count("larkmoor") == 9
        assert theirs.schools.search("larkmoor")[-1].id == "101"
        ours.schools.register([School(str(number), f"Fernhollow School {number}") for number in range(100, 110)])
        assert (theirs.schools.count("larkmoor"), theirs.schools.count("fernhollow")) == (0, 10)
        assert theirs.schools.count("school") == 11


def test_many_may_search_while_schools_are_added(store):
    def add_and_find(number):
        added = store.schools.add(f"Tallowfield {number:03}", Setting.SCHOOL)
        return store.schools.search(f"tallowfield {number:03}") == [added]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(add_and_find, range(100)))
    assert store.schools.count("tallowfield") == 100


def test_all_schools_that_a_search_finds_can_be_listed(store):
    store.schools.register(School(str(number), f"Larkmoor School {number:05}") for number in range(2000))
    found = store.schools.search("larkmoor")
    assert [school.name for school in found] == sorted(school.name for school in found)
    assert len(found) == 2000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_whatever_is_typed_a_search_ends_in_schools(schools, typed):
    found = schools.search_page(typed, 5, AREAS)
    assert len(found.schools) == min(5, found.total)
    assert len(schools.nearly_named(typed, 5, AREAS)) <= 5
