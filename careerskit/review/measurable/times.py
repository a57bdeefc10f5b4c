"""The times in an objective: days, months, terms and years, as the plan reads them, and "this year", "within two years"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from careerskit.plan import TIME, Span, When
from careerskit.review.measurable.text import Plain

__all__ = ["Time", "times_in"]

_ANY_YEAR = 2003
"""Years without one are compared within one academic year."""

_MORE = re.compile(
    r"\b(?:(?:end|close) of (?:the |this |next )?(?:(?:academic|school|calendar|financial|college) )?(?:year|term)\b(?! ?\d)"
    r"|(?:this|next|the coming) (?:(?:academic|school|calendar|college|autumn|spring|summer) )?(?:year|term)\b"
    r"|(?:within|over|in|during|for) (?:the )?(?:next |coming )?(?:an?|one|two|three|four|five|six|twelve|\d{1,2}) "
    r"(?:years?|months?|terms?)"
    r"(?:'? time)?\b(?! (?:of|after|before)\b)"
    r"|results day|half[- ]term\b(?! ?\d))"
)
_MODAL = re.compile(
    r"\b(?:by|in|before|until|till|of|end|during|since|from|and|to|early|mid|late|this|next|each|every|[,/(&-])[ -]?$"
)
_RECURRING = re.compile(r"\b(?:each|every|per|all) $")
_LEAD = re.compile(
    r"\b(?:(?:by|before|until|in|from|during|at|on|for|of|to)\s)?(?:the )?(?:(?:end|start|beginning|close|middle) of )?(?:the )?$"
)


@dataclass(frozen=True)
class Time:
    """A time in a text: where it is, with the words before it such as "by the end of", and what days it can mean, if known."""

    start: int
    end: int
    with_lead: int
    span: Span | None

    @property
    def year(self) -> int:
        """Its last year; 0 where none is known."""
        return self.span.last.year if self.span else 0


def times_in(plain: Plain) -> list[Time]:
    """Return the times that are named, from left to right; none that only says how often, such as "every summer"."""
    found: list[Time] = []
    for start, end, known in sorted(_found(plain)):
        if found and start < found[-1].end:
            continue
        before = plain[max(0, start - 40) : start]
        if _RECURRING.search(before):
            continue
        lead = _LEAD.search(before)
        with_lead = start - (len(lead[0]) if lead else 0)
        found.append(Time(start, end, with_lead, When(plain[start:end]).span(_ANY_YEAR) if known else None))
    return found


def _found(plain: Plain) -> Iterator[tuple[int, int, bool]]:
    for match in TIME.finditer(plain):
        end = match.end()
        # "By July 90% of students" and "By Easter 12 students" name no year.
        digits = re.search(r"(?<![\d/.'-])(\d\d)$", match[0])
        is_year = not digits or (20 <= int(digits[1]) <= 39 and not re.match(r" ?(?:%|per ?cent)", plain[end:]))
        if not is_year and (match["myear"] or match["tyear"] or match["dyear"]):
            end -= 2
        while end > match.start() and plain[end - 1] in " ,(":
            end -= 1
        if match["day"] and re.search(r"\b(?:years?|yrs?|y) $", plain[max(0, match.start() - 6) : match.start()]):
            continue  # "in Year 10 May is when"
        is_bare = plain[match.start() : end] in ("may", "march")
        if is_bare and not _MODAL.search(plain[max(0, match.start() - 8) : match.start()]):
            continue
        yield match.start(), end, True
    for match in _MORE.finditer(plain):
        yield match.start(), match.end(), False
