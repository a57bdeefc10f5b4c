"""The areas that labour market figures are of, and which of them a school is in.

The same name can stand for several kinds of area: the Cumbria of a Local Enterprise Partnership, and that of an improvement plan.
So a row of the store is about a kind and a name, and names are compared without capitals, spaces and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from careerskit.evidence.local_authorities import authority_names
from careerskit.evidence.register import register_entries

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = [
    "COUNTRY",
    "ENGLAND",
    "IMPROVEMENT_PLAN_AREA",
    "LEVELS",
    "LOCAL_AUTHORITY",
    "TOPIC",
    "Area",
    "area_key",
    "area_subject",
    "areas_of",
    "plain_name",
]

TOPIC = "improvement plan areas"

COUNTRY, LOCAL_AUTHORITY, IMPROVEMENT_PLAN_AREA = "COUNTRY", "LADU", "LSIP"
LEVELS = (COUNTRY, LOCAL_AUTHORITY, IMPROVEMENT_PLAN_AREA, "LEP", "MCA")
"""The kinds of area, as the files of the Department's Local Skills dashboard name them."""

# By level and key: names that the files of the Local Skills dashboard have where the Department and the lookup have others. It cut
# "-on-" off names, and its Stoke-on-Trent has the name of the improvement plan area in two of the three surveys' files.
_OTHER_NAMES = {
    (LOCAL_AUTHORITY, "stockton"): "stocktonontees",
    (LOCAL_AUTHORITY, "southend"): "southendonsea",
    (LOCAL_AUTHORITY, "stokeontrentandstaffordshire"): "stokeontrent",
    (LOCAL_AUTHORITY, "durham"): "countydurham",
    (IMPROVEMENT_PLAN_AREA, "enterprisem3lepincludingallofsurrey"): "enterprisem3",
}


class Area(NamedTuple):
    """An area that a school is in. level: its kind. name: as people say it. subject: of its rows in the store."""

    level: str
    name: str
    subject: str


def plain_name(name: str) -> str:
    """Return an area's name without what stands behind a comma to sort it: "Bristol" for "Bristol, City of"."""
    before, comma, kind = name.strip().rpartition(", ")
    return before if comma and kind.lower() in ("city of", "county of") else name.strip()


def area_key(name: str) -> str:
    """Return what two ways to write an area's name have in common: "cheshirewestandchester"."""
    return re.sub("[^a-z0-9]+", "", plain_name(name).lower().replace("&", "and"))


def area_subject(level: str, name: str) -> str:
    """Return the subject of an area's rows in the store, as "LADU bristol"."""
    key = area_key(name)
    return f"{level} {_OTHER_NAMES.get((level, key), key)}"


ENGLAND = area_subject(COUNTRY, "England")


def areas_of(store: Store, schools: Collection[str]) -> dict[str, list[Area]]:
    """Return the areas that each school is in, the smallest first: its local authority, then the area of its improvement plan.

    Where a county is split between two improvement plans, the register says in which of its districts a school is; without that, it
    is in neither.
    """
    found = store.schools.find_all(schools)
    numbers = {school.id: school.local_authority for school in found if school.local_authority}
    names = authority_names(store, set(numbers.values()))
    plans = _plan_areas(store, names.values())
    split = [school for school, number in numbers.items() if len(plans.get(names[number], ())) > 1]
    districts = {school: entry.district for school, entry in register_entries(store, split).items()} if split else {}
    plans_of_districts = _plan_areas(store, set(districts.values()))
    areas = {}
    for school, number in numbers.items():
        name = names[number]
        areas[school] = [Area(LOCAL_AUTHORITY, plain_name(name), area_subject(LOCAL_AUTHORITY, name))]
        some = plans_of_districts.get(districts.get(school, ""), plans.get(name, []))
        if len(some) == 1:
            areas[school].append(Area(IMPROVEMENT_PLAN_AREA, some[0], area_subject(IMPROVEMENT_PLAN_AREA, some[0])))
    return areas


def _plan_areas(store: Store, names: Collection[str]) -> dict[str, list[str]]:
    """Return the improvement plan areas of local authorities and districts by name; those that are not known are left out."""
    known = store.published.newest(TOPIC, {area_key(name) for name in names})
    return {name: known[area_key(name)]["areas"] for name in names if area_key(name) in known}
