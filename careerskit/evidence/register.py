"""The register of schools and colleges: ``edubasealldata*.csv`` of the Department for Education's Get Information about Schools.

Layouts differ from year to year, so columns are found by their headings, and only those named here are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from careerskit.errors import InputFileError
from careerskit.evidence.establishment_types import (
    is_in_scope,
    is_known_type,
    phase_of,
    setting_of,
    status_of,
    type_of,
)
from careerskit.evidence.local_authorities import LOCAL_AUTHORITIES
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.evidence.tables import canonical
from careerskit.plan import School
from careerskit.store import PublishedRelease, PublishedRow

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["CLOSED", "REGISTER", "REGISTER_COLUMNS", "RegisterEntry", "read_day", "register_entries"]

_TOPIC = "register"
CLOSED = "Closed"

REGISTER_COLUMNS = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
)
"""The columns that a list must have."""

_OPTIONAL = (
    "TypeOfEstablishment (code)",
    "EstablishmentStatus (code)",
    "PhaseOfEducation (code)",
    "Town",
    "CloseDate",
    "LastChangedDate",
    "Trusts (name)",
    "GOR (name)",
    "DistrictAdministrative (name)",
)
_CHANGED = canonical("LastChangedDate")

_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?: .*)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[ T].*)?")
_DAY_IN_NAME = re.compile(r"(?<![0-9])20[0-9]{6}(?![0-9])")
_MAX_NAME = 200


@dataclass(frozen=True)
class RegisterEntry:
    """What the register says of an establishment beyond its name and place.

    kind: its type, as "Academy converter". phase: as "Secondary", or "Not applicable". low_age, high_age: of its students, in
    years. trust: the academy trust it belongs to, or "". status: as "Open, but proposed to close". closed_on: the day, as
    "2023-08-31", or "". district: the local authority district that it is in, as "Eastleigh", or "".
    """

    kind: str = ""
    phase: str = ""
    low_age: int | None = None
    high_age: int | None = None
    trust: str = ""
    status: str = ""
    closed_on: str = ""
    district: str = ""


def _read(reading: Reading) -> Iterator[Batch]:
    """Read a list of establishments. Those that careerskit isn't for are counted and left out; a row without sense, with a warning.

    Raises:
        InputFileError: the header lacks columns, or no row is about a school that careerskit is for.
    """
    require_columns(
        reading, REGISTER_COLUMNS, "Download “Establishment fields CSV” again from Get Information about Schools."
    )
    reading.table.warnings.clear()  # Windows-1252 is no guess here: the service writes its downloads so
    day = _day_of(reading)
    release = _release(day)
    authorities: dict[str, PublishedRow] = {}
    seen: set[str] = set()
    schools = outside = 0
    for frame in reading.table.frames(set(map(canonical, (*REGISTER_COLUMNS, *_OPTIONAL)))):
        batch = Batch(release, as_of=day)
        for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            row = _Row(cells)
            if problem := row.problem(seen):
                reading.refuse(number, *problem)
                continue
            seen.add(row.urn)
            _add_authority(authorities, row)
            if not row.in_scope:
                outside += 1
                continue
            if not is_known_type(row.kind):
                taken_for = row.school.setting.value.lower()
                reason = f"{row.kind!r} is not a known type, so this was imported as a {taken_for}"
                reading.note(number, "typeofestablishment_name", reason)
            batch.rows.append(PublishedRow(row.urn, asdict(row.entry)))
            batch.schools.append(row.school)
        schools += len(batch.schools)
        yield batch
    if not schools:
        raise InputFileError(
            "\n".join(
                [
                    f"{reading.table.file}: no row is about a school or college with students in Year 7 or later, in England.",
                    *reading.warnings[:10],
                ]
            )
        )
    yield Batch(
        PublishedRelease(LOCAL_AUTHORITIES.topic, f"{_TOPIC} {day}", release.title, release.credit, day),
        [*authorities.values()],
    )
    reading.summary = f"{release.title}: {count_of(schools, 'school or college', 'schools and colleges')}"
    if outside:
        left_out = "1 other has" if outside == 1 else f"{outside:,} others have"
        reading.summary += f"; {left_out} no students in Year 7 or later in England"


class _Row:
    """One row of a list. cells: by canonical heading; those of optional columns may be missing."""

    def __init__(self, cells: Mapping[Any, str]) -> None:
        self._cells = cells
        self.urn = cells["urn"].removesuffix(".0")
        self.name = cells["establishmentname"]
        self.kind = type_of(*self._pair("typeofestablishment"))
        self.phase = phase_of(*self._pair("phaseofeducation"))
        self.status = status_of(*self._pair("establishmentstatus"))
        self.authority, self.authority_name = cells["la_code"].removesuffix(".0"), cells["la_name"]
        self.region = cells.get("gor_name", "")
        self.low_age, self.high_age = (_age(cells[f"statutory{which}age"]) for which in ("low", "high"))

    def _pair(self, column: str) -> tuple[str, str]:
        return self._cells[f"{column}_name"], self._cells.get(f"{column}_code", "").removesuffix(".0")

    def problem(self, seen: set[str]) -> tuple[str, str] | None:
        """Return the column and what is wrong with it, if the row can't be kept. seen: the URNs so far."""
        if not re.fullmatch(r"[0-9]{5,8}", self.urn):
            return "urn", f"a URN has 5 to 8 figures, and this is {self.urn!r}"
        if self.urn in seen:
            return "urn", f"another row is already about {self.urn}"
        if not 0 < len(self.name) <= _MAX_NAME:
            return "establishmentname", f"a name must have 1 to {_MAX_NAME} characters, and this has {len(self.name)}"
        if not re.fullmatch(r"[0-9]{3}|", self.authority):
            return "la_code", f"a local authority's number has three figures, and this is {self.authority!r}"
        return None

    @property
    def in_scope(self) -> bool:
        return is_in_scope(self.kind, self.phase, self.high_age)

    @property
    def entry(self) -> RegisterEntry:
        trust = self._cells.get("trusts_name", "")
        closed_on = read_day(self._cells.get("closedate", ""))
        district = self._cells.get("districtadministrative_name", "")
        return RegisterEntry(
            self.kind, self.phase, self.low_age, self.high_age, trust, self.status, closed_on, district
        )

    @property
    def school(self) -> School:
        setting = setting_of(self.kind, self.phase, self.low_age)
        closed, town = self.status == CLOSED, self._cells.get("town", "")[:100]
        return School(self.urn, self.name, setting, self.authority, closed, town)


def _add_authority(authorities: dict[str, PublishedRow], row: _Row) -> None:
    if row.authority.strip("0") and row.authority_name and row.authority not in authorities:
        authorities[row.authority] = PublishedRow(row.authority, {"name": row.authority_name, "region": row.region})


def _release(day: str) -> PublishedRelease:
    of = ""
    if day:
        known = date.fromisoformat(day)
        of = f" of {known.day} {known:%B %Y}"
    credit = f"Department for Education, Get Information about Schools{of.replace(' of ', ', ')}"
    return PublishedRelease(_TOPIC, day, f"the register of schools and colleges{of}", credit, day)


def _day_of(reading: Reading) -> str:
    """Return the day that a list is of, as "2026-01-15": as its name says, or else when the last of its rows was changed.

    The rows have no date of the list itself. A day that is still to come is a slip. "" where there is none.
    """
    for written in reversed(_DAY_IN_NAME.findall(reading.table.file)):
        if (day := read_day(written)) and day <= date.today().isoformat():
            return day
    if _CHANGED not in reading.table.header.names:
        return ""
    today = date.today().isoformat()
    return max(
        (
            day
            for frame in reading.table.again().frames([_CHANGED])
            for written in frame[_CHANGED].unique()
            if (day := read_day(written)) <= today
        ),
        default="",
    )


def read_day(text: str) -> str:
    """Return a day as "2023-08-31", from "31-08-2023" as the register writes it, or as a spreadsheet saves it; "" for none."""
    if found := _DAY_FIRST.fullmatch(text):
        parts = found[3], found[2], found[1]
    elif found := _YEAR_FIRST.fullmatch(text):
        parts = found[1], found[2], found[3]
    else:
        return ""
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return ""


def _age(text: str) -> int | None:
    text = text.removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def register_entries(store: Store, schools: Iterable[str]) -> dict[str, RegisterEntry]:
    """Return what the newest register says of each of these schools that it lists, by URN."""
    names = RegisterEntry.__dataclass_fields__
    rows = store.published.newest(_TOPIC, schools).items()
    return {urn: RegisterEntry(**{name: value for name, value in row.items() if name in names}) for urn, row in rows}


REGISTER = Source(
    _TOPIC,
    "the register of schools and colleges (edubasealldata, a CSV) of Get Information about Schools",
    REGISTER_COLUMNS,
    _read,
)
