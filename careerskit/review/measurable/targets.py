"""Where an objective gets to: a figure, or a known one beside which it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence

from careerskit.review.measurable.baselines import Baseline
from careerskit.review.measurable.quantities import Quantity
from careerskit.review.measurable.text import Found, Plain

__all__ = ["target_in"]

_BESIDE = re.compile(
    r"\b(?:(?:at or |well )?above|in line with|(?:at least )?equal to|at least (?:at )?|better than|higher than|lower than|below"
    r"|as good as"
    r"|match(?:es)?|exceeds?)(?: that of| those of)?(?: the)? (?:(?:national|county|local|regional|england) )?"
    r"(?:national|averages?|county|all (?:others?|students)|their peers|peers|others|everyone else|rate|those of)\b"
    r"|\bas (?:many|much|often|likely)\b[^.;]*\bas\b"
)
_MEASURE = re.compile(
    r"\b(?:scores?|compass|benchmarks?|bm\s?\d|visits?|budget|employers|encounters|ratings?|target|attendance|numbers? of)\b"
)
_TO = re.compile(
    r"\b(?:to|reach(?:es)?|achiev\w+|target(?: of)?:?|aim:?)(?: (?:at least|a|an|the|all|over|more than|up to|about))* ?$"
)
_SHARE_OF_STUDENTS = re.compile(
    r"\d[\d.]*(?:%| per ?cent) of (?:our |the |all )?(?:students|pupils|learners|leavers|(?:years?|yrs?|y) ?\d)"
)
_AS_SUBJECT = re.compile(r"\W*(?:by\b[^,]*?,? )?(?:at least |over |more than |up to )?$")


def target_in(
    plain: Plain, quantities: Sequence[Quantity], baselines: Sequence[Baseline], *, is_change: bool
) -> tuple[Quantity | None, Found] | None:
    """Return the quantity that is to be reached, if it is one, and where its words are."""
    starts = [quantity for quantity, _ in baselines if quantity]
    ends = [one for one in quantities if not one.is_relative and one not in starts and not _is_none_now(one, baselines)]
    if not is_change:
        ends = [one for one in ends if _is_reached(plain, one, bool(starts))]
    if ends:
        figures = [one for one in ends if not one.is_universal] or ends
        best = next(
            (one for one in figures if _TO.search(plain[: one.start]) or "%" in plain[one.start : one.end]), figures[0]
        )
        return best, (best.start, best.end)
    if match := _BESIDE.search(plain):
        return None, match.span()
    relative = [one for one in quantities if one.is_relative]
    if starts and relative:
        return relative[0], (relative[0].start, relative[0].end)
    return None


def _is_none_now(one: Quantity, baselines: Sequence[Baseline]) -> bool:
    """Whether "no" says where things start, as in "currently no student"."""
    return one.is_universal and any(
        quantity is None and found[0] <= one.start < found[1] for quantity, found in baselines
    )


def _is_reached(plain: Plain, one: Quantity, has_baseline: bool) -> bool:
    """Whether a figure is what provision gets to, as in "raise our score to 80%" and "provide 100% of Year 10 with …"."""
    before = plain[: one.start]
    if has_baseline or _SHARE_OF_STUDENTS.match(plain, one.start):
        return True
    return bool(_MEASURE.search(plain)) and (
        bool(_TO.search(before)) or (bool(_AS_SUBJECT.fullmatch(before)) and "employers" in plain)
    )
