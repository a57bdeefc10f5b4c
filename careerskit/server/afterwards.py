"""What the facilitator leaves with: every school's plan, one file to send them out from, the session's report, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from careerskit.files import as_file_name, written_whole
from careerskit.publish import Result, render_plans, write_page
from careerskit.session import PlansNow, Session, session_tables, write_tables
from careerskit.shipped import plan_notebook, session_report
from careerskit.store import SessionRecord, Store

__all__ = ["Afterwards", "afterwards", "folder_of"]


@dataclass(frozen=True)
class Afterwards:
    """What lies where, and what became of the plans.

    session: the session. index: the page that lists every plan, for the facilitator alone. to_send: the zip with a folder for
    each school. report: the session's report, a page. tables: the same as CSV files.
    rendered, unchanged: how many plans were made now, and how many were there already. failed: those that could not be made, each
    with its school and the reason.
    """

    session: SessionRecord
    index: Path
    to_send: Path
    report: Path
    tables: tuple[Path, ...]
    rendered: int
    unchanged: int
    failed: tuple[Result, ...]


def folder_of(session: SessionRecord) -> Path:
    """Return where all that a session leaves behind lies, unless another place was named."""
    return Path("afterwards", f"{as_file_name(session.name, 40)}-{session.id}".lstrip("-"))


def afterwards(store: Store, session_id: str, out: Path, *, done: Callable[[Result], None] | None = None) -> Afterwards:
    """Make all that a session leaves behind in a folder. It closes nothing: while the session goes on, it is as things stand.

    Made again, plans that have not changed stay, and all else is replaced, each file whole.

    Args:
        store: where the session and the plans are.
        session_id: the session's id.
        out: the folder; it is made where there is none. One session each: its index lists all plans that lie in it.
        done: told what became of each plan as it comes.

    Raises:
        UnknownSessionError: there is no such session.
        RenderError: the report could not be made; the plans and tables are there. A plan that fails is no error, see `failed`.
        OSError: something cannot be written.
    """
    session = Session(store, session_id)
    joined = [school for key in session.state.schools if (school := store.find(key))]
    joined.sort(key=lambda school: (school.name.casefold(), school.id))
    results = render_plans(store, joined, plan_notebook(), out / "plans", done=done)
    to_send, report = out / "plans.zip", out / "report.html"
    _write_zip(to_send, session.record.name, results)
    tables = write_tables(session_tables(session, PlansNow(store)(session.state.schools)), out / "tables")
    title = f"Session report: {session.record.name}"
    write_page(session_report(), {"session": session.id, "store": store.url}, report, title)
    by_status = {status: [r for r in results if r.status == status] for status in ("rendered", "unchanged", "failed")}
    return Afterwards(
        session.record,
        out / "plans" / "index.html",
        to_send,
        report,
        tuple(tables),
        len(by_status["rendered"]),
        len(by_status["unchanged"]),
        tuple(by_status["failed"]),
    )


def _write_zip(path: Path, name: str, results: Sequence[Result]) -> None:
    """Write the plans into one file, each in its school's folder. The index stays outside: it lists everybody."""
    made = [result for result in results if result.status != "failed"]
    failed = [result for result in results if result.status == "failed"]
    with written_whole(path) as half, ZipFile(half, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("README.txt", _readme(name, len(made), failed).encode("utf-8-sig"))
        for result in made:
            zipped.write(result.page, f"{result.page.parent.name}/{result.page.name}")


def _readme(name: str, made: int, failed: Sequence[Result]) -> str:
    """Say what is in the zip, and what to do with it, for any editor on any system."""
    lines = [
        f"The plans of “{name}”",
        "",
        f"Here {'is 1 plan' if made == 1 else f'are {made:,} plans'}, each in a folder with the id and the name of its "
        "school, college or provider.",
        "In a folder is one file, plan.html. It opens in any browser, needs no network, and prints on A4.",
        "",
        "Send each school its own folder, or the file in it, and nobody else’s: this file as a whole is for you alone.",
        "",
        "The list of all plans is not in here, because it shows everybody’s names. It is plans/index.html, on the computer",
        "where this file was made.",
    ]
    if failed:
        lines += ["", "These plans could not be made, and are not in here:"]
        lines += [f"- {result.school.name} ({result.school.id}): {result.reason}" for result in failed]
    return "\r\n".join([*lines, ""])
