"""The session that runs here: its state, its run of show, and the plans of the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from careerskit.server.steps import Step, read_steps
from careerskit.session import PlansNow, RunOfShow, Session, default_run_of_show
from careerskit.store import Store

__all__ = ["Webinar"]


class Webinar:
    """What all pages of one live session share."""

    def __init__(
        self,
        store: Store,
        session: Session,
        run: RunOfShow | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Prepare the polls of the run of show.

        Args:
            store: where the session and the plans are.
            session: the session.
            run: its run of show; None for the one that comes along.
            now: what the time is (aware, UTC).
        """
        self.store, self.session, self.now = store, session, now
        self.run = run or default_run_of_show()
        self.plans = PlansNow(store)
        self.steps: dict[str, Step] = {step.name: step for step in read_steps()}
        if not session.state.closed:
            session.prepare_all(self.run.polls)

    @property
    def name(self) -> str:
        """What the session is called."""
        return self.session.record.name

    def title_of(self, step: str) -> str:
        """Return the heading of a step; "" where there is no such step."""
        return self.steps[step].title if step in self.steps else ""
