"""Reading files with a row for each area and year or month, as the Department's Local Skills dashboard has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from careerskit.errors import InputFileError
from careerskit.evidence.figures import Figure
from careerskit.evidence.labour.areas import LEVELS, area_subject
from careerskit.evidence.labour.stored import CAUTION, Figures, area_selection
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.evidence.tables import canonical
from careerskit.store import PublishedRelease, PublishedRow

__all__ = ["AreaFile", "area_source", "collect", "read_year", "released"]

_NOT_AN_AREA = "unknown"
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?e\+0?[0-9]")
_AS_PUBLISHED = "Import the file as the Department for Education publishes it."


@dataclass(frozen=True)
class AreaFile:
    """A file of that shape.

    topic: the name that the store keeps its rows under. title: what its figures are, in words. credit: where they come from, before
    their years. figures: its headings of figures. period: its heading of the year or month. read_period: returns that as text that
    sorts; "" where it is none. others: further headings, by which the file is recognised.
    """

    topic: str
    title: str
    credit: str
    figures: tuple[str, ...]
    period: str
    read_period: Callable[[str], str]
    others: tuple[str, ...] = ()


def area_source(file: AreaFile, is_usable: Callable[[Figures], bool]) -> Source:
    """Return the evidence source of a file of that shape. is_usable: see :func:`area_selection`."""
    return Source(
        file.topic,
        f"its Local Skills file of {file.title} (CSV)",
        ("area", "geographic_level", file.period, *file.figures, *file.others),
        partial(_read, file),
        area_selection(file.topic, is_usable),
    )


def read_year(text: str) -> str:
    """Return a year of four figures; "" for anything else."""
    return text if re.fullmatch(r"20[0-9]{2}", text) else ""


def released(topic: str, title: str, credit: str, periods: set[str]) -> PublishedRelease:
    """Return the release of figures of these years or months. What was published another time is another release."""
    first, last = min(periods)[:4], max(periods)[:4]
    years = last if first == last else f"{first} to {last}"
    return PublishedRelease(topic, f"{title} {years}", f"{title}, {years}", f"{credit}, {years}", max(periods))


def collect(reading: Reading, number: int, rows: dict[tuple[str, str], Any], row: PublishedRow, column: str) -> None:
    """Add a row to others, or refuse it where there is one about the same area and time. column: which says the area."""
    if (row.subject, row.part) in rows:
        reading.refuse(number, column, f"another row is already about this area in {row.part}")
    else:
        rows[row.subject, row.part] = row


def _read(file: AreaFile, reading: Reading) -> Iterator[Batch]:
    """Read a file of that shape. A row that cannot be kept is left out with a warning; the rest goes on.

    Raises:
        InputFileError: a column is missing, or no row is about an area.
    """
    require_columns(reading, ("area", "geographic_level", file.period, *file.figures), _AS_PUBLISHED)
    rows: dict[tuple[str, str], PublishedRow] = {}
    cautions: set[str] = set()
    for frame in reading.table.frames():
        for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            area, level, period = (
                cells["area"],
                cells["geographic_level"],
                file.read_period(cells[canonical(file.period)]),
            )
            if area.lower() == _NOT_AN_AREA:
                continue
            if not period:
                shown = cells[canonical(file.period)]
                reading.refuse(number, canonical(file.period), f"this must be a year or month, and it is {shown!r}")
            elif level not in LEVELS and area.startswith("//"):
                # A text in capitals that ends with an address, cut in two at the address's colon.
                text = ". ".join(sentence.capitalize() for sentence in level.split(". ")[:-1])
                reading.table.warnings.append(f"{reading.table.file}, row {number}, says: {text} (https:{area})")
                cautions.add(period)
            elif level not in LEVELS or not area:
                reason = f"this must be one of {', '.join(LEVELS)}, beside the name of an area, and it is {level!r}"
                reading.refuse(number, "geographic_level", reason)
            else:
                row = PublishedRow(area_subject(level, area), _figures(file, reading, number, cells), period)
                collect(reading, number, rows, row, "area")
    if not rows:
        raise InputFileError("\n".join([f"{reading.table.file}: no row is about an area.", *reading.warnings[:10]]))
    release = released(file.topic, file.title, file.credit, {period for _, period in rows})
    reading.summary = f"{release.title}, for {count_of(len({subject for subject, _ in rows}), 'area')}"
    yield Batch(release, [*rows.values(), *(PublishedRow(CAUTION, {}, period) for period in cautions)])


def _figures(file: AreaFile, reading: Reading, number: int, cells: Mapping[Any, str]) -> dict[str, str]:
    figures = {}
    for heading in file.figures:
        text = cells[canonical(heading)]
        if _EXPONENT.fullmatch(text):  # R writes 100000 as 1e+05
            text = f"{float(text):.0f}"
        if not Figure(text).is_known:
            reading.note(
                number,
                canonical(heading),
                f"{text!r} is neither a number nor a known symbol, so it is taken as not published",
            )
        figures[heading] = text
    return figures
