"""Finding a school by name, town, local authority or URN, and saying where it is and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from careerskit.evidence.local_authorities import all_authority_names, authority_names
from careerskit.evidence.register import RegisterEntry, register_entries
from careerskit.evidence.school_links import successors_of
from careerskit.store import SchoolSearch
from careerskit.words import join_words

if TYPE_CHECKING:
    from careerskit.plan import School
    from careerskit.store import Store

__all__ = ["FoundSchool", "describe_schools", "nearly_named_schools", "search_schools"]


class FoundSchool(NamedTuple):
    """A school as a list shows it.

    place: its town and local authority, as far as they are known, to tell it from others of its name. status: "closed in 2023",
    "closed", "proposed to open" or "proposed to close", or "". successors: what it is now, if it has closed and that is known.
    """

    school: School
    place: str
    status: str
    successors: tuple[School, ...] = ()

    @property
    def now(self) -> str:
        """What a closed school is now, as "now Larkmoor Academy (900002)"; "" where that is not known."""
        return f"now {join_words([f'{one.name} ({one.id})' for one in self.successors])}" if self.successors else ""

    @property
    def about(self) -> str:
        """Where it is and what became of it, as "Leeds, closed in 2023, now Larkmoor Academy (900002)"."""
        return ", ".join(filter(None, (self.place, self.status, self.now)))

    @property
    def closure(self) -> str:
        """What became of a school that has closed, as a sentence or two."""
        when = self.status if self.status.startswith("closed in") else "has closed"
        names = [one.name if one.name != self.school.name else f"{one.name} ({one.id})" for one in self.successors]
        return f"{self.school.name} {when}." + (f" It is now {join_words(names)}." if names else "")


def search_schools(store: Store, search: str, limit: int) -> SchoolSearch:
    """Find schools by words of their names and places, or by URN; see :meth:`SchoolRegister.search_page`.

    What a closed school is now comes right after it.
    """
    found = store.schools.search_page(search, limit, all_authority_names(store))
    successors = _successors(store, found.schools)
    schools: list[School] = []
    listed = {school.id for school in found.schools}
    for school in found.schools:
        now = [one for one in successors.get(school.id, ()) if one.id not in listed]
        schools += [school, *now]
        listed.update(one.id for one in now)
    return SchoolSearch(schools, found.total + len(schools) - len(found.schools), found.only_similar)


def nearly_named_schools(store: Store, name: str, limit: int) -> list[School]:
    """Return the schools that are probably meant by a name; see :meth:`SchoolRegister.nearly_named`."""
    return store.schools.nearly_named(name, limit, all_authority_names(store))


def describe_schools(store: Store, schools: Iterable[School]) -> list[FoundSchool]:
    """Return schools with where each is, and what became of it; a few queries for all."""
    schools = list(schools)
    areas = authority_names(store, {school.local_authority for school in schools} - {""})
    entries = register_entries(store, [school.id for school in schools])
    successors = _successors(store, schools)
    return [
        FoundSchool(
            school,
            _place(school.town, areas.get(school.local_authority, "")),
            _status(school, entries.get(school.id)),
            successors.get(school.id, ()),
        )
        for school in schools
    ]


def _place(town: str, area: str) -> str:
    return ", ".join(filter(None, (town, area if area.casefold() != town.casefold() else "")))


def _status(school: School, entry: RegisterEntry | None) -> str:
    if school.closed:
        return f"closed in {entry.closed_on[:4]}" if entry and entry.closed_on else "closed"
    status = entry.status.casefold() if entry else ""
    return status.removeprefix("open, but ") if "proposed" in status else ""


def _successors(store: Store, schools: Sequence[School]) -> dict[str, tuple[School, ...]]:
    """Return what each closed school is now: what followed it and has not closed in turn, or else what followed it at all."""
    following = successors_of(store, [school.id for school in schools if school.closed])
    known = {one.id: one for one in store.schools.find_all({urn for urns in following.values() for urn in urns})}
    found = {school: [known[urn] for urn in urns if urn in known] for school, urns in following.items()}
    return {
        school: tuple([one for one in after if not one.closed] or after) for school, after in found.items() if after
    }
