"""The export of a session into one folder: plans, a zip to send them out, the report, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from careerskit.export.tables import session_tables, write_tables
from careerskit.files import atomic_path, slugify
from careerskit.publish import FORMATS, RenderResult, plan_file_name, render_plans, write_page
from careerskit.resources import plan_notebook, session_report
from careerskit.session import Session
from careerskit.store import PlanCache, SessionRecord, Store
from careerskit.views import ENGLAND

__all__ = ["SessionExport", "default_folder", "download_name", "export_session"]


@dataclass(frozen=True)
class SessionExport:
    """Where the files of an export are, and which plans were rendered.

    index: the page that lists every plan, for the facilitator alone. to_send: the zip with a folder for each school. report: the
    session's report, a page. tables: the same as CSV files. rendered, unchanged: how many plans were rendered now, and how many
    were there already. failed: those that could not be rendered, each with its school and the reason.
    """

    session: SessionRecord
    index: Path
    to_send: Path
    report: Path
    tables: tuple[Path, ...]
    rendered: int
    unchanged: int
    failed: tuple[RenderResult, ...]


def default_folder(session: SessionRecord) -> Path:
    """Return the folder for a session's export where no other is named."""
    return Path("afterwards", f"{slugify(session.name, 40)}-{session.id}".lstrip("-"))


def download_name(session: SessionRecord, what: str) -> str:
    """Return the name of a file that is downloaded: the session, its day in England, and the file itself, such as "plans.zip"."""
    day = session.begun.astimezone(ENGLAND)
    return f"{slugify(session.name, 60)}-{day:%Y-%m-%d}-{what}".lstrip("-")


def export_session(
    store: Store, session_id: str, out: Path, *, on_result: Callable[[RenderResult], None] | None = None
) -> SessionExport:
    """Export a session into a folder. It closes nothing: while the session is open, it exports the current state.

    Exporting again keeps plans that have not changed, and replaces everything else, each file as a whole.

    Args:
        store: where the session and the plans are.
        session_id: the session's id.
        out: the folder; it is created where there is none. One per session: its index lists all plans in it.
        on_result: called with each plan's result as it comes.

    Raises:
        UnknownSessionError: there is no such session.
        RenderError: the report could not be rendered; plans and tables are there. A plan that fails is no error, see `failed`.
        OSError: something cannot be written.
    """
    session = Session(store, session_id)
    joined = [school for key in session.state.schools if (school := store.schools.find(key))]
    joined.sort(key=lambda school: (school.name.casefold(), school.id))
    results = render_plans(store, joined, plan_notebook(), out / "plans", formats=FORMATS, on_result=on_result)
    to_send, report = out / "plans.zip", out / "report.html"
    _write_zip(to_send, session.record.name, results)
    tables = write_tables(session_tables(session, PlanCache(store)(session.state.schools)), out / "tables")
    title = f"Session report: {session.record.name}"
    write_page(session_report(), {"session": session.id, "store": store.url}, report, title)
    by_status = {status: [r for r in results if r.status == status] for status in ("rendered", "unchanged", "failed")}
    return SessionExport(
        session.record,
        out / "plans" / "index.html",
        to_send,
        report,
        tuple(tables),
        len(by_status["rendered"]),
        len(by_status["unchanged"]),
        tuple(by_status["failed"]),
    )


def _write_zip(path: Path, name: str, results: Sequence[RenderResult]) -> None:
    """Write the plans into one file, each in its school's folder. The index stays outside: it lists everybody."""
    rendered = [result for result in results if result.status != "failed"]
    failed = [result for result in results if result.status == "failed"]
    with atomic_path(path) as temporary, ZipFile(temporary, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("README.txt", _readme(name, len(rendered), failed).encode("utf-8-sig"))
        for result in rendered:
            for file in result.files:
                zipped.write(file, f"{file.parent.name}/{plan_file_name(result.school)}{file.suffix}")


def _readme(name: str, count: int, failed: Sequence[RenderResult]) -> str:
    """Return the text that says what is in the zip and what to do with it, readable in any editor on any system."""
    lines = [
        f"The plans of “{name}”",
        "",
        f"There {'is 1 plan' if count == 1 else f'are {count:,} plans'} here, each in a folder with the name and the id of its "
        "school, college or provider.",
        *(f"Each folder has a file that ends in {kind.suffix}. {kind.advice}" for kind in FORMATS if kind.is_sent),
        "",
        "Send each school its own folder, or the files in it, and nobody else’s. This zip as a whole is for you alone.",
        "",
        "The list of all plans is not in here, because it names every school. It is plans/index.html, on the computer",
        "where this file was created.",
    ]
    if failed:
        lines += ["", "These plans could not be rendered, so they are not in here:"]
        lines += [f"- {result.school.name} ({result.school.id}): {result.reason}" for result in failed]
    return "\r\n".join([*lines, ""])
