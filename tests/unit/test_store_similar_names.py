"""A search finds a school although its name is typed in another way."""

from __future__ import annotations

import pytest

from careerskit.plan import School

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


def test_every_word_of_the_search_must_resemble_one_of_the_name(schools):
    assert schools.search("lawnswod academy") == []


AREAS = {"383": "Leeds", "384": "Wakefield", "815": "North Yorkshire", "810": "Kingston Upon Hull, City of"}


@pytest.fixture
def in_areas(store):
    store.schools.register(
        [
            School("1", "Lawnswood School", local_authority="383"),
            School("2", "Abbey Grange Church of England Academy", local_authority="383"),
            School("3", "Queen Elizabeth Grammar School", local_authority="384"),
            School("4", "Queen Elizabeth Grammar School", local_authority="815"),
            School("5", "Wakefield City Academy", local_authority="384"),
            School("6", "Academy of Law", local_authority="383"),
            School("12", "Central Academy", local_authority="383"),
            School("13", "Saint Anne's C.E.(VA) School", local_authority="815"),
            School("7", "St Thomas à Becket School, a Church of England Academy", local_authority="384"),
            School("8", "Outwood Grange Academy", local_authority="384"),
            School("9", "The Wakefield Road School", local_authority="810"),
            School("10", "Wakefield Old School", local_authority="384", closed=True),
            School("11", "St Mary’s School", local_authority="810"),
        ]
    )
    return store.schools


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wakefield", ["9", "5", "8", "3", "7", "10"]),
        ("Queen Elizabeth Wakefield", ["3"]),
        ("wakefield queen", ["3"]),
        ("C of E Leeds", ["2"]),
        ("cofe wakef", ["7"]),
        ("church of england leeds", ["2"]),
        ("C. of E. North Yorkshire", ["13"]),
        ("grammar north yorkshire", ["4"]),
        ("lawnswod leeds", ["1"]),
        ("lawnswood leads", ["1"]),
        ("quen elizabeth wakefeild", ["3"]),
        ("st marys hull", ["11"]),
        ("saint mary hull", ["11"]),
        ("lawnswood wakefield", []),
    ],
)
def test_a_school_is_found_by_its_local_authority(in_areas, typed, meant):
    found, count, _ = in_areas.search_page(typed, 0, AREAS)
    assert ([school.id for school in found], count) == (meant, len(meant))
    assert in_areas.count(typed, AREAS) == len(meant)
    assert [school.id for school in in_areas.search_page(typed, 1, AREAS).schools] == meant[:1]


def test_a_search_says_whether_it_found_only_similar_names(schools):
    assert schools.search_page("lawnswod").only_similar
    assert not schools.search_page("lawnswood").only_similar
    assert not schools.search_page("xyzzy").only_similar


def test_apostrophes_make_no_difference_whichever_other_names_there_are(schools):
    schools.register([School("7", "St Marys Primary School")])
    assert [school.id for school in schools.search("st marys")] == ["7", "2"]
    assert [school.id for school in schools.search("st mary's")] == ["7", "2"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lawnswod School", ["Lawnswood School"]),
        ("LAWNSWOOD", ["Lawnswood School"]),
        ("Lawnswood Academy, Leeds", ["Lawnswood School"]),
        ("St. Marys", ["St Mary’s Catholic High School"]),
        ("Saint Mary's Catholic High School", ["St Mary’s Catholic High School"]),
        ("Harroby Grammer School", ["Harrowby Grammar School"]),
        ("Queen Elizabeth", ["Queen Elizabeth Grammar School"]),
        ("Queen Elizabeth Grammar School Wakefield", ["Queen Elizabeth Grammar School"]),
        ("Lawns School", []),
        ("Elizabeth Grammar School", []),
        ("Mossgate School", []),
        ("Lawnswood and Harrowby School", []),
        ("School", []),
        ("!", []),
        ("", []),
    ],
)
def test_a_name_is_nearly_the_same_as_those_that_somebody_may_mean_by_it(store, typed, meant):
    areas = dict(zip(NAMES, ("383", "383", "383", "810", "810", "384"), strict=True))
    store.schools.register(School(key, name, local_authority=areas[key]) for key, name in NAMES.items())
    assert [school.name for school in store.schools.nearly_named(typed, areas=AREAS)] == meant


def test_real_schools_are_found_despite_typing_errors(published, store, run, tmp_path):
    run("import", published / "england_ks4-pupdest.csv", "--store", store.url)
    for typed, meant in {
        "lawnswod": "Lawnswood School",
        "harrogate grammer": "Harrogate Grammar School",
        "saint mary magdalene": "St Mary Magdalene Academy",
    }.items():
        assert store.schools.search(typed)[0].name == meant
