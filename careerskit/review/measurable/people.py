"""Whom an objective is about: students, or others such as parents and staff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from careerskit.review.measurable.text import Found, Plain

__all__ = ["YEAR_GROUP", "People", "main_people", "people_in", "whole_group"]

YEAR_GROUP = (
    r"\b(?:(?:years?|yrs?)\s?(?:[7-9]|1[0-4])|y(?:ear)?\s?(?:[7-9]|1[0-4]))s?\b"
    r"(?:(?:\s?[-/&]\s?|\s(?:and|to|or)\s|,\s(?=\d+,?\s(?:and|or)\s))(?:(?:years?|yrs?|y)\s?)?(?:[7-9]|1[0-4])s?\b(?!\s?%|\s(?:of|in|out)\b))*"
)
"""Year 10, Yr 10s, Years 9 to 11, Y7-13."""

# What students are called in schools, special schools, colleges and training providers; the groups that careers guidance names
# (statutory guidance of May 2025: looked-after children, care leavers, SEND), and young people in destinations data (NEET).
_STUDENTS = (
    r"students?|pupils?|learners?|apprentices?|leavers?|trainees?|interns|young (?:people|persons?|women|men|adults?|carers?)"
    r"|child(?:ren)?|girls?|boys?|youngsters?|neets?|sixth[ -]formers|year groups?|candidates"
    r"|drop-?outs"
)
_OTHERS = (
    r"parents?(?: and carers)?|parental|carers|famil(?:y|ies)|staff|teachers?|tutors?|lecturers?|governors?|stakeholders?"
    r"|head ?teachers?|colleagues|trainers|assessors|careers champions|middle leaders|(?:curriculum|subject) areas|departments"
)
_OTHERS_AS_SUBJECT = r"employers|businesses|companies|advisers|mentors|volunteers|alumni"

# One letter missing, doubled or swapped, as in "stuents" and "studnets".
_NAMES = ("student", "students", "pupils", "learner", "learners")
_MISSPELT = frozenset(
    chain.from_iterable(
        chain(
            (name[:at] + name[at + 1 :] for at in range(1, len(name) - 1)),
            (name[:at] + name[at] + name[at:] for at in range(1, len(name))),
            (name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(1, len(name) - 1)),
        )
        for name in _NAMES
    )
) - {"pupil", "student", "students", "learner", "learners", "leaner", "leaners"}

_PEOPLE = re.compile(
    rf"(?P<students>\b(?:{_STUDENTS})\b(?! data)|{YEAR_GROUP}|\b(?:{'|'.join(sorted(_MISSPELT))})\b)"
    rf"|(?P<others>\b(?:{_OTHERS}|{_OTHERS_AS_SUBJECT})\b)"
)
_SUBJECT_ONLY = re.compile(_OTHERS_AS_SUBJECT)
_NOT_PEOPLE = re.compile(
    r"\b(?:end of|start of|beginning of|after|before|by|until|leave|leaving|(?<!outs )(?<!applications )(?<!exclusions )from) $"
)
_RANGE = re.compile(r"\bfrom \S+ \S+ to $|\bfrom \S+ to $")
_WHOSE = re.compile(r" (?:and carers )?of (?:\w+ ){0,2}")
_JOINED = re.compile(r"(?:,| and| or| &|/)[^.;]{0,20}")
_WHO = re.compile(r"'? (?:parents|carers|famil|teachers|tutors|staff|governors)")
_OF_GROUP = re.compile(r" (?:(?:in|of|from) (?:our )?)?")


@dataclass(frozen=True)
class People:
    """A mention of people: where, and whether they are students."""

    start: int
    end: int
    are_students: bool


def people_in(plain: Plain) -> list[People]:
    """Return the people who are named, from left to right. A year group is no people where it says when, as in "by the end of"."""
    return list(_mentions(plain))


def main_people(plain: Plain, people: Sequence[People], said: Sequence[People]) -> People | None:
    """Return those whom the objective is about: students, unless something is said of others, as in "tutors can advise students".

    said: the people of whom something is said.
    """
    students = [one for one in people if one.are_students]
    others = [one for one in people if not one.are_students]
    if not students or not others:
        return next(iter(people), None)
    first, student = others[0], students[0]
    if first.start < student.start:
        # "Parents of Year 11": the year group only says whose parents. "Parents and students" are both meant.
        between = plain[first.end : student.start]
        if _WHOSE.fullmatch(between) or (first in said and not _JOINED.fullmatch(between)):
            return first
    # "Year 11 parents"
    if _WHO.match(plain, student.end):
        return next((one for one in others if one.start >= student.end), student)
    return student


def whole_group(plain: Plain, one: People, people: Sequence[People]) -> Found:
    """Return where a group is named as a whole, such as "girls in Year 9", of which both are mentions."""
    start, end = one.start, one.end
    for other in people:
        if (
            other.start > end
            and other.are_students == one.are_students
            and _OF_GROUP.fullmatch(plain[end : other.start])
        ):
            end = other.end
    return start, end


def _mentions(plain: Plain) -> Iterator[People]:
    for match in _PEOPLE.finditer(plain):
        before = plain[max(0, match.start() - 30) : match.start()]
        if match["students"] is not None:
            if match[0][-1].isdigit() and (_NOT_PEOPLE.search(before) or _RANGE.search(before)):
                continue
            yield People(match.start(), match.end(), are_students=True)
        elif not _SUBJECT_ONLY.fullmatch(match[0]) or _is_subject(plain, match):
            yield People(match.start(), match.end(), are_students=False)


def _is_subject(plain: Plain, match: re.Match[str]) -> bool:
    """Whether employers do something, rather than something is done with them."""
    return bool(
        re.fullmatch(r"\W*(?:by [\w ]+, )?(?:\d+ |more |all |our |local |the |at least )*", plain[: match.start()])
        and re.match(
            r" (?:who |will |to |can |have |has |work|say|meet|offer|visit|come|take|rate)", plain[match.end() :]
        )
    )
