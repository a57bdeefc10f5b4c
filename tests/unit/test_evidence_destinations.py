"""The Department's destinations file is read as published, with a warning for everything left out."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError, UnknownSchoolError
from careerskit.evidence import CATEGORIES, Destinations, destinations_of, import_file, newest
from careerskit.evidence.destinations import DESTINATION_COLUMNS
from careerskit.plan import School, Setting
from careerskit.store import Store, open_store

EARLIER = ("COHORT_18", "OVERALL_DESTPER_18", "COHORT_17", "OVERALL_DESTPER_17")
COLUMNS = (*DESTINATION_COLUMNS, *EARLIER)

Cells = dict[str, str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


def row(kind: str, **cells: str) -> Cells:
    """Make a row with a cohort of 120: 90 in school sixth forms, 12 in apprenticeships, 6 in work, 12 not sustained."""
    cells_of_row = dict.fromkeys(COLUMNS, "")
    for group in ("", "_DIS", "_NONDIS"):
        for category in CATEGORIES:
            cells_of_row[f"{category.key}{group}"], cells_of_row[f"{category.key}PER{group}"] = "0", "0%"
        for key, count, per_cent in (
            ("OVERALL_DEST", "108", "90%"),
            ("EDUCATION", "90", "75%"),
            ("SCH_6TH", "90", "75%"),
            ("APPREN", "12", "10%"),
            ("EMPLOYMENT", "6", "5%"),
            ("NOT_SUSTAINED", "12", "10%"),
        ):
            cells_of_row[f"{key}{group}"], cells_of_row[f"{key}PER{group}"] = count, per_cent
        cells_of_row[f"COHORT{group}"] = "120"
    cells_of_row |= {"COHORT_18": "118", "OVERALL_DESTPER_18": "92%", "COHORT_17": "NA", "OVERALL_DESTPER_17": "NA"}
    return cells_of_row | {"RECTYPE": kind, "LEA": "202"} | cells


def school(urn: str = "900001", name: str = "Imaginary Vale School", **cells: str) -> Cells:
    return row("1", **{"URN": urn, "SCHNAME": name, "NFTYPE": "CY", "ICLOSE": "0"} | cells)


AUTHORITY, ENGLAND = row("LA"), row("NAT", LEA="")


def csv_file(folder: Path, *rows: Cells, columns: tuple[str, ...] = COLUMNS, encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "pupdest.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def imported(store: Store, folder: Path, *rows: Cells) -> Destinations:
    import_file(store, csv_file(folder, *rows))
    found = newest(destinations_of(store, "900001"))
    assert found
    return found


def test_a_school_is_compared_with_its_local_authority_and_england(store: Store, tmp_path: Path) -> None:
    found = imported(
        store,
        tmp_path,
        school(APPREN="7"),
        school("900002", "Other School"),
        row("LA", APPREN="8"),
        row("NAT", APPREN="9"),
    )

    assert [area.name for area in found.areas] == ["Imaginary Vale School", "Local authority 202", "England"]
    assert [area.everyone.outcome("APPREN").count.text for area in found.areas] == ["7", "8", "9"]


def test_a_local_authority_has_its_name_once_the_list_of_names_is_imported(store: Store, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        'LEA,LA Name,REGION,REGION NAME\n202,"Dale, County of",31,North\n203,,31,North\n', encoding="utf-8"
    )

    result = import_file(store, names)
    found = imported(store, tmp_path, school(), AUTHORITY, ENGLAND)

    assert found.areas[1].name == "Dale, County of"
    assert result.summary == "the names of 1 local authority"
    assert [warning for warning in result.warnings if "names.csv, row 3, column LEA" in warning]


def test_categories_are_in_order_with_education_before_its_four_parts(store: Store, tmp_path: Path) -> None:
    everyone = imported(store, tmp_path, school(), AUTHORITY, ENGLAND).school.everyone

    assert [outcome.category.key for outcome in everyone.outcomes] == [
        *("EDUCATION", "SCH_6TH", "SIXTH_COL", "FE", "OTHER_EDU", "APPREN", "EMPLOYMENT"),
        *("OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN"),
    ]
    assert [outcome.category.key for outcome in everyone.outcomes if outcome.category.part_of == "EDUCATION"] == [
        *("SCH_6TH", "SIXTH_COL", "FE", "OTHER_EDU")
    ]


def test_no_category_is_called_neet() -> None:
    assert not [category for category in CATEGORIES if "neet" in category.label.casefold()]


def test_the_year_is_the_one_after_the_newest_earlier_table(store: Store, tmp_path: Path) -> None:
    found = imported(store, tmp_path, school(), AUTHORITY, ENGLAND)

    assert (found.finished, found.destination_year) == ("2016/17", "2017/18")
    assert [(entry.finished, entry.size.text, entry.sustained.words) for entry in found.school.earlier] == [
        ("2015/16", "118", "92%"),
        ("2014/15", "NA", "no data"),
    ]


def test_a_file_without_an_earlier_year_is_refused_since_its_year_is_unknown(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"no column of an earlier year, like COHORT_18"):
        import_file(store, csv_file(tmp_path, school(), columns=DESTINATION_COLUMNS))


def test_the_gap_is_disadvantaged_minus_others_in_points(store: Store, tmp_path: Path) -> None:
    found = imported(
        store,
        tmp_path,
        school(OVERALL_DESTPER_DIS="81%", OVERALL_DESTPER_NONDIS="90%", APPRENPER_DIS="12%"),
        AUTHORITY,
        ENGLAND,
    )

    assert (found.school.gap(), found.school.gap("APPREN")) == (-9, 2)


@pytest.mark.parametrize("group", ["DIS", "NONDIS"])
@pytest.mark.parametrize("symbol", ["SUPP", "SP", "NA", "QQ"])
def test_there_is_no_gap_if_either_figure_is_not_a_number(
    store: Store, tmp_path: Path, group: str, symbol: str
) -> None:
    found = imported(store, tmp_path, school(**{f"OVERALL_DESTPER_{group}": symbol}), AUTHORITY, ENGLAND)

    assert found.school.gap() is None


def test_a_hidden_figure_stays_hidden_although_it_could_be_calculated(store: Store, tmp_path: Path) -> None:
    found = imported(store, tmp_path, school(APPREN="SUPP", APPRENPER="SUPP"), AUTHORITY, ENGLAND)
    hidden = found.school.everyone.outcome("APPREN")

    assert (hidden.count.value, hidden.per_cent.value) == (None, None)
    assert not found.school.everyone.is_hidden


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("CY", Setting.SCHOOL),
        ("FUTC", Setting.SCHOOL),
        ("NMSS", Setting.SPECIAL),
        ("CYS", Setting.SPECIAL),
        ("FESI", Setting.COLLEGE),
    ],
)
def test_the_setting_follows_from_the_type_of_school(
    store: Store, tmp_path: Path, kind: str, expected: Setting
) -> None:
    imported(store, tmp_path, school(NFTYPE=kind, ICLOSE="1"), AUTHORITY, ENGLAND)

    assert store.schools.get("900001") == School("900001", "Imaginary Vale School", expected, "202", closed=True)


def test_an_unknown_type_of_school_has_a_warning_and_a_default_setting(store: Store, tmp_path: Path) -> None:
    result = import_file(store, csv_file(tmp_path, school(NFTYPE="XYZ", RECTYPE="2"), AUTHORITY, ENGLAND))

    assert store.schools.get("900001").setting is Setting.SPECIAL
    assert result.warnings == (
        "pupdest.csv, row 2, column NFTYPE: 'XYZ' is not a known type of school, so Imaginary Vale School was imported as a "
        "special school.",
    )


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (school(""), "column URN: a URN has 5 to 8 figures, and this is ''"),
        (school("9OO001"), "column URN: a URN has 5 to 8 figures, and this is '9OO001'"),
        (school("900002"), "column URN: another row is already about 900002"),
        (school("900003", ""), "column SCHNAME: a name must have 1 to 200 characters, and this has 0"),
        (school("900003", LEA="20"), "column LEA: a local authority's number has three figures, and this is '20'"),
        (row("7"), "column RECTYPE: this must be 1, 2, LA or NAT, and it is '7'"),
        (row("LA"), "column LEA: another row is already about LA 202"),
        (row("NAT", LEA=""), "column RECTYPE: another row is already about England"),
    ],
)
def test_a_bad_row_is_reported_and_the_rest_imported(store: Store, tmp_path: Path, bad: Cells, said: str) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school("900002", "Second School"), bad, school())

    result = import_file(store, path)

    assert result.warnings == (f"pupdest.csv, row 5, {said}. The row was left out.",)
    assert {known.id for known in store.schools.search()} == {"900001", "900002"}
    assert result.schools == 2


def test_a_stray_quotation_mark_affects_one_row_only(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school("900002"), school())
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[3] = lines[3].replace("Imaginary Vale", '"Imaginary Vale')
    lines.insert(4, ",".join([""] * len(COLUMNS)))
    lines[5] += ",1,2"
    more = [school(f"9001{number:02}") for number in range(50)]
    path.write_text("\n".join([*lines, *csv_lines(*more)]), encoding="utf-8")

    result = import_file(store, path)

    assert [warning.partition(":")[0] for warning in result.warnings] == ["pupdest.csv, row 4", "pupdest.csv, row 6"]
    assert f"this row has {len(COLUMNS) + 2} columns and the header has {len(COLUMNS)}" in result.warnings[1]
    assert [known.id for known in store.schools.search()] == [f"9001{number:02}" for number in range(50)]
    assert (result.rows_read, result.rows_refused) == (52, 2)


def test_a_file_whose_rows_do_not_fit_its_headings_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, *(school(f"9001{number:02}") for number in range(50)), AUTHORITY, ENGLAND)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(line + ",1" if number % 10 == 9 else line for number, line in enumerate(lines)), "utf-8")

    with pytest.raises(InputFileError, match=r"5 rows do not have as many cells as the headings in row 1"):
        import_file(store, path)

    assert store.schools.search() == []
    assert store.published.releases("destinations") == []


def test_a_name_can_have_line_breaks(store: Store, tmp_path: Path) -> None:
    import_file(store, csv_file(tmp_path, school(name="Imaginary\nVale, School"), school("900002"), AUTHORITY, ENGLAND))

    assert store.schools.get("900001").name == "Imaginary Vale, School"


def csv_lines(*rows: Cells) -> list[str]:
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writerows(rows)
    return text.getvalue().splitlines()


def test_an_unreadable_figure_is_stored_shown_as_not_published_and_has_a_warning(store: Store, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        school(FE="QQ", FEPER="QQ", UNKNOWN=""),
        row("LA", OVERALL_DESTPER="#N/A"),
        row("NAT", LEA="", FE="QQ"),
    )

    result = import_file(store, path)
    found = newest(destinations_of(store, "900001"))

    assert found
    assert found.school.everyone.outcome("FE").count.words == "not published (QQ)"
    assert [warning.removeprefix("pupdest.csv, ") for warning in result.warnings] == [
        "row 2, column FE: 'QQ' is neither a number nor a known symbol, so it is shown as not published. The same applies to 2 "
        "other cells.",
        "row 2, column UNKNOWN: there is no figure, so it is shown as not published.",
        "row 3, column OVERALL_DESTPER: a spreadsheet wrote '#N/A' for a figure that it could not work out, so it is shown as "
        "not published.",
    ]


def test_a_file_saved_by_a_spreadsheet_is_read_in_its_encoding_with_a_warning(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school(name="St Thérèse’s School"), encoding="cp1252")

    result = import_file(store, path)

    assert store.schools.get("900001").name == "St Thérèse’s School"
    assert len(result.warnings) == 1
    assert result.warnings[0].startswith("pupdest.csv, row 4: this row is not in UTF-8")


def test_characters_in_an_unknown_encoding_are_refused_with_their_row(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school(name="St Th~r~se"))
    path.write_bytes(path.read_bytes().replace(b"~", b"\x81"))

    with pytest.raises(InputFileError, match=r"pupdest\.csv, row 4: .* neither UTF-8 nor Windows-1252"):
        import_file(store, path)


def test_missing_columns_are_named(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, school(), columns=tuple(name for name in COLUMNS if name not in ("URN", "FEPER_DIS")))

    with pytest.raises(
        InputFileError, match=r"pupdest\.csv, row 1: the header does not have the columns URN, FEPER_DIS\. Import"
    ):
        import_file(store, path)


def test_a_file_without_a_school_is_refused_with_the_reasons(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"no row is about a school\.\npupdest\.csv, row 3, column URN"):
        import_file(store, csv_file(tmp_path, AUTHORITY, school("none")))

    assert store.schools.search() == []


def test_a_missing_row_for_england_has_a_warning(store: Store, tmp_path: Path) -> None:
    result = import_file(store, csv_file(tmp_path, school()))
    found = newest(destinations_of(store, "900001"))

    assert found
    assert (found.authority, found.england, len(found.areas)) == (None, None, 1)
    assert result.warnings == (
        "pupdest.csv: there is no row for England (RECTYPE NAT), so there is nothing to compare with.",
    )


def test_a_file_of_the_same_tables_updates_what_it_has_and_keeps_the_rest(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, school(), school("900002", "Closing School"), AUTHORITY, ENGLAND)

    found = imported(store, tmp_path, school(APPREN="13"), AUTHORITY, ENGLAND)

    assert found.school.everyone.outcome("APPREN").count.text == "13"
    assert destinations_of(store, "900002")
    assert store.schools.get("900002").name == "Closing School"


def test_a_school_without_figures_has_no_destinations(store: Store) -> None:
    assert destinations_of(store, "900001") == []
    with pytest.raises(UnknownSchoolError):
        store.schools.get("900001")


def test_reading_evidence_starts_without_pandas_and_matplotlib() -> None:
    code = "import sys, careerskit.evidence; print([m for m in ('pandas', 'matplotlib') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"
