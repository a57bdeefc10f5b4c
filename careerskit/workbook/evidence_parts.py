"""The parts that show what is published about a school. They are pages alone, and forms offer sentences from them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from careerskit.workbook.parts import PlanPart

if TYPE_CHECKING:  # reading evidence and drawing charts takes pandas and matplotlib, which a form does without
    from careerskit.evidence import Published
    from careerskit.plan import Plan

__all__ = ["EvidenceParts"]


class EvidenceParts(ABC):
    """The parts that show what is published about a school."""

    @property
    @abstractmethod
    def plan(self) -> Plan:
        """The plan."""

    @abstractmethod
    def _evidence(self, name: str, render: Callable[[Published | None], str]) -> PlanPart:
        """Return a part made from what is published about the school; None where there is no school."""

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

        def render(published: Published | None) -> str:
            from careerskit.evidence import read_labour_market
            from careerskit.views import render_labour_market

            return render_labour_market(self.plan, read_labour_market(published) if published else None)

        return self._evidence("labour_market", render)

    @property
    def context(self) -> PlanPart:
        """Students' needs and free school meals, beside England; empty where nothing is published."""

        def render(published: Published | None) -> str:
            from careerskit.evidence import read_context
            from careerskit.views import render_context

            return render_context(self.plan, read_context(published) if published else None)

        return self._evidence("context", render)
