"""Which establishment followed which: ``links_edubasealldata*.csv`` of Get Information about Schools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.store import PublishedRelease, PublishedRow

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["SCHOOL_LINKS", "successors_of"]

_TOPIC = "school links"
_COLUMNS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
"""The header of the file. A row says what LinkURN is to URN."""

_URN = re.compile(r"[0-9]{5,8}")
_STEPS = 10
"""How many successors of successors are followed. Some published links go round in a circle."""

_RELEASE = PublishedRelease(
    _TOPIC,
    title="successors of schools and colleges",
    credit="Department for Education, Get Information about Schools: links between establishments",
)


def _read(reading: Reading) -> Iterator[Batch]:
    """Read who followed whom. Links of other kinds, like those between sixth form centres and their schools, are left out.

    Types are "Successor", "Successor - merged", "Successor - amalgamated", "Successor - Split School", and the same of
    predecessors. "Result of Amalgamation" doesn't say which of the two came first.

    Raises:
        InputFileError: a column is missing, or no row names a successor.
    """
    require_columns(
        reading, _COLUMNS[:4], "Download “Establishment links CSV” again from Get Information about Schools."
    )
    reading.table.warnings.clear()  # Windows-1252 is no guess here: the service writes its downloads so
    found = 0
    for frame in reading.table.frames(("urn", "linkurn", "linktype")):
        rows: dict[tuple[str, str], PublishedRow] = {}
        for number, urn, other, kind in zip(
            frame.index, frame["urn"], frame["linkurn"], frame["linktype"], strict=True
        ):
            before, after = urn.removesuffix(".0"), other.removesuffix(".0")
            if kind.casefold().startswith("predecessor"):
                before, after = after, before
            elif not kind.casefold().startswith("successor"):
                continue
            if not (_URN.fullmatch(before) and _URN.fullmatch(after)):
                reading.refuse(number, "linkurn", f"a URN has 5 to 8 figures, and these are {urn!r} and {other!r}")
            elif before != after:
                rows[before, after] = PublishedRow(before, {"successor": after}, part=after)
        found += len(rows)
        yield Batch(_RELEASE, list(rows.values()))
    if not found:
        raise InputFileError(f"{reading.table.file}: no row names the successor of a school.")
    reading.summary = f"{count_of(found, 'link', 'links')} from schools and colleges to their successors"


def successors_of(store: Store, schools: Iterable[str]) -> dict[str, list[str]]:
    """Return the URNs of what followed each school, and of what followed that, by step; a few queries for all."""
    steps = {school: [school] for school in schools}
    waiting = set(steps)
    following: dict[str, list[str]] = {}
    for _ in range(_STEPS):
        if not waiting:
            break
        links = store.published.get(_TOPIC, waiting)
        following |= {urn: list(links.get(urn, {}).get(_RELEASE.key, {})) for urn in waiting}
        waiting = {after for urn in waiting for after in following[urn]} - following.keys()
    for path in steps.values():
        for urn in path:  # grows as it is read
            path += [after for after in following.get(urn, []) if after not in path]
    return {school: path[1:] for school, path in steps.items() if len(path) > 1}


SCHOOL_LINKS = Source(
    _TOPIC,
    "its links between establishments (links_edubasealldata, a CSV)",
    _COLUMNS,
    _read,
)
