"""A plan's actions and programme as a spreadsheet (.xlsx), written, and read back with what people changed in it."""

from careerskit.spreadsheet.cells import Spreadsheet, open_spreadsheet
from careerskit.spreadsheet.importing import SpreadsheetImport, import_spreadsheet, is_spreadsheet
from careerskit.spreadsheet.read import SpreadsheetChanges, read_spreadsheet
from careerskit.spreadsheet.write import write_spreadsheet

__all__ = [
    "Spreadsheet",
    "SpreadsheetChanges",
    "SpreadsheetImport",
    "import_spreadsheet",
    "is_spreadsheet",
    "open_spreadsheet",
    "read_spreadsheet",
    "write_spreadsheet",
]
