"""The releases of destinations: how each is named, and which year its students left."""

from __future__ import annotations

from careerskit.errors import InputFileError
from careerskit.evidence.destinations.phases import Phase, parse_year, years_after
from careerskit.evidence.source import Reading
from careerskit.store import PublishedRelease

__all__ = ["performance_tables", "statistics", "year_given", "year_missing"]


def performance_tables(phase: Phase, left: str) -> PublishedRelease:
    """Return the release of the school and college performance tables that has a year's leavers.

    The tables come out two years after the students have left: those of 2019 hold who finished in 2016/17, with their destinations
    in 2017/18 (the Department's "Destination guidance for key stage 4 pupils: 2019"), and those of 2025 who finished in 2022/23.
    """
    tables = f"performance tables {int(left[:4]) + 3}"
    students = (
        "pupil destinations after key stage 4" if phase.name == "key stage 4" else "student destinations after 16 to 18"
    )
    return _release(phase, left, tables, f"Department for Education, school and college {tables}: {students}")


def statistics(phase: Phase, left: str, version: str = "") -> PublishedRelease:
    """Return the release of a year's leavers in the Department's destination measures. version: "Provisional" or "Revised"."""
    key = " ".join(filter(None, ("destination measures", version.lower(), left)))
    measures = f"{phase.name[0].upper()}{phase.name[1:]} destination measures"
    return _release(
        phase, left, key, f"Department for Education, {measures}{f' ({version.lower()})' if version else ''}"
    )


def _release(phase: Phase, left: str, key: str, credit: str) -> PublishedRelease:
    followed = years_after(left, 1)
    ended = phase.left.split()[0]
    return PublishedRelease(
        phase.topic,
        key,
        f"destinations after {phase.name} ({ended} in {left}, destinations in {followed})",
        f"{credit}, {ended} in {left}, destinations in {followed}",
        left,
    )


def year_given(reading: Reading) -> str:
    """Return the year of the option --year as "2022/23"; "" where it was not given.

    Raises:
        InputFileError: it is no academic year.
    """
    if not reading.year:
        return ""
    if year := parse_year(reading.year):
        return year
    raise InputFileError(
        f"{reading.table.file}: the year {reading.year!r} is not an academic year. Give the one in which the students left, for "
        "example 2022/23."
    )


def year_missing(reading: Reading, phase: Phase, why: str) -> InputFileError:
    """Return the error for a file that does not say when its students left. why: a sentence, after the file's name."""
    return InputFileError(
        f"{reading.table.file}, row {reading.table.header.row}: {why} Import it again with the academic year in which its students "
        f"{phase.left}, for example 2022/23 (in the command: --year 2022/23). Tables come out two years after that: those of "
        "2024/25 are of the students of 2022/23."
    )
