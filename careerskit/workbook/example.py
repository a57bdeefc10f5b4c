"""The worked example beside each part of the workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from careerskit.plan import Setting, read_plan
from careerskit.resources import samples
from careerskit.workbook.parts import PlanPart, PlanParts

__all__ = ["Example"]

_EXAMPLES = {Setting.SCHOOL: "900001", Setting.SPECIAL: "900003", Setting.COLLEGE: "900005", Setting.PROVIDER: "900006"}


class Example(PlanParts):
    """The parts of an invented school's finished plan, each collapsed until the reader opens it.

    setting: returns the type of school or college that the example is for. read_only_part: makes a part from its name and what
    renders it.
    """

    def __init__(
        self, setting: Callable[[], Setting], read_only_part: Callable[[str, Callable[[], str]], PlanPart]
    ) -> None:
        self._setting, self._read_only_part = setting, read_only_part

    def _part(self, name: str) -> PlanPart:
        return self._read_only_part(f"example of {name}", lambda: _render(name, _EXAMPLES[self._setting()]))


@cache
def _render(part: str, school: str) -> str:
    """Return the HTML of a part of a sample school's plan. It never changes, and a server shows it to everyone."""
    from careerskit.views import render_example

    file = samples() / f"{school}.json"
    return render_example(part, read_plan(file.read_text("utf-8"), file.name))
