"""Which Local Skills Improvement Plan area a local authority is in: lad_to_lsip_2023.csv of the Local Skills dashboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from careerskit.errors import InputFileError
from careerskit.evidence.labour.areas import TOPIC, area_key
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.store import PublishedRelease, PublishedRow

__all__ = ["IMPROVEMENT_PLAN_AREAS"]

_COLUMNS = ("LAD23CD", "LAD23NM", "LSIP23CD", "LSIP23NM")

_RELEASE = PublishedRelease(
    TOPIC,
    "2023",
    "Local Skills Improvement Plan areas of 2023",
    "Department for Education, Local Skills dashboard: local authority districts to Local Skills Improvement Plan areas, 2023",
    "2023",
)

# The districts of each county, by the last three figures of their codes (E07000008 is Cambridge). The Office for National
# Statistics numbered them by county and name; those with later numbers were named or bounded anew. The improvement plans are those
# of 2023, so North Yorkshire and Somerset, unitary since, are in the file by their own names.
_DISTRICTS = {
    "Cambridgeshire": range(8, 13),
    "Derbyshire": range(32, 40),
    "Devon": range(40, 48),
    "East Sussex": range(61, 66),
    "Essex": range(66, 78),
    "Gloucestershire": range(78, 84),
    "Hampshire": range(84, 95),
    "Hertfordshire": (*range(95, 104), *range(240, 244)),
    "Kent": range(105, 117),
    "Lancashire": range(117, 129),
    "Leicestershire": range(129, 136),
    "Lincolnshire": range(136, 143),
    "Norfolk": range(143, 150),
    "Nottinghamshire": range(170, 177),
    "Oxfordshire": range(177, 182),
    "Staffordshire": range(192, 200),
    "Suffolk": (*range(200, 205), 244, 245),
    "Surrey": range(207, 218),
    "Warwickshire": range(218, 223),
    "West Sussex": range(223, 230),
    "Worcestershire": range(234, 240),
}
# Counties that were split into unitary authorities in 2021 and 2023; the schools of older files are still in them.
_SUCCESSORS = {
    "E06000061": "Northamptonshire",
    "E06000062": "Northamptonshire",
    "E06000063": "Cumbria",
    "E06000064": "Cumbria",
}
_COUNTY_OF = _SUCCESSORS | {f"E07000{number:03}": county for county, some in _DISTRICTS.items() for number in some}

_NEWER_NAMES = {"G First (Gloucestershire)": "Gloucestershire", "New Anglia": "Norfolk and Suffolk"}
"""Areas that the files of figures have by another name."""


def _read(reading: Reading) -> Iterator[Batch]:
    """Read a lookup of districts. A county's areas are those of its districts.

    Raises:
        InputFileError: a column is missing, or no row has a district.
    """
    require_columns(reading, _COLUMNS, "Import the lookup as the Department for Education publishes it.")
    areas: dict[str, set[str]] = {}
    districts = 0
    for frame in reading.table.frames():
        for number, code, name, area in zip(
            frame.index, frame["lad23cd"], frame["lad23nm"], frame["lsip23nm"], strict=True
        ):
            if not (re.fullmatch(r"E0[6-9][0-9]{6}", code) and name and area):
                reading.refuse(
                    number, "lad23cd", f"this must be a district’s code, with its name and area, and it is {code!r}"
                )
                continue
            districts += 1
            for whose in (name, _COUNTY_OF.get(code, name)):
                areas.setdefault(area_key(whose), set()).add(_NEWER_NAMES.get(area, area))
    if not districts:
        raise InputFileError(f"{reading.table.file}: no row has a district.")
    reading.summary = f"the Local Skills Improvement Plan areas of {count_of(districts, 'local authority district')}"
    yield Batch(_RELEASE, [PublishedRow(key, {"areas": sorted(found)}) for key, found in areas.items()])


IMPROVEMENT_PLAN_AREAS = Source(
    TOPIC, "its list of the improvement plan area of each local authority district (CSV)", _COLUMNS, _read
)
