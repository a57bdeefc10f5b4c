"""The workbook: what the notebooks call. Each of its attributes is one part of a school's plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from html import escape
from typing import TYPE_CHECKING, Any

from careerskit.errors import CareerskitError
from careerskit.plan import Plan, School, only_public
from careerskit.store import CachedPlan, Store
from careerskit.workbook.context import WorkbookContext, current_context, remember_school
from careerskit.workbook.evidence_parts import EvidenceParts
from careerskit.workbook.example import Example
from careerskit.workbook.page_parts import PageParts
from careerskit.workbook.parameters import as_text
from careerskit.workbook.parts import PlanPart, PlanParts
from careerskit.workbook.prompts import render_prompts
from careerskit.workbook.steps import link_to

if TYPE_CHECKING:  # forms load ipywidgets, which a batch of plans does not need
    from careerskit.forms import FormController, ReplaceableOutput, SchoolPicker, WidgetFactory

__all__ = ["Workbook", "open_workbook"]


def open_workbook(
    school: str = "", store: str = "", *, to_read: bool = False, public: bool = False, as_at: str = "", since: str = ""
) -> Workbook:
    """Open the workbook of a school.

    Args:
        school: its id; "" for the one that was last chosen or opened here.
        store: the store's URL or file; "" for the default, see :func:`careerskit.store.default_url`.
        to_read: whether all parts are shown as pages, in JupyterLab too, as in the plan itself.
        public: whether it is to be published: it is to be read, and has the plan's public answers alone, see
            :func:`careerskit.plan.only_public`.
        as_at: the day of the termly review; "" for today.
        since: the first day that it looks back on; "" for the last approval, or the start of last term.

    Where neither school nor store is given and nobody is at the keyboard, the workbook is blank. Within
    :func:`careerskit.workbook.use_context`, the context has both, and ``school`` and ``store`` must be "" or the same.

    Raises:
        UnknownSchoolError: the store knows no such school.
        StoreError: the store cannot be opened.
        CareerskitError: there is a store but no school, and nobody to ask; or the context is for another school or store.
    """
    days = as_text("as_at", as_at), as_text("since", since)
    return Workbook(current_context(school, store), to_read=to_read, public=public, as_at=days[0], since=days[1])


class Workbook(PlanParts, PageParts, EvidenceParts):
    """One school's plan, part by part; each part shows itself when it is the last thing in a cell."""

    def __init__(
        self,
        context: WorkbookContext,
        *,
        to_read: bool = False,
        public: bool = False,
        as_at: str = "",
        since: str = "",
    ) -> None:
        self._review_days = as_at, since
        self._context, self._school, self._public, self._to_read = context, context.school, public, to_read or public
        self._cached_plan = context.cached_plan or self._new_cached_plan()
        self._plan = self._shown(context.plan) if context.plan else None
        self._outputs: list[ReplaceableOutput] = []
        self._pickers: list[SchoolPicker] = []
        self._asks_for_school = ""  # the name of the part that does

    @property
    def plan(self) -> Plan:
        """The plan: as it is now where forms are filled in, and as it was when first read where pages are rendered."""
        if self._context.interactive or self._plan is None:
            self._plan = self._shown(self._cached_plan() if self._cached_plan else Plan())
        return self._plan

    def _shown(self, plan: Plan) -> Plan:
        """Return what parts are made from: in a public workbook, the public answers and nothing else."""
        return only_public(plan) if self._public else plan

    @property
    def school_choice(self) -> PlanPart:
        """Finding your school, or starting a plan for one that is not in the register. Empty on a page.

        A delegate, who came by a private link, has no choice, and only reads whose plan it is.
        """
        context = self._context
        if context.interactive and context.school and not context.remember_choice:
            html = f"<p>You are working on {escape(context.school.name)}’s plan.</p>"
            return self._read_only_part("school", lambda: html, updatable=False)
        return PlanPart("school choice", lambda: "", self._build_picker if context.interactive else None)

    @property
    def swot_prompts(self) -> PlanPart:
        """What to consider for the SWOT analysis, in the template's words."""
        return self._prompts("swot_prompts", "What to consider")

    @property
    def objective_prompts(self) -> PlanPart:
        """The guiding questions and prompts for each kind of objective, in the template's words."""
        return self._prompts("objective_prompts", "Questions and prompts")

    @property
    def example(self) -> Example:
        """The same parts of an invented school's finished plan, for a school or college of the same type."""
        return Example(lambda: self.plan.setting, partial(self._read_only_part, updatable=False))

    @property
    def cover(self) -> PlanPart:
        """The plan's title, whose it is, and its dates."""
        return self._read_only_part("cover", lambda: self._render("cover", with_logo_of=self._school))

    @property
    def readiness(self) -> PlanPart:
        """What the plan could still use, to follow or to set aside. It is for those who write the plan, and on no page."""

        def build() -> Any:
            from careerskit.forms import build_findings_form

            if self._school is None:
                return self._build_picker_once("readiness")
            suffix = "" if self._context.host else ".ipynb"
            return build_findings_form(self._new_controller(self._school), lambda path: link_to(path, suffix))

        return PlanPart("readiness", lambda: "", None if self._to_read else self._replaceable(build))

    @property
    def gaps(self) -> PlanPart:
        """The name of :attr:`readiness` in notebooks that were copied before it had this one."""
        return self.readiness

    @property
    def termly_review(self) -> PlanPart:
        """What needs a decision on a day ("" for today), what is due, what has moved since the last meeting, and what is done."""

        def render() -> str:
            from careerskit.workbook.termly_review import render_review

            if self._public:  # it reads the plan's history for itself
                raise CareerskitError("A termly review is for staff and governors, and not to be published.")
            return render_review(self._context, self._school, self.plan, *self._review_days)

        return self._read_only_part("termly_review", render)

    def _part(self, name: str) -> PlanPart:
        if self._to_read:
            return self._read_only_part(name, lambda: self._render(name))
        if name == "programme_counts" and self._context.interactive:  # the form of the programme shows them
            return PlanPart(name, lambda: "")
        return PlanPart(name, lambda: self._render(name), self._replaceable(lambda: self._build_form(name)))

    def _page(self, name: str, **within: PlanPart) -> PlanPart:
        def render() -> str:
            shown: dict[str, Any] = {part: within[part].html for part in within}
            return self._render(name, public=self._public, **shown)

        return self._read_only_part(name, render)

    def _prompts(self, name: str, title: str) -> PlanPart:
        """Return prompts: in full on a page to hand out, and collapsed where there is a form: that is on the first screen."""
        if not self._context.interactive:
            return PlanPart(name, lambda: render_prompts(name, self.plan.setting))
        return self._read_only_part(name, lambda: render_prompts(name, self.plan.setting, title), updatable=False)

    def _chart(self, name: str) -> PlanPart:
        def render() -> str:
            from careerskit.views import render_chart

            return render_chart(name, self.plan)

        return self._read_only_part(name, render, has_chart=True)

    def _render(self, name: str, with_logo_of: School | None = None, **data: Any) -> str:
        from careerskit.views import render_part

        return render_part(name, self.plan, self._context.branding_of(with_logo_of), **data)

    def _read_only_part(
        self, name: str, render: Callable[[], str], *, updatable: bool = True, has_chart: bool = False
    ) -> PlanPart:
        """Return a part without a form. In JupyterLab it is a widget all the same, so that no answer stays in the notebook.

        updatable: whether it depends on answers. has_chart: whether it has a chart, which the host may render elsewhere.
        """

        def build() -> Any:
            from careerskit.forms import html_widget

            render_chart = self._context.host.render_chart if self._context.host and has_chart else None
            return html_widget(
                render,
                name=name.replace("_", " "),
                updatable=updatable,
                before_update=self._context.forms.flush,
                widgets=self._widgets,
                render_elsewhere=partial(render_chart, name) if render_chart else None,
            )

        return PlanPart(name, render, self._replaceable(build))

    @cached_property
    def _widgets(self) -> WidgetFactory:
        from careerskit.forms import notebook_widgets

        host = self._context.host
        return (host.widgets if host else None) or notebook_widgets()

    def _replaceable(self, build: Callable[[], Any]) -> Callable[[], Any] | None:
        """Return what builds a widget whose content is built again for another school; None where nobody fills in forms."""

        def build_output() -> Any:
            from careerskit.forms import ReplaceableOutput

            output = ReplaceableOutput(build, self._widgets)
            self._outputs.append(output)
            return output.widget

        return build_output if self._context.interactive else None

    def _build_form(self, name: str) -> Any:
        from careerskit.forms import build_form

        if self._school is None:
            return self._build_picker_once(name)
        return build_form(self._new_controller(self._school), name)

    def _new_controller(self, school: School) -> FormController:
        from careerskit.forms import FormController

        controller = FormController(
            self._store,
            school,
            self._context.who,
            widgets=self._widgets,
            host=self._context.host,
            cached_plan=self._cached_plan,
        )
        self._context.forms.add(controller)
        return controller

    def _build_picker_once(self, name: str) -> Any:
        """Return a form that asks for the school, if no part above does; if one does, a sentence that points there.

        The part that asks keeps doing so when its cell is run again.
        """
        from careerskit.forms import SchoolPicker, html_widget

        self._asks_for_school = self._asks_for_school or name
        if name != self._asks_for_school:
            sentence = "<p>Choose your school above, and this part appears.</p>"
            return html_widget(lambda: sentence, updatable=False, widgets=self._widgets)
        return SchoolPicker(self._store, self._switch_school, widgets=self._widgets).widget

    def _build_picker(self) -> Any:
        from careerskit.forms import SchoolPicker

        self._asks_for_school = self._asks_for_school or "school_choice"
        picker = SchoolPicker(self._store, self._switch_school, self._school, widgets=self._widgets)
        self._pickers.append(picker)
        return picker.widget

    def _switch_school(self, school: School) -> None:
        """Turn to the plan of another school: every part on the page is built again, so that none stays with the old one."""
        if not self._context.forms.flush():
            raise CareerskitError("Your last changes are not saved yet. Choose the school again when they are.")
        if self._context.remember_choice:
            remember_school(self._store, school)
        self._context.forms.clear()
        self._school = school
        self._cached_plan = self._new_cached_plan()
        for output in self._outputs:
            output.rebuild()
        for picker in self._pickers:
            picker.show_current(school)

    def _new_cached_plan(self) -> CachedPlan | None:
        store, school = self._context.store, self._school
        return CachedPlan(store, school) if store and school else None

    @property
    def _store(self) -> Store:
        if self._context.store is None:
            raise CareerskitError("This workbook has no store.")
        return self._context.store
