"""Whose plan a Word document is."""

from __future__ import annotations

from careerskit.errors import InputFileError
from careerskit.evidence import nearly_named_schools, search_schools
from careerskit.plan import School
from careerskit.store import Store
from careerskit.word.read import ReadDocument

__all__ = ["school_of"]

_NAMED = 5
"""How many schools of similar names a message names."""


def school_of(store: Store, document: ReadDocument, given: str = "") -> School:
    """Return the school that a document is the plan of: the one given, that of the document's id, or the one of its name.

    given: the id that somebody names; "" for none.

    Raises:
        UnknownSchoolError: the store knows no school of the given id.
        InputFileError: the document does not say it clearly; the message lists schools of similar names.
    """
    if given:
        return store.schools.get(given)
    if document.plan.school and (known := store.schools.find(document.plan.school)):
        return known
    name = " ".join(document.plan.header.school_name.split())
    how = "Name the school: `careerskit import FILE --school URN`."
    if not name:
        raise InputFileError(f"“{document.file}” does not say which school it is the plan of. {how}")
    same = [one for one in search_schools(store, name, _NAMED).schools if one.name.casefold() == name.casefold()]
    if len(same) > 1:  # a school that became an academy is often in the register twice, closed and open
        same = [one for one in same if not one.closed or store.answers.latest_revision_of(one.id)] or same
    if len(same) == 1:
        return same[0]
    similar = same or nearly_named_schools(store, name, _NAMED)
    listed = "".join(f"\n  {one.id}  {one.name}" for one in similar)
    found = "several schools of that name" if same else "no school of exactly that name"
    rest = f" Similar ones:{listed}" if similar and not same else listed
    raise InputFileError(
        f"“{document.file}” says that it is the plan of “{name}”, and the store knows {found}. {how}{rest}"
    )
