"""The names of local authorities, by the number that the Department for Education gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.tables import Table

if TYPE_CHECKING:
    from careerskit.store import Store

__all__ = ["AUTHORITIES", "AUTHORITY_COLUMNS", "authority_names", "keep_authorities"]

AUTHORITY_COLUMNS = ("LEA", "LA Name", "REGION", "REGION NAME")
"""The header of the Department's file of local authorities, la_and_region_codes_meta.csv."""

AUTHORITIES = "local authorities"
_SOURCE = "Department for Education, school and college performance tables: local authority and region codes"


def keep_authorities(store: Store, table: Table) -> tuple[int, tuple[str, ...]]:
    """Keep the names of a file of local authorities, and return how many there are, with notes on rows left out.

    Raises:
        InputFileError: a column is missing, or no row names an authority.
    """
    if missing := [name for name in AUTHORITY_COLUMNS if name not in table.columns]:
        raise InputFileError(f"{table.file}: the header lacks the columns {', '.join(missing)}.")
    found: dict[str, dict[str, str]] = {}
    notes = []
    for number, cells in table.rows:
        code, name = cells["LEA"], cells["LA Name"]
        if not (code.isdecimal() and name):
            notes.append(
                f"{table.file}, row {number}, columns LEA and LA Name: a number and a name are wanted, and here they are "
                f"{code!r} and {name!r}. The row was left out."
            )
        elif code in found:
            notes.append(
                f"{table.file}, row {number}, column LEA: {code} was there before, as {found[code]['name']}. The row was left out."
            )
        else:
            found[code] = {"name": name, "region": cells["REGION NAME"]}
    if not found:
        raise InputFileError(f"{table.file}: no row names a local authority.")
    store.keep_published(AUTHORITIES, found, _SOURCE)
    return len(found), (*table.notes, *notes)


def authority_names(store: Store, numbers: Iterable[str]) -> dict[str, str]:
    """Return the names of local authorities by number; "Local authority 202" where the store knows no name."""
    wanted = list(numbers)
    known = store.published(AUTHORITIES, wanted)
    return {number: known[number]["name"] if number in known else f"Local authority {number}" for number in wanted}
