"""The parts of a plan, as a cell of a notebook shows them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

__all__ = ["PlanPart", "PlanParts"]


class PlanPart:
    """What a cell of the workbook shows: a form, or the written answers as HTML.

    render: returns the HTML. build_form: builds the widget to fill in; None where there is nobody to do so.
    """

    def __init__(self, name: str, render: Callable[[], str], build_form: Callable[[], Any] | None = None) -> None:
        self.name, self._render, self._build_form = name, render, build_form

    @property
    def html(self) -> str:
        """The written answers as HTML, whoever is there."""
        return self._render()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        """Return the form or the HTML for Jupyter. A form leaves no answer in the notebook: answers are in the store."""
        if self._build_form is not None:
            # What the widget itself would return, but for the text: that would be the repr of all its content, a third of the work.
            # If it changes, look at Widget._repr_mimebundle_.
            view = {"version_major": 2, "version_minor": 0, "model_id": self._build_form().model_id}
            return {"application/vnd.jupyter.widget-view+json": view, "text/plain": repr(self)}
        # A plain str: papermill and nbconvert copy and split it over and over, which takes many times as long with jinja's Markup.
        return {"text/html": str(self.html), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<{self.name.replace('_', ' ')} of the workbook>"


class PlanParts(ABC):
    """The parts that a school's own plan and a worked example both have."""

    @abstractmethod
    def _part(self, name: str) -> PlanPart: ...

    @property
    def header(self) -> PlanPart:
        """Whose plan it is, and who has approved it when."""
        return self._part("header")

    @property
    def vision(self) -> PlanPart:
        """The six voices, the school's vision and the vision for careers provision."""
        return self._part("vision")

    @property
    def current_state(self) -> PlanPart:
        """Compass scores and priorities, destinations, labour market, vulnerable cohorts."""
        return self._part("current_state")

    @property
    def swot(self) -> PlanPart:
        """Strengths, weaknesses, opportunities, threats and priorities."""
        return self._part("swot")

    @property
    def objectives(self) -> PlanPart:
        """The key strategic objectives."""
        return self._part("objectives")

    @property
    def action_plan(self) -> PlanPart:
        """The actions for each objective."""
        return self._part("action_plan")

    @property
    def reflections(self) -> PlanPart:
        """The reflective questions, and the questions for the surgery."""
        return self._part("reflections")

    @property
    def programme(self) -> PlanPart:
        """The careers programme by year group."""
        return self._part("programme")

    @property
    def programme_counts(self) -> PlanPart:
        """How many encounters with providers and days of work experience the programme has."""
        return self._part("programme_counts")

    @property
    def website(self) -> PlanPart:
        """What the website has to say about the careers programme."""
        return self._part("website")
