"""The parts that show what is published about a school. They are pages alone, and forms offer sentences from them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from careerskit.workbook.parts import PlanPart

if TYPE_CHECKING:  # reading evidence and drawing charts takes pandas and matplotlib, which a form does without
    from careerskit.evidence import Published
    from careerskit.plan import Plan, School
    from careerskit.workbook.context import WorkbookContext

__all__ = ["EvidenceParts"]


class EvidenceParts(ABC):
    """The parts that show what is published about a school."""

    _context: WorkbookContext
    _school: School | None

    @property
    @abstractmethod
    def plan(self) -> Plan:
        """The plan."""

    @abstractmethod
    def _read_only_part(
        self, name: str, render: Callable[[], str], *, updatable: bool = True, has_chart: bool = False
    ) -> PlanPart: ...

    @property
    def destinations(self) -> PlanPart:
        """What students went on to, as published, beside the local authority and England."""

        def render(published: Published | None) -> str:
            from careerskit.evidence import read_destinations
            from careerskit.views import render_destinations

            return render_destinations(self.plan, read_destinations(published) if published else ())

        return self._evidence("destinations", render)

    @property
    def labour_market(self) -> PlanPart:
        """Industries, occupations, job adverts and who is in work in the school's area; empty where nothing is published."""
        from careerskit.evidence import LABOUR_MARKET_TOPICS, read_labour_market

        def render(published: Published | None) -> str:
            from careerskit.views import render_labour_market

            return render_labour_market(self.plan, read_labour_market(published) if published else None)

        return self._evidence("labour_market", render, LABOUR_MARKET_TOPICS)

    @property
    def context(self) -> PlanPart:
        """Students' needs and free school meals, beside England; empty where nothing is published."""
        from careerskit.evidence import CENSUS_TOPIC, read_context

        def render(published: Published | None) -> str:
            from careerskit.views import render_context

            return render_context(self.plan, read_context(published) if published else None)

        return self._evidence("context", render, [CENSUS_TOPIC])

    def _evidence(self, name: str, render: Callable[[Published | None], str], topics: Iterable[str] = ()) -> PlanPart:
        """Return a part made from what is published about the school; None where there is no school.

        topics: of which the store must have one for the part to be more than empty; () where it is never empty.
        """
        store, school = self._context.store, self._school
        if store and topics and not any(map(store.published.releases, topics)):  # no button to update nothing
            return self._read_only_part(name, lambda: "", updatable=False)

        def render_published() -> str:
            from careerskit.evidence import published_about

            return render(published_about(store, [school])[school.id] if store and school else self._context.published)

        return self._read_only_part(name, render_published, has_chart=True)
