"""A file is recognised by its content; the error for any other file says what it is and what can be imported."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError
from careerskit.evidence import Refusal, import_file, import_files
from careerskit.evidence.import_files import FILES_READ
from careerskit.plan import Plan
from careerskit.store import Store, load_plan, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


def zip_of(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


PLAN = Plan.of("dale-1", {"header": {"school_name": "Dale School"}, "vision": {"ideas": "Bold"}}).to_json()


@pytest.mark.parametrize("mark", ["", "\ufeff", "\n  "])
def test_a_plan_file_is_imported_whatever_it_is_called(store: Store, tmp_path: Path, mark: str) -> None:
    path = tmp_path / "our plan.txt"
    path.write_text(mark + PLAN, encoding="utf-8")

    result = import_file(store, path, who="Robin")

    assert (result.file, result.summary, result.schools, result.warnings) == (
        "our plan.txt",
        "the plan of Dale School",
        1,
        (),
    )
    assert load_plan(store, store.schools.get("dale-1")).vision.ideas == "Bold"
    assert {revision.who for revision in store.answers.history("dale-1")} == {"Robin"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (
            zip_of("[Content_Types].xml", "xl/workbook.xml"),
            "is a spreadsheet (Excel, xlsx or xlsb). Save an action plan or programme as an Excel workbook (xlsx)",
        ),
        (
            zip_of("mimetype", "content.xml"),
            "is an OpenDocument file, like a spreadsheet (ods). Save an action plan",
        ),
        (zip_of("[Content_Types].xml", "word/document.xml"), "is a Word document (docx). You can import"),
        (zip_of("pupdest.csv"), "is a zip file. Unpack it"),
        (zip_of("pupdest.csv")[:40], "is a damaged zip file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
            "is from an older version of Office, like a spreadsheet (xls)",
        ),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        ("a,b,c\n1,2,3\n".encode("utf-16"), "is a table with the columns a, b, c."),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:01\n", "is a pointer of Git LFS"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text"),
        (b"\xef\xbb\xbf<!doctype html><title>Not found</title>", "is a web page. Download the data file itself."),
        (json.dumps({"nbformat": 4, "cells": []}).encode(), "is a notebook"),
        (b"Dear all\nhere is our plan\n", "isn't a table"),
        (b"URN,EstablishmentName\n", "is a list from Get Information about Schools"),
        (b"time_period,cohort\n", "is a file from Explore education statistics"),
        (b"a,b,c,d,e\n1,2,3,4,5\n", "is a table with the columns a, b, c, d …"),
    ],
    # Without names of their own, the tests would be named by the data. A zip contains the time, so each process would differ.
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_other_types_of_file_are_refused_with_what_they_are(
    store: Store, tmp_path: Path, data: bytes, kind: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(data)

    with pytest.raises(InputFileError) as error:
        import_file(store, path)

    assert str(error.value).startswith(f"file.csv {kind}")
    assert str(error.value).endswith(f" You can import: {'; '.join(FILES_READ)}.")
    assert store.schools.search() == []


def test_json_that_is_not_a_plan_is_refused_with_the_reason(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text('{"pupils": []}', encoding="utf-8")

    with pytest.raises(InputFileError, match=r"data\.json is JSON but not a plan file"):
        import_file(store, path)


def test_a_missing_file_a_folder_and_an_empty_file_are_refused_by_name(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"\xef\xbb\xbf\r\n")

    with pytest.raises(InputFileError, match=r"There is no file .*missing\.csv\."):
        import_file(store, tmp_path / "missing.csv")
    with pytest.raises(InputFileError, match=r"is a folder\. Name the file in it\."):
        import_file(store, tmp_path)
    with pytest.raises(InputFileError, match=r"empty\.csv is empty\."):
        import_file(store, tmp_path / "empty.csv")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 100_000, "JSON cannot be read"),
        ('{"a":' * 100_000, "JSON cannot be read"),
        (PLAN.replace('"school":', '"school": "other", "school":', 1), "has “school” twice in one place"),
        (PLAN.replace('"ideas":', '"ideas": "x", "ideas":', 1), "has “ideas” twice in one place"),
    ],
    ids=["deep list", "deep object", "school twice", "answer twice"],
)
def test_a_plan_that_is_not_clear_is_refused_and_the_files_after_it_are_imported(
    store: Store, tmp_path: Path, text: str, reason: str
) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.json").write_text(text, encoding="utf-8")
    (folder / "b.json").write_text(PLAN, encoding="utf-8")

    refused, imported = import_files(store, folder)

    assert isinstance(refused, Refusal)
    assert reason in refused.reason
    assert imported.file == "b.json"
    assert [school.id for school in store.schools.search()] == ["dale-1"]
