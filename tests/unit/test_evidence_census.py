"""The school census is read as published, and gives a school's context beside schools of its type in England."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError, StoreError
from careerskit.evidence import Context, context_of, import_file, suggestions_for
from careerskit.plan import School, Setting
from careerskit.store import Store, open_store

FILE = Path(__file__).parents[1] / "data" / "evidence" / "census_2019.csv"
SECONDARY, FEW, INDEPENDENT, SPECIAL, UNKNOWN = (f"90000{number}" for number in range(1, 6))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "store.db")) as opened:
        opened.schools.register(
            [School(urn, f"Invented School {urn}") for urn in (SECONDARY, FEW, INDEPENDENT, UNKNOWN)]
            + [School(SPECIAL, "Invented Special School", Setting.SPECIAL)]
        )
        import_file(opened, FILE)
        yield opened


def context(store: Store, urn: str) -> Context:
    found = context_of(store, urn)
    assert found
    return found


def test_a_secondary_school_is_beside_all_secondary_schools(store: Store) -> None:
    found = context(store, SECONDARY)

    assert (found.pupils.words, found.year, found.compared) == (
        "950",
        2019,
        "state-funded secondary schools in England",
    )
    assert [(one.share, one.england and one.england.text) for one in found.measures] == [
        ("11.8%", "10.8"),
        ("3.2%", "1.7"),
        ("30%", "27.7"),
        ("10%", "16.9"),
    ]
    assert (
        found.source == "Department for Education, school and college performance tables: school census, January 2019"
    )


def test_a_special_school_is_beside_special_schools(store: Store) -> None:
    assert [one.england and one.england.text for one in context(store, SPECIAL).measures] == [
        "1.6",
        "98.3",
        "50.3",
        "14.7",
    ]


def test_what_is_not_available_is_left_out_and_an_independent_school_is_beside_none(store: Store) -> None:
    found = context(store, INDEPENDENT)

    assert [one.label for one in found.measures] == ["SEN support", "Education, health and care plan"]
    assert [one.share for one in found.measures] == ["4.7%", "0%"]
    assert (found.compared, {one.england for one in found.measures}) == ("", {None})


def test_a_school_that_is_not_in_the_census_has_no_context(store: Store) -> None:
    assert context_of(store, UNKNOWN) is None
    assert context_of(store, "nobody") is None


def test_a_small_group_is_in_no_sentence(store: Store) -> None:
    (found,) = suggestions_for(store, store.schools.get(FEW))["current_state.vulnerable_cohorts"]

    assert found.text == (
        "Of our students in January 2019: SEN support 2.4% (10.8%), free school meals in the last six years 2.4% (27.7%) and "
        "English as an additional language 9% (16.9%). In brackets: state-funded secondary schools in England. (Department for "
        "Education, school and college performance tables: school census, January 2019.)"
    )
    assert context(store, FEW).measures[1].share == "fewer than 6"


def test_the_year_is_needed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "census.csv"
    path.write_bytes(FILE.read_bytes())

    with pytest.raises(InputFileError, match=r"Import the file again with its year, for example 2019"):
        import_file(store, path)
    assert import_file(store, path, year="2018/19").summary.startswith("school census of January 2019 of 4 schools")


def test_a_year_that_is_not_that_of_the_name_is_taken_with_a_warning(store: Store) -> None:
    (warning,) = import_file(store, FILE, year="2016/17").warnings

    assert warning.startswith("census_2019.csv: its name says 2019, and it was imported as of 2017, as you said.")


def test_a_newer_census_stands_before_an_older_one(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "newer.csv"
    path.write_text(
        FILE.read_text("utf-8-sig").replace(
            "900001,901,4001,State-funded secondary,950", "900001,901,4001,State-funded secondary,990"
        )
    )
    assert import_file(store, path, year="2020").warnings == ()

    assert (context(store, SECONDARY).year, context(store, SECONDARY).pupils.words) == (2020, "990")


@pytest.mark.parametrize(
    ("row", "reason"),
    [("12,901", "a URN has 5 to 8 figures, and this is '12'"), ("900001,901", "another row is already about 900001")],
)
def test_a_row_that_cannot_be_kept_is_left_out_with_the_reason(
    store: Store, tmp_path: Path, row: str, reason: str
) -> None:
    path = tmp_path / "census_2019.csv"
    path.write_text(f"{FILE.read_text('utf-8-sig')}{row},1,State-funded secondary{',1' * 18}\n")

    result = import_file(store, path)

    assert result.rows_refused == 1
    assert any(f"census_2019.csv, row 9, column URN: {reason}" in warning for warning in result.warnings)


def test_a_damaged_row_is_an_error_that_names_the_school(store: Store) -> None:
    (release,) = store.published.releases("school census")
    store.published.save(release, {SECONDARY: {"type": "State-funded secondary"}})

    with pytest.raises(StoreError, match=f"the pupils of Invented School {SECONDARY} can no longer be read"):
        context_of(store, SECONDARY)
