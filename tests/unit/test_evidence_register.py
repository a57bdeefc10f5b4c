"""The register of Get Information about Schools is read in each of its layouts."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from careerskit.errors import InputFileError
from careerskit.evidence import (
    ImportResult,
    RegisterEntry,
    authority_names,
    describe_schools,
    import_file,
    register_entries,
    search_schools,
)
from careerskit.evidence.register import REGISTER_COLUMNS, read_day
from careerskit.plan import School, Setting
from careerskit.store import Store, open_store

COLUMNS = (
    *REGISTER_COLUMNS,
    *("TypeOfEstablishment (code)", "EstablishmentStatus (code)", "PhaseOfEducation (code)"),
    *("Town", "CloseDate", "LastChangedDate", "Trusts (name)", "GOR (name)", "HeadLastName"),
    "DistrictAdministrative (name)",
)
LINKS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")

Cells = dict[str, str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


def establishment(urn: str = "900001", name: str = "Larkmoor School", **cells: str) -> Cells:
    """Make a row of an open secondary school; names of columns without spaces, as TypeOfEstablishment_name."""
    row = dict.fromkeys(COLUMNS, "") | {
        "URN": urn,
        "EstablishmentName": name,
        "LA (code)": "999",
        "LA (name)": "Arlenshire",
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Secondary",
        "StatutoryLowAge": "11",
        "StatutoryHighAge": "16",
        "Town": "Fernhollow",
        "LastChangedDate": "13-01-2026",
        "GOR (name)": "North West",
        "HeadLastName": "Nobody",
    }
    given = {key.replace("_name", " (name)").replace("_code", " (code)"): value for key, value in cells.items()}
    assert given.keys() <= row.keys()
    return row | given


def write(path: Path, columns: Iterable[str], rows: Iterable[Cells], encoding: str = "cp1252") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def imported(store: Store, folder: Path, *rows: Cells, name: str = "edubasealldata20260115.csv") -> ImportResult:
    return import_file(store, write(folder / name, COLUMNS, rows))


def test_a_school_comes_with_its_town_its_authority_and_what_the_register_says_of_it(
    store: Store, tmp_path: Path
) -> None:
    result = imported(
        store,
        tmp_path,
        establishment(
            name="Larkmoor Académie",
            TypeOfEstablishment_name="Academy converter",
            EstablishmentStatus_name="Open, but proposed to close",
            Trusts_name="LARKMOOR TRUST",
            DistrictAdministrative_name="East Arlenshire",
        ),
    )

    assert result.summary == "the register of schools and colleges of 15 January 2026: 1 school or college"
    assert result.warnings == (), "Windows-1252 is how it is published"
    assert store.schools.search() == [
        School("900001", "Larkmoor Académie", Setting.SCHOOL, "999", closed=False, town="Fernhollow")
    ]
    assert register_entries(store, ["900001", "900002"]) == {
        "900001": RegisterEntry(
            "Academy converter",
            "Secondary",
            11,
            16,
            "LARKMOOR TRUST",
            "Open, but proposed to close",
            "",
            "East Arlenshire",
        )
    }
    assert authority_names(store, ["999"]) == {"999": "Arlenshire"}
    assert describe_schools(store, store.schools.search())[0].about == "Fernhollow, Arlenshire, proposed to close"


@pytest.mark.parametrize(
    ("cells", "setting"),
    [
        (
            {"TypeOfEstablishment_name": "Academy special converter", "PhaseOfEducation_name": "Not applicable"},
            "Special school",
        ),
        (
            {"TypeOfEstablishment_name": "Free Schools - Special", "PhaseOfEducation_name": "Not applicable"},
            "Special school",
        ),
        ({"TypeOfEstablishment_name": "Further education", "PhaseOfEducation_name": "16 plus"}, "College"),
        ({"TypeOfEstablishment_name": "Academy 16-19 converter", "PhaseOfEducation_name": "16 Plus"}, "College"),
        ({"TypeOfEstablishment_name": "Free Schools 16-19", "PhaseOfEducation_name": "16 plus"}, "College"),
        (
            {"TypeOfEstablishment_name": "Special post 16 institution", "PhaseOfEducation_name": "Not applicable"},
            "College",
        ),
        ({"TypeOfEstablishment_name": "Miscellaneous", "StatutoryLowAge": "16"}, "Training provider"),
        ({"TypeOfEstablishment_name": "Miscellaneous", "StatutoryLowAge": "11"}, "School"),
        ({"TypeOfEstablishment_name": "Academy secure 16 to 19"}, "School"),
        ({"TypeOfEstablishment_name": "University technical college", "StatutoryLowAge": "14"}, "School"),
        ({"TypeOfEstablishment_name": "", "TypeOfEstablishment_code": "07"}, "Special school"),
        ({"TypeOfEstablishment_name": "Other independent school", "TypeOfEstablishment_code": "12"}, "School"),
    ],
)
def test_the_type_of_an_establishment_says_which_setting_it_is(
    store: Store, tmp_path: Path, cells: Cells, setting: str
) -> None:
    imported(store, tmp_path, establishment(**cells))
    assert [school.setting for school in store.schools.search()] == [setting]


def test_a_type_that_the_service_does_not_list_is_noted(store: Store, tmp_path: Path) -> None:
    result = imported(store, tmp_path, establishment(TypeOfEstablishment_name="Moon school"))
    assert [
        warning for warning in result.warnings if "row 2, column TypeOfEstablishment (name): 'Moon school'" in warning
    ]
    assert store.schools.find("900001")


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"PhaseOfEducation_name": "Primary", "StatutoryHighAge": "11"}, False),
        ({"PhaseOfEducation_name": "Nursery", "StatutoryHighAge": ""}, False),
        ({"PhaseOfEducation_name": "Middle deemed primary", "StatutoryHighAge": "11"}, False),
        ({"PhaseOfEducation_name": "Middle deemed primary", "StatutoryHighAge": "12"}, True),
        ({"PhaseOfEducation_name": "Middle deemed secondary", "StatutoryHighAge": "13"}, True),
        ({"PhaseOfEducation_name": "All through", "StatutoryHighAge": ""}, True),
        ({"PhaseOfEducation_name": "", "PhaseOfEducation_code": "2", "StatutoryHighAge": "11"}, False),
        ({"PhaseOfEducation_name": "Not applicable", "StatutoryHighAge": "11"}, False),
        ({"PhaseOfEducation_name": "Not applicable", "StatutoryHighAge": "19"}, True),
        ({"PhaseOfEducation_name": "Not applicable", "StatutoryHighAge": ""}, True),
        ({"TypeOfEstablishment_name": "Welsh establishment"}, False),
        (
            {"TypeOfEstablishment_name": "Higher education institutions", "PhaseOfEducation_name": "Not applicable"},
            False,
        ),
    ],
)
def test_only_schools_in_england_with_students_in_year_7_or_later_are_made_known_and_the_others_counted(
    store: Store, tmp_path: Path, cells: Cells, kept: bool
) -> None:
    result = imported(store, tmp_path, establishment(**cells), establishment("900002", "Quillbridge High School"))
    assert (store.schools.find("900001") is not None) is kept
    assert ("; 1 other has no students in Year 7 or later in England" in result.summary) is not kept
    assert result.rows_refused == 0


def test_a_row_that_makes_no_sense_is_left_out_with_its_row_and_column(store: Store, tmp_path: Path) -> None:
    result = imported(
        store,
        tmp_path,
        establishment(),
        establishment(),
        establishment("12", "Short URN School"),
        establishment("900003", ""),
        establishment("900004", "No Such Authority School", LA_code="x"),
    )
    assert [school.id for school in store.schools.search()] == ["900001"]
    assert result.rows_refused == 4
    for place in (
        "row 3, column URN",
        "row 4, column URN",
        "row 5, column EstablishmentName",
        "row 6, column LA (code)",
    ):
        assert any(place in warning for warning in result.warnings), place


def test_a_list_saved_by_a_spreadsheet_is_the_same_list(store: Store, tmp_path: Path) -> None:
    imported(
        store,
        tmp_path,
        establishment(
            "900001.0", CloseDate="31/08/2023", LA_code="999.0", StatutoryLowAge="11.0", StatutoryHighAge="16.0"
        ),
    )
    assert register_entries(store, ["900001"])["900001"].closed_on == "2023-08-31"
    assert register_entries(store, ["900001"])["900001"].high_age == 16
    assert store.schools.get("900001").local_authority == "999"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-08-2023", "2023-08-31"),
        ("1/9/2023 00:00:00", "2023-09-01"),
        ("2023-09-01", "2023-09-01"),
        ("20230901", "2023-09-01"),
        ("31-02-2023", ""),
        ("", ""),
        ("soon", ""),
    ],
)
def test_a_day_is_read_as_the_register_or_a_spreadsheet_writes_it(text: str, day: str) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("name", "changed", "day"),
    [
        ("edubasealldata20260115.csv", "20-01-2026", "2026-01-15"),
        ("results.csv", "20-01-2026", "2026-01-20"),
        ("results.csv", "20-01-2199", "2026-01-13"),
        ("edubasealldata21990115.csv", "20-01-2026", "2026-01-20"),
    ],
)
def test_a_list_is_of_the_day_in_its_name_or_of_the_last_change_in_it(
    store: Store, tmp_path: Path, name: str, changed: str, day: str
) -> None:
    imported(store, tmp_path, establishment(), establishment("900002", LastChangedDate=changed), name=name)
    assert [release.period for release in store.published.releases("register")] == [day]


def test_a_newer_list_wins_whichever_is_imported_first(store: Store, tmp_path: Path) -> None:
    older, newer = ("edubasealldata20240115.csv", "Old Name"), ("edubasealldata20260115.csv", "New Name")
    for order in ((older, newer), (newer, older)):
        for file, name in order:
            imported(store, tmp_path, establishment(name=name, LA_name=f"{name} County"), name=file)
        assert store.schools.get("900001").name == "New Name"
        assert authority_names(store, ["999"]) == {"999": "New Name County"}


def test_an_older_list_adds_the_town_and_leaves_the_newer_name_and_a_newer_list_without_towns_keeps_it(
    store: Store, tmp_path: Path
) -> None:
    with store.published.writing() as writer:
        writer.register([School("900001", "Name of the Figures", local_authority="999")], "2019")
    imported(store, tmp_path, establishment(name="Name of 2018"), name="edubasealldata20181213.csv")
    assert store.schools.get("900001") == School(
        "900001", "Name of the Figures", local_authority="999", town="Fernhollow"
    )
    with store.published.writing() as writer:
        writer.register([School("900001", "Name of 2027", local_authority="999")], "2027")
    assert store.schools.get("900001") == School("900001", "Name of 2027", local_authority="999", town="Fernhollow")


def test_a_long_import_says_how_far_it_has_read_and_needs_no_more_memory_than_a_short_one(
    store: Store, tmp_path: Path
) -> None:
    def read(count: int) -> tuple[list[float], int]:
        rows = (establishment(str(100_000 + number), HeadLastName="x" * 3_000) for number in range(count))
        path, told = write(tmp_path / f"edubasealldata{count}.csv", COLUMNS, rows), list[tuple[str, float]]()
        tracemalloc.start()
        try:
            import_file(store, path, on_progress=lambda file, share: told.append((file, share)))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert {file for file, _ in told} == {path.name}
        return [share for _, share in told], peak

    (_, short), (shares, long) = read(2_000), read(8_000)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(shares) > 5
    assert long < 1.5 * short


def test_importing_a_list_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    results = [imported(store, tmp_path, establishment(), establishment("900002", "Quillbridge")) for _ in range(2)]
    assert results[0] == results[1]
    assert store.schools.count() == 2


def test_a_list_without_a_column_is_refused_with_the_columns_name(store: Store, tmp_path: Path) -> None:
    columns = [column for column in COLUMNS if column != "StatutoryHighAge"]
    with pytest.raises(InputFileError, match="does not have the column StatutoryHighAge"):
        import_file(store, write(tmp_path / "list.csv", columns, [establishment()]))
    assert store.schools.count() == 0


def test_a_list_of_primary_schools_alone_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="no row is about a school or college with students in Year 7 or later"):
        imported(store, tmp_path, establishment(PhaseOfEducation_name="Primary", StatutoryHighAge="11"))
    assert authority_names(store, ["999"]) == {"999": "Local authority 999"}


@pytest.fixture
def links(store: Store, tmp_path: Path) -> Store:
    imported(
        store,
        tmp_path,
        establishment("900001", "Oldcroft School", EstablishmentStatus_name="Closed", CloseDate="31-08-2012"),
        establishment("900002", "Oldcroft Academy", EstablishmentStatus_name="Closed", CloseDate="31-08-2023"),
        establishment("900003", "Newcroft Academy"),
        establishment("900004", "Mossgate School", EstablishmentStatus_name="Closed"),
        establishment("900005", "Mossgate North School"),
        establishment("900006", "Mossgate South School"),
        establishment("900007", "Brindlecote School", EstablishmentStatus_name="Closed", CloseDate="31-08-2020"),
    )

    def link(urn: str, other: str, kind: str) -> Cells:
        return dict(zip(LINKS, (urn, other, "A name", kind, "01-09-2012"), strict=True))

    rows = [
        link("900001", "900002", "Successor"),
        link("900002", "900001", "Predecessor"),
        link("900003", "900002", "Predecessor - merged"),
        link("900002", "900001", "Successor"),  # some published links go round in a circle
        link("900004", "900005", "Successor - Split School"),
        link("900004", "900006", "Successor - Split School"),
        link("900003", "900005", "Sixth Form Centre Link"),
        link("900007", "900099", "Successor"),
    ]
    result = import_file(store, write(tmp_path / "links_edubasealldata20260115.csv", LINKS, rows))
    assert result.summary == "6 links from schools and colleges to their successors"
    return store


def closures(store: Store) -> dict[str, str]:
    return {one.school.id: one.closure for one in describe_schools(store, store.schools.search()) if one.school.closed}


def test_a_closed_school_says_when_it_closed_and_what_it_is_now(links: Store) -> None:
    assert closures(links) == {
        "900001": "Oldcroft School closed in 2012. It is now Newcroft Academy.",
        "900002": "Oldcroft Academy closed in 2023. It is now Newcroft Academy.",
        "900004": "Mossgate School has closed. It is now Mossgate North School and Mossgate South School.",
        "900007": "Brindlecote School closed in 2020.",
    }


def test_a_successor_of_the_same_name_is_told_apart_by_its_urn(links: Store) -> None:
    links.schools.register([School("900005", "Mossgate School")])
    with links.published.writing() as writer:
        writer.register([School("900006", "Mossgate School"), School("900005", "Mossgate School")], "2027")
    assert closures(links)["900004"].endswith("It is now Mossgate School (900005) and Mossgate School (900006).")


def test_a_search_for_a_closed_school_offers_what_it_is_now_right_after_it(links: Store) -> None:
    found = search_schools(links, "oldcroft school", 50)
    assert ([school.id for school in found.schools], found.total) == (["900001", "900003"], 2)
    assert [school.id for school in search_schools(links, "900001", 50).schools] == ["900001", "900003"]
    assert [school.id for school in search_schools(links, "fernhollow", 50).schools[:3]] == [
        "900005",
        "900006",
        "900003",
    ]


def test_links_without_a_successor_are_refused(store: Store, tmp_path: Path) -> None:
    row = dict(zip(LINKS, ("900001", "900002", "A name", "Other", ""), strict=True))
    with pytest.raises(InputFileError, match="no row names the successor of a school"):
        import_file(store, write(tmp_path / "links.csv", LINKS, [row]))


YEARS = ("2017", "2018", "2026")


@pytest.fixture(scope="module")
def layouts(published: Path) -> dict[str, list[Cells]]:
    def rows(year: str) -> list[Cells]:
        with (published / f"gias_establishments_{year}.csv").open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened))

    return {year: rows(year) for year in YEARS}


def test_the_three_published_layouts_give_the_same_fields_for_the_same_school(
    layouts: dict[str, list[Cells]], tmp_path: Path
) -> None:
    every = [row for year in YEARS for row in layouts[year]]
    known = []
    for year in YEARS:
        file = write(
            tmp_path / f"edubasealldata{year}0101.csv",
            layouts[year][0],
            ({column: row.get(column, "") for column in layouts[year][0]} for row in every),
        )
        with open_store(str(tmp_path / f"{year}.db")) as store:
            assert import_file(store, file).rows_read == 24
            schools = store.schools.search()
            known.append(
                (
                    schools,
                    register_entries(store, [school.id for school in schools]),
                    store.published.newest("local authorities"),
                )
            )
    assert known[0] == known[1] == known[2]
    assert len(known[0][0]) == 17


def test_real_rows_of_each_layout_are_read_as_they_are(
    layouts: dict[str, list[Cells]], published: Path, store: Store
) -> None:
    for year, outside in zip(YEARS, (5, 2, 0), strict=True):
        result = import_file(store, published / f"gias_establishments_{year}.csv")
        assert result.warnings == ()
        assert (f"; {outside} others have no students" in result.summary) is (outside > 0)
    assert store.schools.get("106653") == School(
        "106653", "Penistone Grammar School", Setting.SCHOOL, "370", town="Sheffield"
    )
    assert store.schools.get("133157").setting is Setting.PROVIDER
    assert register_entries(store, ["131095"])["131095"].closed_on == "2017-10-01"
    assert register_entries(store, ["105135"])["105135"].trust == "ST BENEDICT CATHOLIC ACADEMY TRUST"
    assert register_entries(store, ["124930"])["124930"].district == "Surrey Heath"


def test_a_list_brings_schools_that_the_destinations_file_lacks_and_towns_for_those_it_has(
    published: Path, store: Store
) -> None:
    import_file(store, published / "england_ks4-pupdest.csv")
    before = store.schools.count()
    assert store.schools.search("penistone sheffield") == []
    for year in YEARS:
        import_file(store, published / f"gias_establishments_{year}.csv")
    assert store.schools.count() == before + 14
    assert [school.id for school in store.schools.search("penistone sheffield")] == ["106653"]
    assert store.schools.get("105135").town == "London"
