"""The commands by which facilitators prepare, run, change and remove polls."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from careerskit.session.event_log import EventLog
from careerskit.session.events import EventKind
from careerskit.session.run_of_show import PreparedPoll

__all__ = ["PollCommands"]


class PollCommands:
    """The part of a :class:`Session` for polls. Every command raises SessionError where it is refused."""

    _log: EventLog

    def prepare_poll(
        self,
        question: str,
        kind: str,
        choices: Sequence[str] = (),
        into: str = "",
        poll: str = "",
        *,
        threshold: bool = True,
    ) -> str:
        """Prepare a poll, and return its id. Preparing it again replaces it, until it is opened or edited.

        Args:
            question: what is asked; 500 characters.
            kind: the name of a kind of poll: choice, scale (1 to 5) or words (60 characters).
            choices: of a choice, what can be chosen; of a scale, what 1 and 5 mean, or nothing.
            into: the path of a text in the plan that a delegate's own answer can be added to; "" for none.
            poll: its id, as the run of show has it; "" for a new one.
            threshold: whether results are hidden below three answers. Where an answer says nothing about a person or a school, they
                need not be; a poll for words always hides them.
        """
        poll = poll or secrets.token_hex(4)
        body = {"poll": poll, "question": question, "kind": str(kind), "choices": list(choices), "into": into}
        self._log.append(EventKind.POLL_PREPARED, body if threshold else {**body, "threshold": False})
        return poll

    def sync_polls(self, polls: Sequence[PreparedPoll]) -> None:
        """Prepare the polls of a run of show, but for those that are the same already, and those opened, edited or removed."""
        self._log.refresh()
        for poll in polls:
            state = self._log.state
            known = state.polls.get(poll.id)
            is_new = known is None and poll.id not in state.removed_polls
            if is_new or (known and known.is_untouched and not poll.is_like(known)):
                self.prepare_poll(poll.question, poll.kind, poll.choices, poll.into, poll.id, threshold=poll.threshold)

    def create_and_open_poll(
        self, question: str, kind: str, choices: Sequence[str] = (), into: str = "", *, threshold: bool = True
    ) -> str:
        """Create a poll and open it, and return its id. The arguments are those of :meth:`prepare_poll`."""
        poll = self.prepare_poll(question, kind, choices, into, threshold=threshold)
        self.open_poll(poll)
        return poll

    def edit_poll(
        self, poll: str, question: str, kind: str, choices: Sequence[str] = (), *, threshold: bool = True
    ) -> None:
        """Change a poll that no real delegate has answered. Answers of simulated delegates are removed.

        Its results are then hidden below three answers, unless it is said here again that they need not be.
        """
        body = {"poll": poll, "question": question, "kind": str(kind), "choices": list(choices)}
        self._log.append(EventKind.POLL_EDITED, body if threshold else {**body, "threshold": False})

    def empty_poll(self, poll: str) -> None:
        """Remove the answers to a poll that only simulated delegates have answered, and hide its results."""
        self._log.append(EventKind.POLL_EMPTIED, {"poll": poll})

    def remove_poll(self, poll: str) -> None:
        """Remove a poll that no real delegate has answered. One of the run of show is not prepared again."""
        self._log.append(EventKind.POLL_REMOVED, {"poll": poll})

    def open_poll(self, poll: str) -> None:
        """Open a poll for answers; one that was closed keeps its answers."""
        self._log.append(EventKind.POLL_OPENED, {"poll": poll})

    def close_poll(self, poll: str) -> None:
        """Take no more answers to a poll."""
        self._log.append(EventKind.POLL_CLOSED, {"poll": poll})

    def show_results(self, poll: str, yes: bool = True) -> None:
        """Show a poll's results to those who have answered, or hide them again."""
        self._log.append(EventKind.RESULTS_SHOWN, {"poll": poll, "yes": yes})
