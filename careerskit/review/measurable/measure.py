"""Which parts of a measurable objective a text has, and where; which are missing, and which half of the sentence is weak.

The template asks for objectives that are student-centred and measurable: what changes for whom, by how much, from where, to where
and by when. The rules are words and patterns (:mod:`careerskit.review.measurable.words`), so each answer can be explained;
``benchmarks/objectives.py`` measures how often they are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from careerskit.review.measurable.baselines import baselines_in, times_of_baselines
from careerskit.review.measurable.changes import change_in, verb_of
from careerskit.review.measurable.people import main_people, people_in, whole_group
from careerskit.review.measurable.quantities import quantities_in, universals_in
from careerskit.review.measurable.targets import target_in
from careerskit.review.measurable.text import Phrase, Plain
from careerskit.review.measurable.times import times_in
from careerskit.review.measurable.weak import Weak, weak_half

__all__ = ["Feature", "Measures", "measure"]

_CHARACTERS, _MENTIONS = 600, 20
"""How much of a text is read, and how many people, quantities and times in it: an objective is a sentence or two, and nobody's text
may hold up a form."""


class Feature(StrEnum):
    """A part of a measurable objective, named as a form may name it."""

    CHANGE = "what changes"
    PEOPLE = "for whom"
    NUMBER = "a number"
    BASELINE = "where it starts"
    TARGET = "where it gets to"
    DATE = "by when"


@dataclass(frozen=True)
class Measures:
    """What a text has of a measurable objective; None for what it lacks."""

    change: Phrase | None = None
    """What will be different for people. What the school does is none, and neither is raising awareness."""
    people: Phrase | None = None
    """Whose change it is, or whom it is meant for."""
    number: Phrase | None = None
    """How much or how many; also "every student" and "no student"."""
    baseline: Phrase | None = None
    target: Phrase | None = None
    date: Phrase | None = None
    """By when; not the date of the baseline."""
    baseline_date: Phrase | None = None
    are_students: bool = False
    """Whether the people are students, rather than staff, parents or others."""
    weak: Weak | None = None
    """The half of the sentence to work on first."""

    @property
    def missing(self) -> tuple[Feature, ...]:
        """What the text lacks, in the order in which a sentence says it."""
        return tuple(feature for feature in Feature if getattr(self, feature.name.lower()) is None)

    @property
    def is_student_centred(self) -> bool:
        """Whether it says what changes for students."""
        return self.change is not None and self.people is not None and self.are_students


@lru_cache(maxsize=1000)  # a form asks again for each of its objectives when one of them is typed
def measure(text: str) -> Measures:
    """Return which parts of a measurable objective a text has. Takes any text; reads its first 600 characters."""
    plain = Plain(text[:_CHARACTERS])
    if not plain:
        return Measures()
    times = times_in(plain)[:_MENTIONS]
    people = people_in(plain)[:_MENTIONS]
    quantities = quantities_in(plain, times)[:_MENTIONS]
    change = change_in(plain, people, quantities, times)
    said = [one for one in people if verb_of(plain, one)]
    changed = [one for one in people if change and change[0] <= one.start < change[1]]
    main = main_people(plain, changed or people, said)
    if change:
        quantities += [one for one in universals_in(plain, said) if change[0] <= one.start < change[1]]
    baselines = baselines_in(plain, quantities, times)
    target = target_in(plain, quantities, baselines, is_change=change is not None)
    before = times_of_baselines(plain, baselines, times)
    dates = [time for time in times if time not in before]
    number = target[0] if target and target[0] else (quantities[0] if quantities else None)
    phrase = plain.phrase
    return Measures(
        change=phrase(change) if change else None,
        people=phrase(whole_group(plain, main, people)) if main else None,
        number=phrase((number.start, number.end)) if number else None,
        baseline=phrase(baselines[0][1]) if baselines else None,
        target=phrase(target[1]) if target else None,
        date=phrase((dates[0].with_lead, dates[0].end)) if dates else None,
        baseline_date=phrase((before[0].start, before[0].end)) if before else None,
        are_students=main is not None and main.are_students,
        weak=weak_half(plain, change, main, number, target[1] if target else None, times),
    )
