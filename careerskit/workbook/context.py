"""What a workbook is opened with: whose plan, in which store, and whether somebody is there to fill it in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.errors import CareerskitError, UnknownSchoolError
from careerskit.plan import Plan, School
from careerskit.store import CachedPlan, Store, open_store
from careerskit.workbook.open_forms import OpenForms
from careerskit.workbook.parameters import as_text

if TYPE_CHECKING:  # forms load ipywidgets, which a batch of plans does not need
    from careerskit.evidence import Published
    from careerskit.forms import FormHost

__all__ = ["WorkbookContext", "current_context", "is_interactive", "remember_school", "use_context"]

_SCHOOL_SETTING = "school chosen"
"""The name under which the store keeps the school that was last chosen or opened."""


@dataclass(frozen=True)
class WorkbookContext:
    """The plan, the store and the person that a workbook is opened for.

    store: None for a blank workbook, and where ``plan`` is all that is needed. school: None where it is still to be chosen.
    interactive: whether somebody is there to fill forms in. who: who the answers are by.
    remember_choice: whether a school chosen here is opened again the next time. A store remembers one school for all who use it,
        which is right on one's own machine only.
    plan, published, branding: what a page shows, where it was read beforehand. store_url: from which store.
    cached_plan: returns the plan, where several contexts share one. host: what runs the forms; None for a notebook's kernel.
    forms: the forms that are open.
    """

    store: Store | None
    school: School | None
    interactive: bool
    who: str = "delegate"
    remember_choice: bool = False
    plan: Plan | None = None
    published: Published | None = None
    branding: Branding | None = None
    store_url: str = ""
    cached_plan: CachedPlan | None = None
    host: FormHost | None = None
    forms: OpenForms = field(default_factory=OpenForms)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that a notebook is run with in this context, as papermill would set them."""
        return {
            "school": self.school.id if self.school else "",
            "store": self.store.url if self.store else self.store_url,
        }

    def branding_of(self, school: School | None) -> Branding:
        """Return a school's branding: what was read beforehand, or else what the store has."""
        return self.branding or (self.store.branding.get(school.id) if self.store and school else NO_BRANDING)


_context: ContextVar[WorkbookContext | None] = ContextVar("workbook_context", default=None)


@contextmanager
def use_context(context: WorkbookContext) -> Iterator[WorkbookContext]:
    """Open every workbook within this block in a context.

    The delegates' server and the warm batch worker use it: they have neither IPython nor Jupyter's protocol to say whether
    somebody is at the keyboard, and their store is open, or no longer needed. It applies to this thread or task alone. Workbooks
    opened in it keep their context when the block is left.
    """
    token = _context.set(context)
    try:
        yield context
    finally:
        _context.reset(token)


def current_context(school: str = "", store: str = "") -> WorkbookContext:
    """Return the context set with :func:`use_context`; where there is none, that of this machine.

    school, store: see :func:`careerskit.workbook.open_workbook`, also for what it raises.
    """
    is_number = isinstance(school, int)
    school, store = as_text("school", school), as_text("store", store)
    if context := _context.get():
        _check_parameters(context, school, store)
        return context
    interactive = is_interactive()
    if not interactive and not school:
        if store:
            raise CareerskitError("Which school's plan? Give the notebook its id as the parameter school.")
        return WorkbookContext(None, None, interactive=False)
    opened = open_store(store, create=interactive)
    chosen = school or opened.settings.get(_SCHOOL_SETTING)
    try:
        known = opened.schools.get(chosen) if chosen else None
    except UnknownSchoolError as error:
        hint = (
            f" If its id is not a plain number, use papermill -r school ID: -p made {school} of it."
            if is_number
            else ""
        )
        raise UnknownSchoolError(f"{error}{hint}") from None
    return WorkbookContext(opened, known, interactive=interactive, remember_choice=True)


def _check_parameters(context: WorkbookContext, school: str, store: str) -> None:
    """Raise CareerskitError if a notebook asks for another plan than the one it is run for, which would be shown in its place."""
    advice = "Open the workbook with open_workbook(school, store), and set neither of the two in the notebook."
    expected = context.parameters
    if school and school != expected["school"]:
        raise CareerskitError(
            f"This notebook opens the plan of school {school!r}, but it is being run for {expected['school']!r}. {advice}"
        )
    if store and store != expected["store"]:  # neither is quoted: a store's URL may hold a password
        raise CareerskitError(f"This notebook opens another store than the one it is being run for. {advice}")


def is_interactive() -> bool:
    """Whether whoever runs this cell could answer a question.

    Jupyter's protocol says so in every request to run a cell: JupyterLab and other front ends set ``allow_stdin``; papermill,
    nbconvert and nbval do not, since there is nobody to ask.
    """
    # `get_parent` returns the request; only ipykernel's shell has it. If it moves, look at ipykernel/zmqshell.py.
    ipython = sys.modules.get("IPython")
    request: dict[str, Any] = getattr(ipython.get_ipython() if ipython else None, "get_parent", dict)()
    return bool(request.get("content", {}).get("allow_stdin"))


def remember_school(store: Store, school: School) -> None:
    """Have this school's plan opened the next time that someone opens the workbook on this machine."""
    store.settings.set(_SCHOOL_SETTING, school.id)
