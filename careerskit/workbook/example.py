"""The parts that a plan of one's own and a worked example have in common, and the example."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cache
from typing import TYPE_CHECKING

from careerskit.plan import Setting, read_plan
from careerskit.shipped import samples
from careerskit.workbook.part import Part

if TYPE_CHECKING:
    from careerskit.workbook.book import Workbook

__all__ = ["Example", "Parts"]

_EXAMPLES = {Setting.SCHOOL: "900001", Setting.SPECIAL: "900003", Setting.COLLEGE: "900005", Setting.PROVIDER: "900005"}


class Parts(ABC):
    """The parts of a plan that are shown the same way for one's own plan and for an example."""

    @abstractmethod
    def _part(self, name: str) -> Part: ...

    @property
    def header(self) -> Part:
        """Whose plan it is, and who has approved it when."""
        return self._part("header")

    @property
    def vision(self) -> Part:
        """The six voices, the school's vision and the vision for careers provision."""
        return self._part("vision")

    @property
    def current_state(self) -> Part:
        """Compass scores and priorities, destinations, labour market, vulnerable cohorts."""
        return self._part("current_state")

    @property
    def swot(self) -> Part:
        """Strengths, weaknesses, opportunities, threats, and what comes first."""
        return self._part("swot")

    @property
    def objectives(self) -> Part:
        """The key strategic objectives."""
        return self._part("objectives")

    @property
    def action_plan(self) -> Part:
        """The actions under each objective."""
        return self._part("action_plan")

    @property
    def reflections(self) -> Part:
        """The reflective questions, and the questions for the surgery."""
        return self._part("reflections")


class Example(Parts):
    """A worked example: the parts of an invented school's finished plan, folded away until it is wanted.

    It is of the kind of place that the workbook's school is at the time.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook

    def _part(self, name: str) -> Part:
        def page() -> str:
            return _example(name, _EXAMPLES[self._workbook.plan.setting])

        return self._workbook._to_read(f"example of {name}", page, changes=False)


@cache
def _example(part: str, school: str) -> str:
    """Return the page of a part of a sample school's plan. It never changes, and a server shows it to everyone."""
    from careerskit.views import example_page

    file = samples() / f"{school}.json"
    return example_page(part, read_plan(file.read_text("utf-8"), file.name))
