"""Whole plans go into the store and come out of it without loss."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from careerskit.errors import InputFileError, StoreError, UnknownSchoolError
from careerskit.plan import Header, Plan, School, Setting, Vision, read_plan
from careerskit.plan.action_plan import Action, Objective
from careerskit.store import export_plan, import_plan, load_plan, load_plans, open_store
from tests.strategies import plans


@pytest.fixture(scope="module")
def one_store(tmp_path_factory):
    """One store for all the plans that hypothesis thinks of, so that many come to schools which have a plan already."""
    with open_store(str(tmp_path_factory.mktemp("store") / "answers.db")) as opened:
        yield opened


@given(plans(), plans())
@settings(max_examples=40, deadline=None)
def test_a_plan_file_taken_in_comes_out_the_same_whatever_stood_there_before(one_store, first, second):
    for plan in (first, second, first):
        plan = plan.model_copy(update={"school": "the-same"})
        school = import_plan(one_store, plan.to_json(), "ours.json")
        header = plan.header.model_dump()
        known = {"school_name": header["school_name"] or school.name, "setting": header["setting"] or school.setting}
        expected = plan.model_copy(update={"header": Header(**header | known)})
        assert read_plan(export_plan(one_store, "the-same"), "theirs.json") == expected


def test_an_import_can_be_undone_since_what_stood_before_is_in_the_history(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "one"})
    before = store.answers.save("100", {"vision.slt": "old"})
    import_plan(store, Plan(school="100", vision=Vision(staff="new")).to_json(), "new.json", who="import")
    school = store.schools.get("100")
    assert load_plan(store, school).vision == Vision(staff="new")
    assert load_plan(store, school).objectives == ()
    old = load_plan(store, school, at=before)
    assert old.vision == Vision(slt="old")
    assert old.objectives == (Objective(id=objective, objective="one"),)


def test_an_import_of_what_stands_already_changes_nothing(store):
    plan = Plan(school="100", objectives=(Objective(id="a", actions=(Action(id="b", cpd=True),)),))
    import_plan(store, plan.to_json(), "ours.json")
    before = store.answers.history("100")
    import_plan(store, plan.to_json(), "ours.json")
    assert store.answers.history("100") == before


def test_a_school_becomes_known_by_its_plan_file_and_a_known_one_keeps_its_name(store):
    header = Header(school_name="Fernhollow College", setting="College")
    for key in ("200", "100"):
        import_plan(store, Plan(school=key, header=header).to_json(), "ours.json")
    assert store.schools.get("200") == School("200", "Fernhollow College", Setting.COLLEGE)
    assert store.schools.get("100").name == "Larkmoor School"


@pytest.mark.parametrize("key", ["a/b", "two words", "../up", "x" * 41, "<b>"])
def test_a_plan_file_whose_school_has_no_usable_id_is_refused_and_leaves_nothing(store, key):
    with pytest.raises(InputFileError, match=r"ours\.json"):
        import_plan(store, Plan(school=key).to_json(), "ours.json")
    assert [school.id for school in store.schools.search()] == ["100"]


@pytest.mark.parametrize("records", ['[{"id": "a b"}]', '[{"id": "a"}, {"id": "a"}]'])
def test_a_plan_file_with_records_that_the_store_could_not_keep_apart_leaves_nothing(store, records):
    with pytest.raises(InputFileError, match=r"ours\.json"):
        import_plan(store, f'{{"schema_version": 1, "school": "200", "objectives": {records}}}', "ours.json")
    assert [school.id for school in store.schools.search()] == ["100"]


def test_the_register_fills_in_name_and_setting_until_the_plan_says_them_itself(store):
    school = School("100", "Larkmoor School", Setting.SPECIAL)
    assert load_plan(store, school).header == Header(school_name="Larkmoor School", setting="Special school")
    store.answers.save("100", {"header.school_name": "Larkmoor", "header.setting": "College"})
    assert load_plan(store, school).header == Header(school_name="Larkmoor", setting="College")


def test_plans_of_many_schools_are_told_apart(store):
    schools = [School(f"s{number}", f"School {number}") for number in range(3)]
    store.schools.register(schools)
    store.answers.save("s1", {"vision.slt": "only mine"})
    found = load_plans(store, schools)
    assert [found[school.id].vision.slt for school in schools] == ["", "only mine", ""]
    assert [found[school.id].school for school in schools] == ["s0", "s1", "s2"]


def test_the_plans_and_the_published_rows_of_more_schools_than_a_query_takes_values_are_read_all_the_same(store):
    store.close()
    sa.event.listen(
        store.database.engine, "connect", lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    )
    many = [School(f"s{number}", f"School {number}") for number in range(40_000)]
    store.published.replace("destinations", {"s39999": {"cohort": 90}}, "2024 release")
    assert store.published.get("destinations", (school.id for school in many)) == {"s39999": {"cohort": 90}}
    store.answers.save("100", {"vision.slt": "one"})
    found = load_plans(store, [*many, store.schools.get("100")])
    assert len(found) == 40_001
    assert found["100"].vision.slt == "one"


def test_answers_that_are_no_plan_are_told_with_school_and_field(store):
    store.answers.save("100", {"vision.slt": 5})
    with pytest.raises(StoreError, match=r"Larkmoor School \(100\) do not make a plan: vision\.slt: Input should be"):
        load_plan(store, store.schools.get("100"))


def test_the_plan_of_an_unknown_school_is_refused_with_the_one_that_was_meant(store):
    store.schools.register([School("900001", "Northmere Academy")])
    with pytest.raises(UnknownSchoolError, match=r"no school '900010'\. Did you mean 900001"):
        export_plan(store, "900010")
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 100 \(Larkmoor School\)"):
        export_plan(store, " larkmoor school")


def test_schools_are_found_by_each_word_of_their_name_and_by_the_start_of_their_id_open_ones_first(store):
    store.schools.register(
        [
            School("901", "Larkmoor Infants", closed=True),
            School("902", "Moor Lark Sixth Form College", Setting.COLLEGE, local_authority="394"),
            School("1000", "100% Futures"),
        ]
    )
    assert [school.id for school in store.schools.search("moor lark")] == ["100", "902", "901"]
    assert [school.id for school in store.schools.search("100")] == ["1000", "100"]
    assert [school.id for school in store.schools.search("100%")] == ["1000"]
    assert store.schools.search("_") == []
    assert len(store.schools.search(" ")) == 4


def test_a_search_gives_no_more_schools_than_are_asked_for_and_counts_them_all(store):
    store.schools.register(School(f"20{number}", f"Fernhollow {number}") for number in range(5))
    assert [school.id for school in store.schools.search("fern", limit=2)] == ["200", "201"]
    assert len(store.schools.search("fern")) == store.schools.count("fern") == 5
    assert (store.schools.count(), store.schools.count(" "), store.schools.count("100"), store.schools.count("_")) == (
        6,
        6,
        1,
        0,
    )


def test_a_search_for_a_whole_pasted_page_finds_nothing_and_breaks_nothing(store):
    page = "Larkmoor School " * 10_000
    assert (len(store.schools.search(page)), store.schools.count("x" * 100_000)) == (1, 0)
    with pytest.raises(UnknownSchoolError):
        store.schools.get(page)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("900010", "900001 (Northmere Academy)"),
        ("90001", "900001 (Northmere Academy)"),
        ("northmere", "900001 (Northmere Academy)"),
        ("Norhtmere Acadmy", "900001 (Northmere Academy)"),
        ("St Marys Scool", "910002 (St Mary’s School)"),
        ("moor", "910003 (Moor)"),
    ],
)
def test_an_unknown_school_is_told_with_the_one_that_was_meant_and_what_it_is_called(store, asked, meant):
    names = {"900001": "Northmere Academy", "910002": "St Mary’s School", "910003": "Moor", "910004": "Ashmoor"}
    store.schools.register(School(key, name) for key, name in names.items())
    with pytest.raises(UnknownSchoolError) as refused:
        store.schools.get(asked)
    assert f"Did you mean {meant}?" in str(refused.value)


@pytest.mark.parametrize("asked", ["\ud83d", "", " ", "\x00", "%", "_"])
def test_whatever_is_asked_for_is_answered_in_words(store, asked):
    with pytest.raises((UnknownSchoolError, StoreError)):
        store.schools.get(asked)
    if asked != "\ud83d":
        assert store.schools.count(asked) == len(store.schools.search(asked)) == (1 if not asked.strip(" \x00") else 0)


def test_of_two_schools_of_one_name_the_open_one_is_meant(store):
    store.schools.register([School("5", "Northmere Academy", closed=True), School("6", "Northmere Academy")])
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 6 \(Northmere Academy\)"):
        store.schools.get("northmere academy")


def test_what_is_like_no_school_is_not_guessed_at(store):
    with pytest.raises(UnknownSchoolError) as refused:
        store.schools.get("xyzzy")
    assert "Did you mean" not in str(refused.value)


def test_a_known_school_is_found_by_its_id_and_an_unknown_one_is_none(store):
    assert store.schools.find("100") == School("100", "Larkmoor School")
    assert store.schools.find("10") is None


def test_a_name_is_one_line_in_the_register_whatever_file_it_came_from(store):
    import_plan(store, Plan(school="200", header=Header(school_name="Fern\r\nhollow\x07 ")).to_json(), "ours.json")
    assert store.schools.get("200").name == "Fern hollow"


def test_a_school_that_is_registered_again_is_brought_up_to_date_and_keeps_its_answers(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.schools.register([School("100", "Larkmoor Academy", closed=True), School("101", "New School")])
    assert store.schools.get("100") == School("100", "Larkmoor Academy", closed=True)
    assert store.answers.read("100") == {"vision": {"slt": "one"}}


def test_what_is_published_on_a_topic_is_replaced_whole_since_releases_are_not_to_be_mixed(store):
    store.published.replace("destinations", {"100": {"cohort": 90}, "101": {"cohort": 8}}, "2024 release")
    store.published.replace("destinations", {"100": {"cohort": 95}}, "2026 release")
    assert store.published.get("destinations", ["100", "101"]) == {"100": {"cohort": 95}}
    assert store.published.source_of("destinations") == "2026 release"
    assert store.published.source_of("weather") == ""
