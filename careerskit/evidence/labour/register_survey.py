"""Jobs by industry: the Business Register and Employment Survey, in two layouts of Nomis.

One has a row for each area, a column for each industry, and says no year. The other has a row for each year, area and industry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from careerskit.errors import InputFileError
from careerskit.evidence.figures import Figure
from careerskit.evidence.labour.area_files import collect, read_year, released
from careerskit.evidence.labour.areas import COUNTRY, LOCAL_AUTHORITY, area_subject
from careerskit.evidence.labour.stored import area_selection, some_published
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.evidence.tables import canonical
from careerskit.evidence.years import stated_year
from careerskit.store import PublishedRow

__all__ = ["JOBS_BY_AREA", "JOBS_BY_YEAR"]

_TOPIC = "jobs by industry"
_TITLE = "jobs by industry"
_CREDIT = "Office for National Statistics, Business Register and Employment Survey via Nomis"

_INDUSTRIES = (
    "A : Agriculture, forestry and fishing",
    "B : Mining and quarrying",
    "C : Manufacturing",
    "D : Electricity, gas, steam and air conditioning supply",
    "E : Water supply; sewerage, waste management and remediation activities",
    "F : Construction",
    "G : Wholesale and retail trade; repair of motor vehicles and motorcycles",
    "H : Transportation and storage",
    "I : Accommodation and food service activities",
    "J : Information and communication",
    "K : Financial and insurance activities",
    "L : Real estate activities",
    "M : Professional, scientific and technical activities",
    "N : Administrative and support service activities",
    "O : Public administration and defence; compulsory social security",
    "P : Education",
    "Q : Human health and social work activities",
    "R : Arts, entertainment and recreation",
    "S : Other service activities",
    "T : Activities of households as employers;undifferentiated goods-and services-producing activities of households for own use",
    "U : Activities of extraterritorial organisations and bodies",
)
"""The sections of the Standard Industrial Classification 2007, as Nomis names them. Its broad groups ("1 : …") are left out."""

_BY_AREA = ("Area", *_INDUSTRIES)
_BY_YEAR = ("DATE", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "INDUSTRY_CODE", "INDUSTRY_NAME", "OBS_VALUE")
_AS_DOWNLOADED = "Import the file as Nomis gives it."

_AREA = re.compile(r"(country:|nuts316:UK[C-K][0-9]{2} )(.+)")
_CHANGED_SINCE = ("Dorset CC",)
"""Statistical regions of 2016 that have the name of a local authority with other boundaries: Christchurch left Dorset."""


def _read_by_area(reading: Reading) -> Iterator[Batch]:
    """Read a file with a row for each area. Statistical regions that are no local authority of England, and LEPs, are left out.

    Raises:
        InputFileError: a column is missing, the year is not known, or no row is about an area.
    """
    require_columns(reading, _BY_AREA, _AS_DOWNLOADED)
    year = stated_year(reading)
    rows: dict[tuple[str, str], PublishedRow] = {}
    for frame in reading.table.frames():
        for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            if subject := _subject(cells["area"]):
                figures = {
                    name: _figure(reading, number, canonical(name), cells[canonical(name)]) for name in _INDUSTRIES
                }
                collect(reading, number, rows, PublishedRow(subject, figures, year), "area")
            elif not cells["area"] and not _is_second_heading(cells):
                reading.refuse(number, "area", "this must name an area")
    yield _batch(reading, list(rows.values()))


def _subject(area: str) -> str:
    """Return the subject of an area's rows; "" for one that is not kept."""
    found = _AREA.fullmatch(area)
    if not found or found[2] in _CHANGED_SINCE:
        return ""
    return area_subject(COUNTRY if found[1] == "country:" else LOCAL_AUTHORITY, found[2].removesuffix(" CC"))


def _is_second_heading(cells: Mapping[Any, str]) -> bool:
    """Whether a row says that the column above is a number or a flag."""
    return {text.lower() for text in cells.values()} <= {"", "number", "flags"}


def _read_by_year(reading: Reading) -> Iterator[Batch]:
    """Read a file with a row for each year, area and industry.

    Raises:
        InputFileError: a column is missing, or no row is about an area.
    """
    require_columns(reading, _BY_YEAR, _AS_DOWNLOADED)
    figures: dict[tuple[str, str], dict[str, str]] = {}
    for frame in reading.table.frames():
        for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            year, code, industry = read_year(cells["date"]), cells["geography_code"], cells["industry_name"]
            level = (
                LOCAL_AUTHORITY if re.fullmatch(r"E0[6-9][0-9]{6}", code) else COUNTRY if code == "E92000001" else ""
            )
            if not year:
                reading.refuse(number, "date", f"this must be a year, and it is {cells['date']!r}")
            elif not level:
                reason = f"this must be the code of a local authority or of England, and it is {code!r}"
                reading.refuse(number, "geography_code", reason)
            elif industry in _INDUSTRIES:
                of_area = figures.setdefault((area_subject(level, cells["geography_name"]), year), {})
                if industry in of_area:
                    reading.refuse(
                        number, "industry_name", f"another row is already about this industry and area in {year}"
                    )
                else:
                    of_area[industry] = _figure(reading, number, "obs_value", cells["obs_value"])
    yield _batch(reading, [PublishedRow(subject, found, year) for (subject, year), found in figures.items()])


def _figure(reading: Reading, number: int, column: str, text: str) -> str:
    if not Figure(text).is_known:
        reading.note(
            number, column, f"{text!r} is neither a number nor a known symbol, so it is taken as not published"
        )
    return text


def _batch(reading: Reading, rows: list[PublishedRow]) -> Batch:
    if not rows:
        raise InputFileError("\n".join([f"{reading.table.file}: no row is about an area.", *reading.warnings[:10]]))
    release = released(_TOPIC, _TITLE, _CREDIT, {row.part for row in rows})
    reading.summary = f"{release.title}, for {count_of(len({row.subject for row in rows}), 'area')}"
    return Batch(release, rows)


JOBS_BY_AREA = Source(
    _TOPIC,
    "jobs by industry of the Business Register and Employment Survey, by area, from Nomis (CSV)",
    _BY_AREA,
    _read_by_area,
    area_selection(_TOPIC, some_published(3)),
)

JOBS_BY_YEAR = Source(
    _TOPIC,
    "the same by year and area (CSV)",
    _BY_YEAR,
    _read_by_year,
)
