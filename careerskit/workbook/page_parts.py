"""The parts that nobody fills in: those of the plan itself, and those of its editions, each for a reader's question."""

from __future__ import annotations

from abc import ABC, abstractmethod

from careerskit.workbook.parts import PlanPart

__all__ = ["PageParts"]


class PageParts(ABC):
    """The parts that are pages alone.

    Those of an edition have a heading of level 2. In a public edition, a part without an answer is left out with its heading; the
    others say what is missing.
    """

    @abstractmethod
    def _page(self, name: str, **within: PlanPart) -> PlanPart: ...

    @abstractmethod
    def _chart(self, name: str) -> PlanPart: ...

    @property
    @abstractmethod
    def programme(self) -> PlanPart:
        """The careers programme by year group."""

    @property
    def summary(self) -> PlanPart:
        """The plan on a page, for a governor who has a minute."""
        return self._page("summary")

    @property
    def next_steps(self) -> PlanPart:
        """The four next steps with the plan."""
        return self._page("next_steps")

    @property
    def benchmark_scores(self) -> PlanPart:
        """The Compass scores as a chart."""
        return self._chart("benchmark_scores")

    @property
    def actions_by_term(self) -> PlanPart:
        """How many actions fall into each term, as a chart and a table."""
        return self._chart("actions_by_term")

    @property
    def golden_thread(self) -> PlanPart:
        """How points, priorities, objectives and actions hang together, as a chart and a table."""
        return self._chart("golden_thread")

    @property
    def school_and_year(self) -> PlanPart:
        """Whose plan it is, and for which year, below an edition's title."""
        return self._page("school_and_year")

    @property
    def approval(self) -> PlanPart:
        """What governors are asked for, who has approved the plan, when it is reviewed, and who leads it."""
        return self._page("approval")

    @property
    def decision(self) -> PlanPart:
        """What senior leaders are asked to decide, with the cost and the time of a year."""
        return self._page("decision")

    @property
    def aims(self) -> PlanPart:
        """The vision for careers provision, and the vision of the school."""
        return self._page("aims")

    @property
    def benchmarks_at_a_glance(self) -> PlanPart:
        """The eight benchmarks with their Compass scores, and which are priorities, as one small table."""
        return self._page("benchmarks_at_a_glance")

    @property
    def objectives_at_a_glance(self) -> PlanPart:
        """Each objective with its progress, and what is due next, as one table."""
        return self._page("objectives_at_a_glance")

    @property
    def priorities_and_risks(self) -> PlanPart:
        """The key priorities of the SWOT analysis, and its threats."""
        return self._page("priorities_and_risks")

    @property
    def costs(self) -> PlanPart:
        """What each action costs in money and staff time, with the sum of the amounts that can be added up."""
        return self._page("costs")

    @property
    def responsibilities(self) -> PlanPart:
        """Who does what: the open actions by who is responsible."""
        return self._page("responsibilities")

    @property
    def cpd(self) -> PlanPart:
        """The actions that are CPD."""
        return self._page("cpd")

    @property
    def programme_summary(self) -> PlanPart:
        """The summary of the careers programme, for the website."""
        return self._page("programme_summary")

    @property
    def programme_by_year(self) -> PlanPart:
        """The careers programme by year group, for the website."""
        return self._page("programme_by_year", grid=self.programme)

    @property
    def programme_for_families(self) -> PlanPart:
        """The careers programme by year group, for students and their parents: without types of activity and benchmarks."""
        return self._page("programme_for_families")

    @property
    def employers_part(self) -> PlanPart:
        """The activities that employers take part in."""
        return self._page("employers_part")

    @property
    def teachers_part(self) -> PlanPart:
        """The activities in lessons and tutor time."""
        return self._page("teachers_part")

    @property
    def impact(self) -> PlanPart:
        """How it is measured what the programme does, and when this is reviewed."""
        return self._page("impact")

    @property
    def provider_access(self) -> PlanPart:
        """The link to the provider access statement."""
        return self._page("provider_access")

    @property
    def contact(self) -> PlanPart:
        """Who to ask: the careers leader's name, email address and telephone number."""
        return self._page("contact")
