"""What the plan could still use: below the form of each part, and of the whole plan with a way to set it aside."""

from __future__ import annotations

from collections.abc import Callable

from careerskit import views
from careerskit.forms.controller import FormController
from careerskit.forms.controls import Control
from careerskit.forms.interfaces import Box, Html, Widget
from careerskit.forms.labels import CLASS, heading
from careerskit.plan import Plan, SetAside, field_named
from careerskit.review import Finding, findings
from careerskit.store import record_path

__all__ = ["FindingsPanel", "build_findings_form"]

_REASON = field_named(SetAside, "reason")
_SET_ASIDE = "Set aside"


class FindingsPanel:
    """What a part of the plan could still use, below its form. It follows what is saved."""

    def __init__(self, controller: FormController, part: str) -> None:
        self._controller, self._part = controller, part
        self.widget: Html = controller.widgets.html("", css_classes="ck-findings")
        controller.followers.add(self.update)
        controller.followers.on_change()  # a little later: the boxes come first when a whole room opens a step

    def update(self) -> None:
        """Show what is found now."""
        plan = self._controller.plan
        found = [finding for finding in findings(plan, self._part) if finding.is_open]
        html = views.render_part("findings", plan, found=found, link_to=self._controller.link_to) if found else ""
        if self.widget.value != html:
            self.widget.value = html


class _FindingsForm:
    """What the whole plan could still use. Each line has a button for a box to write in why it does not apply."""

    def __init__(self, controller: FormController, link_to: Callable[[str], str]) -> None:
        self._controller, self._link_to = controller, link_to
        self._rows: dict[str, _FindingRow] = {}
        self._summary = controller.widgets.html("")
        self._headings: dict[str, Html] = {}
        self.widget: Box = controller.widgets.column(css_classes="ck-findings")
        controller.followers.add(self.update)
        self.update()

    def update(self) -> None:
        """Show what is found now."""
        plan = self._controller.plan
        found = findings(plan)
        to_do = sum(finding.is_open for finding in found)
        summary = views.render_part("findings_summary", plan, to_do=to_do, set_aside=len(found) - to_do)
        if self._summary.value != summary:
            self._summary.value = summary
        widgets: list[Widget] = [self._summary]
        by_section: dict[str, list[Widget]] = {}
        for finding in found:
            row = self._row(finding, plan)
            by_section.setdefault(row.section, []).extend(row.widgets)
        if set_aside := by_section.pop(_SET_ASIDE, None):
            by_section[_SET_ASIDE] = set_aside  # last
        for section, rows in by_section.items():
            title = self._headings.get(section) or self._new_heading(section)
            widgets += [title, *rows]
        if list(self.widget.children) != widgets:
            self.widget.children = widgets

    def _new_heading(self, section: str) -> Html:
        self._headings[section] = made = self._controller.widgets.html(heading(section, 2))
        return made

    def _row(self, finding: Finding, plan: Plan) -> _FindingRow:
        row = self._rows.get(finding.key)
        if row is None:
            row = self._rows[finding.key] = _FindingRow(self._controller, finding, self.update)
        row.show(finding, views.render_part("finding", plan, finding=finding, link_to=self._link_to))
        return row


class _FindingRow:
    """One finding, and the box for the reason to set it aside, once that was asked for. on_opened: called when it was."""

    def __init__(self, controller: FormController, finding: Finding, on_opened: Callable[[], None]) -> None:
        self._controller, self._finding, self._notify = controller, finding, on_opened
        self._html = controller.widgets.html("")
        self._button = controller.widgets.icon_button("ck-set-aside")
        self._button.on_click(self._on_click)
        self._line = controller.widgets.column(self._html, self._button, css_classes="ck-finding")
        self._reason: Control | None = None
        # It keeps its place while a reason is being typed.
        self.section = finding.section if finding.is_open else _SET_ASIDE
        if not finding.is_open:
            self._reason = self._build_reason(finding.set_aside)

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """The line, and the box where it is open."""
        return (self._line, self._reason.widget) if self._reason else (self._line,)

    def show(self, finding: Finding, html: str) -> None:
        """Show the finding as it is now."""
        self._finding = finding
        if self._reason is None and not finding.is_open:  # a colleague has just set it aside
            self._reason = self._build_reason(finding.set_aside)
        if self._html.value != html:
            self._html.value = html
        name = f"{'Set aside' if finding.is_open else 'Put back'}: {finding.text}"
        if self._button.description != name:
            self._button.description = name
            (self._button.remove_class if finding.is_open else self._button.add_class)("ck-put-back")

    def _on_click(self, _: object) -> None:
        if self._reason and not self._finding.is_open:
            self._put_back(self._reason)
            return
        if self._reason is None:
            self._reason = self._build_reason(self._finding.set_aside)
            self._notify()
        if self._reason:
            self._controller.focus(self._reason.widget)

    def _put_back(self, reason: Control) -> None:
        reason.widget.value = ""  # as if it had been typed
        if self._controller.autosave.flush():
            self._reason, self.section = None, self._finding.section
            self._notify()
            self._controller.focus(self._button)

    def _build_reason(self, set_aside: SetAside | None) -> Control | None:
        """Return the box for the reason; None where it could not be added to the plan, which the status bar then says."""
        finding = self._finding
        known = set_aside or next((one for one in self._controller.plan.set_aside if one.finding == finding.key), None)
        record = known or self._add_record({"advice": finding.text, "finding": finding.key})
        if record is None:
            return None
        path = record_path("set_aside", record.id, _REASON.name)
        control = Control(self._controller, _REASON, path, record.reason, None, finding.text)
        self._controller.controls[path] = control
        return control

    def _add_record(self, values: dict[str, str]) -> SetAside | None:
        added = self._controller.add_record("set_aside", values)
        return SetAside(id=added, **values) if added else None


def build_findings_form(controller: FormController, link_to: Callable[[str], str]) -> Widget:
    """Build the form of what the whole plan could still use. link_to: returns the address of the box of an answer."""
    widgets = controller.widgets
    body = _FindingsForm(controller, link_to).widget
    return widgets.column(*widgets.styles(views.style_sheet()), body, controller.status.widget, css_classes=CLASS)
