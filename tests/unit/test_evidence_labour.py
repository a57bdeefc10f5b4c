"""Labour market files are read as published, and what they say is said of the right area, in plain sentences."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerskit.errors import InputFileError, StoreError
from careerskit.evidence import LabourMarket, Suggestion, import_file, labour_market_of, suggestions_for
from careerskit.evidence.labour.areas import area_key, area_subject
from careerskit.plan import School
from careerskit.store import PublishedRelease, PublishedRow, Store, open_store

FILES = Path(__file__).parents[1] / "data" / "evidence"
LABOUR = (
    *("lad_to_lsip.csv", "lmi_industry.csv", "lmi_occupation.csv", "lmi_status.csv"),
    *("lmi_job_adverts.csv", "bres_by_area_2019.csv", "bres_by_year.csv"),
)
LARKMOOR, GORSE, KENT, HAMPSHIRE, NOWHERE = "900001", "900002", "900003", "900004", "900005"
AUTHORITIES = {"901": "Larkmoor, City of", "902": "Fern & Gorse", "886": "Kent", "850": "Hampshire"}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """Return a store of schools in four local authorities, and one whose authority is not known."""
    with open_store(str(tmp_path / "store.db")) as opened:
        release = PublishedRelease("local authorities")
        opened.published.save(release, {number: {"name": name} for number, name in AUTHORITIES.items()})
        numbers = {LARKMOOR: "901", GORSE: "902", KENT: "886", HAMPSHIRE: "850", NOWHERE: ""}
        opened.schools.register(
            [School(urn, f"Invented School {urn}", local_authority=number) for urn, number in numbers.items()]
        )
        yield opened


@pytest.fixture
def store(empty: Store) -> Store:
    for name in LABOUR:
        import_file(empty, FILES / name)
    return empty


def market(store: Store, urn: str) -> LabourMarket:
    found = labour_market_of(store, urn)
    assert found
    return found


def text_on(topic: str, found: LabourMarket) -> str:
    (text,) = (one.text for one in found.statements if one.topic == topic)
    return text


def with_rows(tmp_path: Path, name: str, *rows: str) -> Path:
    path = tmp_path / name
    path.write_text((FILES / name).read_text("utf-8-sig") + "".join(f"{row}\n" for row in rows), "utf-8")
    return path


def test_every_labour_market_file_is_known_by_its_content(empty: Store, tmp_path: Path) -> None:
    summaries = []
    for number, name in enumerate(LABOUR):
        (tmp_path / f"{number}.csv").write_bytes((FILES / name).read_bytes())
        summaries.append(import_file(empty, tmp_path / f"{number}.csv", year="2019").summary.partition(";")[0])

    assert summaries == [
        "the Local Skills Improvement Plan areas of 6 local authority districts",
        "people in work by industry, 2018 to 2022, for 6 areas",
        "people in work by occupation, 2022, for 3 areas",
        "people in work and out of work, 2022, for 4 areas",
        "online job adverts, 2019 to 2022, for 3 areas",
        "jobs by industry, 2019, for 3 areas",
        "jobs by industry, 2015 to 2021, for 1 area",
    ]


def test_importing_the_files_again_changes_nothing(store: Store) -> None:
    before = market(store, LARKMOOR)
    for name in LABOUR:
        import_file(store, FILES / name)

    assert market(store, LARKMOOR) == before


def test_industries_are_named_with_their_numbers_and_what_has_grown(store: Store) -> None:
    found = market(store, LARKMOOR).statements[0]

    assert found.text == (
        "In 2022, the largest industries by people in work in Larkmoor were public administration, education and health (about "
        "22,400); manufacturing (about 11,200); and distribution, hotels and restaurants (about 8,700). Since 2018, construction "
        "has grown most: from about 3,000 people to about 5,200."
    )
    assert (found.geography, found.period, found.year) == ("Larkmoor, local authority", "2018 to 2022", 2022)
    assert found.source.startswith("Office for National Statistics, Annual Population Survey")


def test_an_authority_with_too_little_published_has_the_figures_of_its_improvement_plan_area(store: Store) -> None:
    found = market(store, GORSE)

    assert found.statements[0].geography == "Moor and Fen, Local Skills Improvement Plan area"
    assert "in the Moor and Fen area were public administration, education and health (about 112,000)" in (
        found.statements[0].text
    )
    assert "About 12,000 people in the Moor and Fen area were unemployed" in text_on("unemployment", found)


def test_the_names_of_areas_at_several_levels_are_kept_apart(store: Store) -> None:
    """Of the three areas called Moor and Fen, only the improvement plan's is shown, whose name ends with a space in some files."""
    text = text_on("online job adverts", market(store, LARKMOOR))

    assert text == (
        "There were about 18,000 online job adverts in the Moor and Fen area in October 2022. That compares with about 24,000 in "
        "October 2021 and about 12,000 in October 2019."
    )


def test_a_month_that_is_missing_is_not_compared_with(empty: Store, tmp_path: Path) -> None:
    import_file(empty, FILES / "lad_to_lsip.csv")
    import_file(empty, with_rows(tmp_path, "lmi_job_adverts.csv", "LSIP,Moor and Fen,Nov 22,19000,0.01,22"))

    found = market(empty, LARKMOOR).statements[0]
    assert found.text.endswith("in November 2022. That compares with about 25,000 in November 2021.")
    assert found.period == "November 2021 to November 2022"


def test_a_county_has_the_area_of_its_districts(store: Store) -> None:
    found = market(store, KENT)

    assert {one.geography for one in found.statements} == {"Kent and Medway, Local Skills Improvement Plan area"}


def test_in_a_county_with_two_areas_the_register_says_in_which_a_school_is(store: Store, tmp_path: Path) -> None:
    solent = "Solent,LSIP,2022,1000000,800000,770000,700000,90000,30000,200000"
    import_file(store, with_rows(tmp_path, "lmi_status.csv", solent))
    assert labour_market_of(store, HAMPSHIRE) is None

    store.published.save(PublishedRelease("register"), {HAMPSHIRE: {"district": "Eastleigh"}})
    assert text_on("unemployment", market(store, HAMPSHIRE)) == (
        "About 30,000 people in the Solent area were unemployed in 2022: 4% of those in work or looking for it (England 4%)."
    )


@pytest.mark.parametrize("urn", [HAMPSHIRE, NOWHERE], ids=["a county in two areas", "no local authority"])
def test_nothing_is_said_where_the_area_is_not_known(store: Store, urn: str) -> None:
    assert labour_market_of(store, urn) is None
    assert suggestions_for(store, store.schools.get(urn)) == {}


def test_a_warning_among_the_areas_is_no_area_and_is_passed_on(empty: Store) -> None:
    import_file(empty, FILES / "lad_to_lsip.csv")
    result = import_file(empty, FILES / "lmi_occupation.csv")

    assert result.warnings == (
        "lmi_occupation.csv, row 4, says: An issue affected the breakdowns of some occupations. We are urging caution "
        "(https://www.example.org/statements/occupations.)",
    )
    (found,) = market(empty, LARKMOOR).statements
    assert found.source.endswith("it urges caution with detailed figures on occupations of that time")


def test_occupations_have_their_names_and_a_wrong_column_is_left_out(store: Store) -> None:
    assert text_on("occupations", market(store, LARKMOOR)) == (
        "In 2022, the largest groups of occupations in Larkmoor were health and social care associate professionals (about 3,400); "
        "skilled metal, electrical and electronic trades (about 3,300); and customer service occupations (about 3,200)."
    )


def test_symbols_are_never_numbers(store: Store) -> None:
    industries = market(store, LARKMOOR).industries

    assert industries
    assert [industries.figures[name].short for name in ("Agriculture and Fishing", "Energy and Water")] == [
        "hidden",
        "above zero",
    ]
    assert {industries.figures[name].value for name in ("Agriculture and Fishing", "Energy and Water")} == {None}


def test_unemployment_is_a_share_of_those_in_work_or_looking_for_it(store: Store) -> None:
    found = market(store, LARKMOOR)

    assert text_on("unemployment", found) == (
        "About 4,100 people in Larkmoor were unemployed in 2022: 7% of those in work or looking for it (England 4%)."
    )
    assert [(rate.here, rate.england) for rate in found.rates] == [(65, 76), (10, 12), (7, 4)]


def test_jobs_are_those_of_the_newest_release_that_has_the_area(store: Store) -> None:
    larkmoor, gorse = (text_on("jobs by industry", market(store, urn)) for urn in (LARKMOOR, GORSE))

    assert larkmoor.startswith("In 2021, the industries with the most jobs in Larkmoor were")
    assert "activities of extraterritorial organisations and bodies (about 6,300)" in larkmoor
    assert gorse.startswith("In 2019, the industries with the most jobs in Fern & Gorse were")


def test_a_change_is_never_between_two_releases(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "newer.csv"
    rows = (FILES / "lmi_industry.csv").read_text("utf-8").splitlines()
    path.write_text(
        "\n".join([rows[0], *(row.replace(",2022,", ",2024,") for row in rows if ",2022," in row)]), "utf-8"
    )
    import_file(store, path)

    found = market(store, LARKMOOR).statements[0]
    assert found.period == "2024"
    assert "Since" not in found.text


def test_regions_that_are_no_local_authority_of_today_are_left_out(store: Store) -> None:
    rows = store.published.get("jobs by industry")

    assert set(rows) == {"COUNTRY england", "LADU larkmoor", "LADU fernandgorse"}
    assert rows["LADU larkmoor"]["jobs by industry 2019"]["2019"]["C : Manufacturing"] == "750"


def test_the_year_of_a_file_without_one_is_given_or_in_its_name(empty: Store, tmp_path: Path) -> None:
    result = import_file(empty, FILES / "bres_by_area_2019.csv")
    nameless = tmp_path / "jobs.csv"
    nameless.write_bytes((FILES / "bres_by_area_2019.csv").read_bytes())

    assert "2019 was taken from the file’s name" in result.warnings[0]
    assert import_file(empty, nameless, year="2018").summary.startswith("jobs by industry, 2018")
    with pytest.raises(InputFileError, match="no cell says which year this is"):
        import_file(empty, nameless)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Larkmoor,PLANET,2022,1,1,1,1,1,1,1", "this must be one of COUNTRY, LADU, LSIP, LEP, MCA"),
        ("Larkmoor,LADU,soon,1,1,1,1,1,1,1", "this must be a year or month, and it is 'soon'"),
        ('"Larkmoor, City of",LADU,2022,1,1,1,1,1,1,1', "another row is already about this area in 2022"),
    ],
)
def test_a_row_that_cannot_be_kept_is_left_out_with_the_reason(
    empty: Store, tmp_path: Path, row: str, reason: str
) -> None:
    result = import_file(empty, with_rows(tmp_path, "lmi_status.csv", row))

    assert result.rows_refused == 1
    assert "lmi_status.csv, row 6, column" in result.warnings[0]
    assert reason in result.warnings[0]
    assert len(empty.published.get("employment status")) == 4


def test_a_cell_that_is_no_figure_is_noted_and_taken_as_not_published(empty: Store, tmp_path: Path) -> None:
    result = import_file(empty, with_rows(tmp_path, "lmi_status.csv", "Gorsefield,LADU,2022,many,1,1,1,1,1,1"))

    assert "column All: 'many' is neither a number nor a known symbol" in result.warnings[0]


def test_three_sentences_are_offered_each_with_its_area_and_source(store: Store) -> None:
    found = suggestions_for(store, store.schools.get(LARKMOOR))["current_state.labour_market"]

    assert [one.topic for one in found] == ["people in work by industry", "occupations", "online job adverts"]
    assert all(
        isinstance(one, Suggestion) and "(Area: " in one.text and " Source: Office for" in one.text for one in found
    )


def test_a_damaged_row_is_an_error_that_names_the_school(store: Store) -> None:
    release = store.published.releases("employment status")[0]
    with store.published.writing() as writer:
        writer.add(release, [PublishedRow("LADU larkmoor", {"Economically Active": 5, "Unemployed": "1"}, "2022")])

    with pytest.raises(StoreError, match=f"labour market around Invented School {LARKMOOR} can no longer be read"):
        labour_market_of(store, LARKMOOR)


def test_sentences_are_read_back_without_pandas(store: Store) -> None:
    code = (
        "import sys; from careerskit.evidence import suggestions_for; from careerskit.store import open_store\n"
        f"with open_store({store.url!r}) as store: found = suggestions_for(store, store.schools.get({LARKMOOR!r}))\n"
        "print(len(found['current_state.labour_market']), 'pandas' in sys.modules, 'matplotlib' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert shown.split() == ["3", "False", "False"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cheshire West & Chester", "Cheshire West and Chester"),
        ("Kingston Upon Hull, City of", "Kingston upon Hull"),
        ("Herefordshire, County of", "Herefordshire"),
        ("St. Helens", "St Helens "),
        ("South-East Midlands", "South East Midlands"),
    ],
)
def test_two_ways_to_write_an_area_are_the_same(one: str, other: str) -> None:
    assert area_key(one) == area_key(other)


def test_the_same_name_at_two_levels_is_two_areas() -> None:
    assert area_subject("LSIP", "Dorset") != area_subject("LADU", "Dorset")
    assert area_subject("LADU", "Stoke-on-Trent and Staffordshire") == area_subject("LADU", "Stoke-on-Trent")
    assert area_subject("LSIP", "Stoke-on-Trent and Staffordshire") != area_subject("LSIP", "Stoke-on-Trent")


@given(st.text())
def test_the_key_of_any_name_is_its_own_key(name: str) -> None:
    assert area_key(area_key(name)) == area_key(name)
