"""What the notebooks call: each part of a plan as a form or as a page, whichever the moment asks for."""

from careerskit.workbook.changes import PlanChanges, find_changes, period_of
from careerskit.workbook.context import WorkbookContext, use_context
from careerskit.workbook.lab import open_lab
from careerskit.workbook.open_forms import OpenForms
from careerskit.workbook.parts import PlanPart
from careerskit.workbook.steps import Step, link_to, read_steps, run_step, step_of
from careerskit.workbook.workbook import Workbook, open_workbook

__all__ = [
    "OpenForms",
    "PlanChanges",
    "PlanPart",
    "Step",
    "Workbook",
    "WorkbookContext",
    "find_changes",
    "link_to",
    "open_lab",
    "open_workbook",
    "period_of",
    "read_steps",
    "run_step",
    "step_of",
    "use_context",
]
