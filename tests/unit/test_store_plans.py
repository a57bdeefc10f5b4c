"""Plans are imported and exported without loss, and schools are registered and found."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from careerskit.errors import InputFileError, StoreError, UnknownSchoolError
from careerskit.plan import Header, Plan, School, Setting, Vision, read_plan
from careerskit.plan.action_plan import Action, Objective
from careerskit.store import PublishedRelease, PublishedRow, export_plan, import_plan, load_plan, load_plans, open_store
from tests.strategies import plans


@pytest.fixture(scope="module")
def one_store(tmp_path_factory):
    """One store for all generated plans, so that many are imported into schools that have a plan already."""
    with open_store(str(tmp_path_factory.mktemp("store") / "answers.db")) as opened:
        yield opened


@given(plans(), plans())
@settings(max_examples=40, deadline=None)
def test_an_imported_plan_exports_unchanged_whatever_the_school_had_before(one_store, first, second):
    for plan in (first, second, first):
        plan = plan.model_copy(update={"school": "the-same"})
        school = import_plan(one_store, plan.to_json(), "ours.json")
        header = plan.header.model_dump()
        known = {"school_name": header["school_name"] or school.name, "setting": header["setting"] or school.setting}
        expected = plan.model_copy(update={"header": Header(**header | known)})
        assert read_plan(export_plan(one_store, "the-same"), "theirs.json") == expected


def test_the_plan_before_an_import_can_be_read_from_the_history(store):
    objective = store.answers.add_record("100", "objectives", {"objective": "one"})
    before = store.answers.save("100", {"vision.slt": "old"})
    import_plan(store, Plan(school="100", vision=Vision(staff="new")).to_json(), "new.json", who="import")
    school = store.schools.get("100")
    assert load_plan(store, school).vision == Vision(staff="new")
    assert load_plan(store, school).objectives == ()
    old = load_plan(store, school, at=before)
    assert old.vision == Vision(slt="old")
    assert old.objectives == (Objective(id=objective, objective="one"),)


def test_importing_an_unchanged_plan_changes_nothing(store):
    plan = Plan(school="100", objectives=(Objective(id="a", actions=(Action(id="b", cpd=True),)),))
    import_plan(store, plan.to_json(), "ours.json")
    before = store.answers.history("100")
    import_plan(store, plan.to_json(), "ours.json")
    assert store.answers.history("100") == before


def test_importing_a_plan_registers_a_new_school_and_renames_no_known_one(store):
    header = Header(school_name="Fernhollow College", setting="College")
    for key in ("200", "100"):
        import_plan(store, Plan(school=key, header=header).to_json(), "ours.json")
    assert store.schools.get("200") == School("200", "Fernhollow College", Setting.COLLEGE)
    assert store.schools.get("100").name == "Larkmoor School"


@pytest.mark.parametrize("key", ["a/b", "two words", "../up", "x" * 41, "<b>"])
def test_a_plan_file_with_an_invalid_school_id_is_refused_and_nothing_is_saved(store, key):
    with pytest.raises(InputFileError, match=r"ours\.json"):
        import_plan(store, Plan(school=key).to_json(), "ours.json")
    assert [school.id for school in store.schools.search()] == ["100"]


@pytest.mark.parametrize("records", ['[{"id": "a b"}]', '[{"id": "a"}, {"id": "a"}]'])
def test_a_plan_file_with_invalid_record_ids_is_refused_and_nothing_is_saved(store, records):
    with pytest.raises(InputFileError, match=r"ours\.json"):
        import_plan(store, f'{{"schema_version": 1, "school": "200", "objectives": {records}}}', "ours.json")
    assert [school.id for school in store.schools.search()] == ["100"]


def test_name_and_setting_come_from_the_register_until_the_plan_has_its_own(store):
    school = School("100", "Larkmoor School", Setting.SPECIAL)
    assert load_plan(store, school).header == Header(school_name="Larkmoor School", setting="Special school")
    store.answers.save("100", {"header.school_name": "Larkmoor", "header.setting": "College"})
    assert load_plan(store, school).header == Header(school_name="Larkmoor", setting="College")


def test_plans_of_many_schools_are_not_mixed_up(store):
    schools = [School(f"s{number}", f"School {number}") for number in range(3)]
    store.schools.register(schools)
    store.answers.save("s1", {"vision.slt": "only mine"})
    found = load_plans(store, schools)
    assert [found[school.id].vision.slt for school in schools] == ["", "only mine", ""]
    assert [found[school.id].school for school in schools] == ["s0", "s1", "s2"]


def test_plans_and_published_rows_of_more_schools_than_a_query_takes_are_read(store):
    store.close()
    sa.event.listen(
        store.database.engine, "connect", lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    )
    many = [School(f"s{number}", f"School {number}") for number in range(40_000)]
    store.published.save(PublishedRelease("destinations"), {"s39999": {"cohort": 90}})
    assert store.published.newest("destinations", (school.id for school in many)) == {"s39999": {"cohort": 90}}
    store.answers.save("100", {"vision.slt": "one"})
    found = load_plans(store, [*many, store.schools.get("100")])
    assert len(found) == 40_001
    assert found["100"].vision.slt == "one"


def test_answers_that_do_not_make_a_plan_are_reported_with_school_and_field(store):
    store.answers.save("100", {"vision.slt": 5})
    with pytest.raises(StoreError, match=r"Larkmoor School \(100\) do not make a plan: vision\.slt: Input should be"):
        load_plan(store, store.schools.get("100"))


def test_exporting_an_unknown_school_is_refused_with_a_suggestion(store):
    store.schools.register([School("900001", "Northmere Academy")])
    with pytest.raises(UnknownSchoolError, match=r"no school '900010'\. Did you mean 900001"):
        export_plan(store, "900010")
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 100 \(Larkmoor School\)"):
        export_plan(store, " larkmoor school")


def test_schools_are_found_by_words_of_the_name_or_start_of_the_id_open_ones_first(store):
    store.schools.register(
        [
            School("901", "Larkmoor Infants", closed=True),
            School("902", "Moor Lark Sixth Form College", Setting.COLLEGE, local_authority="394"),
            School("1000", "100% Futures"),
        ]
    )
    assert [school.id for school in store.schools.search("moor lark")] == ["902", "100", "901"]
    assert [school.id for school in store.schools.search("100")] == ["1000", "100"]
    assert [school.id for school in store.schools.search("100%")] == ["1000"]
    assert store.schools.search("_") == []
    assert len(store.schools.search(" ")) == 4


def test_a_search_is_limited_and_the_count_is_not(store):
    store.schools.register(School(f"20{number}", f"Fernhollow {number}") for number in range(5))
    assert [school.id for school in store.schools.search("fern", limit=2)] == ["200", "201"]
    assert len(store.schools.search("fern")) == store.schools.count("fern") == 5
    assert (store.schools.count(), store.schools.count(" "), store.schools.count("100"), store.schools.count("_")) == (
        6,
        6,
        1,
        0,
    )


def test_searching_for_a_very_long_text_is_harmless(store):
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
def test_the_error_for_an_unknown_school_suggests_a_similar_one(store, asked, meant):
    names = {"900001": "Northmere Academy", "910002": "St Mary’s School", "910003": "Moor", "910004": "Ashmoor"}
    store.schools.register(School(key, name) for key, name in names.items())
    with pytest.raises(UnknownSchoolError) as error:
        store.schools.get(asked)
    assert f"Did you mean {meant}?" in str(error.value)


@pytest.mark.parametrize("asked", ["\ud83d", "", " ", "\x00", "%", "_"])
def test_an_unusual_school_id_is_refused_with_a_message(store, asked):
    with pytest.raises((UnknownSchoolError, StoreError)):
        store.schools.get(asked)
    if asked != "\ud83d":
        assert store.schools.count(asked) == len(store.schools.search(asked)) == (1 if not asked.strip(" \x00") else 0)


def test_of_two_schools_with_one_name_the_open_one_is_suggested(store):
    store.schools.register([School("5", "Northmere Academy", closed=True), School("6", "Northmere Academy")])
    with pytest.raises(UnknownSchoolError, match=r"Did you mean 6 \(Northmere Academy\)"):
        store.schools.get("northmere academy")


def test_no_school_is_suggested_where_none_is_similar(store):
    with pytest.raises(UnknownSchoolError) as error:
        store.schools.get("xyzzy")
    assert "Did you mean" not in str(error.value)


def test_find_returns_a_known_school_or_none(store):
    assert store.schools.find("100") == School("100", "Larkmoor School")
    assert store.schools.find("10") is None


def test_line_breaks_and_control_characters_are_removed_from_a_name(store):
    import_plan(store, Plan(school="200", header=Header(school_name="Fern\r\nhollow\x07 ")).to_json(), "ours.json")
    assert store.schools.get("200").name == "Fern hollow"
    assert School("201", "Fern\u202ewolloh\u2066\u200b School").name == "Fern wolloh School"


def test_registering_a_school_again_updates_it_and_keeps_its_answers(store):
    store.answers.save("100", {"vision.slt": "one"})
    store.schools.register([School("100", "Larkmoor Academy", closed=True), School("101", "New School")])
    assert store.schools.get("100") == School("100", "Larkmoor Academy", closed=True)
    assert store.answers.read("100") == {"vision": {"slt": "one"}}


def test_a_school_keeps_what_a_later_list_said_of_it(store):
    with store.published.writing() as writer:
        writer.register([School("100", "Larkmoor Academy", town="Larkmoor")], "2026")
        writer.register([School("100", "Larkmoor High School"), School("101", "New School")], "2019")
    assert store.schools.get("100") == School("100", "Larkmoor Academy", town="Larkmoor")
    assert store.schools.get("101").name == "New School"


OLD = PublishedRelease("destinations", "2024", "the release of 2024", "Department", "2021/22")
NEW = replace(OLD, key="2026", title="the release of 2026", period="2023/24")


def test_releases_are_kept_beside_each_other_whichever_came_first(store):
    store.published.save(NEW, {"100": {"cohort": 95}})
    store.published.save(OLD, {"100": {"cohort": 90}, "101": {"cohort": 8}})
    assert store.published.releases("destinations") == [NEW, OLD]
    assert store.published.get("destinations", ["100", "101", "102"]) == {
        "100": {"2024": {"": {"cohort": 90}}, "2026": {"": {"cohort": 95}}},
        "101": {"2024": {"": {"cohort": 8}}},
    }
    assert store.published.newest("destinations") == {"100": {"cohort": 95}, "101": {"cohort": 8}}
    assert store.published.releases("weather") == []


def test_a_file_of_the_same_release_adds_to_it(store):
    store.published.save(OLD, {"100": {"cohort": 90}, "101": {"cohort": 8}})
    store.published.save(OLD, {"101": {"cohort": 9}, "102": {"cohort": 7}})
    assert store.published.newest("destinations") == {
        "100": {"cohort": 90},
        "101": {"cohort": 9},
        "102": {"cohort": 7},
    }


def write_until_a_row_fails(store):
    def rows():
        yield PublishedRow("100", {"cohort": 90})
        raise InputFileError("row 3 cannot be read")

    with store.published.writing() as writer:
        writer.save(OLD)
        writer.register([School("555", "Brackenwell School")])
        writer.add(OLD, rows())


def test_nothing_of_a_file_is_kept_where_reading_it_fails_half_way(store):
    with pytest.raises(InputFileError):
        write_until_a_row_fails(store)
    assert store.published.releases("destinations") == []
    assert store.schools.find("555") is None
