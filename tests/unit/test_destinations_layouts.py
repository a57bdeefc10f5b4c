"""Destinations in each layout that the Department has published: the year, the figures, and what is refused with its reason.

tests/data/evidence/README.md says which file each is made like.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError
from careerskit.evidence import (
    KEY_STAGE_4,
    SIXTEEN_TO_EIGHTEEN,
    Destinations,
    destinations_of,
    import_file,
    import_files,
    newest,
)
from careerskit.evidence.destinations.phases import parse_year
from careerskit.evidence.destinations.school_types import setting_of
from careerskit.plan import Setting
from careerskit.store import Store, open_store

DATA = Path(__file__).parents[1] / "data" / "evidence"
CASES = Path(__file__).parents[3] / "shared" / "cases"

LARKMOOR, OTTERHYTHE, SALTMARSH = "900001", "900003", "900010"

Row = dict[str, str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


def shown_first(store: Store, school: str = LARKMOOR, phase: object = KEY_STAGE_4) -> Destinations:
    found = newest(destinations_of(store, school), phase)  # type: ignore[arg-type]
    assert found
    return found


def per_cents(one: Destinations, *keys: str, group: str = "everyone") -> list[str]:
    cohort = getattr(one.school, group)
    return [cohort.outcome(key).per_cent.text for key in keys]


def counts(one: Destinations, *keys: str, group: str = "everyone") -> list[str]:
    return [getattr(one.school, group).outcome(key).count.text for key in keys]


def changed(source: Path, folder: Path, change: Callable[[Row], Row | None], name: str = "changed.csv") -> Path:
    """Write a file again with each row changed, or left out."""
    with source.open(encoding="utf-8-sig", newline="") as opened:
        rows = [new for row in csv.DictReader(opened) if (new := change(dict(row))) is not None]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def case(name: str) -> Path:
    path = CASES / name
    if not path.is_file():
        pytest.skip(f"{path} is not part of this project")
    return path


# Which year


@pytest.mark.parametrize(
    ("file", "left", "followed", "earlier"),
    [
        ("ks4_tables_2019.csv", "2016/17", "2017/18", ["2015/16", "2014/15"]),
        ("ks4_tables_2025.csv", "2022/23", "2023/24", ["2021/22", "2020/21"]),
    ],
)
def test_columns_of_earlier_years_say_which_year_the_tables_are_of(
    store: Store, file: str, left: str, followed: str, earlier: list[str]
) -> None:
    result = import_file(store, DATA / file)
    found = shown_first(store)

    assert (found.finished, found.destination_year) == (left, followed)
    assert [entry.finished for entry in found.school.earlier] == earlier
    assert [entry.sustained.text for entry in found.school.earlier] == ["93%", "91%"]
    assert result.summary.startswith(
        f"destinations after key stage 4 (finished in {left}, destinations in {followed}) of 3"
    )


def test_the_tables_of_2025_are_not_two_years_out(store: Store) -> None:
    import_file(store, case("pupdest_2024_25.csv"))

    assert shown_first(store, "900101").finished == "2022/23"
    assert store.schools.get("900102").setting is Setting.SCHOOL


@pytest.mark.parametrize("name", ["no_earlier_years.csv", "prev_suffix.csv"])
def test_a_file_that_does_not_say_its_year_is_asked_for_it(store: Store, name: str) -> None:
    with pytest.raises(InputFileError) as error:
        import_file(store, case(name))

    assert "for example 2022/23 (in the command: --year 2022/23)" in str(error.value)
    assert store.schools.search() == []

    import_file(store, case(name), year="2021-22")
    assert (shown_first(store).finished, shown_first(store).destination_year) == ("2021/22", "2022/23")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("2022/23", "2022/23"), ("2022-23", "2022/23"), ("202223", "2022/23"), ("2022/2023", "2022/23")),
        *((" 2022 - 23 ", "2022/23"), ("2022–23", "2022/23"), ("1999/00", ""), ("2099/00", "2099/00")),
        *(("2023", ""), ("2022/24", ""), ("22/23", ""), ("last year", ""), ("", "")),
    ],
)
def test_an_academic_year_is_read_as_people_write_it(text: str, year: str) -> None:
    assert parse_year(text) == year


def test_a_year_that_is_none_is_refused_with_how_to_write_it(store: Store) -> None:
    with pytest.raises(InputFileError, match=r"the year '2023' is not an academic year.*for example 2022/23"):
        import_file(store, DATA / "ks5_tables_2025.csv", year="2023")


def test_a_year_that_the_columns_contradict_is_not_used_and_that_is_said(store: Store) -> None:
    result = import_file(store, DATA / "ks4_tables_2025.csv", year="2019/20")

    assert shown_first(store).finished == "2022/23"
    assert "finished in 2022/23, so the year 2019/20 was not used" in result.warnings[0]


def test_a_suffix_that_can_be_of_two_years_has_to_be_told(store: Store, tmp_path: Path) -> None:
    """COHORT_17 stands in the tables of 2018, by their year, and in those of 2020, by the cohort's."""
    older = changed(
        DATA / "ks4_tables_2019.csv",
        tmp_path,
        lambda row: {name.replace("_17", "_16").replace("_18", "_17"): text for name, text in row.items()},
    )

    with pytest.raises(
        InputFileError, match=r"COHORT_17 can stand in the tables of those who finished in 2015/16 or in 2017/18"
    ):
        import_file(store, older)

    import_file(store, older, year="2017/18")
    assert [entry.finished for entry in shown_first(store).school.earlier] == ["2016/17", "2015/16"]


# Several releases


def test_each_release_is_a_set_of_its_own_and_the_newest_with_figures_comes_first(store: Store) -> None:
    newer, older = DATA / "ks4_tables_2025.csv", DATA / "ks4_tables_2019.csv"

    first, second = import_file(store, newer), import_file(store, older)
    sets = destinations_of(store, LARKMOOR)

    assert [one.finished for one in sets] == ["2022/23", "2016/17"]
    assert [one.years_before(2026) for one in sets] == [4, 10]
    assert "newest" not in first.summary
    assert (
        "older than the newest figures here, which stay first: destinations after key stage 4 (finished in 2022/23"
        in second.summary
    )


def test_figures_that_a_store_of_an_older_version_has_are_shown_until_they_are_imported_again(tmp_path: Path) -> None:
    with open_store(str(shutil.copy(DATA.parent / "store_v2.db", tmp_path)), create=False) as store:
        (school,) = store.schools.search()
        (before,) = destinations_of(store, school.id)

        assert (before.finished, before.destination_year) == ("2016/17", "2017/18")
        assert [entry.finished for entry in before.school.earlier] == ["2015/16", "2014/15"]
        assert [len(area.everyone.outcomes) for area in before.areas] == [10] * len(before.areas)


def test_a_newer_file_says_that_it_is_now_the_newest(store: Store) -> None:
    import_file(store, DATA / "ks4_tables_2019.csv")

    assert "now the newest figures here, beside older ones" in import_file(store, DATA / "ks4_tables_2025.csv").summary


def test_a_newer_set_without_figures_does_not_push_out_one_that_has_some(store: Store, tmp_path: Path) -> None:
    def shown_in_2019(row: Row) -> Row:
        return row | {"URN": OTTERHYTHE, "SCHNAME": "Otterhythe School"} if row["URN"] == LARKMOOR else row

    older = changed(
        DATA / "ks4_tables_2019.csv",
        tmp_path,
        lambda row: None if row["URN"] == OTTERHYTHE else shown_in_2019(row),
    )
    import_file(store, older)
    import_file(store, DATA / "ks4_tables_2025.csv")

    sets = destinations_of(store, OTTERHYTHE)

    assert [(one.finished, one.is_usable) for one in sets] == [("2016/17", True), ("2022/23", False)]


def test_files_of_one_release_are_kept_together(store: Store) -> None:
    results = [import_file(store, case(name)) for name in ("999_ks4-pupdest.csv", "998_ks4-pupdest.csv")]

    assert [len(destinations_of(store, school)) for school in (LARKMOOR, "900501")] == [1, 1]
    assert len(store.published.releases("destinations")) == 1
    assert not [result for result in results if "beside" in result.summary]


# Per cents as spreadsheets save them


@pytest.mark.parametrize("name", ["percent_without_sign.csv", "excel_fractions.csv"])
def test_per_cents_that_a_whole_file_writes_in_another_way_are_read(store: Store, name: str) -> None:
    result = import_file(store, case(name))
    found = shown_first(store)

    assert per_cents(found, "OVERALL_DEST", "APPREN", "UNKNOWN") == ["95%", "5%", "1%"]
    assert found.school.earlier[0].sustained.text == "94%"
    assert found.england
    assert found.england.disadvantaged.outcome("OVERALL_DEST").per_cent.text == "88%"
    assert "were read as 95%" in result.warnings[0]


def test_a_row_whose_per_cents_are_written_in_another_way_is_left_out_by_row_and_column(
    store: Store, tmp_path: Path
) -> None:
    def unsigned(row: Row) -> Row:
        return row | {"FEPER": "15"} if row["URN"] == LARKMOOR else row

    result = import_file(store, changed(DATA / "ks4_tables_2025.csv", tmp_path, unsigned))

    assert result.warnings == (
        "changed.csv, row 2, column FEPER: this is '15', and most per cents of this file are written as 95%. The row was left out.",
    )
    assert destinations_of(store, LARKMOOR) == []
    assert destinations_of(store, "900002")


def test_numbers_are_read_as_a_spreadsheet_writes_them(store: Store, tmp_path: Path) -> None:
    def as_excel_does(row: Row) -> Row:
        counted = {
            name: f"{text}.0" for name, text in row.items() if text.isdecimal() and name not in ("RECTYPE", "ESTAB")
        }
        england = {name: f"{int(text):,}" for name, text in row.items() if row["RECTYPE"] == "NAT" and text.isdecimal()}
        return row | counted | england

    import_file(store, changed(DATA / "ks4_tables_2025.csv", tmp_path, as_excel_does))
    found = shown_first(store)

    assert counts(found, "EDUCATION", "APPREN") == ["176", "16"]
    assert found.england
    assert (found.england.everyone.size.text, found.england.everyone.size.words) == ("607348", "607,348")
    assert store.schools.get(LARKMOOR).local_authority == "999"


@pytest.mark.parametrize(
    "name", ["r_clean_names.csv", "excel_semicolons.csv", "excel_sep_line.csv", "title_above_header.csv"]
)
def test_a_file_saved_again_gives_the_same_figures(store: Store, name: str) -> None:
    import_file(store, case(name))

    assert per_cents(shown_first(store), "OVERALL_DEST", "FE") == ["95%", "55%"]


# Files that look right and are not


def test_a_file_whose_figures_do_not_add_up_is_refused_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    def wrong(row: Row) -> Row:
        return row | {"NOT_SUSTAINED": "40"} if row["RECTYPE"] == "1" else row

    with pytest.raises(
        InputFileError, match=r"in 2 rows the figures do not agree with each other\. The first is row 2"
    ):
        import_file(store, changed(DATA / "ks4_tables_2025.csv", tmp_path, wrong))

    assert store.schools.search() == []
    assert store.published.releases("destinations") == []


def test_a_file_whose_per_cents_are_of_something_else_is_refused(store: Store, tmp_path: Path) -> None:
    def other_measure(row: Row) -> Row:
        return {name: "37%" if name.endswith("PER") and text.endswith("%") else text for name, text in row.items()}

    with pytest.raises(InputFileError, match=r"most per cents do not fit the numbers beside them"):
        import_file(store, changed(DATA / "ks4_tables_2025.csv", tmp_path, other_measure))


def test_renamed_columns_are_named_and_added_ones_ignored(store: Store, tmp_path: Path) -> None:
    added = changed(
        DATA / "ks4_tables_2025.csv", tmp_path, lambda row: row | {"TLEVEL": "3", "TLEVELPER": "1%"}, "a.csv"
    )
    renamed = changed(
        DATA / "ks4_tables_2025.csv",
        tmp_path,
        lambda row: {name.replace("UNKNOWN", "NOT_CAPTURED"): text for name, text in row.items()},
        "b.csv",
    )

    assert import_file(store, added).warnings == ()
    with pytest.raises(
        InputFileError, match=r"b\.csv, row 1: the header does not have the columns UNKNOWN, UNKNOWNPER, UNKNOWN_DIS"
    ):
        import_file(store, renamed)


def test_the_file_on_progress_to_higher_education_is_another_measure(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "england_ks5-studest-he.csv"
    path.write_text(
        "RECTYPE,LEA,ESTAB,URN,SCHNAME,NFTYPE,ALL_COHORT,ALL_PROGRESSED\n1,999,4001,900001,Larkmoor,CY,90,61\n", "utf-8"
    )

    with pytest.raises(InputFileError, match=r"is a table with the columns RECTYPE, LEA"):
        import_file(store, path)


# After 16 to 18


def test_the_tables_after_16_to_18_have_their_own_kinds_of_destination(store: Store) -> None:
    result = import_file(store, DATA / "ks5_tables_2025.csv", year="2022/23")
    found = shown_first(store, SALTMARSH, SIXTEEN_TO_EIGHTEEN)

    assert [category.label for category in found.categories][:4] == [
        *("Sustained education", "Higher education", "Further education", "Other education"),
    ]
    assert counts(found, "HE", "APPREN", "UNKNOWN") == ["610", "130", "100"]
    assert (found.finished, found.destination_year) == ("2022/23", "2023/24")
    assert [area.name for area in found.areas] == ["Saltmarsh College", "Local authority 999", "England"]
    assert "left in 2022/23, destinations in 2023/24" in found.source
    assert store.schools.get(SALTMARSH).setting is Setting.COLLEGE
    assert result.warnings == ()


def test_a_school_with_both_phases_has_both(store: Store) -> None:
    import_file(store, DATA / "ks4_tables_2025.csv")
    import_file(store, DATA / "ks5_tables_2025.csv", year="2022/23")

    assert [one.phase for one in destinations_of(store, LARKMOOR)] == [KEY_STAGE_4, SIXTEEN_TO_EIGHTEEN]


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        *(("UTC", Setting.SCHOOL), ("AC1619", Setting.COLLEGE), ("NMSS", Setting.SPECIAL)),
        *(("General Further Education College", Setting.COLLEGE), ("Sixth Form College", Setting.COLLEGE)),
        *(("University technical college", Setting.SCHOOL), ("Community special school", Setting.SPECIAL)),
        *(("Non-Maintained Special School", Setting.SPECIAL), ("Specialist Designated College", Setting.COLLEGE)),
        *(("Free schools 16 to 19", Setting.COLLEGE), ("Academy converter", Setting.SCHOOL), ("XYZ", None)),
    ],
)
def test_types_are_known_by_code_and_in_words(name: str, setting: Setting | None) -> None:
    assert setting_of(name) is setting


# Explore education statistics


@pytest.mark.parametrize(
    ("year", "left", "followed"), [("2022/23", "2022/23", "2023/24"), ("2021/22", "2021/22", "2022/23")]
)
def test_time_period_is_the_year_of_leaving_or_the_one_after_as_told(
    store: Store, year: str, left: str, followed: str
) -> None:
    import_file(store, DATA / "ees_ks4_institutions.csv", year=year)
    found = shown_first(store)

    assert (found.finished, found.destination_year) == (left, followed)
    assert counts(found, "EDUCATION", "SIXTH_COL") == ["176", "25"]
    assert per_cents(found, "EDUCATION", "SIXTH_COL") == ["78.9%", "11.2%"]
    assert counts(found, "EDUCATION", group="disadvantaged") == ["51"]
    assert found.school.others.size.text == "153"


def test_a_file_whose_time_period_may_be_either_is_asked_for_the_year(store: Store) -> None:
    for year in ("", "2019/20"):
        with pytest.raises(InputFileError, match=r"time_period goes up to 2022/23.*--year 2022/23 or --year 2021/22"):
            import_file(store, DATA / "ees_ks4_institutions.csv", year=year)

    assert store.published.releases("destinations") == []


def test_symbols_of_the_statistics_stay_what_they_are(store: Store) -> None:
    import_file(store, DATA / "ees_ks4_institutions.csv", year="2022/23")
    import_file(store, DATA / "ees_ks5_institutions.csv", year="2022/23")

    hidden = destinations_of(store, OTTERHYTHE)[0]
    assert (hidden.school.everyone.is_hidden, hidden.is_usable) == (True, False)
    assert counts(hidden, "EDUCATION") == ["c"]
    assert per_cents(shown_first(store, SALTMARSH, SIXTEEN_TO_EIGHTEEN), "OTHER_EDU", "HE") == ["1%", "31%"]


def test_areas_are_those_of_mainstream_schools_by_where_students_live(store: Store) -> None:
    """The file has England, a region, an authority and a district, each for two kinds of schools and by two methods."""
    result = import_file(store, DATA / "ees_ks4_areas.csv", year="2021/22")
    import_file(store, DATA / "ees_ks4_institutions.csv", year="2021/22")
    found = shown_first(store)

    assert [area.name for area in found.areas] == ["Larkmoor School", "Dale, County of", "Vale and Fens", "England"]
    assert found.region
    assert found.authority
    assert found.england
    assert [area.everyone.size.text for area in (found.authority, found.region, found.england)] == ["351", "351", "351"]
    assert "and of 1 earlier year" in result.summary


def test_levels_of_apprenticeships_are_there_where_a_release_has_them(store: Store, tmp_path: Path) -> None:
    import_file(store, DATA / "ees_ks5_institutions.csv", year="2022/23")
    assert "APPREN_4" not in [
        category.key for category in shown_first(store, SALTMARSH, SIXTEEN_TO_EIGHTEEN).categories
    ]

    same_release = changed(
        DATA / "ees_ks5_institutions.csv", tmp_path, lambda row: row | {"time_period": "201920", "version": "Revised"}
    )
    for file in (same_release, DATA / "ees_ks5_areas.csv"):
        import_file(store, file, year="2019/20")
    found = destinations_of(store, SALTMARSH)[1]

    assert found.england
    assert [found.england.everyone.outcome(f"APPREN_{level}").count.text for level in "432"] == ["30", "60", "40"]
    assert counts(found, "APPREN", "APPREN_4") == ["130", ""]


def test_a_row_for_each_destination_makes_the_same_figures(store: Store, tmp_path: Path) -> None:
    result = import_file(store, DATA / "ees_ks4_by_destination.csv")
    found = shown_first(store)

    assert (found.finished, found.destination_year) == ("2022/23", "2023/24")
    assert counts(found, "EDUCATION", "SIXTH_COL", "UNKNOWN") == ["176", "25", "7"]
    assert per_cents(found, "OVERALL_DEST", group="disadvantaged") == ["82.9%"]
    assert [area.name for area in found.areas] == ["Larkmoor School", "Dale, County of", "England"]
    assert result.rows_refused == 0


def test_the_order_of_rows_does_not_matter(store: Store, tmp_path: Path) -> None:
    rows = (DATA / "ees_ks4_areas.csv").read_text("utf-8").splitlines()
    backwards = tmp_path / "backwards.csv"
    backwards.write_text("\n".join([rows[0], *reversed(rows[1:])]), "utf-8")
    import_file(store, DATA / "ees_ks4_institutions.csv", year="2021/22")

    found = []
    for file in (DATA / "ees_ks4_areas.csv", backwards):
        import_file(store, file, year="2021/22")
        found.append(destinations_of(store, LARKMOOR))

    assert found[0] == found[1]


def test_a_number_in_its_authority_is_not_taken_for_a_urn(store: Store, tmp_path: Path) -> None:
    """A release of 2022/23 had the LAESTAB in both columns."""
    wrong = changed(
        DATA / "ees_ks4_institutions.csv", tmp_path, lambda row: row | {"school_urn": row["school_laestab"]}
    )

    with pytest.raises(InputFileError, match=r"column school_urn: this is the school’s number in its local authority"):
        import_file(store, wrong, year="2022/23")


def test_renamed_columns_of_the_statistics_are_known(store: Store, tmp_path: Path) -> None:
    names = {
        "all_work": "employment",
        "all_notsust": "not_sustained",
        "breakdown": "characteristic",
        "school_urn": "URN",
    }
    renamed = changed(
        DATA / "ees_ks4_institutions.csv",
        tmp_path,
        lambda row: {names.get(name, name): text for name, text in row.items()},
    )

    import_file(store, renamed, year="2022/23")

    assert counts(shown_first(store), "EMPLOYMENT", "NOT_SUSTAINED") == ["8", "16"]


def test_a_school_with_two_rows_of_one_kind_keeps_the_first(store: Store, tmp_path: Path) -> None:
    rows = (DATA / "ees_ks4_institutions.csv").read_text("utf-8").splitlines()
    doubled = tmp_path / "doubled.csv"
    doubled.write_text("\n".join([*rows, rows[1].replace("Larkmoor", "Other")]), "utf-8")

    result = import_file(store, doubled, year="2022/23")

    assert (
        "row 18, column school_urn: another row already has these figures of 900001. The row was left out."
        in result.warnings[0]
    )
    assert store.schools.get(LARKMOOR).name == "Larkmoor School"


def test_statistics_that_do_not_add_up_are_refused(store: Store, tmp_path: Path) -> None:
    def as_fractions(row: Row) -> Row:
        figures = list(row)[list(row).index("overall") :]
        is_share = row["data_type"] == "Percentage" and row["overall"] != "c"
        return row | {name: str(float(row[name]) / 100) for name in figures if is_share}

    for change in (lambda row: row | {"all_notsust": "3"}, as_fractions):
        with pytest.raises(InputFileError, match=r"the figures do not agree with each other"):
            import_file(store, changed(DATA / "ees_ks4_institutions.csv", tmp_path, change), year="2022/23")

    assert store.schools.search() == []


def test_a_folder_of_all_of_them_is_read_as_far_as_it_can_be(store: Store) -> None:
    results = {result.file: result for result in import_files(store, DATA, year="2022/23")}

    assert sorted(name for name, result in results.items() if hasattr(result, "reason")) == [
        *("README.md", "ees_ks4_areas.csv", "ees_ks5_areas.csv"),
    ]
    assert {one.finished for one in destinations_of(store, LARKMOOR)} == {"2022/23", "2016/17"}
