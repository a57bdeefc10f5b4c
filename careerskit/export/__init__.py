"""The export of a session: plans, a zip, a report and CSV files; and the overview of many plans. Loads no web framework."""

from careerskit.export.job import ExportJob
from careerskit.export.overview import OverviewDays, OverviewReport, open_overview, overview_days
from careerskit.export.overview_data import Division, OverviewData, SchoolRow, Snapshot, check_enough, read_overview
from careerskit.export.overview_tables import overview_tables
from careerskit.export.report import Report, ReportPart, open_report
from careerskit.export.session_export import SessionExport, default_folder, download_name, export_session
from careerskit.export.session_lookup import find_session
from careerskit.export.tables import CsvCell, Table, session_tables, write_tables

__all__ = [
    "CsvCell",
    "Division",
    "ExportJob",
    "OverviewData",
    "OverviewDays",
    "OverviewReport",
    "Report",
    "ReportPart",
    "SchoolRow",
    "SessionExport",
    "Snapshot",
    "Table",
    "check_enough",
    "default_folder",
    "download_name",
    "export_session",
    "find_session",
    "open_overview",
    "open_report",
    "overview_days",
    "overview_tables",
    "read_overview",
    "session_tables",
    "write_tables",
]
