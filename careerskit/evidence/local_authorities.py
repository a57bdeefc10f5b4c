"""The names of local authorities, by the number that the Department for Education gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from careerskit.errors import InputFileError
from careerskit.evidence.source import Release, Source, count_of
from careerskit.evidence.tables import CsvTable

if TYPE_CHECKING:
    from careerskit.plan import School
    from careerskit.store import SchoolSearch, Store

__all__ = ["LOCAL_AUTHORITIES", "authority_names", "nearly_named_schools", "search_schools"]

_TOPIC = "local authorities"

_COLUMNS = ("LEA", "LA Name", "REGION", "REGION NAME")
"""The header of the Department's file of local authorities, la_and_region_codes_meta.csv."""


def _read(table: CsvTable) -> Release:
    """Read the names in a file of local authorities. A row that cannot be kept is left out with a warning.

    Raises:
        InputFileError: a column is missing, or no row names an authority.
    """
    if missing := [name for name in _COLUMNS if name not in table.columns]:
        raise InputFileError(f"{table.file}: the header does not have the columns {', '.join(missing)}.")
    release = Release(
        "",
        "Department for Education, school and college performance tables: local authority and region codes",
        warnings=list(table.warnings),
    )
    for number, cells in table.rows:
        code, name = cells["LEA"], cells["LA Name"]
        if not (code.isdecimal() and name):
            release.warnings.append(
                f"{table.file}, row {number}, columns LEA and LA Name: these must be a number and a name, and they are {code!r} "
                f"and {name!r}. The row was left out."
            )
        elif code in release.rows:
            release.warnings.append(
                f"{table.file}, row {number}, column LEA: another row already names {code} as {release.rows[code]['name']}. "
                "The row was left out."
            )
        else:
            release.rows[code] = {"name": name, "region": cells["REGION NAME"]}
    if not release.rows:
        raise InputFileError(f"{table.file}: no row names a local authority.")
    release.summary = f"the names of {count_of(len(release.rows), 'local authority', 'local authorities')}"
    return release


def authority_names(store: Store, numbers: Iterable[str]) -> dict[str, str]:
    """Return the names of local authorities by number; "Local authority 202" where the store knows no name."""
    wanted = list(numbers)
    known = store.published.get(_TOPIC, wanted)
    return {number: known[number]["name"] if number in known else f"Local authority {number}" for number in wanted}


def search_schools(store: Store, search: str, limit: int) -> SchoolSearch:
    """Find schools by words of their names and of their local authorities; see :meth:`SchoolRegister.search_page`."""
    return store.schools.search_page(search, limit, _all_names(store))


def nearly_named_schools(store: Store, name: str, limit: int) -> list[School]:
    """Return the schools that are probably meant by a name; see :meth:`SchoolRegister.nearly_named`."""
    return store.schools.nearly_named(name, limit, _all_names(store))


def _all_names(store: Store) -> dict[str, str]:
    return {number: row["name"] for number, row in store.published.get_all(_TOPIC).items() if "name" in row}


LOCAL_AUTHORITIES = Source(
    _TOPIC,
    "its list of local authorities (CSV)",
    _COLUMNS,
    _read,
)
