"""The two phases after which destinations are published, the kinds of destination of each, and academic years."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "CATEGORIES",
    "KEY_STAGE_4",
    "PHASES",
    "SIXTEEN_TO_EIGHTEEN",
    "Category",
    "Phase",
    "academic_year",
    "parse_year",
    "years_after",
]


@dataclass(frozen=True)
class Category:
    """One kind of destination.

    key: its name in the store, which is the column of the performance tables. label: what it is called here. part_of: the key of
    the category that it is a part of.
    """

    key: str
    label: str
    part_of: str = ""


@dataclass(frozen=True)
class Phase:
    """A phase of education that students leave.

    name: as in a sentence, "key stage 4". left: what its leavers did, "finished key stage 4". topic: of its rows in the store.
    categories: its kinds of destination, in the order of pages; the parts of each stand behind it. Those who went on to a sustained
    destination (OVERALL_DEST), NOT_SUSTAINED and UNKNOWN make up the cohort.
    """

    name: str
    left: str
    topic: str
    categories: tuple[Category, ...]

    def category(self, key: str) -> Category:
        """Return the category with that key."""
        return next(category for category in self.categories if category.key == key)


_ENDS = (
    Category("EMPLOYMENT", "Sustained employment", "OVERALL_DEST"),
    Category("OVERALL_DEST", "All sustained destinations"),
    Category("NOT_SUSTAINED", "Not recorded as sustained"),
    Category("UNKNOWN", "Activity not captured"),
)

KEY_STAGE_4 = Phase(
    "key stage 4",
    "finished key stage 4",
    "destinations",
    (
        Category("EDUCATION", "Sustained education", "OVERALL_DEST"),
        Category("SCH_6TH", "School sixth form", "EDUCATION"),
        Category("SIXTH_COL", "Sixth-form college", "EDUCATION"),
        Category("FE", "Further education college", "EDUCATION"),
        Category("OTHER_EDU", "Other education", "EDUCATION"),
        Category("APPREN", "Sustained apprenticeship", "OVERALL_DEST"),
        *_ENDS,
    ),
)
"""Source: the Department's methodology of key stage 4 destination measures. "Not recorded as sustained" is not the same as NEET,
and "activity not captured" (no record was found, for example because the student went abroad or to Wales) is neither."""

SIXTEEN_TO_EIGHTEEN = Phase(
    "16 to 18",
    "left 16 to 18 study",
    "destinations after 16 to 18",
    (
        Category("EDUCATION", "Sustained education", "OVERALL_DEST"),
        Category("HE", "Higher education", "EDUCATION"),
        Category("FE", "Further education", "EDUCATION"),
        Category("OTHER_EDU", "Other education", "EDUCATION"),
        Category("APPREN", "Sustained apprenticeship", "OVERALL_DEST"),
        Category("APPREN_4", "Higher or degree apprenticeship (level 4 and above)", "APPREN"),
        Category("APPREN_3", "Advanced apprenticeship (level 3)", "APPREN"),
        Category("APPREN_2", "Intermediate apprenticeship (level 2)", "APPREN"),
        *_ENDS,
    ),
)
"""Source: the data guidance of the 16 to 18 destination measures. Levels of apprenticeships are published for areas."""

PHASES = (KEY_STAGE_4, SIXTEEN_TO_EIGHTEEN)

CATEGORIES = KEY_STAGE_4.categories
"""Those after key stage 4."""

_YEAR = re.compile(r"(20[0-9]{2})\s*[/–-]?\s*(?:20)?([0-9]{2})")


def academic_year(start: int) -> str:
    """Return the academic year that starts in that year, as "2016/17"."""
    return f"{start}/{(start + 1) % 100:02}"


def parse_year(text: str) -> str:
    """Return an academic year as "2022/23", from "2022/23", "2022-23", "2022/2023" or "202223"; "" where it is none."""
    found = _YEAR.fullmatch(text.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return ""
    return academic_year(int(found[1]))


def years_after(year: str, years: int) -> str:
    """Return the academic year that many years after one."""
    return academic_year(int(year[:4]) + years)
