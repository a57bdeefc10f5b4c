"""The page on which a school puts back what was replaced or removed in its plan, and restores a backup."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from careerskit.errors import InputFileError, StoreError, UnknownPathError
from careerskit.forms import MAX_RECORDS
from careerskit.plan import Plan, School, read_plan
from careerskit.server.delegate.plan_page import PlanPage
from careerskit.store import (
    BACKUP,
    UNDO,
    Overwritten,
    RemovedRecord,
    answers_in,
    count_answers,
    load_plan,
    record_path,
    records_in,
)
from careerskit.views import PlanPlaces

__all__ = ["MAX_BACKUP_BYTES", "HistoryRoutes"]

MAX_BACKUP_BYTES = 1_000_000
"""How long a backup may be, as static/history_page.js checks too. A full plan has a tenth of that."""

_MAX_FORM_BYTES = 3 * MAX_BACKUP_BYTES + 10_000
"""In a form, a sign of a backup is up to three bytes long."""

_SHOWN = 50
_PROBLEMS_SHOWN = 10

_DONE = {
    "answer": "The earlier answer is back. The one that it replaced is now in the list of replaced answers.",
    "record": "It is back in your plan.",
    "backup": "Your plan is as it was in the backup. What the backup replaced is now in the lists below.",
}
"""What the page says after something was done."""

_GONE = "It is not in the list any more: someone has put it back, or replaced it again. Nothing was changed."


@dataclass(frozen=True)
class _Earlier:
    """A replaced answer or a removed record as the page shows it: where it was, what it said, and what is there instead."""

    change: Overwritten | RemovedRecord
    place: str
    before: str
    after: str = ""


class HistoryRoutes(PlanPage):
    """The page of one plan's history."""

    address = template = "history"

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of the page."""
        return [
            Route("/p/{slug}/history", self.show, methods=["GET"]),
            Route("/p/{slug}/history/answer", self.put_back_answer, methods=["POST"]),
            Route("/p/{slug}/history/record", self.put_back_record, methods=["POST"]),
            Route("/p/{slug}/history/check", self.check_backup, methods=["POST"]),
            Route("/p/{slug}/history/backup", self.restore_backup, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show what was replaced and removed, the latest first."""
        school, _ = await self._authenticate(request)
        return await asyncio.to_thread(self._page, request, school, _DONE.get(request.query_params.get("done", ""), ""))

    async def put_back_answer(self, request: Request) -> Response:
        """Save an earlier answer again. The one that it replaces is then in the list."""
        school, form = await self._read(request)
        return await asyncio.to_thread(self._put_back_answer, request, school, form.get("change", ""))

    async def put_back_record(self, request: Request) -> Response:
        """Restore a removed record."""
        school, form = await self._read(request)
        list_path, record = form.get("list", ""), form.get("record", "")
        return await asyncio.to_thread(self._put_back_record, request, school, list_path, record)

    async def check_backup(self, request: Request) -> Response:
        """Show what is in a backup, and ask whether to restore it."""
        school, form = await self._read(request, _MAX_FORM_BYTES)
        return await asyncio.to_thread(self._backup, request, school, form, replace=False)

    async def restore_backup(self, request: Request) -> Response:
        """Replace all answers of the school with those of a backup."""
        school, form = await self._read(request, _MAX_FORM_BYTES)
        return await asyncio.to_thread(self._backup, request, school, form, replace=True)

    def _put_back_answer(self, request: Request, school: School, number: str) -> Response:
        self._save_pending(school)
        found = (one for one in self._store.history.overwritten(school.id) if str(one.number) == number)
        if not (change := next(found, None)):
            return self._page(request, school, error=_GONE)
        self._store.answers.save(school.id, {change.path: change.before}, UNDO)
        return self._done(request, "answer")

    def _put_back_record(self, request: Request, school: School, list_path: str, record: str) -> Response:
        self._save_pending(school)
        removed = {(one.list_path, one.record) for one in self._store.history.removed(school.id)}
        if (list_path, record) not in removed:
            return self._page(request, school, error=_GONE)
        self._store.answers.restore_record(school.id, list_path, record, UNDO)
        return self._done(request, "record")

    def _backup(self, request: Request, school: School, form: dict[str, str], *, replace: bool) -> Response:
        name = form.get("file", "")[:200] or "The file"
        try:
            plan = self._read_backup(form.get("backup", ""), name, school)
            if replace:
                self._save_pending(school)
                self._store.answers.replace_all(school.id, answers_in(plan), BACKUP)
                return self._done(request, "backup")
        except (InputFileError, UnknownPathError) as error:
            return self._page(request, school, error=f"{error}\nNothing was changed.")
        backup = {
            "name": name,
            "text": plan.model_dump_json(),
            "school": plan.header.school_name or school.name,
            "saved": _time(form.get("saved", "")),
            "answers": count_answers(answers_in(plan)),
            "now": count_answers(answers_in(self._plan(school))),
        }
        return self._render(request, school, backup=backup)

    def _read_backup(self, text: str, name: str, school: School) -> Plan:
        """Return the plan in a backup.

        Raises:
            InputFileError: it is not a backup of this school's plan; the message says why.
        """
        if not text:
            raise InputFileError("Choose the file that “Download a backup” gave you.")
        if len(text.encode("utf-8", "replace")) > MAX_BACKUP_BYTES:
            raise InputFileError(f"“{name}” is too big: a backup is never longer than 1 MB.")
        try:
            plan = read_plan(text, f"“{name}”")
        except InputFileError as error:
            lines = str(error).splitlines()
            more = [f"  and {len(lines) - _PROBLEMS_SHOWN} more"] if len(lines) > _PROBLEMS_SHOWN else []
            advice = "This is not a backup that can be restored. Choose the file that “Download a backup” gave you."
            raise InputFileError("\n".join([advice, *lines[:_PROBLEMS_SHOWN], *more])) from None
        if plan.school != school.id:
            whose = f"{plan.header.school_name or 'another school'} ({plan.school[:40]})"
            raise InputFileError(
                f"“{name}” is a backup of {whose}, and this is the plan of {school.name} ({school.id})."
            )
        if len(records_in(self._store.answers.by_path(school.id)) | records_in(answers_in(plan))) > MAX_RECORDS:
            raise InputFileError(
                f"“{name}” cannot be restored: your plan would then have more than {MAX_RECORDS} entries, which is the limit."
            )
        return plan

    def _plan(self, school: School) -> Plan:
        """Return the plan as it is now; an empty one where it cannot be read, since a backup may put that right."""
        try:
            return load_plan(self._store, school)
        except StoreError:
            return Plan.of(school.id, {})

    def _page(self, request: Request, school: School, done: str = "", error: str = "") -> Response:
        places = PlanPlaces(self._plan(school))
        return self._render(
            request,
            school,
            422 if error else 200,
            done=done,
            error=error,
            overwritten=_known(places, self._store.history.overwritten(school.id))[:_SHOWN],
            removed=_known(places, self._store.history.removed(school.id)),
        )

    def _render(self, request: Request, school: School, status: int = 200, **values: object) -> Response:
        empty: dict[str, object] = {"done": "", "error": "", "backup": None, "overwritten": [], "removed": []}
        return super()._render(request, school, status, **empty | values)


def _known(places: PlanPlaces, changes: Sequence[Overwritten | RemovedRecord]) -> list[_Earlier]:
    """Return the changes as the page shows them, without those of fields that a plan has no more."""
    found = []
    for change in changes:
        try:
            if isinstance(change, Overwritten):
                name, before = places.name(change.path), places.text(change.path, change.before)
                found.append(_Earlier(change, name, before, places.text(change.path, change.after)))
            else:
                record = record_path(change.list_path, change.record)
                found.append(_Earlier(change, places.name(record), places.record_text(record, change.answers)))
        except LookupError:
            continue
    return found


def _time(milliseconds: str) -> datetime | None:
    """Return the time that a browser gives as milliseconds since 1970; None where it gives none."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
