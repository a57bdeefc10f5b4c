"""A Word template to start from: every field of a plan as a placeholder, in the order and the look of our own document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from careerskit.branding import NO_BRANDING, Branding
from careerskit.plan import Action, Activity, FieldSpec, Group, Kind, Objective, Plan, Record, field_named, fields_of
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
)
from careerskit.word.template_data import template_fields
from careerskit.word.write import ACTION_COLUMNS, ACTION_WIDTHS, PROGRAMME_WIDTHS

__all__ = ["write_starter_template"]

_WORD = re.compile(r"\{([A-Za-z]+)\}")


def write_starter_template(branding: Branding = NO_BRANDING, school: str = "") -> bytes:
    """Return a Word document (.docx) that :func:`careerskit.word.fill_template` fills in, to be changed in Word.

    branding, school: whose logo and colours it has, and that school's name.
    """
    return _Starter().to_bytes(branding, school)


class _Starter:
    def __init__(self) -> None:
        self._document = new_document("{{ title }}")

    def to_bytes(self, branding: Branding, school: str) -> bytes:
        """Return the file."""
        document = self._document
        document.add_heading("{{ title }}", 0)
        document.add_paragraph("{{ header.school_name }}", style="Subtitle")
        for field in template_fields(Plan):
            if field.kind is Kind.GROUP and field.model:
                if field.name != "header":
                    document.add_heading(_label(field.label), 1)
                self._group(field.model, field.name)
            elif field.model is Objective:
                self._objectives(field)
        turn_page(document)
        document.add_heading(_label(field_named(Objective, "actions").label), 1)
        self._actions()
        add_page_numbers(document, "{{ title }}: {{ header.school_name }}")
        apply_branding(document, branding, school)
        file = BytesIO()
        document.save(file)
        return file.getvalue()

    def _group(self, model: type[Group], path: str) -> None:
        """Add a table with the label and the placeholder of each field, and below it one for each list of activities."""
        fields = [field for field in template_fields(model) if field.model not in (Action, Activity)]
        table: Any = self._document.add_table(len(fields), 2, style="Table Grid")
        for row, field in zip(table.rows, fields, strict=True):
            row.cells[0].paragraphs[0].add_run(_label(field.label)).bold = True
            shade(row.cells[0])
            _fill(row.cells[1], field, f"{path}.{field.name}")
        set_widths(table, (3, 7), self._width)
        for field in template_fields(model):
            if field.model is Activity:
                self._document.add_paragraph()
                columns = {_label(inner.label): [inner] for inner in template_fields(Activity)}
                self._rows(field.noun, f"{path}.{field.name}", columns, PROGRAMME_WIDTHS)

    def _objectives(self, objectives: FieldSpec) -> None:
        document = self._document
        document.add_heading(_label(objectives.label), 1)
        document.add_paragraph("{%p for objective in objectives %}")
        document.add_heading(f"{_label(field_named(Objective, 'objective').label)} {{{{ objective.number }}}}", 2)
        self._group(Objective, "objective")
        document.add_paragraph("{%p endfor %}")

    def _actions(self) -> None:
        label = _label(field_named(Objective, "objective").label)
        once = "{% if action.starts_objective %}{{ action.objective }}{% endif %}"
        columns: dict[str, str | list[FieldSpec]] = {label: f"{label} {{{{ action.objective_number }}}}\n{once}"}
        for head, below in ACTION_COLUMNS.items():
            fields = [field_named(Action, name) for name in (head, *below)]
            columns[_label(fields[0].label)] = fields
        self._rows("action", "actions", columns, ACTION_WIDTHS)

    def _rows(
        self, name: str, path: str, columns: Mapping[str, str | list[FieldSpec]], widths: Sequence[float]
    ) -> None:
        """Add a table with a row for each record of a list. columns: a text, or the fields, by each column's heading."""
        table: Any = self._document.add_table(4, len(columns), style="Table Grid")
        heads, before, row, after = table.rows
        shade(*heads.cells)
        repeat_as_heading(heads)
        before.cells[0].text = f"{{%tr for {name} in {path} %}}"
        after.cells[0].text = "{%tr endfor %}"
        keep_together(row)
        for head, cell, (label, content) in zip(heads.cells, row.cells, columns.items(), strict=True):
            head.paragraphs[0].add_run(label).bold = True
            if isinstance(content, str):
                cell.text = content
                continue
            first, *others = content
            _fill(cell, first, f"{name}.{first.name}")
            for other in others:
                _line(cell, other, f"{name}.{other.name}")
        set_widths(table, widths, self._width)

    @property
    def _width(self) -> int:
        return text_width(self._document.sections[-1])


def _fill(cell: Any, field: FieldSpec, path: str) -> None:
    """Put the placeholder of a field into a cell; a group has a line for each of its fields, a list for each record."""
    if field.kind is Kind.GROUP and field.model:
        for inner in fields_of(field.model):
            _paragraph(cell).add_run(f"{_label(inner.label)}: {{{{ {path}.{inner.name} }}}}")
    elif field.kind is Kind.ROWS and field.model and issubclass(field.model, Record):
        first, *others = fields_of(field.model)
        _paragraph(cell).add_run(f"{{%p for {field.noun} in {path} %}}")
        bullet = cell.add_paragraph(f"{{{{ {field.noun}.{first.name} }}}}")
        bullet.style = "List Bullet"
        for other in others:
            _line(cell, other, f"{field.noun}.{other.name}")
        cell.add_paragraph("{%p endfor %}")
        cell.add_paragraph()  # a cell must end with a paragraph
    else:
        _paragraph(cell).add_run(f"{{{{ {path} }}}}")


def _line(cell: Any, field: FieldSpec, path: str) -> None:
    """Add a line with the label and the placeholder of a field, which is there only where there is an answer."""
    cell.add_paragraph(f"{{%p if {path} %}}")
    cell.add_paragraph().add_run(f"{_label(field.label)}: ").bold = True
    cell.paragraphs[-1].add_run(f"{{{{ {path} }}}}")
    cell.add_paragraph("{%p endif %}")


def _paragraph(cell: Any) -> Any:
    """Return the empty paragraph that a cell starts with, or else a new one."""
    return cell.paragraphs[0] if not cell.text else cell.add_paragraph()


def _label(text: str) -> str:
    """Return a label with the words of the setting as placeholders: {Student} becomes {{ words.Student }}."""
    return _WORD.sub(r"{{ words.\1 }}", text)
