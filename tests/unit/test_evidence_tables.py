"""A table is read whatever program saved it: its characters, its separators, titles above it, line breaks in its cells."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import InputFileError
from careerskit.evidence import DataFile, files_at, import_files
from careerskit.evidence.data_files import files_in
from careerskit.evidence.tables import Table, canonical, find_header
from careerskit.store import Store, open_store

KNOWN = frozenset(("urn", "school_name", "town"))


def table_of(data: bytes | str) -> Table:
    content = data.encode() if isinstance(data, str) else data
    file = DataFile("list.csv", lambda: io.BytesIO(content))
    return find_header(file, lambda names: len(names & KNOWN) / len(KNOWN))


def rows_of(table: Table) -> list[tuple[int, list[str]]]:
    return [
        (number, cells)
        for frame in table.frames()
        for number, cells in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    ]


HEADING = "URN,School name,Town"
ROWS = [(2, ["100", "St Ælfgifu’s", "Leeds"]), (3, ["101", "Dale, North", "York"])]
TEXT = f'{HEADING}\n100,St Ælfgifu’s,Leeds\n101,"Dale, North",York\n'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("cp1252"),
        (TEXT + ",,\n,,\n\n").encode(),
        TEXT.replace("Leeds", "  Leeds ").encode(),
        "".join(line + ",,\n" for line in TEXT.splitlines()).encode(),
        'URN;School name;Town\n100;St Ælfgifu’s;Leeds\n101;"Dale, North";York\n'.encode(),
        "URN\tSchool name\tTown\n100\tSt Ælfgifu’s\tLeeds\n101\tDale, North\tYork\n".encode(),
        'urn,school_name,TOWN\n100,St Ælfgifu’s,Leeds\n101,"Dale, North",York\n'.encode(),
    ],
    ids=range(11),
)
def test_a_table_is_the_same_however_it_was_saved(data: bytes) -> None:
    table = table_of(data)

    assert rows_of(table) == ROWS
    assert table.header.names == ("urn", "school_name", "town")
    assert (table.rows_read, table.rows_refused) == (2, 0)


@pytest.mark.parametrize("above", ["sep=,\n", "Schools of Dale\n\n", "Schools, with towns,\nDownloaded on 1 May\n,,\n"])
def test_titles_may_stand_above_the_headings_and_rows_keep_their_numbers(above: str) -> None:
    lines = above.count("\n")

    assert rows_of(table_of(above + TEXT)) == [(number + lines, cells) for number, cells in ROWS]


def test_characters_that_had_to_be_guessed_are_said_with_the_row() -> None:
    [warning] = table_of(TEXT.encode("cp1252")).warnings

    assert "list.csv, row 2: this row is not in UTF-8, so the file was read as Windows-1252" in warning


def test_bytes_that_are_no_characters_are_refused_with_the_row() -> None:
    with pytest.raises(InputFileError, match=r"list\.csv, row 3: this row has characters that are neither"):
        table_of(TEXT.encode("cp1252").replace(b"York", b"Y\x81rk"))


def test_a_heading_that_is_there_twice_is_told_apart_by_its_column() -> None:
    table = table_of("URN,School name,Town,Flags,Flags,\n1,2,3,4,5,\n")

    assert table.header.names == ("urn", "school_name", "town", "flags", "flags_column_5")
    assert table.header.heading("flags_column_5") == "Flags"


def test_headings_may_be_repeated_further_down_as_where_files_were_joined() -> None:
    assert rows_of(table_of(TEXT + TEXT)) == [*ROWS, (5, ROWS[0][1]), (6, ROWS[1][1])]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), max_size=8), min_size=3, max_size=3),
        max_size=30,
    )
)
def test_whatever_a_program_writes_comes_back(rows: list[list[str]]) -> None:
    """White space around a cell, line breaks inside it told apart from each other, and blank rows are all that may be lost."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADING.split(","), *rows])
    expected = [[plain(cell) for cell in row] for row in rows]

    found = [[plain(cell) for cell in cells] for _, cells in rows_of(table_of(text.getvalue()))]

    assert found == [row for row in expected if any(row) and row != list(map(plain, HEADING.split(",")))]


def plain(cell: str) -> str:
    return " ".join(cell.replace('"', "").split())


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_the_name_of_the_file(data: bytes) -> None:
    try:
        rows_of(table_of(HEADING.encode() + b"\n" + data))
    except InputFileError as error:
        assert "list.csv" in str(error)  # noqa: PT017  it may be raised or not


def test_canonical_names_are_what_other_programs_make_of_headings() -> None:
    assert [canonical(heading) for heading in ("LA (code)", "OVERALL_DESTPER_18", " Flags. ")] == [
        "la_code",
        "overall_destper_18",
        "flags",
    ]


PUPDEST = Path(__file__).parents[3] / "shared" / "cases" / "999_ks4-pupdest.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Downloads"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "names.csv").write_text("LEA,LA Name,REGION,REGION NAME\n202,Dale,31,North\n", "utf-8")
    (folder / "a note.txt").write_text("Downloaded in May\n", "utf-8")
    (folder / ".hidden.csv").write_text("LEA,LA Name\n", "utf-8")
    return folder


def zipped(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return path


@pytest.fixture
def store(tmp_path: Path):
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_every_file_of_a_folder_or_zip_is_imported_and_others_are_named(store: Store, folder: Path, kind: str) -> None:
    path = folder if kind == "folder" else zipped(folder)

    imported, left_out = sorted(import_files(store, path), key=lambda result: "note" in result.file)

    assert imported.summary == "the names of 1 local authority"  # type: ignore[union-attr]
    assert imported.file.endswith("2019/names.csv")
    assert left_out.reason.endswith("a note.txt isn't a table.")  # type: ignore[union-attr]
    assert not left_out.known  # type: ignore[union-attr]


def test_a_zip_made_to_fill_the_disk_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * 20_000_000)

    [refusal] = import_files(store, path)

    assert "unpacks to far more than it should" in refusal.reason  # type: ignore[union-attr]


def test_only_files_and_folders_are_opened(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(InputFileError, match="is not a file or folder"):
        list(files_at(tmp_path / "pipe.csv"))


def test_a_damaged_member_is_refused_by_name(store: Store, folder: Path) -> None:
    path = zipped(folder)
    data = bytearray(path.read_bytes())
    data[data.index(b"202,Dale")] ^= 1
    path.write_bytes(data)

    refused = [result for result in import_files(store, path) if "names.csv" in result.file]

    assert ["cannot be unpacked" in result.reason for result in refused] == [True]  # type: ignore[union-attr]
    assert list(files_in(next(files_at(path))))
