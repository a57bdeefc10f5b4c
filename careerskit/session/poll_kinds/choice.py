"""A poll in which one of several choices is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from random import Random
from typing import Any

from careerskit.errors import SessionError
from careerskit.session.poll_kinds.kind import Answers, PollKind, ResultRow, quoted
from careerskit.session.privacy import meets_threshold, suppress_small_counts

__all__ = ["MAX_CHOICES", "Choice", "count_rows"]

MAX_CHOICES = 12


class Choice(PollKind):
    """One of several choices."""

    name, label = "choice", "A choice"

    def faults_of_choices(self, choices: Sequence[str]) -> Iterator[str]:
        """Yield what is wrong with the choices."""
        if not 2 <= len(choices) <= MAX_CHOICES:
            yield f"a poll of this type needs 2 to {MAX_CHOICES} choices, and this one has {len(choices)}."

    def parse(self, answer: Any, choices: Sequence[str]) -> str | int:
        """Return the choice."""
        if answer in choices:
            return str(answer)
        raise SessionError(f"{quoted(answer)} is not one of the choices. Choose one of: {'; '.join(choices)}.")

    def rows(
        self, poll: str, choices: Sequence[str], answers: Answers, hidden: AbstractSet[str], *, minimum: int
    ) -> tuple[ResultRow, ...]:
        """Return a row for each choice, in their order."""
        return count_rows(poll, choices, answers, hidden, minimum=minimum)

    def random_answer(self, chance: Random, choices: Sequence[str], words: Sequence[str]) -> str | int:  # noqa: ARG002
        """Return a choice; earlier ones are more likely."""
        weights = [len(choices) - position for position in range(len(choices))]
        return chance.choices(choices, weights)[0]


def count_rows(
    poll: str, labels: Sequence[str | int], answers: Answers, hidden: AbstractSet[str], *, minimum: int
) -> tuple[ResultRow, ...]:
    """Return a row for each of the possible answers, in their order, with how many gave it."""
    given, shown = Counter(answers.values()), meets_threshold(len(answers), minimum)
    found = {label: given[label] for label in labels}
    counts = suppress_small_counts(found, minimum) if shown else dict.fromkeys(labels)
    return tuple(
        ResultRow(f"{poll}:{number}", str(label), counts[label], f"{poll}:{number}" in hidden)
        for number, label in enumerate(labels, start=1)
    )
