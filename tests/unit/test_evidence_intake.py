"""A file is told by what is in it. What cannot be read is refused with what it seems to be and what can be read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError
from careerskit.evidence import take_in
from careerskit.evidence.intake import KINDS_READ
from careerskit.plan import Plan
from careerskit.store import Store, load_plan, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


PLAN = Plan.of("dale-1", {"header": {"school_name": "Dale School"}, "vision": {"ideas": "Bold"}}).to_json()


@pytest.mark.parametrize("mark", ["", "\ufeff", "\n  "])
def test_a_plan_file_is_taken_whatever_it_is_called(store: Store, tmp_path: Path, mark: str) -> None:
    path = tmp_path / "our plan.txt"
    path.write_text(mark + PLAN, encoding="utf-8")

    entry = take_in(store, path, who="Robin")

    assert (entry.file, entry.what, entry.schools, entry.notes) == ("our plan.txt", "the plan of Dale School", 1, ())
    assert load_plan(store, store.school("dale-1")).vision.ideas == "Bold"
    assert {revision.who for revision in store.history("dale-1")} == {"Robin"}


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet (Excel, xlsx). Open it, save the sheet as"),
        (
            zipped("mimetype", "content.xml"),
            "a file of an OpenDocument program, like a spreadsheet (ods). Open it, save",
        ),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document (docx). careerskit reads"),
        (zipped("pupdest.csv"), "a zip file. Unpack it"),
        (zipped("pupdest.csv")[:40], "a damaged zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a file of an older Office, like a spreadsheet (xls)"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        ("RECTYPE,URN\n".encode("utf-16"), "text in UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        (b"\xef\xbb\xbf<!doctype html><title>Not found</title>", "a web page. Download the data file itself."),
        (json.dumps({"nbformat": 4, "cells": []}).encode(), "a notebook"),
        (b"Dear all\nhere is our plan\n", "text that is no table"),
        (b"RECTYPE;URN;COHORT\n1;2;3\n", "text separated by semicolons"),
        (b"URN,LA,ESTAB,NUMFSM\n", "the school census file of the performance tables"),
        (b"URN,EstablishmentName\n", "a list from Get Information about Schools"),
        (b"time_period,cohort\n", "a file of Explore education statistics"),
        (b"a,b,c,d,e\n1,2,3,4,5\n", "a table with the columns a, b, c, d …"),
    ],
)
def test_other_kinds_are_refused_with_what_they_seem_to_be(
    store: Store, tmp_path: Path, data: bytes, seems: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(data)

    with pytest.raises(InputFileError) as refused:
        take_in(store, path)

    assert str(refused.value).startswith(f"file.csv seems to be {seems}")
    assert str(refused.value).endswith(f"careerskit reads these: {'; '.join(KINDS_READ)}.")
    assert store.schools() == []


def test_json_that_is_no_plan_is_refused_by_the_plan_itself(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "data.json"
    path.write_text('{"pupils": []}', encoding="utf-8")

    with pytest.raises(InputFileError, match=r"data\.json is JSON, but no plan file"):
        take_in(store, path)


def test_a_file_that_is_not_there_a_folder_and_an_empty_one_are_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"\xef\xbb\xbf\r\n")

    with pytest.raises(InputFileError, match=r"There is no file .*missing\.csv\."):
        take_in(store, tmp_path / "missing.csv")
    with pytest.raises(InputFileError, match=r"is a folder: name the file in it\."):
        take_in(store, tmp_path)
    with pytest.raises(InputFileError, match=r"empty\.csv is empty\."):
        take_in(store, tmp_path / "empty.csv")
