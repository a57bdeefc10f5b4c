"""A poll that is answered on a scale from 1 to 5."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from random import Random
from typing import Any

from careerskit.errors import SessionError
from careerskit.session.poll_kinds.choice import count_rows
from careerskit.session.poll_kinds.kind import Answers, Option, PollKind, ResultRow, quoted

__all__ = ["SCALE", "Scale"]

SCALE = range(1, 6)


class Scale(PollKind):
    """A whole number from 1 to 5. Its two choices, if it has any, say what 1 and 5 mean."""

    name, label = "scale", "A scale from 1 to 5"

    def faults_of_choices(self, choices: Sequence[str]) -> Iterator[str]:
        """Yield what is wrong with the choices."""
        if len(choices) not in (0, 2):
            yield f"a scale has two choices (what 1 and 5 mean) or none, and this one has {len(choices)}."

    def options(self, choices: Sequence[str]) -> Sequence[Option]:
        """Return the numbers of the scale, with what its ends mean."""
        ends = {SCALE[0]: f": {choices[0]}", SCALE[-1]: f": {choices[-1]}"} if choices else {}
        return [Option(str(number), f"{number}{ends.get(number, '')}") for number in SCALE]

    def parse(self, answer: Any, choices: Sequence[str]) -> str | int:  # noqa: ARG002
        """Return the number."""
        numbers = {str(number): number for number in SCALE}
        if str(answer).strip() in numbers:
            return numbers[str(answer).strip()]
        raise SessionError(f"{quoted(answer)} is not on the scale. Choose a whole number from 1 to 5.")

    def rows(
        self,
        poll: str,
        choices: Sequence[str],  # noqa: ARG002
        answers: Answers,
        hidden: AbstractSet[str],
        *,
        minimum: int,
    ) -> tuple[ResultRow, ...]:
        """Return a row for each number of the scale."""
        return count_rows(poll, SCALE, answers, hidden, minimum=minimum)

    def row_label(self, label: str, choices: Sequence[str]) -> str:
        """Return a number of the scale; its ends with what they mean."""
        ends = {str(SCALE[0]): f" ({choices[0]})", str(SCALE[-1]): f" ({choices[-1]})"} if choices else {}
        return f"{label}{ends.get(label, '')}"

    def mean(self, answers: Answers) -> float | None:
        """Return the mean to one decimal."""
        numbers = [number for number in answers.values() if isinstance(number, int)]
        return round(sum(numbers) / len(numbers), 1)

    def description(self, choices: Sequence[str]) -> str:
        """Return what the ends of the scale mean."""
        return f"scale from 1 ({choices[0]}) to 5 ({choices[-1]})" if choices else self.name

    def random_answer(self, chance: Random, choices: Sequence[str], words: Sequence[str]) -> str | int:  # noqa: ARG002
        """Return a number; those near 3 are more likely."""
        return min(max(round(chance.gauss(3.2, 1)), SCALE[0]), SCALE[-1])
