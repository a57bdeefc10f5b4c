"""The numbers in an objective: how much and how many, in figures and in words. A year group, a level or a benchmark is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careerskit.review.measurable.people import YEAR_GROUP, People
from careerskit.review.measurable.text import Found, Plain
from careerskit.review.measurable.times import Time

__all__ = ["Quantity", "quantities_in", "universals_in"]

_UNITS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:zero|one|{_UNITS.replace(' ', '|')}|(?:{_TENS})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
_FIGURE = rf"(?:£ ?)?(?<![\w.])\d[\d,]*(?:\.\d+)?(?:(?=[^\w]|$)|(?=x\b|pp\b))|\b{_WORD}(?: hundred| thousand)?\b|\ba? ?hundred\b"
_PERCENT = r"\s?%|\s?per ?cent(?:age)?(?: points?)?\b|\s?(?:pp|ppts?|points?)\b"

_NO_QUANTITY = re.compile(
    rf"{YEAR_GROUP}"
    # What is numbered: Gatsby's benchmarks, key stages, levels of qualifications, grades, units of a course.
    r"|\b(?:gatsby )?(?:benchmarks?|bms?|gbs?)\s?\d(?:(?:,| and| &|,? to|-|/)\s?(?:bm|gb)?\d)*\b"
    r"|\b(?:ks|key stages?)\s?\d(?:(?:,| and| &| to|-|/)\s?(?:ks)?\d)*\b"
    r"|\b(?:levels?|entry(?: level)?|l|grades?|units?|tiers?|phases?|stages?|sections?|steps?|strands?|priority|objective"
    r"|weeks?|bands?)"
    r"\s?\d(?:(?:,| and| or| &| to|-|/)\s?\d)*\+?(?![\d%])"
    r"|\b(?:attainment|progress) 8\b|\b24/7\b"
    # Ages, and one adviser with one student.
    r"|\b(?:post|pre|under|over)[- ]?\d\d\b|\bage[ds]?(?: of)? \d\d?(?: (?:to|and) \d\d?)?\b"
    r"|\b(?:1[1-6]|18|19)\s?-\s?(?:1[4-9]|2[0-5])(?:s|\b)(?! ?%)|\b16 to (?:18|19|24|25)s?\b"
    r"|\b1 ?[:-] ?(?:2 ?[:-] ?)?1s?\b|\b121s?\b|\bone[- ]to[- ]one\b"
    # How long until something happens, or how long it lasts without being what is counted.
    rf"|\b(?:within|over|in|for|after|next|last|past|first|every)(?: the)?(?: next| first| last| past| coming)? "
    rf"(?:\d+|{_WORD}) "
    r"(?:weeks?|months?|years?|terms?)\b(?! \d)"
    rf"|\b(?:\d+|{_WORD})[- ](?:weeks?|months?|years?|terms?) "
    r"(?:after|before|later|old|of (?:leaving|joining|starting)|plan|programme)\b"
    # Lists, and "one" that counts nothing.
    r"|^\W*\d{1,2}[.)](?=\s)|\b(?:no|any|each|every|this|that) one\b|\bone (?:another|of the (?:main|key))|\bone[- ](?:off|page)\b"
    r"|\bhalf[- ]?(?:term(?:ly)?|days?|terms)\b|\b\d+(?:st|nd|rd|th)\b"
)
_FRAMEWORK = re.compile(r"\b(?:8|eight) (?:updated |new )?(?:gatsby )?benchmarks?\b")
_REACHED = re.compile(r"\b(?:achiev|meet|met\b|reach|out of|of the)")

_QUANTITY = re.compile(
    rf"(?:{_FIGURE})(?:{_PERCENT})?\s?(?:in|out of|of|of (?:the|our)|/)\s(?:every )?(?:{_FIGURE})|\b\d+/\d+\b"
    rf"|\bbetween (?:{_FIGURE})(?:{_PERCENT})? and (?:{_FIGURE})(?:{_PERCENT})?"
    rf"|(?<![\w.])\d+\s?-\s?\d+(?:{_PERCENT})?(?!\w)"
    rf"|(?:\b(?:a|one|two|three|four) ?-?(?:thirds?|quarters?|fifths?|tenths?))\b|\bhalf\b"
    rf"|(?:{_FIGURE})(?:{_PERCENT})?"
    r"|\ba dozen\b|\btwice\b|\bdoubl(?:e|es|ed|ing)\b|\bhalv(?:e|es|ed|ing)\b|\btripl(?:e|es|ed|ing)\b|\btreble\b"
)
_TIMES_AS = re.compile(r"doubl|halv|tripl|treble")
_MOVES = r"increas\w*|rais\w*|reduc\w*|improv\w*|grow\w*|ris\w+|rose|fall\w*|drop\w*|cut|up|down|go(?:es)? up"
_MOVES += r"|doubl\w*|halv\w*|narrow\w*|lift\w*|boost\w*|lower\w*"
_BY = re.compile(
    rf"\b(?:{_MOVES})\b(?:(?!\b(?:completed|done|taken|attended)\b)[^.;])*\bby (?:a |an |at least |about |over )?$"
)
_RISE = re.compile(r" (?:increase|rise|growth|reduction|drop|fall|decrease|improvement|more|fewer|less)\b(?! than 0)")
_RISE_OF = re.compile(r"\b(?:increase|rise|reduction|drop|fall) of $|\b(?:up|down|another|extra) $")
_UNIVERSAL = re.compile(
    r"\b(?:all|every|each(?: and every)?|no|none of|not one|not a single)\b(?! (?:more|less|fewer|other)\b)"
)
_GAP = re.compile(r"(?: (?!for\b|to\b|with\b|in\b|at\b|years\b)[\w'&-]+){0,5} $")


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text: where, and whether it is relative to something else ("by 20%", "double") or universal ("every")."""

    start: int
    end: int
    is_relative: bool = False
    is_universal: bool = False


def quantities_in(plain: Plain, times: Iterable[Time]) -> list[Quantity]:
    """Return the quantities that are named in figures or words, from left to right, without those in times."""
    taken = [(time.start, time.end) for time in times] + [match.span() for match in _NO_QUANTITY.finditer(plain)]
    taken += [match.span() for match in _FRAMEWORK.finditer(plain) if not _REACHED.search(plain[: match.start()])]
    return list(_quantities(plain, taken))


def universals_in(plain: Plain, people: Iterable[People]) -> list[Quantity]:
    """Return "every", "all" and "no" where they say how many people, such as "no student" and "all of Year 13"."""
    starts = [one.start for one in people]
    return [
        Quantity(match.start(), match.end(), is_universal=True)
        for match in _UNIVERSAL.finditer(plain)
        if any(
            match.end() < start <= match.end() + 40 and _GAP.fullmatch(plain[match.end() : start].replace(" of ", " "))
            for start in starts
        )
    ]


def _quantities(plain: Plain, taken: list[Found]) -> Iterator[Quantity]:
    at = 0
    while match := _QUANTITY.search(plain, at):
        start, end = match.span()
        clash = min((span for span in taken if span[0] < end and start < span[1]), default=None)
        if clash is None:
            yield Quantity(start, end, _is_relative(plain, start, end))
            at = end
        elif start < clash[0] and (shorter := _QUANTITY.fullmatch(plain, start, _end_before(plain, start, clash[0]))):
            yield Quantity(start, shorter.end(), _is_relative(plain, start, shorter.end()))
            at = clash[1]
        else:
            at = max(clash[1], start + 1)


def _end_before(plain: Plain, start: int, clash: int) -> int:
    """Return where a quantity ends that would run into something else: at its first space."""
    space = plain.find(" ", start, clash)
    return clash if space < 0 else space


def _is_relative(plain: Plain, start: int, end: int) -> bool:
    before, after = plain[max(0, start - 100) : start], plain[end : end + 20]
    if _TIMES_AS.match(plain, start) or (plain[start:end] == "twice" and after.startswith(" as ")):
        return True
    return bool(
        _BY.search(before) or _RISE.match(after) or (_RISE_OF.search(before) and "point" in plain[start : end + 7])
    )
