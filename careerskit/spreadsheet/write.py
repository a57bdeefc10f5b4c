"""Writing a plan's actions and programme as a spreadsheet. Whatever somebody typed is a text cell, and never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from careerskit.plan import Action, Activity, Plan, field_named
from careerskit.spreadsheet.layout import (
    ACTION_COLUMNS,
    ACTIONS,
    FINGERPRINTS,
    FIRST_DAY,
    ID,
    LAST_DAY,
    NUMBER,
    PROGRAMME,
    PROGRAMME_FIELDS,
    README,
    SCHOOL_PROPERTY,
    Row,
    action_rows,
    cell_text,
    escaped,
    fingerprints,
    heading,
    programme_rows,
)

__all__ = ["write_spreadsheet"]

_WIDTHS = {NUMBER: 9, "objective": 32, "action": 36, "responsible": 17, "time": 15, FIRST_DAY: 12, LAST_DAY: 12}
_WIDTHS |= {"outcome": 28, "evaluation": 26, "status": 12, "progress": 26, "cost": 12, "staff_time": 12}
_ACTIVITY_WIDTHS = {"activity": 40, "years": 16, "time": 16, "type": 26, "days": 12, "benchmarks": 14, "provider": 24}
_ACTIVITY_WIDTHS |= {"outcome": 40}
"""How wide each column is, in characters."""

_HEADING, _TEXT, _DAY = "Column heading", "Answer", "Day"
"""The names of the styles."""

_FORMATS = {_TEXT: "@", _DAY: "d mmm yyyy"}
"""How cells show what they hold. One for text stays so whatever is typed: to Excel, 1/2 would be a day otherwise."""

_ACCENT, _LINE = "1D5B79", "C5CED3"
_ROWS_TO_ADD = 1000  # how far down the list of statuses reaches
_LINE_HEIGHT = 13  # points, of Arial in 10
_CHARACTERS = 1.1  # of Arial in 10, for each unit of a column's width
_MAX_HEIGHT = 409  # points, by the format
_MAX_PROPERTY = 255  # characters of a property, and of what stands above a printed page


def write_spreadsheet(plan: Plan) -> bytes:
    """Return the action plan and the programme of a plan as a spreadsheet (.xlsx).

    :func:`careerskit.spreadsheet.read_spreadsheet` reads it back, also after Excel, LibreOffice or Google Sheets have saved it.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    title = cell_text(" ".join(f"{plan.title}: {plan.header.school_name}".removesuffix(": ").split()))
    properties = workbook.properties
    properties.title, properties.creator, properties.language = title[:_MAX_PROPERTY], "", "en-GB"
    workbook.custom_doc_props.append(StringProperty(name=SCHOOL_PROPERTY, value=plan.school))

    for style in _styles():
        workbook.add_named_style(style)
    sheet = workbook.active
    sheet.title = ACTIONS
    headings = [heading(plan, column) for column in ACTION_COLUMNS]
    _fill(sheet, plan, title, headings, [_WIDTHS[column] for column in ACTION_COLUMNS], action_rows(plan))
    labels = [plan.setting.localise(choice.label) for choice in field_named(Action, "status").choices]
    statuses = DataValidation("list", formula1=f'"{",".join(labels)}"', allow_blank=True)
    statuses.error, statuses.errorTitle = f"Choose {', '.join(labels)}.", "Status"
    letter = sheet.cell(1, 1 + ACTION_COLUMNS.index("status")).column_letter
    statuses.add(f"{letter}2:{letter}{_ROWS_TO_ADD}")
    sheet.add_data_validation(statuses)

    names = [plan.setting.localise(field_named(Activity, name).label) for name in PROGRAMME_FIELDS]
    widths = [_ACTIVITY_WIDTHS[name] for name in PROGRAMME_FIELDS]
    _fill(workbook.create_sheet(PROGRAMME), plan, title, names, widths, programme_rows(plan))
    _explain(workbook.create_sheet(README), plan, title)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fill(
    sheet: Any, plan: Plan, title: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Row]
) -> None:
    """Fill a sheet with a table: a row of headings, and the rows. The last two columns are hidden."""
    from openpyxl.worksheet.table import Table, TableStyleInfo

    _set_height(sheet, 1, headings, widths)
    for column, (text, width) in enumerate(zip(headings, widths, strict=True), start=1):
        _put(sheet, 1, column, text, _HEADING)
        dimension = sheet.column_dimensions[sheet.cell(1, column).column_letter]
        dimension.width, dimension.number_format = width, _FORMATS[_DAY if text in (FIRST_DAY, LAST_DAY) else _TEXT]
    last = 1
    for last, row in enumerate(rows, start=2):
        _set_height(sheet, last, row.cells, widths)
        for column, cell in enumerate((*row.cells, f"{plan.school}/{row.path}", fingerprints(row.cells)), start=1):
            _put(sheet, last, column, cell)
    for column, text in enumerate((ID, FINGERPRINTS), start=len(headings) + 1):
        _put(sheet, 1, column, text, _HEADING)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].hidden = True
    end = sheet.cell(max(last, 2), len(headings) + 2).coordinate  # Excel knows no table without a row
    table = Table(displayName=sheet.title.replace(" ", ""), ref=f"A1:{end}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    _set_up_print(sheet, title)


def _styles() -> Iterator[Any]:
    """Yield our styles."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    top = Alignment("left", "top", wrap_text=True)
    border = Border(*(Side(style="thin", color=_LINE) for _ in range(4)))
    for name, number_format in _FORMATS.items():
        yield NamedStyle(name, Font(name="Arial", size=10), None, border, top, number_format)
    heading = Font(name="Arial", size=10, bold=True, color="FFFFFF")
    yield NamedStyle(_HEADING, heading, PatternFill("solid", _ACCENT), border, top)


def _put(sheet: Any, row: int, column: int, content: str | date, style: str = _TEXT) -> None:
    """Write a cell."""
    cell = sheet.cell(row, column)
    cell.style = style
    if isinstance(content, str):
        _put_text(cell, content)
    else:
        cell.value, cell.style = content, _DAY


def _set_height(sheet: Any, row: int, cells: Sequence[str | date], widths: Sequence[int]) -> None:
    """Set the height that a row needs: LibreOffice works out none where it prints a file unseen."""
    texts = ((cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str))
    lines = max(
        sum(1 + len(line) // int(width * _CHARACTERS) for line in cell.splitlines() or [""]) for cell, width in texts
    )
    sheet.row_dimensions[row] = _growing_row()(sheet, index=row, ht=min(lines * _LINE_HEIGHT, _MAX_HEIGHT))


@cache
def _growing_row() -> Any:
    """Return the class of rows that have a height and still grow with what is typed: openpyxl's own then never grow."""
    from openpyxl.worksheet.dimensions import RowDimension

    class GrowingRow(RowDimension):  # type: ignore[misc] # openpyxl has no types
        customHeight = None  # noqa: N815 # by the name of the attribute in the file

    return GrowingRow


def _put_text(cell: Any, text: str) -> None:
    if text:
        cell.value = escaped(text)
        cell.data_type = "s"  # openpyxl takes =1+1 for a formula, and #N/A for an error


def _set_up_print(sheet: Any, title: str, orientation: str = "landscape") -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, 9  # A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.oddHeader.left.text = title.replace("&", "&&")[: _MAX_PROPERTY // 2]
    sheet.oddFooter.right.text = "Page &P of &N"


def _explain(sheet: Any, plan: Plan, title: str) -> None:
    """Fill the sheet that says what can be done with the others."""
    from openpyxl.styles import Alignment, Font

    localise = plan.setting.localise
    lines = (
        title,
        f"This is the action plan and the careers programme{f' of {year}' if (year := plan.header.academic_year) else ''}, "
        "to keep track of and to change.",
        f"Change any cell of “{ACTIONS}” and “{PROGRAMME}”. {FIRST_DAY} and {LAST_DAY} are worked out from the time: change that.",
        localise("The days of terms and holidays are those of most of England. Your {school}’s own may differ."),
        "To add an action, write in the first empty row, and give the number or the text of its objective. To add an activity, "
        f"write in the first empty row of “{PROGRAMME}”.",
        "A row that you delete here stays in the plan. Remove it there, or choose the status Dropped.",
        "To bring your changes into the plan, save this file and run careerskit import FILE, or ask the person who runs your "
        "workbook to. Only cells that you have changed change the plan, and its history keeps what was there before.",
        f"The hidden columns “{ID}” and “{FINGERPRINTS}” say which action or activity a row is. Leave them as they are.",
    )
    sheet.column_dimensions["A"].width = 80
    _set_up_print(sheet, title, "portrait")
    for row, line in enumerate(lines, start=1):
        _set_height(sheet, row, [line], [75])
        cell = sheet.cell(row, 1)
        _put_text(cell, cell_text(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name="Arial", size=12 if row == 1 else 10, bold=row == 1)
