"""What the notebooks call: each part of a plan as a form or as a page, whichever the moment asks for."""

from careerskit.workbook.book import Workbook, open_workbook
from careerskit.workbook.lab import open_lab
from careerskit.workbook.part import Part
from careerskit.workbook.seat import Seat, seated

__all__ = ["Part", "Seat", "Workbook", "open_lab", "open_workbook", "seated"]
