"""Compass scores, as they are written: "64%", "64", "100 %"."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from careerskit.plan.benchmarks import BENCHMARKS
from careerskit.plan.dates import When
from careerskit.plan.fields import FieldSpec, Group, Kind

__all__ = ["CompassScores", "Score"]

_PER_CENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent)?", re.IGNORECASE)


class Score(str):
    """A score of one benchmark as written: the share of its assessment areas that are met, in per cent."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic read and write it as plain text."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @property
    def per_cent(self) -> float | None:
        """The score from 0 to 100; None where it is empty or not such a number."""
        match = _PER_CENT.fullmatch(self.strip())
        value = float(match[1]) if match else None
        return value if value is not None and value <= 100 else None

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
