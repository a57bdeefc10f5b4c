"""The days of terms, half terms and their holidays in most of England, without a year."""

from __future__ import annotations

__all__ = ["HALF_TERMS", "HALF_TERM_HOLIDAYS", "TERM_AFTER", "TERM_BY_PREFIX", "TERM_DAYS"]

TERM_DAYS = {
    "autumn": ((9, 1), (12, 31)),
    "autumn 1": ((9, 1), (10, 31)),
    "autumn 2": ((11, 1), (12, 31)),
    "christmas": ((12, 1), (12, 31)),
    "spring": ((1, 1), (3, 31)),
    "spring 1": ((1, 1), (2, 15)),
    "spring 2": ((2, 16), (3, 31)),
    "easter": ((3, 1), (3, 31)),
    "summer": ((4, 1), (8, 31)),
    "summer 1": ((4, 1), (5, 31)),
    "summer 2": ((6, 1), (8, 31)),
}
"""The first and last (month, day) of each. The summer term ends with the academic year. "By Christmas" and "by Easter" mean by the
end of the term before them, so they name its last month."""

TERM_BY_PREFIX = {"au": "autumn", "sp": "spring", "su": "summer", "ch": "christmas", "xm": "christmas", "ea": "easter"}
TERM_BY_PREFIX |= {"oc": "autumn", "fe": "spring", "ma": "summer"}
"""A term, or the feast at its end, by its first two letters, or by those of the month of its half-term holiday."""

HALF_TERMS = ("autumn 1", "autumn 2", "spring 1", "spring 2", "summer 1", "summer 2")
"""Terms 1 to 6, where they are numbered."""

TERM_AFTER = {
    "christmas": "spring 1",
    "easter": "summer 1",
    "autumn": "autumn 2",
    "spring": "spring 2",
    "summer": "summer 2",
}
"""The half term that follows a feast, or the half-term holiday of a term."""

HALF_TERM_HOLIDAYS = {"autumn": ((10, 20), (10, 31)), "spring": ((2, 10), (2, 22)), "summer": ((5, 24), (6, 1))}
"""The days that the half-term holiday of each term is in, in most of England."""
