"""The labour market files and the school census as published: which area every local authority gets, and cells as in the file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from careerskit.evidence import context_of, import_file, labour_market_of
from careerskit.evidence.labour import OCCUPATION_NAMES
from careerskit.plan import School
from careerskit.store import PublishedRelease, Store, open_store

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the published files are not at {DATA}: they are not part of this project"
)

AUTHORITY, PLAN_AREA = "local authority", "Local Skills Improvement Plan area"
SAMPLE = (
    "Camden",
    "Stockton-on-Tees",
    "Stoke-on-Trent",
    "Bristol, City of",
    "Cheshire West & Chester",
    "Dorset",
    "Leeds",
)
IN_THE_FILE = {
    "Stockton-on-Tees": "Stockton",
    "Stoke-on-Trent": "Stoke-on-Trent and Staffordshire",
    "Cheshire West & Chester": "Cheshire West and Chester",
}
"""The names that the industry file has for local authorities that the Department names otherwise."""


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def authorities() -> dict[str, str]:
    return {f"LA{row['LEA']}": row["LA Name"] for row in rows("la_and_region_codes_meta.csv")}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, authorities: dict[str, str]) -> Iterator[Store]:
    """Return a store of all files, with an invented school in every local authority."""
    with open_store(str(tmp_path_factory.mktemp("labour") / "store.db")) as opened:
        names = (
            "la_and_region_codes_meta",
            "lad_to_lsip_2023",
            "england_census",
            *(p.stem for p in DATA.glob("lmi_*")),
        )
        for name in names:
            assert import_file(opened, DATA / f"{name}.csv", year="2019" if "lmi" not in name else "").rows_refused == 0
        opened.schools.register(
            [School(key, f"Invented {name}", local_authority=key[2:]) for key, name in authorities.items()]
        )
        yield opened


def id_of(name: str, authorities: dict[str, str]) -> str:
    (found,) = (key for key, each in authorities.items() if each == name)
    return found


def test_every_local_authority_but_one_gets_an_area(store: Store, authorities: dict[str, str]) -> None:
    """Hampshire is split between two improvement plan areas: without the register, nobody knows in which a school is."""
    kinds: dict[str, Counter[str]] = {}
    without = []
    for key, name in authorities.items():
        market = labour_market_of(store, key)
        if market is None:
            without.append(name)
        for one in market.statements if market else ():
            kinds.setdefault(one.topic, Counter())[one.geography.rpartition(", ")[2]] += 1

    assert len(authorities) == 151
    assert without == ["Hampshire"]
    assert {topic: (count[AUTHORITY], count[PLAN_AREA]) for topic, count in kinds.items()} == {
        "people in work by industry": (124, 26),
        "occupations": (124, 26),
        "online job adverts": (0, 150),
        "jobs by industry": (77, 0),
        "unemployment": (123, 27),
    }


@pytest.mark.parametrize("name", SAMPLE)
def test_industries_shown_are_those_of_the_file(store: Store, authorities: dict[str, str], name: str) -> None:
    market = labour_market_of(store, id_of(name, authorities))
    in_file = IN_THE_FILE.get(name, name)
    (row,) = (
        row
        for row in rows("lmi_aps_employment_by_industry_2018_2022.csv")
        if (row["geographic_level"], row["year"], row["area"].strip()) == ("LADU", "2022", in_file)
    )

    assert market
    assert market.industries
    assert market.industries.geography.endswith(AUTHORITY)
    assert len(market.industries.figures) == 9
    assert {label: figure.text for label, figure in market.industries.figures.items()} == {
        label: text for label, text in row.items() if label not in ("area", "geographic_level", "year")
    }


def test_a_county_has_the_figures_of_its_improvement_plan_area(store: Store, authorities: dict[str, str]) -> None:
    for county, area, in_file in (
        ("Kent", "Kent and Medway", "Kent and Medway"),
        ("Gloucestershire", "Gloucestershire", "Gloucestershire"),
        ("Suffolk", "Norfolk and Suffolk", "Norfolk and Suffolk"),
        ("Surrey", "Enterprise M3", "Enterprise M3 LEP (including all of Surrey)"),
        ("Northamptonshire", "South-East Midlands", "South East Midlands"),
        ("Cumbria", "Cumbria", "Cumbria"),
    ):
        market = labour_market_of(store, id_of(county, authorities))
        (row,) = (
            row
            for row in rows("lmi_aps_employment_status_2018_2022.csv")
            if (row["geographic_level"], row["year"], row["area"].strip()) == ("LSIP", "2022", in_file)
        )
        assert market
        assert market.status
        assert market.status.geography == f"{area}, {PLAN_AREA}"
        assert {figure.text for figure in market.status.figures.values()} == {
            text for label, text in row.items() if label not in ("area", "geographic_level", "year")
        }


@pytest.mark.parametrize(("district", "area"), [("Eastleigh", "Solent"), ("Basingstoke and Deane", "Enterprise M3")])
def test_a_school_in_hampshire_gets_the_area_of_its_district(store: Store, district: str, area: str) -> None:
    store.schools.register([School("hampshire", "Invented", local_authority="850")])
    store.published.save(PublishedRelease("register"), {"hampshire": {"district": district}})
    found = labour_market_of(store, "hampshire")

    assert found
    assert {one.geography for one in found.statements} == {f"{area}, {PLAN_AREA}"}


def test_the_occupations_that_are_used_add_up_to_everyone_in_work() -> None:
    """The column that is left out would make them a fifth more. There were 26.5 million aged 16 to 64, and 1 million older."""
    (england,) = (row for row in rows("lmi_aps_employment_by_occupation_2022.csv") if row["area"] == "England")
    figures = {heading.strip(): text for heading, text in england.items()}

    assert 26_500_000 < sum(int(figures[name]) for name in OCCUPATION_NAMES) < 27_600_000
    assert int(figures["community and civil enforcement occupations"]) == 5_946_200


def test_leeds_has_the_newer_jobs_and_sheffield_those_of_2019(store: Store, authorities: dict[str, str]) -> None:
    jobs = {
        name: next(one for one in found.statements if one.topic == "jobs by industry").text
        for name in ("Leeds", "Sheffield")
        if (found := labour_market_of(store, id_of(name, authorities)))
    }

    assert jobs["Leeds"].startswith("In 2021, the industries with the most jobs in Leeds were ")
    assert jobs["Sheffield"].startswith("In 2019, the industries with the most jobs in Sheffield were ")


def test_census_figures_are_those_of_the_file(store: Store) -> None:
    row = next(row for row in rows("england_census.csv") if row["URN"] == "100049")
    store.schools.register([School("100049", "Haverstock School", local_authority="202")])
    found = context_of(store, "100049")

    assert found
    assert found.pupils.text == row["NOR"]
    assert [one.per_cent.text for one in found.measures] == [
        row[key] for key in ("PSENELK", "PSENELSE", "PNUMFSMEVER", "PNUMEAL")
    ]
    assert [one.england and one.england.text for one in found.measures] == ["10.8", "1.7", "27.7", "16.9"]
