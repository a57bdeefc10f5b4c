"""The export of a session: plans, a zip to send them out, a report and CSV files. Loads no web framework."""

from careerskit.export.job import ExportJob
from careerskit.export.report import Report, ReportPart, open_report
from careerskit.export.session_export import SessionExport, default_folder, download_name, export_session
from careerskit.export.session_lookup import find_session
from careerskit.export.tables import CsvCell, Table, session_tables, write_tables

__all__ = [
    "CsvCell",
    "ExportJob",
    "Report",
    "ReportPart",
    "SessionExport",
    "Table",
    "default_folder",
    "download_name",
    "export_session",
    "find_session",
    "open_report",
    "session_tables",
    "write_tables",
]
