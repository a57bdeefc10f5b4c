"""The whole destinations file as the Department published it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.evidence import (
    CATEGORIES,
    Cohort,
    Destinations,
    Figure,
    destinations_of,
    import_file,
    published_about,
    read_destinations,
)
from careerskit.plan import Setting
from careerskit.store import Store, open_store

DATA = Path(__file__).parents[3] / "shared" / "data"
FILE = DATA / "england_ks4-pupdest.csv"

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason=f"the Department's file is not at {FILE}: it is published, but not part of this project",
)

Cells = dict[str, str]
SCHOOLS = ("100049", "100054", "135175")
GROUPS = {"everyone": "", "disadvantaged": "_DIS", "others": "_NONDIS"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("published") / "store.db")) as opened:
        for path in (FILE, DATA / "la_and_region_codes_meta.csv"):
            assert import_file(opened, path).warnings == ()
        yield opened


@pytest.fixture(scope="module")
def published() -> list[Cells]:
    with FILE.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def only_row(rows: list[Cells], **cells: str) -> Cells:
    (found,) = (row for row in rows if all(row[name] == value for name, value in cells.items()))
    return found


def differences(cohort: Cohort, row: Cells, group: str) -> list[tuple[str, str]]:
    """Return every figure that is not as in the file: what is shown, and what the file has."""
    pairs = [(cohort.size.text, row[f"COHORT{group}"])]
    for outcome in cohort.outcomes:
        key = outcome.category.key
        pairs += [(outcome.count.text, row[f"{key}{group}"]), (outcome.per_cent.text, row[f"{key}PER{group}"])]
    return [(shown, published) for shown, published in pairs if shown != published]


def found(store: Store, urn: str) -> Destinations:
    (destinations,) = destinations_of(store, urn)
    return destinations


def test_every_school_is_registered(store: Store) -> None:
    schools = store.schools.search()

    assert len(schools) == 3728
    assert sum(school.closed for school in schools) == 89
    assert sum(school.setting is Setting.SPECIAL for school in schools) == 773
    assert sum(school.setting is Setting.COLLEGE for school in schools) == 12
    assert len([school for school in schools if school.name == "Mayfield School"]) == 6


@pytest.mark.parametrize("urn", SCHOOLS)
def test_the_figures_of_school_authority_and_england_equal_the_file(
    store: Store, published: list[Cells], urn: str
) -> None:
    destinations = found(store, urn)
    row = only_row(published, URN=urn)
    rows = (row, only_row(published, RECTYPE="LA", LEA=row["LEA"]), only_row(published, RECTYPE="NAT"))

    assert destinations.school.name == row["SCHNAME"]
    assert (destinations.finished, destinations.destination_year) == ("2016/17", "2017/18")
    for area, expected in zip(destinations.areas, rows, strict=True):
        for name, group in GROUPS.items():
            assert differences(getattr(area, name), expected, group) == []
        assert [(entry.size.text, entry.sustained.text) for entry in area.earlier] == [
            (expected[f"COHORT_{year}"], expected[f"OVERALL_DESTPER_{year}"]) for year in ("18", "17")
        ]


def test_haverstocks_figures_equal_the_published_ones(store: Store) -> None:
    school, authority, england = found(store, "100049").areas

    assert (school.name, authority.name, england.name) == ("Haverstock School", "Camden", "England")
    assert [area.everyone.outcome("OVERALL_DEST").per_cent.words for area in (school, england)] == ["90%", "94%"]
    assert (school.everyone.size.words, england.everyone.size.words) == ("199", "528,139")
    assert (school.gap(), england.gap()) == (-4, -8)


def test_a_hidden_school_has_no_figure_and_no_gap(store: Store) -> None:
    school = found(store, "135175").school

    assert school.everyone.is_hidden
    assert school.everyone.size.value == 4
    assert {outcome.count.words for outcome in school.everyone.outcomes} == {"hidden to protect students"}
    assert [school.gap(category.key) for category in CATEGORIES] == [None] * len(CATEGORIES)
    assert [entry.sustained.words for entry in school.earlier] == ["100%", "hidden to protect students"]


def test_a_part_hidden_for_one_group_is_hidden_for_the_other(store: Store) -> None:
    school = found(store, "137181").school

    assert school.gap() == -3
    assert school.gap("SIXTH_COL") is None
    assert school.disadvantaged.outcome("SIXTH_COL").count.is_hidden
    assert school.others.outcome("SIXTH_COL").count.is_hidden
    assert [entry.sustained.words for entry in school.earlier] == ["no data", "no data"]


def test_the_sums_in_the_file_are_consistent(published: list[Cells]) -> None:
    for row in published:
        for group in GROUPS.values():
            count = {key: Figure(row[f"{key}{group}"]).value for key in ("COHORT", *(c.key for c in CATEGORIES))}
            per_cent = {c.key: Figure(row[f"{c.key}PER{group}"]).value for c in CATEGORIES}
            for total, *parts in (
                ("COHORT", "OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN"),
                ("OVERALL_DEST", "APPREN", "EMPLOYMENT", "EDUCATION"),
                ("EDUCATION", "FE", "SCH_6TH", "SIXTH_COL", "OTHER_EDU"),
            ):
                numbers = [count[part] for part in parts]
                if count[total] is not None and None not in numbers:
                    assert count[total] == sum(number for number in numbers if number is not None)
            shares = [per_cent[part] for part in ("OVERALL_DEST", "NOT_SUSTAINED", "UNKNOWN")]
            if None not in shares:
                assert 99 <= sum(share for share in shares if share is not None) <= 101


def test_every_cell_is_a_number_or_a_known_symbol_and_no_symbol_is_zero(published: list[Cells]) -> None:
    texts = {text for row in published for name, text in row.items() if "COHORT" in name or "PER" in name}

    assert all(Figure(text).is_known for text in texts)
    assert {text for text in texts if Figure(text).value is None} == {"SUPP", "SP", "NA"}


def test_every_figure_shown_of_every_school_equals_the_file(store: Store, published: list[Cells]) -> None:
    """Some are withheld, since they would give a hidden one away; a symbol is shown as the symbol that it is."""
    everything = published_about(store, store.schools.search())
    withheld: dict[str, int] = {}
    for row in published:
        if not row["URN"]:
            continue
        (found_again,) = read_destinations(everything[row["URN"]])
        for name, group in GROUPS.items():
            cohort = getattr(found_again.school, name)
            for shown, in_file in differences(cohort, row, group):
                assert (shown, name) == ("withheld", name), (row["URN"], group, shown, in_file)
                withheld[row["URN"]] = withheld.get(row["URN"], 0) + 1
            for outcome in cohort.outcomes:
                for figure in (outcome.count, outcome.per_cent):
                    assert (figure.value is None) == (figure.text in ("SUPP", "SP", "NA", "withheld"))
        assert [(entry.size.text, entry.sustained.text) for entry in found_again.school.earlier] == [
            (row[f"COHORT_{year}"], row[f"OVERALL_DESTPER_{year}"]) for year in ("18", "17")
        ]

    assert len(withheld) == 188
    assert (
        sorted(withheld.values())[len(withheld) // 2] == 4
    )  # the number and the per cent of one part, for both groups
