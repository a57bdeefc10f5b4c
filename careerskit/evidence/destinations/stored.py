"""The rows that the store keeps about destinations, and the sets of figures that they make.

A row is about a school, a local authority, a region or England, in one release. Its body has "authority" and "region" (a school's),
"name" (an area's, where the file has it), "figures" by group, and "earlier". Figures of a group have "size", and "counts" and
"per_cents" by category, all as text; earlier cohorts are [finished, size, sustained]. A release that gives counts and per cents in
rows of their own has them as parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from careerskit.errors import StoreError
from careerskit.evidence.destinations.disclosure import withhold
from careerskit.evidence.destinations.model import AreaFigures, Cohort, Destinations, EarlierCohort, Outcome
from careerskit.evidence.destinations.phases import KEY_STAGE_4, PHASES, Category, Phase, academic_year, years_after
from careerskit.evidence.figures import Figure
from careerskit.evidence.local_authorities import authority_names
from careerskit.evidence.source import Published
from careerskit.store import PublishedRelease

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = [
    "COUNTS",
    "ENGLAND",
    "GROUPS",
    "PER_CENTS",
    "authority_subject",
    "read_destinations",
    "region_subject",
    "select_destinations",
]

ENGLAND = "England"
GROUPS = ("everyone", "disadvantaged", "others")
COUNTS, PER_CENTS = "counts", "per_cents"


def authority_subject(number: str) -> str:
    """Return the subject of a local authority's row in the store, as "LA 202"."""
    return f"LA {number}"


def region_subject(code: str) -> str:
    """Return the subject of a region's row in the store, as "region E12000007"."""
    return f"region {code}"


def select_destinations(store: Store, phase: Phase, schools: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what each school's sets of a phase are made of, for :func:`read_destinations`: the newest release first."""
    releases = store.published.releases(phase.topic)
    rows = store.published.get(phase.topic, schools)
    merged = {school: {key: _merged(parts) for key, parts in found.items()} for school, found in rows.items()}
    every = [body for found in merged.values() for body in found.values()]
    numbers = {str(body.get("authority", "")) for body in every}
    regions = {str(body["region"]) for body in every if body.get("region")}
    names = authority_names(store, numbers)
    subjects = [ENGLAND, *map(authority_subject, numbers), *map(region_subject, regions)]
    areas = {
        subject: {key: _merged(parts) for key, parts in found.items()}
        for subject, found in store.published.get(phase.topic, subjects).items()
    }

    def one(release: PublishedRelease, body: dict[str, Any]) -> dict[str, Any]:
        number, region = str(body.get("authority", "")), str(body.get("region", ""))
        return {
            "period": release.period,
            "source": release.credit,
            "school": body,
            "authority_name": names[number],
            "authority": areas.get(authority_subject(number), {}).get(release.key),
            "region": areas.get(region_subject(region), {}).get(release.key) if region else None,
            "england": areas.get(ENGLAND, {}).get(release.key),
        }

    return {
        school: [one(release, found[release.key]) for release in releases if release.key in found]
        for school, found in merged.items()
    }


def read_destinations(published: Published) -> list[Destinations]:
    """Return where a school's students went: for each phase the newest set with figures, then its others, newest first.

    What would give a hidden figure away, over all sets, is withheld: see :mod:`careerskit.evidence.destinations.disclosure`.

    Raises:
        StoreError: a row no longer has what was in it when it was imported.
    """
    try:
        sets = [
            _set(phase, published.name, content)
            for phase in PHASES
            for content in published.content.get(phase.topic) or ()
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoreError(
            f"What the store has about the destinations of {published.name} can no longer be read ({error}). Import the file again."
        ) from error
    sets = withhold(sets)
    return list(chain.from_iterable(_in_order([one for one in sets if one.phase == phase]) for phase in PHASES))


def _in_order(sets: list[Destinations]) -> list[Destinations]:
    """Return sets of a phase by year, newest first, but the newest that has figures before all."""
    by_year = sorted(sets, key=lambda one: one.finished, reverse=True)
    # A store of before version 3 may have figures that were imported again since.
    by_year = [one for at, one in enumerate(by_year) if not any(_is_same(one, other) for other in by_year[:at])]
    first = next((one for one in by_year if one.is_usable), None)
    return by_year if first is None else [first, *(one for one in by_year if one is not first)]


def _is_same(one: Destinations, other: Destinations) -> bool:
    return (one.finished, one.school) == (other.finished, other.school)


def _merged(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return one body from those of several parts; {} where one of them is damaged, which reading it then says."""
    try:
        return _joined(parts)
    except (KeyError, TypeError, AttributeError):  # one school's must not stop a query for many
        return {}


def _joined(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    first, *others = parts.values()
    if "table_year" in first:
        return _as_written_before(first)
    if not others:
        return dict(first)
    figures: dict[str, dict[str, Any]] = {}
    for body in (first, *others):
        for group, entries in body["figures"].items():
            known = figures.setdefault(group, {})
            for name, value in entries.items():
                known[name] = {**known.get(name, {}), **value} if isinstance(value, dict) else value
    return {**first, "figures": figures}


def _set(phase: Phase, name: str, content: Mapping[str, Any]) -> Destinations:
    school = content["school"]
    finished = str(content["period"] or school["finished"])
    bodies = [body for body in (school, content["authority"], content["region"], content["england"]) if body]
    there = {
        key
        for body in bodies
        for entries in body["figures"].values()
        for unit in (COUNTS, PER_CENTS)
        for key in entries.get(unit, ())
    }
    categories = [category for category in phase.categories if category.key in there]

    def area(called: str, body: Mapping[str, Any] | None) -> AreaFigures | None:
        return _area(called, body, categories) if body else None

    authority = content["authority"]
    known = content["authority_name"]
    if authority and authority.get("name") and known.startswith("Local authority "):
        known = authority["name"]
    return Destinations(
        school=_area(name, school, categories),
        authority=area(known, authority),
        region=area(str((content["region"] or {}).get("name", "")), content["region"]),
        england=area(ENGLAND, content["england"]),
        finished=finished,
        destination_year=years_after(finished, 1),
        source=content["source"],
        phase=phase,
    )


def _area(name: str, body: Mapping[str, Any], categories: Iterable[Category]) -> AreaFigures:
    everyone, disadvantaged, others = (_cohort(body["figures"].get(group, {}), categories) for group in GROUPS)
    earlier = [
        EarlierCohort(year, Figure(size), Figure(sustained)) for year, size, sustained in body.get("earlier", ())
    ]
    return AreaFigures(name, everyone, disadvantaged, others, tuple(earlier))


def _cohort(entries: Mapping[str, Any], categories: Iterable[Category]) -> Cohort:
    counts, per_cents = entries.get(COUNTS, {}), entries.get(PER_CENTS, {})
    return Cohort(
        Figure(entries.get("size", "")),
        tuple(
            Outcome(category, Figure(counts.get(category.key, "")), Figure(per_cents.get(category.key, "")))
            for category in categories
        ),
    )


def _as_written_before(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body from a row of key stage 4 as stores before version 3 have it: the columns of the tables of one year.

    Those files were all read as the tables of 2019 were: a suffix like _18 is the year of the tables, which come out two years
    after the students have left.
    """
    figures, year = row["figures"], int(row["table_year"])

    def group(suffix: str) -> dict[str, Any]:
        keys = [category.key for category in KEY_STAGE_4.categories]
        return {
            "size": figures[f"COHORT{suffix}"],
            COUNTS: {key: figures[f"{key}{suffix}"] for key in keys},
            PER_CENTS: {key: figures[f"{key}PER{suffix}"] for key in keys},
        }

    suffixes = sorted(
        (name[-2:] for name in figures if name.startswith("COHORT_") and name[-2:].isdecimal()), reverse=True
    )
    return {
        "finished": academic_year(year - 3),
        "authority": row["authority"],
        "figures": dict(zip(GROUPS, map(group, ("", "_DIS", "_NONDIS")), strict=True)),
        "earlier": [
            [
                academic_year(1997 + int(suffix)),
                figures[f"COHORT_{suffix}"],
                figures.get(f"OVERALL_DESTPER_{suffix}", ""),
            ]
            for suffix in suffixes
        ],
    }
