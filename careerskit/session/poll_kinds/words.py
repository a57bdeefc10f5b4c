"""A poll that is answered in one's own words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256
from random import Random
from typing import Any

from careerskit.errors import SessionError
from careerskit.session.poll_kinds.kind import Answers, PollKind, ResultRow
from careerskit.session.privacy import meets_threshold, suppress_small_counts

__all__ = ["Words"]


class Words(PollKind):
    """A few words. The words are shown even where only one delegate said them, once enough have answered; how many did is not."""

    name, label, heading = "words", "In their own words", "Words"
    input, longest, may_identify = "text", 60, True

    def faults_of_choices(self, choices: Sequence[str]) -> Iterator[str]:
        """Yield what is wrong with the choices."""
        if choices:
            yield "a poll for words has no choices. Remove them, or make its kind choice."

    def parse(self, answer: Any, choices: Sequence[str]) -> str | int:  # noqa: ARG002
        """Return the words, with single spaces."""
        words = " ".join(answer.split()) if isinstance(answer, str) else ""
        if not words:
            raise SessionError("This answer is empty. Type a word or two.")
        if len(words) > self.longest:
            raise SessionError(
                f"This answer is too long: the limit is {self.longest} characters and you have {len(words)}."
            )
        return words

    def rows(
        self,
        poll: str,
        choices: Sequence[str],  # noqa: ARG002
        answers: Answers,
        hidden: AbstractSet[str],
        *,
        minimum: int,
    ) -> tuple[ResultRow, ...]:
        """Return a row for each wording, most said first. Wordings that differ in capitals only share the most used one's row."""
        if not meets_threshold(len(answers), minimum):
            return ()
        wordings: dict[str, Counter[str]] = {}
        for answer in answers.values():
            folded = unicodedata.normalize("NFKC", str(answer)).casefold()
            wordings.setdefault(folded, Counter())[str(answer)] += 1
        counts = suppress_small_counts({folded: sum(used.values()) for folded, used in wordings.items()}, minimum)
        order = sorted(wordings, key=lambda folded: (-(counts[folded] or 0), folded))
        ids = {folded: f"{poll}:{sha256(folded.encode()).hexdigest()[:12]}" for folded in order}
        return tuple(
            ResultRow(ids[folded], wordings[folded].most_common(1)[0][0], counts[folded], ids[folded] in hidden)
            for folded in order
        )

    def random_answer(self, chance: Random, choices: Sequence[str], words: Sequence[str]) -> str | int:  # noqa: ARG002
        """Return some words."""
        return chance.choice(words)
