"""The Department's destinations file is read as published, and nothing of it is lost silently."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError, UnknownSchoolError
from careerskit.evidence import CATEGORIES, Destinations, destinations_of, take_in
from careerskit.evidence.destinations_file import DESTINATION_COLUMNS
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
    made = dict.fromkeys(COLUMNS, "")
    for group in ("", "_DIS", "_NONDIS"):
        for category in CATEGORIES:
            made[f"{category.key}{group}"], made[f"{category.key}PER{group}"] = "0", "0%"
        for key, count, per_cent in (
            ("OVERALL_DEST", "108", "90%"),
            ("EDUCATION", "90", "75%"),
            ("SCH_6TH", "90", "75%"),
            ("APPREN", "12", "10%"),
            ("EMPLOYMENT", "6", "5%"),
            ("NOT_SUSTAINED", "12", "10%"),
        ):
            made[f"{key}{group}"], made[f"{key}PER{group}"] = count, per_cent
        made[f"COHORT{group}"] = "120"
    made |= {"COHORT_18": "118", "OVERALL_DESTPER_18": "92%", "COHORT_17": "NA", "OVERALL_DESTPER_17": "NA"}
    return made | {"RECTYPE": kind, "LEA": "202"} | cells


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


def taken(store: Store, folder: Path, *rows: Cells) -> Destinations:
    take_in(store, csv_file(folder, *rows))
    found = destinations_of(store, "900001")
    assert found
    return found


def test_a_school_has_its_local_authoritys_and_englands_figures_beside_it(store: Store, tmp_path: Path) -> None:
    found = taken(
        store,
        tmp_path,
        school(APPREN="7"),
        school("900002", "Other School"),
        row("LA", APPREN="8"),
        row("NAT", APPREN="9"),
    )

    assert [place.name for place in found.places] == ["Imaginary Vale School", "Local authority 202", "England"]
    assert [place.everyone.outcome("APPREN").count.text for place in found.places] == ["7", "8", "9"]


def test_a_local_authority_has_its_name_once_the_list_of_names_is_there(store: Store, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        'LEA,LA Name,REGION,REGION NAME\n202,"Dale, County of",31,North\n203,,31,North\n', encoding="utf-8"
    )

    entry = take_in(store, names)
    found = taken(store, tmp_path, school(), AUTHORITY, ENGLAND)

    assert found.places[1].name == "Dale, County of"
    assert entry.what == "the names of 1 local authority"
    assert [note for note in entry.notes if "names.csv, row 3, columns LEA and LA Name" in note]


def test_categories_come_in_order_with_education_before_its_four_parts(store: Store, tmp_path: Path) -> None:
    everyone = taken(store, tmp_path, school(), AUTHORITY, ENGLAND).school.everyone

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
    found = taken(store, tmp_path, school(), AUTHORITY, ENGLAND)

    assert (found.finished, found.destination_year) == ("2016/17", "2017/18")
    assert [(entry.finished, entry.size.text, entry.sustained.words) for entry in found.school.earlier] == [
        ("2015/16", "118", "92%"),
        ("2014/15", "NA", "no data"),
    ]


def test_the_year_can_be_said_where_the_file_would_be_misread(store: Store, tmp_path: Path) -> None:
    take_in(store, csv_file(tmp_path, school(), AUTHORITY, ENGLAND, columns=DESTINATION_COLUMNS), table_year=2020)
    found = destinations_of(store, "900001")

    assert found
    assert (found.finished, found.destination_year, found.school.earlier) == ("2017/18", "2018/19", ())


def test_without_an_earlier_year_and_without_being_told_the_year_is_asked_for(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"no column of an earlier year, like COHORT_18"):
        take_in(store, csv_file(tmp_path, school(), columns=DESTINATION_COLUMNS))


def test_the_gap_is_disadvantaged_minus_others_in_points(store: Store, tmp_path: Path) -> None:
    found = taken(
        store,
        tmp_path,
        school(OVERALL_DESTPER_DIS="81%", OVERALL_DESTPER_NONDIS="90%", APPRENPER_DIS="12%"),
        AUTHORITY,
        ENGLAND,
    )

    assert (found.school.gap(), found.school.gap("APPREN")) == (-9, 2)


@pytest.mark.parametrize("group", ["DIS", "NONDIS"])
@pytest.mark.parametrize("symbol", ["SUPP", "SP", "NA", "QQ"])
def test_there_is_no_gap_where_either_side_is_not_a_number(
    store: Store, tmp_path: Path, group: str, symbol: str
) -> None:
    found = taken(store, tmp_path, school(**{f"OVERALL_DESTPER_{group}": symbol}), AUTHORITY, ENGLAND)

    assert found.school.gap() is None


def test_what_is_hidden_stays_hidden_although_the_rest_would_give_it_away(store: Store, tmp_path: Path) -> None:
    found = taken(store, tmp_path, school(APPREN="SUPP", APPRENPER="SUPP"), AUTHORITY, ENGLAND)
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
def test_the_kind_of_place_follows_from_its_type(store: Store, tmp_path: Path, kind: str, expected: Setting) -> None:
    taken(store, tmp_path, school(NFTYPE=kind, ICLOSE="1"), AUTHORITY, ENGLAND)

    assert store.school("900001") == School("900001", "Imaginary Vale School", expected, "202", closed=True)


def test_an_unknown_type_is_said_and_taken_by_its_kind_of_row(store: Store, tmp_path: Path) -> None:
    entry = take_in(store, csv_file(tmp_path, school(NFTYPE="XYZ", RECTYPE="2"), AUTHORITY, ENGLAND))

    assert store.school("900001").setting is Setting.SPECIAL
    assert entry.notes == (
        "pupdest.csv, row 2, column NFTYPE: 'XYZ' is no type of school that is known, so Imaginary Vale School was taken as a "
        "special school.",
    )


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (school(""), "column URN: a unique reference number is made of figures, and here it is ''"),
        (school("9OO001"), "column URN: a unique reference number is made of figures, and here it is '9OO001'"),
        (school("900002"), "column URN: 900002 was there before, in another row"),
        (school("900003", ""), "column SCHNAME: a name of 1 to 200 characters is wanted, and here it has 0"),
        (school("900003", LEA="20"), "column LEA: a local authority's number has three figures, and here it is '20'"),
        (row("7"), "column RECTYPE: 1, 2, LA or NAT is wanted, and here it is '7'"),
        (row("LA"), "column LEA: LA 202 was there before, in another row"),
        (row("NAT", LEA=""), "column RECTYPE: England was there before, in another row"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(store: Store, tmp_path: Path, bad: Cells, said: str) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school("900002", "Second School"), bad, school())

    entry = take_in(store, path)

    assert entry.notes == (f"pupdest.csv, row 5, {said}. The row was left out.",)
    assert {known.id for known in store.schools()} == {"900001", "900002"}
    assert entry.schools == 2


def test_a_stray_quotation_mark_spoils_one_row_only(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school("900002"), school())
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[3] = lines[3].replace("Imaginary Vale", '"Imaginary Vale')
    lines.insert(4, ",".join([""] * len(COLUMNS)))
    lines[5] += ",1,2"
    path.write_text("\n".join([*lines, *csv_lines(school("900004"))]), encoding="utf-8")

    entry = take_in(store, path)

    assert [note.partition(":")[0] for note in entry.notes] == ["pupdest.csv, row 4", "pupdest.csv, row 6"]
    assert f"this row has {len(COLUMNS) + 2} columns and the header {len(COLUMNS)}" in entry.notes[1]
    assert [known.id for known in store.schools()] == ["900004"]


def csv_lines(*rows: Cells) -> list[str]:
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writerows(rows)
    return text.getvalue().splitlines()


def test_a_figure_that_cannot_be_read_is_kept_shown_as_not_published_and_noted(store: Store, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, school(FE="QQ", FEPER="QQ", UNKNOWN=""), row("LA", OVERALL_DESTPER="0.9"), row("NAT", LEA="", FE="QQ")
    )

    entry = take_in(store, path)
    found = destinations_of(store, "900001")

    assert found
    assert found.school.everyone.outcome("FE").count.words == "not published (QQ)"
    assert [note.removeprefix("pupdest.csv, ") for note in entry.notes] == [
        "row 2, column FE: 'QQ' is neither a number nor a symbol that is known, so it is shown as not published. So it is in 2 "
        "other places.",
        "row 2, column UNKNOWN: there is no figure, so it is shown as not published.",
        "row 3, column OVERALL_DESTPER: a column with PER in its name holds per cents with their sign, and no other does; this "
        "one is shown as it is.",
    ]


def test_a_file_saved_by_a_spreadsheet_is_read_with_its_accents_and_said_to_be(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school(name="St Thérèse’s School"), encoding="cp1252")

    entry = take_in(store, path)

    assert store.school("900001").name == "St Thérèse’s School"
    assert len(entry.notes) == 1
    assert entry.notes[0].startswith("pupdest.csv, row 4: this row is not in UTF-8")


def test_characters_of_no_known_kind_are_refused_with_their_row(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, AUTHORITY, ENGLAND, school(name="St Th~r~se"))
    path.write_bytes(path.read_bytes().replace(b"~", b"\x81"))

    with pytest.raises(InputFileError, match=r"pupdest\.csv, row 4: .* neither UTF-8 nor Windows-1252"):
        take_in(store, path)


def test_missing_columns_are_named(store: Store, tmp_path: Path) -> None:
    path = csv_file(tmp_path, school(), columns=tuple(name for name in COLUMNS if name not in ("URN", "FEPER_DIS")))

    with pytest.raises(
        InputFileError, match=r"pupdest\.csv, row 1: the header lacks the columns URN, FEPER_DIS\. Import"
    ):
        take_in(store, path)


def test_a_file_without_a_school_is_refused_with_the_reasons(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"no row is one of a school\.\npupdest\.csv, row 3, column URN"):
        take_in(store, csv_file(tmp_path, AUTHORITY, school("none")))

    assert store.schools() == []


def test_what_england_does_is_missed_and_said_where_its_row_is_not_there(store: Store, tmp_path: Path) -> None:
    entry = take_in(store, csv_file(tmp_path, school()))
    found = destinations_of(store, "900001")

    assert found
    assert (found.authority, found.england, len(found.places)) == (None, None, 1)
    assert entry.notes == ("pupdest.csv: there is no row for England (RECTYPE NAT), so nothing to compare with.",)


def test_a_newer_file_takes_the_place_of_the_older_one(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, school(), school("900002", "Closing School"), AUTHORITY, ENGLAND)

    found = taken(store, tmp_path, school(APPREN="13"), AUTHORITY, ENGLAND)

    assert found.school.everyone.outcome("APPREN").count.text == "13"
    assert destinations_of(store, "900002") is None
    assert store.school("900002").name == "Closing School"


def test_a_school_without_figures_has_no_destinations(store: Store) -> None:
    assert destinations_of(store, "900001") is None
    with pytest.raises(UnknownSchoolError):
        store.school("900001")


def test_reading_evidence_starts_without_pandas_matplotlib_and_sqlalchemy() -> None:
    code = "import sys, careerskit.evidence; print([m for m in ('pandas', 'matplotlib', 'sqlalchemy') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"
