"""The school census: a school's pupils, and how many have which needs. england_census.csv of the performance tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.figures import Figure
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.evidence.years import stated_year
from careerskit.store import PublishedRelease, PublishedRow

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["CENSUS", "CENSUS_TOPIC"]

CENSUS_TOPIC = "school census"

_COUNTS = ("NOR", "TSENELSE", "TSENELK", "NUMEAL", "NUMFSMEVER")
_PER_CENTS = ("PSENELSE", "PSENELK", "PNUMEAL", "PNUMFSMEVER")
_COLUMNS = ("URN", "ESTAB", "SCHOOLTYPE", *_COUNTS, *_PER_CENTS)

_NATIONAL = {
    "State-funded primary": "PRI",
    "State-funded secondary": "SEC",
    "State-funded special school": "SPE",
}
"""The number of the national row, which stands in ESTAB, by type of school. Independent schools and others have none."""


def _read(reading: Reading) -> Iterator[Batch]:
    """Read a census file. A row that cannot be kept is left out with a warning; the rest goes on.

    Raises:
        InputFileError: a column is missing, the year is not known, or no row is about a school.
    """
    require_columns(reading, _COLUMNS, "Import the census file as the Department for Education publishes it.")
    year = stated_year(reading)
    release = PublishedRelease(
        CENSUS_TOPIC,
        year,
        f"school census of January {year}",
        f"Department for Education, school and college performance tables: school census, January {year}",
        year,
    )
    seen: set[str] = set()
    for frame in reading.table.frames():
        batch = Batch(release)
        for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            urn, kind = cells["urn"], cells["schooltype"]
            subject = f"NAT {_NATIONAL[kind]}" if urn == "NAT" and kind in _NATIONAL else urn
            if subject == urn and not re.fullmatch(r"[0-9]{5,8}", urn):
                reading.refuse(number, "urn", f"a URN has 5 to 8 figures, and this is {urn!r}")
            elif subject in seen:
                reading.refuse(number, "urn", f"another row is already about {subject}")
            else:
                seen.add(subject)
                figures = {name: cells[name.lower()] for name in (*_COUNTS, *_PER_CENTS)}
                for name, text in figures.items():
                    if not Figure(text).is_known:
                        reason = f"{text!r} is neither a number nor a known symbol, so it is taken as not published"
                        reading.note(number, name.lower(), reason)
                batch.rows.append(PublishedRow(subject, {"type": kind, "figures": figures}))
        yield batch
    schools = sum(subject.isdecimal() for subject in seen)
    if not schools:
        raise InputFileError("\n".join([f"{reading.table.file}: no row is about a school.", *reading.warnings[:10]]))
    reading.summary = f"{release.title} of {count_of(schools, 'school')}"


def _select(store: Store, schools: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the newest census of each school that has one, with the national figures for its type, and their source."""
    releases = store.published.releases(CENSUS_TOPIC)
    if not releases:
        return {}
    national = store.published.get(CENSUS_TOPIC, [f"NAT {code}" for code in _NATIONAL.values()])
    found = {}
    for school, by_release in store.published.get(CENSUS_TOPIC, schools).items():
        release = next(release for release in releases if release.key in by_release)
        body = by_release[release.key][""]
        of_type = national.get(f"NAT {_NATIONAL.get(body.get('type', ''))}", {}).get(release.key, {})
        found[school] = {
            "school": body,
            "national": of_type.get(""),
            "year": release.period,
            "source": release.credit,
        }
    return found


CENSUS = Source(
    CENSUS_TOPIC,
    "its school census file, with special educational needs and free school meals (CSV)",
    _COLUMNS,
    _read,
    _select,
)
