"""Compass scores, as they are written: "64%", "64", "91–99%", "Up to 90%"."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from careerskit.plan.benchmarks import BENCHMARKS
from careerskit.plan.dates import When
from careerskit.plan.fields import FieldSpec, Group, Kind, Record

__all__ = ["CompassScores", "EarlierScores", "Score"]

_NUMBER = r"(\d{1,3}(?:\.\d+)?)"
_UNIT = r"\s*(?:%|per ?cent)?"
_PER_CENT = re.compile(rf"{_NUMBER}{_UNIT}", re.IGNORECASE)
_RANGE = re.compile(rf"(?:between\s*)?{_NUMBER}{_UNIT}\s*(?:-|–|—|to|and)\s*{_NUMBER}{_UNIT}", re.IGNORECASE)
_UP_TO = re.compile(rf"(?:up to|at most|no more than|≤|<=){_UNIT}\s*{_NUMBER}{_UNIT}", re.IGNORECASE)
_FROM = re.compile(rf"(?:(?:at least|≥|>=)\s*{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}\s*\+)", re.IGNORECASE)


class Score(str):
    """A score of one benchmark as written: the share of its assessment areas that are met, in per cent."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic read and write it as plain text."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and highest score that it says, from 0 to 100, the same where it is exact; None where it says none."""
        text = self.strip()
        if found := _PER_CENT.fullmatch(text):
            low = high = float(found[1])
        elif found := _RANGE.fullmatch(text):
            low, high = float(found[1]), float(found[2])
        elif found := _UP_TO.fullmatch(text):
            low, high = 0, float(found[1])
        elif found := _FROM.fullmatch(text):
            low, high = float(found[1] or found[2]), 100
        else:
            return None
        return (low, high) if 0 <= low <= high <= 100 else None

    @property
    def per_cent(self) -> float | None:
        """The score from 0 to 100; None where it is empty, no such number, or a range: that is never taken for a number."""
        low, high = self.bounds or (None, None)
        return low if low == high else None

    @property
    def is_achieved(self) -> bool:
        """Whether the benchmark is fully achieved. Only 100% is: 75%, for example, is "in progress"."""
        return self.per_cent == 100


class CompassScores(Group):
    """The latest Compass evaluation: its date, and a score for each benchmark."""

    title: ClassVar[str] = "Compass scores"

    evaluated: Annotated[
        When, FieldSpec("Date of the Compass evaluation", help="For example, 20 October 2026", kind=Kind.DATE, limit=60)
    ] = When()
    b1: Annotated[Score, FieldSpec(str(BENCHMARKS[0]), kind=Kind.SCORE, limit=20)] = Score()
    b2: Annotated[Score, FieldSpec(str(BENCHMARKS[1]), kind=Kind.SCORE, limit=20)] = Score()
    b3: Annotated[Score, FieldSpec(str(BENCHMARKS[2]), kind=Kind.SCORE, limit=20)] = Score()
    b4: Annotated[Score, FieldSpec(str(BENCHMARKS[3]), kind=Kind.SCORE, limit=20)] = Score()
    b5: Annotated[Score, FieldSpec(str(BENCHMARKS[4]), kind=Kind.SCORE, limit=20)] = Score()
    b6: Annotated[Score, FieldSpec(str(BENCHMARKS[5]), kind=Kind.SCORE, limit=20)] = Score()
    b7: Annotated[Score, FieldSpec(str(BENCHMARKS[6]), kind=Kind.SCORE, limit=20)] = Score()
    b8: Annotated[Score, FieldSpec(str(BENCHMARKS[7]), kind=Kind.SCORE, limit=20)] = Score()

    @property
    def by_benchmark(self) -> dict[int, Score]:
        """The score of each benchmark by its number."""
        return {entry.number: getattr(self, f"b{entry.number}") for entry in BENCHMARKS}


class EarlierScores(CompassScores, Record):
    """An earlier Compass evaluation."""

    summary: ClassVar[tuple[str, ...]] = ("evaluated",)
