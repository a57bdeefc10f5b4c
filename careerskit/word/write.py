"""Writing a plan as a Word document in the shape of the template: its tables, its labels, its action plan across the page."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from typing import TYPE_CHECKING, Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.plan import (
    WORK_EXPERIENCE,
    Action,
    Activity,
    FieldSpec,
    Group,
    Kind,
    Objective,
    Plan,
    Programme,
    Swot,
    Vision,
    asked_fields,
    field_named,
)
from careerskit.word.answer_controls import AnswerControls
from careerskit.word.branding import apply_branding
from careerskit.word.styles import (
    add_page_numbers,
    keep_together,
    new_document,
    repeat_as_heading,
    set_widths,
    shade,
    text_width,
    turn_page,
    xml_text,
)

if TYPE_CHECKING:
    from docx.table import Table

__all__ = ["ACTION_COLUMNS", "ACTION_WIDTHS", "PROGRAMME_WIDTHS", "write_plan"]

_VOICES = ("slt", "link_governor", "enterprise_adviser", "parents", "students", "staff")
_QUARTERS = ("strengths", "weaknesses", "opportunities", "threats")
ACTION_COLUMNS = {
    "action": ("audience", "cpd", "prompt"),
    "responsible": ("staff_time", "cost"),
    "time": (),
    "outcome": ("evaluation",),
    "progress": ("status",),
}
"""The columns of the action plan after the objective, each with the answers that stand below its own."""
ACTION_WIDTHS = (17, 24, 12, 11, 22, 14)
PROGRAMME_WIDTHS = (20, 9, 11, 14, 8, 15, 12, 16)
"""How wide the columns of the action plan, with the objective, and of the programme are, beside one another."""


def write_plan(plan: Plan, branding: Branding = NO_BRANDING) -> bytes:
    """Return a plan as a Word document (.docx), with the school’s logo and colours.

    What a careers leader writes for themselves is not in it: the reflective questions, the advice set aside, and notes.
    """
    return _PlanDocument(plan, branding).to_bytes()


class _PlanDocument:
    def __init__(self, plan: Plan, branding: Branding) -> None:
        self._plan, self._branding, self._localise = plan, branding, plan.setting.localise
        self._school = xml_text(plan.header.school_name)
        self._title = f"{plan.title}: {self._school}".removesuffix(": ")
        self._document = new_document(self._title)
        self._controls = AnswerControls()

    def to_bytes(self) -> bytes:
        """Return the file."""
        plan, document = self._plan, self._document
        document.add_heading(plan.title, 0)
        document.add_paragraph(self._school, style="Subtitle")
        self._pairs(plan.header, "header")
        document.add_heading(plan.vision.title, 1)
        self._vision(plan.vision)
        document.add_heading(plan.current_state.title, 1)
        self._pairs(plan.current_state, "current_state")
        document.add_heading(plan.swot.title, 1)
        self._swot(plan.swot)
        document.add_heading(field_named(Plan, "objectives").label, 1)
        for number, objective in enumerate(plan.objectives, start=1):
            document.add_heading(f"{field_named(Objective, 'objective').label} {number}", 2)
            self._pairs(objective, f"objectives[{objective.id}]", besides=("actions",))
        document.add_heading(plan.request.title, 1)
        self._pairs(plan.request, "request")
        document.add_heading(plan.website.title, 1)
        self._pairs(plan.website, "website")
        turn_page(document)
        document.add_heading(plan.programme.title, 1)
        self._programme(plan.programme)
        document.add_heading(field_named(Objective, "actions").label, 1)
        self._action_plan()
        add_page_numbers(document, self._title)
        self._controls.save_paths(document, plan.school)
        apply_branding(document, self._branding, self._school)
        file = BytesIO()
        document.save(file)
        return file.getvalue()

    def _pairs(self, group: Group, path: str, besides: Collection[str] = ()) -> None:
        """Add a table of two columns: the label and the answer of each field."""
        asked = [field for field in self._asked(group) if field.name not in besides]
        table = self._table(len(asked), 2)
        for row, field in zip(table.rows, asked, strict=True):
            keep_together(row)
            label, answer = row.cells
            self._label(label, field, group)
            shade(label)
            self._answer(answer, field, group, path)
        set_widths(table, (3, 7), self._width)

    def _vision(self, vision: Vision) -> None:
        """Add the table of the vision: six voices, and below them the statements across it."""
        fields = {field.name: field for field in self._asked(vision)}
        statements = [name for name in fields if name not in _VOICES]
        table = self._table(2 + len(statements), 3)
        for at, name in enumerate(_VOICES):
            self._labelled(table.rows[at // 3].cells[at % 3], fields[name], vision, "vision")
        for row, name in zip(table.rows[2:], statements, strict=True):
            self._labelled(row.cells[0].merge(row.cells[2]), fields[name], vision, "vision")

    def _swot(self, swot: Swot) -> None:
        """Add the grid of the SWOT analysis, and below it the priorities across it."""
        table = self._table(3, 2)
        for at, name in enumerate(_QUARTERS):
            self._labelled(table.rows[at // 2].cells[at % 2], field_named(Swot, name), swot, "swot")
        priorities = table.rows[2].cells[0].merge(table.rows[2].cells[1])
        self._labelled(priorities, field_named(Swot, "key_priorities"), swot, "swot")

    def _programme(self, programme: Programme) -> None:
        """Add the year groups, and the table of activities, a row for each."""
        self._pairs(programme, "programme", besides=("activities",))
        self._document.add_paragraph()
        fields = self._asked(Activity(id="blank", type=WORK_EXPERIENCE))
        table = self._table(1 + len(programme.activities), len(fields))
        for cell, field in zip(table.rows[0].cells, fields, strict=True):
            self._label(cell, field, programme)
        shade(*table.rows[0].cells)
        repeat_as_heading(table.rows[0])
        for row, activity in zip(table.rows[1:], programme.activities, strict=True):
            keep_together(row)
            for cell, field in zip(row.cells, fields, strict=True):
                if field.applies_to(activity):
                    self._answer(cell, field, activity, f"programme.activities[{activity.id}]")
        set_widths(table, (19, 9, 10, 14, 8, 15, 12, 17), self._width)

    def _action_plan(self) -> None:
        """Add the table of actions, a row for each. Its heading row is repeated on each page."""
        document, plan = self._document, self._plan
        year = field_named(type(plan.header), "academic_year")
        document.add_paragraph(f"{plan.title} - {year.label}: {xml_text(plan.header.academic_year)}", style="Heading 2")
        rows = list(plan.numbered_actions)
        heading = field_named(Objective, "objective").label
        table = self._table(1 + len(rows), 1 + len(ACTION_COLUMNS))
        heads = table.rows[0].cells
        self._label(heads[0], field_named(Objective, "objective"), Objective(id="blank"))
        for cell, name in zip(heads[1:], ACTION_COLUMNS, strict=True):
            self._label(cell, field_named(Action, name), Action(id="blank"))
        shade(*heads)
        repeat_as_heading(table.rows[0])
        before = ""
        for row, (number, objective, action) in zip(table.rows[1:], rows, strict=True):
            keep_together(row)
            objective_number = number.partition(".")[0]
            text = f"{heading} {objective_number}" + ("" if objective.id == before else f"\n{objective.objective}")
            first, *cells = row.cells
            first.paragraphs[0].add_run(xml_text(text))
            shade(first)
            before = objective.id
            path = f"objectives[{objective.id}].actions[{action.id}]"
            cells[0].paragraphs[0].add_run(f"{number} ").bold = True
            for cell, (name, below) in zip(cells, ACTION_COLUMNS.items(), strict=True):
                self._answer(cell, field_named(Action, name), action, path)
                for small in below:
                    self._line(cell, field_named(Action, small), action, path)
        set_widths(table, ACTION_WIDTHS, self._width)

    # The parts of a table

    def _table(self, rows: int, columns: int) -> Table:
        table: Table = self._document.add_table(rows, columns, style="Table Grid")
        return table

    @property
    def _width(self) -> int:
        return text_width(self._document.sections[-1])

    def _asked(self, group: Group) -> list[FieldSpec]:
        return asked_fields(group, self._plan.setting)

    def _label(self, cell: Any, field: FieldSpec, group: Group) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.add_run(self._localise(field.label)).bold = True
        if question := self._localise(field.question_for(group)):
            paragraph.add_run(f"\n{question}").italic = True

    def _labelled(self, cell: Any, field: FieldSpec, group: Group, path: str) -> None:
        """Fill a cell with the label of a field, and below it the answer."""
        self._label(cell, field, group)
        cell.add_paragraph()
        self._answer(cell, field, group, path)

    def _line(self, cell: Any, field: FieldSpec, group: Group, path: str) -> None:
        """Add a line to a cell: the label and the answer of a field."""
        if not getattr(group, field.name):
            return
        cell.add_paragraph().add_run(f"{self._localise(field.label)}: ").bold = True
        self._answer(cell, field, group, path)

    def _answer(self, cell: Any, field: FieldSpec, group: Group, path: str) -> None:
        """Add the answer of a field to the last paragraph of a cell. What has several parts has a paragraph for each."""
        value, label, at = getattr(group, field.name), self._localise(field.label), f"{path}.{field.name}"
        match field.kind:
            case Kind.GROUP:
                for inner in self._asked(value):
                    paragraph = cell.paragraphs[-1] if not cell.text else cell.add_paragraph()
                    paragraph.add_run(f"{self._localise(inner.label)}: ")
                    self._answer(cell, inner, value, at)
            case Kind.ROWS:
                for number, record in enumerate(value):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[-1]
                    paragraph.style = "List Bullet"
                    first, *others = self._asked(record)
                    self._answer(cell, first, record, f"{at}[{record.id}]")
                    for other in others:
                        self._line(cell, other, record, f"{at}[{record.id}]")
            case Kind.CHOICES:
                labels = {choice.value: self._localise(choice.label) for choice in self._plan.choices_for(field)}
                for number, choice in enumerate(one for one in value if one in labels):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[-1]
                    self._controls.add(paragraph, f"{at}#{choice}", label, labels[choice])
            case Kind.TICK:
                self._controls.add(cell.paragraphs[-1], at, label, "Yes" if value else "")
            case Kind.CHOICE:
                known = any(choice.value == value for choice in field.choices)
                text = self._localise(field.label_of(value)) if known else str(value)
                self._controls.add(cell.paragraphs[-1], at, label, text)
            case _:
                self._controls.add(cell.paragraphs[-1], at, label, str(value))
