"""The names of local authorities, by the number that the Department for Education gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.source import Batch, Reading, Source, count_of, require_columns
from careerskit.store import PublishedRelease, PublishedRow

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["LOCAL_AUTHORITIES", "all_authority_names", "authority_names"]

_TOPIC = "local authorities"

_COLUMNS = ("LEA", "LA Name", "REGION", "REGION NAME")
"""The header of the Department's file of local authorities, la_and_region_codes_meta.csv."""


_RELEASE = PublishedRelease(
    _TOPIC,
    title="names of local authorities",
    credit="Department for Education, school and college performance tables: local authority and region codes",
)


def _read(reading: Reading) -> Iterator[Batch]:
    """Read the names in a file of local authorities. A row that cannot be kept is left out with a warning.

    Raises:
        InputFileError: a column is missing, or no row names an authority.
    """
    require_columns(reading, _COLUMNS, "Import the list as the Department for Education publishes it.")
    names: dict[str, PublishedRow] = {}
    for frame in reading.table.frames():
        for number, code, name, region in zip(
            frame.index, frame["lea"], frame["la_name"], frame["region_name"], strict=True
        ):
            if not (code.isdecimal() and name):
                reason = f"this must be a number, with a name beside it, and they are {code!r} and {name!r}"
                reading.refuse(number, "lea", reason)
            elif code in names:
                reading.refuse(number, "lea", f"another row already names {code} as {names[code].body['name']}")
            else:
                names[code] = PublishedRow(code, {"name": name, "region": region})
    if not names:
        raise InputFileError(f"{reading.table.file}: no row names a local authority.")
    reading.summary = f"the names of {count_of(len(names), 'local authority', 'local authorities')}"
    yield Batch(_RELEASE, list(names.values()))


def authority_names(store: Store, numbers: Iterable[str]) -> dict[str, str]:
    """Return the names of local authorities by number; "Local authority 202" where the store knows no name."""
    wanted = list(numbers)
    known = store.published.newest(_TOPIC, wanted)
    return {number: known[number]["name"] if number in known else f"Local authority {number}" for number in wanted}


def all_authority_names(store: Store) -> dict[str, str]:
    """Return the name of every local authority that has one in the store, by number."""
    return {number: row["name"] for number, row in store.published.newest(_TOPIC).items() if "name" in row}


LOCAL_AUTHORITIES = Source(
    _TOPIC,
    "the Department's list of local authorities (CSV)",
    _COLUMNS,
    _read,
)
